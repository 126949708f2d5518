"""What the clock does: unsent drafts lapse, registrations end, roots are published, workers open and restore.

One row a transaction; late, doubled or twice at once does no harm.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.queries import users_with_role
from accounts.rules import act_for_the_clock
from challenges.models import Challenge
from consortia import queries
from consortia.actions.opening import open_consented, publish_sealed_root
from consortia.actions.submission import restore_draft
from consortia.enums import BidState, ConsortiumState
from consortia.models import Bid, Consortium, Opening
from core import clock, lifecycle
from core.models import MessageKind
from core.outbox import notify
from core.permissions import require

log = logging.getLogger(__name__)


def expire_due_bids(*, by: User, at: datetime | None = None) -> int:
    """Bids that were not sent in time lapse and block nothing any more (C12). Their text stays, for their own people."""
    require(act_for_the_clock, by)
    at = at or clock.now()
    return _each(queries.expired_drafts(at), lambda bid: _expire_bid(bid, by=by, at=at))


def expire_due(*, by: User, at: datetime | None = None) -> int:
    """Registrations whose last day is over."""
    require(act_for_the_clock, by)
    at = at or clock.now()
    rows = Consortium.objects.filter(state=ConsortiumState.REGISTERED, valid_to__lt=clock.local(at).date())
    return _each(rows, lambda row: _advance(row, "expire", by=by, at=at))


def publish_due_roots(*, by: User) -> int:
    """The root over the sealed bids of each challenge that has closed."""
    require(act_for_the_clock, by)
    rows = queries.without_root(clock.now())
    return _each(rows, lambda row: bool(publish_sealed_root(challenge=Challenge.objects.get(pk=row.pk), by=by)))


def open_due_consented(*, by: User) -> int:
    """Openings with both consents, in a process that may read the key."""
    require(act_for_the_clock, by)
    # Not claimed here: the action locks the challenge first and the opening after it, as whoever consents does.
    return _each(queries.consented_unopened(), _open, claims=False)


def restore_due(*, by: User, at: datetime | None = None) -> int:
    """Recalled drafts, in a process that may read the recall key."""
    require(act_for_the_clock, by)
    at = at or clock.now()
    return _each(queries.unrestored(), lambda bid: restore_draft(bid, by=by, at=at))


def end_due_corrections(*, by: User, at: datetime | None = None) -> int:
    """Nobody mended in time: the bid is checked as it was opened (R-TIM-09)."""
    require(act_for_the_clock, by)
    at = at or clock.now()
    rows = Bid.objects.filter(state=BidState.CORRECTING, correction_due_on__isnull=False, next_check_at__lte=at)
    note = _("补正期满未补正，按原方案审查。")
    return _each(
        rows, lambda bid: _advance(bid, "correction_over", by=by, at=at, note=note, changes={"next_check_at": None})
    )


def _people_of(bid: Bid, at: datetime) -> QuerySet[User]:
    """Who writes and sends for the units of a bid."""
    units = {bid.consortium.lead_id, *queries.member_ids(bid.consortium)}
    people = users_with_role(Role.APPLICANT, Role.UNIT_ADMIN, on=clock.local(at).date())
    return people.filter(organization__in=units)


def _expire_bid(bid: Bid, *, by: User, at: datetime) -> bool:
    _advance(bid, "expire", by=by, at=at, changes={"next_check_at": None})
    title = _("“%(title)s”的揭榜方案没有在截止前提交，已失效") % {"title": bid.challenge.title}
    body = _("本次不再参加评审。草稿内容仍可查看，今后揭榜时可以沿用。")
    for user in _people_of(bid, at):
        key = f"bid:{bid.pk}:expired"
        notify(user, title=title, body=body, url=bid.get_absolute_url(), key=key, at=at, kind=MessageKind.RESULT)
    return True


def _advance(row, step: str, **how) -> bool:
    lifecycle.advance(row, step, **how)
    return True


def _open(opening: Opening) -> bool:
    # In the name of the second person, whose consent this is.
    return open_consented(opening=opening, by=opening.second_by).opened_at is not None


def _each(rows: QuerySet, act: Callable, *, claims: bool = True) -> int:
    """Handle each row in a transaction of its own; a failing one is logged and the others go on."""
    done = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                # The query again, under the lock: another sweep or a person may have been first.
                row = rows.filter(pk=pk)
                claimed = (row.select_for_update(of=("self",), skip_locked=True) if claims else row).first()
                done += bool(claimed is not None and act(claimed))
        except Exception:
            log.exception("sweep of %s %s failed", rows.model._meta.label, pk)
    return done
