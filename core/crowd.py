"""Visitors act without an account: a program must not bury those who have to read it under what it makes up."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core import context_vars
from core.errors import Refused
from core.models import Event

#: From one network address; behind a proxy that hides the visitors' addresses it is one for all.
MOST_AN_HOUR = 60
#: How far back one looks, in events of the visitors' account: a flood is among the newest, and the history is long.
NEWEST = 5_000


def refuse_flood(verb: str, *, by, at: datetime) -> None:
    """Refused `flood` where visitors at this address have done this (the verb of the event) too often within an hour."""
    address = context_vars.current.get().ip
    if not by.is_system or address is None:
        return
    newest = Event.objects.filter(actor_id=by.pk).order_by("-id").values("pk")[:NEWEST]
    came = Event.objects.filter(pk__in=newest, verb=verb, ip=address, at__gt=at - timedelta(hours=1))
    if came.count() >= MOST_AN_HOUR:
        raise Refused("flood", _("从这个网络地址提交的内容过多，请一小时后再试，或直接与科技厅联系。"), address=address)
