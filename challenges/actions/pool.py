"""The pool of needs: which say the same, and what grows from them (S06, S07)."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from challenges import rules
from challenges.actions.needs import merge_need
from challenges.actions.refining import draft_challenge
from challenges.enums import NeedState, PairVerdict
from challenges.findings import alike
from challenges.models import Batch, Challenge, Field, Need, NeedPair, NeedText
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

USABLE = (NeedState.ACCEPTED, NeedState.POOLED, NeedState.MERGED)
_UNSEEN = (NeedState.DRAFT, NeedState.WITHDRAWN)
_KEPT = 5
log = logging.getLogger(__name__)


def compare_due(*, by, at: datetime | None = None, limit: int = 100) -> int:
    """Look for needs alike of those that were handed in or changed since. One need a transaction; answers how many."""
    require(rules.act_for_the_clock, by)
    waiting = NeedText.objects.filter(is_compared=False).exclude(need__state__in=_UNSEEN)
    done = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)[:limit]):
        try:
            with transaction.atomic():
                done += _compare(pk, at or clock.now())
        except Exception:
            log.exception("comparing need %s failed", pk)
    return done


def _compare(pk: int, at: datetime) -> bool:
    text = NeedText.objects.select_for_update(skip_locked=True).filter(pk=pk, is_compared=False).first()
    if text is None:
        return False
    for found in alike.alike(text.need, limit=_KEPT):
        first, second = sorted([pk, found.need.pk])
        values = {"percent": found.percent, "found_at": at}
        pair, is_new = NeedPair.objects.get_or_create(first_id=first, second_id=second, defaults=values)
        if not is_new and pair.percent != found.percent:
            NeedPair.objects.filter(pk=pair.pk).update(percent=found.percent)
    NeedText.objects.filter(pk=pk).update(is_compared=True)
    return True


@action
def judge_pair(*, first: Need, second: Need, verdict: str, reason: str, by, at: datetime | None = None) -> NeedPair:
    """Say whether two needs are handled as one, with the reason; a later judgement replaces the earlier, both stay in the
    history. Merged needs stay two, so that each unit hears what came of its own."""
    require(rules.decide_need, by, first)
    require(rules.decide_need, by, second)
    if first.pk == second.pk:
        raise Refused("same_need", _("请选择两条不同的需求。"), need=first.pk)
    if verdict not in {PairVerdict.SAME, PairVerdict.APART}:
        raise Refused("verdict_missing", _("请选择合并办理或分别办理。"))
    if not reason.strip():
        raise Refused("reason_missing", _("请说明合并或分别办理的理由。"))
    at = at or clock.now()
    first, second = sorted([first, second], key=lambda need: need.pk)
    values = {"percent": alike.percent_of(first, second), "found_at": at}
    pair = locked(NeedPair.objects.get_or_create(first=first, second=second, defaults=values)[0])
    pair.verdict, pair.reason, pair.decided_at, pair.decided_by = verdict, reason.strip(), at, by
    pair.save(update_fields=["verdict", "reason", "decided_at", "decided_by"])
    label = _("判断重复：%(verdict)s") % {"verdict": pair.get_verdict_display()}
    for need, other in ((first, second), (second, first)):
        note = f"{other.title}（{other.organization}）：{pair.reason}"
        events.record(need, "need.judge", by=by, at=at, label=label, note=note, data={"other": other.pk})
    return pair


@action
def draft_from_needs(
    *,
    batch: Batch,
    needs: list[Need],
    title: str,
    field: Field,
    issue_mode: str,
    by,
    notes: dict[int, str] | None = None,
    at: datetime | None = None,
    **details,
) -> Challenge:
    """One challenge out of several accepted needs, each traced with its note (`notes`: need id → what it gave)."""
    if not needs:
        raise Refused("needs_missing", _("请至少选择一条需求。"))
    unusable = [need.title for need in needs if need.state not in USABLE]
    if unusable:
        raise Refused("need_not_accepted", _("下列需求尚未受理，不能凝练入榜："), defects=unusable)
    foreign = [need.title for need in needs if need.call.programme_id != batch.programme_id]
    if foreign:
        raise Refused("need_elsewhere", _("下列需求不属于该批次的示范工程："), defects=foreign)
    at = at or clock.now()
    challenge = draft_challenge(batch=batch, title=title, field=field, issue_mode=issue_mode, by=by, at=at, **details)
    for need in needs:
        note = (notes or {}).get(need.pk, "").strip()[:200]
        merge_need(need=need, challenge=challenge, note=note, by=by, at=at)
    return challenge


def with_same(needs: list[Need]) -> list[Need]:
    """The needs and those that the office handles together with them, however many judgements lie between."""
    known = {need.pk for need in needs}
    fresh = set(known)
    while fresh:
        pairs = NeedPair.objects.filter(Q(first__in=fresh) | Q(second__in=fresh), verdict=PairVerdict.SAME)
        fresh = {pk for pair in pairs.values_list("first", "second") for pk in pair} - known
        known |= fresh
    rows = Need.objects.filter(pk__in=known).exclude(state__in=_UNSEEN)
    rows = rows.select_related("organization__division", "field", "call__programme__office")
    return list(rows.order_by(F("submitted_at").asc(nulls_last=True), "pk"))
