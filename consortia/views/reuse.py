"""Taking over sections of an earlier bid of the same unit (R-BUR-01)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from consortia import actions, queries, rules
from consortia.actions.reuse import reusable
from consortia.drafts import blank, modern
from consortia.drafts.schema import SECTIONS
from consortia.models import Bid
from consortia.views.bids import BidPart
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.permissions import require


class ReusePage(BidPart):
    """Choose an earlier bid, then its sections. What stands in the draft already is named before it is replaced."""

    def get(self, request, pk):
        require(rules.author_bid, request.user, self.bid)
        return self.page(self.chosen(request.GET.get("from", "")))

    def post(self, request, pk):
        require(rules.author_bid, request.user, self.bid)
        source = self.chosen(request.POST.get("from", ""))
        names = [name for name in request.POST.getlist("sections") if name in SECTIONS]
        if source is None or not names:
            return self.page(source, problem=_("请选择要沿用的方案和部分。"), status=422)
        try:
            taken = actions.reuse_sections(bid=self.bid, source=source, names=names, by=request.user)
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.page(source, refusal=refusal, status=409)
        parts = "、".join(str(SECTIONS[name].label) for name in taken) or _("没有可沿用的内容")
        messages.success(request, _("已从 %(source)s 沿用：%(parts)s。") % {"source": source.number, "parts": parts})
        return HttpResponseRedirect(self.bid.get_absolute_url())

    def sources(self):
        """Other bids of the same lead whose content can be read now, the newest first."""
        rows = queries.bids_of(self.request.user).filter(consortium__lead=self.bid.consortium.lead_id)
        rows = rows.exclude(pk=self.bid.pk).select_related("challenge", "consortium").order_by("-pk")
        return [one for one in rows if one.opened_at or one.sections.exists()]

    def chosen(self, number: str) -> Bid | None:
        return next((one for one in self.sources() if str(one.pk) == number), None)

    def page(self, source: Bid | None, *, problem: str = "", refusal=None, status: int = 200):
        context = {"sources": self.sources(), "source": source, "problem": problem, "refusal": refusal, "rows": []}
        if source is not None:
            said = modern(queries.content_of(source) if source.opened_at else queries.sections(source))
            own = queries.sections(self.bid)
            context["rows"] = [
                (name, SECTIONS[name].label, own.get(name, blank(name)) != blank(name))
                for name in reusable(self.bid, source)
                if said.get(name, blank(name)) != blank(name)
            ]
            context["is_other_challenge"] = source.challenge_id != self.bid.challenge_id
        return self.show("consortia/reuse.html", "", _("沿用以前的方案"), status=status, **context)
