"""Milestones across projects, and one milestone with its report and assessment."""

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import Act, ListPage, ObjectPage
from core.ui import values
from projects import actions, forms, queries, rules
from projects.enums import MilestoneState, ProjectState
from projects.filters import MilestoneFilter
from projects.forms.milestones import stored, values_of
from projects.models import Milestone
from projects.queries.agreements import plain
from projects.queries.indicators import holds


def milestones_for(user):
    projects = queries.projects_for(user).order_by()
    return Milestone.objects.filter(project__in=projects.values("pk")).select_related(
        "project__lead", "project__challenge__batch__programme__office"
    )


class MilestoneList(ListPage):
    title = gettext_lazy("里程碑")
    template_name = "projects/milestone_list.html"
    filterset = MilestoneFilter
    sorts = {"due": ("due_on",), "project": ("project__code", "number"), "state": ("state",)}
    unit = gettext_lazy("个")
    lead = gettext_lazy("待报告、待考核的排在前面，按到期日排列。")

    def sorted(self, rows):
        """What somebody has to see to comes first: a register of years would hide it on its last page."""
        if self.request.GET.get("sort"):
            return super().sorted(rows)
        order = {MilestoneState.OVERDUE: 0, MilestoneState.DUE: 0, MilestoneState.SUBMITTED: 0}
        order |= {MilestoneState.RECTIFYING: 0, MilestoneState.PLANNED: 1}
        cases = [When(state=state, then=Value(place)) for state, place in order.items()]
        place = Case(*cases, default=Value(2), output_field=IntegerField())
        return rows.annotate(place=place).order_by("place", "due_on", "pk")

    def rows(self, user):
        return milestones_for(user)


def _report(*, obj, by, report_text, upload, **cleaned):
    file = stored(upload, by=by, kind="MILESTONE_REPORT")
    return actions.report_milestone(milestone=obj, report_text=report_text, values=values_of(cleaned), file=file, by=by)


class MilestonePage(ObjectPage):
    model = Milestone
    template_name = "projects/milestone.html"
    acts = (
        Act(
            "report", gettext_lazy("报告里程碑"), rules.report_milestone, _report, form=forms.ReportForm, step="report",
            when=lambda obj: obj.project.state == ProjectState.IN_PROGRESS, button=gettext_lazy("提交报告"), is_primary=True,
            sentence=gettext_lazy("每项指标都要有实际值和佐证。"),
        ),
        Act(
            "pass", gettext_lazy("考核通过"), rules.assess_milestone,
            lambda *, obj, by, **cleaned: actions.pass_milestone(milestone=obj, by=by, **cleaned),
            form=forms.PassForm, step="pass", is_primary=True,
            sentence=gettext_lazy("通过后，以本节点为条件的拨款才能申请。"),
        ),
        Act(
            "rectify", gettext_lazy("限期整改"), rules.assess_milestone,
            lambda *, obj, by, **cleaned: actions.rectify_milestone(milestone=obj, by=by, **cleaned),
            form=forms.RectifyForm, step="rectify",
        ),
        Act(
            "fail", gettext_lazy("考核不通过"), rules.assess_milestone,
            lambda *, obj, by, **cleaned: actions.fail_milestone(milestone=obj, by=by, **cleaned),
            form=forms.FailForm, step="fail", is_danger=True,
        ),
        Act(
            "revoke", gettext_lazy("撤销考核结论"), rules.assess_milestone,
            lambda *, obj, by, reason: actions.revoke_milestone(milestone=obj, reason=reason, by=by),
            form=forms.ReasonForm, step="revoke", is_danger=True,
            sentence=gettext_lazy("发现结论依据有误时办理，撤销后重新考核。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        return milestones_for(user).select_related("report_file", "assessed_by")

    def heading(self, obj) -> str:
        return obj.name

    def crumbs(self, obj):
        return [
            (_("里程碑"), reverse("projects:milestones")),
            (obj.project.code, obj.project.get_absolute_url()),
            (obj.name, ""),
        ]

    def lead(self, obj, user) -> str:
        words = {"title": obj.project.title, "due": obj.due_on, "report": obj.report_by_on}
        return _("%(title)s · 到期 %(due)s · 报告期限 %(report)s") % words

    def facts(self, obj, user) -> list:
        rows = [
            (_("项目"), obj.project),
            (_("考核要求"), obj.requirement or "—"),
            (_("交付物"), obj.deliverables or "—"),
            (_("报告时间"), values.instant(obj.reported_at)),
        ]
        if obj.report_file_id:
            rows.append((_("报告文件"), obj.report_file.name))
        if obj.rectify_by_on:
            rows.append((_("整改期限"), values.date(obj.rectify_by_on)))
        if obj.opinion:
            rows += [(_("考核意见"), obj.opinion), (_("考核方式"), obj.assessed_form or "—")]
        return rows

    def context(self, obj, user) -> dict:
        rows = []
        for row in obj.targets.select_related("indicator").order_by("indicator__number"):
            reached = None if row.actual is None else holds(row.indicator, row.actual, row.target)
            target = f"{row.indicator.get_comparator_display()} {plain(row.target)}"
            rows.append((row.indicator, target, None if row.actual is None else plain(row.actual), row, reached))
        return {"targets": rows}
