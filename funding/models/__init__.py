"""The models of this app, one module a subject."""

from funding.models.awards import Decision, FundingPlan, Waiver
from funding.models.benefits import LocalReward, PolicyBenefit, PublishedFigure, RewardItem
from funding.models.ledger import Account, Transfer
from funding.models.reports import ExpenditureLine, ExpenditureReport, FundReceipt, Settlement, SubTransfer
from funding.models.tranches import Tranche

__all__ = [
    "Account",
    "Decision",
    "ExpenditureLine",
    "ExpenditureReport",
    "FundReceipt",
    "FundingPlan",
    "LocalReward",
    "PolicyBenefit",
    "PublishedFigure",
    "RewardItem",
    "Settlement",
    "SubTransfer",
    "Tranche",
    "Transfer",
    "Waiver",
]
