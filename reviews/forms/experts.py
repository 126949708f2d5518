"""Forms of the expert: declaration, pledge, scores, votes, assessments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from core.forms_money import MoneyField
from core.forms_plain import text_area
from core.pages import ActForm
from reviews.enums import RecusalKind, Verdict, VoteChoice, VoteKind
from reviews.forms.pool import DECLARED_KINDS
from reviews.queries import interests

ROWS = 4
YES_NO = [("none", _("没有利益关系")), ("some", _("有利益关系，填写如下"))]


class DeclarationForm(forms.Form):
    """利益关系申明: none, or up to four interests in units of the bids; a step of its own (C09)."""

    answer = forms.ChoiceField(
        label=_("本人与下列参评单位及其项目人员、与本榜单之间"), choices=YES_NO, widget=forms.RadioSelect
    )

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        units = Organization.objects.filter(pk__in=interests(seat.panel.challenge).organizations).order_by("name")
        for number in range(1, ROWS + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("利益关系%(number)s") % {"number": number},
                choices=[("", _("请选择")), *DECLARED_KINDS],
                required=False,
            )
            self.fields[f"organization_{number}"] = forms.ModelChoiceField(
                units,
                label=_("涉及单位%(number)s") % {"number": number},
                required=False,
                empty_label=_("与本榜单有关，不限单位"),
            )
        self.fields["note"] = forms.CharField(label=_("说明"), max_length=200, required=False)

    def clean(self):
        data = super().clean()
        found = [
            {
                "kind": data[f"kind_{number}"],
                "organization": data.get(f"organization_{number}"),
                "note": data.get("note", ""),
            }
            for number in range(1, ROWS + 1)
            if data.get(f"kind_{number}")
        ]
        if data.get("answer") == "some" and not found:
            self.add_error("kind_1", _("请至少填写一项利益关系。"))
        if data.get("answer") == "none" and found:
            self.add_error("answer", _("您选择了没有利益关系，却填写了利益关系，请核对。"))
        return {"interests": found, "note": data.get("note", "")}


class PledgeForm(forms.Form):
    agrees = forms.BooleanField(label=_("本人已阅读并签署评审专家承诺书"))


class RecuseMyselfForm(forms.Form):
    kind = forms.ChoiceField(label=_("回避种类"), choices=RecusalKind.choices)
    reason = text_area(_("回避理由"))


class DeclineForm(forms.Form):
    reason = text_area(_("谢绝原因"), required=False)


class LaterPoints(forms.IntegerField):
    """Needed for locking and marked so; a draft may leave it open."""

    def validate(self, value):
        pass


class LaterText(forms.CharField):
    def validate(self, value):
        pass


class SheetForm(forms.Form):
    """One sheet: 0 to 100 points a criterion. A draft may leave anything open."""

    use_required_attribute = False

    def __init__(self, *args, criteria, sheet=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        given = {row.criterion_id: row for row in sheet.scores.all()} if sheet else {}
        for one in self.criteria:
            row = given.get(one.pk)
            self.fields[f"value_{one.pk}"] = LaterPoints(
                label=f"{one.number}. {one.name}（{one.weight}%）",
                help_text=one.guidance,
                min_value=0,
                max_value=100,
                initial=row.value if row else None,
            )
            self.fields[f"value_{one.pk}"].unit = _("分")
            self.fields[f"comment_{one.pk}"] = forms.CharField(
                label=_("评语"), max_length=300, required=False, initial=row.comment if row else ""
            )
        for name, label in (("strengths", _("优点")), ("weaknesses", _("不足"))):
            self.fields[name] = LaterText(label=label, widget=forms.Textarea(attrs={"rows": 3}))
        self.fields["suggestion"] = text_area(_("建议"), required=False)
        for name in ("strengths", "weaknesses", "suggestion"):
            self.fields[name].initial = getattr(sheet, name, "")
        self.fields["suggested_fen"] = MoneyField(label=_("建议财政经费"), required=False)
        self.fields["suggested_fen"].initial = getattr(sheet, "suggested_fen", None)

    def rows(self) -> list[tuple]:
        """(criterion, value field, comment field) for the table."""
        return [(one, self[f"value_{one.pk}"], self[f"comment_{one.pk}"]) for one in self.criteria]

    def content(self) -> dict:
        """What save_sheet takes."""
        data = self.cleaned_data
        values = {
            one.pk: (data[f"value_{one.pk}"], data[f"comment_{one.pk}"])
            for one in self.criteria
            if data[f"value_{one.pk}"] is not None
        }
        texts = {name: data[name] for name in ("strengths", "weaknesses", "suggestion", "suggested_fen")}
        return {"values": values, **texts}


class VotesForm(forms.Form):
    """Every vote still open, all at once; `open_votes` is a list of (bid, kind)."""

    def __init__(self, *args, open_votes, **kwargs):
        super().__init__(*args, **kwargs)
        self.open_votes = open_votes
        for bid, kind in open_votes:
            self.fields[f"{kind}_{bid.pk}"] = forms.ChoiceField(
                label=f"{bid.number} {bid.title}：{VoteKind(kind).label}",
                choices=VoteChoice.choices,
                widget=forms.RadioSelect,
            )

    def choices(self) -> dict:
        return {(bid, kind): self.cleaned_data[f"{kind}_{bid.pk}"] for bid, kind in self.open_votes}


class MilestoneForm(forms.Form):
    verdict = forms.ChoiceField(label=_("结论"), choices=Verdict.choices, widget=forms.RadioSelect)
    opinion = text_area(_("意见"))


class LaneForm(forms.Form):
    score = forms.IntegerField(label=_("评分"), min_value=0, max_value=100, help_text=_("0到100分。"))
    can_finish = forms.TypedChoiceField(
        label=_("预计能否完成任务"),
        choices=[("yes", _("能完成")), ("no", _("不能完成"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = text_area(_("意见"))


class CorrectForm(ActForm):
    reason = text_area(_("更正理由"), help_text=_("原评分作废并保留，专家重新填写后锁定。"))
