"""Accounts, units and people of the demo: the department's own first, then the units of the 52 consortia."""

from django.contrib.auth.hashers import make_password

from accounts import actions
from accounts.enums import OrganizationKind as Kind
from accounts.enums import Role
from accounts.models import Division, Office, Organization, User
from accounts.queries import system_user
from config.story import names, plan_2022
from config.story.stage import PASSWORD, STAFF_SINCE, Stage

DEPARTMENT = ("内蒙古自治区科学技术厅（演示）", Kind.GOVERNMENT, "150000", "11")
BUREAU = ("乌兰察布市科学技术局（示例）", Kind.GOVERNMENT, "150900", "11")
END_USERS = {
    "enduser": ("四子王旗草原生态示范牧场（示例）", Kind.OTHER, "150929"),
    "ZY": ("内蒙古种业应用推广中心（示例）", Kind.OTHER, "150105"),
    "ST": ("内蒙古绿色低碳应用示范基地（示例）", Kind.OTHER, "150203"),
}
#: username → (roles, name, office)
STAFF = {
    "officer": ((Role.OFFICER,), "高经办", "农村科技处"),
    "officer2": ((Role.OFFICER,), "孟经办", "高新技术处"),
    "publisher": ((Role.PUBLISHER,), "白审核", "战略规划处"),
    "supervisor": ((Role.SUPERVISOR,), "包监督", "监督评估与诚信建设处"),
    "finance": ((Role.FINANCE,), "钱财务", "资源配置与管理处"),
    "auditor": ((Role.AUDITOR,), "申审计", ""),
}
#: The accounts one may sign in with (design §10); nobody can with any other account of the demo.
SIGN_IN = (
    "officer publisher supervisor finance prefecture unitadmin applicant member enduser auditor sysadmin "
    "expert1 expert2 expert3 expert4 expert5 expert6 expert7 expert8 expert9"
).split()
#: unit → username of its administrator, and of its applicant
NAMED_ADMINS = {("Z01", 0): "unitadmin", ("Z01", 1): "member"}
NAMED_APPLICANTS = {"Z01": "applicant"}
#: The county that rewarded two winners (F29) is home to both; Z01 carries the demo's own accounts.
HOMES = {"Z01": "150929", "Z08": "150929"}
OUTSIDE = "110000 310000 320100 420000 610000 620000 510000 220100 210100 230100 330100 440000 340100 120000".split()


def staff(stage: Stage) -> None:
    """The system, the department's people, a bureau, end users."""
    actions.bootstrap(
        sysadmin="sysadmin",
        password=PASSWORD,
        is_own_password=True,
        name="那系统",
        valid_from=STAFF_SINCE,
        at=stage.at,
        by=None,
    )
    stage.users["system"], stage.users["sysadmin"] = system_user(), User.objects.get(username="sysadmin")
    stage.divisions = {division.code: division for division in Division.objects.all()}
    stage.offices = {office.name: office for office in Office.objects.all()}
    department = register(stage, *DEPARTMENT)
    for username, (roles, name, office) in STAFF.items():
        account(stage, username, department, roles, name, office=stage.offices.get(office))
    approve(stage, department)
    stage.units["department"] = [department]
    bureau = register(stage, *BUREAU)
    approve(stage, bureau)
    account(stage, "prefecture", bureau, (Role.PREFECTURE,), "乌初审", division=stage.divisions["150900"])
    for key, (name, kind, division) in END_USERS.items():
        unit = register(stage, name, kind, division, "52")
        approve(stage, unit)
        stage.units[f"end-user-{key}"] = [unit]
        username = "enduser" if key == "enduser" else f"enduser-{key.lower()}"
        account(stage, username, unit, (Role.END_USER,), names.person_name(1500 + len(stage.users)))


def register(
    stage: Stage, name: str, kind: str, division: str, head: str, *, username: str = "", tags=()
) -> Organization:
    """A unit registers; with `username` its future administrator's account is made."""
    stage.unit_count += 1
    number = stage.unit_count
    return actions.register_organization(
        name=name,
        uscc=names.uscc(prefix=head, division=division, number=number),
        kind=kind,
        division=stage.divisions[division],
        tags=list(tags),
        legal_representative=names.person_name(number * 7 + 3),
        contact_name=names.person_name(number * 3 + 1),
        contact_phone="0471-0000000",
        username=username,
        password=None,
        by=stage.system,
        at=stage.later(minutes=1),
    )


def approve(stage: Stage, unit: Organization) -> None:
    """The bureau in charge where it is the demo's own, else the department."""
    supervising = unit.supervising_division.code if unit.supervising_division_id else ""
    by = stage.users["prefecture" if supervising == "150900" and "prefecture" in stage.users else "officer"]
    actions.approve_organization(organization=unit, by=by, at=stage.later(minutes=1))


def account(
    stage: Stage, username: str, unit: Organization, roles, name: str, *, by=None, person=None, **details
) -> User:
    """An account nobody can sign in with; `open_the_demo` gives the chosen ones their password."""
    by = by or stage.users["sysadmin"]
    person = person or actions.add_person(name=name, organization=unit, by=by, at=stage.at)
    user = actions.add_user(
        username=username,
        password=None,
        person=person,
        roles=roles,
        valid_from=STAFF_SINCE,
        by=by,
        at=stage.at,
        **details,
    )
    stage.users[username] = user
    return user


def open_the_demo() -> None:
    """One hash for all: hashing the same password twenty times over would take longer than any chapter."""
    User.objects.filter(username__in=SIGN_IN).update(password=make_password(PASSWORD))


def units_of_consortia(stage: Stage) -> None:
    """Every unit registers and is approved; its administrator confirms, signs and submits later."""
    counters = {"enterprise": 0, "university": 0, "institute": 0, "place": 0}
    members = plan_2022.members()
    for place, key in enumerate(plan_2022.CONSORTIA):
        stage.units[key] = _members_of(stage, key, members[key], counters)
        _applicant(stage, key)
        if place % 13 == 12:
            stage.say(f"  单位：{place + 1} 个联合体的 {sum(map(len, stage.units.values()))} 家单位已注册")


def programme_of(key: str) -> str:
    """Of a consortium: half of those that do not bid belong to either programme."""
    if key.startswith("N"):
        return "ZY" if int(key[1:]) <= 4 else "ST"
    return "ZY" if key.startswith("Z") else "ST"


def _members_of(stage: Stage, key: str, plan: plan_2022.Members, counters: dict) -> list[Organization]:
    units = []
    code = programme_of(key)
    for _ in range(plan.enterprises):
        counters["enterprise"] += 1
        home = HOMES.get(key) if not units else None
        name = names.enterprise_name(counters["enterprise"], code)
        tags = ["龙头企业", "高新技术企业"] if not units else ["科技型中小企业"]
        units.append(_unit(stage, key, len(units), name, Kind.ENTERPRISE, home or _county(stage, counters), "91", tags))
    for number in range(plan.research - plan.shared):
        is_outside = number < plan.outside - plan.shared
        is_university = _is_university(key, number)
        counters["university" if is_university else "institute"] += 1
        count = counters["university" if is_university else "institute"]
        name = names.research_name(count, code, is_university=is_university, is_local=not is_outside)
        division = OUTSIDE[count % len(OUTSIDE)] if is_outside else _county(stage, counters)
        kind = Kind.UNIVERSITY if is_university else Kind.INSTITUTE
        units.append(_unit(stage, key, len(units), name, kind, division, "12"))
    if plan.shared:  # Z03 shares research units of Z01 and Z02
        units += [stage.units["Z01"][-1], stage.units["Z02"][-1]]
    return units


def _is_university(key: str, number: int) -> bool:
    """F22: the 12 awarded 种业 consortia have 16 universities among their 44 research units; elsewhere every other one."""
    if key in plan_2022.SEED_CONSORTIA[:12]:
        return number == 0 or (number == 1 and key in ("Z01", "Z02", "Z04", "Z05"))
    return number % 2 == 0


def _county(stage: Stage, counters: dict) -> str:
    counties = [
        code
        for code, row in stage.divisions.items()
        if row.is_local and row.level == "COUNTY" and not row.is_functional_zone
    ]
    counters["place"] += 1
    return counties[counters["place"] * 7 % len(counties)]


def _unit(stage: Stage, key: str, place: int, name: str, kind: str, division: str, head: str, tags=()) -> Organization:
    username = NAMED_ADMINS.get((key, place), f"{key.lower()}-{place + 1}")
    unit = register(stage, name, kind, division, head, username=username, tags=tags)
    approve(stage, unit)
    admin = User.objects.select_related("person", "organization").get(username=username)
    stage.admins[unit.pk] = stage.users[username] = admin
    return unit


def _applicant(stage: Stage, key: str) -> None:
    lead = stage.units[key][0]
    username = NAMED_APPLICANTS.get(key, f"{key.lower()}-applicant")
    admin = stage.admins[lead.pk]
    person = actions.add_person(
        name=names.person_name(len(stage.users) * 11 + 5),
        organization=lead,
        birth_year=1975 + len(stage.users) % 16,
        by=admin,
        at=stage.at,
    )
    stage.applicants[lead.pk] = account(stage, username, lead, (Role.APPLICANT,), person.name, by=admin, person=person)


def rosters(stage: Stage) -> None:
    """2,103 people, each on one roster; the applicant of the lead is the first of them."""
    members = plan_2022.members()
    number = 0
    for key in plan_2022.CONSORTIA:
        units = stage.units[key]
        own = units[: len(units) - members[key].shared]
        people = [stage.applicants[units[0].pk].person]
        for place in range(1, members[key].persons):
            number += 1
            # The second on the roster is from a research unit: a chief scientist where one is needed.
            unit = own[-1] if place == 1 else own[0] if place % 3 == 0 else own[place % len(own)]
            people.append(
                actions.add_person(
                    name=names.person_name(number),
                    organization=unit,
                    birth_year=1958 + number * 7 % 40,
                    title="研究员" if place % 5 == 0 else "",
                    is_academician=place == 1 and key in ("S01", "S03", "S05"),
                    by=stage.admins[unit.pk],
                    at=stage.later(seconds=5),
                )
            )
        stage.rosters[key] = people
    stage.say(f"  人员：{sum(map(len, stage.rosters.values()))} 人")
