"""Scores, votes and assessments. A locked sheet and its scores never change (R-REV-08)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import Aggregate, at_field, by_field, fen, link, stamped
from core.base import choice as choice_field
from core.history import APPEND_ONLY, audit_leaf_trigger, tracked
from reviews.enums import Verdict, VoteChoice, VoteKind
from reviews.lifecycle import SCORE_SHEET

LOCKED_SHEET = pgtrigger.Trigger(
    name="sheet_locked",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF (SELECT state FROM reviews_scoresheet WHERE id = coalesce(NEW.sheet_id, OLD.sheet_id)) <> 'DRAFT' THEN
            RAISE EXCEPTION 'the score sheet is locked' USING ERRCODE = 'check_violation';
        END IF;
        RETURN coalesce(NEW, OLD);
    """,
)


@tracked
class ScoreSheet(Aggregate):
    """评分: one expert on one bid. `total_hundredths` = Σ weight × value, in hundredths of a point."""

    seat = link("reviews.Seat", _("席位"), related="sheets")
    bid = link("consortia.Bid", _("揭榜方案"), related="score_sheets")
    total_hundredths = models.PositiveIntegerField(_("总分（百分之一分）"), null=True, blank=True)
    strengths = models.TextField(_("优点"), blank=True)
    weaknesses = models.TextField(_("不足"), blank=True)
    suggestion = models.TextField(_("建议"), blank=True)
    suggested_fen = fen(_("建议经费（分）"), null=True, blank=True)
    saved_at = at_field(_("保存时间"))
    saved_by = by_field(_("保存人"))
    corrects = models.OneToOneField(
        "reviews.ScoreSheet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("更正的评分"),
    )
    correction_reason = models.TextField(_("更正原因"), blank=True)
    state = SCORE_SHEET.field()
    locked_at = at_field(_("锁定时间"))
    locked_by = by_field(_("锁定人"))
    voided_at = at_field(_("作废时间"))
    voided_by = by_field(_("作废人"))

    class Meta:
        verbose_name = verbose_name_plural = _("评分")
        constraints = [
            *stamped("sheet", "saved", "locked", "voided"),
            models.UniqueConstraint(fields=["seat", "bid"], condition=~Q(state="VOID"), name="sheet_once"),
            models.CheckConstraint(
                condition=~Q(state="LOCKED") | Q(total_hundredths__isnull=False), name="sheet_total"
            ),
            models.CheckConstraint(
                condition=Q(total_hundredths__isnull=True) | Q(total_hundredths__lte=10000), name="sheet_total_range"
            ),
        ]
        triggers = [
            *SCORE_SHEET.triggers(),
            pgtrigger.Trigger(
                name="keep_locked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="DRAFT"),
                func="""
                    IF NEW.total_hundredths IS DISTINCT FROM OLD.total_hundredths OR NEW.strengths <> OLD.strengths
                        OR NEW.weaknesses <> OLD.weaknesses OR NEW.suggestion <> OLD.suggestion
                        OR NEW.suggested_fen IS DISTINCT FROM OLD.suggested_fen OR NEW.seat_id <> OLD.seat_id OR NEW.bid_id <> OLD.bid_id THEN
                        RAISE EXCEPTION 'the score sheet is locked' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="keep_sheets", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.bid} {self.seat.number}号席"

    def get_absolute_url(self) -> str:
        return reverse("reviews:sheet", args=[self.pk])


@tracked
class Score(models.Model):
    """One criterion's value, 0 to 100 points."""

    sheet = link("reviews.ScoreSheet", _("评分"), related="scores")
    criterion = link("reviews.Criterion", _("评分项"))
    value = models.PositiveSmallIntegerField(_("分值"))
    comment = models.CharField(_("评语"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("分项评分")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(value__lte=100), name="score_range"),
        ]
        triggers = [LOCKED_SHEET]


class Vote(models.Model):
    """表决, one a seat, a bid and a kind; never changed."""

    seat = link("reviews.Seat", _("席位"), related="votes")
    bid = link("consortia.Bid", _("揭榜方案"), related="votes")
    kind = choice_field(VoteKind, _("表决事项"))
    choice = choice_field(VoteChoice, _("意见"))
    cast_at = models.DateTimeField(_("表决时间"))
    cast_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("表决人"))

    class Meta:
        verbose_name = verbose_name_plural = _("表决")
        constraints = [models.UniqueConstraint(fields=["seat", "bid", "kind"], name="vote_once")]
        triggers = [*APPEND_ONLY, audit_leaf_trigger()]


@tracked
class MilestoneAssessment(models.Model):
    """An expert's verdict on a milestone report."""

    panel = link("reviews.Panel", _("评审组"), related="milestone_assessments")
    seat = link("reviews.Seat", _("席位"), related="milestone_assessments")
    milestone = link("projects.Milestone", _("里程碑"), related="assessments")
    verdict = choice_field(Verdict, _("结论"))
    opinion = models.TextField(_("意见"))
    assessed_at = models.DateTimeField(_("考核时间"))
    assessed_by = by_field(_("考核人"))

    class Meta:
        verbose_name = verbose_name_plural = _("里程碑考核意见")
        constraints = [
            models.UniqueConstraint(fields=["seat", "milestone"], name="milestone_assessment_once"),
            models.CheckConstraint(condition=~Q(opinion=""), name="milestone_assessment_opinion"),
        ]


@tracked
class LaneAssessment(models.Model):
    """An expert's judgement of one lane at one round: the same experts judge all lanes (3.6)."""

    panel = link("reviews.Panel", _("评审组"), related="lane_assessments")
    seat = link("reviews.Seat", _("席位"), related="lane_assessments")
    lane = link("projects.Lane", _("赛道"), related="assessments")
    round = link("projects.RaceRound", _("考核点"), related="assessments")
    score = models.PositiveSmallIntegerField(_("评分"))
    can_finish = models.BooleanField(_("预计能完成"))
    opinion = models.TextField(_("意见"))
    assessed_at = models.DateTimeField(_("考核时间"))
    assessed_by = by_field(_("考核人"))

    class Meta:
        verbose_name = verbose_name_plural = _("赛道考核意见")
        constraints = [
            models.UniqueConstraint(fields=["seat", "lane", "round"], name="lane_assessment_once"),
            models.CheckConstraint(condition=Q(score__lte=100) & ~Q(opinion=""), name="lane_assessment_complete"),
        ]
