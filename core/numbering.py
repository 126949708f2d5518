"""Numbers without gaps, and numbers that tell nobody how many there are."""

import secrets
from collections.abc import Callable

from django.db import connection


def take(name: str) -> int:
    """The next number of the series, from 1. Must run inside the transaction that uses it: a rollback gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_sequence (name, last) VALUES (%s, 1) "
            "ON CONFLICT (name) DO UPDATE SET last = core_sequence.last + 1 RETURNING last",
            [name],
        )
        return cursor.fetchone()[0]


def draw(name: str, *, is_taken: Callable[[str], bool]) -> str:
    """Digits by which nobody can count: by chance, and again where `is_taken` knows them. Within the transaction that
    uses them: the row of the series is locked until its end, as in `take`, so two at once draw one after the other.

    By chance and not from the place in the series by a secret: nothing is kept that could be lost or found out, and
    whoever begins, gives up and begins again learns nothing from the numbers he saw. There are at least nine times as
    many numbers as were ever drawn: four digits for a thousand.
    """
    least = 10 ** max(3, len(str(take(name))))  # never a zero in front, which would look like the first of all
    while is_taken(number := str(least + secrets.randbelow(9 * least))):
        pass
    return number
