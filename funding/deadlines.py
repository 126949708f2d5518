"""What ends in this app, and for whom: money that may be asked for."""

from django.utils.translation import gettext_lazy as _

from accounts.deadlines import audience
from accounts.enums import Role
from core.deadlines import DAYS, Deadline
from funding.enums import TrancheState
from funding.models import Tranche


def _tranches():
    return Tranche.objects.filter(state=TrancheState.DUE).select_related("project")


DEADLINES = [
    Deadline(
        kind="funding.request",
        label=_("申请拨款"),
        rows=_tranches,
        end="planned_on",
        audiences=(audience("unit", Tranche.objects.all, "project__lead", Role.APPLICANT, Role.UNIT_ADMIN),),
        what=lambda row: (
            _("项目 %(code)s 第 %(stage)d 期拨款已具备条件，待申请") % {"code": row.project.code, "stage": row.stage}
        ),
        then=_("计划日期过后仍可申请，拨付时间相应顺延。"),
        marks=DAYS[1:],
    )
]
