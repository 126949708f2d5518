"""Money as CSV: streamed, with a byte order mark, a formula guard, a footer that ties to the ledger, and an event (R-FUN-14)."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core import clock, events
from core.digests import new_sm3
from core.money import exact_text
from funding.models import Transfer
from projects.enums import ProjectState, TerminationKind

# A spreadsheet runs a text cell that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """csv writes to it and gets its line back."""

    def write(self, text: str) -> str:
        return text


def guarded(value):
    """Text that a spreadsheet would run gets a leading apostrophe; numbers stay numbers."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


@dataclass
class Sheet:
    """A table on its way out: header, rows, and which columns are summed below."""

    name: str
    header: list[str]
    rows: Iterable[list]
    filter_text: str = ""
    summed: dict[int, int] = field(default_factory=dict)


def lines(sheet: Sheet, *, by) -> Iterator[bytes]:
    """BOM, header, rows, totals, and the footer with time, exporter, filter, count and digests of all before it."""
    writer = csv.writer(_Echo())
    sha256, sm3, count = hashlib.sha256(), new_sm3(), 0

    def out(row: list) -> bytes:
        data = writer.writerow([guarded(value) for value in row]).encode()
        sha256.update(data)
        sm3.update(data)
        return data

    yield b"\xef\xbb\xbf"
    yield out(sheet.header)
    for row in sheet.rows:
        count += 1
        for place in sheet.summed:
            sheet.summed[place] += row[place] or 0
        yield out(
            [
                exact_text(value) if place in sheet.summed and value is not None else value
                for place, value in enumerate(row)
            ]
        )
    if sheet.summed:
        total = ["" for _name in sheet.header]
        total[0] = _("合计")
        for place, fen in sheet.summed.items():
            total[place] = exact_text(fen)
        yield out(total)
    footer = [
        (_("数据截止时间"), clock.now().strftime("%Y-%m-%d %H:%M:%S 北京时间")),
        (_("导出人"), str(by)),
        (_("筛选条件"), sheet.filter_text or _("无")),
        (_("行数"), count),
        ("SHA-256", sha256.hexdigest()),
        ("SM3", sm3.hexdigest()),
    ]
    for row in footer:
        yield writer.writerow([guarded(str(value)) for value in row]).encode()


def respond(sheet: Sheet, *, by, about) -> StreamingHttpResponse:
    """The download; who took what is an event on `about` before the first byte leaves."""
    now = clock.now()
    events.record(
        about, "export.csv", by=by, at=now, label=_("导出"), note=sheet.name, data={"filter": sheet.filter_text}
    )
    response = StreamingHttpResponse(lines(sheet, by=by), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{sheet.name}-{now:%Y%m%d-%H%M}.csv")
    return response


LEDGER_HEADER = [
    "流水号",
    "时间",
    "事由",
    "项目编号",
    "预算年度",
    "转入科目",
    "转出科目",
    "金额（万元）",
    "凭证号",
    "唯一键",
    "冲正流水",
    "经手人",
    "说明",
]


def ledger(rows, *, filter_text: str) -> Sheet:
    """Transfers in the order they were written."""

    def values() -> Iterator[list]:
        for row in rows.order_by("pk").iterator(chunk_size=2000):
            project = row.debit.project or row.credit.project
            yield [
                row.pk,
                clock.local(row.at).strftime("%Y-%m-%d %H:%M:%S"),
                str(row.get_code_display()),
                project.code if project else "",
                row.debit.year,
                str(row.debit.get_kind_display()),
                str(row.credit.get_kind_display()),
                row.amount_fen,
                row.document_number,
                row.key,
                row.reverses_id or "",
                str(row.by),
                row.note,
            ]

    return Sheet(str(Transfer._meta.verbose_name), LEDGER_HEADER, values(), filter_text, {7: 0})


# Column -> SQL. Money columns are fen and are summed in the totals row. One query, one row a project.
MONEY = "money"
COLUMNS: list[tuple[str, str, str]] = [
    ("项目编号", "p.code", ""),
    ("项目名称", "p.title", ""),
    ("示范工程", "g.name", ""),
    ("批次", "b.year || '年' || b.name", ""),
    ("榜单", "c.code || ' ' || c.title", ""),
    ("牵头单位", "o.name", ""),
    ("统一社会信用代码", "o.uscc", ""),
    ("盟市", "coalesce(pd.name, d.name)", ""),
    ("旗县", "CASE WHEN pd.id IS NULL THEN '' ELSE d.name END", ""),
    ("负责人", "leader.name", ""),
    ("首席科学家", "coalesce(chief.name, '')", ""),
    ("起始", "p.starts_on::text", ""),
    ("截止", "p.ends_on::text", ""),
    ("立项文号", "p.funding_document_number", ""),
    ("预算方式", "CASE p.budget_mode WHEN 'LUMP_SUM' THEN '包干制' ELSE '预算制' END", ""),
    ("财政预算", "p.fiscal_total_fen", MONEY),
    ("财政已下达", "t.allocated", MONEY),
    ("财政已拨付", "t.paid", MONEY),
    ("财政到账", "t.received", MONEY),
    ("财政外拨", "sub.fen", MONEY),
    ("财政支出（设备费）", "x.equipment", MONEY),
    ("财政支出（业务费）", "x.operation", MONEY),
    ("财政支出（劳务费）", "x.labor", MONEY),
    ("财政支出（间接费用）", "x.indirect", MONEY),
    ("财政结余", "t.received - x.fiscal - back.fen", MONEY),
    ("自筹预算", "p.self_total_fen", MONEY),
    ("自筹到位", "r.own", MONEY),
    ("自筹支出", "x.own", MONEY),
    ("自筹结余", "r.own - x.own", MONEY),
    ("配套预算", "f.matching", MONEY),
    ("配套到位", "r.matching", MONEY),
    ("配套支出", "x.matching", MONEY),
    ("配套结余", "r.matching - x.matching", MONEY),
    ("其他来源到位", "r.other", MONEY),
    (
        "自筹:财政（计划）",
        "CASE WHEN p.fiscal_total_fen > 0 THEN trunc(p.self_total_fen::numeric / p.fiscal_total_fen, 2)::text || ':1' ELSE '—' END",
        "",
    ),
    (
        "自筹:财政（到位）",
        "CASE WHEN t.received > 0 THEN trunc(r.own::numeric / t.received, 2)::text || ':1' ELSE '—' END",
        "",
    ),
    ("里程碑状态", "m.text", ""),
    ("拨款条件是否满足", "CASE WHEN t.waived > 0 THEN '经豁免' ELSE '满足' END", ""),
    ("赛马组", "CASE WHEN lane.id IS NULL THEN '' ELSE c.code || ' 第' || lane.number || '道' END", ""),
    ("项目状态", "p.state", "state"),
    ("终止原因", "p.termination_kind", "termination"),
    ("追回金额", "back.fen", MONEY),
    ("审计问题标记", "CASE WHEN s.misused_fen > 0 THEN '违规使用' ELSE '' END", ""),
    ("数据截止日", "core_now()::date::text", ""),
]

FROM = """
FROM projects_project p
JOIN challenges_challenge c ON c.id = p.challenge_id JOIN challenges_batch b ON b.id = c.batch_id
JOIN challenges_programme g ON g.id = b.programme_id JOIN accounts_organization o ON o.id = p.lead_id
JOIN accounts_division d ON d.id = o.division_id
LEFT JOIN accounts_division pd ON pd.id = d.parent_id AND pd.level = 'PREFECTURE'
JOIN accounts_person leader ON leader.id = p.leader_id LEFT JOIN accounts_person chief ON chief.id = p.chief_scientist_id
LEFT JOIN projects_lane lane ON lane.project_id = p.id LEFT JOIN funding_settlement s ON s.project_id = p.id
CROSS JOIN LATERAL (SELECT
    coalesce(sum(approved_fen), 0) AS allocated,
    coalesce(sum(approved_fen) FILTER (WHERE state IN ('PAID', 'RECEIVED')), 0) AS paid,
    coalesce(sum(received_fen) FILTER (WHERE state = 'RECEIVED'), 0) AS received,
    count(waiver_id) AS waived FROM funding_tranche WHERE project_id = p.id AND state <> 'CANCELLED') t
CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0) AS fen FROM funding_subtransfer WHERE project_id = p.id) sub
CROSS JOIN LATERAL (SELECT
    coalesce(sum(amount_fen) FILTER (WHERE l.source = 'FISCAL'), 0) AS fiscal,
    coalesce(sum(amount_fen) FILTER (WHERE l.source = 'FISCAL' AND category = 'EQUIPMENT'), 0) AS equipment,
    coalesce(sum(amount_fen) FILTER (WHERE l.source = 'FISCAL' AND category = 'OPERATION'), 0) AS operation,
    coalesce(sum(amount_fen) FILTER (WHERE l.source = 'FISCAL' AND category = 'LABOR'), 0) AS labor,
    coalesce(sum(amount_fen) FILTER (WHERE l.source = 'FISCAL' AND category = 'INDIRECT'), 0) AS indirect,
    coalesce(sum(amount_fen) FILTER (WHERE l.source IN ('SELF', 'LOAN')), 0) AS own,
    coalesce(sum(amount_fen) FILTER (WHERE l.source = 'MATCHING'), 0) AS matching
    FROM funding_expenditureline l JOIN funding_expenditurereport e ON e.id = l.report_id
    WHERE e.project_id = p.id AND e.state <> 'RETURNED') x
CROSS JOIN LATERAL (SELECT
    coalesce(sum(amount_fen) FILTER (WHERE source IN ('SELF', 'LOAN')), 0) AS own,
    coalesce(sum(amount_fen) FILTER (WHERE source = 'MATCHING'), 0) AS matching,
    coalesce(sum(amount_fen) FILTER (WHERE source IN ('SOCIAL', 'OTHER')), 0) AS other
    FROM funding_fundreceipt q WHERE q.project_id = p.id AND q.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM funding_fundreceipt z WHERE z.reverses_id = q.id)) r
CROSS JOIN LATERAL (SELECT coalesce(sum(planned_fen) FILTER (WHERE source = 'MATCHING'), 0) AS matching
    FROM funding_fundingplan WHERE project_id = p.id) f
CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0) AS fen FROM funding_transfer k JOIN funding_account a ON a.id = k.debit_id
    WHERE a.project_id = p.id AND k.code = 'CLAW_BACK') back
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'PASSED') || '/' || count(*) AS text
    FROM projects_milestone WHERE project_id = p.id AND state <> 'CANCELLED') m
ORDER BY p.code
"""


def auditor() -> Sheet:
    """The minimum columns of an audit of a programme's money (R-FUN-14), one row a project, in 万元."""
    header = [f"{label}（万元）" if kind == MONEY else label for label, _sql, kind in COLUMNS]
    summed = {place: 0 for place, (_label, _sql, kind) in enumerate(COLUMNS) if kind == MONEY}
    return Sheet("审计经费表", header, _auditor_rows(), _("全部项目"), summed)


def _auditor_rows() -> Iterator[list]:
    words = {"state": dict(ProjectState.choices), "termination": dict(TerminationKind.choices)}
    query = "SELECT " + ", ".join(sql for _label, sql, _kind in COLUMNS) + FROM
    with connection.cursor() as cursor:
        cursor.execute(query)
        while chunk := cursor.fetchmany(500):
            for row in chunk:
                yield [
                    int(value) if kind == MONEY else str(words[kind].get(value, "")) if kind in words else value
                    for value, (_label, _sql, kind) in zip(row, COLUMNS, strict=True)
                ]
