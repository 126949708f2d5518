"""What the pages of this app share."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

CONSORTIA, BIDS, MINE = _("创新联合体"), _("揭榜方案"), _("联合体")


def crumb(label: str, name: str, *args) -> tuple[str, str]:
    return (label, reverse(f"consortia:{name}", args=args))
