"""Files of this app, each behind the rule of the thing it belongs to."""

from django.http import FileResponse, Http404, HttpRequest
from django.views import View

from challenges import rules
from challenges.models import Clue, Evidence, Objection, Refinement, Sitting
from core import storage
from core.permissions import require


class _StoredFile(View):
    """Always a download: what others uploaded is never shown inside our pages."""

    rule = None
    column = "minutes"

    def rows(self, **kwargs):
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs) -> FileResponse:
        row = self.rows(**kwargs).select_related(self.column).first()
        if row is None or getattr(row, self.column) is None:
            raise Http404
        require(type(self).rule, request.user, row)
        file = getattr(row, self.column)
        stream = storage.open_stored(file)
        return FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.content_type)


class RefinementFile(_StoredFile):
    rule = rules.view_office_pages

    def rows(self, **kwargs):
        return Refinement.objects.filter(challenge__code=kwargs["code"], version=kwargs["version"])


class SittingFile(_StoredFile):
    rule = rules.view_office_pages

    def rows(self, **kwargs):
        return Sitting.objects.filter(pk=kwargs["pk"])


class ObjectionFile(_StoredFile):
    """A proof may name its author: supervision alone."""

    rule = rules.view_objector
    column = "file"

    def rows(self, **kwargs):
        return Objection.objects.filter(pk=kwargs["pk"])


class EvidenceFile(_StoredFile):
    """What supervision found may name the objector as well."""

    rule = rules.view_objector
    column = "file"

    def rows(self, **kwargs):
        return Evidence.objects.filter(pk=kwargs["pk"])


class ClueFile(_StoredFile):
    rule = rules.handle_clue
    column = "file"

    def rows(self, **kwargs):
        return Clue.objects.filter(pk=kwargs["pk"])
