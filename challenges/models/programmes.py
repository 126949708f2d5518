"""Programmes, their fields and policy, batches and the rules of a batch (E-05, E-06, E-41)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import BudgetMode, Mechanism, RacePolicy
from challenges.lifecycle import BATCH
from core.base import Aggregate, at_field, by_field, choice, fen, file_link, link, stamped
from core.history import tracked


class PolicyDocument(models.Model):
    """A policy a batch stands on (S15); `alias` holds another name in use (D7)."""

    title = models.CharField(_("文件名称"), max_length=200, unique=True)
    alias = models.CharField(_("别名"), max_length=200, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    url = models.URLField(_("网址"), blank=True)
    file = file_link(_("文件"))

    class Meta:
        verbose_name = verbose_name_plural = _("政策文件")

    def __str__(self):
        return f"《{self.title}》"


@tracked
class Programme(models.Model):
    """示范工程/专项 (S01): a theme with fields, run by one office in several batches."""

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=20)
    short_code = models.CharField(_("代号"), max_length=6, unique=True)
    theme = models.TextField(_("主题"), blank=True)
    year_from = models.PositiveSmallIntegerField(_("起始年"))
    year_to = models.PositiveSmallIntegerField(_("截止年"))
    office = link("accounts.Office", _("主管处室"), related="programmes")
    support_years = models.PositiveSmallIntegerField(_("支持年限"), default=3)
    strategic_tags = models.JSONField(_("战略标签"), default=list, blank=True)
    policy_documents = models.ManyToManyField(PolicyDocument, verbose_name=_("政策依据"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("示范工程")
        constraints = [models.CheckConstraint(condition=Q(year_from__lte=F("year_to")), name="programme_years")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("challenges:programme", args=[self.pk])


class Field(models.Model):
    """A field of a programme, two levels (S02–S04, appendix B)."""

    programme = link("challenges.Programme", _("示范工程"), related="fields")
    parent = link("challenges.Field", _("上级领域"), related="children", optional=True)
    name = models.CharField(_("名称"), max_length=60)
    alias = models.CharField(_("别名"), max_length=60, blank=True)
    is_core = models.BooleanField(_("优势领域"), default=False)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("领域")
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="field_name_once")]

    def __str__(self):
        return self.name


@tracked
class RuleSet(models.Model):
    """What the department may decide for a batch; frozen when the batch is published. Defaults: domain §5 and §7."""

    name = models.CharField(_("名称"), max_length=120)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    mechanism = choice(Mechanism, _("机制"), default=Mechanism.CONSORTIUM_2022)
    minimum_members = models.PositiveSmallIntegerField(_("成员单位下限"), default=3)  # R-CON-06
    needs_research_member = models.BooleanField(_("须有高校或科研院所"), default=True)  # S38
    window_warning_days = models.PositiveSmallIntegerField(_("揭榜期不足此天数时提醒"), default=20)  # R-TIM-01
    self_funding_percent = models.PositiveSmallIntegerField(_("自筹与财政之比下限（%）"), default=200)  # R-FUN-01
    loan_counts_as_self = models.BooleanField(_("企业贷款计入自筹"), default=True)  # Q3
    notice_working_days = models.PositiveSmallIntegerField(_("公示工作日数"), default=5)  # R-TIM-02
    needs_recommendation = models.BooleanField(_("须盟市推荐"), default=False)  # Q11
    recommendation_days = models.PositiveSmallIntegerField(_("推荐期（截止后天数）"), default=2)  # R-TIM-06
    panel_size = models.PositiveSmallIntegerField(_("评审组人数"), default=7)  # R-REV-02
    panel_minimum_finance = models.PositiveSmallIntegerField(_("财务专家下限"), default=1)
    panel_minimum_industry = models.PositiveSmallIntegerField(_("产业专家下限"), default=1)
    panel_outside_percent = models.PositiveSmallIntegerField(_("区外专家占比下限（%）"), default=0)
    manual_pick_percent = models.PositiveSmallIntegerField(_("人工指定专家上限（%）"), default=30)  # R-REV-03
    recusal_years = models.PositiveSmallIntegerField(_("回避追溯年数"), default=3)  # R-REV-04
    trim_from_count = models.PositiveSmallIntegerField(_("达到此评分数时去掉最高最低分"), default=7)  # R-REV-06
    award_threshold_hundredths = models.PositiveIntegerField(_("立项分数线（百分之一分）"), default=7500)  # R-REV-09
    vote_numerator = models.PositiveSmallIntegerField(_("表决通过比例（分子）"), default=2)
    vote_denominator = models.PositiveSmallIntegerField(_("表决通过比例（分母）"), default=3)
    tranche_percents = models.JSONField(_("拨款比例模板（%）"), default=list, blank=True)  # R-FUN-06
    race_policy = choice(RacePolicy, _("赛马淘汰方式"), default=RacePolicy.PROPOSE)
    race_maximum_lanes = models.PositiveSmallIntegerField(_("赛道数上限"), default=3)  # R-RAC-02
    race_elimination_percent = models.PositiveSmallIntegerField(_("淘汰线（完成度 %）"), default=45)
    race_grace_days = models.PositiveSmallIntegerField(_("考核宽限天数"), default=15)
    agreement_days = models.PositiveSmallIntegerField(_("签订任务书期限（天）"), default=30)  # R-TIM-07
    milestone_report_days = models.PositiveSmallIntegerField(_("里程碑报告期限（天）"), default=30)
    evaluation_days = models.PositiveSmallIntegerField(_("用户评价期限（天）"), default=30)  # 3.6
    expenditure_report_days = models.PositiveSmallIntegerField(_("年度支出报告期限（天）"), default=60)  # R-BUR-02
    budget_mode = choice(BudgetMode, _("经费管理方式"), default=BudgetMode.BUDGET)  # S70
    negative_list = models.JSONField(_("负面清单"), default=list, blank=True)  # R-FUN-13
    shows_amount_in_notice = models.BooleanField(_("公示时公开金额"), default=False)  # Q12
    support_percent = models.PositiveSmallIntegerField(_("财政支持比例（%，2021 年机制）"), default=30)  # R-FUN-05
    support_cap_technology_fen = fen(_("技术攻关类支持上限（分）"), default=1000_0000_00)
    support_cap_transfer_fen = fen(_("成果转化类支持上限（分）"), default=500_0000_00)
    rubric = models.JSONField(_("评分表模板"), default=list, blank=True)  # R-REV-11
    frozen_at = at_field(_("冻结时间"))
    frozen_by = by_field(_("冻结人"))

    class Meta:
        verbose_name = verbose_name_plural = _("规则集")
        constraints = [
            *stamped("ruleset", "frozen"),
            models.UniqueConstraint(fields=["name", "version"], name="ruleset_version_once"),
            models.CheckConstraint(
                condition=Q(race_maximum_lanes__gte=2, race_maximum_lanes__lte=3), name="ruleset_lanes"
            ),
            models.CheckConstraint(condition=Q(vote_denominator__gt=0), name="ruleset_vote"),
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

    def get_absolute_url(self) -> str:
        return reverse("challenges:rules", args=[self.pk])


@tracked
class Batch(Aggregate):
    """批次: one publication of challenges with one calendar and one rule set (E-06). `deadline` is an exclusive instant."""

    programme = link("challenges.Programme", _("示范工程"), related="batches")
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("批次号"), default=1)
    name = models.CharField(_("批次名称"), max_length=60)
    rule_set = link("challenges.RuleSet", _("规则集"), related="batches")
    notice_title = models.CharField(_("公告标题"), max_length=200, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    planned_fiscal_fen = fen(_("计划财政经费（分）"), null=True, blank=True)
    open_at = models.DateTimeField(_("开放时间"), null=True, blank=True)
    deadline = models.DateTimeField(_("截止时间"), null=True, blank=True)
    route = models.JSONField(_("流程与路线图"), default=list, blank=True)  # S16: [{"name": …, "on": "2022-03-31"}]
    contacts = models.JSONField(_("联系方式"), default=list, blank=True)
    state = BATCH.field()
    published_at = at_field(_("发布时间"))
    published_by = by_field(_("发布人"))

    class Meta:
        verbose_name = verbose_name_plural = _("批次")
        constraints = [
            *stamped("batch", "published"),
            models.UniqueConstraint(fields=["programme", "year", "number"], name="batch_number_once"),
            models.CheckConstraint(condition=Q(open_at__lt=F("deadline")), name="batch_window"),
            models.CheckConstraint(
                condition=Q(state="DRAFTING")
                | Q(open_at__isnull=False, deadline__isnull=False, published_at__isnull=False),
                name="batch_published_dates",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("created_by")), name="batch_two_persons"
            ),
        ]
        triggers = BATCH.triggers()

    def __str__(self):
        return f"{self.programme.short_name}{self.year}年{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("challenges:batch", args=[self.pk])


class MediaRecord(models.Model):
    """Where a batch was announced (S17)."""

    batch = link("challenges.Batch", _("批次"), related="media_records")
    medium = models.CharField(_("媒体"), max_length=60)
    published_on = models.DateField(_("刊发日期"))
    url = models.URLField(_("网址"), blank=True)
    file = file_link(_("扫描件"))

    class Meta:
        verbose_name = verbose_name_plural = _("媒体发布记录")

    def __str__(self):
        return self.medium
