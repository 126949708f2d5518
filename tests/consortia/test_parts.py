"""Each unit fills its own part under its own account; the lead sees who is waited for and reminds (C02, R-CON-04)."""

from datetime import timedelta

import pytest

from consortia import actions, register
from consortia.enums import ConsortiumState, MembershipState, TeamRole
from consortia.models import Consortium, Membership
from core import clock
from core.errors import Forbidden, Refused
from core.models import Outbox
from tests.consortia.test_drafts import upload
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories
from tests.stories.cast import another_person
from tests.stories.cast import cast as make_cast


def founded(cast, **details) -> Consortium:
    programme = challenge_stories.programme(cast)
    return actions.create_consortium(
        name="草种业创新联合体", lead=cast.lead, programme=programme, by=cast.applicant, **details
    )


def invited(cast, consortium, unit) -> Membership:
    return actions.invite_member(consortium=consortium, organization=unit, tasks="育种", by=cast.applicant)


def told(user) -> list[str]:
    return [row.payload["title"] for row in Outbox.objects.filter(payload__recipient=user.pk).order_by("pk")]


def test_a_unit_fills_its_part_and_its_administrator_confirms_in_one_breath(cast):
    consortium = founded(cast)
    asked = invited(cast, consortium, cast.university)
    person = another_person(cast.university, "草育种（示例）", by=cast.member_admin)
    terms = {"tasks": "分子育种", "share_percent": 30, "self_fund_commitment_fen": 100}
    actions.fill_part(membership=asked, people=[person], by=cast.member, **terms)  # the applicant prepares
    assert (asked.state, asked.tasks, asked.share_percent) == (MembershipState.INVITED, "分子育种", 30)
    with pytest.raises(Forbidden):
        actions.fill_part(membership=asked, confirms=True, by=cast.member, **terms)
    actions.fill_part(membership=asked, confirms=True, by=cast.member_admin, **terms)
    asked.refresh_from_db()
    assert asked.state == MembershipState.CONFIRMED
    assert [entry.person for entry in consortium.roster.all()] == [person]
    assert "“青城农业大学（示例）”已确认加入" in told(cast.applicant)


def test_nobody_fills_anothers_part(cast):
    asked = invited(cast, founded(cast), cast.university)
    terms = {"tasks": "x", "share_percent": None, "self_fund_commitment_fen": 0}
    for stranger in (cast.applicant, cast.unitadmin, cast.member2_admin, cast.officer, cast.auditor):
        with pytest.raises(Forbidden):
            actions.fill_part(membership=asked, by=stranger, **terms)
    with pytest.raises(Refused) as refused:
        actions.set_part_people(membership=asked, people=[cast.applicant.person], by=cast.member)
    assert refused.value.code == "not_own_people"


def test_ones_own_people_leave_the_others_on_the_roster(cast):
    consortium = stories.formed_consortium(cast)
    own = consortium.memberships.get(organization=cast.university)
    before = consortium.roster.exclude(organization=cast.university).count()
    actions.set_part_people(membership=own, people=[], by=cast.member)
    assert consortium.roster.filter(organization=cast.university).count() == 0
    assert consortium.roster.count() == before > 0


def test_the_first_step_is_to_invite_somebody(cast):
    consortium = founded(cast)
    assert register.next_of(consortium).what.startswith("邀请成员单位")
    asked = invited(cast, consortium, cast.university)
    assert not register.next_of(consortium).what.startswith("邀请成员单位")
    actions.refuse_membership(membership=asked, reason="人手不足", by=cast.member_admin)
    assert register.next_of(consortium).what.startswith("邀请成员单位")


def test_a_refusal_has_a_reason_and_the_lead_asks_again_or_another(cast):
    consortium = founded(cast)
    asked = invited(cast, consortium, cast.university)
    with pytest.raises(Refused) as refused:
        actions.refuse_membership(membership=asked, reason=" ", by=cast.member_admin)
    assert refused.value.code == "reason_missing"
    actions.refuse_membership(membership=asked, reason="人手不足", by=cast.member_admin)
    assert "“青城农业大学（示例）”未同意加入" in told(cast.applicant)
    row = next(one for one in register.board(consortium, at=clock.now()) if one.unit == cast.university.name)
    assert (row.is_gone, row.membership.refusal_reason) == (True, "人手不足")
    again = invited(cast, consortium, cast.university)
    assert (again.pk, again.state, again.refusal_reason) == (asked.pk, MembershipState.INVITED, "")
    actions.leave_consortium(membership=again, reason="另邀他人", by=cast.applicant)
    assert again.state == MembershipState.LEFT


def test_the_board_names_who_is_waited_for_and_a_reminder_is_sent_once_a_day(cast):
    consortium = founded(cast)
    asked = invited(cast, consortium, cast.university)
    rows = {row.unit: row for row in register.board(consortium, at=clock.now())}
    assert rows[cast.university.name].missing == ("由单位管理员确认或拒绝加入",)
    assert rows[cast.university.name].may_remind
    assert not rows[cast.lead.name].may_remind  # nobody reminds himself
    waits = register.waits_of(consortium, list(consortium.memberships.select_related("organization")))
    assert [(one.who, one.what) for one in waits[:2]] == [
        (cast.lead.name, "由单位管理员确认牵头"),
        (cast.university.name, "由单位管理员确认或拒绝加入"),
    ]
    assert waits[1].units == (cast.university.pk,)
    now = clock.now()
    actions.remind_member(membership=asked, by=cast.applicant, at=now)
    assert "请办理“草种业创新联合体”事项" in told(cast.member_admin)
    with pytest.raises(Refused) as refused:
        actions.remind_member(membership=asked, by=cast.unitadmin, at=now + timedelta(hours=23, minutes=59))
    assert refused.value.code == "reminded_lately"
    actions.remind_member(membership=asked, by=cast.applicant, at=now + timedelta(hours=24))
    for stranger in (cast.member_admin, cast.rival_applicant, cast.officer):
        with pytest.raises(Forbidden):
            actions.remind_member(membership=asked, by=stranger)
    actions.confirm_membership(membership=asked, by=cast.member_admin)
    with pytest.raises(Refused) as refused:
        actions.remind_member(membership=asked, by=cast.applicant, at=now + timedelta(days=3))
    assert refused.value.code == "nothing_missing"


def test_everybody_signs_the_very_text_that_lies_there(cast):
    consortium = stories.formed_consortium(cast)
    agreed = {"agreement_number": "XY-1", "signed_on": clock.today(), "by": cast.applicant}
    own = consortium.memberships.get(organization=cast.university)
    with pytest.raises(Refused) as refused:
        actions.sign_agreement(membership=own, by=cast.member_admin)
    assert refused.value.code == "nothing_to_sign"
    actions.put_agreement(consortium=consortium, upload=upload("协议.pdf"), by=cast.applicant)
    with pytest.raises(Forbidden):
        actions.sign_agreement(membership=own, by=cast.member)
    actions.sign_agreement(membership=own, by=cast.member_admin)
    assert own.signed_sha256 == consortium.agreement.sha256
    with pytest.raises(Refused) as refused:
        actions.sign_agreement(membership=own, by=cast.member_admin)
    assert refused.value.code == "signed_already"
    with pytest.raises(Refused) as refused:
        actions.agree_consortium(consortium=consortium, **agreed)
    assert (refused.value.code, len(refused.value.defects)) == ("signatures_missing", 2)
    # Another text, or other terms, ask for another signature.
    terms = {"tasks": "改任务", "share_percent": None, "self_fund_commitment_fen": 0}
    actions.fill_part(membership=own, by=cast.member, **terms)
    assert own.signed_at is None
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        membership = consortium.memberships.get(organization=admin.organization)
        actions.sign_agreement(membership=membership, by=admin)
    assert actions.agree_consortium(consortium=consortium, **agreed).state == ConsortiumState.AGREED


def test_a_scan_with_all_seals_needs_no_signature_in_the_system(cast):
    consortium = stories.formed_consortium(cast)
    agreed = {"agreement_number": "XY-1", "signed_on": clock.today(), "by": cast.applicant}
    actions.put_agreement(consortium=consortium, upload=upload("协议.pdf"), by=cast.applicant)
    actions.agree_consortium(consortium=consortium, upload=upload("盖章件.pdf"), **agreed)
    actions.file_consortium(consortium=consortium, by=cast.applicant)
    actions.return_consortium(consortium=consortium, defects=["缺目标"], by=cast.officer)
    assert actions.agree_consortium(consortium=consortium, **agreed).state == ConsortiumState.AGREED


def test_the_lead_takes_a_filed_registration_back_and_members_stay(cast):
    consortium = stories.filed_consortium(cast)
    with pytest.raises(Refused):
        actions.edit_consortium(consortium=consortium, changes={"goals": "新"}, by=cast.applicant)
    with pytest.raises(Refused):
        actions.reopen_consortium(consortium=consortium, reason="", by=cast.applicant)
    for stranger in (cast.member_admin, cast.officer):
        with pytest.raises(Forbidden):
            actions.reopen_consortium(consortium=consortium, reason="补充", by=stranger)
    actions.reopen_consortium(consortium=consortium, reason="补充", by=cast.applicant)
    assert consortium.state == ConsortiumState.DRAFT
    assert consortium.memberships.filter(state=MembershipState.CONFIRMED).count() == 3


def test_the_chief_scientist_is_one_of_the_members_people(cast):
    consortium = stories.formed_consortium(cast)
    with pytest.raises(Refused) as refused:
        actions.edit_consortium(
            consortium=consortium, changes={"chief_scientist": cast.rival_applicant.person}, by=cast.applicant
        )
    assert refused.value.code == "foreign_chief"
    actions.edit_consortium(consortium=consortium, changes={"chief_scientist": cast.member.person}, by=cast.applicant)
    chiefs = consortium.roster.filter(role=TeamRole.CHIEF_SCIENTIST)
    assert [entry.person for entry in chiefs] == [cast.member.person]


def test_hints_name_what_is_usually_forgotten(cast):
    consortium = founded(cast)
    own = consortium.memberships.get()
    terms = {"tasks": "牵头", "share_percent": 40, "self_fund_commitment_fen": 0}
    actions.fill_part(membership=own, confirms=True, by=cast.unitadmin, **terms)
    found = " ".join(register.hints(consortium, register.board(consortium, at=clock.now())))
    for words in ("首席科学家", "合计 40%", "尚无研发人员", "建设目标"):
        assert words in found


def test_two_members_confirm_at_once(run_in_threads):
    cast = make_cast()
    consortium = founded(cast)
    asked = [invited(cast, consortium, unit) for unit in (cast.university, cast.institute)]
    admins = [cast.member_admin, cast.member2_admin]

    def confirm(number: int):
        membership = Membership.objects.select_related("organization__division", "consortium").get(pk=asked[number].pk)
        return actions.confirm_membership(membership=membership, by=admins[number])

    results = run_in_threads(2, confirm)
    assert [one.state for one in results] == [MembershipState.CONFIRMED] * 2
    titles = told(cast.applicant)
    assert sum("已确认加入" in title for title in titles) == 2


def test_one_unit_confirms_and_refuses_at_once(run_in_threads):
    cast = make_cast()
    asked = invited(cast, founded(cast), cast.university)

    def answer(number: int):
        membership = Membership.objects.select_related("organization__division", "consortium").get(pk=asked.pk)
        if number:
            return actions.refuse_membership(membership=membership, reason="不参加", by=cast.member_admin)
        return actions.confirm_membership(membership=membership, by=cast.member_admin)

    results = run_in_threads(2, answer)
    assert sorted(type(one).__name__ for one in results) == ["Membership", "Refused"]
