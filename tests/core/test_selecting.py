"""Rows are chosen and counted by what hangs on them without a join that multiplies them."""

import pytest
from django.db.models import Q

from accounts.models import Organization, Person
from core.selecting import CANDIDATES, best_first, containing, count_of, counted, each_word, matching, parted
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_row_that_fits_twice_comes_once(cast):
    names = Q(people__name__in=[cast.applicant.person.name, cast.unitadmin.person.name])
    joined = Organization.objects.filter(names)
    assert joined.filter(pk=cast.lead.pk).count() == 2, "control: the join multiplies"
    found = matching(Organization.objects.order_by("name"), names)
    assert list(found) == [cast.lead]
    assert "DISTINCT" not in str(found.query)


def test_other_conditions_of_the_rows_stay(cast):
    found = matching(Organization.objects.exclude(pk=cast.lead.pk), people__name=cast.applicant.person.name)
    assert list(found) == []


def test_counting_what_hangs_on_a_row(cast):
    rows = Organization.objects.annotate(n=count_of(Person.objects.filter(left_on=None), "organization"))
    counted = dict(rows.values_list("pk", "n"))
    assert counted[cast.lead.pk] == Person.objects.filter(organization=cast.lead, left_on=None).count() >= 2
    Person.objects.filter(organization=cast.third_institute).update(left_on="2022-01-01")
    assert dict(rows.values_list("pk", "n"))[cast.third_institute.pk] == 0


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("敕勒川 种业", ["敕勒川", "种业"]),
        ("敕勒川（示例）", ["敕勒川", "示例"]),
        ("敕勒川(示例)", ["敕勒川", "示例"]),
        ("  ", []),
        ("一 二 三 四 五 六 七 八", ["一", "二", "三", "四", "五", "六"]),
    ],
)
def test_words_are_parted_as_people_type_them(words, parts):
    assert parted(words) == parts


def test_every_word_must_fit_in_any_of_the_fields(cast):
    rows = Organization.objects.all()
    assert list(rows.filter(each_word("草种业 敕勒川", "name", "uscc"))) == [cast.lead]
    assert list(rows.filter(each_word(f"敕勒川 {cast.lead.uscc[:8].lower()}", "name", "uscc"))) == [cast.lead]
    assert not rows.filter(each_word("敕勒川 大学", "name", "uscc")).exists()


def test_only_scripts_with_capitals_pay_for_telling_them_apart():
    assert "icontains" not in str(containing("种业", "name"))
    assert "icontains" in str(containing("Ma0", "uscc"))


def test_the_word_itself_then_what_begins_with_it_then_the_rest(cast):
    people = []
    for name in ["乌云", "包乌云", "乌云其木格", "格日勒乌云"]:
        people.append(Person.objects.create(name=name, organization=cast.lead))
    rows = Person.objects.filter(containing("乌云", "name"))
    found = [person.name for person in best_first(rows, "name", "乌云")]
    assert found[:2] == ["乌云", "乌云其木格"]
    assert sorted(found[2:]) == sorted(["包乌云", "格日勒乌云"])
    assert f"LIMIT {CANDIDATES}" in str(best_first(rows, "name", "乌云").query)
    assert [one.pk for one in best_first(rows, "name", "")] == sorted(one.pk for one in people)


def test_what_waits_is_counted_in_one_question(db, django_assert_num_queries):
    from accounts.models import Organization

    rows = Organization.objects.select_related("division").order_by("name")
    asked = [rows, 7, None, (rows.filter(name="没有"), rows), Organization.objects.none(), ()]
    total = rows.count()
    with django_assert_num_queries(1):
        assert counted(asked) == [total, 7, None, total, 0, 0]
    with django_assert_num_queries(0):
        assert counted([3, None, (), Organization.objects.none()]) == [3, None, 0, 0]
