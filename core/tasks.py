"""Celery's side of core: thin, by keyword, one call each."""

from celery import shared_task

from core import audit, clock, delivery, reminders, uploads


@shared_task(name="core.deliver_outbox")
def deliver_outbox() -> int:
    return delivery.deliver_due(at=clock.now())


@shared_task(name="core.plan_reminders")
def plan_reminders() -> int:
    return reminders.plan(at=clock.now())


@shared_task(name="core.seal_audit")
def seal_audit() -> int:
    block = audit.seal()
    return block.leaf_count if block else 0


@shared_task(name="core.clear_uploads")
def clear_uploads() -> int:
    return uploads.clear_abandoned(at=clock.now())
