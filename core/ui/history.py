"""Events as sentences of a timeline: who did what, what came of it, why, and with which document."""

from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from core import lifecycle
from core.models import Event
from core.ui import links
from core.ui.parts import TimelineItem

#: The parameters of the address that turn and filter the history of an object.
PAGE, WORDS, KIND = "history", "history-words", "history-kind"
_SHOWN_FIELDS = 8
#: Verbs of writing on something; several by one person in a row are one entry.
_SAVING = (".save", ".edit")


def entry(event) -> TimelineItem:
    """A core.Event as one entry; names and roles are those of the time."""
    if isinstance(event, TimelineItem):
        return event
    machine = lifecycle.REGISTRY.get(event.object_type)
    word = {value: str(label) for value, label in machine.states.choices} if machine else {}
    refused = event.result == "REFUSED"
    tone = "red" if refused else machine.tone(event.to_state) if machine and event.to_state else ""
    data = getattr(event, "data", None) or {}
    return TimelineItem(
        at=event.at,
        label=(event.label or event.verb) + (_("（被拒绝）") if refused else ""),
        who=_who(event),
        rest=_rest(event, word),
        note=event.note,
        tone=tone,
        documents=tuple((one["label"], one["text"], one.get("url", "")) for one in data.get("documents", ())),
        changes=_changes(event.object_type, data),
    )


def entries(events) -> list[TimelineItem]:
    """One entry for each, but one for all that somebody saved in a row: what came of a draft is not told line by line."""
    found: list[TimelineItem] = []
    for _key, run in groupby(events, key=_saved_by):
        rows = list(run)
        found += [_fold([entry(one) for one in rows])] if len(rows) > 1 and _saved_by(rows[0])[0] else map(entry, rows)
    return found


def _saved_by(event) -> tuple:
    """Equal for neighbours that are folded: what was saved by whom, in which role; nothing for what stands alone."""
    is_saving = isinstance(event, Event) and event.verb.endswith(_SAVING) and event.result != "REFUSED"
    if not is_saving or event.to_state != event.from_state:
        return ("", id(event))
    return (event.verb, event.actor_id, event.actor_name, event.role)


def _fold(items: list[TimelineItem]) -> TimelineItem:
    labels = {item.label for item in items}
    words = {"what": items[0].label if len(labels) == 1 else _("保存"), "count": len(items)}
    label = _("%(what)s %(count)d 次") % words
    return TimelineItem(
        at=items[0].at, since=items[-1].at, label=label, who=items[0].who, rest="。", folded=tuple(items)
    )


def _who(event) -> str:
    words = "，".join(filter(None, [event.role, event.organization_name]))
    return f"{event.actor_name}（{words}）" if words else event.actor_name


def _rest(event, word: dict[str, str]) -> str:
    came = word.get(event.to_state, event.to_state)
    left = word.get(event.from_state, event.from_state)
    if not came or came == left:
        return "。"
    if not left:
        return _("，状态为“%(came)s”。") % {"came": came}
    return _("，状态由“%(left)s”变为“%(came)s”。") % {"left": left, "came": came}


def _changes(object_type: str, data: dict) -> tuple[str, ...]:
    """Fields by their Chinese names: which were changed, and from what to what where that was kept."""
    named = data.get("fields")
    if isinstance(named, list):
        words = [label for name in named if (label := _label(object_type, name))]
        more = _("等 %(count)d 项") % {"count": len(words)} if len(words) > _SHOWN_FIELDS else ""
        return (_("修改：%(what)s") % {"what": "、".join(words[:_SHOWN_FIELDS]) + more},) if words else ()
    found = []
    for name, value in data.items():
        if isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value):
            label = _label(object_type, name)
            if label:
                found.append(f"{label}：{value[0] or '—'} → {value[1] or '—'}")
    return tuple(found)


def _label(object_type: str, name) -> str:
    try:
        return str(apps.get_model(object_type)._meta.get_field(str(name)).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""


@dataclass(frozen=True)
class History:
    """One page of a history with what filters and turns it."""

    items: list[TimelineItem]
    words: str = ""
    kind: str = ""
    is_long: bool = False
    newer: str = ""
    older: str = ""
    kept: tuple[tuple[str, str], ...] = ()


def history(events, request=None, *, limit: int = 0) -> History:
    """`events` as they are, or as many as `limit` of an object's events with the filters of the address: one query."""
    if not isinstance(events, QuerySet) or events.model is not Event or not limit:
        return History(entries(events[:limit] if limit else events))
    asked = request.GET if request else {}
    words, kind = asked.get(WORDS, "").strip()[:50], asked.get(KIND, "")
    number = asked.get(PAGE, "1")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
    rows = list(_filtered(events, words, kind)[(page - 1) * limit : page * limit + 1])
    query = request.GET.copy() if request else None
    kept = [(key, value) for key, value in (query.items() if query else ()) if key not in {PAGE, WORDS, KIND}]
    return History(
        # What was filtered is no neighbour of what stands beside it.
        [entry(event) for event in rows[:limit]] if words or kind else entries(rows[:limit]),
        words,
        kind,
        bool(page > 1 or len(rows) > limit or words or kind),
        links.changed(query, PAGE, page - 1) if page > 1 else "",
        links.changed(query, PAGE, page + 1) if len(rows) > limit else "",
        tuple(kept),
    )


def _filtered(events: QuerySet[Event], words: str, kind: str) -> QuerySet[Event]:
    if words:
        events = events.filter(
            Q(actor_name__icontains=words)
            | Q(label__icontains=words)
            | Q(note__icontains=words)
            | Q(organization_name__icontains=words)
        )
    if kind == "moves":
        events = events.exclude(to_state="").exclude(to_state=F("from_state"))
    elif kind == "refused":
        events = events.filter(result="REFUSED")
    return events
