"""The words of this app in the menus."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.roles import READERS
from challenges import queries
from core.navigation import PUBLIC, NavEntry


def _is_reader(user) -> bool:
    return user.has_role(*READERS)


def _sees_needs(user) -> bool:
    """The office has the pool."""
    return not user.has_role(*READERS) and user.has_role(Role.PREFECTURE, Role.UNIT_ADMIN, Role.APPLICANT)


WORK = _("业务")
ENTRIES = [
    NavEntry(PUBLIC, _("榜单"), "challenges:list", order=10),
    NavEntry(PUBLIC, _("公示公告"), "challenges:notices", order=20),
    NavEntry(PUBLIC, _("供需对接"), "challenges:matchmakings", order=25),
    NavEntry(WORK, _("示范工程"), "challenges:programmes", "seedling", permission=_is_reader, order=99),
    NavEntry(WORK, _("批次"), "challenges:batches", "folder", permission=_is_reader, order=100),
    NavEntry(WORK, _("榜单"), "challenges:list", "list-details", order=105),
    NavEntry(
        WORK,
        _("需求"),
        "challenges:needs",
        "inbox",
        permission=_sees_needs,
        count=lambda user: queries.waiting_needs(user),
        order=110,
    ),
    NavEntry(
        WORK,
        _("需求库"),
        "challenges:pool",
        "database",
        permission=_is_reader,
        count=lambda user: queries.waiting_needs(user),
        order=111,
    ),
    NavEntry(WORK, _("会议与决议"), "challenges:sittings", "gavel", permission=_is_reader, order=115),
    NavEntry(
        WORK,
        _("公示公告"),
        "challenges:notices",
        "speakerphone",
        permission=_is_reader,
        count=lambda user: queries.waiting_notices(user),
        order=120,
    ),
    NavEntry(
        WORK,
        _("揭榜答疑"),
        "challenges:questions",
        "message",
        permission=_is_reader,
        count=lambda user: queries.waiting_questions(user),
        order=125,
    ),
    NavEntry(WORK, _("供需对接"), "challenges:matchmakings", "users", permission=_is_reader, order=127),
    NavEntry(
        WORK,
        _("异议"),
        "challenges:objections",
        "alert-triangle",
        permission=lambda user: user.has_role(Role.SUPERVISOR, Role.AUDITOR),
        count=lambda user: queries.waiting_objections(user),
        order=130,
    ),
    NavEntry(
        _("系统"),
        _("规则集"),
        "challenges:rules-list",
        "settings",
        permission=lambda user: user.has_role(*READERS, Role.SYSADMIN),
        order=545,
    ),
]
