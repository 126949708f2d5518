"""Statistics with scope and day: what each counts, and that none asks more when there is more."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from funding.statistics import STATISTICS, Scope, compute, days_by_stage, outcomes_by_kind
from tests.stories import funding as stories

WAN = stories.WAN


@pytest.fixture(scope="module")
def made(told):
    """One challenge with a winner that was paid, one with a race."""
    project = stories.running_project(told)
    stories.received(told, project)
    stories.receive_self(told, project, 300 * WAN)
    return project, stories.race_projects(told)


@pytest.fixture
def scope(made, cast):
    return Scope.today(programme="ZY", year=2022)


def test_counts_and_sums(scope):
    values = {code: compute(code, scope) for code in STATISTICS}
    expected = {
        "items_published": 2, "items_awarded": 2, "items_failed": 0, "bids": 6, "bidding_consortia": 3, "projects": 3,
        "awarded_consortia": 2, "race_items": 1, "race_lanes": 2, "lanes_terminated": 0, "enterprise_led_share": 1,
        "fiscal_decided": 800 * WAN, "fiscal_arranged": 800 * WAN, "fiscal_planned": 800 * WAN,
        "fiscal_allocated": 200 * WAN, "fiscal_paid": 200 * WAN, "fiscal_received": 200 * WAN, "fiscal_spent": 0,
        "fiscal_balance": 200 * WAN, "self_planned": 3000 * WAN, "self_received": 300 * WAN,
        "ratio_self_fiscal": Fraction(15, 4), "leverage_actual": Fraction(3, 2),
    }  # fmt: skip
    assert {code: values[code] for code in expected} == expected


def test_the_year_of_money_is_not_the_year_of_the_batch(scope):
    first = replace(scope, budget_year=2022)
    assert compute("fiscal_planned", first) == 400 * WAN  # half of 400, half of twice 200
    assert compute("fiscal_planned", replace(scope, budget_year=2023)) == 240 * WAN
    assert compute("fiscal_paid", replace(scope, budget_year=2023)) == 0
    assert compute("projects", replace(scope, year=2021)) == 0


def test_as_of_looks_back(scope):
    before = replace(scope, as_of=clock.today() - timedelta(days=300))
    assert {code: compute(code, before) for code in ("items_published", "bids", "projects", "fiscal_paid", "consortia_registered")} == {
        "items_published": 0, "bids": 0, "projects": 0, "fiscal_paid": 0, "consortia_registered": 0,
    }  # fmt: skip


def test_units_and_people_are_counted_in_a_population(scope):
    assert compute("member_units", replace(scope, of="bids")) == 9
    assert compute("memberships", replace(scope, of="projects")) == 6
    assert compute("units_enterprise", replace(scope, of="projects")) == 2
    assert compute("outside_unit_share", replace(scope, of="bids")) == Fraction(1, 3)


def test_scope_reads_its_own_key(scope):
    for one in (scope, replace(scope, of="bids", field="草种业", budget_year=2023)):
        assert Scope.parse(one.key(), as_of=one.as_of) == one
    for text in ("programme", "nothing=1", "year=x", "of=all"):
        with pytest.raises(ValueError):
            Scope.parse(text, as_of=scope.as_of)


def test_a_statistic_is_a_fixed_number_of_queries(scope):
    for code, statistic in STATISTICS.items():
        with CaptureQueriesContext(connection) as queries:
            compute(code, scope)
        assert len(queries) <= 4, code
        assert statistic.definition
        assert statistic.rows or statistic.part


def test_tables(scope):
    assert outcomes_by_kind(scope) == []
    stages = {(row["from_state"], row["to_state"]): row for row in days_by_stage(scope)}
    assert stages["OPEN", "CLOSED"]["count"] == 2
    assert stages["OPEN", "CLOSED"]["days"] > 15
