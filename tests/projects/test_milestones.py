"""Milestones: due and overdue by the clock, reported with evidence, passed only when verified and reached."""

from datetime import date, timedelta

import pytest

from core import delivery, reminders
from core.errors import Forbidden
from core.models import Message
from projects import actions
from tests.projects.asking import refused
from tests.stories import projects as story


@pytest.fixture
def milestone(running):
    return running.milestones.get(number=1)


def report(cast, milestone, **values):
    given = story.good_values(milestone)
    for number, value in values.items():
        indicator = milestone.project.challenge.indicators.get(number=int(number[1:]))
        given[indicator] = value
    return actions.report_milestone(
        milestone=milestone, report_text="完成", values=given, by=cast.applicant, at=story.at(2023, 8, 5, 9, 0)
    )


def test_due_on_the_day_overdue_after_the_report_period_and_twice_is_harmless(cast, milestone):
    assert actions.fall_due_milestones(by=cast.system, at=story.at(2023, 7, 31, 23, 59)) == 0
    assert actions.fall_due_milestones(by=cast.system, at=story.at(2023, 8, 1, 0, 0)) == 1
    assert actions.fall_due_milestones(by=cast.system, at=story.at(2023, 8, 31, 23, 59)) == 0
    assert actions.fall_due_milestones(by=cast.system, at=story.at(2023, 9, 1, 0, 0)) == 1
    assert actions.fall_due_milestones(by=cast.system, at=story.at(2023, 9, 1, 0, 0)) == 0
    milestone.refresh_from_db()
    assert milestone.state == "OVERDUE"


def test_a_late_sweep_goes_straight_to_overdue(cast, milestone):
    actions.fall_due_milestones(by=cast.system, at=story.at(2023, 10, 1, 0, 0))
    milestone.refresh_from_db()
    assert milestone.state == "OVERDUE"


@pytest.mark.parametrize(("days", "word"), [(30, "还有 30 天"), (7, "还有 7 天"), (3, "还有 3 天"), (1, "还有 1 天")])
def test_reminders_before_the_node(cast, milestone, days, word):
    when = story.at(2023, 8, 1, 10, 0) - timedelta(days=days)
    for _twice in range(2):
        reminders.plan(at=when)
        delivery.deliver_due(at=when)
    delivery.deliver_due(at=when)
    told = Message.objects.filter(key__contains=f"projects.node:{milestone.pk}:")
    assert told.count() == 2  # applicant and unit admin, once each
    assert all(word in row.title for row in told)


def test_a_milestone_of_a_suspended_project_does_not_fall_due(cast, running):
    actions.suspend_project(project=running, reason="调查", by=cast.officer)
    assert actions.fall_due_milestones(by=cast.system, at=story.at(2023, 8, 1, 9, 0)) == 0


def test_only_the_clock_sweeps(cast, milestone):
    with pytest.raises(Forbidden):
        actions.fall_due_milestones(by=cast.officer)


def test_the_report_needs_every_value_with_its_evidence(cast, milestone):
    indicators = list(milestone.project.challenge.indicators.order_by("number"))
    values = {indicators[0]: ("1", "证书"), indicators[1].pk: ("31", "  ")}
    refusal = refused(
        "milestone_report_incomplete",
        actions.report_milestone,
        milestone=milestone,
        report_text="完成",
        values=values,
        by=cast.applicant,
    )
    assert refusal.defects == ["请说明指标“繁种田单产”的佐证。", "请填写指标“单位成本”的实际值（数字）。"]


def test_only_the_lead_reports(cast, milestone):
    for stranger in (cast.member, cast.rival_applicant, cast.officer):
        with pytest.raises(Forbidden):
            actions.report_milestone(milestone=milestone, report_text="x", values={}, by=stranger)


def test_pass_only_when_verified_and_reached(cast, milestone):
    report(cast, milestone, n1=("0", "尚未审定"))
    refusal = refused("targets_not_met", actions.pass_milestone, milestone=milestone, opinion="好", by=cast.officer)
    assert refusal.defects == ["指标“育成新品种”实际 0个，节点目标 1个。"]
    rest = list(milestone.project.challenge.indicators.order_by("number"))[1:]
    refusal = refused(
        "targets_not_met", actions.pass_milestone, milestone=milestone, opinion="好", verified=rest, by=cast.officer
    )
    assert refusal.defects == ["指标“育成新品种”的实际值未经核实。"]


def test_passed_values_are_verified(cast, milestone):
    report(cast, milestone)
    milestone = actions.pass_milestone(milestone=milestone, opinion="达到", form="会议考核", by=cast.officer)
    assert (milestone.state, milestone.opinion) == ("PASSED", "达到")
    assert all(milestone.targets.values_list("is_verified", flat=True))


def test_rectify_within_three_months_and_report_again(cast, milestone):
    report(cast, milestone, n1=("0", "尚未审定"))
    when = story.at(2023, 8, 20, 9, 0)
    common = {"milestone": milestone, "opinion": "补审定证书", "by": cast.officer, "at": when}
    refused("rectify_period", actions.rectify_milestone, by_on=date(2023, 11, 21), **common)
    refused("rectify_period", actions.rectify_milestone, by_on=date(2023, 8, 20), **common)
    actions.rectify_milestone(by_on=date(2023, 11, 20), **common)
    report(cast, milestone)
    milestone.refresh_from_db()
    assert (milestone.state, milestone.rectify_by_on) == ("SUBMITTED", None)


def test_an_overdue_milestone_may_be_failed_with_an_opinion(cast, milestone):
    actions.fall_due_milestones(by=cast.system, at=story.at(2023, 9, 2, 0, 0))
    milestone.refresh_from_db()
    refused("text_needed", actions.fail_milestone, milestone=milestone, opinion="", by=cast.officer)
    assert actions.fail_milestone(milestone=milestone, opinion="逾期且无进展", by=cast.officer).state == "FAILED"


def test_a_conclusion_is_revoked_for_a_reason(cast, milestone):
    report(cast, milestone)
    actions.pass_milestone(milestone=milestone, opinion="达到", by=cast.officer)
    actions.revoke_milestone(milestone=milestone, reason="测产数据有误", by=cast.officer)
    milestone.refresh_from_db()
    assert (milestone.state, milestone.assessed_at, milestone.assessed_by) == ("SUBMITTED", None, None)
    assert not any(milestone.targets.values_list("is_verified", flat=True))
