"""The ledger, newest first, paged by key; and the two downloads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.pages import Page
from core.permissions import allows, require
from core.selecting import key_of
from funding import exports, rules
from funding.filters import TransferFilter
from funding.models import Account, Transfer
from funding.queries.books import faults

PER_PAGE = 50


def transfers():
    return Transfer.objects.select_related("debit__project", "credit__project", "by__person", "tranche")


class LedgerList(Page):
    rule = rules.view_ledger
    title = gettext_lazy("台账")

    def get(self, request: HttpRequest) -> HttpResponse:
        filtered = TransferFilter(request.GET, queryset=transfers(), request=request)
        rows = filtered.qs.order_by("-pk")
        before = key_of(request.GET.get("before", ""))
        if before is not None:
            rows = rows.filter(pk__lt=before)
        page = list(rows[: PER_PAGE + 1])
        query = request.GET.copy()
        query.pop("before", None)
        first = f"?{query.urlencode()}"
        if len(page) > PER_PAGE:
            query["before"] = page[PER_PAGE - 1].pk
        may_export = allows(rules.export_books, request.user)
        context = {
            "base": self.base,
            "page_title": self.title,
            "lead": _("每笔流水同时记入两个科目，写入后不能修改；差错以冲正更正。"),
            "crumbs": [(self.title, "")],
            "filter": filtered,
            "rows": page[:PER_PAGE],
            "next_url": f"?{query.urlencode()}" if len(page) > PER_PAGE else "",
            "first_url": first if before is not None else "",
            "export_url": reverse("funding:ledger-export") if may_export else "",
            "auditor_url": reverse("funding:auditor-export") if may_export else "",
            "faults": list(faults()) if request.GET.get("check") else None,
        }
        return render(request, "funding/ledger.html", context)


def _require_export(request: HttpRequest) -> None:
    require(rules.export_books, request.user)


@require_safe
def ledger_export(request: HttpRequest) -> HttpResponse:
    """The filtered ledger as CSV."""
    _require_export(request)
    filtered = TransferFilter(request.GET, queryset=transfers(), request=request)
    text = "；".join(f"{name}={value}" for name, value in request.GET.items() if value and name in filtered.filters)
    return exports.respond(exports.ledger(filtered.qs, filter_text=text), by=request.user, about=_books())


@require_safe
def auditor_export(request: HttpRequest) -> HttpResponse:
    """R-FUN-14: one row a project."""
    _require_export(request)
    return exports.respond(exports.auditor(), by=request.user, about=_books())


def _books() -> Account:
    """What an event of an export is about: the first account there is."""
    return Account.objects.order_by("pk").first() or Account(pk=0, year=0)
