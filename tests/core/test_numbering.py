"""Numbers without gaps and without twins, and numbers that tell nobody how many there are."""

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


@pytest.mark.django_db
def test_a_drawn_number_comes_once_also_past_its_block(monkeypatch):
    monkeypatch.setattr(numbering, "BLOCK", 101)
    drawn = [numbering.draw("bids:1") for _turn in range(303)]
    assert len(set(drawn)) == 303
    assert {len(number) for number in drawn[:101]} == {4}
    assert {number[0] for number in drawn[101:202]} == {"1"}


@pytest.mark.django_db
def test_nobody_counts_by_drawn_numbers():
    """Neither is the first one small, nor do two series run alike, nor does the next one follow the last."""
    series = [[int(numbering.draw(f"bids:{name}")) for _turn in range(4)] for name in range(8)]
    assert len({numbers[0] for numbers in series}) > 4
    assert len({numbers[1] - numbers[0] for numbers in series}) > 4
    assert all(numbers != sorted(numbers) or numbers[3] - numbers[0] > 8 for numbers in series)
