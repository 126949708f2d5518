"""The words of this app in the menus."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.roles import READERS
from core.navigation import PUBLIC, NavEntry

GROUP = _("资金")
UNIT = (Role.UNIT_ADMIN, Role.APPLICANT)


def staff(user) -> bool:
    return user.has_role(*READERS)


def inside(user) -> bool:
    return user.has_role(*READERS, *UNIT)


ENTRIES = [
    NavEntry(PUBLIC, _("新闻发布口径"), "funding:press", order=60),
    NavEntry(_("业务"), _("立项决定"), "funding:decisions", "gavel", permission=staff, order=150),
    NavEntry(_("业务"), _("豁免"), "funding:waivers", "hand-stop", permission=staff, order=155),
    NavEntry(GROUP, _("拨款批次"), "funding:tranches", "cash", permission=inside, order=300),
    NavEntry(GROUP, _("支出报告"), "funding:expenditures", "receipt", permission=inside, order=310),
    NavEntry(GROUP, _("台账"), "funding:ledger", "coins", permission=staff, order=320),
    NavEntry(GROUP, _("地方奖励"), "funding:rewards", "award", permission=staff, order=330),
]
