"""How experts, panels, seats and score sheets move (domain 3.4)."""

from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle, Step
from reviews.enums import ExpertState as E
from reviews.enums import PanelState as P
from reviews.enums import SeatState as S
from reviews.enums import SheetState as H

SECRETARY, EXPERT = _("评审秘书（业务处室）"), _("评审专家")

EXPERT_LIFE = Lifecycle(
    "reviews.Expert",
    states=E,
    initial=E.AVAILABLE,
    tones={E.AVAILABLE: "green", E.DISHONEST: "red"},
    steps=(
        Step("pause", _("停用"), (E.AVAILABLE,), E.PAUSED, who=_("系统管理员")),
        Step("resume", _("恢复"), (E.PAUSED,), E.AVAILABLE, who=_("系统管理员")),
        Step("bar", _("列为失信"), (E.AVAILABLE, E.PAUSED), E.DISHONEST, who=_("监督人员")),
    ),
)

PANEL = Lifecycle(
    "reviews.Panel",
    states=P,
    initial=P.SET_UP,
    tones={
        P.DRAWN: "blue",
        P.CONFIRMED: "blue",
        P.SCORING: "blue",
        P.LOCKED: "amber",
        P.VOTED: "amber",
        P.REPORTED: "green",
    },
    steps=(
        Step("draw", _("抽取专家"), (P.SET_UP, P.DRAWN), P.DRAWN, who=SECRETARY, guard="R-REV-03"),
        Step("confirm", _("专家到位"), (P.DRAWN,), P.CONFIRMED, who=SECRETARY, guard="R-REV-02"),
        Step("reopen_draw", _("补抽专家"), (P.CONFIRMED,), P.DRAWN, who=SECRETARY),
        Step("start", _("开放材料与评分"), (P.CONFIRMED,), P.SCORING, stamp="started", who=SECRETARY),
        Step("lock", _("锁定评分"), (P.SCORING,), P.LOCKED, stamp="locked", who=_("系统"), guard="R-REV-08"),
        Step("vote", _("完成表决"), (P.LOCKED,), P.VOTED, who=_("评审组组长"), guard="R-REV-09"),
        Step("report", _("出具评审报告"), (P.VOTED,), P.REPORTED, stamp="reported", who=_("评审组组长")),
        Step("archive", _("归档"), (P.REPORTED,), P.ARCHIVED, who=SECRETARY),
    ),
)

SEAT = Lifecycle(
    "reviews.Seat",
    states=S,
    initial=S.DRAWN,
    tones={S.INVITED: "blue", S.ACCEPTED: "green", S.RECUSED: "red", S.DECLINED: "grey", S.DONE: "green"},
    steps=(
        Step("invite", _("邀请"), (S.DRAWN,), S.INVITED, stamp="invited", who=SECRETARY),
        Step("accept", _("接受邀请"), (S.INVITED,), S.ACCEPTED, stamp="answered", who=EXPERT, guard="R-REV-04"),
        Step("decline", _("谢绝"), (S.INVITED, S.ACCEPTED), S.DECLINED, who=EXPERT),
        Step(
            "recuse",
            _("回避"),
            (S.DRAWN, S.INVITED, S.ACCEPTED, S.DONE),
            S.RECUSED,
            stamp="recused",
            who=EXPERT,
            guard="R-REV-04",
        ),
        Step("replace", _("替换"), (S.DRAWN, S.INVITED, S.ACCEPTED), S.REPLACED, who=SECRETARY),
        Step("finish", _("完成评分"), (S.ACCEPTED,), S.DONE, who=_("系统"), guard="R-REV-08"),
    ),
)

SCORE_SHEET = Lifecycle(
    "reviews.ScoreSheet",
    states=H,
    initial=H.DRAFT,
    tones={H.LOCKED: "green", H.VOID: "red"},
    steps=(
        Step("lock", _("提交并锁定"), (H.DRAFT,), H.LOCKED, stamp="locked", who=EXPERT, guard="R-REV-08"),
        Step("void", _("作废"), (H.DRAFT, H.LOCKED), H.VOID, stamp="voided", who=_("监督人员"), guard="R-REV-08"),
    ),
)
