"""The verbs of money, one module a topic."""

from funding.actions.awards import award, award_due, draft_award_notice, publish_award_notice, reject_after_objection
from funding.actions.benefits import record_local_reward, record_policy_benefit, record_published_figure
from funding.actions.decisions import decide, fail_challenge
from funding.actions.endings import settle_project, terminate_project
from funding.actions.races import apply_race_rules, decide_round, eliminate
from funding.actions.reports import (
    record_fund_receipt,
    record_sub_transfer,
    report_expenditure,
    return_expenditure,
    verify_expenditure,
)
from funding.actions.tranches import (
    approve_tranche,
    cancel_lapsed,
    cancel_tranche,
    confirm_tranche,
    fall_due_tranches,
    hold_tranche,
    pay_tranche,
    refuse_tranche,
    request_tranche,
    unhold_tranche,
    void_tranche,
)
from funding.actions.waivers import decide_waiver, propose_waiver
from funding.actions.watching import tell_faults

__all__ = [
    "apply_race_rules",
    "approve_tranche",
    "award",
    "award_due",
    "cancel_lapsed",
    "cancel_tranche",
    "confirm_tranche",
    "decide",
    "decide_round",
    "decide_waiver",
    "draft_award_notice",
    "eliminate",
    "fail_challenge",
    "fall_due_tranches",
    "hold_tranche",
    "pay_tranche",
    "propose_waiver",
    "publish_award_notice",
    "record_fund_receipt",
    "record_local_reward",
    "record_policy_benefit",
    "record_published_figure",
    "record_sub_transfer",
    "refuse_tranche",
    "reject_after_objection",
    "report_expenditure",
    "request_tranche",
    "return_expenditure",
    "settle_project",
    "tell_faults",
    "terminate_project",
    "unhold_tranche",
    "verify_expenditure",
    "void_tranche",
]
