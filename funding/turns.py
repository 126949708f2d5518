"""Whose turn it is with tranches, waivers and expenditure reports."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from core.turns import Turn, department
from core.working_days import end_of_day
from funding.enums import ExpenditureState as E
from funding.enums import TrancheState as T
from funding.enums import WaiverState as W

UNIT, FINANCE, PUBLISHER = (Role.APPLICANT, Role.UNIT_ADMIN), (Role.FINANCE,), (Role.PUBLISHER,)


def _lead(tranche):
    return tranche.project.lead


def _office(tranche):
    return tranche.project.challenge.batch.programme.office


def _planned(tranche):
    return end_of_day(tranche.planned_on)


TURNS = {
    "funding.Tranche": {
        T.PLANNED: Turn(_("系统"), _("任务书签订或里程碑通过后转为可申请"), until=_planned),
        T.DUE: Turn(_("申报人或单位管理员"), _("填写用款计划，申请拨款"), unit=_lead, until=_planned, roles=UNIT),
        T.HELD: Turn(_("业务处室经办人"), _("核实后解除暂缓或取消"), unit=_office, roles=(Role.OFFICER,)),
        T.REQUESTED: Turn(_("发布审核人"), _("批准或退回申请"), unit=department, roles=PUBLISHER),
        T.APPROVED: Turn(_("财务人员"), _("拨付"), unit=department, roles=FINANCE),
        T.PAID: Turn(_("申报人或单位管理员"), _("确认到账"), unit=_lead, roles=UNIT),
    },
    "funding.Waiver": {
        W.PROPOSED: Turn(_("发布审核人"), _("批准或不予豁免（不能是提出人）"), unit=department, roles=PUBLISHER),
    },
    "funding.ExpenditureReport": {
        E.REPORTED: Turn(_("财务人员"), _("核实或退回"), unit=department, roles=FINANCE),
    },
}
