"""Matchmaking: announced to everybody, units sign up, afterwards what came of it (S19, S98)."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, queries, rules
from challenges.forms import publishing as forms
from challenges.forms.fields import ReasonForm
from challenges.models import Matchmaking
from challenges.views.shared import OpenToAll, crumb
from core import clock, events
from core.pages import Act, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values

EVENTS = gettext_lazy("供需对接")


def _public(user):
    rows = Matchmaking.objects.select_related("batch__programme__office")
    return rows if queries.is_department(user) else rows.exclude(batch__state="DRAFTING")


class MatchmakingList(OpenToAll, ListPage):
    title = EVENTS
    lead = gettext_lazy("科技厅组织的榜单宣讲和供需对接活动。任何单位均可报名，不以参加活动作为揭榜条件。")
    template_name = "challenges/matchmakings.html"
    unit = gettext_lazy("场")
    default_sort = ("-held_on", "-pk")

    def rows(self, user):
        return _public(user)

    def context(self, user):
        return {"today": clock.today(), "now": clock.now()}


def is_open(event: Matchmaking) -> bool:
    ends = event.sign_up_ends_at
    return event.cancelled_at is None and ends is not None and clock.now() < ends


def _sees_sign_ups(user, event: Matchmaking) -> bool:
    return user.is_authenticated and allows(rules.view_sign_ups, user, event)


def _act(name, label, rule, action, **options) -> Act:
    return Act(
        name, label, rule, lambda obj, by, **data: action(matchmaking=obj, by=by, **data) and obj, **options
    )  # fmt: skip


class MatchmakingPage(OpenToAll, ObjectPage):
    model = Matchmaking
    template_name = "challenges/matchmaking.html"
    shows_history = False  # the department's alone
    acts = (
        _act("sign-up", gettext_lazy("报名"), rules.sign_up, actions.sign_up, form=forms.SignUpForm, when=is_open,
             is_primary=True, sentence=gettext_lazy("每个单位报名一次；其他报名单位互不可见。")),
        _act("sign-off", gettext_lazy("取消报名"), rules.sign_up, actions.cancel_sign_up, when=is_open),
        Act("report", gettext_lazy("记录对接情况"), rules.manage_batch,
            lambda obj, by, summary, came: actions.report_matchmaking(
                matchmaking=obj, summary=summary, organizations=came, by=by),
            form=forms.ReportMatchmakingForm,
            when=lambda obj: obj.cancelled_at is None and not obj.summary and obj.held_on <= clock.today()),
        _act("cancel", gettext_lazy("取消活动"), rules.manage_batch, actions.cancel_matchmaking, form=ReasonForm, is_danger=True,
             when=lambda obj: obj.cancelled_at is None and not obj.summary and obj.held_on >= clock.today()),
    )  # fmt: skip

    def rows(self, user):
        return _public(user)

    def page_actions(self, obj, failed=None):
        """A unit sees the one that fits: sign up, or take it back."""
        user = self.request.user
        signed = (
            user.is_authenticated and obj.sign_ups.filter(organization=user.organization_id, cancelled_at=None).exists()
        )
        hidden = "sign-up" if signed else "sign-off"
        return [one for one in super().page_actions(obj, failed) if not one.url.endswith(f"/{hidden}/")]

    def crumbs(self, obj):
        return [crumb(EVENTS, "matchmakings"), (obj.title, "")]

    def facts(self, obj, user):
        batch = format_html('<a href="{}">{}</a>', obj.batch.get_absolute_url(), obj.batch)
        found = [
            (_("批次"), batch),
            (_("时间"), format_html("{} {}", values.date(obj.held_on), obj.hours)),
            (_("地点"), obj.place),
            (_("主办处室"), obj.batch.programme.office),
        ]
        if obj.sign_up_ends_at:
            found.append((_("报名截止"), values.instant(obj.sign_up_ends_at, deadline=True)))
        if obj.capacity:
            found.append((_("名额"), _("%(count)s 家单位") % {"count": obj.capacity}))
        if _sees_sign_ups(user, obj):
            count = obj.sign_ups.filter(cancelled_at=None).count()
            found.append((_("已报名"), _("%(count)s 家单位") % {"count": count}))
        return found

    def context(self, obj, user):
        shown = _sees_sign_ups(user, obj)
        signed = obj.sign_ups.filter(cancelled_at=None).select_related("organization").order_by("signed_at")
        mine = signed.filter(organization=user.organization_id).first() if user.is_authenticated else None
        cancelled = events.of(obj).filter(verb="matchmaking.cancel").first() if obj.cancelled_at else None
        login = f"{reverse('accounts:login')}?next={obj.get_absolute_url()}"
        return {
            "is_open": is_open(obj),
            "mine": mine,
            "sign_ups": signed if shown else None,
            "came": obj.organizations.order_by("name") if obj.summary else [],
            "cancelled": cancelled,
            "login_url": "" if user.is_authenticated else login,
            **({"events": events.of(obj)} if self.is_office else {}),
        }
