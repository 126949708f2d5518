"""Consortia: founding, members, the conditions R-CON, registration and what follows it (3.3, 5.3)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from accounts import actions as account_actions
from accounts.models import IntegrityRecord, Organization, Person
from accounts.queries import system_user
from consortia import actions, checks, queries
from consortia.enums import ConsortiumState, MembershipRole, MembershipState
from consortia.models import Consortium, Membership
from core import clock
from core.errors import Forbidden, Refused
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories


def barred(cast, organization) -> IntegrityRecord:
    record = account_actions.report_integrity(
        organization=organization, fact="提供虚假材料", source="信用中国", by=cast.supervisor
    )
    account_actions.investigate_integrity(record=record, by=cast.supervisor)
    return account_actions.decide_integrity(
        record=record, level="SERIOUS", years=3, decision_document="内科监〔2026〕1号", by=cast.supervisor
    )


def test_a_registered_consortium_has_a_number_dates_and_a_recall_key(cast):
    consortium = stories.registered_consortium(cast)
    assert consortium.state == ConsortiumState.REGISTERED
    assert consortium.registration_number == f"NMCX{clock.today().year}001"
    assert consortium.valid_to.year == clock.today().year + 3
    assert len(bytes(Consortium.objects.get(pk=consortium.pk).recall_public_key)) == 32
    assert stories.registered_consortium(cast, "rival").registration_number.endswith("002")


def test_every_unit_confirms_by_its_own_administrator(cast):
    consortium = actions.create_consortium(name="示例联合体", lead=cast.lead, by=cast.applicant)
    asked = actions.invite_member(consortium=consortium, organization=cast.university, by=cast.applicant)
    for stranger in (cast.applicant, cast.unitadmin, cast.member2_admin, cast.officer, cast.member):
        with pytest.raises(Forbidden):
            actions.confirm_membership(membership=asked, by=stranger)
    with pytest.raises(Refused) as refused:
        actions.agree_consortium(
            consortium=consortium, agreement_number="XY-1", signed_on=clock.today(), by=cast.applicant
        )
    assert refused.value.code == "members_waiting"
    assert len(refused.value.defects) == 2
    actions.confirm_membership(membership=asked, by=cast.member_admin, self_fund_commitment_fen=100)
    asked.refresh_from_db()
    assert (asked.state, asked.self_fund_commitment_fen) == (MembershipState.CONFIRMED, 100)


def test_only_the_lead_manages_its_consortium(cast):
    consortium = stories.formed_consortium(cast)
    for stranger in (cast.member, cast.member_admin, cast.rival_applicant, cast.officer, cast.sysadmin):
        with pytest.raises(Forbidden):
            actions.invite_member(consortium=consortium, organization=cast.third_university, by=stranger)
    with pytest.raises(Forbidden):
        actions.create_consortium(name="冒名联合体", lead=cast.rival, by=cast.applicant)


def test_there_is_exactly_one_lead(cast):
    consortium = stories.formed_consortium(cast)
    with pytest.raises(Refused) as refused:
        actions.invite_member(
            consortium=consortium, organization=cast.third, role=MembershipRole.LEAD, by=cast.applicant
        )
    assert refused.value.code == "one_lead"
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            consortium=consortium, organization=cast.third, role="LEAD", kind_at_signing="ENTERPRISE",
            is_local_at_signing=True, created_at=clock.now(), created_by=cast.applicant, state_at=clock.now(),
        )  # fmt: skip


def _filed(cast, lead, author, members):
    consortium = actions.create_consortium(name=f"{lead.name}的联合体", lead=lead, by=author)
    admins = {one.organization_id: one for one in vars(cast).values() if getattr(one, "organization_id", None) and
              one.has_role("UNIT_ADMIN")}  # fmt: skip
    for unit in members:
        actions.invite_member(consortium=consortium, organization=unit, by=author)
    for membership in consortium.memberships.all():
        actions.confirm_membership(membership=membership, by=admins[membership.organization_id])
    actions.agree_consortium(consortium=consortium, agreement_number="XY-9", signed_on=clock.today(), by=author)
    return actions.file_consortium(consortium=consortium, by=author)


def test_the_lead_must_be_an_enterprise_of_the_region(cast):
    with pytest.raises(Refused) as refused:
        _filed(cast, cast.university, cast.member, [cast.lead, cast.institute])
    assert refused.value.code == "conditions_unmet"
    assert [defect.split("：")[0] for defect in refused.value.defects] == ["牵头单位符合规则集规定的类型和登记地"]


def test_an_enterprise_outside_the_region_cannot_lead(cast):
    Organization.objects.filter(pk=cast.lead.pk).update(division=cast.divisions["310115"])
    cast.lead.refresh_from_db()
    with pytest.raises(Refused) as refused:
        _filed(cast, cast.lead, cast.applicant, [cast.university, cast.institute])
    assert len(refused.value.defects) == 1


def test_under_the_rules_of_2021_a_research_unit_leads_alone(cast):
    challenge_stories.batch(cast, mechanism="ENTERPRISE_2021")
    consortium = actions.create_consortium(
        name="青城科研组", lead=cast.university, programme=challenge_stories.programme(cast), by=cast.member
    )
    actions.confirm_membership(membership=consortium.memberships.get(), by=cast.member_admin)
    actions.agree_consortium(consortium=consortium, agreement_number="XY-21", signed_on=clock.today(), by=cast.member)
    assert actions.file_consortium(consortium=consortium, by=cast.member).state == ConsortiumState.FILED


@pytest.mark.parametrize("units", [["university"], ["rival", "third"], []])
def test_three_members_and_one_of_them_research(cast, units):
    with pytest.raises(Refused) as refused:
        _filed(cast, cast.lead, cast.applicant, [getattr(cast, unit) for unit in units])
    assert [defect.split("：")[0] for defect in refused.value.defects] == ["成员单位数量和高校院所符合要求"]


def test_no_threshold_of_age_degree_or_title(cast):
    """S36: a unit founded yesterday and a leader without degree or title pass every check."""
    Organization.objects.update(established_on=clock.today() - timedelta(days=1))
    Person.objects.update(title="", degree="", birth_year=2006)
    consortium = stories.registered_consortium(cast)
    findings = checks.for_consortium(consortium, on=clock.today())
    assert checks.failed(findings) == []
    rule = next(one for one in findings if one.code == "R-CON-07")
    assert rule.is_passed is True
    source = Path(checks.__file__).read_text(encoding="utf-8")
    assert not {"established_on", "degree", "birth_year", ".title ", "person.title"} & set(source.split())


def test_a_barred_unit_cannot_file(cast):
    barred(cast, cast.institute)
    with pytest.raises(Refused) as refused:
        stories.filed_consortium(cast)
    assert any("惩戒期内" in defect for defect in refused.value.defects)


def test_return_names_all_defects_and_the_lead_files_again(cast):
    consortium = stories.filed_consortium(cast)
    with pytest.raises(Refused):
        actions.return_consortium(consortium=consortium, defects=[" "], by=cast.officer)
    actions.return_consortium(consortium=consortium, defects=["协议缺页", "缺盖章"], by=cast.officer)
    assert consortium.defects == ["协议缺页", "缺盖章"]
    actions.agree_consortium(consortium=consortium, agreement_number="XY-2", signed_on=clock.today(), by=cast.applicant)
    actions.file_consortium(consortium=consortium, by=cast.applicant)
    actions.register_consortium(consortium=consortium, by=cast.officer)
    assert consortium.state == ConsortiumState.REGISTERED


def test_the_office_in_charge_decides(cast):
    programme = challenge_stories.programme(cast)
    consortium = stories.filed_consortium(cast, programme=programme)
    for stranger in (cast.officer2, cast.publisher, cast.applicant, cast.sysadmin, cast.auditor):
        with pytest.raises(Forbidden):
            actions.register_consortium(consortium=consortium, by=stranger)
    actions.register_consortium(consortium=consortium, by=cast.officer)


def test_suspend_resume_change_and_cancel(cast):
    consortium = stories.registered_consortium(cast)
    actions.suspend_consortium(consortium=consortium, reason="核查", by=cast.officer)
    actions.resume_consortium(consortium=consortium, reason="核查完毕", by=cast.officer)
    actions.change_consortium(consortium=consortium, changes={"name": "新名称联合体"}, reason="更名", by=cast.officer)
    consortium.refresh_from_db()
    assert (consortium.name, consortium.version) == ("新名称联合体", 2)
    with pytest.raises(Refused) as refused:
        actions.change_consortium(consortium=consortium, changes={"state": "X"}, reason="x", by=cast.officer)
    assert refused.value.code == "not_changeable"
    actions.cancel_consortium(consortium=consortium, reason="解散", by=cast.officer)
    assert consortium.state == ConsortiumState.CANCELLED


def test_members_stay_while_a_bid_is_under_way(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    consortium = bid.consortium
    membership = consortium.memberships.get(organization=cast.institute)
    with pytest.raises(Refused) as refused:
        actions.leave_consortium(membership=membership, reason="退出", by=cast.member2_admin)
    assert refused.value.code == "live_bid"
    with pytest.raises(Refused):
        actions.cancel_consortium(consortium=consortium, reason="解散", by=cast.officer)
    actions.withdraw_bid(bid=bid, reason="", by=cast.unitadmin)
    actions.leave_consortium(membership=membership, reason="退出", by=cast.member2_admin)
    again = actions.invite_member(consortium=consortium, organization=cast.institute, by=cast.applicant)
    assert (again.pk, again.state, again.confirmed_at) == (membership.pk, MembershipState.INVITED, None)


def test_a_registration_expires_once(cast):
    consortium = stories.registered_consortium(cast)
    clock.move(to=clock.now().replace(year=consortium.valid_to.year, month=12, day=31) + timedelta(days=1))
    assert actions.expire_due(by=system_user()) == 1
    assert actions.expire_due(by=system_user()) == 0
    consortium.refresh_from_db()
    assert consortium.state == ConsortiumState.EXPIRED
    with pytest.raises(Forbidden):
        actions.expire_due(by=cast.officer)


def test_figures_count_distinct_units_platforms_and_persons(cast):
    """S31, S32: a unit in two consortia is one unit, its platform one platform."""
    stories.registered_consortium(cast)
    stories.registered_consortium(cast, name="第二创新联合体")
    actions.add_platform(organization=cast.university, name="国家重点实验室", level="NATIONAL", by=cast.member_admin)
    with pytest.raises(Refused):
        actions.add_platform(organization=cast.university, name="国家重点实验室", level="NATIONAL", by=cast.member)
    figures = queries.registration_figures()
    assert (figures["consortia"], figures["units"], figures["memberships"]) == (2, 3, 6)
    assert (figures["enterprises"], figures["research_units"], figures["national_platforms"]) == (1, 2, 1)
    assert (
        figures["persons"]
        == Person.objects.filter(organization__in=[cast.lead, cast.university, cast.institute]).count()
    )


def test_who_sees_which_consortia(cast):
    consortium = stories.formed_consortium(cast)
    assert consortium in queries.consortia_of(cast.applicant)
    assert consortium in queries.consortia_of(cast.member)
    for stranger in (cast.rival_applicant, cast.officer, cast.sysadmin, cast.prefecture):
        assert consortium not in queries.consortia_of(stranger)
    assert not queries.public_consortia().exists()
    registered = stories.registered_consortium(cast, "rival")
    assert registered in queries.consortia_of(cast.officer)
    assert list(queries.public_consortia()) == [registered]


def test_signing_dates_do_not_lie_ahead(cast):
    consortium = stories.formed_consortium(cast)
    with pytest.raises(Refused) as refused:
        actions.agree_consortium(
            consortium=consortium, agreement_number="X", signed_on=date(2099, 1, 1), by=cast.applicant
        )
    assert refused.value.code == "signed_later"
