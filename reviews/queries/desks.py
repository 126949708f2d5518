"""What the lists and the desk show."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.enums import ChallengeState
from challenges.models import Challenge
from consortia.enums import BidState
from consortia.models import Attachment, Bid
from core.selecting import count_of
from projects.models import Project
from reviews.enums import SITTING_SEATS, PanelPurpose, PanelState, SeatState
from reviews.models import Expert, Panel, ScoreSheet, Seat
from reviews.queries.panels import (
    UNDECIDED_BIDS,
    acts_as_expert,
    of_office_or_secretary,
    panels,
    panels_for,
    seats_for,
)


def experts() -> QuerySet[Expert]:
    """The pool with how often each was seated."""
    return Expert.objects.select_related("person__organization").annotate(
        seat_count=count_of(Seat.objects.filter(state__in=SITTING_SEATS), "expert")
    )


def challenges_in_review(user) -> QuerySet[Challenge]:
    """Challenges at or past their closing, of the user's office or with a panel of his as secretary; readers see all."""
    rows = Challenge.objects.filter(
        Q(state__in=[ChallengeState.CLOSED, ChallengeState.UNDER_REVIEW])
        | Q(pk__in=Panel.objects.values("challenge"))
        | Q(pk__in=Project.objects.values("challenge")),
        pk__in=Bid.objects.values("challenge"),
    )
    rows = rows.select_related("batch__programme__office", "batch__rule_set").annotate(
        undecided_count=count_of(Bid.objects.filter(state__in=UNDECIDED_BIDS), "challenge"),
        eligible_count=count_of(Bid.objects.filter(state=BidState.ELIGIBLE), "challenge"),
        bid_count=count_of(Bid.objects.all(), "challenge"),
    )
    if user.has_role("PUBLISHER", "SUPERVISOR", "AUDITOR"):
        return rows
    if user.has_role("OFFICER"):
        own = Q(pk__in=Panel.objects.filter(of_office_or_secretary(user)).values("challenge"))
        return rows.filter(own | Q(batch__programme__office=user.office_id) if user.office_id else own)
    return rows.none()


def waiting_challenges(user) -> QuerySet[Challenge]:
    """Closed challenges that may go to review now, and those under review without a panel."""
    if not user.has_role("OFFICER"):
        return Challenge.objects.none()
    panel = Panel.objects.filter(challenge=OuterRef("pk"), purpose=PanelPurpose.BID)
    return challenges_in_review(user).filter(
        Q(state=ChallengeState.CLOSED, undecided_count=0, eligible_count__gt=0)
        | Q(Q(state=ChallengeState.UNDER_REVIEW) & ~Exists(panel))
    )


def waiting_panels(user) -> QuerySet[Panel]:
    """Panels that wait for this secretary: everything up to the start, and a finished scoring."""
    open_seat = Seat.objects.filter(panel=OuterRef("pk"), state=SeatState.ACCEPTED)
    return (
        panels()
        .filter(secretary=user)
        .filter(
            Q(state__in=[PanelState.SET_UP, PanelState.DRAWN, PanelState.CONFIRMED])
            | Q(Q(state=PanelState.SCORING) & ~Exists(open_seat))
        )
    )


def chaired_panels(user) -> QuerySet[Panel]:
    """Panels whose votes or report wait for this expert as their chair."""
    if not acts_as_expert(user):
        return panels().none()
    return panels().filter(
        chair__expert__person=user.person_id,
        chair__state__in=SITTING_SEATS,
        state__in=[PanelState.LOCKED, PanelState.VOTED],
    )


def visible_panels(user) -> QuerySet[Panel]:
    """Panels of staff, and those that the user chairs."""
    chaired = Panel.objects.filter(chair__expert__person=user.person_id, chair__state__in=SITTING_SEATS)
    if not acts_as_expert(user):
        return panels_for(user)
    return panels().filter(Q(pk__in=panels_for(user).values("pk")) | Q(pk__in=chaired.values("pk")))


def visible_seats(user) -> QuerySet[Seat]:
    """The user's own seats, and every seat of the panels that staff see."""
    own = seats_for(user).values("pk")
    rows = Seat.objects.select_related(
        "panel__challenge__batch__rule_set",
        "panel__challenge__batch__programme",
        "panel__secretary__person",
        "panel__milestone__project",
        "panel__race_round",
        "panel__project",
        "panel__rubric",
        "expert__person__organization",
    )
    return rows.filter(Q(pk__in=own) | Q(panel__in=panels_for(user).values("pk")))


def visible_sheets(user) -> QuerySet[ScoreSheet]:
    rows = ScoreSheet.objects.select_related("seat__panel__challenge__batch__programme", "seat__expert__person", "bid")
    return rows.filter(Q(seat__in=seats_for(user).values("pk")) | Q(seat__panel__in=panels_for(user).values("pk")))


def named_attachments(bid) -> QuerySet[Attachment]:
    """Files of an opened bid; the name was sealed and is known since the opening."""
    return bid.attachments.exclude(name="").select_related("file").order_by("pk")
