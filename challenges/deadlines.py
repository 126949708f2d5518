"""What ends in this app, and for whom; and what an extension tells everybody."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.deadlines import audience, everybody
from accounts.enums import Role
from challenges.enums import ChallengeState, NeedState, NoticeState, ObjectionState, SittingState
from challenges.models import Challenge, Need, Objection, PublicNotice, Sitting
from core.deadlines import DAYS, HOURS, Deadline
from core.models import Event

OFFICE = (Role.OFFICER,)
SHORT = tuple(mark for mark in DAYS if mark.key in {"1d", "after"})  # for a term of three working days
DAY_BEFORE = tuple(mark for mark in DAYS if mark.key == "1d")


def _challenges():
    rows = Challenge.objects.filter(state__in=[ChallengeState.PUBLISHED, ChallengeState.OPEN], deadline__isnull=False)
    return rows.select_related("batch__programme")


def _needs():
    """Needs that their unit has begun, or got back, and not sent in."""
    return Need.objects.filter(state__in=[NeedState.DRAFT, NeedState.RETURNED]).select_related("call")


def notices():
    rows = PublicNotice.objects.filter(state=NoticeState.PUBLISHED, ends_at__isnull=False)
    return rows.select_related("batch__programme")


def _objections(state: str):
    return lambda: Objection.objects.filter(state=state, due_on__isnull=False).select_related("item", "notice")


def _sittings():
    return Sitting.objects.filter(state=SittingState.PLANNED).select_related("programme")


DEADLINES = [
    Deadline(
        kind="challenges.need",
        label=_("提交需求"),
        rows=_needs,
        end="call__closes_at",
        audiences=(audience("unit", _needs, "organization", Role.APPLICANT, Role.UNIT_ADMIN),),
        what=_("需求“%(title)s”尚未提交"),
        then=_("征集截止后不能再提交，未提交的需求保留为草稿。"),
        marks=HOURS,
    ),
    Deadline(
        kind="challenges.challenge",
        label=_("揭榜截止"),
        rows=_challenges,
        end="deadline",
        audiences=(audience("office", _challenges, "batch__programme__office", *OFFICE),),
        what=_("揭榜截止：%(self)s"),
        then=_("截止后不再接收方案，两人同意后开标。"),
        marks=(),
        is_appointment=True,
    ),
    Deadline(
        kind="challenges.notice",
        label=_("公示期满"),
        rows=notices,
        end="ends_at",
        audiences=(
            audience("office", notices, "batch__programme__office", *OFFICE),
            everybody(Role.SUPERVISOR),
        ),
        what=_("公示期满：%(title)s"),
        then=_("期满且无未办结的异议时，可办理立项。"),
        marks=DAY_BEFORE,
        is_appointment=True,
    ),
    Deadline(
        kind="challenges.objection",
        label=_("决定是否受理异议"),
        rows=_objections(ObjectionState.RECEIVED),
        end="due_on",
        audiences=(everybody(Role.SUPERVISOR),),
        what=_("异议 %(number)s 待决定是否受理"),
        then=_("决定之前，有关项目不能立项。"),
        marks=SHORT,
    ),
    Deadline(
        kind="challenges.settle",
        label=_("办结异议"),
        rows=_objections(ObjectionState.ACCEPTED),
        end="due_on",
        audiences=(everybody(Role.SUPERVISOR),),
        what=_("异议 %(number)s 待核查并办结"),
        then=_("异议未办结，有关项目不能立项；确需延期的，期满前办理，只能延期一次。"),
    ),
    Deadline(
        kind="challenges.sitting",
        label=_("会议"),
        rows=_sittings,
        end="planned_on",
        audiences=(
            audience("office", _sittings, "programme__office", *OFFICE),
            everybody(Role.PUBLISHER),
        ),
        what="%(title)s",
        then=_("会后请记录召开情况和决议。"),
        marks=DAY_BEFORE,
        is_appointment=True,
    ),
]


class Moved(NamedTuple):
    """A deadline that was put off: from what it was at publishing to what it is now, and why (the last time)."""

    challenge: Challenge
    old: datetime
    new: datetime
    reason: str
    notice_url: str
    at: datetime


def moved(challenges: Iterable[Challenge]) -> dict[int, Moved]:
    """Of these challenges (with their batch) those whose deadline was extended, by id: one query, none where none was."""
    later = {
        one.pk: one
        for one in challenges
        if one.deadline and one.published_at and one.batch.deadline and one.deadline > one.batch.deadline
    }
    if not later:
        return {}
    events = Event.objects.filter(
        object_type=Challenge._meta.label_lower, object_id__in=later, verb="challenge.extend", result="DONE"
    )
    found = {}
    for event in events.order_by("pk"):
        one, notice = later[event.object_id], event.data.get("notice")
        found[one.pk] = Moved(
            challenge=one,
            old=one.batch.deadline,
            new=one.deadline,
            reason=event.data.get("reason", ""),
            notice_url=reverse("challenges:notice", args=[notice]) if notice else one.get_absolute_url(),
            at=event.at,
        )
    return found
