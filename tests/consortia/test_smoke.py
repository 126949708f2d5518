from tests.stories import consortia as stories


def test_story(cast, challenge):
    bids = stories.eligible_bids(cast, challenge)
    assert [bid.state for bid in bids] == ["ELIGIBLE", "ELIGIBLE"]
