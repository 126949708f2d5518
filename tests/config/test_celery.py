"""The beat table and the registered sweeps are the same set."""

from config.celery import ASKED_FOR, TABLE, app


def test_every_entry_of_the_beat_table_is_a_registered_task():
    app.autodiscover_tasks(force=True)
    assert set(TABLE) - set(app.tasks) == set()


def test_every_task_stands_in_the_beat_table_or_is_asked_for():
    app.autodiscover_tasks(force=True)
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours - set(TABLE) - ASKED_FOR == set()


def test_a_lost_worker_loses_no_task():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.broker_transport_options["visibility_timeout"] <= 300
    assert not app.conf.task_always_eager
