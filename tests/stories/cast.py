"""The people of every test: the same cast of units and accounts, made through the real actions.

`cast()` makes them once a test and afterwards answers the same rows again. All names are fictional.
"""

from datetime import date
from types import SimpleNamespace

from accounts import actions, queries
from accounts.enums import OrganizationKind as Kind
from accounts.enums import Role
from accounts.models import Division, Grant, Office, Organization, Person, User
from core.identifiers import uscc_check_character
from tests.stories import replay

PASSWORD = "jiebang-2022"
SINCE = date(2020, 1, 1)  # grants hold in every year that a test tells of

#: attribute of the cast -> (name, kind, division, first two signs of its code)
ORGANIZATIONS = {
    "department": ("内蒙古自治区科学技术厅（示例）", Kind.GOVERNMENT, "150000", "11"),
    "bureau": ("呼和浩特市科学技术局（示例）", Kind.GOVERNMENT, "150100", "11"),
    "rival_bureau": ("乌兰察布市科学技术局（示例）", Kind.GOVERNMENT, "150900", "11"),
    "lead": ("敕勒川草种业有限公司（示例）", Kind.ENTERPRISE, "150105", "91"),
    "university": ("青城农业大学（示例）", Kind.UNIVERSITY, "150105", "12"),
    "institute": ("北方生物技术研究院（示例）", Kind.INSTITUTE, "110108", "12"),
    "rival": ("岱海牧草科技有限公司（示例）", Kind.ENTERPRISE, "150902", "91"),
    "rival_university": ("阴山大学（示例）", Kind.UNIVERSITY, "150902", "12"),
    "rival_institute": ("陇上草业研究所（示例）", Kind.INSTITUTE, "620102", "12"),
    "third": ("鄂托克绿洲农业有限公司（示例）", Kind.ENTERPRISE, "150602", "91"),
    "third_university": ("暖城理工学院（示例）", Kind.UNIVERSITY, "150602", "12"),
    "third_institute": ("江南作物研究所（示例）", Kind.INSTITUTE, "310115", "12"),
    "user_unit": ("四子王草原生态牧场有限公司（示例）", Kind.ENTERPRISE, "150929", "91"),
    "expert_university": ("东海大学（示例）", Kind.UNIVERSITY, "310115", "12"),
    "expert_institute": ("京西技术研究所（示例）", Kind.INSTITUTE, "110108", "12"),
    "expert_local": ("红山科学院（示例）", Kind.INSTITUTE, "150402", "12"),
    "expert_auditor": ("云中会计师事务所（示例）", Kind.SERVICE, "150102", "91"),
    "expert_industry": ("西口农牧业产业协会（示例）", Kind.OTHER, "150202", "51"),
}

#: username -> (attribute of the unit, roles, name, office, jurisdiction)
ACCOUNTS = {
    "officer": ("department", (Role.OFFICER,), "高经办", "农村科技处", ""),
    "officer2": ("department", (Role.OFFICER,), "孟经办", "高新技术处", ""),
    "publisher": ("department", (Role.PUBLISHER,), "白审核", "战略规划处", ""),
    "supervisor": ("department", (Role.SUPERVISOR,), "包监督", "监督评估与诚信建设处", ""),
    "finance": ("department", (Role.FINANCE,), "钱财务", "资源配置与管理处", ""),
    "prefecture": ("bureau", (Role.PREFECTURE,), "韩初审", "", "150100"),
    "prefecture2": ("rival_bureau", (Role.PREFECTURE,), "乌初审", "", "150900"),
    "applicant": ("lead", (Role.APPLICANT,), "牧青", "", ""),
    "member": ("university", (Role.APPLICANT,), "苏禾", "", ""),
    "member2": ("institute", (Role.APPLICANT,), "陈源", "", ""),
    "rival_applicant": ("rival", (Role.APPLICANT,), "岳川", "", ""),
    "rival_member": ("rival_university", (Role.APPLICANT,), "郭原", "", ""),
    "rival_member2": ("rival_institute", (Role.APPLICANT,), "甘霖", "", ""),
    "third_applicant": ("third", (Role.APPLICANT,), "敖禾", "", ""),
    "third_member": ("third_university", (Role.APPLICANT,), "云峰", "", ""),
    "third_member2": ("third_institute", (Role.APPLICANT,), "江楠", "", ""),
    "enduser": ("user_unit", (Role.END_USER,), "巴图", "", ""),
    "auditor": ("department", (Role.AUDITOR,), "申审计", "", ""),
}

#: attribute of the unit -> username of its administrator, who registered it himself
ADMINISTRATORS = {
    "lead": ("unitadmin", "林管理"),
    "university": ("member_admin", "马管理"),
    "institute": ("member2_admin", "胡管理"),
    "rival": ("rival_admin", "齐管理"),
    "rival_university": ("rival_member_admin", "柳管理"),
    "rival_institute": ("rival_member2_admin", "杜管理"),
    "third": ("third_admin", "方管理"),
    "third_university": ("third_member_admin", "任管理"),
    "third_institute": ("third_member2_admin", "卢管理"),
}

EXPERT_UNITS = ("expert_university", "expert_institute", "expert_local", "expert_auditor", "expert_industry")
EXPERT_COUNT = 15  # expert1, expert2, …: the units take turns, so expert4, expert9, expert14 are accountants


def uscc(division: str, number: int, head: str = "91") -> str:
    """A fictional code with a correct check character; the subject part is MATE5 and a number."""
    first = f"{head}{division}MATE5{number:04d}"
    return first + uscc_check_character(first)


def cast() -> SimpleNamespace:
    """The whole cast: accounts, units, `experts` (accounts with a person), `divisions` by code, `offices` by name."""
    if not User.objects.filter(username="officer").exists():
        replay.remembered("cast", _make)
    people = {
        user.username: user for user in User.objects.select_related("person", "organization", "office", "division")
    }
    units = {row.uscc: row for row in Organization.objects.select_related("division")}
    experts = [people.pop(f"expert{number}") for number in range(1, EXPERT_COUNT + 1)]
    found = SimpleNamespace(**people)
    for number, (attribute, (_name, _kind, division, head)) in enumerate(ORGANIZATIONS.items(), 1):
        setattr(found, attribute, units[uscc(division, number, head)])
    found.experts = experts
    found.member_applicant, found.member2_applicant = people["member"], people["member2"]
    found.rival_member_applicant, found.rival_member2_applicant = people["rival_member"], people["rival_member2"]
    found.third_member_applicant, found.third_member2_applicant = people["third_member"], people["third_member2"]
    found.divisions = {division.code: division for division in Division.objects.all()}
    found.offices = {office.name: office for office in Office.objects.all()}
    return found


def _make() -> None:
    if not User.objects.exists():
        actions.bootstrap(
            sysadmin="sysadmin", password=PASSWORD, is_own_password=True, name="那系统", valid_from=SINCE, by=None
        )
    sysadmin, system = User.objects.get(username="sysadmin"), queries.system_user()
    divisions = {division.code: division for division in Division.objects.all()}
    offices = {office.name: office for office in Office.objects.all()}
    officer = _own(
        actions.add_user(
            username="officer", password=PASSWORD, name="高经办", office=offices["农村科技处"],
            roles=(Role.OFFICER,), valid_from=SINCE, by=sysadmin,
        )
    )  # fmt: skip
    units = {}
    for number, (attribute, (name, kind, division, head)) in enumerate(ORGANIZATIONS.items(), 1):
        username, contact = ADMINISTRATORS.get(attribute, ("", ""))
        units[attribute] = actions.register_organization(
            name=name,
            uscc=uscc(division, number, head),
            kind=kind,
            division=divisions[division],
            legal_representative="法定代表人（示例）",
            contact_name=contact or "联系人（示例）",
            contact_phone="13800000000",
            username=username,
            password=PASSWORD if username else "",
            by=system,
        )
        actions.approve_organization(organization=units[attribute], by=officer)
    # Approval grants from today on; the cast acts in other years too.
    Grant.objects.filter(role=Role.UNIT_ADMIN).update(valid_from=SINCE)
    User.objects.filter(pk=officer.pk).update(organization=units["department"])
    for username, (unit, roles, name, office, division) in ACCOUNTS.items():
        if username != "officer":
            _account(username, units[unit], roles, name, offices.get(office), divisions.get(division), sysadmin)
    for number in range(1, EXPERT_COUNT + 1):
        unit = units[EXPERT_UNITS[(number - 1) % len(EXPERT_UNITS)]]
        _account(f"expert{number}", unit, (Role.EXPERT,), f"专家{number}", None, None, sysadmin)


def _account(username, unit, roles, name, office, division, sysadmin) -> User:
    person = actions.add_person(name=name, organization=unit, phone="13900000000", by=sysadmin)
    user = actions.add_user(
        username=username,
        password=PASSWORD,
        person=person,
        office=office,
        division=division,
        roles=roles,
        valid_from=SINCE,
        by=sysadmin,
    )
    return _own(user)


def _own(user: User) -> User:
    """The password is the account's own from the beginning: the stories begin after the first sign-in."""
    User.objects.filter(pk=user.pk).update(must_choose_password=False)
    user.must_choose_password = False
    return user


def another_person(unit: Organization, name: str, *, by: User) -> Person:
    """One more person of a unit, without an account."""
    return actions.add_person(name=name, organization=unit, by=by)
