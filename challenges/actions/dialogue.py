"""Questions with answers that everybody sees alike, and matchmaking (S19, E-42)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.enums import ChallengeState
from challenges.models import Batch, Challenge, Matchmaking, Question, SignUp
from core import clock, events, outbox
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from core.working_days import end_of_day


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
    events.record(
        row.challenge,
        "challenge.answer",
        by=by,
        at=at,
        label=_("答复提问"),
        note=row.text[:200],
        data={"question": row.pk},
    )
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
def plan_matchmaking(
    *,
    batch: Batch,
    title: str,
    held_on: date,
    place: str,
    by,
    hours: str = "",
    introduction: str = "",
    sign_up_ends_at: datetime | None = None,
    capacity: int | None = None,
    at: datetime | None = None,
) -> Matchmaking:
    """Announce an event to everybody; units sign up until `sign_up_ends_at` (exclusive; without it until the day itself)."""
    require(rules.manage_batch, by, batch)
    at = at or clock.now()
    if held_on < clock.local(at).date():
        raise Refused("day_passed", _("活动日期已过；已举办的活动请直接记录情况。"))
    if sign_up_ends_at is not None and clock.local(sign_up_ends_at).date() > held_on:
        raise Refused("sign_up_after", _("报名截止时间不能晚于活动当天。"))
    event = Matchmaking.objects.create(
        batch=batch,
        title=title,
        held_on=held_on,
        hours=hours,
        place=place,
        introduction=introduction,
        sign_up_ends_at=sign_up_ends_at or end_of_day(held_on),
        capacity=capacity,
    )
    events.record(batch, "batch.matchmaking", by=by, at=at, label=_("安排对接活动"), note=title)
    return event


@action
def sign_up(
    *, matchmaking: Matchmaking, contact_name: str, contact_phone: str, by, wish: str = "", at: datetime | None = None
) -> SignUp:
    """One place a unit; who else comes is not shown to it."""
    require(rules.sign_up, by, matchmaking)
    at = at or clock.now()
    row = locked(matchmaking)
    if row.cancelled_at is not None or row.sign_up_ends_at is None or at >= row.sign_up_ends_at:
        raise Refused("sign_up_over", _("报名已截止或活动已取消。"), matchmaking=row.pk)
    signed = row.sign_ups.filter(cancelled_at=None)
    if signed.filter(organization=by.organization_id).exists():
        raise Refused("signed_up", _("贵单位已报名。"), matchmaking=row.pk)
    if row.capacity is not None and signed.count() >= row.capacity:
        raise Refused("full", _("名额已满，请联系主管处室。"), matchmaking=row.pk)
    made = SignUp.objects.create(
        matchmaking=row,
        organization=by.organization,
        contact_name=contact_name.strip(),
        contact_phone=contact_phone.strip(),
        wish=wish.strip(),
        signed_at=at,
        signed_by=by,
    )
    events.record(row, "matchmaking.sign_up", by=by, at=at, label=_("报名"), restricted=True)
    return made


@action
def cancel_sign_up(*, matchmaking: Matchmaking, by, at: datetime | None = None) -> Matchmaking:
    require(rules.sign_up, by, matchmaking)
    at = at or clock.now()
    done = matchmaking.sign_ups.filter(organization=by.organization_id, cancelled_at=None).update(
        cancelled_at=at, cancelled_by=by
    )
    if not done:
        raise Refused("not_signed_up", _("贵单位没有报名。"), matchmaking=matchmaking.pk)
    events.record(matchmaking, "matchmaking.sign_off", by=by, at=at, label=_("取消报名"), restricted=True)
    return matchmaking


@action
def cancel_matchmaking(*, matchmaking: Matchmaking, reason: str, by, at: datetime | None = None) -> Matchmaking:
    """Whoever signed up is told."""
    require(rules.manage_batch, by, matchmaking.batch)
    at = at or clock.now()
    if not reason.strip():
        raise Refused("reason_missing", _("请说明取消原因，原因将公开。"))
    row = locked(matchmaking)
    if row.cancelled_at is not None or row.summary:
        raise Refused("wrong_state", _("活动已取消或已举办。"), matchmaking=row.pk)
    row.cancelled_at, row.cancelled_by = at, by
    row.save(update_fields=["cancelled_at", "cancelled_by"])
    events.record(row, "matchmaking.cancel", by=by, at=at, label=_("取消活动"), note=reason)
    for one in row.sign_ups.filter(cancelled_at=None).select_related("signed_by"):
        title = _("对接活动“%(title)s”已取消") % {"title": row.title}
        outbox.notify(
            one.signed_by,
            title=title,
            body=reason,
            url=row.get_absolute_url(),
            key=f"matchmaking:{row.pk}:cancel",
            at=at,
        )
    return row


@action
def report_matchmaking(
    *, matchmaking: Matchmaking, summary: str, by, organizations=(), at: datetime | None = None
) -> Matchmaking:
    """What came of it, public; `organizations` are the units that came."""
    require(rules.manage_batch, by, matchmaking.batch)
    at = at or clock.now()
    row = locked(matchmaking)
    if row.cancelled_at is not None:
        raise Refused("wrong_state", _("活动已取消。"), matchmaking=row.pk)
    if clock.local(at).date() < row.held_on:
        raise Refused("not_held", _("活动尚未举办。"), matchmaking=row.pk)
    if not summary.strip():
        raise Refused("text_missing", _("请写明对接情况。"))
    row.summary = summary.strip()
    row.save(update_fields=["summary"])
    row.organizations.set(organizations)
    events.record(row, "matchmaking.report", by=by, at=at, label=_("记录对接情况"), note=row.summary[:200])
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
    """One that was held without having been announced here."""
    require(rules.manage_batch, by, batch)
    event = Matchmaking.objects.create(batch=batch, title=title, held_on=held_on, place=place, summary=summary)
    event.organizations.set(organizations)
    events.record(batch, "batch.matchmaking", by=by, at=at or clock.now(), label=_("记录对接活动"), note=title)
    return event
