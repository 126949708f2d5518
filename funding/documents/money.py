"""资金报告: what was decided, allocated, paid, received and spent; sources stand apart and are never added up (D2, D19)."""

from datetime import date

from django.db.models import Q, Sum

from challenges import defaults
from challenges.models import Batch
from core import money
from core.documents import Column, Document, Facts, Heading, Layout, Paragraph, Table
from core.documents.words import NOTHING, amount, day, moment, with_unit
from funding.enums import TrancheState
from funding.models import Settlement
from funding.queries.conditions import self_received_fen
from funding.queries.money import fiscal_stages, source_lines, transfers_of
from projects.models import Project

ALLOCATED = [TrancheState.APPROVED, TrancheState.PAID, TrancheState.RECEIVED]
KINDS = (
    "决定：立项决定的财政经费。下达：已批准的拨款。拨付：已付出的拨款。到账：牵头单位确认收到的金额。支出：单位填报且未退回的支出。"
    "各来源分列，财政经费与自筹、配套等不合并计算。"
)


def project_money(project: Project, *, on: date) -> Document:
    """One project's sources, tranches, receipts, expenditure and ledger, as of the end of a day."""
    lines = source_lines(project)
    fiscal, stages = lines[0], fiscal_stages(project)
    paid = _paid(project)
    own = self_received_fen(project)
    head = [
        ("项目", f"{project.code}　{project.title}"),
        ("榜单", f"{project.challenge.code}　{project.challenge.title}"),
        ("牵头单位", f"{project.lead.name}（{project.lead.uscc}）"),
        ("实施期", f"{day(project.starts_on)}至{day(project.ends_on)}"),
        ("项目状态", str(project.get_state_display())),
        ("下达资金文号", project.funding_document_number or NOTHING),
        ("经费管理方式", str(project.get_budget_mode_display())),
        ("自筹与财政之比", f"计划{money.ratio_text(project.self_total_fen, project.fiscal_total_fen)}，到位{money.ratio_text(own, fiscal.received_fen)}"),
        ("台账余额（财政）", f"待拨{with_unit(stages.get('AWARDED', 0))}，待付{with_unit(stages.get('PAYABLE', 0))}，已拨{with_unit(stages.get('PAID', 0))}，追回{with_unit(stages.get('RETURNED', 0))}"),
    ]  # fmt: skip
    blocks = [
        Facts(head),
        Heading("计划与实际"),
        _sources(lines, allocated=_allocated(project), paid=paid),
        Paragraph(KINDS, is_small=True),
        Heading("拨款批次"),
        _tranches(project),
        Heading("资金到位（财政以外）"),
        _receipts(project),
        Heading("外拨"),
        _sub_transfers(project),
        Heading("支出"),
        _expenditure(project),
        *_settlement(project),
        Heading("台账流水"),
        _ledger(project),
    ]
    return Document(
        layout=Layout.REPORT,
        title="项目资金报告",
        subtitle=f"{project.code}　{project.title}\n截至{day(on)}",
        number=project.code,
        issuer=str(defaults.ISSUER),
        written_on=on,
        blocks=tuple(blocks),
        is_landscape=True,
        note="本报告由台账和填报数据生成；台账流水只增不改，更正以冲正流水反映。",
    )


def _paid(project: Project) -> int:
    return _sum(project.tranches.filter(state__in=[TrancheState.PAID, TrancheState.RECEIVED]), "approved_fen")


def _allocated(project: Project) -> int:
    return _sum(project.tranches.filter(state__in=ALLOCATED), "approved_fen")


def _sum(rows, column: str = "amount_fen") -> int:
    return rows.aggregate(fen=Sum(column, default=0))["fen"]


def _sources(lines: list, *, allocated: int, paid: int) -> Table:
    columns = (
        Column("来源", 5), Column("决定（计划）", 4, "right"), Column("下达", 4, "right"), Column("拨付", 4, "right"),
        Column("到账（到位）", 4, "right"), Column("支出", 4, "right"), Column("追回", 4, "right"), Column("结余", 4, "right"),
    )  # fmt: skip
    rows = [
        (
            str(line.label),
            amount(line.planned_fen),
            amount(allocated) if place == 0 else NOTHING,
            amount(paid) if place == 0 else NOTHING,
            amount(line.received_fen),
            amount(line.spent_fen),
            amount(line.clawed_back_fen) if place == 0 else NOTHING,
            amount(line.left_fen),
        )
        for place, line in enumerate(lines)
    ]
    return Table(columns, rows, unit="万元")


def _tranches(project: Project) -> Table:
    columns = (
        Column("期次", 2, "center"), Column("年度", 2, "center"), Column("拨款条件", 7), Column("计划", 3, "right"), Column("批准", 3, "right"),
        Column("下达文号", 5), Column("凭证号", 5), Column("到账", 3, "right"), Column("到账日期", 4, "center"), Column("状态", 3, "center"),
    )  # fmt: skip
    rows = []
    for one in project.tranches.select_related("milestone").order_by("stage"):
        condition = one.milestone.name if one.milestone_id else "任务书签订并下达"
        reason = one.hold_reason if one.state == TrancheState.HELD else one.cancel_reason
        state = str(one.get_state_display()) + (f"\n{reason}" if reason else "")
        rows.append((f"第{one.stage}期", one.year, condition, amount(one.planned_fen), amount(one.approved_fen), one.document_number or NOTHING,
                     one.voucher_number or NOTHING, amount(one.received_fen), day(one.received_on), state))  # fmt: skip
    return Table(columns, rows, unit="万元")


def _receipts(project: Project) -> Table:
    columns = (
        Column("日期", 4, "center"), Column("来源", 4), Column("单位", 8), Column("金额", 4, "right"), Column("凭证", 8),
    )  # fmt: skip
    rows = [
        (
            day(one.received_on),
            f"{one.get_source_display()}{'（冲正）' if one.reverses_id else ''}",
            one.organization.name,
            amount(-one.amount_fen if one.reverses_id else one.amount_fen),
            one.proof_note or (one.proof.name if one.proof_id else NOTHING),
        )
        for one in project.fund_receipts.select_related("organization", "proof").order_by("received_on", "pk")
    ]
    return Table(columns, rows, unit="万元")


def _sub_transfers(project: Project) -> Table:
    rows = [
        (day(one.transferred_on), one.organization.name, amount(one.amount_fen))
        for one in project.sub_transfers.select_related("organization").order_by("transferred_on", "pk")
    ]
    return Table((Column("日期", 3, "center"), Column("成员单位", 8), Column("金额", 3, "right")), rows, unit="万元")


def _expenditure(project: Project) -> Table:
    rows = []
    reports = project.expenditure_reports.select_related("organization").prefetch_related("lines")
    for report in reports.order_by("period_from", "organization", "pk"):
        for line in sorted(report.lines.all(), key=lambda one: (one.source, one.category)):
            rows.append((f"{report.period_from:%Y-%m-%d}至{report.period_to:%Y-%m-%d}", report.organization.name, str(line.get_source_display()),
                         str(line.get_category_display()), amount(line.amount_fen), str(report.get_state_display())))  # fmt: skip
    columns = (
        Column("期间", 6, "center"), Column("单位", 7), Column("来源", 4), Column("科目", 3), Column("金额", 3, "right"), Column("状态", 3, "center"),
    )  # fmt: skip
    return Table(columns, rows, unit="万元")


def _settlement(project: Project) -> list:
    one = Settlement.objects.filter(project=project).first()
    if one is None:
        return []
    rows = [
        ("已拨财政经费", with_unit(one.paid_fen)),
        ("已支出", with_unit(one.spent_fen)),
        ("违规使用", with_unit(one.misused_fen)),
        ("追回", with_unit(one.clawed_back_fen)),
        ("勤勉尽责免责", "是" if one.is_faultless else "否"),
        ("审计报告编号", one.audit_report_number),
        ("清算意见", one.opinion),
    ]
    return [Heading("清算"), Facts(rows)]


def _ledger(project: Project) -> Table:
    columns = (
        Column("时间", 6, "center"), Column("事由", 4), Column("年度", 2, "center"), Column("转出", 5), Column("转入", 5), Column("金额", 4, "right"),
        Column("凭证号", 5), Column("经手人", 3, "center"),
    )  # fmt: skip
    rows = [
        (
            moment(one.at).removesuffix("（北京时间）"),
            str(one.get_code_display()),
            one.debit.year,
            str(one.credit.get_kind_display()),
            str(one.debit.get_kind_display()),
            amount(one.amount_fen),
            one.document_number or NOTHING,
            str(one.by),
        )
        for one in transfers_of(project).order_by("pk")
    ]
    return Table(columns, rows, unit="万元")


def batch_money(batch: Batch, *, on: date) -> Document:
    """Every project of a batch, one line each, the fiscal money and the self-funding apart."""
    projects = list(
        Project.objects.filter(challenge__batch=batch)
        .select_related("lead", "challenge")
        .annotate(
            allocated=Sum("tranches__approved_fen", filter=Q(tranches__state__in=ALLOCATED), default=0),
            paid=Sum("tranches__approved_fen", filter=Q(tranches__state__in=ALLOCATED[1:]), default=0),
            received=Sum("tranches__received_fen", filter=Q(tranches__state=TrancheState.RECEIVED), default=0),
        )
        .order_by("code")
    )
    sums, rows = [0] * 7, []
    for place, project in enumerate(projects, 1):
        lines = {line.source: line for line in source_lines(project)}
        own = [line for source, line in lines.items() if source in ("SELF", "LOAN")]
        figures = [project.fiscal_total_fen, project.allocated, project.paid, project.received, lines["FISCAL"].spent_fen,
                   project.self_total_fen, sum(line.received_fen for line in own)]  # fmt: skip
        sums = [one + other for one, other in zip(sums, figures, strict=True)]
        rows.append(
            (
                place,
                project.code,
                project.title,
                project.lead.name,
                *(amount(fen) for fen in figures),
                str(project.get_state_display()),
            )
        )
    columns = (
        Column("序号", 3, "center"), Column("项目编号", 6), Column("项目名称", 10), Column("牵头单位", 8), Column("财政决定", 5, "right"),
        Column("财政下达", 5, "right"), Column("财政拨付", 5, "right"), Column("财政到账", 5, "right"), Column("财政支出", 5, "right"),
        Column("自筹计划", 5, "right"), Column("自筹到位", 5, "right"), Column("状态", 5, "center"),
    )  # fmt: skip
    totals = ("", "合计", f"{len(projects)}个项目", "", *(amount(fen) for fen in sums), "")
    head = [
        ("批次", str(batch)),
        ("计划财政经费", with_unit(batch.planned_fiscal_fen)),
        ("立项项目", f"{len(projects)}个"),
        ("财政经费", f"决定{with_unit(sums[0])}，下达{with_unit(sums[1])}，拨付{with_unit(sums[2])}，到账{with_unit(sums[3])}，支出{with_unit(sums[4])}"),
        ("企业自筹", f"计划{with_unit(sums[5])}，到位{with_unit(sums[6])}"),
        ("自筹与财政之比", f"计划{money.ratio_text(sums[5], sums[0])}，到位{money.ratio_text(sums[6], sums[3])}"),
    ]  # fmt: skip
    return Document(
        layout=Layout.REPORT,
        title="批次资金报告",
        subtitle=f"{batch}\n截至{day(on)}",
        number=batch.document_number,
        issuer=str(defaults.ISSUER),
        written_on=on,
        blocks=(
            Facts(head),
            Heading("各项目资金"),
            Table(columns, rows, unit="万元", totals=totals if rows else ()),
            Paragraph(KINDS, is_small=True),
        ),
        is_landscape=True,
        note="本报告由台账和填报数据生成。",
    )
