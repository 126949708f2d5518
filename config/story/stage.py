"""Who acts in the telling, where, and what time it is: what the chapters hand from one to the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from accounts.models import Division, Office, Organization, Person, User
from challenges.models import Batch, Challenge, Field, Programme, RuleSet
from config.story.plan_2022 import Item
from consortia.models import Bid, Consortium
from core import clock
from projects.models import Project
from reviews.models import Panel, Rubric

PASSWORD = "jiebang-2022"  # of the demo accounts, printed on purpose
STAFF_SINCE = date(2020, 1, 1)
WAN = 1_000_000  # fen in 万元


@dataclass(frozen=True)
class Track:
    """One batch on its way: `code` is its key ("ZY", "ST", and those of today), `dates` as in plan_2022.DATES."""

    code: str
    full: str
    short: str
    year: int
    name: str
    months: int
    items: list[Item]
    dates: dict
    document: str
    planned_fen: int | None = None
    chief_scientist_mode: bool = False
    nodes: tuple[tuple[str, int], ...] = ()  # name, months after the start; else those of texts.requirements


@dataclass
class Stage:
    """`say` prints progress. Keys of consortia and challenges are those of the plan ("Z01", "ZY-01")."""

    say: Callable[[str], None]
    today: date | None = None  # the real date at which the story is told
    real_now: datetime | None = None
    at: datetime | None = None
    unit_count: int = 0
    tracks: dict[str, "Track"] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    divisions: dict[str, Division] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    units: dict[str, list[Organization]] = field(default_factory=dict)
    admins: dict[int, User] = field(default_factory=dict)  # unit's id → its administrator
    applicants: dict[int, User] = field(default_factory=dict)  # unit's id → who writes its bids
    rosters: dict[str, list[Person]] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    fields: dict[tuple[str, str], Field] = field(default_factory=dict)
    rule_sets: dict[str, RuleSet] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    consortia: dict[str, Consortium] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    bids: dict[tuple[str, str], Bid] = field(default_factory=dict)
    projects: dict[tuple[str, str], Project] = field(default_factory=dict)

    def go(self, on: date, hour: int = 9, minute: int = 0) -> datetime:
        """It is this day and hour in Beijing."""
        self.at = datetime.combine(on, time(hour, minute), tzinfo=clock.BEIJING)
        clock.move(to=self.at)
        return self.at

    def later(self, **span) -> datetime:
        """A little later: the next thing that is done has its own minute."""
        self.at += timedelta(**span)
        return self.at

    def midnight(self, on: date) -> datetime:
        """24:00 of a day, as the exclusive instant."""
        return datetime.combine(on + timedelta(days=1), time(), tzinfo=clock.BEIJING)

    @property
    def system(self) -> User:
        return self.users["system"]

    def officer_of(self, code: str) -> User:
        """The officer whose office runs the batch: 高新技术处 for 双碳 and 2021, 农村科技处 for the others."""
        return self.users["officer2" if code in ("ST", "JS") else "officer"]
