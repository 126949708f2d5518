"""Registration of units: works, refused, repeated (R-ROL-01, R-TIM-09, appendix D)."""

import pytest

from accounts import actions
from accounts.enums import OrganizationKind, OrganizationState, Role
from accounts.models import Organization, User
from core import events
from core.errors import Forbidden, Refused
from core.models import Outbox
from tests.stories.cast import cast, uscc

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def register(people, **changes) -> Organization:
    fields = {
        "name": "新来科技有限公司（示例）",
        "uscc": uscc("150105", 900),
        "kind": OrganizationKind.ENTERPRISE,
        "division": people.divisions["150105"],
        "contact_name": "新管理",
        "contact_phone": "13700000000",
        "username": "newcomer",
        "password": "jiebang-2022",
        "by": people.system,
    }
    return actions.register_organization(**fields | changes)


def test_a_registration_waits_for_the_bureau_of_its_place(people):
    organization = register(people)
    assert organization.state == OrganizationState.PENDING
    assert organization.supervising_division == people.divisions["150100"]
    assert organization.bureau == "呼和浩特市科技局"
    assert Outbox.objects.filter(
        key__startswith=f"message:{people.prefecture.pk}:organization:{organization.pk}"
    ).exists()
    assert not Outbox.objects.filter(
        key__startswith=f"message:{people.prefecture2.pk}:organization:{organization.pk}"
    ).exists()


@pytest.mark.parametrize(
    ("code", "bureau"), [("150781", "满洲里市科技局"), ("152501", "二连浩特市科技局"), ("110108", "自治区科技厅")]
)
def test_counties_that_report_directly_and_places_outside_have_their_own_way(people, code, bureau):
    assert register(people, division=people.divisions[code]).bureau == bureau


def test_the_account_that_registered_becomes_administrator_only_by_approval(people):
    organization = register(people)
    newcomer = User.objects.get(username="newcomer")
    assert newcomer.role_codes == frozenset()
    actions.approve_organization(organization=organization, by=people.prefecture)
    assert User.objects.get(username="newcomer").role_codes == {Role.UNIT_ADMIN}
    assert organization.approved_by == people.prefecture


def test_approved_twice_is_refused_and_grants_once(people):
    organization = register(people)
    actions.approve_organization(organization=organization, by=people.prefecture)
    with pytest.raises(Refused) as refusal:
        actions.approve_organization(organization=Organization.objects.get(pk=organization.pk), by=people.prefecture)
    assert refusal.value.code == "wrong_state"
    assert User.objects.get(username="newcomer").grants.count() == 1


def test_another_bureau_may_not_decide(people):
    with pytest.raises(Forbidden):
        actions.approve_organization(organization=register(people), by=people.prefecture2)


def test_returned_with_all_defects_then_corrected_and_handed_in_again(people):
    organization = register(people)
    actions.return_organization(
        organization=organization, defects=["地址不完整", " ", "法定代表人未填"], by=people.prefecture
    )
    event = events.of(organization).first()
    assert (event.note, event.data) == ("地址不完整；法定代表人未填", {"defects": ["地址不完整", "法定代表人未填"]})
    newcomer = User.objects.get(username="newcomer")
    actions.edit_organization(organization=organization, changes={"address": "示例街 1 号"}, by=newcomer)
    actions.resubmit_organization(organization=organization, by=newcomer)
    organization.refresh_from_db()
    assert (organization.state, organization.address) == (OrganizationState.PENDING, "示例街 1 号")


def test_returned_without_a_defect_is_refused(people):
    with pytest.raises(Refused) as refusal:
        actions.return_organization(organization=register(people), defects=["  "], by=people.prefecture)
    assert refusal.value.code == "defects_needed"


def test_a_doubtful_code_is_refused_without_a_reason_and_taken_with_one(people):
    with pytest.raises(Refused) as refusal:
        register(people, uscc="91350211M0000XUF46")
    assert refusal.value.code == "uscc_reason_needed"
    assert refusal.value.defects == ["统一社会信用代码的校验位不符，请核对；确认无误的可说明理由后继续。"]
    kept = register(people, uscc="91350211M0000XUF46", uscc_reason="合并前旧码，换证中")
    assert (kept.uscc, kept.uscc_reason) == ("91350211M0000XUF46", "合并前旧码，换证中")


def test_a_code_is_stored_half_width_upper_case_without_blanks(people):
    assert register(people, uscc=" 91150105mate5t０１７x ", uscc_reason="多余").uscc == "91150105MATE5T017X"
    assert Organization.objects.get(uscc="91150105MATE5T017X").uscc_reason == ""


def test_a_code_of_another_unit_is_refused_with_its_name(people):
    with pytest.raises(Refused) as refusal:
        register(people, uscc=people.lead.uscc)
    assert (refusal.value.code, refusal.value.ids) == ("uscc_taken", {"organization": people.lead.pk})
    assert people.lead.name in refusal.value.sentence


def test_a_username_in_use_leaves_nothing_behind(people):
    before = Organization.objects.count()
    with pytest.raises(Refused) as refusal:
        register(people, username="officer")
    assert refusal.value.code == "username_taken"
    assert Organization.objects.count() == before


def test_the_code_is_fixed_once_approved(people):
    with pytest.raises(Refused) as refusal:
        actions.edit_organization(organization=people.lead, changes={"uscc": uscc("150105", 901)}, by=people.unitadmin)
    assert refusal.value.code == "not_editable"


def test_an_edit_that_changes_nothing_leaves_no_event(people):
    before = events.of(people.lead).count()
    actions.edit_organization(organization=people.lead, changes={"address": people.lead.address}, by=people.unitadmin)
    assert events.of(people.lead).count() == before


def test_suspended_and_resumed_by_the_system_administrator_alone(people):
    with pytest.raises(Forbidden):
        actions.suspend_organization(organization=people.third, reason="停业", by=people.officer)
    actions.suspend_organization(organization=people.third, reason="停业", by=people.sysadmin)
    actions.resume_organization(organization=people.third, by=people.sysadmin)
    assert people.third.state == OrganizationState.ACTIVE
