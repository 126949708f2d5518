"""After the crowd: every promise that an answer made is held against the database. Prints a line a fault, exits 1 on any.

python -m scripts.load.check PLAN PROMISES
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from challenges.models import Challenge  # noqa: E402
from consortia.models import Bid, BidSection, Envelope, SubmissionReceipt  # noqa: E402
from tests.stories import cast as casting  # noqa: E402
from tests.stories import consortia  # noqa: E402


def main(plan: dict, promises: list[dict]) -> list[str]:
    challenge = Challenge.objects.get(pk=plan["challenge"])
    late = Envelope.objects.filter(bid__challenge=challenge, sealed_at__gte=challenge.deadline).count()
    faults = [f"{late} bids sealed at or after the deadline"] if late else []
    consortia.pass_deadline(challenge)
    if Envelope.objects.filter(bid__challenge=challenge).exists():
        consortia.open_challenge_bids(casting.cast(), challenge)
    saved = {one["bid"]: one["mark"] for one in promises if one["kind"] == "saved"}  # the last one stays
    submitted = Counter(one["bid"] for one in promises if one["kind"] == "done" and one["step"] == "submit")
    keys = [one["bid"] for one in plan["bids"]]
    bids = Bid.objects.in_bulk(keys)
    drafts = dict(BidSection.objects.filter(bid__in=keys, name="technical").values_list("bid", "content"))
    receipts = Counter(SubmissionReceipt.objects.filter(bid__in=keys).values_list("bid", flat=True))
    for key in keys:
        bid, mark = bids[key], saved.get(key, "")
        # A draft that was not handed in stays a draft, whatever became of the bid.
        kept = json.dumps(bid.narrative, ensure_ascii=False) if bid.opened_at else drafts.get(key, "")
        if mark not in kept:
            faults.append(f"bid {key} ({bid.state}): saved text {mark} is lost")
        if receipts[key] > 1:
            faults.append(f"bid {key}: {receipts[key]} receipts")
        if submitted[key] and not receipts[key]:
            faults.append(f"bid {key}: said to be submitted, but is {bid.state}")
        if receipts[key] and bid.opened_at is None:
            faults.append(f"bid {key}: has a receipt, but was not opened ({bid.state})")
    if not saved or not submitted:
        faults.append("nobody saved or nobody submitted: nothing was tried")
    states = Counter(bid.get_state_display() for bid in bids.values())
    print(
        f"bids: {len(keys)}, saves promised: {sum(one['kind'] == 'saved' for one in promises)}, "
        f"submitted: {sum(receipts.values())}, states: {dict(states)}"
    )
    return faults


if __name__ == "__main__":
    found = main(
        json.loads(Path(sys.argv[1]).read_text()),
        [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()],
    )
    print("\n".join(found) or "no saved text lost, no bid twice, none late")
    sys.exit(bool(found))
