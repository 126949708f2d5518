"""Forms of this app, one module a subject."""

from projects.forms.agreements import AgreementForm
from projects.forms.changes import ChangeDecisionForm, ChangeForm, RecordForm
from projects.forms.closing import (
    AcceptanceForm,
    CloseForm,
    ConclusionForm,
    ContractForm,
    EvaluationForm,
    OutcomeForm,
)
from projects.forms.milestones import FailForm, PassForm, RectifyForm, ReportForm
from projects.forms.plain import IssueForm, NoteForm, ReasonForm
from projects.forms.races import LaneReportForm, MergeForm, VerifyForm

__all__ = [
    "AcceptanceForm",
    "AgreementForm",
    "ChangeDecisionForm",
    "ChangeForm",
    "CloseForm",
    "ConclusionForm",
    "ContractForm",
    "EvaluationForm",
    "FailForm",
    "IssueForm",
    "LaneReportForm",
    "MergeForm",
    "NoteForm",
    "OutcomeForm",
    "PassForm",
    "ReasonForm",
    "RecordForm",
    "RectifyForm",
    "ReportForm",
    "VerifyForm",
]
