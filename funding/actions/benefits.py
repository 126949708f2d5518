"""Outside the ledger: local rewards, policy benefits, and the figures that were given to the press (S65, S87, E-37)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Division, Organization
from core import clock, events
from core.actions import action
from core.errors import Refused
from core.permissions import require
from funding import rules
from funding.enums import RewardKind
from funding.models import LocalReward, PolicyBenefit, PublishedFigure, RewardItem
from projects.actions.guards import required_text


@action
def record_local_reward(
    *,
    division: Division,
    receiver: Organization,
    items: Iterable[dict],
    project=None,
    given_on: date | None = None,
    document: str = "",
    published_text: str = "",
    needs_confirmation: bool = False,
    by,
    at: datetime | None = None,
) -> LocalReward:
    """地方奖励: `items` = [{kind, amount_fen} | {kind, quantity, unit}]; cash has an amount, housing a quantity."""
    at = at or clock.now()
    require(rules.record_local_reward, by, division)
    rows = [dict(item) for item in items]
    if not rows:
        raise Refused("items", _("请至少填写一项奖励。"))
    for row in rows:
        cash = row.get("kind") == RewardKind.CASH
        given = row.get("amount_fen") if cash else row.get("quantity")
        if row.get("kind") not in RewardKind.values or not isinstance(given, int) or given <= 0:
            raise Refused("items", _("现金奖励请填写金额，住房等实物奖励请填写数量和单位，均须大于零。"))
    reward = LocalReward.objects.create(
        division=division,
        receiver=receiver,
        project=project,
        given_on=given_on,
        document=document,
        published_text=published_text,
        needs_confirmation=needs_confirmation,
        recorded_at=at,
        recorded_by=by,
    )
    for row in rows:
        RewardItem.objects.create(
            reward=reward,
            kind=row["kind"],
            amount_fen=row["amount_fen"] if row["kind"] == RewardKind.CASH else None,
            quantity=None if row["kind"] == RewardKind.CASH else row["quantity"],
            unit=row.get("unit", ""),
        )
    events.record(reward, "localreward.create", by=by, at=at, label=_("登记地方奖励"), note=published_text)
    return reward


@action
def record_policy_benefit(
    *,
    organization: Organization,
    kind: str,
    granted_on: date,
    amount_fen: int | None = None,
    policy_document=None,
    proof=None,
    by,
    at: datetime | None = None,
) -> PolicyBenefit:
    """政策落实 for a unit (S87)."""
    at = at or clock.now()
    require(rules.record_policy_benefit, by, organization)
    if amount_fen is not None and amount_fen <= 0:
        raise Refused("amount_needed", _("金额须大于零；没有金额的请留空。"))
    benefit = PolicyBenefit.objects.create(
        organization=organization,
        policy_document=policy_document,
        kind=kind,
        amount_fen=amount_fen,
        granted_on=granted_on,
        proof=proof,
        recorded_at=at,
        recorded_by=by,
    )
    events.record(benefit, "policybenefit.create", by=by, at=at, label=_("登记政策落实"), note=str(organization))
    return benefit


@action
def record_published_figure(
    *,
    code: str,
    label: str,
    scope: str,
    as_of: date,
    value_text: str,
    source: str,
    value: Decimal | None = None,
    unit: str = "",
    note: str = "",
    position: int = 0,
    by,
    at: datetime | None = None,
) -> PublishedFigure:
    """A figure as it was published; given again for the same code, scope and day, it is corrected and the event says so.

    `code` names a statistic of funding.statistics; `scope` is its key there, for example `programme=ZY,year=2022`.
    """
    at = at or clock.now()
    require(rules.record_published_figure, by)
    fields = {
        "label": required_text(label, _("名称")),
        "value_text": required_text(value_text, _("发布值")),
        "value": value,
        "unit": unit,
        "source": required_text(source, _("来源")),
        "note": note,
        "position": position,
    }
    figure, _made = PublishedFigure.objects.update_or_create(code=code, scope=scope, as_of=as_of, defaults=fields)
    events.record(
        figure, "publishedfigure.record", by=by, at=at, label=_("登记发布数据"), note=f"{label}：{value_text}"
    )
    return figure
