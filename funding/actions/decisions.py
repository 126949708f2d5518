"""立项决定 on a bid, and what becomes of a challenge that awards nobody (3.4, E-21)."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges.enums import ResolutionKind
from challenges.models import Challenge, Resolution
from consortia.enums import BidState
from consortia.models import Bid
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance
from core.money import ratio_text, with_unit
from core.permissions import require
from funding import rules
from funding.enums import DecisionResult as R
from funding.enums import WaiverKind, WaiverState
from funding.models import Decision, Waiver
from funding.queries import decisions as facts
from projects.actions.guards import passed, required_text


@action
def decide(
    *,
    bid: Bid,
    resolution: Resolution,
    result: str,
    fiscal_fen: int = 0,
    yearly_fen: dict | None = None,
    self_fen: int | None = None,
    waiver: Waiver | None = None,
    departure_reason: str = "",
    unequal_reason: str = "",
    over_plan_reason: str = "",
    note: str = "",
    by,
    at: datetime | None = None,
) -> Decision:
    """Record what a sitting decided on one bid, in fen over the whole period; `yearly_fen` {"2022": fen} plans by year.

    Without a yearly plan the money follows the rule set's tranche template. Each reason is asked for only where the decision
    needs it: leaving the panel's order, unequal race lanes, more than the batch planned for its year.
    """
    at = at or clock.now()
    require(rules.decide, by, bid)
    # One decision at a time in a batch: the batch's plan and the race's equal money are sums over several bids.
    locked(bid.challenge.batch)
    bid = locked(bid)
    passed(resolution, ResolutionKind.AWARD, ResolutionKind.RACE)
    _check_waiting(bid)
    if facts.is_departure(bid, result) and not departure_reason.strip():
        over = "、".join(other.number for other in facts.passed_over(bid, result))
        raise Refused(
            "departure_reason",
            _("该决定与评审组意见或次序不一致%(over)s，请填写偏离理由。") % {"over": f"（{over}）" if over else ""},
            bid=bid.pk,
        )
    if result == R.DECLINE:
        fields = {"fiscal_fen": 0, "yearly_fen": {}, "self_fen": 0, "is_ratio_met": True}
    else:
        self_fen = self_fen if self_fen is not None else (bid.self_fen or 0)
        fields = _amounts(bid, result, fiscal_fen, yearly_fen or {}, self_fen, waiver, unequal_reason, over_plan_reason)
        fields |= {"unequal_reason": unequal_reason.strip(), "over_plan_reason": over_plan_reason.strip()}
    decision = Decision.objects.create(
        bid=bid,
        resolution=resolution,
        result=R(result),
        waiver=waiver if result != R.DECLINE else None,
        departure_reason=departure_reason.strip(),
        decided_at=at,
        decided_by=by,
        **fields,
    )
    if decision.waiver_id:
        # Approved by one person beforehand, it stands on the sitting that used it.
        Waiver.objects.filter(pk=decision.waiver_id, resolution=None).update(resolution=resolution)
    if result == R.DECLINE:
        reason = departure_reason.strip() or note.strip() or _("经会议研究，未列入本次拟立项名单。")
        advance(bid, "decline", by=by, at=at, note=reason, changes={"decline_reason": reason})
    else:
        words = {"result": R(result).label, "amount": with_unit(fiscal_fen), "number": resolution.number}
        advance(
            bid, "propose", by=by, at=at, note=note or _("%(result)s，财政经费%(amount)s（决议 %(number)s）") % words
        )
    return decision


def _check_waiting(bid: Bid) -> None:
    if Decision.objects.filter(bid=bid).exists():
        raise Refused(
            "decided_already", _("揭榜方案 %(bid)s 已有立项决定，不能重复登记。") % {"bid": bid.number}, bid=bid.pk
        )
    if bid.challenge.state != "UNDER_REVIEW" or bid.state not in facts.JUDGED:
        words = {"bid": bid.number, "state": bid.get_state_display()}
        raise Refused(
            "not_judged", _("揭榜方案 %(bid)s 现为“%(state)s”，评审组出具意见后才能作立项决定。") % words, bid=bid.pk
        )


def _amounts(bid, result, fiscal_fen, yearly_fen, self_fen, waiver, unequal_reason, over_plan_reason) -> dict:
    """Check the amounts of an award and answer the columns they fill."""
    if isinstance(fiscal_fen, bool) or not isinstance(fiscal_fen, int) or fiscal_fen <= 0:
        raise Refused("amount_needed", _("请填写拟安排的财政经费。"), bid=bid.pk)
    cap = facts.cap_fen(bid.challenge)
    if cap is not None and fiscal_fen > cap:
        words = {"amount": with_unit(fiscal_fen), "cap": with_unit(cap)}
        hint = _("请检查是否把元当作万元填写。") if fiscal_fen > 50 * cap else ""
        sentence = _("拟安排%(amount)s，超过该榜单财政支持上限%(cap)s，请核减。") % words + hint
        raise Refused("over_cap", sentence, bid=bid.pk, cap_fen=cap)
    yearly = {str(int(year)): int(fen) for year, fen in yearly_fen.items() if fen}
    if yearly and (sum(yearly.values()) != fiscal_fen or min(yearly.values()) < 0):
        words = {"sum": with_unit(sum(yearly.values()), "元"), "total": with_unit(fiscal_fen, "元")}
        raise Refused(
            "yearly_sum", _("分年度安排合计%(sum)s，与财政经费总额%(total)s不等，请核对。") % words, bid=bid.pk
        )
    _check_shape(bid, result, fiscal_fen, yearly, unequal_reason)
    is_met = _check_ratio(bid, fiscal_fen, self_fen, waiver)
    _check_plan(bid, fiscal_fen, yearly, over_plan_reason)
    return {"fiscal_fen": fiscal_fen, "yearly_fen": yearly, "self_fen": self_fen, "is_ratio_met": is_met}


def _check_shape(bid: Bid, result: str, fiscal_fen: int, yearly: dict, unequal_reason: str) -> None:
    """One winner, or a race of two or three with equal money (R-RAC-01…03, Q14)."""
    others = (
        Decision.objects.filter(bid__challenge=bid.challenge)
        .exclude(result=R.DECLINE)
        .exclude(bid__state=BidState.REJECTED)
    )
    if result == R.AWARD:
        if others.exists():
            raise Refused(
                "second_award",
                _("该榜单已有拟立项方案；同一榜单立项两个以上的，须由评审组建议赛马。"),
                bid=bid.pk,
            )
        return
    challenge = bid.challenge
    raced = challenge.bids.filter(state=BidState.RACE_RECOMMENDED).count() + others.filter(result=R.RACE).count()
    if bid.state != BidState.RACE_RECOMMENDED or raced < 2 or others.filter(result=R.AWARD).exists():
        raise Refused("race_needs_two", _("赛马立项须有至少两个评审组建议赛马的方案，且不与单独立项并存。"), bid=bid.pk)
    if others.filter(result=R.RACE).count() >= challenge.batch.rule_set.race_maximum_lanes:
        words = {"most": challenge.batch.rule_set.race_maximum_lanes}
        raise Refused("too_many_lanes", _("同一榜单最多 %(most)d 条赛道。") % words, challenge=challenge.pk)
    different = [
        row for row in others.filter(result=R.RACE) if (row.fiscal_fen, row.yearly_fen) != (fiscal_fen, yearly)
    ]
    if different and not unequal_reason.strip():
        words = {"amount": with_unit(different[0].fiscal_fen), "bid": different[0].bid.number}
        raise Refused(
            "race_unequal",
            _("赛马各道经费应相等：方案 %(bid)s 为%(amount)s。确需不等的，请填写理由。") % words,
            bid=bid.pk,
        )


def _check_ratio(bid: Bid, fiscal_fen: int, self_fen: int, waiver: Waiver | None) -> bool:
    """The 2:1, exact over the whole period; below it only with an approved waiver whose figures it keeps."""
    if facts.is_ratio_met(bid, fiscal_fen=fiscal_fen, self_fen=self_fen):
        return True
    words = {
        "ratio": ratio_text(self_fen, fiscal_fen),
        "floor": ratio_text(bid.challenge.batch.rule_set.self_funding_percent, 100),
    }
    if waiver is None:
        sentence = _("自筹与财政之比为 %(ratio)s，低于 %(floor)s。请调整经费，或先提出并批准比例豁免。") % words
        raise Refused("ratio", sentence, bid=bid.pk)
    if waiver.kind != WaiverKind.RATIO or waiver.state != WaiverState.APPROVED or waiver.bid_id != bid.pk:
        raise Refused("waiver", _("所选豁免不是本方案已批准的比例豁免。"), waiver=waiver.pk)
    if self_fen * waiver.figures["fiscal_fen"] < waiver.figures["self_fen"] * fiscal_fen:
        words["waived"] = ratio_text(waiver.figures["self_fen"], waiver.figures["fiscal_fen"])
        raise Refused(
            "waiver_figures", _("自筹与财政之比为 %(ratio)s，低于豁免批准的 %(waived)s。") % words, waiver=waiver.pk
        )
    return False


def _check_plan(bid: Bid, fiscal_fen: int, yearly: dict, reason: str) -> None:
    """More than the batch planned for its year needs a reason (D17: 6200 planned, 7300 decided)."""
    batch = bid.challenge.batch
    if batch.planned_fiscal_fen is None:
        return
    total = facts.year_total_fen(batch) + (yearly.get(str(batch.year), 0) if yearly else fiscal_fen)
    if total > batch.planned_fiscal_fen and not reason.strip():
        words = {"year": batch.year, "total": with_unit(total), "plan": with_unit(batch.planned_fiscal_fen)}
        raise Refused(
            "over_plan",
            _("本批 %(year)s 年安排将达%(total)s，超过计划经费%(plan)s。请核减，或填写超出计划的理由。") % words,
            batch=batch.pk,
        )


@action
def fail_challenge(
    *, challenge: Challenge, resolution: Resolution, note: str = "", by, at: datetime | None = None
) -> Challenge:
    """流榜: nobody is awarded. Bids that a panel judged are declined with the reason; any still on its way is in the way."""
    at = at or clock.now()
    require(rules.fail_challenge, by, challenge)
    passed(resolution, ResolutionKind.AWARD)
    challenge = locked(challenge)
    busy = facts.in_the_way_of_failing(challenge).order_by("number")
    if found := [f"{bid.number}（{bid.get_state_display()}）" for bid in busy]:
        sentence = _("以下方案尚未办结，不能记为流榜：%(bids)s。") % {"bids": "、".join(found)}
        raise Refused("bids_in_the_way", sentence, challenge=challenge.pk)
    reason = (
        required_text(note, _("流榜原因"))
        if note
        else _("本榜单经会议研究未立项（决议 %(number)s）。") % {"number": resolution.number}
    )
    for bid in challenge.bids.filter(state__in=facts.JUDGED).order_by("pk"):
        Decision.objects.create(
            bid=bid, resolution=resolution, result=R.DECLINE, departure_reason=reason, decided_at=at, decided_by=by
        )
        advance(bid, "decline", by=by, at=at, note=reason, changes={"decline_reason": reason})
    return advance(challenge, "fail", by=by, at=at, note=reason, data={"resolution": resolution.pk})
