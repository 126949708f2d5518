"""下一步由谁做: whose turn it is, for every state of every lifecycle (C04).

Each app says it in `<app>/turns.py` as `TURNS = {"consortia.Bid": {state: Turn(…)}}`, beside its lifecycle; where the
state alone does not tell whose turn it is, a function of the object answers the `Turn`. A state from which nobody has to
move on has a `rest(…)`; only final states may be left out (tests/core/test_turns.py).

An app above may say more exactly what its own rows tell of a state: a challenge that is closed waits for its opening or for
the eligibility of its bids, which only the app of the bids knows. What the highest app says of a state holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from core import lifecycle


@dataclass(frozen=True)
class Turn:
    """Who does what next. `unit(obj)` names the unit or office (an object or words), `until(obj)` an exclusive instant;
    `what` may be asked of the object as well.

    `roles` are the codes of the roles that may do it: a reader who holds one of them and belongs to the unit or office
    that is named is told that it is their turn.
    """

    who: str
    what: str | Callable
    unit: Callable | None = None
    until: Callable | None = None
    roles: tuple[str, ...] = ()

    @property
    def is_rest(self) -> bool:
        return not self.who


def rest(what: str) -> Turn:
    """Nobody has to do anything now."""
    return Turn("", what)


def department(_obj) -> str:
    """Who runs this installation, where no single office is meant."""
    return _("科技厅")


@dataclass(frozen=True)
class NextStep:
    """The answer for one object, ready to be shown."""

    who: str
    unit: str
    what: str
    since: datetime | None
    until: datetime | None
    is_mine: bool = False

    @property
    def by(self) -> str:
        """`草原种业有限公司 · 单位管理员`."""
        return " · ".join(part for part in (self.unit, self.who) if part)

    @property
    def line(self) -> str:
        """`等待 草原种业有限公司 · 单位管理员：审核并提交方案`."""
        if not self.who:
            return self.what
        return _("由%(by)s%(what)s") % {"by": f"“{self.by}”", "what": self.what}


@cache
def table() -> dict[str, dict[str, Turn | Callable]]:
    """label of a model (lower case) → state → whose turn; a function where that depends on more than the state.

    The apps are installed bottom to top, so that a later one replaces what a lower one says.
    """
    found: dict[str, dict[str, Turn | Callable]] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.turns"
        if app.name != "core" and find_spec(name):
            for label, turns in import_module(name).TURNS.items():
                found[label.lower()] = {**found.get(label.lower(), {}), **turns}
    return found


def turn_of(obj: models.Model) -> Turn | None:
    """The entry of the table for this object."""
    turns = table().get(obj._meta.label_lower)
    turn = turns.get(obj.state) if turns else None
    return turn if turn is None or isinstance(turn, Turn) else turn(obj)


def of(obj: models.Model, user=None) -> NextStep | None:
    """Whose turn it is with this object; None where it has no lifecycle or has come to its end. Asks nothing of the
    database that is not loaded with the object already: lists select what `unit` and `until` read."""
    turn = turn_of(obj)
    if turn is None:
        return None
    unit = turn.unit(obj) if turn.unit else ""
    return NextStep(
        who=str(turn.who),
        unit=str(unit or ""),
        what=str(turn.what(obj) if callable(turn.what) else turn.what),
        since=obj.state_at,
        until=turn.until(obj) if turn.until else None,
        is_mine=_is_mine(turn, unit, user),
    )


def _is_mine(turn: Turn, unit, user) -> bool:
    """The reader holds a role that acts here, and belongs to the unit or office that is named."""
    if user is None or not user.is_authenticated or not turn.roles or not user.has_role(*turn.roles):
        return False
    if not isinstance(unit, models.Model):
        return True
    attribute = {
        "organization": "organization_id",
        "office": "office_id",
        "division": "division_id",
        "person": "person_id",
    }
    mine = getattr(user, attribute.get(unit._meta.model_name, "pk"), None)
    return mine == unit.pk


def missing() -> dict[str, set[str]]:
    """States that somebody has to leave and for which nobody is named; and states that do not exist."""
    found = {}
    for label, machine in lifecycle.REGISTRY.items():
        waiting = {state for step in machine.steps for state in step.sources}
        named = set(table().get(label, {}))
        wrong = (waiting - named) | (named - set(machine.states.values))
        if wrong:
            found[label] = {str(state) for state in wrong}
    return found
