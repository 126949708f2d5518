"""The lifecycle engine: every (state, step) pair of every table, and the database's own guard."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.enums import OrganizationKind
from accounts.models import Division, Organization, User
from core import lifecycle
from core.errors import Refused
from core.models import Event


@pytest.fixture
def organization(db):
    user = User.objects.create_user("system", is_system=True)
    division = Division.objects.create(code="150105", name="赛罕区", level="COUNTY")
    return lifecycle.begin(
        Organization,
        by=user,
        name="示例公司",
        uscc="91150105MATE5T017X",
        kind=OrganizationKind.ENTERPRISE,
        division=division,
    )


def test_advance_writes_state_stamp_and_one_event(organization):
    user = organization.created_by
    before = Event.objects.count()
    lifecycle.advance(organization, "approve", by=user, note="材料齐全")
    organization.refresh_from_db()
    assert (organization.state, organization.approved_by) == ("ACTIVE", user)
    event = Event.objects.latest("id")
    assert Event.objects.count() == before + 1
    assert (event.from_state, event.to_state, event.note) == ("PENDING", "ACTIVE", "材料齐全")


def test_a_wrong_source_is_refused_with_a_reason(organization):
    with pytest.raises(Refused) as refusal:
        lifecycle.advance(organization, "suspend", by=organization.created_by)
    assert refusal.value.code == "wrong_state"
    assert "待审核" in refusal.value.sentence


@pytest.mark.parametrize("state", ["ACTIVE", "SUSPENDED"])
def test_update_of_state_behind_the_lifecycle_is_refused_by_the_database(organization, state):
    with pytest.raises(DatabaseError), transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(state=state)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organization SET state = %s WHERE id = %s", [state, organization.pk])
    organization.refresh_from_db()
    assert organization.state == "PENDING"


def test_an_announcement_of_a_move_that_no_step_makes_is_refused(organization):
    announced = f"accounts_organization:{organization.pk}:PENDING:SUSPENDED"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jiebang.advance', %s, true)", [announced])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organization SET state = 'SUSPENDED' WHERE id = %s", [organization.pk])


def test_a_row_begins_in_the_initial_state_only(organization):
    with pytest.raises(DatabaseError), transaction.atomic():
        lifecycle.begin(
            Organization,
            by=organization.created_by,
            name="另一公司",
            uscc="91150105MATE5T025Q",
            kind="ENTERPRISE",
            division=organization.division,
            state="ACTIVE",
        )


def test_events_cannot_be_changed_or_deleted(organization):
    for sql in ("UPDATE core_event SET note = 'x'", "DELETE FROM core_event"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_history_rows_cannot_be_changed_and_carry_a_leaf(organization):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_auditleaf WHERE table_name = 'accounts_organizationevent'")
        assert cursor.fetchone()[0] == 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organizationevent SET name = 'x'")


PAIRS = [
    pytest.param(table, state, step, id=f"{table.label}-{state}-{step.name}")
    for table in sorted(lifecycle.REGISTRY.values(), key=lambda table: table.label)
    for state in table.states.values
    for step in table.steps
]


@pytest.mark.parametrize(("table", "state", "step"), PAIRS)
def test_every_state_and_step(table, state, step):
    """The trigger's text and `can_step` agree on every pair: a move is listed exactly when a step makes it."""
    row = table.model()(state=state)
    moves = next(trigger for trigger in table.triggers() if trigger.name == "state_moves").func
    assert lifecycle.can_step(row, step.name) == (state in step.sources)
    assert (f"('{state}', '{step.target}')" in moves) == any(
        state in other.sources and other.target == step.target for other in table.steps
    )


def test_every_state_can_be_reached():
    for table in lifecycle.REGISTRY.values():
        reached, grown = {table.initial}, True
        while grown:
            grown = False
            for step in table.steps:
                if step.target not in reached and reached.intersection(step.sources):
                    reached.add(step.target)
                    grown = True
        assert reached == set(table.states.values), table.label


def test_eight_threads_race_for_one_step(run_in_threads):
    user = User.objects.create_user("system", is_system=True)
    division = Division.objects.create(code="150105", name="赛罕区", level="COUNTY")
    row = lifecycle.begin(
        Organization, by=user, name="示例公司", uscc="91150105MATE5T017X", kind="ENTERPRISE", division=division
    )
    results = run_in_threads(
        8, lambda number: lifecycle.advance(Organization.objects.get(pk=row.pk), "approve", by=user)
    )
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == 7
    assert {refusal.code for refusal in refused} == {"wrong_state"}
    assert Event.objects.filter(verb="organization.approve").count() == 1


MACHINES = sorted(lifecycle.REGISTRY.values(), key=lambda machine: machine.label)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.label)
def test_the_database_lets_through_exactly_the_moves_of_the_table(machine, db):
    """Every pair of states is tried on the trigger itself, on a bare table that carries it: announced, then unannounced."""
    names = {name for name, _ in [(trigger.name, trigger) for trigger in machine.model()._meta.triggers]}
    assert {"state_moves", "state_starts"} <= names
    moves = {(source, step.target) for step in machine.steps for source in step.sources}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE c.relname = %s AND t.tgname LIKE 'pgtrigger_state_moves%%'",
            [machine.model()._meta.db_table],
        )
        ((function,),) = cursor.fetchall()
        cursor.execute("CREATE TEMP TABLE probe (id bigint, state text) ON COMMIT DROP")
        cursor.execute(f"CREATE TRIGGER t BEFORE UPDATE ON probe FOR EACH ROW EXECUTE FUNCTION {function}()")
        for source in machine.states.values:
            for target in machine.states.values:
                if source == target:
                    continue
                for announced in (True, False):
                    cursor.execute("TRUNCATE probe")
                    cursor.execute("INSERT INTO probe VALUES (1, %s)", [source])
                    words = f"probe:1:{source}:{target}" if announced else ""
                    cursor.execute("SELECT set_config('jiebang.advance', %s, true)", [words])
                    passed = True
                    try:
                        with transaction.atomic():
                            cursor.execute("UPDATE probe SET state = %s", [target])
                    except DatabaseError:
                        passed = False
                    assert passed == (announced and (source, target) in moves), (source, target, announced)
