"""Need calls and needs: the unit's side, the prefecture's, the office's."""

from django.contrib import messages
from django.db.models import Case, F, Q, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, queries, rules
from challenges.enums import NeedState
from challenges.filters import CallFilter, NeedFilter
from challenges.forms import needs as forms
from challenges.forms.fields import NoteForm, ReasonForm
from challenges.models import Need, NeedCall, NeedLink, Programme
from challenges.views.shared import OpenToAll, crumb
from core import clock, events
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import require
from core.selecting import count_of, key_of
from core.ui import Step, values


class CallList(OpenToAll, ListPage):
    title = gettext_lazy("需求征集")
    template_name = "challenges/calls.html"
    unit = gettext_lazy("次")
    filterset = CallFilter
    # Those that take needs, the one that ends first on top; then what is to come; then the ended, the latest first.
    default_sort = ("place", F("ends_first").asc(nulls_last=True), "-opens_at")
    lead = gettext_lazy("任何单位均可在征集期内提出创新需求；征集中的排在前面。")

    def rows(self, user):
        handed_in, now = Need.objects.exclude(state=NeedState.DRAFT), clock.now()
        is_open, is_later = Q(opens_at__lte=now, closes_at__gt=now), Q(opens_at__gt=now)
        return NeedCall.objects.select_related("programme").annotate(
            need_count=count_of(handed_in, "call"),
            phase=Case(When(is_open, then=Value("open")), When(is_later, then=Value("later")), default=Value("ended")),
            place=Case(When(is_open, then=Value(0)), When(is_later, then=Value(1)), default=Value(2)),
            ends_first=Case(When(is_open, then=F("closes_at"))),
        )

    def context(self, user):
        may = user.is_authenticated and user.has_role(Role.OFFICER)
        return {"new_url": reverse("challenges:new-call") if may else ""}


class CallPage(OpenToAll, ObjectPage):
    model = NeedCall
    template_name = "challenges/call.html"
    shows_history = False

    def rows(self, user):
        return NeedCall.objects.select_related("programme__office")

    def crumbs(self, obj):
        return [crumb(_("需求征集"), "calls"), (obj.title, "")]

    def facts(self, obj, user):
        return [
            (_("示范工程"), obj.programme),
            (_("主管处室"), obj.programme.office),
            (_("开始"), values.instant(obj.opens_at)),
            (_("截止"), values.instant(obj.closes_at, deadline=True)),
        ]

    def context(self, obj, user):
        now = clock.now()
        is_open = obj.opens_at <= now < obj.closes_at
        may_write = user.is_authenticated and user.has_role(Role.APPLICANT, Role.UNIT_ADMIN)
        shared = obj.needs.filter(is_public=True).exclude(
            state__in=[NeedState.DRAFT, NeedState.RETURNED, NeedState.REJECTED]
        )
        return {
            "is_open": is_open,
            "new_url": reverse("challenges:new-need", args=[obj.pk]) if is_open and may_write else "",
            "shared": shared.select_related("organization").order_by("submitted_at"),
            "needs_url": f"{reverse('challenges:needs')}?call={obj.pk}" if user.is_authenticated else "",
        }


class NewCall(FormPage):
    title = gettext_lazy("发布需求征集")
    form = forms.CallForm
    rule = rules.manage_call
    submit = gettext_lazy("发布")

    def extra(self):
        return {"user": self.request.user}

    def initial(self):
        mine = Programme.objects.filter(office=self.request.user.office_id, is_active=True)
        programme = mine.filter(pk=key_of(self.request.GET.get("programme", ""))).first()
        if programme is None:
            return {}
        words = {"year": clock.today().year, "programme": programme.short_name}
        return {
            "programme": programme.pk,
            "title": _("关于征集%(year)s年%(programme)s领域科技创新需求的通知") % words,
        }

    def back(self):
        return reverse("challenges:calls")

    def crumbs(self):
        return [crumb(_("需求征集"), "calls"), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.open_call(by=user, **cleaned)


class NeedList(ListPage):
    title = gettext_lazy("需求")
    template_name = "challenges/needs.html"
    filterset = NeedFilter
    unit = gettext_lazy("条")
    sorts = {"submitted": ("submitted_at", "pk"), "title": ("title",), "own": ("own_investment_fen", "pk")}
    default_sort = ("-created_at",)

    def rows(self, user):
        return queries.needs_for(user).annotate(challenge_count=count_of(NeedLink.objects.all(), "need"))

    def context(self, user):
        writes = user.has_role(Role.APPLICANT, Role.UNIT_ADMIN) and user.organization_id is not None
        now = clock.now()
        is_open = NeedCall.objects.filter(opens_at__lte=now, closes_at__gt=now).exists()
        return {"calls_url": reverse("challenges:calls"), "is_own": writes, "may_write": writes and is_open}


def _act(name, label, rule, action, **options) -> Act:
    return Act(name, label, rule, lambda obj, by, **data: action(need=obj, by=by, **data), **options)


class NeedPage(ObjectPage):
    model = Need
    template_name = "challenges/need.html"
    acts = (
        _act(
            "submit",
            gettext_lazy("提交需求"),
            rules.write_need,
            actions.submit_need,
            step="submit",
            is_primary=True,
            sentence=gettext_lazy("提交后由归口盟市科技局和主管处室处理。"),
        ),
        _act(
            "forward",
            gettext_lazy("推荐"),
            rules.forward_need,
            actions.forward_need,
            form=NoteForm,
            step="forward",
            is_primary=True,
        ),
        _act(
            "accept",
            gettext_lazy("受理"),
            rules.decide_need,
            actions.accept_need,
            form=NoteForm,
            step="accept",
            is_primary=True,
        ),
        _act(
            "return",
            gettext_lazy("退回补正"),
            rules.return_need,
            actions.return_need,
            form=forms.DefectsForm,
            step="return",
        ),
        _act(
            "reject",
            gettext_lazy("不予采纳"),
            rules.decide_need,
            actions.reject_need,
            form=ReasonForm,
            step="reject",
            is_danger=True,
        ),
        _act(
            "pool",
            gettext_lazy("入库待用"),
            rules.decide_need,
            actions.pool_need,
            form=NoteForm,
            step="pool",
            sentence=gettext_lazy("留待后续批次。凝练入榜请到榜单页面“关联需求”。"),
        ),
        _act(
            "withdraw",
            gettext_lazy("撤回需求"),
            rules.write_need,
            actions.withdraw_need,
            form=forms.WithdrawForm,
            step="withdraw",
            sentence=gettext_lazy("受理之前可以撤回；撤回后不再办理，可重新填报。"),
            is_danger=True,
        ),
    )

    def rows(self, user):
        return queries.needs_for(user)

    def crumbs(self, obj):
        return [crumb(_("需求"), "needs"), (obj.title, "")]

    def facts(self, obj, user):
        return [
            (_("征集"), obj.call),
            (_("提出单位"), obj.organization),
            (_("领域"), obj.field),
            (_("存在问题"), obj.problem),
            (_("目前水平"), obj.current_level),
            (_("预期指标"), obj.expected_indicators),
            (_("拟自投经费"), values.money(obj.own_investment_fen)),
            (_("期望周期"), obj.wished_period),
            (_("合作方式"), obj.cooperation),
            (_("联系人"), f"{obj.contact_name} {obj.contact_phone}".strip()),
            (_("同意公开"), _("是") if obj.is_public else _("否")),
            (_("经办人"), str(obj.handler)),
        ]

    def lead(self, obj, user):
        if obj.state == NeedState.DRAFT and clock.now() >= obj.call.closes_at:
            return _("征集已截止，草稿不能再提交。")
        return ""

    def context(self, obj, user):
        is_own = user.organization_id == obj.organization_id
        may_edit = is_own and obj.state in {NeedState.DRAFT, NeedState.RETURNED}
        return {
            "edit_url": reverse("challenges:edit-need", args=[obj.pk]) if may_edit else "",
            "links": obj.challenge_links.select_related("challenge__batch").order_by("linked_at"),
            "steps": need_steps(obj),
            "decision": events.of(obj).filter(verb__in=["need.reject", "need.withdraw", "need.pool"]).first(),
            "is_department": queries.is_department(user),
        }


def need_steps(obj: Need) -> list[Step]:
    """Where a need stands on its way into a list."""
    state = obj.state
    if state in {NeedState.WITHDRAWN, NeedState.REJECTED}:
        return []
    has_bureau = obj.organization.supervising_division_id is not None
    reached = {
        NeedState.DRAFT: 0, NeedState.RETURNED: 0, NeedState.SUBMITTED: 1, NeedState.FORWARDED: 2,
        NeedState.ACCEPTED: 3, NeedState.POOLED: 3, NeedState.MERGED: 4,
    }[state]  # fmt: skip
    labels = [
        (_("补正") if state == NeedState.RETURNED else _("填报"), obj.submitted_at if reached else None),
        (_("%(bureau)s推荐") % {"bureau": obj.organization.bureau}, None),
        (_("主管处室受理"), obj.decided_at if reached >= 3 else None),
        (_("凝练入榜"), obj.state_at if reached == 4 else None),
    ]
    if not has_bureau:
        del labels[1]
        reached -= 1 if reached > 1 else 0
    return [
        Step(
            label,
            "done" if place < reached else "current" if place == reached else "todo",
            f"{clock.local(when):%Y-%m-%d}" if when else "",
        )
        for place, (label, when) in enumerate(labels)
    ]


class _NeedForm(FormPage):
    """One form, two buttons: keep it as a draft, or hand it in with every gap named at its field."""

    form = forms.NeedForm
    template_name = "challenges/need_form.html"
    done = ""

    @property
    def submits(self) -> bool:
        return self.request.POST.get("then") == "submit"

    def told(self, need: Need) -> Need:
        words = _("需求已提交。") if self.submits else _("草稿已保存；填写齐全后提交。")
        messages.success(self.request, words)
        return need


class NewNeed(_NeedForm):
    title = gettext_lazy("填报需求")
    rule = rules.write_need
    lead = gettext_lazy("可先保存草稿，提交时一次列出全部缺项。")

    def prepare(self, **kwargs):
        self.call = NeedCall.objects.filter(pk=kwargs["pk"]).first()
        if self.call is None:
            raise Http404

    def extra(self):
        return {"call": self.call}

    def initial(self):
        unit = self.request.user.organization
        if unit is None:
            return {}
        return {"contact_name": unit.contact_name, "contact_phone": unit.contact_phone}

    def back(self):
        return self.call.get_absolute_url()

    def crumbs(self):
        return [crumb(_("需求征集"), "calls"), (self.call.title, self.call.get_absolute_url()), (self.title, "")]

    def run(self, user, **cleaned):
        return self.told(actions.create_need(call=self.call, submits=self.submits, by=user, **cleaned))


class EditNeed(_NeedForm):
    title = gettext_lazy("修改需求")

    def prepare(self, **kwargs):
        self.need = queries.needs_for(self.request.user).filter(pk=kwargs["pk"]).first()
        if self.need is None:
            raise Http404
        require(rules.write_need, self.request.user, self.need)

    def extra(self):
        return {"obj": self.need}

    def initial(self):
        return {name: getattr(self.need, name) for name in forms.NeedForm.names}

    def back(self):
        return self.need.get_absolute_url()

    def crumbs(self):
        return [crumb(_("需求"), "needs"), (self.need.title, self.need.get_absolute_url()), (self.title, "")]

    def run(self, user, **cleaned):
        return self.told(actions.edit_need(need=self.need, changes=cleaned, submits=self.submits, by=user))

    def context(self):
        return {"defects": self.need.defects if self.need.state == NeedState.RETURNED else []}
