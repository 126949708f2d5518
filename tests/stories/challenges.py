"""Programmes and challenges as tests need them, made through the real actions, from a programme to a closed challenge.

Every maker takes the cast first; `officer` writes, `publisher` releases, the system opens and closes.
"""

from datetime import timedelta

from accounts.queries import system_user
from challenges import actions, defaults
from challenges.enums import ChallengeState, IssueMode, Mechanism, RefinementKind, ResolutionKind, SittingKind
from challenges.models import Batch, Challenge, Programme, PublicNotice, Resolution, RuleSet, Sitting
from core import clock

WAN = 1_000_000  # fen of one 万元

FIELDS = (
    {"name": "草种业", "is_core": True},
    {"name": "奶牛", "is_core": True},
    {"name": "肉牛", "is_core": True},
    {"name": "其他特色种业", "children": ["杂粮", "蔬菜", "向日葵", "甜菜"]},
)

INDICATORS = (
    {
        "name": "育成苜蓿新品种",
        "unit": "个",
        "baseline": 0,
        "comparator": "AT_LEAST",
        "target": 3,
        "is_hard": True,
        "weight": 2,
        "test_method": "品种审定证书",
    },
    {
        "name": "亩产干草提高",
        "unit": "%",
        "baseline": 0,
        "comparator": "AT_LEAST",
        "target": 15,
        "is_hard": True,
        "weight": 1,
        "test_method": "第三方测产",
    },
)

REQUIREMENTS = (
    {"name": "完成核心种质筛选", "month_offset": 12, "requirement": "筛选优异种质不少于 50 份。"},
    {"name": "完成新品系比较试验", "month_offset": 24, "requirement": "形成新品系不少于 5 个。"},
)

DETAILS = {
    "one_line": "育成抗寒高产苜蓿新品种，降低草种对进口的依赖。",
    "bottleneck": "目前85%以上的草种依赖进口，抗寒高产的国产苜蓿品种不足。",
    "objective": "育成抗寒高产苜蓿新品种，并建成产业化示范基地。",
    "content": "种质创新、品种选育、良种繁育与产业化示范。",
    "government_reason": "草种自主可控关系生态安全，由政府出题引导攻关方向。",
    "announced_budget_fen": 1500 * WAN,
    "fiscal_cap_fen": 500 * WAN,
    "duration_months": 36,
    "intellectual_property": "成果归承担单位所有，在自治区内优先转化。",
}


def programme(cast) -> Programme:
    """种业, run by the officer's office; one a test."""
    found = Programme.objects.filter(short_code="ZY").first()
    return found or actions.create_programme(
        name="种业科技创新重大示范工程",
        short_name="种业",
        short_code="ZY",
        year_from=2022,
        year_to=2030,
        support_years=5,
        office=cast.officer.office,
        fields=FIELDS,
        by=cast.officer,
    )


def rule_set(cast, *, mechanism=Mechanism.CONSORTIUM_2022, **values) -> RuleSet:
    return actions.create_rule_set(name="揭榜挂帅规则", mechanism=mechanism, values=values, by=cast.officer)


def batch(cast, *, rules: dict | None = None, mechanism=Mechanism.CONSORTIUM_2022, **details) -> Batch:
    """A batch in preparation that opens at once and closes in 30 days; `rules` are values of its rule set."""
    now = clock.now()
    details.setdefault("open_at", now)
    details.setdefault("deadline", now + timedelta(days=30))
    details.setdefault("notice_title", "关于发布种业科技创新重大示范工程“揭榜挂帅”榜单的公告")
    details.setdefault("document_number", "内科发〔2022〕1号")
    return actions.create_batch(
        programme=programme(cast),
        year=details.pop("year", now.year),
        name=details.pop("name", "首批"),
        rule_set=rule_set(cast, mechanism=mechanism, **(rules or {})),
        by=cast.officer,
        **details,
    )


def drafted_challenge(
    cast, *, batch: Batch | None = None, title="优质苜蓿新品种选育及产业化示范", **details
) -> Challenge:
    """A complete draft with indicators, milestones and conditions. `batch`: else one of its own."""
    batch = batch or globals()["batch"](cast)
    values = {**DETAILS, "end_user": cast.user_unit, **details}
    field = values.pop("field", None) or batch.programme.fields.get(name="草种业")
    challenge = actions.draft_challenge(
        batch=batch,
        title=title,
        field=field,
        issue_mode=values.pop("issue_mode", IssueMode.GOVERNMENT),
        by=cast.officer,
        **values,
    )
    actions.set_indicators(challenge=challenge, rows=[dict(row) for row in INDICATORS], by=cast.officer)
    actions.set_requirements(challenge=challenge, rows=[dict(row) for row in REQUIREMENTS], by=cast.officer)
    conditions = defaults.condition_rows(batch.rule_set)
    actions.set_conditions(challenge=challenge, rows=conditions, by=cast.officer)
    return challenge


def refined_challenge(cast, *, participants=(), **details) -> Challenge:
    """REFINING, after one round of argument with `participants`."""
    challenge = drafted_challenge(cast, **details)
    actions.start_refining(challenge=challenge, by=cast.officer)
    actions.record_refinement(
        challenge=challenge,
        kind=RefinementKind.ARGUE,
        held_on=clock.today(),
        conclusion="指标可考核，建议列入榜单。",
        participants=participants,
        by=cast.officer,
    )
    fit(challenge, by=cast.officer)
    return challenge


def fit(challenge: Challenge, *, by) -> None:
    """Every question of fitness answered (C06)."""
    answers = dict.fromkeys(defaults.FITNESS, (True, "经调研核实。"))
    actions.answer_fitness(challenge=challenge, answers=answers, by=by)


def sitting(cast, *, kind=SittingKind.JOINT, title="“揭榜挂帅”专项行动联席会议") -> Sitting:
    """A sitting that was held today."""
    made = actions.plan_sitting(
        kind=kind, title=title, planned_on=clock.today(), programme=programme(cast), by=cast.officer
    )
    return actions.hold_sitting(
        sitting=made, attendance=["科技厅", "财政厅", "农牧厅"], minutes_text="会议审议了有关事项。", by=cast.officer
    )


def resolution(cast, kind=ResolutionKind.APPROVE_LIST, *, title="同意", votes_for=7, votes_against=0) -> Resolution:
    """A resolution of a sitting of its own: `stories.challenges.resolution(cast, ResolutionKind.AWARD)`."""
    return actions.pass_resolution(
        sitting=sitting(cast), kind=kind, title=title, votes_for=votes_for, votes_against=votes_against, by=cast.officer
    )


def approved_challenge(cast, **details) -> Challenge:
    """APPROVED by a sitting and looked at for secrecy by somebody else."""
    challenge = refined_challenge(cast, **details)
    actions.review_secrecy(challenge=challenge, by=cast.publisher)
    actions.approve_challenge(challenge=challenge, resolution=resolution(cast), by=cast.officer)
    return _fresh(challenge)


def published_challenge(cast, **details) -> Challenge:
    """PUBLISHED with its batch; `batch=` opens by its own dates, several approved challenges of it go out together."""
    challenge = approved_challenge(cast, **details)
    actions.publish_batch(batch=Batch.objects.get(pk=challenge.batch_id), by=cast.publisher)
    return _fresh(challenge)


def open_challenge(cast, **details) -> Challenge:
    """OPEN for 30 days, unless `batch=` says otherwise."""
    challenge = published_challenge(cast, **details)
    actions.open_due(by=system_user())
    challenge = _fresh(challenge)
    assert challenge.state == ChallengeState.OPEN, "the batch opens later: pass one whose open_at has come"
    return challenge


def close(challenge: Challenge) -> Challenge:
    """Move the clock to the deadline and let the system close."""
    deadline = Challenge.objects.get(pk=challenge.pk).deadline
    if clock.now() < deadline:
        clock.move(to=deadline)
    actions.close_due(by=system_user())
    return _fresh(challenge)


def closed_challenge(cast, **details) -> Challenge:
    """CLOSED: the clock stands at its deadline."""
    return close(open_challenge(cast, **details))


def open_challenges(cast, count: int, **details) -> list[Challenge]:
    """Several challenges of one batch, all OPEN."""
    common = details.pop("batch", None) or batch(cast)
    rows = [approved_challenge(cast, batch=common, title=f"示例榜单之{n}", **details) for n in range(1, count + 1)]
    actions.publish_batch(batch=Batch.objects.get(pk=common.pk), by=cast.publisher)
    actions.open_due(by=system_user())
    return [_fresh(row) for row in rows]


def proposed_notice(cast, challenge: Challenge, *, count: int = 1, starts_on=None, amount_fen=None) -> PublicNotice:
    """A notice of proposed awards on this challenge, published by the publisher."""
    items = [
        {
            "challenge": challenge,
            "project_title": f"{challenge.title}（示例项目{n}）",
            "consortium_name": f"示例创新联合体{n}",
            "lead_name": cast.lead.name,
            "amount_fen": amount_fen,
        }
        for n in range(1, count + 1)
    ]
    notice = actions.draft_notice(
        kind="PROPOSED_AWARD",
        batch=challenge.batch,
        title="关于拟立项项目的公示",
        body="经专家评审和会议研究，现将拟立项项目予以公示。",
        items=items,
        by=cast.officer,
    )
    return actions.publish_notice(notice=notice, starts_on=starts_on, by=cast.publisher)


def _fresh(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_related("batch__rule_set", "batch__programme").get(pk=challenge.pk)
