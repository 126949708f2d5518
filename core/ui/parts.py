"""The records that components take. A view fills them; the components know no domain word."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Colors are words with a meaning: green open, blue in review, amber notice or warning, red race or refusal, grey ended.
TONES = ("green", "blue", "amber", "red", "grey")


@dataclass(frozen=True)
class Fact:
    """One row of a facts card; `value` is text or markup made by core.ui.values."""

    label: str
    value: Any
    hint: str = ""


@dataclass(frozen=True)
class Step:
    """One station of a calendar line. `state` is done, current, todo or missed."""

    label: str
    state: str = "todo"
    when: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened, for lists that are not made of core.Event rows.

    With `who` it reads as a sentence: who, `label` (what was done), `rest` (what came of it). `documents` are
    (label, text, url) of what it rests on, `changes` are lines of what became of what. `folded` are several of one kind,
    the newest first, that this entry stands for; they began `since`.
    """

    at: datetime
    label: str
    actor: str = ""
    role: str = ""
    note: str = ""
    from_label: str = ""
    to_label: str = ""
    tone: str = ""
    who: str = ""
    rest: str = ""
    documents: tuple[tuple[str, str, str], ...] = ()
    changes: tuple[str, ...] = ()
    folded: tuple["TimelineItem", ...] = ()
    since: datetime | None = None


@dataclass(frozen=True)
class NextItem:
    """One line of 下一步: what the rule proposes, what the system did, whom everybody waits for."""

    title: str
    text: str = ""
    tone: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class PageAction:
    """Something this person may do with the object now, or may not, and then why.

    `url` takes the POST. With a `form` that has fields the button opens it; without one the button posts at once.
    `refused` is the reason (a sentence, or the Refused or Denied itself); then nothing can be pressed.
    `preview` takes the same fields and shows what would come of them.
    """

    title: str
    url: str = ""
    sentence: str = ""
    form: Any = None
    submit: str = ""
    is_primary: bool = False
    is_danger: bool = False
    refused: Any = ""
    next_step: str = ""
    preview: str = ""

    @property
    def reason(self) -> str:
        return str(getattr(self.refused, "sentence", "") or getattr(self.refused, "reason", "") or self.refused)

    @property
    def button(self) -> str:
        return self.submit or self.title

    @property
    def has_fields(self) -> bool:
        return self.form is not None and bool(self.form.visible_fields())

    @property
    def is_open(self) -> bool:
        """A form that came back with defects shows itself."""
        return self.form is not None and self.form.is_bound and bool(self.form.errors)


@dataclass(frozen=True)
class LaneGate:
    """A checkpoint on a track: where it stands (per cent of the track) and what came of it."""

    at_percent: float
    label: str
    outcome: str = ""


@dataclass(frozen=True)
class Lane:
    """One track of a race. Percentages run from 0 (common start) to 100 (all indicators met).

    `sums` are the lines at the end of the track (money released, ratio), text or markup.
    `out_percent` is the gate where the track of an eliminated lane ends; it stays visible, grey.
    """

    name: str
    mark: str
    progress: float
    plan: float | None = None
    rank: int | None = None
    is_lead: bool = False
    status: str = ""
    tone: str = "grey"
    url: str = ""
    lines: tuple = ()
    sums: tuple = ()
    gates: tuple[LaneGate, ...] = field(default_factory=tuple)
    out_percent: float | None = None

    @property
    def is_out(self) -> bool:
        return self.out_percent is not None
