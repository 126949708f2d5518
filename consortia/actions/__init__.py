"""What may be done with consortia and bids."""

from consortia.actions.attachments import add_attachment, open_attachment, remove_attachment
from consortia.actions.changes import (
    approve_change,
    cancel_consortium,
    change_consortium,
    propose_change,
    resubmit_change,
    resume_consortium,
    return_change,
    suspend_consortium,
    withdraw_change,
)
from consortia.actions.copies import ask_for_copy, copy_of_submission, is_copy_ready, take_copy
from consortia.actions.drafting import return_bid, save_draft, save_section, send_to_unit, start_bid
from consortia.actions.eligibility import (
    ask_correction,
    correct_bid,
    decide_eligibility,
    decide_several,
    declare_unclaimed,
    recommend_bid,
    review_single_bid,
)
from consortia.actions.handover import hand_over
from consortia.actions.memberships import (
    confirm_membership,
    fill_part,
    invite_member,
    leave_consortium,
    refuse_membership,
    remind_member,
    set_part_people,
    sign_agreement,
)
from consortia.actions.opening import consent_to_opening, open_consented, publish_sealed_root
from consortia.actions.platforms import add_platform, edit_platform, end_platform
from consortia.actions.pledges import sign_pledge
from consortia.actions.registration import (
    agree_consortium,
    create_consortium,
    edit_consortium,
    file_consortium,
    put_agreement,
    register_consortium,
    reopen_consortium,
    return_consortium,
    set_roster,
)
from consortia.actions.reuse import reuse_sections
from consortia.actions.submission import recall_bid, submit_bid, withdraw_bid
from consortia.actions.sweeps import (
    end_due_corrections,
    expire_due,
    expire_due_bids,
    open_due_consented,
    publish_due_roots,
    restore_due,
)
from consortia.actions.telling import tell_bidders_due

__all__ = [
    "add_attachment",
    "add_platform",
    "agree_consortium",
    "approve_change",
    "ask_correction",
    "ask_for_copy",
    "cancel_consortium",
    "change_consortium",
    "confirm_membership",
    "consent_to_opening",
    "copy_of_submission",
    "correct_bid",
    "create_consortium",
    "decide_eligibility",
    "decide_several",
    "declare_unclaimed",
    "edit_consortium",
    "edit_platform",
    "end_due_corrections",
    "end_platform",
    "expire_due",
    "expire_due_bids",
    "file_consortium",
    "fill_part",
    "hand_over",
    "invite_member",
    "is_copy_ready",
    "leave_consortium",
    "open_attachment",
    "open_consented",
    "open_due_consented",
    "propose_change",
    "publish_due_roots",
    "publish_sealed_root",
    "put_agreement",
    "recall_bid",
    "recommend_bid",
    "refuse_membership",
    "register_consortium",
    "remind_member",
    "remove_attachment",
    "reopen_consortium",
    "restore_due",
    "resubmit_change",
    "resume_consortium",
    "return_bid",
    "return_change",
    "return_consortium",
    "reuse_sections",
    "review_single_bid",
    "save_draft",
    "save_section",
    "send_to_unit",
    "set_part_people",
    "set_roster",
    "sign_agreement",
    "sign_pledge",
    "start_bid",
    "submit_bid",
    "suspend_consortium",
    "take_copy",
    "tell_bidders_due",
    "withdraw_bid",
    "withdraw_change",
]
