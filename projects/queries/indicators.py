"""How far an indicator has come, and whether one target is weaker than another. Exact fractions, never floats."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from challenges.enums import Comparator
from challenges.models import Indicator


def is_met(indicator: Indicator, actual: Decimal) -> bool:
    return _holds(indicator.comparator, actual, indicator.target)


def is_weaker(indicator: Indicator, target: Decimal) -> bool:
    """Whether this target promises less than the challenge asks (3.6)."""
    return not _holds(indicator.comparator, target, indicator.target)


def holds(indicator: Indicator, actual: Decimal, target: Decimal) -> bool:
    """Whether `actual` reaches another target of the same indicator, for example a milestone's."""
    return _holds(indicator.comparator, actual, target)


def _holds(comparator: str, actual: Decimal, target: Decimal) -> bool:
    if comparator == Comparator.AT_LEAST:
        return actual >= target
    if comparator == Comparator.AT_MOST:
        return actual <= target
    return actual == target


def progress(indicator: Indicator, actual: Decimal | None) -> Fraction:
    """From 0 (the baseline or worse, or nothing known) to 1 (the target reached).

    (actual − baseline) / (target − baseline); for “=” the distance to the target counts on either side. A missing
    baseline is 0 where more is better; where less is better or a value must be hit, only reaching it counts.
    """
    if actual is None:
        return Fraction(0)
    if is_met(indicator, actual):
        return Fraction(1)
    baseline = indicator.baseline
    if baseline is None:
        if indicator.comparator != Comparator.AT_LEAST:
            return Fraction(0)
        baseline = Decimal(0)
    span = Fraction(indicator.target) - Fraction(baseline)
    if span == 0:
        return Fraction(0)
    if indicator.comparator == Comparator.EQUAL:
        share = 1 - abs(Fraction(actual) - Fraction(indicator.target)) / abs(span)
    else:
        share = (Fraction(actual) - Fraction(baseline)) / span
    return min(max(share, Fraction(0)), Fraction(1))


def weighted_hundredths(rows: Iterable[tuple[Indicator, Decimal | None]]) -> int:
    """Σ weight × progress over Σ weight, in hundredths of a per cent, rounded down: rounding lifts nobody over a line."""
    rows = list(rows)
    total = sum(indicator.weight for indicator, _ in rows)
    if not total:
        return 0
    done = sum((indicator.weight * progress(indicator, actual) for indicator, actual in rows), Fraction(0))
    return int(done / total * 10_000)
