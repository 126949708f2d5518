"""Which needs say the same: measured on 60 labelled pairs, judged by people, with the reason kept."""

import pytest

from accounts.queries import system_user
from challenges import actions
from challenges.findings import alike
from challenges.models import NeedPair, NeedText
from core import events
from core.errors import Forbidden, Refused
from tests.challenges import pool
from tests.challenges.needs import need_call

pytestmark = pytest.mark.django_db


def figures(scores: dict, least: int) -> tuple[float, float]:
    """(precision, recall) over the labelled pairs, from `least` per cent on."""
    right = [key for key in scores if key[0] in {"copy", "reworded"}]
    found = [key for key, percent in scores.items() if percent >= least]
    hits = [key for key in found if key in right]
    return len(hits) / len(found), len(hits) / len(right)


@pytest.fixture
def scores(cast):
    needs = pool.labelled(cast)
    found = {}
    for label, pairs in pool.sample()["pairs"].items():
        for first, second in pairs:
            found[label, first, second] = alike.percent_of(needs[first], needs[second])
    return found


def test_figures_of_the_labelled_sample(scores):
    """The figures of ADR 0009; whoever changes them changes the ADR."""
    assert len(scores) == 60
    possible, likely = figures(scores, alike.POSSIBLE), figures(scores, alike.LIKELY)
    assert (round(possible[0], 3), round(possible[1], 3)) == (1, 0.963)
    assert (round(likely[0], 3), round(likely[1], 3)) == (1, 0.444)
    copies = [percent for key, percent in scores.items() if key[0] == "copy"]
    assert min(copies) >= alike.LIKELY  # every hardly changed copy is called most likely the same


def test_the_other_telling_of_a_need_stands_among_the_first_five(cast):
    needs = pool.labelled(cast)
    keys = {need.pk: key for key, need in needs.items()}
    labelled = pool.sample()["pairs"]
    missed = [
        (first, second)
        for first, second in labelled["copy"] + labelled["reworded"]
        if second not in {keys[pk] for pk, _percent in alike.scored(needs[first].pk)[:5]}
    ]
    assert len(missed) <= 1, missed


def test_similarity_is_the_same_from_both_sides(cast):
    call = need_call(cast)
    first = pool.handed_in(cast, call, "抗寒高产苜蓿新品种选育")
    second = pool.handed_in(cast, call, "抗寒苜蓿品种选育与示范")
    assert alike.percent_of(first, second) == alike.percent_of(second, first) > alike.POSSIBLE


def test_the_trigger_writes_what_a_search_asks_for(cast):
    need = pool.handed_in(cast, need_call(cast), "抗寒苜蓿（ＡＢ型）110kW", "越冬率低，", "≥90%")
    text = "\n".join([need.title, need.problem, need.current_level, need.expected_indicators])
    assert set(NeedText.objects.get(need=need).grams) == alike.grams_of(text)
    assert {"抗寒", "苜蓿", "110kw", "90%"} <= alike.grams_of(text)


def test_a_changed_text_is_compared_again(cast):
    call = need_call(cast)
    first, second = (pool.handed_in(cast, call, title) for title in ("羊草高效制种技术", "羊草高效制种技术"))
    assert actions.compare_due(by=system_user()) == 2
    assert actions.compare_due(by=system_user()) == 0
    pair = NeedPair.objects.get()
    assert (pair.first, pair.second, pair.percent, pair.verdict) == (first, second, 100, "OPEN")
    actions.return_need(need=second, defects=["指标不可考核"], by=cast.officer)
    changes = {"title": "向日葵列当防治", "problem": "寄生严重。", "expected_indicators": "寄生率五成以下。"}
    actions.edit_need(need=second, changes=changes, by=cast.applicant)
    assert not NeedText.objects.get(need=second).is_compared
    assert actions.compare_due(by=system_user()) == 1


def test_drafts_are_not_compared(cast):
    actions.create_need(call=need_call(cast), title="草稿", by=cast.applicant)
    assert actions.compare_due(by=system_user()) == 0


def test_only_the_system_sweeps(cast):
    with pytest.raises(Forbidden):
        actions.compare_due(by=cast.officer)


def test_a_judgement_needs_a_reason_and_stands_in_both_histories(cast):
    call = need_call(cast)
    first, second = (pool.handed_in(cast, call, title) for title in ("羊草制种", "羊草高效制种"))
    for verdict, reason, code in (("SAME", " ", "reason_missing"), ("OPEN", "同一需求", "verdict_missing")):
        with pytest.raises(Refused) as refused:
            actions.judge_pair(first=second, second=first, verdict=verdict, reason=reason, by=cast.officer)
        assert refused.value.code == code
    pair = actions.judge_pair(first=second, second=first, verdict="SAME", reason="同一需求", by=cast.officer)
    assert (pair.first, pair.second, pair.decided_by) == (first, second, cast.officer)
    assert all(events.of(need).filter(verb="need.judge").count() == 1 for need in (first, second))
    again = actions.judge_pair(first=first, second=second, verdict="APART", reason="产品不同", by=cast.officer)
    assert (again.pk, again.verdict) == (pair.pk, "APART")


def test_who_may_judge(cast):
    call = need_call(cast)
    first, second = (pool.handed_in(cast, call, title) for title in ("羊草制种", "羊草高效制种"))
    for user in (cast.officer2, cast.applicant, cast.publisher, cast.prefecture):
        with pytest.raises(Forbidden):
            actions.judge_pair(first=first, second=second, verdict="SAME", reason="同一需求", by=user)


def test_a_need_is_not_its_own_duplicate(cast):
    need = pool.handed_in(cast, need_call(cast), "羊草制种")
    with pytest.raises(Refused) as refused:
        actions.judge_pair(first=need, second=need, verdict="SAME", reason="同一需求", by=cast.officer)
    assert refused.value.code == "same_need"
