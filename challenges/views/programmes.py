"""Programmes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, rules
from challenges.forms import office as forms
from challenges.models import Batch, Programme
from challenges.views.shared import OpenToAll, crumb
from core.pages import Act, FormPage, ListPage, ObjectPage
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
    shows_history = False
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
        return {
            "tree": [(top, [one for one in fields if one.parent_id == top.pk]) for top in fields if not top.parent_id],
            "batches": obj.batches.order_by("-year", "-number")
            if self.is_office
            else obj.batches.exclude(state="DRAFTING"),
            "policies": obj.policy_documents.all(),
            "committees": obj.committees.prefetch_related("members__person__organization") if self.is_office else [],
        }


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
