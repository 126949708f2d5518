"""Writing a draft: one page a section, totals beside the budget, files."""

import json

from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consortia import actions, drafts, queries, rules
from consortia.drafts.schema import SECTIONS, WRITTEN
from consortia.enums import BidState
from consortia.forms.bids import AttachmentForm
from consortia.forms.sections import SectionForms
from consortia.models import Attachment
from consortia.views.bids import BidPart, target
from core import clock
from core.errors import Conflict, Forbidden, Refused
from core.middleware import note_refusal
from core.permissions import allows, require


class SectionPage(BidPart):
    """One section to fill in. Two writers: the second is told, keeps the text typed, and sees what the first saved."""

    def get(self, request, pk, name):
        self.check(name)
        found = queries.section(self.bid, name)
        content = json.loads(found.content) if found else drafts.blank(name)
        return self.page(name, SectionForms(name, self.bid, content=content), version=found.version if found else 0)

    def post(self, request, pk, name):
        self.check(name)
        found = queries.section(self.bid, name)
        content = json.loads(found.content) if found else drafts.blank(name)
        sent = SectionForms(name, self.bid, content=content, data=request.POST)
        version = request.POST.get("version", "")
        version = int(version) if version.isdigit() else 0
        if not sent.is_valid():
            return self.page(name, sent, version=version, status=422)
        try:
            actions.save_section(bid=self.bid, name=name, content=sent.content(), version=version, by=request.user)
        except Forbidden:
            raise
        except Conflict as conflict:
            # Saved again on purpose, the newest version is the one to replace.
            latest = queries.section(self.bid, name)
            return self.page(name, sent, version=latest.version, refusal=conflict, latest=latest, status=409)
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.page(name, sent, version=version, refusal=refusal, status=409)
        following = request.POST.get("then") == "next" and self.following(name)
        return HttpResponseRedirect(
            reverse("consortia:section", args=[pk, following or name]) + ("" if following else "?saved=1")
        )

    def check(self, name: str) -> None:
        if name not in WRITTEN:
            raise Http404
        require(rules.author_bid, self.request.user, self.bid)
        if self.bid.state != BidState.DRAFT:
            state = self.bid.get_state_display()
            is_sealed = self.bid.state == BidState.SUBMITTED
            sentence = _("方案现为“%(state)s”，不能修改。") % {"state": state}
            raise Refused("not_writable", sentence, sensitive=is_sealed, bid=self.bid.pk)

    def following(self, name: str) -> str:
        place = WRITTEN.index(name) + 1
        return WRITTEN[place] if place < len(WRITTEN) else ""

    def page(self, name: str, forms: SectionForms, *, version: int, refusal=None, latest=None, status: int = 200):
        content = queries.sections(self.bid)
        found = drafts.defects(challenge=self.bid.challenge, consortium=self.bid.consortium, sections=content)
        saved = queries.section(self.bid, name)
        steps = [
            (SECTIONS[one].label, reverse("consortia:section", args=[self.bid.pk, one]), one == name) for one in WRITTEN
        ]
        return self.show(
            "consortia/section.html",
            "",
            str(SECTIONS[name].label),
            status=status,
            name=name,
            forms=forms,
            version=version,
            refusal=refusal,
            latest=json.dumps(json.loads(latest.content), ensure_ascii=False, indent=1) if latest else "",
            saved=saved,
            just_saved="saved" in self.request.GET,
            sections=steps,
            following=self.following(name),
            defects=[(one, target(one)) for one in found if one.section == name],
            other_count=sum(1 for one in found if one.section != name and not one.is_waivable),
            challenge=self.bid.challenge,
            totals=drafts.totals(content.get("budget") or drafts.blank("budget"), self.bid.challenge.batch.rule_set),
        )


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
