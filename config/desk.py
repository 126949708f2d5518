"""What an installation still lacks before the department can work; stands on the system administrator's desk until it is done."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import DivisionLevel, OrganizationKind, OrganizationState, Role
from accounts.models import HOME_REGION, Organization
from accounts.queries import valid_grants
from accounts.roles import DESCRIPTIONS, STAFF
from core import clock
from core.desk import Row, Waiting
from core.working_days import default_calendar

#: From this day on next year's calendar is asked for: the State Council announces it about then (R-TIM-04).
ANNOUNCED = (11, 15)


def missing(on: date) -> list[Row]:
    """In the order in which they are done; nothing once the department can work. Three queries."""
    department = _department()
    return [*_unit(department), *_accounts(department, on), *_calendars(on)]


def _department() -> Organization | None:
    """The department's own unit: the government's, registered for the region itself."""
    units = Organization.objects.filter(
        kind=OrganizationKind.GOVERNMENT,
        division__level=DivisionLevel.REGION,
        division__code__startswith=HOME_REGION,
        state__in=[OrganizationState.PENDING, OrganizationState.ACTIVE],
    )
    return units.order_by("pk").first()


def _unit(department: Organization | None) -> Iterator[Row]:
    if department is None:
        why = _("厅内人员的账号都开设在本单位之下。单位类型选“政府部门”，登记地选自治区本级。")
        yield Row(_("登记科技厅本单位"), reverse("accounts:new-organization"), who=why)


def _accounts(department: Organization | None, on: date) -> Iterator[Row]:
    held = set(valid_grants(on).filter(user__is_active=True, role__in=STAFF).values_list("role", flat=True))
    place = reverse("accounts:users")
    if department is not None:
        place = department.get_absolute_url()
    for role in STAFF:
        if role not in held:
            yield Row(_("开设账号：%(role)s") % {"role": Role(role).label}, place, who=str(DESCRIPTIONS[role]))


def _calendars(on: date) -> Iterator[Row]:
    wanted = {on.year} | ({on.year + 1} if (on.month, on.day) >= ANNOUNCED else set())
    for year in sorted(wanted - set(default_calendar().years)):
        why = _(
            "缺少日历时，涉及 %(year)s 年的公示期和办理时限无法计算。国务院办公厅公布放假安排后，"
            "请运行维护人员在服务器上执行 manage.py load_calendar %(year)s --file 文件。"
        )
        yield Row(_("载入 %(year)s 年工作日历") % {"year": year}, "", who=why % {"year": year})


WAITING = [
    Waiting(
        gettext_lazy("系统开通尚缺"),
        count=lambda user: len(missing(clock.today())),
        rows=lambda user, limit: missing(clock.today())[:limit],
        roles=(Role.SYSADMIN,),
        order=10,
    ),
]
