"""Refining: versions with their differences, opinions by person, fitness (C06), interests that meet (C07)."""

import pytest
from django.urls import reverse

from challenges import actions, defaults
from challenges.findings import versions
from challenges.findings.interests import interests
from challenges.models import InterestNote, Opinion
from core import clock, differences, events
from core.errors import Forbidden, Refused
from tests.challenges import pool
from tests.challenges.needs import need_call
from tests.stories import challenges as stories
from tests.stories import consortia as consortium_stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, cast):
    client.force_login(cast.officer)
    return client


def another_round(cast, challenge, *, participants=(), **changes):
    return actions.record_refinement(
        challenge=challenge,
        kind="ARGUE",
        held_on=clock.today(),
        conclusion="目标收紧。",
        participants=participants,
        changes=changes,
        by=cast.officer,
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("育成2个品种", "育成4个品种", [("same", "育成"), ("gone", "2"), ("new", "4"), ("same", "个品种")]),
        ("", "新写的", [("new", "新写的")]),
        ("一样", "一样", [("same", "一样")]),
        ("效率15%以上", "效率150%以上", [("same", "效率"), ("gone", "15%"), ("new", "150%"), ("same", "以上")]),
    ],
)
def test_words_that_changed_are_marked(old, new, found):
    assert differences.merged(old, new) == found


def test_both_sides_keep_every_character():
    old, new = "我区苜蓿种子85%以上依赖进口，越冬率低。", "苜蓿种子80%依赖国外，冬季越冬率很低。"
    left, right = differences.marked(old, new)
    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (old, new)


def test_a_version_shows_texts_changed_and_indicators_added_removed_changed(cast):
    challenge = stories.refined_challenge(cast)
    rows = [dict(stories.INDICATORS[0], target=5), {"name": "示范面积", "target": 5000, "unit": "亩"}]
    actions.set_indicators(challenge=challenge, rows=rows, by=cast.officer)
    changes = versions.of(another_round(cast, challenge, objective="育成 4 个新品种。", fiscal_cap_fen=60_000_000_00))
    assert [line.label for line in changes.sections if line.how == "changed"] == ["专项目标"]
    assert [(line.label, line.how) for line in changes.indicators] == [
        ("育成苜蓿新品种", "changed"),
        ("示范面积", "new"),
        ("亩产干草提高", "gone"),
    ]
    assert [line.label for line in changes.facts] == ["财政支持上限"]
    assert changes.count == 5


def test_the_first_version_is_the_text_with_which_refining_began(cast):
    challenge = stories.refined_challenge(cast)
    first = challenge.refinements.order_by("version").first()
    assert (first.version, first.kind, first.snapshot["title"]) == (1, "COLLECT", challenge.title)
    assert versions.of(first).count == 0


def test_opinions_are_recorded_once_for_each_who_was_there(cast):
    people = [user.person for user in cast.experts[:3]]
    challenge = stories.refined_challenge(cast)
    row = another_round(cast, challenge, participants=people[:2])
    said = [{"person": people[0], "stance": "AGREE"}, {"person": people[1], "stance": "CHANGE", "text": "指标偏低。"}]
    made = actions.record_opinions(refinement=row, opinions=said, by=cast.officer)
    assert [(one.person, one.stance) for one in made] == [(people[0], "AGREE"), (people[1], "CHANGE")]
    again = [{"person": people[0], "stance": "DISAGREE", "text": "改主意了。"}]
    assert actions.record_opinions(refinement=row, opinions=again, by=cast.officer) == []
    assert Opinion.objects.get(person=people[0]).stance == "AGREE"
    for opinions, code in (
        ([{"person": people[2], "stance": "AGREE"}], "not_present"),
        ([{"person": people[0], "stance": "DISAGREE", "text": " "}], "opinion_missing"),
    ):
        with pytest.raises(Refused) as refused:
            actions.record_opinions(refinement=row, opinions=opinions, by=cast.officer)
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        actions.record_opinions(refinement=row, opinions=said, by=cast.officer2)


def test_fitness_is_answered_before_approval_and_a_no_does_not_forbid(cast):
    challenge = stories.drafted_challenge(cast)
    actions.start_refining(challenge=challenge, by=cast.officer)
    resolution = stories.resolution(cast)
    with pytest.raises(Refused) as refused:
        actions.approve_challenge(challenge=challenge, resolution=resolution, by=cast.officer)
    assert len(refused.value.defects) == len(defaults.FITNESS)
    with pytest.raises(Refused) as refused:
        actions.answer_fitness(challenge=challenge, answers={"GOAL": (True, " ")}, by=cast.officer)
    assert refused.value.code == "fitness_text_missing"
    with pytest.raises(Forbidden):
        actions.answer_fitness(challenge=challenge, answers={}, by=cast.officer2)
    answers = {code: (code != "SEVERAL", "经核实。") for code in defaults.FITNESS}
    actions.answer_fitness(challenge=challenge, answers=answers, by=cast.officer)
    actions.approve_challenge(challenge=challenge, resolution=resolution, by=cast.officer)
    assert challenge.fitness.get(code="SEVERAL").is_yes is False
    with pytest.raises(Refused) as refused:
        actions.answer_fitness(challenge=challenge, answers=answers, by=cast.officer)
    assert refused.value.code == "wrong_state"


@pytest.fixture
def posed_by_bidder(cast):
    """The unit that handed in the need leads a consortium in the same field."""
    call = need_call(cast)
    need = pool.accepted(cast, call, "抗寒苜蓿")
    challenge = stories.drafted_challenge(cast)
    actions.merge_need(need=need, challenge=challenge, by=cast.officer)
    actions.start_refining(challenge=challenge, by=cast.officer)
    stories.fit(challenge, by=cast.officer)
    consortium_stories.formed_consortium(cast, programme=challenge.batch.programme, field=challenge.field)
    return challenge


def test_who_posed_and_may_bid_is_shown_and_kept_at_approval(cast, office, posed_by_bidder):
    challenge = posed_by_bidder
    found = interests(challenge)
    assert [one.organization for one in found] == [cast.lead]
    assert found[0].shaped == "提出需求“抗寒苜蓿”"
    assert found[0].bids.startswith("牵头“")
    assert cast.lead.name in office.get(reverse("challenges:refining", args=[challenge.code])).content.decode()
    assert not InterestNote.objects.exists()  # reading keeps nothing
    actions.approve_challenge(challenge=challenge, resolution=stories.resolution(cast), by=cast.officer)
    note = InterestNote.objects.get()
    assert (note.challenge, note.organization, note.shaped) == (challenge, cast.lead, found[0].shaped)
    assert cast.lead.name in events.of(challenge).get(verb="challenge.interests").note


def test_a_participant_of_a_likely_bidder_is_shown(cast, posed_by_bidder):
    person = cast.applicant.person
    another_round(cast, posed_by_bidder, participants=[person])
    assert f"{person.name}参加凝练（v2）" in interests(posed_by_bidder)[0].shaped


def test_no_interests_where_nobody_of_the_field_posed(cast):
    assert interests(stories.refined_challenge(cast)) == []


# Pages


def test_pages_of_refining_are_the_offices(client, cast):
    challenge = stories.refined_challenge(cast)
    addresses = [
        reverse("challenges:refining", args=[challenge.code]),
        reverse("challenges:round", args=[challenge.code, 2]),
    ]
    for user, status in ((cast.officer, 200), (cast.auditor, 200), (cast.officer2, 200), (cast.applicant, 403)):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [status] * 2
    client.force_login(cast.officer2)
    assert client.get(reverse("challenges:fitness", args=[challenge.code])).status_code == 403
    client.force_login(cast.officer)
    assert client.get(reverse("challenges:round", args=[challenge.code, 9])).status_code == 404


def test_a_round_is_recorded_on_the_page_of_refining(cast, office):
    challenge = stories.refined_challenge(cast)
    data = {"kind": "SURVEY", "held_on": "2022-03-01", "conclusion": "实地核实。"}
    done = office.post(reverse("challenges:refining-do", args=[challenge.code, "round"]), data)
    assert done.url == reverse("challenges:refining", args=[challenge.code])
    assert "实地核实。" in office.get(done.url).content.decode()


def test_the_page_of_a_version_marks_words(cast, office):
    challenge = stories.refined_challenge(cast)
    another_round(cast, challenge, objective=stories.DETAILS["objective"].replace("高产", "优质高产"))
    body = office.get(reverse("challenges:round", args=[challenge.code, 3])).content.decode()
    assert "<ins>优质</ins>" in body
    assert "与第 2 版相比，1 处改动" in body


def test_opinions_are_recorded_on_the_page_of_their_round(cast, office):
    people = [user.person for user in cast.experts[:2]]
    challenge = stories.refined_challenge(cast)
    another_round(cast, challenge, participants=people)
    address = reverse("challenges:round-do", args=[challenge.code, 3, "opinions"])
    bare = {f"stance_{people[0].pk}": "DISAGREE"}
    assert office.post(address, bare).status_code == 422
    assert office.post(address, {}).status_code == 422
    done = office.post(address, {**bare, f"text_{people[0].pk}": "指标偏低。"})
    assert done.url == reverse("challenges:round", args=[challenge.code, 3])
    body = office.get(done.url).content.decode()
    assert "指标偏低。" in body
    assert f"{people[1].name}的态度" in body  # who has not spoken may still be recorded


def test_fitness_is_answered_on_its_page(cast, office):
    challenge = stories.drafted_challenge(cast)
    address = reverse("challenges:fitness", args=[challenge.code])
    assert office.post(address, {"yes_GOAL": "yes"}).status_code == 422
    data = {f"yes_{code}": "no" for code in defaults.FITNESS} | {
        f"text_{code}": "经核实。" for code in defaults.FITNESS
    }
    assert office.post(address, data).status_code == 302
    assert challenge.fitness.filter(is_yes=False).count() == len(defaults.FITNESS)
