"""Integrity records: reported, investigated, decided, in force, over (3.8)."""

from datetime import date, datetime, timedelta

import pytest

from accounts import actions, queries
from accounts.actions.integrity import last_day
from accounts.enums import IntegrityLevel, IntegrityState
from accounts.models import IntegrityRecord
from core.clock import BEIJING
from core.errors import Forbidden, Refused
from tests.stories.cast import cast

pytestmark = pytest.mark.django_db
START = date(2022, 3, 1)
OVER = datetime(2024, 3, 1, tzinfo=BEIJING)  # two years from 2022-03-01 end on 2024-02-29, 24:00


@pytest.fixture
def people():
    return cast()


def investigated(people, **subject) -> IntegrityRecord:
    record = actions.report_integrity(
        fact="虚假材料（示例）", source="举报", by=people.supervisor, **subject or {"organization": people.third}
    )
    return actions.investigate_integrity(record=record, by=people.supervisor)


def in_force(people, **subject) -> IntegrityRecord:
    return actions.decide_integrity(
        record=investigated(people, **subject),
        level=IntegrityLevel.GENERAL,
        years=2,
        decision_document="内科监〔2022〕1号（示例）",
        in_force_from=START,
        by=people.supervisor,
    )


def test_in_force_bars_from_the_first_day_to_the_last(people):
    record = in_force(people)
    assert (record.in_force_to, record.next_check_at) == (date(2024, 2, 29), OVER)
    assert queries.bar_on(people.third, START - timedelta(1)) is None
    assert queries.bar_on(people.third, START) == record
    assert queries.bar_on(people.third, date(2024, 2, 29)) == record
    assert queries.bar_on(people.third, date(2024, 3, 1)) is None
    assert queries.bar_on(people.rival, START) is None


def test_a_person_is_barred_like_a_unit(people):
    person = people.experts[0].person
    in_force(people, person=person)
    assert queries.bar_on(person, START) is not None
    assert queries.bar_on(person.organization, START) is None
    asked = [people.third, person, people.rival]
    assert queries.barred(asked, START) == [person], "of many, those that are barred"


def test_the_sweep_ends_it_once_and_never_early(people):
    record = in_force(people)
    assert actions.expire_due_integrity(by=people.system, at=OVER - timedelta(seconds=1)) == 0
    assert actions.expire_due_integrity(by=people.system, at=OVER) == 1
    assert actions.expire_due_integrity(by=people.system, at=OVER) == 0
    record.refresh_from_db()
    assert record.state == IntegrityState.EXPIRED


def test_the_sweep_is_the_clocks_alone(people):
    with pytest.raises(Forbidden):
        actions.expire_due_integrity(by=people.supervisor)


def test_a_failing_row_does_not_stop_the_others(people, monkeypatch):
    first, second = in_force(people), in_force(people, organization=people.rival)
    real = actions.integrity.advance

    def advance(record, *args, **kwargs):
        if record.pk == first.pk:
            raise RuntimeError("broken")
        return real(record, *args, **kwargs)

    monkeypatch.setattr(actions.integrity, "advance", advance)
    assert actions.expire_due_integrity(by=people.system, at=OVER) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (IntegrityState.IN_FORCE, IntegrityState.EXPIRED)
    assert first.next_check_at == OVER + timedelta(minutes=5)


@pytest.mark.parametrize(("level", "years"), [("GENERAL", 0), ("GENERAL", 3), ("SERIOUS", 2), ("SERIOUS", 6)])
def test_years_follow_the_level(people, level, years):
    with pytest.raises(Refused) as refusal:
        actions.decide_integrity(
            record=investigated(people), level=level, years=years, decision_document="文号", by=people.supervisor
        )
    assert refusal.value.code == "years_out_of_range"


def test_no_finding_dismisses(people):
    record = actions.decide_integrity(
        record=investigated(people), level=IntegrityLevel.NONE, note="查无实据", by=people.supervisor
    )
    assert (record.state, record.in_force_from) == (IntegrityState.DISMISSED, None)


def test_a_finding_needs_its_document(people):
    with pytest.raises(Refused) as refusal:
        actions.decide_integrity(record=investigated(people), level="GENERAL", years=1, by=people.supervisor)
    assert refusal.value.code == "document_needed"


def test_repaired_before_its_end_is_not_swept(people):
    record = in_force(people)
    actions.repair_integrity(record=record, note="整改到位", by=people.supervisor)
    assert queries.bar_on(people.third, START) is None
    assert actions.expire_due_integrity(by=people.system, at=OVER) == 0


def test_one_subject_and_not_ones_own(people):
    with pytest.raises(Refused) as refusal:
        actions.report_integrity(
            organization=people.third, person=people.applicant.person, fact="无", source="无", by=people.supervisor
        )
    assert refusal.value.code == "one_subject"
    with pytest.raises(Forbidden):
        actions.report_integrity(person=people.supervisor.person, fact="自查", source="自报", by=people.supervisor)


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2022, 1, 1), 1, date(2022, 12, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (START, 2, date(2024, 2, 29)),
    ],
)
def test_the_last_day_is_the_one_before_the_anniversary(start, years, end):
    assert last_day(start, years) == end
