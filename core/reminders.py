"""Warnings before a deadline: planned as outbox rows, and asked again when they are delivered (design §7).

A row stands for one matter, one mark and one end; the key makes planning twice, late or in two places harmless. Whom it
concerns is looked up at delivery: who has submitted in the meantime hears nothing, who joined does.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core import clock, deadlines
from core.deadlines import Deadline, Mark
from core.delivery import handler
from core.models import MessageKind, Outbox
from core.outbox import notify, put_all
from core.selecting import matching
from core.ui import values

#: How far ahead rows are written, and how late a missed one is still written.
AHEAD, BEHIND = timedelta(hours=25), timedelta(days=3)


def plan(*, at: datetime) -> int:
    """Write the outbox rows of every mark that comes within a day, and of one that was missed; answers how many are new."""
    wanted: dict[str, Outbox] = {}
    for deadline in deadlines.collected():
        if not deadline.marks:
            continue
        ends = deadlines.between(deadline, at - BEHIND, _furthest(deadline, at)).order_by()
        for group, end in set(ends.values_list(deadline.group, deadline.end)):
            instant = deadlines.instant_of(end)
            for mark in _near(deadline, instant, at):
                key = _key(deadline, group, instant, mark)
                payload = {"deadline": deadline.kind, "group": group, "end": _stamp(instant), "mark": mark.key}
                due = max(mark.due(instant), at)
                wanted[key] = Outbox(kind="warning", key=key, payload=payload, created_at=at, next_check_at=due)
    known = set(Outbox.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    fresh = [row for key, row in wanted.items() if key not in known]
    put_all(fresh)
    return len(fresh)


def _furthest(deadline: Deadline, at: datetime) -> datetime:
    longest = max(timedelta(hours=mark.hours, days=max(mark.days, 0)) for mark in deadline.marks)
    return at + longest + AHEAD + timedelta(days=1)


def _near(deadline: Deadline, end: datetime, at: datetime) -> list[Mark]:
    """The marks of the next day, and the last one that has passed: whoever was not warned in time is warned late."""
    coming = [mark for mark in deadline.marks if at < mark.due(end) <= at + AHEAD]
    passed = [mark for mark in deadline.marks if at - BEHIND <= mark.due(end) <= at and (mark.is_after or at < end)]
    return coming + sorted(passed, key=lambda mark: mark.due(end))[-1:]


def _stamp(instant: datetime) -> str:
    return f"{instant.timestamp():.3f}"


def _key(deadline: Deadline, group: int, end: datetime, mark: Mark) -> str:
    return f"warning:{deadline.kind}:{group}:{_stamp(end)}:{mark.key}"


@handler("warning")
def warn(row: Outbox, at: datetime) -> None:
    """Tell everybody whom it concerns now; nothing where the end has moved or nothing waits any more."""
    payload = row.payload
    deadline = deadlines.by_kind(payload["deadline"])
    mark = next((one for one in deadline.marks if one.key == payload["mark"]), None) if deadline else None
    if mark is None:
        return
    rows = [
        found
        for found in matching(deadline.rows(), **{deadline.group: payload["group"]}).order_by("pk")
        if _stamp(deadline.end_of(found)) == payload["end"]
    ]
    if not rows or _is_over(deadline, mark, deadline.end_of(rows[0]), at):
        return
    for user, concerned in deadlines.people(deadline, rows, on=clock.local(at).date()).items():
        _tell(deadline, mark, user, concerned, at)


def _is_over(deadline: Deadline, mark: Mark, end: datetime, at: datetime) -> bool:
    """A warning that comes so late that the next one is due, or that the end has passed, says nothing any more."""
    if not mark.is_after and at >= end:
        return True
    return any(mark.due(end) < other.due(end) <= at for other in deadline.marks)


def _tell(deadline: Deadline, mark: Mark, user, row, at: datetime) -> None:
    end = deadline.end_of(row)
    words = {
        "what": deadline.text(row),
        "end": values.instant_text(end, deadline=True),
        "left": _left(mark, end, at),
    }
    if mark.is_after:
        title = _("%(what)s：期限 %(end)s 已过，仍未办理") % words
    else:
        title = _("%(what)s：%(left)s，%(end)s（北京时间）截止") % words
    notify(
        user,
        title=title,
        body=str(deadline.then),
        url=deadline.url(row),
        key=f"{deadline.subject}:{deadline.group_of(row)}:{_stamp(end)}:{mark.key}",
        at=at,
        kind=MessageKind.REMINDER,
        is_urgent=mark.is_urgent,
    )


def _left(mark: Mark, end: datetime, at: datetime) -> str:
    """The mark's own word when it goes out in time, else what is really left."""
    if mark.days:
        days = (clock.local(end - timedelta(microseconds=1)).date() - clock.local(at).date()).days
        return _("还有 %(days)d 天") % {"days": days} if days else _("今天截止")
    if at - mark.due(end) < timedelta(minutes=5):
        return _("还有 %(hours)d 小时") % {"hours": mark.hours}
    return values.relative_text(end, at)
