"""The same request twice has one effect (R3), also when both come at once and when the first one breaks."""

import pytest
from django.db import transaction

from core import idempotency, numbering
from core.errors import Conflict
from core.models import IdempotencyKey
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def effect() -> dict:
    return {"number": numbering.take("effects")}


def once(actor, key="k1", body=b"a", run=effect):
    return idempotency.once(actor=actor, key=key, body=body, run=run)


def test_a_repeat_gets_the_first_answer_and_runs_nothing(cast):
    assert once(cast.officer) == ({"number": 1}, True)
    assert once(cast.officer) == ({"number": 1}, False)
    assert numbering.take("effects") == 2


def test_the_same_key_with_another_body_is_refused(cast):
    once(cast.officer)
    with pytest.raises(Conflict) as refused:
        once(cast.officer, body=b"b")
    assert (refused.value.code, "刷新" in refused.value.sentence) == ("key_reused", True)
    assert once(cast.officer) == ({"number": 1}, False), "the first answer stands"


def test_keys_belong_to_their_account(cast):
    assert once(cast.officer) == ({"number": 1}, True)
    assert once(cast.publisher, body=b"b") == ({"number": 2}, True)


def test_what_broke_may_be_tried_again_under_the_same_key(cast):
    def broken() -> dict:
        effect()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        once(cast.officer, run=broken)
    assert not IdempotencyKey.objects.exists()
    assert once(cast.officer) == ({"number": 1}, True)


def test_twice_at_the_same_moment_runs_once(transactional_db, run_in_threads):
    officer = make_cast().officer
    found = run_in_threads(8, lambda number: once(officer))
    assert [answer for answer, _ran in found] == [{"number": 1}] * 8
    assert sum(ran for _answer, ran in found) == 1


def test_control_without_the_key_each_of_them_runs(transactional_db, run_in_threads):
    def bare(number: int) -> dict:
        with transaction.atomic():
            return effect()

    assert sorted(found["number"] for found in run_in_threads(8, bare)) == list(range(1, 9))
