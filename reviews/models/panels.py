"""Rubrics, panels, draws and seats (E-19, E-20)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import Aggregate, at_field, by_field, choice, file_link, link, stamped
from core.fields import EncryptedTextField
from core.history import tracked
from reviews.enums import PanelForm, PanelPurpose
from reviews.lifecycle import PANEL, SEAT

RUBRIC_FROZEN = pgtrigger.Trigger(
    name="rubric_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF (SELECT frozen_at FROM reviews_rubric WHERE id = coalesce(NEW.rubric_id, OLD.rubric_id)) IS NOT NULL THEN
            RAISE EXCEPTION 'the rubric is frozen' USING ERRCODE = 'check_violation';
        END IF;
        RETURN coalesce(NEW, OLD);
    """,
)


@tracked
class Rubric(models.Model):
    """评分表: frozen when the first panel starts with it; weights add to 100."""

    name = models.CharField(_("名称"), max_length=120)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    frozen_at = at_field(_("冻结时间"))
    frozen_by = by_field(_("冻结人"))

    class Meta:
        verbose_name = verbose_name_plural = _("评分表")
        constraints = [
            *stamped("rubric", "frozen"),
            models.UniqueConstraint(fields=["name", "version"], name="rubric_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.name} v{self.version}"


@tracked
class Criterion(models.Model):
    rubric = link("reviews.Rubric", _("评分表"), related="criteria")
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("评分项"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("权重"))
    guidance = models.CharField(_("评分说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("评分项")
        constraints = [
            models.UniqueConstraint(fields=["rubric", "number"], name="criterion_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="criterion_weight"),
        ]
        triggers = [RUBRIC_FROZEN]

    def __str__(self):
        return self.name


@tracked
class Panel(Aggregate):
    """评审组 for a challenge's bids, a race round, a milestone or an acceptance."""

    purpose = choice(PanelPurpose, _("用途"), default=PanelPurpose.BID)
    form = choice(PanelForm, _("形式"), default=PanelForm.MEETING)
    challenge = link("challenges.Challenge", _("榜单"), related="panels")
    race_round = link("projects.RaceRound", _("赛马考核点"), related="panels", optional=True)
    milestone = link("projects.Milestone", _("里程碑"), related="panels", optional=True)
    project = link("projects.Project", _("项目"), related="panels", optional=True)
    rubric = link("reviews.Rubric", _("评分表"), optional=True)
    secretary = link("accounts.User", _("评审秘书"))
    size = models.PositiveSmallIntegerField(_("人数"))
    closes_at = models.DateTimeField(_("评分截止"), null=True, blank=True)
    chair = link("reviews.Seat", _("组长"), optional=True)
    report_text = models.TextField(_("评审意见"), blank=True)
    report_file = file_link(_("评审报告"))
    recording = file_link(_("录像"))
    state = PANEL.field()
    started_at = at_field(_("开始评分时间"))
    started_by = by_field(_("开始人"))
    locked_at = at_field(_("锁定时间"))
    locked_by = by_field(_("锁定人"))
    reported_at = at_field(_("报告时间"))
    reported_by = by_field(_("报告人"))

    class Meta:
        verbose_name = verbose_name_plural = _("评审组")
        constraints = [
            *stamped("panel", "started", "locked", "reported"),
            models.UniqueConstraint(fields=["challenge"], condition=Q(purpose="BID"), name="panel_once_per_challenge"),
        ]
        triggers = PANEL.triggers()

    def __str__(self):
        return f"{self.challenge.code} {self.get_purpose_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:panel", args=[self.pk])


@tracked
class PanelBid(models.Model):
    """A bid before a panel, with the running sums of its locked scores, so that a ranking reads bids and not scores.

    All sums in hundredths of a point. Kept by reviews.actions under the row's lock.
    """

    panel = link("reviews.Panel", _("评审组"), related="panel_bids")
    bid = models.OneToOneField("consortia.Bid", models.PROTECT, related_name="panel_bid", verbose_name=_("揭榜方案"))
    score_count = models.PositiveSmallIntegerField(_("有效评分数"), default=0)
    score_sum = models.PositiveIntegerField(_("总分和"), default=0)
    score_max = models.PositiveIntegerField(_("最高分"), default=0)
    score_min = models.PositiveIntegerField(_("最低分"), default=0)
    result_hundredths = models.PositiveIntegerField(_("得分（百分之一分）"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("参评方案")


@tracked
class Draw(models.Model):
    """抽取: the seed's digest is published before, the seed after; the record alone replays the draw (R-REV-03).

    Everything that decides the draw is fixed when the seed is committed; `witness` is a word that a witness adds at the
    draw, so that who made the seed could not foresee the outcome. `drawn` grows by one entry a seat, replacements too.
    """

    panel = link("reviews.Panel", _("评审组"), related="draws")
    number = models.PositiveSmallIntegerField(_("次序"))
    seed_digest = models.CharField(_("种子摘要"), max_length=64)
    seed = models.CharField(_("种子"), max_length=64, blank=True)
    sealed_seed = EncryptedTextField(_("封存的种子"), blank=True)
    witness = models.CharField(_("见证值"), max_length=60, blank=True)
    pool_query = models.JSONField(_("抽取条件"), default=dict)
    composition = models.JSONField(_("组成要求"), default=dict)
    held = models.JSONField(_("已有席位"), default=list)
    candidates = models.JSONField(_("候选名单"), default=list)
    exclusions = models.JSONField(_("排除名单"), default=list)
    drawn = models.JSONField(_("抽取结果"), default=list)
    committed_at = models.DateTimeField(_("种子封存时间"))
    committed_by = by_field(_("封存人"))
    drawn_at = at_field(_("抽取时间"))
    drawn_by = by_field(_("抽取人"))

    class Meta:
        verbose_name = verbose_name_plural = _("专家抽取")
        constraints = [
            *stamped("draw", "drawn"),
            models.UniqueConstraint(fields=["panel", "number"], name="draw_once"),
            models.CheckConstraint(condition=Q(drawn_at__isnull=True) | ~Q(seed=""), name="draw_reveals_seed"),
            models.UniqueConstraint(fields=["panel"], condition=Q(drawn_at__isnull=True), name="draw_one_open"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="keep_committed",
                fields=[
                    "panel",
                    "number",
                    "seed_digest",
                    "pool_query",
                    "composition",
                    "held",
                    "candidates",
                    "exclusions",
                ],
            ),
            pgtrigger.Trigger(
                name="keep_revealed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__drawn_at__isnull=False),
                func="""
                    IF NEW.seed <> OLD.seed OR NEW.witness <> OLD.witness OR NEW.drawn_at IS DISTINCT FROM OLD.drawn_at THEN
                        RAISE EXCEPTION 'the draw has been made' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="keep_draws", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.panel} 第{self.number}次抽取"


@tracked
class Seat(Aggregate):
    """席位: one expert on one panel."""

    panel = link("reviews.Panel", _("评审组"), related="seats")
    expert = link("reviews.Expert", _("专家"), related="seats")
    number = models.PositiveSmallIntegerField(_("席位号"))
    is_manual = models.BooleanField(_("人工指定"), default=False)
    manual_reason = models.CharField(_("指定理由"), max_length=200, blank=True)
    recusal_kind = models.CharField(_("回避种类"), max_length=32, blank=True)
    recusal_reason = models.TextField(_("回避理由"), blank=True)
    declaration = models.TextField(_("利益关系申明"), blank=True)
    declared_at = at_field(_("申明时间"))
    declared_by = by_field(_("申明人"))
    state = SEAT.field()
    invited_at = at_field(_("邀请时间"))
    invited_by = by_field(_("邀请人"))
    answered_at = at_field(_("答复时间"))
    answered_by = by_field(_("答复人"))
    recused_at = at_field(_("回避时间"))
    recused_by = by_field(_("回避登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("席位")
        constraints = [
            *stamped("seat", "declared", "invited", "answered", "recused"),
            models.UniqueConstraint(fields=["panel", "expert"], name="seat_once"),
            models.CheckConstraint(condition=Q(is_manual=False) | ~Q(manual_reason=""), name="seat_manual_reason"),
            models.CheckConstraint(condition=~Q(state="RECUSED") | ~Q(recusal_reason=""), name="seat_recusal_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["ACCEPTED", "DONE"]) | Q(declared_at__isnull=False),
                name="seat_declared_before_accepted",
            ),
        ]
        triggers = SEAT.triggers()

    def __str__(self):
        return f"{self.panel} {self.number}号席"

    def get_absolute_url(self) -> str:
        return reverse("reviews:seat", args=[self.pk])
