"""The time and the deadlines as an open page asks for them, and a deadline as a calendar event. Public, nothing is written."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from challenges import queries
from challenges.deadlines import moved
from core import clock, ical
from core.ui import values

ASKED = 20  # challenges an open page may watch


@require_safe
def now(request: HttpRequest) -> JsonResponse:
    """The server's time, and the deadline of each `code` asked for: the page asks without its session."""
    codes = request.GET.getlist("code")[:ASKED]
    rows = []
    if codes:
        wanted = [code for code in codes if "\0" not in code]
        rows = list(queries.public_challenges().filter(code__in=wanted, deadline__isnull=False).order_by("pk"))
    news = moved(rows)
    found = {}
    for row in rows:
        found[row.code] = {
            "deadline": row.deadline.isoformat(),
            "text": values.instant_text(row.deadline, deadline=True),
            "state": row.state,
        }
        if row.pk in news:
            one = news[row.pk]
            found[row.code] |= {
                "old": values.instant_text(one.old, deadline=True),
                "reason": _("原因：%(reason)s") % {"reason": one.reason} if one.reason else "",
                "url": one.notice_url,
            }
    answer = JsonResponse({"now": clock.now().isoformat(timespec="milliseconds"), "challenges": found})
    add_never_cache_headers(answer)
    return answer


@require_safe
def deadline_event(request: HttpRequest, code: str) -> HttpResponse:
    """The deadline of one published challenge, for the visitor's own calendar."""
    row = get_object_or_404(queries.public_challenges().filter(deadline__isnull=False), code=code)
    event = ical.Event(
        uid=ical.uid("challenges.challenge", row.pk),
        summary=_("揭榜截止：%(challenge)s") % {"challenge": row},
        until=row.deadline,
        description=_("截止时间 %(until)s（北京时间），以系统时间为准。")
        % {"until": values.instant_text(row.deadline, deadline=True)},
        url=request.build_absolute_uri(row.get_absolute_url()),
        sequence=ical.moves_of([row], "deadline").get(row.pk, 0),
        is_cancelled=row.state == "WITHDRAWN",
    )
    return ical.response([event], name=str(row), at=clock.now(), filename=f"{row.code}.ics")
