"""Every morning the books are checked; whoever keeps and audits them hears of a fault once a day."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.queries import users_with_role
from accounts.rules import act_for_the_clock
from core import clock
from core.actions import action
from core.outbox import notify
from core.permissions import require
from funding.queries.books import faults


@action
def tell_faults(*, by, at: datetime | None = None) -> int:
    """Sweep: a message a fault and a day to finance and auditors. Answers how many faults there are."""
    at = at or clock.now()
    require(act_for_the_clock, by)
    today = clock.local(at).date()
    found = list(faults())
    url = reverse("funding:ledger") + "?check=1"
    for user in users_with_role(Role.FINANCE, Role.AUDITOR, on=today) if found else []:
        for fault in found:
            title = _("账目问题：%(place)s") % {"place": fault.place}
            notify(
                user,
                title=title,
                body=fault.sentence,
                url=url,
                key=f"books:{today}:{fault.code}:{fault.place}"[:150],
                at=at,
            )
    return len(found)
