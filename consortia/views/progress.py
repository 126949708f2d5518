"""Where a draft stands: its sections, what each still lacks, who has signed, and who is at work beside (C14, C15)."""

import json
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from consortia import drafts, queries, rules
from consortia.drafts import grid
from consortia.drafts.schema import SECTIONS, WRITTEN
from consortia.enums import BidState, PledgeKind
from consortia.forms.sections import element_id
from consortia.models import Bid, BidSection
from core import clock, events
from core.permissions import allows

EMPTY, OPEN, DONE = "empty", "open", "done"
#: Whoever saved a section within this time is named beside it, in seconds.
LATELY = 30 * 60


@dataclass
class Station:
    """One stop of the rail. `defects` are (sentence, address); `fill` is one of EMPTY, OPEN, DONE."""

    name: str
    label: str
    url: str
    saved: BidSection | None = None
    fill: str = EMPTY
    is_current: bool = False
    defects: list[tuple] = field(default_factory=list)
    count: int = 0

    @property
    def words(self) -> str:
        if self.fill == DONE:
            return _("完整")
        return _("未填写") if self.fill == EMPTY else _("待补 %(count)d 处") % {"count": self.count}

    @property
    def tone(self) -> str:
        return {DONE: "green", OPEN: "amber", EMPTY: "grey"}[self.fill]


class Progress:
    """Everything the rail, the list of defects and the card of readiness say about one draft; read once."""

    def __init__(self, bid: Bid, user: User, *, current: str = "", forms=None):
        self.bid, self.user = bid, user
        self.rows = {row.name: row for row in bid.sections.select_related("saved_by__person")}
        self.content = {name: json.loads(row.content) for name, row in self.rows.items()}
        self.rule_set = bid.challenge.batch.rule_set
        self.totals = drafts.totals(self.content.get("budget") or drafts.blank("budget"), self.rule_set)
        self.defects = drafts.defects(challenge=bid.challenge, consortium=bid.consortium, sections=self.content)
        self.may_write = bid.state == BidState.DRAFT and allows(rules.author_bid, user, bid)
        months = (self.content.get("basic") or {}).get("duration_months") or bid.challenge.duration_months
        self.years = grid.years(clock.today().year, months, self.content.get("budget") or {})
        self.stations = [self._station(name, current, forms) for name in WRITTEN]
        others = [one for one in self.defects if one.section not in WRITTEN]
        self.other_defects = [(str(one), reverse("consortia:attachments", args=[bid.pk])) for one in others]

    def _station(self, name: str, current: str, forms) -> Station:
        url = reverse("consortia:section", args=[self.bid.pk, name]) if self.may_write else ""
        station = Station(name, str(SECTIONS[name].label), url, self.rows.get(name), is_current=name == current)
        for one in (found for found in self.defects if found.section == name):
            if name == current and forms is not None:
                place = f"#{forms.element(one.anchor)}"
            else:
                content = self.content.get(name) or drafts.blank(name)
                place = f"{url}#{element_id(name, one.anchor, content, self.years)}" if url else ""
            station.defects.append((one, place))
        station.count = sum(1 for one, _url in station.defects if not one.is_waivable)
        is_blank = (self.content.get(name) or drafts.blank(name)) == drafts.blank(name)
        station.fill = DONE if not station.count else EMPTY if is_blank else OPEN
        return station

    @property
    def file_count(self) -> int:
        return len((self.content.get("attachments") or drafts.blank("attachments"))["rows"])

    @property
    def other_words(self) -> str:
        """What the rail says beside the attachments."""
        if self.other_defects:
            return _("待补 %(count)d 处") % {"count": len(self.other_defects)}
        return _("已上传 %(count)d 份") % {"count": self.file_count} if self.file_count else _("按需上传")

    @property
    def count(self) -> int:
        """How many defects stand in the way of sending."""
        return sum(1 for one in self.defects if not one.is_waivable)

    @property
    def done_count(self) -> int:
        return sum(1 for one in self.stations if one.fill == DONE)

    @property
    def number(self) -> int:
        return next((place for place, one in enumerate(self.stations, 1) if one.is_current), 0)

    @property
    def current(self) -> Station | None:
        return next((one for one in self.stations if one.is_current), None)

    @property
    def to_write(self) -> str:
        """Where to go on: the first section that lacks something, else the first."""
        open_ones = [one for one in self.stations if one.fill != DONE]
        return (open_ones or self.stations)[0].url

    @property
    def following(self) -> Station | None:
        return self.stations[self.number] if 0 < self.number < len(self.stations) else None

    @property
    def last(self) -> Station:
        return self.stations[-1]

    @property
    def previous(self) -> Station | None:
        return self.stations[self.number - 2] if self.number > 1 else None


@dataclass(frozen=True)
class Signature:
    """A pledge that the bid needs: whose, which, and since when it stands (None: still to be signed)."""

    who: str
    what: str
    pledge: object | None
    is_mine: bool = False  #: the reader may sign it now


def signatures(bid: Bid, user: User) -> list[Signature]:
    """The leader's pledge and each member's own: the members' confirmations of the bid."""
    standing = list(bid.pledges.filter(revoked_at__isnull=True).select_related("text", "person", "organization"))
    leader = next((one for one in standing if one.text.kind == PledgeKind.LEADER), None)
    is_mine = leader is None and bid.state == BidState.DRAFT and allows(rules.pledge_for_leader, user, bid)
    found = [Signature(_("项目负责人（牵头单位申报人）"), str(PledgeKind.LEADER.label), leader, is_mine)]
    signed = {one.organization_id: one for one in standing if one.text.kind == PledgeKind.ORGANIZATION}
    for member in queries.confirmed(bid.consortium).order_by("role", "pk"):
        who = _("%(unit)s（%(role)s）") % {"unit": member.organization, "role": member.get_role_display()}
        pledge = signed.get(member.organization_id)
        is_own = pledge is None and member.organization_id == user.organization_id
        is_mine = is_own and allows(rules.pledge_for_unit, user, bid)
        found.append(Signature(who, str(PledgeKind.ORGANIZATION.label), pledge, is_mine))
    return found


def returned(bid: Bid):
    """The event by which the unit gave the draft back, while the draft is still being mended."""
    if bid.state != BidState.DRAFT:
        return None
    steps = ("bid.return", "bid.send_to_unit", "bid.recall")
    latest = events.of(bid).filter(verb__in=steps).first()
    return latest if latest is not None and latest.verb == "bid.return" else None


def presence(saved: BidSection | None, user: User) -> str:
    """`某某 3 分钟前保存过本部分`: somebody else is at work here."""
    if saved is None or saved.saved_by_id in {None, user.pk}:
        return ""
    seconds = (clock.now() - saved.saved_at).total_seconds()
    if not 0 <= seconds < LATELY:
        return ""
    minutes = int(seconds // 60)
    when = ngettext("%(n)d 分钟前", "%(n)d 分钟前", minutes) % {"n": minutes} if minutes else _("刚刚")
    return _("%(who)s %(when)s保存过本部分。同时填写时系统会对照合并，不会互相覆盖。") % {
        "who": saved.saved_by,
        "when": when,
    }
