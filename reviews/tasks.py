"""Sweeps of expert review; each calls one action."""

from celery import shared_task

from accounts.queries import system_user
from reviews import actions


@shared_task(name="reviews.lock_due_panels")
def lock_due_panels() -> int:
    return actions.lock_due_panels(by=system_user())


@shared_task(name="reviews.recheck_panels")
def recheck_panels() -> int:
    """How many seats were left because a conflict came up."""
    return len(actions.recheck_panels(by=system_user()))
