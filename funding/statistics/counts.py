"""Challenges, bids, awards, races, milestones and outcomes."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind
from challenges.lifecycle import FAILED
from funding.statistics.scope import Scope
from funding.statistics.table import COUNT, MONEY, SHARE, add
from projects.enums import MilestoneState
from projects.models import Lane, Milestone, Outcome, Race


def _published(scope: Scope):
    return scope.challenges()


def _awarded(scope: Scope):
    return scope.challenges().filter(pk__in=scope.projects().values("challenge"))


def _failed(scope: Scope):
    return scope.challenges().filter(state__in=FAILED, state_at__lt=scope.end)


def _races(scope: Scope):
    return Race.objects.filter(challenge__in=scope.challenges().values("pk"), created_at__lt=scope.end)


def _lanes(scope: Scope):
    return Lane.objects.filter(race__in=_races(scope).values("pk"))


add("items_published", _("发布榜单"), _("项"), COUNT, _("已发布的榜单数"), _published)
add("items_awarded", _("立项榜单"), _("项"), COUNT, _("至少立项一个项目的榜单数"), _awarded)
add("items_failed", _("流榜"), _("项"), COUNT, _("无人揭榜、无合格方案或未立项的榜单数"), _failed)
add("bids", _("揭榜方案"), _("个"), COUNT, _("截止前提交且未撤回的方案数"), lambda scope: scope.bids())
add(
    "bidding_consortia",
    _("揭榜联合体"),
    _("家"),
    COUNT,
    _("提交方案的创新联合体，按家去重"),
    lambda scope: replace(scope, of="bids").consortia(),
)
add("projects", _("立项项目"), _("个"), COUNT, _("已立项且未失效的项目数"), lambda scope: scope.projects())
add(
    "awarded_consortia",
    _("立项联合体"),
    _("家"),
    COUNT,
    _("承担项目的创新联合体，按家去重"),
    lambda scope: replace(scope, of="projects").consortia(),
)
add("race_items", _("赛马榜单"), _("项"), COUNT, _("同一榜单立项两个以上项目的榜单数"), _races)
add("race_lanes", _("赛道"), _("条"), COUNT, _("赛马榜单的项目数"), _lanes)
add(
    "lanes_terminated",
    _("已淘汰赛道"),
    _("条"),
    COUNT,
    _("赛马中被淘汰的项目数"),
    lambda scope: _lanes(scope).filter(eliminated_at__lt=scope.end),
)
add(
    "enterprise_led",
    _("企业牵头项目"),
    _("个"),
    COUNT,
    _("牵头单位为企业的项目数"),
    lambda scope: scope.projects().filter(lead__kind=OrganizationKind.ENTERPRISE),
)
add(
    "enterprise_led_share",
    _("企业牵头比例"),
    "%",
    SHARE,
    _("企业牵头项目数 ÷ 项目数"),
    part="enterprise_led",
    base="projects",
)


def _milestones(scope: Scope):
    return Milestone.objects.filter(project__in=scope.projects().values("pk"), due_on__lte=scope.as_of)


def _outcomes(scope: Scope):
    return Outcome.objects.filter(project__in=scope.projects().values("pk"), achieved_on__lte=scope.as_of)


add(
    "milestones_due",
    _("到期里程碑"),
    _("个"),
    COUNT,
    _("到期日不晚于截止日的里程碑"),
    lambda scope: _milestones(scope).exclude(state=MilestoneState.CANCELLED),
)
add(
    "milestones_passed",
    _("通过里程碑"),
    _("个"),
    COUNT,
    _("截止日前考核通过的里程碑"),
    lambda scope: Milestone.objects.filter(
        project__in=scope.projects().values("pk"), state=MilestoneState.PASSED, assessed_at__lt=scope.end
    ),
)
add(
    "milestones_failed",
    _("未通过里程碑"),
    _("个"),
    COUNT,
    _("考核未通过的里程碑"),
    lambda scope: Milestone.objects.filter(
        project__in=scope.projects().values("pk"), state=MilestoneState.FAILED, assessed_at__lt=scope.end
    ),
)
add(
    "milestones_overdue",
    _("逾期里程碑"),
    _("个"),
    COUNT,
    _("超过报告期限仍未报告的里程碑"),
    lambda scope: _milestones(scope).filter(
        state__in=[MilestoneState.DUE, MilestoneState.OVERDUE], report_by_on__lt=scope.as_of
    ),
)
add("outcomes", _("成果"), _("项"), COUNT, _("已登记的成果"), _outcomes)
add("outcome_income", _("成果收益"), _("万元"), MONEY, _("成果登记的收益合计"), _outcomes, column="income_fen")
