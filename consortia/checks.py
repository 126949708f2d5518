"""The conditions R-CON-01 … R-CON-10 with the facts beside each: the self-check before filing and the checklist of eligibility.

A check answers what it found; whether a bid is eligible is decided by a person (`actions.decide_eligibility`).
What may not be asked (S36: age of the unit, degree, title) is asked nowhere: R-CON-07 says so and always holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.enums import RESEARCH_KINDS
from accounts.queries import barred
from challenges.enums import Mechanism
from challenges.models import RuleSet
from consortia import queries
from consortia.drafts import faults as drafts
from consortia.enums import BidState, ConsortiumState, MembershipState, PledgeKind, TeamRole
from consortia.models import Bid, Consortium, Membership, Pledge, TeamMember
from core import money


@dataclass(frozen=True)
class Context:
    """What a check looks at; everything is loaded before. `bid` is None at registration; an opened bid afterwards.

    `caught`: whoever of all that are looked at is barred. `led`: numbers of the other bids of the bid's leader.
    """

    consortium: Consortium
    rule_set: RuleSet
    on: date
    members: list[Membership]
    waiting_count: int
    caught: frozenset
    bid: Bid | None = None
    led: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """`is_passed` None: a person must judge. A waivable one does not make a bid ineligible by itself."""

    code: str
    text: str
    facts: str
    is_passed: bool | None
    is_waivable: bool = False


@dataclass(frozen=True)
class _Check:
    code: str
    text: str
    find: Callable[[Context], tuple[bool | None, str]]
    needs_bid: bool = False
    is_waivable: bool = False


REGISTRY: dict[str, _Check] = {}
#: Conditions of the challenges' library, by the check that answers them.
SAME_AS = {
    "LEAD_ENTERPRISE": "R-CON-01",
    "LEAD_RESEARCH": "R-CON-01",
    "REGISTERED": "S31",
    "MEMBERS": "R-CON-06",
    "RESEARCH_MEMBER": "R-CON-06",
    "ALL_INDICATORS": "R-CON-03",
    "SELF_FUNDING": "R-FUN-01",
    "INTEGRITY": "R-CON-08",
    "PLEDGES": "S37",
    "NO_SECRETS": "R-CON-09",
}


def _check(code: str, text: str, **options):
    def register(find: Callable) -> Callable:
        REGISTRY[code] = _Check(code, text, find, **options)
        return find

    return register


def for_consortium(consortium: Consortium, *, on: date) -> list[Finding]:
    """The self-check before filing, which the office reads too."""
    members, waiting = _divided(_memberships().filter(consortium=consortium))
    caught = frozenset(barred(_subjects(consortium, members, None), on))
    context = Context(consortium, queries.rule_set_for(consortium), on, members, waiting, caught)
    return [_ask(check, context) for check in REGISTRY.values() if not check.needs_bid]


def for_bid(bid: Bid, *, on: date) -> list[Finding]:
    """The checklist of eligibility of an opened bid: the library, then the challenge's own conditions."""
    return for_bids([bid], on=on)[bid.pk]


def for_bids(bids: Iterable[Bid], *, on: date) -> dict[int, list[Finding]]:
    """The checklists of several, by id: as many queries as for one."""
    return {context.bid.pk: _checklist(context) for context in _contexts([bid.pk for bid in bids], on)}


def _checklist(context: Context) -> list[Finding]:
    found = {code: _ask(check, context) for code, check in REGISTRY.items()}
    listed, covered = [], set()
    for condition in _in_order(context.bid.challenge.conditions):
        known = found.get(SAME_AS.get(condition.code, condition.code))
        covered |= {known.code} if known else set()
        facts = known.facts if known else _("由审查人员对照方案判断。")
        is_waivable = condition.is_waivable or bool(known and known.is_waivable)
        listed.append(Finding(condition.code, condition.text, facts, known.is_passed if known else None, is_waivable))
    return [*listed, *(finding for code, finding in found.items() if code not in covered)]


def _contexts(ids: list[int], on: date) -> list[Context]:
    """Loaded anew, so that no check looks at what somebody read before."""
    leading = TeamMember.objects.filter(role__in=(TeamRole.LEADER, TeamRole.CHIEF_SCIENTIST)).select_related("person")
    pledges = Pledge.objects.filter(revoked_at__isnull=True).select_related("text")
    rows = list(
        Bid.objects.filter(pk__in=ids)
        .select_related(
            "consortium__lead__division", "consortium__chief_scientist", "challenge__batch__rule_set", "leader",
            "recommendation__division",
        )
        .prefetch_related(
            "challenge__indicators", "challenge__conditions", "responses", "attachments",
            Prefetch("team", leading, to_attr="leading"), Prefetch("pledges", pledges, to_attr="live_pledges"),
            Prefetch("consortium__memberships", _memberships()),
        )
    )  # fmt: skip
    divided = {bid.pk: _divided(bid.consortium.memberships.all()) for bid in rows}
    subjects = {one for bid in rows for one in _subjects(bid.consortium, divided[bid.pk][0], bid)}
    caught = frozenset(barred(subjects, on))
    led = Bid.objects.filter(leader__in={bid.leader_id for bid in rows} - {None}).exclude(state__in=queries.DEAD)
    led = list(led.order_by("pk").values_list("leader_id", "pk", "number"))
    return [
        Context(
            bid.consortium, bid.challenge.batch.rule_set, on, *divided[bid.pk], caught, bid,
            tuple(number for leader, pk, number in led if leader == bid.leader_id and pk != bid.pk),
        )
        for bid in rows
    ]  # fmt: skip


def _memberships():
    rows = Membership.objects.select_related("organization__division").prefetch_related("organization__platforms")
    return rows.order_by("role", "pk")


def _divided(rows: Iterable[Membership]) -> tuple[list[Membership], int]:
    """The confirmed ones, and how many still wait."""
    rows = list(rows)
    confirmed = [one for one in rows if one.state == MembershipState.CONFIRMED]
    return confirmed, sum(1 for one in rows if one.state == MembershipState.INVITED)


def _subjects(consortium: Consortium, members: list[Membership], bid: Bid | None) -> list:
    """Who must not be barred: the units, and whoever leads."""
    found = [one.organization for one in members]
    if consortium.lead_id not in {unit.pk for unit in found}:
        found.append(consortium.lead)
    if bid is not None:
        found += [one.person for one in bid.leading]
    elif consortium.chief_scientist_id:
        found.append(consortium.chief_scientist)
    return found


def _in_order(related) -> list:
    """The prefetched rows in their order."""
    return sorted(related.all(), key=lambda row: row.number)


def failed(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_passed is False]


def _ask(check: _Check, context: Context) -> Finding:
    is_passed, facts = check.find(context)
    return Finding(check.code, str(check.text), facts, is_passed, check.is_waivable)


@_check("R-CON-01", "牵头单位符合规则集规定的类型和登记地")
def lead_fits(context: Context):
    lead = context.consortium.lead
    facts = f"{lead.name}：{lead.get_kind_display()}，登记地{lead.division.name}"
    if context.rule_set.mechanism == Mechanism.ENTERPRISE_2021:
        # 2021: a research unit (or a technology firm) answers; who posed the challenge does not answer it.
        is_poser = context.bid is not None and context.bid.challenge.owner_id == lead.pk
        fits = lead.kind in RESEARCH_KINDS or (context.bid is not None and lead.is_enterprise)
        return fits and not is_poser, facts + "；本批次由科研单位揭榜"
    return lead.is_enterprise and lead.division.is_local, facts + "；须为在自治区登记的企业"


@_check("R-CON-02", "高校、科研院所在本领域具有领先水平")
def research_strength(context: Context):
    units = [one.organization for one in context.members if one.organization.kind in RESEARCH_KINDS]
    platforms = sum(len(unit.platforms.all()) for unit in units)
    names = "、".join(unit.name for unit in units) or "无"
    return True, f"高校院所 {len(units)} 家（{names}），登记创新平台 {platforms} 个；供评审参考"


@_check("R-CON-03", "逐条响应榜单指标，硬指标全部达到", needs_bid=True)
def answers_every_indicator(context: Context):
    answers = {one.indicator_id: one for one in context.bid.responses.all()}
    missing, short = [], []
    for indicator in _in_order(context.bid.challenge.indicators):
        answer = answers.get(indicator.pk)
        if answer is None:
            missing.append(indicator.name)
        elif indicator.is_hard and not drafts.meets(indicator, answer.promised):
            short.append(indicator.name)
    facts = f"响应 {len(answers)} 项"
    facts += f"；缺 {'、'.join(missing)}" if missing else ""
    facts += f"；未达到 {'、'.join(short)}" if short else ""
    return not missing and not short, facts


@_check("R-CON-04", "已签订组建协议")
def agreement_signed(context: Context):
    one = context.consortium
    chief = f"；首席科学家 {one.chief_scientist.name}" if one.chief_scientist_id else ""
    if not one.agreement_number or one.signed_on is None:
        return False, f"尚未登记协议编号和签订日期{chief}"
    return True, f"协议 {one.agreement_number}，{one.signed_on:%Y-%m-%d} 签订{chief}"


@_check("R-CON-05", "不设营业收入、研发人员、研发投入门槛")
def no_yardsticks(context: Context):
    return True, "规则集未启用此类门槛"


@_check("R-CON-06", "成员单位数量和高校院所符合要求")
def members_suffice(context: Context):
    count = len({one.organization_id for one in context.members})
    research = sum(1 for one in context.members if one.organization.kind in RESEARCH_KINDS)
    waiting = context.waiting_count
    facts = f"已确认 {count} 家（要求不少于 {context.rule_set.minimum_members} 家），其中高校院所 {research} 家"
    facts += f"；另有 {waiting} 家待确认" if waiting else ""
    has_research = research > 0 or not context.rule_set.needs_research_member
    return count >= context.rule_set.minimum_members and has_research and not waiting, facts


@_check("R-CON-07", "对单位注册时间、负责人学历和职称不作要求")
def no_thresholds(context: Context):
    return True, "不设门槛（不审查注册时间、年龄、学历、职称）"


@_check("R-CON-08", "各成员单位和负责人不在失信惩戒期内")
def nobody_barred(context: Context):
    subjects = _subjects(context.consortium, context.members, context.bid)
    caught = [str(subject) for subject in subjects if subject in context.caught]
    return not caught, f"核查 {len(subjects)} 个主体" + (
        f"；惩戒期内：{'、'.join(caught)}" if caught else "，均不在惩戒期内"
    )


@_check("S31", "创新联合体已备案且在有效期内", needs_bid=True)
def registered(context: Context):
    one = context.consortium
    if one.registration_number is None:
        return False, "尚未备案"
    facts = f"备案号 {one.registration_number}，{one.get_state_display()}，有效期至 {one.valid_to:%Y-%m-%d}"
    return one.state == ConsortiumState.REGISTERED and one.valid_from <= context.on <= one.valid_to, facts


@_check("S37", "已签署信用承诺", needs_bid=True)
def pledged(context: Context):
    signed = context.bid.live_pledges
    units = {one.organization_id for one in signed if one.text.kind == PledgeKind.ORGANIZATION}
    has_leader = any(one.text.kind == PledgeKind.LEADER for one in signed)
    facts = f"单位承诺 {len(units)} 份，负责人承诺{'已签' if has_leader else '未签'}"
    return has_leader and {one.organization_id for one in context.members} <= units, facts


@_check("R-CON-09", "所报材料不涉密", needs_bid=True)
def nothing_secret(context: Context):
    names = [one.name for one in context.bid.attachments.all()]
    caught = [name for name in names if any(word in name for word in drafts.SECRET_WORDS)]
    return not caught, f"已作不涉密承诺，附件 {len(names)} 份" + (f"；名称可疑：{'、'.join(caught)}" if caught else "")


@_check("R-CON-10", "负责人同时主持的揭榜方案（默认不限制）", needs_bid=True)
def parallel_leadership(context: Context):
    if context.bid.leader_id is None:
        return True, "未填写负责人"
    numbers = "、".join(context.led)
    return (
        True,
        f"{context.bid.leader.name}另主持 {numbers}"
        if numbers
        else f"{context.bid.leader.name}未主持其他在评或在研方案",
    )


@_check("R-FUN-01", "企业自筹与自治区财政经费之比不低于规定", needs_bid=True, is_waivable=True)
def self_funding_ratio(context: Context):
    if context.rule_set.mechanism != Mechanism.CONSORTIUM_2022:
        return True, "本机制不适用"
    self_fen, fiscal_fen = context.bid.self_fen or 0, context.bid.fiscal_fen or 0
    facts = f"自筹 {money.exact_text(self_fen)} 万元，财政 {money.exact_text(fiscal_fen)} 万元，{money.ratio_text(self_fen, fiscal_fen)}"
    return self_fen * 100 >= fiscal_fen * context.rule_set.self_funding_percent, facts


@_check("R-ROL-03", "盟市推荐", needs_bid=True)
def recommended(context: Context):
    if not context.rule_set.needs_recommendation or not context.consortium.lead.division.is_local:
        return True, "本方案不需要推荐"
    found = getattr(context.bid, "recommendation", None)
    if found is None:
        return False, "归口盟市尚未出具推荐意见"
    return found.result == "RECOMMENDED", f"{found.division.name}：{found.get_result_display()}"


def is_correctable(bid: Bid) -> bool:
    """Form defects may be corrected once (3.4)."""
    return bid.state == BidState.OPENED and bid.correction_count == 0
