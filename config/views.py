"""Pages that span apps: the public home, the search, the desk, the clock of the demo."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.roles import DESCRIPTIONS, READERS
from config import board, home
from config.clock_form import ClockForm
from config.inbox import due_of
from core import clock
from core.desk import own_panels, panels
from core.models import Message
from core.navigation import address

#: How far the desk looks ahead, and how much of it is shown.
SOON_DAYS, SOON_SHOWN = 60, 8
ONE_TICK = timedelta(microseconds=1)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Asked by deploy/health.py and by balancers: this process answers, and so does its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    batch = home.running_batch()
    filtered, cards = home.cards(request.GET)
    context = {
        "page_title": "",
        "batch": batch,
        "calendar": home.calendar(batch) if batch else [],
        "figures": home.figures(),
        "filter": filtered,
        "cards": cards,
        "list_url": address("challenges:list"),
    }
    return render(request, "home/home.html", context)


@require_safe
@login_required
def desk_page(request: HttpRequest) -> HttpResponse:
    """What waits for me, until when, one click away; staff also see each batch as a board."""
    user = request.user
    found = panels(user)
    now = clock.now()
    soon = due_of(user, now, SOON_DAYS)
    today = [one for one in soon if clock.local(one.until - ONE_TICK).date() == now.date()]
    unread = Message.objects.filter(recipient_id=user.pk, read_at__isnull=True)
    waiting = sum(panel.count for panel in found if panel.is_mine)
    context = {
        "page_title": _("工作台"),
        "lead": _lead(user, waiting),
        "panels": [panel for panel in found if panel.is_mine],
        "others": [panel for panel in found if not panel.is_mine],
        "own": own_panels(user),
        "soon": soon[:SOON_SHOWN],
        "soon_count": len(soon),
        "soon_days": SOON_DAYS,
        "waiting": waiting,
        "today": len(today),
        "unread": unread.count(),
        "messages_url": address("messages"),
        "unread_rows": unread.order_by("-created_at", "-pk")[:5],
        "board": board.board() if user.has_role(*READERS) else [],
        "roles": [(role.label, DESCRIPTIONS[role]) for role in Role if role.value in user.role_codes],
    }
    return render(request, "desk/desk.html", context)


def _lead(user, waiting: int) -> str:
    if not user.role_codes:
        return _("您的账号尚无角色；单位注册审核通过后即可办理业务。")
    if waiting:
        return _("%(name)s，您有 %(count)d 件待办。") % {"name": user, "count": waiting}
    return _("%(name)s，目前没有待办事项。") % {"name": user}


@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock forward: a visitor passes a deadline in a minute. The database refuses it anywhere else."""
    if not settings.DEMO:
        raise Http404
    form = ClockForm(request.POST or None, now=clock.now())
    if request.method == "POST" and form.is_valid():
        if form.is_reset:
            clock.reset()
        else:
            clock.move(to=form.cleaned_data["to"])
        messages.success(request, _("演示时钟已拨到 %(to)s。到期事项由系统在一分钟内自动办理。") % {"to": form.shown()})
        return redirect("clock")
    context = {
        "page_title": _("调整演示时钟"),
        "lead": _("越过截止时间、公示期满、考核点后，到期事项由系统自动办理。"),
        "crumbs": [(_("调整演示时钟"), "")],
        "form": form,
    }
    return render(request, "home/clock.html", context, status=422 if form.is_bound else 200)
