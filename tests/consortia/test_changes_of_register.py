"""A registered consortium changes: asked by the lead, granted by the office, every version kept (3.3, S39)."""

import pytest
from django.db import DatabaseError, transaction

from consortia import actions, queries, register
from consortia.enums import ChangeState, ConsortiumState, MembershipState
from consortia.models import Consortium, ConsortiumChange, Membership
from core.errors import Forbidden, Refused
from tests.stories import consortia as stories
from tests.stories.cast import cast as make_cast


def asked(cast, consortium, *, by=None, **changes) -> ConsortiumChange:
    details = {"changes": {}, "reason": "优化组建", "by": by or cast.applicant} | changes
    return actions.propose_change(consortium=consortium, **details)


def test_a_rename_is_a_new_version_and_the_old_one_is_kept(cast):
    consortium = stories.registered_consortium(cast)
    change = asked(cast, consortium, changes={"name": "新名称创新联合体", "goals": "新目标"})
    assert [(one.label, one.after) for one in register.would_be(change)] == [
        ("名称", "新名称创新联合体"),
        ("建设目标", "新目标"),
    ]
    old = Consortium.objects.get(pk=consortium.pk).name
    for stranger in (cast.applicant, cast.publisher, cast.auditor, cast.sysadmin):
        with pytest.raises(Forbidden):
            actions.approve_change(change=change, by=stranger)
    actions.approve_change(change=change, by=cast.officer)
    first, second = consortium.versions.order_by("number")
    assert (first.content["name"], second.content["name"]) == (old, "新名称创新联合体")
    assert [one.label for one in register.differences(first.content, second.content)] == ["名称", "建设目标"]
    with pytest.raises(Refused) as refused:
        actions.approve_change(change=change, by=cast.officer)
    assert refused.value.code == "wrong_state"


def test_a_unit_joins_a_registered_consortium_only_by_a_granted_change(cast):
    consortium = stories.registered_consortium(cast)
    membership = actions.invite_member(consortium=consortium, organization=cast.third_university, by=cast.applicant)
    change = asked(cast, consortium)
    with pytest.raises(Refused) as refused:
        actions.approve_change(change=change, by=cast.officer)
    assert refused.value.code == "members_waiting"
    actions.confirm_membership(membership=membership, by=cast.third_member_admin)
    assert membership.state == MembershipState.JOINING
    assert cast.third_university.pk not in queries.member_ids(consortium)
    change.refresh_from_db()
    actions.approve_change(change=change, by=cast.officer)
    membership.refresh_from_db()
    assert membership.state == MembershipState.CONFIRMED
    latest = consortium.versions.order_by("-number").first()
    assert cast.third_university.name in [one["name"] for one in latest.content["members"]]


def test_a_change_below_the_conditions_is_not_granted_and_nothing_moves(cast):
    consortium = stories.registered_consortium(cast)
    leaving = consortium.memberships.get(organization=cast.institute)
    with pytest.raises(Refused) as refused:
        actions.leave_consortium(membership=leaving, reason="调整", by=cast.applicant)
    assert refused.value.code == "change_needed"
    change = asked(cast, consortium, removals=[leaving])
    with pytest.raises(Refused) as refused:
        actions.approve_change(change=change, by=cast.officer)
    assert refused.value.code == "conditions_unmet"
    change.refresh_from_db()
    leaving.refresh_from_db()
    assert (change.state, leaving.state) == (ChangeState.PROPOSED, MembershipState.CONFIRMED)


def test_one_member_is_replaced_by_another(cast):
    consortium = stories.registered_consortium(cast)
    membership = actions.invite_member(consortium=consortium, organization=cast.third_institute, by=cast.applicant)
    actions.confirm_membership(membership=membership, by=cast.third_member2_admin)
    leaving = consortium.memberships.get(organization=cast.institute)
    change = asked(cast, consortium, removals=[leaving])
    actions.approve_change(change=change, by=cast.officer)
    first, second = consortium.versions.order_by("number")
    lines = [(one.label, one.before, one.after) for one in register.differences(first.content, second.content)]
    assert lines == [("退出成员", cast.institute.name, ""), ("新增成员", "", cast.third_institute.name)]
    assert not consortium.roster.filter(organization=cast.institute).exists()


def test_a_member_that_leaves_by_itself_makes_a_version_too(cast):
    consortium = stories.registered_consortium(cast)
    leaving = consortium.memberships.get(organization=cast.institute)
    actions.leave_consortium(membership=leaving, reason="改组", by=cast.member2_admin)
    assert consortium.versions.count() == 2
    consortium.refresh_from_db()
    assert (consortium.version, consortium.state) == (2, ConsortiumState.REGISTERED)


def test_one_open_change_and_something_must_change(cast):
    consortium = stories.registered_consortium(cast)
    with pytest.raises(Refused) as refused:
        asked(cast, consortium, changes={"name": consortium.name})
    assert refused.value.code == "nothing_changed"
    with pytest.raises(Refused) as refused:
        asked(cast, consortium, removals=[consortium.memberships.get(role="LEAD")])
    assert refused.value.code == "lead_stays"
    for stranger in (cast.member_admin, cast.rival_applicant, cast.officer):
        with pytest.raises(Forbidden):
            asked(cast, consortium, changes={"goals": "新"}, by=stranger)
    change = asked(cast, consortium, changes={"goals": "新"})
    with pytest.raises(Refused) as refused:
        asked(cast, consortium, changes={"goals": "再新"})
    assert refused.value.code == "change_open"
    actions.withdraw_change(change=change, by=cast.unitadmin)
    assert asked(cast, consortium, changes={"goals": "再新"}).state == ChangeState.PROPOSED


def test_a_returned_change_names_all_defects_and_comes_back(cast):
    consortium = stories.registered_consortium(cast)
    change = asked(cast, consortium, changes={"goals": "新"})
    with pytest.raises(Refused):
        actions.return_change(change=change, defects=[" "], by=cast.officer)
    actions.return_change(change=change, defects=["目标不具体", "缺补充协议"], by=cast.officer)
    assert change.defects == ["目标不具体", "缺补充协议"]
    actions.resubmit_change(change=change, changes={"goals": "具体目标"}, reason="补正", by=cast.applicant)
    actions.approve_change(change=change, by=cast.officer)
    assert Consortium.objects.get(pk=consortium.pk).goals == "具体目标"


def test_members_do_not_change_while_a_bid_is_under_way(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    leaving = bid.consortium.memberships.get(organization=cast.institute)
    with pytest.raises(Refused) as refused:
        asked(cast, bid.consortium, removals=[leaving])
    assert refused.value.code == "live_bid"
    assert asked(cast, bid.consortium, changes={"name": "可改名创新联合体"}).state == ChangeState.PROPOSED


def test_a_version_is_never_rewritten(cast):
    version = stories.registered_consortium(cast).versions.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(reason="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


def test_two_officers_grant_one_change_at_once(run_in_threads):
    cast = make_cast()
    consortium = stories.registered_consortium(cast)
    change = asked(cast, consortium, changes={"goals": "新"})

    def approve(_number: int):
        return actions.approve_change(
            change=ConsortiumChange.objects.select_related("consortium").get(pk=change.pk), by=cast.officer
        )

    results = run_in_threads(2, approve)
    assert sorted(type(one).__name__ for one in results) == ["ConsortiumChange", "Refused"]
    assert consortium.versions.count() == 2


def test_joining_does_not_slip_in_between(run_in_threads):
    """A member confirms while the office grants: it is in the version or it waits, never half."""
    cast = make_cast()
    consortium = stories.registered_consortium(cast)
    joining = actions.invite_member(consortium=consortium, organization=cast.third_university, by=cast.applicant)
    change = asked(cast, consortium, changes={"goals": "新"})

    def act(number: int):
        if number:
            row = Membership.objects.select_related("organization__division", "consortium").get(pk=joining.pk)
            return actions.confirm_membership(membership=row, by=cast.third_member_admin)
        row = ConsortiumChange.objects.select_related("consortium").get(pk=change.pk)
        return actions.approve_change(change=row, by=cast.officer)

    run_in_threads(2, act)
    joining.refresh_from_db()
    change.refresh_from_db()
    latest = consortium.versions.order_by("-number").first()
    in_version = cast.third_university.name in [one["name"] for one in latest.content["members"]]
    assert in_version == (joining.state == MembershipState.CONFIRMED)
    assert (change.state, joining.state) in {("APPROVED", "CONFIRMED"), ("PROPOSED", "JOINING")}
