"""Platforms of a unit: the list, a new one, one with its particulars and its end."""

from django.http import Http404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from consortia import actions, queries, rules
from consortia.enums import MembershipState
from consortia.filters import PlatformFilter
from consortia.forms import consortia as forms
from consortia.models import Platform
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.selecting import matching
from core.ui import values

PLATFORMS = gettext_lazy("创新平台")


class PlatformList(ListPage):
    title = PLATFORMS
    lead = gettext_lazy("每个平台只登记一次，各联合体和揭榜方案直接引用。")
    template_name = "consortia/platforms.html"
    filterset = PlatformFilter
    unit = gettext_lazy("个")
    sorts = {"name": ("name",), "level": ("level", "name"), "unit": ("organization__name", "name")}
    default_sort = ("ended_on", "level", "name", "pk")

    def rows(self, user):
        return queries.platforms_of(user)

    def context(self, user):
        may = user.organization_id and user.has_role(Role.UNIT_ADMIN, Role.APPLICANT)
        return {"new_url": reverse("consortia:new-platform") if may else ""}


class NewPlatform(FormPage):
    title = gettext_lazy("登记创新平台")
    form = forms.PlatformForm
    done = gettext_lazy("平台已登记。")

    def prepare(self) -> None:
        user = self.request.user
        if user.organization_id is None or not user.has_role(Role.UNIT_ADMIN, Role.APPLICANT):
            raise Http404

    def crumbs(self):
        return [(PLATFORMS, reverse("consortia:platforms")), (self.title, "")]

    def back(self):
        wanted = self.request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={self.request.get_host()})
        return wanted if is_ours and wanted.startswith("/") else reverse("consortia:platforms")

    def run(self, user, **cleaned):
        return actions.add_platform(organization=user.organization, by=user, **cleaned)


class PlatformPage(ObjectPage):
    model = Platform
    template_name = "consortia/platform.html"
    acts = (
        Act(
            "edit",
            gettext_lazy("修改"),
            rules.edit_platform,
            lambda obj, by, **cleaned: actions.edit_platform(platform=obj, changes=cleaned, by=by),
            form=forms.PlatformForm,
            when=lambda obj: obj.ended_on is None,
            button=gettext_lazy("保存"),
        ),
        Act(
            "end",
            gettext_lazy("登记撤销"),
            rules.edit_platform,
            lambda obj, by, **cleaned: actions.end_platform(platform=obj, by=by, **cleaned),
            form=forms.EndPlatformForm,
            when=lambda obj: obj.ended_on is None,
            sentence=gettext_lazy("平台被撤销或不再认定时办理；记录保留，不再计入统计。"),
            is_danger=True,
        ),
    )

    def rows(self, user):
        return queries.platforms_of(user)

    def crumbs(self, obj):
        return [(PLATFORMS, reverse("consortia:platforms")), (obj.name, "")]

    def lead(self, obj, user):
        if obj.ended_on:
            return _("已于 %(day)s 撤销：%(reason)s") % {"day": obj.ended_on, "reason": obj.end_reason}
        return ""

    def facts(self, obj, user):
        return [
            (_("依托单位"), obj.organization.name),
            (_("级别"), obj.get_level_display()),
            (_("类型"), obj.kind or "—"),
            (_("批准部门"), obj.approved_by_name or "—"),
            (_("批准年度"), obj.approved_year or "—"),
            (_("批准文号"), obj.document_number or "—"),
            (_("撤销日期"), values.date(obj.ended_on)),
        ]

    def context(self, obj, user):
        consortia = matching(
            queries.consortia_of(user),
            memberships__organization=obj.organization_id,
            memberships__state=MembershipState.CONFIRMED,
        )
        return {"consortia": consortia.order_by("name")}
