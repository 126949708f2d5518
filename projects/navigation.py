"""The words of this app in the menus."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.roles import READERS
from core.navigation import PUBLIC, NavEntry
from projects import desk

GROUP = _("实施")
INSIDE = (*READERS, Role.PREFECTURE, Role.UNIT_ADMIN, Role.APPLICANT, Role.END_USER)


def inside(user) -> bool:
    return user.has_role(*INSIDE)


ENTRIES = [
    NavEntry(PUBLIC, _("立项结果"), "projects:results", order=30),
    NavEntry(PUBLIC, _("赛马"), "projects:races", order=40),
    NavEntry(
        GROUP, _("项目"), "projects:projects", "folder", permission=inside, count=desk.projects_waiting, order=200
    ),
    NavEntry(GROUP, _("赛马"), "projects:races", "flag-2", permission=inside, count=desk.races_waiting, order=210),
    NavEntry(
        GROUP,
        _("里程碑"),
        "projects:milestones",
        "checklist",
        permission=inside,
        count=desk.milestones_waiting,
        order=220,
    ),
    NavEntry(
        GROUP,
        _("变更"),
        "projects:changes",
        "refresh",
        permission=inside,
        count=desk.changes_waiting,
        order=230,
    ),
    NavEntry(GROUP, _("成果"), "projects:outcomes", "award", permission=inside, order=240),
    NavEntry(
        GROUP,
        _("技术合同"),
        "projects:contracts",
        "file-text",
        permission=lambda user: user.has_role(*READERS, Role.UNIT_ADMIN, Role.APPLICANT),
        order=250,
    ),
]
