"""The models of this app, one module a subject."""

from projects.models.changes import ChangeRequest
from projects.models.closing import Acceptance, Contract, ContractParty, Outcome, UserEvaluation
from projects.models.projects import Milestone, MilestoneTarget, Project, TaskAgreement
from projects.models.races import Lane, LaneStanding, LaneValue, Race, RaceRound

__all__ = [
    "Acceptance",
    "ChangeRequest",
    "Contract",
    "ContractParty",
    "Lane",
    "LaneStanding",
    "LaneValue",
    "Milestone",
    "MilestoneTarget",
    "Outcome",
    "Project",
    "Race",
    "RaceRound",
    "TaskAgreement",
    "UserEvaluation",
]
