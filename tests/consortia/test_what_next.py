"""Where a bidder stands is said where he looks: the desk, the way to a bid, a bid that was taken back, its receipt; lists are bounded."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from consortia import actions, queries
from consortia.forms import rows
from consortia.forms.rows import Choices
from tests.stories import challenges
from tests.stories import consortia as stories


def page(user, address: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode()


@pytest.fixture
def challenge(cast):
    return challenges.open_challenge(cast)


def test_the_desk_shows_a_consortium_on_its_way_to_everybody_in_it(cast):
    assert "本单位还没有创新联合体" in page(cast.applicant, reverse("desk"))
    forming = stories.formed_consortium(cast)
    for user in (cast.applicant, cast.unitadmin, cast.member):
        text = page(user, reverse("desk"))
        assert forming.name in text, user
    assert forming.name not in page(cast.rival_applicant, reverse("desk"))


def test_the_way_to_a_bid_leads_to_the_consortium_that_is_not_yet_registered(cast, challenge):
    address = reverse("consortia:start-bid", args=[challenge.pk])
    assert reverse("consortia:new") in page(cast.applicant, address)
    forming = stories.formed_consortium(cast)
    text = page(cast.applicant, address)
    assert forming.get_absolute_url() in text
    assert reverse("consortia:new") not in text


def test_who_has_begun_already_is_led_on_to_the_own_bid(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    address = reverse("consortia:start-bid", args=[challenge.pk])
    text = page(cast.applicant, address)
    assert [word in text for word in (bid.get_absolute_url(), "继续填写", "填报方案、签署承诺")] == [True] * 3
    actions.sign_pledge(bid=bid, kind="LEADER", by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    text = page(cast.applicant, address)
    assert "查看方案" in text
    assert "继续填写" not in text, "it lies with the unit now"


def test_a_recalled_bid_says_that_nothing_is_handed_in(cast, challenge):
    receipt = stories.receipt_of(cast, challenge)
    bid = receipt.bid
    own = page(cast.applicant, receipt.get_absolute_url())
    assert "方案已收到并密封" in own
    assert reverse("consortia:receipt-document", args=[receipt.number]) in own
    assert "现在没有有效的提交" not in page(cast.applicant, bid.get_absolute_url())
    actions.recall_bid(bid=bid, by=cast.unitadmin)
    assert "现在没有有效的提交" in page(cast.applicant, bid.get_absolute_url())
    assert "已撤回，须在截止前重新提交才有效" in page(cast.applicant, reverse("desk"))
    actions.send_to_unit(bid=bid, by=cast.applicant)
    assert "本回执对应的提交已撤回或被替换" in page(cast.applicant, receipt.get_absolute_url())


def test_of_large_units_the_research_team_is_offered_and_whom_the_draft_names(cast, challenge, monkeypatch):
    bid = stories.drafted_bid(cast, challenge)
    content = queries.sections(bid)["team"]
    everybody = {pk for pk, _name in Choices(bid, content).people}
    units = bid.consortium.memberships.values("organization")
    assert everybody == set(Person.objects.filter(organization__in=units).values_list("pk", flat=True))
    monkeypatch.setattr(rows, "OFFERED", 2)
    offered = Choices(bid, content)
    team = set(bid.consortium.roster.values_list("person", flat=True))
    assert offered.has_too_many
    assert {pk for pk, _name in offered.people} == team | {row["person_id"] for row in content["rows"]}
    text = page(cast.applicant, reverse("consortia:section", args=[bid.pk, "team"]))
    assert "只列出研发团队" in text


def test_a_name_with_marks_of_html_stays_a_name_in_a_list(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    Person.objects.filter(pk=cast.applicant.person_id).update(name='<b>"王"</b>')
    text = page(cast.applicant, reverse("consortia:section", args=[bid.pk, "team"]))
    assert "<b>" not in text.partition("项目组成员")[2].partition("<tfoot")[0].replace("<b>榜", "")
    assert "&lt;b&gt;&quot;王&quot;&lt;/b&gt;" in text
