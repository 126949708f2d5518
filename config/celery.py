"""The Celery application and its beat table: what is swept, and how often. The sweeps themselves: */tasks.py.

A sweep finds due rows by query, so a run that is late, doubled or lost does no harm: the next one finds the same rows.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("jiebang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

MINUTE = 60.0

# Name of the task -> seconds between runs, or a crontab in Asia/Shanghai. Deadlines are exact without these: an action
# compares the clock itself. A sweep only does what nobody is there to do.
TABLE: dict[str, float | crontab] = {
    "core.deliver_outbox": 5.0,
    "core.plan_reminders": MINUTE,
    "core.seal_audit": MINUTE,
    "core.clear_uploads": 60 * MINUTE,
    "accounts.expire_due_integrity": 5 * MINUTE,
    "challenges.open_due": 10.0,
    "challenges.close_due": 10.0,
    "challenges.end_due_notices": MINUTE,
    "challenges.compare_due": MINUTE,
    "consortia.open_due_consented": 10.0,
    "consortia.publish_due_roots": 10.0,
    "consortia.expire_due_bids": MINUTE,
    "consortia.expire_due": 5 * MINUTE,
    "consortia.restore_due": 10.0,
    "consortia.end_due_corrections": MINUTE,
    "projects.open_due_rounds": MINUTE,
    "projects.compute_due_rounds": MINUTE,
    "projects.fall_due_milestones": 5 * MINUTE,
    "projects.lapse_due": 5 * MINUTE,
    "reviews.lock_due_panels": MINUTE,
    "reviews.recheck_panels": 5 * MINUTE,
    "funding.award_due": MINUTE,
    "funding.fall_due_tranches": MINUTE,
    "funding.apply_race_rules": MINUTE,
    "funding.cancel_lapsed": 5 * MINUTE,
    "funding.check_books": crontab(hour=6, minute=30),
}

# Tasks that an action's outbox row or a person starts.
ASKED_FOR: set[str] = set()

app.conf.beat_schedule = {
    # A run that waited longer than its own interval is dropped: the next one does the same work.
    name: {"task": name, "schedule": every, "options": {"expires": every if isinstance(every, float) else 3600}}
    for name, every in TABLE.items()
}
