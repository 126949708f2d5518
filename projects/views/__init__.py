"""Pages of this app, one module a subject."""

from projects.views.agreements import AgreementPage, EditAgreement
from projects.views.batches import FinishBatch
from projects.views.beside import BesideBid
from projects.views.changes import ChangeList, ChangePage, RequestChange
from projects.views.contracts import ContractList, ContractPage, SignContract
from projects.views.milestones import MilestoneList, MilestonePage
from projects.views.projects import EvaluatePage, OutcomeList, ProjectList, ProjectPage
from projects.views.public import ResultList, ResultPage
from projects.views.races import LanePage, RaceList, RacePage

__all__ = [
    "AgreementPage",
    "BesideBid",
    "ChangeList",
    "ChangePage",
    "ContractList",
    "ContractPage",
    "EditAgreement",
    "EvaluatePage",
    "FinishBatch",
    "LanePage",
    "MilestoneList",
    "MilestonePage",
    "OutcomeList",
    "ProjectList",
    "ProjectPage",
    "RaceList",
    "RacePage",
    "RequestChange",
    "ResultList",
    "ResultPage",
    "SignContract",
]
