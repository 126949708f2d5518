"""Reads over panels, seats and what waits for whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.queries import person_named
from consortia.enums import BidState
from core.selecting import best_first, count_of, each_word, matching
from reviews.enums import (
    ACTIVE_SEATS,
    RANKED_PANELS,
    SITTING_SEATS,
    ExpertKind,
    ExpertState,
    PanelPurpose,
    PanelState,
    SeatState,
    SheetState,
    VoteKind,
)
from reviews.models import Expert, Panel, PanelBid, Rubric, ScoreSheet, Seat, Vote
from reviews.queries import draws

UNDECIDED_BIDS = (BidState.DRAFT, BidState.UNIT_REVIEW, BidState.SUBMITTED, BidState.OPENED, BidState.CORRECTING)


def panels() -> QuerySet[Panel]:
    return Panel.objects.select_related(
        "challenge__batch__programme__office",
        "challenge__batch__rule_set",
        "secretary__person",
        "chair__expert__person",
        "rubric",
        "milestone__project",
        "race_round__race__challenge",
        "project",
    )


def active_seats(panel: Panel) -> QuerySet[Seat]:
    return panel.seats.filter(state__in=ACTIVE_SEATS).select_related("expert__person__organization").order_by("number")


def sitting_seats(panel: Panel) -> QuerySet[Seat]:
    return panel.seats.filter(state__in=SITTING_SEATS).select_related("expert__person__organization").order_by("number")


def live_panel_bids(panel: Panel) -> QuerySet[PanelBid]:
    """The bids a panel judges now: those taken back are left out."""
    return (
        panel.panel_bids.exclude(bid__state=BidState.WITHDRAWN)
        .select_related("bid__challenge__batch__rule_set", "bid__consortium__lead", "bid__leader")
        .order_by("bid__number")
    )


def pool(query: dict) -> QuerySet[Expert]:
    """Experts that a draw may reach. Keys: specialties (any of), kinds, outside_only."""
    rows = Expert.objects.filter(state=ExpertState.AVAILABLE).select_related("person__organization").order_by("pk")
    if query.get("kinds"):
        rows = rows.filter(kind__in=query["kinds"])
    if query.get("specialties"):
        wanted = Q()
        for name in query["specialties"]:
            wanted |= Q(specialties__contains=[name])
        # Finance and industry experts serve every field.
        rows = rows.filter(wanted | Q(kind__in=[ExpertKind.FINANCE, ExpertKind.INDUSTRY]))
    if query.get("outside_only"):
        rows = rows.filter(is_local=False)
    return rows


def composition_gaps(panel: Panel, seats: list[Seat], *, minimum: int) -> list[str]:
    """What is missing for a panel of these seats (R-REV-02), all at once."""
    asked = draws.composition(panel)
    kinds = Counter(seat.expert.kind for seat in seats)
    outside = sum(not seat.expert.is_local for seat in seats)
    gaps = []
    if len(seats) < minimum:
        gaps.append(_("专家%(have)s人，至少%(need)s人") % {"have": len(seats), "need": minimum})
    if kinds[ExpertKind.FINANCE] < asked["finance"]:
        gaps.append(
            _("财务专家%(have)s人，至少%(need)s人") % {"have": kinds[ExpertKind.FINANCE], "need": asked["finance"]}
        )
    if kinds[ExpertKind.INDUSTRY] < asked["industry"]:
        gaps.append(
            _("产业专家%(have)s人，至少%(need)s人") % {"have": kinds[ExpertKind.INDUSTRY], "need": asked["industry"]}
        )
    percent = panel.challenge.batch.rule_set.panel_outside_percent
    if asked["outside"] and outside * 100 < percent * len(seats):
        gaps.append(_("区外专家%(have)s人，占比不足%(need)s%%") % {"have": outside, "need": percent})
    return gaps


@dataclass(frozen=True)
class Progress:
    """How far a seat is with its sheets."""

    seat: Seat
    locked_count: int
    draft_count: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.locked_count >= self.total


def progress(panel: Panel) -> list[Progress]:
    """For each sitting expert: how many sheets are locked, with no word of their content."""
    live = set(live_panel_bids(panel).values_list("bid_id", flat=True))
    sheets = ScoreSheet.objects.filter(bid__in=live)
    seats = sitting_seats(panel).annotate(
        locked_count=count_of(sheets.filter(state=SheetState.LOCKED), "seat"),
        draft_count=count_of(sheets.filter(state=SheetState.DRAFT), "seat"),
    )
    return [Progress(seat, seat.locked_count, seat.draft_count, len(live)) for seat in seats]


def open_sheets(seat: Seat) -> QuerySet[PanelBid]:
    """The panel's bids for which this seat has no locked sheet."""
    done = ScoreSheet.objects.filter(seat=seat, state=SheetState.LOCKED).values("bid_id")
    return live_panel_bids(seat.panel).exclude(bid__in=done)


def acts_as_expert(user) -> bool:
    """Whether this account may be an expert's at all. Another account of the same person is not: who opened it, an
    employer for instance, knows its password."""
    return getattr(user, "person_id", None) is not None and user.has_role(Role.EXPERT)


def seat_of(user, panel: Panel) -> Seat | None:
    """The user's own seat in a panel, whatever its state."""
    if not acts_as_expert(user):
        return None
    return panel.seats.filter(expert__person=user.person_id).select_related("expert__person", "panel").first()


def seats_for(user) -> QuerySet[Seat]:
    """The seats that exist for an expert: invited and sitting ones. A recused expert has none at once (R11)."""
    rows = Seat.objects.select_related(
        "panel__challenge__batch__programme",
        "panel__secretary",
        "panel__milestone__project",
        "panel__race_round",
        "expert__person",
    )
    if not acts_as_expert(user):
        return rows.none()
    return rows.filter(expert__person=user.person_id, state__in=[SeatState.INVITED, *SITTING_SEATS])


def waiting_seats(user) -> QuerySet[Seat]:
    """Seats where something waits for the expert: an answer, a score, a vote, an assessment."""
    seats = seats_for(user)
    voted = Vote.objects.filter(kind__in=[VoteKind.AWARD, VoteKind.ACCEPTANCE]).values("seat_id")
    return matching(
        seats,
        Q(state=SeatState.INVITED, panel__state__in=[PanelState.DRAWN, PanelState.CONFIRMED, PanelState.SCORING])
        | Q(state=SeatState.ACCEPTED, panel__state=PanelState.SCORING)
        | (Q(state=SeatState.DONE, panel__state=PanelState.LOCKED) & ~Q(pk__in=voted))
        | Q(sheets__state=SheetState.DRAFT, panel__state__in=[PanelState.SCORING, PanelState.LOCKED]),
    )


def panels_for(user) -> QuerySet[Panel]:
    """The panels a member of staff sees, as reviews.rules.see_panel says of one: officers those of their office (S57:
    who judges is known to the office that asked them) and those whose secretary they are or act for; readers all."""
    rows = panels()
    if user.has_role("PUBLISHER", "SUPERVISOR", "AUDITOR"):
        return rows
    if user.has_role("OFFICER"):
        return rows.filter(of_office_or_secretary(user))
    return rows.none()


def of_office_or_secretary(user, prefix: str = "") -> Q:
    """Panels of the officer's office, and of other offices where the officer keeps the minutes."""
    posts = [user.pk, *([user.acting.principal_id] if user.acting else [])]
    found = Q(**{f"{prefix}secretary__in": posts})
    if user.office_id is not None:
        found |= Q(**{f"{prefix}challenge__batch__programme__office": user.office_id})
    return found


def due_panels(*, at: datetime) -> QuerySet[Panel]:
    """Panels still scoring whose closing time is over."""
    return Panel.objects.filter(state=PanelState.SCORING, next_check_at__lte=at).order_by(F("next_check_at"), "pk")


def is_ranked(panel: Panel) -> bool:
    return panel.state in RANKED_PANELS


def sheets_of(seat: Seat) -> QuerySet[ScoreSheet]:
    return (
        seat.sheets.exclude(state=SheetState.VOID)
        .select_related("bid")
        .prefetch_related(Prefetch("scores"))
        .order_by("bid__number")
    )


def race_kinds(panel: Panel) -> list[str]:
    """What a panel votes on: support, and parallel support where more than one bid stands (S81)."""
    if panel.purpose == PanelPurpose.ACCEPTANCE:
        return [VoteKind.ACCEPTANCE]
    if panel.purpose != PanelPurpose.BID:
        return []
    return [VoteKind.AWARD, VoteKind.RACE] if live_panel_bids(panel).count() > 1 else [VoteKind.AWARD]


def find_experts(rows: QuerySet[Expert], word: str) -> QuerySet[Expert]:
    """For a form's search (core.forms_pick): by a part of the person's name or of the unit's."""
    return best_first(rows.filter(person_named(word, "person__")), "person__name", word)


def find_rubrics(rows: QuerySet[Rubric], word: str) -> QuerySet[Rubric]:
    """For a form's search: by a part of the name; the latest first."""
    return rows.filter(each_word(word, "name")).order_by("-pk")
