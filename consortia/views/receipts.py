"""Receipts: the page, the file, and the public check of a file."""

import json
import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.models import Challenge
from consortia import actions, queries, sealing
from consortia.actions.copies import KEPT_FOR as COPY_KEPT_FOR
from consortia.enums import BidState
from consortia.forms.receipts import VerifyForm
from consortia.models import SubmissionReceipt
from consortia.views import proofs
from consortia.views.bids import BidPart
from consortia.views.proofs import readable
from consortia.views.shared import BIDS, crumb, digest
from core import signing
from core.errors import Refused
from core.pages import ObjectPage, Page
from core.ui import values

#: Holds the key of a copy that a worker makes, in the asker's browser alone.
COPY_COOKIE = "bid_copy_key"


class ReceiptPage(ObjectPage):
    model = SubmissionReceipt
    lookup = "number"
    template_name = "consortia/receipt.html"
    shows_history = False

    def rows(self, user):
        return readable(user)

    def crumbs(self, obj):
        return [crumb(BIDS, "bids"), (obj.bid.number, obj.bid.get_absolute_url()), (_("回执"), "")]

    def heading(self, obj):
        return _("揭榜方案提交回执")

    def lead(self, obj, user):
        received = values.instant_text(obj.received_at, seconds=True)
        return _("已于 %(received)s（北京时间）收到并密封。") % {"received": received}

    def facts(self, obj, user):
        said = obj.payload
        return [
            (_("回执号"), obj.number),
            (_("方案编号"), _("%(bid)s（第 %(version)d 次提交）") % {"bid": said["bid"], "version": obj.version}),
            (_("榜单"), f"{said['challenge']} {said['challenge_title']}"),
            (_("创新联合体"), said["consortium"]),
            (_("牵头单位"), said["lead"]),
            (_("收到时间"), values.instant(obj.received_at, seconds=True)),
            (_("截止时间"), values.instant(obj.bid.challenge.deadline, deadline=True)),
            (_("附件"), _("%(count)d 份") % {"count": len(said["files"])}),
        ]

    def proof_facts(self, obj):
        """What a program compares; nobody else has to read it."""
        said = obj.payload
        return [
            (_("内容摘要 SHA-256"), digest(said["content_sha256"])),
            (_("内容摘要 SM3"), digest(said["content_sm3"])),
            (_("密封件摘要 SHA-256"), digest(said["envelope_sha256"])),
            (_("签名（Ed25519）"), digest(bytes(obj.signature).decode())),
            (_("签名公钥"), digest(signing.public_key().hex())),
        ]

    def context(self, obj, user):
        own = queries.is_own(user, obj.bid.consortium)
        # The copy is for later too: that what was opened is what was sent.
        unsent = {BidState.DRAFT, BidState.UNIT_REVIEW, BidState.EXPIRED, BidState.WITHDRAWN}
        is_superseded = obj.version != obj.bid.version or obj.bid.state in unsent
        is_current = obj.bid.state == "SUBMITTED" and obj.bid.version == obj.version
        return {
            "proof_facts": self.proof_facts(obj),
            "deadline_text": values.instant_text(obj.bid.challenge.deadline, deadline=True),
            "pdf_url": reverse("consortia:receipt-document", args=[obj.number]),
            "file_url": reverse("consortia:receipt-file", args=[obj.number]),
            "verify_url": f"{reverse('consortia:verify')}?number={obj.number}",
            "copy_url": reverse("consortia:copy", args=[obj.bid_id]) if own and not is_superseded else "",
            "bid": obj.bid,
            "is_own": own,
            "is_current": is_current,
            "is_superseded": is_superseded,
        }


class ReceiptFile(Page):
    """The receipt as a small file that anybody can check."""

    def get(self, request, number):
        found = readable(request.user).filter(number=number).first()
        if found is None:
            raise Http404
        body = json.dumps(queries.receipt_document(found), ensure_ascii=False, indent=1)
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
        return response


class SubmissionCopy(BidPart):
    """The sealed bytes for the consortium's own people. A POST: it is written down who took them.

    Where this process may not read the key a worker makes the copy. Its key stays in this browser for an hour, in a
    cookie that no script reads and that goes to this address alone; meanwhile the page tells whether it is ready.
    """

    def get(self, request, pk):
        key = self._key(request)
        is_ready = key is not None and sealing.kept_copy(key) is not None
        return self.show(
            "consortia/copy.html", "", _("密封副本"), is_asked=key is not None, is_ready=is_ready, tabs=(),
            is_own=queries.is_own(request.user, self.bid.consortium),
        )  # fmt: skip

    def post(self, request, pk):
        key = self._key(request)
        if key is not None and sealing.kept_copy(key) is not None:
            return self._file(actions.take_copy(bid=self.bid, key=key, by=request.user))
        try:
            return self._file(actions.copy_of_submission(bid=self.bid, by=request.user))
        except Refused as refusal:
            if not sealing.is_closed(refusal):
                raise
        response = redirect("consortia:copy", pk)
        if key is None:
            response.set_cookie(
                COPY_COOKIE, actions.ask_for_copy(bid=self.bid, by=request.user).hex(), max_age=COPY_KEPT_FOR,
                path=request.path, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict",
            )  # fmt: skip
        return response

    def _key(self, request) -> bytes | None:
        """What this browser has kept, or nothing that could be a key."""
        kept = request.COOKIES.get(COPY_COOKIE, "")
        return bytes.fromhex(kept) if re.fullmatch(r"[0-9a-f]{64}", kept, re.ASCII) else None

    def _file(self, content: bytes) -> HttpResponse:
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.bid.number}-v{self.bid.version}.json"'
        response["Cache-Control"] = "no-store"
        return response


class VerifyPage(Page):
    """Anybody may check a receipt, a sealed copy or an attachment. The file is compared and forgotten."""

    is_public = True
    title = gettext_lazy("核验回执")

    def get(self, request):
        return self.page(VerifyForm(initial={"number": request.GET.get("number", "")[:40].replace("\0", "")}))

    def post(self, request):
        form = VerifyForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        said = form.cleaned_data
        proof = proofs.of_upload(request, said["upload"], said["number"]) if said["upload"] else queries.matches_digest(
            number=said["number"], digest=said["digest"]
        )  # fmt: skip
        name = said["upload"].name if said["upload"] else said["number"]
        return self.page(VerifyForm(initial={"number": said["number"]}), proof=proof, name=name)

    def page(self, form, *, proof=None, name: str = "", status: int = 200):
        roots = Challenge.objects.exclude(sealed_root="").order_by("-deadline")[:20]
        context = {
            "base": self.base,
            "page_title": self.title,
            "lead": _(
                "核对手中的回执、密封副本或附件，是否就是系统当时收到的那一份。无须登录；文件只用于比对，不保存。"
            ),
            "crumbs": [(self.title, "")],
            "form": form,
            "proof": proof,
            "sentence": proofs.sentence(proof, name) if proof else "",
            "name": name,
            "roots": roots,
            "public_key": signing.public_key().hex(),
        }
        return render(self.request, "consortia/verify.html", context, status=status)
