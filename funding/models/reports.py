"""What projects report of their money: receipts, expenditure, sub-transfers; and settlement (E-26, E-27)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.enums import FundingSource, UseCategory
from core.base import Aggregate, at_field, by_field, choice, fen, file_link, link, stamped
from core.history import tracked
from funding.lifecycle import EXPENDITURE_REPORT


@tracked
class FundReceipt(models.Model):
    """到位: money of a non-fiscal source that arrived, with its proof."""

    project = link("projects.Project", _("项目"), related="fund_receipts")
    organization = link("accounts.Organization", _("单位"))
    source = choice(FundingSource, _("资金来源"))
    amount_fen = fen(_("金额（分）"))
    received_on = models.DateField(_("到位日期"))
    proof = file_link(_("证明"))
    proof_note = models.CharField(_("凭证说明"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "funding.FundReceipt", models.PROTECT, null=True, blank=True, verbose_name=_("冲正的到位")
    )
    recorded_at = models.DateTimeField(_("填报时间"))
    recorded_by = by_field(_("填报人"))

    class Meta:
        verbose_name = verbose_name_plural = _("资金到位")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="fund_receipt_positive"),
            models.CheckConstraint(condition=~Q(source="FISCAL"), name="fund_receipt_not_fiscal"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("funding:money", args=[self.project.code])


@tracked
class SubTransfer(models.Model):
    """外拨: fiscal money the lead passed on to a member."""

    project = link("projects.Project", _("项目"), related="sub_transfers")
    organization = link("accounts.Organization", _("成员单位"))
    amount_fen = fen(_("金额（分）"))
    transferred_on = models.DateField(_("外拨日期"))
    proof = file_link(_("凭证"))
    recorded_at = models.DateTimeField(_("填报时间"))
    recorded_by = by_field(_("填报人"))

    class Meta:
        verbose_name = verbose_name_plural = _("外拨")
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="sub_transfer_positive")]

    def get_absolute_url(self) -> str:
        return reverse("funding:money", args=[self.project.code])


@tracked
class ExpenditureReport(Aggregate):
    """支出报告 of one unit for one period, both days inclusive."""

    project = link("projects.Project", _("项目"), related="expenditure_reports")
    organization = link("accounts.Organization", _("单位"))
    period_from = models.DateField(_("期间起"))
    period_to = models.DateField(_("期间止"))
    note = models.TextField(_("说明"), blank=True)
    state = EXPENDITURE_REPORT.field()
    verified_at = at_field(_("核实时间"))
    verified_by = by_field(_("核实人"))

    class Meta:
        verbose_name = verbose_name_plural = _("支出报告")
        constraints = [
            *stamped("expenditure", "verified"),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="expenditure_period"),
            models.UniqueConstraint(
                fields=["project", "organization", "period_from"],
                condition=~Q(state="RETURNED"),
                name="expenditure_once",
            ),
        ]
        triggers = EXPENDITURE_REPORT.triggers()

    def __str__(self):
        return f"{self.project.code} {self.period_from}—{self.period_to}"

    def get_absolute_url(self) -> str:
        return reverse("funding:expenditure", args=[self.pk])


@tracked
class ExpenditureLine(models.Model):
    report = link("funding.ExpenditureReport", _("支出报告"), related="lines")
    source = choice(FundingSource, _("资金来源"))
    category = choice(UseCategory, _("支出科目"))
    amount_fen = fen(_("金额（分）"))

    class Meta:
        verbose_name = verbose_name_plural = _("支出明细")
        constraints = [
            models.UniqueConstraint(fields=["report", "source", "category"], name="expenditure_line_once"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="expenditure_line_amount"),
        ]


@tracked
class Settlement(models.Model):
    """清算 of a terminated project: paid − spent = unspent, all of it clawed back (R-RAC-05, Q15)."""

    project = models.OneToOneField(
        "projects.Project", models.PROTECT, related_name="settlement", verbose_name=_("项目")
    )
    paid_fen = fen(_("已拨财政经费（分）"))
    spent_fen = fen(_("已支出财政经费（分）"))
    misused_fen = fen(_("违规使用（分）"), default=0)
    clawed_back_fen = fen(_("追回金额（分）"))
    is_faultless = models.BooleanField(_("勤勉尽责免责"))
    audit_report_number = models.CharField(_("审计报告编号"), max_length=80)
    opinion = models.TextField(_("清算意见"))
    settled_at = models.DateTimeField(_("清算时间"))
    settled_by = by_field(_("清算人"))

    class Meta:
        verbose_name = verbose_name_plural = _("清算")
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_fen__gte=0, spent_fen__gte=0, misused_fen__gte=0, clawed_back_fen__gte=0)
                & Q(spent_fen__lte=F("paid_fen"))
                & Q(clawed_back_fen=F("paid_fen") - F("spent_fen") + F("misused_fen")),
                name="settlement_adds_up",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("funding:money", args=[self.project.code])
