"""Integrity records."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions, forms, queries, rules
from accounts.filters import IntegrityFilter
from accounts.models import IntegrityRecord
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values


class IntegrityList(ListPage):
    title = gettext_lazy("信用记录")
    template_name = "accounts/integrity_list.html"
    filterset = IntegrityFilter
    sorts = {"created": ("created_at",), "until": ("in_force_to",)}
    default_sort = ("-created_at", "-pk")
    unit = gettext_lazy("条")
    lead = gettext_lazy("惩戒期内的单位不得牵头揭榜，惩戒期内的人员不得担任负责人和评审专家。")

    def rows(self, user):
        return queries.integrity_records_of(user)

    def context(self, user):
        return {"may_report": allows(rules.keep_integrity_record, user)}


class ReportIntegrity(FormPage):
    title = gettext_lazy("受理信用问题")
    rule = rules.keep_integrity_record
    form = forms.ReportIntegrityForm
    submit = gettext_lazy("受理")
    done = gettext_lazy("已受理。")

    def run(self, user, **cleaned):
        return actions.report_integrity(by=user, **cleaned)

    def crumbs(self):
        return [(_("信用记录"), reverse("accounts:integrity-list")), (_("受理信用问题"), "")]

    def back(self):
        return reverse("accounts:integrity-list")


class IntegrityPage(ObjectPage):
    model = IntegrityRecord
    acts = (
        Act(
            "investigate",
            gettext_lazy("立案调查"),
            rules.keep_integrity_record,
            lambda *, obj, by: actions.investigate_integrity(record=obj, by=by),
            step="investigate",
            is_primary=True,
        ),
        Act(
            "decide",
            gettext_lazy("作出认定"),
            rules.keep_integrity_record,
            lambda *, obj, by, **cleaned: actions.decide_integrity(record=obj, by=by, **cleaned),
            form=forms.DecideIntegrityForm,
            step="punish",
            is_primary=True,
            button=gettext_lazy("提交认定"),
        ),
        Act(
            "repair",
            gettext_lazy("信用修复"),
            rules.keep_integrity_record,
            lambda *, obj, by, note: actions.repair_integrity(record=obj, note=note, by=by),
            form=forms.RepairForm,
            step="repair",
            sentence=gettext_lazy("提前解除惩戒，须写明依据。"),
        ),
    )

    def rows(self, user):
        return queries.integrity_records_of(user)

    def crumbs(self, obj):
        return [(_("信用记录"), reverse("accounts:integrity-list")), (self.heading(obj), "")]

    def heading(self, obj):
        return str(obj.organization or obj.person)

    def lead(self, obj, user):
        if obj.state == "IN_FORCE":
            return _("惩戒期至 %(day)s（含当日）。") % {"day": obj.in_force_to}
        return ""

    def facts(self, obj, user):
        return [
            (_("对象"), str(obj.organization or f"{obj.person}（{obj.person.organization}）")),
            (_("事实"), obj.fact),
            (_("来源"), obj.source),
            (_("受理时间"), values.instant(obj.created_at)),
            (_("认定等级"), obj.get_level_display() or "—"),
            (_("处理决定文号"), obj.decision_document or "—"),
            (_("惩戒起始日"), values.date(obj.in_force_from)),
            (_("惩戒截止日"), values.date(obj.in_force_to)),
        ]
