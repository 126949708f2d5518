"""The ledger: one row a movement, a key that lasts for ever, limits, reversals, and nothing that can be edited."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import Refused
from funding import ledger
from funding.enums import TransferCode as C
from funding.models import Account, Transfer
from tests.funding import rows

YEAR = 2022


def post(project, code, amount_fen, key, **body):
    return ledger.move(code=code, project=project, year=YEAR, amount_fen=amount_fen, key=key, by=rows.user(), **body)


def standing(project, kind):
    return ledger.balance(ledger.account(kind=kind, project=project, year=YEAR))


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


@pytest.fixture
def project(db):
    return rows.project(fiscal_fen=1000)


def test_money_walks_from_the_treasury_to_the_lead(project):
    post(project, C.AWARD, 1000, "award")
    post(project, C.RESERVE, 600, "reserve")
    post(project, C.PAY, 500, "pay")
    assert [standing(project, kind) for kind in ("AWARDED", "PAYABLE", "PAID")] == [400, 100, 500]
    assert ledger.balance(ledger.account(kind="TREASURY", project=None, year=YEAR)) == -1000
    assert ledger.awarded(project) == 1000


def test_a_repeat_answers_the_first_row(project):
    first = post(project, C.AWARD, 1000, "award")
    assert post(project, C.AWARD, 1000, "award").pk == first.pk
    assert Transfer.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(project):
    post(project, C.AWARD, 900, "award")
    assert refused(post, project, C.AWARD, 901, "award") == "key_reused"
    other = rows.project(fiscal_fen=1000)
    assert refused(post, other, C.AWARD, 900, "award") == "key_reused"
    assert Transfer.objects.count() == 1


def test_no_more_is_awarded_than_decided(project):
    post(project, C.AWARD, 999, "award")
    assert refused(post, project, C.AWARD, 2, "award-2") == "over_decided"
    post(project, C.RELEASE, 500, "release")
    post(project, C.AWARD, 501, "award-3")
    assert ledger.awarded(project) == 1000


def test_no_more_is_reserved_than_awarded_and_paid_than_reserved(project):
    post(project, C.AWARD, 500, "award")
    assert refused(post, project, C.RESERVE, 501, "reserve") == "overdrawn"
    post(project, C.RESERVE, 400, "reserve")
    assert refused(post, project, C.PAY, 401, "pay") == "overdrawn"
    assert not Transfer.objects.filter(key="pay").exists()


def test_the_money_of_one_year_is_not_paid_from_another(project):
    post(project, C.AWARD, 500, "award")
    later = {"project": project, "year": 2023, "amount_fen": 1, "key": "later", "by": rows.user()}
    with pytest.raises(Refused) as refusal:
        ledger.move(code=C.RESERVE, **later)
    assert refusal.value.code == "overdrawn"


@pytest.mark.parametrize("amount", [0, -1, 1.0, True, "5"])
def test_amounts_are_whole_and_positive(project, amount):
    assert refused(post, project, C.AWARD, amount, "award") == "not_positive"


def test_a_code_moves_money_between_its_own_accounts_alone(project):
    treasury = ledger.account(kind="TREASURY", project=None, year=YEAR)
    paid = ledger.account(kind="PAID", project=project, year=YEAR)
    other = rows.project(fiscal_fen=1000)
    awarded = ledger.account(kind="AWARDED", project=other, year=YEAR)
    for debit, credit, code in [
        (paid, treasury, C.PAY),
        (paid, treasury, C.AWARD),
        (paid, awarded, C.PAY),
        (paid, paid, C.PAY),
    ]:
        body = {"debit": debit, "credit": credit, "amount_fen": 1, "code": code, "key": "odd", "by": rows.user()}
        assert refused(ledger.post, **body) == "not_a_move"


def test_a_row_is_reversed_once_by_its_mirror(project):
    post(project, C.AWARD, 1000, "award")
    reserve = post(project, C.RESERVE, 600, "reserve")
    void = ledger.reverse(reserve, code=C.VOID, key="void", by=rows.user())
    assert standing(project, "AWARDED") == 1000
    assert ledger.reverse(reserve, code=C.VOID, key="void", by=rows.user()).pk == void.pk
    assert refused(ledger.reverse, reserve, code=C.VOID, key="void-again", by=rows.user()) == "reversed_already"
    assert refused(ledger.reverse, void, code=C.CORRECT, key="back", by=rows.user()) == "not_a_move"


def test_what_was_paid_on_cannot_be_reversed_below_zero(project):
    post(project, C.AWARD, 1000, "award")
    reserve = post(project, C.RESERVE, 600, "reserve")
    post(project, C.PAY, 600, "pay")
    assert refused(ledger.reverse, reserve, code=C.VOID, key="void", by=rows.user()) == "overdrawn"


@pytest.mark.parametrize("statement", ["UPDATE funding_transfer SET amount_fen = 1", "DELETE FROM funding_transfer"])
def test_the_database_keeps_every_row(project, statement):
    post(project, C.AWARD, 1000, "award")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Transfer.objects.get().amount_fen == 1000


def test_an_account_is_made_once(project):
    first = ledger.account(kind="TREASURY", project=None, year=YEAR)
    assert ledger.account(kind="TREASURY", project=None, year=YEAR) == first
    assert Account.objects.count() == 1
