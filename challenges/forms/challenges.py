"""Forms of challenges: text, tables, refinement, decisions, questions."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms.picks import PersonField, UnitField
from accounts.models import Organization, Person
from challenges import defaults
from challenges.enums import BatchState, Comparator, NeedState, RefinementKind, ResolutionKind
from challenges.forms.fields import ColumnForm, DocumentField
from challenges.forms.picks import NeedField, ResolutionField
from challenges.models import Batch, Challenge, Field, Need
from core.forms_rows import RowsField
from core.pages import ActForm


class ChallengeForm(ColumnForm):
    """The text of a challenge. `seen` carries what the editor had before him."""

    model = Challenge
    names = Challenge.WRITTEN
    needed = (
        "title",
        "field",
        "issue_mode",
        "category",
        "support_mode",
        "duration_months",
        "planned_awards",
        "maximum_lanes",
    )
    helps = {
        "government_reason": _("没有关联需求时必须填写。"),
        "one_line": _("列表中显示，让人一眼看懂要解决什么。"),
        "bottleneck": _("审定前必须填写。可写明关键数据，例如进口依赖度。"),
        "objective": _("审定前必须填写。"),
        "end_user": _("成果的使用单位，项目验收前由其作最终评价。审定前必须填写。"),
        "announced_budget_fen": _("总经费预算，不同于财政支持。没有时按“视方案”显示。"),
        "fiscal_cap_fen": _("自治区财政对每个项目的支持上限。"),
        "race_planned": _("技术路线难以确定时，预先公布支持多支队伍平行攻关。"),
    }
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, batch: Batch | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        fields = Field.objects.filter(programme=batch.programme_id) if batch else Field.objects.none()
        self.fields["field"].queryset = fields.order_by("position")
        units = Organization.objects.filter(state="ACTIVE")
        for name in ("owner", "end_user"):
            made = self.fields[name]
            words = {"help_text": made.help_text} if made.help_text else {}
            self.fields[name] = UnitField(units, label=made.label, required=made.required, **words)


class NewChallengeForm(ChallengeForm):
    names = ("title", "field", "issue_mode", "category", "government_reason", "one_line")
    needed = ("title", "field", "issue_mode", "category")
    seen = None

    def __init__(self, *args, **kwargs):
        super(ChallengeForm, self).__init__(*args, **{k: v for k, v in kwargs.items() if k != "batch"})
        batch = kwargs.get("batch")
        self.fields["field"].queryset = Field.objects.filter(programme=batch.programme_id).order_by("position")


COMPARATORS = [
    (Comparator.AT_LEAST.value, _("≥ 不低于")),
    (Comparator.AT_MOST.value, _("≤ 不高于")),
    (Comparator.EQUAL.value, _("= 等于")),
]


def _narrow(characters: int, **attrs) -> forms.TextInput:
    """A text field for a table; `number` fields of browsers cannot be made narrow."""
    return forms.TextInput(attrs={"size": characters, **attrs})


class IndicatorForm(forms.Form):
    name = forms.CharField(label=_("指标"), max_length=120, widget=_narrow(16))
    unit = forms.CharField(label=_("单位"), max_length=30, required=False, widget=_narrow(5))
    baseline = forms.DecimalField(
        label=_("现状值"), max_digits=16, decimal_places=4, required=False, widget=_narrow(6, inputmode="decimal")
    )
    comparator = forms.ChoiceField(label=_("比较"), choices=COMPARATORS, initial=Comparator.AT_LEAST)
    target = forms.DecimalField(
        label=_("目标值"), max_digits=16, decimal_places=4, widget=_narrow(6, inputmode="decimal")
    )
    is_hard = forms.BooleanField(label=_("硬指标"), required=False)
    weight = forms.IntegerField(
        label=_("权重"), min_value=1, max_value=100, initial=1, widget=_narrow(3, inputmode="numeric")
    )
    test_method = forms.CharField(label=_("测试方法"), max_length=200, required=False, widget=_narrow(14))
    due_year = forms.IntegerField(
        label=_("完成年度"), min_value=2020, max_value=2050, required=False, widget=_narrow(5, inputmode="numeric")
    )


class RequirementForm(forms.Form):
    name = forms.CharField(label=_("节点"), max_length=120)
    month_offset = forms.IntegerField(
        label=_("起始后第几个月"), min_value=1, max_value=60, widget=_narrow(4, inputmode="numeric")
    )
    requirement = forms.CharField(
        label=_("要求"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "cols": 40})
    )


class ConditionForm(forms.Form):
    code = forms.ChoiceField(
        label=_("规则"),
        choices=list(defaults.CONDITION_NAMES.items()),
        initial=next(iter(defaults.CONDITION_NAMES)),  # the first choice, so that an untouched row counts as empty
    )
    text = forms.CharField(
        label=_("条件（公开显示）"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "cols": 50})
    )
    parameter = forms.CharField(label=_("参数"), max_length=60, required=False, widget=_narrow(6))
    is_waivable = forms.BooleanField(label=_("可豁免"), required=False)


class IndicatorsForm(forms.Form):
    rows = RowsField(
        IndicatorForm, label=_("考核指标"), required=False, mark=_("审定前至少一项"), least=3, most=30, is_card=True
    )


class RequirementsForm(forms.Form):
    rows = RowsField(RequirementForm, label=_("里程碑要求"), required=False, mark="", least=3, most=30)


class ConditionsForm(forms.Form):
    rows = RowsField(ConditionForm, label=_("揭榜条件"), required=False, mark="", most=30)


class RefinementForm(ActForm):
    kind = forms.ChoiceField(label=_("方式"), choices=RefinementKind.choices)
    held_on = forms.DateField(label=_("日期"))
    conclusion = forms.CharField(label=_("结论"), widget=forms.Textarea(attrs={"rows": 3}))
    minutes = DocumentField(label=_("纪要"))
    participants = PersonField(
        Person.objects.none(),
        label=_("参加人"),
        required=False,
        several=True,
        help_text=_("输入姓名，可加单位，逐人添加。专家咨询委员会的记录须列出参加人，评审时据此回避。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programme = self.obj.batch.programme_id
        members = Person.objects.filter(committee_seats__committee__programme=programme)
        experts = Person.objects.filter(users__grants__role="EXPERT", users__grants__revoked_at=None)
        people = Person.objects.filter(Q(pk__in=members.values("pk")) | Q(pk__in=experts.values("pk")))
        self.fields["participants"].queryset = people


class ApproveForm(ActForm):
    resolution = ResolutionField(
        ResolutionKind.APPROVE_LIST,
        label=_("决议"),
        help_text=_("事项为“审定榜单”且已通过的决议；没有时请先在“会议与决议”中记录。"),
    )


class WithdrawForm(ActForm):
    resolution = ResolutionField(ResolutionKind.WITHDRAW, label=_("决议"))
    reason = forms.CharField(label=_("撤榜原因（将公开）"), widget=forms.Textarea(attrs={"rows": 3}))


class ExtendForm(ActForm):
    deadline = forms.DateTimeField(
        label=_("新的截止时间"), help_text=_("北京时间；“20 日 24:00”请填 21 日 00:00。只能晚于原截止时间。")
    )
    reason = forms.CharField(label=_("延长原因（将公开）"), widget=forms.Textarea(attrs={"rows": 3}))


class OtherBatchForm(ActForm):
    """Another batch of the same programme that is not published yet."""

    batch = forms.ModelChoiceField(label=_("批次"), queryset=Batch.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Batch.objects.filter(programme=self.obj.batch.programme_id, state=BatchState.DRAFTING)
        self.fields["batch"].queryset = (
            rows.exclude(pk=self.obj.batch_id).select_related("programme").order_by("-year", "-number")
        )
        if not self.fields["batch"].queryset.exists():
            self.fields["batch"].help_text = _("本示范工程没有其他筹备中的批次，请先建立批次。")


class TraceForm(ActForm):
    need = NeedField(Need.objects.none(), label=_("需求"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        usable = [NeedState.ACCEPTED, NeedState.POOLED, NeedState.MERGED]
        rows = Need.objects.filter(call__programme=self.obj.batch.programme_id, state__in=usable)
        self.fields["need"].queryset = rows.exclude(challenge_links__challenge=self.obj)


class AskForm(ActForm):
    text = forms.CharField(
        label=_("问题"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("问题和答复对所有人公开，不显示提问单位；请勿写入本单位的技术秘密。"),
    )


class AnswerForm(ActForm):
    answer = forms.CharField(
        label=_("答复"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("答复后立即公开，不能再改。")
    )
