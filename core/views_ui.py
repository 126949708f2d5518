"""The gallery: every component with sample data (core.ui.samples)."""

from datetime import timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import clock
from core.forms_pick import answer
from core.ui import samples


def allowed() -> None:
    if not (settings.DEBUG or getattr(settings, "DEMO", False) or settings.MODE == "test"):
        raise Http404


def gallery(request: HttpRequest) -> HttpResponse:
    allowed()
    context = samples.everything(clock.now()) | {"filters": samples.FilterForm(request.GET or None)}
    return render(request, "gallery/gallery.html", context)


def public(request: HttpRequest) -> HttpResponse:
    """A public page: what it is, the calendar, six figures, then the list at once."""
    allowed()
    now = clock.now()
    return render(
        request,
        "gallery/public.html",
        {
            "steps_sample": samples.steps(),
            "soon": now + timedelta(days=2, hours=6),
            "past": now - timedelta(days=3),
            "filters": samples.FilterForm(request.GET or None),
        },
    )


def form(request: HttpRequest) -> HttpResponse:
    """A form page; every POST comes back with what was typed."""
    allowed()
    if "pick" in request.GET:
        return answer(request, samples.SampleForm())
    posted = samples.SampleForm(request.POST, request.FILES) if request.method == "POST" else samples.broken_form()
    context = {
        "page_title": _("提出榜题"),
        "lead": _("保存后仍可修改；提交审核后冻结。"),
        "crumbs": [(_("部件"), "../"), (_("提出榜题"), "")],
        "form": posted,
    }
    return render(request, "gallery/form.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """A long table of figures: scrolls inside its card on a phone, the first column stays."""
    allowed()
    rows = samples.rows(57)
    wanted = request.GET.get("sort", "code")
    key = wanted.lstrip("-")
    if key in rows[0]:
        rows.sort(key=lambda row: row[key], reverse=wanted.startswith("-"))
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    context = {
        "page_title": _("拨款一览"),
        "lead": _("57 个项目，合计见表末；金额单位为万元。"),
        "crumbs": [(_("部件"), "../"), (_("拨款一览"), "")],
        "page": page,
        "filters": samples.FilterForm(request.GET or None),
        "total_fen": sum(row["fiscal_fen"] for row in rows),
        "empty_rows": [],
    }
    return render(request, "gallery/table.html", context)
