"""The words of this app in the menus."""

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.enums import Role
from accounts.roles import LENT, READERS
from core.navigation import ACCOUNT, NavEntry

ENTRIES = [
    NavEntry(ACCOUNT, _("个人信息"), "accounts:profile", order=10),
    NavEntry(ACCOUNT, _("修改密码"), "accounts:password", order=20),
    NavEntry(
        ACCOUNT,
        _("代理"),
        "accounts:substitutions",
        permission=lambda user: user.has_role(*LENT, Role.SYSADMIN, Role.AUDITOR),
        order=30,
    ),
    NavEntry(
        _("系统"),
        _("本单位"),
        "accounts:own",
        "building-bank",
        permission=lambda user: user.organization_id is not None and not user.has_role(*READERS, Role.PREFECTURE),
        order=490,
    ),
    NavEntry(
        _("系统"),
        _("单位"),
        "accounts:organizations",
        "building",
        permission=lambda user: user.has_role(*READERS, Role.PREFECTURE, Role.SYSADMIN),
        count=lambda user: queries.waiting_organizations(user),
        order=500,
    ),
    NavEntry(
        _("系统"),
        _("人员"),
        "accounts:people",
        "users",
        permission=lambda user: user.has_role(*READERS, Role.SYSADMIN, Role.UNIT_ADMIN, Role.APPLICANT),
        order=510,
    ),
    NavEntry(
        _("系统"),
        _("账号与授权"),
        "accounts:users",
        "key",
        permission=lambda user: user.has_role(Role.SYSADMIN, Role.AUDITOR, Role.UNIT_ADMIN),
        order=520,
    ),
    NavEntry(
        _("系统"),
        _("信用记录"),
        "accounts:integrity-list",
        "shield-check",
        permission=lambda user: user.has_role(*READERS),
        order=530,
    ),
]
