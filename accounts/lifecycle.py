"""How an organization and an integrity record move."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import IntegrityState as I
from accounts.enums import OrganizationState as O
from core.lifecycle import Lifecycle, Step

ORGANIZATION = Lifecycle(
    "accounts.Organization",
    states=O,
    initial=O.PENDING,
    tones={O.PENDING: "blue", O.RETURNED: "amber", O.ACTIVE: "green", O.SUSPENDED: "red"},
    steps=(
        Step(
            "approve", _("审核通过"), (O.PENDING,), O.ACTIVE, stamp="approved", who=_("归口管理部门"), guard="R-ROL-01"
        ),
        Step("return", _("退回修改"), (O.PENDING,), O.RETURNED, who=_("归口管理部门"), guard="R-TIM-09"),
        Step("resubmit", _("重新提交"), (O.RETURNED,), O.PENDING, who=_("单位管理员")),
        Step("suspend", _("停用"), (O.ACTIVE,), O.SUSPENDED, who=_("系统管理员")),
        Step("resume", _("恢复"), (O.SUSPENDED,), O.ACTIVE, who=_("系统管理员")),
    ),
)

INTEGRITY_RECORD = Lifecycle(
    "accounts.IntegrityRecord",
    states=I,
    initial=I.REPORTED,
    tones={I.REPORTED: "blue", I.INVESTIGATING: "blue", I.IN_FORCE: "red", I.DISMISSED: "grey"},
    steps=(
        Step("investigate", _("立案调查"), (I.REPORTED,), I.INVESTIGATING, who=_("监督人员")),
        Step("dismiss", _("不予认定"), (I.INVESTIGATING,), I.DISMISSED, stamp="decided", who=_("监督人员")),
        Step("punish", _("认定失信"), (I.INVESTIGATING,), I.IN_FORCE, stamp="decided", who=_("监督人员"), guard="3.8"),
        Step("expire", _("惩戒期满"), (I.IN_FORCE,), I.EXPIRED, by_clock=True, who=_("系统")),
        Step("repair", _("信用修复"), (I.IN_FORCE,), I.REPAIRED, who=_("监督人员")),
    ),
)
