"""A complete draft without defects, for tests, demo data and the button "fill in an example" of the demo."""

from accounts.models import Organization, Person
from challenges.enums import Mechanism
from challenges.models import Challenge
from consortia import queries
from consortia.drafts import schema
from consortia.enums import FundingSource, TeamRole, UseCategory
from consortia.models import Consortium
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
        "milestones": _milestones(challenge, months, percents or rule_set.tranche_percents or [50, 30, 20]),
        "budget": _budget(amounts, months, consortium.lead),
        "matching": _matching(matching_fen, matching_division or consortium.lead.division),
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


def _milestones(challenge: Challenge, months: int, percents: list[int]) -> dict:
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
    return {"rows": rows}


def _budget(amounts: dict[str, int], months: int, lead: Organization) -> dict:
    first = clock.today().year
    years = [first + place for place in range(max(1, -(-months // 12)))]
    payers = {FundingSource.SELF, FundingSource.LOAN}
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
