"""The sweeps of this app for the worker: each loads the system's account and calls one action."""

from celery import shared_task

from accounts.queries import system_user
from consortia import actions


@shared_task(name="consortia.expire_due_bids")
def expire_due_bids() -> int:
    return actions.expire_due_bids(by=system_user())


@shared_task(name="consortia.expire_due")
def expire_due() -> int:
    return actions.expire_due(by=system_user())


@shared_task(name="consortia.publish_due_roots")
def publish_due_roots() -> int:
    return actions.publish_due_roots(by=system_user())


@shared_task(name="consortia.open_due_consented")
def open_due_consented() -> int:
    return actions.open_due_consented(by=system_user())


@shared_task(name="consortia.restore_due")
def restore_due() -> int:
    return actions.restore_due(by=system_user())


@shared_task(name="consortia.end_due_corrections")
def end_due_corrections() -> int:
    return actions.end_due_corrections(by=system_user())
