"""Questions with answers that everybody sees alike, and matchmaking (S19, E-42)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.enums import ChallengeState
from challenges.models import Batch, Challenge, Matchmaking, Question
from core import clock, events, outbox
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def ask_question(*, challenge: Challenge, text: str, by, at: datetime | None = None) -> Question:
    """While it is published and not closed. The asker is shown to the office alone."""
    require(rules.ask_question, by, challenge)
    at = at or clock.now()
    if not text.strip():
        raise Refused("text_missing", _("请写明问题。"))
    row = Challenge.objects.get(pk=challenge.pk)
    if row.state not in {ChallengeState.PUBLISHED, ChallengeState.OPEN} or at >= row.deadline:
        raise Refused("not_open", _("揭榜已截止，不再接受提问。"), challenge=row.pk, state=row.state)
    question = Question.objects.create(
        challenge=row, organization=by.organization, text=text.strip(), asked_at=at, asked_by=by
    )
    events.record(question, "question.ask", by=by, at=at, label=_("提问"), restricted=True)
    return question


@action
def answer_question(*, question: Question, answer: str, by, at: datetime | None = None) -> Question:
    """Public from now on, the same for every bidder; an answer is given once."""
    require(rules.answer_question, by, question)
    at = at or clock.now()
    row = locked(question)
    if row.answered_at is not None:
        raise Refused("answered", _("该问题已答复；需要更正的，请另行发布更正公告。"), question=row.pk)
    if not answer.strip():
        raise Refused("text_missing", _("请填写答复。"))
    row.answer, row.answered_at, row.answered_by = answer.strip(), at, by
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    events.record(row.challenge, "challenge.answer", by=by, at=at, label=_("答复提问"), note=row.text[:200])
    outbox.notify(
        row.asked_by,
        title=_("您关于“%(title)s”的提问已答复") % {"title": row.challenge.title},
        body=row.answer,
        url=row.challenge.get_absolute_url(),
        key=f"question:{row.pk}:answered",
        at=at,
    )
    return row


@action
def record_matchmaking(
    *,
    batch: Batch,
    title: str,
    held_on: date,
    place: str,
    by,
    summary: str = "",
    organizations=(),
    at: datetime | None = None,
) -> Matchmaking:
    require(rules.manage_batch, by, batch)
    event = Matchmaking.objects.create(batch=batch, title=title, held_on=held_on, place=place, summary=summary)
    event.organizations.set(organizations)
    events.record(batch, "batch.matchmaking", by=by, at=at or clock.now(), label=_("记录对接活动"), note=title)
    return event
