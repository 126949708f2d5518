"""The task agreement: copied, compared, never weaker than the challenge, signed by the unit and then the department."""

import pytest

from core.errors import Conflict, Forbidden
from projects import actions
from projects.models import TaskAgreement
from projects.queries import differences
from projects.queries.agreements import agreement_template
from tests.projects.asking import refused
from tests.stories import projects as story


@pytest.fixture
def agreement(cast, project):
    return actions.draft_agreement(project=project, by=cast.applicant, at=story.START)


def indicators(agreement, **targets):
    """The indicator rows with other targets by position."""
    rows = [dict(row) for row in agreement.content["indicators"]]
    for number, target in targets.items():
        rows[int(number[1:]) - 1]["target"] = target
    return rows


def test_content_is_copied_from_the_bid_without_differences(project, agreement):
    assert agreement.content["indicators"][0]["target"] == "3"
    assert [row["name"] for row in agreement.content["milestones"]] == ["品种比较试验完成", "示范基地建成", "任务完成"]
    assert differences(project, agreement.content) == []


def test_intermediate_targets_are_proposed_in_step_with_the_months(project):
    rows = agreement_template(project)["milestones"]
    first = project.challenge.indicators.get(number=1)
    # 0 → 3 varieties over 36 months: whole ones only.
    assert [row["targets"][str(first.pk)] for row in rows] == ["1", "2", "3"]


def test_differences_from_the_bid_are_listed(cast, project, agreement):
    content = {"title": "改过的名称", "self_fen": story.SELF_FEN + 100, "indicators": indicators(agreement, n1="2")}
    agreement = actions.edit_agreement(agreement=agreement, content=content, by=cast.applicant)
    found = differences(project, agreement.content)
    assert [row.label for row in found] == ["项目名称", "企业自筹", "指标：育成新品种"]
    # Less than promised in the bid, but not less than the challenge asks.
    assert not any(row.is_weaker for row in found)


def test_awarded_less_than_asked_shows_as_a_difference(cast):
    project = story.bare_project(cast, fiscal_fen=story.FISCAL_FEN - 1_000_000, self_fen=story.SELF_FEN)
    agreement = actions.draft_agreement(project=project, by=cast.applicant, at=story.START)
    assert [row.label for row in differences(project, agreement.content)] == ["财政经费"]


def test_indicators_weaker_than_the_challenge_are_refused_with_the_list(cast, agreement):
    rows = indicators(agreement, n1="1", n3="41")
    refusal = refused(
        "weaker_indicators",
        actions.edit_agreement,
        agreement=agreement,
        content={"indicators": rows},
        by=cast.applicant,
    )
    assert refusal.defects == [
        "指标“育成新品种”为 1个，弱于榜单要求 ≥ 2个。",
        "指标“单位成本”为 41元/kg，弱于榜单要求 ≤ 40元/kg。",
    ]


def test_a_left_out_indicator_is_refused(cast, agreement):
    rows = indicators(agreement)[1:]
    refusal = refused(
        "weaker_indicators",
        actions.edit_agreement,
        agreement=agreement,
        content={"indicators": rows},
        by=cast.applicant,
    )
    assert refusal.defects == ["指标“育成新品种”缺失，榜单要求 ≥ 2个。"]


def test_a_milestone_for_every_later_tranche(cast, agreement):
    rows = agreement.content["milestones"][:1]
    actions.edit_agreement(agreement=agreement, content={"milestones": rows}, by=cast.applicant)
    refusal = refused("agreement_defects", actions.sign_agreement_by_unit, agreement=agreement, by=cast.unitadmin)
    assert "里程碑至少 2 个" in refusal.defects[0]


def test_all_defects_at_once(cast, agreement):
    content = {"fiscal_fen": 1, "self_fen": 1, "content": " "}
    actions.edit_agreement(agreement=agreement, content=content, by=cast.applicant)
    refusal = refused("agreement_defects", actions.sign_agreement_by_unit, agreement=agreement, by=cast.unitadmin)
    assert len(refusal.defects) == 3


def test_two_editors_do_not_overwrite_each_other(cast, agreement):
    from projects.actions.agreements import content_digest

    read = content_digest(agreement.content)
    actions.edit_agreement(agreement=agreement, content={"route": "甲写的"}, base_sha256=read, by=cast.applicant)
    with pytest.raises(Conflict):
        actions.edit_agreement(agreement=agreement, content={"route": "乙写的"}, base_sha256=read, by=cast.unitadmin)
    assert TaskAgreement.objects.get(pk=agreement.pk).content["route"] == "甲写的"


def test_unit_signs_first_then_a_publisher_of_the_department(cast, project, agreement):
    refused("wrong_state", actions.sign_agreement_by_department, agreement=agreement, by=cast.publisher)
    for stranger in (cast.applicant, cast.rival_admin, cast.officer):
        with pytest.raises(Forbidden):
            actions.sign_agreement_by_unit(agreement=agreement, by=stranger)
    actions.sign_agreement_by_unit(agreement=agreement, by=cast.unitadmin)
    for stranger in (cast.officer, cast.unitadmin):
        with pytest.raises(Forbidden):
            actions.sign_agreement_by_department(agreement=agreement, by=stranger)
    actions.sign_agreement_by_department(agreement=agreement, by=cast.publisher, at=story.START)
    project.refresh_from_db()
    assert (project.state, project.signed_by) == ("SIGNED", cast.publisher)


def test_signed_content_is_frozen_and_a_return_opens_it_again(cast, agreement):
    actions.sign_agreement_by_unit(agreement=agreement, by=cast.unitadmin)
    refused("wrong_state", actions.edit_agreement, agreement=agreement, content={"route": "x"}, by=cast.applicant)
    refused("text_needed", actions.return_agreement, agreement=agreement, reason="", by=cast.officer)
    actions.return_agreement(agreement=agreement, reason="请补充验收方法", by=cast.officer)
    actions.edit_agreement(agreement=agreement, content={"route": "补充"}, by=cast.applicant)
    assert actions.sign_agreement_by_unit(agreement=agreement, by=cast.unitadmin).content_sha256 != ""


def test_content_altered_after_the_units_signature_is_not_signed(cast, agreement):
    actions.sign_agreement_by_unit(agreement=agreement, by=cast.unitadmin)
    TaskAgreement.objects.filter(pk=agreement.pk).update(content=agreement.content | {"title": "偷改"})
    refused("agreement_altered", actions.sign_agreement_by_department, agreement=agreement, by=cast.publisher)


def test_only_one_agreement_is_drafted(cast, project, agreement):
    refused("agreement_exists", actions.draft_agreement, project=project, by=cast.applicant)


def test_milestones_follow_the_signed_agreement(cast, project, agreement):
    rows = [dict(row) for row in agreement.content["milestones"]]
    rows[0] |= {"name": "提前的节点", "due_on": "2023-05-01"}
    del rows[1]
    actions.edit_agreement(agreement=agreement, content={"milestones": rows}, by=cast.applicant)
    actions.sign_agreement_by_unit(agreement=agreement, by=cast.unitadmin)
    actions.sign_agreement_by_department(agreement=agreement, by=cast.publisher, at=story.START)
    found = list(project.milestones.order_by("number").values_list("number", "name", "state"))
    assert found == [(1, "提前的节点", "PLANNED"), (2, "示范基地建成", "CANCELLED"), (3, "任务完成", "PLANNED")]


def test_late_signing_is_possible_until_the_lapse_is_confirmed_and_says_so(cast, project, agreement):
    from core import events

    late = story.at(2022, 9, 1, 9, 0)
    actions.sign_agreement_by_unit(agreement=agreement, by=cast.unitadmin, at=late)
    actions.sign_agreement_by_department(agreement=agreement, by=cast.publisher, at=late)
    assert events.of(project).first().note == "逾期签订：期限为 2022-08-19"
