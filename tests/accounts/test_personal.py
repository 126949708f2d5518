"""Bank accounts and identity numbers: encrypted, read by few, each read an event (R-ROL-07, R-SEC-08)."""

import pytest
from django.db import connection

from accounts import actions
from core import events
from core.errors import Forbidden, Refused
from tests.stories.cast import cast

ACCOUNT = "6222000011112222333"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    people = cast()
    actions.set_bank_details(
        organization=people.lead,
        bank_name="示例银行",
        account_name=people.lead.name,
        account="6222 0000 1111 2222 333",
        has_consent=True,
        by=people.unitadmin,
    )
    return people


def test_the_column_and_its_history_hold_no_plain_account(people):
    with connection.cursor() as cursor:
        for table in ("accounts_organization", "accounts_organizationevent"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text LIKE %s", [f"%{ACCOUNT}%"])
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("reader", ["finance", "auditor"])
def test_each_read_is_an_event_with_its_purpose(people, reader):
    user = getattr(people, reader)
    details = actions.read_bank_details(organization=people.lead, purpose="核对拨款", by=user)
    assert details.account == ACCOUNT
    event = events.of(people.lead, restricted=True).first()
    assert (event.verb, event.note, event.actor_id, event.is_restricted) == (
        "organization.read_bank",
        "核对拨款",
        user.pk,
        True,
    )
    assert events.of(people.lead).first().verb == "organization.set_bank"


@pytest.mark.parametrize(
    "reader", ["officer", "publisher", "supervisor", "prefecture", "unitadmin", "applicant", "sysadmin"]
)
def test_nobody_else_reads_the_account(people, reader):
    with pytest.raises(Forbidden):
        actions.read_bank_details(organization=people.lead, purpose="看看", by=getattr(people, reader))


def test_a_read_without_a_purpose_is_refused(people):
    with pytest.raises(Refused) as refusal:
        actions.read_bank_details(organization=people.lead, purpose=" ", by=people.finance)
    assert refusal.value.code == "purpose_needed"


@pytest.mark.parametrize(
    ("account", "has_consent", "code"), [(ACCOUNT, False, "consent_needed"), ("62AB", True, "account_form")]
)
def test_an_account_needs_consent_and_digits(people, account, has_consent, code):
    with pytest.raises(Refused) as refusal:
        actions.set_bank_details(
            organization=people.lead,
            bank_name="示例银行",
            account_name="示例",
            account=account,
            has_consent=has_consent,
            by=people.unitadmin,
        )
    assert refusal.value.code == code


def test_another_unit_may_not_write_the_account(people):
    with pytest.raises(Forbidden):
        actions.set_bank_details(
            organization=people.lead,
            bank_name="",
            account_name="",
            account=ACCOUNT,
            has_consent=True,
            by=people.rival_admin,
        )


def test_identity_numbers_are_read_with_a_trace(people):
    person = actions.add_person(
        name="张三（示例）", organization=people.lead, identity_number="150105199001010018", by=people.unitadmin
    )
    assert actions.read_identity(person=person, purpose="异议调查", by=people.supervisor) == "150105199001010018"
    assert events.of(person, restricted=True).first().verb == "person.read_identity"
    with pytest.raises(Forbidden):
        actions.read_identity(person=person, purpose="看看", by=people.officer)
