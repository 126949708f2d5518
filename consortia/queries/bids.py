"""Reads over bids: who sees which rows, what waits, what is sealed."""

import json
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.query import ModelIterable
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Person, User
from challenges.enums import ChallengeState
from challenges.models import Challenge
from consortia.enums import BidState, EnvelopePurpose, MembershipState
from consortia.models import (
    Bid,
    BidSection,
    BidStatement,
    Envelope,
    Membership,
    Opening,
)
from consortia.queries.consortia import DEAD, STAFF, UNSENT, acts_for_unit, led_or_joined
from core import digests, events, lifecycle, merkle
from core.models import Event
from core.selecting import matching

#: Between the panel's scores and the word in public: nobody outside the department learns how a bid stands.
JUDGED = (
    BidState.SCORED,
    BidState.RECOMMENDED,
    BidState.RACE_RECOMMENDED,
    BidState.NOT_RECOMMENDED,
    BidState.PROPOSED,
)
#: Steps that carry an expert's name and the panel's word.
VERDICTS = ("bid.finish_scoring", "bid.recommend", "bid.recommend_race", "bid.not_recommend")


class _HeldBack(ModelIterable):
    def __iter__(self):
        yield from (_as_shown(bid) for bid in super().__iter__())


def _as_shown(bid: Bid) -> Bid:
    """In memory alone: actions read the row again, and the database refuses to save it."""
    bid.is_held_back = bid.state in JUDGED
    return lifecycle.pictured(bid, BidState.IN_REVIEW) if bid.is_held_back else bid


def shown_to(user: User, rows: QuerySet[Bid]) -> QuerySet[Bid]:
    """The rows as this person sees them: what the panel found, and what was decided on it, stays the department's until
    it is announced (R-REV-12); to everybody else such a bid is under review."""
    if not user.has_role(*STAFF):
        rows = rows.all()
        rows._iterable_class = _HeldBack
    return rows


def in_shown_state(user: User, rows: QuerySet[Bid], state: str) -> QuerySet[Bid]:
    """Those that are in the state as this person sees it: a filter must not tell what the page does not."""
    if user.has_role(*STAFF):
        return rows.filter(state=state)
    states = {BidState.IN_REVIEW: (state, *JUDGED)}.get(state, () if state in JUDGED else (state,))
    return rows.filter(state__in=states)


def history_for(user: User, bid: Bid) -> QuerySet[Event]:
    """What was done to the bid; who judged it and what they found is told to the department alone."""
    found = events.of(bid)
    if user.has_role(*STAFF):
        return found
    hidden = (*VERDICTS, "bid.propose") if getattr(bid, "is_held_back", False) else VERDICTS
    return found.exclude(verb__in=hidden)


def bids_of(user: User) -> QuerySet[Bid]:
    """Bids that exist for this user; that a row is seen says nothing of its content (`rules.read_bid`)."""
    seen = Q(pk__in=[])
    if acts_for_unit(user):
        seen |= Q(consortium__in=led_or_joined(user))
    if user.has_role(*STAFF):
        seen |= ~Q(state__in=UNSENT)
    if user.has_role(Role.PREFECTURE) and user.division_id:
        seen |= ~Q(state__in=UNSENT) & Q(consortium__lead__supervising_division=user.division_id)
    return shown_to(user, Bid.objects.filter(seen))


def sections(bid: Bid) -> dict[str, dict]:
    """The draft, section by section; empty once the bid is sealed."""
    return {row.name: json.loads(row.content) for row in bid.sections.all()}


def has_pledged(bid: Bid, organization_id: int | None, kind: str) -> bool:
    return bid.pledges.filter(organization=organization_id, text__kind=kind, revoked_at__isnull=True).exists()


def section(bid: Bid, name: str) -> BidSection | None:
    return bid.sections.filter(name=name).first()


def sealed_bids(challenge: Challenge) -> QuerySet[Bid]:
    """Bids that lay sealed at the deadline: the leaves of the published root. One given up later stays among them."""
    given_up_later = Q(state=BidState.WITHDRAWN, state_at__gte=challenge.deadline) & ~Q(content_sha256="")
    rows = challenge.bids.filter(~Q(state__in=[*UNSENT, BidState.WITHDRAWN]) | given_up_later)
    return rows.order_by("pk")


def opening_envelope(bid: Bid) -> Envelope | None:
    return bid.envelopes.filter(purpose=EnvelopePurpose.OPENING, version=bid.version).first()


def sealed_leaf(bid: Bid) -> dict:
    """What the root says of one sealed bid. The box itself stands in by its digest."""
    envelope = opening_envelope(bid)
    return {
        "bid": bid.number,
        "version": bid.version,
        "content_sha256": bid.content_sha256,
        "content_sm3": bid.content_sm3,
        "envelope_sha256": digests.of_bytes(bytes(envelope.box)).sha256 if envelope else "",
    }


def sealed_root(challenge: Challenge) -> tuple[list[dict], str]:
    """The leaves and the root (hexadecimal, RFC 6962) over all bids sealed for the challenge."""
    leaves = [sealed_leaf(bid) for bid in sealed_bids(challenge)]
    return leaves, merkle.root([merkle.leaf_hash(digests.canonical_json(leaf)) for leaf in leaves]).hex()


def is_single(challenge: Challenge) -> bool:
    """Eligibility is decided and exactly one bid is eligible (C07). What a panel or a sitting said no to was eligible."""
    gone = (*UNSENT, BidState.WITHDRAWN, BidState.INELIGIBLE)  # what was not sent in by the deadline is no bid
    states = list(challenge.bids.exclude(state__in=gone).values_list("state", flat=True))
    waiting = {BidState.SUBMITTED, BidState.OPENED, BidState.CORRECTING} & set(states)
    return not waiting and len(states) == 1


def needs_single_review(challenge: Challenge) -> bool:
    """A single eligible bid whose conditions nobody has looked at: review may not begin."""
    opening = Opening.objects.filter(challenge=challenge).first()
    return opening is not None and opening.single_reviewed_at is None and is_single(challenge)


def overlaps(challenge: Challenge) -> list[str]:
    """Who both shaped the challenge and stands behind a bid on it: sentences for whoever decides (C07)."""
    links = challenge.need_links.values_list("need__organization_id", flat=True)
    posed = {one for one in (challenge.owner_id, *links) if one}
    rounds = challenge.refinements.values_list("participants", flat=True)
    shaped = Person.objects.filter(pk__in={one for one in rounds if one}).values_list("name", "users__organization")
    bids = challenge.bids.exclude(state__in=[*UNSENT, *DEAD]).order_by("number")
    numbers = dict(bids.values_list("consortium_id", "number"))
    members = Membership.objects.filter(consortium__in=numbers, state=MembershipState.CONFIRMED)
    found = []
    for consortium, unit, name in members.values_list(
        "consortium_id", "organization_id", "organization__name"
    ).order_by("pk"):
        bid = numbers[consortium]
        if unit in posed:
            found.append(_("%(bid)s 的成员“%(unit)s”提出过本榜单的需求或是出题单位。") % {"bid": bid, "unit": name})
        for person in sorted({who for who, at in shaped if at == unit}):
            found.append(_("%(person)s 参加过本榜单的凝练，现属 %(bid)s 的成员单位。") % {"person": person, "bid": bid})
    return sorted(found)


def expired_drafts(at: datetime) -> QuerySet[Bid]:
    """Unsent bids whose challenge takes none any more (C12)."""
    shut = Q(challenge__deadline__lte=at) | Q(challenge__state=ChallengeState.WITHDRAWN)
    return Bid.objects.filter(shut, state__in=[BidState.DRAFT, BidState.UNIT_REVIEW])


def without_root(at: datetime) -> QuerySet[Challenge]:
    """Challenges past their deadline and closed whose root is not published yet."""
    return Challenge.objects.filter(closed_at__isnull=False, deadline__lte=at, sealed_root="")


def consented_unopened() -> QuerySet[Opening]:
    """Openings with both consents that a process which may read the key has still to carry out."""
    return Opening.objects.filter(second_at__isnull=False, opened_at__isnull=True)


def unrestored() -> QuerySet[Bid]:
    """Recalled bids whose draft has still to come back out of the recall envelope."""
    return Bid.objects.filter(state=BidState.DRAFT, version__gt=0, sections__isnull=True)


def to_open(user: User) -> QuerySet[Challenge]:
    """Closed challenges with sealed bids that this user may still consent to open."""
    if not user.has_role(Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR):
        return Challenge.objects.none()
    rows = matching(Challenge.objects.filter(state=ChallengeState.CLOSED), bids__state=BidState.SUBMITTED)
    return rows.exclude(opening__first_by=user).exclude(opening__opened_at__isnull=False)


def waiting_at_unit(user: User) -> QuerySet[Bid]:
    """Drafts that wait for the user, the lead's administrator, to be submitted or returned."""
    if not user.has_role(Role.UNIT_ADMIN) or user.organization_id is None:
        return Bid.objects.none()
    return Bid.objects.filter(consortium__lead=user.organization_id, state=BidState.UNIT_REVIEW)


def to_pledge(user: User) -> QuerySet[Bid]:
    """Bids in which the user's unit has still to sign its pledge."""
    if not user.has_role(Role.UNIT_ADMIN) or user.organization_id is None:
        return Bid.objects.none()
    unit = user.organization_id
    joined = Membership.objects.filter(organization=unit, state=MembershipState.CONFIRMED).values("consortium")
    signed = Q(pledges__organization=unit, pledges__text__kind="ORGANIZATION", pledges__revoked_at__isnull=True)
    rows = Bid.objects.filter(consortium__in=joined, state=BidState.UNIT_REVIEW)
    return rows.exclude(pk__in=Bid.objects.filter(signed).values("pk"))


def to_write(user: User) -> QuerySet[Bid]:
    """Drafts of the user's own consortia."""
    if not user.has_role(Role.APPLICANT):
        return Bid.objects.none()
    return bids_of(user).filter(state=BidState.DRAFT)


def to_check(user: User) -> QuerySet[Bid]:
    """Opened bids whose eligibility the user's office decides."""
    if not user.has_role(Role.OFFICER):
        return Bid.objects.none()
    rows = Bid.objects.filter(state=BidState.OPENED)
    return rows.filter(challenge__batch__programme__office=user.office_id) if user.office_id else rows


def to_correct(user: User) -> QuerySet[Bid]:
    if not user.has_role(Role.UNIT_ADMIN, Role.APPLICANT) or user.organization_id is None:
        return Bid.objects.none()
    return Bid.objects.filter(consortium__lead=user.organization_id, state=BidState.CORRECTING)


#: What the table of turns reads of a bid.
TURN_OF_BID = (
    "challenge__batch__programme__office",
    "challenge__batch__rule_set",
    "consortium__lead__supervising_division",
    "recommendation",
    "notice_item__notice",
)


#: Bids that the prefecture may recommend; while one is being corrected its days run on (R-TIM-06).
RECOMMENDABLE = (BidState.SUBMITTED, BidState.OPENED, BidState.CORRECTING)


def to_recommend(user: User, at: datetime) -> QuerySet[Bid]:
    """Bids whose batch asks for a recommendation that the user's bureau has still to make."""
    if not user.has_role(Role.PREFECTURE) or user.division_id is None:
        return Bid.objects.none()
    return Bid.objects.filter(
        consortium__lead__supervising_division=user.division_id,
        challenge__batch__rule_set__needs_recommendation=True,
        challenge__deadline__lte=at,
        state__in=RECOMMENDABLE,
        recommendation__isnull=True,
    )


def _columns(row, *names: str) -> dict:
    """The named values of a row; nothing where there is no row."""
    return {name: getattr(row, name) for name in names} if row is not None else {}


def content_of(bid: Bid) -> dict[str, dict]:
    """The content of an opened bid in the shape of its draft: one way of showing serves both."""

    def rows(found: QuerySet, *names: str) -> list[dict]:
        return list(found.values(*names))

    lines = bid.budget_lines.order_by("pk")
    statement = BidStatement.objects.filter(bid=bid).first()
    return {
        "basic": {
            name: getattr(bid, name)
            for name in ("title", "leader_id", "chief_scientist_id", "keywords", "summary", "public_summary", "duration_months")
        },
        "technical": bid.narrative,
        "benefits": _columns(statement, "economic", "social", "ecological", "scenarios", "ownership"),
        "foundation": {
            **_columns(statement, "no_platforms", "no_rights", "no_projects"),
            "platforms": rows(bid.platforms.order_by("platform"), "platform_id"),
            "rights": rows(bid.rights.order_by("pk"), "kind", "title", "number", "organization_id"),
            "projects": rows(
                bid.running_projects.order_by("pk"),
                "title", "programme_name", "number", "leader_name", "organization_id", "amount_fen", "ends_year", "difference",
            ),
        },
        "responses": {"rows": rows(bid.responses.order_by("indicator__number"), "indicator_id", "promised", "evidence")},
        "tasks": {"rows": rows(bid.tasks.order_by("number"), "title", "organization_id", "leader_name", "amount_fen")},
        "team": {"rows": rows(bid.team.order_by("pk"), "person_id", "organization_id", "role", "months_per_year", "tasks")},
        "milestones": {
            "rows": rows(
                bid.milestones.order_by("number"),
                "name", "month_offset", "targets", "deliverables", "fiscal_share_percent",
            ),
            "years": rows(bid.annual_targets.order_by("year"), "year", "targets"),
        },
        "budget": {
            "sources": rows(lines.filter(side="SOURCE"), "source", "year", "organization_id", "amount_fen"),
            "uses": rows(lines.filter(side="USE"), "category", "source", "year", "organization_id", "amount_fen"),
        },
        "matching": {"rows": rows(bid.matching_funds.order_by("pk"), "division_id", "amount_fen", "policy_document")},
    }  # fmt: skip
