"""Four sweepers, of which one is killed every quarter of a second until everything is done.

    python -m tests.reliability.sweepers HOW SECONDS

HOW is `claimed`, the application's own sweep, or `unclaimed`, the same without the lock: the control. Every row carries
the kind "tally"; delivering it writes an event, which no unique key would keep from being written twice.
Prints one line of JSON: how many were killed, how many rows are left.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import datetime

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.db.models import F  # noqa: E402

from core import clock, delivery, events  # noqa: E402
from core.models import Outbox  # noqa: E402

SWEEPERS, INTERVAL = 4, 0.25


@delivery.handler("tally")
def tally(row: Outbox, at: datetime) -> None:
    events.record(row, "tally", by=None, at=at)
    time.sleep(0.002)  # the work of a delivery: it leaves time to be killed in


def unclaimed(*, at: datetime) -> None:
    """As many sweeps are written: read what is due, do it, mark it done."""
    for row in Outbox.objects.filter(done_at__isnull=True, next_check_at__lte=at).order_by("pk")[:500]:
        with transaction.atomic():
            delivery.HANDLERS[row.kind](row, at)
            Outbox.objects.filter(pk=row.pk).update(done_at=at, attempt_count=F("attempt_count") + 1)


def left() -> int:
    found = Outbox.objects.filter(kind="tally", done_at__isnull=True).count()
    connections.close_all()
    return found


def sweep_for_ever(how: str) -> None:
    sweep = delivery.deliver_due if how == "claimed" else unclaimed
    while True:
        sweep(at=clock.now())
        time.sleep(0.01)


def start(how: str) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            sweep_for_ever(how)
        finally:
            os._exit(1)
    return pid


def main(how: str, seconds: float) -> None:
    end, killed = time.monotonic() + seconds, 0
    children = [start(how) for _ in range(SWEEPERS)]
    try:
        while time.monotonic() < end and left():
            time.sleep(INTERVAL)
            victim = children.pop(random.randrange(SWEEPERS))  # noqa: S311
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            killed += 1
            children.append(start(how))
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    print(json.dumps({"killed": killed, "left": left()}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
