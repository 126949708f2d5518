"""Two writers of one section: what differs, who changed it, and what comes of both (C10)."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consortia.drafts import blank, comparison
from consortia.drafts.comparison import BOTH, MINE, THEIRS


def technical(**texts) -> dict:
    return blank("technical") | texts


def tasks(*titles: str) -> dict:
    return {
        "rows": [{"title": title, "organization_id": None, "leader_name": "", "amount_fen": None} for title in titles]
    }


def source(name: str, year: int, amount: int) -> dict:
    return {"source": name, "year": year, "organization_id": None, "amount_fen": amount}


def test_only_what_differs_is_asked():
    mine, theirs = technical(route="甲", risks="同"), technical(route="乙", risks="同")
    (one,) = comparison.differences("technical", mine, theirs)
    assert (one.column, one.mine, one.theirs, one.default) == ("route", "甲", "乙", MINE)
    assert comparison.differences("technical", mine, copy.deepcopy(mine)) == []


def test_what_one_side_alone_changed_needs_no_question():
    began = technical(route="原路线", risks="原风险", content="原内容")
    mine = began | {"route": "我的路线", "content": "我的内容"}
    theirs = began | {"risks": "对方的风险", "content": "对方的内容"}
    seen = comparison.seen_of("technical", began)
    changed = {one.column: one.changed for one in comparison.differences("technical", mine, theirs, seen=seen)}
    assert changed == {"route": MINE, "risks": THEIRS, "content": ""}
    joined = comparison.merged("technical", mine, theirs, {}, seen=seen)
    assert (joined["route"], joined["risks"], joined["content"]) == ("我的路线", "对方的风险", "我的内容")


def test_each_choice_is_kept():
    mine, theirs = technical(route="我" * 15), technical(route="他" * 15)
    for choice, expected in ((MINE, "我" * 15), (THEIRS, "他" * 15), (BOTH, "他" * 15 + "\n" + "我" * 15)):
        assert comparison.merged("technical", mine, theirs, {"d0": choice})["route"] == expected


def test_rows_of_one_side_stay_unless_somebody_decides_otherwise():
    mine, theirs = tasks("一", "三"), tasks("一", "二", "三")
    (one,) = comparison.differences("tasks", mine, theirs)
    assert (one.mine, one.default) == (None, THEIRS)
    assert comparison.merged("tasks", mine, theirs, {}) == theirs
    assert comparison.merged("tasks", mine, theirs, {"d0": MINE}) == mine


def test_a_row_taken_out_on_purpose_stays_out_where_the_other_did_not_touch_it():
    began, mine = tasks("一", "二", "三"), tasks("一", "三")
    theirs = tasks("一", "二", "三", "四")
    joined = comparison.merged("tasks", mine, theirs, {}, seen=comparison.seen_of("tasks", began))
    assert joined == tasks("一", "三", "四")


def test_amounts_find_each_other_by_source_and_year():
    mine = {"sources": [source("FISCAL", 2026, 5), source("SELF", 2026, 9)], "uses": []}
    theirs = {"sources": [source("SELF", 2026, 8), source("FISCAL", 2026, 5), source("FISCAL", 2027, 1)], "uses": []}
    found = comparison.differences("budget", mine, theirs)
    assert [(one.column, one.mine, one.theirs) for one in found] == [
        ("amount_fen", 9, 8),
        ("", None, source("FISCAL", 2027, 1)),
    ]


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"route": 5, "rows": [1]}', "x" * 9999])
def test_a_broken_memory_of_the_beginning_only_asks_more(seen):
    mine, theirs = technical(route="甲"), technical(route="乙")
    assert len(comparison.differences("technical", mine, theirs, seen=seen)) == 1


texts = st.text(st.sampled_from("甲乙丙丁 a1\n"), max_size=40)
rows = st.lists(texts, max_size=6).map(lambda titles: tasks(*titles))


#: A busy machine draws slowly; that says nothing of the code.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patiently
@given(mine=rows, theirs=rows, began=rows)
def test_nothing_that_either_side_added_is_lost(mine, theirs, began):
    """Whatever rows: with no choice made, a row that is in one of the two and was not there before is in the result,
    unless the other's version of the same row stands against it (that is what is asked)."""
    found = comparison.differences("tasks", mine, theirs, seen=comparison.seen_of("tasks", began))
    joined = comparison.merged("tasks", mine, theirs, {}, seen=comparison.seen_of("tasks", began))
    before = [row["title"] for row in began["rows"]]
    kept = [row["title"] for row in joined["rows"]]
    asked = [one.mine for one in found if one.column] + [one.theirs for one in found if one.column]
    for row in [*mine["rows"], *theirs["rows"]]:
        assert row["title"] in kept or row["title"] in before or row["title"] in asked


@patiently
@given(mine=texts, theirs=texts)
def test_the_marked_pieces_are_the_whole_texts(mine, theirs):
    own, other = comparison.marked(mine, theirs)
    assert "".join(text for text, _differs in own) == mine
    assert "".join(text for text, _differs in other) == theirs
    same = ["".join(text for text, differs in side if not differs) for side in (own, other)]
    assert same[0] == same[1]
