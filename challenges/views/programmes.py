"""Programmes."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, queries, rules
from challenges.forms import office as forms
from challenges.models import Batch, Programme
from challenges.views.shared import OpenToAll, crumb
from core import events
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.selecting import count_of


class ProgrammeList(OpenToAll, ListPage):
    title = gettext_lazy("示范工程")
    template_name = "challenges/programmes.html"
    unit = gettext_lazy("项")
    default_sort = ("-year_from", "name")

    def rows(self, user):
        return Programme.objects.select_related("office").annotate(
            batch_count=count_of(Batch.objects.all(), "programme")
        )

    def context(self, user):
        may = user.is_authenticated and user.has_role(Role.OFFICER, Role.SYSADMIN)
        return {"new_url": reverse("challenges:new-programme") if may else ""}


class ProgrammePage(OpenToAll, ObjectPage):
    model = Programme
    template_name = "challenges/programme.html"
    shows_history = False  # the department's alone
    acts = (
        Act(
            "policy",
            gettext_lazy("登记政策依据"),
            rules.manage_batch,
            lambda obj, by, **data: actions.record_policy(programme=obj, by=by, **data) and obj,
            form=forms.PolicyForm,
        ),
        Act(
            "committee",
            gettext_lazy("设立专家咨询委员会"),
            rules.manage_batch,
            lambda obj, by, name: actions.create_committee(programme=obj, name=name, by=by) and obj,
            form=forms.CommitteeForm,
        ),
        Act(
            "member",
            gettext_lazy("增补委员"),
            rules.manage_batch,
            lambda obj, by, **data: actions.add_committee_member(by=by, **data) and obj,
            form=forms.MemberForm,
            when=lambda obj: obj.committees.exists(),
            sentence=gettext_lazy("委员在评审与本单位有利害关系的方案时须回避。"),
        ),
    )

    def rows(self, user):
        return Programme.objects.select_related("office")

    def crumbs(self, obj):
        return [crumb(_("示范工程"), "programmes"), (obj.name, "")]

    def facts(self, obj, user):
        return [
            (_("简称"), obj.short_name),
            (_("代号"), obj.short_code),
            (_("年度"), f"{obj.year_from}—{obj.year_to}"),
            (_("支持年限"), _("%(years)s 年") % {"years": obj.support_years}),
            (_("主管处室"), obj.office),
            (_("战略标签"), "、".join(obj.strategic_tags)),
            (_("主题"), obj.theme),
        ]

    def context(self, obj, user):
        fields = list(obj.fields.order_by("position"))
        query = f"?programme={obj.pk}"
        found = {}
        if user.is_authenticated and allows(rules.manage_batch, user, obj):
            found = {
                "edit_url": reverse("challenges:edit-programme", args=[obj.pk]),
                "new_batch_url": reverse("challenges:new-batch") + query if obj.is_active else "",
                "new_call_url": reverse("challenges:new-call") + query if obj.is_active else "",
            }
        if self.is_office:
            found["events"] = events.of(obj)
        return found | {
            "tree": [(top, [one for one in fields if one.parent_id == top.pk]) for top in fields if not top.parent_id],
            "batches": queries.batch_counts(self._batches(obj)).order_by("-year", "-number"),
            "calls": obj.need_calls.order_by("-opens_at"),
            "policies": obj.policy_documents.all(),
            "committees": obj.committees.prefetch_related("members__person__organization") if self.is_office else [],
        }

    def _batches(self, obj):
        return obj.batches.all() if self.is_office else obj.batches.exclude(state="DRAFTING")


class EditProgramme(FormPage):
    title = gettext_lazy("修改示范工程")
    form = forms.EditProgrammeForm
    lead = gettext_lazy("代号写在榜单编号里，不能修改；领域只增不减。")

    def prepare(self, **kwargs):
        self.programme = Programme.objects.filter(pk=kwargs["pk"]).first()
        if self.programme is None:
            raise Http404
        require(rules.manage_batch, self.request.user, self.programme)

    def initial(self):
        return forms.EditProgrammeForm.initial_of(self.programme)

    def back(self):
        return self.programme.get_absolute_url()

    def crumbs(self):
        return [crumb(_("示范工程"), "programmes"), (self.programme.name, self.back()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.edit_programme(programme=self.programme, changes=cleaned, by=user)


class NewProgramme(FormPage):
    title = gettext_lazy("建立示范工程")
    form = forms.ProgrammeForm
    rule = rules.create_programme

    def back(self):
        return reverse("challenges:programmes")

    def crumbs(self):
        return [crumb(_("示范工程"), "programmes"), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.create_programme(by=user, office=user.office, **cleaned)
