"""Every page asked the same questions: who gets in, what it shows, one row costs as many queries as three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions
from challenges.desk import WAITING
from challenges.models import Batch, Challenge, Need, Objection, PublicNotice, Question, RuleSet, Sitting
from core import clock
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db

PEOPLE = ("visitor", "officer", "publisher", "supervisor", "prefecture", "applicant", "rival_applicant", "auditor")
ALL, SIGNED = "all", "signed"
OFFICE = {"officer", "publisher", "supervisor", "auditor"}


@pytest.fixture
def cast(db):
    return make_cast()


def need_call(cast):
    now = clock.now()
    return actions.open_call(
        programme=stories.programme(cast),
        title="种业创新需求征集",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
        by=cast.officer,
    )


def submitted_need(cast, call, title="抗寒苜蓿"):
    details = {
        "problem": "越冬率低。",
        "expected_indicators": "不低于 90%。",
        "own_investment_fen": 0,
        "contact_name": "林管理",
        "contact_phone": "13800000000",
    }
    need = actions.create_need(call=call, title=title, by=cast.applicant, **details)
    return actions.submit_need(need=need, by=cast.applicant)


@pytest.fixture
def world(cast):
    """One of each thing: what is public and what is not."""
    opened = stories.open_challenge(cast)
    draft = stories.refined_challenge(cast, batch=stories.batch(cast, name="第二批"), title="尚未公布的榜单")
    notice = stories.proposed_notice(cast, opened)
    item = notice.items.get()
    objection = actions.file_objection(
        item=item,
        party_kind="PERSON",
        party_name="赵敏",
        party_contact="示例路1号",
        content="内容重复。",
        by=system_user(),
    )
    written = actions.draft_notice(
        kind="AWARD", batch=opened.batch, title="还没有发布的公告", body="正文。", by=cast.officer
    )
    call = need_call(cast)
    return {
        "opened": opened,
        "draft": draft,
        "notice": notice,
        "written": written,
        "objection": objection,
        "call": call,
        "need": submitted_need(cast, call),
        "question": actions.ask_question(challenge=opened, text="是否含示范面积？", by=cast.rival_applicant),
    }


def addresses(world) -> dict[str, tuple[str, object]]:
    """name -> (address, who gets in): everybody, whoever signed in, or these; others get 403 or 404."""
    r = lambda name, *args: reverse(f"challenges:{name}", args=args)  # noqa: E731
    opened, draft, need = world["opened"], world["draft"], world["need"]
    office, writes = OFFICE, {"officer"}
    return {
        "list": (r("list"), ALL),
        "challenge": (opened.get_absolute_url(), ALL),
        "draft challenge": (draft.get_absolute_url(), office),
        "edit": (r("edit", draft.code), writes),
        "indicators": (r("indicators", draft.code), writes),
        "milestones": (r("requirements", draft.code), writes),
        "conditions": (r("conditions", draft.code), writes),
        "batches": (r("batches"), ALL),
        "batch": (opened.batch.get_absolute_url(), ALL),
        "draft batch": (draft.batch.get_absolute_url(), office),
        "new batch": (r("new-batch"), writes),
        "edit batch": (r("edit-batch", draft.batch_id), writes),
        "new challenge": (r("new-challenge", draft.batch_id), writes),
        "programmes": (r("programmes"), ALL),
        "programme": (opened.batch.programme.get_absolute_url(), ALL),
        "new programme": (r("new-programme"), writes),
        "rule sets": (r("rules-list"), office),
        "rules": (draft.batch.rule_set.get_absolute_url(), office),
        "new rules": (r("new-rules"), writes),
        "edit rules": (r("edit-rules", draft.batch.rule_set_id), writes),
        "calls": (r("calls"), ALL),
        "call": (world["call"].get_absolute_url(), ALL),
        "new call": (r("new-call"), writes),
        "needs": (r("needs"), SIGNED),
        "need": (need.get_absolute_url(), {*office, "prefecture", "applicant"}),
        "new need": (r("new-need", world["call"].pk), {"applicant", "rival_applicant"}),
        "edit need": (r("edit-need", need.pk), {"applicant"}),
        "sittings": (r("sittings"), office),
        "sitting": (Sitting.objects.order_by("pk").first().get_absolute_url(), office),
        "new sitting": (r("new-sitting"), writes),
        "questions": (r("questions"), office),
        "question": (world["question"].get_absolute_url(), office),
        "notices": (r("notices"), ALL),
        "notice": (world["notice"].get_absolute_url(), ALL),
        "draft notice": (world["written"].get_absolute_url(), office),
        "new notice": (r("new-notice"), writes),
        "edit notice": (r("edit-notice", world["written"].pk), writes),
        "object": (r("object", world["notice"].pk), ALL),
        "objections": (r("objections"), {"supervisor", "auditor"}),
        "objection": (world["objection"].get_absolute_url(), {"supervisor", "auditor"}),
    }


def test_each_page_lets_in_exactly_these(client, cast, world):
    wrong = []
    for who in PEOPLE:
        client.logout()
        if who != "visitor":
            client.force_login(getattr(cast, who))
        for name, (address, allowed) in addresses(world).items():
            status = client.get(address).status_code
            if allowed == ALL or (allowed == SIGNED and who != "visitor") or who in allowed:
                fits = status == 200
            else:
                fits = status in {403, 404} or (who == "visitor" and status == 302)
            if not fits:
                wrong.append((who, name, status))
    assert wrong == []


def test_the_public_page_shows_the_sections_and_no_inside(client, world):
    html = client.get(world["opened"].get_absolute_url()).content.decode()
    for text in ("瓶颈问题", "专项目标", "考核指标", "≥ 15 %", "揭榜条件", "财政支持上限", "2:1", "还剩", "北京时间"):
        assert text in html, text
    for text in ("凝练记录", "办理记录", "需求来源", "高经办", "是否含示范面积"):
        assert text not in html, text


def test_the_office_sees_how_it_came_to_be(client, cast, world):
    client.force_login(cast.officer)
    html = client.get(world["draft"].get_absolute_url()).content.decode()
    for text in ("凝练记录", "办理记录", "需求来源", "指标可考核，建议列入榜单。", "审定榜单"):
        assert text in html, text


def test_an_objector_is_shown_to_supervision_alone(client, cast, world):
    address = world["objection"].get_absolute_url()
    client.force_login(cast.supervisor)
    assert "赵敏" in client.get(address).content.decode()
    client.force_login(cast.auditor)
    assert "赵敏" not in client.get(address).content.decode()


def test_who_asked_is_shown_to_the_office_in_charge_alone(client, cast, world):
    address = world["question"].get_absolute_url()
    client.force_login(cast.officer)
    assert cast.rival.name in client.get(address).content.decode()
    client.force_login(cast.publisher)
    assert cast.rival.name not in client.get(address).content.decode()


def test_amounts_of_a_proposed_award_are_hidden_from_visitors(client, cast):
    challenge = stories.open_challenge(cast)
    notice = stories.proposed_notice(cast, challenge, amount_fen=123 * stories.WAN)
    assert "财政经费" not in client.get(notice.get_absolute_url()).content.decode()
    client.force_login(cast.officer)
    assert "财政经费" in client.get(notice.get_absolute_url()).content.decode()


# One row costs as much as three


def _more_challenges(cast, world):
    stories.open_challenges(cast, 2, batch=stories.batch(cast, name="第三批"))


def _more_notices(cast, world):
    for _ in range(2):
        stories.proposed_notice(cast, world["opened"])


def _more_needs(cast, world):
    for title in ("甲", "乙"):
        submitted_need(cast, world["call"], title)


def _more_objections(cast, world):
    for name in ("钱七", "孙八"):
        values = {"party_kind": "PERSON", "party_contact": "示例路2号", "content": "有误。", "by": system_user()}
        actions.file_objection(item=world["notice"].items.get(), party_name=name, **values)


def _more_questions(cast, world):
    for text in ("问一", "问二"):
        actions.ask_question(challenge=world["opened"], text=text, by=cast.applicant)


def _more_sittings(cast, world):
    stories.resolution(cast)
    stories.resolution(cast)


def _more_batches(cast, world):
    for number in ("四", "五"):
        stories.batch(cast, name=f"第{number}批")


def _more_calls(cast, world):
    need_call(cast)
    need_call(cast)


def _more_rules(cast, world):
    stories.rule_set(cast)
    stories.rule_set(cast)


def _more_indicators(cast, world):
    rows = [dict(stories.INDICATORS[0], name=f"指标{n}") for n in range(6)]
    actions.set_indicators(challenge=world["draft"], rows=rows, by=cast.officer)
    for _ in range(2):
        actions.record_refinement(
            challenge=world["draft"],
            kind="SURVEY",
            held_on=clock.today(),
            conclusion="再论证。",
            participants=[cast.experts[0].person],
            by=cast.officer,
        )


@pytest.mark.parametrize(
    ("page", "more"),
    [
        ("list", _more_challenges),
        ("notices", _more_notices),
        ("needs", _more_needs),
        ("objections", _more_objections),
        ("questions", _more_questions),
        ("sittings", _more_sittings),
        ("batches", _more_batches),
        ("calls", _more_calls),
        ("rule sets", _more_rules),
        ("draft challenge", _more_indicators),
    ],
)
def test_more_rows_cost_no_more_queries(client, cast, world, page, more):
    client.force_login(cast.supervisor if page == "objections" else cast.officer)
    address = addresses(world)[page][0]
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    more(cast, world)
    with CaptureQueriesContext(connection) as after:
        assert client.get(address).status_code == 200
    assert len(after) == len(before), [query["sql"][:150] for query in after.captured_queries]


# What the pages do


def test_filters_narrow_the_list_and_live_in_the_address(client, cast, world):
    programme = world["opened"].batch.programme_id
    assert world["opened"].title in client.get("/challenges/", {"q": "苜蓿", "programme": programme}).content.decode()
    empty = client.get("/challenges/", {"state": "CLOSED"}).content.decode()
    assert world["opened"].title not in empty
    assert "没有符合条件的榜单" in empty


def test_an_officer_records_a_round_and_approves(client, cast, world):
    client.force_login(cast.officer)
    draft = world["draft"]
    address = draft.get_absolute_url()
    missing = client.post(f"{address}do/round/", {"kind": "SURVEY", "held_on": ""})
    assert missing.status_code == 422
    done = client.post(f"{address}do/round/", {"kind": "SURVEY", "held_on": "2026-05-01", "conclusion": "可行。"})
    assert (done.status_code, draft.refinements.count()) == (302, 2)
    resolution = stories.resolution(cast)
    client.post(f"{address}do/approve/", {"resolution": resolution.pk})
    assert Challenge.objects.get(pk=draft.pk).state == "APPROVED"


def test_what_is_missing_is_listed_at_once_on_the_page(client, cast):
    batch = stories.batch(cast)
    client.force_login(cast.officer)
    field = batch.programme.fields.first()
    form = {
        "title": "空白榜单",
        "field": field.pk,
        "issue_mode": "GOVERNMENT",
        "category": "TECHNOLOGY",
        "government_reason": "填补空白。",
    }
    made = client.post(reverse("challenges:new-challenge", args=[batch.pk]), form)
    challenge = Challenge.objects.get()
    assert made.url == challenge.get_absolute_url()
    client.post(f"{made.url}do/refine/")
    resolution = stories.resolution(cast)
    answer = client.post(f"{made.url}do/approve/", {"resolution": resolution.pk})
    assert answer.status_code == 409
    for text in ("瓶颈问题", "专项目标", "考核指标", "揭榜条件", "发榜用户"):
        assert text in answer.content.decode()


def test_the_text_is_saved_and_a_second_editor_is_told(client, cast, world):
    client.force_login(cast.officer)
    draft = world["draft"]
    address = reverse("challenges:edit", args=[draft.code])
    page = client.get(address)
    initial = page.context["form"].initial
    form = {name: "" if value is None or value is False else value for name, value in initial.items()}
    form |= {
        "field": draft.field_id,
        "owner": "",
        "end_user": draft.end_user_id,
        "announced_budget_fen": "1500",
        "fiscal_cap_fen": "500",
        "content": "第一次修改",
    }
    assert client.post(address, form).status_code == 302
    row = Challenge.objects.get(pk=draft.pk)
    assert (row.content, row.fiscal_cap_fen) == ("第一次修改", 500 * stories.WAN)
    second = client.post(address, {**form, "content": "第二次修改"})
    assert second.status_code == 409
    assert "别人刚刚修改了" in second.content.decode()


def test_a_table_is_replaced_as_a_whole(client, cast, world):
    client.force_login(cast.officer)
    address = reverse("challenges:indicators", args=[world["draft"].code])
    form = {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0"}
    form |= {"rows-0-name": "产量", "rows-0-comparator": "AT_LEAST", "rows-0-target": "12.5", "rows-0-weight": "1"}
    form |= {"rows-1-name": "", "rows-1-comparator": "AT_LEAST", "rows-1-weight": "1"}
    assert client.post(address, {**form, "rows-0-target": "很多"}).status_code == 422
    assert client.post(address, form).status_code == 302
    assert [row.shown_target for row in world["draft"].indicators.all()] == ["12.5"]


def test_a_publisher_publishes_a_batch_from_its_page(client, cast):
    challenge = stories.approved_challenge(cast)
    address = Batch.objects.get().get_absolute_url()
    client.force_login(cast.officer)
    assert client.post(f"{address}do/publish/").status_code == 403
    client.force_login(cast.publisher)
    assert client.post(f"{address}do/publish/").status_code == 302
    assert Challenge.objects.get(pk=challenge.pk).state == "PUBLISHED"


def test_a_visitor_objects_and_learns_the_number(client, world):
    address = reverse("challenges:object", args=[world["notice"].pk])
    item = world["notice"].items.get()
    form = {"item": item.pk, "party_kind": "ORGANIZATION", "party_name": "岱海公司", "party_contact": "示例路3号"}
    form |= {"content": "名称有误。"}
    bad = client.post(address, form)
    assert bad.status_code == 422
    assert "须加盖公章" in bad.content.decode()
    good = client.post(address, {**form, "legal_representative": "李总", "has_seal": "on"})
    assert good.status_code == 200
    latest = Objection.objects.order_by("-pk").first()
    assert latest.number in good.content.decode()
    assert latest.created_by == system_user()


def test_after_the_period_the_form_is_closed(client, cast, world):
    clock.move(to=PublicNotice.objects.get(pk=world["notice"].pk).ends_at)
    address = reverse("challenges:object", args=[world["notice"].pk])
    assert "现在不在公示期内" in client.get(address).content.decode()


def test_a_bidder_asks_and_the_office_answers_for_everybody(client, cast, world):
    address = world["opened"].get_absolute_url()
    client.force_login(cast.applicant)
    client.post(f"{address}do/ask/", {"text": "周期能否为四年？"})
    question = Question.objects.get(text="周期能否为四年？")
    client.force_login(cast.officer)
    client.post(f"{question.get_absolute_url()}do/answer/", {"answer": "不能。"})
    client.logout()
    html = client.get(address).content.decode()
    assert "周期能否为四年？" in html
    assert "不能。" in html
    assert cast.lead.name not in html


def test_a_need_is_written_submitted_and_returned_from_its_pages(client, cast):
    call = need_call(cast)
    client.force_login(cast.applicant)
    made = client.post(reverse("challenges:new-need", args=[call.pk]), {"title": "新需求"})
    need = Need.objects.get()
    answer = client.post(f"{made.url}do/submit/")
    assert answer.status_code == 409
    assert "拟自投经费" in answer.content.decode()
    form = {"title": "新需求", "problem": "一", "expected_indicators": "二", "own_investment_fen": "0"}
    form |= {"contact_name": "林", "contact_phone": "1"}
    assert client.post(reverse("challenges:edit-need", args=[need.pk]), form).status_code == 302
    assert client.post(f"{made.url}do/submit/").status_code == 302
    client.force_login(cast.prefecture)
    client.post(f"{made.url}do/return/", {"defects": "指标\n联系人"})
    need.refresh_from_db()
    assert (need.state, need.defects) == ("RETURNED", ["指标", "联系人"])


def test_rules_are_changed_until_they_freeze(client, cast):
    rules = stories.rule_set(cast)
    client.force_login(cast.officer)
    address = reverse("challenges:edit-rules", args=[rules.pk])
    form = client.get(address).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            data |= {bound.name: "on"} if value else {}
        else:
            data[bound.name] = form[bound.name].field.prepare_value(value) if value is not None else ""
    assert client.post(address, {**data, "panel_size": "9"}).status_code == 302
    assert RuleSet.objects.get(pk=rules.pk).panel_size == 9
    refused = client.post(address, {**data, "tranche_percents": "50、60"})
    assert refused.status_code == 409
    assert "合计 100%" in refused.content.decode()


def test_a_sitting_is_planned_held_and_decides_from_its_pages(client, cast):
    programme = stories.programme(cast)
    client.force_login(cast.officer)
    form = {
        "kind": "JOINT",
        "title": "联席会议",
        "programme": programme.pk,
        "planned_on": "2026-05-01",
        "agenda": "一\n二",
    }
    made = client.post(reverse("challenges:new-sitting"), form)
    client.post(f"{made.url}do/hold/", {"attendance": "科技厅\n财政厅", "minutes_text": "审议通过。"})
    vote = {"kind": "APPROVE_LIST", "title": "同意", "votes_for": "7", "votes_against": "0", "votes_abstained": "0"}
    client.post(f"{made.url}do/resolve/", vote)
    sitting = Sitting.objects.get()
    assert (sitting.state, sitting.agenda, sitting.resolutions.get().is_passed) == ("HELD", ["一", "二"], True)


def test_the_desk_says_what_waits(client, cast, world):
    found = {
        (who, str(panel.title)): panel.count(getattr(cast, who))
        for who in ("officer", "publisher", "supervisor", "prefecture")
        for panel in WAITING
        if panel.concerns(getattr(cast, who))
    }
    assert found == {
        ("officer", "待凝练和保密审查的榜单"): 1,
        ("officer", "待答复的提问"): 1,
        ("officer", "待处理的需求"): 0,
        ("publisher", "待发布的批次"): 0,
        ("publisher", "待发布的公示公告"): 1,
        ("publisher", "待凝练和保密审查的榜单"): 1,
        ("supervisor", "待处理的异议"): 1,
        ("prefecture", "待处理的需求"): 1,
    }
    for panel in WAITING:
        for who in ("officer", "publisher", "supervisor", "prefecture"):
            user = getattr(cast, who)
            if panel.concerns(user):
                assert len(panel.rows(user, 6)) == panel.count(user)
