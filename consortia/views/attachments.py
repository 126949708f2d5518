"""The files of a bid: sent while it is written or corrected, read by whoever may read the bid."""

from django.http import FileResponse, Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from consortia import actions, drafts, queries, rules
from consortia.enums import BidState
from consortia.forms.bids import AttachmentForm
from consortia.models import Attachment
from consortia.views.bids import BidPart
from core import clock
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.permissions import allows


class AttachmentsPage(BidPart):
    """The files of a bid: sent while it is written or corrected, read by whoever may read the bid."""

    def get(self, request, pk):
        return self.page(AttachmentForm())

    def post(self, request, pk):
        remove = request.POST.get("remove", "")
        if remove.isdigit():
            attachment = Attachment.objects.filter(bid=self.bid, pk=int(remove)).first()
            if attachment is None:
                raise Http404
            actions.remove_attachment(attachment=attachment, by=request.user)
            return HttpResponseRedirect(request.path)
        form = AttachmentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            actions.add_attachment(bid=self.bid, by=request.user, **form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.page(form, refusal=refusal, status=409)
        return HttpResponseRedirect(request.path)

    def page(self, form, *, refusal=None, status: int = 200):
        bid, user = self.bid, self.request.user
        if bid.opened_at:
            files = [(one, one.name) for one in bid.attachments.exclude(name="").select_related("file").order_by("pk")]
        else:
            listed = (queries.sections(bid).get("attachments") or drafts.blank("attachments"))["rows"]
            known = {one.pk: one for one in bid.attachments.select_related("file")}
            files = [(known[row["attachment_id"]], row["name"]) for row in listed]
        is_author = bid.state == BidState.DRAFT and allows(rules.author_bid, user, bid)
        is_correcting = bid.state == BidState.CORRECTING and allows(rules.submit_bid, user, bid)
        return self.show(
            "consortia/attachments.html", "attachments", _("附件"), status=status, form=form, refusal=refusal, files=files,
            may_add=is_author or is_correcting, may_remove=is_author, now=clock.now(),
        )  # fmt: skip


class AttachmentFile(BidPart):
    """One file, decrypted for whoever may read it."""

    def get(self, request, pk, attachment):
        found = Attachment.objects.filter(bid=self.bid, pk=attachment).select_related("file", "bid").first()
        if found is None:
            raise Http404
        name, stream = actions.open_attachment(attachment=found, by=request.user)
        return FileResponse(stream, as_attachment=True, filename=name, content_type=found.file.content_type)
