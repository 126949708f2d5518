"""The pool of needs for the office: found, compared, handled in bulk, grouped into challenges."""

from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, queries, rules
from challenges.enums import NeedState, PairVerdict
from challenges.filters import PoolFilter
from challenges.findings.alike import LIKELY
from challenges.forms import pool as forms
from challenges.lifecycle import NEED
from challenges.models import Need, NeedPair
from challenges.views.shared import crumb
from core import bulk
from core.pages import ListPage, Page
from core.permissions import require
from core.selecting import keys_of
from core.ui import Tab

#: More than this at once is more than anybody looked at.
MOST_AT_ONCE = 500


def pool_rows(user):
    """What was handed in, without the columns that the list does not show."""
    return queries.needs_for(user).defer("problem", "current_level", "contact_phone", "defects")


class PoolList(ListPage):
    title = gettext_lazy("需求库")
    template_name = "challenges/pool.html"
    rule = rules.view_office_pages
    filterset = PoolFilter
    unit = gettext_lazy("条")
    per_page = 50
    lead = gettext_lazy("已提交的全部需求：受理、查重、合并办理，凝练成榜单。")
    sorts = {
        "submitted": ("submitted_at", "pk"),
        "title": ("title", "pk"),
        "unit": ("organization__name", "pk"),
        "own": ("own_investment_fen", "pk"),
    }
    default_sort = ("-submitted_at", "-pk")

    def rows(self, user):
        alike = NeedPair.objects.exclude(verdict=PairVerdict.APART).only("first", "second", "verdict", "percent")
        return pool_rows(user).prefetch_related(
            "challenge_links__challenge",
            Prefetch("pairs_as_first", alike, to_attr="alike_later"),
            Prefetch("pairs_as_second", alike, to_attr="alike_earlier"),
        )

    def complete(self, page):
        """How alike the most alike one is: a copy stands out from what merely shares words."""
        for need in page.object_list:
            need.alike_percent = max((pair.percent for pair in (*need.alike_later, *need.alike_earlier)), default=0)
            need.is_likely_double = need.alike_percent >= LIKELY

    def context(self, user):
        request = self.request
        query = request.GET.urlencode()
        return {
            "tabs": self.tabs(user),
            "may_act": user.has_role(Role.OFFICER),
            "acts": BULK.values(),
            "query": query,
            "most": MOST_AT_ONCE,
            "export_url": reverse("challenges:pool-export"),
            "pairs_url": f"{reverse('challenges:pairs')}?verdict=OPEN",
            "calls_url": reverse("challenges:calls"),
        }

    def tabs(self, user) -> list[Tab]:
        """How many there are in each state, with all other filters as they are."""
        query = self.request.GET.copy()
        for name in ("state", "page"):
            query.pop(name, None)
        rows = PoolFilter(query, queryset=queries.needs_for(user).select_related(None), request=self.request).qs
        counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
        current = self.request.GET.get("state", "")
        shown = [Tab(_("全部"), f"?{query.urlencode()}", is_current=not current, count=sum(counts.values()))]
        for state, label in NeedState.choices:
            if counts.get(state) or state == current:
                query["state"] = state
                shown.append(Tab(str(label), f"?{query.urlencode()}", state == current, counts.get(state, 0)))
        return shown


class Bulk:
    """One thing done to several needs: `words` names what is written besides (forms.BulkForm), `step` the lifecycle's."""

    def __init__(self, name: str, label, step: str, words: str, run, *, is_danger: bool = False):
        self.name, self.label, self.step, self.words, self.run, self.is_danger = (
            name,
            label,
            step,
            words,
            run,
            is_danger,
        )


BULK = {
    one.name: one
    for one in (
        Bulk("accept", gettext_lazy("受理"), "accept", forms.NOTE, actions.accept_need),
        Bulk("pool", gettext_lazy("入库待用"), "pool", forms.NOTE, actions.pool_need),
        Bulk("return", gettext_lazy("退回补正"), "return", forms.LINES, actions.return_need),
        Bulk("reject", gettext_lazy("不予采纳"), "reject", forms.REASON, actions.reject_need, is_danger=True),
    )
}


class PoolBulk(Page):
    """First what will be done and to which, then the doing: each need by itself, each reported by itself."""

    template_name = "challenges/pool_bulk.html"
    title = gettext_lazy("批量办理需求")

    def post(self, request: HttpRequest) -> HttpResponse:
        require(rules.decide_bulk, request.user)
        needs = self.chosen(request)
        if request.POST.get("what") == "group":
            query = QueryDict(mutable=True)
            query.setlist("need", [need.pk for need in needs])
            return HttpResponseRedirect(f"{reverse('challenges:group')}?{query.urlencode()}")
        act = BULK.get(request.POST.get("what", ""))
        if act is None:
            raise Http404
        is_sent = "confirm" in request.POST
        form = forms.BulkForm(request.POST if is_sent else None, words=act.words)
        if not is_sent or not form.is_valid():
            return self.show(request, act, needs, form=form, status=422 if is_sent else 200)
        outcomes = bulk.each(needs, lambda need: act.run(need=need, by=request.user, **form.cleaned_data))
        return self.show(request, act, needs, outcomes=outcomes)

    def chosen(self, request: HttpRequest) -> list[Need]:
        """The ticked ones, or all that the filters in the address find; never more than MOST_AT_ONCE."""
        rows = queries.needs_for(request.user)
        if request.POST.get("scope") == "filtered":
            rows = PoolFilter(QueryDict(request.POST.get("query", "")), queryset=rows, request=request).qs
        else:
            rows = rows.filter(pk__in=keys_of(request.POST.getlist("need"))[:MOST_AT_ONCE])
        return list(rows.order_by("-submitted_at", "-pk")[:MOST_AT_ONCE])

    def show(self, request, act, needs, *, form=None, outcomes=None, status=200) -> HttpResponse:
        fitting = [need for need in needs if need.state in NEED.step(act.step).sources]
        back = reverse("challenges:pool")
        query = request.POST.get("query", "")
        context = {
            "base": self.base,
            "page_title": _("批量办理：%(what)s") % {"what": act.label},
            "crumbs": [crumb(_("需求库"), "pool"), (act.label, "")],
            "act": act,
            "needs": needs,
            "fitting": fitting,
            "others": [need for need in needs if need not in fitting],
            "form": form,
            "outcomes": outcomes,
            "done_count": sum(one.is_done for one in outcomes or []),
            "refused_count": sum(not one.is_done for one in outcomes or []),
            "back": f"{back}?{query}" if query else back,
            "query": query,
        }
        return render(request, self.template_name, context, status=status)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("challenges:pool"))
