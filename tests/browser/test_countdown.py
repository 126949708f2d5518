"""The time that is left on an open page: by the server's clock, whatever the clock of the device says."""

from datetime import timedelta

import pytest

from challenges import actions
from core import clock
from tests.stories import challenges as stories

pytestmark = pytest.mark.browser


def test_a_device_whose_clock_is_years_off_counts_by_the_server_and_learns_of_a_moved_deadline(visit, cast):
    challenge = stories.open_challenge(cast)
    clock.move(to=challenge.deadline - timedelta(minutes=59, seconds=30))
    visitor = visit()
    page = visitor.page
    page.clock.install(time="2031-01-01T00:00:00+08:00")  # Date and performance.now() of the page are the test's own
    visitor.go(challenge.get_absolute_url())
    left = page.locator(".jb-closing-line .jb-left")
    assert left.inner_text().startswith("还剩 59 分 ")
    assert "is-hour" in left.get_attribute("class")
    page.clock.fast_forward(31_000)
    page.wait_for_function("document.querySelector('.jb-closing-line .jb-left').textContent.startsWith('还剩 58 分')")

    # The deadline is put off while the page is open; it asks at most once a minute.
    page.evaluate(
        "() => { window.asked = 0; const real = fetch; window.fetch = (...of) => { window.asked++; return real(...of); }; }"
    )
    actions.extend_deadline(
        challenge=challenge, deadline=challenge.deadline + timedelta(days=4), reason="受疫情影响", by=cast.publisher
    )
    page.clock.fast_forward(40_000)
    moved = page.locator("[data-moved]")
    moved.wait_for(state="visible")
    assert "原截止" in moved.inner_text()
    assert "受疫情影响" in moved.inner_text()
    assert left.inner_text().startswith("还剩 4 天")
    assert "is-hour" not in left.get_attribute("class")
    page.clock.fast_forward(20_000)
    assert page.evaluate("window.asked") == 1

    # At zero the page says what the end means; nothing is switched off.
    clock.move(to=challenge.deadline + timedelta(seconds=5))
    page.clock.fast_forward(61_000)
    page.locator("[data-over]").wait_for(state="visible")
    assert left.inner_text().startswith("已截止")
    assert "is-over" in left.get_attribute("class")
    assert page.locator("main button[disabled], main a[aria-disabled]").count() == 0
