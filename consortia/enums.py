"""Choices of consortia and bids."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlatformLevel(models.TextChoices):
    NATIONAL = "NATIONAL", _("国家级")
    REGIONAL = "REGIONAL", _("自治区级")
    PREFECTURE = "PREFECTURE", _("盟市级")


class ConsortiumState(models.TextChoices):
    DRAFT = "DRAFT", _("组建中")
    AGREED = "AGREED", _("协议已签")
    FILED = "FILED", _("已提交备案")
    RETURNED = "RETURNED", _("已退回")
    REGISTERED = "REGISTERED", _("已备案")
    SUSPENDED = "SUSPENDED", _("已暂停")
    CANCELLED = "CANCELLED", _("已注销")
    EXPIRED = "EXPIRED", _("已到期")


class MembershipRole(models.TextChoices):
    LEAD = "LEAD", _("牵头单位")
    MEMBER = "MEMBER", _("成员单位")


class MembershipState(models.TextChoices):
    INVITED = "INVITED", _("待确认")
    CONFIRMED = "CONFIRMED", _("已确认")
    JOINING = "JOINING", _("已确认（待变更备案）")
    REFUSED = "REFUSED", _("已拒绝")
    LEFT = "LEFT", _("已退出")


class ChangeState(models.TextChoices):
    PROPOSED = "PROPOSED", _("待审核")
    RETURNED = "RETURNED", _("已退回")
    APPROVED = "APPROVED", _("已准予变更")
    WITHDRAWN = "WITHDRAWN", _("已撤回")


class TeamRole(models.TextChoices):
    LEADER = "LEADER", _("项目负责人")
    CHIEF_SCIENTIST = "CHIEF_SCIENTIST", _("首席科学家")
    TASK_LEADER = "TASK_LEADER", _("课题负责人")
    CORE = "CORE", _("骨干")
    OTHER = "OTHER", _("其他人员")


class BidState(models.TextChoices):
    DRAFT = "DRAFT", _("填报中")
    UNIT_REVIEW = "UNIT_REVIEW", _("单位审核中")
    SUBMITTED = "SUBMITTED", _("已提交（密封）")
    EXPIRED = "EXPIRED", _("逾期未提交")
    WITHDRAWN = "WITHDRAWN", _("已撤回")
    OPENED = "OPENED", _("已开封")
    CORRECTING = "CORRECTING", _("形式补正中")
    ELIGIBLE = "ELIGIBLE", _("资格审查通过")
    INELIGIBLE = "INELIGIBLE", _("资格审查未通过")
    IN_REVIEW = "IN_REVIEW", _("评审中")
    SCORED = "SCORED", _("评分完成")
    RECOMMENDED = "RECOMMENDED", _("建议立项")
    RACE_RECOMMENDED = "RACE_RECOMMENDED", _("建议赛马立项")
    NOT_RECOMMENDED = "NOT_RECOMMENDED", _("不建议立项")
    PROPOSED = "PROPOSED", _("拟立项")
    IN_NOTICE = "IN_NOTICE", _("公示中")
    AWARDED = "AWARDED", _("已立项")
    REJECTED = "REJECTED", _("未立项")


class PledgeKind(models.TextChoices):
    ORGANIZATION = "ORGANIZATION", _("单位信用承诺")
    LEADER = "LEADER", _("负责人信用承诺")
    MILITARY_ORDER = "MILITARY_ORDER", _("军令状")


class EnvelopePurpose(models.TextChoices):
    OPENING = "OPENING", _("开标")
    RECALL = "RECALL", _("撤回")


class BudgetSide(models.TextChoices):
    SOURCE = "SOURCE", _("来源")
    USE = "USE", _("支出")


class FundingSource(models.TextChoices):
    FISCAL = "FISCAL", _("自治区财政")
    MATCHING = "MATCHING", _("地方配套")
    SELF = "SELF", _("企业自筹")
    LOAN = "LOAN", _("贷款")
    SOCIAL = "SOCIAL", _("社会资本")
    OTHER = "OTHER", _("其他")


class UseCategory(models.TextChoices):
    EQUIPMENT = "EQUIPMENT", _("设备费")
    OPERATION = "OPERATION", _("业务费")
    LABOR = "LABOR", _("劳务费")
    INDIRECT = "INDIRECT", _("间接费用")


class RightKind(models.TextChoices):
    INVENTION = "INVENTION", _("发明专利")
    UTILITY_MODEL = "UTILITY_MODEL", _("实用新型专利")
    DESIGN = "DESIGN", _("外观设计专利")
    VARIETY = "VARIETY", _("植物新品种权")
    SOFTWARE = "SOFTWARE", _("软件著作权")
    STANDARD = "STANDARD", _("技术标准")
    OTHER = "OTHER", _("其他（含技术秘密）")


class AttachmentKind(models.TextChoices):
    AGREEMENT = "AGREEMENT", _("组建协议")
    PLEDGE = "PLEDGE", _("承诺书")
    SELF_FUNDING_PROOF = "SELF_FUNDING_PROOF", _("自筹资金证明")
    MATCHING_PROOF = "MATCHING_PROOF", _("配套文件")
    OTHER = "OTHER", _("其他附件")


class RecommendationResult(models.TextChoices):
    RECOMMENDED = "RECOMMENDED", _("推荐")
    NOT_RECOMMENDED = "NOT_RECOMMENDED", _("不推荐")
