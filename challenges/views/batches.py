"""Batches: the public page with its challenges, and the board of the office."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, checks, queries, rules
from challenges.defaults import ROUTE
from challenges.enums import BatchState, NoticeState
from challenges.filters import BatchFilter
from challenges.forms import office as forms
from challenges.forms.batches import BatchForm, NewBatchForm
from challenges.forms.fields import stored
from challenges.forms.publishing import PlanMatchmakingForm, PublishBatchForm
from challenges.models import Batch, Programme
from challenges.views.challenges import waiting_text
from challenges.views.shared import OpenToAll, crumb
from core import clock, events
from core.documents.links import both
from core.navigation import address
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.selecting import key_of
from core.ui import Step, values


def batches_for(user):
    """Visitors see published batches, the department all."""
    rows = Batch.objects.select_related("programme__office", "rule_set")
    return rows if queries.is_department(user) else rows.exclude(state=BatchState.DRAFTING)


class BatchList(OpenToAll, ListPage):
    title = gettext_lazy("批次")
    template_name = "challenges/batches.html"
    filterset = BatchFilter
    unit = gettext_lazy("批")
    sorts = {"year": ("year", "pk"), "deadline": ("deadline",), "published": ("published_at",)}
    default_sort = ("-year", "-pk")

    def rows(self, user):
        return queries.batch_counts(batches_for(user))

    def context(self, user):
        may_create = user.is_authenticated and user.has_role(Role.OFFICER)
        return {"new_url": reverse("challenges:new-batch") if may_create else ""}


def _act(name, label, rule, action, **options) -> Act:
    return Act(name, label, rule, lambda obj, by, **data: action(batch=obj, by=by, **data), **options)


def _record_media(obj, by, file=None, **data):
    actions.record_media(batch=obj, by=by, file=stored(file, by=by, kind="media"), **data)
    return obj


class BatchPage(OpenToAll, ObjectPage):
    model = Batch
    template_name = "challenges/batch.html"
    shows_history = False
    acts = (
        _act(
            "publish",
            gettext_lazy("发布批次"),
            rules.publish_batch,
            actions.publish_batch,
            form=PublishBatchForm,
            step="publish",
            is_primary=True,
            sentence=gettext_lazy("规则集随之冻结，勾选的榜单一并发布。每一项的发布人都不能是其起草人。"),
            preview=lambda obj: reverse("challenges:batch-preview", args=[obj.pk]),
        ),
        Act(
            "media",
            gettext_lazy("记录媒体发布"),
            rules.manage_batch,
            _record_media,
            form=forms.MediaForm,
            when=lambda obj: obj.state != BatchState.DRAFTING,
        ),
        Act(
            "plan-matchmaking",
            gettext_lazy("安排对接活动"),
            rules.manage_batch,
            lambda obj, by, **data: actions.plan_matchmaking(batch=obj, by=by, **data),
            form=PlanMatchmakingForm,
            when=lambda obj: obj.state in {BatchState.PUBLISHED, BatchState.OPEN},
            sentence=gettext_lazy("公开列出，任何单位均可报名。"),
        ),
        Act(
            "matchmaking",
            gettext_lazy("补记对接活动"),
            rules.manage_batch,
            lambda obj, by, **data: actions.record_matchmaking(batch=obj, by=by, **data) and obj,
            form=forms.MatchmakingForm,
            when=lambda obj: obj.state != BatchState.DRAFTING,
            sentence=gettext_lazy("已举办而未在系统中报名的活动。"),
        ),
    )

    def rows(self, user):
        return batches_for(user)

    def run(self, act, obj, form):
        """After publishing each challenge that stayed behind is named with its reason."""
        if act.name != "publish":
            return super().run(act, obj, form)
        before = checks.readiness(obj, by=self.request.user)
        address = super().run(act, obj, form)
        chosen = form.cleaned_data["challenges"]
        for row, why in before:
            if row not in chosen:
                messages.warning(self.request, f"{row.code} {row.title}：{why or _('本次未选择。')}")
        return address

    def crumbs(self, obj):
        return [crumb(_("批次"), "batches"), (str(obj), "")]

    def facts(self, obj, user):
        return [
            (_("示范工程"), obj.programme),
            (_("主管处室"), obj.programme.office),
            (_("机制"), obj.rule_set.get_mechanism_display()),
            (_("公告标题"), obj.notice_title),
            (_("发文字号"), obj.document_number),
            (_("计划财政经费"), values.money(obj.planned_fiscal_fen)),
            (_("开放时间"), values.instant(obj.open_at)),
            (_("截止时间"), values.instant(obj.deadline, deadline=True)),
            *self._window(obj),
            (_("联系方式"), "；".join(f"{row.get('name', '')} {row.get('phone', '')}".strip() for row in obj.contacts)),
        ]

    def documents(self, obj, user):
        return both(_("发榜公告"), "challenges:batch-document", obj.pk)

    def _window(self, obj):
        if obj.open_at is None or obj.deadline is None:
            return []
        return [(_("揭榜期"), _("%(days)s 天") % {"days": checks.window_days(obj.open_at, obj.deadline)})]

    def context(self, obj, user):
        seen = Q() if self.is_office else Q(state__in=queries.PUBLIC_CHALLENGE_STATES)
        rows = (
            obj.challenges.filter(seen).select_related("field__parent", "end_user", "batch__rule_set").order_by("code")
        )
        is_draft, is_closed = obj.state == BatchState.DRAFTING, obj.state == BatchState.CLOSED
        may_manage = user.is_authenticated and allows(rules.manage_batch, user, obj)
        found = {
            "is_office": self.is_office,
            "challenges": [(row, waiting_text(row) if self.is_office else "") for row in queries.with_tables(rows)],
            "media": obj.media_records.order_by("published_on"),
            "matchmakings": obj.matchmakings.order_by("-held_on").prefetch_related("organizations"),
            "notices": obj.notices.exclude(state=NoticeState.DRAFT).order_by("-published_at"),
            "policies": obj.programme.policy_documents.all(),
            "route": route_steps(obj),
            "edit_url": reverse("challenges:edit-batch", args=[obj.pk]) if is_draft and may_manage else "",
            "new_challenge_url": reverse("challenges:new-challenge", args=[obj.pk]) if is_draft and may_manage else "",
            # Whether all is done is known above: contracts and projects.
            "finish_url": address("projects:finish-batch", obj.pk) if is_closed and may_manage else "",
        }
        if self.is_office:
            found |= {
                "points": checks.for_batch(obj, at=clock.now()) if is_draft else [],
                "hands": "、".join(checks.hands(obj)) if is_draft else "",
                "preview_url": reverse("challenges:batch-preview", args=[obj.pk]) if is_draft else "",
                "events": events.of(obj),
            }
        return found


def route_steps(batch: Batch) -> list[Step]:
    """The plan of a batch as a line (S16): what lies behind today, what comes next, and the rest."""
    today = clock.today().isoformat()
    next_on = min((row["on"] for row in batch.route if row.get("on", "") >= today), default="")
    found = []
    for row in batch.route:
        on = row.get("on", "")
        state = "todo" if not on else "done" if on < today else "current" if on == next_on else "todo"
        found.append(Step(row["name"], state, on))
    return found


#: 首批, 第二批, …: as batches are called.
_NUMBERS = "一二三四五六七八九十"


def _batch_name(number: int) -> str:
    if number == 1:
        return _("首批")
    return _("第%(number)s批") % {"number": _NUMBERS[number - 1] if number <= len(_NUMBERS) else number}


class NewBatch(FormPage):
    title = gettext_lazy("建立批次")
    form = NewBatchForm
    rule = rules.manage_batch

    def extra(self):
        return {"user": self.request.user}

    def initial(self):
        """What the programme's batches have in common is filled in; the dates of the route are left to be set."""
        year = clock.today().year
        found = {"year": year, "name": _("首批"), "route": [{"name": str(name)} for name in ROUTE]}
        mine = Programme.objects.filter(office=self.request.user.office_id, is_active=True)
        programme = mine.filter(pk=key_of(self.request.GET.get("programme", ""))).first()
        if programme is None:
            return found
        batches = programme.batches.order_by("-year", "-number")
        last = batches.first()
        name = _batch_name(batches.filter(year=year).count() + 1)
        title = _("关于发布%(year)s年%(name)s%(programme)s“揭榜挂帅”技术榜单的公告")
        if "揭榜挂帅" in programme.name:
            title = _("关于发布%(year)s年%(name)s%(programme)s榜单的公告")
        return found | {
            "programme": programme.pk,
            "name": name,
            "rule_set": last.rule_set_id if last else None,
            "notice_title": title % {"year": year, "name": name, "programme": programme.name},
            "contacts": last.contacts if last else checks.office_contacts(programme),
        }

    def back(self):
        return reverse("challenges:batches")

    def crumbs(self):
        return [crumb(_("批次"), "batches"), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.create_batch(by=user, **cleaned)


class EditBatch(FormPage):
    title = gettext_lazy("编辑批次")
    form = BatchForm

    def prepare(self, **kwargs):
        self.batch = batches_for(self.request.user).filter(pk=kwargs["pk"]).first()
        if self.batch is None:
            raise Http404
        require(rules.manage_batch, self.request.user, self.batch)

    def initial(self):
        return BatchForm.initial_of(self.batch)

    def back(self):
        return self.batch.get_absolute_url()

    def crumbs(self):
        return [crumb(_("批次"), "batches"), (str(self.batch), self.batch.get_absolute_url()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.edit_batch(batch=self.batch, changes=cleaned, by=user)
