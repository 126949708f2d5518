"""The in-box, what of it comes by mail, and the calendar: what a person is told, and how."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import channels
from core import clock, deadlines, ical
from core.deadlines import Due
from core.models import OBLIGATORY_KINDS, CalendarFeed, Message, MessageKind, MutedKind
from core.paging import page_of
from core.selecting import key_of
from core.ui import Tab
from core.working_days import BEIJING

#: How far the calendar reaches back and ahead.
PAST, FUTURE = timedelta(days=31), timedelta(days=400)
MUTABLE = [(kind.value, kind.label) for kind in MessageKind if kind not in OBLIGATORY_KINDS]


class MailForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("同时发送邮件的消息"),
        choices=MUTABLE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("站内消息始终保留。期限变动、回执和办理结果的邮件不能关闭。"),
    )


def due_of(user, now: datetime, days: int) -> list[Due]:
    """What ends for this person within some days."""
    return deadlines.of_user(user, since=now, until=now + timedelta(days=days))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def messages_page(request: HttpRequest) -> HttpResponse:
    """The in-box; marking as read is a POST, so that looking changes nothing."""
    user, now = request.user, clock.now()
    rows = Message.objects.filter(recipient_id=user.pk)
    if request.method == "POST":
        _mark_read(rows, request.POST.get("message", ""), now)
        return redirect(request.get_full_path())
    today = datetime.combine(now.date(), time(), tzinfo=BEIJING)
    show = request.GET.get("show", "")
    filters = {
        "unread": rows.filter(read_at__isnull=True),
        "today": rows.filter(created_at__gte=today),
        **{kind.value: rows.filter(kind=kind) for kind in MessageKind},
    }
    unread = filters["unread"].count()
    soon = due_of(user, now, 7)
    context = {
        "page_title": _("消息"),
        "crumbs": [(_("消息"), "")],
        "tabs": _tabs(show if show in filters else "", unread),
        "page": page_of(request, filters.get(show, rows).order_by("-created_at", "-pk")),
        "unread": unread,
        "came_today": filters["today"].count(),
        "ends_today": sum(1 for one in soon if clock.local(one.until - timedelta(microseconds=1)).date() == now.date()),
        "soon": soon[:8],
        "soon_count": len(soon),
    }
    return render(request, "desk/messages.html", context)


def _tabs(show: str, unread: int) -> list[Tab]:
    words = [("", _("全部"), None), ("unread", _("未读"), unread or None), ("today", _("今日"), None)]
    words += [(kind.value, kind.label, None) for kind in MessageKind]
    base = reverse("messages")
    return [Tab(label, f"{base}?show={name}" if name else base, name == show, count) for name, label, count in words]


def _mark_read(rows, wanted: str, now: datetime) -> None:
    if wanted:
        key = key_of(wanted)
        if key is None:
            raise BadRequest
        rows = rows.filter(pk=key)
    rows.filter(read_at__isnull=True).update(read_at=now)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Which messages come by mail too, and the secret address of the calendar."""
    user = request.user
    if request.method == "POST":
        return _change(request)
    feed = CalendarFeed.objects.filter(owner_id=user.pk).first()
    muted = set(MutedKind.objects.filter(owner_id=user.pk).values_list("kind", flat=True))
    context = {
        "page_title": _("提醒与日历"),
        "lead": _("期限提醒通过站内消息送达，也可以同时发送邮件，或在您自己的日历中订阅。"),
        "crumbs": [(_("消息"), reverse("messages")), (_("提醒与日历"), "")],
        "form": MailForm(initial={"kinds": [kind for kind, _label in MUTABLE if kind not in muted]}),
        "mail_address": user.mail_address,
        "feed": feed,
        "feed_url": request.build_absolute_uri(f"{reverse('calendar-feed')}?key={feed.token}") if feed else "",
        "soon": due_of(user, clock.now(), 60)[:10],
    }
    return render(request, "desk/settings.html", context)


def _change(request: HttpRequest) -> HttpResponse:
    what = request.POST.get("do", "")
    if what == "mail":
        form = MailForm(request.POST)
        if not form.is_valid():
            raise BadRequest
        channels.mute_kinds(kinds={kind for kind, _label in MUTABLE} - set(form.cleaned_data["kinds"]), by=request.user)
        messages.success(request, _("邮件设置已保存。"))
    elif what == "renew":
        channels.renew_calendar(by=request.user)
        messages.success(request, _("日历订阅地址已生成，原地址（如有）同时失效。"))
    elif what == "revoke":
        channels.revoke_calendar(by=request.user)
        messages.success(request, _("日历订阅已停用，原地址不再有效。"))
    else:
        raise BadRequest
    return redirect("message-settings")


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Everything that ends for one person, for a calendar that knows the secret address. Nothing is written.

    The secret stands behind the question mark, where our access logs do not look.
    """
    owner = channels.owner_of(token=request.GET.get("key", "")[:100])
    if owner is None:
        raise Http404
    now = clock.now()
    found = deadlines.of_user(owner, since=now - PAST, until=now + FUTURE)
    moves = {}
    for deadline in {one.deadline for one in found}:
        rows = [one.row for one in found if one.deadline is deadline]
        moves |= {(deadline.kind, pk): count for pk, count in ical.moves_of(rows, deadline.end).items()}
    entries = [
        ical.Event(
            uid=ical.uid(one.deadline.kind, one.row.pk),
            summary=one.text,
            until=one.until,
            on=one.on,
            description=str(one.deadline.then),
            url=request.build_absolute_uri(one.url),
            sequence=moves.get((one.deadline.kind, one.row.pk), 0),
            reminds=not one.deadline.is_appointment,
        )
        for one in found
    ]
    return ical.response(entries, name=_("揭榜挂帅：我的期限"), at=now, filename="jiebang.ics")
