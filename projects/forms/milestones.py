"""Forms of a milestone: the report with a value and its evidence for each indicator, and the assessment."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from core import forms_uploads
from core.forms_plain import DateInput, text_area
from core.forms_uploads import UploadField
from core.pages import ActForm
from projects.queries.agreements import plain

FILE_LIMIT_BYTES = 50 * 1024 * 1024


def values_of(cleaned: dict) -> dict[int, tuple[str, str]]:
    """{indicator: (actual, evidence)} out of `a<id>` and `e<id>`."""
    ids = [int(name[1:]) for name in cleaned if name[0] == "a" and name[1:].isdigit()]
    return {key: (cleaned[f"a{key}"], cleaned[f"e{key}"]) for key in ids if cleaned[f"a{key}"]}


def add_values(form: forms.Form, rows, *, required: bool) -> None:
    """`rows` of (indicator, wanted text, actual, evidence): two fields each."""
    for indicator, wanted, actual, evidence in rows:
        form.fields[f"a{indicator.pk}"] = forms.CharField(
            label=f"{indicator.name}（{indicator.unit}）" if indicator.unit else indicator.name,
            required=required,
            help_text=wanted,
            initial="" if actual is None else plain(actual),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
        form.fields[f"e{indicator.pk}"] = forms.CharField(
            label=_("“%(name)s”的佐证") % {"name": indicator.name},
            required=required,
            initial=evidence,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class ReportForm(ActForm):
    report_text = text_area(_("进展报告"), rows=5)
    upload = UploadField(
        label=_("报告文件"), required=False, help_text=_("PDF、OFD 或图片，不超过 50 MB"), limit_bytes=FILE_LIMIT_BYTES
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.obj.targets.select_related("indicator").order_by("indicator__number")
        wanted = _("节点目标 %(target)s")
        add_values(
            self,
            [
                (
                    row.indicator,
                    wanted % {"target": f"{row.indicator.get_comparator_display()} {plain(row.target)}"},
                    row.actual,
                    row.evidence,
                )
                for row in rows
            ],
            required=True,
        )
        self.fields["report_text"].initial = self.obj.report_text


#: `stored(upload, by=, kind=)`: the row of an upload, or None.
stored = partial(forms_uploads.stored, limit_bytes=FILE_LIMIT_BYTES)


class PassForm(ActForm):
    verified = forms.ModelMultipleChoiceField(
        None, label=_("已核实的指标"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("只勾选与佐证核对一致的指标；硬指标全部核实并达到目标才能通过。"),
    )  # fmt: skip
    form = forms.ChoiceField(label=_("考核方式"), choices=[(x, x) for x in ("会议考核", "现场考察", "书面审核")])
    opinion = text_area(_("考核意见"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verified"].queryset = self.obj.project.challenge.indicators.filter(
            pk__in=self.obj.targets.values("indicator")
        ).order_by("number")


class RectifyForm(forms.Form):
    opinion = text_area(_("整改要求"))
    by_on = forms.DateField(label=_("整改期限"), widget=DateInput(), help_text=_("不超过三个月"))


class FailForm(forms.Form):
    opinion = text_area(_("考核意见"))
