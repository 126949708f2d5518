"""The home page: what runs now, six figures with their scope, and the lists with what a reader wants to know of each state."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import django_filters
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import queries as challenge_queries
from challenges.enums import BatchState, ChallengeState, IssueMode, NoticeKind, NoticeState
from challenges.lifecycle import FAILED
from challenges.models import Batch, Challenge, Indicator, NeedCall, NoticeItem
from consortia.enums import BidState
from consortia.models import Bid, Opening
from core import clock, money
from core.errors import Refused
from core.selecting import count_of
from core.ui import Step, values
from core.working_days import count_inclusive
from funding.statistics import Scope, compute
from projects.models import Project
from reviews.models import Seat

PER_BATCH = 12
BATCHES = 4
#: Bids that were handed in; how many there are is told only after the deadline.
HANDED_IN = [state for state in BidState.values if state not in {"DRAFT", "UNIT_REVIEW", "WITHDRAWN", "EXPIRED"}]
SETTLED = (
    ChallengeState.AWARDED,
    ChallengeState.RACING,
    *FAILED,
    ChallengeState.WITHDRAWN,
)


class HomeFilter(django_filters.FilterSet):
    field = django_filters.ChoiceFilter(
        label=gettext_lazy("领域"), field_name="field__name", empty_label=gettext_lazy("全部")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("状态"),
        choices=[(state.value, state.label) for state in challenge_queries.PUBLIC_CHALLENGE_STATES],
        empty_label=gettext_lazy("全部"),
    )
    issue_mode = django_filters.ChoiceFilter(
        label=gettext_lazy("出题方式"), choices=IssueMode.choices, empty_label=gettext_lazy("全部")
    )

    class Meta:
        model = Challenge
        fields = ("field", "state", "issue_mode")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = challenge_queries.public_challenges().order_by("field__name")
        self.filters["field"].extra["choices"] = [
            (name, name) for name in names.values_list("field__name", flat=True).distinct()
        ]


@dataclass(frozen=True)
class Row:
    """One challenge of the list, with the lines that its state calls for."""

    challenge: Challenge
    hard_count: int
    lines: tuple[str, ...] = ()
    notice: object = None


@dataclass(frozen=True)
class Card:
    """One batch with its rows; `left_out` are not shown here."""

    batch: Batch
    rows: tuple[Row, ...]
    total: int

    @property
    def left_out(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Figure:
    number: object
    label: str
    scope: str = ""
    unit: str = ""


def running_batch() -> Batch | None:
    """The batch the calendar line is about: open now (the soonest deadline), else the last published one not settled."""
    batches = Batch.objects.select_related("programme", "rule_set").exclude(state=BatchState.DRAFTING)
    is_open = batches.filter(state=BatchState.OPEN).order_by("deadline", "pk").first()
    if is_open is not None:
        return is_open
    at_work = batches.exclude(state=BatchState.FINISHED).filter(
        challenges__state__in=set(challenge_queries.PUBLIC_CHALLENGE_STATES) - set(SETTLED)
    )
    newest = ("-published_at", "-pk")
    return at_work.order_by(*newest).first() or batches.order_by(*newest).first()


def calendar(batch: Batch) -> list[Step]:
    """需求征集 … 立项下达, each with its date where one is known: from what happened, else from the batch's route (S16)."""
    planned = {entry.get("name", ""): entry.get("on", "") for entry in batch.route or []}
    states = set(batch.challenges.values_list("state", flat=True))
    call = NeedCall.objects.filter(programme=batch.programme, opens_at__lte=batch.published_at or clock.now())
    call = call.order_by("-opens_at").first()
    deadline = values.instant_text(batch.deadline, deadline=True) if batch.deadline else ""
    whens = [
        f"{_day(call.opens_at)}—{_day(call.closes_at, is_end=True)}" if call else planned.get("需求征集", ""),
        _day(batch.published_at) or planned.get("凝练发榜", ""),
        _("截至 %(deadline)s") % {"deadline": deadline} if deadline else "",
        planned.get("评审论证", ""),
        _notice_period(batch) or planned.get("公示", ""),
        planned.get("立项下达", ""),
    ]
    labels = [_("需求征集"), _("凝练发榜"), _("揭榜"), _("评审论证"), _("公示"), _("立项下达")]
    station = _station(batch, states)
    marks = ["done" if n < station else "current" if n == station else "todo" for n in range(len(labels))]
    return [Step(label, mark, when) for label, mark, when in zip(labels, marks, whens, strict=True)]


def _station(batch: Batch, states: set[str]) -> int:
    """The station where the batch stands; past the last one when everything is settled."""
    if batch.state in {BatchState.DRAFTING, BatchState.PUBLISHED}:
        return 1
    if batch.state == BatchState.OPEN:
        return 2
    if states & {ChallengeState.CLOSED, ChallengeState.UNDER_REVIEW}:
        return 3
    return 4 if ChallengeState.IN_NOTICE in states else 6


def _day(instant: datetime | None, is_end: bool = False) -> str:
    """`2022-03-31`; an exclusive end at midnight is shown as the day before (R-TIM-05)."""
    return values.instant_text(instant, deadline=is_end)[:10] if instant else ""


def _notice_period(batch: Batch) -> str:
    notice = (
        batch.notices.filter(kind=NoticeKind.PROPOSED_AWARD).exclude(state=NoticeState.DRAFT).order_by("-pk").first()
    )
    return f"{notice.starts_on}—{notice.ends_on}" if notice and notice.starts_on else ""


def figures() -> list[Figure]:
    """Six numbers of appendix F as of today, each with what it counts: the press page shows the same ones."""
    scope, total = Scope.today(), _("累计")
    fiscal, fiscal_unit = _amount(compute("fiscal_decided", scope))
    own, own_unit = _amount(compute("self_planned", scope))
    return [
        Figure(Challenge.objects.filter(state=ChallengeState.OPEN).count(), _("正在张榜（项）"), _("当前")),
        Figure(compute("projects", scope), _("立项项目（个）"), total),
        Figure(fiscal, _("财政支持"), _("立项项目全周期累计"), fiscal_unit),
        Figure(compute("consortia_registered", scope), _("备案创新联合体（家）"), _("有效备案")),
        Figure(own, _("企业自筹（计划）"), _("立项项目全周期累计"), own_unit),
        Figure(compute("race_items", scope), _("赛马榜单（项）"), total),
    ]


def _amount(fen: int) -> tuple[str, str]:
    """In 亿元 from one upward, below in 万元: a small sum is not shown as 0.0."""
    unit = "亿元" if fen >= money.FEN_PER["亿元"] else "万元"
    return money.format_fen(fen, unit), unit


def cards(data) -> tuple[HomeFilter, list[Card]]:
    """The newest batches with what the filters leave of their challenges."""
    filtered = HomeFilter(data, queryset=challenge_queries.public_challenges())
    wanted: QuerySet[Challenge] = filtered.qs
    hard = count_of(Indicator.objects.filter(is_hard=True), "challenge")
    batches = Batch.objects.select_related("programme").filter(pk__in=wanted.values("batch"))
    found = []
    for batch in batches.order_by("-published_at", "-pk")[:BATCHES]:
        rows = wanted.filter(batch=batch)
        found.append((batch, list(rows.annotate(hard_count=hard).order_by("code")[:PER_BATCH]), rows.count()))
    facts = Facts([row for _batch, rows, _total in found for row in rows])
    return filtered, [
        Card(batch, tuple(Row(row, row.hard_count, *facts.of(row)) for row in rows), total)
        for batch, rows, total in found
    ]


class Facts:
    """What the rows of one page need to know of bids, reviews, notices and projects: a fixed number of queries."""

    def __init__(self, challenges: list[Challenge]):
        self.today = clock.today()
        keys = [challenge.pk for challenge in challenges]
        bids = Bid.objects.filter(challenge__in=keys, state__in=HANDED_IN).order_by()
        self.bids = dict(bids.values("challenge").annotate(count=Count("pk")).values_list("challenge", "count"))
        self.opened = dict(Opening.objects.filter(challenge__in=keys).values_list("challenge", "opened_at"))
        seats = Seat.objects.filter(panel__challenge__in=keys, state__in=["ACCEPTED", "DONE"]).order_by()
        self.experts = dict(
            seats.values("panel__challenge")
            .annotate(count=Count("expert", distinct=True))
            .values_list("panel__challenge", "count")
        )
        items = NoticeItem.objects.filter(
            challenge__in=keys, notice__kind=NoticeKind.PROPOSED_AWARD, notice__state=NoticeState.PUBLISHED
        )
        self.notices = {item.challenge_id: item.notice for item in items.select_related("notice").order_by("pk")}
        self.projects: dict[int, list[Project]] = defaultdict(list)
        for project in Project.objects.filter(challenge__in=keys).select_related("consortium").order_by("pk"):
            self.projects[project.challenge_id].append(project)

    def of(self, challenge: Challenge) -> tuple[tuple[str, ...], object]:
        """The lines under the state's word, and the notice to object to."""
        state = challenge.state
        if state in {ChallengeState.CLOSED, ChallengeState.UNDER_REVIEW}:
            return self._reviewed(challenge), None
        if state == ChallengeState.IN_NOTICE:
            notice = self.notices.get(challenge.pk)
            return (self._notice_day(notice) if notice else (), notice)
        if state in {ChallengeState.AWARDED, ChallengeState.RACING}:
            return tuple(project.consortium.name for project in self.projects[challenge.pk]), None
        if state in FAILED:
            return (_("可在后续批次重新张榜"),), None
        return (), None

    def _reviewed(self, challenge: Challenge) -> tuple[str, ...]:
        lines = [_("收到揭榜方案 %(count)d 份") % {"count": self.bids.get(challenge.pk, 0)}]
        opened, experts = self.opened.get(challenge.pk), self.experts.get(challenge.pk, 0)
        second = [_("%(day)s 开标") % {"day": clock.local(opened).date()} if opened else _("待开标")]
        if experts:
            second.append(_("%(count)d 名专家") % {"count": experts})
        return (*lines, " · ".join(second))

    def _notice_day(self, notice) -> tuple[str, ...]:
        until = _("至 %(instant)s") % {"instant": values.instant_text(notice.ends_at, deadline=True)}
        try:
            day = min(count_inclusive(notice.starts_on, self.today), notice.working_days)
        except Refused:  # the calendar of this year is not loaded: no count is better than a wrong one
            return (until,)
        return (_("第 %(day)d / %(days)d 个工作日") % {"day": day, "days": notice.working_days}, until)
