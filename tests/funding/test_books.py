"""check_books names each planted fault, and finds none in books that were kept by the actions."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from funding.queries.books import CHECKS, faults
from tests.stories import funding as stories


@pytest.fixture(scope="module")
def made(told):
    """A race whose lanes have been paid, and one project that ended and was settled."""
    from funding import actions

    projects = stories.race_projects(told)
    for project in projects:
        stories.running(told, project)
        stories.received(told, project)
    ended = projects[1]
    resolution = stories.resolution(told, "TERMINATE")
    actions.terminate_project(
        project=ended, kind="VOLUNTARY", note="主动申请。", resolution=resolution, by=told.officer
    )
    actions.settle_project(
        project=stories.project_of(ended.bid), spent_fen=0, is_faultless=True,
        audit_report_number="审字003", opinion="未支出。", by=told.finance,
    )  # fmt: skip
    return projects


@pytest.fixture
def books(made, cast):
    return made


COPY = (
    "INSERT INTO funding_transfer (debit_id, credit_id, amount_fen, code, key, tranche_id, document_number, note, at, by_id) "
    "SELECT debit_id, credit_id, {amount}, code, {key}, tranche_id, '', '', at, by_id FROM funding_transfer t WHERE {where} LIMIT 1"
)
PAID = "code = 'PAY'"
DROP_KEY = "ALTER TABLE funding_transfer DROP CONSTRAINT funding_transfer_key_key"

#: what somebody did behind the actions' back -> the fault that names it
PLANTED = [
    ("UPDATE funding_transfer SET amount_fen = amount_fen + 1 WHERE code = 'PAY'", "paid_is_not_approved"),
    ("UPDATE funding_transfer SET amount_fen = amount_fen + 1 WHERE code = 'AWARD'", "over_decided"),
    ("UPDATE funding_transfer SET amount_fen = amount_fen * 9 WHERE code = 'CLAW_BACK'", "below_zero"),
    ("UPDATE funding_transfer SET amount_fen = amount_fen - 1 WHERE code = 'CLAW_BACK'", "settlement_is_not_ledger"),
    ("DELETE FROM funding_transfer WHERE code = 'PAY'", "paid_is_not_approved"),
    ("DELETE FROM funding_transfer WHERE code = 'RELEASE'", "rest_not_released"),
    ("DELETE FROM funding_transfer WHERE code = 'RESERVE'", "reserved_is_not_approved"),
    ("UPDATE funding_transfer SET code = 'AWARD' WHERE code = 'PAY'", "wrong_move"),
    (COPY.format(amount="amount_fen", key="key || '2'", where=PAID), "paid_is_not_approved"),
    (
        "UPDATE funding_tranche SET state = 'APPROVED', approved_fen = planned_fen, approved_at = created_at, "
        "approved_by_id = created_by_id WHERE stage = 2",
        "reserved_is_not_approved",
    ),
    ("UPDATE funding_tranche SET planned_fen = planned_fen - 1 WHERE stage = 3", "plan_is_not_decision"),
    ("UPDATE funding_tranche SET received_fen = approved_fen + 1 WHERE stage = 1", "received_over_paid"),
    (
        "UPDATE funding_tranche SET milestone_id = (SELECT min(id) FROM projects_milestone) WHERE stage = 1",
        "paid_before_node",
    ),
    ("UPDATE projects_project SET started_at = started_at + interval '1 day'", "paid_before_agreement"),
    ("UPDATE funding_tranche SET requested_by_id = approved_by_id WHERE stage = 1", "paid_by_approver"),
    ("UPDATE funding_tranche SET state = 'DUE' WHERE state = 'CANCELLED'", "ended_with_open_tranche"),
    (
        "UPDATE funding_tranche SET planned_fen = planned_fen + 1 WHERE id = (SELECT min(id) FROM funding_tranche)",
        "unequal_race",
    ),
    ("DELETE FROM projects_lanestanding; DELETE FROM projects_lane WHERE number = 2", "race_is_not_a_race"),
    ("UPDATE funding_decision SET is_ratio_met = false", "ratio_without_waiver"),
    ("UPDATE funding_decision SET fiscal_fen = fiscal_fen + 1 WHERE result = 'RACE'", "decision_is_not_project"),
]
# A constraint of the tables refuses these even to a superuser with its triggers off; without it the check still finds them.
WITHOUT_CONSTRAINT = {"ratio_without_waiver": "ALTER TABLE funding_decision DROP CONSTRAINT decision_ratio_or_waiver"}


def run(*statements: str) -> None:
    """With every trigger asleep: what only a superuser can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_books_kept_by_the_actions_are_right(books):
    assert list(faults()) == []
    out = io.StringIO()
    call_command("check_books", stdout=out)
    assert "无问题" in out.getvalue()


@pytest.mark.parametrize(
    ("statement", "code"), PLANTED, ids=[f"{code}-{place}" for place, (_, code) in enumerate(PLANTED)]
)
def test_a_planted_fault_is_named(books, statement, code):
    run(*[drop for name, drop in WITHOUT_CONSTRAINT.items() if name == code], statement)
    assert code in {fault.code for fault in faults()}
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_books", stdout=out)
    assert code in out.getvalue()


def test_two_rows_under_one_key_are_named_when_the_constraint_is_gone(books):
    copies = COPY.format(amount="amount_fen", key="key", where=PAID)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(copies)
    run(DROP_KEY, copies)
    assert {"double_key", "paid_is_not_approved"} <= {fault.code for fault in faults()}


def test_a_reversal_that_does_not_mirror_is_named(books):
    run(
        "UPDATE funding_transfer SET reverses_id = (SELECT max(id) FROM funding_transfer WHERE code = 'AWARD') WHERE code = 'CLAW_BACK'"
    )
    assert "bad_reversal" in {fault.code for fault in faults()}


def test_every_check_is_a_query_that_runs(db):
    assert len(CHECKS) >= 20
    assert list(faults()) == []
