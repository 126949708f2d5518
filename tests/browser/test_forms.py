"""Forms in a real browser: errors on a phone, an impatient second click, no mouse at all."""

import re
from datetime import timedelta

import pytest

from accounts.models import IntegrityRecord
from challenges import actions
from challenges.models import Need
from core import clock
from tests.browser.person import PHONE
from tests.stories import challenges as stories
from tests.stories.cast import PASSWORD

pytestmark = pytest.mark.browser

PROBLEM = "现有品种越冬率低，草种依赖进口。" * 8


@pytest.fixture
def new_need(cast) -> str:
    """The address of the form that an applicant fills most often."""
    now = clock.now()
    call = actions.open_call(
        programme=stories.programme(cast),
        title="种业创新需求征集",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
        by=cast.officer,
    )
    return f"/calls/{call.pk}/needs/new/"


def test_errors_on_a_phone_keep_what_was_typed(visit, new_need):
    applicant = visit("applicant", viewport=PHONE)
    applicant.go(new_need)
    page = applicant.page
    page.set_viewport_size(PHONE)
    form = page.locator("main form[method=post]").first
    applicant.fill(form, {"存在问题": PROBLEM, "拟自投经费": "很多", "领域": "草种业"})
    applicant.expected = {422}
    with page.expect_navigation():
        form.get_by_role("button", name="保存草稿").click()
    applicant.expected = set()
    assert not Need.objects.exists()
    summary = page.locator(".jb-notice[role=alert]")
    assert "有 2 处需要修改" in summary.inner_text()
    assert summary.evaluate("node => node === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("#id_problem").input_value() == PROBLEM
    assert page.locator("#id_own_investment_fen").input_value() == "很多"
    assert page.locator("#id_field option:checked").inner_text() == "草种业"
    for name in ("title", "own_investment_fen"):
        control = page.locator(f"#id_{name}")
        assert control.get_attribute("aria-invalid") == "true"
        assert f"id_{name}_error" in control.get_attribute("aria-describedby").split()
    # Each line of the summary leads to its field.
    summary.locator("a[href='#id_title']").click()
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.keyboard.type("抗寒高产苜蓿品种")
    page.locator("#id_own_investment_fen").fill("500")
    applicant.send(form, {}, "保存草稿")
    need = Need.objects.get()
    assert (need.title, need.problem, need.own_investment_fen) == ("抗寒高产苜蓿品种", PROBLEM, 500 * stories.WAN)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_double_click_has_one_effect(visit, new_need, has_script):
    applicant = visit("applicant", java_script_enabled=has_script)
    applicant.go(new_need)
    form = applicant.page.locator("main form[method=post]").first
    applicant.fill(form, {"需求名称": "抗寒高产苜蓿品种"})
    form.get_by_role("button", name="保存草稿").dblclick()
    applicant.page.wait_for_url(re.compile(r"/needs/\d+/$"))
    applicant.page.wait_for_load_state()
    applicant.go("/needs/").reads("抗寒高产苜蓿品种")
    assert Need.objects.count() == 1


def test_signing_in_takes_no_mouse(visit):
    person = visit()
    person.go("/")
    page = person.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    person.go("/sign-in/")
    tab_to(page, "id_username")
    page.keyboard.type("officer")
    tab_to(page, "id_password")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.url.endswith("/desk/")
    # Whatever has the focus shows it.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    shown = "node => { const s = getComputedStyle(node); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
    assert page.locator(":focus").evaluate(shown)


def tab_to(page, wanted: str) -> None:
    for _press in range(60):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{wanted} is not reached by the keyboard")


def test_a_unit_is_found_and_taken_without_a_mouse(visit, cast):
    supervisor = visit("supervisor")
    supervisor.go("/integrity/new/")
    page = supervisor.page
    tab_to(page, "id_organization")
    box, options = page.locator("#id_organization"), page.locator("#id_organization ~ [role=listbox] [role=option]")
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "false")
    page.keyboard.type("示例")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    marked = box.get_attribute("aria-activedescendant")
    assert marked == options.nth(1).get_attribute("id")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "示例"
    page.keyboard.press("Escape")
    assert box.input_value() == ""
    page.keyboard.type(cast.third.uscc)
    options.filter(has_text=cast.third.name).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("input[name=organization]:checked").get_attribute("value") == str(cast.third.pk)
    assert page.locator("#id_organization ~ [role=status]").inner_text().startswith("已选择")
    assert box.input_value() == ""
    tab_to(page, "id_fact")
    page.keyboard.type("虚假材料（示例）")
    tab_to(page, "id_source")
    page.keyboard.type("举报")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert IntegrityRecord.objects.get().organization == cast.third


def test_without_script_the_page_comes_back_with_what_was_found(visit, cast):
    supervisor = visit("supervisor", java_script_enabled=False)
    supervisor.go("/integrity/new/")
    page = supervisor.page
    form = page.locator("main form[method=post]").first
    page.fill("#id_organization", "示例")
    page.fill("#id_fact", "虚假材料（示例）")
    page.fill("#id_source", "举报")
    supervisor.expected = {422}
    with page.expect_navigation():
        form.get_by_role("button", name="受理").click()
    supervisor.expected = set()
    assert "请选择" in supervisor.trouble()
    assert page.locator("input[name=organization]").count() <= 21
    page.locator("label", has_text=cast.third.uscc).locator("input").check()
    supervisor.send(form, {}, "受理")
    assert IntegrityRecord.objects.get().organization == cast.third
