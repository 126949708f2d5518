"""Whose turn a batch in preparation is: whoever the checklist waits for, and in the end the publisher (R-ROL-06)."""

import pytest

from challenges import actions
from challenges.models import Batch
from core import turns
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_batch_goes_from_the_office_to_the_reviewer_and_to_the_publisher(cast):
    batch = stories.batch(cast, document_number="")
    found = turns.of(batch, cast.officer)
    assert (found.by, found.is_mine) == ("农村科技处 · 业务处室经办人", True)
    assert found.what == "补齐：发文字号、至少一项已审定的榜单"
    actions.edit_batch(batch=batch, changes={"document_number": "内科发〔2022〕1号"}, by=cast.officer)
    challenge = stories.refined_challenge(cast, batch=batch)
    actions.review_secrecy(challenge=challenge, by=cast.publisher)
    actions.approve_challenge(challenge=challenge, resolution=stories.resolution(cast), by=cast.officer)
    found = turns.of(Batch.objects.get(pk=batch.pk), cast.publisher)
    assert (found.who, found.is_mine) == ("发布审核人", True)
    assert not turns.of(Batch.objects.get(pk=batch.pk), cast.officer).is_mine
