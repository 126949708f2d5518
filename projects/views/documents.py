"""Letters of award and task agreements as files, for those for whom the project exists."""

from challenges.models import Batch
from challenges.rules import view_office_pages
from core.documents.pages import DOCX, PDF, DocumentPage
from core.permissions import require
from projects import documents
from projects.models import Project
from projects.queries import projects_for
from projects.views.agreements import agreements_for


class AwardLetter(DocumentPage):
    formats = (PDF, DOCX)

    def load(self, **kwargs):
        rows = projects_for(self.request.user).select_related(
            "challenge__batch__programme", "lead__supervising_division", "chief_scientist", "award_resolution", "lane"
        )
        return self.found(rows.filter(code=kwargs["code"]))

    def document(self, obj):
        return documents.award_letter(obj)


class AwardList(DocumentPage):
    """The whole batch on one letter: the department's, for it names every unit and amount."""

    formats = (PDF, DOCX)

    def load(self, **kwargs):
        require(view_office_pages, self.request.user)
        rows = Batch.objects.select_related("programme").filter(pk=kwargs["pk"])
        return self.found(rows.filter(pk__in=Project.objects.values("challenge__batch")))

    def document(self, obj):
        rows = Project.objects.filter(challenge__batch=obj, state__in=documents.AWARDED)
        return documents.award_list(obj, list(rows.select_related("challenge", "lead", "leader").order_by("code")))


class AgreementDocument(DocumentPage):
    formats = (PDF, DOCX)

    def load(self, **kwargs):
        rows = agreements_for(self.request.user).select_related(
            "project__leader", "project__chief_scientist", "unit_signed_by__person", "department_signed_by__person"
        )
        return self.found(rows.filter(pk=kwargs["pk"]))

    def document(self, obj):
        return documents.agreement(obj)
