"""The words of this app in the menus."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from consortia import queries
from core.navigation import PUBLIC, NavEntry

WORK = _("业务")


def _works(user) -> bool:
    return user.has_role(*queries.STAFF, Role.UNIT_ADMIN, Role.APPLICANT)


ENTRIES = [
    NavEntry(PUBLIC, _("创新联合体"), "consortia:list", order=50),
    NavEntry(PUBLIC, _("核验回执"), "consortia:verify", order=70),
    NavEntry(
        WORK,
        _("创新联合体"),
        "consortia:mine",
        "users-group",
        permission=_works,
        count=lambda user: (
            queries.to_register(user),
            queries.invitations(user),
            queries.parts_to_fill(user),
            queries.changes_to_decide(user),
        ),
        order=140,
        under="/consortia/",
    ),
    NavEntry(
        WORK,
        _("创新平台"),
        "consortia:platforms",
        "building",
        permission=lambda user: user.has_role(*queries.STAFF, Role.UNIT_ADMIN, Role.APPLICANT),
        order=160,
    ),
    NavEntry(
        WORK,
        _("揭榜方案"),
        "consortia:bids",
        "file-text",
        permission=lambda user: _works(user) or user.has_role(Role.PREFECTURE),
        # Of its own bids the lead's administrator counts each once, whether it waits for the pledge or for the sending.
        count=lambda user: (
            queries.waiting_at_unit(user),
            queries.to_pledge(user).exclude(consortium__lead=user.organization_id),
            queries.to_correct(user),
            queries.to_check(user),
        ),
        order=145,
    ),
    NavEntry(
        WORK,
        _("开标"),
        "consortia:openings",
        "lock-open",
        permission=lambda user: user.has_role(Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR),
        count=lambda user: queries.to_open(user),
        order=150,
    ),
]
