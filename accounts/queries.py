"""Reads over people, units and their records."""

import copy
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.enums import IntegrityState, Role
from accounts.models import Division, Grant, IntegrityRecord, Organization, Person, Substitution, User
from accounts.roles import READERS
from core import clock
from core.identifiers import normalise_uscc
from core.selecting import best_first, containing, each_word, parted

SYSTEM_USERNAME = "system"


def system_user() -> User:
    """The account in whose name the clock, the sweeps and anonymous visitors act. Raises LookupError before `bootstrap`."""
    try:
        return User.objects.get(username=SYSTEM_USERNAME, is_system=True)
    except User.DoesNotExist:
        raise LookupError("There is no system account yet: run manage.py bootstrap.") from None


def valid_grants(on: date) -> QuerySet[Grant]:
    """Grants in force on a day, both ends inclusive."""
    return Grant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, revoked_at__isnull=True
    )


def users_with_role(
    *roles: str, on: date, organization: Organization | None = None, division: Division | None = None
) -> QuerySet[User]:
    """Active accounts that hold any of `roles` on a day, of one unit or one jurisdiction where named."""
    users = User.objects.filter(is_active=True, pk__in=valid_grants(on).filter(role__in=roles).values("user"))
    if organization is not None:
        users = users.filter(organization=organization)
    if division is not None:
        users = users.filter(division=division)
    return users.order_by("pk")


def own_accounts(user: User) -> set[int]:
    """The ids of all accounts that count as this person in a two-person rule (R-ROL-06): his own (a second account is no
    second person), and while a substitution is in force those of whom he stands in for and of who stands in for him."""
    today = clock.today()
    found = {user.pk, *(account for account, first, last in user.stand_ins if first <= today <= last)}
    if user.person_id is None:
        return found
    return found | set(User.objects.filter(person=user.person_id).values_list("pk", flat=True))


def accounts_named(usernames) -> QuerySet[User]:
    """Active accounts of these names, with what a list of them shows."""
    return User.objects.filter(username__in=usernames, is_active=True).select_related(
        "person", "organization", "office"
    )


def people_of(user: User) -> QuerySet[Person]:
    """The people this user may see: those of the department all, anybody else those of their own unit."""
    people = Person.objects.select_related("organization")
    if user.has_role(*READERS, Role.SYSADMIN):
        return people
    return people.filter(organization=user.organization_id)


def users_of(user: User) -> QuerySet[User]:
    """The accounts this user manages or audits: all, or those of the unit that he administers."""
    users = User.objects.filter(is_system=False).select_related("person", "organization", "office", "division")
    if user.has_role(Role.SYSADMIN, Role.AUDITOR):
        return users
    if user.has_role(Role.UNIT_ADMIN) and user.organization_id:
        return users.filter(organization=user.organization_id)
    return users.none()


def integrity_records_of(user: User) -> QuerySet[IntegrityRecord]:
    """The records this user may see: the department's own people and auditors all, others the decided ones about them."""
    records = IntegrityRecord.objects.select_related("organization", "person__organization")
    if user.has_role(*READERS):
        return records
    decided = records.filter(state__in=[IntegrityState.IN_FORCE, IntegrityState.EXPIRED, IntegrityState.REPAIRED])
    mine = Q(pk__in=[])
    if user.organization_id:
        mine |= Q(organization=user.organization_id)
    if user.person_id:
        mine |= Q(person=user.person_id)
    return decided.filter(mine)


def barring(on: date) -> QuerySet[IntegrityRecord]:
    """The records that bar units and people from leading and reviewing on a day (domain 3.8)."""
    return IntegrityRecord.objects.filter(state=IntegrityState.IN_FORCE, in_force_from__lte=on, in_force_to__gte=on)


def bar_on(subject: Organization | Person, on: date) -> IntegrityRecord | None:
    """The record that bars this unit or person on a day, the one that lasts longest; None when nothing does."""
    held = {"organization" if isinstance(subject, Organization) else "person": subject}
    return barring(on).filter(**held).order_by("-in_force_to", "-pk").first()


def barred(subjects: Iterable[Organization | Person], on: date) -> list[Organization | Person]:
    """Those of the units and people that are barred on a day; at most two queries, however many they are."""
    subjects = list(subjects)
    units = [one.pk for one in subjects if isinstance(one, Organization)]
    people = [one.pk for one in subjects if isinstance(one, Person)]
    caught_units = set(barring(on).filter(organization__in=units).values_list("organization", flat=True))
    caught_people = set(barring(on).filter(person__in=people).values_list("person", flat=True))
    return [one for one in subjects if one.pk in (caught_units if isinstance(one, Organization) else caught_people)]


def due_integrity_records(at: datetime) -> QuerySet[IntegrityRecord]:
    """Records in force whose last day is over."""
    return IntegrityRecord.objects.filter(state=IntegrityState.IN_FORCE, next_check_at__lte=at).order_by(
        "next_check_at", "pk"
    )


def in_charge_of(user: User, organization: Organization) -> bool:
    """Whether the user's bureau is the unit's 归口管理部门."""
    return user.division_id is not None and organization.supervising_division_id == user.division_id


def supervising_division(division: Division) -> Division | None:
    """The bureau in charge of units registered here; None outside the region and for the region itself (appendix A)."""
    place = division
    while place is not None and not place.reports_directly:
        place = place.parent
    return place if place is not None and place.is_local else None


def organizations_of(user: User) -> QuerySet[Organization]:
    """The units this user may see: staff and auditors all, a bureau those in its charge, anybody else their own."""
    if user.has_role(Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR, Role.FINANCE, Role.AUDITOR, Role.SYSADMIN):
        return Organization.objects.all()
    own = Q(pk=user.organization_id)
    if user.division_id and user.has_role(Role.PREFECTURE):
        own |= Q(supervising_division=user.division_id)
    return Organization.objects.filter(own)


def holder_of(code: str) -> Organization | None:
    """The unit that holds a code now, or held it before a merger."""
    return Organization.objects.filter(Q(uscc=code) | Q(former_usccs__contains=[code])).order_by("pk").first()


def resembling_organizations(organization: Organization) -> QuerySet[Organization]:
    """Units that may be the same one registered twice: of the same name, or of the same subject code (digits 9 to 17)."""
    same = Q(name=organization.name)
    if len(organization.uscc) == 18:
        same |= Q(uscc__regex=f"^.{{8}}{organization.uscc[8:17]}.$")
    return Organization.objects.filter(same).exclude(pk=organization.pk).order_by("pk")


def resembling_people(name: str, birth_year: int | None) -> QuerySet[Person]:
    """People of the same name and year of birth: perhaps the same person entered twice."""
    if birth_year is None or not name.strip():
        return Person.objects.none()
    rows = Person.objects.filter(name=name.strip(), birth_year=birth_year).select_related("organization")
    return rows.order_by("left_on", "pk")


def people_numbered(hashes: Iterable[str]) -> dict[str, Person]:
    """People by the index of their identity number."""
    rows = Person.objects.filter(identity_hash__in=set(hashes)).select_related("organization")
    return {one.identity_hash: one for one in rows}


def namesakes(names: Iterable[str]) -> dict[str, list[Person]]:
    """People by name, of every unit."""
    found: dict[str, list[Person]] = {}
    rows = Person.objects.filter(name__in=set(names)).select_related("organization").order_by("left_on", "pk")
    for one in rows.only("name", "birth_year", "identity_hash", "left_on", "organization__name"):
        found.setdefault(one.name, []).append(one)
    return found


def staying_people(organization: Organization | int | None) -> QuerySet[Person]:
    """The people of a unit who have not left it: whom forms offer."""
    return Person.objects.filter(organization=organization, left_on__isnull=True).order_by("name", "pk")


def applicants_of(organization: Organization | int | None, on: date) -> QuerySet[User]:
    """Accounts that may author for a unit on a day."""
    return users_with_role(Role.APPLICANT, on=on, organization=organization).select_related("person")


def waiting_organizations(user: User) -> QuerySet[Organization]:
    """Registrations that wait for this user: a bureau's own, the department's where no bureau is in charge."""
    waiting = Organization.objects.filter(state="PENDING")
    if user.has_role(Role.OFFICER):
        return waiting.filter(supervising_division__isnull=True)
    if user.has_role(Role.PREFECTURE) and user.division_id:
        return waiting.filter(supervising_division=user.division_id)
    return waiting.none()


def acting_as(user: User, substitution: Substitution) -> User:
    """The same account with the lent roles and the office of the person it acts for; it signs with both names."""
    actor = copy.copy(user)
    actor.__dict__.pop("role_codes", None)
    actor.acting = substitution
    actor.office_id, actor.division_id = substitution.principal.office_id, substitution.principal.division_id
    return actor


def lent_to(user: User, on: date) -> QuerySet[Substitution]:
    """Whom this account may act for on a day."""
    rows = Substitution.objects.filter(
        substitute=user.pk, valid_from__lte=on, valid_to__gte=on, ended_at__isnull=True, principal__is_active=True
    )
    return rows.select_related("principal__person", "principal__office", "principal__division").order_by(
        "valid_to", "pk"
    )


def substitutions_of(user: User) -> QuerySet[Substitution]:
    """Those of this account on either side; who manages or audits accounts sees all."""
    rows = Substitution.objects.select_related("principal__person", "principal__office", "substitute__person")
    if user.has_role(Role.SYSADMIN, Role.AUDITOR):
        return rows
    return rows.filter(Q(principal=user.pk) | Q(substitute=user.pk))


def colleagues(user: User) -> QuerySet[User]:
    """Active accounts of the same unit: who may stand in or take over."""
    rows = User.objects.filter(organization=user.organization_id, is_active=True, is_system=False).exclude(pk=user.pk)
    return rows.select_related("person", "office").order_by("pk")


# Named searches of forms (core.forms_pick): `rows` are those offered, each word of several must fit.


def find_units(rows: QuerySet[Organization], word: str) -> QuerySet[Organization]:
    """By a part of the name, or four signs of the code on (one that was replaced counts as a whole)."""
    hit, code = each_word(word, "name"), normalise_uscc(word)
    if len(code) >= 4:
        hit |= Q(uscc__contains=code) | Q(former_usccs__contains=[code])
    return best_first(rows.filter(hit), "name", word)


def find_people(rows: QuerySet[Person], word: str) -> QuerySet[Person]:
    """By a part of the name or of the unit's name ("张三 农业大学"); identity numbers are never searched."""
    return best_first(rows.filter(person_named(word)), "name", word)


def person_named(words: str, path: str = "") -> Q:
    """Each of the words is part of a person's name or of the unit's; `path` leads to the person ("person__")."""
    hit = Q()
    for part in parted(words):
        units = Organization.objects.filter(containing(part, "name")).values("pk")
        hit &= containing(part, f"{path}name") | Q(**{f"{path}organization__in": units})
    return hit


def find_accounts(rows: QuerySet[User], word: str) -> QuerySet[User]:
    """By a part of the person's name, of the name to sign in with, or of the unit or office."""
    return best_first(
        rows.filter(each_word(word, "person__name", "first_name", "username", "organization__name", "office__name")),
        "username",
        word,
    )
