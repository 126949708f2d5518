"""Who may: one function a permission, `(actor, obj) -> None | Denied`, registered so that docs/permissions.md is generated."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.errors import Forbidden


@dataclass(frozen=True)
class Denied:
    """Why not, in a Chinese sentence."""

    reason: str


@dataclass(frozen=True)
class Permission:
    code: str
    label: str
    roles: tuple[str, ...]
    relation: str
    ask: Callable


REGISTRY: dict[str, Permission] = {}


def rule(label: str, *, roles: Iterable[str] = (), relation: str = ""):
    """Register a rule. The actor must hold one of `roles` today (none named: anybody signed in); the function then
    asks for the relation to the object. The code is `<app>.<function name>`."""

    def decorate(function: Callable) -> Callable:
        needed = tuple(roles)

        @functools.wraps(function)
        def ask(actor, obj=None) -> Denied | None:
            if actor is None or not actor.is_authenticated or not actor.is_active:
                return Denied(str(_("请先登录。")))
            if needed and not actor.has_role(*needed):
                return Denied(str(_("您的角色不能%(what)s。") % {"what": label}))
            return function(actor, obj)

        code = f"{function.__module__.split('.')[0]}.{function.__name__}"
        ask.permission = REGISTRY[code] = Permission(code, label, needed, relation, ask)
        return ask

    return decorate


def require(ask: Callable, actor, obj=None) -> None:
    """Raise Forbidden with the rule's reason unless the rule allows it."""
    denied = ask(actor, obj)
    if denied is not None:
        raise Forbidden("forbidden", denied.reason, permission=ask.permission.code)


def allows(ask: Callable, actor, obj=None) -> bool:
    return ask(actor, obj) is None
