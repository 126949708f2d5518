"""The mechanism of 2021 and what counties gave: announced budgets, signed contracts, local rewards (S65–S67)."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from funding.models import LocalReward
from funding.statistics.scope import Scope
from funding.statistics.table import COUNT, MONEY, add
from projects.models import Contract, ContractParty


def _contracts(scope: Scope):
    return Contract.objects.filter(scope.about("challenge__"), signed_on__lte=scope.as_of)


def _rewarded(scope: Scope):
    about = scope.about("project__challenge__")
    rows = LocalReward.objects.filter(about, recorded_at__lt=scope.end)
    return Organization.objects.filter(pk__in=rows.values("receiver"))


add(
    "announced_budget",
    _("榜单总经费预算"),
    _("万元"),
    MONEY,
    _("已发布榜单的总经费预算合计，不是奖金（D13）"),
    lambda scope: scope.challenges(),
    column="announced_budget_fen",
)
add(
    "contract_enterprises",
    _("签约出题企业"),
    _("家"),
    COUNT,
    _("已签技术合同的出题企业，去重"),
    lambda scope: Organization.objects.filter(pk__in=_contracts(scope).values("enterprise")),
)
add(
    "contract_research_units",
    _("签约科研单位"),
    _("家"),
    COUNT,
    _("技术合同中的科研单位，去重"),
    lambda scope: Organization.objects.filter(
        pk__in=ContractParty.objects.filter(contract__in=_contracts(scope)).values("organization")
    ),
)
add("contract_amount", _("技术合同金额"), _("万元"), MONEY, _("已签技术合同金额合计"), _contracts, column="amount_fen")
add(
    "contract_support",
    _("技术合同财政支持"),
    _("万元"),
    MONEY,
    _("按比例和上限计算的财政支持合计"),
    _contracts,
    column="support_fen",
)
add("local_rewards", _("受地方奖励单位"), _("家"), COUNT, _("登记有地方奖励的单位，去重"), _rewarded)
