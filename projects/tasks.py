"""The clock's wake-up calls; each task calls one sweep."""

from celery import shared_task

from accounts.queries import system_user
from projects import actions


@shared_task(name="projects.lapse_due")
def lapse_due() -> int:
    return actions.lapse_due(by=system_user())


@shared_task(name="projects.fall_due_milestones")
def fall_due_milestones() -> int:
    return actions.fall_due_milestones(by=system_user())


@shared_task(name="projects.open_due_rounds")
def open_due_rounds() -> int:
    return actions.open_due_rounds(by=system_user())


@shared_task(name="projects.compute_due_rounds")
def compute_due_rounds() -> int:
    return actions.compute_due_rounds(by=system_user())
