"""The words of the menus that no app owns."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.roles import READERS
from core.models import Message
from core.navigation import ACCOUNT, NavEntry

ENTRIES = [
    NavEntry("", _("工作台"), "desk", "layout-dashboard", order=0),
    NavEntry("", _("批次看板"), "board", "checklist", permission=lambda user: user.has_role(*READERS), order=5),
    NavEntry(
        "",
        _("消息"),
        "messages",
        "mail",
        count=lambda user: Message.objects.filter(recipient_id=user.pk, read_at__isnull=True),
        order=10,
    ),
    NavEntry(
        _("系统"),
        _("工作交接"),
        "hand-overs",
        "users",
        permission=lambda user: user.has_role(Role.SYSADMIN, Role.AUDITOR),
        order=525,
    ),
    NavEntry(ACCOUNT, _("工作台"), "desk", order=0),
    NavEntry(ACCOUNT, _("提醒与日历"), "message-settings", order=30),
]
