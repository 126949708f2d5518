"""Which year's expenditure a project still owes: reporting is light, once a year is enough (S86, R-BUR-02)."""

from datetime import timedelta

from django.db.models import (
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear

from funding.enums import STANDING_REPORTS
from funding.models import ExpenditureReport
from projects.enums import ProjectState
from projects.models import Project

ONE_DAY = timedelta(days=1)


def owing_reports() -> QuerySet[Project]:
    """Running projects with `report_by_on`: the last day for the lead's report of `owed_year`, the first year that its
    reports do not cover to the end."""
    reported = ExpenditureReport.objects.filter(
        project=OuterRef("pk"), organization=OuterRef("lead"), state__in=STANDING_REPORTS
    ).order_by("-period_to")
    since = Coalesce(_later(Subquery(reported.values("period_to")[:1]), Value(ONE_DAY)), F("starts_on"))
    days = ExpressionWrapper(
        F("challenge__batch__rule_set__expenditure_report_days") * Value(ONE_DAY), output_field=DurationField()
    )
    last_of_year = Func(
        Cast("owed_year", IntegerField()), Value(12), Value(31), function="make_date", output_field=DateField()
    )
    rows = Project.objects.filter(state__in=[ProjectState.IN_PROGRESS, ProjectState.SUSPENDED])
    rows = rows.annotate(unreported_from=since).filter(unreported_from__lte=F("ends_on"))
    rows = rows.annotate(owed_year=ExtractYear("unreported_from"))
    return rows.annotate(report_by_on=_later(last_of_year, days))


def _later(day, span) -> Cast:
    """PostgreSQL answers a timestamp for a date and an interval."""
    return Cast(ExpressionWrapper(day + span, output_field=DateField()), DateField())
