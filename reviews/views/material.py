"""A bid as an expert reads it, beside what the challenge asks."""

from dataclasses import replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from consortia.drafts.schema import FORMER, NARRATIVE
from consortia.queries import content_of
from consortia.views import reading
from core.ui import values
from reviews.models import Seat
from reviews.queries import desks


class Material:
    """What stands beside the sheet; each part is read when the template asks for it."""

    def __init__(self, bid, seat: Seat):
        self.bid, self.seat = bid, seat

    @cached_property
    def facts(self) -> list[tuple]:
        bid = self.bid
        members = [row["name"] for row in bid.consortium_snapshot.get("members", []) if "name" in row]
        return [
            (_("创新联合体"), bid.consortium.name),
            (_("牵头单位"), bid.consortium.lead.name),
            (_("成员单位"), "、".join(members)),
            (_("项目负责人"), str(bid.leader) if bid.leader_id else ""),
            (_("首席科学家"), str(bid.chief_scientist) if bid.chief_scientist_id else ""),
            (_("实施周期"), _("%(months)s个月") % {"months": bid.duration_months} if bid.duration_months else ""),
            (_("申请财政经费"), values.money(bid.fiscal_fen)),
            (_("企业自筹"), values.money(bid.self_fen)),
            (_("自筹与财政之比"), values.ratio(bid.self_fen, bid.fiscal_fen, 2)),
            (_("地方配套"), values.money(bid.matching_fen)),
        ]

    @cached_property
    def indicators(self) -> list[tuple]:
        """(indicator, response) for every indicator of the challenge, answered or not."""
        answers = {row.indicator_id: row for row in self.bid.responses.all()}
        rows = self.bid.challenge.indicators.order_by("number")
        return [(row, f"{row.target.normalize():f}", answers.get(row.pk)) for row in rows]

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        return [
            (str(label), self.bid.narrative[key])
            for key, label in (NARRATIVE | FORMER).items()
            if self.bid.narrative.get(key)
        ]

    @cached_property
    def asked_later(self) -> list[reading.Part]:
        """Targets of the years, platforms, rights, running projects, benefits; none where the bid was sealed before they were asked."""
        if not hasattr(self.bid, "statement"):
            return []
        found = {part.name: part for part in reading.parts(self.bid.challenge, content_of(self.bid))}
        years = reading.Part("years", _("年度目标"), [], [replace(found["milestones"].tables[1], caption="")])
        return [years, found["foundation"], found["benefits"]]

    @cached_property
    def team(self):
        return self.bid.team.select_related("person", "organization").order_by("pk")

    @cached_property
    def tasks(self):
        return self.bid.tasks.select_related("organization").order_by("number")

    @cached_property
    def milestones(self):
        return self.bid.milestones.order_by("number")

    @cached_property
    def files(self) -> list[tuple[str, str]]:
        rows = desks.named_attachments(self.bid)
        return [(row.name, reverse("reviews:material", args=[self.seat.pk, row.pk])) for row in rows]
