"""The money of one project, plan beside fact, source by source (D2, D19: kinds are never added to one another)."""

from dataclasses import dataclass

from django.db.models import F, Q, Sum

from consortia.enums import FundingSource
from funding.enums import STANDING_REPORTS, TrancheState, TransferCode
from funding.models import ExpenditureLine, Transfer
from funding.queries.conditions import receipts
from projects.models import Project


@dataclass(frozen=True)
class SourceLine:
    """One source of a project in fen: planned, in place, spent; `left` is in place less spent less clawed back."""

    source: str
    label: str
    planned_fen: int
    received_fen: int
    spent_fen: int
    clawed_back_fen: int = 0

    @property
    def left_fen(self) -> int:
        return self.received_fen - self.spent_fen - self.clawed_back_fen


def source_lines(project: Project) -> list[SourceLine]:
    """FISCAL first, then every other source with a plan or a fact; five queries."""
    spent = _sums(ExpenditureLine.objects.filter(report__project=project, report__state__in=STANDING_REPORTS))
    planned = _sums(project.funding_plans.all(), "planned_fen")
    received = _sums(receipts(project))
    arrived = project.tranches.filter(state=TrancheState.RECEIVED).aggregate(fen=Sum("received_fen", default=0))["fen"]
    clawed = Transfer.objects.filter(code=TransferCode.CLAW_BACK, debit__project=project)
    back = clawed.aggregate(fen=Sum("amount_fen", default=0))["fen"]
    fiscal = FundingSource.FISCAL
    lines = [SourceLine(fiscal, fiscal.label, project.fiscal_total_fen, arrived, spent.get(fiscal, 0), back)]
    for source in FundingSource:
        figures = (planned.get(source, 0), received.get(source, 0), spent.get(source, 0))
        if source != fiscal and any(figures):
            lines.append(SourceLine(source, source.label, *figures))
    return lines


def _sums(rows, column: str = "amount_fen") -> dict[str, int]:
    return dict(rows.values("source").annotate(fen=Sum(column)).values_list("source", "fen"))


def fiscal_stages(project: Project) -> dict[str, int]:
    """Where the project's fiscal money stands by the ledger: AWARDED, PAYABLE, PAID, RETURNED, in fen; one query each side."""
    gained = (
        Transfer.objects.filter(debit__project=project).values(kind=F("debit__kind")).annotate(fen=Sum("amount_fen"))
    )
    given = (
        Transfer.objects.filter(credit__project=project).values(kind=F("credit__kind")).annotate(fen=Sum("amount_fen"))
    )
    found: dict[str, int] = {}
    for row in gained:
        found[row["kind"]] = found.get(row["kind"], 0) + row["fen"]
    for row in given:
        found[row["kind"]] = found.get(row["kind"], 0) - row["fen"]
    return found


def transfers_of(project: Project):
    rows = Transfer.objects.filter(Q(debit__project=project) | Q(credit__project=project))
    return rows.select_related("debit__project", "credit__project", "tranche", "by__person").order_by("-pk")
