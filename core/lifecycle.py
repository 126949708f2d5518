"""Lifecycles: one table of steps an aggregate, and the only writer of a `state` column.

The same table feeds the database's trigger (a state changes along a step, announced by `advance`, or not at all),
docs/lifecycles.md and the test of every (state, step) pair.
"""

from dataclasses import dataclass, field
from datetime import datetime

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.errors import Refused

REGISTRY: dict[str, "Lifecycle"] = {}


@dataclass(frozen=True)
class Step:
    """One allowed move. `stamp` names the pair of fields `<stamp>_at`, `<stamp>_by` that the move fills.

    `who` and `guard` are words for docs/lifecycles.md; the code that holds them is rules.py and actions.py.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    stamp: str = ""
    who: str = ""
    guard: str = ""
    by_clock: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """The machine of one model, `label` like "consortia.Bid". `tones` maps a state to a colour word of the UI."""

    label: str
    states: type[models.TextChoices]
    initial: str
    steps: tuple[Step, ...]
    tones: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        names = [step.name for step in self.steps]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.label}: a step is named twice")
        for step in self.steps:
            unknown = {*step.sources, step.target} - set(self.states.values)
            if unknown:
                raise ValueError(f"{self.label}.{step.name}: unknown states {unknown}")
        REGISTRY[self.label.lower()] = self

    def field(self) -> models.CharField:
        return models.CharField(
            _("状态"), max_length=24, choices=self.states.choices, default=self.initial, db_index=True
        )

    def triggers(self) -> list[pgtrigger.Trigger]:
        """The database's own guard, for `Meta.triggers`."""
        moves = sorted({(source, step.target) for step in self.steps for source in step.sources})
        pairs = ", ".join(f"('{source}', '{target}')" for source, target in moves)
        return [
            pgtrigger.Trigger(
                name="state_moves",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("state"),
                func=f"""
                    IF NEW.state IS DISTINCT FROM OLD.state THEN
                        IF (OLD.state, NEW.state) NOT IN ({pairs}) THEN
                            RAISE EXCEPTION 'no step leads from % to % in %', OLD.state, NEW.state, TG_TABLE_NAME
                                USING ERRCODE = 'check_violation';
                        END IF;
                        IF NOT core_state_change_announced(TG_TABLE_NAME, OLD.id, OLD.state, NEW.state) THEN
                            RAISE EXCEPTION 'state of % changes only through its lifecycle', TG_TABLE_NAME
                                USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="state_starts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NEW.state <> '{self.initial}' THEN
                        RAISE EXCEPTION '% begins in state {self.initial}, not %', TG_TABLE_NAME, NEW.state
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def step(self, name: str) -> Step:
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(f"{self.label} has no step {name}")

    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    def tone(self, state: str) -> str:
        return self.tones.get(state, "grey")

    def steps_from(self, state: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if state in step.sources)


def of(obj: models.Model) -> Lifecycle:
    return REGISTRY[obj._meta.label_lower]


def can_step(obj: models.Model, name: str) -> bool:
    """Whether the step's source fits; guards and permissions are not asked."""
    return obj.state in of(obj).step(name).sources


def pictured(obj: models.Model, state: str) -> models.Model:
    """The object as it would look in that state, for a preview. In memory alone: the database refuses to save it."""
    obj.state = state
    return obj


def begin(
    model: type[models.Model],
    *,
    by,
    at: datetime | None = None,
    label: str = "",
    note: str = "",
    restricted: bool = False,
    **fields,
) -> models.Model:
    """Make a row in its initial state and record its first event: `label` says what that was, where “新建” says too little
    (`restricted`: see core.events.record)."""
    at = at or clock.now()
    with transaction.atomic():
        row = model._default_manager.create(created_at=at, created_by=by, state_at=at, **fields)
        verb, label = f"{model._meta.model_name}.create", label or _("新建")
        events.record(row, verb, by=by, at=at, label=label, note=note, to_state=row.state, restricted=restricted)
    return row


def _with_documents(row: models.Model, changes: dict | None, data: dict | None) -> dict | None:
    """What a step rests on, for whoever reads its event: numbered things (a resolution) and numbers of letters that it wrote."""
    found = []
    for name, value in (changes or {}).items():
        label = str(row._meta.get_field(name).verbose_name)
        if isinstance(value, models.Model):
            if getattr(value, "number", "") and isinstance(value.number, str):
                url = value.get_absolute_url() if hasattr(value, "get_absolute_url") else ""
                found.append({"label": label, "text": str(value), "url": url})
        elif name.endswith("_number") and isinstance(value, str) and value:
            found.append({"label": label, "text": value})
    return {**(data or {}), "documents": found} if found else data


def advance(
    obj: models.Model,
    step: str,
    *,
    by,
    at: datetime | None = None,
    note: str = "",
    changes: dict | None = None,
    data: dict | None = None,
    restricted: bool = False,
) -> models.Model:
    """Take one step: lock the row, write the state, its stamp and `changes`, and record one event, in one transaction.

    `obj` itself is brought up to date. Raises Refused("wrong_state") with the state found when the step does not start there.
    """
    lifecycle = of(obj)
    move = lifecycle.step(step)
    at = at or clock.now()
    with transaction.atomic():
        row = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
        if row.state not in move.sources:
            raise Refused(
                "wrong_state",
                _("“%(object)s”现为“%(state)s”，不能%(step)s。请刷新页面查看最新状态。")
                % {"object": row, "state": lifecycle.states(row.state).label, "step": move.label},
                object=obj._meta.label_lower,
                id=obj.pk,
                state=row.state,
                step=step,
            )
        written = {"state": move.target, "state_at": at, **(changes or {})}
        if move.stamp:
            written[f"{move.stamp}_at"] = at
            written[f"{move.stamp}_by"] = by
        source = row.state
        with connection.cursor() as cursor:
            announced = f"{obj._meta.db_table}:{obj.pk}:{source}:{move.target}"
            cursor.execute("SELECT set_config('jiebang.advance', %s, true)", [announced])
            type(obj)._default_manager.filter(pk=obj.pk).update(**written)
            cursor.execute("SELECT set_config('jiebang.advance', '', true)")
        events.record(
            row,
            f"{obj._meta.model_name}.{step}",
            by=by,
            at=at,
            label=str(move.label),
            note=note,
            from_state=source,
            to_state=move.target,
            data=_with_documents(row, changes, data),
            restricted=restricted,
        )
    for name, value in written.items():
        setattr(obj, name, value)
    return obj
