"""Rules of races."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from core.permissions import Denied, rule
from projects.models import Lane, Race, RaceRound
from projects.queries import races_for
from projects.rules.relations import of_the_lead, of_the_office


@rule(_("查看赛马"), relation=_("厅内人员、审计；各赛道的有关人员"))
def view_race(actor: User, race: Race) -> Denied | None:
    if race is None or races_for(actor).filter(pk=race.pk).exists():
        return None
    return Denied(str(_("您与该赛马没有关系。")))


@rule(_("组织赛马（起跑、开启考核、决出、结束）"), relation=_("主管处室经办人、发布审核人；系统账号"))
def run_race(actor: User, obj: Race | Lane | None = None) -> Denied | None:
    if actor.is_system:
        return None
    if actor.has_role(Role.OFFICER, Role.PUBLISHER):
        race = obj.race if isinstance(obj, Lane) else obj
        return None if race is None else of_the_office(actor, race.challenge)
    return Denied(str(_("赛马由科技厅组织。")))


@rule(_("填报赛道指标"), roles=[Role.APPLICANT, Role.UNIT_ADMIN], relation=_("该赛道的牵头单位"))
def report_lane(actor: User, lane: Lane) -> Denied | None:
    return of_the_lead(actor, lane.project)


@rule(_("核实赛道指标"), roles=[Role.OFFICER, Role.EXPERT], relation=_("主管处室经办人；考核组专家"))
def verify_lane(actor: User, lane: Lane) -> Denied | None:
    # Whether an expert sits on the panel is asked by the app of the panels, which calls the action.
    if actor.organization_id and actor.organization_id == lane.project.lead_id:
        return Denied(str(_("不能核实本单位的指标。")))
    return None if actor.has_role(Role.EXPERT) else of_the_office(actor, lane.project.challenge)


@rule(_("记录考核决定"), relation=_("主管处室经办人；自动淘汰时为系统账号"))
def decide_round(actor: User, round: RaceRound) -> Denied | None:
    if actor.is_system:
        return None
    if actor.has_role(Role.OFFICER):
        return None if round is None else of_the_office(actor, round.race.challenge)
    return Denied(str(_("考核决定由业务处室经办人按会议决议记录。")))
