"""Choices of expert judgement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExpertKind(models.TextChoices):
    TECHNOLOGY = "TECHNOLOGY", _("技术")
    FINANCE = "FINANCE", _("财务")
    MANAGEMENT = "MANAGEMENT", _("管理")
    INDUSTRY = "INDUSTRY", _("产业")


class ExpertState(models.TextChoices):
    AVAILABLE = "AVAILABLE", _("可用")
    PAUSED = "PAUSED", _("停用")
    DISHONEST = "DISHONEST", _("失信")


class ConflictKind(models.TextChoices):
    EMPLOYER = "EMPLOYER", _("任职单位")
    KINSHIP = "KINSHIP", _("亲属关系")
    COOPERATION = "COOPERATION", _("合作关系")
    INTEREST = "INTEREST", _("经济利益")
    REQUEST = "REQUEST", _("单位申请回避")
    COMMITTEE = "COMMITTEE", _("参与凝练")
    TEAM = "TEAM", _("在揭榜团队中")


class PanelPurpose(models.TextChoices):
    BID = "BID", _("揭榜评审")
    RACE = "RACE", _("赛马考核")
    MILESTONE = "MILESTONE", _("里程碑考核")
    ACCEPTANCE = "ACCEPTANCE", _("验收评审")


class PanelForm(models.TextChoices):
    ONLINE = "ONLINE", _("网络评审")
    MEETING = "MEETING", _("会议评审")
    VIDEO = "VIDEO", _("视频答辩")
    SITE = "SITE", _("现场考察")


class PanelState(models.TextChoices):
    SET_UP = "SET_UP", _("已组建")
    DRAWN = "DRAWN", _("已抽取专家")
    CONFIRMED = "CONFIRMED", _("专家已确认")
    SCORING = "SCORING", _("评分中")
    LOCKED = "LOCKED", _("评分已锁定")
    VOTED = "VOTED", _("已表决")
    REPORTED = "REPORTED", _("已出具报告")
    ARCHIVED = "ARCHIVED", _("已归档")


class SeatState(models.TextChoices):
    DRAWN = "DRAWN", _("已抽中")
    INVITED = "INVITED", _("已邀请")
    ACCEPTED = "ACCEPTED", _("已接受")
    DECLINED = "DECLINED", _("已谢绝")
    RECUSED = "RECUSED", _("已回避")
    REPLACED = "REPLACED", _("已替换")
    DONE = "DONE", _("已完成评分")


class SheetState(models.TextChoices):
    DRAFT = "DRAFT", _("评分中")
    LOCKED = "LOCKED", _("已锁定")
    VOID = "VOID", _("已作废")


class VoteKind(models.TextChoices):
    AWARD = "AWARD", _("立项表决")
    RACE = "RACE", _("赛马表决")
    ACCEPTANCE = "ACCEPTANCE", _("验收表决")


class VoteChoice(models.TextChoices):
    FOR = "FOR", _("同意")
    AGAINST = "AGAINST", _("反对")
    ABSTAIN = "ABSTAIN", _("弃权")


class Verdict(models.TextChoices):
    PASS = "PASS", _("通过")
    RECTIFY = "RECTIFY", _("整改")
    FAIL = "FAIL", _("不通过")


class RecusalKind(models.TextChoices):
    """Why a seat was left: a conflict's kind, or one that has no row in Conflict."""

    EMPLOYER = "EMPLOYER", _("与参评单位有任职关系")
    KINSHIP = "KINSHIP", _("亲属关系")
    COOPERATION = "COOPERATION", _("合作关系")
    INTEREST = "INTEREST", _("经济利益")
    REQUEST = "REQUEST", _("单位申请回避")
    COMMITTEE = "COMMITTEE", _("参与凝练且所在单位参评")
    TEAM = "TEAM", _("在揭榜团队中")
    BARRED = "BARRED", _("失信惩戒期内")
    SECRETARY = "SECRETARY", _("担任评审秘书")
    OTHER = "OTHER", _("其他影响公正的情形")


#: Seats that count: those of experts who may still judge.
ACTIVE_SEATS = (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED, SeatState.DONE)
#: Seats whose experts have taken the duty and may open the material.
SITTING_SEATS = (SeatState.ACCEPTED, SeatState.DONE)
#: Panels whose ranking stands.
RANKED_PANELS = (PanelState.LOCKED, PanelState.VOTED, PanelState.REPORTED, PanelState.ARCHIVED)
