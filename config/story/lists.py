"""From programmes to published lists: needs, refinement with the advisory committee, resolution, publication."""

from datetime import date, timedelta

from accounts import actions as accounts
from challenges import actions, defaults
from challenges.enums import MemberChoice, RefinementKind, ResolutionKind, SittingKind
from challenges.models import AdvisoryCommittee, Challenge, CommitteeMember, PolicyDocument
from config.story import names, plan_2022, texts
from config.story.stage import STAFF_SINCE, WAN, Stage, Track

#: D7: one document, two names in the mouths of its speakers.
POLICIES = (
    ("内蒙古自治区科技计划“揭榜挂帅”实施办法", ""),
    ("种业振兴揭榜挂帅专项行动方案", ""),
    ("内蒙古自治区碳达峰碳中和科技创新实施方案", "内蒙古自治区碳达峰碳中和科技创新行动方案"),
)
#: Appendix B. D16: 降碳 and 减碳 are the same.
SEED_FIELDS = [
    *({"name": name, "is_core": True} for name in "草种业 奶牛 肉牛 肉羊 马铃薯".split()),
    *({"name": name} for name in "杂粮 蔬菜 向日葵 甜菜 其他".split()),
]
CARBON_FIELDS = [
    {
        "name": "新能源与新型电力系统",
        "is_core": True,
        "children": "风电 光伏 氢能 大规模储能 新能源汽车 智能电网".split(),
    },
    {"name": "煤炭清洁高效利用", "alias": "煤炭高效清洁利用", "is_core": True, "children": ["现代煤化工"]},
    {
        "name": "传统优势产业节能减碳",
        "alias": "传统优势产业节能降碳",
        "is_core": True,
        "children": "电力 钢铁 冶金 化工 建材 CCUS".split(),
    },
]
PROGRAMMES = {
    "ZY": ("种业科技创新重大示范工程", "种业", "农村科技处", 5, SEED_FIELDS, (0, 1), "强化“5+N”种业创新战略布局，提升种源自主可控能力。"),
    "ST": (
        "双碳科技创新重大示范工程", "双碳", "高新技术处", 3, CARBON_FIELDS, (0, 2),
        "围绕新能源与新型电力系统、煤炭高效清洁利用、传统优势产业节能降碳3大方向，支撑碳达峰碳中和。",
    ),
}  # fmt: skip
#: 种业: yearly over five years; 双碳: by node over three. First shares as in the plan.
RULES = {
    "ZY": {"tranche_percents": [25, 20, 20, 20, 15]},
    "ST": {"tranche_percents": [40, 40, 20], "panel_outside_percent": 50},
}
PLANNED = {"ZY": 6200 * WAN, "ST": 15_000 * WAN}  # D17: what was announced before review
#: Challenges whose use the demo's own end user will judge.
ENDUSER_ITEMS = ("ZY-01", "ST-04")
NUMBERS = {"ZY": "内科发农字〔2022〕12号", "ST": "内科发高字〔2022〕21号"}


def programmes(stage: Stage) -> None:
    """Programmes with fields and policy, their rule sets; the committee that will shape the lists."""
    documents = [PolicyDocument.objects.create(title=title, alias=alias) for title, alias in POLICIES]
    for code, (name, short, office, years, fields, papers, theme) in PROGRAMMES.items():
        stage.tracks[code] = _track(code, name, short)
        by = stage.officer_of(code)
        programme = actions.create_programme(
            name=name,
            short_name=short,
            short_code=code,
            year_from=2022,
            year_to=2026,
            office=stage.offices[office],
            theme=theme,
            support_years=years,
            strategic_tags=["五大任务", "两个基地" if code == "ZY" else "两个屏障"],
            policy_documents=[documents[number] for number in papers],
            fields=fields,
            by=by,
            at=stage.later(minutes=5),
        )
        stage.programmes[code] = programme
        stage.fields |= {(code, field.name): field for field in programme.fields.all()}
        stage.rule_sets[code] = actions.create_rule_set(
            name=f"{short} 2022", values=RULES[code], by=by, at=stage.later(minutes=5)
        )
        committee(stage, code)


def _track(code: str, full: str, short: str) -> Track:
    return Track(
        code=code,
        full=full,
        short=short,
        year=2022,
        name="首批",
        months=60 if code == "ZY" else 36,
        items=[item for item in plan_2022.ITEMS if item.programme == code],
        dates=plan_2022.DATES[code],
        document=NUMBERS[code],
        planned_fen=PLANNED[code],
        chief_scientist_mode=code == "ST",
    )


def committee(stage: Stage, code: str) -> None:
    """Five people from outside the bidders; they shape the list and therefore recuse where their unit bids."""
    body = AdvisoryCommittee.objects.create(
        programme=stage.programmes[code], name=f"{stage.tracks[code].short}“揭榜挂帅”专家咨询委员会"
    )
    unit = stage.units["end-user-" + code][0]
    for number in range(5):
        person = accounts.add_person(
            name=names.person_name(1300 + number + 40 * (code == "ST")),
            organization=unit,
            by=stage.users["sysadmin"],
            at=stage.at,
        )
        role = "主任委员" if number == 0 else "委员"
        CommitteeMember.objects.create(committee=body, person=person, role=role, valid_from=STAFF_SINCE)


def needs(stage: Stage, code: str) -> dict[str, list]:
    """A call; enterprises hand in needs, the office accepts most and keeps some for later. Answers needs by item."""
    first, last = stage.tracks[code].dates["call"]
    stage.go(first)
    by = stage.officer_of(code)
    call = actions.open_call(
        programme=stage.programmes[code],
        title=f"关于征集{stage.tracks[code].year}年{stage.tracks[code].short}领域科技创新需求的通知",
        body="面向全区征集制约产业发展的关键技术需求。",
        opens_at=stage.at,
        closes_at=stage.midnight(last),
        by=by,
        at=stage.at,
    )
    stage.go(first + timedelta(days=14))
    found: dict[str, list] = {}
    items = stage.tracks[code].items
    for number, item in enumerate(items):
        for bidder in item.bidders[: 2 if item.mode == "JOINT" else 1]:
            found.setdefault(item.key, []).append(_need(stage, call, item, bidder, number))
    for row in found[items[-1].key][:1]:  # one more, kept for a later batch (S14)
        extra = _need(stage, call, items[0], items[0].bidders[-1], 99)
        actions.pool_need(need=extra, note="方向暂不成熟，入库待用。", by=by, at=row.state_at)
    return found


def _need(stage: Stage, call, item: plan_2022.Item, bidder: str, number: int):
    """Written, handed in, accepted two days later."""
    need = write_need(stage, call, item, bidder, number)
    actions.submit_need(need=need, by=stage.applicants[stage.units[bidder][0].pk], at=stage.later(minutes=2))
    actions.accept_need(need=need, by=stage.officer_of(item.programme), at=stage.at + timedelta(days=2))
    return need


def write_need(stage: Stage, call, item: plan_2022.Item, bidder: str, number: int):
    lead = stage.units[bidder][0]
    applicant = stage.applicants[lead.pk]
    return actions.create_need(
        call=call,
        title=f"{item.title.removesuffix('（示例）')}技术需求",
        field=stage.fields[item.programme, item.field],
        problem=f"{item.field}生产中缺少自主可控的关键技术，成本高、稳定性不足。",
        current_level="主要依赖引进，区内尚无成套技术。",
        expected_indicators="形成自主技术并在区内示范应用。",
        own_investment_fen=(1000 + 100 * (number % 7)) * WAN,
        wished_period="3至5年",
        cooperation="合作开发",
        contact_name=applicant.person.name,
        contact_phone="0471-0000000",
        is_public=number % 2 == 0,
        by=applicant,
        at=stage.later(minutes=7),
    )


def challenges(stage: Stage, code: str, traced: dict[str, list]) -> None:
    """Draft, refine twice, review for secrecy: ready for the sitting."""
    batch = _batch(stage, code)
    stage.go(stage.tracks[code].dates["call"][1] + timedelta(days=3))
    months = stage.tracks[code].months
    for number, item in enumerate(stage.tracks[code].items, 1):
        challenge = _draft(stage, batch, item, months)
        by = stage.officer_of(code)
        for need in traced[item.key]:
            actions.merge_need(need=need, challenge=challenge, by=by, at=stage.later(minutes=1))
        actions.set_indicators(
            challenge=challenge,
            rows=texts.indicators(code, number, last_year=stage.tracks[code].year + months // 12),
            by=by,
            at=stage.at,
        )
        actions.set_requirements(
            challenge=challenge, rows=texts.requirements(code, months, stage.tracks[code].nodes), by=by, at=stage.at
        )
        actions.set_conditions(
            challenge=challenge, rows=defaults.condition_rows(challenge.batch.rule_set), by=by, at=stage.at
        )
        actions.start_refining(challenge=challenge, by=by, at=stage.later(minutes=1))
        _refine(stage, challenge, code, by)
        actions.review_secrecy(
            challenge=challenge, by=stage.users["publisher"], note="不涉密，可公开。", at=stage.later(minutes=1)
        )
        stage.challenges[item.key] = challenge


def _batch(stage: Stage, code: str):
    track, dates = stage.tracks[code], stage.tracks[code].dates
    route = [
        ("需求征集", dates["call"][0]), ("榜单凝练", dates["call"][1]), ("榜单发布", dates["published"]), ("揭榜截止", dates["last_day"]),
        ("专家评审", dates["review"]), ("公示", dates["notice"]), ("立项下达", dates["awarded"]),
    ]  # fmt: skip
    stage.batches[code] = actions.create_batch(
        programme=stage.programmes[code],
        year=track.year,
        name=track.name,
        rule_set=stage.rule_sets[code],
        notice_title=f"关于发布{track.year}年{track.name}{track.full}“揭榜挂帅”技术榜单的公告",
        document_number=track.document,
        planned_fiscal_fen=track.planned_fen,
        route=[{"name": name, "on": on.isoformat()} for name, on in route],
        by=stage.officer_of(code),
        at=stage.later(minutes=10),
    )
    return stage.batches[code]


def _draft(stage: Stage, batch, item: plan_2022.Item, months: int) -> Challenge:
    is_joint = item.mode == "JOINT"
    user = stage.units["end-user-enduser" if item.key in ENDUSER_ITEMS else f"end-user-{item.programme}"][0]
    return actions.draft_challenge(
        batch=batch,
        title=item.title,
        field=stage.fields[item.programme, item.field],
        issue_mode=item.mode,
        government_reason="" if is_joint else "事关产业链供应链安全，由政府出题引导攻关方向。",
        owner=user if is_joint else stage.units["department"][0],
        end_user=user,
        announced_budget_fen=3 * (item.total or 1200) * WAN,
        fiscal_cap_fen=(item.total or 1200) * WAN,
        duration_months=months,
        planned_awards=2 if item.race_planned else 1,
        race_planned=item.race_planned,
        chief_scientist_mode=stage.tracks[item.programme].chief_scientist_mode,
        by=stage.officer_of(item.programme),
        at=stage.later(minutes=20),
        **texts.words(item.key, item.title, item.field),
    )


def _refine(stage: Stage, challenge: Challenge, code: str, by) -> None:
    people = [
        member.person
        for member in CommitteeMember.objects.filter(committee__programme=stage.programmes[code]).select_related(
            "person"
        )
    ]
    on = stage.at.date()
    rounds = (
        (RefinementKind.SURVEY, "实地调研企业和科研单位，核实瓶颈问题。", people[:2]),
        (RefinementKind.COMMITTEE, "指标可考核、可达到，建议列入首批榜单。", people),
    )
    for kind, conclusion, present in rounds:
        actions.record_refinement(
            challenge=challenge,
            kind=kind,
            held_on=on,
            conclusion=conclusion,
            participants=present,
            by=by,
            at=stage.later(minutes=1),
        )
    actions.answer_fitness(challenge=challenge, answers=fitness(), by=by, at=stage.later(minutes=1))


def fitness() -> dict[str, tuple[bool, str]]:
    """Why the mechanism fits (C06)."""
    return {
        "GOAL": (True, "考核指标逐条量化，由第三方检测。"),
        "ROUTE": (True, "有两条以上可能的技术路线，尚无定论。"),
        "SEVERAL": (True, "调研了解到三家以上单位有意揭榜。"),
        "INVESTMENT": (True, "有意揭榜的企业承诺自筹资金不低于财政支持的两倍。"),
        "USER": (True, "发榜用户已明确，愿意提供应用场景并作最终评价。"),
        "OPEN": (True, "指标与条件经专家核对，没有为某一单位设置。"),
    }


def resolution(stage: Stage, code: str, on: date, **details):
    """A sitting of that day on the programme, and its one resolution."""
    return resolution_of(stage, stage.programmes[code], stage.officer_of(code), on, **details)


def resolution_of(
    stage: Stage, programme, by, on: date, *, kind: str, title: str, text: str = "", sitting_kind=SittingKind.JOINT
):
    stage.go(on, 14)
    members = ["自治区科技厅", "自治区财政厅", "自治区农牧厅", "自治区能源局", "自治区工信厅"]
    sitting = actions.plan_sitting(
        kind=sitting_kind, title=title, planned_on=on, programme=programme, place="科技厅会议室", agenda=[title],
        invited=members, by=by, at=stage.at,
    )  # fmt: skip
    actions.hold_sitting(
        sitting=sitting, attendance=members, minutes_text=text or title, by=by, at=stage.later(minutes=90)
    )
    return actions.pass_resolution(
        sitting=sitting,
        kind=kind,
        title=title,
        text=text,
        votes=dict.fromkeys(members, MemberChoice.FOR),
        agenda_number=1,
        by=by,
        at=stage.later(minutes=5),
    )


def publish(stage: Stage, code: str) -> None:
    """The sitting approves the list; another person publishes it; the clock opens it."""
    dates = stage.tracks[code].dates
    track = stage.tracks[code]
    title = f"审定{track.year}年{track.name}{track.short}榜单"
    passed = resolution(stage, code, dates["approved"], kind=ResolutionKind.APPROVE_LIST, title=title)
    for item in track.items:
        actions.approve_challenge(
            challenge=stage.challenges[item.key], resolution=passed, by=stage.officer_of(code), at=stage.at
        )
    stage.go(dates["published"], 8, 30)
    batch = stage.batches[code]
    deadline = dates.get("deadline") or stage.midnight(dates["last_day"])
    changes = {"open_at": stage.at + timedelta(minutes=30), "deadline": deadline}
    actions.edit_batch(batch=batch, changes=changes, by=stage.officer_of(code), at=stage.at)
    actions.publish_batch(batch=batch, by=stage.users["publisher"], at=stage.later(minutes=10))
    if code == "ZY":  # S17
        for medium in ("科技日报", "农民日报"):
            actions.record_media(
                batch=batch, medium=medium, published_on=dates["published"], by=stage.officer_of(code), at=stage.at
            )
    stage.go(dates["published"], 9, 1)
    actions.open_due(by=stage.system)
    refresh(stage, code)


def refresh(stage: Stage, code: str) -> None:
    """What the sweeps moved, read anew."""
    rows = Challenge.objects.select_related("batch__programme", "batch__rule_set", "field", "end_user").filter(
        batch=stage.batches[code]
    )
    found = {row.pk: row for row in rows}
    for item in stage.tracks[code].items:
        stage.challenges[item.key] = found[stage.challenges[item.key].pk]
    stage.batches[code].refresh_from_db()
