"""Changes: who decides, what is refused, and what an approved one does (3.7)."""

from datetime import date

import pytest

from challenges.enums import ResolutionKind
from core import deadlines
from core.errors import Forbidden
from projects import actions
from projects.queries import differences, extendable_projects, who_decides
from tests.projects.asking import refused
from tests.stories import projects as story
from tests.stories.cast import another_person

WHEN = story.at(2023, 3, 1, 9, 0)


def asked(cast, project, kind, after=None, by=None):
    return actions.request_change(
        project=project,
        kind=kind,
        after=after or {"text": "改用耐寒路线"},
        reason="试验表明更优",
        by=by or cast.applicant,
        at=WHEN,
    )


def test_a_change_of_the_lead_unit_is_refused_with_the_way_out(cast, running):
    refusal = refused("lead_unit", asked, cast=cast, project=running, kind="LEAD", after={"lead": cast.rival.pk})
    assert "请办理项目终止" in refusal.sentence


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        ("TECHNICAL_ROUTE", True, "CHIEF_SCIENTIST"),
        ("TECHNICAL_ROUTE", False, "OFFICE"),
        ("BUDGET_WITHIN", True, "LEADER"),
        ("BUDGET_WITHIN", False, "LEADER"),
        ("BUDGET_EQUIPMENT", True, "OFFICE"),
        ("BUDGET_TOTAL", True, "OFFICE"),
        ("MEMBER", True, "OFFICE"),
        ("PERIOD", True, "OFFICE"),
        ("INDICATORS", True, "OFFICE"),
        ("MILESTONES", True, "OFFICE"),
    ],
)
def test_who_decides(cast, running, kind, mode, expected):
    running.chief_scientist_mode = mode
    assert who_decides(running, kind) == expected


def test_the_chief_scientist_records_the_route_and_nobody_approves_it(cast, running):
    change = asked(cast, running, "TECHNICAL_ROUTE")
    for stranger in (cast.applicant, cast.officer, cast.rival_applicant):
        with pytest.raises(Forbidden):
            actions.record_change(change=change, by=stranger)
    refused("self_governed", actions.decide_change, change=change, approved=True, note="同意", by=cast.officer)
    actions.record_change(change=change, note="按新路线实施", by=cast.member)
    assert (change.state, change.decided_by) == ("RECORDED", cast.member)


def test_the_leader_moves_money_inside_the_direct_costs(cast, running):
    change = asked(cast, running, "BUDGET_WITHIN", {"text": "业务费调 20 万元至劳务费"})
    assert actions.record_change(change=change, by=cast.applicant).state == "RECORDED"


def test_everything_else_is_decided_by_the_office_with_a_note(cast, running):
    change = asked(cast, running, "BUDGET_EQUIPMENT", {"text": "调增设备费 50 万元"})
    with pytest.raises(Forbidden):
        actions.record_change(change=change, by=cast.applicant)
    refused("text_needed", actions.decide_change, change=change, approved=True, note=" ", by=cast.officer)
    change = actions.decide_change(change=change, approved=False, note="理由不充分", by=cast.officer)
    assert (change.state, change.decision_note) == ("REJECTED", "理由不充分")


def test_one_change_of_a_kind_waits_at_a_time(cast, running):
    asked(cast, running, "TECHNICAL_ROUTE")
    refused("change_waits", asked, cast=cast, project=running, kind="TECHNICAL_ROUTE")


def test_only_the_projects_own_people_ask(cast, running):
    for stranger in (cast.rival_applicant, cast.officer):
        with pytest.raises(Forbidden):
            asked(cast, running, "TECHNICAL_ROUTE", by=stranger)


def test_period_needs_a_resolution_and_three_months(cast, running):
    late = {"project": running, "kind": "PERIOD", "after": {"months": 6}, "reason": "减产", "by": cast.applicant}
    refused("extension_late", actions.request_change, at=story.at(2025, 5, 2, 9, 0), **late)
    refused("extension_months", asked, cast=cast, project=running, kind="PERIOD", after={"months": 13})
    change = asked(cast, running, "PERIOD", {"months": 6})
    refused("resolution_needed", actions.decide_change, change=change, approved=True, note="同意", by=cast.officer)
    resolution = story.bare_resolution(cast, ResolutionKind.CHANGE)
    actions.decide_change(change=change, approved=True, note="同意", resolution=resolution, by=cast.officer, at=WHEN)
    running.refresh_from_db()
    assert (running.ends_on, running.extended_months) == (date(2026, 1, 31), 6)
    draft = running.agreements.get(version=2)
    assert (draft.state, draft.content["ends_on"], draft.content["milestones"][2]["due_on"]) == (
        "DRAFT",
        "2026-01-31",
        "2026-01-31",
    )
    refused("extension_months", asked, cast=cast, project=running, kind="PERIOD", after={"months": 1})


def test_the_last_day_to_ask_for_an_extension_is_shown(cast, running):
    """Whoever waits until the end of the project comes too late (3.6)."""
    row = extendable_projects().get(pk=running.pk)
    assert (row.ends_on, row.extension_by_on) == (date(2025, 7, 31), date(2025, 4, 30))
    since, until = story.at(2025, 4, 1, 9, 0), story.at(2025, 5, 30, 9, 0)
    due = deadlines.of_user(cast.applicant, since=since, until=until)
    assert [one.on for one in due if one.deadline.kind == "projects.extension"] == [date(2025, 4, 30)]
    running.__class__.objects.filter(pk=running.pk).update(extended_months=6)
    assert not extendable_projects().exists()


def test_indicators_never_become_weaker_than_the_challenge(cast, running):
    indicator = running.challenge.indicators.get(number=1)
    after = {"indicators": [{"indicator": indicator.pk, "target": "1"}]}
    refused("weaker_indicators", asked, cast=cast, project=running, kind="INDICATORS", after=after)
    change = asked(cast, running, "INDICATORS", {"indicators": [{"indicator": indicator.pk, "target": "2"}]})
    resolution = story.bare_resolution(cast, ResolutionKind.CHANGE)
    actions.decide_change(change=change, approved=True, note="同意", resolution=resolution, by=cast.officer)
    assert running.agreements.get(version=2).content["indicators"][0]["target"] == "2"


def test_a_new_version_replaces_the_old_when_both_have_signed_it(cast, running):
    after = {"milestones": [{"number": 1, "due_on": "2023-10-01"}]}
    change = asked(cast, running, "MILESTONES", after)
    actions.decide_change(change=change, approved=True, note="同意", by=cast.officer)
    assert running.milestones.get(number=1).due_on == date(2023, 8, 1)
    second = running.agreements.get(version=2)
    first = running.agreements.get(version=1)
    assert [row.label for row in differences(running, second.content, against=first.content)] == ["里程碑 1"]
    second = actions.sign_agreement_by_unit(agreement=second, by=cast.unitadmin)
    actions.sign_agreement_by_department(agreement=second, by=cast.publisher, at=WHEN)
    assert running.milestones.get(number=1).due_on == date(2023, 10, 1)
    assert list(running.agreements.order_by("version").values_list("state", flat=True)) == ["REPLACED", "SIGNED"]


def test_a_closed_milestone_keeps_its_date(cast, running):
    story.passed_milestone(cast, running.milestones.get(number=1), when=story.at(2023, 8, 2, 9, 0))
    after = {"milestones": [{"number": 1, "due_on": "2023-10-01"}]}
    refused("milestone_dates", asked, cast=cast, project=running, kind="MILESTONES", after=after)


def test_a_new_leader(cast, running):
    refused("person_unknown", asked, cast=cast, project=running, kind="LEADER", after={"leader": 0})
    person = another_person(cast.lead, "新负责人", by=cast.unitadmin)
    change = asked(cast, running, "LEADER", {"leader": person.pk})
    assert change.before["name"] == "牧青"
    actions.decide_change(change=change, approved=True, note="同意", by=cast.officer)
    running.refresh_from_db()
    assert running.leader == person
