"""Pages of units, people, accounts and records."""

from accounts.models import IntegrityRecord, Organization, Person, User
from core.pages import ObjectPage


class OrganizationPage(ObjectPage):
    model = Organization


class PersonPage(ObjectPage):
    model = Person


class UserPage(ObjectPage):
    model = User


class IntegrityPage(ObjectPage):
    model = IntegrityRecord
