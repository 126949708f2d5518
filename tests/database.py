"""The test database: marked as one, and emptied fast after a transactional test."""

from django.db import connections
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission", "core_installation"}


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
    """Empty every table but the fixed ones; append-only triggers are asleep for this one statement."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({name for (name,) in cursor.fetchall()} - KEPT)
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")
    wind_clock()


def patch_teardown() -> None:
    """Django's own flush would re-install every trigger after each transactional test."""
    TransactionTestCase._fixture_teardown = lambda self: empty()
