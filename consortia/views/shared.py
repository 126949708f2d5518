"""What the pages of this app share."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

CONSORTIA, BIDS, MINE = _("创新联合体"), _("揭榜方案"), _("联合体")


def crumb(label: str, name: str, *args) -> tuple[str, str]:
    return (label, reverse(f"consortia:{name}", args=args))


def digest(text: str) -> str:
    """A long run of digits that may break anywhere, or the phone's page grows wider than the phone."""
    return format_html('<code class="text-break">{}</code>', text)


def ratio_floor(rule_set) -> int | None:
    """The floor as a whole number for the display; None where the rule set has none or not a whole one."""
    whole, rest = divmod(rule_set.self_funding_percent, 100)
    return whole if whole and not rest else None
