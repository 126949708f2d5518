"""The same questions for each page: who sees it, what it offers, how many queries it needs."""

import pytest
from django.urls import reverse

from core import clock
from projects import actions
from projects.models import ChangeRequest, TaskAgreement
from tests.stories import projects as story


@pytest.fixture
def told(cast):
    """A race with its first round computed, one change, one outcome, one contract; now is 2023-08-20."""
    clock.move(to=story.at(2023, 8, 20, 9, 0))
    race = story.race(cast)
    one, two = race.lanes.order_by("number")
    actions.open_due_rounds(by=cast.system)
    round = race.rounds.get(number=1)
    story.reported(cast, round, one, (1, 35, 50), when=story.at(2023, 8, 3, 9, 0))
    actions.compute_due_rounds(by=cast.system)
    actions.fall_due_milestones(by=cast.system)
    change = actions.request_change(
        project=one.project, kind="MEMBER", after={"text": "增加成员"}, reason="需要检测能力", by=cast.applicant
    )
    actions.record_outcome(
        project=one.project,
        kind="PATENT",
        name="一种繁种方法",
        achieved_on=story.at(2023, 6, 1).date(),
        by=cast.applicant,
    )
    race.refresh_from_db()
    return {
        "race": race,
        "project": one.project,
        "lane": one,
        "change": change,
        "milestone": one.project.milestones.get(number=1),
    }


def pages(told) -> dict[str, str]:
    names = {name: told[name].get_absolute_url() for name in ("race", "project", "lane", "change", "milestone")}
    names["agreement"] = told["project"].agreements.get().get_absolute_url()
    names["result"] = reverse("projects:result", args=[told["project"].code])
    for name in ("projects", "races", "milestones", "changes", "outcomes", "contracts", "results"):
        names[name] = reverse(f"projects:{name}")
    return names


PUBLIC = {"race", "races", "result", "results"}


def test_visitors_see_the_public_pages_alone(client, told):
    for name, url in pages(told).items():
        assert client.get(url).status_code == (200 if name in PUBLIC else 302), name


@pytest.mark.parametrize(
    "username",
    ["officer", "publisher", "supervisor", "finance", "auditor", "applicant", "unitadmin", "member", "enduser"],
)
def test_those_concerned_see_every_page(client, told, cast, username):
    client.force_login(getattr(cast, username))
    for name, url in pages(told).items():
        assert client.get(url).status_code == 200, (name, url)


@pytest.mark.parametrize("username", ["third_applicant", "prefecture2"])
def test_strangers_find_nothing_but_the_public_pages(client, told, cast, username):
    client.force_login(getattr(cast, username))
    found = {name: client.get(url).status_code for name, url in pages(told).items()}
    objects = {"project", "lane", "change", "milestone", "agreement"}
    if username == "prefecture2":  # the rival's bureau sees the rival's race and both its lanes
        objects -= {"lane"}
    assert {name for name, code in found.items() if code == 404} == objects


def test_the_public_race_page_shows_no_values_and_no_proposals(client, told):
    text = client.get(told["race"].get_absolute_url()).content.decode()
    assert "测产报告" not in text
    assert "建议淘汰" not in text
    assert "全部指标按 0 计。" not in text
    assert "同日起跑" in text


def test_the_board_says_why_a_lane_is_proposed_out(client, told, cast):
    client.force_login(cast.officer)
    text = client.get(told["race"].get_absolute_url()).content.decode()
    assert "考核点 1 规则建议：乙道淘汰" in text
    assert "该赛道未填报，全部指标按 0 计。" in text
    assert "完成度 50%" in text


def test_a_project_from_award_to_issue_in_the_browser(client, cast, project):
    def post(user, url, **data):
        client.force_login(user)
        answer = client.post(url, data)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    page = project.get_absolute_url()
    answer = post(cast.applicant, f"{page}do/draft-agreement/")
    agreement = TaskAgreement.objects.get()
    assert answer["Location"] == agreement.get_absolute_url()
    edit = reverse("projects:edit-agreement", args=[agreement.pk])
    form = client.get(edit).context["form"]
    data = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    post(cast.applicant, edit, **(data | {"route": "先引种后选育"}))
    agreement.refresh_from_db()
    assert agreement.content["route"] == "先引种后选育"
    assert client.post(edit, data | {"route": "旧页面"}).status_code == 409
    post(cast.unitadmin, f"{agreement.get_absolute_url()}do/sign/")
    post(cast.publisher, f"{agreement.get_absolute_url()}do/countersign/")
    post(
        cast.officer,
        f"{page}do/issue/",
        task_document_number="内科发〔2022〕8号",
        funding_document_number="内财教〔2022〕9号",
    )
    project.refresh_from_db()
    assert project.state == "IN_PROGRESS"


def test_weaker_targets_keep_what_was_typed_and_say_which(client, cast, project):
    agreement = actions.draft_agreement(project=project, by=cast.applicant)
    client.force_login(cast.applicant)
    edit = reverse("projects:edit-agreement", args=[agreement.pk])
    form = client.get(edit).context["form"]
    data = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    indicator = project.challenge.indicators.get(number=1)
    answer = client.post(edit, data | {f"t{indicator.pk}": "1", "route": "已写好的路线"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "指标“育成新品种”为 1个，弱于榜单要求 ≥ 2个。" in text
    assert "已写好的路线" in text


def test_report_and_assess_a_milestone_in_the_browser(client, cast, told):
    milestone = told["milestone"]
    client.force_login(cast.applicant)
    url = milestone.get_absolute_url()
    data = {"report_text": "按期完成"}
    for row in milestone.targets.all():
        data |= {f"a{row.indicator_id}": str(row.target), f"e{row.indicator_id}": "检测报告"}
    assert client.post(f"{url}do/report/", data | {"report_text": ""}).status_code == 422
    assert client.post(f"{url}do/report/", data).status_code == 302
    client.force_login(cast.officer)
    verified = [row.indicator_id for row in milestone.targets.all()]
    assert (
        client.post(f"{url}do/pass/", {"verified": verified[:1], "form": "会议考核", "opinion": "好"}).status_code
        == 409
    )
    assert client.post(f"{url}do/pass/", {"verified": verified, "form": "会议考核", "opinion": "好"}).status_code == 302


@pytest.mark.parametrize(
    "kind", ["technical-route", "period", "leader", "chief-scientist", "milestones", "indicators", "member"]
)
def test_each_kind_of_change_has_its_form(client, cast, running, kind):
    clock.move(to=story.at(2023, 3, 1, 9, 0))
    client.force_login(cast.applicant)
    url = reverse("projects:request-change", args=[running.code, kind])
    assert client.get(url).status_code == 200
    indicator = running.challenge.indicators.get(number=1)
    data = {
        "text": "新的内容", "months": "6", "person": cast.member.person_id, f"t{indicator.pk}": "3", "reason": "需要",
        "m1": "2023-09-01", "m2": "2024-09-01", "m3": "2025-07-31",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    client.force_login(cast.officer)
    assert client.get(ChangeRequest.objects.get().get_absolute_url()).status_code == 200


def test_the_end_user_evaluates_in_the_browser(client, cast):
    clock.move(to=story.at(2025, 9, 1, 9, 0))
    project = story.finished_project(cast)
    url = reverse("projects:evaluate", args=[project.code])
    client.force_login(cast.enduser)
    data = {"use_site": "示范场", "grade": "QUALIFIED", "opinion": "好用"}
    for row in project.challenge.indicators.all():
        data |= {f"v{row.pk}": str(row.target), f"p{row.pk}": "on"}
    assert client.get(url).status_code == 200
    assert client.post(url, data).status_code == 302
    project.refresh_from_db()
    assert project.state == "USER_EVALUATED"
    client.force_login(cast.officer)
    assert (
        client.post(
            f"{project.get_absolute_url()}do/conclude/", {"conclusion": "PASSED", "opinion": "通过"}
        ).status_code
        == 302
    )
    assert client.post(f"{project.get_absolute_url()}do/close/", {"balance_treatment": "NONE"}).status_code == 302


def test_a_new_version_shows_what_it_changes(client, cast, running):
    clock.move(to=story.at(2023, 3, 1, 9, 0))
    after = {"milestones": [{"number": 1, "due_on": "2023-10-01"}]}
    change = actions.request_change(project=running, kind="MILESTONES", after=after, reason="减产", by=cast.applicant)
    actions.decide_change(change=change, approved=True, note="同意", by=cast.officer)
    client.force_login(cast.unitadmin)
    text = client.get(running.agreements.get(version=2).get_absolute_url()).content.decode()
    assert "与第 1 版的差异" in text
    assert "2023-10-01 品种比较试验完成" in text


def test_a_contract_is_registered_in_the_browser(client, cast):
    clock.move(to=story.at(2022, 8, 1, 9, 0))
    challenge = story.bare_challenge(cast, code="2021-XN-01", mechanism="ENTERPRISE_2021", owner=cast.lead)
    client.force_login(cast.officer)
    data = {
        "challenge": challenge.pk, "enterprise": cast.lead.pk, "research_units": [cast.university.pk], "amount_fen": "1000",
        "signed_on": "2022-07-01",
    }  # fmt: skip
    answer = client.post(reverse("projects:sign-contract"), data)
    assert answer.status_code == 302, answer.context["refusal"]
    assert "300" in client.get(answer["Location"]).content.decode()
    client.force_login(cast.applicant)
    assert client.get(reverse("projects:sign-contract")).status_code == 403


@pytest.mark.parametrize("name", ["projects", "milestones", "results", "races"])
def test_the_same_number_of_queries_for_one_and_three_rows(client, cast, django_assert_max_num_queries, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.officer)
    url = reverse(f"projects:{name}")

    def count():
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        return len(queries)

    story.race(cast)
    first = count()
    more = story.bare_challenge(cast, code="2022-ZY-07")
    projects = [story.running(cast, story.bare_project(cast, more, lane=lane)) for lane in (1, 2, 3)]
    actions.start_race(
        challenge=more, projects=projects, starts_on=story.STARTS_ON, rounds=list(story.ROUNDS), by=cast.officer
    )
    assert count() == first


def test_desks_say_what_waits(cast, told):
    from core.desk import panels

    def titles(user):
        return {panel.title: panel.count for panel in panels(user)}

    officer = titles(cast.officer)
    assert officer["待决定的赛马考核点"] == 1
    assert officer["待决定的变更"] == 1
    assert titles(cast.applicant)["待报告的里程碑"] == 1
    # Another office has nothing to do with them (S57).
    other = titles(cast.officer2)
    assert not {"待决定的赛马考核点", "待决定的变更", "待考核的里程碑", "待办理的项目"} & set(other)
