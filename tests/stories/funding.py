"""Walks through the money, from a panel's report to a settled or finished project, through the real actions.

A challenge of tests/stories/reviews (3 bids: 1 = lead, 2 = rival, 3 = third) goes on to its award, its tranches, its end.
"""

from datetime import datetime, timedelta

from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.enums import ResolutionKind
from challenges.models import Challenge, PublicNotice
from consortia.enums import BidState, FundingSource
from consortia.models import Bid
from core import clock
from funding import actions
from funding.enums import DecisionResult, TrancheState
from funding.models import Tranche
from projects.models import Project
from tests.stories import challenges, projects, reviews

WAN = 1_000_000  # fen of one 万元
AMOUNT = 400 * WAN
RACE_AMOUNT = 200 * WAN

ADMINS = {
    "lead": ("applicant", "unitadmin"),
    "rival": ("rival_applicant", "rival_admin"),
    "third": ("third_applicant", "third_admin"),
}
DETAILS = {"contacts": [{"office": "农村科技处", "phone": "0471-0000000"}]}


def resolution(cast, kind=ResolutionKind.AWARD):
    return challenges.resolution(cast, kind)


def judged(cast, **options) -> list[Bid]:
    """Three bids after the panel's report: the first recommended, the others not."""
    made = reviews.reported_panel(cast, **options)
    return reviews.bids_of(made)


def raced(cast, **options) -> list[Bid]:
    """Three bids after the panel's report: a race of the first two recommended."""
    return reviews.bids_of(reviews.raced_panel(cast, **options))


def decide_all(cast, bids: list[Bid], *, awarded: int = 1, fiscal_fen: int = AMOUNT, **options) -> list[Bid]:
    """The first `awarded` bids proposed (two or more as a race), the rest declined; in one sitting."""
    made = options.pop("resolution", None) or resolution(cast)
    result = DecisionResult.AWARD if awarded == 1 else DecisionResult.RACE
    for number, bid in enumerate(bids):
        if number < awarded:
            values = {"result": result, "fiscal_fen": fiscal_fen, **options}
        else:
            values = {"result": DecisionResult.DECLINE}
        actions.decide(bid=bid, resolution=made, by=cast.officer, **values)
    return fresh_bids(bids)


def fresh_bids(bids) -> list[Bid]:
    found = {
        bid.pk: bid
        for bid in Bid.objects.select_related("challenge__batch__rule_set", "decision", "notice_item__notice")
    }
    return [found[bid.pk] for bid in bids]


def noticed(cast, bids: list[Bid]) -> PublicNotice:
    """The proposed ones of these bids in a published notice."""
    proposed = [bid for bid in fresh_bids(bids) if bid.state == BidState.PROPOSED]
    notice = actions.draft_award_notice(
        batch=proposed[0].challenge.batch, bids=proposed, title="关于拟立项项目的公示", by=cast.officer, **DETAILS
    )
    return actions.publish_award_notice(notice=notice, by=cast.publisher)


def end_notice(notice: PublicNotice) -> PublicNotice:
    """Move the clock past the last day of the notice."""
    notice.refresh_from_db()
    if clock.now() < notice.ends_at:
        clock.move(to=notice.ends_at + timedelta(hours=9))
    challenge_actions.end_due_notices(by=system_user())
    notice.refresh_from_db()
    return notice


def awarded_project(cast, *, fiscal_fen: int = AMOUNT, **options) -> Project:
    """One project awarded by the sweep after its notice; AWARDED, nothing paid."""
    bids = decide_all(cast, judged(cast, **options), fiscal_fen=fiscal_fen)
    end_notice(noticed(cast, bids))
    actions.award_due(by=system_user())
    return project_of(bids[0])


def project_of(bid: Bid) -> Project:
    return Project.objects.select_related(
        "challenge__batch__programme__office", "challenge__batch__rule_set", "consortium", "lead"
    ).get(bid=bid)


def race_projects(cast, *, fiscal_fen: int = RACE_AMOUNT, **options) -> list[Project]:
    """Two projects of one race, awarded the same day."""
    bids = decide_all(cast, raced(cast, **options), awarded=2, fiscal_fen=fiscal_fen)
    end_notice(noticed(cast, bids))
    actions.award_due(by=system_user())
    return [project_of(bid) for bid in bids[:2]]


def side_of(cast, project: Project):
    """(applicant, administrator) of the project's lead."""
    for unit, (applicant, admin) in ADMINS.items():
        if getattr(cast, unit).pk == project.lead_id:
            return getattr(cast, applicant), getattr(cast, admin)
    raise LookupError(project)


def running(cast, project: Project) -> Project:
    """The agreement signed and the project issued, now."""
    projects.running(cast, project, when=clock.now())
    return project_of(project.bid)


def running_project(cast, **options) -> Project:
    return running(cast, awarded_project(cast, **options))


def stage(project: Project, number: int) -> Tranche:
    return Tranche.objects.select_related("project__challenge__batch__rule_set", "milestone", "waiver", "payee").get(
        project=project, stage=number
    )


def receive_self(cast, project: Project, fen: int, *, source=FundingSource.SELF):
    applicant, _admin = side_of(cast, project)
    return actions.record_fund_receipt(
        project=project,
        organization=project.lead,
        source=source,
        amount_fen=fen,
        received_on=clock.today(),
        proof_note="银行回单（示例）",
        by=applicant,
    )


def requested(cast, project: Project, number: int = 1) -> Tranche:
    applicant, _admin = side_of(cast, project)
    actions.fall_due_tranches(by=system_user())
    return actions.request_tranche(tranche=stage(project, number), usage_plan="用于种质筛选与试验。", by=applicant)


def approved(cast, project: Project, number: int = 1, **options) -> Tranche:
    requested(cast, project, number)
    return actions.approve_tranche(
        tranche=stage(project, number), document_number=f"内财教〔2022〕{number}号", by=cast.publisher, **options
    )


def paid(cast, project: Project, number: int = 1, **options) -> Tranche:
    approved(cast, project, number, **options)
    return actions.pay_tranche(
        tranche=stage(project, number), voucher_number=f"PZ-{project.code}-{number}", by=cast.finance
    )


def received(cast, project: Project, number: int = 1, **options) -> Tranche:
    """Paid and confirmed in full."""
    tranche = paid(cast, project, number, **options)
    applicant, _admin = side_of(cast, project)
    return actions.confirm_tranche(
        tranche=tranche, received_fen=tranche.approved_fen, received_on=clock.today(), by=applicant
    )


def pass_node(cast, project: Project, number: int = 1):
    """Move to the node's day if it is still to come, report it and let it pass."""
    milestone = project.milestones.get(number=number)
    due = datetime.combine(milestone.due_on, datetime.min.time(), tzinfo=clock.BEIJING) + timedelta(hours=9)
    if clock.now() < due:
        clock.move(to=due)
    return projects.passed_milestone(cast, milestone)


def all_received(cast, project: Project) -> Project:
    """Every tranche, each after its node and with the self-funding in place."""
    receive_self(cast, project, project.self_total_fen)
    for tranche in project.tranches.order_by("stage"):
        if tranche.milestone_id:
            pass_node(cast, project, tranche.milestone.number)
        received(cast, project, tranche.stage)
    assert not project.tranches.exclude(state=TrancheState.RECEIVED).exists()
    return project


def fresh(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_related("batch__rule_set", "batch__programme").get(pk=challenge.pk)
