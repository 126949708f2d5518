"""The audit chain: clean when nothing was touched, and each kind of tampering is named with its row (R9)."""

import contextlib
import time

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.enums import OrganizationKind
from accounts.models import Division, Organization, User
from core import audit, lifecycle
from core.later_columns import later_columns
from core.models import AuditBlock, AuditLeaf, Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organization():
    user = User.objects.create_user("system", is_system=True)
    division = Division.objects.create(code="150105", name="赛罕区", level="COUNTY")
    row = lifecycle.begin(
        Organization,
        by=user,
        name="示例公司",
        uscc="91150105MATE5T017X",
        kind=OrganizationKind.ENTERPRISE,
        division=division,
    )
    lifecycle.advance(row, "approve", by=user)
    return row


def seal_everything(**options) -> AuditBlock:
    """Seal until no leaf is left over: a transaction of another test run may end just while the sealer looks."""
    until = time.monotonic() + 60
    block = None
    while time.monotonic() < until:
        block = audit.seal(**options) or block
        last = AuditBlock.objects.order_by("-number").first()
        if last and not AuditLeaf.objects.filter(xid__gte=last.xid_horizon).exists():
            return block
        time.sleep(0.05)
    raise AssertionError("a transaction kept the horizon back for a minute")


def behind_the_triggers(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_untouched_history_verifies_and_blocks_chain(organization):
    first = seal_everything(reason="test")
    lifecycle.advance(organization, "suspend", by=organization.created_by)
    second = seal_everything()
    assert audit.verify() == []
    assert (first.number, second.number) == (1, 2)
    assert bytes(second.previous_hash) == bytes(first.block_hash)
    assert audit.seal() is None, "a second sealing finds nothing new"
    call_command("verify_audit")


@pytest.mark.parametrize(
    ("sql", "kind", "where"),
    [
        ("UPDATE core_event SET note = 'x' WHERE id = (SELECT min(id) FROM core_event)", "edited", "core_event:1"),
        ("DELETE FROM core_event WHERE id = 1", "deleted", "core_event:1"),
        (
            "INSERT INTO core_event (at, verb, label, object_type, object_id, object_name, from_state, to_state, actor_name,"
            " organization_name, role, note, data, result, is_restricted, request_id)"
            " SELECT at, verb, label, object_type, object_id, object_name, from_state, to_state, actor_name,"
            " organization_name, role, note, data, result, is_restricted, request_id FROM core_event WHERE id = 1",
            "inserted",
            "core_event:3",
        ),
        ("UPDATE accounts_organizationevent SET name = 'x' WHERE pgh_id = 1", "edited", "accounts_organizationevent:1"),
        ("UPDATE accounts_organization SET name = 'x'", "edited", "accounts_organization:1"),
        ("UPDATE core_auditleaf SET leaf_hash = sha256('x') WHERE id = 1", "leaves", "block:1"),
        ("UPDATE core_auditblock SET signature = 'x'", "signature", "block:1"),
    ],
    ids=["event-edited", "event-deleted", "event-inserted", "history-edited", "row-edited", "leaf-edited", "signature"],
)
def test_each_tampering_is_named(organization, sql, kind, where):
    seal_everything()
    assert audit.verify() == []
    behind_the_triggers(sql)
    assert (kind, where) in {(fault.kind, fault.where) for fault in audit.verify()}
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_a_removed_block_breaks_the_chain(organization):
    seal_everything()
    lifecycle.advance(organization, "suspend", by=organization.created_by)
    seal_everything()
    behind_the_triggers("DELETE FROM core_auditblock WHERE number = 1")
    assert "chain" in {fault.kind for fault in audit.verify()}


def test_a_transaction_in_another_database_holds_nothing_back(organization):
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters = {
        key: value for key, value in parameters.items() if key in {"dbname", "user", "password", "host", "port"}
    }
    with contextlib.closing(psycopg2.connect(**parameters)) as elsewhere, elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        assert seal_everything() is not None


def test_a_running_transaction_is_left_for_the_next_block(organization, run_in_threads):
    """A leaf written by a transaction that has not ended must not be passed over: it goes into a later block."""
    from threading import Event as Gate

    from django.db import transaction

    written, sealed = Gate(), Gate()

    def body(number):
        if number == 0:
            with transaction.atomic():
                Event.objects.create(
                    at=organization.created_at, verb="slow", object_type="x", object_id=1, actor_name="x"
                )
                written.set()
                sealed.wait(20)
            return None
        written.wait(20)
        block = audit.seal()
        sealed.set()
        return block

    _, block = run_in_threads(2, body)
    before = block.leaf_count if block else 0
    assert seal_everything().leaf_count >= 1
    assert AuditBlock.objects.count() >= 2
    assert before < AuditLeaf.objects.count(), "the open transaction's leaf was not in the first block"
    assert audit.verify() == []


def test_a_column_that_came_later_leaves_older_rows_whole(organization, monkeypatch):
    seal_everything()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event ADD COLUMN first integer DEFAULT 30, ADD COLUMN second text")
    try:
        assert {fault.kind for fault in audit.verify()} == {"edited"}  # the control
        monkeypatch.setattr(audit, "later_columns", lambda: {"core_event": ("first", "second")})
        lifecycle.advance(organization, "suspend", by=organization.created_by)
        assert audit.verify() == []
        behind_the_triggers("UPDATE core_event SET note = 'x' WHERE id = (SELECT min(id) FROM core_event)")
        assert {(fault.kind, fault.where) for fault in audit.verify()} == {("edited", "core_event:1")}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_event DROP COLUMN first, DROP COLUMN second")


def test_later_columns_are_read_out_of_the_migrations():
    found = later_columns()
    assert found["projects_project"] == ("evaluate_by_on",)
    assert set(found["challenges_rulesetevent"]) == {"evaluation_days", "expenditure_report_days"}
