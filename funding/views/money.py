"""A project's money: plan beside fact, tranches, receipts, sub-transfers, expenditure, the end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.documents.links import pdf
from core.money import format_fen
from core.pages import Act, FormPage, ObjectPage
from core.permissions import allows, require
from core.ui import values
from funding import actions, forms, rules
from funding.queries.access import projects_with_money, reports_for, tranches_for
from funding.queries.conditions import OPEN
from funding.queries.money import fiscal_stages, source_lines, transfers_of
from projects.enums import ProjectState
from projects.forms.milestones import stored
from projects.models import Project

STARTED = (
    ProjectState.IN_PROGRESS,
    ProjectState.SUSPENDED,
    ProjectState.ACCEPTANCE,
    ProjectState.USER_EVALUATED,
    ProjectState.RECTIFYING,
    ProjectState.TERMINATED,
)


def _receipt(*, obj, by, upload=None, **cleaned):
    proof = stored(upload, by=by, kind="RECEIPT_PROOF")
    return actions.record_fund_receipt(project=obj, proof=proof, by=by, **cleaned)


def _sub_transfer(*, obj, by, upload=None, **cleaned):
    proof = stored(upload, by=by, kind="SUB_TRANSFER_PROOF")
    return actions.record_sub_transfer(project=obj, proof=proof, by=by, **cleaned)


def _started(project: Project) -> bool:
    return project.state in STARTED


class ProjectMoney(ObjectPage):
    model = Project
    lookup = "code"
    template_name = "funding/money.html"
    acts = (
        Act(
            "receipt", gettext_lazy("填报资金到位"), rules.report_money, _receipt, form=forms.ReceiptForm, when=_started,
            sentence=gettext_lazy("自筹、配套等非财政资金到位后填报，附凭证；自筹到位是申请后续拨款的条件。"),
        ),
        Act(
            "sub-transfer", gettext_lazy("登记外拨"), rules.record_sub_transfer, _sub_transfer, form=forms.SubTransferForm, when=_started,
            sentence=gettext_lazy("牵头单位拨给成员单位的财政经费，累计不超过到账金额。"),
        ),
        Act(
            "terminate", gettext_lazy("终止项目"), rules.terminate_project,
            lambda *, obj, by, **cleaned: actions.terminate_project(project=obj, by=by, **cleaned),
            form=forms.TerminateForm, step="terminate", is_danger=True,
            sentence=gettext_lazy("未拨付的各期同时取消。赛马淘汰在考核决定中办理。"),
        ),
        Act(
            "settle", gettext_lazy("清算"), rules.settle_project,
            lambda *, obj, by, **cleaned: actions.settle_project(project=obj, by=by, **cleaned),
            form=forms.SettleForm, step="settle", is_primary=True,
            sentence=gettext_lazy("未支出的财政经费全部收回；已支出的只收回违规使用部分。"),
        ),
    )  # fmt: skip
    shows_history = False

    @classmethod
    def urls_of_project(cls) -> list:
        """Below the project's own address."""
        view = cls.as_view()
        return [
            path("projects/<slug:code>/money/", view, name="money"),
            path("projects/<slug:code>/money/do/<slug:act>/", view, name="money-do"),
        ]

    def rows(self, user):
        return projects_with_money(user)

    def address(self, obj) -> str:
        return reverse("funding:money", args=[obj.code])

    def heading(self, obj) -> str:
        return _("%(code)s 项目经费") % {"code": obj.code}

    def lead(self, obj, user) -> str:
        return _("%(title)s · %(lead)s") % {"title": obj.title, "lead": obj.lead}

    def crumbs(self, obj):
        return [(_("项目"), reverse("projects:projects")), (obj.code, obj.get_absolute_url()), (_("经费"), "")]

    def get(self, request: HttpRequest, act: str = "", **kwargs) -> HttpResponse:
        if request.GET.get("panel"):
            project = self.rows(request.user).filter(**{self.lookup: kwargs[self.lookup]}).first()
            if project is None:  # a panel of the project's page, which the end user sees as well
                return HttpResponse(_("经费明细仅项目单位和管理部门可见。"))
            return render(request, "funding/panel.html", {"project": project, **panel_context(project)})
        return super().get(request, act=act, **kwargs)

    def documents(self, obj, user):
        return [pdf(_("项目资金报告"), "funding:money-report", obj.code)]

    def context(self, obj, user) -> dict:
        reports = reports_for(user).filter(project=obj).order_by("-period_from", "pk")
        may_report = _started(obj) and allows(rules.report_money, user, obj)
        return {
            **panel_context(obj),
            "tranches": tranches_for(user).filter(project=obj).order_by("stage"),
            "stages": fiscal_stages(obj),
            "receipts": obj.fund_receipts.select_related("organization", "proof").order_by("-received_on", "-pk"),
            "sub_transfers": obj.sub_transfers.select_related("organization").order_by("-transferred_on", "-pk"),
            "reports": reports,
            "transfers": transfers_of(obj)[:50] if allows(rules.view_ledger, user) else None,
            "settlement": getattr(obj, "settlement", None),
            "expenditure_url": reverse("funding:report-expenditure", args=[obj.code]) if may_report else "",
        }


def panel_context(project: Project) -> dict:
    lines = source_lines(project)
    own_fen = sum(line.received_fen for line in lines if line.source in ("SELF", "LOAN"))
    return {
        "fiscal_text": {
            "decided": format_fen(lines[0].planned_fen),
            "received": format_fen(lines[0].received_fen),
            "own_planned": format_fen(project.self_total_fen),
            "own_received": format_fen(own_fen),
        },
        "lines": lines,
        "fiscal": lines[0],
        "self_planned_fen": project.self_total_fen,
        "self_received_fen": own_fen,
        "open_count": project.tranches.filter(state__in=OPEN).count(),
        "money_url": reverse("funding:money", args=[project.code]),
        "floor": project.challenge.batch.rule_set.self_funding_percent // 100,
    }


@require_safe
def lane_money(request: HttpRequest, code: str) -> HttpResponse:
    """One line for the race board: what was paid of what was decided."""
    if not request.user.is_authenticated:
        return HttpResponse("", status=403)
    project = get_object_or_404(projects_with_money(request.user), code=code)
    paid = source_lines(project)[0].received_fen
    words = {"paid": values.money(paid), "total": values.money(project.fiscal_total_fen)}
    return HttpResponse(_("财政到账 %(paid)s / %(total)s") % words)


class ReportExpenditure(FormPage):
    title = gettext_lazy("填报支出")
    lead = gettext_lazy("一个单位一个期间填报一次，期间不能重叠。金额单位万元，没有的留空。")
    form = forms.ExpenditureForm
    submit = gettext_lazy("提交")
    done = gettext_lazy("支出报告已提交。")

    def prepare(self, code: str = "") -> None:
        self.project = get_object_or_404(projects_with_money(self.request.user), code=code)
        require(rules.report_money, self.request.user, self.project)

    def extra(self) -> dict:
        return {"project": self.project, "user": self.request.user}

    def run(self, user, **cleaned):
        return actions.report_expenditure(project=self.project, by=user, **cleaned)

    def back(self) -> str:
        return reverse("funding:money", args=[self.project.code])

    def crumbs(self):
        return [(self.project.code, self.back()), (self.title, "")]
