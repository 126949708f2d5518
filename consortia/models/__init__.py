"""The models of this app, one module a subject."""

from consortia.models.bids import (
    Attachment,
    Bid,
    BidMilestone,
    BidTask,
    BudgetLine,
    EligibilityCheck,
    IndicatorResponse,
    MatchingFund,
    Recommendation,
    TeamMember,
)
from consortia.models.consortia import (
    Consortium,
    ConsortiumChange,
    ConsortiumVersion,
    Membership,
    Platform,
    RosterEntry,
)
from consortia.models.sealing import BidSection, Envelope, Opening, Pledge, PledgeText, SubmissionReceipt

__all__ = [
    "Attachment",
    "Bid",
    "BidMilestone",
    "BidSection",
    "BidTask",
    "BudgetLine",
    "Consortium",
    "ConsortiumChange",
    "ConsortiumVersion",
    "EligibilityCheck",
    "Envelope",
    "IndicatorResponse",
    "MatchingFund",
    "Membership",
    "Opening",
    "Platform",
    "Pledge",
    "PledgeText",
    "Recommendation",
    "RosterEntry",
    "SubmissionReceipt",
    "TeamMember",
]
