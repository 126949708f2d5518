"""Walks to projects, agreements, milestones and races, for tests of this app and of those above it.

`bare_…` makers put the rows below a project in place directly (each state through its lifecycle), so that a test of a
project does not have to tell a whole call; everything from the project on goes through the real actions.
"""

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from challenges.enums import Category, IssueMode, Mechanism, RacePolicy, ResolutionKind, SittingKind
from challenges.models import (
    Batch,
    Challenge,
    Field,
    Indicator,
    MilestoneRequirement,
    Programme,
    Resolution,
    RuleSet,
    Sitting,
)
from consortia.enums import MembershipRole
from consortia.models import Bid, BidMilestone, Consortium, IndicatorResponse, Membership
from core import clock
from core.lifecycle import advance, begin
from projects import actions

BEIJING = ZoneInfo("Asia/Shanghai")
START = datetime(2022, 7, 20, 9, 0, tzinfo=BEIJING)
DONE = datetime(2025, 8, 1, 9, 0, tzinfo=BEIJING)
STARTS_ON, ENDS_ON = date(2022, 8, 1), date(2025, 7, 31)
FISCAL_FEN, SELF_FEN = 600_000_000, 1_200_000_000
ROUNDS = (
    {"checkpoint_on": date(2023, 8, 1), "planned_percent": 30},
    {"checkpoint_on": date(2024, 8, 1), "planned_percent": 60},
)
#: name, unit, baseline, comparator, target, weight
INDICATORS = (
    ("育成新品种", "个", 0, "AT_LEAST", 2, 2),
    ("繁种田单产", "kg/亩", 25, "AT_LEAST", 45, 1),
    ("单位成本", "元/kg", 60, "AT_MOST", 40, 1),
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BEIJING)


def bare_challenge(
    cast, *, code="2022-ZY-01", policy=RacePolicy.PROPOSE, mechanism=Mechanism.CONSORTIUM_2022, **fields
):
    """A published, closed, reviewed challenge with three indicators and two milestone requirements, in notice."""
    officer, publisher = cast.officer, cast.publisher
    programme, _ = Programme.objects.get_or_create(
        short_code="ZY", defaults={
            "name": "种业科技创新重大示范工程（示例）", "short_name": "种业", "year_from": 2021, "year_to": 2026,
            "office": cast.offices["农村科技处"], "support_years": 5,
        },
    )  # fmt: skip
    field, _ = Field.objects.get_or_create(programme=programme, name="草种业")
    rule_set, _ = RuleSet.objects.get_or_create(
        name=f"{Mechanism(mechanism).label}（{RacePolicy(policy).label}）",
        defaults={"mechanism": mechanism, "race_policy": policy, "tranche_percents": [50, 30, 20]},
    )
    number = Batch.objects.filter(programme=programme, year=2022).count() + 1
    open_at, deadline = at(2022, 5, 1, 0, 0), at(2022, 6, 21, 0, 0)
    batch = begin(
        Batch, by=officer, at=START, programme=programme, year=2022, number=number, name=f"第{number}批", rule_set=rule_set,
        open_at=open_at, deadline=deadline,
    )  # fmt: skip
    for step, by in (("publish", publisher), ("open", cast.system), ("close", cast.system)):
        advance(batch, step, by=by, at=START)
    defaults = {
        "title": f"优质苜蓿新品种选育及产业化示范 {code}（示例）", "field": field, "issue_mode": IssueMode.JOINT,
        "bottleneck": "优质苜蓿种子依赖进口。", "objective": "育成抗寒高产新品种并建成繁种基地。", "content": "品种选育与繁种技术。",
        "end_user": cast.user_unit, "fiscal_cap_fen": FISCAL_FEN, "chief_scientist_mode": True, "category": Category.TECHNOLOGY,
    }  # fmt: skip
    challenge = begin(Challenge, by=officer, at=START, batch=batch, code=code, **(defaults | fields))
    approval = bare_resolution(cast, ResolutionKind.APPROVE_LIST)
    published = {
        "open_at": open_at,
        "deadline": deadline,
        "seal_public_key": bytes(32),
        "secrecy_reviewed_at": START,
        "secrecy_reviewed_by": officer,
    }
    steps = (("refine", officer, {}), ("approve", officer, {"approval": approval}), ("publish", publisher, published))
    steps += tuple((step, cast.system, {}) for step in ("open", "close", "review", "notify"))
    for step, by, changes in steps:
        advance(challenge, step, by=by, at=START, changes=changes)
    for row, (name, unit, baseline, comparator, target, weight) in enumerate(INDICATORS, 1):
        Indicator.objects.create(
            challenge=challenge,
            number=row,
            name=name,
            unit=unit,
            baseline=baseline,
            comparator=comparator,
            target=target,
            weight=weight,
        )
    for row, (name, months) in enumerate((("品种比较试验", 12), ("示范基地建成", 24), ("任务完成", 36)), 1):
        MilestoneRequirement.objects.create(challenge=challenge, number=row, name=name, month_offset=months)
    return challenge


def bare_resolution(cast, kind: str, *, sitting_kind=SittingKind.JOINT, is_passed=True) -> Resolution:
    sitting = begin(
        Sitting, by=cast.officer, at=START, kind=sitting_kind, title="联席会议（示例）", planned_on=START.date()
    )
    advance(sitting, "hold", by=cast.officer, at=START)
    number = f"示例〔2022〕{Resolution.objects.count() + 1}号"
    votes = {"votes_for": 7, "votes_against": 1} if is_passed else {"votes_for": 2, "votes_against": 6}
    return Resolution.objects.create(
        sitting=sitting,
        number=number,
        kind=kind,
        title="示例决议",
        is_passed=is_passed,
        recorded_at=START,
        recorded_by=cast.officer,
        **votes,
    )


def bare_bid(cast, challenge, *, lead, members, leader, chief_scientist, admin) -> Bid:
    """An opened, reviewed, noticed and awarded bid that promises a little more than is asked."""
    officer = cast.officer
    name = f"{lead.name[:4]}种业创新联合体 {challenge.code}（示例）"
    consortium = begin(
        Consortium, by=leader, at=START, name=name, lead=lead, handler=leader, programme=challenge.batch.programme
    )
    for number, unit in enumerate((lead, *members)):
        role = MembershipRole.MEMBER if number else MembershipRole.LEAD
        membership = begin(
            Membership, by=leader, at=START, consortium=consortium, organization=unit, role=role, kind_at_signing=unit.kind,
            is_local_at_signing=unit.division.is_local,
        )  # fmt: skip
        advance(membership, "confirm", by=admin, at=START)
    bid = begin(
        Bid, by=leader, at=START, challenge=challenge, consortium=consortium, handler=leader,
        number=f"B{Bid.objects.count() + 1:04d}",
    )  # fmt: skip
    digests = {"content_sha256": "0" * 64, "content_sm3": "0" * 64, "version": 1}
    opened = {
        "title": f"{challenge.title}：{lead.name[:4]}方案", "leader": leader.person, "chief_scientist": chief_scientist.person,
        "summary": "摘要", "public_summary": "面向全区草牧业的良种选育与示范。", "duration_months": 36,
        "fiscal_fen": FISCAL_FEN, "self_fen": SELF_FEN, "matching_fen": 0, "other_fen": 0,
    }  # fmt: skip
    steps = [
        ("send_to_unit", leader, {}),
        ("submit", admin, digests),
        ("open", officer, opened),
        ("pass_eligibility", officer, {}),
    ]
    steps += [
        (step, officer, {}) for step in ("enter_review", "finish_scoring", "recommend", "propose", "notify", "award")
    ]
    for step, by, changes in steps:
        advance(bid, step, by=by, at=START, changes=changes)
    for number, (title, months, share) in enumerate(
        (("品种比较试验完成", 12, 30), ("示范基地建成", 24, 20), ("任务完成", 36, 0)), 1
    ):
        BidMilestone.objects.create(
            bid=bid,
            number=number,
            name=title,
            month_offset=months,
            targets=f"完成{title}",
            deliverables="报告与佐证",
            fiscal_share_percent=share,
        )
    for indicator in challenge.indicators.all():
        more = Decimal("1") if indicator.comparator == "AT_LEAST" else Decimal("-1")
        IndicatorResponse.objects.create(
            bid=bid, indicator=indicator, promised=indicator.target + more, evidence="前期试验"
        )
    return bid


def side(cast, lane: int) -> dict:
    """The consortium of a lane: the cast's lead unit (1), the rival (2) or the third (3), as bare_bid takes it."""
    prefix = {1: "", 2: "rival_", 3: "third_"}[lane]
    lead, admin = ("lead", "unitadmin") if lane == 1 else (prefix[:-1], f"{prefix}admin")
    return {
        "lead": getattr(cast, lead),
        "members": [getattr(cast, f"{prefix}university"), getattr(cast, f"{prefix}institute")],
        "leader": getattr(cast, f"{prefix}applicant"),
        "chief_scientist": getattr(cast, f"{prefix}member"),
        "admin": getattr(cast, admin),
    }


def bare_project(cast, challenge=None, *, lane=1, starts_on=STARTS_ON, **fields):
    """An awarded project of a lane's consortium, through create_project."""
    challenge = challenge or bare_challenge(cast)
    bid = bare_bid(cast, challenge, **side(cast, lane))
    options = {
        "fiscal_fen": FISCAL_FEN,
        "self_fen": SELF_FEN,
        "starts_on": starts_on,
        "ends_on": ENDS_ON,
        "at": START,
    } | fields
    resolution = bare_resolution(cast, ResolutionKind.AWARD)
    return actions.create_project(bid=bid, resolution=resolution, by=cast.officer, **options)


def side_of(cast, project) -> SimpleNamespace:
    """Who acts for the project's lead."""
    names = {cast.lead.pk: ("applicant", "unitadmin"), cast.rival.pk: ("rival_applicant", "rival_admin")}
    applicant, admin = names.get(project.lead_id, ("third_applicant", "third_admin"))
    return SimpleNamespace(applicant=getattr(cast, applicant), admin=getattr(cast, admin))


def signed(cast, project, *, when=START):
    """Drafted by the applicant, signed by the unit and by the department."""
    side = side_of(cast, project)
    agreement = actions.draft_agreement(project=project, by=side.applicant, at=when)
    agreement = actions.sign_agreement_by_unit(agreement=agreement, by=side.admin, at=when)
    actions.sign_agreement_by_department(agreement=agreement, by=cast.publisher, at=when)
    project.refresh_from_db()
    return project


def running(cast, project, *, when=START):
    """Signed and issued with both document numbers."""
    signed(cast, project, when=when)
    numbers = {"task_document_number": "内科发农字〔2022〕8号", "funding_document_number": "内财教〔2022〕88号"}
    return actions.issue_project(project=project, by=cast.officer, at=when, **numbers)


def running_project(cast, **fields):
    return running(cast, bare_project(cast, **fields))


def good_values(milestone) -> dict:
    """A report that meets every target of the node."""
    return {row.indicator: (row.target, "检测报告") for row in milestone.targets.select_related("indicator")}


def passed_milestone(cast, milestone, *, when=None):
    """Fallen due, reported and passed."""
    when = when or clock.now()
    side = side_of(cast, milestone.project)
    actions.report_milestone(
        milestone=milestone, report_text="按期完成。", values=good_values(milestone), by=side.applicant, at=when
    )
    milestone.refresh_from_db()
    return actions.pass_milestone(milestone=milestone, opinion="达到节点目标。", by=cast.officer, at=when)


def finished_project(cast, project=None, *, when=DONE):
    """Running, all milestones passed, acceptance applied for."""
    project = project or running_project(cast)
    for milestone in project.milestones.order_by("number"):
        passed_milestone(cast, milestone, when=when)
    numbers = {
        "science_report_number": "KJBG-2025-001",
        "outcome_registration_number": "CG-2025-001",
        "audit_report_number": "SJ-2025-001",
    }
    actions.apply_acceptance(project=project, by=side_of(cast, project).applicant, at=when, **numbers)
    project.refresh_from_db()
    return project


def evaluated_project(cast, project=None, *, grade="QUALIFIED", when=DONE):
    project = project or finished_project(cast)
    results = [{"indicator": row.pk, "measured": str(row.target)} for row in project.challenge.indicators.all()]
    actions.evaluate_by_user(
        project=project,
        grade=grade,
        results=results,
        opinion="已在我场应用。",
        use_site="四子王旗示范场",
        by=cast.enduser,
        at=when,
    )
    project.refresh_from_db()
    return project


def race(cast, *, lanes=2, policy=RacePolicy.PROPOSE, rounds=ROUNDS):
    """A race of two or three running projects that set out the same day."""
    challenge = bare_challenge(cast, policy=policy)
    projects = [running(cast, bare_project(cast, challenge, lane=lane)) for lane in range(1, lanes + 1)]
    advance(challenge, "race", by=cast.officer, at=START)
    return actions.start_race(
        challenge=challenge, projects=projects, starts_on=STARTS_ON, rounds=list(rounds), by=cast.officer, at=START
    )


def reported(cast, round, lane, values: tuple, *, when, verify=True):
    """A lane reports one value an indicator, in order; None leaves one out."""
    side = side_of(cast, lane.project)
    indicators = round.race.challenge.indicators.order_by("number")
    given = {row: (value, "测产报告") for row, value in zip(indicators, values, strict=True) if value is not None}
    actions.report_lane(round=round, lane=lane, values=given, by=side.applicant, at=when)
    if verify:
        actions.verify_lane_values(round=round, lane=lane, by=cast.officer, at=when)
