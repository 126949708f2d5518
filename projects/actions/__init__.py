"""The verbs of this app. Money that follows from them is funding's; judgements that lead to them are reviews'."""

from projects.actions.acceptance import apply_acceptance, close_project, conclude_acceptance, evaluate_by_user
from projects.actions.agreements import (
    draft_agreement,
    edit_agreement,
    return_agreement,
    sign_agreement_by_department,
    sign_agreement_by_unit,
)
from projects.actions.batches import finish_batch
from projects.actions.changes import decide_change, record_change, request_change
from projects.actions.contracts import sign_contract
from projects.actions.lapses import confirm_lapse, lapse_due
from projects.actions.milestones import (
    fail_milestone,
    pass_milestone,
    rectify_milestone,
    report_milestone,
    revoke_milestone,
)
from projects.actions.outcomes import record_outcome
from projects.actions.projects import (
    create_project,
    extend_project,
    issue_project,
    record_settlement,
    record_termination,
    resume_project,
    suspend_project,
)
from projects.actions.races import eliminate_lane, end_race, merge_lane, start_race, win_lane
from projects.actions.reminders import fall_due_milestones
from projects.actions.rounds import (
    compute_due_rounds,
    compute_standings,
    open_due_rounds,
    record_round_decision,
    report_lane,
    verify_lane_values,
)

__all__ = [
    "apply_acceptance",
    "close_project",
    "compute_due_rounds",
    "compute_standings",
    "conclude_acceptance",
    "confirm_lapse",
    "create_project",
    "decide_change",
    "draft_agreement",
    "edit_agreement",
    "eliminate_lane",
    "end_race",
    "evaluate_by_user",
    "extend_project",
    "fail_milestone",
    "fall_due_milestones",
    "finish_batch",
    "issue_project",
    "lapse_due",
    "merge_lane",
    "open_due_rounds",
    "pass_milestone",
    "record_change",
    "record_outcome",
    "record_round_decision",
    "record_settlement",
    "record_termination",
    "rectify_milestone",
    "report_lane",
    "report_milestone",
    "request_change",
    "resume_project",
    "return_agreement",
    "revoke_milestone",
    "sign_agreement_by_department",
    "sign_agreement_by_unit",
    "sign_contract",
    "start_race",
    "suspend_project",
    "verify_lane_values",
    "win_lane",
]
