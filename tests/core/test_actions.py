"""What makes a function a public action, checked when it is declared and when it runs."""

import pytest
from django.db import connection, transaction

from accounts.models import Person
from core.actions import action, locked, refuse_unknown
from tests.stories.cast import cast as make_cast


def test_arguments_have_names():
    with pytest.raises(TypeError, match="need must be keyword-only"):

        @action
        def accept(need, *, by):
            """Never called."""


def test_somebody_does_it():
    with pytest.raises(TypeError, match="lacks by="):

        @action
        def accept(*, need):
            """Never called."""


@action
def rename(*, person, name, by):
    person.name = name
    person.save()
    if not name:
        raise ValueError("a name")


@pytest.fixture
def cast(db):
    return make_cast()


def test_an_action_is_done_wholly_or_not_at_all(cast):
    person = cast.applicant.person
    before = person.name
    with pytest.raises(ValueError, match="a name"):
        rename(person=person, name="", by=cast.sysadmin)
    person.refresh_from_db()
    assert person.name == before


def test_the_history_of_every_row_says_who_and_by_which_action(cast):
    rename(person=cast.applicant.person, name="高改名", by=cast.sysadmin)
    history = Person.pgh_event_model.objects.filter(pgh_obj=cast.applicant.person).order_by("-pgh_id").first()
    assert history.name == "高改名"
    assert (history.pgh_context["by"], history.pgh_context["action"]) == (cast.sysadmin.pk, "rename")


def test_columns_that_an_action_does_not_write_are_a_mistake_of_the_program():
    refuse_unknown(["name"], ["name", "phone"])
    with pytest.raises(ValueError, match="state"):
        refuse_unknown(["name", "state"], ["name", "phone"])


def test_a_locked_row_is_fresh_and_the_only_one_locked(cast):
    stale = Person.objects.select_related("organization").get(pk=cast.applicant.person_id)
    Person.objects.filter(pk=stale.pk).update(name="高改名")
    with transaction.atomic():
        assert locked(stale).name == "高改名"
        with connection.cursor() as cursor:
            cursor.execute("SELECT mode FROM pg_locks WHERE relation = 'accounts_person'::regclass AND granted")
            assert "RowShareLock" in {mode for (mode,) in cursor.fetchall()}


def test_a_second_one_waits_for_the_lock(transactional_db, run_in_threads):
    person = make_cast().applicant.person

    def count_up(number: int) -> None:
        with transaction.atomic():
            row = locked(person)
            row.phone = str(int(row.phone or 0) + 1)
            row.save(update_fields=["phone"])

    Person.objects.filter(pk=person.pk).update(phone="")
    assert run_in_threads(6, count_up) == [None] * 6
    person.refresh_from_db()
    assert person.phone == "6", "no change was lost"
