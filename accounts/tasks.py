"""The sweep of this app as a task: thin, without arguments, harmless twice."""

from celery import shared_task

from accounts import actions
from accounts.queries import system_user


@shared_task(name="accounts.expire_due_integrity")
def expire_due_integrity() -> int:
    return actions.expire_due_integrity(by=system_user())
