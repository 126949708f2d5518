"""Draws: committed before, revealed after, replayed from the record alone (R-REV-02, R-REV-03)."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refused
from reviews import actions, queries
from reviews.models import Draw, Seat
from reviews.queries import draws
from reviews.queries.draws import Candidate, Needs
from tests.stories import reviews as stories

candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 400),
        st.sampled_from(["TECHNOLOGY", "FINANCE", "INDUSTRY", "MANAGEMENT"]),
        st.booleans(),
    ),
    max_size=25,
    unique_by=lambda one: one.expert,
)


@settings(max_examples=150, deadline=None)
@given(candidates, st.integers(1, 9), st.integers(0, 2), st.integers(0, 2), st.integers(0, 5), st.text(max_size=8))
def test_a_pick_meets_every_need_or_is_empty_and_does_not_depend_on_the_order_of_the_list(
    rows, places, finance, industry, outside, seed
):
    needs = Needs(finance, industry, outside)
    found = draws.pick(draws.order(seed, "", rows), places, needs)
    assert found == draws.pick(draws.order(seed, "", reversed(rows)), places, needs)
    if not found:
        assert not draws.reachable(places, needs, rows)
    else:
        assert len(found) == places
        assert needs.less(found) == Needs()


@settings(max_examples=60, deadline=None)
@given(
    candidates.filter(lambda rows: len(rows) <= 9),
    st.integers(1, 5),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 4),
)
def test_reachable_agrees_with_trying_every_choice(rows, places, finance, industry, outside):
    from itertools import combinations

    needs = Needs(finance, industry, outside)
    tried = any(needs.less(chosen) == Needs() for chosen in combinations(rows, places))
    assert draws.reachable(places, needs, rows) == tried


def test_before_the_draw_only_the_digest_of_the_seed_is_known(cast, challenge):
    panel = stories.panel(cast, challenge)
    draw = actions.commit_draw(panel=panel, by=cast.officer)
    draw.refresh_from_db()
    assert draw.seed == ""
    assert len(draw.seed_digest) == 64
    assert draw.drawn == []
    assert not Seat.objects.filter(panel=panel).exists()
    actions.run_draw(draw=draw, witness="0718", by=cast.officer)
    draw.refresh_from_db()
    assert draws.seed_digest(draw.seed) == draw.seed_digest
    assert draw.sealed_seed == ""
    assert [row["seat"] for row in draw.drawn] == [1, 2, 3, 4, 5, 6, 7]


def test_the_draw_has_finance_and_industry_experts(cast, challenge):
    panel = stories.drawn_panel(cast, challenge)
    kinds = [seat.expert.kind for seat in queries.active_seats(panel)]
    assert len(kinds) == 7
    assert kinds.count("FINANCE") >= 1
    assert kinds.count("INDUSTRY") >= 1


def test_half_of_the_experts_come_from_outside_where_the_rules_say_so(cast):
    challenge = stories.reviewed_challenge(cast, rules={"panel_outside_percent": 50})
    panel = stories.drawn_panel(cast, challenge)
    assert sum(not seat.expert.is_local for seat in queries.active_seats(panel)) >= 4


def test_a_pool_that_cannot_give_the_composition_is_refused_with_what_is_missing(cast, challenge):
    panel = stories.panel(cast, challenge)
    with pytest.raises(Refused) as refusal:
        actions.commit_draw(panel=panel, query={"kinds": ["TECHNOLOGY"]}, by=cast.officer)
    assert refusal.value.code == "pool_too_small"
    assert "财务0" in refusal.value.sentence


def test_what_was_committed_cannot_be_changed_in_the_database(cast, challenge):
    draw = actions.commit_draw(panel=stories.panel(cast, challenge), by=cast.officer)
    for change in ({"candidates": []}, {"exclusions": [1]}, {"composition": {}}, {"seed_digest": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        draw.delete()


def test_a_second_seed_is_refused_while_one_is_committed_and_a_draw_runs_once(cast, challenge):
    panel = stories.panel(cast, challenge)
    draw = actions.commit_draw(panel=panel, by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.commit_draw(panel=panel, by=cast.officer)
    assert refusal.value.code == "draw_committed"
    actions.run_draw(draw=draw, by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.run_draw(draw=draw, by=cast.officer)
    assert refusal.value.code == "already_drawn"


def test_replay_reproduces_draw_and_replacements_from_the_record_alone(cast, challenge, tmp_path):
    panel = stories.drawn_panel(cast, challenge)
    actions.invite_seats(panel=panel, by=cast.officer)
    for seat in queries.active_seats(panel)[:2]:
        actions.decline_seat(seat=seat, by=stories.user_of(cast, seat))
        actions.replace_seat(panel=panel, by=cast.officer)
    out = StringIO()
    call_command("replay_draw", panel.pk, stdout=out)
    assert "the record gives the same experts" in out.getvalue()
    out = StringIO()
    call_command("replay_draw", panel.pk, "--json", stdout=out)
    record = json.loads(out.getvalue())
    assert len(record[0]["drawn"]) == 9
    path = tmp_path / "record.json"
    path.write_text(out.getvalue(), encoding="utf-8")
    call_command("replay_draw", "--file", str(path), stdout=StringIO())
    first, last = record[0]["drawn"][0], record[0]["drawn"][-1]
    for entry in (first, last):
        kept = entry["expert"]
        entry["expert"] = 9999
        path.write_text(json.dumps(record), encoding="utf-8")
        with pytest.raises(CommandError):
            call_command("replay_draw", "--file", str(path), stdout=StringIO())
        entry["expert"] = kept


def test_a_replacement_continues_the_order_of_the_draw(cast, challenge):
    panel = stories.drawn_panel(cast, challenge)
    actions.invite_seats(panel=panel, by=cast.officer)
    seat = queries.active_seats(panel)[0]
    actions.decline_seat(seat=seat, by=stories.user_of(cast, seat))
    draw = panel.draws.get()
    active = [Candidate.of(one.expert) for one in queries.active_seats(panel)]
    used = set(panel.seats.values_list("expert_id", flat=True))
    expected = draws.next_seat(draws.public_record(draw), active, used, set())
    fresh = actions.replace_seat(panel=panel, by=cast.officer)
    assert fresh.expert_id == expected.expert
    assert fresh.number == 8


def test_a_replacement_is_refused_when_no_seat_is_free(cast, challenge):
    panel = stories.drawn_panel(cast, challenge)
    with pytest.raises(Refused) as refusal:
        actions.replace_seat(panel=panel, by=cast.officer)
    assert refusal.value.code == "panel_full"


def test_manual_picks_need_a_reason_and_are_capped_at_thirty_percent(cast, challenge):
    panel = stories.panel(cast, challenge)
    experts = stories.pool(cast)
    with pytest.raises(Refused) as refusal:
        actions.pick_manually(panel=panel, expert=experts[0], reason=" ", by=cast.officer)
    assert refusal.value.code == "reason_needed"
    for expert in experts[:2]:
        actions.pick_manually(panel=panel, expert=expert, reason="该方向的领军专家。", by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.pick_manually(panel=panel, expert=experts[2], reason="该方向的领军专家。", by=cast.officer)
    assert refusal.value.code == "manual_cap"
    draw = actions.commit_draw(panel=panel, by=cast.officer)
    actions.run_draw(draw=draw, by=cast.officer)
    assert queries.active_seats(panel).count() == 7
    assert len(panel.draws.get().drawn) == 5


def test_an_exhausted_order_asks_for_a_new_draw(cast, challenge):
    panel = stories.drawn_panel(cast, challenge)

    def one_leaves():
        seat = queries.active_seats(panel).filter(state="INVITED").first()
        actions.decline_seat(seat=seat, by=stories.user_of(cast, seat))
        actions.replace_seat(panel=panel, by=cast.officer)
        actions.invite_seats(panel=panel, by=cast.officer)

    actions.invite_seats(panel=panel, by=cast.officer)
    codes = []
    while not codes:
        try:
            one_leaves()
        except Refused as refusal:
            codes.append(refusal.code)
    assert codes == ["order_exhausted"]
    with pytest.raises(Refused) as refusal:
        actions.commit_draw(panel=panel, by=cast.officer)
    assert refusal.value.code == "pool_too_small"
