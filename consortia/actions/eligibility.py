"""After opening: one correction of form, the checklist decided by a person, the prefecture's recommendation (3.4)."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from challenges.actions import mark_unclaimed, relist_challenge
from challenges.models import Batch, Challenge
from consortia import checks, queries, rules
from consortia.drafts.faults import SUMMARY_CHARS
from consortia.enums import BidState, RecommendationResult
from consortia.models import Bid, EligibilityCheck, Opening, Recommendation
from core import clock, events, lifecycle, storage
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from core.working_days import add_working_days, end_of_day

#: Form only: neither money nor promises nor people may be changed after the deadline.
CORRECTABLE = {"keywords": 200, "summary": SUMMARY_CHARS, "public_summary": SUMMARY_CHARS}
CORRECTION_DAYS = 5  # working days to mend defects of form, [GK] 3 to 5
LETTER_LIMIT_BYTES = 20 * 1024 * 1024


@action
def ask_correction(
    *, bid: Bid, defects: list[str], by: User, days: int = CORRECTION_DAYS, at: datetime | None = None
) -> Bid:
    """Ask once for all defects of form, with `days` working days to mend them (3.4, R-TIM-09; the day of asking not counted)."""
    require(rules.check_eligibility, by, bid)
    named = [defect.strip() for defect in defects if defect.strip()]
    if not named:
        raise Refused("defects_missing", _("请一次写明全部需要补正的内容。"))
    fresh, at = locked(bid), at or clock.now()
    if fresh.correction_count and fresh.state == BidState.OPENED:
        raise Refused("corrected_once", _("形式补正只有一次机会，该方案已补正过。"), bid=fresh.pk)
    if not 3 <= days <= 7:
        raise Refused("days", _("补正期限为 3 至 7 个工作日。"), bid=fresh.pk)
    due_on = add_working_days(clock.local(at).date(), days)
    changes = {
        "defects": named,
        "correction_count": fresh.correction_count + 1,
        "correction_due_on": due_on,
        "next_check_at": end_of_day(due_on),
    }
    lifecycle.advance(bid, "ask_correction", by=by, at=at, note="；".join(named), changes=changes)
    return bid


@action
def correct_bid(*, bid: Bid, content: dict, by: User, at: datetime | None = None) -> Bid:
    """Answer the correction: texts of form; files by `add_attachment`. What was sealed stays as it was opened otherwise."""
    require(rules.submit_bid, by, bid)
    unknown = set(content) - set(CORRECTABLE)
    if unknown:
        raise Refused("not_correctable", _("截止后只能补正形式内容，不能修改指标、经费和人员。"), bid=bid.pk)
    changes = {name: str(value).strip() for name, value in content.items()}
    long = [name for name, value in changes.items() if len(value) > CORRECTABLE[name]]
    if long:
        raise Refused("too_long", _("内容超过字数限制，请精简。"), fields="、".join(sorted(long)))
    fresh, at = locked(bid), at or clock.now()
    if fresh.state == BidState.CORRECTING and fresh.correction_due_on and at >= end_of_day(fresh.correction_due_on):
        sentence = _("补正期限（%(due)s 24:00）已过，按原方案审查。") % {"due": fresh.correction_due_on}
        raise Refused("correction_over", sentence, bid=fresh.pk)
    data = {"fields": sorted(changes)}
    return lifecycle.advance(bid, "correct", by=by, at=at, changes={**changes, "next_check_at": None}, data=data)


@action
def decide_eligibility(*, bid: Bid, results: list[dict], by: User, at: datetime | None = None) -> Bid:
    """Decide the checklist: `results` of `code`, `text`, `facts`, `is_passed`, `reason`; every condition is answered.

    A failed condition needs a reason. One that may be waived (R-FUN-01) does not make the bid ineligible: the waiver is
    decided later. What the system found false may be passed by a person only with a reason.
    """
    require(rules.check_eligibility, by, bid)
    fresh, at = locked(bid), at or clock.now()
    findings = {one.code: one for one in checks.for_bid(fresh, on=clock.local(at).date())}
    answers = {row["code"]: row for row in results}
    unanswered = [one.text for code, one in findings.items() if code not in answers]
    if unanswered:
        raise Refused("unanswered", _("还有条件没有审查结论。"), defects=unanswered, bid=fresh.pk)
    bare = [
        row["text"]
        for code, row in answers.items()
        if not row.get("reason", "").strip()
        and (not row["is_passed"] or (code in findings and findings[code].is_passed is False))
    ]
    if bare:
        raise Refused(
            "reason_missing", _("不符合的条件，以及与系统核查不一致的结论，须写明理由。"), defects=bare, bid=fresh.pk
        )
    EligibilityCheck.objects.bulk_create(
        EligibilityCheck(
            bid=fresh,
            code=code,
            text=row.get("text") or findings[code].text,
            facts=row.get("facts", ""),
            is_passed=row["is_passed"],
            reason=row.get("reason", "").strip(),
            checked_at=at,
            checked_by=by,
        )
        for code, row in answers.items()
    )
    fatal = [
        row["text"] for code, row in answers.items()
        if not row["is_passed"] and not (code in findings and findings[code].is_waivable)
    ]  # fmt: skip
    step = "fail_eligibility" if fatal else "pass_eligibility"
    lifecycle.advance(bid, step, by=by, at=at, note="；".join(fatal), changes={"decline_reason": "；".join(fatal)})
    return bid


def decide_several(*, bids: list[Bid], note: str, by: User, at: datetime | None = None) -> list[tuple[Bid, str]]:
    """Pass several bids at once, each in a transaction of its own; answers (bid, why not) with "" for those that passed.

    Only what the system finds true in every condition passes this way; whatever needs a person's judgement stays.
    """
    reported = []
    found = checks.for_bids(bids, on=clock.local(at or clock.now()).date())
    for bid in bids:
        findings = found[bid.pk]
        unclear = [
            one.text for one in findings if one.is_passed is not True and not (one.is_passed is None and note.strip())
        ]
        if unclear:
            reported.append((bid, _("须逐条判断：%(texts)s") % {"texts": "；".join(unclear)}))
            continue
        results = [
            {"code": one.code, "text": one.text, "facts": one.facts, "is_passed": True,
             "reason": note.strip() if one.is_passed is None else ""}
            for one in findings
        ]  # fmt: skip
        try:
            decide_eligibility(bid=bid, results=results, by=by, at=at)
            reported.append((bid, ""))
        except Refused as refusal:
            reported.append((bid, str(refusal.sentence)))
    return reported


@action
def review_single_bid(*, challenge: Challenge, note: str, by: User, at: datetime | None = None) -> Opening:
    """Only one bid is eligible: somebody looks whether the conditions were written for one team, before review begins (C07)."""
    require(rules.review_single_bid, by, challenge)
    at = at or clock.now()
    fresh = locked(challenge)
    if not queries.is_single(fresh):
        raise Refused("not_single", _("该榜单不是只有一份合格方案，不需要复核。"), challenge=fresh.pk)
    if not note.strip():
        raise Refused("note_missing", _("请写明复核意见：揭榜条件是否只适合一家，是否继续评审。"))
    opening = Opening.objects.get(challenge=fresh)
    written = {"single_note": note.strip(), "single_reviewed_at": at, "single_reviewed_by": by}
    Opening.objects.filter(pk=opening.pk).update(**written)
    for name, value in written.items():
        setattr(opening, name, value)
    events.record(fresh, "challenge.single_bid", by=by, at=at, label=_("复核单一合格方案"), note=note.strip())
    return opening


@action
def declare_unclaimed(
    *, challenge: Challenge, by: User, note: str = "", batch: Batch | None = None, at: datetime | None = None
) -> Challenge:
    """流榜 without a sitting: nobody bid, or everybody gave up or failed eligibility (3.2).

    With a later `batch` it is taken up there again in the same step, and the copy is answered.
    """
    fresh = locked(challenge)
    running = fresh.bids.exclude(state__in=[*queries.DEAD, *queries.UNSENT]).order_by("number")
    if found := "、".join(running.values_list("number", flat=True)):
        sentence = _("还有方案在办理中：%(numbers)s，不能记为流榜。") % {"numbers": found}
        raise Refused("bids_in_the_way", sentence, challenge=fresh.pk)
    # Given up before the deadline it was never a bid; after that it was one, opened or not.
    late = Q(state=BidState.WITHDRAWN, state_at__gte=fresh.deadline, submitted_at__isnull=False)
    came = fresh.bids.filter(Q(opened_at__isnull=False) | late)
    total, failing = came.count(), came.filter(state=BidState.INELIGIBLE).count()
    words = {"count": total, "failing": failing, "gone": total - failing}
    found = _("截止时无人揭榜。")
    if total:
        found = _("收到的 %(count)d 份方案均未通过资格审查。")
        if total > failing:
            found = _("收到 %(count)d 份方案，%(failing)d 份未通过资格审查，%(gone)d 份已撤回。")
    note = note.strip() or found % words
    failed = mark_unclaimed(challenge=challenge, note=note, had_bids=total > 0, by=by, at=at)
    return relist_challenge(challenge=failed, batch=batch, by=by, at=at) if batch is not None else failed


@action
def recommend_bid(
    *, bid: Bid, result: str, by: User, reason: str = "", letter=None, at: datetime | None = None
) -> Recommendation:
    """The prefecture of the lead recommends, after the deadline and within the days of the rule set (R-ROL-03, R-TIM-06).

    It says nothing of the content, which it cannot see before opening.
    """
    require(rules.recommend_bid, by, bid)
    fresh, at = locked(bid), at or clock.now()
    challenge = fresh.challenge
    until = challenge.deadline + timedelta(days=challenge.batch.rule_set.recommendation_days)
    if fresh.state not in queries.RECOMMENDABLE or at < challenge.deadline:
        raise Refused("wrong_state", _("推荐在揭榜截止后、资格审查前办理。"), bid=fresh.pk)
    if at >= until:
        sentence = _("推荐期已于 %(until)s（北京时间）结束。") % {"until": f"{clock.local(until):%Y-%m-%d %H:%M}"}
        raise Refused("recommendation_over", sentence, bid=fresh.pk)
    if Recommendation.objects.filter(bid=fresh).exists():
        raise Refused("recommended", _("该方案已有推荐意见。"), bid=fresh.pk)
    if result == RecommendationResult.NOT_RECOMMENDED and not reason.strip():
        raise Refused("reason_missing", _("不推荐的，请写明理由。"), bid=fresh.pk)
    stored = storage.store(letter, by=by, kind="LETTER", limit_bytes=LETTER_LIMIT_BYTES, at=at) if letter else None
    made = Recommendation.objects.create(
        bid=fresh,
        division=by.division,
        result=result,
        reason=reason.strip(),
        letter=stored,
        made_at=at,
        made_by=by,
    )
    events.record(fresh, "bid.recommendation", by=by, at=at, label=made.get_result_display(), note=reason.strip())
    return made
