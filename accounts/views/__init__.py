"""Pages of sign-in, units, people, accounts and records."""

from accounts.views.integrity import IntegrityList, IntegrityPage, ReportIntegrity
from accounts.views.organizations import (
    CorrectOrganization,
    EnterOrganization,
    OrganizationList,
    OrganizationPage,
    OwnOrganization,
    Register,
)
from accounts.views.people import AddPerson, PersonList, PersonPage
from accounts.views.people_table import PeopleTable
from accounts.views.session import ChangePassword, Profile, SignIn, SignOut
from accounts.views.substitutions import NewSubstitution, SubstitutionList, SubstitutionPage, switch
from accounts.views.users import AddUser, UserList, UserPage

__all__ = [
    "AddPerson",
    "AddUser",
    "ChangePassword",
    "CorrectOrganization",
    "EnterOrganization",
    "IntegrityList",
    "IntegrityPage",
    "NewSubstitution",
    "OrganizationList",
    "OrganizationPage",
    "OwnOrganization",
    "PeopleTable",
    "PersonList",
    "PersonPage",
    "Profile",
    "Register",
    "ReportIntegrity",
    "SignIn",
    "SignOut",
    "SubstitutionList",
    "SubstitutionPage",
    "UserList",
    "UserPage",
    "switch",
]
