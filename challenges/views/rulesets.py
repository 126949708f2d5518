"""Rule sets: every setting with its default and where that comes from, frozen ones, and two versions side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, defaults, rules
from challenges.findings.settings import differences, sections_of
from challenges.forms import rulesets as forms
from challenges.models import Batch, RuleSet
from challenges.views.shared import crumb
from core.pages import Act, FormPage, ListPage, ObjectPage, Page
from core.permissions import require
from core.selecting import count_of, key_of
from core.ui import values


class RulesList(ListPage):
    title = gettext_lazy("规则集")
    template_name = "challenges/rules_list.html"
    rule = rules.view_office_pages
    unit = gettext_lazy("套")
    lead = gettext_lazy("一个批次由厅里决定的规则；随批次发布冻结，之后只能另建新版本。")
    default_sort = ("name", "-version")

    def rows(self, user):
        return RuleSet.objects.annotate(batch_count=count_of(Batch.objects.all(), "rule_set"))

    def context(self, user):
        may = user.has_role(Role.OFFICER, Role.SYSADMIN)
        return {"new_url": reverse("challenges:new-rules") if may else ""}


def _next_version(*, obj: RuleSet, by) -> RuleSet:
    names = [name for name in defaults.rule_values(obj.mechanism) if name != "mechanism"]
    kept = {name: getattr(obj, name) for name in names}
    return actions.create_rule_set(name=obj.name, mechanism=obj.mechanism, values=kept, by=by)


class RulesPage(ObjectPage):
    model = RuleSet
    template_name = "challenges/rules.html"
    acts = (
        Act(
            "version",
            gettext_lazy("以此建立新版本"),
            rules.keep_rule_set,
            _next_version,
            when=lambda obj: obj.frozen_at is not None,
            sentence=gettext_lazy("复制全部设置为下一版本，修改后用于新批次；已发布的批次仍按本版本。"),
        ),
    )

    def rows(self, user):
        require(rules.view_office_pages, user)
        return RuleSet.objects.select_related("frozen_by__person")

    def crumbs(self, obj):
        return [crumb(_("规则集"), "rules-list"), (str(obj), "")]

    def lead(self, obj, user):
        if obj.frozen_at:
            return _("已随批次发布冻结，不能修改。")
        return _("尚未冻结，可以修改。")

    def facts(self, obj, user):
        frozen = _("未冻结")
        if obj.frozen_at:
            frozen = values.instant(obj.frozen_at)
        return [
            (_("机制"), obj.get_mechanism_display()),
            (_("冻结时间"), frozen),
            (_("冻结人"), str(obj.frozen_by) if obj.frozen_by_id else "—"),
        ]

    def context(self, obj, user):
        may = obj.frozen_at is None and user.has_role(Role.OFFICER, Role.SYSADMIN)
        others = RuleSet.objects.exclude(pk=obj.pk).order_by("name", "-version")
        return {
            "edit_url": reverse("challenges:edit-rules", args=[obj.pk]) if may else "",
            "compare_url": reverse("challenges:compare-rules", args=[obj.pk]),
            "others": others,
            "sections": sections_of(obj),
            "batches": obj.batches.select_related("programme").order_by("-year"),
        }


class CompareRules(Page):
    """What changed between two rule sets: `with` names the older one; without it the version before."""

    rule = rules.view_office_pages

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        new = RuleSet.objects.filter(pk=pk).first()
        if new is None:
            raise Http404
        chosen = request.GET.get("with", "")
        rows = RuleSet.objects.exclude(pk=new.pk)
        if chosen:
            old = rows.filter(pk=key_of(chosen)).first()
            if old is None:
                raise Http404
        else:
            old = rows.filter(name=new.name, version__lt=new.version).order_by("-version").first()
        found = differences(old, new) if old else []
        context = {
            "base": self.base,
            "page_title": _("规则集对照"),
            "lead": self._lead(old, new, sum(one.is_changed for one in found)),
            "crumbs": [crumb(_("规则集"), "rules-list"), (str(new), new.get_absolute_url()), (_("对照"), "")],
            "old": old,
            "new": new,
            "others": rows.order_by("name", "-version"),
            "rows": [one for one in found if one.is_changed],
            "same": [one for one in found if not one.is_changed],
        }
        return render(request, "challenges/rules_compare.html", context)

    def _lead(self, old, new, changed: int) -> str:
        if old is None:
            return _("没有更早的版本，请选择要对照的规则集。")
        if not changed:
            return _("“%(old)s”与“%(new)s”各项设置相同。") % {"old": old, "new": new}
        return _("“%(new)s”与“%(old)s”相比，%(count)d 项不同。") % {"old": old, "new": new, "count": changed}


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
    template_name = "challenges/rules_edit.html"
    form = forms.RulesForm
    lead = gettext_lazy("每项设置旁注明默认值和依据；随批次发布冻结后不能再改。")
    rule = rules.keep_rule_set

    def prepare(self, **kwargs):
        self.rules = RuleSet.objects.filter(pk=kwargs["pk"]).first()
        if self.rules is None:
            raise Http404

    def get(self, request, **kwargs):
        """Frozen rules have no form: their page says so, and offers a new version."""
        self.prepare(**kwargs)
        return redirect(self.rules) if self.rules.frozen_at is not None else super().get(request, **kwargs)

    def extra(self):
        return {"obj": self.rules, "user": self.request.user}

    def initial(self):
        return forms.RulesForm.initial_of(self.rules)

    def back(self):
        return self.rules.get_absolute_url()

    def crumbs(self):
        return [crumb(_("规则集"), "rules-list"), (str(self.rules), self.rules.get_absolute_url()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.edit_rule_set(rule_set=self.rules, changes=cleaned, by=user)
