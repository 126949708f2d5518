"""Decision packs and reports of money as files; none of them is public."""

from challenges.enums import ChallengeState
from challenges.models import Batch, Sitting
from core import clock
from core.documents.pages import DOCX, PDF, DocumentPage
from core.permissions import allows, require
from funding import documents, rules
from funding.queries.access import projects_with_money
from funding.views.decisions import challenges
from reviews import rules as review_rules
from reviews.enums import PanelPurpose
from reviews.models import Panel
from reviews.queries import panels


class DecisionPack(DocumentPage):
    """For whoever may see decisions and, where a panel judged, its scores. Officers arrange the docx before the sitting."""

    formats = (PDF, DOCX)

    def load(self, **kwargs):
        require(rules.view_ledger, self.request.user)
        obj = self.found(challenges().filter(code=kwargs["code"]))
        self.panel = panel_of(obj)
        if self.panel is not None:
            require(review_rules.see_ranking, self.request.user, self.panel)
        return obj

    def document(self, obj):
        return documents.decision_pack(obj, self.panel)


class SittingPack(DocumentPage):
    """Everything that a sitting of awards is to decide on, in one file: the challenges of its programme under review."""

    formats = (PDF, DOCX)

    def load(self, **kwargs):
        require(rules.view_ledger, self.request.user)
        obj = self.found(Sitting.objects.select_related("programme").filter(pk=kwargs["pk"], programme__isnull=False))
        rows = challenges().filter(batch__programme=obj.programme_id, state=ChallengeState.UNDER_REVIEW)
        self.packs, self.waiting = [], []
        for challenge in rows.order_by("code"):
            panel = panel_of(challenge)
            if panel is not None and allows(review_rules.see_ranking, self.request.user, panel):
                self.packs.append((challenge, panel))
            else:
                self.waiting.append(challenge)
        return obj

    def document(self, obj):
        return documents.sitting_pack(obj, self.packs, self.waiting)


def panel_of(challenge) -> Panel | None:
    return panels().filter(challenge=challenge, purpose=PanelPurpose.BID).first()


class ProjectMoneyReport(DocumentPage):
    def load(self, **kwargs):
        obj = self.found(projects_with_money(self.request.user).filter(code=kwargs["code"]))
        require(rules.view_money, self.request.user, obj)
        return obj

    def document(self, obj):
        return documents.project_money(obj, on=clock.today())


class BatchMoneyReport(DocumentPage):
    def load(self, **kwargs):
        require(rules.view_ledger, self.request.user)
        return self.found(Batch.objects.select_related("programme", "rule_set").filter(pk=kwargs["pk"]))

    def document(self, obj):
        return documents.batch_money(obj, on=clock.today())
