"""An applicant hands his work to a successor: open needs, consortia and bids, each with its history (R-ROL-01, C04)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import actions as account_actions
from accounts.models import User
from accounts.queries import applicants_of
from consortia import queries, rules
from core import clock, events, outbox
from core.actions import action
from core.errors import Refused
from core.permissions import require


@action
def hand_over(
    *, user: User, successor: User, reason: str, closes_account: bool = False, by: User, at: datetime | None = None
) -> int:
    """Everything open that `user` handles goes to `successor`, an applicant of the same unit; answers how many things.

    With `closes_account` the account is closed in the same breath: a person who left has no access from then on.
    Refused: same_person, not_an_applicant, nothing_open.
    """
    require(rules.hand_over, by, user)
    at = at or clock.now()
    if not reason.strip():
        raise Refused("reason_missing", _("请写明交接的原因，例如离职、岗位调整。"))
    if successor.pk == user.pk:
        raise Refused("same_person", _("接手人不能是本人，请选择另一名申报人。"))
    day = clock.local(at).date()
    if not applicants_of(user.organization_id, day).filter(pk=successor.pk).exists():
        raise Refused("not_an_applicant", _("接手人须是本单位在用的申报人账号；请先为其授权。"), user=successor.pk)
    note = _("由%(old)s交接给%(new)s：%(reason)s") % {"old": user, "new": successor, "reason": reason.strip()}
    handed = 0
    for rows in queries.handled_by(user):
        for row in rows.select_for_update(of=("self",)).order_by("pk"):
            type(row)._default_manager.filter(pk=row.pk).update(handler=successor)
            events.record(row, "handover", by=by, at=at, label=_("交接经办人"), note=note)
            handed += 1
    if not handed and not closes_account:
        raise Refused("nothing_open", _("该申报人没有在办的需求、联合体和揭榜方案，无需交接。"), user=user.pk)
    for account in (user, successor):
        events.record(
            account, "user.handover", by=by, at=at, label=_("交接在办事项"), note=note, data={"count": handed}
        )
    title = _("%(old)s在办的 %(count)d 件事项已交接给您") % {"old": user, "count": handed}
    key = f"handover:{user.pk}:{at.isoformat()}"
    outbox.notify(successor, title=title, body=reason.strip(), url=reverse("desk"), key=key, at=at)
    if closes_account and user.is_active:
        account_actions.close_user(user=user, reason=note, by=by, at=at)
    return handed
