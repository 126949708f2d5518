"""The end of a batch: every published challenge has its outcome, which by the rules of 2021 is a contract (R-FUN-05)."""

import pytest
from django.urls import reverse

from challenges.enums import Mechanism
from challenges.models import Batch, Challenge
from consortia import actions as consortium_actions
from core import turns
from core.errors import Forbidden
from projects import actions, queries
from tests.projects.asking import refused
from tests.stories import challenges as stories

WAN = 1_000_000  # fen


@pytest.fixture
def closed_2021(cast):
    """A closed batch of 2021 with one challenge that the lead has posed and one of nobody's."""
    batch = stories.batch(cast, mechanism=Mechanism.ENTERPRISE_2021)
    first, second = stories.open_challenges(cast, 2, batch=batch)
    Challenge.objects.filter(pk=first.pk).update(owner=cast.lead)
    stories.close(first)
    assert Challenge.objects.get(pk=second.pk).state == "CLOSED"
    return Batch.objects.get(pk=batch.pk)


def sign(cast, challenge):
    return actions.sign_contract(
        challenge=challenge, enterprise=cast.lead, research_units=[cast.university], amount_fen=100 * WAN,
        signed_on=challenge.deadline.date(), by=cast.officer,
    )  # fmt: skip


def test_a_batch_of_2021_ends_with_contracts_and_failures(cast, client, closed_2021):
    first, second = closed_2021.challenges.order_by("code")
    assert [row.code for row, _what in queries.unfinished(closed_2021)] == [first.code, second.code]
    assert "登记已签的技术合同" in turns.of(closed_2021).what
    sign(cast, first)
    assert turns.of(first).what == "已签订技术合同，按合同实施。"
    assert "登记已签的技术合同" in turns.of(second).what
    assert [row.code for row, _what in queries.unfinished(closed_2021)] == [second.code]
    client.force_login(cast.officer)
    address = reverse("projects:finish-batch", args=[closed_2021.pk])
    assert address in client.get(closed_2021.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert [words in page for words in ("还不能办结", second.code, first.code, "技术合同")] == [True, True, False, True]
    assert client.post(address).status_code == 409
    consortium_actions.declare_unclaimed(challenge=second, note="未签约。", by=cast.officer)
    assert turns.of(closed_2021, cast.officer).what == "榜单均有结果，可办结本批次"
    assert "全部榜单已有结果" in client.get(address).content.decode()
    assert client.post(address).url == closed_2021.get_absolute_url()
    assert Batch.objects.get(pk=closed_2021.pk).state == "FINISHED"
    assert client.get(address).url == closed_2021.get_absolute_url()
    assert address not in client.get(closed_2021.get_absolute_url()).content.decode()


def test_a_batch_with_an_open_challenge_is_not_finished(cast):
    challenge = stories.closed_challenge(cast)
    batch = Batch.objects.get(pk=challenge.batch_id)
    assert batch.state == "CLOSED"
    refusal = refused("batch_running", actions.finish_batch, batch=batch, by=cast.officer)
    assert challenge.code in refusal.defects[0]
    for stranger in (cast.officer2, cast.applicant):
        with pytest.raises(Forbidden):
            actions.finish_batch(batch=batch, by=stranger)
