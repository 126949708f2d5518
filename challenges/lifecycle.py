"""How batches, needs, challenges, sittings, notices and objections move (domain 3.1, 3.2, 3.5)."""

from django.utils.translation import gettext_lazy as _

from challenges.enums import BatchState as B
from challenges.enums import ChallengeState as C
from challenges.enums import NeedState as N
from challenges.enums import NoticeState as P
from challenges.enums import ObjectionState as O
from challenges.enums import SittingState as S
from core.lifecycle import Lifecycle, Step

OFFICER, PUBLISHER, CLOCK, SUPERVISOR = _("业务处室经办人"), _("发布审核人"), _("系统"), _("监督人员")

#: 流榜: nobody bid; all who bid were ineligible or gave up after the opening; nobody was awarded.
FAILED = (C.UNCLAIMED, C.UNQUALIFIED, C.UNAWARDED)

BATCH = Lifecycle(
    "challenges.Batch",
    states=B,
    initial=B.DRAFTING,
    tones={B.OPEN: "green", B.PUBLISHED: "blue", B.CLOSED: "amber"},
    steps=(
        Step("publish", _("发布批次"), (B.DRAFTING,), B.PUBLISHED, stamp="published", who=PUBLISHER, guard="R-ROL-06"),
        Step("open", _("开放揭榜"), (B.PUBLISHED,), B.OPEN, who=CLOCK, by_clock=True),
        Step("close", _("揭榜截止"), (B.OPEN,), B.CLOSED, who=CLOCK, by_clock=True),
        Step("finish", _("办结"), (B.CLOSED,), B.FINISHED, who=OFFICER),
    ),
)

NEED = Lifecycle(
    "challenges.Need",
    states=N,
    initial=N.DRAFT,
    tones={N.SUBMITTED: "blue", N.FORWARDED: "blue", N.RETURNED: "amber", N.ACCEPTED: "green", N.MERGED: "green"},
    steps=(
        Step("submit", _("提交需求"), (N.DRAFT, N.RETURNED), N.SUBMITTED, stamp="submitted", who=_("申报人")),
        Step("forward", _("盟市推荐"), (N.SUBMITTED,), N.FORWARDED, who=_("盟市科技局人员")),
        Step("return", _("退回补正"), (N.SUBMITTED, N.FORWARDED), N.RETURNED, guard="R-TIM-09"),
        Step("accept", _("受理"), (N.SUBMITTED, N.FORWARDED), N.ACCEPTED, stamp="decided", who=OFFICER),
        Step("reject", _("不予采纳"), (N.SUBMITTED, N.FORWARDED), N.REJECTED, stamp="decided", who=OFFICER),
        Step("merge", _("凝练入榜"), (N.ACCEPTED, N.POOLED), N.MERGED, who=OFFICER, guard="S06"),
        Step("pool", _("入库待用"), (N.ACCEPTED,), N.POOLED, who=OFFICER, guard="S14"),
        Step(
            "withdraw", _("撤回需求"), (N.DRAFT, N.SUBMITTED, N.FORWARDED, N.RETURNED), N.WITHDRAWN, who=_("提出单位")
        ),
    ),
)

CHALLENGE = Lifecycle(
    "challenges.Challenge",
    states=C,
    initial=C.DRAFTING,
    tones={
        C.OPEN: "green",
        C.PUBLISHED: "blue",
        C.CLOSED: "blue",
        C.UNDER_REVIEW: "blue",
        C.IN_NOTICE: "amber",
        C.AWARDED: "green",
        C.RACING: "red",
        C.WITHDRAWN: "red",
        C.REFINING: "amber",
        C.APPROVED: "blue",
    },
    steps=(
        Step("refine", _("开始凝练"), (C.DRAFTING,), C.REFINING, who=OFFICER, guard="3.2"),
        Step("approve", _("审定榜单"), (C.REFINING,), C.APPROVED, stamp="approved", who=_("联席会议"), guard="S09"),
        Step("reopen_refining", _("退回凝练"), (C.APPROVED,), C.REFINING, who=OFFICER),
        Step("publish", _("发布榜单"), (C.APPROVED,), C.PUBLISHED, stamp="published", who=PUBLISHER, guard="R-ROL-06"),
        Step("open", _("开放揭榜"), (C.PUBLISHED,), C.OPEN, who=CLOCK, by_clock=True),
        Step("extend", _("延长揭榜期限"), (C.OPEN,), C.OPEN, who=PUBLISHER, guard="R-TIM-01"),
        Step("withdraw", _("撤榜"), (C.PUBLISHED, C.OPEN), C.WITHDRAWN, who=_("联席会议")),
        Step("close", _("揭榜截止"), (C.OPEN,), C.CLOSED, stamp="closed", who=CLOCK, by_clock=True),
        Step("unclaimed", _("无人揭榜流榜"), (C.CLOSED,), C.UNCLAIMED, who=OFFICER),
        Step("unqualified", _("无合格方案流榜"), (C.CLOSED,), C.UNQUALIFIED, who=OFFICER, guard="3.2"),
        Step("review", _("进入评审"), (C.CLOSED,), C.UNDER_REVIEW, who=OFFICER),
        Step("notify", _("进入公示"), (C.UNDER_REVIEW,), C.IN_NOTICE, who=PUBLISHER),
        Step("award", _("立项"), (C.IN_NOTICE, C.UNDER_REVIEW), C.AWARDED, who=_("厅务会")),
        Step("race", _("赛马立项"), (C.IN_NOTICE, C.UNDER_REVIEW), C.RACING, who=_("厅务会"), guard="R-RAC-01"),
        Step("fail", _("未立项流榜"), (C.CLOSED, C.UNDER_REVIEW, C.IN_NOTICE), C.UNAWARDED, who=_("厅务会")),
    ),
)

SITTING = Lifecycle(
    "challenges.Sitting",
    states=S,
    initial=S.PLANNED,
    tones={S.PLANNED: "blue", S.HELD: "green"},
    steps=(
        Step("hold", _("记录召开"), (S.PLANNED,), S.HELD, stamp="held", who=OFFICER),
        Step("cancel", _("取消会议"), (S.PLANNED,), S.CANCELLED, who=OFFICER),
    ),
)

PUBLIC_NOTICE = Lifecycle(
    "challenges.PublicNotice",
    states=P,
    initial=P.DRAFT,
    tones={P.PUBLISHED: "amber", P.ENDED: "green"},
    steps=(
        Step("publish", _("发布公示"), (P.DRAFT,), P.PUBLISHED, stamp="published", who=PUBLISHER, guard="R-ROL-06"),
        Step("correct", _("更正后重新公示"), (P.PUBLISHED,), P.CORRECTED, who=PUBLISHER, guard="R-TIM-02"),
        Step("end", _("公示期满"), (P.PUBLISHED,), P.ENDED, who=CLOCK, by_clock=True, guard="R-TIM-02"),
    ),
)

OBJECTION = Lifecycle(
    "challenges.Objection",
    states=O,
    initial=O.RECEIVED,
    tones={O.RECEIVED: "blue", O.ACCEPTED: "amber", O.UPHELD: "red", O.DISMISSED: "grey"},
    steps=(
        Step("accept", _("受理异议"), (O.RECEIVED,), O.ACCEPTED, stamp="admitted", who=SUPERVISOR),
        Step("reject", _("不予受理"), (O.RECEIVED,), O.REJECTED, stamp="admitted", who=SUPERVISOR),
        Step("uphold", _("异议成立"), (O.ACCEPTED,), O.UPHELD, stamp="settled", who=SUPERVISOR),
        Step("dismiss", _("异议不成立"), (O.ACCEPTED,), O.DISMISSED, stamp="settled", who=SUPERVISOR),
    ),
)
