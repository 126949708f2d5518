"""The words of this app in the menus."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from core.navigation import NavEntry
from reviews import queries
from reviews.queries import desks
from reviews.rules import READERS

WORK = _("业务")
ENTRIES = [
    NavEntry(
        WORK,
        _("我的评审"),
        "reviews:mine",
        "clipboard-check",
        permission=lambda user: user.has_role(Role.EXPERT),
        count=lambda user: queries.waiting_seats(user),
        order=102,
    ),
    NavEntry(
        WORK,
        _("专家评审"),
        "reviews:panels",
        "scale",
        permission=lambda user: user.has_role(*READERS),
        count=lambda user: (desks.waiting_panels(user), desks.waiting_challenges(user)),
        order=135,
    ),
    NavEntry(
        WORK,
        _("评审专家库"),
        "reviews:experts",
        "users-group",
        permission=lambda user: user.has_role(*READERS, Role.SYSADMIN),
        order=138,
    ),
]
