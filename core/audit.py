"""The chain that makes silent change visible: leaves folded into signed Merkle blocks, and the proof that all still fits.

A leaf is written by a trigger with every row of history. A block takes the leaves of the transactions that had ended
when it was sealed (those below the oldest running one), so that no leaf can slip in behind it (design §6).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction

from core import clock, merkle, signing
from core.later_columns import later_columns
from core.models import AuditBlock

LOCK = 0x6A62_0001  # one sealer at a time
GENESIS = bytes(32)


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit, with the row where there is one."""

    kind: str
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind} {self.where}: {self.detail}"


def seal(*, reason: str = "", at: datetime | None = None) -> AuditBlock | None:
    """Fold every final leaf not yet in a block into the next one. None where there is nothing new.

    Safe to run twice and at once: the lock makes the second wait and find nothing.
    """
    at = at or clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        horizon = _horizon(cursor)
        last = AuditBlock.objects.order_by("-number").first()
        xid_from, after = (last.xid_horizon, 0) if last else (0, 0)
        if last and horizon < xid_from:  # restored into a new cluster: its transaction numbers begin anew
            cursor.execute("SELECT coalesce(max(id), 0) FROM core_auditleaf WHERE xid < %s", [xid_from])
            xid_from, after = 0, cursor.fetchone()[0]
        leaves = _leaves(cursor, xid_from, horizon, after)
        if not leaves:
            return None
        number = last.number + 1 if last else 1
        previous = bytes(last.block_hash) if last else GENESIS
        root = merkle.root(leaves)
        block_hash = _block_hash(number, len(leaves), root, previous)
        return AuditBlock.objects.create(
            number=number,
            xid_from=xid_from,
            after_leaf_id=after,
            leaf_count=len(leaves),
            xid_horizon=horizon,
            root=root,
            previous_hash=previous,
            block_hash=block_hash,
            signature=signing.sign(_payload(number, block_hash)),
            reason=reason,
            sealed_at=at,
        )


def verify() -> list[Fault]:
    """Every fault found: edited, deleted, inserted history; live rows that differ from it; broken blocks, chain, signatures."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")  # as in core_write_leaf: the text of an instant names its zone
        faults = []
        for table, key in _leafed_tables(cursor):
            faults += _rows_against_leaves(cursor, table, key)
        for model in apps.get_models():
            if hasattr(model, "pgh_tracked_model"):
                faults += _live_against_history(cursor, model)
        return faults + _blocks(cursor)


def _horizon(cursor) -> int:
    """The oldest transaction that may still write a leaf: a running one not known to work in another database."""
    cursor.execute("SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text")
    snapshot, mine = cursor.fetchone()
    _xmin, xmax, running = snapshot.split(":")
    # Asked after the snapshot: whoever is named here was running then, and an unnamed one counts as ours.
    cursor.execute(
        "SELECT backend_xid::text::bigint FROM pg_stat_activity "
        "WHERE backend_xid IS NOT NULL AND datname <> current_database()"
    )
    elsewhere = {xid for (xid,) in cursor.fetchall()}
    ours = (xid for xid in map(int, filter(None, running.split(","))) if xid % 2**32 not in elsewhere)
    return min([*ours, *([int(mine)] if mine else [])], default=int(xmax))


def _leaves(cursor, xid_from: int, horizon: int, after: int) -> list[bytes]:
    cursor.execute(
        "SELECT leaf_hash FROM core_auditleaf WHERE xid >= %s AND xid < %s AND id > %s ORDER BY id",
        [xid_from, horizon, after],
    )
    return [bytes(leaf) for (leaf,) in cursor.fetchall()]


def _block_hash(number: int, count: int, root: bytes, previous: bytes) -> bytes:
    return hashlib.sha256(b"jiebang block\n" + f"{number}\n{count}\n".encode() + root + previous).digest()


def _payload(number: int, block_hash: bytes) -> dict:
    return {"kind": "audit-block", "number": number, "hash": block_hash.hex()}


def _leafed_tables(cursor) -> list[tuple[str, str]]:
    """(table, its key) wherever the models say that a row leaves a leaf, whether or not the trigger is still there."""
    found = []
    for model in apps.get_models():
        names = {trigger.name for trigger in getattr(model._meta, "triggers", [])}
        if "audit_leaf" in names:
            found.append((model._meta.db_table, model._meta.pk.column))
    return sorted(found)


def _rows_against_leaves(cursor, table: str, key: str) -> list[Fault]:
    """Each row has one leaf and hashes to it; each leaf has its row.

    A row that is older than a column hashes to its leaf without that column, and without those that came after it.
    """
    later = later_columns().get(table, ())
    digest = "sha256('\\x00'::bytea || convert_to(%s || E'\\n' || (to_jsonb(t) - %s::text[])::text, 'UTF8'))"
    digests = ", ".join([digest] * (len(later) + 1))
    known = [value for place in range(len(later), -1, -1) for value in (table, list(later[place:]))]
    cursor.execute(
        f"""
        SELECT coalesce(leaf.row_id, t.{key}), leaf.row_id IS NULL, t.{key} IS NULL
        FROM {table} t FULL JOIN (SELECT row_id, leaf_hash FROM core_auditleaf WHERE table_name = %s) leaf
            ON leaf.row_id = t.{key}
        WHERE leaf.row_id IS NULL OR t.{key} IS NULL OR leaf.leaf_hash NOT IN ({digests})
        ORDER BY 1 LIMIT 1000
        """,
        [table, *known],
    )
    faults = []
    for row_id, no_leaf, no_row in cursor.fetchall():
        kind = "inserted" if no_leaf else "deleted" if no_row else "edited"
        faults.append(Fault(kind, f"{table}:{row_id}", "the row and its leaf do not fit"))
    return faults


def _live_against_history(cursor, history) -> list[Fault]:
    """A tracked row is what its last history row says; a live row without history was put in behind the triggers."""
    live = history.pgh_tracked_model._meta
    columns = [field.column for field in live.local_concrete_fields]
    theirs = {field.column for field in history._meta.local_concrete_fields}
    shared = [column for column in columns if column in theirs and column != live.pk.column]
    pairs = " OR ".join(f'live."{column}" IS DISTINCT FROM last."{column}"' for column in shared) or "false"
    cursor.execute(
        f"""
        SELECT coalesce(live.{live.pk.column}, last.pgh_obj_id), live.{live.pk.column} IS NULL, last.pgh_obj_id IS NULL
        FROM "{live.db_table}" live FULL JOIN (
            SELECT DISTINCT ON (pgh_obj_id) * FROM "{history._meta.db_table}" ORDER BY pgh_obj_id, pgh_id DESC
        ) last ON last.pgh_obj_id = live.{live.pk.column}
        WHERE (live.{live.pk.column} IS NULL AND last.pgh_label <> 'delete') OR last.pgh_obj_id IS NULL
            OR (live.{live.pk.column} IS NOT NULL AND ({pairs}))
        ORDER BY 1 LIMIT 1000
        """
    )
    words = "the live row differs from its last history row"
    return [
        Fault("deleted" if gone else "inserted" if unknown else "edited", f"{live.db_table}:{row_id}", words)
        for row_id, gone, unknown in cursor.fetchall()
    ]


def _blocks(cursor) -> list[Fault]:
    faults, previous, number, key = [], GENESIS, 0, signing.public_key()
    for block in AuditBlock.objects.order_by("number").iterator():
        number += 1
        where = f"block:{block.number}"
        if block.number != number:
            faults.append(Fault("chain", where, f"block {number} is missing"))
            number = block.number
        leaves = _leaves(cursor, block.xid_from, block.xid_horizon, block.after_leaf_id)
        if merkle.root(leaves) != bytes(block.root) or len(leaves) != block.leaf_count:
            faults.append(Fault("leaves", where, "the leaves do not make this root"))
        if bytes(block.previous_hash) != previous:
            faults.append(Fault("chain", where, "does not follow the block before"))
        if bytes(block.block_hash) != _block_hash(
            block.number, block.leaf_count, bytes(block.root), bytes(block.previous_hash)
        ):
            faults.append(Fault("chain", where, "its hash does not fit its content"))
        if not signing.verify(_payload(block.number, bytes(block.block_hash)), block.signature, key):
            faults.append(Fault("signature", where, "not signed by this server"))
        previous = bytes(block.block_hash)
    return faults
