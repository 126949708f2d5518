"""Running projects beside a bid: what shares its leader or its units, and what the bid says of it (E-13)."""

import pytest
from django.urls import reverse

from consortia.models import RunningProject
from core.working_days import end_of_day
from projects import actions
from projects.queries.beside import beside
from tests.consortia.test_views import body, client_of
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as consortium_stories
from tests.stories import projects as stories


def later_challenge(cast):
    return challenge_stories.open_challenge(cast, batch=challenge_stories.batch(cast, year=2024))


@pytest.fixture
def project(cast):
    return stories.running_project(cast)


@pytest.fixture
def bid(cast, project):
    challenge = later_challenge(cast)
    return consortium_stories.opened_bids(cast, challenge, ("lead",))[0]


def declare(bid, project, **changes) -> RunningProject:
    said = {
        "title": project.title, "programme_name": "揭榜挂帅", "number": project.code, "leader_name": "某人",
        "organization": project.lead, "amount_fen": 1, "ends_year": 2026, "difference": "对象不同。",
    }  # fmt: skip
    return RunningProject.objects.create(bid=bid, **said | changes)


def test_a_project_of_the_same_units_is_named_and_whether_it_was_declared(bid, project):
    (found,) = beside(bid)
    assert (found.project, found.declared) == (project, None)
    assert project.lead.name in found.shared
    said = declare(bid, project)
    assert beside(bid)[0].declared == said


def test_a_title_tells_only_where_no_number_is_given(bid, project):
    declare(bid, project, number="另一项目")
    assert beside(bid)[0].declared is None
    said = declare(bid, project, number="")
    assert beside(bid)[0].declared == said


def test_the_bids_own_project_is_not_beside_it(project):
    assert beside(project.bid) == []


def test_an_award_that_lapsed_is_not_beside_it(cast):
    project = stories.bare_project(cast)
    bid = consortium_stories.opened_bids(cast, later_challenge(cast), ("lead",))[0]
    assert [one.project for one in beside(bid)] == [project]
    actions.confirm_lapse(project=project, reason="逾期未签。", by=cast.officer, at=end_of_day(project.sign_by_on))
    assert beside(bid) == []


def test_the_office_reads_it_at_the_check_and_nobody_else_does(cast, bid, project):
    address = reverse("projects:beside-bid", args=[bid.pk])
    officer = client_of(cast.officer)
    check = body(officer.get(reverse("consortia:eligibility", args=[bid.pk])))
    assert f"{address}?panel=1" in check
    shown = body(officer.get(address))
    assert project.code in shown
    assert "方案声明：无在研项目。" in shown
    assert "1 项没有写在方案里" in shown
    declare(bid, project)
    shown = body(officer.get(f"{address}?panel=1"))
    assert "已申报" in shown
    assert "<html" not in shown
    own = client_of(cast.applicant)
    assert own.get(address).status_code == 403
    assert address not in body(own.get(reverse("consortia:eligibility", args=[bid.pk])))
    assert client_of(cast.rival_applicant).get(address).status_code == 404
