"""What a statistic is: rows and a measure — a count, a sum, or two other statistics set against each other."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet, Sum

from funding.statistics.scope import Scope

COUNT, MONEY, RATIO, SHARE = "COUNT", "MONEY", "RATIO", "SHARE"


@dataclass(frozen=True)
class Statistic:
    """`rows(scope)` is what it is computed from; `column` sums it (fen), else rows are counted. `minus` is taken off.

    RATIO and SHARE divide the statistic `part` by the statistic `base`; MONEY with both takes `base` off `part`.
    """

    code: str
    label: str
    unit: str
    kind: str
    definition: str
    rows: Callable[[Scope], QuerySet] | None = None
    column: str = ""
    minus: Callable[[Scope], QuerySet] | None = None
    part: str = ""
    base: str = ""
    is_personal: bool = False


STATISTICS: dict[str, Statistic] = {}


def add(code, label, unit, kind, definition, rows=None, **options) -> None:
    STATISTICS[code] = Statistic(code, label, unit, kind, definition, rows, **options)


def compute(code: str, scope: Scope) -> int | Fraction | None:
    """The value: a count, fen, or an exact fraction; None where the base is zero. One query, two for a quotient or a net sum."""
    statistic = STATISTICS[code]
    if statistic.kind in {RATIO, SHARE}:
        base = compute(statistic.base, scope)
        return Fraction(compute(statistic.part, scope), base) if base else None
    if statistic.part:
        return compute(statistic.part, scope) - compute(statistic.base, scope)
    if not statistic.column:
        return statistic.rows(scope).count()
    found = statistic.rows(scope).aggregate(fen=Sum(statistic.column, default=0))["fen"]
    if statistic.minus is not None:
        found -= statistic.minus(scope).aggregate(fen=Sum(statistic.column, default=0))["fen"]
    return found
