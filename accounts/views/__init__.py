"""Pages of sign-in, units, people, accounts and records."""

from accounts.views.integrity import IntegrityList, IntegrityPage, ReportIntegrity
from accounts.views.organizations import OrganizationList, OrganizationPage, Register
from accounts.views.people import AddPerson, PersonList, PersonPage
from accounts.views.session import ChangePassword, Profile, SignIn, SignOut
from accounts.views.users import AddUser, UserList, UserPage

__all__ = [
    "AddPerson",
    "AddUser",
    "ChangePassword",
    "IntegrityList",
    "IntegrityPage",
    "OrganizationList",
    "OrganizationPage",
    "PersonList",
    "PersonPage",
    "Profile",
    "Register",
    "ReportIntegrity",
    "SignIn",
    "SignOut",
    "UserList",
    "UserPage",
]
