"""What a tranche still needs before it may be requested (3.6, R-FUN-07, Q6)."""

from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from consortia.enums import FundingSource
from core.money import with_unit
from funding.enums import TrancheState as T
from funding.enums import WaiverState
from funding.models import FundReceipt, Tranche
from projects.enums import MilestoneState, ProjectState
from projects.models import Project

#: States in which a project may receive money.
RUNNING = (ProjectState.IN_PROGRESS, ProjectState.ACCEPTANCE, ProjectState.USER_EVALUATED, ProjectState.ACCEPTED)
OPEN = (T.PLANNED, T.DUE, T.HELD, T.REQUESTED, T.APPROVED)

MILESTONE, SELF_FUNDING = "MILESTONE", "SELF_FUNDING"


def self_sources(project: Project) -> tuple[str, ...]:
    """The sources that count as the enterprise's own money (Q3)."""
    loan = project.challenge.batch.rule_set.loan_counts_as_self
    return (FundingSource.SELF, FundingSource.LOAN) if loan else (FundingSource.SELF,)


def receipts(project: Project) -> QuerySet[FundReceipt]:
    """Receipts that stand: neither reversing one nor reversed."""
    return project.fund_receipts.filter(reverses__isnull=True, fundreceipt__isnull=True)


def self_received_fen(project: Project) -> int:
    return receipts(project).filter(source__in=self_sources(project)).aggregate(fen=Sum("amount_fen", default=0))["fen"]


def self_required_fen(tranche: Tranche) -> int:
    """Self-funding that must be in place: the share of the plan that the earlier stages are of all fiscal money, rounded up (Q6)."""
    project = tranche.project
    earlier = project.tranches.filter(stage__lt=tranche.stage).aggregate(fen=Sum("planned_fen", default=0))["fen"]
    if not project.fiscal_total_fen:
        return 0
    return -(-project.self_total_fen * earlier // project.fiscal_total_fen)


def waived(tranche: Tranche) -> frozenset[str]:
    """The conditions an approved waiver lifts for this tranche."""
    if tranche.waiver is None or tranche.waiver.state != WaiverState.APPROVED:
        return frozenset()
    return frozenset(tranche.waiver.figures.get("conditions", [MILESTONE, SELF_FUNDING]))


def gaps(tranche: Tranche, *, on: date, with_self_funding: bool = True) -> list[str]:
    """Every condition that is not met, as sentences; empty when the tranche may be requested."""
    project, free, found = tranche.project, waived(tranche), []
    if project.state not in RUNNING:
        found.append(
            _("项目须在实施中：任务书已签订，任务和资金已下达（现为“%(state)s”）")
            % {"state": project.get_state_display()}
        )
    if tranche.year > on.year:
        found.append(_("属于 %(year)s 年度预算，尚未到该年度") % {"year": tranche.year})
    milestone = tranche.milestone
    if milestone is not None and milestone.state != MilestoneState.PASSED and MILESTONE not in free:
        words = {"name": milestone.name, "state": milestone.get_state_display()}
        found.append(_("里程碑“%(name)s”须考核通过（现为“%(state)s”），或经批准豁免") % words)
    if with_self_funding and SELF_FUNDING not in free:
        needed, got = self_required_fen(tranche), self_received_fen(project)
        if got < needed:
            words = {"needed": with_unit(needed), "got": with_unit(got)}
            found.append(
                _("截至上一节点自筹应到位%(needed)s，已到位%(got)s，请先填报到位并上传凭证，或申请豁免") % words
            )
    return found


def may_fall_due(on: date) -> QuerySet[Tranche]:
    """Planned tranches whose project runs, whose budget year has come and whose node is passed or waived."""
    passed = Q(milestone__isnull=True) | Q(milestone__state=MilestoneState.PASSED)
    lifted = Q(waiver__state=WaiverState.APPROVED, waiver__figures__conditions__contains=[MILESTONE])
    return (
        Tranche.objects.filter(passed | lifted, state=T.PLANNED, year__lte=on.year, project__state__in=RUNNING)
        .filter(Q(milestone__isnull=False) | Q(planned_on__lte=on))
        .order_by("pk")
    )
