"""What the pages of this app share."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews import queries
from reviews.models import Seat


def crumb(label: str, name: str, *args) -> tuple[str, str]:
    return (label, reverse(f"reviews:{name}", args=args))


def points(hundredths: int | None) -> str:
    """`82.05` from hundredths of a point."""
    return "—" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"


def own_seat(user, pk: int) -> Seat:
    """The user's own seat; a recused, replaced or declined one does not exist any more (R11)."""
    seat = (
        queries.seats_for(user)
        .select_related(
            "panel__challenge__batch__rule_set", "panel__rubric", "panel__project", "panel__race_round__race"
        )
        .filter(pk=pk)
        .first()
    )
    if seat is None:
        raise Http404
    return seat


def subject_of(panel) -> str:
    """What a panel judges, in words."""
    if panel.milestone_id:
        return f"{panel.milestone.project.code} {panel.milestone.name}"
    if panel.race_round_id:
        return _("考核点%(number)s（%(on)s）") % {
            "number": panel.race_round.number,
            "on": panel.race_round.checkpoint_on,
        }
    if panel.project_id:
        return str(panel.project)
    return str(panel.challenge.title)
