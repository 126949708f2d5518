"""Policy documents and advisory committees of a programme (S13, S15, E-10)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Person
from challenges import rules
from challenges.models import AdvisoryCommittee, CommitteeMember, PolicyDocument, Programme
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def record_policy(
    *,
    programme: Programme,
    title: str,
    by,
    alias: str = "",
    document_number: str = "",
    issued_on: date | None = None,
    url: str = "",
    file=None,
    at: datetime | None = None,
) -> PolicyDocument:
    """A policy the programme stands on. The same title again is the same document (D7: other names go into `alias`)."""
    require(rules.manage_batch, by, programme)
    values = {"alias": alias, "document_number": document_number, "issued_on": issued_on, "url": url, "file": file}
    document, _made = PolicyDocument.objects.get_or_create(title=title.strip().strip("《》"), defaults=values)
    programme.policy_documents.add(document)
    events.record(
        programme, "programme.policy", by=by, at=at or clock.now(), label=_("登记政策依据"), note=str(document)
    )
    return document


@action
def create_committee(*, programme: Programme, name: str, by, at: datetime | None = None) -> AdvisoryCommittee:
    require(rules.manage_batch, by, programme)
    committee = AdvisoryCommittee.objects.create(programme=programme, name=name)
    events.record(programme, "programme.committee", by=by, at=at or clock.now(), label=_("设立委员会"), note=name)
    return committee


@action
def add_committee_member(
    *, committee: AdvisoryCommittee, person: Person, by, role: str = "", valid_from: date | None = None, at=None
) -> CommitteeMember:
    """From `valid_from` (today) on. Whoever sits here recuses where his unit is interested (R-REV-05)."""
    require(rules.manage_batch, by, committee.programme)
    at = at or clock.now()
    locked(committee)
    if committee.members.filter(person=person, valid_to=None).exists():
        raise Refused("member_already", _("“%(name)s”已是委员。") % {"name": person.name}, person=person.pk)
    start = valid_from or clock.local(at).date()
    member = CommitteeMember.objects.create(committee=committee, person=person, role=role, valid_from=start)
    data = {"person": person.pk}
    programme = committee.programme
    events.record(programme, "programme.member", by=by, at=at, label=_("增补委员"), note=person.name, data=data)
    return member


@action
def end_committee_member(
    *, member: CommitteeMember, by, last_day: date | None = None, at: datetime | None = None
) -> CommitteeMember:
    """`last_day` is still served; without it yesterday was the last."""
    require(rules.manage_batch, by, member.committee.programme)
    at = at or clock.now()
    row = locked(member)
    if row.valid_to is not None:
        raise Refused("member_ended", _("该委员的任期已结束。"), member=row.pk)
    row.valid_to = max(last_day or clock.local(at).date() - timedelta(days=1), row.valid_from)
    row.save(update_fields=["valid_to"])
    programme = row.committee.programme
    events.record(programme, "programme.member_end", by=by, at=at, label=_("委员任期结束"), note=row.person.name)
    return row
