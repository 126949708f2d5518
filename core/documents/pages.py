"""Handing a document out: loaded with permission, PDF to read or docx to edit, and an event where it is not public."""

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core import clock, events
from core.digests import of_bytes
from core.documents.blocks import Document
from core.documents.pdf import render
from core.documents.word import word
from core.errors import Refused
from core.pages import Page

PDF, DOCX = "pdf", "docx"
#: A thousand rows take half a second and 150 MB; a list longer than this is work for an export, which runs in the background.
MOST_ROWS = 3000
TYPES = {PDF: "application/pdf", DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


class DocumentPage(Page):
    """`load` finds the object for this person (404 otherwise) and asks the rule; `document` describes it.

    The format stands in the address (`?format=docx`). What is not open to everybody is never kept by a cache, and each
    reading of it is an event on the object.
    """

    formats = (PDF,)
    is_restricted = False  #: the event of reading it is shown where restricted events are

    def load(self, **kwargs) -> models.Model:
        raise NotImplementedError

    def found(self, rows: models.QuerySet) -> models.Model:
        """The row, or 404."""
        row = rows.first()
        if row is None:
            raise Http404
        return row

    def document(self, obj) -> Document:
        raise NotImplementedError

    def is_open(self, obj) -> bool:
        """Whether everybody may read this very content."""
        return False

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        kind = request.GET.get("format", PDF)
        if kind not in self.formats:
            raise Http404
        obj = self.load(**kwargs)
        document, is_open = self.document(obj), self.is_open(obj)
        if document.row_count > MOST_ROWS:
            said = _("清单有 %(count)s 行，超过一份文件的 %(most)s 行。请缩小范围，或在列表页导出 Excel。")
            raise Refused("too-long", said % {"count": document.row_count, "most": MOST_ROWS})
        content = word(document) if kind == DOCX else render(document, is_public=is_open)
        if not is_open:
            self._record(obj, document, content, kind)
        response = HttpResponse(content, content_type=TYPES[kind])
        name = f"{document.title}{'（' + document.mark + '）' if document.mark else ''}.{kind}".replace("\n", "")
        response["Content-Disposition"] = content_disposition_header(kind == DOCX, name)
        response["Cache-Control"] = "public, max-age=300" if is_open else "private, no-store"
        return response

    def _record(self, obj, document: Document, content: bytes, kind: str) -> None:
        events.record(
            obj,
            "document.download",
            by=self.request.user,
            at=clock.now(),
            label=_("下载文件"),
            note=document.title,
            data={"format": kind, "content_sha256": document.digest, "file_sha256": of_bytes(content).sha256},
            restricted=self.is_restricted,
        )
