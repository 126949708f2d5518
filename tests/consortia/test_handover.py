"""Platforms of a unit, and an applicant who hands over (R-BUR-01, C04)."""

import json
from datetime import timedelta

import pytest

from accounts import actions as account_actions
from accounts.enums import Role
from accounts.models import User
from challenges import actions as challenge_actions
from challenges.models import Need
from consortia import actions, queries
from core import clock, events
from core.errors import Forbidden, Refused
from core.models import Outbox
from tests.challenges.needs import need_call, submitted_need
from tests.stories import consortia as stories
from tests.stories.cast import another_person
from tests.stories.cast import cast as make_cast


@pytest.fixture
def successor(cast) -> User:
    person = another_person(cast.lead, "接手人（示例）", by=cast.unitadmin)
    return account_actions.add_user(
        username="successor", password="x", person=person, roles=(Role.APPLICANT,), by=cast.unitadmin
    )


def test_open_work_goes_to_the_successor_with_its_history(cast, challenge, successor):
    need = submitted_need(cast, need_call(cast))
    bid = stories.drafted_bid(cast, challenge)
    handed = actions.hand_over(
        user=cast.applicant, successor=successor, reason="离职", closes_account=True, by=cast.unitadmin
    )
    for row in (need, bid, bid.consortium):
        row.refresh_from_db()
        assert row.handler == successor
        assert events.of(row).filter(verb="handover").get().note == "由牧青交接给接手人（示例）：离职"
    assert handed == 3
    assert not User.objects.get(pk=cast.applicant.pk).is_active
    # What comes back now comes to the successor, who goes on writing.
    challenge_actions.return_need(need=Need.objects.get(), defects=["缺指标"], by=cast.prefecture)
    titles = [row.payload["title"] for row in Outbox.objects.filter(payload__recipient=successor.pk)]
    assert any("需要补正" in title for title in titles)
    section = queries.section(bid, "basic")
    content = json.loads(section.content) | {"title": "接手后的题目"}
    actions.save_section(bid=bid, name="basic", content=content, version=section.version, by=successor)


def test_who_may_hand_over_and_to_whom(cast, successor):
    stories.formed_consortium(cast)
    details = {"user": cast.applicant, "reason": "调岗"}
    for stranger in (cast.applicant, cast.member_admin, cast.officer, cast.auditor):
        with pytest.raises(Forbidden):
            actions.hand_over(successor=successor, by=stranger, **details)
    for wrong in (cast.member, cast.unitadmin):
        with pytest.raises(Refused) as refused:
            actions.hand_over(successor=wrong, by=cast.unitadmin, **details)
        assert refused.value.code == "not_an_applicant"
    with pytest.raises(Refused) as refused:
        actions.hand_over(successor=cast.applicant, by=cast.unitadmin, **details)
    assert refused.value.code == "same_person"
    assert actions.hand_over(successor=successor, by=cast.unitadmin, **details) == 1
    with pytest.raises(Refused) as refused:
        actions.hand_over(successor=successor, by=cast.unitadmin, **details)
    assert refused.value.code == "nothing_open"


def test_two_handovers_at_once_move_each_thing_once(run_in_threads):
    cast = make_cast()
    stories.formed_consortium(cast)
    heirs = [
        account_actions.add_user(
            username=f"heir{number}", password="x", roles=(Role.APPLICANT,), by=cast.unitadmin,
            person=another_person(cast.lead, f"接手{number}", by=cast.unitadmin),
        )
        for number in range(2)
    ]  # fmt: skip
    results = run_in_threads(
        2,
        lambda number: actions.hand_over(
            user=cast.applicant, successor=heirs[number], reason="离职", by=cast.unitadmin
        ),
    )
    assert sum(one == 1 for one in results) == 1, results


def test_a_platform_is_edited_ended_and_then_counted_no_more(cast):
    stories.registered_consortium(cast)
    platform = actions.add_platform(
        organization=cast.university, name="草业实验室", level="NATIONAL", by=cast.member_admin
    )
    for stranger in (cast.applicant, cast.officer, cast.rival_admin):
        with pytest.raises(Forbidden):
            actions.edit_platform(platform=platform, changes={"kind": "x"}, by=stranger)
    other = actions.add_platform(organization=cast.university, name="种业平台", level="REGIONAL", by=cast.member)
    with pytest.raises(Refused) as refused:
        actions.edit_platform(platform=other, changes={"name": "草业实验室"}, by=cast.member)
    assert refused.value.code == "platform_exists"
    actions.edit_platform(platform=platform, changes={"approved_year": 2020}, by=cast.member)
    assert queries.registration_figures()["national_platforms"] == 1
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.end_platform(platform=platform, on=tomorrow, reason="撤销", by=cast.member)
    assert refused.value.code == "ended_later"
    actions.end_platform(platform=platform, on=clock.today(), reason="重组后撤销", by=cast.member_admin)
    assert queries.registration_figures()["national_platforms"] == 0
    for again in (
        lambda: actions.end_platform(platform=platform, on=clock.today(), reason="再撤", by=cast.member),
        lambda: actions.edit_platform(platform=platform, changes={"kind": "x"}, by=cast.member),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.code == "platform_ended"
