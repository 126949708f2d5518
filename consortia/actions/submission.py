"""Submitting under the deadline lock, and taking back before it (design §6, R-TIM-05, C11, C13)."""

import json
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import users_with_role
from challenges import locks
from challenges.models import Challenge
from consortia import drafts, queries, rules, sealing
from consortia.actions.access import require_on_sealed
from consortia.actions.drafting import fresh_challenge, refuse_defects, refuse_unless_fit, refuse_unless_open
from consortia.actions.pledges import missing_pledges
from consortia.enums import BidState, EnvelopePurpose
from consortia.models import Bid, BidSection, Consortium, Envelope, SubmissionReceipt
from core import clock, digests, events, lifecycle, outbox, signing
from core.actions import action, locked
from core.errors import Refused
from core.models import MessageKind


@action
def submit_bid(*, bid: Bid, by: User) -> SubmissionReceipt:
    """Seal the draft and answer the signed receipt. Submitting a submitted bid answers the receipt there is.

    The instant is the database's, read once behind the shared lock of the challenge: compared with the deadline, stored,
    signed. There is no way to hand in another. Raises Refused `deadline_passed` (sensitive), `draft_incomplete`,
    `pledge_missing`, `not_registered`, `barred`.
    """
    require_on_sealed(rules.submit_bid, by, bid)
    locks.share(bid.challenge)
    now = clock.now()
    fresh = locked(bid)
    if fresh.state == BidState.SUBMITTED:
        return fresh.receipts.get(version=fresh.version)
    challenge = fresh_challenge(fresh)
    refuse_unless_open(challenge, now)
    if fresh.state == BidState.UNIT_REVIEW:
        refuse_unless_fit(fresh.consortium, now)
        refuse_defects(fresh)
        missing = missing_pledges(fresh)
        if missing:
            raise Refused("pledge_missing", _("还有承诺没有签署。"), defects=missing, bid=fresh.pk)
    version, snapshot = fresh.version + 1, snapshot_of(fresh.consortium)
    sections = queries.sections(fresh)
    plain = sealing.pack(fresh, sections, version=version, snapshot=snapshot)
    changes = {
        "version": version,
        "content_sha256": plain.digests.sha256,
        "content_sm3": plain.digests.sm3,
        "consortium_snapshot": snapshot,
        "next_check_at": None,
    }
    lifecycle.advance(bid, "submit", by=by, at=now, changes=changes)
    opening = _seal(fresh, challenge, plain, version, now)
    fresh.sections.all().delete()
    receipt = _receipt(fresh, opening, _files(fresh, sections), by=by, now=now)
    receipt.bid = bid  # the caller's own, brought up to date
    return receipt


@action
def recall_bid(*, bid: Bid, by: User) -> Bid:
    """Take a sealed bid back before the deadline; the draft comes back out of the recall envelope, both envelopes stay."""
    require_on_sealed(rules.submit_bid, by, bid)
    locks.share(bid.challenge)
    now = clock.now()
    refuse_unless_open(Challenge.objects.get(pk=bid.challenge_id), now)
    changes = {
        "submitted_at": None,
        "submitted_by": None,
        "content_sha256": "",
        "content_sm3": "",
        "consortium_snapshot": {},
        "next_check_at": now,
    }
    lifecycle.advance(bid, "recall", by=by, at=now, changes=changes)
    restore_draft(bid, by=by, at=now)
    return bid


@action
def withdraw_bid(*, bid: Bid, reason: str, by: User) -> Bid:
    """Give the bid up. After the deadline a reason is needed; it may count in the integrity record only where abusive."""
    require_on_sealed(rules.submit_bid, by, bid)
    locks.share(bid.challenge)
    now = clock.now()
    challenge = Challenge.objects.get(pk=bid.challenge_id)
    if now >= challenge.deadline and not reason.strip():
        raise Refused("reason_missing", _("截止后放弃揭榜须写明理由。"), bid=bid.pk)
    return lifecycle.advance(bid, "withdraw", by=by, at=now, note=reason.strip(), changes={"next_check_at": None})


def restore_draft(bid: Bid, *, by: User, at: datetime) -> bool:
    """Bring the recalled draft back where this process may read the key; else a worker's sweep does. In a transaction."""
    envelope = bid.envelopes.get(version=bid.version, purpose=EnvelopePurpose.RECALL)
    try:
        document = sealing.open_envelope(envelope, sealing.recall_key(bid.consortium))
    except Refused as refusal:
        if sealing.is_closed(refusal):
            return False
        raise
    # Above every version that a page opened before may still hold: such a page is told of the change.
    version = bid.version * 100_000 + 1
    BidSection.objects.bulk_create(
        BidSection(
            bid=bid,
            name=name,
            content=json.dumps(content, ensure_ascii=False),
            version=version,
            saved_at=at,
            saved_by=by,
        )
        for name, content in drafts.modern(document["sections"]).items()
    )
    deadline = Challenge.objects.values_list("deadline", flat=True).get(pk=bid.challenge_id)
    Bid.objects.filter(pk=bid.pk).update(next_check_at=deadline)
    events.record(bid, "bid.restore", by=by, at=at, label=_("恢复撤回的草稿"), data={"version": bid.version})
    return True


def snapshot_of(consortium: Consortium) -> dict:
    """The consortium as it is at this moment: names stay with the bid whatever becomes of the units."""
    members = [
        {
            "organization": one.organization_id,
            "name": one.organization.name,
            "uscc": one.organization.uscc,
            "kind": one.organization.kind,
            "is_local": one.organization.division.is_local,
            "role": one.role,
            "tasks": one.tasks,
        }
        for one in queries.confirmed(consortium).order_by("role", "pk")
    ]
    return {
        "consortium": consortium.pk,
        "name": consortium.name,
        "registration_number": consortium.registration_number,
        "version": consortium.version,
        "lead": consortium.lead_id,
        "members": members,
    }


def _seal(bid: Bid, challenge: Challenge, plain: sealing.Plain, version: int, now: datetime) -> Envelope:
    """Two envelopes: one for the opening, one the consortium's own people can take back. Answers the first."""
    keys = {
        EnvelopePurpose.OPENING: bytes(challenge.seal_public_key),
        EnvelopePurpose.RECALL: bytes(bid.consortium.recall_public_key),
    }
    made = []
    for purpose, public_key in keys.items():
        box = sealing.seal(bid, plain, version=version, purpose=purpose, public_key=public_key)
        made.append(
            Envelope(
                bid=bid,
                version=version,
                purpose=purpose,
                algorithm=box.alg,
                box=box.data,
                plain_sha256=plain.digests.sha256,
                plain_sm3=plain.digests.sm3,
                sealed_at=now,
                deadline=challenge.deadline,
            )
        )
    return Envelope.objects.bulk_create(made)[0]


def _files(bid: Bid, sections: dict[str, dict]) -> list[dict]:
    """Digests of the attachments this version carries: anybody can check a file against the receipt."""
    carried = [row["attachment_id"] for row in sections.get("attachments", {}).get("rows", [])]
    rows = bid.attachments.filter(pk__in=carried).select_related("file").order_by("pk")
    return [{"sha256": one.file.sha256, "sm3": one.file.sm3, "size_bytes": one.file.size_bytes} for one in rows]


def _receipt(bid: Bid, envelope: Envelope, files: list[dict], *, by: User, now: datetime) -> SubmissionReceipt:
    """Signed. Its number is the bid's with the version: a series of its own would tell how many were handed in, and hold
    up everybody who submits in the same minute."""
    challenge, lead = bid.challenge, bid.consortium.lead
    people = list(users_with_role("APPLICANT", "UNIT_ADMIN", on=clock.local(now).date(), organization=lead))
    payload = {
        "kind": "submission_receipt",
        "number": f"{bid.number}-H{envelope.version}",
        "bid": bid.number,
        "version": envelope.version,
        "challenge": challenge.code,
        "challenge_title": challenge.title,
        "consortium": bid.consortium.name,
        "lead": lead.name,
        "received_at": clock.local(now).isoformat(timespec="microseconds"),
        "deadline": clock.local(envelope.deadline).isoformat(),
        "content_sha256": envelope.plain_sha256,
        "content_sm3": envelope.plain_sm3,
        "envelope_sha256": digests.of_bytes(bytes(envelope.box)).sha256,
        "files": files,
        "key": signing.key_id(),
    }
    receipt = SubmissionReceipt.objects.create(
        bid=bid,
        version=envelope.version,
        number=payload["number"],
        received_at=now,
        payload=payload,
        signature=signing.sign(payload).encode(),
    )
    title = _("揭榜方案 %(bid)s 已密封提交，回执 %(number)s") % {"bid": bid.number, "number": receipt.number}
    for user in people:
        key = f"receipt:{receipt.pk}"
        outbox.notify(user, title=title, url=receipt.get_absolute_url(), key=key, at=now, kind=MessageKind.RESULT)
    return receipt
