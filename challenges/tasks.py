"""The sweeps of this app as tasks: thin, without arguments, harmless twice."""

from celery import shared_task

from accounts.queries import system_user
from challenges import actions


@shared_task(name="challenges.open_due")
def open_due() -> int:
    return actions.open_due(by=system_user())


@shared_task(name="challenges.compare_due")
def compare_due() -> int:
    return actions.compare_due(by=system_user())


@shared_task(name="challenges.close_due")
def close_due() -> int:
    return actions.close_due(by=system_user())


@shared_task(name="challenges.end_due_notices")
def end_due_notices() -> int:
    return actions.end_due_notices(by=system_user())
