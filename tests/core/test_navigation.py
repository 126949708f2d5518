"""The words of the menus: nobody sees a way that ends before a closed door, and one word says where he is."""

from types import SimpleNamespace

import pytest

from core import navigation
from core.navigation import ACCOUNT, PUBLIC, NavEntry

SOMEBODY = SimpleNamespace(is_authenticated=True)
NOBODY = SimpleNamespace(is_authenticated=False)


@pytest.fixture
def entries(monkeypatch):
    """Menus of these entries alone; asked-for counts are remembered."""
    asked: list[str] = []

    def count(name: str, number: int):
        return lambda user: asked.append(name) or number

    found = [
        NavEntry(PUBLIC, "榜单", "challenges:list", order=10),
        NavEntry(PUBLIC, "没有这一页", "no-such-page", order=11),
        NavEntry("", "工作台", "desk", order=0),
        NavEntry("业务", "需求", "challenges:needs", count=count("needs", 4), order=110),
        NavEntry(
            "业务", "批次", "challenges:batches", permission=lambda user: False, count=count("batches", 9), order=100
        ),
        NavEntry("资金", "拨款", "funding:tranches", permission=lambda user: True, order=300),
        NavEntry(ACCOUNT, "个人信息", "accounts:profile", permission=lambda user: True, order=10),
    ]
    monkeypatch.setattr(navigation, "entries", lambda: sorted(found, key=lambda entry: entry.order))
    return asked


def labels(groups) -> dict[str, list[str]]:
    return {group.label: [entry.label for entry in group.entries] for group in groups}


def test_a_page_that_is_not_there_has_no_word(entries):
    assert [entry.label for entry in navigation.menu(PUBLIC, NOBODY, "/")] == ["榜单"]


def test_a_page_that_one_may_not_open_has_no_word_and_counts_nothing(entries):
    assert labels(navigation.side_bar(SOMEBODY, "/")) == {"": ["工作台"], "业务": ["需求"], "资金": ["拨款"]}
    assert entries == ["needs"]


def test_a_visitor_is_offered_only_what_is_open_to_all(entries):
    assert labels(navigation.side_bar(NOBODY, "/")) == {"": ["工作台"], "业务": ["需求"]}
    assert entries == [], "nothing is counted for nobody"
    assert navigation.menu(ACCOUNT, NOBODY, "/") == []


def test_what_waits_stands_beside_the_word(entries):
    counts = {one.label: one.count for group in navigation.side_bar(SOMEBODY, "/") for one in group.entries}
    assert counts == {"工作台": None, "需求": 4, "拨款": None}


@pytest.mark.parametrize(
    ("path", "current"), [("/desk/", ["工作台"]), ("/needs/", ["需求"]), ("/needs/12/", ["需求"]), ("/nothing/", [])]
)
def test_the_longest_address_that_fits_says_where_one_is(entries, path, current):
    shown = [one for group in navigation.side_bar(SOMEBODY, path) for one in group.entries]
    assert [one.label for one in shown if one.is_current] == current


def test_an_entry_is_current_on_all_pages_that_share_its_address(monkeypatch):
    mine = NavEntry("业务", "联合体", "desk", under="/consortia/")
    monkeypatch.setattr(navigation, "entries", lambda: [mine])
    for path, is_current in (("/consortia/53/", True), ("/desk/", True), ("/bids/1/", False)):
        assert [one.is_current for one in navigation.side_bar(SOMEBODY, path)[0].entries] == [is_current]


def test_every_word_of_every_app_leads_to_a_page():
    missing = [
        entry.url_name for entry in navigation.collected() if not navigation.address(entry.url_name, *entry.args)
    ]
    assert missing == []
