"""Races and ends: what a round does to money, termination, settlement with claw back (R-RAC-05, Q15)."""

from datetime import datetime, timedelta

import pytest

from accounts.queries import system_user
from challenges.models import RuleSet
from core import clock
from core.errors import Refused
from funding import actions, ledger
from funding.models import Settlement
from funding.queries.books import faults
from projects import actions as project_actions
from projects.enums import LaneOutcome
from projects.models import Race
from tests.stories import funding as stories
from tests.stories import projects as project_stories

WAN = stories.WAN


def refused(call, **arguments) -> Refused:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value


@pytest.fixture(scope="module")
def made(told):
    projects = stories.race_projects(told)
    for project in projects:
        stories.running(told, project)
        stories.received(told, project)
    return projects


@pytest.fixture
def projects(made, cast):
    return [stories.project_of(project.bid) for project in made]


@pytest.fixture
def round(cast, projects):
    """The first round, computed: the second lane far behind."""
    return computed(cast, projects)


def computed(cast, projects):
    race = Race.objects.get()
    first = race.rounds.get(number=1)
    clock.move(to=datetime.combine(first.checkpoint_on, datetime.min.time(), tzinfo=clock.BEIJING) + timedelta(hours=9))
    project_actions.open_due_rounds(by=system_user())
    for lane, values in zip(race.lanes.order_by("number"), ((3, 14), (0, 1)), strict=True):
        project_stories.reported(cast, race.rounds.get(number=1), lane, values, when=clock.now())
    project_actions.compute_due_rounds(by=system_user())
    return race.rounds.get(number=1)


def states(project) -> list[str]:
    return list(project.tranches.order_by("stage").values_list("state", flat=True))


def outcomes(round, second=LaneOutcome.TERMINATE) -> dict:
    first, last = round.race.lanes.order_by("number")
    return {first: (LaneOutcome.CONTINUE, "进展良好。"), last: (second, "预计 2025 年前难以完成。")}


def test_a_proposal_holds_the_lanes_money_until_a_meeting_decides(cast, projects, round):
    assert actions.apply_race_rules(by=system_user()) == 1
    assert actions.apply_race_rules(by=system_user()) == 0
    assert (states(projects[0]), states(projects[1])) == (
        ["RECEIVED", "PLANNED", "PLANNED"],
        ["RECEIVED", "HELD", "HELD"],
    )
    resolution = stories.resolution(cast, "RACE")
    kept = {"outcomes": outcomes(round, LaneOutcome.CONTINUE), "resolution": resolution, "round": round}
    assert refused(actions.decide_round, by=cast.officer2, **kept).code == "forbidden"
    assert refused(actions.decide_round, by=cast.officer, **{**kept, "resolution": None}).code == "resolution_needed"
    actions.decide_round(by=cast.officer, **kept)
    assert states(projects[1]) == ["RECEIVED", "PLANNED", "PLANNED"]


def test_elimination_stops_unpaid_money_and_settlement_claws_back_what_is_unspent(cast, projects, round):
    actions.apply_race_rules(by=system_user())
    loser = projects[1]
    applicant, _admin = stories.side_of(cast, loser)
    lines = [{"source": "FISCAL", "category": "OPERATION", "amount_fen": 70 * WAN}]
    period = {"period_from": loser.starts_on, "period_to": clock.today()}
    actions.report_expenditure(project=loser, organization=loser.lead, lines=lines, by=applicant, **period)
    settle = {
        "project": loser,
        "audit_report_number": "审字001",
        "opinion": "勤勉尽责。",
        "is_faultless": True,
        "by": cast.finance,
    }
    assert refused(actions.settle_project, spent_fen=70 * WAN, **settle).code == "not_terminated"
    resolution = stories.resolution(cast, "RACE")
    actions.decide_round(round=round, resolution=resolution, outcomes=outcomes(round), by=cast.officer)
    assert states(loser) == ["RECEIVED", "CANCELLED", "CANCELLED"]
    assert stories.project_of(loser.bid).termination_kind == "RACE"
    assert ledger.awarded(loser) == 100 * WAN
    assert Race.objects.get().state == "NARROWED"
    assert refused(actions.settle_project, spent_fen=101 * WAN, **settle).code == "over_paid"
    assert refused(actions.settle_project, spent_fen=70 * WAN, misused_fen=1, **settle).code == "misused"
    settlement = actions.settle_project(spent_fen=70 * WAN, **settle)
    assert settlement.clawed_back_fen == 30 * WAN
    assert ledger.balance(ledger.account(kind="RETURNED", project=loser, year=2022)) == 30 * WAN
    assert refused(actions.settle_project, spent_fen=70 * WAN, **settle).code == "not_terminated"
    assert states(projects[0]) == ["RECEIVED", "PLANNED", "PLANNED"]
    assert list(faults()) == []


def test_misused_money_comes_back_too(cast, projects):
    loser = projects[1]
    resolution = stories.resolution(cast, "TERMINATE")
    ending = {"project": loser, "note": "经费挪用。", "resolution": resolution, "by": cast.officer}
    assert refused(actions.terminate_project, kind="RACE", **ending).code == "race_eliminates"
    assert (
        refused(actions.terminate_project, kind="BREACH", **{**ending, "resolution": None}).code == "resolution_needed"
    )
    actions.terminate_project(kind="BREACH", **ending)
    settlement = actions.settle_project(
        project=loser, spent_fen=90 * WAN, misused_fen=40 * WAN, is_faultless=False,
        audit_report_number="审字002", opinion="挪用 40 万元。", by=cast.finance,
    )  # fmt: skip
    assert settlement.clawed_back_fen == 50 * WAN
    assert Settlement.objects.count() == 1
    assert list(faults()) == []


def test_an_automatic_rule_eliminates_by_itself(cast, projects):
    Race.objects.update(policy="AUTOMATIC")
    assert RuleSet.objects.filter(race_policy="PROPOSE").exists()  # frozen; the race carries its own policy
    done = computed(cast, projects)
    assert actions.apply_race_rules(by=system_user()) == 1
    assert actions.apply_race_rules(by=system_user()) == 0
    done.refresh_from_db()
    assert done.state == "DECIDED"
    assert states(projects[1]) == ["RECEIVED", "CANCELLED", "CANCELLED"]
    assert stories.project_of(projects[1].bid).terminated_by == system_user()
    assert list(faults()) == []
