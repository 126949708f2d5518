"""Need calls and needs: the unit's side, the prefecture's, the office's."""

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, queries, rules
from challenges.enums import NeedState
from challenges.filters import NeedFilter
from challenges.forms import needs as forms
from challenges.forms.fields import NoteForm, ReasonForm
from challenges.models import Need, NeedCall
from challenges.views.shared import OpenToAll, crumb
from core import clock
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import require
from core.ui import values


class CallList(OpenToAll, ListPage):
    title = gettext_lazy("需求征集")
    template_name = "challenges/calls.html"
    unit = gettext_lazy("次")
    default_sort = ("-opens_at",)
    lead = gettext_lazy("任何单位均可在征集期内提出创新需求。")

    def rows(self, user):
        handed_in = Count("needs", filter=~Q(needs__state=NeedState.DRAFT))
        return NeedCall.objects.select_related("programme").annotate(need_count=handed_in)

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
        return queries.needs_for(user).annotate(challenge_count=Count("challenge_links"))

    def context(self, user):
        return {"calls_url": reverse("challenges:calls")}


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
        ]

    def context(self, obj, user):
        is_own = user.organization_id == obj.organization_id
        may_edit = is_own and obj.state in {NeedState.DRAFT, NeedState.RETURNED}
        return {
            "edit_url": reverse("challenges:edit-need", args=[obj.pk]) if may_edit else "",
            "links": obj.challenge_links.select_related("challenge").order_by("linked_at"),
            "is_department": queries.is_department(user),
        }


class NewNeed(FormPage):
    title = gettext_lazy("填报需求")
    form = forms.NeedForm
    rule = rules.write_need
    lead = gettext_lazy("可先保存草稿，提交时检查是否齐全。")
    submit = gettext_lazy("保存草稿")

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
        return actions.create_need(call=self.call, by=user, **cleaned)


class EditNeed(FormPage):
    title = gettext_lazy("修改需求")
    form = forms.NeedForm

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
        return actions.edit_need(need=self.need, changes=cleaned, by=user)
