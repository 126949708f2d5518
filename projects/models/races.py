"""Races: two or three projects on one challenge, shared rounds, elimination (E-28, R-RAC)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import RacePolicy
from core.base import Aggregate, at_field, by_field, choice, link, stamped
from core.history import tracked
from projects.enums import LaneOutcome
from projects.lifecycle import LANE, RACE, RACE_ROUND


@tracked
class Race(Aggregate):
    """赛马: the lanes start the same day and answer the same indicators."""

    challenge = models.OneToOneField(
        "challenges.Challenge", models.PROTECT, related_name="race", verbose_name=_("榜单")
    )
    starts_on = models.DateField(_("同日起跑"))
    policy = choice(RacePolicy, _("淘汰方式"))
    elimination_percent = models.PositiveSmallIntegerField(_("淘汰线（完成度 %）"))
    grace_days = models.PositiveSmallIntegerField(_("宽限天数"))
    state = RACE.field()

    class Meta:
        verbose_name = verbose_name_plural = _("赛马")
        triggers = RACE.triggers()

    def __str__(self):
        return self.challenge.title

    def get_absolute_url(self) -> str:
        return reverse("projects:race", args=[self.challenge.code])


@tracked
class Lane(Aggregate):
    """赛道: one project in a race; an eliminated lane stays visible."""

    race = link("projects.Race", _("赛马"), related="lanes")
    project = models.OneToOneField("projects.Project", models.PROTECT, related_name="lane", verbose_name=_("项目"))
    number = models.PositiveSmallIntegerField(_("赛道号"))
    elimination_reason = models.TextField(_("淘汰原因"), blank=True)
    state = LANE.field()
    eliminated_at = at_field(_("淘汰时间"))
    eliminated_by = by_field(_("淘汰决定人"))

    class Meta:
        verbose_name = verbose_name_plural = _("赛道")
        constraints = [
            *stamped("lane", "eliminated"),
            models.UniqueConstraint(fields=["race", "number"], name="lane_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="lane_number_range"),
            models.CheckConstraint(condition=~Q(state="ELIMINATED") | ~Q(elimination_reason=""), name="lane_reason"),
        ]
        triggers = LANE.triggers()

    def __str__(self):
        return f"{self.race} 第{self.number}道"

    def get_absolute_url(self) -> str:
        return reverse("projects:lane", args=[self.pk])


@tracked
class RaceRound(Aggregate):
    """考核点: the same date for every lane, decided for all in one meeting."""

    race = link("projects.Race", _("赛马"), related="rounds")
    number = models.PositiveSmallIntegerField(_("考核点"))
    checkpoint_on = models.DateField(_("考核日期"))
    planned_percent = models.PositiveSmallIntegerField(_("计划完成度（%）"))
    opens_at = models.DateTimeField(_("开启时间"))
    grace_until = models.DateTimeField(_("宽限截止"))
    resolution = link("challenges.Resolution", _("决议"), optional=True)
    state = RACE_ROUND.field()
    computed_at = at_field(_("计算时间"))
    computed_by = by_field(_("计算人"))
    decided_at = at_field(_("决定时间"))
    decided_by = by_field(_("决定人"))

    class Meta:
        verbose_name = verbose_name_plural = _("赛马考核点")
        constraints = [
            *stamped("round", "computed", "decided"),
            models.UniqueConstraint(fields=["race", "number"], name="round_number_once"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("grace_until")), name="round_window"),
        ]
        triggers = RACE_ROUND.triggers()

    def __str__(self):
        return f"{self.race} 考核点{self.number}"

    def get_absolute_url(self) -> str:
        return self.race.get_absolute_url()


@tracked
class LaneValue(models.Model):
    """What a lane reached on an indicator at a round: reported by the lane, verified by the assessors."""

    round = link("projects.RaceRound", _("考核点"), related="values")
    lane = link("projects.Lane", _("赛道"), related="values")
    indicator = link("challenges.Indicator", _("考核指标"))
    actual = models.DecimalField(_("实际值"), max_digits=16, decimal_places=4)
    evidence = models.TextField(_("佐证"), blank=True)
    reported_at = models.DateTimeField(_("填报时间"))
    reported_by = by_field(_("填报人"))
    is_verified = models.BooleanField(_("已核实"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("赛道指标值")
        constraints = [models.UniqueConstraint(fields=["round", "lane", "indicator"], name="lane_value_once")]


@tracked
class LaneStanding(models.Model):
    """名次: computed at a round from verified values; what the rule proposes and what was decided."""

    round = link("projects.RaceRound", _("考核点"), related="standings")
    lane = link("projects.Lane", _("赛道"), related="standings")
    progress_hundredths = models.PositiveIntegerField(_("完成度（百分之一个百分点）"))
    rank = models.PositiveSmallIntegerField(_("名次"))
    proposal = choice(LaneOutcome, _("规则建议"))
    proposal_reason = models.TextField(_("建议理由"))
    outcome = choice(LaneOutcome, _("决定"), blank=True, default="")
    outcome_reason = models.TextField(_("决定理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("赛道名次")
        constraints = [
            models.UniqueConstraint(fields=["round", "lane"], name="standing_once"),
            models.CheckConstraint(condition=Q(outcome="") | ~Q(outcome_reason=""), name="standing_reason"),
        ]
