"""People, accounts, grants (E-02, E-03, R-ROL-02, R-ROL-05)."""

from datetime import date, timedelta

import pytest

from accounts import actions, queries
from accounts.enums import Role
from accounts.models import Employment, Person, User
from core import clock
from core.errors import Forbidden, Refused
from tests.stories.cast import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def test_one_identity_number_is_one_person(people):
    first = actions.add_person(
        name="张三（示例）", organization=people.lead, identity_number="150105 19900101 0018", by=people.unitadmin
    )
    assert Person.objects.get(pk=first.pk).identity_number == "150105199001010018"
    with pytest.raises(Refused) as refusal:
        actions.add_person(
            name="张三（示例）", organization=people.rival, identity_number="１50105199001010018", by=people.rival_admin
        )
    assert (refusal.value.code, refusal.value.ids) == ("person_exists", {"person": first.pk})


def test_people_without_a_number_are_not_confused(people):
    for _turn in range(2):
        actions.add_person(name="李四（示例）", organization=people.lead, by=people.unitadmin)
    assert Person.objects.filter(name="李四（示例）").count() == 2


def test_a_unit_enters_only_its_own_people(people):
    with pytest.raises(Forbidden):
        actions.add_person(name="王五（示例）", organization=people.rival, by=people.unitadmin)


def test_a_move_keeps_the_former_employer_for_the_look_back(people):
    person = people.applicant.person
    actions.move_person(person=person, organization=people.rival, on=date(2022, 5, 1), by=people.officer)
    rows = Employment.objects.filter(person=person).order_by("pk").values_list("organization", "started_on", "ended_on")
    assert list(rows) == [
        (people.lead.pk, date(2022, 5, 1), date(2022, 5, 1)),
        (people.rival.pk, date(2022, 5, 1), None),
    ]
    with pytest.raises(Refused) as refusal:
        actions.move_person(person=person, organization=people.rival, on=date(2022, 6, 1), by=people.officer)
    assert refusal.value.code == "same_organization"


def test_a_unit_administrator_opens_accounts_of_applicants_and_no_others(people):
    person = actions.add_person(name="新申报（示例）", organization=people.lead, by=people.unitadmin)
    with pytest.raises(Forbidden):
        actions.add_user(username="sneaky", person=person, roles=(Role.OFFICER,), by=people.unitadmin)
    user = actions.add_user(username="fresh", person=person, roles=(Role.APPLICANT,), by=people.unitadmin)
    assert user.role_codes == {Role.APPLICANT}
    assert not user.has_usable_password()


def test_an_administrator_account_may_not_also_author(people):
    with pytest.raises(Refused) as refusal:
        actions.grant_role(user=people.unitadmin, role=Role.APPLICANT, by=people.sysadmin)
    assert refusal.value.code == "roles_apart"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSADMIN])
def test_auditing_and_administering_stand_alone(people, role):
    with pytest.raises(Refused) as refusal:
        actions.grant_role(user=people.officer, role=role, by=people.sysadmin)
    assert refusal.value.code == "roles_apart"


def test_nobody_grants_to_himself(people):
    with pytest.raises(Forbidden):
        actions.grant_role(user=people.sysadmin, role=Role.OFFICER, by=people.sysadmin)


def test_a_role_is_held_from_its_first_day_to_its_last(people):
    today = clock.today()
    grant = actions.grant_role(
        user=people.officer,
        role=Role.PUBLISHER,
        valid_from=today + timedelta(1),
        valid_to=today + timedelta(2),
        by=people.sysadmin,
    )
    assert not User.objects.get(pk=people.officer.pk).has_role(Role.PUBLISHER)
    for days, held in ((1, True), (2, True), (3, False)):
        found = queries.valid_grants(today + timedelta(days)).filter(pk=grant.pk).exists()
        assert found is held


def test_granted_twice_is_refused_and_again_after_it_ran_out(people):
    today = clock.today()
    actions.grant_role(
        user=people.officer,
        role=Role.PUBLISHER,
        valid_from=today - timedelta(9),
        valid_to=today - timedelta(1),
        by=people.sysadmin,
    )
    actions.grant_role(user=people.officer, role=Role.PUBLISHER, by=people.sysadmin)
    with pytest.raises(Refused) as refusal:
        actions.grant_role(user=people.officer, role=Role.PUBLISHER, by=people.sysadmin)
    assert refusal.value.code == "already_granted"


def test_a_revoked_role_is_gone_at_once_and_only_once(people):
    grant = people.officer.grants.get(role=Role.OFFICER)
    actions.revoke_role(grant=grant, reason="轮岗", by=people.sysadmin)
    assert User.objects.get(pk=people.officer.pk).role_codes == frozenset()
    with pytest.raises(Refused) as refusal:
        actions.revoke_role(grant=grant, by=people.sysadmin)
    assert refusal.value.code == "already_revoked"


def test_a_unit_administrator_revokes_no_role_that_is_not_his_to_give(people):
    with pytest.raises(Forbidden):
        actions.revoke_role(grant=people.member_admin.grants.get(), by=people.unitadmin)


def test_a_closed_account_and_the_system_account(people):
    actions.close_user(user=people.applicant, reason="离职", by=people.unitadmin)
    assert not User.objects.get(pk=people.applicant.pk).is_active
    with pytest.raises(Refused) as refusal:
        actions.close_user(user=people.applicant, reason="离职", by=people.unitadmin)
    assert refusal.value.code == "already_closed"
    with pytest.raises(Forbidden):
        actions.close_user(user=people.system, reason="无", by=people.sysadmin)


def test_bootstrap_works_once(people):
    with pytest.raises(Refused) as refusal:
        actions.bootstrap(sysadmin="second", password="jiebang-2022", by=None)
    assert refusal.value.code == "already_bootstrapped"
    assert actions.load_divisions(by=people.sysadmin) == 0
    assert actions.load_offices(by=people.sysadmin) == 0


def test_a_unit_administrator_holds_no_key_to_an_experts_account(people):
    """Whoever sets a password can sign in with it: the employer would score and vote in the expert's name."""
    expert = people.experts[0]
    unit = expert.organization
    boss = actions.add_user(
        username="employer", name="东海管理员", organization=unit, roles=(Role.UNIT_ADMIN,), by=people.sysadmin
    )
    colleague = actions.add_user(
        username="colleague", name="东海申报人", organization=unit, roles=(Role.APPLICANT,), by=boss
    )
    actions.change_password(user=colleague, password="a-new-one-2022", by=boss)
    before = expert.password
    for run in (
        lambda: actions.change_password(user=expert, password="a-new-one-2022", by=boss),
        lambda: actions.close_user(user=expert, reason="不听话", by=boss),
    ):
        with pytest.raises(Forbidden):
            run()
    expert.refresh_from_db()
    assert (expert.password, expert.is_active) == (before, True)
    actions.close_user(user=expert, reason="停用", by=people.sysadmin)
    with pytest.raises(Forbidden):
        actions.reopen_user(user=expert, by=boss)
