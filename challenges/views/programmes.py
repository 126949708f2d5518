"""Programmes and rule sets."""

from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, defaults, rules
from challenges.forms import office as forms
from challenges.models import Programme, RuleSet
from challenges.views.shared import OpenToAll, crumb
from core import events
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import require
from core.ui import Fact, values


class ProgrammeList(OpenToAll, ListPage):
    title = gettext_lazy("示范工程")
    template_name = "challenges/programmes.html"
    unit = gettext_lazy("项")
    default_sort = ("-year_from", "name")

    def rows(self, user):
        return Programme.objects.select_related("office").annotate(batch_count=Count("batches", distinct=True))

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


class RulesList(ListPage):
    title = gettext_lazy("规则集")
    template_name = "challenges/rules_list.html"
    rule = rules.view_office_pages
    unit = gettext_lazy("套")
    lead = gettext_lazy("一个批次由厅里决定的规则；随批次发布冻结，之后只能另建新版本。")
    default_sort = ("name", "-version")

    def rows(self, user):
        return RuleSet.objects.annotate(batch_count=Count("batches"))

    def context(self, user):
        may = user.has_role(Role.OFFICER, Role.SYSADMIN)
        return {"new_url": reverse("challenges:new-rules") if may else ""}


class RulesPage(ObjectPage):
    model = RuleSet
    template_name = "challenges/rules.html"

    def rows(self, user):
        require(rules.view_office_pages, user)
        return RuleSet.objects.all()

    def crumbs(self, obj):
        return [crumb(_("规则集"), "rules-list"), (str(obj), "")]

    def lead(self, obj, user):
        if obj.frozen_at:
            return _("已随批次发布冻结，不能修改。")
        return _("尚未冻结，可以修改。")

    def facts(self, obj, user):
        found = [Fact(_("机制"), obj.get_mechanism_display())]
        for name, explanation in defaults.EXPLANATIONS.items():
            if name not in {"rubric", "negative_list"}:
                label = str(RuleSet._meta.get_field(name).verbose_name).replace("（分）", "")
                found.append(Fact(label, _shown(obj, name), explanation))
        return found

    def context(self, obj, user):
        may = obj.frozen_at is None and user.has_role(Role.OFFICER, Role.SYSADMIN)
        return {
            "edit_url": reverse("challenges:edit-rules", args=[obj.pk]) if may else "",
            "batches": obj.batches.select_related("programme").order_by("-year"),
            "events": events.of(obj),
        }


def _shown(obj: RuleSet, name: str):
    value = getattr(obj, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name.endswith("_fen"):
        return values.money(value)
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or "—"
    display = getattr(obj, f"get_{name}_display", None)
    return display() if display else value


class NewRules(FormPage):
    title = gettext_lazy("建立规则集")
    form = forms.NewRulesForm
    rule = rules.keep_rule_set
    lead = gettext_lazy("先按所选机制填入默认值，再逐项修改。")

    def back(self):
        return reverse("challenges:rules-list")

    def crumbs(self):
        return [crumb(_("规则集"), "rules-list"), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.create_rule_set(by=user, **cleaned)


class EditRules(FormPage):
    title = gettext_lazy("修改规则集")
    form = forms.RulesForm
    rule = rules.keep_rule_set

    def prepare(self, **kwargs):
        self.rules = RuleSet.objects.filter(pk=kwargs["pk"]).first()
        if self.rules is None:
            raise Http404

    def initial(self):
        return forms.RulesForm.initial_of(self.rules)

    def back(self):
        return self.rules.get_absolute_url()

    def crumbs(self):
        return [crumb(_("规则集"), "rules-list"), (str(self.rules), self.rules.get_absolute_url()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.edit_rule_set(rule_set=self.rules, changes=cleaned, by=user)
