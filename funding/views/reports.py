"""Waivers, expenditure reports and local rewards."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values
from funding import actions, forms, rules
from funding.filters import ExpenditureFilter, RewardFilter, WaiverFilter
from funding.models import ExpenditureReport, LocalReward, Waiver
from funding.queries.access import reports_for, waivers_for
from funding.queries.conditions import MILESTONE, SELF_FUNDING
from projects.forms.plain import NoteForm, ReasonForm

CONDITION_LABELS = {MILESTONE: gettext_lazy("里程碑考核通过"), SELF_FUNDING: gettext_lazy("自筹资金到位")}


class WaiverList(ListPage):
    rule = rules.view_ledger
    title = gettext_lazy("豁免")
    lead = gettext_lazy("“原则上”的例外：写明理由和数据，由另一人批准，公开可查。")
    template_name = "funding/waiver_list.html"
    filterset = WaiverFilter
    unit = gettext_lazy("项")

    def rows(self, user):
        return waivers_for(user)


class WaiverPage(ObjectPage):
    model = Waiver
    rule = rules.view_ledger
    acts = (
        Act(
            "approve", gettext_lazy("批准豁免"), rules.decide_waiver,
            lambda *, obj, by, **cleaned: actions.decide_waiver(waiver=obj, is_approved=True, by=by, **cleaned),
            form=forms.WaiverDecisionForm, step="approve", is_primary=True,
        ),
        Act(
            "reject", gettext_lazy("不予豁免"), rules.decide_waiver,
            lambda *, obj, by, note: actions.decide_waiver(waiver=obj, is_approved=False, note=note, by=by),
            form=NoteForm, step="reject",
        ),
    )  # fmt: skip

    def rows(self, user):
        return waivers_for(user)

    def crumbs(self, obj):
        return [(_("豁免"), reverse("funding:waivers")), (str(obj), "")]

    def facts(self, obj, user) -> list:
        figures = obj.figures
        found = [(_("事项"), obj.get_kind_display())]
        if obj.bid_id:
            url = reverse("funding:bid", args=[obj.bid_id])
            found.append((_("揭榜方案"), format_html('<a href="{}">{}</a>', url, obj.bid.title or obj.bid.number)))
        else:
            url = reverse("funding:tranche", args=[figures["tranche"]])
            words = _("%(project)s 第%(stage)s期") % {"project": obj.project, "stage": figures["stage"]}
            found.append((_("拨款批次"), format_html('<a href="{}">{}</a>', url, words)))
            found.append((_("豁免的条件"), "、".join(str(CONDITION_LABELS[name]) for name in figures["conditions"])))
            found.append((_("自筹应到位"), values.money(figures["self_required_fen"])))
            found.append((_("自筹已到位"), values.money(figures["self_received_fen"])))
        if "fiscal_fen" in figures:
            found += [
                (_("财政经费"), values.money(figures["fiscal_fen"])),
                (_("企业自筹"), values.money(figures["self_fen"])),
                (_("自筹与财政之比"), values.ratio(figures["self_fen"], figures["fiscal_fen"], floor=2)),
            ]
        return [
            *found,
            (_("理由"), obj.reason),
            (_("提出人"), obj.created_by),
            (_("批准意见"), obj.decision_note or "—"),
            (_("决议"), obj.resolution or "—"),
            (_("批准人"), obj.decided_by or "—"),
        ]


class ExpenditureList(ListPage):
    title = gettext_lazy("支出报告")
    lead = gettext_lazy("经费使用由单位自主安排，按期如实填报；财务核实，不逐笔审批。")
    template_name = "funding/expenditure_list.html"
    filterset = ExpenditureFilter
    default_sort = ("-period_to", "-pk")
    unit = gettext_lazy("份")

    def rows(self, user):
        return reports_for(user).prefetch_related("lines")


class ExpenditurePage(ObjectPage):
    model = ExpenditureReport
    template_name = "funding/expenditure.html"
    acts = (
        Act(
            "verify", gettext_lazy("核实"), rules.verify_expenditure,
            lambda *, obj, by: actions.verify_expenditure(report=obj, by=by), step="verify", is_primary=True,
        ),
        Act(
            "return", gettext_lazy("退回"), rules.verify_expenditure,
            lambda *, obj, by, reason: actions.return_expenditure(report=obj, reason=reason, by=by),
            form=ReasonForm, step="return",
        ),
    )  # fmt: skip

    def rows(self, user):
        return reports_for(user)

    def crumbs(self, obj):
        return [(_("支出报告"), reverse("funding:expenditures")), (str(obj), "")]

    def facts(self, obj, user) -> list:
        return [
            (
                _("项目"),
                format_html('<a href="{}">{}</a>', reverse("funding:money", args=[obj.project.code]), obj.project),
            ),
            (_("单位"), obj.organization),
            (_("期间"), _("%(from)s 至 %(to)s") % {"from": obj.period_from, "to": obj.period_to}),
            (_("合计"), values.money(sum(line.amount_fen for line in obj.lines.all()))),
            (_("说明"), obj.note or "—"),
            (_("填报时间"), values.instant(obj.created_at)),
        ]

    def context(self, obj, user) -> dict:
        return {"rows": obj.lines.order_by("source", "category")}


class RewardList(ListPage):
    rule = rules.view_ledger
    title = gettext_lazy("地方奖励")
    lead = gettext_lazy("盟市、旗县给予揭榜单位的奖励，不计入财政科技经费台账。")
    template_name = "funding/reward_list.html"
    filterset = RewardFilter
    unit = gettext_lazy("项")

    def rows(self, user):
        return LocalReward.objects.select_related("division", "receiver", "project").prefetch_related("items")

    def context(self, user) -> dict:
        return {"new_url": reverse("funding:new-reward") if allows(rules.record_local_reward, user) else ""}


class RecordReward(FormPage):
    rule = rules.record_local_reward
    title = gettext_lazy("登记地方奖励")
    form = forms.RewardForm
    submit = gettext_lazy("登记")
    done = gettext_lazy("地方奖励已登记。")

    def run(self, user, **cleaned):
        return actions.record_local_reward(by=user, **cleaned)

    def back(self) -> str:
        return reverse("funding:rewards")
