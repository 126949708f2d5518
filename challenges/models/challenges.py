"""Challenges with their indicators, milestones and conditions, and the needs they grew from (E-07)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import Category, Comparator, IssueMode, Secrecy, SupportMode
from challenges.lifecycle import CHALLENGE
from core.base import Aggregate, at_field, by_field, choice, fen, link, stamped
from core.history import tracked


@tracked
class Challenge(Aggregate):
    """榜单: one item, one direction. `deadline` is exclusive; `seal_public_key` seals the bids from publishing on."""

    #: What people write, in the order of the form; steps set the rest. Forms, versions, copies and the API go by it.
    WRITTEN = (
        "title",
        "field",
        "issue_mode",
        "category",
        "government_reason",
        "one_line",
        "bottleneck",
        "objective",
        "content",
        "owner",
        "end_user",
        "announced_budget_fen",
        "fiscal_cap_fen",
        "support_mode",
        "duration_months",
        "planned_awards",
        "race_planned",
        "maximum_lanes",
        "chief_scientist_mode",
        "intellectual_property",
    )

    batch = link("challenges.Batch", _("批次"), related="challenges")
    code = models.CharField(_("编号"), max_length=30, unique=True)
    title = models.CharField(_("榜单名称"), max_length=100)
    field = link("challenges.Field", _("领域"), related="challenges")
    issue_mode = choice(IssueMode, _("出榜机制"))
    category = choice(Category, _("类别"), default=Category.TECHNOLOGY)
    government_reason = models.TextField(_("政府出题理由"), blank=True)
    one_line = models.CharField(_("一句话说明"), max_length=120, blank=True)
    bottleneck = models.TextField(_("瓶颈问题"), blank=True)
    objective = models.TextField(_("专项目标"), blank=True)
    content = models.TextField(_("研究内容"), blank=True)
    owner = link("accounts.Organization", _("出题单位"), optional=True)
    end_user = link("accounts.Organization", _("发榜用户"), related="challenges_as_end_user", optional=True)
    announced_budget_fen = fen(_("总经费预算（分）"), null=True, blank=True)
    fiscal_cap_fen = fen(_("财政支持上限（分）"), null=True, blank=True)
    support_mode = choice(SupportMode, _("支持方式"), default=SupportMode.MILESTONE)
    duration_months = models.PositiveSmallIntegerField(_("实施周期（月）"), default=36)
    planned_awards = models.PositiveSmallIntegerField(_("拟支持项目数"), default=1)
    race_planned = models.BooleanField(_("预设赛马"), default=False)
    maximum_lanes = models.PositiveSmallIntegerField(_("赛道数上限"), default=2)
    chief_scientist_mode = models.BooleanField(_("首席科学家负责制"), default=False)
    intellectual_property = models.TextField(_("知识产权约定"), blank=True)
    secrecy = choice(Secrecy, _("密级"), default=Secrecy.OPEN)
    secrecy_reviewed_at = at_field(_("保密审查时间"))
    secrecy_reviewed_by = by_field(_("保密审查人"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    approval = link("challenges.Resolution", _("审定决议"), related="approved_challenges", optional=True)
    withdrawal = link("challenges.Resolution", _("撤榜决议"), related="withdrawn_challenges", optional=True)
    relisted_from = link("challenges.Challenge", _("原流榜榜单"), related="relisted_as", optional=True)
    open_at = models.DateTimeField(_("开放时间"), null=True, blank=True)
    deadline = models.DateTimeField(_("截止时间"), null=True, blank=True)
    seal_public_key = models.BinaryField(_("封存公钥"), max_length=32, null=True, blank=True)
    sealed_root = models.CharField(_("密封方案根哈希"), max_length=64, blank=True)
    state = CHALLENGE.field()
    approved_at = at_field(_("审定时间"))
    approved_by = by_field(_("审定记录人"))
    published_at = at_field(_("发布时间"))
    published_by = by_field(_("发布人"))
    closed_at = at_field(_("截止处理时间"))
    closed_by = by_field(_("截止处理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("榜单")
        constraints = [
            *stamped("challenge", "secrecy_reviewed", "approved", "published", "closed"),
            models.CheckConstraint(
                condition=Q(duration_months__gte=1, duration_months__lte=60), name="challenge_duration"
            ),
            models.CheckConstraint(condition=Q(maximum_lanes__gte=1, maximum_lanes__lte=3), name="challenge_lanes"),
            models.CheckConstraint(condition=Q(open_at__lt=F("deadline")), name="challenge_window"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (
                    ~Q(bottleneck="")
                    & ~Q(objective="")
                    & Q(deadline__isnull=False, approval__isnull=False, end_user__isnull=False)
                    & Q(seal_public_key__isnull=False, secrecy_reviewed_at__isnull=False)
                ),
                name="challenge_published_complete",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("created_by")), name="challenge_two_persons"
            ),
        ]
        indexes = [models.Index(fields=["batch", "code"])]
        triggers = CHALLENGE.triggers()

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("challenges:challenge", args=[self.code])

    @property
    def self_funding_floor_fen(self) -> int | None:
        """The self-funding a bid at the fiscal cap must bring, in fen (R-FUN-01)."""
        if self.fiscal_cap_fen is None:
            return None
        return -(-self.fiscal_cap_fen * self.batch.rule_set.self_funding_percent // 100)


@tracked
class Indicator(models.Model):
    """考核指标: what a bid must answer line by line."""

    challenge = link("challenges.Challenge", _("榜单"), related="indicators")
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("指标"), max_length=120)
    unit = models.CharField(_("单位"), max_length=30, blank=True)
    baseline = models.DecimalField(_("现状值"), max_digits=16, decimal_places=4, null=True, blank=True)
    comparator = choice(Comparator, _("比较"), default=Comparator.AT_LEAST)
    target = models.DecimalField(_("目标值"), max_digits=16, decimal_places=4)
    is_hard = models.BooleanField(_("硬指标"), default=True)
    weight = models.PositiveSmallIntegerField(_("权重"), default=1)
    test_method = models.CharField(_("测试方法"), max_length=200, blank=True)
    due_year = models.PositiveSmallIntegerField(_("完成年度"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核指标")
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="indicator_number_once")]

    def __str__(self):
        return self.name

    @property
    def shown_target(self) -> str:
        """`15` rather than `15.0000`."""
        return format(self.target.normalize(), "f")

    @property
    def shown_baseline(self) -> str:
        return "—" if self.baseline is None else f"{self.baseline.normalize():f} {self.unit}".strip()


@tracked
class MilestoneRequirement(models.Model):
    """里程碑要求: a node every bid must plan for, months after the start."""

    challenge = link("challenges.Challenge", _("榜单"), related="milestone_requirements")
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("节点"), max_length=120)
    month_offset = models.PositiveSmallIntegerField(_("起始后月数"))
    requirement = models.TextField(_("要求"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("里程碑要求")
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="requirement_number_once")]

    def __str__(self):
        return self.name


@tracked
class Condition(models.Model):
    """揭榜条件: a rule of the library with its parameter, checked at eligibility (R-CON)."""

    challenge = link("challenges.Challenge", _("榜单"), related="conditions")
    number = models.PositiveSmallIntegerField(_("序号"))
    code = models.CharField(_("规则代码"), max_length=30)
    text = models.CharField(_("条件"), max_length=300)
    parameter = models.CharField(_("参数"), max_length=60, blank=True)
    is_waivable = models.BooleanField(_("可豁免"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("揭榜条件")
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="condition_number_once")]

    def __str__(self):
        return self.text


class NeedLink(models.Model):
    """The trace from a challenge to the needs it grew from (S06)."""

    challenge = link("challenges.Challenge", _("榜单"), related="need_links")
    need = link("challenges.Need", _("需求"), related="challenge_links")
    note = models.CharField(_("说明"), max_length=200, blank=True)
    linked_at = models.DateTimeField(_("关联时间"))
    linked_by = by_field(_("关联人"))

    class Meta:
        verbose_name = verbose_name_plural = _("需求来源")
        constraints = [models.UniqueConstraint(fields=["challenge", "need"], name="need_link_once")]
