"""Several experts lock at the same moment; one expert presses twice (R-REV-08)."""

import pytest

from accounts.models import User
from core.errors import Refused
from reviews import actions
from reviews.models import PanelBid, ScoreSheet
from tests.stories import reviews as stories
from tests.stories.cast import cast as make_cast


@pytest.mark.slow
def test_seven_experts_lock_at_once_and_no_score_is_lost(run_in_threads):
    cast = make_cast()
    panel = stories.scoring_panel(cast)
    bid = stories.bids_of(panel)[0]
    sheets = [
        (stories.score(cast, seat, bid, 70 + number, lock=False).pk, stories.user_of(cast, seat).pk)
        for number, seat in enumerate(stories.sitting(panel))
    ]

    def lock(number: int):
        sheet, user = sheets[number % 7]
        return actions.lock_sheet(sheet=ScoreSheet.objects.get(pk=sheet), by=User.objects.get(pk=user))

    results = run_in_threads(8, lock)  # the first expert presses twice
    refused = [result for result in results if isinstance(result, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], Refused)
    row = PanelBid.objects.get(bid=bid)
    assert (row.score_count, row.score_sum) == (7, sum(7000 + 100 * number for number in range(7)))
    assert (row.score_max, row.score_min) == (7600, 7000)
