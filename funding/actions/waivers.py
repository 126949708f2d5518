"""Waivers: proposed by one person, approved by another, with the figures they rest on (R-ROL-06, R-FUN-01)."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges.enums import ResolutionKind
from challenges.models import Resolution
from consortia.models import Bid
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance, begin
from core.permissions import require
from funding import rules
from funding.enums import WaiverKind
from funding.models import Tranche, Waiver
from funding.queries.conditions import MILESTONE, OPEN, SELF_FUNDING, self_received_fen, self_required_fen
from projects.actions.guards import passed, required_text


@action
def propose_waiver(
    *,
    kind: str,
    reason: str,
    bid: Bid | None = None,
    tranche: Tranche | None = None,
    fiscal_fen: int | None = None,
    self_fen: int | None = None,
    conditions: tuple[str, ...] = (MILESTONE, SELF_FUNDING),
    by,
    at: datetime | None = None,
) -> Waiver:
    """RATIO and CONDITION: for a `bid`; a ratio waiver holds for these amounts (fen), those of the bid by default.

    TRANCHE_CONDITION: for one `tranche`, lifting the named conditions (MILESTONE, SELF_FUNDING).
    """
    reason = required_text(reason, _("豁免理由"))
    if (bid is None) == (tranche is None) or (kind == WaiverKind.TRANCHE_CONDITION) != (tranche is not None):
        raise Refused("waiver_subject", _("比例和条件豁免针对揭榜方案提出，拨款条件豁免针对拨款批次提出。"))
    project = tranche.project if tranche is not None else None
    require(rules.propose_waiver, by, bid or project)
    figures: dict = {}
    if kind == WaiverKind.RATIO:
        figures = {"fiscal_fen": _or(fiscal_fen, bid.fiscal_fen), "self_fen": _or(self_fen, bid.self_fen)}
        if figures["fiscal_fen"] <= 0:
            raise Refused("waiver_figures", _("请填写拟安排的财政经费，豁免按该金额与自筹金额批准。"), bid=bid.pk)
    if tranche is not None:
        if tranche.state not in OPEN:
            raise Refused("tranche_closed", _("该期拨款已办结，无需豁免。"), tranche=tranche.pk)
        unknown = set(conditions) - {MILESTONE, SELF_FUNDING}
        if unknown or not conditions:
            raise Refused("waiver_conditions", _("请选择要豁免的拨款条件：里程碑或自筹到位。"))
        figures = {
            "tranche": tranche.pk,
            "stage": tranche.stage,
            "conditions": sorted(conditions),
            "self_required_fen": self_required_fen(tranche),
            "self_received_fen": self_received_fen(project),
        }
    return begin(Waiver, by=by, at=at, note=reason, kind=kind, bid=bid, project=project, reason=reason, figures=figures)


def _or(given: int | None, otherwise: int | None) -> int:
    return given if given is not None else (otherwise or 0)


@action
def decide_waiver(
    *,
    waiver: Waiver,
    is_approved: bool,
    note: str = "",
    resolution: Resolution | None = None,
    by,
    at: datetime | None = None,
) -> Waiver:
    """Approve or reject, by somebody who did not propose it. An approved condition waiver is fixed to its tranche."""
    at = at or clock.now()
    require(rules.decide_waiver, by, waiver)
    if resolution is not None:
        passed(resolution, ResolutionKind.WAIVER, ResolutionKind.AWARD)
    if not is_approved:
        note = required_text(note, _("不予豁免的理由"))
    changes = {"decision_note": note, "resolution": resolution}
    advance(waiver, "approve" if is_approved else "reject", by=by, at=at, note=note, changes=changes)
    if is_approved and waiver.kind == WaiverKind.TRANCHE_CONDITION:
        tranche = locked(Tranche.objects.get(pk=waiver.figures["tranche"]))
        if tranche.state not in OPEN:
            raise Refused("tranche_closed", _("该期拨款已办结，无需豁免。"), tranche=tranche.pk)
        Tranche.objects.filter(pk=tranche.pk).update(waiver=waiver)
    return waiver
