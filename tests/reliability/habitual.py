"""The control: the same tasks on a worker with Celery's own defaults, which forget a task whose process was killed."""

from celery import Celery

app = Celery("habitual")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_acks_late = False
app.conf.task_reject_on_worker_lost = None
app.autodiscover_tasks()
