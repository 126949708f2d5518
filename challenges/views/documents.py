"""Letters of this app as files: published ones for everybody, drafts and sittings for the department."""

from django.http import Http404

from challenges import documents, queries, rules
from challenges.enums import BatchState, NoticeState
from challenges.models import Challenge, Objection, Sitting
from challenges.views.batches import batches_for
from core.documents.pages import DOCX, PDF, DocumentPage
from core.permissions import require


def _challenges_of(batch, user, chosen=()):
    """The published ones; of a batch in preparation those `chosen` (keys as typed), or all that are on its way."""
    rows = Challenge.objects.filter(batch=batch)
    if batch.state != BatchState.DRAFTING or not queries.is_department(user):
        rows = rows.filter(state__in=queries.PUBLIC_CHALLENGE_STATES)
    elif keys := [key for key in chosen if key.isdecimal()]:
        rows = rows.filter(pk__in=keys)
    return documents.in_order(rows)


class NoticeDocument(DocumentPage):
    is_public = True
    formats = (PDF, DOCX)

    def load(self, **kwargs):
        return self.found(queries.notices_for(self.request.user).filter(pk=kwargs["pk"]))

    def document(self, obj):
        challenges = _challenges_of(obj.batch, self.request.user) if obj.batch_id else None
        return documents.notice(obj, shows_amounts=queries.shows_amounts(obj), challenges=challenges)

    def is_open(self, obj):
        return obj.state != NoticeState.DRAFT


class BatchDocument(DocumentPage):
    is_public = True
    formats = (PDF, DOCX)

    def load(self, **kwargs):
        return self.found(batches_for(self.request.user).filter(pk=kwargs["pk"]))

    def document(self, obj):
        chosen = self.request.GET.getlist("challenge")
        return documents.batch(obj, _challenges_of(obj, self.request.user, chosen))

    def is_open(self, obj):
        return obj.state != BatchState.DRAFTING


class SittingDocument(DocumentPage):
    formats = (PDF, DOCX)

    def load(self, **kwargs):
        if not queries.is_department(self.request.user):
            raise Http404
        obj = self.found(Sitting.objects.select_related("programme").filter(pk=kwargs["pk"]))
        require(rules.view_office_pages, self.request.user, obj)
        return obj

    def document(self, obj):
        return documents.sitting(obj, documents.in_order(documents.to_approve(obj)))


class ObjectionReply(DocumentPage):
    """It names whoever objected: for supervision alone, and so is the record of its reading."""

    formats = (PDF, DOCX)
    is_restricted = True

    def load(self, **kwargs):
        require(rules.view_objector, self.request.user)
        rows = Objection.objects.filter(pk=kwargs["pk"], state__in=queries.DECIDED_OBJECTION_STATES)
        return self.found(rows.select_related("notice", "item"))

    def document(self, obj):
        return documents.objection_reply(obj)
