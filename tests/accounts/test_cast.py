"""The cast that every other test stands on."""

import pytest

from accounts.enums import OrganizationState, Role
from accounts.models import Division, Office
from tests.stories.cast import ACCOUNTS, ORGANIZATIONS, cast

pytestmark = pytest.mark.django_db


def test_everybody_is_there_with_one_role():
    people = cast()
    for username, (_unit, roles, *_rest) in ACCOUNTS.items():
        assert getattr(people, username).role_codes == frozenset(roles)
    assert people.unitadmin.role_codes == {Role.UNIT_ADMIN}
    assert people.sysadmin.role_codes == {Role.SYSADMIN}
    assert people.system.role_codes == frozenset()
    assert all(expert.role_codes == {Role.EXPERT} and expert.person for expert in people.experts)


def test_every_unit_is_active_and_in_charge_of_its_bureau():
    people = cast()
    assert all(getattr(people, unit).state == OrganizationState.ACTIVE for unit in ORGANIZATIONS)
    assert people.lead.supervising_division == people.divisions["150100"] == people.prefecture.division
    assert people.institute.supervising_division is None


def test_the_cast_is_made_once():
    first, second = cast(), cast()
    assert first.officer == second.officer
    assert [expert.pk for expert in first.experts] == [expert.pk for expert in second.experts]


def test_divisions_are_those_of_the_region():
    people = cast()
    local = Division.objects.filter(code__startswith="15")
    assert local.filter(level="PREFECTURE").count() == 12
    assert local.filter(level="COUNTY", is_functional_zone=False).count() == 103
    assert local.filter(is_functional_zone=True).count() == 5
    assert people.divisions["150781"].reports_directly
    assert people.divisions["152501"].reports_directly
    assert Office.objects.count() == 6
