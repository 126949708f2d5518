"""What people do with experts, panels, scores and votes, one module a subject."""

from reviews.actions.assessments import assess_lane, assess_milestone, conclude_milestone, conclude_round
from reviews.actions.draws import commit_draw, run_draw
from reviews.actions.locking import lock_due_panels, lock_overdue_panel, lock_panel
from reviews.actions.material import open_material
from reviews.actions.panels import (
    archive_panel,
    attach_record,
    begin_review,
    confirm_panel,
    extend_scoring,
    name_chair,
    recheck_panels,
    set_up_panel,
    start_scoring,
)
from reviews.actions.pool import (
    admit_expert,
    bar_expert,
    declare_conflict,
    edit_expert,
    pause_expert,
    record_recusal_request,
    resume_expert,
)
from reviews.actions.rubrics import create_rubric
from reviews.actions.scoring import lock_sheet, save_sheet, void_and_correct_sheet
from reviews.actions.seats import (
    accept_seat,
    declare_interests,
    decline_seat,
    invite_seats,
    pick_manually,
    recuse_seat,
    replace_seat,
)
from reviews.actions.votes import cast_vote, cast_votes, close_votes, report_panel

__all__ = [
    "accept_seat",
    "admit_expert",
    "archive_panel",
    "assess_lane",
    "assess_milestone",
    "attach_record",
    "bar_expert",
    "begin_review",
    "cast_vote",
    "cast_votes",
    "close_votes",
    "commit_draw",
    "conclude_milestone",
    "conclude_round",
    "confirm_panel",
    "create_rubric",
    "decline_seat",
    "declare_conflict",
    "declare_interests",
    "edit_expert",
    "extend_scoring",
    "invite_seats",
    "lock_due_panels",
    "lock_overdue_panel",
    "lock_panel",
    "lock_sheet",
    "name_chair",
    "open_material",
    "pause_expert",
    "pick_manually",
    "recheck_panels",
    "record_recusal_request",
    "recuse_seat",
    "replace_seat",
    "report_panel",
    "resume_expert",
    "run_draw",
    "save_sheet",
    "set_up_panel",
    "start_scoring",
    "void_and_correct_sheet",
]
