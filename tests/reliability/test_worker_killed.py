"""kill -9 of the worker in the middle of its sweeps: nothing is lost, nothing is done twice (R4, R5).

The worker is a real one on the real broker. What is due lies in rows; a message only wakes a sweep.
"""

import json
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db.models import Count

from challenges.models import Challenge, PublicNotice
from consortia import actions as consortia_actions
from consortia.models import Bid
from core import audit, clock, outbox
from core.models import Event, Message, Outbox
from tests.reliability import programs
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as consortia_stories
from tests.stories.cast import cast as make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.slow]

OUTBOX_ROWS, CHALLENGES, NOTICES = 300, 4, 8
SIDES = ("lead", "rival", "third")
# A sweep is asked for every tick; the work itself may take seconds. Two cores that other tests share.
SECONDS_AFTER_TICK = 40


def due_work():
    """Challenges to close, unsent bids to lapse, notices to end, messages to deliver: all due at once."""
    cast = make_cast()
    challenges = challenge_stories.open_challenges(cast, CHALLENGES)
    for side in SIDES:
        consortium = consortia_stories.registered_consortium(cast, side)
        for challenge in challenges:
            consortia_actions.start_bid(
                challenge=challenge, consortium=consortium, by=consortia_stories.people(cast, side)[2]
            )
    for number in range(NOTICES):
        challenge_stories.proposed_notice(cast, challenges[number % CHALLENGES])
    clock.move(to=challenges[0].deadline + timedelta(minutes=1))
    for number in range(OUTBOX_ROWS):
        outbox.notify(cast.officer, title=f"第{number}条", key=f"kill:{number}", at=clock.now())
    return cast


def undelivered() -> int:
    """Rows that are due; a reminder of the days to come waits for its day."""
    return Outbox.objects.filter(done_at__isnull=True, next_check_at__lte=clock.now()).count()


def finished() -> bool:
    """Ask again a moment after another tick: what one sweep ends, another tells."""
    if not unfinished():
        return True
    programs.tick()
    time.sleep(1)
    return False


def unfinished() -> dict[str, int]:
    """How much is still to be done, by kind; empty when everything is."""
    left = {
        "outbox": undelivered(),
        "challenges": Challenge.objects.exclude(state="CLOSED").count(),
        "notices": PublicNotice.objects.filter(kind="PROPOSED_AWARD").exclude(state="ENDED").count(),
        "bids": Bid.objects.exclude(state="EXPIRED").count(),
        "roots": Challenge.objects.filter(sealed_root="").count(),
    }
    return {name: count for name, count in left.items() if count}


def everything_once() -> None:
    """Each step has one event, each message one copy, and the books of the history agree."""
    for verb, count in {
        "challenge.close": CHALLENGES,
        "challenge.sealed_root": CHALLENGES,
        "publicnotice.end": NOTICES,
        "bid.expire": CHALLENGES * len(SIDES),
        "batch.close": 1,
    }.items():
        events = Event.objects.filter(verb=verb)
        doubled = events.values("object_id").annotate(n=Count("pk")).filter(n__gt=1)
        assert list(doubled) == [], f"{verb} happened twice"
        assert events.count() == count, verb
    assert Outbox.objects.filter(attempt_count__gt=1).count() == 0
    messages = Message.objects.filter(key__contains="kill:")
    assert messages.count() == messages.values("title").distinct().count() == OUTBOX_ROWS
    audit.seal()
    assert audit.verify() == []


def in_the_middle(total: int) -> bool:
    """Some of it is done and some is not."""
    left = undelivered()
    return 0 < left < total


def test_a_killed_worker_loses_nothing_and_repeats_nothing(running, tmp_path):
    due_work()
    total = undelivered()
    worker = programs.worker(tmp_path)
    running.append(worker)
    programs.ready(worker)
    programs.tick()
    programs.until(lambda: in_the_middle(total), "the sweep is in its middle", 20, pause=0.005)
    worker.kill()
    assert in_the_middle(total), "the worker was too quick to be killed in its sweep"
    assert unfinished(), "nothing was left to do"

    running.append(programs.worker(tmp_path))
    programs.ready(running[-1])
    programs.tick()
    programs.until(finished, "everything is done", SECONDS_AFTER_TICK)
    everything_once()


def test_an_emptied_redis_loses_nothing(running, tmp_path):
    """The queue is thrown away with everything in it: the next tick finds the same rows."""
    due_work()
    programs.tick()
    programs.flush_redis()
    running.append(programs.worker(tmp_path))
    programs.ready(running[0])
    time.sleep(1)
    assert undelivered() >= OUTBOX_ROWS, "the queue was not empty: the test shows nothing"
    programs.tick()
    programs.until(lambda: undelivered() < OUTBOX_ROWS, "messages are delivered", SECONDS_AFTER_TICK)
    programs.flush_redis()
    programs.tick()
    programs.until(finished, "everything is done", SECONDS_AFTER_TICK)
    everything_once()


def test_a_killed_child_of_the_pool_gives_its_task_back(running, tmp_path):
    """Without another tick: the parent puts the task of its lost child back into the queue."""
    assert _left_after_a_killed_child(running, tmp_path, app="config.celery", patience=60) == 0
    everything_delivered_once()


def test_control_the_defaults_of_celery_forget_the_task_of_a_killed_child(running, tmp_path):
    assert _left_after_a_killed_child(running, tmp_path, app="tests.reliability.habitual", patience=6) > 0


def _left_after_a_killed_child(running, tmp_path, *, app: str, patience: float) -> int:
    """One message, its child killed in the middle; what is left after `patience` seconds."""
    cast = make_cast()
    for number in range(OUTBOX_ROWS):
        outbox.notify(cast.officer, title=f"第{number}条", key=f"kill:{number}", at=clock.now())
    total = undelivered()
    worker = programs.worker(tmp_path, app=app)
    running.append(worker)
    programs.ready(worker)
    programs.send("core.deliver_outbox")
    programs.until(lambda: in_the_middle(total), "the sweep is in its middle", 20, pause=0.005)
    worker.kill_children()
    assert in_the_middle(total), "the worker was too quick to be killed in its sweep"
    end = time.monotonic() + patience
    while undelivered() and time.monotonic() < end:
        time.sleep(0.1)
    return undelivered()


def everything_delivered_once() -> None:
    messages = Message.objects.filter(key__contains="kill:")
    assert messages.count() == messages.values("title").distinct().count() == OUTBOX_ROWS
    assert Outbox.objects.filter(attempt_count__gt=1).count() == 0


TALLY_ROWS = 500


def _tallied_by_killed_sweepers(how: str) -> tuple[dict, int, int]:
    """(what the sweepers' supervisor says, events written, rows with more than one event)."""
    now = clock.now()
    Outbox.objects.bulk_create(
        Outbox(kind="tally", key=f"tally:{n}", created_at=now, next_check_at=now) for n in range(TALLY_ROWS)
    )
    command = [sys.executable, "-m", "tests.reliability.sweepers", how, "40"]
    done = subprocess.run(
        command, cwd=programs.ROOT, env=programs.environment(), capture_output=True, text=True, timeout=55
    )
    assert done.returncode == 0, done.stderr
    events = Event.objects.filter(verb="tally")
    doubled = events.values("object_id").annotate(n=Count("pk")).filter(n__gt=1).count()
    return json.loads(done.stdout.splitlines()[-1]), events.count(), doubled


def test_four_killed_sweepers_do_every_row_once(transactional_db):
    told, written, doubled = _tallied_by_killed_sweepers("claimed")
    assert told["killed"] >= 4, "they were done before anybody was killed"
    assert (told["left"], written, doubled) == (0, TALLY_ROWS, 0)


def test_control_sweepers_that_do_not_claim_do_rows_twice(transactional_db):
    told, _written, doubled = _tallied_by_killed_sweepers("unclaimed")
    assert told["left"] == 0
    assert doubled > 0
