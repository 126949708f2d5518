"""A panel from its draw to its report."""

import pytest

from reviews import queries
from tests.stories import reviews as stories
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def test_a_panel_is_walked_from_draw_to_report(cast):
    panel = stories.reported_panel(cast)
    assert panel.state == "REPORTED"
    assert [bid.state for bid in stories.bids_of(panel)] == ["RECOMMENDED", "NOT_RECOMMENDED", "NOT_RECOMMENDED"]
    assert [row.rank for row in queries.ranking(panel)] == [1, 2, 3]
