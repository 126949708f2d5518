"""A process killed in the middle of a submission: nothing is lost, nothing is done twice."""

import os
import signal

import pytest
from django.db import connections

from consortia import actions, queries
from consortia.enums import BidState
from consortia.models import Bid, Envelope, SubmissionReceipt
from core.models import Event
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories
from tests.stories.cast import cast as make_cast


def in_a_process_that_dies(monkeypatch, bid, by, *, before_commit: bool) -> None:
    """Submit in a child that is killed (SIGKILL) just before, or just after, its transaction commits."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        if before_commit:
            monkeypatch.setattr("core.signing.sign", lambda payload: os.kill(os.getpid(), signal.SIGKILL))
        actions.submit_bid(bid=Bid.objects.get(pk=bid.pk), by=by)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("before_commit", [True, False])
def test_a_submission_killed_half_way_is_asked_for_again(transactional_db, monkeypatch, before_commit):
    cast = make_cast()
    bid = stories.bid_at_unit(cast, challenge_stories.open_challenge(cast))
    draft = queries.sections(bid)
    in_a_process_that_dies(monkeypatch, bid, cast.unitadmin, before_commit=before_commit)
    found = Bid.objects.get(pk=bid.pk)
    if before_commit:
        assert (found.state, queries.sections(found)) == (BidState.UNIT_REVIEW, draft)
        assert not Envelope.objects.exists()
    else:
        assert (found.state, SubmissionReceipt.objects.count()) == (BidState.SUBMITTED, 1)
    actions.submit_bid(bid=found, by=cast.unitadmin)
    assert SubmissionReceipt.objects.count() == 1
    assert Envelope.objects.count() == 2
    assert Event.objects.filter(verb="bid.submit").count() == 1
