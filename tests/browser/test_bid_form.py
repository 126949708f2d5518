"""The bid form on the last evening: it saves itself, and nothing that is typed is ever lost."""

import re
from datetime import timedelta

import pytest

from consortia import actions, queries
from consortia.enums import BidState
from consortia.models import Bid
from consortia.views import progress
from core import clock
from tests.browser import from_bid
from tests.browser.person import PHONE
from tests.stories import challenges, consortia
from tests.stories.cast import PASSWORD

pytestmark = pytest.mark.browser

SAVED = re.compile(r"已保存 \d\d:\d\d")
ROUTE = "先粗后精，三年两代，异地加代选育。"


@pytest.fixture
def challenge(cast):
    return challenges.open_challenge(cast)


@pytest.fixture
def bid(cast, challenge) -> Bid:
    return consortia.drafted_bid(cast, challenge)


def state_of(person):
    return person.page.locator("[data-state]")


def wait_for(person, words) -> None:
    """Until the status line says so."""
    state_of(person).filter(has_text=words).wait_for()


def type_into(person, field: str, text: str) -> None:
    person.page.locator(f"#{field}").fill(text)


def technical(bid: Bid) -> dict:
    return queries.sections(bid)["technical"]


def local_copies(person) -> int:
    return person.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('jb-draft')).length")


def test_it_saves_itself_and_another_device_goes_on(visit, bid):
    applicant = visit("applicant").go(f"/bids/{bid.pk}/sections/technical/")
    page = applicant.page
    page.locator("#id_route").press_sequentially(ROUTE, delay=5)
    assert local_copies(applicant) == 1
    wait_for(applicant, SAVED)
    assert technical(bid)["route"].startswith(ROUTE)
    assert local_copies(applicant) == 0
    # What is missing now is told without leaving the page; half a draft is saved all the same.
    type_into(applicant, "id_risks", "")
    page.locator(".jb-rail a[aria-current]", has_text="待补 1 处").wait_for()
    assert technical(bid)["risks"] == ""
    page.locator("#bid-defects a", has_text="风险与对策").click()
    assert page.evaluate("document.activeElement.id") == "id_risks"
    phone = visit("applicant", fresh=True, viewport=PHONE).go(f"/bids/{bid.pk}/sections/technical/")
    assert phone.page.locator("#id_route").input_value().startswith(ROUTE)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_two_people_in_two_fields_are_joined_and_in_one_field_compared(visit, bid):
    address = f"/bids/{bid.pk}/sections/technical/"
    first, second = visit("applicant").go(address), visit("member").go(address)
    first.expected = second.expected = {409}
    type_into(first, "id_route", "申报人写的路线")
    wait_for(first, SAVED)
    type_into(second, "id_risks", "成员写的风险")
    wait_for(second, SAVED)
    assert (technical(bid)["route"], technical(bid)["risks"]) == ("申报人写的路线", "成员写的风险")
    assert second.page.locator("#id_route").input_value() == "申报人写的路线"
    type_into(second, "id_content", "研究内容：抗寒基因挖掘与成员分工")
    wait_for(second, SAVED)
    type_into(first, "id_content", "研究内容：抗旱基因挖掘与示范推广")
    wait_for(first, "对照并合并")
    assert technical(bid)["content"].endswith("成员分工")
    first.follow(first.page.get_by_role("button", name="对照并合并"))
    first.reads("您填写期间", "对方的", "抗旱基因", "抗寒基因")
    assert first.page.locator("mark", has_text="旱").count() == 1
    first.page.get_by_label("都保留（对方的在前）").check()
    first.follow(first.page.get_by_role("button", name="按所选内容保存"))
    content = technical(bid)["content"]
    assert "成员分工" in content
    assert "示范推广" in content
    assert technical(bid)["risks"] == "成员写的风险"
    assert local_copies(first) == 0
    first.go(f"/bids/{bid.pk}/sections/technical/")
    assert not first.page.locator("#bid-local").is_visible()


def test_rows_taken_out_by_one_and_changed_by_the_other_are_asked_about(visit, bid):
    address = f"/bids/{bid.pk}/sections/tasks/"
    first, second = visit("applicant").go(address), visit("member").go(address)
    first.expected = second.expected = {409}
    first.page.locator("tr[data-row=rows-1] [data-remove]").click()
    wait_for(first, SAVED)
    second.page.locator("#id_rows-1-title").fill("成员改过的课题名称")
    wait_for(second, "对照并合并")
    second.follow(second.page.get_by_role("button", name="对照并合并"))
    second.reads("没有这一行", "成员改过的课题名称")
    second.follow(second.page.get_by_role("button", name="按所选内容保存"))
    titles = [row["title"] for row in queries.sections(bid)["tasks"]["rows"]]
    assert "成员改过的课题名称" in titles
    assert len(titles) == 3


def forgive(person, words: str) -> None:
    """A fault that the test made on purpose."""
    person.faults[:] = [fault for fault in person.faults if words not in fault]


def end_session(person) -> None:
    person.page.context.clear_cookies(name="sessionid")


def sign_in_elsewhere(person) -> None:
    """In a new tab of the same browser, as the notice says."""
    with person.page.context.expect_page() as opened:
        person.page.get_by_role("link", name="在新窗口登录").click()
    tab = opened.value
    tab.fill("#id_username", person.name)
    tab.fill("#id_password", PASSWORD)
    with tab.expect_navigation():
        tab.locator("main form button[type=submit]").first.click()
    tab.close()


def test_the_session_ends_while_typing_and_nothing_is_lost(visit, bid):
    applicant = visit("applicant").go(f"/bids/{bid.pk}/sections/technical/")
    applicant.expected = {401}
    end_session(applicant)
    type_into(applicant, "id_route", ROUTE)
    wait_for(applicant, "登录已过期")
    assert "内容已留在本机" in state_of(applicant).inner_text()
    assert technical(bid)["route"] != ROUTE
    type_into(applicant, "id_risks", "登录过期后继续写的")
    sign_in_elsewhere(applicant)
    applicant.page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_for(applicant, SAVED)
    assert technical(bid)["route"] == ROUTE
    assert technical(bid)["risks"] == "登录过期后继续写的"
    assert local_copies(applicant) == 0


def test_a_closed_window_offers_its_text_again(visit, bid):
    address = f"/bids/{bid.pk}/sections/technical/"
    applicant = visit("applicant").go(address)
    applicant.expected = {401}
    end_session(applicant)
    type_into(applicant, "id_route", ROUTE)
    wait_for(applicant, "登录已过期")
    applicant.sign_in().go(address)
    page = applicant.page
    box = page.locator("#bid-local")
    assert ROUTE in box.inner_text()
    assert "服务器上的" in box.inner_text()
    assert page.locator("#id_route").input_value() != ROUTE
    page.get_by_role("button", name="恢复本机内容").click()
    wait_for(applicant, SAVED)
    assert technical(bid)["route"] == ROUTE
    applicant.go(address)
    assert not box.is_visible()


def test_without_script_the_text_comes_through_the_sign_in(visit, bid):
    applicant = visit("applicant", java_script_enabled=False).go(f"/bids/{bid.pk}/sections/technical/")
    applicant.expected = {401, 422}
    page = applicant.page
    end_session(applicant)
    page.locator("#id_route").fill(ROUTE)
    applicant.follow(page.get_by_role("button", name="保存", exact=True).last)
    applicant.reads("登录已过期")
    page.fill("#id_username", "applicant")
    page.fill("#id_password", "不对的密码")
    applicant.follow(page.get_by_role("button", name="登录并保存"))
    applicant.reads("用户名或密码不正确")
    page.fill("#id_username", "applicant")
    page.fill("#id_password", PASSWORD)
    applicant.follow(page.get_by_role("button", name="登录并保存"))
    assert technical(bid)["route"] == ROUTE
    assert page.locator("#id_route").input_value() == ROUTE


def test_the_line_is_cut_during_a_save_and_comes_back(visit, bid):
    applicant = visit("applicant").go(f"/bids/{bid.pk}/sections/technical/")
    applicant.expected = {409}  # the next save learns that the lost one had arrived
    page = applicant.page
    lost = []

    def lose_the_answer(route):
        """The server saves, but its answer never arrives."""
        lost.append(route.fetch())
        route.abort("internetdisconnected")

    page.route("**/sections/technical/", lose_the_answer, times=1)
    type_into(applicant, "id_route", ROUTE)
    wait_for(applicant, "网络中断")
    assert len(lost) == 1
    assert technical(bid)["route"] == ROUTE
    type_into(applicant, "id_risks", "断网时继续写的")
    page.get_by_role("button", name="立即重试").click()
    wait_for(applicant, SAVED)
    assert technical(bid) | {"route": ROUTE, "risks": "断网时继续写的"} == technical(bid)
    assert page.get_by_role("button", name="对照并合并").count() == 0
    forgive(applicant, "INTERNET_DISCONNECTED")


def test_the_deadline_passes_while_the_form_is_open(visit, bid, challenge):
    applicant = visit("applicant").go(f"/bids/{bid.pk}/sections/technical/")
    applicant.expected = {409}
    clock.move(to=challenge.deadline + timedelta(seconds=1))
    type_into(applicant, "id_route", ROUTE)
    wait_for(applicant, "截止时间")
    assert "未保存" in state_of(applicant).inner_text()
    assert "留在本机" in state_of(applicant).inner_text()
    assert applicant.page.locator("#id_route").input_value() == ROUTE
    assert technical(bid)["route"] != ROUTE


def test_submitting_over_a_cut_line_makes_one_receipt_and_recall_brings_the_text_back(visit, cast, challenge):
    bid = consortia.bid_at_unit(cast, challenge)
    admin = visit("unitadmin").go(bid)
    page = admin.page
    panel = page.locator("ul.jb-actions > li").filter(has=page.locator("h3", has_text="密封提交"))
    panel.locator("summary").click()
    panel.locator("input[type=checkbox]").check()
    lost = []

    def lose_the_answer(route):
        lost.append(route.fetch(max_redirects=0))
        route.abort("internetdisconnected")

    page.route("**/do/submit/", lose_the_answer, times=1)
    panel.locator("button[type=submit]").click()
    page.wait_for_url("chrome-error://**")
    forgive(admin, "INTERNET_DISCONNECTED")
    admin.go(bid)
    assert lost[0].status == 302
    bid.refresh_from_db()
    assert (bid.state, bid.receipts.count()) == (BidState.SUBMITTED, 1)
    admin.reads("方案已密封", bid.receipts.get().number)
    route = consortia.drafts.example(challenge=challenge, consortium=bid.consortium)["technical"]["route"]
    admin.act("撤回修改")
    bid.refresh_from_db()
    assert (bid.state, technical(bid)["route"]) == (BidState.DRAFT, route)
    applicant = visit("applicant").go(f"/bids/{bid.pk}/sections/technical/")
    type_into(applicant, "id_route", ROUTE)
    wait_for(applicant, SAVED)
    applicant.act("送单位审核", on=bid)
    admin.act("密封提交", {"已核对全部内容；提交后方案即密封，开标前任何人不能查看": True}, on=bid)
    bid.refresh_from_db()
    assert (bid.state, bid.receipts.count()) == (BidState.SUBMITTED, 2)


def test_a_budget_is_filled_by_keyboard_with_living_sums(visit, cast, challenge):
    consortium = consortia.registered_consortium(cast)
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)
    applicant = visit("applicant").go(f"/bids/{bid.pk}/sections/budget/")
    page, year = applicant.page, clock.today().year
    page.locator(f"#id_sources-0-y{year}").focus()
    page.keyboard.type("400")
    page.keyboard.press("Tab")
    page.keyboard.type("100")
    total = page.locator("tr[data-row=sources-0] [data-total]")
    assert total.inner_text() == "500"
    wait_for(applicant, SAVED)
    page.locator(f"#id_sources-1-y{year}").fill("900")
    ratio = page.locator("[data-ratio]")
    assert "还差 100 万元" in ratio.inner_text()
    page.locator(f"#id_sources-1-y{year}").fill("10000000")
    question = page.locator("[data-meant]")
    assert "是否想填 1000 万元" in question.inner_text()
    question.get_by_role("button").press("Enter")
    assert page.locator(f"#id_sources-1-y{year}").input_value() == "1000"
    assert "达到 2 : 1" in ratio.inner_text()
    page.locator("[data-add=sources]").press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_sources-2-source"
    page.keyboard.press("Escape")
    page.locator("#id_sources-2-source").select_option("OTHER")
    page.locator(f"#id_sources-2-y{year}").fill("一百")
    applicant.expected = {422}
    wait_for(applicant, "1 处无法保存")
    rows = queries.sections(bid)["budget"]["sources"]
    assert [row["amount_fen"] for row in rows] == [400_000_000, 100_000_000, 1_000_000_000, None]
    page.locator("tr[data-row=sources-2] [data-remove]").press("Enter")
    wait_for(applicant, SAVED)
    assert len(queries.sections(bid)["budget"]["sources"]) == 3
    applicant.go(f"/bids/{bid.pk}/sections/budget/")
    assert page.locator("#id_sources-1-y" + str(year)).input_value() == "1000"
    page.locator(f"#id_sources-1-y{year}").press("Enter")  # Enter saves; it never takes a row out
    wait_for(applicant, "上次保存")
    assert len(queries.sections(bid)["budget"]["sources"]) == 3


def test_a_whole_bid_is_written_on_a_phone_and_submitted_by_an_impatient_hand(visit, cast, challenge):
    consortium = consortia.registered_consortium(cast)
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)
    applicant = visit("applicant", viewport=PHONE)
    content = consortia.drafts.example(challenge=challenge, consortium=consortium)
    # What people type in full is told by the journey; here what has rows, on the narrow page.
    actions.save_draft(bid=bid, sections={name: content[name] for name in ("basic", "technical")}, by=cast.applicant)
    applicant.page.set_viewport_size(PHONE)
    for name in ("responses", "tasks", "foundation", "milestones", "budget", "benefits"):
        applicant.seen.add(f"/bids/N/sections/{name}/")  # look() would widen the window
        from_bid.write_section(applicant, bid, name, content[name])
        width = applicant.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], name
    actions.save_draft(bid=bid, sections={"team": content["team"]}, by=cast.applicant)
    assert progress.Progress(bid, cast.applicant).defects == []
    applicant.page.reload()
    applicant.page.locator(".jb-rail summary").click()
    applicant.follow(applicant.page.locator(".jb-rail a[href$='#ready']"))
    applicant.reads("方案内容完整", "待签署")
    actions.sign_pledge(bid=bid, kind="LEADER", by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        actions.sign_pledge(bid=bid, kind="ORGANIZATION", by=admin)
    admin = visit("unitadmin").go(bid)
    panel = admin.page.locator("ul.jb-actions > li").filter(has=admin.page.locator("h3", has_text="密封提交"))
    panel.locator("summary").click()
    panel.locator("input[type=checkbox]").check()
    panel.locator("button[type=submit]").dblclick()
    admin.page.wait_for_url("**/receipts/**")
    bid.refresh_from_db()
    assert (bid.state, bid.receipts.count()) == (BidState.SUBMITTED, 1)


def test_rows_are_handled_without_script(visit, bid):
    applicant = visit("applicant", java_script_enabled=False).go(f"/bids/{bid.pk}/sections/milestones/")
    page = applicant.page
    page.locator("#id_rows-2-name").fill("改过名的节点")
    applicant.follow(page.get_by_role("button", name="添加一行"))
    page.locator("#id_rows-3-name").fill("新节点")
    page.locator("#id_rows-3-targets").fill("考核目标")
    page.locator("#id_rows-3-fiscal_share_percent").fill("15")
    applicant.follow(page.locator("[data-save]"))
    applicant.reads("拨款比例合计 115%，超出 15%")
    applicant.follow(page.locator("tr[data-row=rows-0] [data-remove]"))
    names = [row["name"] for row in queries.sections(bid)["milestones"]["rows"]]
    assert names[1:] == ["改过名的节点", "新节点"]
    assert len(names) == 3


def test_platforms_are_ticked_and_running_projects_added_by_keyboard_alone(visit, cast, bid):
    platform = actions.add_platform(
        organization=cast.lead, name="草种国家创新中心", level="NATIONAL", by=cast.unitadmin
    )
    applicant = visit("applicant").go(f"/bids/{bid.pk}/sections/foundation/")
    page = applicant.page
    page.locator("#id_platforms-0-is_used").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_no_platforms"
    page.keyboard.press("Space")  # the example had said that there is none
    page.locator("[data-add=projects]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_projects-1-title"
    for words in ("河套灌区节水增粮", "自治区重点研发计划", "2024YFHH0001"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for words in ("巴图", "120", "2027", "渠系节水，对象不同。"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    wait_for(applicant, SAVED)
    page.locator("#bid-defects a", has_text="无在研项目").wait_for()
    said = queries.sections(bid)["foundation"]
    assert (said["platforms"], said["no_platforms"]) == ([{"platform_id": platform.pk}], False)
    (row,) = said["projects"]
    assert (row["leader_name"], row["amount_fen"], row["ends_year"]) == ("巴图", 120_000_000, 2027)
    assert row["organization_id"] is not None
    page.locator("#bid-defects a", has_text="无在研项目").click()
    assert page.evaluate("document.activeElement.id") == "id_no_projects"
    page.keyboard.press("Space")
    page.locator("#bid-defects", has_text="本部分没有问题").wait_for()
