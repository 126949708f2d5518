"""Paying once (R1), awarding once, and the control that must fail: without the unique key the same test finds doubles."""

from collections import Counter
from datetime import datetime

from django.db import connection

from accounts.queries import system_user
from core import clock
from core.errors import Refused
from funding import actions, ledger
from funding.enums import TransferCode as C
from funding.models import Tranche, Transfer
from funding.queries.books import faults
from projects.models import Project
from tests.funding import rows
from tests.stories import funding as stories
from tests.stories.cast import cast as make_cast

STAGES, THREADS = 20, 16
UNIQUE = "SELECT conname FROM pg_constraint WHERE conrelid = 'funding_transfer'::regclass AND contype = 'u' AND conname LIKE '%key%'"


def payable_project() -> list[Tranche]:
    """One project with 20 tranches whose money is reserved."""
    project = rows.project(fiscal_fen=100 * STAGES)
    by = rows.user()
    ledger.move(code=C.AWARD, project=project, year=2022, amount_fen=100 * STAGES, key="award", by=by)
    tranches = [rows.tranche(project, stage=number + 1, planned_fen=100) for number in range(STAGES)]
    for tranche in tranches:
        ledger.move(
            code=C.RESERVE,
            project=project,
            year=2022,
            amount_fen=100,
            key=f"{tranche.pk}:reserve",
            tranche=tranche,
            by=by,
        )
    return tranches


def pay_from_everywhere(run_in_threads, tranches: list[Tranche]) -> list[tuple[int, int]]:
    """Sixteen payers go through the same list; answers (tranche, payments) that were paid more than once."""
    by = rows.user()

    def pay(number: int) -> int:
        done = 0
        for place in range(len(tranches)):
            tranche = tranches[(place + number) % len(tranches)]
            try:
                ledger.move(
                    code=C.PAY,
                    project=tranche.project,
                    year=2022,
                    amount_fen=100,
                    key=f"tranche:{tranche.pk}:pay",
                    tranche=tranche,
                    by=by,
                )
                done += 1
            except Refused:
                continue  # nothing reserved is left: only without the key
        return done

    results = run_in_threads(THREADS, pay)
    assert [error for error in results if isinstance(error, Exception)] == []
    paid = Counter(Transfer.objects.filter(code=C.PAY).values_list("tranche_id", flat=True))
    return [(tranche, count) for tranche, count in paid.items() if count > 1]


def test_sixteen_payers_pay_each_tranche_once(run_in_threads):
    tranches = payable_project()
    assert pay_from_everywhere(run_in_threads, tranches) == []
    assert Transfer.objects.filter(code=C.PAY).count() == STAGES
    assert [fault for fault in faults() if fault.code == "double_key"] == []


def test_control_without_the_unique_key_the_same_payers_pay_twice(run_in_threads):
    tranches = payable_project()
    with connection.cursor() as cursor:
        cursor.execute(UNIQUE)
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE funding_transfer DROP CONSTRAINT "{name}"')
    try:
        doubles = pay_from_everywhere(run_in_threads, tranches)
        found = {fault.code for fault in faults()}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE funding_transfer CASCADE")
            cursor.execute(f'ALTER TABLE funding_transfer ADD CONSTRAINT "{name}" UNIQUE (key)')
    assert len(doubles) > 0
    assert {"double_key", "paid_is_not_approved"} <= found


def test_a_project_is_awarded_once_and_its_tranche_paid_once(transactional_db, run_in_threads):
    clock.move(to=datetime(2022, 3, 1, 9, tzinfo=clock.BEIJING))
    cast = make_cast()
    bids = stories.decide_all(cast, stories.judged(cast))
    stories.end_notice(stories.noticed(cast, bids))
    bid = bids[0]
    results = run_in_threads(6, lambda number: actions.award(bid=type(bid).objects.get(pk=bid.pk), by=cast.officer))
    assert sum(isinstance(result, Project) for result in results) == 1
    assert {result.code for result in results if not isinstance(result, Project)} == {"not_in_notice"}
    assert run_in_threads(2, lambda number: actions.award_due(by=system_user())) == [0, 0]

    project = stories.running(cast, stories.project_of(bid))
    stories.approved(cast, project)

    def pay(number: int):
        return actions.pay_tranche(
            tranche=stories.stage(project, 1), voucher_number=f"PZ-{number % 2}", by=cast.finance
        )

    results = run_in_threads(8, pay)
    assert sorted({result.code for result in results if isinstance(result, Exception)}) == ["wrong_state"]
    vouchers = {result.voucher_number for result in results if isinstance(result, Tranche)}
    assert len(vouchers) == 1
    assert sum(isinstance(result, Tranche) for result in results) == 4
    assert Transfer.objects.filter(code=C.PAY).count() == 1
    assert list(faults()) == []
