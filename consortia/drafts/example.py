"""A complete draft without defects, for tests, demo data and the button "fill in an example" of the demo."""

from accounts.models import Organization, Person
from challenges.enums import Mechanism
from challenges.models import Challenge
from consortia import queries
from consortia.drafts import schema
from consortia.enums import FundingSource, RightKind, TeamRole, UseCategory
from consortia.models import Consortium, Platform
from core import clock, money


def example(
    *,
    challenge: Challenge,
    consortium: Consortium,
    title: str = "",
    leader: Person | None = None,
    chief_scientist: Person | None = None,
    fiscal_fen: int | None = None,
    self_fen: int | None = None,
    loan_fen: int = 0,
    matching_fen: int = 0,
    matching_division=None,
    months: int | None = None,
    percents: list[int] | None = None,
    promised: dict[int, str] | None = None,
    text: str = "",
) -> dict[str, dict]:
    """Sections for `save_section`. Amounts in fen; `promised` maps an indicator's number to a value as text;
    `text` is woven into the narrative (canaries of tests). Defaults: fiscal at the cap, self-funding exactly at the floor.
    """
    months = months or challenge.duration_months
    rule_set = challenge.batch.rule_set
    if fiscal_fen is None:
        cap = challenge.fiscal_cap_fen or 730_0000_00
        fiscal_fen = cap if rule_set.mechanism == Mechanism.CONSORTIUM_2022 else 0
    if self_fen is None:
        floor = -(-fiscal_fen * rule_set.self_funding_percent // 100)
        self_fen = max(floor - loan_fen, 0) if fiscal_fen else 500_0000_00
    units = [one.organization for one in queries.confirmed(consortium).order_by("role", "pk")]
    people = _people(consortium, units, leader, chief_scientist)
    leader = leader or people[0]
    title = title or f"{challenge.title}关键技术研究与示范"
    total = fiscal_fen + self_fen + loan_fen + matching_fen
    amounts = {
        FundingSource.FISCAL: fiscal_fen,
        FundingSource.SELF: self_fen,
        FundingSource.LOAN: loan_fen,
        FundingSource.MATCHING: matching_fen,
    }
    return {
        "basic": {
            "title": title,
            "leader_id": leader.pk,
            "chief_scientist_id": chief_scientist.pk if chief_scientist else None,
            "keywords": "关键技术；示范应用",
            "summary": f"围绕“{challenge.title}”开展联合攻关。{text}",
            "public_summary": f"面向“{challenge.title}”的联合攻关与应用示范。",
            "duration_months": months,
            "no_state_secrets": True,
        },
        "technical": {name: f"{label}：围绕榜单要求逐项落实。{text}" for name, label in schema.NARRATIVE.items()},
        "responses": _responses(challenge, promised or {}, text),
        "tasks": _tasks(units, leader, total),
        "team": _team(consortium, people, leader, chief_scientist),
        "foundation": _foundation(units),
        "milestones": _milestones(challenge, months, percents or rule_set.tranche_percents or [50, 30, 20], text),
        "budget": _budget(amounts, months, consortium.lead),
        "matching": _matching(matching_fen, matching_division or consortium.lead.division),
        "benefits": {name: f"{label}：{_BROUGHT[name]}{text}" for name, label in schema.BENEFITS.items()},
    }


_BROUGHT = {
    "economic": "达产后形成稳定的新增产值，带动上下游企业增效。",
    "social": "培养一线技术人员，就业岗位向旗县延伸。",
    "ecological": "单位产出的资源消耗和排放持续下降。",
    "scenarios": "在牵头单位生产现场建设示范点，边用边改，成熟后推广。",
    "ownership": "各方独立完成的成果归各自所有，共同完成的成果共有，由牵头单位优先实施。",
}


def _foundation(units: list[Organization]) -> dict:
    """The members' platforms as they entered them; one patent of the lead; nothing else running."""
    platforms = Platform.objects.filter(organization__in=units, ended_on=None).order_by("pk")
    right = {"kind": RightKind.INVENTION.value, "title": "一种关键环节的处理方法", "number": "ZL202010123456.7"}
    return {
        "no_platforms": not platforms,
        "no_rights": False,
        "no_projects": True,
        "platforms": [{"platform_id": one.pk} for one in platforms],
        "rights": [right | {"organization_id": units[0].pk}],
        "projects": [],
    }


def _people(consortium, units: list[Organization], leader, chief_scientist) -> list[Person]:
    """The consortium's roster, else one person a unit; the leader and the chief scientist among them, the lead's people first."""
    found = [entry.person for entry in consortium.roster.select_related("person").order_by("pk")]
    if not found:
        for unit in units:
            found += unit.people.order_by("pk")[:2]
    own = [person for person in found if person.organization_id == consortium.lead_id]
    wanted = [person for person in (leader, chief_scientist) if person]
    ordered = [*wanted, *own, *found]
    return list({person.pk: person for person in ordered}.values())


def _responses(challenge: Challenge, promised: dict[int, str], text: str) -> dict:
    rows = [
        {
            "indicator_id": indicator.pk,
            "promised": promised.get(indicator.number, f"{indicator.target.normalize():f}"),
            "evidence": f"依据前期试验数据与第三方检测。{text}",
        }
        for indicator in challenge.indicators.order_by("number")
    ]
    return {"rows": rows}


def _tasks(units: list[Organization], leader: Person, total_fen: int) -> dict:
    shares = money.split(total_fen, [2] + [1] * (len(units) - 1))
    rows = [
        {
            "title": f"课题{place + 1}：关键环节研究",
            "organization_id": unit.pk,
            "leader_name": leader.name if place == 0 else "",
            "amount_fen": share,
        }
        for place, (unit, share) in enumerate(zip(units, shares, strict=True))
    ]
    return {"rows": rows}


def _team(consortium: Consortium, people: list[Person], leader: Person, chief_scientist: Person | None) -> dict:
    def role(person: Person) -> str:
        if person.pk == leader.pk:
            return TeamRole.LEADER.value
        if chief_scientist and person.pk == chief_scientist.pk:
            return TeamRole.CHIEF_SCIENTIST.value
        return TeamRole.CORE.value

    rows = [
        {
            "person_id": person.pk,
            "organization_id": person.organization_id,
            "role": role(person),
            "months_per_year": 6,
            "tasks": "研究与试验",
        }
        for person in people
    ]
    return {"rows": rows}


def _milestones(challenge: Challenge, months: int, percents: list[int], text: str) -> dict:
    required = [one.month_offset for one in challenge.milestone_requirements.order_by("number")]
    names = [one.name for one in challenge.milestone_requirements.order_by("number")]
    count = len(percents)
    if len(required) == count and required[-1] <= months:
        offsets = required
    else:
        offsets, names = [max(1, months * (place + 1) // count) for place in range(count)], []
    rows = [
        {
            "name": names[place] if names else f"节点{place + 1}",
            "month_offset": offset,
            "targets": "完成本阶段指标并通过第三方检测。",
            "deliverables": "阶段报告、检测报告",
            "fiscal_share_percent": percents[place],
        }
        for place, offset in enumerate(offsets)
    ]
    years = [{"year": year, "targets": f"完成{year}年度研究任务，形成阶段成果。{text}"} for year in _years(months)]
    return {"rows": rows, "years": years}


def _years(months: int) -> list[int]:
    first = clock.today().year
    return [first + place for place in range(max(1, -(-months // 12)))]


def _budget(amounts: dict[str, int], months: int, lead: Organization) -> dict:
    years, payers = _years(months), {FundingSource.SELF, FundingSource.LOAN}
    sources, uses = [], []
    for source, amount in amounts.items():
        if not amount:
            continue
        payer = lead.pk if source in payers else None
        parts = list(zip(years, money.split(amount, [1] * len(years)), strict=True))
        for year, part in parts:
            sources.append({"source": source.value, "year": year, "organization_id": payer, "amount_fen": part})
        for category, weight in ((UseCategory.EQUIPMENT, 0), (UseCategory.OPERATION, 1)):
            for year, part in parts:
                share = money.split(part, [1, 2])[weight]
                keys = {"category": category.value, "source": source.value, "year": year}
                uses.append(keys | {"organization_id": lead.pk, "amount_fen": share})
    return {"sources": sources, "uses": uses}


def _matching(amount_fen: int, division) -> dict:
    if not amount_fen:
        return {"rows": []}
    return {
        "rows": [{"division_id": division.pk, "amount_fen": amount_fen, "policy_document": "地方科技配套资金管理办法"}]
    }
