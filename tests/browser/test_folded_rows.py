"""A long table of the bid form on a phone: one line a row, opened by a press; nothing folded away is lost or out of reach."""

import pytest

from accounts import actions as account_actions
from consortia import actions, queries
from tests.browser.person import DESKTOP, PHONE
from tests.stories import challenges, consortia

pytestmark = pytest.mark.browser


@pytest.fixture
def bid(cast):
    """A draft whose team has twelve people."""
    bid = consortia.drafted_bid(cast, challenges.open_challenge(cast))
    rows = queries.sections(bid)["team"]["rows"]
    for number in range(12 - len(rows)):
        one = account_actions.add_person(name=f"组员{number:02}（示例）", organization=cast.lead, by=cast.unitadmin)
        rows.append(
            {
                "person_id": one.pk,
                "organization_id": cast.lead.pk,
                "role": "CORE",
                "months_per_year": 6,
                "tasks": "试验",
            }
        )
    actions.save_draft(bid=bid, sections={"team": {"rows": rows}}, by=cast.applicant)
    return bid


def tall(page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


def test_a_team_is_a_list_that_opens_and_saves(visit, bid):
    address = f"/bids/{bid.pk}/sections/team/"
    applicant = visit("applicant").go(address)
    page = applicant.page
    page.set_viewport_size(PHONE)
    lines = page.locator(".jb-row-sum button")
    assert lines.count() == 12
    assert "组员03（示例）" in " ".join(lines.all_inner_texts())
    assert "每年投入（月） 6" in lines.last.inner_text()
    assert not page.locator("#id_rows-11-tasks").is_visible()
    folded = tall(page)
    lines.last.focus()
    page.keyboard.press("Enter")
    assert lines.last.get_attribute("aria-expanded") == "true"
    page.locator("#id_rows-11-tasks").fill("耐盐品种选育")
    page.locator("[data-state].is-saved").wait_for()
    assert "耐盐品种选育" in lines.last.inner_text()
    rows = queries.sections(bid)["team"]["rows"]
    assert (len(rows), rows[11]["tasks"], rows[5]["tasks"]) == (12, "耐盐品种选育", rows[5]["tasks"])
    page.set_viewport_size(DESKTOP)
    assert page.locator("#id_rows-3-tasks").is_visible(), "a wide window has room for all of it"
    assert not lines.first.is_visible()
    bare = visit("member", java_script_enabled=False).go(address).page
    bare.set_viewport_size(PHONE)
    assert bare.locator("#id_rows-11-tasks").is_visible()
    assert tall(bare) > 2 * folded


def test_a_defect_opens_the_row_that_it_is_about(visit, bid, cast):
    rows = queries.sections(bid)["team"]["rows"]
    rows[7]["months_per_year"] = 13
    actions.save_draft(bid=bid, sections={"team": {"rows": rows}}, by=cast.applicant)
    applicant = visit("applicant").go(bid)
    link = applicant.page.locator("#defects a[href*='/sections/team/#id_rows-']").first
    wanted = link.get_attribute("href").partition("#")[2]
    assert wanted == "id_rows-7-months_per_year"
    applicant.page.set_viewport_size(PHONE)
    link.click()
    applicant.page.wait_for_url("**/sections/team/**")
    assert applicant.page.locator(f"#{wanted}").is_visible()
    assert applicant.page.locator("tr.is-folded").count() == 11
