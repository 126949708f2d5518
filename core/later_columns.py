"""Which columns came to a table after its first migration: rows that are older were digested without them (ADR 6)."""

from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader


@cache
def later_columns() -> dict[str, tuple[str, ...]]:
    """table → its later columns in the order in which they came, out of the migrations themselves."""
    found: dict[str, tuple[str, ...]] = {}
    migrations = MigrationLoader(None).disk_migrations
    for (app, _name), migration in sorted(migrations.items()):
        if migration.initial:
            continue
        for step in migration.operations:
            if not isinstance(step, AddField):
                continue
            try:
                meta = apps.get_model(app, step.model_name)._meta
                column = meta.get_field(step.name).column
            except (LookupError, FieldDoesNotExist):
                continue
            found[meta.db_table] = (*found.get(meta.db_table, ()), column)
    return found
