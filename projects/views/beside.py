"""What an officer checks for duplicate funding: the running projects a bid declares, and those the department knows."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from consortia.models import Bid
from consortia.queries import bids_of
from consortia.rules import view_checking
from core.pages import Page
from core.permissions import require
from projects.queries.beside import beside, is_about


class BesideBid(Page):
    """A page of its own; as a panel of the eligibility check with `?panel=1`."""

    def get(self, request, pk):
        rows = bids_of(request.user).filter(opened_at__isnull=False)
        bid: Bid | None = rows.select_related("challenge", "consortium", "leader").filter(pk=pk).first()
        if bid is None:
            raise Http404
        require(view_checking, request.user, bid.challenge)
        found = beside(bid)
        declared = [
            (one, next((near.project for near in found if is_about(one, near.project)), None))
            for one in bid.running_projects.select_related("organization").order_by("pk")
        ]
        statement = getattr(bid, "statement", None)
        context = {
            "base": self.base,
            "bid": bid,
            "found": found,
            "declared": declared,
            "silent": sum(1 for one in found if one.declared is None),
            "says_none": statement is not None and statement.no_projects,
            "was_asked": statement is not None,
            "page_title": _("在研项目比对"),
            "lead": f"{bid.number} {bid.challenge.title}",
            "crumbs": [
                (_("揭榜方案"), reverse("consortia:bids")),
                (bid.number, bid.get_absolute_url()),
                (_("资格审查"), reverse("consortia:eligibility", args=[bid.pk])),
                (_("在研项目比对"), ""),
            ],
        }
        is_panel = bool(request.GET.get("panel"))
        return render(request, "projects/beside_panel.html" if is_panel else "projects/beside.html", context)
