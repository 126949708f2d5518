"""The lock that makes a deadline exact: who submits shares it, who closes or moves the deadline has it alone.

Transaction-level advisory locks. Take the lock first, read `clock.now()` after it, and lock rows last:
whoever waited here while the challenge was closed then reads a time after the deadline.
"""

from django.db import connection

from challenges.models import Challenge

_CLASS = 0x6A62_0001  # "jb", the first family of locks


def challenge_lock_key(challenge: Challenge) -> tuple[int, int]:
    """The two int4 keys of the advisory lock."""
    return _CLASS, challenge.pk


def share(challenge: Challenge) -> None:
    """Held by each submission until its transaction ends; many at once."""
    _take("SELECT pg_advisory_xact_lock_shared(%s, %s)", challenge)


def exclude(challenge: Challenge) -> None:
    """Held alone by closing, extending and withdrawing: waits for the submissions under way."""
    _take("SELECT pg_advisory_xact_lock(%s, %s)", challenge)


def _take(statement: str, challenge: Challenge) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a transaction-level lock needs a transaction")
    with connection.cursor() as cursor:
        cursor.execute(statement, challenge_lock_key(challenge))
