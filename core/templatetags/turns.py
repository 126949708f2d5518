"""下一步由谁做, as a card of an object's page and as a line of a list. A builtin library: no {% load %}."""

from django import template

from core import turns

register = template.Library()


@register.inclusion_tag("ui/whose_turn.html", takes_context=True)
def whose_turn(context, obj):
    """A card: who does what next, since when, until when. Nothing where the object has no lifecycle or has ended."""
    user = context.get("user")
    known = hasattr(obj, "_meta") and hasattr(obj, "state")
    return {"next": turns.of(obj, user) if known else None, "shell": context.get("shell")}


@register.simple_tag(takes_context=True)
def next_step(context, obj) -> turns.NextStep | None:
    """The same as `next_line`, in parts: for a list that names the unit in a column of its own."""
    return turns.of(obj, context.get("user"))


@register.simple_tag(takes_context=True)
def next_line(context, obj) -> str:
    """One line for a list."""
    found = turns.of(obj, context.get("user"))
    return found.line if found else ""
