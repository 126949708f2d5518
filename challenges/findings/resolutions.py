"""What stands on a resolution: every row of any app that points to it, found by the models' own foreign keys."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from challenges.defaults import FITNESS
from challenges.enums import ChallengeState, ResolutionKind
from challenges.models import Challenge, MemberVote, Resolution
from challenges.queries import approval_gaps, with_tables


@dataclass(frozen=True)
class Standing:
    """One thing that points to a resolution. `url` is empty where it has no page."""

    kind: str
    name: str
    role: str
    url: str


@cache
def _pointers() -> tuple[models.ForeignKey, ...]:
    """Foreign keys to Resolution; history tables and the votes that made it are left out."""
    return tuple(
        field
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Resolution and model is not MemberVote
    )


def standing_on(resolution: Resolution) -> list[Standing]:
    """One query a foreign key, whatever stands on it."""
    found = []
    for field in _pointers():
        for row in field.model._default_manager.filter(**{field.name: resolution}).order_by("pk")[:200]:
            url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
            found.append(Standing(str(field.model._meta.verbose_name), str(row), str(field.verbose_name), url))
    return found


def approvable(resolution: Resolution) -> list[tuple[Challenge, list[str]]]:
    """(challenge, what it still lacks) of those that this resolution may approve."""
    if not resolution.is_passed or resolution.kind != ResolutionKind.APPROVE_LIST:
        return []
    rows = Challenge.objects.filter(state=ChallengeState.REFINING).select_related("batch__programme", "field")
    if resolution.sitting.programme_id:
        rows = rows.filter(batch__programme=resolution.sitting.programme_id)
    answered = {}
    for code, pk in rows.values_list("fitness__code", "pk"):
        answered.setdefault(pk, set()).add(code)
    return [
        (row, approval_gaps(row) + ([_("适配性核对")] if len(answered[row.pk] - {None}) < len(FITNESS) else []))
        for row in with_tables(rows).order_by("code")
    ]
