"""Who may do what around expert judgement (R-REV, R-ROL-06)."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges.models import Challenge
from challenges.rules import of_office
from core.permissions import Denied, rule
from reviews import queries
from reviews.enums import RANKED_PANELS, SITTING_SEATS, PanelState, SeatState
from reviews.models import Expert, Panel, ScoreSheet, Seat

READERS = (Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR, Role.AUDITOR)


def _no(sentence: str) -> Denied:
    return Denied(str(sentence))


@rule(_("维护评审专家库"), roles=[Role.OFFICER, Role.SYSADMIN])
def manage_pool(actor, expert: Expert | None = None) -> Denied | None:
    return None


@rule(_("查看评审专家库"), roles=[*READERS, Role.SYSADMIN])
def see_pool(actor, expert: Expert | None = None) -> Denied | None:
    return None


@rule(_("将专家列为失信"), roles=[Role.SUPERVISOR])
def bar_expert(actor, expert: Expert | None = None) -> Denied | None:
    return None


@rule(_("登记利益关系"), relation=_("专家本人；业务处室经办人、监督人员"))
def declare_conflict(actor, expert: Expert) -> Denied | None:
    if actor.has_role(Role.OFFICER, Role.SUPERVISOR) or _is(actor, expert):
        return None
    return _no(_("只能申明自己的利益关系。"))


@rule(_("登记单位回避申请"), roles=[Role.OFFICER, Role.SUPERVISOR])
def record_recusal_request(actor, challenge: Challenge) -> Denied | None:
    return None


@rule(_("维护评分表"), roles=[Role.OFFICER, Role.SYSADMIN])
def manage_rubric(actor, obj=None) -> Denied | None:
    return None


@rule(_("组织评审"), roles=[Role.OFFICER], relation=_("主管处室"))
def begin_review(actor, challenge: Challenge) -> Denied | None:
    return of_office(actor, challenge.batch.programme)


@rule(_("办理评审组事务"), roles=[Role.OFFICER], relation=_("评审秘书"))
def run_panel(actor, panel: Panel) -> Denied | None:
    return None if actor.holds_post_of(panel.secretary_id) else _no(_("只有本评审组的评审秘书可以办理。"))


@rule(_("登记席位回避"), relation=_("专家本人、评审秘书、监督人员"))
def recuse_seat(actor, seat: Seat) -> Denied | None:
    if actor.has_role(Role.SUPERVISOR) or actor.holds_post_of(seat.panel.secretary_id) or _is(actor, seat.expert):
        return None
    return _no(_("只有专家本人、评审秘书或监督人员可以登记回避。"))


@rule(_("答复评审邀请"), roles=[Role.EXPERT], relation=_("专家本人"))
def answer_seat(actor, seat: Seat) -> Denied | None:
    return _own(actor, seat)


@rule(_("查看自己的席位"), relation=_("专家本人，已受邀且未回避"))
def see_seat(actor, seat: Seat) -> Denied | None:
    denied = _own(actor, seat)
    if denied:
        return denied
    if seat.state not in (SeatState.INVITED, *SITTING_SEATS):
        return _no(_("您已不在该评审组中。"))
    return None


@rule(_("查看评审材料"), relation=_("已接受邀请且未回避的专家，开放材料之后、归档之前"))
def see_material(actor, seat: Seat) -> Denied | None:
    denied = _sits(actor, seat)
    if denied:
        return denied
    if seat.panel.state not in (PanelState.SCORING, PanelState.LOCKED, PanelState.VOTED):
        return _no(_("评审材料尚未开放，或评审已经结束。"))
    return None


@rule(_("评分"), roles=[Role.EXPERT], relation=_("已接受邀请且未回避的专家本人"))
def score(actor, seat: Seat) -> Denied | None:
    if actor.holds_post_of(seat.panel.secretary_id):
        return _no(_("评审秘书不得评分。"))
    return _sits(actor, seat)


@rule(_("表决"), roles=[Role.EXPERT], relation=_("已完成评分且未回避的专家本人"))
def vote(actor, seat: Seat) -> Denied | None:
    return _sits(actor, seat)


@rule(_("主持评审组"), roles=[Role.EXPERT], relation=_("评审组组长"))
def chair_panel(actor, panel: Panel) -> Denied | None:
    chair = panel.chair
    if chair is None or chair.state not in SITTING_SEATS or actor.person_id != chair.expert.person_id:
        return _no(_("只有评审组组长可以办理。"))
    return None


@rule(_("考核里程碑和赛道"), roles=[Role.EXPERT], relation=_("已接受邀请且未回避的专家本人"))
def assess(actor, seat: Seat) -> Denied | None:
    return _sits(actor, seat)


@rule(_("批准更正评分"), roles=[Role.SUPERVISOR])
def correct_sheet(actor, sheet: ScoreSheet) -> Denied | None:
    if actor.person_id and actor.person_id == sheet.seat.expert.person_id:
        return _no(_("不能批准更正自己的评分。"))
    return None


@rule(_("查看评审组"), roles=READERS, relation=_("主管处室、评审秘书；发布审核、监督、审计人员"))
def see_panel(actor, panel: Panel) -> Denied | None:
    """S57 and R-REV-12: who judges, who was recused and how they scored is the business of the office that asked them.
    The lists say the same in one query (reviews.queries.panels_for)."""
    if actor.has_role(Role.PUBLISHER, Role.SUPERVISOR, Role.AUDITOR) or actor.holds_post_of(panel.secretary_id):
        return None
    return of_office(actor, panel.challenge.batch.programme)


@rule(_("查看评审组列表"), roles=READERS)
def see_panels(actor, obj=None) -> Denied | None:
    return None


@rule(_("查看评审组材料"), relation=_("可查看评审组的人员；在席的组长"))
def open_panel(actor, panel: Panel) -> Denied | None:
    """The panel's own page: staff, and the expert who chairs it."""
    if chair_panel(actor, panel) is None:
        return None
    return see_panel(actor, panel)


@rule(_("查看得分与名次"), relation=_("评分锁定之后：可查看评审组的人员；已完成评分且未回避的专家"))
def see_ranking(actor, panel: Panel) -> Denied | None:
    """R-REV-07: nobody sees scores, averages or order before the panel's scoring is locked."""
    if panel.state not in RANKED_PANELS:
        return _no(_("评分锁定之前，任何人不得查看得分与名次。"))
    if actor.has_role(*READERS):
        return see_panel(actor, panel)
    seat = queries.seat_of(actor, panel)
    if seat is None or seat.state != SeatState.DONE:
        return _no(_("只有已完成评分且未回避的专家可以查看。"))
    return None


@rule(_("查看评分内容"), relation=_("评分专家本人；评分锁定后可查看评审组的人员"))
def see_sheet(actor, sheet: ScoreSheet) -> Denied | None:
    if _own(actor, sheet.seat) is None:
        return see_seat(actor, sheet.seat)
    if sheet.seat.panel.state not in RANKED_PANELS or not actor.has_role(*READERS):
        return _no(_("评分内容在评分锁定之前只对评分专家本人开放。"))
    return see_panel(actor, sheet.seat.panel)


def _is(actor, expert: Expert) -> bool:
    """The expert, by the account that was opened for it: another account of the same person may have been opened by his
    employer, who knows its password."""
    return bool(actor.person_id) and actor.person_id == expert.person_id and actor.has_role(Role.EXPERT)


def _own(actor, seat: Seat) -> Denied | None:
    if _is(actor, seat.expert):
        return None
    return _no(_("这不是您的评审席位。"))


def _sits(actor, seat: Seat) -> Denied | None:
    denied = _own(actor, seat)
    if denied:
        return denied
    if seat.state == SeatState.RECUSED:
        return _no(_("已回避，不能参与评审。"))
    if seat.state not in SITTING_SEATS:
        return _no(_("请先接受邀请；已替换或谢绝的席位不能参与评审。"))
    return None
