"""Numbers without gaps and without twins, and numbers that tell nobody how many there are."""

import secrets

import pytest
from django.db import transaction

from core import numbering
from core.models import Sequence


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


def nobody(_number: str) -> bool:
    return False


@pytest.mark.django_db
def test_nobody_counts_by_drawn_numbers():
    """The first is not the smallest, the next does not follow the last, and how far two are apart says nothing."""
    numbers = [int(numbering.draw("bids:1", is_taken=nobody)) for _turn in range(60)]
    steps = [later - earlier for earlier, later in zip(numbers, numbers[1:], strict=False)]
    assert {len(str(number)) for number in numbers} == {4}
    assert len(set(steps)) > 40
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))


@pytest.mark.django_db
def test_a_number_that_is_taken_is_not_drawn_again(monkeypatch):
    dice = iter([234, 234, 5])
    monkeypatch.setattr(numbering.secrets, "randbelow", lambda _below: next(dice))
    assert numbering.draw("bids:1", is_taken={"1234"}.__contains__) == "1005"


@pytest.mark.django_db
@pytest.mark.parametrize(("drawn", "digits"), [(998, 4), (999, 5), (9_999, 6)])
def test_there_are_always_nine_times_as_many_numbers_as_were_drawn(drawn, digits):
    Sequence.objects.create(name="bids:1", last=drawn)
    assert len(numbering.draw("bids:1", is_taken=nobody)) == digits


def test_many_at_once_draw_different_numbers(run_in_threads, monkeypatch):
    """Sixteen numbers for twelve: who looks whether a number is taken waits for those who drew before."""
    chance = secrets.SystemRandom()
    monkeypatch.setattr(numbering.secrets, "randbelow", lambda _below: chance.randrange(16))

    def drawn(_number: int) -> str:
        with transaction.atomic():
            found = numbering.draw("bids", is_taken=lambda digits: Sequence.objects.filter(name=digits).exists())
            Sequence.objects.create(name=found)
        return found

    numbers = run_in_threads(12, drawn)
    assert len({number for number in numbers if isinstance(number, str)}) == 12
