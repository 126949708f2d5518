"""Tranches: conditions, four people, the ledger behind every state (3.6, R-FUN-07, Q6, R-ROL-06)."""

from datetime import timedelta

import pytest

from accounts.queries import system_user
from core import clock
from core.errors import Refused
from funding import actions, ledger
from funding.models import Transfer
from funding.queries.books import faults
from projects import actions as project_actions
from tests.stories import funding as stories

WAN = stories.WAN
LATER = {"voucher_number": "PZ-9"}


def refused(call, **arguments) -> Refused:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value


@pytest.fixture(scope="module")
def made(told):
    return stories.running_project(told)


@pytest.fixture
def project(made, cast):
    return stories.project_of(made.bid)


def standing(project, year=2022) -> dict[str, int]:
    kinds = ("AWARDED", "PAYABLE", "PAID", "RETURNED")
    return {kind: ledger.balance(ledger.account(kind=kind, project=project, year=year)) // WAN for kind in kinds}


def test_the_first_tranche_is_paid_by_four_hands(cast, project):
    assert actions.fall_due_tranches(by=system_user()) == 1
    assert actions.fall_due_tranches(by=system_user()) == 0
    applicant, _admin = stories.side_of(cast, project)
    first = stories.stage(project, 1)
    assert refused(actions.request_tranche, tranche=first, usage_plan=" ", by=applicant).code == "text_needed"
    assert (
        refused(actions.request_tranche, tranche=first, usage_plan="计划", by=cast.rival_applicant).code == "forbidden"
    )
    actions.request_tranche(tranche=first, usage_plan="用于种质筛选。", by=applicant)
    assert refused(actions.approve_tranche, tranche=first, document_number="文", by=cast.officer).code == "forbidden"
    refusal = refused(
        actions.approve_tranche, tranche=first, approved_fen=200 * WAN + 1, document_number="文", by=cast.publisher
    )
    assert refusal.code == "over_planned"
    actions.approve_tranche(tranche=first, document_number="内财教〔2022〕88号", by=cast.publisher)
    assert standing(project) == {"AWARDED": 0, "PAYABLE": 200, "PAID": 0, "RETURNED": 0}
    assert refused(actions.pay_tranche, tranche=first, voucher_number="PZ-1", by=cast.publisher).code == "forbidden"
    actions.pay_tranche(tranche=first, voucher_number="PZ-1", by=cast.finance)
    assert standing(project) == {"AWARDED": 0, "PAYABLE": 0, "PAID": 200, "RETURNED": 0}
    today = {"received_on": clock.today(), "by": applicant}
    assert refused(actions.confirm_tranche, tranche=first, received_fen=200 * WAN + 1, **today).code == "over_paid"
    early = {"received_on": clock.today() - timedelta(days=1), "by": applicant}
    assert refused(actions.confirm_tranche, tranche=first, received_fen=200 * WAN, **early).code == "received_on"
    actions.confirm_tranche(tranche=first, received_fen=200 * WAN, **today)
    assert stories.stage(project, 1).state == "RECEIVED"
    assert list(faults()) == []


def test_paying_again_answers_the_same_and_another_voucher_is_refused(cast, project):
    first = stories.paid(cast, project)
    again = actions.pay_tranche(tranche=first, voucher_number=first.voucher_number, by=cast.finance)
    assert again.paid_at == first.paid_at
    assert refused(actions.pay_tranche, tranche=first, by=cast.finance, **LATER).code == "wrong_state"
    assert Transfer.objects.filter(code="PAY").count() == 1


def test_a_later_tranche_waits_for_node_year_and_self_funding(cast, project):
    stories.received(cast, project)
    applicant, _admin = stories.side_of(cast, project)
    second = stories.stage(project, 2)
    refusal = refused(actions.request_tranche, tranche=second, usage_plan="计划", by=applicant)
    assert (refusal.code, len(refusal.defects)) == ("conditions", 3)  # the year, the node, half of the self-funding
    stories.pass_node(cast, project, 1)
    stories.receive_self(cast, project, 500 * WAN - 1)
    refusal = refused(actions.request_tranche, tranche=stories.stage(project, 2), usage_plan="计划", by=applicant)
    assert len(refusal.defects) == 1
    assert "自筹应到位500万元" in refusal.defects[0]
    stories.receive_self(cast, project, 1)
    stories.received(cast, project, 2)
    assert list(faults()) == []


def test_a_condition_is_waived_for_one_tranche_by_another_person(cast, project):
    stories.received(cast, project)
    stories.pass_node(cast, project, 1)
    applicant, _admin = stories.side_of(cast, project)
    second = stories.stage(project, 2)
    waiver = actions.propose_waiver(
        kind="TRANCHE_CONDITION",
        tranche=second,
        conditions=("SELF_FUNDING",),
        reason="银团贷款审批中。",
        by=cast.officer,
    )
    assert refused(actions.request_tranche, tranche=second, usage_plan="计划", by=applicant).code == "conditions"
    actions.decide_waiver(waiver=waiver, is_approved=True, note="同意", by=cast.publisher)
    actions.request_tranche(tranche=second, usage_plan="计划", by=applicant)
    third = stories.stage(project, 3)
    assert third.waiver is None
    assert waiver.figures["self_required_fen"] == 500 * WAN


def test_a_waived_node_lets_the_sweep_go_on(cast, project):
    second = stories.stage(project, 2)
    waiver = actions.propose_waiver(
        kind="TRANCHE_CONDITION", tranche=second, conditions=("MILESTONE",), reason="试验受灾顺延。", by=cast.officer
    )
    actions.decide_waiver(waiver=waiver, is_approved=True, note="同意", by=cast.publisher)
    clock.move(to=clock.now().replace(year=2023, month=6))
    assert actions.fall_due_tranches(by=system_user()) == 2
    assert [stories.stage(project, number).state for number in (1, 2, 3)] == ["DUE", "DUE", "PLANNED"]


def test_a_voided_approval_gives_the_money_back_and_may_come_again(cast, project):
    first = stories.approved(cast, project)
    assert refused(actions.void_tranche, tranche=first, reason="", by=cast.finance).code == "text_needed"
    actions.void_tranche(tranche=first, reason="账户信息有误。", by=cast.finance)
    assert standing(project)["AWARDED"] == 200
    assert stories.stage(project, 1).approved_fen is None
    stories.paid(cast, project)
    keys = list(Transfer.objects.filter(tranche=first).order_by("id").values_list("key", flat=True))
    assert [key.split(":", 2)[2] for key in keys] == ["reserve:1", "void:1", "reserve:2", "pay"]
    assert list(faults()) == []


def test_less_approved_than_planned_releases_the_rest_when_paid(cast, project):
    stories.paid(cast, project, approved_fen=150 * WAN)
    assert standing(project) == {"AWARDED": 0, "PAYABLE": 0, "PAID": 150, "RETURNED": 0}
    assert ledger.awarded(project) == 350 * WAN
    assert list(faults()) == []


def test_hold_refuse_cancel(cast, project):
    first = stories.requested(cast, project)
    actions.refuse_tranche(tranche=first, reason="用款计划不清楚。", by=cast.officer)
    actions.hold_tranche(tranche=first, reason="核查中。", by=cast.officer)
    applicant, _admin = stories.side_of(cast, project)
    assert refused(actions.request_tranche, tranche=first, usage_plan="计划", by=applicant).code == "wrong_state"
    actions.unhold_tranche(tranche=first, note="核查完毕。", by=cast.officer)
    first = stories.approved(cast, project)
    assert refused(actions.cancel_tranche, tranche=first, reason="取消", by=cast.officer2).code == "forbidden"
    actions.cancel_tranche(tranche=first, reason="任务核减。", by=cast.officer)
    assert standing(project) == {"AWARDED": 0, "PAYABLE": 0, "PAID": 0, "RETURNED": 0}
    assert ledger.awarded(project) == 200 * WAN
    assert list(faults()) == []


def test_nothing_is_paid_to_a_suspended_project(cast, project):
    first = stories.approved(cast, project)
    project_actions.suspend_project(project=project, reason="安全检查。", by=cast.officer)
    assert refused(actions.pay_tranche, tranche=first, voucher_number="PZ-1", by=cast.finance).code == "project_stopped"
    project_actions.resume_project(project=stories.project_of(project.bid), note="整改完成。", by=cast.officer)
    actions.pay_tranche(tranche=first, voucher_number="PZ-1", by=cast.finance)


def test_nothing_falls_due_before_the_agreement(cast):
    project = stories.awarded_project(cast)
    assert actions.fall_due_tranches(by=system_user()) == 1  # the module's own project
    applicant, _admin = stories.side_of(cast, project)
    refusal = refused(actions.request_tranche, tranche=stories.stage(project, 1), usage_plan="计划", by=applicant)
    assert "任务书已签订" in refusal.defects[0]


def test_a_lapsed_project_gives_its_money_back(cast):
    project = stories.awarded_project(cast)
    clock.move(to=clock.now() + timedelta(days=60))
    project_actions.lapse_due(by=system_user())
    if stories.project_of(project.bid).state == "AWARDED":
        project_actions.confirm_lapse(project=project, reason="逾期未签。", by=cast.officer)
    assert actions.cancel_lapsed(by=system_user()) == 1
    assert actions.cancel_lapsed(by=system_user()) == 0
    assert {tranche.state for tranche in project.tranches.all()} == {"CANCELLED"}
    assert ledger.awarded(project) == 0
    assert list(faults()) == []
