"""Reads over projects, one module a subject."""

from projects.queries.access import projects_for, races_for
from projects.queries.agreements import agreement_template, defects, differences, live_agreement, weaker_indicators
from projects.queries.batches import unfinished
from projects.queries.changes import EXTENSION_NOTICE_MONTHS, current_values, extendable_projects, who_decides
from projects.queries.indicators import is_met, is_weaker, progress, weighted_hundredths
from projects.queries.races import Computed, missing_values, race_is_complete, standings
from projects.queries.standing import lapsing_projects, people_of, unit_people, waiting_milestones

__all__ = [
    "EXTENSION_NOTICE_MONTHS",
    "Computed",
    "agreement_template",
    "current_values",
    "defects",
    "differences",
    "extendable_projects",
    "is_met",
    "is_weaker",
    "lapsing_projects",
    "live_agreement",
    "missing_values",
    "people_of",
    "progress",
    "projects_for",
    "race_is_complete",
    "races_for",
    "standings",
    "unfinished",
    "unit_people",
    "waiting_milestones",
    "weaker_indicators",
    "weighted_hundredths",
    "who_decides",
]
