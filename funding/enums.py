"""Choices of money. The sources are consortia.enums.FundingSource."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """Where fiscal money stands. TREASURY is the department's side, RETURNED what came back to it."""

    TREASURY = "TREASURY", _("财政专项资金")
    AWARDED = "AWARDED", _("已立项待拨")
    PAYABLE = "PAYABLE", _("已审批待付")
    PAID = "PAID", _("已拨付牵头单位")
    RETURNED = "RETURNED", _("已追回")


class TransferCode(models.TextChoices):
    AWARD = "AWARD", _("立项安排")
    RESERVE = "RESERVE", _("拨款审批")
    PAY = "PAY", _("拨付")
    VOID = "VOID", _("退回待拨")
    RELEASE = "RELEASE", _("取消安排")
    CLAW_BACK = "CLAW_BACK", _("追回")
    CORRECT = "CORRECT", _("冲正")


class TrancheState(models.TextChoices):
    PLANNED = "PLANNED", _("计划中")
    DUE = "DUE", _("可申请")
    HELD = "HELD", _("已暂缓")
    REQUESTED = "REQUESTED", _("已申请")
    APPROVED = "APPROVED", _("已批准")
    PAID = "PAID", _("已拨付")
    RECEIVED = "RECEIVED", _("已到账")
    CANCELLED = "CANCELLED", _("已取消")


class DecisionResult(models.TextChoices):
    AWARD = "AWARD", _("立项")
    RACE = "RACE", _("赛马立项")
    DECLINE = "DECLINE", _("不予立项")


class WaiverKind(models.TextChoices):
    RATIO = "RATIO", _("自筹比例")
    TRANCHE_CONDITION = "TRANCHE_CONDITION", _("拨款条件")
    CONDITION = "CONDITION", _("揭榜条件")


class WaiverState(models.TextChoices):
    PROPOSED = "PROPOSED", _("待批准")
    APPROVED = "APPROVED", _("已批准")
    REJECTED = "REJECTED", _("未批准")


class ExpenditureState(models.TextChoices):
    REPORTED = "REPORTED", _("已填报")
    VERIFIED = "VERIFIED", _("已核实")
    RETURNED = "RETURNED", _("已退回")


#: Reports that count: a returned one is reported anew.
STANDING_REPORTS = (ExpenditureState.REPORTED, ExpenditureState.VERIFIED)


class RewardKind(models.TextChoices):
    CASH = "CASH", _("现金")
    HOUSING = "HOUSING", _("住房")
    OTHER = "OTHER", _("其他")


class BenefitKind(models.TextChoices):
    TAX = "TAX", _("税收优惠")
    SUBSIDY = "SUBSIDY", _("研发投入后补助")
    REWARD = "REWARD", _("奖励")
    PLATFORM = "PLATFORM", _("平台支持")
    OTHER = "OTHER", _("其他")
