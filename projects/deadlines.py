"""What ends in this app, and for whom: agreements, milestones, checkpoints of races, the projects themselves."""

from django.utils.translation import gettext_lazy as _

from accounts.deadlines import audience
from accounts.enums import Role
from core.deadlines import DAYS, Deadline, Mark
from projects.enums import AgreementState, LaneState, MilestoneState, ProjectState, RoundState
from projects.models import Lane, Milestone, Project, RaceRound
from projects.queries import extendable_projects

UNIT = (Role.APPLICANT, Role.UNIT_ADMIN)
BEFORE = tuple(mark for mark in DAYS if not mark.is_after)
AFTER = tuple(mark for mark in DAYS if mark.is_after)
EXTENSION = tuple(mark for mark in BEFORE if mark.key != "1d")
#: The 20th and 27th day of the month for signing (domain 3.6), and the last one.
SIGNING = (Mark("10d", days=10), Mark("3d", days=3), Mark("1d", days=1), *AFTER)


def _to_sign():
    rows = Project.objects.filter(state=ProjectState.AWARDED)
    return rows.exclude(agreements__state__in=[AgreementState.UNIT_SIGNED, AgreementState.SIGNED])


def _milestones(*states: str):
    def rows():
        found = Milestone.objects.filter(project__state=ProjectState.IN_PROGRESS, state__in=states)
        return found.select_related("project")

    return rows


def _ending():
    return Project.objects.filter(state=ProjectState.IN_PROGRESS)


def _to_evaluate():
    """What the end user has not judged yet."""
    return Project.objects.filter(state=ProjectState.ACCEPTANCE, evaluate_by_on__isnull=False)


def _rounds(state: str):
    return lambda: RaceRound.objects.filter(state=state).select_related("race__challenge")


def _lanes():
    return Lane.objects.filter(state__in=[LaneState.RUNNING, LaneState.PROPOSED_OUT])


def _silent_lanes():
    """Lanes that have reported nothing in the round that is open."""
    return _lanes().exclude(values__round__state=RoundState.OPEN)


LEAD_OF_PROJECT = (audience("unit", Project.objects.all, "lead", *UNIT),)
LEAD_OF_MILESTONE = (audience("unit", Milestone.objects.all, "project__lead", *UNIT),)
OFFICE_OF_MILESTONE = (
    audience("office", Milestone.objects.all, "project__challenge__batch__programme__office", Role.OFFICER),
)


DEADLINES = [
    Deadline(
        kind="projects.sign",
        label=_("签订任务书"),
        rows=_to_sign,
        end="sign_by_on",
        audiences=LEAD_OF_PROJECT,
        what=_("项目 %(code)s 的任务书待签订"),
        then=_("逾期未签的，经办人确认后立项失效。"),
        marks=SIGNING,
    ),
    Deadline(
        kind="projects.node",
        label=_("里程碑节点"),
        rows=_milestones(MilestoneState.PLANNED),
        end="due_on",
        audiences=LEAD_OF_MILESTONE,
        what=_("项目 %(project.code)s 里程碑“%(name)s”将到期"),
        then=_("到期后请在报告期限内提交里程碑报告。"),
        marks=BEFORE,
    ),
    Deadline(
        kind="projects.report",
        label=_("提交里程碑报告"),
        rows=_milestones(MilestoneState.DUE, MilestoneState.OVERDUE),
        end="report_by_on",
        audiences=LEAD_OF_MILESTONE,
        what=_("项目 %(project.code)s 里程碑“%(name)s”待报告"),
        then=_("逾期未报影响后续拨款，并列入催报清单。"),
        marks=BEFORE,
    ),
    Deadline(
        kind="projects.rectify",
        label=_("里程碑整改"),
        rows=_milestones(MilestoneState.RECTIFYING),
        end="rectify_by_on",
        audiences=LEAD_OF_MILESTONE,
        what=_("项目 %(project.code)s 里程碑“%(name)s”整改待报告"),
        then=_("逾期未整改的，里程碑可判为不通过。"),
    ),
    Deadline(
        kind="projects.rectify_late",
        label=_("里程碑整改逾期"),
        rows=_milestones(MilestoneState.RECTIFYING),
        end="rectify_by_on",
        audiences=OFFICE_OF_MILESTONE,
        what=_("项目 %(project.code)s 里程碑“%(name)s”整改"),
        marks=AFTER,
        is_appointment=True,
    ),
    Deadline(
        kind="projects.end",
        label=_("项目到期"),
        rows=_ending,
        end="ends_on",
        audiences=LEAD_OF_PROJECT,
        what=_("项目 %(code)s 实施期将满"),
        then=_("请申请验收。"),
    ),
    Deadline(
        kind="projects.extension",
        label=_("申请延期的最后一天"),
        rows=extendable_projects,
        end="extension_by_on",
        audiences=LEAD_OF_PROJECT,
        what=_("项目 %(code)s 确需延期的，须在此前申请"),
        then=_("截止前不足三个月的，不再受理延期；延期只能一次。"),
        marks=EXTENSION,
        is_appointment=True,
    ),
    Deadline(
        kind="projects.evaluation",
        label=_("用户评价"),
        rows=_to_evaluate,
        end="evaluate_by_on",
        audiences=(audience("unit", Project.objects.all, "challenge__end_user", Role.END_USER),),
        what=_("项目 %(code)s 待作用户评价"),
        then=_("没有发榜用户评价，不能作出验收结论。"),
        marks=DAYS[1:],
    ),
    Deadline(
        kind="projects.evaluation_late",
        label=_("用户评价逾期"),
        rows=_to_evaluate,
        end="evaluate_by_on",
        audiences=(audience("office", Project.objects.all, "challenge__batch__programme__office", Role.OFFICER),),
        what=_("项目 %(code)s 的用户评价"),
        then=_("请联系发榜用户。"),
        marks=AFTER,
        is_appointment=True,
    ),
    Deadline(
        kind="projects.checkpoint",
        label=_("赛马考核点"),
        rows=_rounds(RoundState.PLANNED),
        end="checkpoint_on",
        audiences=(audience("unit", _lanes, "project__lead", *UNIT, row="race__rounds"),),
        what=_("“%(race)s”赛马考核点 %(number)d 将到期"),
        then=_("考核开启后请填报各项指标的实际值和佐证。"),
        marks=BEFORE,
        page="race",
    ),
    Deadline(
        kind="projects.round",
        label=_("填报赛马考核"),
        rows=_rounds(RoundState.OPEN),
        end="grace_until",
        audiences=(audience("unit", _silent_lanes, "project__lead", *UNIT, row="race__rounds"),),
        what=_("“%(race)s”赛马考核点 %(number)d 待填报"),
        then=_("逾期未填报的指标按未完成计算名次。"),
        marks=BEFORE[1:],
        page="race",
    ),
]
