"""What waits for whom in this app, as the desk shows it."""

from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from challenges import queries
from challenges.findings.objections import own_news
from core.desk import Row, Waiting
from core.working_days import end_of_day


def _midnight(day) -> datetime | None:
    return end_of_day(day) if day else None


def _needs(user, limit: int) -> list[Row]:
    rows = queries.waiting_needs(user).order_by("submitted_at", "pk")[:limit]
    return [Row(need.title, need.get_absolute_url(), None, need.organization.name) for need in rows]


def _challenges(user, limit: int) -> list[Row]:
    rows = queries.waiting_challenges(user).order_by("state_at", "pk")[:limit]
    return [Row(str(row), row.get_absolute_url(), None, row.get_state_display()) for row in rows]


def _batches(user, limit: int) -> list[Row]:
    rows = queries.waiting_batches(user).order_by("open_at", "pk")[:limit]
    return [Row(str(batch), batch.get_absolute_url(), batch.open_at, batch.notice_title) for batch in rows]


def _notices(user, limit: int) -> list[Row]:
    rows = queries.waiting_notices(user).order_by("created_at")[:limit]
    return [Row(notice.title, notice.get_absolute_url(), None, notice.get_kind_display()) for notice in rows]


def _questions(user, limit: int) -> list[Row]:
    rows = queries.waiting_questions(user).order_by("asked_at")[:limit]
    return [Row(row.text[:60], row.get_absolute_url(), row.challenge.deadline, row.challenge.code) for row in rows]


def _objections(user, limit: int) -> list[Row]:
    rows = queries.waiting_objections(user).order_by(F("due_on").asc(nulls_last=True), "pk")[:limit]
    return [
        Row(
            f"{row.number} {row.item.project_title}",
            row.get_absolute_url(),
            _midnight(row.due_on),
            row.get_state_display(),
        )
        for row in rows
    ]


def _own_outcomes(user, limit: int) -> list[Row]:
    """Told on the desk of whoever objected and nowhere else: a message would name him."""
    url = reverse("challenges:track-objection")
    return [
        Row(f"{row.number} {row.item.project_title}", url, None, row.get_state_display())
        for row in own_news(user)[:limit]
    ]


WAITING = [
    Waiting(
        _("您提出的异议有了结果"),
        count=lambda user: own_news(user),
        rows=_own_outcomes,
        url_name="challenges:track-objection",
        order=145,
    ),
    Waiting(
        _("待处理的异议"),
        count=lambda user: queries.waiting_objections(user),
        rows=_objections,
        roles=(Role.SUPERVISOR,),
        url_name="challenges:objections",
        order=100,
    ),
    Waiting(
        _("待发布的批次"),
        count=lambda user: queries.waiting_batches(user),
        rows=_batches,
        roles=(Role.PUBLISHER,),
        url_name="challenges:batches",
        order=102,
    ),
    Waiting(
        _("待发布的公示公告"),
        count=lambda user: queries.waiting_notices(user),
        rows=_notices,
        roles=(Role.PUBLISHER,),
        url_name="challenges:notices",
        order=104,
    ),
    Waiting(
        _("待凝练和保密审查的榜单"),
        count=lambda user: queries.waiting_challenges(user),
        rows=_challenges,
        roles=(Role.OFFICER, Role.PUBLISHER),
        url_name="challenges:list",
        order=106,
    ),
    Waiting(
        _("待答复的提问"),
        count=lambda user: queries.waiting_questions(user),
        rows=_questions,
        roles=(Role.OFFICER,),
        url_name="challenges:questions",
        order=108,
    ),
    Waiting(
        _("待处理的需求"),
        count=lambda user: queries.waiting_needs(user),
        rows=_needs,
        roles=(Role.OFFICER, Role.PREFECTURE, Role.APPLICANT, Role.UNIT_ADMIN),
        url_name="challenges:needs",
        order=140,
    ),
]
