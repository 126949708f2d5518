"""Bare rows for the tests of the ledger alone, each in its first state; stories are told in tests/stories."""

from datetime import date, datetime
from itertools import count

from accounts.models import Division, Office, Organization, Person, User
from challenges.models import Batch, Challenge, Field, Programme, Resolution, RuleSet, Sitting
from consortia.models import Bid, Consortium
from core import lifecycle
from core.clock import BEIJING
from funding.models import Tranche
from projects.models import Project

AT = datetime(2022, 7, 8, 9, tzinfo=BEIJING)
NUMBERS = count(1)


def user(name: str = "treasurer") -> User:
    return User.objects.get_or_create(username=name)[0]


def resolution(by: User) -> Resolution:
    sitting = lifecycle.begin(Sitting, by=by, at=AT, kind="DEPARTMENT", title="厅务会", planned_on=AT.date())
    number = f"测试决议{next(NUMBERS)}"
    return Resolution.objects.create(
        sitting=sitting,
        number=number,
        kind="AWARD",
        title="立项",
        votes_for=5,
        is_passed=True,
        recorded_at=AT,
        recorded_by=by,
    )


def project(*, fiscal_fen: int = 730_0000_00, code: str = "") -> Project:
    """A project just awarded, with everything below it in its first state."""
    by = user()
    number = next(NUMBERS)
    division, _ = Division.objects.get_or_create(code="150105", defaults={"name": "赛罕区", "level": "COUNTY"})
    office, _ = Office.objects.get_or_create(name="高新技术处", defaults={"short_name": "高新处"})
    programme, _ = Programme.objects.get_or_create(
        short_code="ZY",
        defaults={"name": "种业", "short_name": "种业", "year_from": 2022, "year_to": 2026, "office": office},
    )
    rules, _ = RuleSet.objects.get_or_create(name="测试规则")
    field, _ = Field.objects.get_or_create(programme=programme, name="草种业")
    batch = Batch.objects.filter(programme=programme).first() or lifecycle.begin(
        Batch, by=by, at=AT, programme=programme, year=2022, name="首批", rule_set=rules
    )
    lead = lifecycle.begin(
        Organization,
        by=by,
        at=AT,
        name=f"示例牧业{number}",
        uscc=f"TEST{number:014}",
        kind="ENTERPRISE",
        division=division,
    )
    leader = Person.objects.create(name=f"负责人{number}", organization=lead)
    challenge = lifecycle.begin(
        Challenge, by=by, at=AT, batch=batch, code=f"2022-T-{number}", title="榜单", field=field, issue_mode="JOINT"
    )
    consortium = lifecycle.begin(Consortium, by=by, at=AT, name=f"示例创新联合体{number}", lead=lead, handler=by)
    bid = lifecycle.begin(
        Bid, by=by, at=AT, challenge=challenge, consortium=consortium, number=f"T{number}", handler=by
    )
    return lifecycle.begin(
        Project,
        by=by,
        at=AT,
        code=code or f"2022JBGS{number:04}",
        title="示例项目",
        challenge=challenge,
        consortium=consortium,
        bid=bid,
        lead=lead,
        leader=leader,
        award_resolution=resolution(by),
        starts_on=date(2022, 8, 1),
        ends_on=date(2025, 7, 31),
        fiscal_total_fen=fiscal_fen,
        self_total_fen=2 * fiscal_fen,
        sign_by_on=date(2022, 8, 31),
    )


def tranche(of: Project, *, stage: int, planned_fen: int, year: int = 2022) -> Tranche:
    return lifecycle.begin(
        Tranche,
        by=user(),
        at=AT,
        project=of,
        stage=stage,
        year=year,
        planned_fen=planned_fen,
        planned_on=date(year, 8, 1),
        payee=of.lead,
    )
