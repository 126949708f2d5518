"""What the clock does: locking after the closing time, each sweep twice (R-REV-08)."""

from datetime import timedelta

import pytest

from core.errors import Refused
from core.models import Event, Outbox
from reviews import actions, queries, tasks
from reviews.models import ScoreSheet
from tests.stories import reviews as stories


def scored_by(cast, panel, count: int) -> None:
    """The first `count` experts finish; the next one leaves a draft."""
    seats = stories.sitting(panel)
    for seat in seats[:count]:
        for bid in stories.bids_of(panel):
            stories.score(cast, seat, bid, 80)
    stories.score(cast, seats[count], stories.bids_of(panel)[0], 10, lock=False)


def test_after_the_closing_time_the_missing_are_named_and_the_ranking_is_fixed(cast, scoring):
    seats = stories.sitting(scoring)
    late = next(seat for seat in reversed(seats) if seat.expert.kind == "TECHNOLOGY" and seat.pk != scoring.chair_id)
    for seat in seats:
        if seat.pk != late.pk:
            for bid in stories.bids_of(scoring):
                stories.score(cast, seat, bid, 80)
    stories.score(cast, late, stories.bids_of(scoring)[0], 10, lock=False)
    assert actions.lock_due_panels(by=cast.system, at=scoring.closes_at) == 1
    panel = stories.fresh(scoring)
    assert panel.state == "LOCKED"
    assert actions.lock_due_panels(by=cast.system, at=scoring.closes_at) == 0
    late.refresh_from_db()
    assert late.state == "REPLACED"
    assert ScoreSheet.objects.get(seat=late).state == "VOID"
    assert late.expert.person.name in Event.objects.get(verb="panel.lock").note
    assert {row.score_count for row in panel.panel_bids.all()} == {6}


def test_too_few_scores_put_the_panel_off_and_tell_the_secretary(cast, scoring):
    scored_by(cast, scoring, 4)
    assert actions.lock_due_panels(by=cast.system, at=scoring.closes_at) == 0
    panel = stories.fresh(scoring)
    assert panel.state == "SCORING"
    assert panel.next_check_at == scoring.closes_at + timedelta(days=1)
    assert len(stories.sitting(panel)) == 7  # nobody lost the seat in the attempt
    failed = Event.objects.get(verb="panel.lock_failed")
    assert failed.result == "REFUSED"
    assert Outbox.objects.filter(key__contains=f"panel:{panel.pk}:lock_failed").count() == 1
    assert actions.lock_due_panels(by=cast.system, at=scoring.closes_at) == 0
    assert Event.objects.filter(verb="panel.lock_failed").count() == 1


def test_before_the_closing_time_nothing_is_due(cast, scoring):
    assert actions.lock_due_panels(by=cast.system, at=scoring.closes_at - timedelta(seconds=1)) == 0
    with pytest.raises(Refused) as refusal:
        actions.lock_overdue_panel(panel=scoring, by=cast.system, at=scoring.closes_at - timedelta(seconds=1))
    assert refusal.value.code == "not_due"


def test_the_tasks_call_the_sweeps(cast, scoring):
    assert tasks.lock_due_panels() == 0
    assert tasks.recheck_panels() == 0


def test_a_late_expert_may_be_replaced_along_the_order_while_scoring(cast, scoring):
    seat = stories.sitting(scoring)[3]
    stories.score(cast, seat, stories.bids_of(scoring)[0], 80)
    fresh = actions.replace_seat(panel=scoring, seat=seat, reason="未按时评分。", by=cast.officer)
    assert fresh.state == "DRAWN"
    actions.invite_seats(panel=scoring, by=cast.officer)
    stories.accept(cast, type(fresh).objects.get(pk=fresh.pk))
    assert queries.sitting_seats(scoring).count() == 7
    assert scoring.panel_bids.get(bid=stories.bids_of(scoring)[0]).score_count == 0
