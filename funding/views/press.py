"""新闻发布口径: each published figure beside the computed one, with scope, day and the rows it comes from (S58, E-37)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organization
from accounts.roles import READERS
from challenges.models import Challenge
from consortia.models import Bid, Consortium, Membership
from core import money
from core.pages import Page
from core.paging import page_of
from funding.models import Decision, FundingPlan, PublishedFigure, Tranche, Transfer
from funding.statistics import STATISTICS, Scope, compute
from funding.statistics.scope import scope_words
from projects.models import Lane, Project, Race


def computed(figure: PublishedFigure) -> int | Fraction | None:
    """The figure's value by our rows; None where its code or scope names no statistic."""
    if figure.code not in STATISTICS:
        return None
    try:
        scope = Scope.parse(figure.scope, as_of=figure.as_of)
    except ValueError:
        return None
    return compute(figure.code, scope)


def shown(figure: PublishedFigure, value) -> tuple[str, Decimal | None]:
    """The computed value in the figure's unit: as text, and as the number to compare."""
    if value is None:
        return "—", None
    statistic = STATISTICS[figure.code]
    if statistic.kind == "MONEY":
        unit = figure.unit if figure.unit in ("亿元", "万元", "元") else "万元"
        return money.with_unit(value, unit), Decimal(value) / money.FEN_PER[unit]
    number = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    if statistic.kind == "SHARE":
        number *= 100
    places = Decimal("0.01") if statistic.kind in {"RATIO", "SHARE"} else Decimal(1)
    rounded = number.quantize(places, ROUND_HALF_UP)
    return f"{rounded:,}{figure.unit or statistic.unit}", number


def verdict(figure: PublishedFigure, number: Decimal | None) -> tuple[str, str]:
    """(word, tone): equal at the precision that was published, or not."""
    if number is None or figure.value is None:
        return _("不作比较"), "grey"
    places = max(-figure.value.normalize().as_tuple().exponent, 0)
    same = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == figure.value
    if same:
        return _("一致"), "green"
    return (_("超过发布值"), "blue") if number > figure.value else (_("低于发布值"), "amber")


def line(figure: PublishedFigure) -> dict:
    value = computed(figure)
    text, number = shown(figure, value)
    word, tone = verdict(figure, number)
    statistic = STATISTICS.get(figure.code)
    return {
        "figure": figure,
        "computed": text,
        "word": word,
        "tone": tone,
        "definition": statistic.definition if statistic else "",
        "scope": scope_words(figure.scope),
        "url": figure.get_absolute_url() if statistic else "",
    }


class PressPage(Page):
    is_public = True
    title = gettext_lazy("新闻发布口径")

    def get(self, request: HttpRequest) -> HttpResponse:
        figures = PublishedFigure.objects.order_by("-as_of", "position", "pk")
        groups: dict = {}
        for figure in figures:
            groups.setdefault((figure.as_of, figure.source), []).append(line(figure))
        context = {
            "base": self.base,
            "page_title": self.title,
            "lead": _("每个发布数据与系统按同一范围、同一截止日计算的数据并列，可逐项查看来源记录。"),
            "crumbs": [(self.title, "")],
            "groups": [{"as_of": as_of, "source": source, "lines": rows} for (as_of, source), rows in groups.items()],
        }
        return render(request, "funding/press.html", context)


def _project_url(project: Project) -> str:
    return reverse("projects:result", args=[project.code])


#: model -> (what a row says, where it leads, its amount); only what the public may see (R-SEC-09).
DESCRIBE = {
    Challenge: lambda row: (f"{row.code} {row.title}", row.get_absolute_url(), None),
    Project: lambda row: (f"{row.code} {row.title}（{row.lead}）", _project_url(row), None),
    Consortium: lambda row: (f"{row.name}（{row.lead}）", "", None),
    Organization: lambda row: (f"{row.name}（{row.get_kind_display()}，{row.division}）", "", None),
    Membership: lambda row: (f"{row.consortium.name}：{row.organization.name}", "", None),
    Bid: lambda row: (f"{row.challenge.code} {row.consortium.name}", row.challenge.get_absolute_url(), None),
    Race: lambda row: (f"{row.challenge}", row.get_absolute_url(), None),
    Lane: lambda row: (f"{row.project.code} {row.project.title}", _project_url(row.project), None),
    Decision: lambda row: (
        f"{row.bid.challenge.code} {row.bid.title}",
        row.bid.challenge.get_absolute_url(),
        row.fiscal_fen,
    ),
    Tranche: lambda row: (
        f"{row.project.code} {row.project.title} {row.year} 年",
        _project_url(row.project),
        row.planned_fen,
    ),
    FundingPlan: lambda row: (
        f"{row.project.code} {row.get_source_display()} {row.year} 年",
        _project_url(row.project),
        row.planned_fen,
    ),
    Transfer: lambda row: (
        f"{(row.debit.project or row.credit.project).code} {row.get_code_display()} {row.debit.year} 年",
        "",
        row.amount_fen,
    ),
}
RELATED = {
    Project: ("lead",),
    Consortium: ("lead",),
    Organization: ("division",),
    Membership: ("consortium", "organization"),
    Bid: ("challenge", "consortium"),
    Race: ("challenge",),
    Lane: ("project",),
    Decision: ("bid__challenge",),
    Tranche: ("project",),
    FundingPlan: ("project",),
    Transfer: ("debit__project", "credit__project"),
}


class PressFigure(Page):
    """One figure: how it is defined, and the rows behind it. People are counted, not named."""

    is_public = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        figure = get_object_or_404(PublishedFigure, pk=pk)
        statistic = STATISTICS.get(figure.code)
        if statistic is None:
            raise Http404
        base = STATISTICS[statistic.part] if statistic.rows is None else statistic
        rows = base.rows(Scope.parse(figure.scope, as_of=figure.as_of))
        describe = DESCRIBE.get(rows.model)
        staff = request.user.is_authenticated and request.user.has_role(*READERS)
        is_open = describe is not None and not base.is_personal and (staff or rows.model is not Bid)
        page = None
        if is_open:
            page = page_of(request, rows.select_related(*RELATED.get(rows.model, ())).order_by("pk"), per_page=100)
            page.object_list = [describe(row) for row in page.object_list]
        context = {
            "base": self.base,
            "page_title": figure.label,
            "lead": statistic.definition,
            "crumbs": [(_("新闻发布口径"), reverse("funding:press")), (figure.label, "")],
            "line": line(figure),
            "page": page,
            "base_statistic": base,
            "is_personal": base.is_personal,
            "has_money": bool(base.column),
        }
        return render(request, "funding/press_figure.html", context)
