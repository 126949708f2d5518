"""Every (state, step) pair of every lifecycle of this app, against the database's own trigger."""

import pytest
from django.db import DatabaseError, connection, transaction

from core import lifecycle
from core.errors import Refused
from core.models import Event
from projects import actions
from projects.models import ChangeRequest, Lane, Milestone, Project, Race, RaceRound, TaskAgreement
from tests.stories import projects as story

MACHINES = [
    lifecycle.REGISTRY[f"projects.{name}"]
    for name in ("project", "taskagreement", "milestone", "race", "lane", "raceround", "changerequest")
]
PAIRS = [(machine, state, step) for machine in MACHINES for state in machine.states.values for step in machine.steps]
#: What a table's own constraints ask beside the state.
EXTRA = {"opinion": "意见", "elimination_reason": "落后", "termination_kind": "BREACH"}


@pytest.fixture
def rows(cast):
    race = story.race(cast)
    project = race.lanes.get(number=1).project
    change = actions.request_change(project=project, kind="MEMBER", after={"text": "x"}, reason="y", by=cast.applicant)
    found = [
        project,
        project.agreements.get(),
        project.milestones.get(number=1),
        race,
        race.lanes.get(number=1),
        race.rounds.get(number=1),
        change,
    ]
    return {type(row): row for row in found}


def put(row, state) -> None:
    """Straight into a state, triggers asleep: the one way a test may do it, to try what leads on from there."""
    fields = {name: value for name, value in EXTRA.items() if name in {field.name for field in row._meta.fields}}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        type(row).objects.filter(pk=row.pk).update(state=state, **fields)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_every_pair_of_state_and_step(rows, cast):
    models = {Project, TaskAgreement, Milestone, Race, Lane, RaceRound, ChangeRequest}
    assert set(rows) == models
    assert len(PAIRS) > 300
    wrong = []
    for machine, state, step in PAIRS:
        row = rows[machine.model()]
        try:
            with transaction.atomic():
                put(row, state)
                before = Event.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).count()
                try:
                    lifecycle.advance(row, step.name, by=cast.officer)
                    went = True
                except Refused as refusal:
                    went = False if refusal.code == "wrong_state" else refusal.code
                made = Event.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).count() - before
                if went != (state in step.sources) or made != went:
                    wrong.append((machine.label, state, step.name, went, made))
                raise Refused("undo", "undo")
        except Refused:
            row.refresh_from_db()
    assert wrong == []


def test_no_state_is_written_behind_the_lifecycle(rows):
    for model, row in rows.items():
        other = next(state for state in lifecycle.of(row).states.values if state != row.state)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(state=other)
