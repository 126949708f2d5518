"""Money: what was decided, arranged, allocated, paid, received, spent; and the other sources, never mixed with it (D2, D19)."""

from django.utils.translation import gettext_lazy as _

from consortia.enums import FundingSource
from funding.enums import STANDING_REPORTS, DecisionResult, TrancheState, TransferCode
from funding.models import Decision, ExpenditureLine, FundingPlan, FundReceipt, Tranche, Transfer
from funding.statistics.scope import Scope
from funding.statistics.table import MONEY, RATIO, add

SELF = (FundingSource.SELF, FundingSource.LOAN)
OTHER = (FundingSource.SOCIAL, FundingSource.OTHER)


def _decisions(scope: Scope):
    rows = Decision.objects.filter(scope.about("bid__challenge__"), decided_at__lt=scope.end)
    return rows.exclude(result=DecisionResult.DECLINE).exclude(bid__state__in=["REJECTED", "WITHDRAWN"])


def _transfers(code: str, *, giving: bool = False):
    """Transfers under a code; the project's account stands on the credit side where money leaves it."""
    side = "credit" if giving else "debit"

    def rows(scope: Scope):
        found = Transfer.objects.filter(scope.about(f"{side}__project__challenge__"), code=code, at__lt=scope.end)
        return found.filter(debit__year=scope.budget_year) if scope.budget_year else found

    return rows


def _tranches(scope: Scope):
    rows = Tranche.objects.filter(scope.about("project__challenge__"), created_at__lt=scope.end)
    return rows.filter(year=scope.budget_year) if scope.budget_year else rows


def _received(scope: Scope):
    return _tranches(scope).filter(state=TrancheState.RECEIVED, received_at__lt=scope.end)


def _spent(*sources: str):
    def rows(scope: Scope):
        about = scope.about("report__project__challenge__")
        found = ExpenditureLine.objects.filter(about, source__in=sources, report__state__in=STANDING_REPORTS)
        found = found.filter(report__created_at__lt=scope.end)
        return found.filter(report__period_to__year=scope.budget_year) if scope.budget_year else found

    return rows


add(
    "fiscal_decided",
    _("财政支持经费（决定）"),
    _("万元"),
    MONEY,
    _("立项决定的财政经费，全实施期合计"),
    _decisions,
    column="fiscal_fen",
)
add(
    "fiscal_arranged",
    _("财政经费（立项安排）"),
    _("万元"),
    MONEY,
    _("台账立项安排减取消，可按预算年度"),
    _transfers(TransferCode.AWARD),
    column="amount_fen",
    minus=_transfers(TransferCode.RELEASE, giving=True),
)
add(
    "fiscal_planned",
    _("当年财政资金安排"),
    _("万元"),
    MONEY,
    _("拨款计划中未取消的金额，可按预算年度"),
    lambda scope: _tranches(scope).exclude(state=TrancheState.CANCELLED, cancelled_at__lt=scope.end),
    column="planned_fen",
)
add(
    "fiscal_allocated",
    _("财政经费（已下达）"),
    _("万元"),
    MONEY,
    _("已批准拨款减撤销"),
    _transfers(TransferCode.RESERVE),
    column="amount_fen",
    minus=_transfers(TransferCode.VOID),
)
add(
    "fiscal_paid",
    _("财政经费（已拨付）"),
    _("万元"),
    MONEY,
    _("台账拨付"),
    _transfers(TransferCode.PAY),
    column="amount_fen",
)
add("fiscal_received", _("财政经费（到账）"), _("万元"), MONEY, _("牵头单位确认到账"), _received, column="received_fen")
add(
    "fiscal_spent",
    _("财政经费（支出）"),
    _("万元"),
    MONEY,
    _("支出报告中的财政经费，退回的不计"),
    _spent(FundingSource.FISCAL),
    column="amount_fen",
)
add(
    "fiscal_balance",
    _("财政经费（结余）"),
    _("万元"),
    MONEY,
    _("到账减支出"),
    part="fiscal_received",
    base="fiscal_spent",
)
add(
    "fiscal_clawed_back",
    _("财政经费（追回）"),
    _("万元"),
    MONEY,
    _("清算追回"),
    _transfers(TransferCode.CLAW_BACK),
    column="amount_fen",
)

# Other money, planned, received and spent; never mixed with the ledger (D19).


def _plans(*sources: str):
    def rows(scope: Scope):
        found = FundingPlan.objects.filter(project__in=scope.projects().values("pk"))
        found = found.filter(source__in=sources) if sources else found.exclude(source=FundingSource.FISCAL)
        return found.filter(year=scope.budget_year) if scope.budget_year else found

    return rows


def _receipts(*sources: str):
    def rows(scope: Scope):
        about = scope.about("project__challenge__")
        found = FundReceipt.objects.filter(
            about, received_on__lte=scope.as_of, reverses__isnull=True, fundreceipt__isnull=True
        )
        found = found.filter(source__in=sources) if sources else found
        return found.filter(received_on__year=scope.budget_year) if scope.budget_year else found

    return rows


for _code, _label, _sources in (
    ("self", _("企业自筹"), SELF),
    ("loan", _("其中贷款"), (FundingSource.LOAN,)),
    ("matching", _("地方配套"), (FundingSource.MATCHING,)),
    ("other", _("其他来源"), OTHER),
    ("nonfiscal", _("财政以外各来源"), ()),
):
    _all = _sources or tuple(source for source in FundingSource.values if source != FundingSource.FISCAL)
    add(
        f"{_code}_planned",
        f"{_label}（计划）",
        _("万元"),
        MONEY,
        _("经费来源计划，可按年度"),
        _plans(*_sources),
        column="planned_fen",
    )
    add(
        f"{_code}_received",
        f"{_label}（到位）",
        _("万元"),
        MONEY,
        _("已填报到位，冲正的不计"),
        _receipts(*_sources),
        column="amount_fen",
    )
    add(
        f"{_code}_spent",
        f"{_label}（支出）",
        _("万元"),
        MONEY,
        _("支出报告，退回的不计"),
        _spent(*_all),
        column="amount_fen",
    )

add(
    "ratio_self_fiscal",
    _("自筹与财政之比"),
    ":1",
    RATIO,
    _("企业自筹（计划）÷ 财政支持经费（决定），同为全实施期"),
    part="self_planned",
    base="fiscal_decided",
)
add(
    "leverage_planned",
    _("撬动比（计划）"),
    _("倍"),
    RATIO,
    _("财政以外各来源（计划）÷ 财政支持经费（决定），同为全实施期（D3）"),
    part="nonfiscal_planned",
    base="fiscal_decided",
)
add(
    "leverage_actual",
    _("撬动比（实际）"),
    _("倍"),
    RATIO,
    _("财政以外各来源（到位）÷ 财政经费（到账），同一截止日"),
    part="nonfiscal_received",
    base="fiscal_received",
)
