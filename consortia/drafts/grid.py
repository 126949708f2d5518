"""The budget as people fill it in: a line for each source (or use) and unit, a column for each year (E-15).

A draft keeps flat rows, one an amount; here they become lines and go back. Amounts in whole fen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from consortia.drafts.faults import Totals
from core.money import looks_like_yuan

#: What tells two lines of a table apart.
KEYS = {"sources": ("source", "organization_id"), "uses": ("category", "source", "organization_id")}
MOST_YEARS = 7


@dataclass
class Line:
    """`amounts` by year; `places` says which flat row each came from."""

    keys: dict
    amounts: dict[int, int | None] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)


def years(first: int, months: int | None, budget: dict) -> list[int]:
    """The columns: from the first year as many as the project runs through, and every year that has an amount already."""
    count = min(MOST_YEARS, 1 + -(-max(months or 12, 1) // 12))
    said = {row["year"] for table in KEYS for row in budget.get(table, []) if row["year"]}
    return sorted({*range(first, first + count), *said})


def lines(table: str, rows: list[dict], columns: list[int]) -> list[Line]:
    """Flat rows gathered into lines, in the order in which they first appear. Two amounts for one cell: a second line."""
    found: list[Line] = []
    for place, row in enumerate(rows):
        keys = {key: row[key] for key in KEYS[table]}
        year = row["year"] if row["year"] else columns[0]
        line = next((one for one in found if one.keys == keys and year not in one.amounts), None)
        if line is None:
            line = Line(keys)
            found.append(line)
        line.amounts[year] = row["amount_fen"]
        line.places[year] = place
    return found


def flat(table: str, filled: Iterable[Line], columns: list[int]) -> list[dict]:
    """The rows that a draft keeps. A line that names what it is for, but no amount yet, stays as one row without an amount."""
    rows = []
    for line in filled:
        amounts = {year: amount for year, amount in line.amounts.items() if amount is not None}
        if not amounts and any(line.keys.values()):
            amounts = {columns[0]: None}
        rows += [_row(table, line.keys, year, amounts[year]) for year in sorted(amounts)]
    return rows


def _row(table: str, keys: dict, year: int, amount: int | None) -> dict:
    first = {"category": keys["category"]} if table == "uses" else {}
    rest = {"source": keys["source"], "year": year, "organization_id": keys["organization_id"], "amount_fen": amount}
    return first | rest


@dataclass(frozen=True)
class Balance:
    """One year (None: all of them): what comes in and what goes out, in fen."""

    year: int | None
    came_fen: int
    went_fen: int

    @property
    def gap_fen(self) -> int:
        return self.came_fen - self.went_fen


def balances(budget: dict, columns: list[int]) -> list[Balance]:
    """Year by year, the whole period last (E-15: sources and uses are equal in each year and in total)."""

    def total(table: str, year: int | None) -> int:
        return sum(row["amount_fen"] or 0 for row in budget.get(table, []) if year is None or row["year"] == year)

    return [Balance(year, total("sources", year), total("uses", year)) for year in [*columns, None]]


def by_unit(budget: dict) -> tuple[list[int | None], dict[str, dict[int | None, int]]]:
    """(units, use -> unit -> fen): who spends what for what."""
    sums: dict[str, dict[int | None, int]] = {}
    units: dict[int | None, None] = {}
    for row in budget.get("uses", []):
        if row["amount_fen"]:
            units[row["organization_id"]] = None
            of_use = sums.setdefault(row["category"], {})
            of_use[row["organization_id"]] = of_use.get(row["organization_id"], 0) + row["amount_fen"]
    return list(units), sums


def short_of_ratio(sums: Totals, percent: int) -> int:
    """How many fen of self-funding are missing to the ratio of the rule set (R-FUN-01); zero or less: it is met."""
    return -(-sums.fiscal_fen * percent // 100) - sums.self_fen


def doubtful(amount_fen: int | None, cap_fen: int | None) -> int | None:
    """What was probably meant, in fen, where an amount in 万元 looks as if it had been typed in 元; else None."""
    if not amount_fen or not cap_fen or not looks_like_yuan(amount_fen, cap_fen):
        return None
    return amount_fen // 10_000
