"""Bids: the page of one, its receipt, the opening."""

from consortia import queries
from consortia.models import Bid, Opening, SubmissionReceipt
from core.pages import ObjectPage


class BidPage(ObjectPage):
    model = Bid

    def rows(self, user):
        return queries.bids_of(user)


class ReceiptPage(ObjectPage):
    model = SubmissionReceipt
    lookup = "number"

    def rows(self, user):
        return SubmissionReceipt.objects.filter(bid__in=queries.bids_of(user))


class OpeningPage(ObjectPage):
    model = Opening
    lookup = "challenge_id"
