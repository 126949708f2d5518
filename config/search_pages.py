"""The page of the search: visitors find what is public, whoever is signed in what he may see."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config import finding, search
from core.ui import links


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """`q` what is looked for; `in` one group alone, page by page."""
    if not request.user.is_authenticated:
        return _public(request)
    words = search.words_of(request.GET.get("q", ""))
    chosen = request.GET.get("in", "")
    if chosen and chosen not in search.BY_KEY:
        raise Http404
    context = {
        "page_title": _("搜索"),
        "crumbs": [(_("搜索"), "")],
        "words": " ".join(words),
        "groups": [],
        "is_short": search.too_short(words),
        "labels": "、".join(str(source.label) for source in search.SOURCES),
        "chosen": chosen,
    }
    if words and not context["is_short"]:
        context |= _one(request, chosen, words) if chosen else {"groups": search.find(request.user, words)}
        context["lead"] = _lead(context["words"], context["groups"])
    return render(request, "search/search.html", context)


def _lead(words: str, groups) -> str:
    total = sum(group.total for group in groups)
    if not total:
        return ""
    more = _("以上") if any(group.is_capped for group in groups) else ""
    return _("“%(words)s”共找到 %(total)d 条%(more)s。") % {"words": words, "total": total, "more": more}


def _one(request: HttpRequest, chosen: str, words: list[str]) -> dict:
    number = request.GET.get("page", "1")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 4 else 1
    start = (page - 1) * search.PER_PAGE
    group = search.group_of(search.BY_KEY[chosen], request.user, words, offset=start, limit=search.PER_PAGE)
    shown = start + len(group.hits)
    return {
        "groups": [group] if group.hits else [],
        "previous": links.changed(request.GET.copy(), "page", page - 1) if page > 1 else "",
        "next": links.changed(request.GET.copy(), "page", page + 1) if group.hits and shown < group.total else "",
        "shown": (start + 1, shown),
    }


def _public(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    groups = finding.find(words) if words else []
    total = sum(group.total for group in groups)
    lead = _("“%(words)s”共找到 %(total)d 条公开信息。") % {"words": words, "total": total} if words else ""
    context = {"page_title": _("搜索"), "lead": lead, "crumbs": [(_("搜索"), "")], "words": words, "groups": groups}
    return render(request, "home/search.html", context)
