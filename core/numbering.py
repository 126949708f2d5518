"""Numbers without gaps, and numbers that tell nobody how many there are."""

from django.db import connection

from core.fields import blind_index

#: How many numbers of four digits are mixed with each other; a prime, so that any factor reaches all of them.
BLOCK = 9973


def take(name: str) -> int:
    """The next number of the series, from 1. Must run inside the transaction that uses it: a rollback gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_sequence (name, last) VALUES (%s, 1) "
            "ON CONFLICT (name) DO UPDATE SET last = core_sequence.last + 1 RETURNING last",
            [name],
        )
        return cursor.fetchone()[0]


def draw(name: str) -> str:
    """Four digits (five after BLOCK numbers) that nobody can count by: before the deadline the number of a bid or of a
    receipt must not say how many came before it. The series runs behind it as in `take`; no number comes twice."""
    block, place = divmod(take(name) - 1, BLOCK)
    secret = int(blind_index(name, purpose="numbering"), 16)
    factor, shift = 1 + secret % (BLOCK - 1), (secret >> 64) % BLOCK
    return f"{block or ''}{(factor * place + shift) % BLOCK:04d}"
