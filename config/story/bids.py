"""Consortia from founding to registration, and their sealed bids from the first draft to eligibility."""

from datetime import date, timedelta
from itertools import cycle

from accounts.enums import RESEARCH_KINDS
from challenges import actions as challenge_actions
from config.story import lists, people, plan_2022
from config.story.stage import WAN, Stage
from consortia import actions, checks, drafts
from consortia.enums import MembershipRole, PlatformLevel, PledgeKind
from consortia.models import Bid, Consortium

VALID_TO = date(2027, 12, 31)  # the five years of 种业 and a little
PLATFORM_KINDS = "技术创新中心 工程研究中心 企业技术中心 重点实验室 野外科学观测研究站 国际科技合作基地".split()
QUIET_FIELDS = {"ZY": "其他", "ST": "电力"}


def consortia(stage: Stage) -> None:
    """52 consortia: every unit confirms by its own administrator, then the office registers them."""
    fields = {key: item.field for item in reversed(plan_2022.ITEMS) for key in item.bidders}
    for place, key in enumerate(plan_2022.CONSORTIA):
        stage.go(date(2022, 2, 14) + timedelta(days=place // 2))
        code = people.programme_of(key)
        stage.consortia[key] = _found(stage, key, code, fields.get(key, QUIET_FIELDS[code]))
    stage.say(f"  {len(stage.consortia)} 个创新联合体已备案")


def _found(stage: Stage, key: str, code: str, field: str) -> Consortium:
    lead, *others = stage.units[key]
    applicant = stage.applicants[lead.pk]
    stem = lead.name.removeprefix("内蒙古").removesuffix("有限公司（示例）")
    consortium = actions.create_consortium(
        name=f"{stem}{field}创新联合体（示例）",
        lead=lead,
        programme=stage.programmes[code],
        field=stage.fields[code, field],
        goals=f"围绕{field}开展产学研用协同攻关。",
        benefit_terms="按投入和贡献约定知识产权与收益分配。",
        by=applicant,
        at=stage.later(minutes=10),
    )
    invited = [
        actions.invite_member(consortium=consortium, organization=unit, by=applicant, at=stage.later(minutes=1))
        for unit in others
    ]
    own = consortium.memberships.select_related("organization__division", "consortium").get(role=MembershipRole.LEAD)
    for membership in (own, *invited):
        tasks = "统筹协调与产业化示范" if membership is own else "关键技术研究与试验"
        actions.confirm_membership(
            membership=membership, tasks=tasks, by=stage.admins[membership.organization_id], at=stage.later(minutes=20)
        )
    actions.set_roster(
        consortium=consortium,
        rows=[{"person": person} for person in stage.rosters[key]],
        by=applicant,
        at=stage.later(minutes=5),
    )
    signed = stage.at.date()
    actions.agree_consortium(
        consortium=consortium,
        agreement_number=f"LHT-2022-{key}",
        signed_on=signed,
        by=applicant,
        at=stage.later(minutes=5),
    )
    actions.file_consortium(consortium=consortium, by=applicant, at=stage.later(minutes=5))
    actions.register_consortium(
        consortium=consortium, valid_from=signed, valid_to=VALID_TO, by=stage.officer_of(code), at=stage.later(hours=2)
    )
    return consortium


def platforms(stage: Stage) -> None:
    """208 national and 306 regional platforms (F20): research units and leads have the national ones."""
    stage.go(date(2022, 1, 24))
    units = {unit.pk: unit for key in plan_2022.CONSORTIA for unit in stage.units[key]}.values()
    leads = {stage.units[key][0].pk for key in plan_2022.CONSORTIA}
    strong = [unit for unit in units if unit.kind in RESEARCH_KINDS or unit.pk in leads]
    number = 0
    for level, count, among in (
        (PlatformLevel.NATIONAL, plan_2022.PLATFORMS["NATIONAL"], cycle(strong)),
        (PlatformLevel.REGIONAL, plan_2022.PLATFORMS["REGIONAL"], cycle(units)),
    ):
        for _ in range(count):
            number += 1
            unit = next(among)
            kind = PLATFORM_KINDS[number % len(PLATFORM_KINDS)]
            actions.add_platform(
                organization=unit,
                name=f"{'国家' if level == PlatformLevel.NATIONAL else '自治区'}{kind}（示例{number:03d}）",
                level=level,
                kind=kind,
                approved_by_name="科学技术部" if level == PlatformLevel.NATIONAL else "自治区科学技术厅",
                approved_year=2008 + number % 13,
                by=stage.admins[unit.pk],
                at=stage.later(minutes=1),
            )
    stage.say(f"  {number} 个创新平台")


def bid_all(stage: Stage, code: str) -> None:
    """Every bid of a programme's plan is written, signed and sealed within the window."""
    dates = stage.tracks[code].dates
    items = stage.tracks[code].items
    self_funding = plan_2022.self_funding()
    count = 0
    for item in items:
        for bidder in item.bidders:
            stage.go(dates["last_day"] - timedelta(days=count % 6), 8 + count % 9)
            own = self_funding.get((item.key, bidder))
            amounts = {"fiscal_fen": item.total * WAN, "self_fen": own * WAN} if own else {}
            stage.bids[item.key, bidder] = _bid(stage, item, bidder, amounts)
            count += 1
    stage.say(f"  {count} 个揭榜方案已密封提交")


def _bid(stage: Stage, item: plan_2022.Item, bidder: str, amounts: dict) -> Bid:
    challenge, consortium = stage.challenges[item.key], stage.consortia[bidder]
    lead = stage.units[bidder][0]
    applicant, admin = stage.applicants[lead.pk], stage.admins[lead.pk]
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=applicant, at=stage.at)
    sections = drafts.example(
        challenge=challenge,
        consortium=consortium,
        leader=applicant.person,
        chief_scientist=chief_scientist(stage, bidder) if stage.tracks[item.programme].chief_scientist_mode else None,
        **amounts,
    )
    actions.save_draft(bid=bid, sections=sections, by=applicant, at=stage.later(minutes=10))
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=applicant, at=stage.later(minutes=1))
    for unit in stage.units[bidder]:
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=stage.admins[unit.pk], at=stage.later(seconds=30))
    actions.send_to_unit(bid=bid, by=applicant, at=stage.later(minutes=1))
    actions.submit_bid(bid=bid, by=admin)
    return bid


def chief_scientist(stage: Stage, bidder: str):
    """24 people for 25 bids (F24): S25 asked the one of S24."""
    return stage.rosters["S24" if bidder == "S25" else bidder][1]


def close(stage: Stage, code: str) -> None:
    """The clock closes, drafts lapse, the root over what was sealed is published."""
    dates = stage.tracks[code].dates
    stage.go(dates["last_day"] + timedelta(days=1), 0, 1)
    challenge_actions.close_due(by=stage.system)
    actions.expire_due_bids(by=stage.system)
    actions.publish_due_roots(by=stage.system)
    lists.refresh(stage, code)


def close_and_open(stage: Stage, code: str) -> None:
    """After the close two people open, and the office checks eligibility."""
    close(stage, code)
    dates = stage.tracks[code].dates
    stage.go(dates["opened"], 9, 30)
    for item in stage.tracks[code].items:
        actions.consent_to_opening(challenge=stage.challenges[item.key], by=stage.officer_of(code))
        actions.consent_to_opening(challenge=stage.challenges[item.key], by=stage.users["supervisor"])
    stage.go(dates["opened"], 14)
    for key, bidder in [(item.key, bidder) for item in stage.tracks[code].items for bidder in item.bidders]:
        bid = Bid.objects.select_related("challenge__batch__programme", "consortium__lead").get(
            pk=stage.bids[key, bidder].pk
        )
        stage.bids[key, bidder] = bid
        pass_eligibility(bid, by=stage.officer_of(code), at=stage.later(minutes=5))


def pass_eligibility(bid: Bid, *, by, at) -> None:
    """What the system found is confirmed; a ratio below 2:1 is left to a waiver."""
    results = [
        {
            "code": one.code,
            "text": one.text,
            "facts": one.facts,
            "is_passed": one.is_passed is not False,
            "reason": "低于 2:1，另行申请豁免。" if one.is_passed is False else "",
        }
        for one in checks.for_bid(bid, on=at.date())
    ]
    actions.decide_eligibility(bid=bid, results=results, by=by, at=at)
