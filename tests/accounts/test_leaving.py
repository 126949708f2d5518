"""A person leaves a unit, comes to another, is entered twice; a unit gets another code (R-BUR-01, 6.3)."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import actions, queries
from accounts.enums import Role
from accounts.models import Organization, Person, User
from core import clock, events
from core.errors import Forbidden, Refused
from tests.stories.cast import PASSWORD, cast, uscc

pytestmark = pytest.mark.django_db
NUMBER = "150105199001010018"


@pytest.fixture
def people():
    return cast()


def test_who_left_loses_access_at_once(people):
    browser = Client()
    browser.force_login(people.applicant, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/needs/").status_code == 200
    actions.end_employment(person=people.applicant.person, on=clock.today(), reason="离职", by=people.unitadmin)
    answer = browser.get("/needs/")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/")
    gone = User.objects.get(username="applicant")
    assert (gone.is_active, gone.role_codes) == (False, frozenset())
    assert Person.objects.get(pk=people.applicant.person_id).left_on == clock.today()
    assert people.applicant.person not in queries.staying_people(people.lead)
    assert [event.verb for event in events.of(gone)[:2]] == ["user.close", "grant.revoke"]


def test_leaving_twice_ahead_of_time_or_by_oneself_is_refused(people):
    person = people.applicant.person
    with pytest.raises(Refused) as refused:
        actions.end_employment(person=person, on=clock.today() + timedelta(days=1), by=people.unitadmin)
    assert refused.value.code == "left_later"
    for stranger in (people.member_admin, people.applicant, people.prefecture, people.auditor):
        with pytest.raises(Forbidden):
            actions.end_employment(person=person, on=clock.today(), by=stranger)
    with pytest.raises(Forbidden):
        actions.end_employment(person=people.unitadmin.person, on=clock.today(), by=people.unitadmin)
    actions.end_employment(person=person, on=clock.today(), by=people.unitadmin)
    with pytest.raises(Refused) as refused:
        actions.end_employment(person=person, on=clock.today(), by=people.unitadmin)
    assert refused.value.code == "already_left"


def test_an_experts_account_outlives_the_employer(people):
    """The failure mode "expert changes employer mid-round": the seat stays, the unit's roles do not."""
    expert = people.experts[0]
    actions.move_person(person=expert.person, organization=people.rival, on=clock.today(), by=people.officer)
    kept = User.objects.get(pk=expert.pk)
    assert (kept.is_active, kept.role_codes, kept.organization) == (True, {Role.EXPERT}, people.rival)


def test_moving_closes_the_accounts_of_the_former_unit(people):
    actions.move_person(person=people.applicant.person, organization=people.rival, on=clock.today(), by=people.officer)
    assert not User.objects.get(username="applicant").is_active


def test_who_left_is_taken_over_not_entered_again(people):
    first = actions.add_person(
        name="张三（示例）", organization=people.lead, identity_number=NUMBER, by=people.unitadmin
    )
    with pytest.raises(Refused) as refused:
        actions.add_person(
            name="张三（示例）", organization=people.rival, identity_number=NUMBER, by=people.rival_admin
        )
    assert people.lead.name not in refused.value.sentence  # where somebody works is nobody else's business
    actions.end_employment(person=first, on=clock.today(), by=people.unitadmin)
    again = actions.add_person(
        name="张三（示例）", organization=people.rival, identity_number=NUMBER, by=people.rival_admin
    )
    assert (again.pk, again.organization, again.left_on) == (first.pk, people.rival, None)
    assert {row.organization_id for row in again.employments.all()} == {people.lead.pk, people.rival.pk}


def test_a_grant_runs_longer_or_shorter_but_not_backwards(people):
    grant = people.applicant.grants.get(role=Role.APPLICANT)
    until = clock.today() + timedelta(days=30)
    actions.renew_grant(grant=grant, valid_to=until, by=people.unitadmin)
    assert people.applicant.grants.get().valid_to == until
    with pytest.raises(Refused) as refused:
        actions.renew_grant(grant=grant, valid_to=clock.today() - timedelta(days=1), by=people.unitadmin)
    assert refused.value.code == "dates_reversed"
    with pytest.raises(Forbidden):
        actions.renew_grant(grant=grant, valid_to=None, by=people.member_admin)
    actions.revoke_role(grant=grant, by=people.unitadmin)
    with pytest.raises(Refused) as refused:
        actions.renew_grant(grant=grant, valid_to=None, by=people.unitadmin)
    assert refused.value.code == "already_revoked"


def test_the_code_of_a_merged_unit_stays_taken(people):
    old, new = people.lead.uscc, uscc("150105", 950)
    with pytest.raises(Forbidden):
        actions.replace_uscc(organization=people.lead, uscc=new, reason="合并", by=people.unitadmin)
    with pytest.raises(Refused) as refused:
        actions.replace_uscc(organization=people.lead, uscc=people.rival.uscc, reason="合并", by=people.sysadmin)
    assert refused.value.code == "uscc_taken"
    actions.replace_uscc(organization=people.lead, uscc=new, reason="与某公司合并", by=people.sysadmin)
    row = Organization.objects.get(pk=people.lead.pk)
    assert (row.uscc, row.former_usccs) == (new, [old])
    with pytest.raises(Refused) as refused:
        actions.register_organization(
            name="另一家（示例）", uscc=old, kind="ENTERPRISE", division=people.divisions["150105"], by=people.system
        )
    assert refused.value.ids == {"organization": people.lead.pk}
    assert "原代码" in refused.value.sentence


def test_two_officers_approve_one_registration_at_once(run_in_threads):
    people = cast()
    unit = actions.register_organization(
        name="新来（示例）", uscc=uscc("150105", 951), kind="ENTERPRISE", division=people.divisions["150105"],
        contact_name="新管理", contact_phone="13700000000", username="newcomer", password=PASSWORD, by=people.system,
    )  # fmt: skip
    deciders = [people.prefecture, people.officer]

    def approve(number: int):
        return actions.approve_organization(organization=Organization.objects.get(pk=unit.pk), by=deciders[number])

    results = run_in_threads(2, approve)
    assert sorted(type(one).__name__ for one in results) == ["Organization", "Refused"]
    assert User.objects.get(username="newcomer").grants.count() == 1


def test_two_administrators_register_one_code_at_once(run_in_threads):
    people = cast()
    fields = {
        "uscc": uscc("150105", 952), "kind": "ENTERPRISE", "division": people.divisions["150105"], "by": people.system,
    }  # fmt: skip

    def register(number: int):
        return actions.register_organization(name=f"单位{number}（示例）", **fields)

    results = run_in_threads(2, register)
    assert sorted(type(one).__name__ for one in results) == ["Organization", "Refused"]
    assert Organization.objects.filter(uscc=fields["uscc"]).count() == 1
