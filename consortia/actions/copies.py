"""A copy of what was sealed, for the consortium's own people: it proves what was sent and what was opened.

Where this process may not read the recall key (the web: ADR 5) a worker makes the copy. The asker's browser keeps the
private half of a pair made for this one copy, and the worker seals the copy to the public half: with database, cache and
backups in hand nobody can read it.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from consortia import queries, rules, sealing
from consortia.actions.access import require_on_sealed
from consortia.enums import EnvelopePurpose
from consortia.models import Bid
from core import clock, digests, events, outbox
from core.actions import action
from core.delivery import handler
from core.errors import Refused
from core.models import Outbox

#: A copy that nobody fetches, or a request that no worker hears, is void after this.
KEPT_FOR = timedelta(hours=1)


@action
def copy_of_submission(*, bid: Bid, by: User) -> bytes:
    """The sealed bytes out of the consortium's own envelope: what the receipt's digests are of.

    Raises Refused `keystore_closed` where a worker has to be asked (`ask_for_copy`).
    """
    _refuse_others(bid, by)
    content = _content(bid)
    _record(bid, by)
    return content


@action
def ask_for_copy(*, bid: Bid, by: User, at: datetime | None = None) -> bytes:
    """Ask a worker. Answers the key that alone opens the copy: it goes to the asker and is kept nowhere."""
    _refuse_others(bid, by)
    at = at or clock.now()
    private, public = sealing.new_copy_key()
    payload = {"bid": bid.pk, "version": bid.version, "by": by.pk, "public": public.hex()}
    outbox.put(kind="copy", key=f"copy:{public.hex()}", payload=payload, at=at)
    events.record(bid, "bid.ask_copy", by=by, at=at, label=_("申请密封副本"))
    return private


@handler("copy")
def make_copy(row: Outbox, at: datetime) -> None:
    """In a process that may read the recall key; nothing where the bid has moved on or the asker is its own no more."""
    asked = row.payload
    bid = Bid.objects.select_related("consortium").get(pk=asked["bid"])
    asker = User.objects.get(pk=asked["by"])
    is_stale = at - row.created_at > KEPT_FOR or bid.version != asked["version"]
    if is_stale or not queries.is_own(asker, bid.consortium):
        return
    public = bytes.fromhex(asked["public"])
    box = sealing.seal_copy(bid, _content(bid), public_key=public)
    sealing.keep_copy(box, public_key=public, seconds=int(KEPT_FOR.total_seconds()))


@action
def take_copy(*, bid: Bid, key: bytes, by: User) -> bytes:
    """The bytes that a worker sealed to this key. Raises Refused `copy_not_ready`, core.sealing.SealBroken."""
    _refuse_others(bid, by)
    box = sealing.kept_copy(key)
    if box is None:
        raise Refused("copy_not_ready", _("密封副本尚未制作完成或已过期，请稍候，或重新申请。"), bid=bid.pk)
    content = sealing.open_copy(bid, box, key)
    _record(bid, by)
    return content


def _refuse_others(bid: Bid, by: User) -> None:
    require_on_sealed(rules.read_bid, by, bid)
    if not queries.is_own(by, bid.consortium):
        raise Refused(
            "own_only", _("只有本联合体成员可以下载密封副本，请改用成员单位的账号登录。"), sensitive=True, bid=bid.pk
        )


def _content(bid: Bid) -> bytes:
    envelope = bid.envelopes.get(version=bid.version, purpose=EnvelopePurpose.RECALL)
    return digests.canonical_json(sealing.open_envelope(envelope, sealing.recall_key(bid.consortium)))


def _record(bid: Bid, by: User) -> None:
    events.record(bid, "bid.copy", by=by, at=clock.now(), label=_("下载密封副本"))
