"""Pages of long lists: nonsense in the address is a page too, and nobody counts a million rows."""

import pytest
from django.test import RequestFactory

from accounts.models import Division
from core import paging
from core.paging import CappedPaginator, page_of

ROWS = 7


@pytest.fixture
def rows(db):
    made = [Division(code=f"99{number:04d}", name=f"第{number}区", level="COUNTY") for number in range(ROWS)]
    Division.objects.bulk_create(made)
    return Division.objects.filter(code__startswith="99").order_by("code")


def asked(page) -> object:
    return RequestFactory().get("/", {"page": page})


@pytest.mark.parametrize(
    ("page", "number"),
    [("1", 1), ("3", 3), ("", 1), ("abc", 1), ("1.5", 1), ("０２", 2), ("-1", 3), ("0", 3), ("9" * 30, 3), ("\x00", 1)],
)
def test_nonsense_is_the_first_or_the_last_page(rows, page, number):
    found = page_of(asked(page), rows, per_page=3)
    assert (found.number, found.paginator.count) == (number, ROWS)


def test_a_page_costs_its_count_and_its_rows(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(page_of(asked("2"), rows, per_page=3)) == 3


def test_counting_ends_at_the_cap(rows, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(paging, "COUNT_CAP", 5)
    with django_assert_num_queries(1) as asked_for:
        pages = CappedPaginator(rows, 2)
        assert (pages.count, pages.is_capped, pages.num_pages) == (5, True, 3)
    assert "LIMIT 5" in asked_for.captured_queries[0]["sql"]
    assert "ORDER BY" not in asked_for.captured_queries[0]["sql"]


def test_fewer_rows_than_the_cap_are_counted_exactly(rows):
    pages = CappedPaginator(rows, 2)
    assert (pages.count, pages.is_capped) == (ROWS, False)
