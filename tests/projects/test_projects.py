"""Numbers, copying from the bid, issuing, lapsing, extending, ending."""

from datetime import date, timedelta

import pytest

from challenges.enums import ResolutionKind
from core import delivery, reminders
from core.errors import Forbidden
from core.models import Event, Message
from core.working_days import end_of_day
from projects import actions
from projects.models import Project
from tests.projects.asking import refused
from tests.stories import projects as story


def test_numbers_run_without_gaps_within_a_year(cast):
    challenge = story.bare_challenge(cast)
    codes = [story.bare_project(cast, challenge, lane=lane).code for lane in (1, 2)]
    later = story.bare_project(cast, challenge, lane=3, at=story.at(2023, 1, 5, 9, 0))
    assert (codes, later.code) == (["2022JBGS0001", "2022JBGS0002"], "2023JBGS0001")


def test_a_number_given_by_hand_is_passed_over(cast):
    challenge = story.bare_challenge(cast)
    story.bare_project(cast, challenge, lane=1, code="2022JBGS0001")
    assert story.bare_project(cast, challenge, lane=2).code == "2022JBGS0002"


def test_milestones_are_copied_from_the_bid_with_report_dates(project):
    rows = list(project.milestones.order_by("number").values_list("name", "due_on", "report_by_on"))
    assert rows[0] == ("品种比较试验完成", date(2023, 8, 1), date(2023, 8, 31))
    assert rows[2] == ("任务完成", date(2025, 7, 31), date(2025, 8, 30))
    last = project.milestones.get(number=3)
    assert {row.indicator.name: row.target for row in last.targets.all()}["育成新品种"] == 3


def test_the_year_of_signing_and_the_end_of_the_period(project):
    # 30 days after 2022-07-20 is Friday 2022-08-19.
    assert project.sign_by_on == date(2022, 8, 19)
    assert project.chief_scientist_mode


def test_a_bid_that_is_not_awarded_makes_no_project(cast, project):
    refused(
        "resolution_kind", actions.create_project, bid=project.bid, resolution=story.bare_resolution(cast, ResolutionKind.CHANGE),
        fiscal_fen=1, self_fen=2, starts_on=story.STARTS_ON, ends_on=story.ENDS_ON, by=cast.officer,
    )  # fmt: skip


def test_only_staff_make_projects(cast, project):
    with pytest.raises(Forbidden):
        actions.create_project(
            bid=project.bid, resolution=project.award_resolution, fiscal_fen=1, self_fen=2, starts_on=story.STARTS_ON,
            ends_on=story.ENDS_ON, by=cast.applicant,
        )  # fmt: skip


def test_issue_only_after_signing_and_with_both_numbers(cast, project):
    numbers = {"task_document_number": "内科发〔2022〕1号", "funding_document_number": "内财教〔2022〕1号"}
    refused("agreement_not_signed", actions.issue_project, project=project, by=cast.officer, **numbers)
    story.signed(cast, project)
    refused(
        "text_needed",
        actions.issue_project,
        project=project,
        by=cast.officer,
        **(numbers | {"funding_document_number": " "}),
    )
    actions.issue_project(project=project, by=cast.officer, **numbers)
    project.refresh_from_db()
    assert (project.state, project.started_by) == ("IN_PROGRESS", cast.officer)


def test_reminders_on_the_20th_and_27th_day_then_a_proposal_to_lapse(cast, project):
    end = end_of_day(project.sign_by_on)

    def told(at):
        """The marks that people have heard of by then."""
        reminders.plan(at=at)
        for _twice in range(2):
            delivery.deliver_due(at=at)
        keys = Message.objects.filter(key__contains=f"projects.sign:{project.pk}:").values_list("key", flat=True)
        return {key.rpartition(":")[2] for key in keys}

    assert told(end - timedelta(days=12)) == set()
    assert told(end - timedelta(days=10)) == {"10d"}
    assert told(end - timedelta(days=3)) == {"10d", "3d"}
    assert actions.lapse_due(by=cast.system, at=end - timedelta(days=3)) == 0
    assert actions.lapse_due(by=cast.system, at=end) == 1
    assert actions.lapse_due(by=cast.system, at=end + timedelta(days=1)) == 0
    assert Event.objects.filter(verb="project.lapse_proposed", object_id=project.pk).count() == 1
    project.refresh_from_db()
    assert project.state == "AWARDED"


def test_lapse_is_confirmed_by_an_officer_after_the_period(cast, project):
    agreement = actions.draft_agreement(project=project, by=cast.applicant, at=story.START)
    end = end_of_day(project.sign_by_on)
    early = end - timedelta(seconds=1)
    refused("sign_period_open", actions.confirm_lapse, project=project, reason="未签", by=cast.officer, at=early)
    with pytest.raises(Forbidden):
        actions.confirm_lapse(project=project, reason="未签", by=cast.system, at=end)
    actions.confirm_lapse(project=project, reason="逾期未签", by=cast.officer, at=end)
    agreement.refresh_from_db()
    assert (Project.objects.get(pk=project.pk).state, agreement.state) == ("LAPSED", "LAPSED")


def test_extension_once_and_at_most_twelve_months(cast, running):
    resolution = story.bare_resolution(cast, ResolutionKind.CHANGE)
    when = story.at(2025, 1, 10, 9, 0)
    refused(
        "extension_months",
        actions.extend_project,
        project=running,
        months=13,
        resolution=resolution,
        by=cast.officer,
        at=when,
    )
    actions.extend_project(project=running, months=12, resolution=resolution, by=cast.officer, at=when)
    running.refresh_from_db()
    assert (running.ends_on, running.milestones.get(number=3).due_on) == (date(2026, 7, 31), date(2026, 7, 31))
    refused(
        "extended_before",
        actions.extend_project,
        project=running,
        months=1,
        resolution=resolution,
        by=cast.officer,
        at=when,
    )


def test_suspension_needs_a_reason_and_is_lifted(cast, running):
    refused("text_needed", actions.suspend_project, project=running, reason=" ", by=cast.officer)
    actions.suspend_project(project=running, reason="安全事故调查", by=cast.officer)
    assert actions.resume_project(project=running, note="调查结束", by=cast.officer).state == "IN_PROGRESS"


def test_termination_needs_a_resolution_and_cancels_open_milestones(cast, running):
    refused(
        "resolution_needed", actions.record_termination, project=running, kind="BREACH", note="停工", by=cast.officer
    )
    resolution = story.bare_resolution(cast, ResolutionKind.TERMINATE)
    story.passed_milestone(cast, running.milestones.get(number=1), when=story.at(2023, 8, 2, 9, 0))
    actions.record_termination(project=running, kind="BREACH", note="停工", resolution=resolution, by=cast.officer)
    states = list(running.milestones.order_by("number").values_list("state", flat=True))
    assert states == ["PASSED", "CANCELLED", "CANCELLED"]


def test_a_resolution_that_was_not_passed_decides_nothing(cast, running):
    lost = story.bare_resolution(cast, ResolutionKind.TERMINATE, is_passed=False)
    refused(
        "resolution_not_passed",
        actions.record_termination,
        project=running,
        kind="BREACH",
        note="停工",
        resolution=lost,
        by=cast.officer,
    )
