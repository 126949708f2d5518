"""Forms of sign-in, units, people, accounts and records."""

from accounts.forms.fields import DateInput, DivisionField, NoteForm, PurposeForm, ReasonForm, ReturnForm
from accounts.forms.integrity import DecideIntegrityForm, RepairForm, ReportIntegrityForm
from accounts.forms.organizations import (
    BankForm,
    CorrectOrganizationForm,
    EditOrganizationForm,
    OrganizationFields,
    RegisterForm,
    ReplaceCodeForm,
)
from accounts.forms.people import EditPersonForm, LeaveForm, MovePersonForm, PersonForm, ProfileForm
from accounts.forms.users import (
    AddUserForm,
    GrantForm,
    PasswordForm,
    RenewForm,
    ResetPasswordForm,
    RevokeForm,
    SignInForm,
)

__all__ = [
    "AddUserForm",
    "BankForm",
    "CorrectOrganizationForm",
    "DateInput",
    "DecideIntegrityForm",
    "DivisionField",
    "EditOrganizationForm",
    "EditPersonForm",
    "GrantForm",
    "LeaveForm",
    "MovePersonForm",
    "NoteForm",
    "OrganizationFields",
    "PasswordForm",
    "PersonForm",
    "ProfileForm",
    "PurposeForm",
    "ReasonForm",
    "RegisterForm",
    "RenewForm",
    "RepairForm",
    "ReplaceCodeForm",
    "ReportIntegrityForm",
    "ResetPasswordForm",
    "ReturnForm",
    "RevokeForm",
    "SignInForm",
]
