"""The models of this app, one module a subject."""

from reviews.models.experts import Conflict, Expert, ExpertPledge
from reviews.models.panels import Criterion, Draw, Panel, PanelBid, Rubric, Seat
from reviews.models.scores import LaneAssessment, MilestoneAssessment, Score, ScoreSheet, Vote

__all__ = [
    "Conflict",
    "Criterion",
    "Draw",
    "Expert",
    "ExpertPledge",
    "LaneAssessment",
    "MilestoneAssessment",
    "Panel",
    "PanelBid",
    "Rubric",
    "Score",
    "ScoreSheet",
    "Seat",
    "Vote",
]
