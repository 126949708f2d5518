"""Bids and what they hold after opening (E-12, E-13, E-15). Before opening only the first block of Bid is filled."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.enums import (
    AttachmentKind,
    BudgetSide,
    FundingSource,
    RecommendationResult,
    RightKind,
    TeamRole,
    UseCategory,
)
from consortia.lifecycle import BID
from core.base import Aggregate, at_field, by_field, choice, fen, file_link, link, stamped
from core.fields import EncryptedTextField
from core.history import tracked


@tracked
class Bid(Aggregate):
    """揭榜方案. Its content is sealed until opening (consortia.models.sealing); amounts in fen."""

    challenge = link("challenges.Challenge", _("榜单"), related="bids")
    consortium = link("consortia.Consortium", _("创新联合体"), related="bids")
    handler = link("accounts.User", _("经办人"))
    number = models.CharField(_("方案编号"), max_length=40, unique=True)
    version = models.PositiveSmallIntegerField(_("提交版本"), default=0)
    content_sha256 = models.CharField(_("内容摘要 SHA-256"), max_length=64, blank=True)
    content_sm3 = models.CharField(_("内容摘要 SM3"), max_length=64, blank=True)
    consortium_snapshot = models.JSONField(_("提交时的联合体"), default=dict, blank=True)

    title = models.CharField(_("项目名称"), max_length=200, blank=True)
    leader = link("accounts.Person", _("项目负责人"), related="led_bids", optional=True)
    chief_scientist = link("accounts.Person", _("首席科学家"), related="bids_as_chief_scientist", optional=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    summary = models.TextField(_("摘要"), blank=True)
    public_summary = models.TextField(_("公开摘要"), blank=True)
    duration_months = models.PositiveSmallIntegerField(_("实施周期（月）"), null=True, blank=True)
    narrative = models.JSONField(_("技术方案"), default=dict, blank=True)
    fiscal_fen = fen(_("申请财政经费（分）"), null=True, blank=True)
    self_fen = fen(_("企业自筹（分）"), null=True, blank=True)
    loan_fen = fen(_("其中贷款（分）"), null=True, blank=True)
    matching_fen = fen(_("地方配套（分）"), null=True, blank=True)
    other_fen = fen(_("其他来源（分）"), null=True, blank=True)

    notice_item = models.OneToOneField(
        "challenges.NoticeItem", models.PROTECT, null=True, blank=True, related_name="bid", verbose_name=_("公示条目")
    )
    decline_reason = models.TextField(_("未立项原因"), blank=True)
    correction_count = models.PositiveSmallIntegerField(_("补正次数"), default=0)
    defects = models.JSONField(_("补正清单"), default=list, blank=True)
    correction_due_on = models.DateField(_("补正期限"), null=True, blank=True)  # to 24:00 of this day
    # Written at opening: until then the key of the attachments is inside the envelope.
    file_key = EncryptedTextField(_("附件密钥"), blank=True, default="")
    state = BID.field()
    submitted_at = at_field(_("提交时间"))
    submitted_by = by_field(_("提交人"))
    opened_at = at_field(_("开封时间"))
    opened_by = by_field(_("开封人"))

    class Meta:
        verbose_name = verbose_name_plural = _("揭榜方案")
        constraints = [
            *stamped("bid", "submitted", "opened"),
            models.UniqueConstraint(
                fields=["challenge", "consortium"], condition=~Q(state__in=["WITHDRAWN", "EXPIRED"]), name="bid_once"
            ),
            models.CheckConstraint(condition=Q(correction_count__lte=1), name="bid_corrected_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["DRAFT", "UNIT_REVIEW", "SUBMITTED"])
                | Q(title="", summary="", fiscal_fen__isnull=True),
                name="bid_sealed_is_blank",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "UNIT_REVIEW", "EXPIRED", "WITHDRAWN"]) | ~Q(content_sha256=""),
                name="bid_has_digest",
            ),
        ]
        indexes = [models.Index(fields=["challenge", "state"])]
        triggers = BID.triggers()

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("consortia:bid", args=[self.pk])


@tracked
class TeamMember(models.Model):
    bid = link("consortia.Bid", _("揭榜方案"), related="team")
    person = link("accounts.Person", _("人员"), related="team_places")
    organization = link("accounts.Organization", _("单位"))
    role = choice(TeamRole, _("角色"))
    months_per_year = models.PositiveSmallIntegerField(_("每年投入月数"), default=6)
    tasks = models.CharField(_("分工"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("项目组成员")
        constraints = [models.UniqueConstraint(fields=["bid", "person"], name="team_member_once")]


@tracked
class BidTask(models.Model):
    bid = link("consortia.Bid", _("揭榜方案"), related="tasks")
    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("课题名称"), max_length=200)
    organization = link("accounts.Organization", _("承担单位"))
    leader_name = models.CharField(_("课题负责人"), max_length=60, blank=True)
    amount_fen = fen(_("经费（分）"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("课题")


@tracked
class BidMilestone(models.Model):
    """`fiscal_share_percent`: the share of the fiscal money released after this node."""

    bid = link("consortia.Bid", _("揭榜方案"), related="milestones")
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("节点"), max_length=120)
    month_offset = models.PositiveSmallIntegerField(_("起始后月数"))
    targets = models.TextField(_("考核目标"), blank=True)
    deliverables = models.TextField(_("交付物"), blank=True)
    fiscal_share_percent = models.PositiveSmallIntegerField(_("拨款比例（%）"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("方案里程碑")


@tracked
class BidStatement(models.Model):
    """What a bid brings, and what it says it has none of. Bids opened before this was asked have no such row."""

    bid = models.OneToOneField("consortia.Bid", models.PROTECT, related_name="statement", verbose_name=_("揭榜方案"))
    economic = models.TextField(_("经济效益"), blank=True)
    social = models.TextField(_("社会效益"), blank=True)
    ecological = models.TextField(_("生态效益"), blank=True)
    scenarios = models.TextField(_("应用示范场景"), blank=True)
    ownership = models.TextField(_("成果归属"), blank=True)
    no_platforms = models.BooleanField(_("无依托的创新平台"), default=False)
    no_rights = models.BooleanField(_("无相关知识产权"), default=False)
    no_projects = models.BooleanField(_("无在研项目"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("效益与声明")


@tracked
class AnnualTarget(models.Model):
    """年度目标 of one calendar year of the plan."""

    bid = link("consortia.Bid", _("揭榜方案"), related="annual_targets")
    year = models.PositiveSmallIntegerField(_("年度"))
    targets = models.TextField(_("目标"))

    class Meta:
        verbose_name = verbose_name_plural = _("年度目标")
        constraints = [models.UniqueConstraint(fields=["bid", "year"], name="annual_target_once")]


@tracked
class BidPlatform(models.Model):
    """A platform that the bid relies on: one that a member has entered once (R-BUR-01)."""

    bid = link("consortia.Bid", _("揭榜方案"), related="platforms")
    platform = link("consortia.Platform", _("创新平台"), related="bids")

    class Meta:
        verbose_name = verbose_name_plural = _("依托平台")
        constraints = [models.UniqueConstraint(fields=["bid", "platform"], name="bid_platform_once")]


@tracked
class BidRight(models.Model):
    """知识产权 that the members have already."""

    bid = link("consortia.Bid", _("揭榜方案"), related="rights")
    kind = choice(RightKind, _("种类"))
    title = models.CharField(_("名称"), max_length=200)
    number = models.CharField(_("编号"), max_length=80, blank=True)
    organization = link("accounts.Organization", _("权利单位"))

    class Meta:
        verbose_name = verbose_name_plural = _("已有知识产权")


@tracked
class RunningProject(models.Model):
    """在研项目 that the members declare: what is looked at for duplicate funding. `amount_fen`: fiscal money of it."""

    bid = link("consortia.Bid", _("揭榜方案"), related="running_projects")
    title = models.CharField(_("项目名称"), max_length=200)
    programme_name = models.CharField(_("任务来源"), max_length=120)
    number = models.CharField(_("项目编号"), max_length=80, blank=True)
    leader_name = models.CharField(_("负责人"), max_length=60)
    organization = link("accounts.Organization", _("承担单位"))
    amount_fen = fen(_("财政经费（分）"))
    ends_year = models.PositiveSmallIntegerField(_("结束年度"))
    difference = models.TextField(_("与本项目的区别"))

    class Meta:
        verbose_name = verbose_name_plural = _("在研项目")
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gte=0), name="running_project_amount")]


@tracked
class IndicatorResponse(models.Model):
    bid = link("consortia.Bid", _("揭榜方案"), related="responses")
    indicator = link("challenges.Indicator", _("考核指标"))
    promised = models.DecimalField(_("承诺值"), max_digits=16, decimal_places=4)
    evidence = models.TextField(_("依据"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("指标响应")
        constraints = [models.UniqueConstraint(fields=["bid", "indicator"], name="response_once")]


@tracked
class BudgetLine(models.Model):
    """One cell of the budget: source × year, or use × source × year × unit (E-15)."""

    bid = link("consortia.Bid", _("揭榜方案"), related="budget_lines")
    side = choice(BudgetSide, _("来源或支出"))
    source = choice(FundingSource, _("资金来源"))
    category = choice(UseCategory, _("支出科目"), blank=True, default="")
    year = models.PositiveSmallIntegerField(_("年度"))
    organization = link("accounts.Organization", _("单位"), optional=True)
    amount_fen = fen(_("金额（分）"))

    class Meta:
        verbose_name = verbose_name_plural = _("预算")
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gte=0), name="budget_line_amount")]


@tracked
class MatchingFund(models.Model):
    """地方配套 with its paper; in neither side of the 2:1 (Q4)."""

    bid = link("consortia.Bid", _("揭榜方案"), related="matching_funds")
    division = link("accounts.Division", _("出资地方"))
    amount_fen = fen(_("金额（分）"))
    policy_document = models.CharField(_("政策文件"), max_length=200, blank=True)
    proof = file_link(_("证明"))

    class Meta:
        verbose_name = verbose_name_plural = _("配套资金")


class Attachment(models.Model):
    """A file of a bid, encrypted; its real name is sealed with the content and written here at opening."""

    bid = link("consortia.Bid", _("揭榜方案"), related="attachments")
    kind = choice(AttachmentKind, _("种类"))
    file = link("core.StoredFile", _("文件"))
    name = models.CharField(_("文件名"), max_length=255, blank=True)
    added_at = models.DateTimeField(_("上传时间"))
    added_by = by_field(_("上传人"))

    class Meta:
        verbose_name = verbose_name_plural = _("附件")


@tracked
class EligibilityCheck(models.Model):
    """One condition of a bid, checked by a person with the facts beside it (3.4)."""

    bid = link("consortia.Bid", _("揭榜方案"), related="checks")
    code = models.CharField(_("规则代码"), max_length=30)
    text = models.CharField(_("条件"), max_length=300)
    facts = models.TextField(_("事实"), blank=True)
    is_passed = models.BooleanField(_("符合"))
    reason = models.TextField(_("理由"), blank=True)
    checked_at = models.DateTimeField(_("审查时间"))
    checked_by = by_field(_("审查人"))

    class Meta:
        verbose_name = verbose_name_plural = _("资格审查")
        constraints = [
            models.CheckConstraint(condition=Q(is_passed=True) | ~Q(reason=""), name="check_reason_when_failed")
        ]


@tracked
class Recommendation(models.Model):
    """推荐 by the prefecture of the lead (R-ROL-03)."""

    bid = models.OneToOneField(
        "consortia.Bid", models.PROTECT, related_name="recommendation", verbose_name=_("揭榜方案")
    )
    division = link("accounts.Division", _("推荐部门"))
    result = choice(RecommendationResult, _("结论"))
    reason = models.TextField(_("理由"), blank=True)
    letter = file_link(_("推荐函"))
    made_at = models.DateTimeField(_("推荐时间"))
    made_by = by_field(_("推荐人"))

    class Meta:
        verbose_name = verbose_name_plural = _("推荐")
