"""The bid form by its pages: what a save answers, what it keeps, what stands around it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consortia import actions, drafts, queries
from consortia.models import Bid
from consortia.views import progress
from core import clock, events
from core.errors import Forbidden, Refused
from tests.consortia.test_views import body, client_of, fields_of
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories
from tests.stories.cast import PASSWORD

WAN = 1_000_000


@pytest.fixture
def bid(cast, challenge) -> Bid:
    return stories.drafted_bid(cast, challenge)


def address(bid: Bid, name: str) -> str:
    return reverse("consortia:section", args=[bid.pk, name])


def opened(client: Client, bid: Bid, name: str) -> dict:
    """What a browser would send of the section's page, its memory of the beginning included."""
    page = client.get(address(bid, name))
    return fields_of(page) | {"seen": page.context["seen"]}


def save(client: Client, bid: Bid, name: str, sent: dict):
    return client.post(address(bid, name), sent, headers={"accept": "application/json"})


def version_of(bid: Bid, name: str) -> int:
    return queries.section(bid, name).version


# What a save answers


def test_a_save_by_the_script_answers_what_changed_around_the_form(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "technical")
    answer = save(author, bid, "technical", sent | {"risks": ""})
    told = answer.json()
    assert (answer.status_code, told["kind"], told["version"]) == (200, "saved", 2)
    assert re.fullmatch(r"\d\d:\d\d", told["time"])
    assert "待补 1 处" in told["parts"]["bid-rail"]
    assert 'href="#id_risks"' in told["parts"]["bid-defects"]
    assert queries.sections(bid)["technical"]["risks"] == ""


def test_the_same_save_again_changes_nothing_and_is_no_conflict(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "technical") | {"route": "一次"}
    first, again = save(author, bid, "technical", sent), save(author, bid, "technical", sent)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["version"] == again.json()["version"] == version_of(bid, "technical")


def test_what_cannot_be_read_is_named_and_its_neighbors_are_saved(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "tasks") | {"rows-0-title": "改过的名称", "rows-0-amount_fen": "十万"}
    answer = save(author, bid, "tasks", sent)
    assert (answer.status_code, answer.json()["kind"]) == (422, "partly")
    assert list(answer.json()["errors"]) == ["id_rows-0-amount_fen"]
    row = queries.sections(bid)["tasks"]["rows"][0]
    assert (row["title"], row["amount_fen"]) == ("改过的名称", None)
    assert len(queries.sections(bid)["tasks"]["rows"]) == 3


def test_a_single_form_keeps_the_earlier_value_of_what_cannot_be_read(cast, bid):
    author = client_of(cast.applicant)
    before = queries.sections(bid)["basic"]["duration_months"]
    answer = save(author, bid, "basic", opened(author, bid, "basic") | {"duration_months": "三年", "title": "新名称"})
    assert list(answer.json()["errors"]) == ["id_duration_months"]
    basic = queries.sections(bid)["basic"]
    assert (basic["title"], basic["duration_months"]) == ("新名称", before)


def test_too_long_is_saved_and_listed(cast, bid):
    author = client_of(cast.applicant)
    answer = save(author, bid, "basic", opened(author, bid, "basic") | {"title": "长" * 300, "keywords": "词" * 201})
    assert answer.status_code == 200
    assert len(queries.sections(bid)["basic"]["title"]) == 300
    found = progress.Progress(bid, cast.applicant).defects
    assert {"basic-title", "basic-keywords"} <= {one.anchor for one in found}


def test_a_form_cut_short_never_empties_its_tables(cast, bid):
    author = client_of(cast.applicant)
    before = queries.sections(bid)["budget"]
    for sent in ({"version": 1}, {"version": 1, "sources-TOTAL_FORMS": "x", "uses-TOTAL_FORMS": "1"}):
        answer = save(author, bid, "budget", sent)
        assert (answer.status_code, answer.json()["code"]) == (409, "section_shape")
        assert author.post(address(bid, "budget"), sent).status_code == 409
    assert queries.sections(bid)["budget"] == before


def test_rows_of_another_version_never_slip_into_a_form(cast, bid):
    """The page still says three rows where two are saved: each cell stays with its own row."""
    author = client_of(cast.applicant)
    sent = opened(author, bid, "tasks") | {"rows-0-DELETE": "on"}
    answer = save(author, bid, "tasks", sent)
    sent |= {"version": answer.json()["version"], "rows-1-amount_fen": "x"}
    save(author, bid, "tasks", sent)
    rows = queries.sections(bid)["tasks"]["rows"]
    assert [row["title"] for row in rows] == [sent["rows-1-title"], sent["rows-2-title"]]
    assert rows[0]["amount_fen"] is None
    assert rows[1]["amount_fen"] == round(float(sent["rows-2-amount_fen"]) * WAN)


def test_rows_added_on_the_page_are_kept_save_after_save(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "tasks") | {"rows-TOTAL_FORMS": 4, "rows-3-title": "页面上添加的课题"}
    for _time in range(3):
        answer = save(author, bid, "tasks", sent)
        sent |= {"version": answer.json()["version"]}
    assert [row["title"] for row in queries.sections(bid)["tasks"]["rows"]][-1] == "页面上添加的课题"


def test_defects_after_a_removal_point_to_the_row_on_the_page(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "tasks") | {"rows-0-DELETE": "on", "rows-2-title": ""}
    told = save(author, bid, "tasks", sent).json()
    assert 'href="#id_rows-2-title"' in told["parts"]["bid-defects"]


def test_a_defect_of_the_budget_leads_to_its_cell(cast, bid, challenge):
    content = queries.sections(bid)["budget"]
    content["sources"][1]["amount_fen"] = challenge.fiscal_cap_fen * 60
    actions.save_draft(bid=bid, sections={"budget": content}, by=cast.applicant)
    year = content["sources"][1]["year"]
    page = body(client_of(cast.applicant).get(bid.get_absolute_url()))
    cell = f"id_sources-0-y{year}"
    assert f"{address(bid, 'budget')}#{cell}" in page
    form = body(client_of(cast.applicant).get(address(bid, "budget")))
    assert f'id="{cell}"' in form
    assert "是否想填" in form


def test_without_script_rows_come_and_go_by_buttons(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "team")
    page = author.post(address(bid, "team"), sent | {"more": "rows"}, follow=True)
    count = len(page.context["forms"].tables[0][1].forms)
    assert count == int(sent["rows-TOTAL_FORMS"]) + 1
    answer = author.post(address(bid, "team"), fields_of(page) | {"remove": "rows-1"})
    assert answer.status_code == 302
    assert len(queries.sections(bid)["team"]["rows"]) == int(sent["rows-TOTAL_FORMS"]) - 1


# The session


def test_a_save_without_a_session_is_told_so(bid):
    answer = save(Client(), bid, "technical", {"version": 1, "route": "x"})
    assert (answer.status_code, answer.json()["kind"]) == (401, "signed_out")


def test_without_script_the_form_comes_back_in_a_sign_in_and_is_saved_by_it(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "technical") | {"route": "第一行\n<b>第二行</b>"}
    visitor = Client()
    page = visitor.post(address(bid, "technical"), sent)
    assert page.status_code == 401
    kept = dict(page.context["kept"])
    assert kept["route"] == "第一行\n<b>第二行</b>"
    assert "<b>第二行" not in body(page)
    wrong = visitor.post(address(bid, "technical"), kept | {"sign_in": "1", "username": "applicant", "password": "x"})
    assert wrong.status_code == 422
    assert dict(wrong.context["kept"])["route"] == kept["route"]
    right = dict(wrong.context["kept"]) | {"sign_in": "1", "username": "applicant", "password": PASSWORD}
    assert visitor.post(address(bid, "technical"), right).status_code == 302
    assert queries.sections(bid)["technical"]["route"] == kept["route"]


def test_a_stranger_who_signs_in_there_saves_nothing(cast, bid):
    before = queries.sections(bid)
    sent = {"version": 1, "route": "外人", "sign_in": "1", "username": "rival_applicant", "password": PASSWORD}
    assert Client().post(address(bid, "technical"), sent).status_code == 404
    assert queries.sections(bid) == before


def test_another_account_in_the_same_browser_does_not_save_under_its_name(cast, bid):
    member = client_of(cast.member)
    sent = opened(member, bid, "technical") | {"author": cast.applicant.pk, "route": "错位"}
    assert save(member, bid, "technical", sent).json()["code"] == "other_account"


# Two writers


def test_the_script_is_told_what_the_other_saved(cast, bid):
    first, second = client_of(cast.applicant), client_of(cast.member)
    mine, theirs = opened(first, bid, "technical"), opened(second, bid, "technical")
    save(first, bid, "technical", mine | {"route": "先保存的"})
    told = save(second, bid, "technical", theirs | {"risks": "后写的"}).json()
    assert (told["kind"], told["latest"]["route"], told["version"]) == ("conflict", "先保存的", 2)
    assert str(cast.applicant) in told["who"]


def test_without_script_different_fields_are_joined_without_asking(cast, bid):
    first, second = client_of(cast.applicant), client_of(cast.member)
    mine, theirs = opened(first, bid, "technical"), opened(second, bid, "technical")
    first.post(address(bid, "technical"), mine | {"route": "先保存的"})
    assert second.post(address(bid, "technical"), theirs | {"risks": "后写的"}).status_code == 302
    saved = queries.sections(bid)["technical"]
    assert (saved["route"], saved["risks"]) == ("先保存的", "后写的")


def test_the_comparison_is_decided_field_by_field(cast, bid):
    first, second = client_of(cast.applicant), client_of(cast.member)
    mine, theirs = opened(first, bid, "technical"), opened(second, bid, "technical")
    first.post(address(bid, "technical"), mine | {"route": "对方路线", "risks": "对方风险"})
    page = second.post(address(bid, "technical"), theirs | {"route": "我的路线", "risks": "我的风险"})
    assert page.status_code == 409
    keys = {row.difference.column: row.difference.key for row in page.context["rows"]}
    answer = dict(page.context["kept"]) | {"version": page.context["version"], "decided": "1"}
    answer |= {f"take-{keys['route']}": "theirs", f"take-{keys['risks']}": "mine"}
    assert second.post(address(bid, "technical"), answer).status_code == 302
    saved = queries.sections(bid)["technical"]
    assert (saved["route"], saved["risks"]) == ("对方路线", "我的风险")


def test_who_was_here_a_moment_ago_is_named(cast, bid):
    member = client_of(cast.member)
    assert "刚刚保存过本部分" in body(member.get(address(bid, "technical")))
    assert "保存过本部分" not in body(client_of(cast.applicant).get(address(bid, "technical")))
    clock.move(to=clock.now() + timedelta(minutes=3))
    assert "3 分钟前保存过本部分" in body(member.get(address(bid, "technical")))
    clock.move(to=clock.now() + timedelta(hours=1))
    assert "保存过本部分" not in body(member.get(address(bid, "technical")))


def test_one_sitting_is_one_entry_of_the_history(cast, bid):
    def entries() -> int:
        return events.of(bid).filter(verb="bid.save", data__section="technical").count()

    before = entries()

    def write(text: str, by) -> None:
        version = version_of(bid, "technical")
        actions.save_section(bid=bid, name="technical", content={"route": text}, version=version, by=by)

    write("一", cast.applicant)
    write("二", cast.applicant)
    assert entries() == before
    write("三", cast.member)
    write("四", cast.applicant)
    assert entries() == before + 2
    clock.move(to=clock.now() + timedelta(minutes=11))
    write("五", cast.applicant)
    assert entries() == before + 3


def test_a_page_from_before_the_recall_is_told_of_it(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    author = client_of(cast.applicant)
    old = opened(author, bid, "technical")
    stories.submit(cast, bid)
    actions.recall_bid(bid=bid, by=cast.unitadmin)
    assert save(author, bid, "technical", old | {"route": "旧页面"}).json()["kind"] == "conflict"


# What stands around


def test_the_unit_sees_the_whole_bid_and_the_reason_stands_on_the_form(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    admin = client_of(cast.unitadmin)
    assert "可以提交了吗" in body(admin.get(bid.get_absolute_url()))
    assert admin.get(reverse("consortia:content", args=[bid.pk])).status_code == 200
    actions.return_bid(bid=bid, reason="请补充第三方检测安排", by=cast.unitadmin)
    for page in (address(bid, "technical"), bid.get_absolute_url()):
        assert "请补充第三方检测安排" in body(client_of(cast.applicant).get(page))
    actions.send_to_unit(bid=bid, by=cast.applicant)
    assert "请补充第三方检测安排" not in body(admin.get(bid.get_absolute_url())).split("办理记录")[0]


def test_the_card_of_readiness_names_who_has_still_to_sign(cast, bid):
    page = body(client_of(cast.applicant).get(bid.get_absolute_url()))
    assert page.count("待签署") == 4
    for person in (cast.applicant, cast.unitadmin, cast.member_admin):
        assert body(client_of(person).get(bid.get_absolute_url())).count("由您签署") == 1, "each is shown the own line"
    actions.sign_pledge(bid=bid, kind="ORGANIZATION", by=cast.member_admin)
    assert body(client_of(cast.applicant).get(bid.get_absolute_url())).count("待签署") == 3
    assert "由您签署" not in body(client_of(cast.member_admin).get(bid.get_absolute_url()))


def test_the_rail_knows_three_states(cast, challenge):
    consortium = stories.registered_consortium(cast)
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)
    actions.save_draft(
        bid=bid,
        sections={"technical": dict.fromkeys(("content", "route", "risks"), "已写")},
        by=cast.applicant,
    )
    states = {one.name: one.fill for one in progress.Progress(bid, cast.applicant).stations}
    assert (states["technical"], states["basic"], states["tasks"]) == (progress.DONE, progress.OPEN, progress.EMPTY)


def test_every_defect_leads_to_something_on_its_page(cast, challenge):
    consortium = stories.registered_consortium(cast)
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)
    broken = drafts.example(challenge=challenge, consortium=consortium)
    broken["tasks"]["rows"][1] |= {"title": "", "organization_id": cast.rival.pk}
    broken["team"]["rows"][0] |= {"months_per_year": 13, "role": ""}
    broken["milestones"]["rows"][0] |= {"name": "", "fiscal_share_percent": 5}
    broken["budget"]["sources"][0] |= {"amount_fen": None}
    broken["budget"]["sources"][-1] |= {"organization_id": cast.university.pk}
    broken["budget"]["uses"][3] |= {"category": ""}
    broken["matching"]["rows"] = [{"division_id": None, "amount_fen": 5, "policy_document": ""}]
    broken["responses"]["rows"][0]["promised"] = "三个"
    broken["basic"] = drafts.blank("basic")
    actions.save_draft(bid=bid, sections=broken, by=cast.applicant)
    author = client_of(cast.applicant)
    stand = progress.Progress(bid, cast.applicant)
    assert len(stand.defects) > 12
    for station in stand.stations:
        page = body(author.get(station.url))
        for _one, url in station.defects:
            assert f'id="{url.partition("#")[2]}"' in page, url


def test_the_preview_shows_answers_beside_the_demands_with_their_units(cast, bid):
    shown = client_of(cast.member).get(reverse("consortia:content", args=[bid.pk]))
    assert [words in body(shown) for words in ("评审专家看到的样子", "硬指标")] == [True, True]
    for answer in shown.context["answers"]:
        ends = f" {answer.indicator.unit}"
        assert ends.strip()
        assert [said.endswith(ends) for said in (answer.target, answer.promised)] == [True, True]


# Taking over an earlier bid


@pytest.fixture
def other(cast) -> Bid:
    """A second draft of the same consortium, for another challenge."""
    second = challenge_stories.open_challenges(cast, 2)[1]
    return actions.start_bid(challenge=second, consortium=stories.registered_consortium(cast), by=cast.applicant)


def test_chosen_sections_are_taken_over_and_traced(cast, bid, other):
    author = client_of(cast.applicant)
    page = author.get(reverse("consortia:reuse", args=[other.pk]), {"from": bid.pk})
    names = [name for name, _label, _replacing in page.context["rows"]]
    assert "responses" not in names  # the indicators of another challenge
    sent = {"from": bid.pk, "sections": ["technical", "basic", "budget"]}
    assert author.post(reverse("consortia:reuse", args=[other.pk]), sent).status_code == 302
    taken, source = queries.sections(other), queries.sections(bid)
    assert taken["technical"] == source["technical"]
    assert taken["budget"] == source["budget"]
    assert taken["basic"] == source["basic"] | {"no_state_secrets": False}
    assert "tasks" not in taken
    event = events.of(other).get(verb="bid.reuse")
    assert event.data == {"source": bid.pk, "sections": ["technical", "basic", "budget"]}
    assert bid.number in event.note


def test_answers_to_another_challenge_stay_behind(cast, bid, other):
    before = queries.sections(other)["responses"]
    assert actions.reuse_sections(bid=other, source=bid, names=["responses"], by=cast.applicant) == []
    assert queries.sections(other)["responses"] == before


def test_a_sealed_or_strange_bid_is_not_taken_over(cast, bid, other, challenge):
    rival = stories.drafted_bid(cast, challenge, "rival")
    with pytest.raises(Forbidden):
        actions.reuse_sections(bid=other, source=rival, names=["technical"], by=cast.applicant)
    with pytest.raises(Forbidden):
        actions.reuse_sections(bid=other, source=bid, names=["technical"], by=cast.unitadmin)
    with pytest.raises(Refused) as refused:
        actions.reuse_sections(bid=other, source=other, names=["technical"], by=cast.applicant)
    assert refused.value.code == "other_unit"
    page = client_of(cast.applicant).post(reverse("consortia:reuse", args=[other.pk]), {"from": rival.pk})
    assert page.status_code == 422


def test_a_bid_is_taken_over_once_it_is_opened(cast, challenge, other):
    submitted = stories.submitted_bid(cast, challenge)
    with pytest.raises(Refused) as refused:
        actions.reuse_sections(bid=other, source=submitted, names=["technical"], by=cast.applicant)
    assert refused.value.code == "sealed"
    stories.open_challenge_bids(cast, challenge)
    submitted.refresh_from_db()
    later = challenge_stories.open_challenge(cast, batch=challenge_stories.batch(cast, year=2023))
    bid = actions.start_bid(challenge=later, consortium=submitted.consortium, by=cast.applicant)
    taken = actions.reuse_sections(bid=bid, source=submitted, names=["milestones", "tasks"], by=cast.applicant)
    assert taken == ["milestones", "tasks"]
    assert len(queries.sections(bid)["milestones"]["rows"]) == 3
