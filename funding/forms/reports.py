"""Forms of what units report, of local rewards, and of a project's end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.picks import UnitField
from accounts.models import Division, Organization
from challenges.enums import ResolutionKind
from consortia.enums import FundingSource, MembershipState, UseCategory
from core import clock
from core.forms_money import MoneyField
from core.forms_plain import DateInput, text_area
from core.forms_uploads import UploadField
from core.pages import ActForm
from projects.enums import TerminationKind
from projects.forms.milestones import FILE_LIMIT_BYTES
from projects.forms.plain import resolution_field

OTHER_SOURCES = [choice for choice in FundingSource.choices if choice[0] != FundingSource.FISCAL]


def units_of(project, user=None):
    """The lead and its members; a member's own people only their unit."""
    members = project.consortium.memberships.filter(state=MembershipState.CONFIRMED).values("organization")
    rows = Organization.objects.filter(pk__in=members) | Organization.objects.filter(pk=project.lead_id)
    if user is not None and user.organization_id != project.lead_id:
        rows = rows.filter(pk=user.organization_id)
    return rows.order_by("pk")


class ReceiptForm(ActForm):
    source = forms.ChoiceField(label=_("资金来源"), choices=OTHER_SOURCES)
    amount_fen = MoneyField(label=_("到位金额"), min_fen=1)
    received_on = forms.DateField(label=_("到位日期"), widget=DateInput(), initial=clock.today)
    proof_note = forms.CharField(label=_("凭证号或说明"), max_length=200, required=False)
    upload = UploadField(
        label=_("凭证文件"), required=False, help_text=_("PDF、OFD 或图片，不超过 50 MB"), limit_bytes=FILE_LIMIT_BYTES
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = units_of(self.obj, self.user)
        self.fields["organization"] = forms.ModelChoiceField(rows, label=_("单位"), empty_label=None)


class SubTransferForm(ActForm):
    amount_fen = MoneyField(label=_("外拨金额"), min_fen=1)
    transferred_on = forms.DateField(label=_("外拨日期"), widget=DateInput(), initial=clock.today)
    upload = UploadField(label=_("凭证文件"), required=False, limit_bytes=FILE_LIMIT_BYTES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = units_of(self.obj).exclude(pk=self.obj.lead_id)
        self.fields["organization"] = forms.ModelChoiceField(rows, label=_("成员单位"), empty_label=_("请选择"))


class ExpenditureForm(forms.Form):
    """A grid of source × category; what is left empty is zero."""

    period_from = forms.DateField(label=_("期间起"), widget=DateInput())
    period_to = forms.DateField(label=_("期间止"), widget=DateInput())
    note = text_area(_("说明"), required=False, rows=2)

    def __init__(self, *args, project=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = units_of(project, user)
        self.fields["organization"] = forms.ModelChoiceField(rows, label=_("单位"), empty_label=None)
        for source, source_label in FundingSource.choices:
            for category, category_label in UseCategory.choices:
                self.fields[f"{source}-{category}"] = MoneyField(
                    label=f"{source_label} · {category_label}", required=False
                )
        self.order_fields(["organization", "period_from", "period_to"])

    def clean(self):
        cleaned = super().clean()
        lines = []
        for source in FundingSource.values:
            for category in UseCategory.values:
                if fen := cleaned.pop(f"{source}-{category}", None):
                    lines.append({"source": source, "category": category, "amount_fen": fen})
        cleaned["lines"] = lines
        return cleaned


class TerminateForm(ActForm):
    kind = forms.ChoiceField(
        label=_("终止原因"), choices=[choice for choice in TerminationKind.choices if choice[0] != TerminationKind.RACE]
    )
    note = text_area(_("终止说明"))
    resolution = resolution_field(ResolutionKind.TERMINATE)


class SettleForm(ActForm):
    spent_fen = MoneyField(label=_("已支出财政经费（经审计）"), initial=0)
    misused_fen = MoneyField(label=_("其中违规使用"), initial=0)
    is_faultless = forms.BooleanField(label=_("勤勉尽责，予以免责"), required=False)
    audit_report_number = forms.CharField(label=_("审计报告编号"), max_length=80)
    opinion = text_area(_("清算意见"))


class RewardForm(forms.Form):
    division = forms.ModelChoiceField(
        Division.objects.filter(code__startswith="15").order_by("code"), label=_("奖励地方"), empty_label=_("请选择")
    )
    receiver = UnitField(Organization.objects.filter(state="ACTIVE"), label=_("受奖单位"))
    given_on = forms.DateField(label=_("奖励日期"), required=False, widget=DateInput())
    cash_fen = MoneyField(label=_("现金"), required=False)
    housing = forms.IntegerField(label=_("住房（套）"), required=False, min_value=1)
    document = forms.CharField(label=_("依据"), max_length=200, required=False)
    published_text = text_area(_("公开表述"), required=False, rows=2)
    needs_confirmation = forms.BooleanField(label=_("解释待确认"), required=False)

    def clean(self):
        cleaned = super().clean()
        items = []
        if cash := cleaned.pop("cash_fen", None):
            items.append({"kind": "CASH", "amount_fen": cash})
        if flats := cleaned.pop("housing", None):
            items.append({"kind": "HOUSING", "quantity": flats, "unit": "套"})
        if not items:
            raise forms.ValidationError(_("请填写现金或住房，至少一项。"))
        cleaned["items"] = items
        return cleaned
