"""Scoring one bid: the sheet beside the bid, the page that locks it, and the bid's files."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.pages import Page
from core.permissions import require
from reviews import actions, rules
from reviews.enums import PanelPurpose, PanelState
from reviews.forms.experts import SheetForm
from reviews.queries import desks
from reviews.views.experts import mine
from reviews.views.material import Material
from reviews.views.shared import own_seat, points


class ScorePage(Page):
    """The bid beside the challenge's indicators, and the sheet. The one button saves; locking has a page of its own (C09)."""

    template_name = "reviews/score.html"

    def load(self, pk: int, bid: int):
        seat = own_seat(self.request.user, pk)
        require(rules.see_material, self.request.user, seat)
        row = seat.panel.panel_bids.filter(bid=bid).select_related("bid__consortium__lead", "bid__leader").first()
        if row is None or seat.panel.purpose != PanelPurpose.BID:
            raise Http404
        sheet = seat.sheets.filter(bid=bid).exclude(state="VOID").prefetch_related("scores").first()
        return seat, row.bid, sheet

    def get(self, request: HttpRequest, pk: int, bid: int) -> HttpResponse:
        seat, bid, sheet = self.load(pk, bid)
        return self.show(seat, bid, sheet, SheetForm(criteria=self.criteria(seat), sheet=sheet))

    def post(self, request: HttpRequest, pk: int, bid: int) -> HttpResponse:
        seat, bid, sheet = self.load(pk, bid)
        form = SheetForm(request.POST, criteria=self.criteria(seat), sheet=sheet)
        if not form.is_valid():
            return self.show(seat, bid, sheet, form, status=422)
        try:
            sheet = actions.save_sheet(seat=seat, bid=bid, by=request.user, **form.content())
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.show(seat, bid, sheet, form, refusal=refusal, status=409)
        messages.success(request, _("草稿已保存 %(at)s。") % {"at": clock.local(sheet.saved_at).strftime("%H:%M")})
        return HttpResponseRedirect(reverse("reviews:score", args=[seat.pk, bid.pk]))

    def criteria(self, seat):
        return seat.panel.rubric.criteria.order_by("number")

    def show(self, seat, bid, sheet, form, *, refusal=None, status: int = 200) -> HttpResponse:
        panel = seat.panel
        is_locked = sheet is not None and sheet.state == "LOCKED"
        is_late = panel.state == PanelState.SCORING and clock.now() >= panel.closes_at
        is_correction = sheet is not None and sheet.corrects_id is not None
        may_write = (panel.state == PanelState.SCORING and not is_late) or is_correction
        context = {
            "base": self.base,
            "seat": seat,
            "bid": bid,
            "sheet": sheet,
            "is_late": is_late and not is_locked and not is_correction,
            "form": form if may_write and not is_locked else None,
            "scores": sheet.scores.select_related("criterion").order_by("criterion__number") if sheet else [],
            "total": points(sheet.total_hundredths) if sheet else "",
            "material": Material(bid, seat),
            "lock_url": reverse("reviews:lock", args=[seat.pk, bid.pk])
            if sheet and not is_locked and may_write
            else "",
            "page_title": f"{bid.number} {bid.title}",
            "lead": panel.challenge.title,
            "crumbs": [
                mine(),
                (_("%(number)s号席") % {"number": seat.number}, seat.get_absolute_url()),
                (bid.number, ""),
            ],
            "refusal": refusal,
        }
        return render(self.request, self.template_name, context, status=status)


class LockPage(ScorePage):
    """Look over one sheet and hand it in for good."""

    template_name = "reviews/lock.html"

    def post(self, request: HttpRequest, pk: int, bid: int) -> HttpResponse:
        seat, bid, sheet = self.load(pk, bid)
        if sheet is None:
            raise Http404
        try:
            actions.lock_sheet(sheet=sheet, by=request.user)
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.show(seat, bid, sheet, None, refusal=refusal, status=409)
        messages.success(request, _("%(bid)s的评分已锁定。") % {"bid": bid.number})
        return HttpResponseRedirect(seat.get_absolute_url())

    def show(self, seat, bid, sheet, form, *, refusal=None, status: int = 200) -> HttpResponse:
        if sheet is None:
            raise Http404
        criteria = list(self.criteria(seat))
        given = {row.criterion_id: row for row in sheet.scores.all()}
        total = sum(one.weight * given[one.pk].value for one in criteria if one.pk in given)
        context = {
            "base": self.base,
            "seat": seat,
            "bid": bid,
            "sheet": sheet,
            "rows": [(one, given.get(one.pk)) for one in criteria],
            "total": points(total),
            "is_whole": len(given) == len(criteria),
            "back": reverse("reviews:score", args=[seat.pk, bid.pk]),
            "page_title": _("核对并锁定：%(bid)s") % {"bid": bid.number},
            "lead": _("锁定后不能修改；确需更正的，须经监督人员批准。"),
            "crumbs": [
                mine(),
                (_("%(number)s号席") % {"number": seat.number}, seat.get_absolute_url()),
                (bid.number, reverse("reviews:score", args=[seat.pk, bid.pk])),
                (_("核对并锁定"), ""),
            ],
            "refusal": refusal,
        }
        return render(self.request, self.template_name, context, status=status)


class MaterialFile(Page):
    """A file of a bid, for a sitting expert alone; never cached."""

    def get(self, request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
        seat = own_seat(request.user, pk)
        require(rules.see_material, request.user, seat)
        found = seat.panel.panel_bids.filter(bid__attachments=attachment).select_related("bid").first()
        file = desks.named_attachments(found.bid).filter(pk=attachment).first() if found else None
        if file is None:
            raise Http404
        name, stream = actions.open_material(seat=seat, attachment=file, by=request.user)
        answer = FileResponse(stream, as_attachment=True, filename=name)
        answer["Cache-Control"] = "no-store"
        return answer
