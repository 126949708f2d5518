"""Contracts of the 2021 mechanism: an enterprise posed, research units answered; 30 % support with a cap (R-FUN-05)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import Organization
from challenges.enums import Category, ChallengeState, Mechanism
from challenges.lifecycle import FAILED
from challenges.models import Challenge
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from projects import rules
from projects.models import Contract, ContractParty

NOT_PUBLISHED = (ChallengeState.DRAFTING, ChallengeState.REFINING, ChallengeState.APPROVED)
GONE = (ChallengeState.WITHDRAWN, *FAILED)


def support_for(challenge: Challenge, amount_fen: int) -> int:
    """The fiscal support in fen for one more contract of this amount: the percentage, rounded down, within what the
    category's cap leaves after the contracts already signed on the challenge."""
    rule_set = challenge.batch.rule_set
    is_technology = challenge.category == Category.TECHNOLOGY
    cap_fen = rule_set.support_cap_technology_fen if is_technology else rule_set.support_cap_transfer_fen
    signed = challenge.contracts.filter(is_exceptional=False).aggregate(total=Sum("support_fen"))["total"] or 0
    return max(min(amount_fen * rule_set.support_percent // 100, cap_fen - signed), 0)


@action
def sign_contract(
    *,
    challenge: Challenge,
    enterprise: Organization,
    research_units: Sequence[Organization],
    amount_fen: int,
    signed_on: date,
    registration_number: str = "",
    is_exceptional: bool = False,
    exception_reason: str = "",
    support_fen: int | None = None,
    by,
    at: datetime | None = None,
) -> Contract:
    """Record a signed contract and its support. 一事一议 (`is_exceptional`) may name another `support_fen`, with a reason."""
    at = at or clock.now()
    require(rules.sign_contract, by, challenge)
    challenge = locked(challenge)
    if challenge.batch.rule_set.mechanism != Mechanism.ENTERPRISE_2021:
        raise Refused(
            "not_2021", _("该榜单不是“企业出题、科研单位揭榜”的机制，不登记技术合同。"), challenge=challenge.pk
        )
    if challenge.state in (*NOT_PUBLISHED, *GONE):
        raise Refused(
            "wrong_state",
            _("榜单现为“%(state)s”，不能登记签约。") % {"state": challenge.get_state_display()},
            challenge=challenge.pk,
        )
    if challenge.owner_id and challenge.owner_id != enterprise.pk:
        raise Refused(
            "not_the_owner",
            _("签约企业须为出题单位“%(name)s”。") % {"name": challenge.owner.name},
            challenge=challenge.pk,
        )
    units = list({unit.pk: unit for unit in research_units}.values())
    if not units or enterprise.pk in {unit.pk for unit in units}:
        raise Refused(
            "research_units", _("请选择至少一家揭榜的科研单位（不能是出题企业自己）。"), challenge=challenge.pk
        )
    if amount_fen <= 0:
        raise Refused("amount", _("合同金额须大于零。"))
    if signed_on > clock.local(at).date():
        raise Refused("signed_in_future", _("签订日期不能晚于今天。"))
    if is_exceptional and not exception_reason.strip():
        raise Refused("exception_reason", _("一事一议的合同须说明理由。"), challenge=challenge.pk)
    if support_fen is not None and not is_exceptional:
        raise Refused(
            "support_by_rule", _("财政支持按规则计算；另定金额的，请按一事一议办理并说明理由。"), challenge=challenge.pk
        )
    contract = Contract.objects.create(
        challenge=challenge,
        enterprise=enterprise,
        amount_fen=amount_fen,
        signed_on=signed_on,
        registration_number=registration_number.strip(),
        support_fen=support_for(challenge, amount_fen) if support_fen is None else support_fen,
        is_exceptional=is_exceptional,
        exception_reason=exception_reason.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    ContractParty.objects.bulk_create(ContractParty(contract=contract, organization=unit) for unit in units)
    data = {"contract": contract.pk, "amount_fen": amount_fen, "support_fen": contract.support_fen}
    events.record(
        challenge, "challenge.contract", by=by, at=at, label=_("登记技术合同"), note=enterprise.name, data=data
    )
    return contract
