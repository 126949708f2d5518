"""The files of a bid: sent while it is written or corrected, read by whoever may read the bid."""

from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from consortia import actions, drafts, queries, rules
from consortia.enums import BidState
from consortia.forms.attachments import AttachmentsForm, limits
from consortia.models import Attachment
from consortia.views import progress
from consortia.views.bids import BidPart
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.permissions import allows
from core.ui import forms as ui_forms
from core.views_uploads import refusal_json


class AttachmentsPage(BidPart):
    """The script of the page asks for JSON and sends one file at a time; without it all come at once."""

    def get(self, request, pk):
        return self.page(self.form())

    def post(self, request, pk):
        remove = request.POST.get("remove", "")
        if remove:
            return self.remove(remove)
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            if self.wants_json:
                sentence = " ".join(one.text for one in ui_forms.defects(form))
                return JsonResponse({"code": "invalid", "sentence": sentence}, status=422)
            return self.page(form, status=422)
        kept, refusals = self.keep(**form.cleaned_data)
        if self.wants_json:
            return refusal_json(refusals[0]) if refusals else JsonResponse({"kept": kept})
        if not refusals:
            return HttpResponseRedirect(request.path)
        sentence = _("%(kept)d 份已保存，%(refused)d 份没有保存。") % {"kept": kept, "refused": len(refusals)}
        whole = refusals[0] if len(refusals) == 1 and not kept else Refused(
            "files_refused", sentence, defects=[one.sentence for one in refusals]
        )  # fmt: skip
        return self.page(form, refusal=whole, status=409)

    @property
    def wants_json(self) -> bool:
        return self.request.headers.get("Accept", "") == "application/json"

    def form(self, *data) -> AttachmentsForm:
        return AttachmentsForm(*data, bid=self.bid, user=self.request.user)

    def keep(self, *, upload: list, kind: str, no_secrets: bool) -> tuple[int, list[Refused]]:
        """Each file for itself: one that is refused does not take the others with it."""
        refusals = []
        for one in upload:
            try:
                actions.add_attachment(
                    bid=self.bid, upload=one, kind=kind, is_unclassified=no_secrets, by=self.request.user
                )
            except Forbidden:
                raise
            except Refused as refusal:
                note_refusal(self.request, refusal)
                refusals.append(refusal)
        return len(upload) - len(refusals), refusals

    def remove(self, number: str):
        found = (
            Attachment.objects.filter(bid=self.bid, pk=int(number)) if number.isascii() and number.isdigit() else None
        )
        attachment = found.first() if found is not None and len(number) < 19 else None
        if attachment is None:
            raise Http404
        actions.remove_attachment(attachment=attachment, by=self.request.user)
        return HttpResponseRedirect(self.request.path)

    def page(self, form, *, refusal=None, status: int = 200):
        bid, user = self.bid, self.request.user
        rows = bid.attachments.select_related("file", "added_by__person", "added_by__organization").order_by("pk")
        if bid.opened_at:
            files = [(one, one.name) for one in rows.exclude(name="")]
        else:
            listed = (queries.sections(bid).get("attachments") or drafts.blank("attachments"))["rows"]
            known = {one.pk: one for one in rows}
            files = [(known[row["attachment_id"]], row["name"]) for row in listed]
        is_author = bid.state == BidState.DRAFT and allows(rules.author_bid, user, bid)
        is_correcting = bid.state == BidState.CORRECTING and allows(rules.submit_bid, user, bid)
        return self.show(
            "consortia/attachments.html", "attachments", _("附件"), status=status, form=form, refusal=refusal, files=files,
            may_add=is_author or is_correcting, may_remove=is_author, limits=limits(), is_files=True, challenge=bid.challenge,
            progress=progress.Progress(bid, user) if is_author else None,
        )  # fmt: skip


class AttachmentFile(BidPart):
    """One file, decrypted for whoever may read it."""

    def get(self, request, pk, attachment):
        found = Attachment.objects.filter(bid=self.bid, pk=attachment).select_related("file", "bid").first()
        if found is None:
            raise Http404
        name, stream = actions.open_attachment(attachment=found, by=request.user)
        return FileResponse(stream, as_attachment=True, filename=name, content_type=found.file.content_type)
