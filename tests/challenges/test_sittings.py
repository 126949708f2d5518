"""Sittings, resolutions, questions and matchmaking."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from challenges import actions
from challenges.enums import MemberChoice, ResolutionKind, SittingKind
from challenges.findings.resolutions import _pointers
from challenges.models import Question, Resolution, Sitting
from core import clock
from core.errors import Forbidden, Refused
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def planned(cast, on=date(2022, 2, 22)):
    return actions.plan_sitting(kind=SittingKind.JOINT, title="联席会议", planned_on=on, by=cast.officer)


def decide(cast, sitting, **votes):
    values = {"votes_for": 5, **votes}
    return actions.pass_resolution(
        sitting=sitting, kind=ResolutionKind.APPROVE_LIST, title="同意", by=cast.officer, **values
    )


def test_resolutions_are_numbered_by_year_without_gaps(cast):
    sitting = actions.hold_sitting(sitting=planned(cast), by=cast.officer)
    later = actions.hold_sitting(sitting=planned(cast, date(2021, 12, 5)), by=cast.officer)
    numbers = [decide(cast, row).number for row in (sitting, sitting, later)]
    assert numbers == ["内科决〔2022〕1号", "内科决〔2022〕2号", "内科决〔2021〕1号"]


def test_a_sitting_that_was_not_held_decides_nothing(cast):
    sitting = planned(cast)
    with pytest.raises(Refused) as refused:
        decide(cast, sitting)
    assert refused.value.code == "sitting_not_held"
    actions.cancel_sitting(sitting=sitting, reason="延期", by=cast.officer)
    with pytest.raises(Refused):
        actions.hold_sitting(sitting=sitting, by=cast.officer)


@pytest.mark.parametrize(("votes_for", "votes_against", "passed"), [(5, 4, True), (4, 4, False), (0, 0, False)])
def test_more_votes_for_than_against_pass(cast, votes_for, votes_against, passed):
    sitting = actions.hold_sitting(sitting=planned(cast), by=cast.officer)
    assert decide(cast, sitting, votes_for=votes_for, votes_against=votes_against).is_passed is passed


@pytest.mark.django_db(transaction=True)
def test_two_resolutions_at_once_get_two_numbers(run_in_threads):
    people = make_cast()
    sittings = [actions.hold_sitting(sitting=planned(people), by=people.officer) for _ in range(2)]
    made = run_in_threads(2, lambda number: decide(people, sittings[number]))
    assert sorted(row.number for row in made) == ["内科决〔2022〕1号", "内科决〔2022〕2号"]
    assert Resolution.objects.count() == 2


def test_an_answer_is_public_once_and_the_asker_is_not_in_its_events(cast):
    challenge = stories.open_challenge(cast)
    question = actions.ask_question(challenge=challenge, text="指标是否含示范面积？", by=cast.rival_applicant)
    with pytest.raises(Forbidden):
        actions.answer_question(question=question, answer="含。", by=cast.officer2)
    actions.answer_question(question=question, answer="含。", by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.answer_question(question=question, answer="不含。", by=cast.officer)
    assert refused.value.code == "answered"
    assert Question.objects.get().answer == "含。"


def test_questions_end_at_the_deadline(cast):
    challenge = stories.open_challenge(cast)
    with pytest.raises(Refused) as refused:
        actions.ask_question(challenge=challenge, text="还能问吗？", by=cast.applicant, at=challenge.deadline)
    assert refused.value.code == "not_open"


def test_matchmaking_names_the_units_present(cast):
    batch = stories.batch(cast)
    event = actions.record_matchmaking(
        batch=batch,
        title="供需对接会",
        held_on=clock.today(),
        place="呼和浩特",
        organizations=[cast.lead],
        by=cast.officer,
    )
    assert list(event.organizations.all()) == [cast.lead]


# Members, quorum, agenda


MEMBERS = ["科技厅", "财政厅", "农牧厅", "能源局", "工信厅"]
FOR, AGAINST, ABSTAINED, RECUSED = MemberChoice.values


def with_members(cast, attendance, agenda=("审定榜单", "其他事项")):
    sitting = actions.plan_sitting(
        kind=SittingKind.JOINT,
        title="联席会议",
        planned_on=date(2022, 2, 22),
        agenda=agenda,
        invited=MEMBERS,
        by=cast.officer,
    )
    return actions.hold_sitting(sitting=sitting, attendance=attendance, by=cast.officer)


def voted(cast, sitting, *choices, reasons=None, members=MEMBERS, **details):
    return actions.pass_resolution(
        sitting=sitting, kind=ResolutionKind.APPROVE_LIST, title="同意", by=cast.officer,
        votes=dict(zip(members, choices, strict=False)), reasons=reasons, **details,
    )  # fmt: skip


def refused_code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_a_sitting_is_not_recorded_before_its_day(cast):
    early = planned(cast, clock.today() + timedelta(days=1))
    assert refused_code(actions.hold_sitting, sitting=early, by=cast.officer) == "not_yet"
    actions.edit_sitting(sitting=early, changes={"planned_on": clock.today()}, by=cast.officer)
    assert actions.hold_sitting(sitting=early, by=cast.officer).state == "HELD"


def test_more_than_half_of_the_members_are_present(cast):
    short = with_members(cast, [*MEMBERS[:2], "列席的高校", "列席的企业"])
    assert refused_code(voted, cast, short, FOR, FOR) == "no_quorum"
    enough = with_members(cast, [*MEMBERS[:3], "列席的高校"])
    assert voted(cast, enough, FOR, FOR, FOR).is_passed


def test_every_member_present_votes_by_name_and_the_counts_follow(cast):
    sitting = with_members(cast, MEMBERS[:4])
    assert refused_code(decide, cast, sitting, votes_for=4) == "votes_unnamed"
    assert refused_code(voted, cast, sitting, FOR, FOR, FOR) == "vote_missing"
    assert refused_code(voted, cast, sitting, FOR, FOR, FOR, "YES") == "vote_missing"
    assert refused_code(voted, cast, sitting, FOR, FOR, FOR, FOR, FOR) == "not_a_voter"  # the fifth is absent
    row = voted(cast, sitting, FOR, AGAINST, ABSTAINED, FOR)
    assert (row.votes_for, row.votes_against, row.votes_abstained, row.is_passed) == (2, 1, 1, True)
    assert [(one.member, one.choice) for one in row.member_votes.order_by("pk")] == [
        ("科技厅", FOR), ("财政厅", AGAINST), ("农牧厅", ABSTAINED), ("能源局", FOR),
    ]  # fmt: skip
    assert not voted(cast, sitting, FOR, AGAINST, ABSTAINED, ABSTAINED).is_passed


def test_a_recused_member_says_why_and_counts_neither_way(cast):
    sitting = with_members(cast, MEMBERS[:4])
    assert refused_code(voted, cast, sitting, FOR, FOR, FOR, RECUSED) == "reason_missing"
    why = {"能源局": "下属单位参与揭榜"}
    row = voted(cast, sitting, FOR, FOR, AGAINST, RECUSED, reasons=why)
    assert (row.votes_for, row.votes_against, row.votes_abstained) == (2, 1, 0)
    assert row.member_votes.get(choice=RECUSED).reason == "下属单位参与揭榜"
    # Three of five came; with one aside two of the four who may vote are left, which is no majority.
    few = with_members(cast, MEMBERS[:3])
    assert refused_code(voted, cast, few, FOR, FOR, RECUSED, reasons={"农牧厅": "同上"}) == "no_quorum"


def test_a_resolution_with_counts_alone_still_reads(cast, office):
    """Resolutions of sittings whose members were not named, as all of the first years."""
    row = decide(cast, actions.hold_sitting(sitting=planned(cast), by=cast.officer), votes_for=9, votes_abstained=1)
    assert row.member_votes.count() == 0
    assert "同意 9，反对 0，弃权 1" in office.get(row.get_absolute_url()).content.decode()


def test_a_resolution_belongs_to_an_item_of_the_agenda(cast):
    sitting = with_members(cast, MEMBERS)
    everybody = [FOR] * len(MEMBERS)
    assert voted(cast, sitting, *everybody, agenda_number=2).agenda_number == 2
    assert refused_code(voted, cast, sitting, *everybody, agenda_number=3) == "agenda_unknown"


def test_the_agenda_changes_until_the_sitting_is_held(cast):
    sitting = planned(cast)
    actions.edit_sitting(
        sitting=sitting, changes={"agenda": ["甲", "乙"], "invited": ["甲", "甲", "乙"]}, by=cast.officer
    )
    row = Sitting.objects.get()
    assert (row.agenda, row.invited) == (["甲", "乙"], ["甲", "乙"])
    with pytest.raises(ValueError, match="state"):
        actions.edit_sitting(sitting=sitting, changes={"state": "HELD"}, by=cast.officer)
    actions.hold_sitting(sitting=sitting, by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.edit_sitting(sitting=sitting, changes={"agenda": []}, by=cast.officer)
    assert refused.value.code == "wrong_state"


# Pages


@pytest.fixture
def office(client, cast):
    client.force_login(cast.officer)
    return client


def test_a_sitting_from_plan_to_resolution_on_its_pages(cast, office):
    data = {
        "kind": "JOINT",
        "title": "第一次联席会议",
        "planned_on": "2022-02-22",
        "agenda": "审定榜单\n其他",
        "invited": "科技厅\n财政厅\n农牧厅",
    }
    address = office.post(reverse("challenges:new-sitting"), data).url
    sitting = Sitting.objects.get()
    edited = {"title": "第一次联席会议", "planned_on": "2022-02-23", "agenda": "审定榜单", "invited": data["invited"]}
    assert office.post(reverse("challenges:edit-sitting", args=[sitting.pk]), edited).url == address
    held = {"present": ["科技厅", "财政厅"], "attendance": "某大学", "minutes_text": "审议。"}
    assert office.post(f"{address}do/hold/", held).status_code == 302
    assert Sitting.objects.get().attendance == ["科技厅", "财政厅", "某大学"]
    body = office.get(address).content.decode()
    assert "应到 3 家，实到 2 家（须 2 家）；缺席：农牧厅" in body
    assert "未形成决议" in body
    assert "checked" not in body.split("记录决议", 1)[1]  # no vote comes preset
    votes = {"kind": "APPROVE_LIST", "title": "审定首批榜单", "agenda_number": 1, "vote_0": "FOR", "vote_1": "RECUSED"}
    bare = office.post(f"{address}do/resolve/", votes)
    assert bare.status_code == 422
    assert "财政厅回避，请写明事由。" in bare.content.decode()
    unsaid = office.post(f"{address}do/resolve/", {**votes, "vote_1": ""})
    assert (unsaid.status_code, Resolution.objects.count()) == (422, 0)
    done = office.post(f"{address}do/resolve/", {**votes, "vote_1": "ABSTAINED"})
    resolution = Resolution.objects.get()
    assert done.url == resolution.get_absolute_url()
    assert resolution.number in office.get(address).content.decode()
    body = office.get(done.url).content.decode()
    assert [word in body for word in ("逐家表决", "弃权", "农牧厅", "缺席")] == [True] * 4
    assert "成员表决" not in body  # the votes made it; they do not stand on it


def test_each_that_stands_aside_has_a_reason_of_its_own(cast, office):
    members = list("甲乙丙丁戊己庚")
    sitting = actions.plan_sitting(
        kind=SittingKind.JOINT, title="联席会议", planned_on=date(2022, 2, 22), invited=members, by=cast.officer
    )
    actions.hold_sitting(sitting=sitting, by=cast.officer, attendance=members[:5])
    address = f"{sitting.get_absolute_url()}do/resolve/"
    votes = {f"vote_{at}": "FOR" for at in range(3)} | {"vote_3": "RECUSED", "vote_4": "RECUSED"}
    form = {"kind": "APPROVE_LIST", "title": "审定", "reason_0": "不作数", "reason_3": "下属单位揭榜", **votes}
    assert "戊回避，请写明事由。" in office.post(address, form).content.decode()
    office.post(address, {**form, "reason_4": "近亲属任职"})
    found = Resolution.objects.get().member_votes.order_by("pk").values_list("member", "reason")
    assert list(found) == [("甲", ""), ("乙", ""), ("丙", ""), ("丁", "下属单位揭榜"), ("戊", "近亲属任职")]
    assert "丁（下属单位揭榜）；戊（近亲属任职）" in office.get(sitting.get_absolute_url()).content.decode()


def test_a_resolution_approves_several_and_shows_what_stands_on_it(cast, office):
    batch = stories.batch(cast)
    ready = [stories.refined_challenge(cast, batch=batch, title=title) for title in ("甲榜单", "乙榜单")]
    lacking = stories.drafted_challenge(cast, batch=batch, title="缺项榜单")
    actions.start_refining(challenge=lacking, by=cast.officer)
    resolution = stories.resolution(cast)
    address = resolution.get_absolute_url()
    page = office.get(address)
    assert [(row, gaps) for row, gaps in page.context["lacking"]] == [(lacking, ["适配性核对"])]
    assert office.post(f"{address}do/approve/", {"challenge": [lacking.pk]}).status_code == 422
    assert office.post(f"{address}do/approve/", {"challenge": [row.pk for row in ready]}).url == address
    page = office.get(address)
    assert [(one.name, one.role) for one in page.context["standing"]] == [(str(row), "审定决议") for row in ready]
    assert [action.title for action in page.context["actions"]] == []


def test_every_foreign_key_to_a_resolution_is_looked_at():
    """A decision of any app that points to a resolution is shown on its page."""
    found = {f"{field.model._meta.label}.{field.name}" for field in _pointers()}
    assert {
        "challenges.Challenge.approval",
        "challenges.Challenge.withdrawal",
        "funding.Decision.resolution",
        "funding.Waiver.resolution",
        "funding.Transfer.resolution",
        "projects.Project.award_resolution",
        "projects.Project.termination_resolution",
        "projects.RaceRound.resolution",
        "projects.ChangeRequest.resolution",
        "projects.Acceptance.resolution",
    } <= found
    assert not any("Event" in name for name in found)


def test_sittings_and_resolutions_are_the_departments(client, cast):
    address = stories.resolution(cast).get_absolute_url()
    for user, status in ((cast.officer, 200), (cast.auditor, 200), (cast.applicant, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
    client.force_login(cast.officer2)
    assert client.post(f"{address}do/approve/", {}).status_code == 403
