"""Tranches: fiscal money released against milestones, by year and stage (E-25, S68)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.enums import FundingSource
from core.base import Aggregate, at_field, by_field, choice, fen, link, stamped
from core.history import tracked
from funding.lifecycle import TRANCHE


@tracked
class Tranche(Aggregate):
    """拨款批次. The first needs the signed agreement, the others a passed `milestone` (or a waiver)."""

    project = link("projects.Project", _("项目"), related="tranches")
    stage = models.PositiveSmallIntegerField(_("期次"))
    year = models.PositiveSmallIntegerField(_("年度"))
    source = choice(FundingSource, _("资金来源"), default=FundingSource.FISCAL)
    planned_fen = fen(_("计划金额（分）"))
    approved_fen = fen(_("批准金额（分）"), null=True, blank=True)
    planned_on = models.DateField(_("计划日期"))
    milestone = link("projects.Milestone", _("拨款条件里程碑"), related="tranches", optional=True)
    waiver = link("funding.Waiver", _("条件豁免"), related="tranches", optional=True)
    usage_plan = models.TextField(_("用款计划"), blank=True)
    document_number = models.CharField(_("下达文号"), max_length=60, blank=True)
    voucher_number = models.CharField(_("拨款凭证号"), max_length=60, blank=True)
    payee = link("accounts.Organization", _("收款单位"))
    hold_reason = models.CharField(_("暂缓原因"), max_length=300, blank=True)
    cancel_reason = models.CharField(_("取消原因"), max_length=300, blank=True)
    received_fen = fen(_("到账金额（分）"), null=True, blank=True)
    received_on = models.DateField(_("到账日期"), null=True, blank=True)
    state = TRANCHE.field()
    held_at = at_field(_("暂缓时间"))
    held_by = by_field(_("暂缓人"))
    requested_at = at_field(_("申请时间"))
    requested_by = by_field(_("申请人"))
    approved_at = at_field(_("批准时间"))
    approved_by = by_field(_("批准人"))
    paid_at = at_field(_("拨付时间"))
    paid_by = by_field(_("拨付人"))
    received_at = at_field(_("确认到账时间"))
    received_by = by_field(_("确认到账人"))
    cancelled_at = at_field(_("取消时间"))
    cancelled_by = by_field(_("取消人"))

    class Meta:
        verbose_name = verbose_name_plural = _("拨款批次")
        constraints = [
            *stamped("tranche", "held", "requested", "approved", "paid", "received", "cancelled"),
            models.UniqueConstraint(fields=["project", "stage"], name="tranche_stage_once"),
            models.CheckConstraint(condition=Q(planned_fen__gt=0), name="tranche_planned"),
            models.CheckConstraint(
                condition=Q(approved_fen__isnull=True) | Q(approved_fen__gt=0, approved_fen__lte=F("planned_fen")),
                name="tranche_approved_within_plan",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["PAID", "RECEIVED"]) | (Q(approved_fen__isnull=False) & ~Q(voucher_number="")),
                name="tranche_paid",
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | ~Q(paid_by=F("approved_by")), name="tranche_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | ~Q(cancel_reason=""), name="tranche_cancel_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "planned_on"])]
        triggers = TRANCHE.triggers()

    def __str__(self):
        return f"{self.project.code} 第{self.stage}期"

    def get_absolute_url(self) -> str:
        return reverse("funding:tranche", args=[self.pk])
