"""Reads over consortia and bids: who sees which rows, what waits, what can be proved."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accounts.enums import RESEARCH_KINDS, OrganizationKind, Role
from accounts.models import Organization, User
from challenges.enums import ChallengeState, Mechanism
from challenges.models import Batch, Challenge, RuleSet
from consortia.enums import BidState, ConsortiumState, EnvelopePurpose, MembershipState
from consortia.models import (
    Bid,
    BidSection,
    Consortium,
    Envelope,
    Membership,
    Opening,
    Platform,
    RosterEntry,
    SubmissionReceipt,
)
from core import clock, digests, merkle, signing

STAFF = (Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR, Role.FINANCE, Role.AUDITOR)
#: Before these states a bid is its own people's business alone.
UNSENT = (BidState.DRAFT, BidState.UNIT_REVIEW, BidState.EXPIRED)
#: Nobody but the consortium's own people reads the content in these.
SEALED = (*UNSENT, BidState.SUBMITTED)
#: A bid that no longer keeps its consortium busy.
DEAD = (BidState.WITHDRAWN, BidState.EXPIRED, BidState.INELIGIBLE, BidState.NOT_RECOMMENDED, BidState.REJECTED)
PUBLIC_CONSORTIA = (ConsortiumState.REGISTERED, ConsortiumState.SUSPENDED, ConsortiumState.EXPIRED)


# Consortia


#: Who acts for a unit; an expert's or end user's account of the same unit has nothing to do with its bids.
FOR_A_UNIT = (Role.UNIT_ADMIN, Role.APPLICANT)


def acts_for_unit(user: User) -> bool:
    return user.organization_id is not None and user.has_role(*FOR_A_UNIT)


def is_own(user: User, consortium: Consortium) -> bool:
    """Whether the user acts for a unit that leads the consortium or is a confirmed member of it."""
    if not acts_for_unit(user):
        return False
    if user.organization_id == consortium.lead_id:
        return True
    return consortium.memberships.filter(organization=user.organization_id, state=MembershipState.CONFIRMED).exists()


def consortia_of(user: User) -> QuerySet[Consortium]:
    """Consortia that exist for this user's back office: staff all that were ever filed, others their own."""
    seen = Q(pk__in=[])
    if acts_for_unit(user):
        asked = Q(memberships__organization=user.organization_id, memberships__state__in=["INVITED", "CONFIRMED"])
        seen |= Q(lead=user.organization_id) | asked
    if user.has_role(*STAFF):
        seen |= Q(filed_at__isnull=False)
    return Consortium.objects.filter(seen).distinct()


def public_consortia() -> QuerySet[Consortium]:
    """The directory: consortia that hold a registration number (S44)."""
    return Consortium.objects.filter(state__in=PUBLIC_CONSORTIA)


def confirmed(consortium: Consortium) -> QuerySet[Membership]:
    return consortium.memberships.filter(state=MembershipState.CONFIRMED).select_related("organization__division")


def member_ids(consortium: Consortium) -> set[int]:
    return set(confirmed(consortium).values_list("organization_id", flat=True))


def platforms(consortium: Consortium) -> QuerySet[Platform]:
    """Platforms of the confirmed members."""
    rows = Platform.objects.filter(organization__in=confirmed(consortium).values("organization"))
    return rows.select_related("organization").order_by("level", "organization", "name")


def invitations(user: User) -> QuerySet[Membership]:
    """Memberships that wait for the user's unit to say yes or no."""
    if not user.has_role(Role.UNIT_ADMIN) or user.organization_id is None:
        return Membership.objects.none()
    rows = Membership.objects.filter(organization=user.organization_id, state=MembershipState.INVITED)
    return rows.exclude(consortium__state=ConsortiumState.CANCELLED)


def to_register(user: User) -> QuerySet[Consortium]:
    """Filed consortia that wait for the department; an officer sees those of the own office and those of none."""
    if not user.has_role(Role.OFFICER):
        return Consortium.objects.none()
    rows = Consortium.objects.filter(state=ConsortiumState.FILED)
    if user.office_id:
        rows = rows.filter(Q(programme__isnull=True) | Q(programme__office=user.office_id))
    return rows


def rule_set_for(consortium: Consortium) -> RuleSet:
    """The rules a registration is checked by: those of the programme's newest batch that the lead's kind fits; else the defaults."""
    batches = Batch.objects.filter(programme=consortium.programme_id).select_related("rule_set").order_by("-pk")
    if consortium.lead.kind in RESEARCH_KINDS:
        batches = batches.filter(rule_set__mechanism=Mechanism.ENTERPRISE_2021)
    batch = batches.first()
    return batch.rule_set if batch else RuleSet()


def registration_figures() -> dict[str, int]:
    """S31, S32: registered consortia, distinct units, memberships, distinct platforms by level, distinct persons."""
    registered = Consortium.objects.filter(state=ConsortiumState.REGISTERED)
    members = Membership.objects.filter(consortium__in=registered, state=MembershipState.CONFIRMED)
    units = Organization.objects.filter(pk__in=members.values("organization"))
    levels = dict(
        Platform.objects.filter(organization__in=units)
        .values_list("level")
        .annotate(n=Count("id"))
        .values_list("level", "n")
    )
    return {
        "consortia": registered.count(),
        "units": units.count(),
        "memberships": members.count(),
        "enterprises": units.filter(kind=OrganizationKind.ENTERPRISE).count(),
        "research_units": units.filter(kind__in=RESEARCH_KINDS).count(),
        "national_platforms": levels.get("NATIONAL", 0),
        "regional_platforms": levels.get("REGIONAL", 0),
        "persons": RosterEntry.objects.filter(consortium__in=registered).values("person").distinct().count(),
    }


# Bids


def bids_of(user: User) -> QuerySet[Bid]:
    """Bids that exist for this user; that a row is seen says nothing of its content (`rules.read_bid`)."""
    own = Q(consortium__lead=user.organization_id) | Q(
        consortium__memberships__organization=user.organization_id,
        consortium__memberships__state=MembershipState.CONFIRMED,
    )
    seen = Q(pk__in=[])
    if acts_for_unit(user):
        seen |= own
    if user.has_role(*STAFF):
        seen |= ~Q(state__in=UNSENT)
    if user.has_role(Role.PREFECTURE) and user.division_id:
        seen |= ~Q(state__in=UNSENT) & Q(consortium__lead__supervising_division=user.division_id)
    return Bid.objects.filter(seen).distinct()


def live_bids(consortium: Consortium) -> QuerySet[Bid]:
    return consortium.bids.exclude(state__in=DEAD)


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
    rows = Challenge.objects.filter(state=ChallengeState.CLOSED, bids__state=BidState.SUBMITTED)
    return rows.exclude(opening__first_by=user).exclude(opening__opened_at__isnull=False).distinct()


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
    mine = Q(consortium__memberships__organization=unit, consortium__memberships__state=MembershipState.CONFIRMED)
    signed = Q(pledges__organization=unit, pledges__text__kind="ORGANIZATION", pledges__revoked_at__isnull=True)
    rows = Bid.objects.filter(mine, state=BidState.UNIT_REVIEW)
    return rows.exclude(pk__in=Bid.objects.filter(signed).values("pk")).distinct()


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


def to_recommend(user: User, at: datetime) -> QuerySet[Bid]:
    """Bids whose batch asks for a recommendation that the user's bureau has still to make."""
    if not user.has_role(Role.PREFECTURE) or user.division_id is None:
        return Bid.objects.none()
    return Bid.objects.filter(
        consortium__lead__supervising_division=user.division_id,
        challenge__batch__rule_set__needs_recommendation=True,
        challenge__deadline__lte=at,
        state__in=[BidState.SUBMITTED, BidState.OPENED],
        recommendation__isnull=True,
    )


def content_of(bid: Bid) -> dict[str, dict]:
    """The content of an opened bid in the shape of its draft: one way of showing serves both."""

    def rows(found: QuerySet, *names: str) -> list[dict]:
        return list(found.values(*names))

    lines = bid.budget_lines.order_by("pk")
    return {
        "basic": {
            name: getattr(bid, name)
            for name in ("title", "leader_id", "chief_scientist_id", "keywords", "summary", "public_summary", "duration_months")
        },
        "technical": bid.narrative,
        "responses": {"rows": rows(bid.responses.order_by("indicator__number"), "indicator_id", "promised", "evidence")},
        "tasks": {"rows": rows(bid.tasks.order_by("number"), "title", "organization_id", "leader_name", "amount_fen")},
        "team": {"rows": rows(bid.team.order_by("pk"), "person_id", "organization_id", "role", "months_per_year", "tasks")},
        "milestones": {
            "rows": rows(
                bid.milestones.order_by("number"),
                "name", "month_offset", "targets", "deliverables", "fiscal_share_percent",
            )
        },
        "budget": {
            "sources": rows(lines.filter(side="SOURCE"), "source", "year", "organization_id", "amount_fen"),
            "uses": rows(lines.filter(side="USE"), "category", "source", "year", "organization_id", "amount_fen"),
        },
        "matching": {"rows": rows(bid.matching_funds.order_by("pk"), "division_id", "amount_fen", "policy_document")},
    }  # fmt: skip


# Proof


@dataclass(frozen=True)
class Proof:
    """What a checked file turned out to be."""

    receipt: SubmissionReceipt | None
    what: str  # RECEIPT, CONTENT, ATTACHMENT or ""
    is_genuine: bool


def matches_receipt(content: bytes | dict) -> Proof:
    """Whether a file (a receipt, the sealed content, or an attachment) is what a receipt says.

    A receipt is genuine when it is exactly the one we gave and our signature stands under it.
    """
    raw = content if isinstance(content, bytes) else digests.canonical_json(content)
    shown = _as_json(raw)
    if isinstance(shown, dict) and isinstance(shown.get("payload"), dict):
        payload, signature = shown["payload"], str(shown.get("signature", ""))
        receipt = SubmissionReceipt.objects.filter(number=str(payload.get("number", ""))[:40]).first()
        is_ours = signing.verify(payload, signature, signing.public_key())
        return Proof(receipt, "RECEIPT", bool(receipt and receipt.payload == payload and is_ours))
    found = digests.of_bytes(raw)
    receipt = SubmissionReceipt.objects.filter(payload__content_sha256=found.sha256).order_by("pk").first()
    if receipt:
        return Proof(receipt, "CONTENT", receipt.payload["content_sm3"] == found.sm3)
    receipt = (
        SubmissionReceipt.objects.filter(payload__files__contains=[{"sha256": found.sha256}]).order_by("pk").first()
    )
    return Proof(receipt, "ATTACHMENT" if receipt else "", receipt is not None)


def _as_json(raw: bytes):
    try:
        return json.loads(raw)
    except (ValueError, UnicodeDecodeError):
        return None


def receipt_document(receipt: SubmissionReceipt) -> dict:
    """The receipt as a file anybody can keep and check."""
    signature = bytes(receipt.signature).decode()
    return {"payload": receipt.payload, "signature": signature, "public_key": signing.public_key().hex()}


def today_is_within(consortium: Consortium) -> bool:
    """Whether the registration is valid today."""
    today = clock.today()
    return bool(consortium.valid_from and consortium.valid_from <= today <= consortium.valid_to)
