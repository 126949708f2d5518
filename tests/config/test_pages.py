"""The pages that span apps: home, search, desk, messages, the demo's clock, the API's root."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from config import board, home
from consortia import actions as consortia
from core import clock
from core.models import Message
from core.working_days import end_of_day
from projects import actions as project_actions
from tests.stories import challenges as stories
from tests.stories import consortia as consortia_stories
from tests.stories import projects as project_stories
from tests.stories.cast import PASSWORD, cast, uscc

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def as_user(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pending(people, number: int = 0):
    return actions.register_organization(
        name=f"待审单位{number}（示例）", uscc=uscc("150105", 930 + number), kind="ENTERPRISE",
        division=people.divisions["150105"], contact_name="甲", username=f"waiting{number}", password=PASSWORD, by=people.system,
    )  # fmt: skip


def test_the_home_page_of_an_empty_house_says_so(client):
    text = client.get("/").content.decode()
    assert "目前没有张榜" in text
    assert "谁有本事谁揭榜" in text


def test_the_home_page_shows_the_open_list_and_its_deadline(client, people):
    challenge = stories.open_challenge(people)
    text = client.get("/").content.decode()
    assert challenge.title in text
    assert "还剩 29 天" in text
    assert "揭榜方案 0 份" not in text  # how many have come is told only after the deadline


def test_the_home_page_tells_how_many_bids_came_once_it_is_closed(client, people):
    stories.closed_challenge(people)
    text = client.get("/").content.decode()
    assert "收到揭榜方案 0 份" in text
    assert "待开标" in text


def test_the_filters_of_the_home_page_live_in_the_address(client, people):
    challenge = stories.open_challenge(people)
    assert challenge.title in client.get("/?state=OPEN").content.decode()
    assert "没有符合条件的榜单" in client.get("/?state=RACING").content.decode()


def test_a_longer_home_page_asks_no_more_queries(client, people):
    stories.open_challenges(people, 1)
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    stories.open_challenges(people, 3)
    with CaptureQueriesContext(connection) as two:
        client.get("/")
    # One query more for each batch: its rows and their number; none for a row.
    assert len(two) <= len(one) + 2


def test_the_calendar_line_stands_where_the_batch_stands(people):
    challenge = stories.open_challenge(people)
    steps = home.calendar(home.running_batch())
    assert [step.state for step in steps] == ["done", "done", "current", "todo", "todo", "todo"]
    stories.close(challenge)
    steps = home.calendar(home.running_batch())
    assert [step.state for step in steps] == ["done", "done", "done", "current", "todo", "todo"]


def test_the_search_finds_public_things_only(client, people):
    challenge = stories.open_challenge(people)
    draft = stories.drafted_challenge(people, title="尚未公开的榜单")
    assert challenge.title in client.get("/search/", {"q": challenge.code}).content.decode()
    assert "没有找到公开信息" in client.get("/search/", {"q": draft.title}).content.decode()


def test_the_search_finds_no_registration_that_was_struck_out(client, people):
    kept = consortia_stories.registered_consortium(people)
    gone = consortia_stories.registered_consortium(people, "rival")
    consortia.cancel_consortium(consortium=gone, reason="材料不实", by=people.officer)
    assert kept.get_absolute_url() in client.get("/search/", {"q": kept.name}).content.decode()
    assert "没有找到公开信息" in client.get("/search/", {"q": gone.name}).content.decode()


def test_the_search_finds_awards_as_the_public_reads_them(client, people):
    project = project_stories.bare_project(people)
    page = client.get("/search/", {"q": project.code}).content.decode()
    assert f'href="{reverse("projects:result", args=[project.code])}"' in page
    at = end_of_day(project.sign_by_on)
    project_actions.confirm_lapse(project=project, reason="逾期未签。", by=people.officer, at=at)
    assert "没有找到公开信息" in client.get("/search/", {"q": project.code}).content.decode()


def test_the_desk_asks_for_a_sign_in(client):
    assert client.get(reverse("desk")).url.startswith(reverse("accounts:login"))


def test_the_desk_shows_what_waits_for_me_and_not_for_others(client, people):
    organization = pending(people)
    assert organization.name in as_user(client, people.prefecture).get(reverse("desk")).content.decode()
    assert organization.name not in as_user(client, people.prefecture2).get(reverse("desk")).content.decode()


@pytest.mark.parametrize(
    "who",
    [
        "officer",
        "publisher",
        "supervisor",
        "finance",
        "prefecture",
        "unitadmin",
        "applicant",
        "member",
        "enduser",
        "auditor",
        "sysadmin",
    ],
)
def test_every_role_has_a_desk(client, people, who):
    stories.open_challenge(people)
    answer = as_user(client, getattr(people, who)).get(reverse("desk"))
    assert answer.status_code == 200
    assert ("批次看板" in answer.content.decode()) == (
        who in {"officer", "publisher", "supervisor", "finance", "auditor"}
    )


def test_a_longer_desk_asks_no_more_queries(client, people, django_assert_num_queries):
    as_user(client, people.prefecture)
    client.get(reverse("desk"))  # the first request of a minute moves the session's end on
    pending(people, 1)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("desk"))
    pending(people, 2)
    pending(people, 3)
    with django_assert_num_queries(len(one)):
        client.get(reverse("desk"))


def test_the_board_says_what_blocks(people):
    stories.closed_challenge(people)
    (row,) = board.board()
    assert (row.total, row.in_review, row.blocks) == (1, 1, ("1 项已截止：组织两人开标和资格审查",))
    assert row.lines[0].who == "农村科技处 · 业务处室经办人"


def test_messages_are_read_by_a_post_and_by_their_owner(client, people):
    for user in (people.officer, people.finance):
        Message.objects.create(recipient_id=user.pk, title=f"给{user}", key=f"m{user.pk}", created_at=clock.now())
    as_user(client, people.officer)
    text = client.get(reverse("messages")).content.decode()
    assert f"给{people.officer}" in text
    assert f"给{people.finance}" not in text
    assert Message.objects.filter(read_at__isnull=True).count() == 2
    client.post(reverse("messages"))
    assert Message.objects.get(read_at__isnull=True).recipient_id == people.finance.pk


def test_the_clock_is_moved_in_the_demo_only_and_only_forward(client, people, settings):
    url = reverse("clock")
    settings.DEMO = False
    assert client.get(url).status_code == 404
    assert client.post(url, {"span": "1d"}).status_code == 404
    settings.DEMO = True
    before = clock.now()
    assert client.post(url, {"span": "1d"}).status_code == 302
    assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, minutes=1)
    answer = client.post(url, {"to": "2020-01-01T00:00"})
    assert answer.status_code == 422
    assert "只能向前拨动" in answer.content.decode()


def test_the_api_describes_itself_without_a_script(client, people):
    text = client.get(reverse("api-docs")).content.decode()
    assert "数据接口" in text
    assert "<script>" not in text
    assert client.get(reverse("schema")).status_code == 200
    assert client.get("/api/v1/").status_code == 200


def test_the_demo_clock_goes_to_what_comes_next_and_back(client, people, settings):
    """The next deadline is one click away; afterwards the clock can be set right again."""
    settings.DEMO = True
    challenge = stories.open_challenge(people)
    page = client.get(reverse("clock"))
    assert "最近的揭榜截止" in page.content.decode()
    assert client.post(reverse("clock"), {"span": "deadline"}).status_code == 302
    assert clock.now() > challenge.deadline
    assert client.post(reverse("clock"), {"span": "real"}).status_code == 302
    assert abs(clock.now() - clock.real()) < timedelta(minutes=1)
