"""The models of this app, one module a subject."""

from challenges.models.challenges import (
    Challenge,
    Condition,
    Indicator,
    MilestoneRequirement,
    NeedLink,
)
from challenges.models.dialogue import Matchmaking, Question, SignUp
from challenges.models.needs import Need, NeedCall
from challenges.models.notices import Clue, Evidence, NoticeItem, Objection, PublicNotice
from challenges.models.pool import NeedPair, NeedText
from challenges.models.programmes import Batch, Field, MediaRecord, PolicyDocument, Programme, RuleSet
from challenges.models.refining import FitnessAnswer, InterestNote, Opinion, Refinement
from challenges.models.sittings import AdvisoryCommittee, CommitteeMember, MemberVote, Resolution, Sitting

__all__ = [
    "AdvisoryCommittee",
    "Batch",
    "Challenge",
    "Clue",
    "CommitteeMember",
    "Condition",
    "Evidence",
    "Field",
    "FitnessAnswer",
    "Indicator",
    "InterestNote",
    "Matchmaking",
    "MediaRecord",
    "MemberVote",
    "MilestoneRequirement",
    "Need",
    "NeedCall",
    "NeedLink",
    "NeedPair",
    "NeedText",
    "NoticeItem",
    "Objection",
    "Opinion",
    "PolicyDocument",
    "Programme",
    "PublicNotice",
    "Question",
    "Refinement",
    "Resolution",
    "RuleSet",
    "SignUp",
    "Sitting",
]
