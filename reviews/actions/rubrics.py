"""Rubrics (R-REV-11, E-20)."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock, events
from core.actions import action
from core.errors import Refused
from core.permissions import require
from reviews import rules
from reviews.models import Criterion, Rubric


@action
def create_rubric(*, name: str, criteria: list[dict], by, at: datetime | None = None) -> Rubric:
    """A new version of a rubric; each criterion is {name, weight, guidance}. The weights add to 100."""
    require(rules.manage_rubric, by)
    total = sum(row["weight"] for row in criteria)
    if total != 100:
        raise Refused("weights", _("各评分项权重之和应为100，现为%(total)s。") % {"total": total})
    version = (Rubric.objects.filter(name=name).aggregate(last=Max("version"))["last"] or 0) + 1
    rubric = Rubric.objects.create(name=name, version=version)
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric, number=number, name=row["name"], weight=row["weight"], guidance=row.get("guidance", "")
        )
        for number, row in enumerate(criteria, start=1)
    )
    events.record(rubric, "rubric.create", by=by, at=at or clock.now(), label=_("新建评分表"))
    return rubric
