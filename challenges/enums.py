"""Choices of programmes, batches, needs, challenges, sittings and notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mechanism(models.TextChoices):
    """Which way round a batch works: who may lead, who signs what."""

    CONSORTIUM_2022 = "CONSORTIUM_2022", _("企业牵头联合体揭榜（2022 年机制）")
    ENTERPRISE_2021 = "ENTERPRISE_2021", _("企业出题、科研单位揭榜（2021 年机制）")


class RacePolicy(models.TextChoices):
    PROPOSE = "PROPOSE", _("系统提出建议，会议决定")
    AUTOMATIC = "AUTOMATIC", _("达到淘汰线由系统淘汰")


class BudgetMode(models.TextChoices):
    BUDGET = "BUDGET", _("预算制")
    LUMP_SUM = "LUMP_SUM", _("包干制")


class BatchState(models.TextChoices):
    DRAFTING = "DRAFTING", _("筹备中")
    PUBLISHED = "PUBLISHED", _("已发布")
    OPEN = "OPEN", _("揭榜中")
    CLOSED = "CLOSED", _("已截止")
    FINISHED = "FINISHED", _("已办结")


class NeedState(models.TextChoices):
    DRAFT = "DRAFT", _("草稿")
    SUBMITTED = "SUBMITTED", _("已提交")
    RETURNED = "RETURNED", _("已退回")
    FORWARDED = "FORWARDED", _("盟市已推荐")
    ACCEPTED = "ACCEPTED", _("已受理")
    REJECTED = "REJECTED", _("未采纳")
    MERGED = "MERGED", _("已凝练入榜")
    POOLED = "POOLED", _("入库待用")
    WITHDRAWN = "WITHDRAWN", _("已撤回")


class IssueMode(models.TextChoices):
    ENTERPRISE = "ENTERPRISE", _("企业出题、政府张榜")
    GOVERNMENT = "GOVERNMENT", _("政府出题")
    JOINT = "JOINT", _("政府、企业、专家联合出题")


class Category(models.TextChoices):
    TECHNOLOGY = "TECHNOLOGY", _("技术攻关类")
    TRANSFER = "TRANSFER", _("成果转化类")


class SupportMode(models.TextChoices):
    UPFRONT = "UPFRONT", _("前资助")
    MILESTONE = "MILESTONE", _("按里程碑拨付")
    AFTERWARDS = "AFTERWARDS", _("后补助")
    PRIZE = "PRIZE", _("奖励")


class ChallengeState(models.TextChoices):
    DRAFTING = "DRAFTING", _("起草中")
    REFINING = "REFINING", _("凝练中")
    APPROVED = "APPROVED", _("已审定")
    PUBLISHED = "PUBLISHED", _("已发布")
    OPEN = "OPEN", _("揭榜中")
    CLOSED = "CLOSED", _("已截止")
    UNDER_REVIEW = "UNDER_REVIEW", _("评审中")
    IN_NOTICE = "IN_NOTICE", _("公示中")
    AWARDED = "AWARDED", _("已立项")
    RACING = "RACING", _("赛马立项")
    UNCLAIMED = "UNCLAIMED", _("流榜（无人揭榜）")
    UNQUALIFIED = "UNQUALIFIED", _("流榜（无合格方案）")
    UNAWARDED = "UNAWARDED", _("流榜（未立项）")
    WITHDRAWN = "WITHDRAWN", _("已撤榜")


class Secrecy(models.TextChoices):
    OPEN = "OPEN", _("公开")


class Comparator(models.TextChoices):
    AT_LEAST = "AT_LEAST", "≥"
    AT_MOST = "AT_MOST", "≤"
    EQUAL = "EQUAL", "="


class RefinementKind(models.TextChoices):
    COLLECT = "COLLECT", _("征集")
    SURVEY = "SURVEY", _("调研")
    ARGUE = "ARGUE", _("论证")
    COMMITTEE = "COMMITTEE", _("专家咨询委员会")


class SittingKind(models.TextChoices):
    JOINT = "JOINT", _("联席会议")
    DEPARTMENT = "DEPARTMENT", _("厅务会")


class SittingState(models.TextChoices):
    PLANNED = "PLANNED", _("已安排")
    HELD = "HELD", _("已召开")
    CANCELLED = "CANCELLED", _("已取消")


class MemberChoice(models.TextChoices):
    """How a member voted on one resolution. Whoever has a stake is RECUSED and votes neither way."""

    FOR = "FOR", _("同意")
    AGAINST = "AGAINST", _("反对")
    ABSTAINED = "ABSTAINED", _("弃权")
    RECUSED = "RECUSED", _("回避")


class ResolutionKind(models.TextChoices):
    APPROVE_LIST = "APPROVE_LIST", _("审定榜单")
    WITHDRAW = "WITHDRAW", _("撤榜")
    AWARD = "AWARD", _("立项")
    RACE = "RACE", _("赛马考核")
    WAIVER = "WAIVER", _("豁免")
    TERMINATE = "TERMINATE", _("终止")
    CHANGE = "CHANGE", _("变更")
    ACCEPTANCE = "ACCEPTANCE", _("验收")


class NoticeKind(models.TextChoices):
    PUBLICATION = "PUBLICATION", _("发榜公告")
    PROPOSED_AWARD = "PROPOSED_AWARD", _("拟立项公示")
    AWARD = "AWARD", _("立项公告")
    CORRECTION = "CORRECTION", _("更正公告")
    TERMINATION = "TERMINATION", _("终止公告")
    ACCEPTANCE = "ACCEPTANCE", _("验收公告")


class NoticeState(models.TextChoices):
    DRAFT = "DRAFT", _("草拟")
    PUBLISHED = "PUBLISHED", _("公示中")
    ENDED = "ENDED", _("已结束")
    CORRECTED = "CORRECTED", _("已被更正替代")


class ObjectionState(models.TextChoices):
    RECEIVED = "RECEIVED", _("已收到")
    REJECTED = "REJECTED", _("不予受理")
    ACCEPTED = "ACCEPTED", _("已受理")
    UPHELD = "UPHELD", _("异议成立")
    DISMISSED = "DISMISSED", _("异议不成立")


class PartyKind(models.TextChoices):
    PERSON = "PERSON", _("个人")
    ORGANIZATION = "ORGANIZATION", _("单位")


class ObjectionWay(models.TextChoices):
    """How an objection reached supervision other than through the pages."""

    LETTER = "LETTER", _("来信")
    IN_PERSON = "IN_PERSON", _("当面递交")


class PairVerdict(models.TextChoices):
    OPEN = "OPEN", _("待判断")
    SAME = "SAME", _("合并办理")
    APART = "APART", _("分别办理")


class Stance(models.TextChoices):
    AGREE = "AGREE", _("同意")
    CHANGE = "CHANGE", _("修改后同意")
    DISAGREE = "DISAGREE", _("不同意")
