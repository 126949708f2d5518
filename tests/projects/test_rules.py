"""Every rule of this app: which of the cast it lets through, for the lead's project and its parts."""

import pytest

from core.permissions import allows
from projects import actions, rules
from tests.stories import projects as story

CAST = (
    "officer", "officer2", "publisher", "supervisor", "finance", "prefecture", "unitadmin", "applicant", "member", "member_admin",
    "rival_applicant", "rival_admin", "enduser", "auditor", "sysadmin", "system", "expert",
)  # fmt: skip
#: officer2 works in another office: reads everything, acts on nothing of this one (S57).
STAFF = {"officer", "officer2", "publisher", "supervisor", "finance", "auditor"}
OWN = STAFF | {"prefecture", "unitadmin", "applicant", "member", "member_admin", "enduser"}
LEAD = {"unitadmin", "applicant"}

ALLOWED = {
    ("view_project", "project"): OWN,
    ("view_milestone", "milestone"): OWN,
    ("create_project", "project"): {"officer", "officer2", "publisher", "system"},
    ("manage_project", "project"): {"officer"},
    ("issue_project", "project"): {"officer"},
    ("confirm_lapse", "project"): {"officer"},
    ("draft_agreement", "project"): LEAD,
    ("edit_agreement", "agreement"): LEAD,
    ("sign_agreement_by_unit", "agreement"): {"unitadmin"},
    ("return_agreement", "agreement"): {"officer", "publisher"},
    ("sign_agreement_by_department", "agreement"): {"publisher"},
    ("report_milestone", "milestone"): LEAD,
    ("assess_milestone", "milestone"): {"officer"},
    ("request_change", "project"): LEAD | {"member"},  # the member's person is the chief scientist
    ("record_change", "route"): {"member"},
    ("decide_change", "route"): {"officer"},
    ("view_race", "race"): OWN | {"rival_applicant", "rival_admin"},
    ("run_race", "race"): {"officer", "publisher", "system"},
    ("report_lane", "lane"): LEAD,
    ("verify_lane", "lane"): {"officer", "expert"},
    ("decide_round", "round"): {"officer", "system"},
    ("evaluate_by_user", "project"): {"enduser"},
    ("apply_acceptance", "project"): LEAD,
    ("conclude_acceptance", "project"): {"officer"},
    ("close_project", "project"): {"officer"},
    ("record_outcome", "project"): LEAD,
    ("sign_contract", "challenge"): {"officer"},
}


@pytest.fixture
def rows(cast):
    race = story.race(cast)
    lane = race.lanes.get(number=1)
    project = lane.project
    after = {"text": "改用新路线"}
    route = actions.request_change(
        project=project, kind="TECHNICAL_ROUTE", after=after, reason="更优", by=cast.applicant
    )
    return {
        "project": project,
        "challenge": project.challenge,
        "agreement": project.agreements.get(),
        "milestone": project.milestones.get(number=1),
        "route": route,
        "race": race,
        "lane": lane,
        "round": race.rounds.get(number=1),
    }


def test_each_rule_lets_exactly_these_through(cast, rows):
    people = {name: cast.experts[0] if name == "expert" else getattr(cast, name) for name in CAST}
    found = {
        (rule, subject): {name for name, user in people.items() if allows(getattr(rules, rule), user, rows[subject])}
        for rule, subject in ALLOWED
    }
    assert found == ALLOWED


def test_every_rule_of_the_app_is_asked_here():
    assert {rule for rule, _subject in ALLOWED} | {"view_contract"} == set(rules.__all__)


def test_every_refusal_gives_its_reason(cast, rows):
    for rule, subject in ALLOWED:
        denied = getattr(rules, rule)(cast.third_applicant, rows[subject])
        assert denied is None or denied.reason.endswith("。"), rule
