"""The board of all batches, and of one with its challenges."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from challenges.enums import BatchState
from challenges.models import Batch, Challenge, Programme
from challenges.rules import view_office_pages
from config.board import bulk
from config.board.durations import durations
from config.board.rows import BoardRow, batches, rows, totals
from config.board.stages import BY_KEY, OF_STATE, elapsed, limit_of, staged
from consortia.enums import BidState
from consortia.models import Bid
from consortia.turns import BIDS_OF_CHALLENGE
from core import clock, turns
from core.forms_pick import answer as pick_answer
from core.pages import Page
from core.paging import page_of
from core.selecting import count_of, keys_of, matching
from core.working_days import default_calendar
from reviews.turns import PANELS_OF_CHALLENGE

ALL = gettext_lazy("全部")
PER_PAGE = 20
#: More batches than any department ever ran; the board is computed for all of them, because the most urgent comes first.
CAP = 1000


class BoardFilter(django_filters.FilterSet):
    programme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("示范工程"), queryset=lambda request: Programme.objects.order_by("name"), empty_label=ALL
    )
    year = django_filters.NumberFilter(label=gettext_lazy("年度"))
    office = django_filters.ModelChoiceFilter(
        label=gettext_lazy("处室"),
        field_name="programme__office",
        queryset=lambda request: matching(Office.objects.all(), programmes__isnull=False).order_by("name"),
        empty_label=ALL,
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("批次状态"), choices=BatchState.choices, empty_label=gettext_lazy("未办结")
    )
    mine = django_filters.ChoiceFilter(
        label=gettext_lazy("与我有关"),
        choices=[("office", gettext_lazy("本处室负责")), ("turn", gettext_lazy("轮到我办理"))],
        empty_label=ALL,
        method="by_relation",
    )

    class Meta:
        model = Batch
        fields = ("programme", "year", "office", "state", "mine")

    def by_relation(self, found, name, value):
        return found.filter(programme__office=self.request.user.office_id) if value == "office" else found


class BoardPage(Page):
    """Every batch that is not finished (or of the state asked for), the most urgent first."""

    title = gettext_lazy("批次看板")
    rule = view_office_pages

    def get(self, request: HttpRequest) -> HttpResponse:
        found = batches()
        if not request.GET.get("state"):
            found = found.exclude(state=BatchState.FINISHED)
        filtered = BoardFilter(request.GET, queryset=found, request=request)
        board = rows(list(filtered.qs.order_by("-year", "-pk")[:CAP]), request.user)
        if request.GET.get("mine") == "turn":
            board = [row for row in board if row.is_mine]
        context = {
            "base": self.base,
            "page_title": self.title,
            "lead": self._lead(board),
            "crumbs": [(self.title, "")],
            "filter": filtered,
            "totals": totals(board),
            "page": Paginator(board, PER_PAGE).get_page(request.GET.get("page")),
        }
        return render(request, "board/board.html", context)

    def _lead(self, board: list[BoardRow]) -> str:
        late = sum(1 for row in board if row.over)
        if not board:
            return ""
        if late:
            return _("%(late)d 个批次有事项超过时限，排在最前；其中轮到您办理的最先。") % {"late": late}
        return _("没有超过时限的批次。")


class BatchBoardPage(Page):
    """One batch: what waits, how long each stage took, its challenges with whose turn it is, and acts on several at once."""

    rule = view_office_pages

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._load(pk)
        return pick_answer(request, bulk.BulkForm()) if "pick" in request.GET else self.show(batch)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._load(pk)
        act = next((one for one in bulk.offered(request.user) if one.key == request.POST.get("act")), None)
        if act is None:
            raise Http404
        keys = keys_of(request.POST.getlist("challenge"))
        chosen = list(batch.challenges.filter(pk__in=keys).select_related("batch__programme__office").order_by("code"))
        form = bulk.BulkForm(request.POST) if act.needs_resolution else None
        if not chosen:
            return self.show(batch, fault=_("请先勾选要办理的榜单。"), form=form, status=422)
        resolution = form.cleaned_data["resolution"] if form is not None and form.is_valid() else None
        if form is not None and resolution is None:
            return self.show(batch, fault=_("记录审定须选择会议决议。"), form=form, status=422, chosen=keys)
        return self.show(batch, results=bulk.run(act, chosen, by=request.user, resolution=resolution))

    def _load(self, pk: int) -> Batch:
        batch = batches().filter(pk=pk).first()
        if batch is None:
            raise Http404
        return batch

    def show(
        self, batch: Batch, *, results=(), fault: str = "", form=None, chosen=(), status: int = 200
    ) -> HttpResponse:
        request = self.request
        stage = BY_KEY.get(request.GET.get("stage", ""))
        (row,) = rows([batch], request.user)
        page = self._challenges(batch, stage)
        acts = bulk.fitting(bulk.offered(request.user), page.object_list)
        context = {
            "base": self.base,
            "page_title": str(batch),
            "lead": _("%(programme)s · %(office)s · 榜单 %(count)d 项")
            % {"programme": batch.programme, "office": batch.programme.office, "count": row.total},
            "crumbs": [(BoardPage.title, "/board/"), (str(batch), "")],
            "row": row,
            "batch": batch,
            "stage": stage,
            "durations": durations(batch),
            "page": page,
            "acts": acts,
            "form": (form or bulk.BulkForm()) if any(act.needs_resolution for act in acts) else None,
            "results": results,
            "fault": fault,
            "chosen": set(chosen),
        }
        return render(request, "board/batch.html", context, status=status)

    def _challenges(self, batch: Batch, stage):
        """One page of challenges, the longest in their state first; each with whose turn it is and for how long."""
        handed_in = Bid.objects.filter(submitted_at__isnull=False).exclude(
            state__in=[BidState.WITHDRAWN, BidState.EXPIRED]
        )
        found = staged(Challenge.objects.filter(batch=batch))
        found = found.filter(stage_state__in=stage.states) if stage else found
        found = found.select_related("batch__programme__office", "batch__rule_set", "field")
        page = page_of(
            self.request, found.annotate(bid_count=count_of(handed_in, "challenge")).order_by("state_at", "code")
        )
        calendar, today = default_calendar(), clock.today()
        page.object_list = list(page.object_list)
        prefetch_related_objects(page.object_list, BIDS_OF_CHALLENGE, PANELS_OF_CHALLENGE)
        for row in page.object_list:
            began = clock.local(row.state_at).date()
            row.stage = OF_STATE[row.stage_state]
            row.turn = turns.of(row, self.request.user) if row.stage.is_open else None
            row.days = elapsed(began, today, calendar) if row.stage.is_open else None
            limit = limit_of(row.stage, batch, row.deadline) if row.stage.is_open else None
            row.over = limit.over(row.days, today) if limit else 0
            row.over_text = limit.over_text(row.over) if limit else ""
            row.ends = row.deadline if row.stage.key == "bidding" else None
            row.is_extended = bool(row.ends and batch.deadline and row.ends > batch.deadline)
        return page
