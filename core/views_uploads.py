"""Parts of files over HTTP, for static/js/upload.js: JSON both ways, every refusal a sentence.

POST /uploads/ begins (or finds what was begun), PATCH /uploads/<token>/ appends at the byte named in `Upload-Offset`,
GET tells where the server stands, POST to it gives up. A PATCH that leaves a gap is answered with the byte expected.
"""

import json
import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core import uploads
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.models import Upload

_BEGIN_BYTES = 64 * 1024


def told(upload: Upload) -> dict:
    """What the browser needs to go on; `name` only for its own owner."""
    return {
        "url": reverse("uploads:one", args=[upload.token]),
        "token": upload.token,
        "name": upload.name,
        "size": upload.size_bytes,
        "offset": upload.received_bytes,
        "is_used": upload.file_id is not None,
        "part_bytes": uploads.PART_BYTES,
    }


def refusal_json(refusal: Refused) -> JsonResponse:
    """A refusal for scripts: the sentence to show, and where to go on."""
    body = {"code": refusal.code, "sentence": refusal.sentence, "defects": refusal.defects}
    if "offset" in refusal.ids:
        body["offset"] = refusal.ids["offset"]
    statuses = {"storage_full": 507, "upload_unknown": 404}
    status = statuses.get(refusal.code, 403 if isinstance(refusal, Forbidden) else 409)
    return JsonResponse(body, status=status)


class _Json(View):
    """Asks for a sign-in by a code, so that a script can tell it from a failure and keep what it has."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            sentence = _("登录已过期。请重新登录后继续，已传的部分不会丢失。")
            return JsonResponse({"code": "signed_out", "sentence": sentence}, status=403)
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            note_refusal(request, refusal)
            response = refusal_json(refusal)
        response["Cache-Control"] = "no-store"
        return response


class Uploads(_Json):
    def get(self, request):
        """What waits for one purpose: after a reload the same file goes on where it stopped."""
        ticket = request.GET.get("ticket", "")
        found = uploads.waiting(ticket=ticket, by=request.user) if ticket else []
        return JsonResponse({"waiting": [told(one) for one in found]})

    def post(self, request):
        asked = _asked(request)
        upload = uploads.begin(by=request.user, **asked)
        return JsonResponse(told(upload), status=201)


class OneUpload(_Json):
    def get(self, request, token):
        return JsonResponse(told(uploads.find(token=token, by=request.user)))

    def patch(self, request, token):
        start, length = request.headers.get("Upload-Offset", ""), request.headers.get("Content-Length", "")
        if not re.fullmatch(r"\d{1,15}", start, re.ASCII) or not re.fullmatch(r"\d{1,15}", length, re.ASCII):
            raise Refused("upload_part", _("请求中没有说明分片的位置或长度。"))
        if int(length) > uploads.MOST_PART_BYTES:
            raise Refused("upload_part", _("分片过大，请刷新页面后重新上传。"))
        try:
            data = request.body
        except UnreadablePostError:
            data = b""
        if len(data) != int(length):
            raise Refused("upload_cut", _("这一片没有传完，请重试。"))
        return JsonResponse(told(uploads.append(token=token, by=request.user, start=int(start), data=data)))

    def post(self, request, token):
        """Give up."""
        uploads.abandon(token=token, by=request.user)
        return HttpResponse(status=204)


def _asked(request: HttpRequest) -> dict:
    """The body of a beginning, checked for its form: whatever else comes is a sentence, never a failure."""
    wrong = Refused("upload_request", _("上传请求的格式不正确，请刷新页面后重试。"))
    if int(request.headers.get("Content-Length") or 0) > _BEGIN_BYTES:
        raise wrong
    try:
        asked = json.loads(request.body)
        name, size, sha256 = asked["name"], asked["size"], asked.get("sha256") or ""
        ticket = asked["ticket"]
        name.encode()  # half of a surrogate pair is no name
    except (ValueError, KeyError, TypeError, AttributeError, UnreadablePostError, RecursionError) as error:
        raise wrong from error
    fits = isinstance(name, str) and isinstance(ticket, str) and type(size) is int and isinstance(sha256, str)
    if not fits or abs(size) > 2**53 or not re.fullmatch(r"([0-9a-f]{64})?", sha256, re.ASCII):
        raise wrong
    return {"ticket": ticket, "name": name, "size_bytes": size, "sha256": sha256}
