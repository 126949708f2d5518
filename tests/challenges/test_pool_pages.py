"""The pool's pages: found, counted, handled in bulk row by row, exported, compared, grouped; the call's progress."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions
from challenges.models import Challenge, Need, NeedPair
from core import events
from tests.challenges import pool
from tests.challenges.needs import need_call
from tests.stories import challenges as stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast):
    return need_call(cast)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.officer)
    return client


def page(client, name, *args, **query):
    return client.get(reverse(f"challenges:{name}", args=args), query)


def do(client, what, needs, **data):
    return client.post(reverse("challenges:pool-do"), {"what": what, "need": [need.pk for need in needs], **data})


def titles(answer) -> list[str]:
    return [need.title for need in answer.context["page"]]


def test_the_pool_is_the_offices(client, cast, call):
    for user, status in ((cast.officer, 200), (cast.auditor, 200), (cast.applicant, 403), (cast.prefecture, 403)):
        client.force_login(user)
        for name in ("pool", "pairs"):
            assert page(client, name).status_code == status, (user, name)
        assert page(client, "campaign", call.pk).status_code == status
        assert page(client, "pool-export").status_code == status


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "苜蓿"}, ["抗寒苜蓿"]),
        ({"q": "越冬率"}, ["抗寒苜蓿"]),
        ({"q": "奶"}, ["奶牛胚胎"]),
        ({"q": "没有这个词"}, []),
        ({"state": "ACCEPTED"}, ["奶牛胚胎"]),
        ({"kind": "UNIVERSITY"}, []),
    ],
)
def test_filters_find_by_words_and_state(office, cast, call, query, found):
    pool.handed_in(cast, call, "抗寒苜蓿", "越冬率低。")
    pool.accepted(cast, call, "奶牛胚胎", problem="依赖进口。")
    assert titles(page(office, "pool", **query)) == found


def test_filters_by_place_field_and_unit(office, cast, call):
    field = call.programme.fields.get(name="草种业")
    need = pool.handed_in(cast, call, "抗寒苜蓿", field=field)
    place = need.organization.division
    league = type(place).objects.get(code=f"{place.code[:4]}00")
    other = type(place).objects.filter(level="PREFECTURE", code__startswith="15").exclude(pk=league.pk).first()
    assert titles(page(office, "pool", league=league.pk)) == ["抗寒苜蓿"]
    assert titles(page(office, "pool", league=other.pk)) == []
    assert titles(page(office, "pool", field=field.pk)) == ["抗寒苜蓿"]
    assert titles(page(office, "pool", q=need.organization.name[:6])) == ["抗寒苜蓿"]


def test_states_are_counted_within_the_other_filters(office, cast, call):
    pool.handed_in(cast, call, "抗寒苜蓿")
    pool.accepted(cast, call, "奶牛胚胎")
    counts = {tab.label: tab.count for tab in page(office, "pool", q="苜蓿").context["tabs"]}
    assert counts == {"全部": 1, "已提交": 1}


def test_every_row_is_reported_by_itself(office, cast, call):
    fresh, done = pool.handed_in(cast, call, "抗寒苜蓿"), pool.accepted(cast, call, "奶牛胚胎")
    asked = do(office, "accept", [fresh, done])
    assert asked.status_code == 200
    assert (asked.context["fitting"], asked.context["others"]) == ([fresh], [done])
    assert Need.objects.get(pk=fresh.pk).state == "SUBMITTED"  # nothing is done before it is confirmed
    answer = do(office, "accept", [fresh, done], confirm=1, note="符合方向。")
    assert [(one.obj.pk, one.is_done, one.code) for one in answer.context["outcomes"]] == [
        (done.pk, False, "wrong_state"),
        (fresh.pk, True, ""),
    ]
    assert events.of(fresh).first().note == "符合方向。"
    again = do(office, "accept", [fresh], confirm=1)
    assert again.context["done_count"] == 0


def test_shared_defects_reach_every_need_and_may_not_be_empty(office, cast, call):
    needs = [pool.handed_in(cast, call, title) for title in ("抗寒苜蓿", "奶牛胚胎")]
    assert do(office, "return", needs, confirm=1).status_code == 422
    do(office, "return", needs, confirm=1, defects="指标没有数值\n缺测试方法")
    assert list(Need.objects.values_list("state", "defects")) == [("RETURNED", ["指标没有数值", "缺测试方法"])] * 2


def test_rejecting_many_asks_for_a_reason(office, cast, call):
    need = pool.handed_in(cast, call, "抗寒苜蓿")
    assert do(office, "reject", [need], confirm=1, reason=" ").status_code == 422
    do(office, "reject", [need], confirm=1, reason="不属于本示范工程。")
    assert Need.objects.get().state == "REJECTED"


def test_all_that_the_filters_find_may_be_handled(office, cast, call):
    for title in ("抗寒苜蓿", "耐旱苜蓿", "奶牛胚胎"):
        pool.handed_in(cast, call, title)
    answer = do(office, "accept", [], scope="filtered", query="q=苜蓿", confirm=1)
    assert answer.context["done_count"] == 2
    assert Need.objects.get(title="奶牛胚胎").state == "SUBMITTED"


def test_another_office_is_refused_row_by_row(client, cast, call):
    need = pool.handed_in(cast, call, "抗寒苜蓿")
    client.force_login(cast.officer2)
    answer = do(client, "accept", [need], confirm=1)
    assert [one.code for one in answer.context["outcomes"]] == ["forbidden"]
    client.force_login(cast.publisher)
    assert do(client, "accept", [need], confirm=1).status_code == 403
    assert Need.objects.get().state == "SUBMITTED"


def test_what_is_exported_is_what_is_filtered_and_stays_text(office, cast, call):
    pool.handed_in(cast, call, "=抗寒苜蓿", "110%")
    pool.handed_in(cast, call, "奶牛胚胎")
    answer = page(office, "pool-export", q="苜蓿")
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    words = book.read("xl/sharedStrings.xml").decode()
    assert "=抗寒苜蓿" in words
    assert "奶牛胚胎" not in words
    assert "13800000000" not in words
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_two_needs_stand_side_by_side_with_differences_marked_and_are_judged(office, cast, call):
    first, second = (pool.handed_in(cast, call, title) for title in ("羊草高效制种技术", "羊草丸粒化制种技术"))
    actions.compare_due(by=system_user())
    assert list(page(office, "pairs").context["page"]) == [NeedPair.objects.get()]
    assert titles(page(office, "pool", alike="open")) == [second.title, first.title]
    answer = page(office, "alike", first.pk)
    body = answer.content.decode()
    assert "<mark>高效</mark>" in body
    assert "<mark>丸粒化</mark>" in body
    address = f"{reverse('challenges:alike', args=[first.pk])}?with={second.pk}"
    assert office.post(address, {"verdict": "SAME", "reason": ""}).status_code == 422
    done = office.post(address, {"verdict": "SAME", "reason": "同一问题，两家提出。"})
    assert done.url == address
    pair = NeedPair.objects.get()
    assert (pair.verdict, pair.reason, pair.decided_by) == ("SAME", "同一问题，两家提出。", cast.officer)
    assert titles(page(office, "pool", alike="open")) == []
    assert "同一问题，两家提出。" in page(office, "alike", second.pk).content.decode()


def test_a_need_without_any_alike_says_so(office, cast, call):
    need = pool.handed_in(cast, call, "抗寒苜蓿")
    assert "没有找到相似的需求" in page(office, "alike", need.pk).content.decode()
    assert page(office, "alike", need.pk, **{"with": 0}).status_code == 404


def test_a_challenge_is_drafted_from_chosen_needs_with_their_source(office, cast, call):
    batch = stories.batch(cast)
    field = batch.programme.fields.get(name="草种业")
    one, two = (pool.accepted(cast, call, title, problem=f"{title}难。", field=field) for title in ("制种", "丸粒"))
    three = pool.accepted(cast, call, "重复的制种", problem="制种难。", by=cast.rival_applicant)
    actions.judge_pair(first=one, second=three, verdict="SAME", reason="同一问题。", by=cast.officer)
    address = do(office, "group", [one, two]).url
    answer = office.get(address)
    initial = answer.context["form"].initial
    assert (initial["field"], initial["batch"]) == (field.pk, batch.pk)
    assert initial["bottleneck"] == (
        f"制种难。（来源：{one.organization}、{three.organization}）\n丸粒难。（来源：{two.organization}）"
    )
    assert answer.context["came_along"] == [three]
    data = {
        "need": [one.pk, two.pk],
        "batch": batch.pk,
        "title": "羊草种源攻关",
        "field": field.pk,
        "issue_mode": "JOINT",
        "bottleneck": "结实率低。",
        f"note_{two.pk}": "指标来源",
    }
    done = office.post(reverse("challenges:group"), data)
    challenge = Challenge.objects.get()
    assert done.url == challenge.get_absolute_url()
    assert {link.need_id: link.note for link in challenge.need_links.all()} == {
        one.pk: "",
        two.pk: "指标来源",
        three.pk: "",
    }
    body = office.get(reverse("challenges:need", args=[two.pk])).content.decode()
    assert challenge.code in body


def test_needs_not_accepted_are_named_and_left_out(office, cast, call):
    stories.batch(cast)
    need = pool.handed_in(cast, call, "尚未受理")
    answer = office.get(do(office, "group", [need]).url)
    assert answer.context["unusable"] == [need]
    assert "没有可以凝练的需求" in answer.content.decode()


def test_progress_counts_by_place_field_and_kind(office, cast, call):
    field = call.programme.fields.get(name="草种业")
    need = pool.handed_in(cast, call, "抗寒苜蓿", field=field)
    pool.accepted(cast, call, "奶牛胚胎")
    places, fields, kinds = (rows for _title, _head, rows in page(office, "campaign", call.pk).context["tables"])
    place = next(row for row in places if row["total"])
    assert (place["total"], place["units"], place["waiting"]) == (2, 1, 1)
    assert need.organization.division.code.startswith("15")
    assert len(places) >= 12  # a league that sends nothing is seen too
    assert {row["label"]: row["total"] for row in fields if row["total"]} == {"草种业": 1, "未填领域": 1}
    assert [(row["label"], row["total"]) for row in kinds] == [("企业", 2)]


def test_a_call_is_extended_and_closed_on_its_page(office, cast, call):
    address = reverse("challenges:campaign", args=[call.pk])
    assert office.post(f"{address}do/extend/", {"closes_at": "2000-01-01 00:00", "reason": "太短"}).status_code == 409
    assert office.post(f"{address}do/close/", {"reason": "需求已足够"}).url == address
    assert "需求已足够" in office.get(address).content.decode()


@pytest.mark.parametrize("name", ["pool", "pairs"])
def test_one_and_three_rows_cost_the_same_queries(office, cast, call, name, django_assert_num_queries):
    pool.handed_in(cast, call, "羊草高效制种技术")
    pool.handed_in(cast, call, "羊草高效制种")
    actions.compare_due(by=system_user())
    page(office, name)
    with CaptureQueriesContext(connection) as few:
        page(office, name)
    for title in ("羊草制种技术", "羊草丸粒制种技术", "羊草制种方法"):
        pool.handed_in(cast, call, title)
    actions.compare_due(by=system_user())
    with django_assert_num_queries(len(few)):
        page(office, name)
