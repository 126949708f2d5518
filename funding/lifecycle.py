"""How tranches, waivers and expenditure reports move (domain 3.6)."""

from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle, Step
from funding.enums import ExpenditureState as E
from funding.enums import TrancheState as T
from funding.enums import WaiverState as W

OFFICER, FINANCE, LEAD, CLOCK = _("业务处室经办人"), _("财务人员"), _("牵头单位"), _("系统")

TRANCHE = Lifecycle(
    "funding.Tranche",
    states=T,
    initial=T.PLANNED,
    tones={
        T.DUE: "blue",
        T.HELD: "amber",
        T.REQUESTED: "blue",
        T.APPROVED: "blue",
        T.PAID: "green",
        T.RECEIVED: "green",
    },
    steps=(
        Step("fall_due", _("具备申请条件"), (T.PLANNED,), T.DUE, who=CLOCK, by_clock=True, guard="S68"),
        Step("hold", _("暂缓"), (T.PLANNED, T.DUE, T.REQUESTED), T.HELD, stamp="held", who=CLOCK, guard="S84"),
        Step("unhold", _("解除暂缓"), (T.HELD,), T.PLANNED, who=OFFICER),
        Step("request", _("申请拨款"), (T.DUE,), T.REQUESTED, stamp="requested", who=LEAD, guard="R-FUN-07"),
        Step("refuse", _("退回申请"), (T.REQUESTED,), T.DUE, who=OFFICER),
        Step(
            "approve",
            _("批准拨款"),
            (T.REQUESTED,),
            T.APPROVED,
            stamp="approved",
            who=_("发布审核人"),
            guard="R-FUN-07",
        ),
        Step("void", _("撤销批准"), (T.APPROVED,), T.DUE, who=FINANCE),
        Step("pay", _("拨付"), (T.APPROVED,), T.PAID, stamp="paid", who=FINANCE, guard="R-FUN-16"),
        Step("confirm", _("确认到账"), (T.PAID,), T.RECEIVED, stamp="received", who=LEAD),
        Step(
            "cancel",
            _("取消"),
            (T.PLANNED, T.DUE, T.HELD, T.REQUESTED, T.APPROVED),
            T.CANCELLED,
            stamp="cancelled",
            who=OFFICER,
            guard="R-RAC-05",
        ),
    ),
)

WAIVER = Lifecycle(
    "funding.Waiver",
    states=W,
    initial=W.PROPOSED,
    tones={W.PROPOSED: "blue", W.APPROVED: "amber", W.REJECTED: "red"},
    steps=(
        Step(
            "approve", _("批准豁免"), (W.PROPOSED,), W.APPROVED, stamp="decided", who=_("发布审核人"), guard="R-ROL-06"
        ),
        Step("reject", _("不予豁免"), (W.PROPOSED,), W.REJECTED, stamp="decided", who=_("发布审核人")),
    ),
)

EXPENDITURE_REPORT = Lifecycle(
    "funding.ExpenditureReport",
    states=E,
    initial=E.REPORTED,
    tones={E.REPORTED: "blue", E.VERIFIED: "green", E.RETURNED: "amber"},
    steps=(
        Step("verify", _("核实"), (E.REPORTED,), E.VERIFIED, stamp="verified", who=FINANCE),
        Step("return", _("退回"), (E.REPORTED,), E.RETURNED, who=FINANCE),
    ),
)
