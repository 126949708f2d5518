"""The draw: commit the seed, then reveal it (R-REV-03, design §6)."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from reviews import queries, rules
from reviews.actions.seats import seat_expert
from reviews.enums import PanelState
from reviews.models import Draw, Expert, Panel
from reviews.queries import draws
from reviews.queries.draws import Candidate

DRAWING_PANELS = (PanelState.SET_UP, PanelState.DRAWN, PanelState.CONFIRMED, PanelState.SCORING)


@action
def commit_draw(*, panel: Panel, by, query: dict | None = None, at: datetime | None = None) -> Draw:
    """Fix everything that decides the draw: candidates, exclusions with their reasons, composition, and a seed of which
    only the digest is shown until the draw. Nothing of it can be changed or taken back afterwards."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    if panel.state not in DRAWING_PANELS:
        raise Refused(
            "wrong_state",
            _("评审组现为“%(state)s”，不能抽取专家。") % {"state": panel.get_state_display()},
            panel=panel.pk,
        )
    if panel.draws.filter(drawn_at__isnull=True).exists():
        raise Refused("draw_committed", _("已有封存未抽的种子，请先完成该次抽取。"), panel=panel.pk)
    held = [seat.expert for seat in queries.active_seats(panel)]
    if len(held) >= panel.size:
        raise Refused("panel_full", _("评审组%(size)s个席位均已有专家。") % {"size": panel.size}, panel=panel.pk)
    seated = set(panel.seats.values_list("expert_id", flat=True))
    experts = [expert for expert in queries.pool(query or {}) if expert.pk not in seated]
    reasons = queries.reasons_by_expert(
        panel.challenge, experts, on=clock.local(at).date(), secretary_person=panel.secretary.person_id
    )
    candidates = [Candidate.of(expert) for expert in experts if expert.pk not in reasons]
    composition = draws.composition(panel)
    _refuse_unreachable(panel, candidates, [Candidate.of(expert) for expert in held], composition)
    seed = secrets.token_hex(32)
    draw = Draw.objects.create(
        panel=panel,
        number=panel.draws.count() + 1,
        seed_digest=draws.seed_digest(seed),
        sealed_seed=seed,
        pool_query=query or {},
        composition=composition,
        held=[Candidate.of(expert).row() for expert in held],
        candidates=[one.row() for one in candidates],
        exclusions=[
            {"expert": pk, "kinds": [one.kind for one in found], "reasons": [one.text for one in found]}
            for pk, found in sorted(reasons.items())
        ],
        committed_at=at,
        committed_by=by,
    )
    digest = draws.commitment_digest(draws.public_record(draw))
    events.record(
        panel, "draw.commit", by=by, at=at, label=_("封存抽取种子"), note=draw.seed_digest, data={"record": digest}
    )
    return draw


@action
def run_draw(*, draw: Draw, by, witness: str = "", at: datetime | None = None) -> Draw:
    """Reveal the seed and seat the experts. `witness` is a word or number that a witness names in the room."""
    panel = draw.panel
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    draw = locked(draw)
    if draw.drawn_at is not None:
        raise Refused("already_drawn", _("该次抽取已经完成，不能重抽。"), draw=draw.pk)
    if panel.state not in DRAWING_PANELS:
        raise Refused(
            "wrong_state",
            _("评审组现为“%(state)s”，不能抽取专家。") % {"state": panel.get_state_display()},
            panel=panel.pk,
        )
    draw.seed, draw.sealed_seed, draw.witness = draw.sealed_seed, "", witness.strip()
    first = draws.first_seats(draws.public_record(draw))
    by_pk = Expert.objects.in_bulk([one.expert for one in first])
    entries = []
    for one in first:
        seat = seat_expert(panel=panel, expert=by_pk[one.expert], by=by, at=at)
        entries.append({"seat": seat.number, "expert": one.expert})
    draw.drawn, draw.drawn_at, draw.drawn_by = entries, at, by
    draw.save(update_fields=["seed", "sealed_seed", "witness", "drawn", "drawn_at", "drawn_by"])
    _move_panel(panel, by, at)
    events.record(
        panel, "draw.run", by=by, at=at, label=_("公开种子并抽取"), note=draw.seed, data={"experts": len(first)}
    )
    return draw


def _move_panel(panel: Panel, by, at: datetime) -> None:
    """A first draw makes the panel DRAWN; a later one sends a confirmed panel back; while scoring it stays where it is."""
    if panel.state == PanelState.CONFIRMED:
        lifecycle.advance(panel, "reopen_draw", by=by, at=at)
    elif panel.state != PanelState.SCORING:
        lifecycle.advance(panel, "draw", by=by, at=at)


def _refuse_unreachable(panel: Panel, candidates, held, composition: dict) -> None:
    places = composition["size"] - len(held)
    needs = draws.needs_of(composition).less(held)
    if draws.reachable(places, needs, candidates):
        return
    raise Refused(
        "pool_too_small",
        _(
            "符合条件且无须回避的专家只有%(have)s人（财务%(finance)s、产业%(industry)s、区外%(outside)s），"
            "须抽%(places)s人（财务%(nf)s、产业%(ni)s、区外%(no)s）。请放宽抽取条件或充实专家库。"
        )
        % {
            "have": len(candidates),
            "finance": sum(one.kind == "FINANCE" for one in candidates),
            "industry": sum(one.kind == "INDUSTRY" for one in candidates),
            "outside": sum(not one.local for one in candidates),
            "places": places,
            "nf": needs.finance,
            "ni": needs.industry,
            "no": needs.outside,
        },
        panel=panel.pk,
    )
