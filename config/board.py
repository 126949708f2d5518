"""The batches as a board for the department: stage, days left, what blocks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from challenges import queries as challenge_queries
from challenges.enums import BatchState, ChallengeState, NoticeState
from challenges.models import Batch, Challenge, Objection, PublicNotice
from consortia.models import Bid
from core.navigation import address


@dataclass(frozen=True)
class BoardRow:
    """One batch at work. `until` is the instant the stage ends at, exclusive."""

    batch: Batch
    url: str
    counts: dict[str, int]
    bid_count: int
    until: datetime | None
    blocks: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def count_of(self, *states: str) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def in_review(self) -> int:
        return self.count_of(ChallengeState.CLOSED, ChallengeState.UNDER_REVIEW)

    @property
    def in_notice(self) -> int:
        return self.count_of(ChallengeState.IN_NOTICE)

    @property
    def awarded(self) -> int:
        return self.count_of(ChallengeState.AWARDED, ChallengeState.RACING)


def board(limit: int = 12) -> list[BoardRow]:
    """Every batch that is not finished, the newest first."""
    batches = list(
        Batch.objects.exclude(state=BatchState.FINISHED)
        .select_related("programme", "rule_set")
        .order_by("-published_at", "-pk")[:limit]
    )
    keys = [batch.pk for batch in batches]
    counts: dict[int, dict[str, int]] = {key: {} for key in keys}
    states = Challenge.objects.filter(batch__in=keys).order_by().values("batch", "state").annotate(count=Count("pk"))
    for row in states:
        counts[row["batch"]][row["state"]] = row["count"]
    bids = (
        Bid.objects.filter(challenge__batch__in=keys, submitted_at__isnull=False).exclude(state="WITHDRAWN").order_by()
    )
    bid_counts = dict(bids.values("challenge__batch").annotate(n=Count("pk")).values_list("challenge__batch", "n"))
    notices = PublicNotice.objects.filter(batch__in=keys, state=NoticeState.PUBLISHED, ends_at__isnull=False)
    until = dict(notices.order_by("ends_at").values_list("batch", "ends_at"))
    objections = Objection.objects.filter(
        notice__batch__in=keys, state__in=challenge_queries.OPEN_OBJECTION_STATES
    ).order_by()
    open_objections = dict(objections.values("notice__batch").annotate(n=Count("pk")).values_list("notice__batch", "n"))
    return [
        BoardRow(
            batch,
            address("challenges:batch", batch.pk),
            counts[batch.pk],
            bid_counts.get(batch.pk, 0),
            batch.deadline if batch.state == BatchState.OPEN else until.get(batch.pk),
            _blocks(batch, counts[batch.pk], open_objections.get(batch.pk, 0)),
        )
        for batch in batches
    ]


def _blocks(batch: Batch, counts: dict[str, int], objections: int) -> tuple[str, ...]:
    """What keeps this batch from its next stage, in words."""
    found = []
    if batch.state == BatchState.DRAFTING:
        drafts = counts.get(ChallengeState.DRAFTING, 0) + counts.get(ChallengeState.REFINING, 0)
        if drafts:
            found.append(_("%(count)d 项榜单待审定") % {"count": drafts})
        if not counts:
            found.append(_("尚无榜单"))
        if batch.open_at is None or batch.deadline is None:
            found.append(_("未定揭榜起止时间"))
    if closed := counts.get(ChallengeState.CLOSED, 0):
        found.append(_("%(count)d 项待开标或组织评审") % {"count": closed})
    if reviewed := counts.get(ChallengeState.UNDER_REVIEW, 0):
        found.append(_("%(count)d 项评审中") % {"count": reviewed})
    if objections:
        found.append(_("%(count)d 件异议未办结") % {"count": objections})
    return tuple(found)
