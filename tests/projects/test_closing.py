"""The end: user evaluation, acceptance, archive; outcomes; contracts of 2021 (S41, S77, R-FUN-05)."""

from datetime import date

import pytest

from challenges.enums import Category, Mechanism, ResolutionKind, SittingKind
from core.errors import Forbidden
from projects import actions
from projects.models import Contract
from tests.projects.asking import refused
from tests.stories import projects as story

WHEN = story.at(2025, 9, 10, 9, 0)
WAN = 1_000_000  # fen


def test_acceptance_names_everything_that_is_missing(cast, running):
    actions.request_change(project=running, kind="TECHNICAL_ROUTE", after={"text": "x"}, reason="y", by=cast.applicant)
    refusal = refused(
        "acceptance_incomplete", actions.apply_acceptance, project=running, science_report_number="KJ-1",
        outcome_registration_number=" ", audit_report_number="", by=cast.applicant,
    )  # fmt: skip
    assert refusal.defects == [
        "请填写成果登记号。", "请填写专项审计报告编号。", "里程碑“品种比较试验完成”尚未办结（未到期）。",
        "里程碑“示范基地建成”尚未办结（未到期）。", "里程碑“任务完成”尚未办结（未到期）。", "还有变更申请未决定。",
    ]  # fmt: skip


def test_only_the_named_user_evaluates_every_indicator(cast):
    project = story.finished_project(cast)
    results = [{"indicator": row.pk, "measured": "45"} for row in project.challenge.indicators.all()]
    common = {"project": project, "grade": "QUALIFIED", "opinion": "可用"}
    for stranger in (cast.applicant, cast.officer, cast.rival_applicant):
        with pytest.raises(Forbidden):
            actions.evaluate_by_user(results=results, by=stranger, **common)
    refused("evaluation_incomplete", actions.evaluate_by_user, results=results[:2], by=cast.enduser, **common)
    evaluation = actions.evaluate_by_user(results=results, by=cast.enduser, **common)
    # 45 元/kg is not ≤ 40: judged by the comparator where the user does not say otherwise.
    assert [row["is_passed"] for row in evaluation.results] == [True, True, False]


def test_no_conclusion_without_the_users_evaluation(cast):
    project = story.finished_project(cast)
    refused(
        "evaluation_missing",
        actions.conclude_acceptance,
        project=project,
        conclusion="PASSED",
        opinion="好",
        by=cast.officer,
    )


def test_pass_over_a_bad_evaluation_only_by_a_joint_sitting(cast):
    project = story.evaluated_project(cast, grade="UNQUALIFIED")
    common = {"project": project, "conclusion": "PASSED", "opinion": "达到指标", "by": cast.officer}
    refused("user_says_no", actions.conclude_acceptance, **common)
    department = story.bare_resolution(cast, ResolutionKind.ACCEPTANCE, sitting_kind=SittingKind.DEPARTMENT)
    refused("joint_sitting_needed", actions.conclude_acceptance, resolution=department, **common)
    refused(
        "resolution_kind",
        actions.conclude_acceptance,
        resolution=story.bare_resolution(cast, ResolutionKind.CHANGE),
        **common,
    )
    joint = story.bare_resolution(cast, ResolutionKind.ACCEPTANCE)
    acceptance = actions.conclude_acceptance(resolution=joint, **common)
    assert (acceptance.conclusion, acceptance.resolution) == ("PASSED", joint)


@pytest.mark.parametrize(
    ("conclusion", "state"), [("PASSED", "ACCEPTED"), ("CONCLUDED", "CONCLUDED"), ("FAILED", "FAILED")]
)
def test_conclusions_and_the_archive(cast, conclusion, state):
    project = story.evaluated_project(cast)
    actions.conclude_acceptance(project=project, conclusion=conclusion, opinion="意见", by=cast.officer, at=WHEN)
    project.refresh_from_db()
    assert (project.state, project.concluded_by) == (state, cast.officer)
    actions.close_project(project=project, balance_treatment="RETURNED", by=cast.officer)
    assert (project.state, project.balance_treatment) == ("CLOSED", "RETURNED")


def test_put_right_once_within_six_months(cast):
    project = story.evaluated_project(cast)
    common = {"project": project, "conclusion": "RECTIFY", "opinion": "补测", "by": cast.officer, "at": WHEN}
    refused("rectify_period", actions.conclude_acceptance, **common)
    refused("rectify_period", actions.conclude_acceptance, rectify_by_on=date(2026, 3, 11), **common)
    actions.conclude_acceptance(rectify_by_on=date(2026, 3, 10), **common)
    project.refresh_from_db()
    assert project.state == "RECTIFYING"
    numbers = {"science_report_number": "A", "outcome_registration_number": "B", "audit_report_number": "C"}
    actions.apply_acceptance(project=project, by=cast.applicant, at=WHEN, **numbers)
    project = story.evaluated_project(cast, project)
    refused(
        "rectified_before",
        actions.conclude_acceptance,
        rectify_by_on=date(2026, 3, 10),
        **(common | {"project": project}),
    )


def test_outcomes_once_each_and_not_in_the_future(cast, running):
    common = {
        "project": running,
        "kind": "VARIETY",
        "name": "青牧1号",
        "identifier": "蒙审草2024001",
        "by": cast.applicant,
    }
    refused("outcome_in_future", actions.record_outcome, achieved_on=date(2022, 8, 1), at=story.START, **common)
    actions.record_outcome(achieved_on=date(2024, 5, 1), at=WHEN, **common)
    refused("outcome_twice", actions.record_outcome, achieved_on=date(2024, 5, 1), at=WHEN, **common)


def test_no_outcome_before_the_project_begins(cast, project):
    refused(
        "project_not_begun",
        actions.record_outcome,
        project=project,
        kind="PATENT",
        name="x",
        achieved_on=date(2022, 7, 1),
        by=cast.applicant,
    )


@pytest.fixture
def posed(cast):
    return story.bare_challenge(cast, code="2021-XN-01", mechanism=Mechanism.ENTERPRISE_2021, owner=cast.lead)


def contract(cast, challenge, **fields):
    options = {
        "enterprise": cast.lead,
        "research_units": [cast.university],
        "signed_on": date(2022, 7, 1),
        "at": story.START,
    }
    return actions.sign_contract(challenge=challenge, by=cast.officer, **(options | fields))


def test_support_is_30_percent_rounded_down_to_the_fen(cast, posed):
    assert contract(cast, posed, amount_fen=1_000 * WAN + 1).support_fen == 300 * WAN


def test_the_cap_of_the_category_holds_for_the_whole_challenge(cast, posed):
    assert contract(cast, posed, amount_fen=3_000 * WAN).support_fen == 900 * WAN
    assert contract(cast, posed, amount_fen=3_000 * WAN, research_units=[cast.institute]).support_fen == 100 * WAN


def test_the_cap_of_transfer_is_500(cast):
    challenge = story.bare_challenge(
        cast, code="2021-XN-02", mechanism=Mechanism.ENTERPRISE_2021, owner=cast.lead, category=Category.TRANSFER
    )
    assert contract(cast, challenge, amount_fen=3_000 * WAN).support_fen == 500 * WAN


def test_exceptional_needs_a_reason_and_only_then_another_support(cast, posed):
    refused("exception_reason", contract, cast=cast, challenge=posed, amount_fen=9_000 * WAN, is_exceptional=True)
    refused("support_by_rule", contract, cast=cast, challenge=posed, amount_fen=9_000 * WAN, support_fen=2_000 * WAN)
    found = contract(
        cast, posed, amount_fen=9_000 * WAN, is_exceptional=True, exception_reason="国家急需", support_fen=2_000 * WAN
    )
    assert Contract.objects.get(pk=found.pk).support_fen == 2_000 * WAN


def test_contracts_belong_to_the_2021_mechanism_and_the_posing_enterprise(cast, posed):
    refused("not_2021", contract, cast=cast, challenge=story.bare_challenge(cast), amount_fen=WAN)
    refused("not_the_owner", contract, cast=cast, challenge=posed, enterprise=cast.rival, amount_fen=WAN)
    refused("research_units", contract, cast=cast, challenge=posed, research_units=[], amount_fen=WAN)
