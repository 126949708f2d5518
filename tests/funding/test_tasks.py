"""Each sweep of money as its task, twice; and what the morning's check tells."""

import pytest
from django.db import connection

from core.models import Outbox
from funding import tasks
from tests.stories import funding as stories


@pytest.fixture(scope="module")
def made(told):
    bids = stories.decide_all(told, stories.judged(told))
    stories.end_notice(stories.noticed(told, bids))
    return bids


def test_sweeps_run_twice(made, cast):
    assert (tasks.award_due(), tasks.award_due()) == (1, 0)
    stories.running(cast, stories.project_of(made[0]))
    assert (tasks.fall_due_tranches(), tasks.fall_due_tranches()) == (1, 0)
    assert (tasks.apply_race_rules(), tasks.cancel_lapsed()) == (0, 0)


def test_a_fault_is_told_once_a_day(made, cast):
    tasks.award_due()
    assert tasks.check_books() == 0
    assert not Outbox.objects.filter(key__contains="books:").exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE funding_transfer SET amount_fen = amount_fen + 1")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    found = tasks.check_books()
    assert found > 0
    told_once = Outbox.objects.filter(key__contains="books:").count()
    assert told_once == 2 * found  # finance and the auditor
    tasks.check_books()
    assert Outbox.objects.filter(key__contains="books:").count() == told_once
