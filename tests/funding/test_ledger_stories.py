"""Random stories: whatever is asked of the ledger, in whatever order and however often, the books balance (R8)."""

from collections import defaultdict

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refused
from funding import ledger
from funding.enums import AccountKind as K
from funding.enums import TransferCode as C
from funding.models import Account, Transfer
from funding.queries.books import faults
from tests.funding import rows

CODES = [C.AWARD, C.RESERVE, C.PAY, C.RELEASE, C.CLAW_BACK]
STEP = st.one_of(
    st.tuples(
        st.sampled_from(CODES),
        st.integers(0, 1),
        st.sampled_from([2022, 2023]),
        st.integers(1, 700),
        st.integers(0, 30),
    ),
    st.tuples(st.just("REVERSE"), st.integers(0, 1), st.just(0), st.integers(0, 30), st.integers(0, 30)),
)


class Model:
    """The ledger as a page of plain arithmetic, to compare with."""

    def __init__(self, decided: list[int]):
        self.decided, self.balances, self.rows, self.reversed = decided, defaultdict(int), {}, set()

    def may(self, number, debit, credit, amount, key, body) -> str:
        if key in self.rows:
            return "same" if self.rows[key] == body else "key_reused"
        if credit[0] != K.TREASURY and self.balances[credit] < amount:
            return "overdrawn"
        if credit[0] == K.TREASURY and self.awarded(number) + amount > self.decided[number]:
            return "over_decided"
        return "written"

    def awarded(self, number) -> int:
        return sum(fen for (kind, of, _), fen in self.balances.items() if of == number and kind != K.TREASURY)

    def write(self, debit, credit, amount, key, body) -> None:
        self.balances[debit] += amount
        self.balances[credit] -= amount
        self.rows[key] = body


def tell(model: Model, projects, code, number, year, amount, key) -> None:
    gains, gives = ledger.MOVES[code]
    debit = (gains, None if gains == K.TREASURY else number, year)
    credit = (gives, None if gives == K.TREASURY else number, year)
    body = (debit, credit, amount, code)
    expected = model.may(number, debit, credit, amount, f"k{key}", body)
    try:
        ledger.move(code=code, project=projects[number], year=year, amount_fen=amount, key=f"k{key}", by=rows.user())
        found = "same" if expected == "same" else "written"
    except Refused as refusal:
        found = refusal.code
    assert found == expected
    if found == "written":
        model.write(debit, credit, amount, f"k{key}", body)


def tell_reversal(model: Model, projects, chosen: int, key: int) -> None:
    """Reverse the chosen row under a key of its own; RESERVE rows by VOID, the others by CORRECT."""
    found = list(Transfer.objects.filter(reverses=None).order_by("id").select_related("debit", "credit", "tranche"))
    if not found:
        return
    row = found[chosen % len(found)]
    places = [
        (of.kind, next((n for n, p in enumerate(projects) if p.pk == of.project_id), None), of.year)
        for of in (row.debit, row.credit)
    ]
    number = places[0][1] if places[0][1] is not None else places[1][1]
    name = f"r{key}"
    body = (places[1], places[0], row.amount_fen, "REVERSE", row.pk)
    expected = model.may(number, places[1], places[0], row.amount_fen, name, body)
    if expected in {"overdrawn", "over_decided", "written"} and row.pk in model.reversed:
        expected = "reversed_already"
    try:
        ledger.reverse(row, code=C.VOID if row.code == C.RESERVE else C.CORRECT, key=name, by=rows.user())
        outcome = "same" if expected == "same" else "written"
    except Refused as refusal:
        outcome = refusal.code
    assert outcome == expected
    if outcome == "written":
        model.reversed.add(row.pk)
        model.write(places[1], places[0], row.amount_fen, name, body)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=30))
def test_any_story_balances(db, steps):
    with transaction.atomic():
        projects = [rows.project(fiscal_fen=1000), rows.project(fiscal_fen=1500)]
        model = Model([1000, 1500])
        for code, number, year, amount, key in steps:
            if code == "REVERSE":
                tell_reversal(model, projects, amount, key)
            else:
                tell(model, projects, code, number, year, amount, key)
        numbers = {project.pk: number for number, project in enumerate(projects)} | {None: None}
        found = {(of.kind, numbers[of.project_id], of.year): ledger.balance(of) for of in Account.objects.all()}
        assert found == {place: model.balances[place] for place in found}
        assert sum(found.values()) == 0
        assert all(fen >= 0 for (kind, _, _), fen in found.items() if kind != K.TREASURY)
        assert Transfer.objects.count() == len(model.rows)
        assert [
            fault for fault in faults() if fault.code in {"below_zero", "over_decided", "double_key", "bad_reversal"}
        ] == []
        transaction.set_rollback(True)
