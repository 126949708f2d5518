"""Whose turn it is with registrations and integrity records."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import IntegrityState as I
from accounts.enums import OrganizationState as O
from accounts.enums import Role
from core.turns import Turn, rest


def _bureau(organization):
    return organization.supervising_division or _("科技厅")


TURNS = {
    "accounts.Organization": {
        O.PENDING: Turn(_("归口管理部门"), _("审核单位注册"), unit=_bureau, roles=(Role.OFFICER, Role.PREFECTURE)),
        O.RETURNED: Turn(
            _("单位管理员"), _("按退回意见补正后重新提交"), unit=lambda row: row, roles=(Role.UNIT_ADMIN,)
        ),
        O.ACTIVE: rest(_("注册已通过。")),
        O.SUSPENDED: Turn(_("系统管理员"), _("核实后恢复"), roles=(Role.SYSADMIN,)),
    },
    "accounts.IntegrityRecord": {
        I.REPORTED: Turn(_("监督人员"), _("决定是否立案调查"), roles=(Role.SUPERVISOR,)),
        I.INVESTIGATING: Turn(_("监督人员"), _("作出认定"), roles=(Role.SUPERVISOR,)),
        I.IN_FORCE: rest(_("惩戒期内；期满自动解除，也可申请信用修复。")),
    },
}
