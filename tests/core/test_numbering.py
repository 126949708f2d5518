"""Numbers without gaps and without twins."""

import pytest
from django.db import transaction

from core import numbering


@pytest.mark.django_db
def test_each_series_counts_from_one():
    assert [numbering.take("bids:2022") for _turn in range(3)] == [1, 2, 3]
    assert numbering.take("bids:2023") == 1


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back():
    with transaction.atomic():
        assert numbering.take("receipts") == 1
        transaction.set_rollback(True)
    assert numbering.take("receipts") == 1


def test_many_at_once_get_different_numbers_without_a_gap(run_in_threads):
    def taken(number: int) -> int:
        with transaction.atomic():
            return numbering.take("receipts")

    assert sorted(run_in_threads(12, taken)) == list(range(1, 13))
