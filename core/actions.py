"""The shape of every action: keyword-only, one transaction, traced; and the generic pieces actions are made of."""

import functools
import inspect
from collections.abc import Callable, Iterable

import pghistory
from django.db import models, transaction


def action(function: Callable) -> Callable:
    """Make a function a public action: keyword-only with `by=`, in one transaction, its history rows signed with `by`."""
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind not in {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}:
            raise TypeError(f"{function.__qualname__}: {parameter.name} must be keyword-only")
    if "by" not in inspect.signature(function).parameters:
        raise TypeError(f"{function.__qualname__} lacks by=")

    @functools.wraps(function)
    def run(**kwargs):
        with (
            transaction.atomic(),
            pghistory.context(by=getattr(kwargs["by"], "pk", None), action=function.__qualname__),
        ):
            return function(**kwargs)

    return run


def refuse_unknown(changes: Iterable[str], known: Iterable[str]) -> None:
    """A programmer's mistake, never a user's: names of columns that this action does not write."""
    if unknown := sorted(set(changes) - set(known)):
        raise ValueError(f"not editable: {unknown}")


def locked(obj: models.Model) -> models.Model:
    """The same row, fresh and locked until the end of the transaction."""
    return type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
