"""Choices of projects, milestones, races and what ends them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectState(models.TextChoices):
    AWARDED = "AWARDED", _("已立项待签任务书")
    LAPSED = "LAPSED", _("逾期未签失效")
    SIGNED = "SIGNED", _("任务书已签")
    IN_PROGRESS = "IN_PROGRESS", _("实施中")
    SUSPENDED = "SUSPENDED", _("已暂停")
    TERMINATED = "TERMINATED", _("已终止")
    SETTLED = "SETTLED", _("终止已清算")
    ACCEPTANCE = "ACCEPTANCE", _("申请验收")
    USER_EVALUATED = "USER_EVALUATED", _("用户已评价")
    RECTIFYING = "RECTIFYING", _("验收整改中")
    ACCEPTED = "ACCEPTED", _("通过验收")
    CONCLUDED = "CONCLUDED", _("结题")
    FAILED = "FAILED", _("未通过验收")
    CLOSED = "CLOSED", _("已归档")


class AgreementState(models.TextChoices):
    DRAFT = "DRAFT", _("起草中")
    UNIT_SIGNED = "UNIT_SIGNED", _("牵头单位已签")
    SIGNED = "SIGNED", _("双方已签")
    REPLACED = "REPLACED", _("已被变更版本替代")
    LAPSED = "LAPSED", _("已失效")


class MilestoneState(models.TextChoices):
    PLANNED = "PLANNED", _("未到期")
    DUE = "DUE", _("待报告")
    OVERDUE = "OVERDUE", _("逾期未报")
    SUBMITTED = "SUBMITTED", _("已报告待考核")
    RECTIFYING = "RECTIFYING", _("限期整改")
    PASSED = "PASSED", _("通过")
    FAILED = "FAILED", _("未通过")
    CANCELLED = "CANCELLED", _("已取消")


class RaceState(models.TextChoices):
    RUNNING = "RUNNING", _("赛马中")
    NARROWED = "NARROWED", _("已决出")
    MERGED = "MERGED", _("已合并")
    ENDED = "ENDED", _("已结束")


class LaneState(models.TextChoices):
    RUNNING = "RUNNING", _("在赛")
    PROPOSED_OUT = "PROPOSED_OUT", _("建议淘汰")
    ELIMINATED = "ELIMINATED", _("已淘汰")
    MERGED = "MERGED", _("已并入")
    WON = "WON", _("胜出")


class RoundState(models.TextChoices):
    PLANNED = "PLANNED", _("未到期")
    OPEN = "OPEN", _("考核中")
    COMPUTED = "COMPUTED", _("已出建议")
    DECIDED = "DECIDED", _("已决定")
    CANCELLED = "CANCELLED", _("已取消")


class LaneOutcome(models.TextChoices):
    CONTINUE = "CONTINUE", _("继续")
    INCREASE = "INCREASE", _("加大支持")
    REDUCE = "REDUCE", _("缩减支持")
    TERMINATE = "TERMINATE", _("淘汰")
    MERGE = "MERGE", _("合并")


class ChangeKind(models.TextChoices):
    TECHNICAL_ROUTE = "TECHNICAL_ROUTE", _("技术路线")
    BUDGET_WITHIN = "BUDGET_WITHIN", _("直接费用科目间调剂")
    BUDGET_EQUIPMENT = "BUDGET_EQUIPMENT", _("调增设备费")
    BUDGET_TOTAL = "BUDGET_TOTAL", _("调整预算总额或来源")
    MEMBER = "MEMBER", _("成员单位")
    LEADER = "LEADER", _("项目负责人")
    CHIEF_SCIENTIST = "CHIEF_SCIENTIST", _("首席科学家")
    PERIOD = "PERIOD", _("实施期限")
    INDICATORS = "INDICATORS", _("考核指标")
    MILESTONES = "MILESTONES", _("里程碑")


class ChangeState(models.TextChoices):
    SUBMITTED = "SUBMITTED", _("待决定")
    APPROVED = "APPROVED", _("已同意")
    RECORDED = "RECORDED", _("已备案")
    REJECTED = "REJECTED", _("未同意")


class TerminationKind(models.TextChoices):
    RACE = "RACE", _("赛马淘汰")
    VOLUNTARY = "VOLUNTARY", _("主动申请")
    MILESTONE = "MILESTONE", _("里程碑未通过")
    BREACH = "BREACH", _("违约")
    FORCE_MAJEURE = "FORCE_MAJEURE", _("不可抗力")


class Grade(models.TextChoices):
    EXCELLENT = "EXCELLENT", _("优秀")
    QUALIFIED = "QUALIFIED", _("合格")
    UNQUALIFIED = "UNQUALIFIED", _("不合格")


class Conclusion(models.TextChoices):
    PASSED = "PASSED", _("通过")
    CONCLUDED = "CONCLUDED", _("结题")
    FAILED = "FAILED", _("不通过")
    RECTIFY = "RECTIFY", _("整改")


class BalanceTreatment(models.TextChoices):
    NONE = "NONE", _("无结余")
    RETAINED = "RETAINED", _("留用")
    RETURNED = "RETURNED", _("收回")


class OutcomeKind(models.TextChoices):
    VARIETY = "VARIETY", _("新品种")
    PATENT = "PATENT", _("专利")
    STANDARD = "STANDARD", _("标准")
    PAPER = "PAPER", _("论文")
    PRODUCT = "PRODUCT", _("新产品")
    PROTOTYPE = "PROTOTYPE", _("样机")
    DEMONSTRATION = "DEMONSTRATION", _("示范线")
    SOFTWARE = "SOFTWARE", _("软件著作权")
    TRANSFER = "TRANSFER", _("转化合同")
    PLATFORM = "PLATFORM", _("平台")
    TALENT = "TALENT", _("人才")
