"""Integrity records: reported, investigated, decided, in force for a time (E-36, domain 3.8)."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries, rules
from accounts.enums import IntegrityLevel, IntegrityState
from accounts.models import IntegrityRecord, Organization, Person, User
from core import clock
from core.actions import action
from core.errors import Refused
from core.lifecycle import advance, begin
from core.models import StoredFile
from core.permissions import require
from core.working_days import end_of_day

#: Years of restriction by level, both ends inclusive.
YEARS = {IntegrityLevel.GENERAL: (1, 2), IntegrityLevel.SERIOUS: (3, 5)}
RETRY = timedelta(minutes=5)
log = logging.getLogger(__name__)


@action
def report_integrity(
    *,
    organization: Organization | None = None,
    person: Person | None = None,
    fact: str,
    source: str,
    by: User,
    at: datetime | None = None,
) -> IntegrityRecord:
    """Take in a report about one unit or one person."""
    if (organization is None) == (person is None):
        raise Refused("one_subject", _("信用记录只针对一个单位或一名人员，请选择其一。"))
    require(rules.keep_integrity_record, by, IntegrityRecord(organization=organization, person=person))
    if not fact.strip() or not source.strip():
        raise Refused("fact_needed", _("请写明事实和来源。"))
    return begin(
        IntegrityRecord,
        by=by,
        at=at,
        organization=organization,
        person=person,
        fact=fact.strip(),
        source=source.strip(),
    )


@action
def investigate_integrity(
    *, record: IntegrityRecord, note: str = "", by: User, at: datetime | None = None
) -> IntegrityRecord:
    require(rules.keep_integrity_record, by, record)
    return advance(record, "investigate", by=by, at=at or clock.now(), note=note)


@action
def decide_integrity(
    *,
    record: IntegrityRecord,
    level: str,
    years: int = 0,
    decision_document: str = "",
    decision_file: StoredFile | None = None,
    in_force_from: date | None = None,
    note: str = "",
    by: User,
    at: datetime | None = None,
) -> IntegrityRecord:
    """Dismiss (`NONE`) or bar for `years` from `in_force_from` (today): general 1 to 2 years, serious 3 to 5."""
    require(rules.keep_integrity_record, by, record)
    at = at or clock.now()
    changes = {"level": level, "decision_document": decision_document, "decision_file": decision_file}
    if level == IntegrityLevel.NONE:
        return advance(record, "dismiss", by=by, at=at, note=note, changes=changes)
    low, high = YEARS[IntegrityLevel(level)]
    if not low <= years <= high:
        raise Refused(
            "years_out_of_range",
            _("%(level)s的惩戒期为 %(low)d 至 %(high)d 年，请修改年限。")
            % {"level": IntegrityLevel(level).label, "low": low, "high": high},
        )
    if not decision_document.strip():
        raise Refused("document_needed", _("认定失信须填写处理决定文号。"))
    start = in_force_from or clock.local(at).date()
    end = last_day(start, years)
    changes |= {"in_force_from": start, "in_force_to": end, "next_check_at": end_of_day(end)}
    return advance(record, "punish", by=by, at=at, note=note or decision_document, changes=changes)


def last_day(start: date, years: int) -> date:
    """The day before the anniversary: a year from 1 March ends on the last day of February."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        anniversary = date(start.year + years, 3, 1)
    return date.fromordinal(anniversary.toordinal() - 1)


@action
def repair_integrity(*, record: IntegrityRecord, note: str, by: User, at: datetime | None = None) -> IntegrityRecord:
    """Lift the restriction before its end."""
    require(rules.keep_integrity_record, by, record)
    if not note.strip():
        raise Refused("reason_needed", _("请写明信用修复的依据。"))
    return advance(record, "repair", by=by, at=at or clock.now(), note=note, changes={"next_check_at": None})


def expire_due_integrity(*, by: User, at: datetime | None = None) -> int:
    """Sweep: end every restriction whose last day is over; a failing row does not stop the others. Answers how many."""
    require(rules.act_for_the_clock, by)
    at = at or clock.now()
    done = 0
    for pk in list(queries.due_integrity_records(at).values_list("pk", flat=True)):
        try:
            done += _expire(pk, by=by, at=at)
        except Exception:
            log.exception("expiry of integrity record %s failed", pk)
            # Behind the others, so that one broken row cannot hold up the rest for ever.
            IntegrityRecord.objects.filter(pk=pk).update(next_check_at=at + RETRY)
    return done


@transaction.atomic
def _expire(pk: int, *, by: User, at: datetime) -> int:
    """One row, unless another sweep has it or it has moved."""
    rows = IntegrityRecord.objects.select_for_update(skip_locked=True, of=("self",))
    row = rows.filter(pk=pk, state=IntegrityState.IN_FORCE, next_check_at__lte=at).first()
    if row is None:
        return 0
    advance(row, "expire", by=by, at=at, changes={"next_check_at": None})
    return 1
