"""Seats: invitation, declaration, acceptance, recusal, replacement (R-REV-03, R-REV-04)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Organization, Person
from accounts.queries import users_with_role
from core import clock, digests, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.outbox import notify
from core.permissions import require
from reviews import queries, rules
from reviews.actions.sums import void_sheets
from reviews.enums import ACTIVE_SEATS, ConflictKind, ExpertState, PanelState, RecusalKind, SeatState
from reviews.models import Conflict, Draw, Expert, ExpertPledge, Panel, Seat
from reviews.models.experts import PLEDGE_TEXT
from reviews.queries import draws
from reviews.queries.draws import Candidate

OPEN_PANELS = (
    PanelState.SET_UP,
    PanelState.DRAWN,
    PanelState.CONFIRMED,
    PanelState.SCORING,
    PanelState.LOCKED,
    PanelState.VOTED,
)
FILLING_PANELS = (PanelState.DRAWN, PanelState.CONFIRMED, PanelState.SCORING)


@action
def pick_manually(*, panel: Panel, expert: Expert, reason: str, by, at: datetime | None = None) -> Seat:
    """Seat a named expert, with a reason and up to the cap of the rule set (R-REV-03)."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = _open(panel, (PanelState.SET_UP, *FILLING_PANELS))
    if not reason.strip():
        raise Refused("reason_needed", _("人工指定专家须写明理由。"))
    if panel.draws.filter(drawn_at__isnull=True).exists():
        raise Refused("draw_committed", _("抽取的种子已封存，请先完成抽取，再人工指定。"), panel=panel.pk)
    percent = panel.challenge.batch.rule_set.manual_pick_percent
    cap = panel.size * percent // 100
    picked = panel.seats.filter(is_manual=True, state__in=ACTIVE_SEATS).count()
    if picked >= cap:
        raise Refused(
            "manual_cap",
            _("人工指定不得超过评审组人数的%(percent)s%%：本组%(size)s人，最多%(cap)s人，已指定%(picked)s人。")
            % {"percent": percent, "size": panel.size, "cap": cap, "picked": picked},
            panel=panel.pk,
        )
    _refuse_full(panel)
    _refuse_unfit(panel, expert, at)
    return seat_expert(panel=panel, expert=expert, by=by, at=at, manual_reason=reason.strip())


@action
def invite_seats(*, panel: Panel, by, at: datetime | None = None) -> list[Seat]:
    """Ask everybody drawn. Who has come into conflict since the draw is recused instead; the caller sees who is left."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = _open(panel, FILLING_PANELS)
    leave_conflicted_seats(panels=[panel], by=by, at=at)
    invited = []
    for seat in panel.seats.filter(state=SeatState.DRAWN).select_related("expert__person").order_by("number"):
        lifecycle.advance(seat, "invite", by=by, at=at)
        Expert.objects.filter(pk=seat.expert_id).update(invited_count=F("invited_count") + 1)
        tell_expert(
            seat=seat,
            title=_("邀请您参加评审"),
            body=_("请先申明利益关系，再答复是否参加。"),
            key="invited",
            by=by,
            at=at,
        )
        invited.append(seat)
    return invited


@action
def declare_interests(*, seat: Seat, interests: list[dict], by, note: str = "", at: datetime | None = None) -> Seat:
    """利益关系申明, a step of its own before acceptance (C09): each interest is {kind, organization | person | None, note}.

    An empty list says "none". An interest in a competing unit, its people or the challenge itself ends the seat at once.
    """
    require(rules.answer_seat, by, seat)
    at = at or clock.now()
    seat = locked(seat)
    if seat.state not in (SeatState.INVITED, SeatState.ACCEPTED, SeatState.DONE):
        raise Refused("not_invited", _("该席位没有待答复的邀请。"), seat=seat.pk)
    for interest in interests:
        subject: Organization | Person | None = interest.get("organization") or interest.get("person")
        Conflict.objects.create(
            expert=seat.expert,
            kind=interest["kind"],
            organization=interest.get("organization"),
            person=interest.get("person"),
            challenge=None if subject else seat.panel.challenge,
            note=interest.get("note", ""),
            declared_at=at,
            declared_by=by,
        )
    kinds = dict(ConflictKind.choices)
    words = "；".join(
        f"{kinds[row['kind']]}：{row.get('organization') or row.get('person') or seat.panel.challenge.code}"
        for row in interests
    )
    seat.declaration = words or str(_("与参评单位、人员和本榜单均无利益关系。"))
    if note:
        seat.declaration += f"（{note}）"
    seat.declared_at, seat.declared_by = at, by
    seat.save(update_fields=["declaration", "declared_at", "declared_by"])
    events.record(seat, "seat.declare", by=by, at=at, label=_("申明利益关系"), note=seat.declaration, restricted=True)
    leave_conflicted_seats(panels=[seat.panel], experts=[seat.expert], by=by, at=at)
    seat.refresh_from_db()
    return seat


@action
def accept_seat(*, seat: Seat, by, agrees: bool = True, at: datetime | None = None) -> Seat:
    """Accept after declaring interests and signing the pledge."""
    require(rules.answer_seat, by, seat)
    at = at or clock.now()
    seat = locked(seat)
    if seat.declared_at is None:
        raise Refused("declare_first", _("请先填写利益关系申明，再接受邀请。"), seat=seat.pk)
    if not agrees:
        raise Refused("pledge_needed", _("接受邀请须签署评审专家承诺书。"), seat=seat.pk)
    if by.pk == seat.panel.secretary_id:
        raise Refused("secretary", _("评审秘书不得担任本组评审专家。"), seat=seat.pk)
    _refuse_unfit(seat.panel, seat.expert, at)
    lifecycle.advance(seat, "accept", by=by, at=at)
    ExpertPledge.objects.create(
        seat=seat, text_sha256=digests.of_bytes(PLEDGE_TEXT.encode()).sha256, signed_at=at, signed_by=by
    )
    return seat


@action
def decline_seat(*, seat: Seat, by, reason: str = "", at: datetime | None = None) -> Seat:
    require(rules.answer_seat, by, seat)
    at = at or clock.now()
    seat = locked(seat)
    lifecycle.advance(seat, "decline", by=by, at=at, note=reason)
    void_sheets(seat=seat, by=by, at=at, reason=_("专家谢绝"))
    Expert.objects.filter(pk=seat.expert_id).update(declined_count=F("declined_count") + 1)
    _tell_secretary(seat, _("专家谢绝邀请"), at, f"declined:{seat.pk}")
    return seat


@action
def recuse_seat(*, seat: Seat, kind: str, reason: str, by, at: datetime | None = None) -> Seat:
    """回避: access ends at once, scores given before are voided and stay visible as void (R-REV-04, R11)."""
    require(rules.recuse_seat, by, seat)
    at = at or clock.now()
    if not reason.strip():
        raise Refused("reason_needed", _("请写明回避理由。"))
    if kind not in RecusalKind.values:
        raise Refused("unknown_kind", _("请选择回避种类。"))
    panel = _open(seat.panel, OPEN_PANELS)
    return _recuse(seat, panel, kind, reason.strip(), by, at)


@action
def replace_seat(*, panel: Panel, by, seat: Seat | None = None, reason: str = "", at: datetime | None = None) -> Seat:
    """Fill a vacant seat with the next expert in the order of the last draw. With `seat`, first take that seat away
    from an expert who does not answer or does not score (reason needed)."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = _open(panel, FILLING_PANELS)
    if seat is not None and seat.state in (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED):
        if not reason.strip():
            raise Refused("reason_needed", _("替换专家须写明理由。"))
        lifecycle.advance(seat, "replace", by=by, at=at, note=reason.strip())
        void_sheets(seat=seat, by=by, at=at, reason=_("席位已替换"))
        _clear_chair(panel, seat)
    _refuse_full(panel)
    draw = panel.draws.filter(drawn_at__isnull=False).order_by("-number").first()
    if draw is None:
        raise Refused("not_drawn", _("尚未抽取专家，不能补抽。"), panel=panel.pk)
    draw = locked(draw)
    active = [Candidate.of(one.expert) for one in queries.active_seats(panel)]
    used = sorted(panel.seats.values_list("expert_id", flat=True))
    passed = _passed(panel, draw, used, at)
    record = draws.public_record(draw)
    found = draws.next_seat(record, active, set(used), {row["expert"] for row in passed})
    if found is None:
        raise Refused(
            "order_exhausted",
            _("本次抽取的名单中已没有符合组成要求的专家，请放宽条件后重新抽取。"),
            panel=panel.pk,
            draw=draw.pk,
        )
    fresh = seat_expert(panel=panel, expert=Expert.objects.get(pk=found.expert), by=by, at=at)
    entry = {
        "replacement": True,
        "seat": fresh.number,
        "expert": found.expert,
        "active": [one.row() for one in active],
        "used": used,
        "passed": passed,
        "at": at.isoformat(),
    }
    draw.drawn = [*draw.drawn, entry]
    draw.save(update_fields=["drawn"])
    events.record(panel, "panel.replace_seat", by=by, at=at, label=_("补抽专家"), note=reason)
    return fresh


def seat_expert(*, panel: Panel, expert: Expert, by, at: datetime, manual_reason: str = "") -> Seat:
    """Make a seat with the next number. The caller holds the panel's lock."""
    number = (panel.seats.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return lifecycle.begin(
        Seat,
        by=by,
        at=at,
        panel=panel,
        expert=expert,
        number=number,
        is_manual=bool(manual_reason),
        manual_reason=manual_reason,
    )


def leave_conflicted_seats(
    *, by, at: datetime, panels: Iterable[Panel] | None = None, experts: Iterable[Expert] | None = None
) -> list[Seat]:
    """Recuse every open seat whose expert has a conflict today; asked whenever an interest is recorded, and by a sweep."""
    seats = Seat.objects.filter(state__in=ACTIVE_SEATS, panel__state__in=OPEN_PANELS)
    if panels is not None:
        seats = seats.filter(panel__in=[panel.pk for panel in panels])
    if experts is not None:
        seats = seats.filter(expert__in=[expert.pk for expert in experts])
    left = []
    by_panel: dict[int, list[Seat]] = {}
    for seat in seats.select_related("expert__person", "panel__challenge__batch__rule_set", "panel__secretary"):
        by_panel.setdefault(seat.panel_id, []).append(seat)
    for rows in by_panel.values():
        panel = rows[0].panel
        reasons = queries.reasons_by_expert(
            panel.challenge,
            [seat.expert for seat in rows],
            on=clock.local(at).date(),
            secretary_person=panel.secretary.person_id,
        )
        for seat in rows:
            found = reasons.get(seat.expert_id, [])
            if seat.expert.state == ExpertState.DISHONEST and not found:
                left.append(_recuse(seat, locked(panel), RecusalKind.BARRED, _("已被列为失信专家"), by, at))
            elif found:
                text = "；".join(reason.text for reason in found)
                left.append(_recuse(seat, locked(panel), found[0].kind, text, by, at))
    return left


def _recuse(seat: Seat, panel: Panel, kind: str, reason: str, by, at: datetime) -> Seat:
    lifecycle.advance(
        seat,
        "recuse",
        by=by,
        at=at,
        note=reason,
        changes={"recusal_kind": kind, "recusal_reason": reason},
        restricted=True,
    )
    void_sheets(seat=seat, by=by, at=at, reason=_("专家回避：%(reason)s") % {"reason": reason})
    _clear_chair(panel, seat)
    _tell_secretary(seat, _("专家回避，请补抽"), at, f"recused:{seat.pk}")
    return seat


def _clear_chair(panel: Panel, seat: Seat) -> None:
    Panel.objects.filter(pk=panel.pk, chair=seat).update(chair=None)


def _open(panel: Panel, states: tuple[str, ...]) -> Panel:
    """The panel, locked, in one of the states."""
    panel = locked(panel)
    if panel.state not in states:
        raise Refused(
            "wrong_state",
            _("评审组现为“%(state)s”，不能办理此事。") % {"state": panel.get_state_display()},
            panel=panel.pk,
            state=panel.state,
        )
    return panel


def _refuse_full(panel: Panel) -> None:
    if queries.active_seats(panel).count() >= panel.size:
        raise Refused("panel_full", _("评审组%(size)s个席位均已有专家。") % {"size": panel.size}, panel=panel.pk)


def _refuse_unfit(panel: Panel, expert: Expert, at: datetime) -> None:
    """Refuse an expert who is not available, or has a reason to recuse."""
    if expert.state != ExpertState.AVAILABLE:
        raise Refused(
            "not_available",
            _("“%(name)s”现为“%(state)s”，不能参加评审。") % {"name": expert, "state": expert.get_state_display()},
        )
    found = queries.reasons_by_expert(
        panel.challenge, [expert], on=clock.local(at).date(), secretary_person=panel.secretary.person_id
    ).get(expert.pk, [])
    if found:
        raise Refused(
            "must_recuse",
            _("“%(name)s”应当回避：%(reasons)s。") % {"name": expert, "reasons": "；".join(one.text for one in found)},
            expert=expert.pk,
            panel=panel.pk,
        )


def _passed(panel: Panel, draw: Draw, used: list[int], at: datetime) -> list[dict]:
    """Candidates of the draw who may not sit any more, with the reason: part of the record."""
    waiting = [row["expert"] for row in draw.candidates if row["expert"] not in used]
    experts = list(Expert.objects.filter(pk__in=waiting).select_related("person").order_by("pk"))
    reasons = queries.reasons_by_expert(
        panel.challenge, experts, on=clock.local(at).date(), secretary_person=panel.secretary.person_id
    )
    rows = []
    for expert in experts:
        if expert.state != ExpertState.AVAILABLE:
            rows.append({"expert": expert.pk, "kinds": ["STATE"], "reasons": [str(expert.get_state_display())]})
        elif expert.pk in reasons:
            found = reasons[expert.pk]
            rows.append(
                {"expert": expert.pk, "kinds": [one.kind for one in found], "reasons": [one.text for one in found]}
            )
    return rows


def tell_expert(*, seat: Seat, title: str, body: str, key: str, by, at: datetime) -> None:
    """A message to the expert's accounts that are the expert's: not to one that an employer opened for the same person."""
    for user in users_with_role(Role.EXPERT, on=clock.local(at).date()).filter(person=seat.expert.person_id):
        notify(
            user,
            title=f"{title}：{seat.panel}",
            body=body,
            url=seat.get_absolute_url(),
            key=f"seat:{seat.pk}:{key}",
            at=at,
        )


def _tell_secretary(seat: Seat, title: str, at: datetime, key: str) -> None:
    panel = seat.panel
    notify(
        panel.secretary, title=f"{title}：{panel}", url=panel.get_absolute_url(), key=f"panel:{panel.pk}:{key}", at=at
    )
