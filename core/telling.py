"""The worker's side of core.news: who is concerned now, in which words, and what comes next."""

from datetime import datetime
from operator import attrgetter

from django.apps import apps
from django.utils.translation import gettext as _

from core import clock, news, turns
from core.delivery import handler
from core.models import Event, Outbox
from core.news import Case, News
from core.outbox import notify
from core.text import about


@handler("news")
def tell(row: Outbox, at: datetime) -> None:
    """Messages about one event. Whoever did it is not told of it."""
    event = Event.objects.get(pk=row.payload["event"])
    obj = apps.get_model(event.object_type)._default_manager.filter(pk=event.object_id).first()
    if obj is None:
        return
    case = Case(event, obj, clock.local(row.created_at).date())
    for one in news.of(event.object_type, event.verb):
        for user in one.people(case) if one.people else ():
            if user.pk != event.actor_id:
                _notify(one, case, user, at=row.created_at)


def _notify(one: News, case: Case, user, *, at: datetime) -> None:
    page = attrgetter(one.page.replace("__", "."))(case.obj) if one.page else case.obj
    notify(
        user,
        title=about(one.title, case),
        body="\n".join(line for line in (one.body(case), next_step(case)) if line),
        url=page.get_absolute_url(),
        key=f"event:{case.event.pk}",
        at=at,
        kind=one.kind,
    )


def next_step(case: Case) -> str:
    """From the one table of whose turn it is; nothing where the object has come to its end."""
    found = turns.of(case.obj)
    return _("下一步：%(what)s") % {"what": found.line} if found else ""
