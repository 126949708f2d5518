"""Asking a rule where the matter is sealed: whoever is refused leaves a trace (design §6)."""

from collections.abc import Callable

from core.errors import Forbidden


def require_on_sealed(ask: Callable, actor, obj) -> None:
    """Like `core.permissions.require`, but the refusal is a sensitive one."""
    denied = ask(actor, obj)
    if denied is not None:
        ids = {obj._meta.model_name: obj.pk} if obj is not None else {}
        raise Forbidden("forbidden", denied.reason, sensitive=True, permission=ask.permission.code, **ids)
