"""The pool with 100,000 needs: the same queries as with a hundred, and times that a person does not notice."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from challenges.findings import alike
from challenges.models import Need, NeedText
from tests.challenges import pool

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MANY = 100_000
#: Sections of the sample's texts are put together anew, so that words are as frequent as in real needs.
COPY = """
    WITH pieces AS (
        SELECT row_number() OVER (ORDER BY need.id) - 1 AS place, count(*) OVER () AS size, need.*, text.grams AS own
        FROM challenges_need AS need JOIN challenges_needtext AS text ON text.need_id = need.id
    ), made AS (
        INSERT INTO challenges_need (
            created_at, created_by_id, state_at, call_id, organization_id, handler_id, field_id, title, problem,
            current_level, expected_indicators, own_investment_fen, wished_period, cooperation, contact_name,
            contact_phone, is_public, defects, state, submitted_at, submitted_by_id
        )
        SELECT one.created_at, one.created_by_id, one.state_at, one.call_id, one.organization_id, one.handler_id,
            one.field_id, one.title || number, other.problem, one.current_level, third.expected_indicators, number, '', '',
            one.contact_name, one.contact_phone, false, '[]', one.state, one.submitted_at + number * interval '1 second',
            one.submitted_by_id
        FROM generate_series(1, %s) AS number
        JOIN pieces AS one ON one.place = number %% one.size
        JOIN pieces AS other ON other.place = (number / 7) %% other.size
        JOIN pieces AS third ON third.place = (number / 311) %% third.size
        RETURNING id, own_investment_fen AS number
    )
    INSERT INTO challenges_needtext (need_id, grams, is_compared)
    SELECT made.id, one.own[1:25] || other.own[20:45] || third.own[40:70], false
    FROM made
    JOIN pieces AS one ON one.place = made.number %% one.size
    JOIN pieces AS other ON other.place = (made.number / 7) %% other.size
    JOIN pieces AS third ON third.place = (made.number / 311) %% third.size
"""

#: What an officer opens; `%s` is filled with the id of a need.
PAGES = {
    "pool": ("pool", {}),
    "pool, last pages": ("pool", {"page": "150"}),
    "pool, one state": ("pool", {"state": "SUBMITTED", "sort": "-own"}),
    "pool, words": ("pool", {"q": "越冬率低"}),
    "pool, words and place": ("pool", {"q": "主轴承", "kind": "ENTERPRISE"}),
    "suspected pairs": ("pairs", {}),
}


def multiply(cursor, count: int) -> None:
    """`count` more needs, without history: the tables and indexes alone decide how fast pages are."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks outstanding cannot be altered
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'needtext_grams'")
    (index,) = cursor.fetchone()
    cursor.execute("DROP INDEX needtext_grams")  # built at once it takes a tenth of the time
    for table in ("challenges_need", "challenges_needtext"):
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(COPY, [count])
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(index)
    cursor.execute("ANALYZE challenges_need, challenges_needtext")


def measured(client, address: str, query: dict) -> tuple[int, float]:
    """(queries, seconds) of the second opening."""
    client.get(address, query)
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        answer = client.get(address, query)
        took = time.perf_counter() - began
    assert answer.status_code == 200
    return len(asked), took


def everything(client, need: Need) -> dict[str, tuple[int, float]]:
    found = {label: measured(client, reverse(f"challenges:{name}"), query) for label, (name, query) in PAGES.items()}
    found["side by side"] = measured(client, reverse("challenges:alike", args=[need.pk]), {})
    found["progress of the call"] = measured(client, reverse("challenges:campaign", args=[need.call_id]), {})
    return found


def test_a_hundred_thousand_needs(client, cast, record_testsuite_property):
    client.force_login(cast.officer)
    needs = list(pool.labelled(cast).values())
    with connection.cursor() as cursor:
        multiply(cursor, 100 - len(needs))
    few = everything(client, needs[0])
    with connection.cursor() as cursor:
        multiply(cursor, MANY)
    assert Need.objects.count() == MANY + 100
    many = everything(client, needs[0])
    for label in few:
        (queries, before), (again, after) = few[label], many[label]
        record_testsuite_property(label, f"{queries} queries, {before * 1000:.0f} ms → {again}, {after * 1000:.0f} ms")
        assert again == queries, label
        assert after < max(3, 10 * before), (label, before, after)
    took = []
    for pk in NeedText.objects.order_by("pk").values_list("pk", flat=True)[5:100_000:5_000]:
        began = time.perf_counter()
        alike.scored(pk)
        took.append(time.perf_counter() - began)
    middle = sorted(took)[len(took) // 2]
    record_testsuite_property("candidates", f"{middle * 1000:.0f} ms, at most {max(took) * 1000:.0f} ms")
    assert middle < 0.5, took  # a fifth of it on a machine with nothing else to do
