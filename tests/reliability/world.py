"""One of everything, told through the real actions: what every page is asked with."""

from datetime import timedelta
from types import SimpleNamespace

from accounts import actions as account_actions
from accounts.queries import system_user
from challenges import actions as challenge_actions
from consortia.enums import UseCategory
from core import clock, delivery
from funding import actions as funding_actions
from projects import actions as project_actions
from tests.stories import challenges, consortia, funding
from tests.stories.cast import cast as make_cast

#: Whoever asks. The expert sits on a panel, the spare one on none.
ROLES = (
    "anonymous", "officer", "publisher", "supervisor", "finance", "prefecture", "unitadmin", "applicant",
    "rival_applicant", "member", "expert", "spare_expert", "enduser", "auditor", "sysadmin",
)  # fmt: skip


def world() -> SimpleNamespace:
    cast = make_cast()
    race = _race(cast)
    opened = _bidding(cast)
    _notice_and_objection(cast, opened)
    _need_and_question(cast, opened)
    challenges.refined_challenge(cast, batch=challenges.batch(cast, name="第三批"), title="尚未公布的榜单")
    account_actions.report_integrity(organization=cast.rival, fact="提供虚假材料。", source="举报", by=cast.supervisor)
    project_actions.request_change(
        project=race[0], kind="PERIOD", after={"months": 6}, reason="受灾影响。", by=cast.applicant
    )
    _report_money(cast, race[0])
    delivery.deliver_due(at=clock.now())
    sitting = race[0].challenge.panels.order_by("pk").first().seats.order_by("number").first().expert.person_id
    people = {name: getattr(cast, name, None) for name in ROLES}
    people["expert"] = next(user for user in cast.experts if user.person_id == sitting)
    seated = set(race[0].challenge.panels.values_list("seats__expert__person", flat=True))
    people["spare_expert"] = next(user for user in cast.experts if user.person_id not in seated)
    return SimpleNamespace(cast=cast, people=people, race=race, opened=opened)


def _race(cast) -> list:
    """Two lanes, running, the first tranche of each received."""
    rows = funding.race_projects(cast)
    for project in rows:
        funding.running(cast, project)
        funding.received(cast, project)
    return [funding.project_of(project.bid) for project in rows]


def _bidding(cast):
    """Open: the lead's bid sealed, the rival's still a draft, the third's with its unit."""
    challenge = challenges.open_challenge(cast, batch=challenges.batch(cast, name="第二批"), title="正在揭榜的榜单")
    consortia.submitted_bid(cast, challenge, "lead", text="CANARY")
    consortia.drafted_bid(cast, challenge, "rival", text="CANARY")
    consortia.bid_at_unit(cast, challenge, "third", text="CANARY")
    return challenge


def _notice_and_objection(cast, challenge) -> None:
    notice = challenges.proposed_notice(cast, challenge)
    challenge_actions.file_objection(
        item=notice.items.get(), party_kind="PERSON", party_name="赵敏", party_contact="示例路1号", content="内容重复。",
        by=system_user(),
    )  # fmt: skip
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


def _report_money(cast, project) -> None:
    funding.receive_self(cast, project, 1_000_000)
    today = clock.today()
    funding_actions.report_expenditure(
        project=project, organization=project.lead, period_from=today - timedelta(days=30), period_to=today,
        lines=[{"source": "FISCAL", "category": UseCategory.values[0], "amount_fen": 100_000}], by=cast.applicant,
    )  # fmt: skip
