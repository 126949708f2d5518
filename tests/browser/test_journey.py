"""One challenge from need to acceptance with the pages alone, each step by the person whose step it is.

Only the clock and its sweeps are moved here. What a person does that has no page yet is named below.
"""

from tests.browser import from_bid, from_need

#: Steps that go through the action because no page offers them yet.
NOT_YET_IN_THE_BROWSER: tuple[str, ...] = ()


def test_one_challenge_from_need_to_acceptance(visit, cast):
    from_need.programme_made(visit)
    need = from_need.need_collected(visit)
    challenge = from_need.challenge_refined(visit, need)
    from_need.challenge_opened(visit, challenge)
    consortium = from_bid.consortium_registered(visit, cast)
    bid = from_bid.bid_sealed(visit, challenge, consortium)
    from_bid.bids_opened(visit, cast, challenge, bid)
