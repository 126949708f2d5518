"""One action on many rows: each in its own transaction, each reported by itself; a refusal of one does not hold up others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

from core.errors import Refused


@dataclass(frozen=True)
class Outcome:
    """What came of one row; `reason` says why it was refused."""

    obj: models.Model
    is_done: bool
    reason: str = ""
    code: str = ""


def each(rows: Iterable[models.Model], run: Callable[[models.Model], object]) -> list[Outcome]:
    """`run(row)` calls one action (its own transaction)."""
    found = []
    for row in rows:
        try:
            run(row)
        except Refused as refusal:
            found.append(Outcome(row, False, str(refusal), refusal.code))
        else:
            found.append(Outcome(row, True))
    return found
