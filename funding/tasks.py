"""The sweeps of money, woken by beat; each is one action and may run twice, late, or in two places."""

from celery import shared_task

from accounts.queries import system_user
from funding import actions


@shared_task(name="funding.award_due")
def award_due() -> int:
    return actions.award_due(by=system_user())


@shared_task(name="funding.fall_due_tranches")
def fall_due_tranches() -> int:
    return actions.fall_due_tranches(by=system_user())


@shared_task(name="funding.apply_race_rules")
def apply_race_rules() -> int:
    return actions.apply_race_rules(by=system_user())


@shared_task(name="funding.cancel_lapsed")
def cancel_lapsed() -> int:
    return actions.cancel_lapsed(by=system_user())


@shared_task(name="funding.check_books")
def check_books() -> int:
    return actions.tell_faults(by=system_user())
