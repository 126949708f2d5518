"""One challenge from need to acceptance with the pages alone, each step by the person whose step it is.

Only the clock and its sweeps are moved here; the rivals' bids and the other experts' sheets are told by the actions.
"""

import pytest
from django.core.management import call_command

from accounts.models import User
from core.models import Event
from tests.browser import from_award, from_bid, from_need, from_panel

pytestmark = pytest.mark.browser

#: Steps that a person takes and no page offers: none.
NOT_YET_IN_THE_BROWSER: tuple[str, ...] = ()


def test_one_challenge_from_need_to_acceptance(visit, cast):
    from_need.programme_made(visit)
    challenge = from_need.challenge_refined(visit, from_need.need_collected(visit))
    from_need.challenge_opened(visit, challenge)
    consortium = from_bid.consortium_registered(visit, cast)
    bid = from_bid.bid_sealed(visit, challenge, consortium)
    from_bid.bids_opened(visit, cast, challenge, bid)
    bids = from_panel.reviewed(visit, cast, challenge)
    from_award.decided(visit, bids)
    notice = from_award.noticed(visit, bids[0])
    from_award.objected(visit, notice)
    project = from_award.awarded(visit, notice, bids[0])
    from_award.paid(visit, project, 1)
    from_award.self_funded(visit, project)
    first, *others = project.milestones.order_by("number")
    from_award.node_passed(visit, first)
    from_award.paid(visit, project, 2)
    for milestone in others:
        from_award.node_passed(visit, milestone)
    from_award.accepted(visit, project)
    # Whoever sat at the browser stands in the history, and the money is right.
    acted = User.objects.filter(pk__in=Event.objects.values("actor_id")).values_list("username", flat=True)
    signed_in = set(visit.people) - {""}
    assert signed_in <= set(acted)
    assert len(signed_in) >= 6
    call_command("check_books", verbosity=0)
