"""Events as entries of a timeline."""

from django.utils.translation import gettext as _

from core import lifecycle
from core.ui.parts import TimelineItem


def entry(event) -> TimelineItem:
    """A core.Event as one entry: states in words, refused attempts red."""
    if isinstance(event, TimelineItem):
        return event
    machine = lifecycle.REGISTRY.get(event.object_type)
    word = {value: str(label) for value, label in machine.states.choices} if machine else {}
    refused = event.result == "REFUSED"
    tone = "red" if refused else machine.tone(event.to_state) if machine and event.to_state else ""
    moved = event.to_state if event.to_state != event.from_state else ""
    return TimelineItem(
        at=event.at,
        label=(event.label or event.verb) + (_("（被拒绝）") if refused else ""),
        actor=" · ".join(filter(None, [event.organization_name, event.actor_name])),
        role=event.role,
        note=event.note,
        from_label=word.get(event.from_state, event.from_state) if moved else "",
        to_label=word.get(moved, moved),
        tone=tone,
    )
