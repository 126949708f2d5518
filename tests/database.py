"""The test database: marked as one, and emptied fast after a transactional test."""

from django.db import connections, transaction
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission", "core_installation"}
LARGE = 4_000_000  # bytes of one table

#: When every test begins by the database's clock: holidays are known for years after it, whenever the test is run.
START = "2022-03-01 09:00+08"


def mark_as_test() -> None:
    """The row that says this is a test database: only there may the clock be moved and tables be truncated."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_installation (id, mode, created_at, clock_offset) "
            "VALUES (1, 'TEST', clock_timestamp(), interval '0') ON CONFLICT DO NOTHING"
        )
    wind_clock()


def wind_clock() -> None:
    """Set the clock to START."""
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE core_installation SET clock_offset = %s::timestamptz - clock_timestamp()", [START])


def empty() -> None:
    """Empty every table but the fixed ones; append-only triggers and foreign keys are asleep for it.

    A test writes a few thousand rows: deleting them takes a tenth of a TRUNCATE, which makes the files of two hundred
    tables anew. Once a table has grown large, deleted rows included, all are truncated.
    """
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT tablename, pg_relation_size(quote_ident(tablename)::regclass) FROM pg_tables"
            " WHERE schemaname = 'public' ORDER BY 1"
        )
        sizes = {name: size for name, size in cursor.fetchall() if name not in KEPT}
        written = [name for name, size in sizes.items() if size]
        cursor.execute("SET LOCAL session_replication_role = replica")
        if max(sizes.values()) > LARGE:
            cursor.execute(f"TRUNCATE {', '.join(sizes)} CASCADE")
        elif written:
            # Whoever still writes is waited for, as a TRUNCATE would.
            cursor.execute(f"LOCK TABLE {', '.join(written)} IN ACCESS EXCLUSIVE MODE")
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in written))
        cursor.execute(
            "SELECT setval(quote_ident(sequencename)::regclass, start_value, false) FROM pg_sequences"
            " WHERE schemaname = 'public' AND last_value IS NOT NULL AND NOT sequencename = ANY(%s)",
            [[f"{name}_id_seq" for name in KEPT]],
        )
    wind_clock()


def patch_teardown() -> None:
    """Django's own flush would re-install every trigger after each transactional test."""
    TransactionTestCase._fixture_teardown = lambda self: empty()
