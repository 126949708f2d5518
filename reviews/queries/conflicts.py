"""Who may not judge a challenge, and why (R-REV-04, R-REV-05): a fixed number of queries for any number of experts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Employment, Organization, Person
from accounts.queries import barring
from challenges.models import Challenge, CommitteeMember
from consortia.enums import BidState, MembershipState
from consortia.models import Bid, BidTask, Membership, TeamMember
from core import clock
from reviews.enums import ConflictKind, RecusalKind
from reviews.models import Conflict, Expert

NOT_COMPETING = (BidState.DRAFT, BidState.UNIT_REVIEW, BidState.EXPIRED, BidState.WITHDRAWN)
MEMBERS = (MembershipState.INVITED, MembershipState.CONFIRMED)


@dataclass(frozen=True)
class Reason:
    """One reason for recusal: a RecusalKind and a sentence that names the unit or the person."""

    kind: str
    text: str


@dataclass
class Interests:
    """Units and people with a stake in a challenge, id -> name; `invited` also holds units that refused or left."""

    organizations: dict[int, str] = field(default_factory=dict)
    invited: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    bid_count: int = 0


def competing_bids(challenge: Challenge) -> QuerySet[Bid]:
    """Bids that were handed in and not taken back."""
    return Bid.objects.filter(challenge=challenge).exclude(state__in=NOT_COMPETING)


def interests(challenge: Challenge) -> Interests:
    bids = list(
        competing_bids(challenge).values_list(
            "pk", "consortium_id", "leader_id", "chief_scientist_id", "consortium_snapshot"
        )
    )
    ids = [row[0] for row in bids]
    found = Interests(bid_count=len(bids))
    for *_ids, snapshot in bids:  # who signed the bid stays interested, also after leaving the consortium
        found.organizations |= {row["organization"]: row["name"] for row in snapshot.get("members", [])}
    memberships = Membership.objects.filter(consortium__in={row[1] for row in bids})
    for organization, name, state in memberships.values_list("organization_id", "organization__name", "state"):
        found.invited[organization] = name
        if state in MEMBERS:
            found.organizations[organization] = name
    for organization, name in BidTask.objects.filter(bid__in=ids).values_list("organization_id", "organization__name"):
        found.organizations[organization] = name
    team = TeamMember.objects.filter(bid__in=ids)
    for person, name, organization, unit in team.values_list(
        "person_id", "person__name", "organization_id", "organization__name"
    ):
        found.people[person] = name
        found.organizations[organization] = unit
    heads = {person for row in bids for person in row[2:4] if person}
    found.people |= dict(Person.objects.filter(pk__in=heads).values_list("pk", "name"))
    found.invited |= found.organizations
    return found


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def reasons_by_expert(
    challenge: Challenge, experts: Iterable[Expert], *, on: date | None = None, secretary_person: int | None = None
) -> dict[int, list[Reason]]:
    """expert id -> every reason why this expert may not judge this challenge on a day; only experts with a reason.

    `experts` come with their person loaded.
    """
    on = on or clock.today()
    experts = list(experts)
    stake = interests(challenge)
    found: dict[int, list[Reason]] = defaultdict(list)
    by_person = {expert.person_id: expert.pk for expert in experts}
    for expert in experts:
        if expert.person.organization_id in stake.organizations:
            name = stake.organizations[expert.person.organization_id]
            found[expert.pk].append(Reason(RecusalKind.EMPLOYER, _("现任职于参评单位“%(name)s”") % {"name": name}))
        if expert.person_id in stake.people:
            found[expert.pk].append(Reason(RecusalKind.TEAM, _("是参评方案的团队成员或负责人")))
        if secretary_person is not None and expert.person_id == secretary_person:
            found[expert.pk].append(Reason(RecusalKind.SECRETARY, _("担任本评审组秘书，不得评分")))
    _past_employers(challenge, by_person, stake, on, found)
    _declared(challenge, experts, stake, on, found)
    _refiners(challenge, experts, stake, on, found)
    _barred(by_person, on, found)
    return dict(found)


def _past_employers(challenge, by_person: dict[int, int], stake: Interests, on: date, found) -> None:
    years = challenge.batch.rule_set.recusal_years
    rows = Employment.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=years_before(on, years)),
        person__in=by_person,
        organization__in=stake.organizations,
    ).values_list("person_id", "organization_id", "ended_on")
    for person, organization, ended_on in rows:
        name = stake.organizations[organization]
        words = (
            _("近%(years)s年内曾任职于参评单位“%(name)s”（至%(until)s）")
            if ended_on is not None and ended_on < on
            else _("任职于参评单位“%(name)s”")
        )
        reason = Reason(RecusalKind.EMPLOYER, words % {"years": years, "name": name, "until": ended_on})
        present = Reason(RecusalKind.EMPLOYER, _("现任职于参评单位“%(name)s”") % {"name": name})
        if present not in found[by_person[person]]:
            found[by_person[person]].append(reason)


def _declared(challenge, experts, stake: Interests, on: date, found) -> None:
    """Declared interests, kinship, cooperation and written requests, while they last."""
    rows = Conflict.objects.filter(Q(until__isnull=True) | Q(until__gte=on), expert__in=experts).filter(
        Q(challenge=challenge)
        | Q(challenge__isnull=True, organization__in=stake.organizations)
        | Q(challenge__isnull=True, person__in=stake.people)
    )
    for row in rows.select_related("organization", "person"):
        kind = row.kind if row.kind in RecusalKind.values else RecusalKind.OTHER
        about = row.organization or row.person
        if row.kind == ConflictKind.REQUEST:
            text = _("“%(name)s”书面申请其回避") % {"name": about or _("参评单位")}
        elif about is not None:
            text = _("已申明与“%(name)s”有%(kind)s") % {"name": about, "kind": row.get_kind_display()}
        else:
            text = _("已申明与本榜单有%(kind)s") % {"kind": row.get_kind_display()}
        found[row.expert_id].append(Reason(kind, text))


def refiners(challenge: Challenge, *, on: date) -> set[int]:
    """People who shaped the challenge: participants of its refinement, and members of the programme's committees."""
    shaped = set(Person.objects.filter(refinements__challenge=challenge).values_list("pk", flat=True))
    committee = CommitteeMember.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=challenge.created_at.date()),
        committee__programme=challenge.batch.programme_id,
        valid_from__lte=on,
    )
    return shaped | set(committee.values_list("person_id", flat=True))


def _refiners(challenge, experts, stake: Interests, on: date, found) -> None:
    """R-REV-05: who shaped the item may not judge when the own unit is, or was asked to be, in a bid."""
    shaped = refiners(challenge, on=on)
    for expert in experts:
        if expert.person_id in shaped and expert.person.organization_id in stake.invited:
            name = stake.invited[expert.person.organization_id]
            text = _("参与过本榜单凝练或任咨询委员，且所在单位“%(name)s”参评") % {"name": name}
            found[expert.pk].append(Reason(RecusalKind.COMMITTEE, text))


def _barred(by_person: dict[int, int], on: date, found) -> None:
    rows = barring(on).filter(person__in=by_person)
    for person, until in rows.values_list("person_id", "in_force_to"):
        text = _("在失信惩戒期内（至%(until)s）") % {"until": until}
        found[by_person[person]].append(Reason(RecusalKind.BARRED, text))


def conflicts(expert: Expert, challenge: Challenge, *, on: date | None = None) -> list[Reason]:
    """Why this expert may not judge this challenge; empty when nothing stands in the way."""
    return reasons_by_expert(challenge, [expert], on=on).get(expert.pk, [])


def disclosures(challenge: Challenge, experts: Iterable[Expert], *, on: date | None = None) -> list[Expert]:
    """Experts who shaped the challenge and may judge it, which the chair must know (R-REV-05)."""
    shaped = refiners(challenge, on=on or clock.today())
    return [expert for expert in experts if expert.person_id in shaped]


def requests_of(organization: Organization, challenge: Challenge) -> QuerySet[Conflict]:
    """The names that a unit asked to be kept off (at most three, R-REV-04)."""
    return Conflict.objects.filter(organization=organization, challenge=challenge, kind=ConflictKind.REQUEST)
