"""Pages of this app, one module a subject."""

from funding.views.decisions import BidPage, DecideBid, DecisionList, DecisionPage, ProposeRatioWaiver
from funding.views.ledger import LedgerList, auditor_export, ledger_export
from funding.views.money import ProjectMoney, ReportExpenditure, lane_money
from funding.views.notices import AwardNoticePage, DraftNotice
from funding.views.press import PressFigure, PressPage
from funding.views.reports import ExpenditureList, ExpenditurePage, RecordReward, RewardList, WaiverList, WaiverPage
from funding.views.rounds import DecideRound
from funding.views.tranches import ProposeTrancheWaiver, TrancheList, TranchePage

__all__ = [
    "AwardNoticePage",
    "BidPage",
    "DecideBid",
    "DecideRound",
    "DecisionList",
    "DecisionPage",
    "DraftNotice",
    "ExpenditureList",
    "ExpenditurePage",
    "LedgerList",
    "PressFigure",
    "PressPage",
    "ProjectMoney",
    "ProposeRatioWaiver",
    "ProposeTrancheWaiver",
    "RecordReward",
    "ReportExpenditure",
    "RewardList",
    "TrancheList",
    "TranchePage",
    "WaiverList",
    "WaiverPage",
    "auditor_export",
    "lane_money",
    "ledger_export",
]
