"""The filtered list of challenges as a file: XLSX, or CSV with `format=csv`."""

import csv
import io

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from challenges import queries, rules
from challenges.filters import ChallengeFilter, OfficeChallengeFilter, PoolFilter
from core import clock
from core.money import exact_text
from core.permissions import require
from core.ui import values

MOST_ROWS = 10_000
# A spreadsheet runs a cell that begins like this as a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def challenge_list(request: HttpRequest) -> HttpResponse:
    """What the list page shows with the same address query, and nothing that it would not."""
    filterset = OfficeChallengeFilter if queries.is_department(request.user) else ChallengeFilter
    rows = filterset(request.GET, queryset=queries.challenges_for(request.user), request=request).qs
    lines = [_line(row) for row in rows.order_by("-batch__published_at", "code")[:MOST_ROWS]]
    name = f"challenges-{clock.today():%Y%m%d}"
    if request.GET.get("format") == "csv":
        return _answer(_csv(_head(), lines), "text/csv; charset=utf-8", f"{name}.csv")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _answer(_xlsx(_head(), lines), kind, f"{name}.xlsx")


@login_required
@require_safe
def needs_pool(request: HttpRequest) -> HttpResponse:
    """What the pool shows with the same address query; no telephone numbers."""
    require(rules.view_office_pages, request.user)
    rows = (
        queries.needs_for(request.user).defer("contact_phone", "defects").prefetch_related("challenge_links__challenge")
    )
    rows = PoolFilter(request.GET, queryset=rows, request=request).qs.order_by("-submitted_at", "-pk")[:MOST_ROWS]
    head = [
        *(_("需求名称"), _("提出单位"), _("统一社会信用代码"), _("单位类型"), _("登记地"), _("领域"), _("存在问题")),
        *(
            _("目前水平"),
            _("预期指标"),
            _("拟自投经费（万元）"),
            _("期望周期"),
            _("合作方式"),
            _("提交时间"),
            _("状态"),
            _("入榜"),
        ),
    ]
    lines = [
        [
            *(row.title, row.organization.name, row.organization.uscc, str(row.organization.get_kind_display())),
            *(row.organization.division.name, str(row.field or ""), row.problem, row.current_level),
            *(row.expected_indicators, _wan(row.own_investment_fen), row.wished_period, row.cooperation),
            values.instant_text(row.submitted_at) if row.submitted_at else "",
            str(row.get_state_display()),
            "、".join(link.challenge.code for link in row.challenge_links.all()),
        ]
        for row in rows
    ]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _answer(_xlsx(head, lines, _("需求库")), kind, f"needs-{clock.today():%Y%m%d}.xlsx")


def _head() -> list[str]:
    return [
        _("编号"),
        _("榜单名称"),
        _("示范工程"),
        _("批次"),
        _("领域"),
        _("出榜机制"),
        _("类别"),
        _("发榜用户"),
        _("总经费预算（万元）"),
        _("财政支持上限（万元）"),
        _("实施周期（月）"),
        _("预设赛马"),
        _("截止时间（北京时间）"),
        _("状态"),
    ]


def _line(row) -> list[str]:
    return [
        row.code,
        row.title,
        row.batch.programme.name,
        f"{row.batch.year} {row.batch.name}",
        row.field.name,
        row.get_issue_mode_display(),
        row.get_category_display(),
        str(row.end_user or ""),
        _wan(row.announced_budget_fen),
        _wan(row.fiscal_cap_fen),
        str(row.duration_months),
        _("是") if row.race_planned else _("否"),
        values.instant_text(row.deadline, deadline=True) if row.deadline else "",
        row.get_state_display(),
    ]


def _wan(fen: int | None) -> str:
    return "" if fen is None else exact_text(fen)


def _csv(head: list[str], lines: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")  # the mark by which spreadsheets know UTF-8


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _xlsx(head: list[str], lines: list[list[str]], name: str = "") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name or _("榜单"))
        sheet.write_row(0, 0, head, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, 18)
        for place, line in enumerate(lines, 1):
            for column, cell in enumerate(line):
                sheet.write_string(place, column, cell)
    return file.getvalue()


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
