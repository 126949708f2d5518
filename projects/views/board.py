"""The race board: lanes as tracks from the common start, gates with what came of them, indicators side by side, what is next.

Staff and the lanes' own people see values; visitors see what was decided.
"""

from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from challenges.enums import RacePolicy
from consortia.enums import MembershipState
from core import clock
from core.models import Event
from core.navigation import address
from core.ui import Lane, LaneGate, NextItem, TimelineItem, values
from core.ui.history import entry
from projects.enums import LaneOutcome, LaneState, RaceState, RoundState
from projects.models import Lane as LaneRow
from projects.models import LaneStanding, LaneValue, Race, RaceRound
from projects.queries.agreements import plain
from projects.queries.indicators import progress, weighted_hundredths
from projects.queries.races import missing_values, percent_text

MARKS = "甲乙丙"
DECIDED = RoundState.DECIDED


@dataclass(frozen=True)
class Cell:
    """One lane's value of one indicator."""

    mark: str
    text: str
    is_best: bool
    is_verified: bool
    evidence: str


@dataclass(frozen=True)
class Comparison:
    name: str
    unit: str
    target: str
    weight: int
    cells: tuple[Cell, ...]


class Board:
    """Everything of one race, read once: a fixed number of queries whatever the number of lanes and rounds."""

    def __init__(self, race: Race, *, is_public: bool):
        self.race, self.is_public, self.today = race, is_public, clock.today()
        self.rounds = list(race.rounds.order_by("number"))
        self.lanes = list(
            race.lanes.select_related("project__lead__division", "project__consortium", "project__chief_scientist")
            .prefetch_related("project__consortium__memberships")
            .order_by("number")
        )
        self.indicators = list(race.challenge.indicators.order_by("number"))
        standings = LaneStanding.objects.filter(round__race=race).order_by("round__number")
        self.standings: dict[tuple[int, int], LaneStanding] = {(row.lane_id, row.round_id): row for row in standings}
        self.latest: dict[tuple[int, int], LaneValue] = {}
        for row in LaneValue.objects.filter(round__race=race).order_by("round__number"):
            self.latest[row.lane_id, row.indicator_id] = row

    def plan(self) -> int:
        """The planned progress of today in per cent: straight lines from 0 at the start through the rounds to 100 at the end."""
        ends_on = max(lane.project.ends_on for lane in self.lanes)
        points = [
            (self.race.starts_on, 0),
            *((row.checkpoint_on, row.planned_percent) for row in self.rounds),
            (ends_on, 100),
        ]
        for (day, percent), (next_day, next_percent) in zip(points, points[1:], strict=False):
            if self.today < next_day:
                if self.today <= day:
                    return percent
                share = (self.today - day).days / (next_day - day).days
                return round(percent + (next_percent - percent) * share)
        return 100

    def last_standing(self, lane: LaneRow) -> LaneStanding | None:
        for row in reversed(self.rounds):
            if (lane.pk, row.pk) in self.standings and (not self.is_public or row.state == DECIDED):
                return self.standings[lane.pk, row.pk]
        return None

    def now_hundredths(self, lane: LaneRow) -> int:
        """Of the newest values, where they are verified."""
        pairs = []
        for indicator in self.indicators:
            value = self.latest.get((lane.pk, indicator.pk))
            pairs.append((indicator, value.actual if value is not None and value.is_verified else None))
        return weighted_hundredths(pairs)

    def shown_hundredths(self, lane: LaneRow) -> int:
        if self.is_public or lane.state not in {LaneState.RUNNING, LaneState.PROPOSED_OUT}:
            standing = self.last_standing(lane)
            return standing.progress_hundredths if standing else 0
        return self.now_hundredths(lane)

    def tracks(self) -> list[Lane]:
        return sorted((self._track(lane) for lane in self.lanes), key=lambda row: (row.is_out, row.rank or 9, row.mark))

    def _track(self, lane: LaneRow) -> Lane:
        standing, project = self.last_standing(lane), lane.project
        points, plan = self.shown_hundredths(lane), self.plan()
        out = lane.state in {LaneState.ELIMINATED, LaneState.MERGED}
        status, tone = self._status(lane, standing, points, plan)
        members = [row for row in project.consortium.memberships.all() if row.state == MembershipState.CONFIRMED]
        chief = project.chief_scientist
        lines = [_("牵头：%(name)s · %(place)s") % {"name": project.lead, "place": project.lead.division}]
        people = _("首席科学家 %(name)s · ") % {"name": chief} if chief else ""
        lines.append(people + _("%(count)d 家单位") % {"count": len(members)})
        return Lane(
            project.consortium.name,
            MARKS[lane.number - 1],
            points / 100,
            plan=None if out or self.is_public or self.race.state == RaceState.ENDED else plan,
            rank=None if out or standing is None else standing.rank,
            is_lead=not out and standing is not None and standing.rank == 1,
            status=status,
            tone=tone,
            url=reverse("projects:result", args=[project.code]) if self.is_public else lane.get_absolute_url(),
            lines=tuple(lines),
            sums=tuple(self._sums(lane, points, plan, out)),
            gates=tuple(self._gates(lane)),
            out_percent=self._out_percent(lane, points) if out else None,
        )

    def _status(self, lane: LaneRow, standing, points: int, plan: int) -> tuple[str, str]:
        if lane.state != LaneState.RUNNING:
            tones = {LaneState.PROPOSED_OUT: "red", LaneState.WON: "green"}
            if lane.state == LaneState.PROPOSED_OUT and self.is_public:
                return str(LaneState.RUNNING.label), "blue"
            return str(lane.get_state_display()), tones.get(lane.state, "grey")
        if standing is None:
            return str(_("在赛")), "blue"
        if standing.rank == 1:
            return str(_("领先")), "green"
        behind = not self.is_public and points < plan * 100
        return (str(_("预警")), "amber") if behind else (str(_("在赛")), "blue")

    def _sums(self, lane: LaneRow, points: int, plan: int, out: bool) -> list:
        project, rows = lane.project, []
        if not self.is_public or self.last_standing(lane) is not None:
            gap = points // 100 - plan
            words = {"done": percent_text(points), "gap": abs(gap)}
            text = _("完成度 %(done)s") % words
            if not out and not self.is_public and self.race.state != RaceState.ENDED:
                text += (_("（超计划 %(gap)d 个百分点）") if gap >= 0 else _("（落后计划 %(gap)d 个百分点）")) % words
            rows.append(text)
        rows.append(format_html(_("财政总额 {}"), values.money(project.fiscal_total_fen)))
        if not self.is_public:
            ratio = values.ratio(project.self_total_fen, project.fiscal_total_fen, floor=2)
            rows.append(format_html(_("自筹（计划）{} · {}"), values.money(project.self_total_fen), ratio))
            panel = address("funding:lane-money", project.code)
            if panel:
                rows.append(format_html('<span hx-get="{}" hx-trigger="load"></span>', panel))
        if out:
            rows.append(_("退出：%(on)s") % {"on": values.instant_text(lane.state_at)[:10]})
        return rows

    def _gates(self, lane: LaneRow) -> list[LaneGate]:
        gates = []
        for row in self.rounds:
            standing = self.standings.get((lane.pk, row.pk))
            outcome = ""
            if standing is not None and standing.outcome:
                outcome = str(standing.get_outcome_display())
            elif standing is not None and not self.is_public:
                outcome = _("建议%(what)s") % {"what": standing.get_proposal_display()}
            elif row.state == RoundState.CANCELLED:
                outcome = str(row.get_state_display())
            gates.append(LaneGate(row.planned_percent, _("考核点 %(number)d") % {"number": row.number}, outcome))
        return gates

    def _out_percent(self, lane: LaneRow, points: int) -> float:
        """An eliminated lane ends at its gate: the last one it was judged at; before any gate, where it stood."""
        judged = [row.planned_percent for row in self.rounds if (lane.pk, row.pk) in self.standings]
        return judged[-1] if judged else points / 100

    def comparisons(self) -> list[Comparison]:
        rows = []
        for indicator in self.indicators:
            found = [self.latest.get((lane.pk, indicator.pk)) for lane in self.lanes]
            shares = [progress(indicator, one.actual) if one is not None and one.is_verified else None for one in found]
            best = max((share for share in shares if share is not None), default=None)
            alone = best is not None and shares.count(best) < len([share for share in shares if share is not None])
            cells = tuple(
                Cell(
                    MARKS[lane.number - 1],
                    "—" if value is None else plain(value.actual),
                    alone and share == best,
                    value is not None and value.is_verified,
                    "" if value is None else value.evidence,
                )
                for lane, value, share in zip(self.lanes, found, shares, strict=True)
            )
            target = f"{indicator.get_comparator_display()} {plain(indicator.target)}"
            rows.append(Comparison(indicator.name, indicator.unit, target, indicator.weight, cells))
        return rows

    def columns(self) -> list[tuple[str, str]]:
        return [(MARKS[lane.number - 1], lane.project.consortium.name) for lane in self.lanes]

    def nexts(self) -> list[NextItem]:
        """What the rule proposes and why, what was done, whom everybody waits for."""
        items: list[NextItem] = []
        for row in self.rounds:
            if row.state == RoundState.COMPUTED:
                items += self._proposals(row)
            elif row.state == RoundState.OPEN:
                items += self._waiting(row)
        for lane in self.lanes:
            if lane.state == LaneState.ELIMINATED:
                when = values.instant_text(lane.eliminated_at)[:10]
                title = _("%(mark)s道已于 %(on)s 淘汰") % {"mark": MARKS[lane.number - 1], "on": when}
                items.append(NextItem(title, lane.elimination_reason, "grey"))
            if lane.state == LaneState.WON:
                items.append(NextItem(_("%(mark)s道胜出") % {"mark": MARKS[lane.number - 1]}, "", "green"))
        planned = next((row for row in self.rounds if row.state == RoundState.PLANNED), None)
        if planned is not None and self.race.state == RaceState.RUNNING:
            words = {
                "number": planned.number,
                "on": planned.checkpoint_on,
                "days": values.days_text(planned.checkpoint_on, self.today),
            }
            text = _("%(on)s 开启，%(days)s；计划完成度 %(plan)d%%。") % (words | {"plan": planned.planned_percent})
            items.append(NextItem(_("考核点 %(number)d 尚未到期") % words, text))
        return items

    def _proposals(self, row: RaceRound) -> list[NextItem]:
        decide = address("funding:decide-round", row.pk)
        items = []
        for lane in self.lanes:
            standing = self.standings.get((lane.pk, row.pk))
            if standing is None:
                continue
            words = {"number": row.number, "mark": MARKS[lane.number - 1], "what": standing.get_proposal_display()}
            is_out = standing.proposal == LaneOutcome.TERMINATE
            title = _("考核点 %(number)d 规则建议：%(mark)s道%(what)s") % words
            items.append(
                NextItem(
                    title,
                    standing.proposal_reason,
                    "red" if is_out else "green",
                    decide if is_out else "",
                    _("提交决议") if is_out and decide else "",
                )
            )
        who = _("按规则自动办理") if self.race.policy == RacePolicy.AUTOMATIC else _("等待联席会议决议")
        items.append(
            NextItem(
                who, _("同一考核点对所有赛道在一次会议上作出决定。"), "amber", decide, _("记录决定") if decide else ""
            )
        )
        return items

    def _waiting(self, row: RaceRound) -> list[NextItem]:
        items = []
        for lane in self.lanes:
            if lane.state not in {LaneState.RUNNING, LaneState.PROPOSED_OUT}:
                continue
            unreported, unverified = missing_values(row, lane)
            mark, until = MARKS[lane.number - 1], values.instant_text(row.grace_until)
            if unreported:
                words = {"mark": mark, "count": len(unreported), "until": until}
                title = _("等待：%(mark)s道尚有 %(count)d 项指标未填报") % words
                items.append(
                    NextItem(
                        title, _("%(until)s 前未填报的按 0 计。") % words, "amber", lane.get_absolute_url(), _("查看")
                    )
                )
            elif unverified:
                title = _("等待：核实%(mark)s道的 %(count)d 项指标") % {"mark": mark, "count": len(unverified)}
                items.append(
                    NextItem(title, _("未经核实的指标不计入名次。"), "amber", lane.get_absolute_url(), _("去核实"))
                )
        return items or [NextItem(_("各赛道均已填报并核实"), _("系统将在一分钟内计算名次。"), "green")]

    def lead(self) -> str:
        """`2 条赛道 · 2022-07-20 同日起跑 · 第 2 个考核点将于 2024-07-20 开启（北京时间） · 还有 12 天`"""
        parts = [_("%(count)d 条赛道") % {"count": len(self.lanes)}, _("%(on)s 同日起跑") % {"on": self.race.starts_on}]
        live = next((row for row in self.rounds if row.state in {RoundState.OPEN, RoundState.COMPUTED}), None)
        planned = next((row for row in self.rounds if row.state == RoundState.PLANNED), None)
        if self.race.state == RaceState.ENDED:
            parts.append(str(_("赛马已结束")))
        elif live is not None:
            parts.append(
                _("第 %(number)d 个考核点%(state)s") % {"number": live.number, "state": live.get_state_display()}
            )
        elif planned is not None:
            parts.append(
                _("第 %(number)d 个考核点将于 %(on)s 开启（北京时间）")
                % {"number": planned.number, "on": planned.checkpoint_on}
            )
            parts.append(values.days_text(planned.checkpoint_on, self.today))
        return " · ".join(str(part) for part in parts)


def wanted(indicators) -> list[tuple]:
    """(indicator, `≥ 45`) for public tables."""
    return [(row, f"{row.get_comparator_display()} {plain(row.target)}") for row in indicators]


def formula_rows(race: Race) -> list[tuple[str, str]]:
    """How a standing comes about, in words."""
    policy = (
        _("达到淘汰线由系统自动淘汰")
        if race.policy == RacePolicy.AUTOMATIC
        else _("系统提出建议，经联席会议决议后办理")
    )
    return [
        (_("完成度"), _("各指标（实际值－现状值）÷（目标值－现状值），限于 0 至 1，按权重加权平均；只计已核实的值。")),
        (_("淘汰线"), _("完成度低于 %(line)d%%，且低于本考核点计划完成度。") % {"line": race.elimination_percent}),
        (_("宽限"), _("考核点开启后 %(days)d 天内填报并核实；逾期未填报的按 0 计。") % {"days": race.grace_days}),
        (_("办理方式"), str(policy)),
    ]


@dataclass(frozen=True)
class Judged:
    """One lane at one round, for the table of rounds."""

    mark: str
    name: str
    done: str
    rank: int
    what: str
    reason: str


def round_rows(board: Board) -> list[tuple[RaceRound, list[Judged]]]:
    """Every round with what came of each lane; visitors see decided rounds alone."""
    rows = []
    for row in board.rounds:
        if board.is_public and row.state != DECIDED:
            continue
        judged = []
        for lane in board.lanes:
            standing = board.standings.get((lane.pk, row.pk))
            if standing is None:
                continue
            what, reason = str(standing.get_outcome_display()), standing.outcome_reason
            if not standing.outcome:
                what, reason = _("建议%(what)s") % {"what": standing.get_proposal_display()}, standing.proposal_reason
            done = percent_text(standing.progress_hundredths)
            judged.append(
                Judged(MARKS[lane.number - 1], lane.project.consortium.name, done, standing.rank, what, reason)
            )
        rows.append((row, judged))
    return rows


def history(race: Race, limit: int = 20) -> list[TimelineItem]:
    """What happened to the race, its lanes and its rounds, newest first; each entry says to which."""
    lanes = {lane.pk: _("%(mark)s道") % {"mark": MARKS[lane.number - 1]} for lane in race.lanes.all()}
    rounds = {row.pk: _("考核点 %(number)d") % {"number": row.number} for row in race.rounds.all()}
    names = {"projects.lane": lanes, "projects.raceround": rounds}
    found = Q(object_type="projects.race", object_id=race.pk)
    for kind, rows in names.items():
        found |= Q(object_type=kind, object_id__in=list(rows))
    steps = Event.objects.filter(found, is_restricted=False).exclude(verb__in=["lane.create", "raceround.create"])
    items = []
    for step in steps.order_by("-id")[:limit]:
        item, name = entry(step), names.get(step.object_type, {}).get(step.object_id)
        items.append(replace(item, label=f"{name}：{item.label}") if name else item)
    return items
