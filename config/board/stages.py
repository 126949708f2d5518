"""The stages of a challenge as the department sees them, and how long each may take (S99)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from challenges.enums import ChallengeState as C
from challenges.lifecycle import FAILED
from challenges.models import Batch
from core import clock
from core.working_days import Calendar, CalendarNotLoaded, count_inclusive
from projects.models import Contract


@dataclass(frozen=True)
class Stage:
    """`days` is what is usual (working days); the rule set (`rule`) or the batch's own plan goes before it.

    A step of the batch's route belongs to this stage when its name contains one of `words`.
    """

    key: str
    label: str
    states: tuple[str, ...]
    days: int = 0
    rule: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Somebody has to move on from here."""
        return bool(self.words)


STAGES = (
    Stage("write", _("起草凝练"), (C.DRAFTING, C.REFINING), days=40, words=("凝练", "论证", "审定")),
    Stage("ready", _("待发布"), (C.APPROVED,), days=10, words=("发榜", "发布", "张榜")),
    Stage("bidding", _("揭榜"), (C.PUBLISHED, C.OPEN), words=("揭榜", "申报")),
    Stage("opening", _("开标与资格审查"), (C.CLOSED,), days=10, words=("开标", "开封", "资格")),
    Stage("review", _("评审"), (C.UNDER_REVIEW,), days=20, words=("评审",)),
    Stage("notice", _("公示"), (C.IN_NOTICE,), rule="notice_working_days", words=("公示",)),
    Stage("awarded", _("已立项"), (C.AWARDED, C.RACING)),
    Stage("ended", _("流榜撤榜"), (*FAILED, C.WITHDRAWN)),
)
BY_KEY = {stage.key: stage for stage in STAGES}
OF_STATE = {state: stage for stage in STAGES for state in stage.states}


def staged(challenges: QuerySet) -> QuerySet:
    """With `stage_state`: by the rules of 2021 a challenge is settled by its contract and stays closed."""
    signed = Exists(Contract.objects.filter(challenge=OuterRef("pk")))
    return challenges.annotate(
        stage_state=Case(When(Q(state=C.CLOSED) & signed, then=Value(C.AWARDED.value)), default=F("state"))
    )


@dataclass(frozen=True)
class Limit:
    """How long a stage may last: `days` working days, or until the day `on` (inclusive); `source` says who set it."""

    source: str
    days: int | None = None
    on: date | None = None

    def over(self, elapsed: int | None, today: date) -> int:
        """By how many days it is passed; 0 while it is not."""
        if self.on is not None:
            return max((today - self.on).days, 0)
        return max((elapsed or 0) - self.days, 0) if self.days else 0

    def over_text(self, over: int) -> str:
        """What is counted in working days says so."""
        if self.days:
            return _("超 %(days)d 个工作日") % {"days": over}
        return _("超 %(days)d 天") % {"days": over}


def limit_of(stage: Stage, batch: Batch, deadline: datetime | None = None) -> Limit | None:
    """The plan of the batch first (S16), then what is usual. The notice lasts as long as the rule set says: the plan
    names the day it begins. `deadline` is that of an extended challenge, or the last one of several."""
    if stage.key == "bidding":
        last = deadline or batch.deadline
        return Limit(str(_("揭榜截止时间")), on=_last_day(last)) if last else None
    if stage.rule:
        return Limit(str(_("规则集")), days=getattr(batch.rule_set, stage.rule))
    for step in batch.route if stage.is_open else ():
        day = _day(step.get("on", ""))
        if day and any(word in step.get("name", "") for word in stage.words):
            return Limit(str(_("流程与路线图“%(step)s”")) % {"step": step["name"]}, on=day)
    if stage.key in {"write", "ready"} and batch.open_at:
        return Limit(str(_("计划开放时间")), on=clock.local(batch.open_at).date())
    return Limit(str(_("参考时限")), days=stage.days) if stage.days else None


def _last_day(deadline: datetime) -> date:
    """A deadline is exclusive: midnight ends the day before (R-TIM-05)."""
    return clock.local(deadline - timedelta(microseconds=1)).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def elapsed(since: date | None, until: date, calendar: Calendar) -> int | None:
    """Working days after `since` up to `until`; None where a year's calendar is not loaded (R-TIM-04)."""
    if since is None:
        return None
    try:
        # The day it began does not count (R-TIM-03).
        return max(count_inclusive(since, until, calendar=calendar) - calendar.is_working_day(since), 0)
    except CalendarNotLoaded:
        return None
