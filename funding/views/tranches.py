"""The list of tranches, and one tranche with what it still needs and who is next."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.ui import Step, values
from funding import actions, forms, rules
from funding.enums import TrancheState as T
from funding.filters import TrancheFilter
from funding.models import Tranche
from funding.queries.access import tranches_for
from funding.queries.conditions import OPEN, gaps
from projects.forms.plain import NoteForm, ReasonForm

PATH = (T.PLANNED, T.DUE, T.REQUESTED, T.APPROVED, T.PAID, T.RECEIVED)


class TrancheList(ListPage):
    title = gettext_lazy("拨款批次")
    lead = gettext_lazy("首期在任务书签订、任务和资金下达后申请；其后各期待里程碑通过、自筹到位后申请。")
    template_name = "funding/tranche_list.html"
    filterset = TrancheFilter
    sorts = {
        "project": ("project__code", "stage"),
        "year": ("year", "planned_on"),
        "planned": ("planned_fen",),
        "date": ("planned_on",),
    }
    default_sort = ("-project__code", "stage")
    unit = gettext_lazy("期")

    def rows(self, user):
        return tranches_for(user)

    def context(self, user) -> dict:
        return {"export_url": ""}


def _act(name, label, rule, function, **options) -> Act:
    """An act on a tranche: the action takes it as `tranche`."""
    return Act(name, label, rule, lambda *, obj, by, **cleaned: function(tranche=obj, by=by, **cleaned), **options)


class TranchePage(ObjectPage):
    model = Tranche
    template_name = "funding/tranche.html"
    acts = (
        _act("request", gettext_lazy("申请拨款"), rules.request_tranche, actions.request_tranche, form=forms.RequestForm, is_primary=True,
             when=lambda obj: obj.state in (T.DUE, T.PLANNED), sentence=gettext_lazy("条件未具备的，系统一次列出全部缺项。")),
        _act("approve", gettext_lazy("批准拨款"), rules.approve_tranche, actions.approve_tranche, form=forms.ApproveForm, step="approve",
             is_primary=True, sentence=gettext_lazy("批准人不能是申请人；批准金额不得超过计划。")),
        _act("refuse", gettext_lazy("退回申请"), rules.manage_tranche, actions.refuse_tranche, form=ReasonForm, step="refuse"),
        _act("pay", gettext_lazy("拨付"), rules.pay_tranche, actions.pay_tranche, form=forms.PayForm, step="pay", is_primary=True,
             sentence=gettext_lazy("付款人不能是批准人。同一期只能拨付一次，台账永久记录。")),
        _act("void", gettext_lazy("撤销批准"), rules.pay_tranche, actions.void_tranche, form=ReasonForm, step="void"),
        _act("confirm", gettext_lazy("确认到账"), rules.confirm_tranche, actions.confirm_tranche, form=forms.ConfirmForm, step="confirm",
             is_primary=True),
        _act("hold", gettext_lazy("暂缓"), rules.manage_tranche, actions.hold_tranche, form=ReasonForm, step="hold"),
        _act("unhold", gettext_lazy("解除暂缓"), rules.manage_tranche, actions.unhold_tranche, form=NoteForm, step="unhold"),
        _act("cancel", gettext_lazy("取消本期"), rules.manage_tranche, actions.cancel_tranche, form=ReasonForm, step="cancel", is_danger=True,
             sentence=gettext_lazy("取消后本期经费退回专项资金，不能恢复。")),
    )  # fmt: skip

    def rows(self, user):
        return tranches_for(user)

    def heading(self, obj) -> str:
        return _("%(code)s 第%(stage)d期拨款") % {"code": obj.project.code, "stage": obj.stage}

    def lead(self, obj, user) -> str:
        return obj.project.title

    def crumbs(self, obj):
        return [
            (_("拨款批次"), reverse("funding:tranches")),
            (obj.project.code, reverse("funding:money", args=[obj.project.code])),
            (_("第%(stage)d期") % {"stage": obj.stage}, ""),
        ]

    def facts(self, obj, user) -> list:
        milestone = "—"
        if obj.milestone is not None:
            milestone = format_html(
                '<a href="{}">{}</a> · {}',
                obj.milestone.get_absolute_url(),
                obj.milestone.name,
                obj.milestone.get_state_display(),
            )
        return [
            (_("项目"), format_html('<a href="{}">{}</a>', obj.project.get_absolute_url(), obj.project)),
            (_("预算年度"), obj.year),
            (_("计划日期"), values.date(obj.planned_on)),
            (_("计划金额"), values.money(obj.planned_fen)),
            (_("拨款条件"), milestone if obj.milestone else _("任务书签订，任务和资金下达")),
            (_("收款单位"), obj.payee),
            (_("用款计划"), obj.usage_plan or "—"),
            (_("批准金额"), values.money(obj.approved_fen)),
            (_("下达文号"), obj.document_number or "—"),
            (_("拨款凭证号"), obj.voucher_number or "—"),
            (
                _("到账"),
                format_html("{}，{}", values.money(obj.received_fen), obj.received_on) if obj.received_on else "—",
            ),
            (
                _("条件豁免"),
                format_html('<a href="{}">{}</a>', obj.waiver.get_absolute_url(), obj.waiver.get_state_display())
                if obj.waiver
                else "—",
            ),
            *([(_("暂缓原因"), obj.hold_reason)] if obj.hold_reason else []),
            *([(_("取消原因"), obj.cancel_reason)] if obj.cancel_reason else []),
        ]

    def context(self, obj, user) -> dict:
        waits = obj.state in (T.PLANNED, T.DUE, T.REQUESTED)
        may_waive = obj.state in OPEN and allows(rules.propose_waiver, user, obj.project)
        return {
            "steps": _steps(obj),
            "gaps": gaps(obj, on=clock.today()) if waits else [],
            "transfers": obj.transfers.select_related("debit", "credit", "by__person").order_by("pk"),
            "waiver_url": reverse("funding:tranche-waiver", args=[obj.pk]) if may_waive else "",
        }


def _steps(obj: Tranche) -> list[Step]:
    dates = {
        T.REQUESTED: obj.requested_at,
        T.APPROVED: obj.approved_at,
        T.PAID: obj.paid_at,
        T.RECEIVED: obj.received_at,
    }
    place = PATH.index(obj.state) if obj.state in PATH else -1
    rows = []
    for number, state in enumerate(PATH):
        is_done = number < place or obj.state == T.RECEIVED
        kind = "done" if is_done else "current" if number == place else "todo"
        at = dates.get(state)
        rows.append(Step(T(state).label, kind, values.instant_text(at)[:10] if at and number <= place else ""))
    return rows


class ProposeTrancheWaiver(FormPage):
    title = gettext_lazy("提出拨款条件豁免")
    lead = gettext_lazy("豁免由另一人批准，只对本期拨款生效。")
    form = forms.TrancheWaiverForm
    submit = gettext_lazy("提出豁免")
    done = gettext_lazy("豁免已提出，待发布审核人批准。")

    def prepare(self, pk: int = 0) -> None:
        self.tranche = get_object_or_404(tranches_for(self.request.user), pk=pk)
        require(rules.propose_waiver, self.request.user, self.tranche.project)

    def extra(self) -> dict:
        return {"obj": self.tranche, "user": self.request.user}

    def run(self, user, **cleaned):
        return actions.propose_waiver(kind="TRANCHE_CONDITION", tranche=self.tranche, by=user, **cleaned)

    def back(self) -> str:
        return self.tranche.get_absolute_url()
