"""Append-only history: pghistory rows that nobody can change, each with a leaf hash for the audit chain."""

import pghistory
import pgtrigger

#: For tables whose rows are facts: written once, never updated, never deleted.
APPEND_ONLY = (
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        condition=None,
        func="IF coalesce((SELECT mode FROM core_installation), 'PRODUCTION') <> 'TEST' THEN "
        "RAISE EXCEPTION 'this table is append-only'; END IF; RETURN NULL;",
    ),
)


def audit_leaf_trigger(key: str = "id") -> pgtrigger.Trigger:
    """Write one leaf a row: sha256 over 0x00, the table's name and the row as canonical jsonb text."""
    return pgtrigger.Trigger(
        name="audit_leaf",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func=f"PERFORM core_write_leaf(TG_TABLE_NAME, NEW.{key}, to_jsonb(NEW)); RETURN NULL;",
    )


def tracked(model=None, **options):
    """Class decorator: every insert, update and delete of this model leaves an append-only history row."""
    decorate = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        meta={"triggers": [audit_leaf_trigger("pgh_id")]},
        **options,
    )
    return decorate if model is None else decorate(model)
