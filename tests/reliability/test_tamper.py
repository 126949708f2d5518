"""Nothing of a whole story can be changed in silence (R9): from sealed bids to a tranche that was paid.

Each tampering is tried twice: as the application's own role, where the database refuses it, and with the triggers asleep,
as its owner could; then `verify_audit` names the row. All of them are undone again: each is alone with its fault.
"""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from consortia.models import SubmissionReceipt
from core import audit, digests, merkle, signing
from core.models import AuditBlock, AuditLeaf
from tests.reliability import programs
from tests.stories import funding as stories
from tests.stories.cast import cast as make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def story(committed):
    """A project of three sealed bids: drawn, scored, voted, decided, in notice, agreed; its first tranche received.
    The blocks of the audit chain are sealed on the way."""
    cast = make_cast()
    seal_everything()
    project = stories.running_project(cast)
    seal_everything()
    stories.receive_self(cast, project, project.self_total_fen)
    stories.received(cast, project, 1)
    seal_everything()
    assert audit.verify() == []
    return project


def seal_everything() -> None:
    """A transaction of another test run may end just while the sealer looks."""

    def sealed() -> bool:
        audit.seal(reason="test")
        last = AuditBlock.objects.order_by("number").last()
        return last is not None and not AuditLeaf.objects.filter(xid__gte=last.xid_horizon).exists()

    programs.until(sealed, "every leaf is in a block", 60, pause=0.2)


class Undo(Exception):
    pass


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def verdict() -> str:
    """What `verify_audit` writes; empty where it finds nothing. It must fail when it writes something."""
    said = io.StringIO()
    try:
        call_command("verify_audit", stdout=io.StringIO(), stderr=said)
    except CommandError:
        assert said.getvalue()
        return said.getvalue()
    assert not said.getvalue()
    return ""


def verdict_after(*statements: str) -> str:
    """With the triggers asleep, in a transaction that is rolled back."""
    said = ""
    try:
        with transaction.atomic():
            run("SET LOCAL session_replication_role = replica")
            for statement in statements:
                run(statement)
            run("SET LOCAL session_replication_role = DEFAULT")
            said = verdict()
            raise Undo
    except Undo:
        return said


def copy_of(table: str, *, without: tuple[str, ...] = ("id",), **changed: str) -> str:
    """INSERT of a copy of the first row, with some columns written anew."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    kept = [column for column in columns if column not in without]
    values = [changed.get(column, f'"{column}"') for column in kept]
    names = ", ".join(f'"{column}"' for column in kept)
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} ORDER BY id LIMIT 1"


FIRST = "(SELECT min(id) FROM {0})"


def of_first(table: str, change: str) -> str:
    return change.format(table) + f" WHERE id = {FIRST.format(table)}"


def edit(table: str, change: str) -> str:
    return of_first(table, "UPDATE {0} SET " + change)


def delete(table: str) -> str:
    return of_first(table, "DELETE FROM {0}")


#: name -> (statement, kind of fault, table whose row is named, whether the database refuses it with its triggers on)
TAMPERINGS = {
    "transfer edited": (edit("funding_transfer", "amount_fen = amount_fen + 1"), "edited", "funding_transfer", True),
    "transfer redirected": (edit("funding_transfer", "debit_id = credit_id, credit_id = debit_id"), "edited", "funding_transfer", True),
    "transfer deleted": (delete("funding_transfer"), "deleted", "funding_transfer", True),
    "event deleted": (delete("core_event"), "deleted", "core_event", True),
    "event edited": (edit("core_event", "actor_name = '别人'"), "edited", "core_event", True),
    "score changed": (edit("reviews_score", "value = 99"), "edited", "reviews_score", True),
    "score changed in its history": (
        "UPDATE reviews_scoreevent SET value = 99 WHERE pgh_id = (SELECT min(pgh_id) FROM reviews_scoreevent)",
        "edited", "reviews_scoreevent", True,
    ),
    "total changed": (edit("reviews_scoresheet", "total_hundredths = 10000"), "edited", "reviews_scoresheet", True),
    "sheet deleted": (delete("reviews_scoresheet"), "deleted", "reviews_scoresheet", True),
    "vote changed": (edit("reviews_vote", "choice = 'AGAINST'"), "edited", "reviews_vote", True),
    "vote deleted": (delete("reviews_vote"), "deleted", "reviews_vote", True),
    "draw changed": (edit("reviews_draw", "candidates = '[]'"), "edited", "reviews_draw", True),
    "draw made again": (edit("reviews_draw", "witness = 'x'"), "edited", "reviews_draw", True),
    "envelope replaced": (edit("consortia_envelope", "box = '\\x00'"), "edited", "consortia_envelope", True),
    "envelope back-dated": (edit("consortia_envelope", "sealed_at = sealed_at - interval '1 day'"), "edited", "consortia_envelope", True),
    "receipt edited": (
        edit("consortia_submissionreceipt", "payload = payload || '{{\"lead\": \"别人\"}}'"),
        "edited", "consortia_submissionreceipt", True,
    ),
    "state of a bid": (edit("consortia_bid", "state = 'IN_REVIEW'"), "edited", "consortia_bid", True),
    "state of a challenge": (edit("challenges_challenge", "state = 'OPEN'"), "edited", "challenges_challenge", True),
    "state of a tranche": (edit("funding_tranche", "state = 'PLANNED'"), "edited", "funding_tranche", True),
    "rule set of a published batch": (edit("challenges_ruleset", "notice_working_days = 1"), "edited", "challenges_ruleset", True),
    "weight of a criterion": (edit("reviews_criterion", "weight = 1"), "edited", "reviews_criterion", True),
    "leaf edited": (edit("core_auditleaf", "leaf_hash = sha256('x')"), "leaves", "block", True),
    "block edited": (edit("core_auditblock", "root = sha256('x')"), "leaves", "block", True),
    "block deleted": (delete("core_auditblock"), "chain", "block", True),
    # Columns that an action writes: the database cannot tell one hand from another, the history tells.
    "deadline moved": (edit("challenges_challenge", "deadline = deadline + interval '1 day'"), "edited", "challenges_challenge", False),
    "promised money of a decision": (edit("funding_decision", "fiscal_fen = fiscal_fen + 100"), "edited", "funding_decision", False),
    "approved amount of a tranche": (edit("funding_tranche", "approved_fen = approved_fen - 100"), "edited", "funding_tranche", False),
    "resolution": (edit("challenges_resolution", "votes_for = 99"), "edited", "challenges_resolution", False),
    "opening record": (edit("consortia_opening", "bid_count = 9"), "edited", "consortia_opening", False),
    "notice": (edit("challenges_noticeitem", "amount_fen = 1"), "edited", "challenges_noticeitem", False),
    "role given": (edit("accounts_grant", "role = 'PUBLISHER'"), "edited", "accounts_grant", False),
    "account given to another project": (edit("funding_account", "year = year + 10"), "edited", "funding_account", True),
    "target of an indicator": (edit("challenges_indicator", "target = 0"), "edited", "challenges_indicator", False),
    "condition of a challenge": (edit("challenges_condition", "text = '无'"), "edited", "challenges_condition", False),
    "promise of a bid": (edit("consortia_indicatorresponse", "promised = 9999"), "edited", "consortia_indicatorresponse", False),
    "budget of a bid": (edit("consortia_budgetline", "amount_fen = amount_fen + 100"), "edited", "consortia_budgetline", False),
    "node of a bid": (edit("consortia_bidmilestone", "month_offset = 48"), "edited", "consortia_bidmilestone", False),
    "team of a bid": (edit("consortia_teammember", "person_id = (SELECT max(id) FROM accounts_person)"), "edited", "consortia_teammember", False),
    "pledge": (edit("consortia_pledge", "method = 'x'"), "edited", "consortia_pledge", False),
    "pledge of an expert": (edit("reviews_expertpledge", "signed_at = signed_at - interval '1 day'"), "edited", "reviews_expertpledge", False),
    "rank of a bid": (edit("reviews_panelbid", "rank = 9"), "edited", "reviews_panelbid", False),
    "target of a milestone": (edit("projects_milestonetarget", "target = 0"), "edited", "projects_milestonetarget", False),
}  # fmt: skip


def test_control_the_untouched_story_verifies(story):
    assert verdict_after() == ""


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_behind_the_triggers_is_named(story, name):
    statement, kind, table, _refused = TAMPERINGS[name]
    said = verdict_after(statement)
    assert f"{kind} {table}:" in said, said or "nothing was found"


@pytest.mark.parametrize("name", [name for name, row in TAMPERINGS.items() if row[3]])
def test_the_database_refuses_it_with_its_triggers_on(story, name):
    with pytest.raises(DatabaseError), transaction.atomic():
        run(TAMPERINGS[name][0])


@pytest.mark.parametrize("name", [name for name, row in TAMPERINGS.items() if not row[3]])
def test_what_the_database_lets_through_leaves_history(story, name):
    """A plain UPDATE that no action made: the history has one more row that no event explains."""
    statement, _kind, table, _refused = TAMPERINGS[name]
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f"SELECT count(*) FROM {table}event")
        before = cursor.fetchone()[0]
        cursor.execute(statement)
        cursor.execute(f"SELECT count(*) FROM {table}event")
        assert cursor.fetchone()[0] == before + 1
        transaction.set_rollback(True)


def test_an_inserted_vote_is_named(story):
    """One vote of an expert counted for another bid."""
    statement = copy_of("reviews_vote", kind="'RACE'", bid_id="(SELECT max(id) FROM consortia_bid)", seat_id="seat_id")
    assert "inserted reviews_vote:" in verdict_after("DELETE FROM reviews_vote WHERE kind = 'RACE'", statement)


def test_an_inserted_event_and_an_inserted_transfer_are_named(story):
    said = verdict_after(copy_of("core_event"), copy_of("funding_transfer", key="'planted'", reverses_id="NULL"))
    assert "inserted core_event:" in said
    assert "inserted funding_transfer:" in said


def test_an_inserted_tranche_is_named(story):
    statement = copy_of("funding_tranche", stage="9", state="'RECEIVED'")
    assert "inserted funding_tranche:" in verdict_after(statement)


FORGED_LEAF = """
    UPDATE core_auditleaf SET leaf_hash = sha256('\\x00'::bytea || convert_to(
        table_name || E'\\n' || (SELECT to_jsonb(t)::text FROM funding_transfer t WHERE t.id = row_id), 'UTF8'))
    WHERE table_name = 'funding_transfer' AND row_id = (SELECT min(id) FROM funding_transfer)
"""


def test_whoever_forges_the_leaf_too_is_caught_by_its_block(story):
    said = verdict_after(TAMPERINGS["transfer edited"][0], "SET LOCAL timezone = 'UTC'", FORGED_LEAF)
    assert "funding_transfer:" not in said, "the forged leaf does not fit: the test is too weak"
    assert "leaves block:" in said


def test_whoever_forges_the_block_too_lacks_the_signature(story):
    """Every hash is made anew from the forged leaf on; only the key outside of the database is missing."""
    said = ""
    try:
        with transaction.atomic():
            run("SET LOCAL session_replication_role = replica")
            run("SET LOCAL timezone = 'UTC'")
            run(TAMPERINGS["transfer edited"][0])
            run(FORGED_LEAF)
            previous = audit.GENESIS
            for block in AuditBlock.objects.order_by("number"):
                with connection.cursor() as cursor:
                    leaves = audit._leaves(cursor, block.xid_from, block.xid_horizon, block.after_leaf_id)
                root = merkle.root(leaves)
                block_hash = audit._block_hash(block.number, len(leaves), root, previous)
                AuditBlock.objects.filter(pk=block.pk).update(root=root, previous_hash=previous, block_hash=block_hash)
                previous = block_hash
            run("SET LOCAL session_replication_role = DEFAULT")
            said = verdict()
            raise Undo
    except Undo:
        pass
    assert "leaves block:" not in said
    assert "chain block:" not in said
    assert "signature block:" in said


def test_a_receipt_and_its_envelope_prove_each_other(story):
    """A replaced envelope is found from the receipt alone, which the bidder holds and anybody can check."""
    for receipt in SubmissionReceipt.objects.select_related("bid"):
        envelope = receipt.bid.envelopes.get(version=receipt.version, purpose="OPENING")
        assert signing.verify(receipt.payload, bytes(receipt.signature).decode(), signing.public_key())
        assert receipt.payload["envelope_sha256"] == digests.of_bytes(bytes(envelope.box)).sha256
        forged = receipt.payload | {"lead": "别人"}
        assert not signing.verify(forged, bytes(receipt.signature).decode(), signing.public_key())
