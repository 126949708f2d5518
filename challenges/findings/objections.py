"""How whoever objected learns what became of it: by the number and the code, or signed in. No message names him (E-18)."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.db.models import Q, QuerySet

from challenges.models import Objection
from challenges.queries import DECIDED_OBJECTION_STATES
from core import clock

TOLD_DAYS = 15  #: how long an outcome stands on the desk of whoever objected

_BRACKETS = str.maketrans(dict.fromkeys("[（(【", "〔") | dict.fromkeys("]）)】", "〕"))


def look_up(*, number: str, code: str) -> Objection | None:
    """The objection of this number, for whoever holds its code. Brackets and blanks may be typed as they come."""
    wanted = "".join(number.translate(_BRACKETS).split())
    found = Objection.objects.filter(number=wanted).exclude(lookup_hash="").select_related("notice", "item").first()
    typed = "".join(code.upper().split()).replace("-", "")
    return found if found and check_password(f"{typed[:5]}-{typed[5:]}", found.lookup_hash) else None


def own(user) -> QuerySet[Objection]:
    """What this account objected, the newest first; what supervision registered for others is none of its own."""
    return Objection.objects.filter(created_by=user, way="").select_related("notice", "item").order_by("-pk")


def own_news(user) -> QuerySet[Objection]:
    """Decided in these days."""
    since = clock.now() - timedelta(days=TOLD_DAYS)
    return own(user).filter(
        Q(admitted_at__gte=since) | Q(settled_at__gte=since), state__in=["ACCEPTED", *DECIDED_OBJECTION_STATES]
    )
