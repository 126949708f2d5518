"""The panel's report for staff and its chair; a bid on paper for an expert who sits."""

from django.http import Http404

from consortia import documents as bid_documents
from consortia import queries as bid_queries
from core.documents.pages import DocumentPage
from core.permissions import require
from reviews import documents, rules
from reviews.enums import PanelPurpose, PanelState
from reviews.queries import desks
from reviews.views.shared import own_seat


class PanelReport(DocumentPage):
    """From the lock on for bids (R-REV-07), else once the panel has reported."""

    def load(self, **kwargs):
        panel = self.found(desks.visible_panels(self.request.user).filter(pk=kwargs["pk"]))
        require(rules.see_ranking, self.request.user, panel)
        return panel

    def document(self, obj):
        return documents.panel_report(obj)


def has_report(panel, user) -> bool:
    """Whether the page of the panel offers it."""
    if panel.purpose == PanelPurpose.BID:
        return rules.see_ranking(user, panel) is None
    return panel.state in (PanelState.REPORTED, PanelState.ARCHIVED) and rules.see_ranking(user, panel) is None


class MaterialDocument(DocumentPage):
    """A whole bid for a sitting expert alone."""

    def load(self, **kwargs):
        seat = own_seat(self.request.user, kwargs["pk"])
        require(rules.see_material, self.request.user, seat)
        row = seat.panel.panel_bids.filter(bid=kwargs["bid"])
        row = row.select_related("bid__challenge__batch__rule_set", "bid__consortium__lead").first()
        if row is None or seat.panel.purpose != PanelPurpose.BID:
            raise Http404
        return row.bid

    def document(self, obj):
        return bid_documents.bid(obj, bid_queries.content_of(obj))
