"""How consortia, memberships and bids move (domain 3.3, 3.4)."""

from django.utils.translation import gettext_lazy as _

from consortia.enums import BidState as B
from consortia.enums import ChangeState as H
from consortia.enums import ConsortiumState as C
from consortia.enums import MembershipState as M
from core.lifecycle import Lifecycle, Step

LEAD, OFFICER, CLOCK, ADMIN = _("牵头单位"), _("业务处室经办人"), _("系统"), _("牵头单位的单位管理员")

CONSORTIUM = Lifecycle(
    "consortia.Consortium",
    states=C,
    initial=C.DRAFT,
    tones={C.AGREED: "blue", C.FILED: "blue", C.RETURNED: "amber", C.REGISTERED: "green", C.SUSPENDED: "red"},
    steps=(
        Step("agree", _("签订组建协议"), (C.DRAFT, C.RETURNED), C.AGREED, stamp="agreed", who=LEAD, guard="3.3"),
        Step("file", _("提交备案"), (C.AGREED,), C.FILED, stamp="filed", who=LEAD, guard="R-CON-01…06"),
        Step("reopen", _("撤回修改"), (C.AGREED, C.FILED), C.DRAFT, who=LEAD),
        Step("return", _("退回补正"), (C.FILED,), C.RETURNED, who=OFFICER, guard="R-TIM-09"),
        Step("register", _("准予备案"), (C.FILED,), C.REGISTERED, stamp="registered", who=OFFICER),
        Step("change", _("变更备案"), (C.REGISTERED,), C.REGISTERED, who=OFFICER),
        Step("suspend", _("暂停备案"), (C.REGISTERED,), C.SUSPENDED, who=OFFICER),
        Step("resume", _("恢复备案"), (C.SUSPENDED,), C.REGISTERED, who=OFFICER),
        Step(
            "cancel",
            _("注销备案"),
            (C.DRAFT, C.AGREED, C.RETURNED, C.REGISTERED, C.SUSPENDED),
            C.CANCELLED,
            who=OFFICER,
        ),
        Step("expire", _("备案到期"), (C.REGISTERED,), C.EXPIRED, who=CLOCK, by_clock=True),
    ),
)

MEMBERSHIP = Lifecycle(
    "consortia.Membership",
    states=M,
    initial=M.INVITED,
    tones={M.INVITED: "blue", M.CONFIRMED: "green", M.JOINING: "blue", M.REFUSED: "red"},
    steps=(
        Step("confirm", _("确认加入"), (M.INVITED,), M.CONFIRMED, stamp="confirmed", who=_("成员单位的单位管理员")),
        Step(
            "join", _("确认加入（已备案）"), (M.INVITED,), M.JOINING, stamp="confirmed", who=_("成员单位的单位管理员")
        ),
        Step("admit", _("变更备案后加入"), (M.JOINING,), M.CONFIRMED, who=OFFICER),
        Step("refuse", _("拒绝加入"), (M.INVITED,), M.REFUSED, who=_("成员单位的单位管理员")),
        Step("reinvite", _("重新邀请"), (M.REFUSED, M.LEFT), M.INVITED, who=LEAD),
        Step("leave", _("退出"), (M.INVITED, M.CONFIRMED, M.JOINING), M.LEFT, who=_("成员单位或牵头单位")),
    ),
)

CHANGE = Lifecycle(
    "consortia.ConsortiumChange",
    states=H,
    initial=H.PROPOSED,
    tones={H.PROPOSED: "blue", H.RETURNED: "amber", H.APPROVED: "green"},
    steps=(
        Step("return", _("退回修改"), (H.PROPOSED,), H.RETURNED, who=OFFICER, guard="R-TIM-09"),
        Step("resubmit", _("重新提交"), (H.RETURNED,), H.PROPOSED, who=LEAD),
        Step("approve", _("准予变更"), (H.PROPOSED,), H.APPROVED, stamp="decided", who=OFFICER, guard="R-CON-01…06"),
        Step("withdraw", _("撤回变更申请"), (H.PROPOSED, H.RETURNED), H.WITHDRAWN, who=LEAD),
    ),
)

BID = Lifecycle(
    "consortia.Bid",
    states=B,
    initial=B.DRAFT,
    tones={
        B.DRAFT: "grey",
        B.UNIT_REVIEW: "blue",
        B.SUBMITTED: "green",
        B.OPENED: "blue",
        B.CORRECTING: "amber",
        B.ELIGIBLE: "green",
        B.INELIGIBLE: "red",
        B.IN_REVIEW: "blue",
        B.SCORED: "blue",
        B.RECOMMENDED: "green",
        B.RACE_RECOMMENDED: "red",
        B.PROPOSED: "amber",
        B.IN_NOTICE: "amber",
        B.AWARDED: "green",
    },
    steps=(
        Step("send_to_unit", _("送单位审核"), (B.DRAFT,), B.UNIT_REVIEW, who=_("申报人"), guard="3.4"),
        Step("return", _("退回修改"), (B.UNIT_REVIEW,), B.DRAFT, who=ADMIN),
        Step("submit", _("密封提交"), (B.UNIT_REVIEW,), B.SUBMITTED, stamp="submitted", who=ADMIN, guard="R-TIM-05"),
        Step("recall", _("撤回修改"), (B.SUBMITTED,), B.DRAFT, who=ADMIN, guard="C11"),
        Step("expire", _("逾期失效"), (B.DRAFT, B.UNIT_REVIEW), B.EXPIRED, who=CLOCK, by_clock=True, guard="C12"),
        Step(
            "withdraw",
            _("放弃揭榜"),
            (
                B.DRAFT,
                B.UNIT_REVIEW,
                B.SUBMITTED,
                B.OPENED,
                B.CORRECTING,
                B.ELIGIBLE,
                B.IN_REVIEW,
                B.SCORED,
                B.RECOMMENDED,
            )
            + (B.RACE_RECOMMENDED, B.PROPOSED, B.IN_NOTICE),
            B.WITHDRAWN,
            who=ADMIN,
        ),
        Step("open", _("开封"), (B.SUBMITTED,), B.OPENED, stamp="opened", who=_("两名开标人员")),
        Step("ask_correction", _("要求形式补正"), (B.OPENED,), B.CORRECTING, who=OFFICER, guard="R-TIM-09"),
        Step("correct", _("提交补正"), (B.CORRECTING,), B.OPENED, who=ADMIN),
        Step("correction_over", _("补正期满未补正"), (B.CORRECTING,), B.OPENED, who=CLOCK, by_clock=True),
        Step("pass_eligibility", _("资格审查通过"), (B.OPENED,), B.ELIGIBLE, who=OFFICER, guard="R-CON"),
        Step(
            "fail_eligibility",
            _("资格审查不通过"),
            (B.OPENED, B.CORRECTING),
            B.INELIGIBLE,
            who=OFFICER,
            guard="R-CON-08",
        ),
        Step("enter_review", _("进入评审"), (B.ELIGIBLE,), B.IN_REVIEW, who=OFFICER, guard="R-REV"),
        Step("finish_scoring", _("评分完成"), (B.IN_REVIEW,), B.SCORED, who=_("系统"), guard="R-REV-08"),
        Step("recommend", _("建议立项"), (B.SCORED,), B.RECOMMENDED, who=_("评审组"), guard="R-REV-09"),
        Step("recommend_race", _("建议赛马立项"), (B.SCORED,), B.RACE_RECOMMENDED, who=_("评审组"), guard="R-REV-09"),
        Step("not_recommend", _("不建议立项"), (B.SCORED,), B.NOT_RECOMMENDED, who=_("评审组")),
        Step(
            "propose",
            _("拟立项"),
            (B.RECOMMENDED, B.RACE_RECOMMENDED, B.NOT_RECOMMENDED),
            B.PROPOSED,
            who=_("厅务会"),
            guard="R-FUN-01",
        ),
        Step(
            "decline",
            _("不予立项"),
            (B.RECOMMENDED, B.RACE_RECOMMENDED, B.NOT_RECOMMENDED),
            B.REJECTED,
            who=_("厅务会"),
        ),
        Step("notify", _("进入公示"), (B.PROPOSED,), B.IN_NOTICE, who=_("发布审核人")),
        Step("award", _("立项"), (B.IN_NOTICE,), B.AWARDED, who=OFFICER, guard="3.5"),
        Step("reject", _("不予立项（异议成立）"), (B.PROPOSED, B.IN_NOTICE), B.REJECTED, who=OFFICER, guard="3.5"),
    ),
)
