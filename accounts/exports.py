"""The empty table of people, to be filled in with a spreadsheet."""

import io

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import queries, rules
from accounts.actions.many_people import MOST_PEOPLE
from accounts.enums import IdentityKind
from accounts.forms.people_table import COLUMNS
from core.permissions import require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROW = 14  # of a column, in digits


@login_required
@require_safe
def people_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Every column is text: a spreadsheet rounds a number of 18 digits."""
    organization = queries.organizations_of(request.user).filter(pk=pk).first()
    if organization is None:
        raise Http404
    require(rules.add_person, request.user, organization)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        _table(book)
        _explained(book)
    headers = {"Content-Disposition": 'attachment; filename="people.xlsx"'}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)


def _table(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("人员表"))
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(COLUMNS) - 1, _NARROW, text)
    choices = {
        "identity_kind": [str(label) for label in IdentityKind.labels],
        **dict.fromkeys(("is_checked", "is_another", "is_academician"), ["是", "否"]),
    }
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.label, book.add_format({"bold": True, "num_format": "@"}))
        if column.field in {"identity_number", "is_checked", "research_fields", "orcid", "email"}:
            sheet.set_column(place, place, _NARROW + 8, text)
        if column.field in choices:
            source = {"validate": "list", "source": choices[column.field], "ignore_blank": True}
            sheet.data_validation(1, place, MOST_PEOPLE, place, source)
    sheet.freeze_panes(1, 1)


def _explained(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    sheet.set_column(0, 0, _NARROW + 4)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, _NARROW + 10)
    sheet.write_row(0, 0, [_("列名"), _("怎样填"), _("示例")], book.add_format({"bold": True}))
    for place, column in enumerate(COLUMNS, 1):
        for at, cell in enumerate((column.label, column.hint, column.example)):
            sheet.write_string(place, at, cell)
    last = len(COLUMNS) + 2
    sheet.write_string(last, 0, _("填好之后"))
    sheet.write_string(last, 1, _("选中“人员表”中的列名和人员，复制，粘贴到“批量登记人员”页的框中。"))
