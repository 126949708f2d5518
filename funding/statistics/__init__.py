"""Statistics of appendix F: each has a code, a scope and an as-of day, and can show the rows it was computed from."""

from funding.statistics import amounts, contracts, counts, units  # noqa: F401  they fill the table
from funding.statistics.scope import Scope
from funding.statistics.table import STATISTICS, Statistic, compute
from funding.statistics.tables import days_by_stage, outcomes_by_kind

__all__ = ["STATISTICS", "Scope", "Statistic", "compute", "days_by_stage", "outcomes_by_kind"]
