"""Small forms that several pages share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.forms.picks import ResolutionField
from core.forms_plain import text_area
from projects.queries.agreements import plain


def resolution_field(*kinds: str, required=True, help_text="") -> ResolutionField:
    """Passed resolutions about such matters."""
    said = {"help_text": help_text} if help_text else {}
    return ResolutionField(*kinds, required=required, **said)


def indicator_label(indicator) -> str:
    """`繁种田单产（kg/亩，≥ 45）`."""
    target = f"{indicator.get_comparator_display()} {plain(indicator.target)}"
    inside = f"{indicator.unit}，{target}" if indicator.unit else target
    return f"{indicator.name}（{inside}）"


class NoteForm(forms.Form):
    note = text_area(_("说明"))


class ReasonForm(forms.Form):
    reason = text_area(_("理由"))


class IssueForm(forms.Form):
    task_document_number = forms.CharField(
        label=_("下达任务文号"), max_length=60, help_text=_("例如 内科发农字〔2022〕8 号")
    )
    funding_document_number = forms.CharField(
        label=_("下达资金文号"), max_length=60, help_text=_("例如 内财教〔2022〕88 号")
    )
