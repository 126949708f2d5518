"""What may be done with consortia and bids."""

from consortia.actions.attachments import add_attachment, open_attachment, remove_attachment
from consortia.actions.drafting import return_bid, save_draft, save_section, send_to_unit, start_bid
from consortia.actions.eligibility import ask_correction, correct_bid, decide_eligibility, recommend_bid
from consortia.actions.memberships import confirm_membership, invite_member, leave_consortium, refuse_membership
from consortia.actions.opening import consent_to_opening, open_consented, publish_sealed_root
from consortia.actions.pledges import sign_pledge
from consortia.actions.registration import (
    add_platform,
    agree_consortium,
    cancel_consortium,
    change_consortium,
    create_consortium,
    file_consortium,
    register_consortium,
    resume_consortium,
    return_consortium,
    set_roster,
    suspend_consortium,
)
from consortia.actions.submission import copy_of_submission, recall_bid, submit_bid, withdraw_bid
from consortia.actions.sweeps import (
    expire_due,
    expire_due_bids,
    open_due_consented,
    publish_due_roots,
    restore_due,
)

__all__ = [
    "add_attachment",
    "add_platform",
    "agree_consortium",
    "ask_correction",
    "cancel_consortium",
    "change_consortium",
    "confirm_membership",
    "consent_to_opening",
    "copy_of_submission",
    "correct_bid",
    "create_consortium",
    "decide_eligibility",
    "expire_due",
    "expire_due_bids",
    "file_consortium",
    "invite_member",
    "leave_consortium",
    "open_attachment",
    "open_consented",
    "open_due_consented",
    "publish_due_roots",
    "publish_sealed_root",
    "recall_bid",
    "recommend_bid",
    "refuse_membership",
    "register_consortium",
    "remove_attachment",
    "restore_due",
    "resume_consortium",
    "return_bid",
    "return_consortium",
    "save_draft",
    "save_section",
    "send_to_unit",
    "set_roster",
    "sign_pledge",
    "start_bid",
    "submit_bid",
    "suspend_consortium",
    "withdraw_bid",
]
