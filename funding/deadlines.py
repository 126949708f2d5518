"""What ends in this app, and for whom: money that may be asked for, reports of what was spent."""

from django.utils.translation import gettext_lazy as _

from accounts.deadlines import audience
from accounts.enums import Role
from core.deadlines import DAYS, Deadline
from funding.enums import TrancheState
from funding.models import Tranche
from funding.queries.reporting import owing_reports
from projects.models import Project

UNIT = (Role.APPLICANT, Role.UNIT_ADMIN)


def _tranches():
    return Tranche.objects.filter(state=TrancheState.DUE).select_related("project")


DEADLINES = [
    Deadline(
        kind="funding.request",
        label=_("申请拨款"),
        rows=_tranches,
        end="planned_on",
        audiences=(audience("unit", Tranche.objects.all, "project__lead", *UNIT),),
        what=_("项目 %(project.code)s 第 %(stage)d 期拨款已具备条件，待申请"),
        then=_("计划日期过后仍可申请，拨付时间相应顺延。"),
        marks=DAYS[1:],
    ),
    Deadline(
        kind="funding.expenditure",
        label=_("年度支出报告"),
        rows=owing_reports,
        end="report_by_on",
        audiences=(audience("unit", Project.objects.all, "lead", *UNIT),),
        what=_("项目 %(code)s %(owed_year)d 年支出待报告"),
        then=_("请在项目的经费页填报；逾期未报的，列入催报清单。"),
    ),
]
