"""Decisions on bids, the plan of money by source and year, waivers (E-21, R-FUN-01)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.enums import FundingSource
from core.base import Aggregate, at_field, by_field, choice, fen, link, stamped
from core.history import tracked
from funding.enums import DecisionResult, WaiverKind
from funding.lifecycle import WAIVER


@tracked
class Waiver(Aggregate):
    """豁免 with a reason and an approver who did not propose it (R-ROL-06). Exactly one subject."""

    kind = choice(WaiverKind, _("事项"))
    bid = link("consortia.Bid", _("揭榜方案"), related="waivers", optional=True)
    project = link("projects.Project", _("项目"), related="waivers", optional=True)
    reason = models.TextField(_("理由"))
    figures = models.JSONField(_("相关数据"), default=dict, blank=True)
    resolution = link("challenges.Resolution", _("决议"), optional=True)
    decision_note = models.TextField(_("批准意见"), blank=True)
    state = WAIVER.field()
    decided_at = at_field(_("批准时间"))
    decided_by = by_field(_("批准人"))

    class Meta:
        verbose_name = verbose_name_plural = _("豁免")
        constraints = [
            *stamped("waiver", "decided"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("created_by")), name="waiver_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(bid__isnull=False, project__isnull=True) | Q(bid__isnull=True, project__isnull=False),
                name="waiver_one_subject",
            ),
        ]
        triggers = WAIVER.triggers()

    def __str__(self):
        return f"{self.get_kind_display()}豁免 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("funding:waiver", args=[self.pk])


@tracked
class Decision(models.Model):
    """立项决定 of a sitting on one bid; departing from the panel's order needs a written reason (R-REV-10)."""

    bid = models.OneToOneField("consortia.Bid", models.PROTECT, related_name="decision", verbose_name=_("揭榜方案"))
    resolution = link("challenges.Resolution", _("决议"), related="decisions")
    result = choice(DecisionResult, _("结果"))
    fiscal_fen = fen(_("财政经费（分）"), default=0)
    yearly_fen = models.JSONField(_("分年度安排（分）"), default=dict)  # {"2022": 5000000}
    self_fen = fen(_("自筹（分）"), default=0)
    is_ratio_met = models.BooleanField(_("自筹比例达标"), default=True)
    waiver = link("funding.Waiver", _("比例豁免"), optional=True)
    departure_reason = models.TextField(_("偏离评审次序的理由"), blank=True)
    unequal_reason = models.TextField(_("赛马首期经费不等的理由"), blank=True)
    over_plan_reason = models.TextField(_("超出批次计划经费的理由"), blank=True)
    decided_at = models.DateTimeField(_("决定时间"))
    decided_by = by_field(_("记录人"))

    class Meta:
        verbose_name = verbose_name_plural = _("立项决定")
        constraints = [
            models.CheckConstraint(condition=Q(result="DECLINE") | Q(fiscal_fen__gt=0), name="decision_amount"),
            models.CheckConstraint(
                condition=Q(result="DECLINE") | Q(is_ratio_met=True) | Q(waiver__isnull=False),
                name="decision_ratio_or_waiver",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("funding:decision", args=[self.bid.challenge.code])


@tracked
class FundingPlan(models.Model):
    """What a project plans to bring in, by source and year; never mixed with fiscal transfers."""

    project = link("projects.Project", _("项目"), related="funding_plans")
    source = choice(FundingSource, _("资金来源"))
    year = models.PositiveSmallIntegerField(_("年度"))
    planned_fen = fen(_("计划金额（分）"))
    division = link("accounts.Division", _("出资地方"), optional=True)

    class Meta:
        verbose_name = verbose_name_plural = _("经费来源计划")
        constraints = [
            models.UniqueConstraint(fields=["project", "source", "year"], name="funding_plan_once"),
            models.CheckConstraint(condition=Q(planned_fen__gte=0), name="funding_plan_amount"),
        ]
