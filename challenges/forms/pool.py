"""Forms of the pool of needs: bulk acts, judgements of duplicates, a challenge out of several needs, longer calls."""

from collections import Counter

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.enums import BatchState, IssueMode, PairVerdict
from challenges.forms.fields import ColumnForm, LinesField
from challenges.models import Batch, Challenge, Field, Need
from core.pages import ActForm

#: What may be done to several needs at once: what is written besides, and how the button says it.
NO_TEXT, NOTE, LINES, REASON = "", "note", "defects", "reason"


class BulkForm(forms.Form):
    """The words that go to every chosen need."""

    note = forms.CharField(label=gettext_lazy("说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    defects = LinesField(
        label=gettext_lazy("共同的补正事项"),
        help_text=gettext_lazy("每行一项，写入每一条所选需求，请一次性列出全部。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(
        label=gettext_lazy("不予采纳的原因"),
        help_text=gettext_lazy("发给每一条所选需求的提出单位。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, words: str, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {words}:
            del self.fields[name]


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[row for row in PairVerdict.choices if row[0] != PairVerdict.OPEN],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("合并办理的需求仍各自保留，凝练时一并带入，各单位都能看到去向。"),
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class GroupForm(ColumnForm):
    """One challenge out of several needs: texts filled in from them with their source, and a note for each."""

    model = Challenge
    names = ("title", "field", "issue_mode", "one_line", "bottleneck", "objective", "content")
    needed = ("title", "field", "issue_mode")
    helps = {
        "bottleneck": gettext_lazy("已填入各需求的“存在问题”并注明来源，请凝练成一段。"),
        "objective": gettext_lazy("已填入各需求的“预期指标”并注明来源，请凝练成一段；考核指标在起草后逐条填写。"),
    }
    rows = 6
    batch = forms.ModelChoiceField(
        label=gettext_lazy("列入批次"), queryset=Batch.objects.none(), empty_label=gettext_lazy("请选择")
    )
    need = forms.ModelMultipleChoiceField(queryset=Need.objects.none(), widget=forms.MultipleHiddenInput)

    def __init__(self, *args, needs: list[Need], office, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs = needs
        programmes = {row.call.programme_id for row in needs}
        batches = Batch.objects.filter(
            programme__in=programmes, programme__office=office, state=BatchState.DRAFTING
        ).select_related("programme")
        self.fields["batch"].queryset = batches.order_by("-year", "-number")
        self.fields["field"].queryset = Field.objects.filter(programme__in=programmes).order_by("position")
        self.fields["need"].queryset = Need.objects.filter(pk__in=[row.pk for row in needs])
        for row in needs:
            self.fields[f"note_{row.pk}"] = forms.CharField(
                label=_("“%(title)s”对本榜单的贡献") % {"title": row.title},
                help_text=str(row.organization),
                required=False,
                max_length=200,
            )
        self.order_fields(["batch", *self.names])

    def clean(self):
        cleaned = super().clean()
        cleaned["notes"] = {row.pk: cleaned.pop(f"note_{row.pk}", "") for row in self.needs}
        return cleaned

    @staticmethod
    def initial_of(needs: list[Need]) -> dict:
        fields = Counter(row.field_id for row in needs if row.field_id)
        batches = Batch.objects.filter(programme__in={row.call.programme_id for row in needs}, state="DRAFTING")
        return {
            "need": [row.pk for row in needs],
            "title": needs[0].title[:100] if needs else "",
            "field": fields.most_common(1)[0][0] if fields else None,
            "issue_mode": IssueMode.JOINT,
            "bottleneck": _with_source(needs, "problem"),
            "objective": _with_source(needs, "expected_indicators"),
            "batch": batches.order_by("-year", "-number").values_list("pk", flat=True).first(),
        }


def _with_source(needs: list[Need], name: str) -> str:
    """Each text once, with the units that wrote it."""
    units: dict[str, list[str]] = {}
    for row in needs:
        text = getattr(row, name).strip()
        if text:
            units.setdefault(text, []).append(str(row.organization))
    return "\n".join(f"{text}（来源：{'、'.join(dict.fromkeys(who))}）" for text, who in units.items())


class ExtendCallForm(ActForm):
    closes_at = forms.DateTimeField(
        label=gettext_lazy("新的截止时间"), help_text=gettext_lazy("北京时间，不含该时刻；须晚于原截止时间。")
    )
    reason = forms.CharField(label=gettext_lazy("原因"), widget=forms.Textarea(attrs={"rows": 2}))
