"""What the pages do when somebody works with them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions, defaults
from challenges.desk import WAITING
from challenges.models import Batch, Challenge, Need, Objection, PublicNotice, Question, RuleSet, Sitting
from core import clock
from core.selecting import counted
from tests.challenges.needs import need_call
from tests.stories import challenges as stories
from tests.typed import values_of

pytestmark = pytest.mark.django_db


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
    assert (done.status_code, draft.refinements.count()) == (302, 3)
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
    assert client.post(f"{address}do/publish/").status_code == 422
    assert client.post(f"{address}do/publish/", {"challenges": [challenge.pk]}).status_code == 302
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
    data = values_of(form)
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
        "planned_on": "2022-02-22",
        "agenda": "一\n二",
        "invited": "科技厅\n财政厅\n农牧厅",
    }
    made = client.post(reverse("challenges:new-sitting"), form)
    client.post(f"{made.url}do/hold/", {"present": ["科技厅", "财政厅"], "minutes_text": "审议通过。"})
    vote = {"kind": "APPROVE_LIST", "title": "同意", "vote_0": "FOR", "vote_1": "FOR"}
    client.post(f"{made.url}do/resolve/", vote)
    sitting = Sitting.objects.get()
    assert (sitting.state, sitting.agenda, sitting.resolutions.get().is_passed) == ("HELD", ["一", "二"], True)


def test_the_desk_says_what_waits(client, cast, world):
    found = {
        (who, str(panel.title)): counted([panel.count(getattr(cast, who))])[0]
        for who in ("officer", "publisher", "supervisor", "prefecture")
        for panel in WAITING
        if panel.roles and panel.concerns(getattr(cast, who))
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
                assert len(panel.rows(user, 6)) == counted([panel.count(user)])[0]


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_minutes_and_proofs_open_for_those_who_may(client, cast, world):
    draft, notice = world["draft"], world["notice"]
    client.force_login(cast.officer)
    form = {"kind": "SURVEY", "held_on": "2026-05-01", "conclusion": "可行。"}
    upload = SimpleUploadedFile("纪要.pdf", PDF)
    assert client.post(f"{draft.get_absolute_url()}do/round/", {**form, "minutes": upload}).status_code == 302
    address = reverse("challenges:refinement-file", args=[draft.code, draft.refinements.count()])
    assert b"".join(client.get(address).streaming_content) == PDF
    client.logout()
    objection = {"item": notice.items.get().pk, "party_kind": "PERSON", "party_name": "钱七"}
    objection |= {"party_contact": "示例路8号", "content": "有误。", "file": SimpleUploadedFile("证明.pdf", PDF)}
    client.post(reverse("challenges:object", args=[notice.pk]), objection)
    proof = reverse("challenges:objection-file", args=[Objection.objects.order_by("-pk").first().pk])
    found = {}
    for who in ("supervisor", "auditor", "officer", "applicant"):
        client.force_login(getattr(cast, who))
        answers = [client.get(proof), client.get(address)]
        found[who] = tuple(answer.status_code for answer in answers)
        for answer in answers:
            if answer.streaming:
                assert b"".join(answer.streaming_content) == PDF  # reading to the end closes the file
    assert found == {"supervisor": (200, 200), "auditor": (403, 200), "officer": (403, 200), "applicant": (403, 403)}


def test_a_file_of_another_kind_is_refused_with_a_sentence(client, cast, world):
    client.force_login(cast.officer)
    form = {"kind": "SURVEY", "held_on": "2026-05-01", "conclusion": "可行。"}
    upload = SimpleUploadedFile("纪要.pdf", b"MZ not a pdf")
    answer = client.post(f"{world['draft'].get_absolute_url()}do/round/", {**form, "minutes": upload})
    assert answer.status_code == 409
    assert "不是可接受的格式" in answer.content.decode()


def test_policies_and_committees_are_kept_on_the_page_of_the_programme(client, cast, world):
    programme = world["opened"].batch.programme
    address = programme.get_absolute_url()
    client.force_login(cast.officer)
    client.post(f"{address}do/policy/", {"title": "《“揭榜挂帅”实施办法》", "url": "https://example.org/"})
    client.post(f"{address}do/policy/", {"title": "“揭榜挂帅”实施办法"})
    client.post(f"{address}do/committee/", {"name": "种业专家咨询委员会"})
    committee = programme.committees.get()
    member = {"committee": committee.pk, "person": cast.experts[0].person_id, "role": "主任"}
    assert client.post(f"{address}do/member/", member).status_code == 302
    assert client.post(f"{address}do/member/", member).status_code == 409
    client.logout()
    html = client.get(address).content.decode()
    assert html.count("实施办法") == 1
    assert "种业专家咨询委员会" not in html
    client.force_login(cast.officer2)
    assert client.post(f"{address}do/committee/", {"name": "越权"}).status_code == 403


def test_calls_that_take_needs_stand_first_and_are_marked(client, cast):
    now, programme = clock.now(), stories.programme(cast)
    for title, opens, closes in (("早已截止", -90, -60), ("尚未开始", 5, 30), ("先截止", -20, 3), ("后截止", -1, 20)):
        window = {"opens_at": now + timedelta(days=opens), "closes_at": now + timedelta(days=closes)}
        actions.open_call(programme=programme, title=title, by=cast.officer, **window)
    page = client.get("/calls/").content.decode()
    titles = ["先截止", "后截止", "尚未开始", "早已截止"]
    assert sorted(titles, key=page.index) == titles
    only = client.get("/calls/", {"phase": "ended"}).content.decode()
    assert ["早已截止" in only, "先截止" in only] == [True, False]


def test_a_correction_form_holds_the_published_words_and_marks_none_of_them(client, cast):
    challenge = stories.open_challenge(cast)
    client.force_login(cast.officer)
    address = f"{challenge.get_absolute_url()}correct/"
    page = client.get(address)
    assert "选填" not in page.content.decode().split("<form", 2)[-1]
    sent = values_of(page.context["form"]) | {"reason": "笔误", "objective": ""}
    assert "已公布的内容只能更正，不能清空。" in client.post(address, sent).content.decode()


def test_a_condition_names_the_figure_of_the_rules(client, cast):
    batch = stories.batch(cast, rules={"minimum_members": 4, "self_funding_percent": 150})
    challenge = stories.open_challenge(cast, batch=batch)
    page = client.get(challenge.get_absolute_url()).content.decode()
    assert "成员单位（含牵头单位）不少于 4 家" in page
    assert "原则上不低于 1.5:1" in page
    challenge.conditions.filter(code="MEMBERS").update(text="创新联合体成员单位不少于规定家数")
    page = client.get(challenge.get_absolute_url()).content.decode()
    assert "不少于规定家数，按本批规则不少于 4 家（含牵头单位）" in page
    rules = stories.rule_set(cast, minimum_members=1, self_funding_percent=0, needs_research_member=False)
    left_out = {"MEMBERS", "SELF_FUNDING", "RESEARCH_MEMBER"}
    assert not left_out & {row["code"] for row in defaults.condition_rows(rules)}


def test_the_office_goes_on_from_the_page_of_a_closed_challenge(client, cast):
    challenge = stories.closed_challenge(cast)
    client.force_login(cast.officer)
    page = client.get(challenge.get_absolute_url())
    assert [str(label) for label, _url in page.context["work"]] == ["开标", "资格审查"]
    assert [client.get(url).status_code for _label, url in page.context["work"]] == [200, 200]
    for other in (cast.officer2, cast.applicant):
        client.force_login(other)
        assert client.get(challenge.get_absolute_url()).context["work"] == []


def test_a_closed_challenge_of_2021_leads_to_its_contract_and_is_not_opened(client, cast):
    batch = stories.batch(cast, mechanism="ENTERPRISE_2021")
    challenge = stories.closed_challenge(cast, batch=batch)
    client.force_login(cast.officer)
    page = client.get(challenge.get_absolute_url())
    assert [str(label) for label, _url in page.context["work"]] == ["登记技术合同", "流榜办理"]
    assert [client.get(url).status_code for _label, url in page.context["work"]] == [200, 200]
    assert challenge.title not in client.get(reverse("consortia:openings")).content.decode()
