"""Who hears what of projects, agreements, milestones, races and changes."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.news import everybody, office, unit
from core.news import Case, News
from projects.enums import LaneState
from projects.queries.standing import unit_people

LEAD, OFFICE = _("牵头单位"), _("业务处室经办人")
_lead, _office = unit("lead"), office("challenge.batch.programme.office_id")
_projects_lead = unit("project.lead")


def _lead_and_office(case: Case):
    return dict.fromkeys([*_lead(case), *_office(case)])


def _racing(case: Case):
    """The units of every lane of the race, also of those that are out: the decision is about all of them."""
    lanes = case.obj.race.lanes.exclude(state=LaneState.MERGED).select_related("project__lead").order_by("number")
    return dict.fromkeys(user for lane in lanes for user in unit_people(lane.project, on=case.on))


NEWS = [
    News("projects.Project", ("create", "start"), LEAD),
    News("projects.Project", ("sign",), LEAD, _lead, _("项目 %(obj.code)s 的任务书已由双方签订")),
    News("projects.Project", ("lapse",), LEAD, _lead, _("项目 %(obj.code)s 逾期未签任务书，立项已失效")),
    News(
        "projects.Project", ("extend", "suspend", "resume", "settle"), LEAD, _lead, _("项目 %(obj.code)s：%(step)s（%(state)s）")
    ),
    News("projects.Project", ("terminate",), _("牵头单位和业务处室经办人"), _lead_and_office, _("项目 %(obj.code)s 已终止")),
    News("projects.Project", ("apply_acceptance",), _("发榜用户")),
    News("projects.Project", ("evaluate",), OFFICE),
    News("projects.Project", ("evaluate",), LEAD, _lead, _("项目 %(obj.code)s 已有用户评价")),
    News(
        "projects.Project", ("accept", "conclude", "fail", "rectify"), LEAD, _lead, _("项目 %(obj.code)s 验收结论：%(state)s")
    ),
    News("projects.Project", ("close",), LEAD, _lead, _("项目 %(obj.code)s 已归档")),
    News(
        "projects.TaskAgreement", ("sign_by_unit",), _("发布审核人"), everybody(Role.PUBLISHER),
        _("项目 %(obj.project.code)s 的任务书待科技厅签署"),
    ),
    News("projects.TaskAgreement", ("return",), LEAD, _projects_lead, _("项目 %(obj.project.code)s 的任务书被退回修改")),
    News("projects.Milestone", ("fall_due",), LEAD),
    News("projects.Milestone", ("fall_overdue",), _("牵头单位和业务处室经办人")),
    News("projects.Milestone", ("report",), OFFICE),
    News(
        "projects.Milestone", ("pass", "rectify", "fail", "revoke"), LEAD, _projects_lead,
        _("项目 %(obj.project.code)s 里程碑“%(obj.name)s”：%(step)s"),
    ),
    News("projects.RaceRound", ("open",), _("各赛道牵头单位")),
    News("projects.RaceRound", ("compute",), OFFICE),
    News("projects.RaceRound", ("decide",), _("各赛道牵头单位"), _racing, _("“%(obj.race)s”考核点 %(obj.number)d 已作出决定")),
    News(
        "projects.Lane", ("propose_out", "keep", "eliminate", "merge", "win"), LEAD, _projects_lead,
        _("项目 %(obj.project.code)s 的赛道：%(state)s"),
    ),
    News(
        "projects.ChangeRequest", ("approve", "reject", "record"), LEAD, _projects_lead,
        _("项目 %(obj.project.code)s 的变更（%(obj.get_kind_display)s）：%(state)s"),
    ),
]  # fmt: skip
