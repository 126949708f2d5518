"""What the panel's page shows, read in a fixed number of queries."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import queries
from reviews.enums import ACTIVE_SEATS, PanelPurpose, PanelState, VoteKind
from reviews.models import Expert, MilestoneAssessment, Panel
from reviews.queries import draws
from reviews.queries.assessments import lane_summary
from reviews.queries.ranking import proposal
from reviews.views.shared import points

PROPOSALS = {
    "recommend": gettext_lazy("建议立项"),
    "recommend_race": gettext_lazy("建议赛马立项"),
    "not_recommend": gettext_lazy("不建议立项"),
}


class PanelParts:
    """One panel's parts; each is asked for once a page."""

    def __init__(self, panel: Panel):
        self.panel = panel
        self._seats = list(panel.seats.select_related("expert__person__organization").order_by("number"))

    @property
    def active(self) -> list:
        return [seat for seat in self._seats if seat.state in ACTIVE_SEATS]

    def lead(self) -> str:
        """The one sentence of the page."""
        panel, count = self.panel, len(self.active)
        words = {"count": count, "size": panel.size}
        if panel.draws.filter(drawn_at__isnull=True).exists():
            return _("种子已封存，摘要已公开。请在见证下公开种子并抽取专家。")
        if panel.state == PanelState.SET_UP:
            return _("评审组%(size)s人，已有%(count)s人。请封存种子、抽取专家。") % words
        if panel.state == PanelState.DRAWN:
            return _("已抽中%(count)s人，共需%(size)s人。专家申明利益关系并接受邀请后，确认评审组。") % words
        if panel.state == PanelState.CONFIRMED:
            return _("评审组已确认。请设定评分截止时间，开放材料。")
        if panel.state == PanelState.SCORING:
            rows = queries.progress(panel)
            done = sum(row.is_done for row in rows) if panel.purpose == PanelPurpose.BID else 0
            if panel.purpose != PanelPurpose.BID:
                return _("专家考核中。")
            return _("%(all)s名专家中%(done)s名已完成评分。锁定之前任何人看不到得分。") % {
                "all": len(rows),
                "done": done,
            }
        if panel.state == PanelState.LOCKED:
            return _("评分已锁定，名次已固定。专家表决后由组长出具评审报告。")
        if panel.state == PanelState.VOTED:
            return _("表决已结束，等待组长出具评审报告。")
        return _("评审报告已出具。")

    def seats(self) -> list[dict]:
        progress = {row.seat.pk: row for row in queries.progress(self.panel)}
        return [
            {"seat": seat, "progress": progress.get(seat.pk), "is_chair": seat.pk == self.panel.chair_id}
            for seat in self._seats
        ]

    def composition(self) -> list[tuple[str, int, int]]:
        """(what, have, asked)"""
        asked = draws.composition(self.panel)
        kinds = [seat.expert.kind for seat in self.active]
        rows = [(_("人数"), len(kinds), asked["size"])]
        if asked["finance"]:
            rows.append((_("财务专家"), kinds.count("FINANCE"), asked["finance"]))
        if asked["industry"]:
            rows.append((_("产业专家"), kinds.count("INDUSTRY"), asked["industry"]))
        if asked["outside"]:
            rows.append((_("区外专家"), sum(not seat.expert.is_local for seat in self.active), asked["outside"]))
        return rows

    def gaps(self) -> list[str]:
        if self.panel.state not in (PanelState.DRAWN, PanelState.CONFIRMED, PanelState.SCORING):
            return []
        return queries.composition_gaps(self.panel, self.active, minimum=self.panel.size)

    def draws(self) -> list[dict]:
        """Every draw with its public record, names put to the numbers."""
        rows = list(self.panel.draws.order_by("number"))
        wanted = {row["expert"] for draw in rows for row in [*draw.exclusions, *draw.drawn, *draw.candidates]}
        names = {
            expert.pk: expert for expert in Expert.objects.filter(pk__in=wanted).select_related("person__organization")
        }
        found = []
        for draw in rows:
            record = draws.public_record(draw)
            found.append(
                {
                    "draw": draw,
                    "record_digest": draws.commitment_digest(record),
                    "faults": draws.replay(record) if draw.drawn_at else [],
                    "query": _query_words(draw.pool_query),
                    "exclusions": [(names.get(row["expert"]), "；".join(row["reasons"])) for row in draw.exclusions],
                    "candidate_count": len(draw.candidates),
                    "drawn": [(row, names.get(row["expert"])) for row in draw.drawn],
                }
            )
        return found

    def disclosed(self) -> list[Expert]:
        return queries.disclosures(self.panel.challenge, [seat.expert for seat in self.active])

    def ranking(self) -> list[dict]:
        lines = queries.ranking(self.panel)
        steps = proposal(self.panel, lines) if self.panel.state not in (PanelState.SCORING, PanelState.LOCKED) else {}
        return [
            {
                "line": line,
                "result": points(line.result_hundredths),
                "count": line.panel_bid.score_count,
                "normalised": "—" if line.normalised is None else f"{line.normalised:+.2f}",
                "award": line.votes.get(VoteKind.AWARD),
                "race": line.votes.get(VoteKind.RACE),
                "proposal": PROPOSALS.get(steps.get(line.bid.pk), ""),
                "voided": line.voided,
            }
            for line in lines
        ]

    def assessments(self) -> list:
        if self.panel.purpose != PanelPurpose.MILESTONE:
            return []
        rows = MilestoneAssessment.objects.filter(panel=self.panel)
        return list(rows.select_related("seat__expert__person").order_by("seat__number"))

    def lanes(self) -> list[dict]:
        return [{"row": row, "mean": points(row.mean_hundredths)} for row in lane_summary(self.panel)]


def _query_words(query: dict) -> str:
    words = []
    if query.get("specialties"):
        words.append(_("专业领域：%(names)s") % {"names": "、".join(query["specialties"])})
    if query.get("kinds"):
        words.append(_("类别：%(names)s") % {"names": "、".join(query["kinds"])})
    if query.get("outside_only"):
        words.append(_("只抽区外专家"))
    return "；".join(words) or _("全库可用专家")
