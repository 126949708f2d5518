"""Races: the list, the board of one race, and one lane with its values."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.pages import Act, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values
from projects import actions, forms, queries, rules
from projects.enums import LaneState, RaceState, RoundState
from projects.filters import RaceFilter
from projects.forms.milestones import values_of
from projects.forms.races import open_round
from projects.models import Lane, Race, RaceRound
from projects.queries.agreements import plain
from projects.queries.races import RUNNING, percent_text, race_is_complete
from projects.views.board import MARKS, Board, formula_rows, history, round_rows, wanted


class RaceList(ListPage):
    """Open to everybody; who works here sees it in the back office."""

    is_public = True
    title = gettext_lazy("赛马")
    lead = gettext_lazy("同一榜单由两至三个创新联合体同日起跑、并行攻关，按统一的考核点逐步决出。")
    template_name = "projects/race_list.html"
    filterset = RaceFilter
    sorts = {"starts": ("starts_on",), "title": ("challenge__title",)}
    default_sort = ("state", "-starts_on", "pk")
    unit = gettext_lazy("场")

    @property
    def base(self) -> str:
        return "base_desk.html" if self.request.user.is_authenticated else "base_public.html"

    def rows(self, user):
        rows = Race.objects.select_related("challenge__batch__programme")
        lanes = Lane.objects.select_related("project__consortium").order_by("number")
        return rows.prefetch_related(Prefetch("lanes", queryset=lanes))


def _round(race, *states: str) -> RaceRound | None:
    return race.rounds.filter(state__in=states).order_by("number").first()


def _may_compute(race) -> bool:
    round = _round(race, RoundState.OPEN)
    return round is not None and (clock.now() >= round.grace_until or race_is_complete(round))


def _compute(*, obj, by):
    actions.compute_standings(round=_round(obj, RoundState.OPEN), by=by)


class RacePage(ObjectPage):
    is_public = True
    model = Race
    template_name = "projects/race.html"
    lookup = "challenge__code"
    acts = (
        Act(
            "compute", gettext_lazy("计算名次"), rules.run_race, _compute, when=_may_compute, is_primary=True,
            sentence=gettext_lazy("各赛道已填报并核实，或宽限期已过。"),
        ),
        Act(
            "end", gettext_lazy("结束赛马"), rules.run_race,
            lambda *, obj, by, note: actions.end_race(race=obj, note=note, by=by), form=forms.NoteForm, step="end",
            when=lambda race: _round(race, RoundState.OPEN, RoundState.COMPUTED) is None, is_danger=True,
            sentence=gettext_lazy("全部考核点已决定，不再继续考核时办理。"),
        ),
    )  # fmt: skip

    @property
    def base(self) -> str:
        return "base_desk.html" if self.is_inside else "base_public.html"

    @property
    def is_inside(self) -> bool:
        user = self.request.user
        return user.is_authenticated and self.race is not None and allows(rules.view_race, user, self.race)

    race: Race | None = None

    def load(self, code: str = ""):
        # The address carries the challenge's code.
        self.race = super().load(challenge__code=code)
        return self.race

    def rows(self, user):
        return Race.objects.select_related("challenge__batch__programme", "challenge__batch__rule_set")

    def heading(self, obj) -> str:
        return obj.challenge.title

    def crumbs(self, obj):
        return [(_("赛马"), reverse("projects:races")), (obj.challenge.code, "")]

    def context(self, obj, user) -> dict:
        board = Board(obj, is_public=not self.is_inside)
        context = {
            "lead": board.lead(),
            "board": board,
            "lanes": board.tracks(),
            "columns": board.columns(),
            "rounds": round_rows(board),
            "formula": formula_rows(obj),
            "aside": _("截至 %(on)s") % {"on": board.today},
            "is_inside": self.is_inside,
        }
        if self.is_inside:
            return context | {"comparisons": board.comparisons(), "items": board.nexts(), "events": history(obj)}
        return context | {"events": None, "actions": [], "indicators": wanted(board.indicators)}


def _report(*, obj, by, **cleaned):
    actions.report_lane(round=open_round(obj), lane=obj, values=values_of(cleaned), by=by)


def _verify(*, obj, by, indicators, note):
    actions.verify_lane_values(round=open_round(obj), lane=obj, indicators=list(indicators), note=note, by=by)


def _has_open_round(lane) -> bool:
    return lane.state in RUNNING and open_round(lane) is not None


def _may_verify(lane) -> bool:
    return _has_open_round(lane) and open_round(lane).values.filter(lane=lane, is_verified=False).exists()


def _may_report(lane) -> bool:
    return _has_open_round(lane) and clock.now() < open_round(lane).grace_until


def _is_last(lane) -> bool:
    return not lane.race.lanes.filter(state__in=RUNNING).exclude(pk=lane.pk).exists()


class LanePage(ObjectPage):
    model = Lane
    template_name = "projects/lane.html"
    acts = (
        Act(
            "report", gettext_lazy("填报考核点指标"), rules.report_lane, _report, form=forms.LaneReportForm,
            when=_may_report, button=gettext_lazy("提交填报"), is_primary=True,
            sentence=gettext_lazy("可分次填报；填报的每项都要有佐证。已核实的不再改动。"),
        ),
        Act(
            "verify", gettext_lazy("核实指标"), rules.verify_lane, _verify, form=forms.VerifyForm, when=_may_verify,
            is_primary=True, sentence=gettext_lazy("与佐证核对一致的才勾选。"),
        ),
        Act(
            "merge", gettext_lazy("并入另一赛道"), rules.run_race,
            lambda *, obj, by, **cleaned: actions.merge_lane(lane=obj, by=by, **cleaned), form=forms.MergeForm, step="merge",
            when=lambda lane: not _is_last(lane), sentence=gettext_lazy("经联席会议决议，互补的赛道合并攻关。"),
        ),
        Act(
            "win", gettext_lazy("宣布胜出"), rules.run_race,
            lambda *, obj, by, note: actions.win_lane(lane=obj, note=note, by=by), form=forms.NoteForm, step="win",
            when=lambda lane: _is_last(lane) and lane.race.state != RaceState.ENDED, is_primary=True,
        ),
    )  # fmt: skip

    def rows(self, user):
        races = queries.races_for(user).order_by()
        rows = Lane.objects.filter(race__in=races.values("pk"))
        return rows.select_related("race__challenge", "project__lead", "project__consortium")

    def heading(self, obj) -> str:
        return _("%(mark)s道：%(name)s") % {"mark": MARKS[obj.number - 1], "name": obj.project.consortium}

    def crumbs(self, obj):
        race = obj.race
        return [
            (_("赛马"), reverse("projects:races")),
            (race.challenge.code, race.get_absolute_url()),
            (MARKS[obj.number - 1], ""),
        ]

    def lead(self, obj, user) -> str:
        return f"{obj.project.code} {obj.project.title}"

    def facts(self, obj, user) -> list:
        rows = [
            (_("赛马"), obj.race),
            (_("牵头单位"), obj.project.lead),
            (_("同日起跑"), values.date(obj.race.starts_on)),
        ]
        if obj.state == LaneState.ELIMINATED:
            rows.append((_("淘汰原因"), obj.elimination_reason))
        return rows

    def context(self, obj, user) -> dict:
        rows = obj.values.select_related("round", "indicator", "reported_by")
        return {
            "values": [(row, plain(row.actual)) for row in rows.order_by("-round__number", "indicator__number")],
            "standings": [
                (row, percent_text(row.progress_hundredths))
                for row in obj.standings.select_related("round").order_by("round__number")
            ],
            "round": open_round(obj),
            "project": obj.project,
        }
