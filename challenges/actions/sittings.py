"""Sittings and their resolutions: what decisions point to (S12, E-10)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.enums import SittingState
from challenges.models import Programme, Resolution, Sitting
from core import clock, events, lifecycle, numbering
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def plan_sitting(
    *,
    kind: str,
    title: str,
    planned_on: date,
    by,
    programme: Programme | None = None,
    place: str = "",
    agenda=(),
    at: datetime | None = None,
) -> Sitting:
    require(rules.manage_sitting, by, programme)
    return lifecycle.begin(
        Sitting,
        by=by,
        at=at,
        kind=kind,
        title=title,
        planned_on=planned_on,
        programme=programme,
        place=place,
        agenda=list(agenda),
    )


@action
def hold_sitting(
    *, sitting: Sitting, by, attendance=(), minutes_text: str = "", minutes=None, at: datetime | None = None
) -> Sitting:
    """Record that it was held; `attendance` names the departments present (S103)."""
    require(rules.manage_sitting, by, sitting)
    changes = {"attendance": list(attendance), "minutes_text": minutes_text, "minutes": minutes}
    return lifecycle.advance(sitting, "hold", by=by, at=at, changes=changes)


@action
def cancel_sitting(*, sitting: Sitting, reason: str, by, at: datetime | None = None) -> Sitting:
    require(rules.manage_sitting, by, sitting)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明取消会议的原因。"))
    return lifecycle.advance(sitting, "cancel", by=by, at=at, note=reason)


@action
def pass_resolution(
    *,
    sitting: Sitting,
    kind: str,
    title: str,
    by,
    text: str = "",
    votes_for: int,
    votes_against: int = 0,
    votes_abstained: int = 0,
    at: datetime | None = None,
) -> Resolution:
    """Number and keep what a held sitting decided; more votes for than against pass it (〔year〕 is that of the sitting)."""
    require(rules.manage_sitting, by, sitting)
    at = at or clock.now()
    sitting = locked(sitting)
    if sitting.state != SittingState.HELD:
        raise Refused(
            "sitting_not_held", _("会议尚未记录为已召开，不能形成决议。"), sitting=sitting.pk, state=sitting.state
        )
    year = sitting.planned_on.year
    number = f"内科决〔{year}〕{numbering.take(f'resolution:{year}')}号"
    resolution = Resolution.objects.create(
        sitting=sitting,
        number=number,
        kind=kind,
        title=title,
        text=text,
        votes_for=votes_for,
        votes_against=votes_against,
        votes_abstained=votes_abstained,
        is_passed=votes_for > votes_against,
        recorded_at=at,
        recorded_by=by,
    )
    note = _("同意 %(yes)s，反对 %(no)s，弃权 %(none)s") % {
        "yes": votes_for,
        "no": votes_against,
        "none": votes_abstained,
    }
    events.record(resolution, "resolution.create", by=by, at=at, label=_("记录决议"), note=note)
    return resolution
