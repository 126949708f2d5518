"""What units report of their money: receipts, sub-transfers, expenditure. Free use inside the task, no line approved (S69)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import Organization
from consortia.enums import FundingSource, MembershipState, UseCategory
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance, begin
from core.money import with_unit
from core.permissions import require
from funding import rules
from funding.enums import STANDING_REPORTS, TrancheState
from funding.models import ExpenditureLine, ExpenditureReport, FundReceipt, SubTransfer
from projects.actions.guards import required_text
from projects.models import Project


def _member(project: Project, organization: Organization, by) -> None:
    """The unit is in the consortium, and the actor reports for it: its own people, or the lead's for any."""
    members = project.consortium.memberships.filter(state=MembershipState.CONFIRMED)
    if organization.pk != project.lead_id and not members.filter(organization=organization).exists():
        raise Refused(
            "not_a_member",
            _("“%(unit)s”不是本项目联合体的单位。") % {"unit": organization},
            organization=organization.pk,
        )
    if by.organization_id not in {organization.pk, project.lead_id}:
        raise Refused("other_unit", _("只能填报本单位的数据；牵头单位可以代填。"), organization=organization.pk)


def _positive(amount_fen: int, label: str) -> None:
    if isinstance(amount_fen, bool) or not isinstance(amount_fen, int) or amount_fen <= 0:
        raise Refused("amount_needed", _("请填写%(label)s，须大于零。") % {"label": label})


def _not_future(day: date, label: str, at: datetime) -> None:
    if day > clock.local(at).date():
        raise Refused("future_date", _("%(label)s不能晚于今天。") % {"label": label})


@action
def record_fund_receipt(
    *,
    project: Project,
    organization: Organization,
    source: str,
    amount_fen: int,
    received_on: date,
    proof=None,
    proof_note: str = "",
    reverses: FundReceipt | None = None,
    by,
    at: datetime | None = None,
) -> FundReceipt:
    """到位 of a non-fiscal source, with a proof (a file or the number of a voucher). `reverses` takes an earlier one back."""
    at = at or clock.now()
    require(rules.report_money, by, project)
    _member(project, organization, by)
    _positive(amount_fen, _("到位金额"))
    _not_future(received_on, _("到位日期"), at)
    if source == FundingSource.FISCAL or source not in FundingSource.values:
        raise Refused("source", _("财政经费以拨款和到账确认为准，不在此填报；请选择其他资金来源。"))
    if proof is None and not proof_note.strip():
        raise Refused("proof_needed", _("请上传到位凭证，或写明凭证号。"))
    if reverses is not None:
        _check_reversal(reverses, project, organization, source, amount_fen)
    row = FundReceipt.objects.create(
        project=project,
        organization=organization,
        source=source,
        amount_fen=amount_fen,
        received_on=received_on,
        proof=proof,
        proof_note=proof_note.strip(),
        reverses=reverses,
        recorded_at=at,
        recorded_by=by,
    )
    label = _("冲正资金到位") if reverses is not None else _("填报资金到位")
    note = f"{FundingSource(source).label} {with_unit(amount_fen)}"
    events.record(project, "project.receipt", by=by, at=at, label=label, note=note, data={"receipt": row.pk})
    return row


def _check_reversal(reverses: FundReceipt, project: Project, organization, source: str, amount_fen: int) -> None:
    found = locked(reverses)
    same = (found.project_id, found.organization_id, found.source, found.amount_fen)
    if same != (project.pk, organization.pk, source, amount_fen) or found.reverses_id is not None:
        raise Refused("not_a_mirror", _("冲正须与原到位记录的单位、来源和金额一致。"), receipt=found.pk)
    if FundReceipt.objects.filter(reverses=found).exists():
        raise Refused("reversed_already", _("该到位记录已冲正。"), receipt=found.pk)


@action
def record_sub_transfer(
    *,
    project: Project,
    organization: Organization,
    amount_fen: int,
    transferred_on: date,
    proof=None,
    by,
    at: datetime | None = None,
) -> SubTransfer:
    """外拨: fiscal money the lead passes on to a member, in all no more than the lead received."""
    at = at or clock.now()
    require(rules.record_sub_transfer, by, project)
    project = locked(project)
    members = project.consortium.memberships.filter(state=MembershipState.CONFIRMED).exclude(
        organization=project.lead_id
    )
    if not members.filter(organization=organization).exists():
        raise Refused("not_a_member", _("只能外拨给联合体的成员单位。"), organization=organization.pk)
    _positive(amount_fen, _("外拨金额"))
    _not_future(transferred_on, _("外拨日期"), at)
    got = fiscal_received_fen(project)
    passed_on = project.sub_transfers.aggregate(fen=Sum("amount_fen", default=0))["fen"]
    if passed_on + amount_fen > got:
        words = {"got": with_unit(got), "passed": with_unit(passed_on)}
        raise Refused(
            "over_received", _("财政经费已到账%(got)s，已外拨%(passed)s，余额不足。") % words, project=project.pk
        )
    row = SubTransfer.objects.create(
        project=project,
        organization=organization,
        amount_fen=amount_fen,
        transferred_on=transferred_on,
        proof=proof,
        recorded_at=at,
        recorded_by=by,
    )
    note = f"{organization} {with_unit(amount_fen)}"
    events.record(project, "project.subtransfer", by=by, at=at, label=_("登记外拨"), note=note, data={"id": row.pk})
    return row


def fiscal_received_fen(project: Project) -> int:
    rows = project.tranches.filter(state=TrancheState.RECEIVED)
    return rows.aggregate(fen=Sum("received_fen", default=0))["fen"]


def spent_fen(project: Project, *, source: str) -> int:
    """What units reported as spent of a source, returned reports left out."""
    lines = ExpenditureLine.objects.filter(report__project=project, report__state__in=STANDING_REPORTS, source=source)
    return lines.aggregate(fen=Sum("amount_fen", default=0))["fen"]


@action
def report_expenditure(
    *,
    project: Project,
    organization: Organization,
    period_from: date,
    period_to: date,
    lines: Iterable[dict],
    note: str = "",
    by,
    at: datetime | None = None,
) -> ExpenditureReport:
    """支出 of one unit in one period (both days inclusive); `lines` = [{source, category, amount_fen}].

    All reports of the project together never spend more fiscal money than arrived.
    """
    at = at or clock.now()
    require(rules.report_money, by, project)
    project = locked(project)
    _member(project, organization, by)
    if period_from > period_to:
        raise Refused("period", _("期间起日不能晚于止日。"))
    _not_future(period_to, _("期间止日"), at)
    standing = project.expenditure_reports.filter(organization=organization, state__in=STANDING_REPORTS)
    if other := standing.filter(period_from__lte=period_to, period_to__gte=period_from).first():
        words = {"start": other.period_from, "end": other.period_to}
        raise Refused(
            "period_reported",
            _("%(start)s 至 %(end)s 已填报，期间不能重叠；需更正的，请财务退回后重新填报。") % words,
            report=other.pk,
        )
    rows = _lines(lines)
    fiscal = sum(row["amount_fen"] for row in rows if row["source"] == FundingSource.FISCAL)
    got, spent = fiscal_received_fen(project), spent_fen(project, source=FundingSource.FISCAL)
    if fiscal and spent + fiscal > got:
        words = {"got": with_unit(got), "spent": with_unit(spent), "more": with_unit(fiscal)}
        sentence = _("财政经费已到账%(got)s，已填报支出%(spent)s，本期%(more)s将超支，请核对。") % words
        raise Refused("over_received", sentence, project=project.pk)
    report = begin(
        ExpenditureReport,
        by=by,
        at=at,
        project=project,
        organization=organization,
        period_from=period_from,
        period_to=period_to,
        note=note,
    )
    ExpenditureLine.objects.bulk_create(ExpenditureLine(report=report, **row) for row in rows)
    return report


def _lines(lines: Iterable[dict]) -> list[dict]:
    rows, defects, seen = [], [], set()
    for number, line in enumerate(lines, 1):
        source, category, amount = line["source"], line["category"], line["amount_fen"]
        if source not in FundingSource.values or category not in UseCategory.values:
            defects.append(_("第 %(n)d 行的资金来源或支出科目无效。") % {"n": number})
        elif isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
            defects.append(_("第 %(n)d 行的金额须为不小于零的数。") % {"n": number})
        elif (source, category) in seen:
            defects.append(_("第 %(n)d 行与前面的行来源和科目相同，请合并。") % {"n": number})
        seen.add((source, category))
        rows.append({"source": source, "category": category, "amount_fen": amount})
    if not rows:
        defects.append(_("请至少填写一行支出。"))
    if defects:
        raise Refused("lines", _("支出明细有 %(n)d 处需要改正。") % {"n": len(defects)}, defects=defects)
    return [row for row in rows if row["amount_fen"]] or rows[:1]


@action
def verify_expenditure(
    *, report: ExpenditureReport, note: str = "", by, at: datetime | None = None
) -> ExpenditureReport:
    require(rules.verify_expenditure, by, report)
    return advance(report, "verify", by=by, at=at, note=note)


@action
def return_expenditure(*, report: ExpenditureReport, reason: str, by, at: datetime | None = None) -> ExpenditureReport:
    """Sent back with the reason; the unit reports the period anew."""
    at = at or clock.now()
    require(rules.verify_expenditure, by, report)
    return advance(report, "return", by=by, at=at, note=required_text(reason, _("退回理由")))
