"""From the panels' reports to running projects: decisions, the notice with its objection, agreements, the first money."""

from datetime import timedelta

from challenges import actions as challenge_actions
from challenges.enums import PartyKind, ResolutionKind, SittingKind
from config.story import lists, plan_2022
from config.story.stage import WAN, Stage
from consortia.models import Bid
from funding import actions
from funding.enums import DecisionResult, TrancheState, WaiverKind
from funding.models import Tranche
from projects import actions as project_actions
from projects.models import Project

#: How a project's fiscal total is spread over the years of 种业, in percent; 双碳 follows the rule set's template.
SEED_YEARS = {2022: 25, 2023: 20, 2024: 20, 2025: 20, 2026: 15}
OVER_PLAN = "专家论证支持项目数多于预期，经会议研究调增当年安排。"  # D17: 6,200 announced, 7,300 decided
WAIVER_REASON = "企业承担示范装置的全部土建投入未计入自筹，按 1.8:1 安排，经会议研究同意。"


def decide(stage: Stage, code: str) -> None:
    """One sitting decides all bids of a programme; a challenge without a winner ends unawarded (F08)."""
    dates = stage.tracks[code].dates
    by = stage.officer_of(code)
    track = stage.tracks[code]
    stage.go(dates["decided"], 8)
    waiver = _waiver(stage) if code == "ST" else None
    passed = lists.resolution(
        stage,
        code,
        dates["decided"],
        kind=ResolutionKind.AWARD,
        title=f"审定{track.year}年{track.name}{track.short}拟立项项目",
        sitting_kind=SittingKind.DEPARTMENT,
    )
    own, arranged = plan_2022.self_funding(), 0
    for item in stage.tracks[code].items:
        if not item.winners:
            note = "两个方案均未达到立项分数线，本榜单本批次不予立项。"
            actions.fail_challenge(
                challenge=stage.challenges[item.key], resolution=passed, note=note, by=by, at=stage.later(minutes=1)
            )
            continue
        for bidder in sorted(item.bidders, key=lambda key: key not in item.winners):
            bid = stage.bids[item.key, bidder] = _bid(stage, item.key, bidder)
            if bidder not in item.winners:
                actions.decide(
                    bid=bid, resolution=passed, result=DecisionResult.DECLINE, by=by, at=stage.later(minutes=1)
                )
                continue
            arranged += item.first_year
            actions.decide(
                bid=bid,
                resolution=passed,
                result=DecisionResult.RACE if len(item.winners) > 1 else DecisionResult.AWARD,
                fiscal_fen=item.total * WAN,
                yearly_fen={str(year): item.total * percent * WAN // 100 for year, percent in SEED_YEARS.items()}
                if code == "ZY"
                else None,
                self_fen=own.get((item.key, bidder), 2 * item.total) * WAN,
                waiver=waiver if item.key == plan_2022.WAIVED_ITEM else None,
                over_plan_reason=OVER_PLAN if code == "ZY" and arranged * WAN > lists.PLANNED["ZY"] else "",
                by=by,
                at=stage.later(minutes=1),
            )


def _bid(stage: Stage, key: str, bidder: str) -> Bid:
    return Bid.objects.select_related(
        "challenge__batch__programme", "challenge__batch__rule_set", "consortium__lead"
    ).get(pk=stage.bids[key, bidder].pk)


def _waiver(stage: Stage):
    """1.8 to 1, proposed by the office, approved by another person (F17)."""
    key = plan_2022.WAIVED_ITEM
    winner = next(item for item in plan_2022.ITEMS if item.key == key).winners[0]
    waiver = actions.propose_waiver(
        kind=WaiverKind.RATIO,
        reason=WAIVER_REASON,
        bid=_bid(stage, key, winner),
        by=stage.officer_of("ST"),
        at=stage.at,
    )
    return actions.decide_waiver(
        waiver=waiver, is_approved=True, note="同意。", by=stage.users["publisher"], at=stage.later(hours=1)
    )


def publish_notice(stage: Stage, code: str):
    """The proposed awards of a batch stand in public from today on, for five working days."""
    dates = stage.tracks[code].dates
    stage.go(dates["notice"], 9)
    winners = [stage.bids[item.key, winner] for item in stage.tracks[code].items for winner in item.winners]
    draft = actions.draft_award_notice(
        batch=stage.batches[code],
        bids=winners,
        title=f"关于{stage.tracks[code].year}年{stage.tracks[code].name}{stage.tracks[code].full}“揭榜挂帅”拟立项项目的公示",
        by=stage.officer_of(code),
        at=stage.at,
    )
    return actions.publish_award_notice(notice=draft, by=stage.users["publisher"], at=stage.later(hours=1))


def notice(stage: Stage, code: str) -> None:
    """An objection to one line is heard and dismissed; the clock ends the notice and awards."""
    dates = stage.tracks[code].dates
    published = publish_notice(stage, code)
    if code == "ZY":
        _objection(stage, published)
    stage.go(published.ends_on + timedelta(days=1), 0, 1)
    challenge_actions.end_due_notices(by=stage.system)
    stage.go(dates["awarded"], 9)
    actions.award_due(by=stage.system)
    _collect(stage, code)


def _objection(stage: Stage, published) -> None:
    """A unit that was not chosen doubts a promise; the supervision office looks into it and dismisses."""
    item = next(row for row in published.items.order_by("number") if row.challenge_id == stage.challenges["ZY-07"].pk)
    objection = challenge_actions.file_objection(
        item=item,
        party_kind=PartyKind.PERSON,
        party_name="某地养殖户代表赵永胜",
        party_contact="0471-0000000",
        content="对该方案多胎率指标的测定依据提出疑问，请予核查。",
        by=stage.system,
        at=stage.go(published.starts_on + timedelta(days=1), 10),
    )
    challenge_actions.admit_objection(
        objection=objection,
        accepted=True,
        note="实名，在公示期内，予以受理。",
        by=stage.users["supervisor"],
        at=stage.later(hours=5),
    )
    challenge_actions.settle_objection(
        objection=objection,
        upheld=False,
        investigation_note="调阅检测报告原件并向检测机构核实，测定方法符合标准，异议不成立。",
        public_reply="经核查，该方案指标测定符合相关标准，异议不成立。",
        by=stage.users["supervisor"],
        at=stage.go(published.ends_on - timedelta(days=1), 16),
    )
    challenge_actions.record_reply(
        objection=objection, way="电话答复", by=stage.users["supervisor"], at=stage.later(minutes=30)
    )


def _collect(stage: Stage, code: str) -> None:
    rows = Project.objects.select_related("challenge__batch__programme", "consortium", "lead")
    for item in stage.tracks[code].items:
        for winner in item.winners:
            stage.projects[item.key, winner] = rows.get(bid=stage.bids[item.key, winner].pk)
    lists.refresh(stage, code)


def start(stage: Stage, code: str) -> None:
    """Agreements are signed and tasks issued one after another (S53); then the first tranche is paid."""
    first = stage.tracks[code].dates["awarded"] + timedelta(days=3)
    keys = [(item.key, winner) for item in stage.tracks[code].items for winner in item.winners]
    for number, key in enumerate(keys, 1):
        stage.go(first + timedelta(days=number // 2), 9)
        _sign(stage, code, stage.projects[key], number)
    stage.go(first + timedelta(days=12), 3)
    actions.fall_due_tranches(by=stage.system)
    for number, key in enumerate(keys, 1):
        stage.go(first + timedelta(days=13 + number // 4), 9)
        tranche = Tranche.objects.get(project=stage.projects[key], stage=1)
        pay(stage, tranche, document=f"内财科〔{stage.at.year}〕{400 + number}号")
    for item in stage.tracks[code].items:
        for winner in item.winners:
            stage.projects[item.key, winner].refresh_from_db()


def _sign(stage: Stage, code: str, project: Project, number: int) -> None:
    applicant, admin = stage.applicants[project.lead_id], stage.admins[project.lead_id]
    agreement = project_actions.draft_agreement(project=project, by=applicant, at=stage.at)
    project_actions.sign_agreement_by_unit(agreement=agreement, by=admin, at=stage.later(hours=2))
    project_actions.sign_agreement_by_department(
        agreement=agreement, by=stage.users["publisher"], at=stage.later(hours=4)
    )
    project.refresh_from_db()
    project_actions.issue_project(
        project=project,
        task_document_number=f"内科发{'高' if code == 'ST' else '农'}字〔{stage.at.year}〕{60 + number}号",
        funding_document_number=f"内财科〔{stage.at.year}〕{300 + number}号",
        by=stage.officer_of(code),
        at=stage.later(hours=1),
    )


def pay(stage: Stage, tranche: Tranche, *, document: str, until: str = TrancheState.RECEIVED) -> Tranche:
    """Request, approve, pay, confirm: four people. `until` names the state to stop at."""
    project = Project.objects.select_related("lead").get(pk=tranche.project_id)
    tranche = actions.request_tranche(
        tranche=tranche,
        usage_plan="设备购置、材料费、测试费和示范基地建设。",
        by=stage.applicants[project.lead_id],
        at=stage.later(minutes=3),
    )
    if until == TrancheState.REQUESTED:
        return tranche
    tranche = actions.approve_tranche(
        tranche=tranche, document_number=document, by=stage.users["publisher"], at=stage.later(hours=2)
    )
    if until == TrancheState.APPROVED:
        return tranche
    tranche = actions.pay_tranche(
        tranche=tranche, voucher_number=f"PZ-{tranche.pk:05d}", by=stage.users["finance"], at=stage.later(hours=1)
    )
    return actions.confirm_tranche(
        tranche=tranche,
        received_fen=tranche.approved_fen,
        received_on=stage.at.date(),
        by=stage.admins[project.lead_id],
        at=stage.later(hours=1),
    )
