"""The list of projects, one project with everything it must do, the user's evaluation, outcomes."""

from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.documents.links import both
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.ui import NextItem, Step, values
from projects import actions, forms, queries, rules
from projects.actions.projects import OPEN_MILESTONES
from projects.enums import ChangeKind, ProjectState
from projects.filters import OutcomeFilter, ProjectFilter
from projects.forms.milestones import stored
from projects.models import Outcome, Project, UserEvaluation
from projects.queries.agreements import indicators_of
from projects.queries.changes import DECIDER_LABELS

DONE_STATES = (ProjectState.ACCEPTED, ProjectState.CONCLUDED, ProjectState.FAILED, ProjectState.CLOSED)
AFTER_START = (ProjectState.IN_PROGRESS, ProjectState.SUSPENDED, ProjectState.ACCEPTANCE, ProjectState.USER_EVALUATED)


class ProjectList(ListPage):
    title = gettext_lazy("项目")
    template_name = "projects/project_list.html"
    filterset = ProjectFilter
    sorts = {
        "code": ("code",),
        "title": ("title",),
        "fiscal": ("fiscal_total_fen",),
        "ends": ("ends_on",),
        "state": ("state",),
    }
    default_sort = ("-code",)
    unit = gettext_lazy("项")

    def rows(self, user):
        return queries.projects_for(user)


def _agreement(*, obj, by):
    return actions.draft_agreement(project=obj, by=by)


def _accept(*, obj, by, upload, **cleaned):
    report = stored(upload, by=by, kind="AUDIT_REPORT")
    return actions.apply_acceptance(project=obj, audit_report=report, by=by, **cleaned)


def _is_lapsing(project) -> bool:
    return project.state == ProjectState.AWARDED and project.sign_by_on < clock.today()


def _is_through(project) -> bool:
    """Offered when the last milestone is closed; the action names whatever else is missing."""
    return not project.milestones.filter(state__in=OPEN_MILESTONES).exists()


class ProjectPage(ObjectPage):
    model = Project
    template_name = "projects/project.html"
    lookup = "code"
    acts = (
        Act(
            "draft-agreement", gettext_lazy("起草任务书"), rules.draft_agreement, _agreement,
            when=lambda obj: obj.state == ProjectState.AWARDED and queries.live_agreement(obj) is None,
            sentence=gettext_lazy("内容从揭榜方案带入，可逐项修改，差异自动列出。"), is_primary=True,
        ),
        Act(
            "issue", gettext_lazy("下达任务与资金"), rules.issue_project,
            lambda *, obj, by, **cleaned: actions.issue_project(project=obj, by=by, **cleaned),
            form=forms.IssueForm, step="start", is_primary=True,
            sentence=gettext_lazy("任务书双方签订后办理，两个文号都要填写。"),
        ),
        Act(
            "lapse", gettext_lazy("确认逾期未签失效"), rules.confirm_lapse,
            lambda *, obj, by, reason: actions.confirm_lapse(project=obj, reason=reason, by=by),
            form=forms.ReasonForm, step="lapse", when=_is_lapsing, is_danger=True,
            sentence=gettext_lazy("签订期限已过。确认后立项失效，不能恢复。"),
        ),
        Act(
            "acceptance", gettext_lazy("申请验收"), rules.apply_acceptance, _accept, form=forms.AcceptanceForm,
            step="apply_acceptance", when=_is_through, sentence=gettext_lazy("全部里程碑办结后申请；由发榜用户先作评价。"), is_primary=True,
        ),
        Act(
            "conclude", gettext_lazy("作出验收结论"), rules.conclude_acceptance,
            lambda *, obj, by, **cleaned: actions.conclude_acceptance(project=obj, by=by, **cleaned),
            form=forms.ConclusionForm, step="accept", is_primary=True,
        ),
        Act(
            "close", gettext_lazy("归档"), rules.close_project,
            lambda *, obj, by, **cleaned: actions.close_project(project=obj, by=by, **cleaned),
            form=forms.CloseForm, step="close", is_primary=True, sentence=gettext_lazy("记录结余处理后归档。"),
        ),
        Act(
            "outcome", gettext_lazy("登记成果"), rules.record_outcome,
            lambda *, obj, by, **cleaned: actions.record_outcome(project=obj, by=by, **cleaned),
            form=forms.OutcomeForm,
            when=lambda obj: obj.state in (*AFTER_START, *DONE_STATES, ProjectState.RECTIFYING),
        ),
        Act(
            "suspend", gettext_lazy("暂停项目"), rules.manage_project,
            lambda *, obj, by, reason: actions.suspend_project(project=obj, reason=reason, by=by),
            form=forms.ReasonForm, step="suspend", sentence=gettext_lazy("信用或安全事项调查期间暂停。"), is_danger=True,
        ),
        Act(
            "resume", gettext_lazy("恢复项目"), rules.manage_project,
            lambda *, obj, by, note: actions.resume_project(project=obj, note=note, by=by),
            form=forms.NoteForm, step="resume", is_primary=True,
        ),
    )  # fmt: skip

    def rows(self, user):
        return queries.projects_for(user).select_related(
            "chief_scientist", "award_resolution", "bid", "challenge__end_user"
        )

    def heading(self, obj) -> str:
        return obj.title

    def crumbs(self, obj):
        return [(_("项目"), reverse("projects:projects")), (obj.code, "")]

    def lead(self, obj, user) -> str:
        words = {"code": obj.code, "lead": obj.lead.name, "from": obj.starts_on, "to": obj.ends_on}
        return _("%(code)s · %(lead)s · %(from)s 至 %(to)s") % words

    def documents(self, obj, user):
        found = both(_("立项通知"), "projects:award-letter", obj.code)
        agreement = queries.live_agreement(obj)
        return [*found, *both(_("任务书"), "projects:agreement-document", agreement.pk)] if agreement else found

    def facts(self, obj, user) -> list:
        rows = [
            (_("榜单"), format_html('<a href="{}">{}</a>', obj.challenge.get_absolute_url(), obj.challenge)),
            (_("创新联合体"), obj.consortium),
            (_("牵头单位"), obj.lead),
            (_("项目负责人"), obj.leader),
            (_("首席科学家"), obj.chief_scientist or "—"),
            (
                _("首席科学家负责制"),
                _("是：技术路线由首席科学家决定，备案即可") if obj.chief_scientist_mode else _("否"),
            ),
            (_("财政经费"), values.money(obj.fiscal_total_fen)),
            (_("自筹经费（计划）"), values.money(obj.self_total_fen)),
            (_("自筹与财政之比"), values.ratio(obj.self_total_fen, obj.fiscal_total_fen, floor=2)),
            (_("经费管理方式"), obj.get_budget_mode_display()),
            (_("立项决议"), obj.award_resolution),
        ]
        if obj.state == ProjectState.AWARDED:
            rows.append((_("任务书签订期限"), values.date(obj.sign_by_on)))
        if obj.task_document_number:
            rows += [(_("下达任务文号"), obj.task_document_number), (_("下达资金文号"), obj.funding_document_number)]
        if obj.extended_months:
            rows.append((_("延期"), _("%(months)d 个月") % {"months": obj.extended_months}))
        if obj.termination_kind:
            rows += [(_("终止原因"), obj.get_termination_kind_display()), (_("终止说明"), obj.termination_note)]
        if obj.balance_treatment:
            rows.append((_("结余处理"), obj.get_balance_treatment_display()))
        return rows

    def context(self, obj, user) -> dict:
        acceptance = obj.acceptances.select_related("evaluation__organization").order_by("-pk").first()
        may_change = obj.state == ProjectState.IN_PROGRESS and allows(rules.request_change, user, obj)
        may_evaluate = obj.state == ProjectState.ACCEPTANCE and allows(rules.evaluate_by_user, user, obj)
        return {
            "steps": _steps(obj),
            "milestones": obj.milestones.order_by("number"),
            "agreements": obj.agreements.order_by("-version"),
            "changes": obj.change_requests.order_by("-pk"),
            "outcomes": obj.outcomes.order_by("-achieved_on", "-pk"),
            "acceptance": acceptance,
            "lane": getattr(obj, "lane", None),
            "items": _nexts(obj),
            "change_kinds": change_kinds_of(obj) if may_change else [],
            "evaluate_url": reverse("projects:evaluate", args=[obj.code]) if may_evaluate else "",
            "money_url": money_url(obj),
        }


def change_kinds_of(project) -> list[tuple[str, str, str]]:
    """(label, who decides, address) of each kind of change."""
    return [
        (
            kind.label,
            DECIDER_LABELS[queries.who_decides(project, kind)],
            reverse("projects:request-change", args=[project.code, kind.lower().replace("_", "-")]),
        )
        for kind in ChangeKind
    ]


def money_url(project) -> str:
    """The funding panel of a project, where that app is there."""
    url = f"/projects/{project.code}/money/"
    try:
        resolve(url)
    except Resolver404:
        return ""
    return url


def _steps(project) -> list[Step]:
    order = [
        (_("立项"), project.created_at, ()),
        (_("签订任务书"), project.signed_at, (ProjectState.AWARDED,)),
        (_("下达任务与资金"), project.started_at, (ProjectState.SIGNED,)),
        (_("里程碑考核"), None, (ProjectState.IN_PROGRESS, ProjectState.SUSPENDED)),
        (
            _("验收"),
            project.concluded_at,
            (ProjectState.ACCEPTANCE, ProjectState.USER_EVALUATED, ProjectState.RECTIFYING),
        ),
        (_("归档"), None, (ProjectState.ACCEPTED, ProjectState.CONCLUDED, ProjectState.FAILED, ProjectState.SETTLED)),
    ]
    gone = project.state in {ProjectState.TERMINATED, ProjectState.SETTLED, ProjectState.LAPSED}
    current = next((number for number, row in enumerate(order) if project.state in row[2]), len(order))
    steps = []
    for number, (label, when, _states) in enumerate(order):
        state = "current" if number == current else "done" if number < current else "todo"
        if gone:
            state = "done" if when else "missed"
        if project.state == ProjectState.CLOSED:
            state = "done"
        text = values.instant_text(when)[:10] if when else ""
        steps.append(Step(label, state, text))
    return steps


def _nexts(project) -> list[NextItem]:
    """The one thing that everybody waits for."""
    state = project.state
    if state == ProjectState.AWARDED:
        late = project.sign_by_on < clock.today()
        text = _("签订期限 %(on)s，%(days)s。") % {
            "on": project.sign_by_on,
            "days": values.days_text(project.sign_by_on, clock.today()),
        }
        return [NextItem(_("等待签订任务书"), text, "red" if late else "amber")]
    if state == ProjectState.SIGNED:
        return [NextItem(_("等待业务处室下达任务与资金"), _("任务书已由双方签订。"), "amber")]
    if state == ProjectState.ACCEPTANCE:
        user = project.challenge.end_user
        return [NextItem(_("等待发榜用户评价"), _("由“%(name)s”逐项评价后作验收结论。") % {"name": user}, "amber")]
    if state == ProjectState.USER_EVALUATED:
        return [NextItem(_("等待业务处室作出验收结论"), "", "amber")]
    if state != ProjectState.IN_PROGRESS:
        return []
    row = queries.waiting_milestones(Project.objects.filter(pk=project.pk)).order_by("due_on").first()
    row = row or project.milestones.filter(state="PLANNED").order_by("due_on").first()
    if row is None:
        return [NextItem(_("等待牵头单位申请验收"), _("全部里程碑已办结。"), "amber", project.get_absolute_url())]
    words = {"name": row.name, "state": row.get_state_display()}
    text = _("到期 %(due)s，报告期限 %(report)s。") % {"due": row.due_on, "report": row.report_by_on}
    tone = "red" if row.state == "OVERDUE" else "" if row.state == "PLANNED" else "amber"
    return [NextItem(_("里程碑“%(name)s”：%(state)s") % words, text, tone, row.get_absolute_url(), _("查看"))]


class EvaluatePage(FormPage):
    """The named end user judges every indicator (S41)."""

    title = gettext_lazy("发榜用户评价")
    lead = gettext_lazy("请按实际使用情况逐项填写实测值并作出判断；没有本评价，项目不能通过验收。")
    form = forms.EvaluationForm
    submit = gettext_lazy("提交评价")
    done = gettext_lazy("评价已提交，感谢您的评价。")

    def prepare(self, code: str = "") -> None:
        self.project = get_object_or_404(queries.projects_for(self.request.user), code=code)
        require(rules.evaluate_by_user, self.request.user, self.project)

    def extra(self) -> dict:
        return {"obj": self.project, "user": self.request.user}

    def run(self, user, **cleaned) -> UserEvaluation:
        results = [
            {"indicator": row.pk, "measured": cleaned[f"v{row.pk}"], "is_passed": cleaned[f"p{row.pk}"]}
            for row in indicators_of(self.project)
        ]
        fields = {name: cleaned[name] for name in ("grade", "opinion", "use_site")}
        return actions.evaluate_by_user(project=self.project, results=results, by=user, **fields)

    def crumbs(self):
        return [(_("项目"), reverse("projects:projects")), (self.project.code, self.back()), (self.title, "")]

    def back(self) -> str:
        return self.project.get_absolute_url()


class OutcomeList(ListPage):
    title = gettext_lazy("成果")
    template_name = "projects/outcome_list.html"
    filterset = OutcomeFilter
    sorts = {"achieved": ("achieved_on",), "kind": ("kind",), "income": ("income_fen",)}
    default_sort = ("-achieved_on", "-pk")
    unit = gettext_lazy("项")

    def rows(self, user):
        projects = queries.projects_for(user).order_by()
        return Outcome.objects.filter(project__in=projects.values("pk")).select_related("project__lead")
