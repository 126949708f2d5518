"""Asked before a password is looked at: does somebody at this address try one password on many names?

Five wrong passwords for one name are the lock's matter (django-axes, by name and address). Here names are counted.
"""

from datetime import datetime, timedelta

from axes.models import AccessFailureLog, AccessLog
from django.utils.translation import gettext_lazy as _

from core.errors import Refused

#: So many names from which no sign-in came in the end, from one network address within the time below. An office
#: behind one address mistypes, and then gets in.
MOST_NAMES = 30
WITHIN = timedelta(hours=1)
#: Who got in from this address within that time goes on: nobody shuts out an office by failing at its address.
AT_HOME = timedelta(days=30)
#: How far back one looks, in failures of all addresses: those of the last hour are among the newest.
NEWEST = 5_000


def refuse_guessing(*, name: str, address: str | None, at: datetime) -> None:
    """Refused `many_names`. `at` is real time, as the times of the attempts: the demo's clock moves neither."""
    if address is None or len(_unsolved(address, at)) < MOST_NAMES:
        return
    if AccessLog.objects.filter(username=name, ip_address=address, attempt_time__gt=at - AT_HOME).exists():
        return
    raise Refused("many_names", _("从这个网络地址登录失败的用户名过多，为防止有人猜测密码，暂停从这里登录。"))


def _unsolved(address: str, at: datetime) -> set[str]:
    """Names tried here without success."""
    newest = AccessFailureLog.objects.order_by("-pk").values("pk")[:NEWEST]
    failures = AccessFailureLog.objects.filter(pk__in=newest, ip_address=address, attempt_time__gt=at - WITHIN)
    names = set(failures.order_by().values_list("username", flat=True).distinct())
    came_in = AccessLog.objects.filter(username__in=names, ip_address=address, attempt_time__gt=at - WITHIN)
    return names - set(came_in.order_by().values_list("username", flat=True))
