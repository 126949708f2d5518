"""Numbers without gaps."""

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
