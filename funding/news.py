"""Who hears what of tranches, waivers and expenditure reports."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.news import account, everybody, unit
from core.news import News

LEAD = _("牵头单位")
_lead = unit("project.lead")

NEWS = [
    News("funding.Tranche", ("fall_due",), LEAD),
    News(
        "funding.Tranche", ("request",), _("发布审核人"), everybody(Role.PUBLISHER),
        _("项目 %(obj.project.code)s 第%(obj.stage)d期拨款待批准"),
    ),
    News(
        "funding.Tranche", ("approve",), _("财务人员"), everybody(Role.FINANCE),
        _("项目 %(obj.project.code)s 第%(obj.stage)d期拨款待拨付"),
    ),
    News(
        "funding.Tranche", ("hold", "unhold", "refuse", "approve", "void", "pay", "cancel"), LEAD, _lead,
        _("项目 %(obj.project.code)s 第%(obj.stage)d期拨款：%(step)s（%(state)s）"),
    ),
    News(
        "funding.ExpenditureReport", ("verify", "return"), _("填报单位"), unit("organization"),
        _("项目 %(obj.project.code)s 的支出报告：%(state)s"),
    ),
    News(
        "funding.Waiver", ("approve", "reject"), _("提出人"), account("created_by"), _("%(obj)s：%(state)s"),
    ),
]  # fmt: skip
