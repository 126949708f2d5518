"""Receipts, certificates, bids and opening records as files; each reading is an event, for none of them is public."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from challenges.models import Challenge
from consortia import documents, queries, rules
from consortia.actions.access import require_on_sealed
from consortia.models import Consortium, Opening
from consortia.views.proofs import readable
from core.documents.pages import DocumentPage
from core.errors import Refused
from core.permissions import require


class ReceiptDocument(DocumentPage):
    def load(self, **kwargs):
        return self.found(readable(self.request.user).filter(number=kwargs["number"]))

    def document(self, obj):
        return documents.receipt(obj, verify_url=self.request.build_absolute_uri(reverse("consortia:verify")))


class CertificateDocument(DocumentPage):
    """Of what stands in the register; a consortium in the making has none."""

    def load(self, **kwargs):
        seen = queries.consortia_of(self.request.user).filter(pk=kwargs["pk"], registered_at__isnull=False)
        rows = Consortium.objects.filter(pk__in=seen.values("pk")).exclude(registration_number=None)
        return self.found(rows.select_related("lead", "programme", "field", "chief_scientist"))

    def document(self, obj):
        return documents.certificate(obj)


class BidDocument(DocumentPage):
    """The draft for its own people; an opened bid for whoever may read it. Sealed in between."""

    def load(self, **kwargs):
        user = self.request.user
        rows = queries.bids_of(user).select_related("challenge__batch__rule_set", "consortium__lead")
        bid = self.found(rows.filter(pk=kwargs["pk"]))
        require_on_sealed(rules.read_bid, user, bid)
        return bid

    def document(self, obj):
        return documents.bid(obj, content_of(obj))


def content_of(bid) -> dict:
    content = queries.content_of(bid) if bid.opened_at else queries.sections(bid)
    if not content:
        raise Refused("sealed", _("方案已密封，截止前可以撤回修改；开封后可以查看。"), sensitive=True, bid=bid.pk)
    return content


class OpeningDocument(DocumentPage):
    """Bidders find their own line, the department all of them."""

    def load(self, **kwargs):
        self.record = (
            Opening.objects.filter(challenge=kwargs["challenge_id"], opened_at__isnull=False)
            .select_related("challenge", "first_by__person", "second_by__person")
            .first()
        )
        if self.record is None:
            raise Http404
        require(rules.read_opening, self.request.user, self.record.challenge)
        return self.record.challenge

    def document(self, obj: Challenge):
        user, entries = self.request.user, self.record.entries
        if not user.has_role(*queries.STAFF):
            own = set(queries.bids_of(user).filter(challenge=obj).values_list("number", flat=True))
            entries = [one for one in entries if one["bid"] in own]
        return documents.opening(obj, self.record, entries)
