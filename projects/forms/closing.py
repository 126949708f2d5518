"""Forms of the end of a project, of outcomes and of the contracts of 2021."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import RESEARCH_KINDS, OrganizationKind
from accounts.forms.picks import UnitField
from accounts.models import Organization
from challenges.enums import Mechanism, ResolutionKind
from challenges.forms.picks import ChallengeField
from challenges.models import Challenge
from core.forms_money import MoneyField
from core.forms_plain import DateInput, text_area
from core.forms_uploads import UploadField
from core.pages import ActForm
from projects.enums import BalanceTreatment, Conclusion, Grade, OutcomeKind
from projects.forms.milestones import FILE_LIMIT_BYTES
from projects.forms.plain import indicator_label, resolution_field
from projects.queries.agreements import decimal_of, indicators_of

UNITS = Organization.objects.filter(state="ACTIVE")


class AcceptanceForm(ActForm):
    science_report_number = forms.CharField(label=_("科技报告编号"), max_length=80)
    outcome_registration_number = forms.CharField(label=_("成果登记号"), max_length=80)
    audit_report_number = forms.CharField(label=_("专项审计报告编号"), max_length=80)
    upload = UploadField(
        label=_("专项审计报告"),
        required=False,
        help_text=_("PDF、OFD 或图片，不超过 50 MB"),
        limit_bytes=FILE_LIMIT_BYTES,
    )


class EvaluationForm(ActForm):
    """One measured value and one judgement for every indicator, then the whole (S41)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicators = indicators_of(self.obj)
        for row in self.indicators:
            self.fields[f"v{row.pk}"] = forms.CharField(
                label=indicator_label(row),
                help_text=_("实测值"),
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self.fields[f"p{row.pk}"] = forms.BooleanField(
                label=_("“%(name)s”满足使用要求") % {"name": row.name}, required=False
            )
        self.fields["use_site"] = forms.CharField(label=_("使用场所"), max_length=200)
        self.fields["grade"] = forms.ChoiceField(label=_("总体评价"), choices=Grade.choices, widget=forms.RadioSelect)
        self.fields["opinion"] = text_area(_("评价意见"))

    def clean(self):
        cleaned = super().clean()
        for row in self.indicators:
            if cleaned.get(f"v{row.pk}") and decimal_of(cleaned[f"v{row.pk}"]) is None:
                self.add_error(f"v{row.pk}", _("“%(name)s”的实测值须为数字。") % {"name": row.name})
        return cleaned


class ConclusionForm(ActForm):
    conclusion = forms.ChoiceField(label=_("结论"), choices=Conclusion.choices, widget=forms.RadioSelect)
    opinion = text_area(_("验收意见"))
    rectify_by_on = forms.DateField(
        label=_("整改期限"), required=False, widget=DateInput(), help_text=_("结论为整改时填写，只有一次，不超过六个月")
    )
    resolution = resolution_field(
        ResolutionKind.ACCEPTANCE, required=False, help_text=_("发榜用户评价为不合格而拟通过的，须有联席会议决议")
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("conclusion") == Conclusion.RECTIFY and not cleaned.get("rectify_by_on"):
            self.add_error("rectify_by_on", _("请填写整改期限。"))
        return cleaned


class CloseForm(forms.Form):
    balance_treatment = forms.ChoiceField(
        label=_("结余处理"), choices=BalanceTreatment.choices, widget=forms.RadioSelect
    )
    note = text_area(_("说明"), required=False)


class OutcomeForm(forms.Form):
    kind = forms.ChoiceField(label=_("类型"), choices=OutcomeKind.choices)
    name = forms.CharField(label=_("成果名称"), max_length=200)
    identifier = forms.CharField(
        label=_("编号"), max_length=80, required=False, help_text=_("专利号、审定号、登记号等")
    )
    achieved_on = forms.DateField(label=_("取得日期"), widget=DateInput())
    figure = forms.CharField(
        label=_("指标值"), max_length=120, required=False, help_text=_("例如 繁种田单产 45.2 kg/亩")
    )
    income_fen = MoneyField(label=_("累计收益"), required=False)
    job_count = forms.IntegerField(label=_("带动就业（人）"), min_value=0, required=False)


class ContractForm(forms.Form):
    """A signed contract of the 2021 mechanism."""

    challenge = ChallengeField(
        Challenge.objects.filter(batch__rule_set__mechanism=Mechanism.ENTERPRISE_2021, published_at__isnull=False),
        label=_("榜单"),
    )
    enterprise = UnitField(UNITS.filter(kind=OrganizationKind.ENTERPRISE), label=_("出题企业"))
    research_units = UnitField(
        UNITS.filter(kind__in=RESEARCH_KINDS),
        label=_("揭榜的科研单位"),
        help_text=_("可选多家。输入名称中的几个字，或统一社会信用代码。"),
        several=True,
    )
    amount_fen = MoneyField(label=_("合同金额"))
    signed_on = forms.DateField(label=_("签订日期"), widget=DateInput())
    registration_number = forms.CharField(label=_("技术合同登记号"), max_length=80, required=False)
    is_exceptional = forms.BooleanField(label=_("一事一议"), required=False)
    exception_reason = text_area(_("一事一议理由"), required=False)
    support_fen = MoneyField(
        label=_("另定的财政支持"), required=False, help_text=_("仅一事一议时填写；不填则按规则比例和上限计算")
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_exceptional") and not (cleaned.get("exception_reason") or "").strip():
            self.add_error("exception_reason", _("请说明一事一议的理由。"))
        return cleaned
