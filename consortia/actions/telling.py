"""News of a challenge reaches everybody who bids on it: the same words, at the same time (S19).

The app below knows no bids, so this sweep reads its public events; the key of a message makes a repeat harmless.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import users_with_role
from accounts.rules import act_for_the_clock
from challenges.models import Challenge
from consortia.enums import BidState, MembershipState
from consortia.models import Bid
from core import clock, outbox
from core.models import Event, MessageKind, Outbox
from core.permissions import require

#: verb of a public event -> title of the message
TOLD = {
    "challenge.extend": _("“%(title)s”揭榜期限延长"),
    "challenge.correct": _("“%(title)s”榜单更正"),
    "challenge.withdraw": _("“%(title)s”已撤榜"),
    "challenge.answer": _("“%(title)s”有新的答疑"),
}
LOOK_BACK = timedelta(days=3)


def tell_bidders_due(*, by: User, at: datetime | None = None) -> int:
    """Tell of every public event of the last three days whoever was not told yet; answers how many messages are new."""
    require(act_for_the_clock, by)
    at = at or clock.now()
    rows = Event.objects.filter(
        object_type=Challenge._meta.label_lower, verb__in=TOLD, result="DONE", at__gt=at - LOOK_BACK, at__lte=at
    )
    return sum(_tell(event, at) for event in rows.order_by("pk"))


def _tell(event: Event, at: datetime) -> int:
    challenge = Challenge.objects.get(pk=event.object_id)
    question = challenge.questions.filter(pk=event.data.get("question")).first()
    body = str(_("问：%(text)s 答：%(answer)s")) % vars(question) if question else event.note
    users = [user for user in listeners(challenge, at) if question is None or user.pk != question.asked_by_id]
    keys = {f"message:{user.pk}:event:{event.pk}" for user in users}
    known = set(Outbox.objects.filter(key__in=keys).values_list("key", flat=True))
    for user in users:
        outbox.notify(
            user, title=str(TOLD[event.verb]) % {"title": challenge.title}, body=body, url=challenge.get_absolute_url(),
            key=f"event:{event.pk}", at=at, kind=MessageKind.CHANGE,
        )  # fmt: skip
    return len(keys - known)


def listeners(challenge: Challenge, at: datetime) -> list[User]:
    """Applicants and administrators of every unit in a consortium that bids, or has begun to, and whoever asked a question."""
    bids = Bid.objects.filter(challenge=challenge).exclude(state=BidState.WITHDRAWN)
    units = set(bids.values_list("consortium__lead_id", flat=True))
    members = bids.filter(consortium__memberships__state=MembershipState.CONFIRMED)
    units |= set(members.values_list("consortium__memberships__organization_id", flat=True))
    units |= set(challenge.questions.values_list("organization_id", flat=True))
    people = users_with_role("APPLICANT", "UNIT_ADMIN", on=clock.local(at).date())
    return list(people.filter(organization__in=units))
