"""People of units."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions, forms, queries, rules
from accounts.enums import Role
from accounts.filters import PersonFilter
from accounts.models import Person
from accounts.roles import READERS
from core import clock
from core.identifiers import mask_id, mask_phone
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require


class PersonList(ListPage):
    title = gettext_lazy("人员")
    template_name = "accounts/person_list.html"
    filterset = PersonFilter
    sorts = {"name": ("name",), "unit": ("organization__name",)}
    default_sort = ("organization__name", "name", "pk")
    unit = gettext_lazy("人")

    def rows(self, user):
        return queries.people_of(user)

    def context(self, user):
        may = user.organization is not None and allows(rules.add_person, user, user.organization)
        return {
            "new_url": reverse("accounts:add-person", args=[user.organization_id]) if may else "",
            "table_url": reverse("accounts:people-table", args=[user.organization_id]) if may else "",
            "sees_units": user.has_role(*READERS, Role.SYSADMIN),
        }


class AddPerson(FormPage):
    title = gettext_lazy("登记人员")
    lead = gettext_lazy("同一证件号码只登记一次；职称和学历仅供了解，不作为揭榜条件。")
    form = forms.PersonForm
    done = gettext_lazy("人员已登记。")

    def prepare(self, pk: int) -> None:
        self.organization = queries.organizations_of(self.request.user).filter(pk=pk).first()
        if self.organization is None:
            raise Http404
        require(rules.add_person, self.request.user, self.organization)

    def extra(self):
        return {"organization": self.organization}

    def run(self, user, **cleaned):
        return actions.add_person(organization=self.organization, by=user, **cleaned)

    def crumbs(self):
        return [(self.organization.name, self.organization.get_absolute_url()), (_("登记人员"), "")]

    def back(self):
        return self.organization.get_absolute_url()


class PersonPage(ObjectPage):
    model = Person
    template_name = "accounts/person.html"
    acts = (
        Act(
            "edit",
            gettext_lazy("修改个人信息"),
            rules.edit_person,
            lambda *, obj, by, **cleaned: actions.edit_profile(person=obj, changes=cleaned, by=by),
            form=forms.EditPersonForm,
            button=gettext_lazy("保存"),
        ),
        Act(
            "leave",
            gettext_lazy("办理离职"),
            rules.end_employment,
            lambda *, obj, by, **cleaned: actions.end_employment(person=obj, by=by, **cleaned),
            form=forms.LeaveForm,
            when=lambda obj: obj.left_on is None,
            sentence=gettext_lazy("本单位的账号立即失效。有在办事项的，请先在其账号页“交接在办事项”。"),
            is_danger=True,
        ),
        Act(
            "move",
            gettext_lazy("办理调动"),
            rules.move_person,
            lambda *, obj, by, organization, on: actions.move_person(
                person=obj, organization=organization, on=on, by=by
            ),
            form=forms.MovePersonForm,
            sentence=gettext_lazy("原任职经历保留，用于评审回避的追溯。"),
        ),
        Act(
            "read-identity",
            gettext_lazy("查看证件号码"),
            rules.read_identity,
            lambda *, obj, by, purpose: actions.read_identity(person=obj, purpose=purpose, by=by),
            form=forms.PurposeForm,
            when=lambda obj: bool(obj.identity_number),
            sentence=gettext_lazy("每次查看均留有记录。"),
            button=gettext_lazy("查看"),
            reveals=True,
        ),
    )

    def rows(self, user):
        return queries.people_of(user)

    def crumbs(self, obj):
        return [(obj.organization.name, obj.organization.get_absolute_url()), (obj.name, "")]

    def lead(self, obj, user):
        if obj.left_on:
            return _("已于 %(day)s 从%(unit)s离职。") % {"day": obj.left_on, "unit": obj.organization.name}
        return obj.organization.name

    def facts(self, obj, user):
        identity = mask_id(obj.identity_number) if obj.identity_number else "—"
        return [
            (_("单位"), obj.organization.name),
            (_("证件"), f"{obj.get_identity_kind_display()}　{identity}"),
            (_("出生年"), obj.birth_year or "—"),
            (_("职称"), obj.title or "—"),
            (_("学历学位"), obj.degree or "—"),
            (_("研究领域"), obj.research_fields or "—"),
            (_("院士"), _("是") if obj.is_academician else _("否")),
            ("ORCID", obj.orcid or "—"),
            (_("手机"), mask_phone(obj.phone) if obj.phone else "—"),
            (_("邮箱"), obj.email or "—"),
        ]

    def context(self, obj, user):
        return {
            "add_url": (
                reverse("accounts:add-person", args=[obj.organization_id])
                if user.organization_id == obj.organization_id and allows(rules.add_person, user, obj.organization)
                else ""
            ),
            "identity": self.revealed.get("read-identity"),
            "employments": obj.employments.select_related("organization").order_by("-started_on", "-pk"),
            "barred": queries.bar_on(obj, clock.today()),
            "accounts": (
                obj.users.order_by("pk")
                if user.has_role(Role.SYSADMIN) or allows(rules.add_user, user, obj.organization)
                else []
            ),
        }
