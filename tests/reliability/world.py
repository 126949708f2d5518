"""One of everything, told through the real actions: what every page is asked with."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from accounts import actions as account_actions
from accounts.models import User
from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.enums import Mechanism
from config import handover
from consortia import actions as consortium_actions
from consortia.enums import UseCategory
from consortia.models import Consortium
from core import clock, delivery
from funding import actions as funding_actions
from projects import actions as project_actions
from tests.stories import challenges, consortia, funding, projects, reviews
from tests.stories.cast import PASSWORD
from tests.stories.cast import cast as make_cast

#: Whoever asks. The expert scores on a panel, the spare one is not drawn there.
ROLES = (
    "anonymous", "officer", "publisher", "supervisor", "finance", "prefecture", "unitadmin", "applicant",
    "rival_applicant", "member", "expert", "spare_expert", "enduser", "auditor", "sysadmin",
)  # fmt: skip


def world() -> SimpleNamespace:
    """`people`: role → account; besides the roles, whoever votes (`voter`) and judges a milestone (`assessor`)."""
    cast = make_cast()
    race = _race(cast)
    assessing = _assessed(cast, race[1])
    voting = reviews.locked_panel(cast, reviews.reviewed_challenge(cast, batch=_batch(cast, "表决中的批次")))
    scoring = reviews.scoring_panel(cast, reviews.reviewed_challenge(cast, batch=_batch(cast, "评审中的批次")))
    _half_scored(cast, scoring)
    opened = _bidding(cast)
    _notice_and_objection(cast, opened)
    _need_and_question(cast, opened)
    challenges.refined_challenge(cast, batch=_batch(cast, "第三批"), title="尚未公布的榜单")
    account_actions.report_integrity(organization=cast.rival, fact="提供虚假材料。", source="举报", by=cast.supervisor)
    project_actions.request_change(
        project=race[0], kind="PERIOD", after={"months": 6}, reason="受灾影响。", by=cast.applicant
    )
    _report_money(cast, race[0])
    _of_2021(cast)
    _asked_for(cast, race[0])
    _people_change(cast)
    delivery.deliver_due(at=clock.now())
    people = {name: getattr(cast, name, None) for name in ROLES}
    # The walks take the first and the last row of each kind: the expert is the one on the last seat.
    people["expert"] = reviews.user_of(cast, reviews.sitting(scoring)[-1])
    people["voter"] = reviews.user_of(cast, reviews.sitting(voting)[0])
    people["assessor"] = reviews.user_of(cast, reviews.sitting(assessing)[0])
    seated = set(scoring.seats.values_list("expert__person", flat=True))
    people["spare_expert"] = next(user for user in cast.experts if user.person_id not in seated)
    return SimpleNamespace(cast=cast, people=people, race=race, opened=opened)


def _batch(cast, name: str, **details):
    return challenges.batch(cast, name=name, **details)


def _race(cast) -> list:
    """Two lanes, running, the first tranche of each received."""
    rows = funding.race_projects(cast)
    for project in rows:
        funding.running(cast, project)
        funding.received(cast, project)
    return [funding.project_of(project.bid) for project in rows]


def _bidding(cast):
    """Open: the lead's bid sealed, the rival's still a draft, the third's with its unit."""
    challenge = challenges.open_challenge(cast, batch=_batch(cast, "第二批"), title="正在揭榜的榜单")
    consortia.submitted_bid(cast, challenge, "lead", text="CANARY")
    consortia.drafted_bid(cast, challenge, "rival", text="CANARY")
    consortia.bid_at_unit(cast, challenge, "third", text="CANARY")
    return challenge


def _assessed(cast, project):
    """The panel of a reported milestone."""
    milestone = project.milestones.order_by("number").first()
    project_actions.report_milestone(
        milestone=milestone, report_text="按期完成。", values=projects.good_values(milestone),
        by=projects.side_of(cast, project).applicant,
    )  # fmt: skip
    milestone.refresh_from_db()
    return reviews.assessing_panel(cast, purpose="MILESTONE", challenge=project.challenge, milestone=milestone)


def _half_scored(cast, panel) -> None:
    """The expert on the last seat has one sheet locked and two begun."""
    seat = reviews.sitting(panel)[-1]
    for place, bid in enumerate(reviews.bids_of(panel)):
        reviews.score(cast, seat, bid, 80 + place, lock=not place)


def _of_2021(cast) -> None:
    posed = projects.bare_challenge(cast, code="2021-XN-01", mechanism=Mechanism.ENTERPRISE_2021, owner=cast.lead)
    project_actions.sign_contract(
        challenge=posed, enterprise=cast.lead, research_units=[cast.university], amount_fen=1_000_000_00,
        signed_on=clock.today(), by=cast.officer,
    )  # fmt: skip


def _asked_for(cast, project) -> None:
    """What waits for somebody's decision or shows what came of it."""
    consortium = Consortium.objects.filter(lead=cast.third, state="REGISTERED").first()
    consortium_actions.propose_change(
        consortium=consortium, changes={"goals": "新的建设目标。"}, reason="任务调整", by=cast.third_applicant
    )
    tranche = funding.stage(project, 2)
    funding_actions.propose_waiver(
        kind="TRANCHE_CONDITION", tranche=tranche, conditions=("SELF_FUNDING",), reason="受灾影响。", by=cast.officer
    )
    funding_actions.record_published_figure(
        code="items_published", label="榜单", scope="", as_of=clock.today(), value_text="3项", value=Decimal(3), unit="项",
        source="新闻发布会", by=cast.officer,
    )  # fmt: skip


def _people_change(cast) -> None:
    """Somebody leaves for good, somebody for two weeks; a unit has a platform."""
    today, sysadmin = clock.today(), User.objects.get(pk=cast.sysadmin.pk)
    successor = account_actions.add_user(
        username="officer3", password=PASSWORD, name="新经办", roles=("OFFICER",), office=cast.officer2.office,
        organization=cast.department, valid_from=today, by=sysadmin,
    )  # fmt: skip
    handover.hand_over_work(predecessor=cast.officer2, successor=successor, reason="轮岗", by=sysadmin)
    consortium_actions.add_platform(
        organization=cast.lead, name="草种国家创新中心", level="NATIONAL", by=cast.unitadmin
    )
    account_actions.arrange_substitution(
        principal=cast.publisher, substitute=cast.finance, roles=["PUBLISHER"], valid_from=today,
        valid_to=today + timedelta(days=14), reason="年休假", by=cast.publisher,
    )  # fmt: skip


def _notice_and_objection(cast, challenge) -> None:
    notice = challenges.proposed_notice(cast, challenge)
    challenge_actions.file_objection(
        item=notice.items.get(), party_kind="PERSON", party_name="赵敏", party_contact="示例路1号", content="内容重复。",
        by=system_user(),
    )  # fmt: skip
    challenge_actions.file_clue(notice=notice, content="参与单位的实验室并不存在，请核查。", by=system_user())
    challenge_actions.draft_notice(
        kind="AWARD", batch=challenge.batch, title="还没有发布的公告", body="正文。", by=cast.officer
    )


def _need_and_question(cast, challenge) -> None:
    now = clock.now()
    call = challenge_actions.open_call(
        programme=challenges.programme(cast), title="需求征集", opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20), by=cast.officer,
    )  # fmt: skip
    details = {"problem": "越冬率低。", "expected_indicators": "不低于 90%。", "own_investment_fen": 0}
    details |= {"contact_name": "林管理", "contact_phone": "13800000000"}
    need = challenge_actions.create_need(call=call, title="抗寒苜蓿", by=cast.applicant, **details)
    challenge_actions.submit_need(need=need, by=cast.applicant)
    challenge_actions.create_need(call=call, title="尚未提交的需求", by=cast.rival_applicant, **details)
    challenge_actions.ask_question(challenge=challenge, text="是否含示范面积？", by=cast.rival_applicant)
    challenge_actions.plan_matchmaking(
        batch=challenge.batch, title="草种业对接会", held_on=clock.today() + timedelta(days=10), place="呼和浩特市",
        capacity=30, by=cast.officer,
    )  # fmt: skip


def _report_money(cast, project) -> None:
    funding.receive_self(cast, project, 1_000_000)
    today = clock.today()
    funding_actions.report_expenditure(
        project=project, organization=project.lead, period_from=today - timedelta(days=30), period_to=today,
        lines=[{"source": "FISCAL", "category": UseCategory.values[0], "amount_fen": 100_000}], by=cast.applicant,
    )  # fmt: skip
