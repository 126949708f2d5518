"""A bid on paper for whoever sits, and no report before the scores are locked."""

from django.test import Client
from django.urls import reverse

from core.models import Event
from reviews import actions
from tests.documents.reading import words
from tests.stories import reviews as stories


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_sitting_expert_reads_the_bid_and_leaves_an_event(cast, scoring):
    seat, bid = stories.sitting(scoring)[0], stories.bids_of(scoring)[0]
    place = reverse("reviews:material-document", args=[seat.pk, bid.pk])
    answer = client_of(stories.user_of(cast, seat)).get(place)
    assert answer.status_code == 200
    assert bid.title in words(answer.content)
    assert Event.objects.filter(verb="document.download", object_id=bid.pk).count() == 1
    other = stories.sitting(scoring)[1]
    assert client_of(stories.user_of(cast, other)).get(place).status_code == 404
    assert client_of(cast.officer).get(place).status_code == 404


def test_a_recused_expert_reads_nothing(cast, scoring):
    seat, bid = stories.sitting(scoring)[1], stories.bids_of(scoring)[0]
    user = stories.user_of(cast, seat)
    actions.recuse_seat(seat=seat, kind="OTHER", reason="与牵头单位有合作。", by=user)
    place = reverse("reviews:material-document", args=[seat.pk, bid.pk])
    assert client_of(user).get(place).status_code == 404


def test_no_report_and_no_pack_before_the_scores_are_locked(cast, scoring):
    assert client_of(cast.officer).get(reverse("reviews:panel-report", args=[scoring.pk])).status_code == 403
    assert (
        client_of(cast.officer).get(reverse("funding:decision-pack", args=[scoring.challenge.code])).status_code == 403
    )


def test_a_report_before_the_chair_made_it_is_marked(cast, locked):
    said = words(client_of(cast.officer).get(reverse("reviews:panel-report", args=[locked.pk])).content)
    assert "未出具" in said
    assert "建议立项" not in said.partition("得分、表决与名次")[2].partition("专家意见")[0]
