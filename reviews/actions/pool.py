"""The expert pool and declared interests (R-REV-01, R-REV-04)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from accounts.queries import barred
from challenges.models import Challenge
from core import clock, events, lifecycle
from core.actions import action
from core.errors import Refused
from core.permissions import require
from reviews import queries, rules
from reviews.actions.seats import leave_conflicted_seats
from reviews.enums import ConflictKind
from reviews.models import Conflict, Expert
from reviews.queries.conflicts import requests_of

MAXIMUM_REQUESTS = 3


@action
def admit_expert(
    *,
    person: Person,
    kind: str,
    specialties: list[str],
    by,
    at: datetime | None = None,
    is_local: bool | None = None,
    verified_on: date | None = None,
) -> Expert:
    """Take a person into the pool; 区内 or 区外 follows from the person's unit unless told."""
    require(rules.manage_pool, by)
    at = at or clock.now()
    if is_local is None:
        is_local = person.organization.division.is_local
    if barred([person], clock.local(at).date()):
        raise Refused("barred", _("“%(name)s”在失信惩戒期内，不能入库。") % {"name": person}, person=person.pk)
    try:
        with transaction.atomic():
            return lifecycle.begin(
                Expert,
                by=by,
                at=at,
                person=person,
                kind=kind,
                is_local=is_local,
                specialties=list(specialties),
                in_pool_since=clock.local(at).date(),
                verified_on=verified_on,
            )
    except IntegrityError:
        raise Refused("already_expert", _("“%(name)s”已在专家库中。") % {"name": person}, person=person.pk) from None


@action
def edit_expert(
    *, expert: Expert, by, kind: str, specialties: list[str], verified_on: date | None = None, at=None
) -> Expert:
    """Correct what the pool says of an expert."""
    require(rules.manage_pool, by, expert)
    expert.kind, expert.specialties, expert.verified_on = kind, list(specialties), verified_on
    expert.save(update_fields=["kind", "specialties", "verified_on"])
    events.record(expert, "expert.edit", by=by, at=at or clock.now(), label=_("修改专家信息"))
    return expert


@action
def pause_expert(*, expert: Expert, reason: str, by, at: datetime | None = None) -> Expert:
    """Take an expert out of the draws for a while."""
    require(rules.manage_pool, by, expert)
    return lifecycle.advance(expert, "pause", by=by, at=at, note=_needed(reason))


@action
def resume_expert(*, expert: Expert, by, at: datetime | None = None) -> Expert:
    require(rules.manage_pool, by, expert)
    return lifecycle.advance(expert, "resume", by=by, at=at)


@action
def bar_expert(*, expert: Expert, reason: str, by, at: datetime | None = None) -> Expert:
    """Strike an expert off for dishonest conduct, and free every seat still held."""
    require(rules.bar_expert, by, expert)
    at = at or clock.now()
    lifecycle.advance(expert, "bar", by=by, at=at, note=_needed(reason))
    leave_conflicted_seats(experts=[expert], by=by, at=at)
    return expert


@action
def declare_conflict(
    *,
    expert: Expert,
    kind: str,
    by,
    organization: Organization | None = None,
    person: Person | None = None,
    challenge: Challenge | None = None,
    note: str = "",
    until: date | None = None,
    at: datetime | None = None,
) -> Conflict:
    """Put an interest on record. Where it touches a panel the expert sits on, the seat is left at once (R11)."""
    require(rules.declare_conflict, by, expert)
    at = at or clock.now()
    if organization is None and person is None and challenge is None:
        raise Refused("no_subject", _("请写明利益关系涉及的单位、人员或榜单。"))
    conflict = Conflict.objects.create(
        expert=expert,
        kind=kind,
        organization=organization,
        person=person,
        challenge=challenge,
        note=note,
        until=until,
        declared_at=at,
        declared_by=by,
    )
    events.record(expert, "expert.declare_conflict", by=by, at=at, label=_("申明利益关系"), restricted=True)
    leave_conflicted_seats(experts=[expert], by=by, at=at)
    return conflict


@action
def record_recusal_request(
    *,
    challenge: Challenge,
    organization: Organization,
    experts: list[Expert],
    note: str,
    by,
    at: datetime | None = None,
) -> list[Conflict]:
    """A bidding unit's written request to keep up to three experts off (R-REV-04)."""
    require(rules.record_recusal_request, by, challenge)
    at = at or clock.now()
    if organization.pk not in queries.interests(challenge).organizations:
        raise Refused(
            "not_a_bidder",
            _("“%(name)s”没有参加本榜单揭榜，不能申请专家回避。") % {"name": organization},
            organization=organization.pk,
        )
    asked = set(requests_of(organization, challenge).values_list("expert_id", flat=True))
    fresh = [expert for expert in experts if expert.pk not in asked]
    if len(asked) + len(fresh) > MAXIMUM_REQUESTS:
        raise Refused(
            "too_many_requests",
            _("每个单位最多申请%(most)s名专家回避，“%(name)s”已申请%(have)s名。")
            % {"most": MAXIMUM_REQUESTS, "name": organization, "have": len(asked)},
            organization=organization.pk,
        )
    made = [
        declare_conflict(
            expert=expert,
            kind=ConflictKind.REQUEST,
            organization=organization,
            challenge=challenge,
            note=_needed(note),
            by=by,
            at=at,
        )
        for expert in fresh
    ]
    events.record(
        challenge,
        "challenge.recusal_request",
        by=by,
        at=at,
        label=_("登记单位回避申请"),
        note=str(organization),
        restricted=True,
    )
    return made


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason_needed", _("请写明理由。"))
    return reason.strip()
