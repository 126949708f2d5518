"""Only the database's clock decides (R14): a process whose clock is wrong by ten minutes decides the same."""

import ast
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from challenges import tasks as challenge_tasks
from challenges.models import Challenge, PublicNotice
from consortia import actions as consortia_actions
from consortia import tasks as consortia_tasks
from consortia.models import Bid, Envelope, SubmissionReceipt
from core import clock, outbox
from core import tasks as core_tasks
from core.errors import Refused
from core.models import Event, Message
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as consortia_stories
from tests.stories.cast import cast as make_cast
from tests.test_architecture import APPS, ROOT, sources

WRONG = [timedelta(minutes=-10), timedelta(0), timedelta(minutes=10)]
HALF = timedelta(minutes=5)  # half of the error: a decision by the process's clock would flip


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture(params=WRONG, ids=["ten minutes slow", "right", "ten minutes fast"])
def wrong(request):
    """A function that starts the wrong clock of this process, once the database's stands where the test wants it."""
    travellers = []

    def start() -> timedelta:
        traveller = time_machine.travel(clock.now() + request.param, tick=True)
        traveller.start()
        travellers.append(traveller)
        return request.param

    yield start
    for traveller in travellers:
        traveller.stop()


def naive_decision(deadline: datetime) -> bool:
    """The control: what a comparison with the process's own clock would say."""
    return datetime.now(tz=clock.BEIJING) < deadline


def test_a_bid_in_time_is_taken_whatever_the_process_believes(cast, wrong):
    challenge = challenge_stories.open_challenge(cast)
    bid = consortia_stories.bid_at_unit(cast, challenge)
    clock.move(to=challenge.deadline - HALF)
    error = wrong()
    assert naive_decision(challenge.deadline) == (error <= timedelta(0)), "the control does not flip"
    receipt = consortia_actions.submit_bid(bid=bid, by=cast.unitadmin)
    assert challenge.deadline - HALF <= receipt.received_at < challenge.deadline
    assert Envelope.objects.filter(bid=bid, sealed_at=receipt.received_at).count() == 2
    assert Event.objects.get(verb="bid.submit").at == receipt.received_at


def test_a_late_bid_is_refused_whatever_the_process_believes(cast, wrong):
    challenge = challenge_stories.open_challenge(cast)
    bid = consortia_stories.bid_at_unit(cast, challenge)
    clock.move(to=challenge.deadline + HALF)
    error = wrong()
    assert naive_decision(challenge.deadline) == (error < timedelta(0)), "the control does not flip"
    with pytest.raises(Refused) as refused:
        consortia_actions.submit_bid(bid=bid, by=cast.unitadmin)
    assert refused.value.code == "deadline_passed"
    assert not SubmissionReceipt.objects.exists()


@pytest.mark.parametrize(("side", "state"), [(-1, "OPEN"), (1, "CLOSED")], ids=["before", "after"])
def test_the_worker_closes_by_the_clock_of_the_database(cast, wrong, side, state):
    challenge = challenge_stories.open_challenge(cast)
    bid = consortia_stories.drafted_bid(cast, challenge)
    notice = challenge_stories.proposed_notice(cast, challenge)
    PublicNotice.objects.filter(pk=notice.pk).update(ends_at=challenge.deadline, next_check_at=challenge.deadline)
    clock.move(to=challenge.deadline + side * HALF)
    wrong()
    for task in (
        challenge_tasks.close_due,
        challenge_tasks.end_due_notices,
        consortia_tasks.expire_due_bids,
        consortia_tasks.publish_due_roots,
    ):
        task()
    is_after = side > 0
    assert Challenge.objects.get().state == state
    assert Bid.objects.get(pk=bid.pk).state == ("EXPIRED" if is_after else "DRAFT")
    assert PublicNotice.objects.get(pk=notice.pk).state == ("ENDED" if is_after else "PUBLISHED")
    assert bool(Challenge.objects.get().sealed_root) is is_after


@pytest.mark.parametrize("side", [-1, 1], ids=["before", "after"])
def test_the_outbox_and_the_opening_wait_for_the_clock_of_the_database(cast, wrong, side):
    challenge = challenge_stories.open_challenge(cast)
    consortia_stories.submitted_bid(cast, challenge)
    while core_tasks.deliver_outbox():  # what the story itself tells
        pass
    Message.objects.all().delete()
    outbox.put(
        kind="message", key="later", at=clock.now(), due_at=challenge.deadline,
        payload={"recipient": cast.officer.pk, "title": "截止", "body": "", "url": ""},
    )  # fmt: skip
    clock.move(to=challenge.deadline + side * HALF)
    wrong()
    challenge_tasks.close_due()
    assert core_tasks.deliver_outbox() == (1 if side > 0 else 0)
    challenge.refresh_from_db()
    if side > 0:
        consortia_actions.consent_to_opening(challenge=challenge, by=cast.officer)
        return
    with pytest.raises(Refused) as refused:
        consortia_actions.consent_to_opening(challenge=challenge, by=cast.officer)
    assert refused.value.code == "before_deadline"


@pytest.fixture
def production(db):
    """This database as a production one; the mode is set once, so the trigger is asleep for a moment. Rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE core_installation SET mode = 'PRODUCTION', clock_offset = interval '0'")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT core_move_clock(interval '1 minute')",
        "UPDATE core_installation SET clock_offset = interval '1 minute'",
        "UPDATE core_installation SET mode = 'DEMO'",
        "DELETE FROM core_installation",
        "INSERT INTO core_installation (id, mode, created_at, clock_offset) VALUES (2, 'DEMO', now(), interval '1 day')",
    ],
    ids=["function", "column", "mode", "deleting the row", "a second row"],
)
def test_a_production_database_refuses_to_move_its_clock(production, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT abs(extract(epoch FROM core_now() - clock_timestamp())) < 1")
        assert cursor.fetchone() == (True,)


def test_moving_is_refused_through_the_application_too(production):
    with pytest.raises(DatabaseError), transaction.atomic():
        clock.move(to=clock.now() + timedelta(days=1))


def test_the_page_that_moves_the_clock_is_there_in_the_demo_alone(client, db, settings):
    assert settings.DEMO is False
    assert client.get("/demo/clock/").status_code == 404
    assert client.post("/demo/clock/", {"to": "2030-01-01T00:00"}).status_code == 404


# The source

#: What reads the clock of the process or of the statement, or hides such a reading.
READERS = {"now", "utcnow", "today", "localdate", "localtime", "fromtimestamp", "time", "gmtime", "strftime", "Now"}
OWNERS = {"datetime", "date", "timezone", "time", "functions"}
IN_SQL = re.compile(
    r"\b(now\(\)|current_timestamp|localtimestamp|current_date|current_time|statement_timestamp\(|transaction_timestamp\()",
    re.IGNORECASE,
)


#: Sessions end by the clock of the process that keeps them.
OF_SESSIONS = "core/idle.py"


def readings(tree: ast.Module) -> list[int]:
    """Lines that read a clock other than `core.clock`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in OWNERS:
                found.append(node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
            found += [node.lineno for alias in node.names if alias.name == "Now"]
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(node.value.lineno)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            statement = node.value.upper()
            is_sql = any(word in statement for word in ("SELECT ", "INSERT ", "UPDATE ", "DELETE "))
            if is_sql and IN_SQL.search(re.sub(r"core_now\(\)", "", node.value)):
                found.append(node.lineno)
    return found


def test_no_action_and_no_query_reads_another_clock():
    read = {path: tree for path, tree in sources(*APPS, "config").items() if str(path) != OF_SESSIONS}
    assert [f"{path}:{line}" for path, tree in read.items() for line in readings(tree)] == []


def test_no_page_prints_the_time_of_its_process():
    pages = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("*/templates/**/*.html")]
    assert [str(page.relative_to(ROOT)) for page in pages if "{% now " in page.read_text()] == []


@pytest.mark.parametrize(
    "line",
    [
        "x = datetime.now(tz=UTC)",
        "x = timezone.now()",
        "x = date.today()",
        "x = time.time()",
        "from django.db.models.functions import Now",
        "x = models.DateTimeField(auto_now_add=True)",
        "x = 'SELECT now()'",
        "x = 'UPDATE a SET b = CURRENT_TIMESTAMP'",
    ],
)
def test_control_the_check_finds_a_planted_reading(line):
    assert readings(ast.parse(line)) == [1]


def test_the_zone_knows_no_summer_time():
    """Deadlines are written in Beijing time; every day has 24 hours there."""
    days = [datetime(2021, 1, 1, tzinfo=clock.BEIJING) + timedelta(days=n) for n in range(20 * 366)]
    assert {day.utcoffset() for day in days} == {timedelta(hours=8)}
