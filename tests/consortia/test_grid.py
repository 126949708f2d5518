"""The budget as lines and years, and back without loss (E-15)."""

from hypothesis import given
from hypothesis import strategies as st

from consortia.drafts import grid
from consortia.drafts.faults import Totals

YEARS = [2026, 2027, 2028]
amounts = st.one_of(st.none(), st.integers(0, 10**15))
flat_rows = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(["", "FISCAL", "SELF"]),
            "year": st.sampled_from([None, *YEARS]),
            "organization_id": st.sampled_from([None, 1, 2]),
            "amount_fen": amounts,
        }
    ),
    max_size=12,
)


def total(rows) -> int:
    return sum(row["amount_fen"] or 0 for row in rows)


@given(flat_rows)
def test_there_and_back_loses_no_fen(rows):
    lines = grid.lines("sources", rows, YEARS)
    back = grid.flat("sources", lines, YEARS)
    assert total(back) == total(rows)
    places = sorted(place for line in lines for place in line.places.values())
    assert places == list(range(len(rows)))


def test_a_line_without_amounts_is_remembered():
    lines = [grid.Line({"source": "FISCAL", "organization_id": None}, dict.fromkeys(YEARS))]
    assert grid.flat("sources", lines, YEARS) == [
        {"source": "FISCAL", "year": 2026, "organization_id": None, "amount_fen": None}
    ]


def test_columns_cover_the_period_and_what_is_there():
    assert grid.years(2026, 36, {}) == [2026, 2027, 2028, 2029]
    assert grid.years(2026, 6, {"sources": [{"year": 2031}], "uses": [{"year": None}]}) == [2026, 2027, 2031]
    assert len(grid.years(2026, 600, {})) == grid.MOST_YEARS


def test_years_balance_one_by_one_and_in_total():
    budget = {
        "sources": [{"year": 2026, "amount_fen": 5}, {"year": 2027, "amount_fen": None}],
        "uses": [{"year": 2026, "amount_fen": 3}, {"year": 2027, "amount_fen": 2}],
    }
    assert [(one.year, one.gap_fen) for one in grid.balances(budget, [2026, 2027])] == [
        (2026, 2),
        (2027, -2),
        (None, 0),
    ]


def test_what_is_missing_to_the_ratio_is_exact_in_fen():
    sums = Totals(fiscal_fen=101, self_fen=201, loan_fen=0, matching_fen=0, other_fen=0, uses_fen=0)
    assert grid.short_of_ratio(sums, 200) == 1
    assert grid.short_of_ratio(sums, 100) == -100


def test_yuan_typed_as_wan_is_a_question():
    cap = 500 * 1_000_000
    assert grid.doubtful(cap * 50, cap) is None
    assert grid.doubtful(5_000_000 * 1_000_000, cap) == cap
    assert grid.doubtful(None, cap) is grid.doubtful(10**12, None) is None
