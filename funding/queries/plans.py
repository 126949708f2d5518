"""How decided money becomes tranches, and a bid's budget the plan of its other sources (R-FUN-04, R-FUN-06)."""

from dataclasses import dataclass
from datetime import date

from consortia.enums import BudgetSide, FundingSource
from consortia.models import Bid
from core import money
from core.working_days import add_months
from funding.models import Decision
from projects.enums import MilestoneState
from projects.models import Milestone, Project


@dataclass(frozen=True)
class Planned:
    """One tranche to be: the first waits for the agreement, each later one for a milestone."""

    stage: int
    year: int
    planned_on: date
    fen: int
    milestone: Milestone | None


def tranches(project: Project, decision: Decision) -> list[Planned]:
    """By year where the decision planned by year, else by the rule set's percents against the milestones."""
    nodes = list(project.milestones.exclude(state=MilestoneState.CANCELLED).order_by("due_on", "number"))
    if decision.yearly_fen:
        return _by_year(project, {int(year): fen for year, fen in decision.yearly_fen.items()}, nodes)
    return _by_percent(
        project, [int(part) for part in project.challenge.batch.rule_set.tranche_percents] or [100], nodes
    )


def _by_year(project: Project, yearly: dict[int, int], nodes: list[Milestone]) -> list[Planned]:
    """A year's money waits for the last node due before that year; without one, for the next node not yet waited for."""
    rows, used = [], 0
    for stage, (year, fen) in enumerate(sorted(yearly.items()), 1):
        if stage == 1:
            rows.append(Planned(1, year, max(project.starts_on, date(year, 1, 1)), fen, None))
            continue
        due = [place for place, node in enumerate(nodes) if node.due_on.year < year]
        used = max(due[-1] if due else 0, min(used, len(nodes) - 1)) if nodes else 0
        node = nodes[used] if nodes else None
        used += 1
        first_day = date(year, 1, 1)
        rows.append(Planned(stage, year, max(first_day, node.due_on) if node else first_day, fen, node))
    return rows


def _by_percent(project: Project, percents: list[int], nodes: list[Milestone]) -> list[Planned]:
    """50/30/20: the later shares wait for the nodes in order; shares without a node of their own join the one before."""
    later = len(percents) - 1
    if later > len(nodes):
        percents = [*percents[: len(nodes)], sum(percents[len(nodes) :])]
        later = len(nodes)
    chosen = _chosen(project, nodes, later)
    amounts = money.split(project.fiscal_total_fen, percents)
    rows = [Planned(1, project.starts_on.year, project.starts_on, amounts[0], None)]
    for stage, (node, fen) in enumerate(zip(chosen, amounts[1:], strict=True), 2):
        rows.append(Planned(stage, node.due_on.year, node.due_on, fen, node))
    return [row for row in rows if row.fen]


def _chosen(project: Project, nodes: list[Milestone], count: int) -> list[Milestone]:
    """The nodes that the bid gave a share of the money where they are as many as the template asks for, else the first ones."""
    paid = set(project.bid.milestones.filter(fiscal_share_percent__gt=0).values_list("number", flat=True))
    shared = [node for node in nodes if node.number in paid]
    return shared if len(shared) == count else nodes[:count]


def sources(bid: Bid, *, self_fen: int, start_year: int) -> dict[tuple[str, int], int]:
    """(source, year) -> planned fen of every source but the fiscal one; the bid's budget, its self-funding brought to what was
    decided. Without budget lines everything is planned for the first year."""
    lines = bid.budget_lines.filter(side=BudgetSide.SOURCE).exclude(source=FundingSource.FISCAL)
    found: dict[tuple[str, int], int] = {}
    for source, year, fen in lines.order_by("source", "year").values_list("source", "year", "amount_fen"):
        found[source, year] = found.get((source, year), 0) + fen
    if not any(found.values()):
        found = {
            (FundingSource.MATCHING, start_year): bid.matching_fen or 0,
            (FundingSource.OTHER, start_year): bid.other_fen or 0,
        }
    loans_count = bid.challenge.batch.rule_set.loan_counts_as_self
    counted = (FundingSource.SELF, FundingSource.LOAN) if loans_count else (FundingSource.SELF,)
    own = [place for place in found if place[0] in counted]
    weights = [found[place] for place in own]
    if not any(weights):
        own, weights = [(FundingSource.SELF, start_year)], [1]
    found |= dict(zip(own, money.split(self_fen, weights), strict=True))
    return {place: fen for place, fen in found.items() if fen}


def checkpoints(challenge, projects: list[Project]) -> list[dict]:
    """The rounds of a race: the challenge's own milestone requirements, the same dates for every lane (3.6)."""
    starts_on, ends_on = projects[0].starts_on, min(project.ends_on for project in projects)
    months = list(
        challenge.milestone_requirements.order_by("month_offset").values_list("month_offset", flat=True).distinct()
    )
    days = [day for day in (add_months(starts_on, month) for month in months) if starts_on < day <= ends_on]
    days = sorted(set(days)) or [ends_on]
    return [
        {"checkpoint_on": day, "planned_percent": max(1, 100 * (place + 1) // len(days))}
        for place, day in enumerate(days)
    ]
