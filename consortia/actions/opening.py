"""Opening: two different people, after the deadline by the database clock, once (design §6).

The record says who, when, how many and with which digests; its root equals the one published at the deadline.
"""

from datetime import datetime
from decimal import Decimal

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import own_accounts
from challenges.enums import ChallengeState
from challenges.models import Challenge
from consortia import drafts, queries, rules, sealing
from consortia.actions.access import require_on_sealed
from consortia.drafts.schema import FORMER, NARRATIVE, NONE_OF
from consortia.enums import BidState, BudgetSide
from consortia.models import (
    AnnualTarget,
    Attachment,
    Bid,
    BidMilestone,
    BidPlatform,
    BidRight,
    BidStatement,
    BidTask,
    BudgetLine,
    IndicatorResponse,
    MatchingFund,
    Opening,
    RunningProject,
    TeamMember,
)
from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused

OPENED, BROKEN, GIVEN_UP = "OPENED", "BROKEN", "WITHDRAWN"


@action
def publish_sealed_root(*, challenge: Challenge, by: User) -> str:
    """The root over all bids sealed at the deadline, written once the challenge is closed. A repeat answers the same."""
    fresh, now = locked(challenge), clock.now()
    if fresh.closed_at is None or now < fresh.deadline:
        raise Refused("not_closed", _("榜单尚未截止，不能公布根哈希。"), sensitive=True, challenge=fresh.pk)
    return _publish_root(fresh, by=by, now=now)


@action
def consent_to_opening(*, challenge: Challenge, by: User) -> Opening:
    """The first or the second consent; the second, by another person, opens all bids at once.

    Where this process may not read the key the consents stand and a worker's sweep opens (`open_consented`).
    Raises Refused, all sensitive: `before_deadline`, `not_closed`, `same_person`, `nothing_sealed`.
    """
    require_on_sealed(rules.consent_to_opening, by, challenge)
    fresh, now = locked(challenge), clock.now()
    _refuse_early(fresh, now)
    if (
        not fresh.bids.filter(state=BidState.SUBMITTED).exists()
        and not Opening.objects.filter(challenge=fresh).exists()
    ):
        raise Refused("nothing_sealed", _("该榜单没有密封的方案，不需要开封。"), sensitive=True, challenge=fresh.pk)
    opening, _made = Opening.objects.get_or_create(challenge=fresh)
    if opening.opened_at is not None:
        return opening
    if opening.first_at is None:
        opening.first_at, opening.first_by = now, by
        Opening.objects.filter(pk=opening.pk).update(first_at=now, first_by=by)
        events.record(fresh, "opening.first_consent", by=by, at=now, label=_("同意开封（第一人）"))
        return opening
    if opening.first_by_id in own_accounts(by) and opening.second_at is None:
        raise Refused("same_person", _("须由另一名人员同意开封。"), sensitive=True, challenge=fresh.pk)
    if opening.second_at is None:
        opening.second_at, opening.second_by = now, by
        Opening.objects.filter(pk=opening.pk).update(second_at=now, second_by=by)
        events.record(fresh, "opening.second_consent", by=by, at=now, label=_("同意开封（第二人）"))
    return _open_all(opening, fresh, by=by, now=now)


@action
def open_consented(*, opening: Opening, by: User) -> Opening:
    """Carry out an opening both persons have consented to; also once more for envelopes that would not open before."""
    challenge = locked(opening.challenge)
    fresh, now = locked(opening), clock.now()
    _refuse_early(challenge, now)
    if fresh.second_at is None:
        raise Refused("consent_missing", _("开封须有两名人员同意。"), sensitive=True, challenge=challenge.pk)
    return _open_all(fresh, challenge, by=by, now=now)


def _refuse_early(challenge: Challenge, now: datetime) -> None:
    if challenge.deadline is None or now < challenge.deadline:
        raise Refused("before_deadline", _("揭榜尚未截止，任何人不得开封。"), sensitive=True, challenge=challenge.pk)
    if challenge.state != ChallengeState.CLOSED:
        sentence = _("榜单现为“%(state)s”，不能开封。") % {"state": challenge.get_state_display()}
        raise Refused("not_closed", sentence, sensitive=True, challenge=challenge.pk)


def _publish_root(challenge: Challenge, *, by: User, now: datetime) -> str:
    """`challenge` is locked."""
    if not challenge.sealed_root:
        leaves, root = queries.sealed_root(challenge)
        Challenge.objects.filter(pk=challenge.pk).update(sealed_root=root)
        challenge.sealed_root = root
        data = {"root": root, "leaves": leaves}
        events.record(challenge, "challenge.sealed_root", by=by, at=now, label=_("公布密封方案根哈希"), data=data)
    return challenge.sealed_root


def _open_all(opening: Opening, challenge: Challenge, *, by: User, now: datetime) -> Opening:
    """Open what is still sealed; both rows are locked."""
    _publish_root(challenge, by=by, now=now)
    try:
        key = sealing.challenge_key(challenge.pk)
    except Refused as refusal:
        if sealing.is_closed(refusal):
            return opening
        raise
    # Locked, so that a bid that is given up in this moment is in the record as what it is.
    bids = queries.sealed_bids(challenge).select_related("challenge__batch__rule_set").select_for_update(of=("self",))
    rows = list(bids)
    leaves, root = queries.sealed_root(challenge)
    entries = []
    for bid, leaf in zip(rows, leaves, strict=True):
        result, reason = _open_one(bid, key, by=by, now=now)
        entries.append(
            {**leaf, "consortium": bid.consortium_snapshot.get("name", ""), "result": result, "reason": reason}
        )
    count = sum(1 for entry in entries if entry["result"] == OPENED)
    # The hour of the first opening stays when broken envelopes are tried again.
    written = {"opened_at": opening.opened_at or now, "bid_count": count, "entries": entries, "root": root}
    Opening.objects.filter(pk=opening.pk).update(**written)
    for name, value in written.items():
        setattr(opening, name, value)
    data = {"root": root, "opened": count, "broken": [one["bid"] for one in entries if one["result"] == BROKEN]}
    events.record(challenge, "opening.open", by=by, at=now, label=_("开封"), data=data)
    return opening


def _open_one(bid: Bid, key: bytes, *, by: User, now: datetime) -> tuple[str, str]:
    """One bid, in a savepoint of its own: a broken envelope is named and does not stop the others."""
    if bid.state == BidState.WITHDRAWN:
        return GIVEN_UP, ""
    if bid.state != BidState.SUBMITTED:
        return OPENED, ""
    envelope = queries.opening_envelope(bid)
    try:
        with transaction.atomic():
            if envelope is None or envelope.plain_sha256 != bid.content_sha256:
                raise ValueError(_("密封件与提交记录不符"))
            document = sealing.open_envelope(envelope, key)
            _fill(bid, document["sections"], by=by, now=now)
            _settle()
    except Refused as refusal:
        return BROKEN, str(refusal)
    except (ValueError, KeyError, TypeError, DatabaseError) as error:
        return BROKEN, _("内容无法读取：%(error)s") % {"error": type(error).__name__}
    return OPENED, ""


def _settle() -> None:
    """Foreign keys are else looked at when the whole opening commits: one bid that names a unit that is not there would
    then keep all bids of the challenge shut for ever."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _fill(bid: Bid, sections: dict[str, dict], *, by: User, now: datetime) -> None:
    """The sealed content becomes rows. What was sealed before a part was asked for has nothing in it."""

    def of(name: str) -> dict:
        return drafts.blank(name) | (sections.get(name) or {})

    basic, budget, technical, foundation = of("basic"), of("budget"), of("technical"), of("foundation")
    sums = drafts.totals(budget, bid.challenge.batch.rule_set)
    changes = {
        "title": basic["title"],
        "leader_id": basic["leader_id"],
        "chief_scientist_id": basic["chief_scientist_id"],
        "keywords": basic["keywords"],
        "summary": basic["summary"],
        "public_summary": basic["public_summary"],
        "duration_months": basic["duration_months"],
        "narrative": {name: technical[name] for name in [*NARRATIVE, *FORMER] if name in technical},
        "fiscal_fen": sums.fiscal_fen,
        "self_fen": sums.self_fen,
        "loan_fen": sums.loan_fen,
        "matching_fen": sums.matching_fen,
        "other_fen": sums.other_fen,
        "file_key": of("attachments")["file_key"],
    }
    lifecycle.advance(bid, "open", by=by, at=now, changes=changes)
    _fill_people(bid, of("team"), of("tasks"))
    if "benefits" in sections or "foundation" in sections:
        BidStatement.objects.create(bid=bid, **of("benefits"), **{tick: foundation[tick] for tick in NONE_OF})
    _fill_foundation(bid, foundation)
    _fill_plan(bid, of("milestones"), of("responses"))
    _fill_money(bid, budget, of("matching"))
    for row in of("attachments")["rows"]:
        Attachment.objects.filter(pk=row["attachment_id"], bid=bid).update(name=row["name"])


def _fill_people(bid: Bid, team: dict, tasks: dict) -> None:
    TeamMember.objects.bulk_create(TeamMember(bid=bid, **row) for row in team["rows"])
    BidTask.objects.bulk_create(
        BidTask(bid=bid, number=place, **{**row, "amount_fen": row["amount_fen"] or 0})
        for place, row in enumerate(tasks["rows"], 1)
    )


def _fill_foundation(bid: Bid, foundation: dict) -> None:
    BidPlatform.objects.bulk_create(BidPlatform(bid=bid, **row) for row in foundation["platforms"])
    BidRight.objects.bulk_create(BidRight(bid=bid, **row) for row in foundation["rights"])
    RunningProject.objects.bulk_create(RunningProject(bid=bid, **row) for row in foundation["projects"])


def _fill_plan(bid: Bid, milestones: dict, responses: dict) -> None:
    BidMilestone.objects.bulk_create(
        BidMilestone(bid=bid, number=place, **{**row, "fiscal_share_percent": row["fiscal_share_percent"] or 0})
        for place, row in enumerate(milestones["rows"], 1)
    )
    AnnualTarget.objects.bulk_create(AnnualTarget(bid=bid, **row) for row in milestones["years"] if row["targets"])
    IndicatorResponse.objects.bulk_create(
        IndicatorResponse(bid=bid, **{**row, "promised": Decimal(row["promised"])}) for row in responses["rows"]
    )


def _fill_money(bid: Bid, budget: dict, matching: dict) -> None:
    lines = [BudgetLine(bid=bid, side=BudgetSide.SOURCE, **row) for row in budget["sources"]]
    lines += [BudgetLine(bid=bid, side=BudgetSide.USE, **row) for row in budget["uses"]]
    BudgetLine.objects.bulk_create(lines)
    MatchingFund.objects.bulk_create(MatchingFund(bid=bid, **row) for row in matching["rows"])
