"""The forms of money, one module a subject."""

from funding.forms.awards import (
    DecideForm,
    DraftNoticeForm,
    FailForm,
    PublishNoticeForm,
    RatioWaiverForm,
    TrancheWaiverForm,
)
from funding.forms.reports import ExpenditureForm, ReceiptForm, RewardForm, SettleForm, SubTransferForm, TerminateForm
from funding.forms.tranches import ApproveForm, ConfirmForm, PayForm, RequestForm, RoundForm, WaiverDecisionForm

__all__ = [
    "ApproveForm",
    "ConfirmForm",
    "DecideForm",
    "DraftNoticeForm",
    "ExpenditureForm",
    "FailForm",
    "PayForm",
    "PublishNoticeForm",
    "RatioWaiverForm",
    "ReceiptForm",
    "RequestForm",
    "RewardForm",
    "RoundForm",
    "SettleForm",
    "SubTransferForm",
    "TerminateForm",
    "TrancheWaiverForm",
    "WaiverDecisionForm",
]
