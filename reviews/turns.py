"""Whose turn it is with experts, panels, seats and score sheets."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges.enums import ChallengeState
from core.turns import Turn, rest
from reviews.enums import ExpertState as E
from reviews.enums import PanelPurpose
from reviews.enums import PanelState as P
from reviews.enums import SeatState as S
from reviews.enums import SheetState as H
from reviews.models import Panel

OFFICER, EXPERT = (Role.OFFICER,), (Role.EXPERT,)


def _secretary(panel):
    return panel.secretary


def _closes(seat):
    return seat.panel.closes_at


#: What the table reads of a challenge under review; a list fetches it for all its rows (`prefetch_related_objects`).
PANELS_OF_CHALLENGE = Prefetch(
    "panels", Panel.objects.filter(purpose=PanelPurpose.BID).only("challenge_id", "state"), to_attr="panels_in_brief"
)


def _of_office(what):
    return Turn(_("业务处室经办人"), what, unit=lambda row: row.batch.programme.office, roles=OFFICER)


IN_GENERAL = _of_office(_("组织专家评审，提请厅务会决定"))
NO_PANEL = _of_office(_("组建评审组"))
AT_WORK = _of_office(_("组织评审组评审，形成评审报告"))
# One sentence from the report to the notice: what was decided is told when the notice is out (R-REV-12).
REPORTED = _of_office(_("评审报告已出具，提请厅务会决定；拟立项的起草公示"))


def _under_review(challenge):
    """How far its panel has come; nothing of what it found."""
    if challenge.pk is None:  # stands for all that are under review in a batch
        return IN_GENERAL
    prefetch_related_objects([challenge], PANELS_OF_CHALLENGE)
    states = {panel.state for panel in challenge.panels_in_brief}
    if not states:
        return NO_PANEL
    return REPORTED if states <= {P.REPORTED, P.ARCHIVED} else AT_WORK


TURNS = {
    "challenges.Challenge": {ChallengeState.UNDER_REVIEW: _under_review},
    "reviews.Expert": {
        E.AVAILABLE: rest(_("在库可用，抽中后另行邀请。")),
        E.PAUSED: Turn(_("系统管理员"), _("核实后恢复使用"), roles=(Role.SYSADMIN,)),
    },
    "reviews.Panel": {
        P.SET_UP: Turn(_("评审秘书"), _("抽取专家"), unit=_secretary, roles=OFFICER),
        P.DRAWN: Turn(_("评审秘书"), _("邀请专家，席位到齐后确认"), unit=_secretary, roles=OFFICER),
        P.CONFIRMED: Turn(_("评审秘书"), _("开放材料与评分"), unit=_secretary, roles=OFFICER),
        P.SCORING: Turn(_("评审专家"), _("评分并锁定"), until=lambda row: row.closes_at),
        P.LOCKED: Turn(_("评审组"), _("表决，由组长宣布结果")),
        P.VOTED: Turn(_("评审组组长"), _("出具评审报告")),
        P.REPORTED: Turn(_("评审秘书"), _("归档"), unit=_secretary, roles=OFFICER),
    },
    "reviews.Seat": {
        S.DRAWN: Turn(_("评审秘书"), _("发出邀请"), unit=lambda row: row.panel.secretary, roles=OFFICER),
        S.INVITED: Turn(_("评审专家"), _("申明利益关系并答复邀请"), until=_closes, roles=EXPERT),
        S.ACCEPTED: Turn(_("评审专家"), _("完成评分并锁定"), until=_closes, roles=EXPERT),
        S.DONE: rest(_("评分已完成。")),
    },
    "reviews.ScoreSheet": {
        H.DRAFT: Turn(_("评审专家"), _("提交并锁定评分"), roles=EXPERT),
        H.LOCKED: rest(_("评分已锁定，不能修改。")),
    },
}
