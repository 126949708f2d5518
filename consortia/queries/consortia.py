"""Reads over consortia, their members and platforms, and what of them waits for whom."""

from django.db.models import Count, F, Q, QuerySet

from accounts.enums import RESEARCH_KINDS, OrganizationKind, Role
from accounts.models import Organization, User
from challenges.enums import Mechanism, NeedState
from challenges.models import Batch, Need, RuleSet
from consortia.enums import BidState, ChangeState, ConsortiumState, MembershipState
from consortia.models import (
    Bid,
    Consortium,
    ConsortiumChange,
    Membership,
    Platform,
    RosterEntry,
)
from core import clock

STAFF = (Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR, Role.FINANCE, Role.AUDITOR)
#: Before these states a bid is its own people's business alone.
UNSENT = (BidState.DRAFT, BidState.UNIT_REVIEW, BidState.EXPIRED)
#: Nobody but the consortium's own people reads the content in these.
SEALED = (*UNSENT, BidState.SUBMITTED)
#: A bid that no longer keeps its consortium busy.
DEAD = (BidState.WITHDRAWN, BidState.EXPIRED, BidState.INELIGIBLE, BidState.NOT_RECOMMENDED, BidState.REJECTED)
PUBLIC_CONSORTIA = (ConsortiumState.REGISTERED, ConsortiumState.SUSPENDED, ConsortiumState.EXPIRED)


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
        seen |= Q(pk__in=_of_unit(user, MembershipState.INVITED, MembershipState.CONFIRMED, MembershipState.JOINING))
    if user.has_role(*STAFF):
        seen |= Q(filed_at__isnull=False)
    return Consortium.objects.filter(seen)


def led_or_joined(user: User) -> QuerySet:
    """Keys of the consortia that the user's unit leads or is a confirmed member of, for a subquery."""
    return _of_unit(user, MembershipState.CONFIRMED)


def own_consortia(user: User) -> QuerySet[Consortium]:
    """Those that the user's unit leads or takes part in, as long as they live; what it is only asked to join is not yet its own."""
    if not acts_for_unit(user):
        return Consortium.objects.none()
    ended = [ConsortiumState.CANCELLED, ConsortiumState.EXPIRED]
    return Consortium.objects.filter(pk__in=led_or_joined(user)).exclude(state__in=ended)


def _of_unit(user: User, *states: str) -> QuerySet:
    led = Consortium.objects.filter(lead=user.organization_id).values("pk")
    joined = Membership.objects.filter(organization=user.organization_id, state__in=states)
    return led.union(joined.values("consortium_id"), all=True)


def public_consortia() -> QuerySet[Consortium]:
    """The directory: consortia that hold a registration number (S44)."""
    return Consortium.objects.filter(state__in=PUBLIC_CONSORTIA)


def confirmed(consortium: Consortium) -> QuerySet[Membership]:
    return consortium.memberships.filter(state=MembershipState.CONFIRMED).select_related("organization__division")


def member_ids(consortium: Consortium) -> set[int]:
    return set(confirmed(consortium).values_list("organization_id", flat=True))


def platforms(consortium: Consortium) -> QuerySet[Platform]:
    """Platforms of the confirmed members."""
    rows = Platform.objects.filter(organization__in=confirmed(consortium).values("organization"), ended_on__isnull=True)
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


def platforms_of(user: User) -> QuerySet[Platform]:
    """The platforms this user may see: the department's people all, anybody else those of the own unit."""
    rows = Platform.objects.select_related("organization")
    if user.has_role(*STAFF, Role.SYSADMIN):
        return rows
    return rows.filter(organization=user.organization_id) if user.organization_id else rows.none()


def changes_of(user: User) -> QuerySet[ConsortiumChange]:
    """Changes of registrations that this user may see: staff all, others those of consortia they belong to."""
    return ConsortiumChange.objects.filter(consortium__in=consortia_of(user).values("pk"))


def changes_to_decide(user: User) -> QuerySet[ConsortiumChange]:
    """Asked changes that wait for the user's office."""
    if not user.has_role(Role.OFFICER):
        return ConsortiumChange.objects.none()
    rows = ConsortiumChange.objects.filter(state=ChangeState.PROPOSED)
    if user.office_id:
        rows = rows.filter(Q(consortium__programme__isnull=True) | Q(consortium__programme__office=user.office_id))
    return rows


def parts_to_fill(user: User) -> QuerySet[Membership]:
    """Confirmed memberships of the user's unit whose agreement text still waits for the unit's signature."""
    if not user.has_role(Role.UNIT_ADMIN) or user.organization_id is None:
        return Membership.objects.none()
    rows = Membership.objects.filter(
        organization=user.organization_id,
        state=MembershipState.CONFIRMED,
        consortium__state__in=[ConsortiumState.DRAFT, ConsortiumState.RETURNED],
        consortium__agreement__isnull=False,
        consortium__has_all_seals=False,
    )
    return rows.exclude(signed_sha256=F("consortium__agreement__sha256"))


def handled_by(user: User) -> list[QuerySet]:
    """What an applicant has in hand and a successor would take over: needs, consortia, bids."""
    done = [NeedState.REJECTED, NeedState.MERGED, NeedState.WITHDRAWN]
    ended = [ConsortiumState.CANCELLED, ConsortiumState.EXPIRED]
    return [
        Need.objects.filter(handler=user).exclude(state__in=done),
        Consortium.objects.filter(handler=user).exclude(state__in=ended),
        Bid.objects.filter(handler=user).exclude(state__in=DEAD),
    ]


def registration_figures() -> dict[str, int]:
    """S31, S32: registered consortia, distinct units, memberships, distinct platforms by level, distinct persons."""
    registered = Consortium.objects.filter(state=ConsortiumState.REGISTERED)
    members = Membership.objects.filter(consortium__in=registered, state=MembershipState.CONFIRMED)
    units = Organization.objects.filter(pk__in=members.values("organization"))
    levels = dict(
        Platform.objects.filter(organization__in=units, ended_on__isnull=True)
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


def live_bids(consortium: Consortium) -> QuerySet[Bid]:
    return consortium.bids.exclude(state__in=DEAD)


def today_is_within(consortium: Consortium) -> bool:
    """Whether the registration is valid today."""
    today = clock.today()
    return bool(consortium.valid_from and consortium.valid_from <= today <= consortium.valid_to)
