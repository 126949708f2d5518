"""Rows that the real actions made once, laid again for the next test: the same rows, a hundred times faster.

Only an empty database whose clock nobody moved is laid on; anything else is told through the actions again.
"""

import io
from collections.abc import Callable

from django.db import connection

from tests.database import KEPT, START

_REMEMBERED: dict[str, tuple[dict[str, bytes], list[tuple[str, int]]]] = {}


def remembered(name: str, make: Callable[[], None]) -> None:
    """Run `make` the first time in this process and keep every row it wrote; lay those rows from then on."""
    if not _is_pristine():
        make()
        return
    if name not in _REMEMBERED:
        make()
        _REMEMBERED[name] = _rows(), _sequences()
        return
    _lay(*_REMEMBERED[name])


def _is_pristine() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM core_event) AND NOT EXISTS (SELECT 1 FROM accounts_user)"
            " AND core_now() BETWEEN %s::timestamptz AND %s::timestamptz + interval '6 hours'"
            " AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)",
            [START, START],
        )
        return cursor.fetchone()[0]


def _rows() -> dict[str, bytes]:
    """Every non-empty table in the text form of COPY."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            if table not in KEPT:
                buffer = io.BytesIO()
                cursor.cursor.copy_expert(f'COPY "{table}" TO STDOUT', buffer)
                if buffer.tell():
                    found[table] = buffer.getvalue()
    return found


def _sequences() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        return cursor.fetchall()


def _lay(tables: dict[str, bytes], sequences: list[tuple[str, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, text in tables.items():
            cursor.cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(text))
        cursor.execute("SET session_replication_role = DEFAULT")
        for name, value in sequences:
            # A rolled-back test before this one may have gone further: never back.
            cursor.execute(f'SELECT setval(%s, greatest(%s, (SELECT last_value FROM "{name}")))', [name, value])
