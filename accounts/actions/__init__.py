"""What may be done with people, units, accounts and their records."""

from accounts.actions.bootstrap import bootstrap
from accounts.actions.grants import grant_role, renew_grant, revoke_role
from accounts.actions.integrity import (
    decide_integrity,
    expire_due_integrity,
    investigate_integrity,
    repair_integrity,
    report_integrity,
)
from accounts.actions.many_people import add_people
from accounts.actions.organizations import (
    approve_organization,
    edit_organization,
    register_organization,
    replace_uscc,
    resubmit_organization,
    resume_organization,
    return_organization,
    suspend_organization,
)
from accounts.actions.people import (
    add_employment,
    add_person,
    add_user,
    change_password,
    close_user,
    edit_profile,
    end_employment,
    move_person,
    record_sign_in,
    reopen_user,
)
from accounts.actions.personal import read_bank_details, read_identity, set_bank_details
from accounts.actions.reference import load_divisions, load_offices
from accounts.actions.substitutions import arrange_substitution, end_substitution

__all__ = [
    "add_employment",
    "add_people",
    "add_person",
    "add_user",
    "approve_organization",
    "arrange_substitution",
    "bootstrap",
    "change_password",
    "close_user",
    "decide_integrity",
    "edit_organization",
    "edit_profile",
    "end_employment",
    "end_substitution",
    "expire_due_integrity",
    "grant_role",
    "investigate_integrity",
    "load_divisions",
    "load_offices",
    "move_person",
    "read_bank_details",
    "read_identity",
    "record_sign_in",
    "register_organization",
    "renew_grant",
    "reopen_user",
    "repair_integrity",
    "replace_uscc",
    "report_integrity",
    "resubmit_organization",
    "resume_organization",
    "return_organization",
    "revoke_role",
    "set_bank_details",
    "suspend_organization",
]
