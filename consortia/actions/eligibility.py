"""After opening: one correction of form, the checklist decided by a person, the prefecture's recommendation (3.4)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import users_with_role
from consortia import checks, rules
from consortia.drafts.faults import SUMMARY_CHARS
from consortia.enums import BidState, RecommendationResult
from consortia.models import Bid, EligibilityCheck, Recommendation
from core import clock, events, lifecycle, outbox, storage
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

#: Form only: neither money nor promises nor people may be changed after the deadline.
CORRECTABLE = {"keywords": 200, "summary": SUMMARY_CHARS, "public_summary": SUMMARY_CHARS}
LETTER_LIMIT_BYTES = 20 * 1024 * 1024


@action
def ask_correction(*, bid: Bid, defects: list[str], by: User, at: datetime | None = None) -> Bid:
    """Ask once for all defects of form (R-TIM-09)."""
    require(rules.check_eligibility, by, bid)
    named = [defect.strip() for defect in defects if defect.strip()]
    if not named:
        raise Refused("defects_missing", _("请一次写明全部需要补正的内容。"))
    fresh, at = locked(bid), at or clock.now()
    if fresh.correction_count and fresh.state == BidState.OPENED:
        raise Refused("corrected_once", _("形式补正只有一次机会，该方案已补正过。"), bid=fresh.pk)
    changes = {"defects": named, "correction_count": fresh.correction_count + 1}
    lifecycle.advance(bid, "ask_correction", by=by, at=at, note="；".join(named), changes=changes)
    _tell_lead(bid, _("揭榜方案 %(number)s 需要形式补正") % {"number": bid.number}, "；".join(named), at=at)
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
    data = {"fields": sorted(changes)}
    return lifecycle.advance(bid, "correct", by=by, at=at, changes=changes, data=data)


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
    _tell_lead(
        bid,
        _("揭榜方案 %(number)s：%(state)s") % {"number": bid.number, "state": bid.get_state_display()},
        "；".join(fatal),
        at=at,
    )
    return bid


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
    if fresh.state not in {BidState.SUBMITTED, BidState.OPENED} or at < challenge.deadline:
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


def _tell_lead(bid: Bid, title: str, body: str, *, at: datetime) -> None:
    people = users_with_role("APPLICANT", "UNIT_ADMIN", on=clock.local(at).date(), organization=bid.consortium.lead)
    for user in people:
        key = f"bid:{bid.pk}:{bid.state}:{at.isoformat()}"
        outbox.notify(user, title=title, body=body, url=bid.get_absolute_url(), key=key, at=at)
