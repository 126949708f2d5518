"""`migrate`, quick on an empty database: a first migration is laid as a whole.

Django renders all related models again after each of its operations; here almost every model points to a person, so
the four hundred operations of the first migrations would take a minute and a half. A first migration that only makes
tables is applied from its final state instead: the same tables, constraints and indexes in two seconds.
"""

from django.core.management.commands import migrate as django_migrate
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.executor import MigrationExecutor


class FromFinalState:
    """One operation in the place of those of a first migration; see Django's Operation for the two methods."""

    reduces_to_sql = atomic = reversible = True
    elidable = False

    def __init__(self, operations: list):
        self.operations = operations

    def state_forwards(self, app_label, state) -> None:
        state.__dict__.pop("apps", None)  # rendered once, after all of them
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """A table made from its final model has the later fields, constraints and indexes already."""
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Make all tables of the app"


def only_makes_tables(migration) -> bool:
    made = {operation.name_lower for operation in migration.operations if isinstance(operation, CreateModel)}
    return bool(migration.initial) and all(
        isinstance(operation, CreateModel)
        or (isinstance(operation, AddField | AddConstraint | AddIndex) and operation.model_name_lower in made)
        for operation in migration.operations
    )


class QuickExecutor(MigrationExecutor):
    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        if fake or fake_initial or not only_makes_tables(migration):
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        written = migration.operations
        migration.operations = [FromFinalState(written)]
        try:
            return super().apply_migration(state, migration)
        finally:
            migration.operations = written


class Command(django_migrate.Command):
    def handle(self, *args, **options):
        plain = django_migrate.MigrationExecutor
        django_migrate.MigrationExecutor = QuickExecutor
        try:
            return super().handle(*args, **options)
        finally:
            django_migrate.MigrationExecutor = plain
