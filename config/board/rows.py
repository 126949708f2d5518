"""What each batch stands at: counts by stage, how long, what blocks and whose turn it is. Always the same few queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.enums import Role
from challenges import queries as challenge_queries
from challenges.enums import BatchState, ChallengeState, Mechanism, NoticeState
from challenges.models import Batch, Challenge, Objection, PublicNotice, Question
from config.board.stages import STAGES, Limit, elapsed, limit_of, staged
from consortia.enums import BidState
from consortia.models import Bid
from core import clock, turns
from core.navigation import address
from core.working_days import Calendar, default_calendar
from funding.enums import TrancheState
from funding.models import Tranche
from projects.enums import MilestoneState, ProjectState, RoundState
from projects.models import Milestone, Project, RaceRound
from reviews.enums import PanelState
from reviews.models import Panel

_NOT_HANDED_IN = (BidState.DRAFT, BidState.UNIT_REVIEW, BidState.WITHDRAWN, BidState.EXPIRED)


@dataclass(frozen=True)
class Line:
    """One thing that waits in a batch: what, whose turn, how long already, by how much too long."""

    what: str
    who: str = ""
    url: str = ""
    count: int = 0
    since: date | None = None
    elapsed: int | None = None
    limit: Limit | None = None
    over: int = 0
    is_mine: bool = False
    until: datetime | None = None
    extended: "Extended | None" = None

    @property
    def over_text(self) -> str:
        return self.limit.over_text(self.over) if self.limit and self.over else ""


@dataclass(frozen=True)
class Extended:
    """How many challenges have a deadline later than their batch, and the last of them (exclusive)."""

    count: int
    last: datetime


@dataclass(frozen=True)
class Group:
    """The challenges of one batch in one state."""

    count: int = 0
    since: datetime | None = None
    first: datetime | None = None
    last: datetime | None = None
    later_count: int = 0

    @property
    def extended(self) -> Extended | None:
        return Extended(self.later_count, self.last) if self.later_count else None


@dataclass(frozen=True)
class Cell:
    """One stage of one batch."""

    label: str
    count: int
    url: str
    is_current: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class BoardRow:
    """One batch. `until` is the instant the stage ends at, exclusive (the first of several), `extended` says which
    challenges end later; `lines` with the late ones first."""

    batch: Batch
    url: str
    cells: tuple[Cell, ...]
    total: int
    bid_count: int
    until: datetime | None
    lines: tuple[Line, ...]
    extended: Extended | None = None

    @property
    def over(self) -> int:
        return max((line.over for line in self.lines), default=0)

    @property
    def over_text(self) -> str:
        return max(self.lines, key=lambda line: line.over).over_text if self.over else ""

    @property
    def is_mine(self) -> bool:
        return any(line.is_mine for line in self.lines)

    @property
    def urgency(self) -> tuple:
        """What the reader can do about goes first: late and mine, late, mine, then whatever ends soonest."""
        is_mine_late = any(line.is_mine and line.over for line in self.lines)
        return (not is_mine_late, not self.over, -self.over, not self.is_mine, self.until is None, self.until)

    @property
    def late(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.over)

    def count_of(self, key: str) -> int:
        return next(cell.count for cell, stage in zip(self.cells, STAGES, strict=True) if stage.key == key)

    @property
    def in_review(self) -> int:
        return self.count_of("opening") + self.count_of("review")

    @property
    def in_notice(self) -> int:
        return self.count_of("notice")

    @property
    def awarded(self) -> int:
        return self.count_of("awarded")

    @property
    def blocks(self) -> tuple[str, ...]:
        return tuple(line.what for line in self.lines)


class _Facts:
    """Everything that is counted, grouped by batch: one query each, however many batches there are."""

    def __init__(self, keys: list[int]):
        mine = {"challenge__batch__in": keys}
        self.states = defaultdict(dict)
        found = staged(Challenge.objects.filter(batch__in=keys)).order_by().values("batch", "stage_state")
        later = Count("pk", filter=Q(deadline__gt=F("batch__deadline"), published_at__isnull=False))
        found = found.annotate(
            n=Count("pk"), since=Min("state_at"), first=Min("deadline"), last=Max("deadline"), later=later
        )
        for row in found:
            self.states[row["batch"]][row["stage_state"]] = Group(
                row["n"], row["since"], row["first"], row["last"], row["later"]
            )
        bids = Bid.objects.filter(**mine, submitted_at__isnull=False).exclude(state__in=_NOT_HANDED_IN)
        self.bids = _by(bids, "challenge__batch")
        self.sealed = _by(
            Bid.objects.filter(**mine, state=BidState.SUBMITTED, challenge__state=ChallengeState.CLOSED),
            "challenge__batch",
        )
        self.unchecked = _by(
            Bid.objects.filter(**mine, state__in=[BidState.OPENED, BidState.CORRECTING]), "challenge__batch"
        )
        notices = PublicNotice.objects.filter(batch__in=keys)
        running = notices.filter(state=NoticeState.PUBLISHED, ends_at__isnull=False)
        self.notice_ends = dict(
            running.order_by("batch").values("batch").annotate(end=Min("ends_at")).values_list("batch", "end")
        )
        self.drafts = _by(notices.filter(state=NoticeState.DRAFT), "batch", since="created_at")
        self.objections = _by(
            Objection.objects.filter(notice__batch__in=keys, state__in=challenge_queries.OPEN_OBJECTION_STATES),
            "notice__batch",
            since="state_at",
        )
        self.questions = _by(Question.objects.filter(**mine, answered_at=None), "challenge__batch", since="asked_at")
        secret = Challenge.objects.filter(
            batch__in=keys, secrecy_reviewed_at=None, state__in=[ChallengeState.REFINING, ChallengeState.APPROVED]
        )
        self.secrecy = _by(secret, "batch", since="state_at")
        open_panels = Panel.objects.filter(**mine).exclude(state__in=[PanelState.REPORTED, PanelState.ARCHIVED])
        self.panels = _by(open_panels, "challenge__batch", since="state_at")
        self.unsigned = _by(
            Project.objects.filter(**mine, state=ProjectState.AWARDED), "challenge__batch", since="state_at"
        )
        late = Milestone.objects.filter(project__challenge__batch__in=keys, state=MilestoneState.OVERDUE)
        self.overdue = _by(late, "project__challenge__batch", since="state_at")
        tranches = Tranche.objects.filter(project__challenge__batch__in=keys)
        self.asked = _by(tranches.filter(state=TrancheState.REQUESTED), "project__challenge__batch", since="state_at")
        self.payable = _by(tranches.filter(state=TrancheState.APPROVED), "project__challenge__batch", since="state_at")
        rounds = RaceRound.objects.filter(race__challenge__batch__in=keys, state=RoundState.COMPUTED)
        self.rounds = _by(rounds, "race__challenge__batch", since="state_at")


def _by(rows, key: str, *, since: str = "pk") -> dict[int, tuple[int, datetime]]:
    """batch → (how many, since when the oldest)."""
    grouped = rows.order_by().values(batch_key=F(key)).annotate(n=Count("pk"), oldest=Min(since))
    return {row["batch_key"]: (row["n"], row["oldest"]) for row in grouped}


#: attribute of _Facts, words with %(count)d, who, roles whose turn it is, whether the office's own, page of the whole list
_OTHERS = (
    ("secrecy", lazy("%(count)d 项待保密审查"), lazy("起草人以外的人员"), ("OFFICER", "PUBLISHER"), False, ""),
    ("questions", lazy("%(count)d 条提问待答复"), lazy("业务处室经办人"), ("OFFICER",), True, "challenges:questions"),
    ("sealed", lazy("%(count)d 份方案待开标"), lazy("两名开标人员"), ("OFFICER", "PUBLISHER", "SUPERVISOR"), False, "consortia:openings"),
    ("unchecked", lazy("%(count)d 份方案待资格审查"), lazy("业务处室经办人"), ("OFFICER",), True, ""),
    ("panels", lazy("%(count)d 个评审组未出报告"), lazy("评审秘书"), ("OFFICER",), True, "reviews:panels"),
    ("drafts", lazy("%(count)d 份公示公告待发布"), lazy("发布审核人"), ("PUBLISHER",), False, "challenges:notices"),
    ("objections", lazy("%(count)d 件异议未办结"), lazy("监督人员"), ("SUPERVISOR",), False, "challenges:objections"),
    ("unsigned", lazy("%(count)d 份任务书未签订"), lazy("项目牵头单位、发布审核人"), ("PUBLISHER",), False, ""),
    ("overdue", lazy("%(count)d 个里程碑逾期未报"), lazy("项目牵头单位"), (), False, "projects:milestones"),
    ("rounds", lazy("%(count)d 个赛马考核点待决定"), lazy("业务处室经办人"), ("OFFICER",), True, "projects:races"),
    ("asked", lazy("%(count)d 笔拨款待批准"), lazy("发布审核人"), ("PUBLISHER",), False, "funding:tranches"),
    ("payable", lazy("%(count)d 笔拨款待支付"), lazy("财务人员"), ("FINANCE",), False, "funding:tranches"),
)  # fmt: skip


def rows(batches: list[Batch], user=None) -> list[BoardRow]:
    """The board of these batches (with `programme__office` and `rule_set` loaded), the most urgent for this reader first."""
    facts, calendar = _Facts([batch.pk for batch in batches]), default_calendar()
    today = clock.today()
    found = [_row(batch, facts, calendar, today, user) for batch in batches]
    return sorted(found, key=lambda row: row.urgency)


def _row(batch: Batch, facts: _Facts, calendar: Calendar, today: date, user) -> BoardRow:
    counts, key = facts.states[batch.pk], batch.pk
    url = reverse("board-batch", args=[key])
    lines = [_own_line(batch, counts)] if batch.state == BatchState.DRAFTING else []
    for stage in STAGES:
        for state in stage.states:
            if stage.is_open and state in counts:
                end = facts.notice_ends.get(key) if stage.key == "notice" else None
                lines.append(_state_line(batch, stage, state, counts[state], calendar, today, user, url, end))
    lines += _other_lines(batch, facts, calendar, today, user, url)
    lines = lines or [_finishing_line(batch, counts, user)]
    lines = sorted((line for line in lines if line is not None), key=lambda line: -line.over)
    late = {line.url for line in lines if line.over}
    open_stages = [stage.key for stage in STAGES if stage.is_open and any(state in counts for state in stage.states)]
    cells = tuple(
        Cell(
            str(stage.label),
            sum(counts.get(state, Group()).count for state in stage.states),
            f"{url}?stage={stage.key}",
            stage.key in open_stages[:1],
            f"{url}?stage={stage.key}" in late,
        )
        for stage in STAGES
    )
    bidding = counts.get(ChallengeState.OPEN) if batch.state == BatchState.OPEN else None
    until = (
        (bidding.first if bidding else batch.deadline) if batch.state == BatchState.OPEN else facts.notice_ends.get(key)
    )
    total = sum(group.count for group in counts.values())
    extended = bidding.extended if bidding else None
    bid_count = facts.bids.get(key, (0, None))[0]
    return BoardRow(batch, url, cells, total, bid_count, until, tuple(lines), extended)


def _own_line(batch: Batch, counts: dict) -> Line | None:
    """What a batch in preparation lacks of itself."""
    missing = []
    if not counts:
        missing.append(_("尚无榜单"))
    if batch.open_at is None or batch.deadline is None:
        missing.append(_("未定揭榜起止时间"))
    if not missing:
        return None
    return Line("，".join(missing), _("业务处室经办人"), batch.get_absolute_url())


def _finishing_line(batch: Batch, counts: dict, user) -> Line | None:
    """Everything came to its end and nothing waits. By the rules of 2021 a challenge stays closed: nothing to finish."""
    if batch.state != BatchState.CLOSED or not counts or batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021:
        return None
    is_mine = user is not None and user.has_role(Role.OFFICER) and user.office_id == batch.programme.office_id
    who = f"{batch.programme.office} · {_('业务处室经办人')}"
    return Line(_("榜单均已办结，可办结本批次"), who, batch.get_absolute_url(), is_mine=is_mine)


def _state_line(batch, stage, state, found: Group, calendar, today, user, url, end) -> Line:
    """The challenges of a batch in one state: the table of turns says whose turn it is, and what is to be done.

    `end` is when the period ends that the state waits for; nothing is late before it.
    """
    number, since = found.count, found.since
    # A stand-in row: the table of turns asks only for what all challenges of the batch and state share.
    step = turns.of(
        Challenge(batch=batch, state=state, state_at=since, deadline=found.first, open_at=batch.open_at), user
    )
    began = clock.local(since).date()
    limit, days = limit_of(stage, batch, found.last), elapsed(began, today, calendar)
    is_running = end is not None and end > clock.now()
    return Line(
        _("%(count)d 项%(state)s：%(what)s")
        % {"count": number, "state": ChallengeState(state).label, "what": step.what},
        step.by,
        f"{url}?stage={stage.key}",
        number,
        began,
        days,
        limit,
        limit.over(days, today) if limit and not is_running else 0,
        step.is_mine and not is_running,
        end or step.until,
        found.extended if state in (ChallengeState.PUBLISHED, ChallengeState.OPEN) else None,
    )


def _other_lines(batch, facts, calendar, today, user, url) -> list[Line]:
    found = []
    for name, words, who, roles, is_office, page in _OTHERS:
        number, since = getattr(facts, name).get(batch.pk, (0, None))
        if not number:
            continue
        began = clock.local(since).date() if isinstance(since, datetime) else None
        own = user is not None and bool(roles) and user.has_role(*roles)
        if is_office:
            own = own and user.office_id == batch.programme.office_id
            who = f"{batch.programme.office} · {who}"
        days = elapsed(began, today, calendar)
        # Whoever has nothing to do there may not be let in: the list of objections is supervision's own.
        link = url if not page or (page == "challenges:objections" and not own) else address(page)
        found.append(Line(str(words) % {"count": number}, str(who), link, number, began, days, is_mine=own))
    return found


@dataclass(frozen=True)
class Totals:
    """All batches of a selection together, for the leaders: (label, how many, tone) by stage."""

    batches: int
    challenges: int
    stages: tuple[tuple[str, int], ...]
    late: int
    mine: int


def totals(found: list[BoardRow]) -> Totals:
    stages = tuple(
        (str(stage.label), sum(row.cells[place].count for row in found)) for place, stage in enumerate(STAGES)
    )
    late = sum(1 for row in found if row.over)
    return Totals(len(found), sum(row.total for row in found), stages, late, sum(1 for row in found if row.is_mine))


def batches() -> QuerySet[Batch]:
    return Batch.objects.select_related("programme__office", "rule_set")


def board(limit: int = 12, user=None) -> list[BoardRow]:
    """The batches that are not finished, the newest first: for the desk."""
    newest = list(batches().exclude(state=BatchState.FINISHED).order_by("-published_at", "-pk")[:limit])
    order = {batch.pk: place for place, batch in enumerate(newest)}
    return sorted(rows(newest, user), key=lambda row: order[row.batch.pk])
