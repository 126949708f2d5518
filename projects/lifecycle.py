"""How projects, agreements, milestones, races and changes move (domain 3.6, 3.7)."""

from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle, Step
from projects.enums import AgreementState as A
from projects.enums import ChangeState as H
from projects.enums import LaneState as L
from projects.enums import MilestoneState as M
from projects.enums import ProjectState as P
from projects.enums import RaceState as R
from projects.enums import RoundState as D

LEAD, OFFICER, CLOCK = _("牵头单位"), _("业务处室经办人"), _("系统")

PROJECT = Lifecycle(
    "projects.Project",
    states=P,
    initial=P.AWARDED,
    tones={
        P.AWARDED: "amber",
        P.SIGNED: "blue",
        P.IN_PROGRESS: "green",
        P.SUSPENDED: "amber",
        P.TERMINATED: "red",
        P.ACCEPTANCE: "blue",
        P.USER_EVALUATED: "blue",
        P.RECTIFYING: "amber",
        P.ACCEPTED: "green",
        P.FAILED: "red",
    },
    steps=(
        Step("sign", _("签订任务书"), (P.AWARDED,), P.SIGNED, stamp="signed", who=_("牵头单位与科技厅"), guard="3.6"),
        Step("lapse", _("逾期未签失效"), (P.AWARDED,), P.LAPSED, who=_("系统提出、经办人确认"), guard="R-TIM-07"),
        Step("start", _("下达任务与资金"), (P.SIGNED,), P.IN_PROGRESS, stamp="started", who=OFFICER, guard="S52"),
        Step("extend", _("延期"), (P.IN_PROGRESS,), P.IN_PROGRESS, who=OFFICER, guard="R-TIM-10"),
        Step("suspend", _("暂停"), (P.IN_PROGRESS,), P.SUSPENDED, who=OFFICER),
        Step("resume", _("恢复"), (P.SUSPENDED,), P.IN_PROGRESS, who=OFFICER),
        Step(
            "terminate",
            _("终止"),
            (P.IN_PROGRESS, P.SUSPENDED, P.SIGNED),
            P.TERMINATED,
            stamp="terminated",
            who=OFFICER,
            guard="S84",
        ),
        Step("settle", _("清算"), (P.TERMINATED,), P.SETTLED, stamp="settled", who=_("财务人员"), guard="R-RAC-05"),
        Step(
            "apply_acceptance", _("申请验收"), (P.IN_PROGRESS, P.RECTIFYING), P.ACCEPTANCE, who=LEAD, guard="R-SEC-12"
        ),
        Step("evaluate", _("发榜用户评价"), (P.ACCEPTANCE,), P.USER_EVALUATED, who=_("发榜用户"), guard="S41"),
        Step("accept", _("通过验收"), (P.USER_EVALUATED,), P.ACCEPTED, stamp="concluded", who=OFFICER, guard="S41"),
        Step("conclude", _("结题"), (P.USER_EVALUATED,), P.CONCLUDED, stamp="concluded", who=OFFICER),
        Step("fail", _("不通过验收"), (P.USER_EVALUATED,), P.FAILED, stamp="concluded", who=OFFICER),
        Step("rectify", _("限期整改"), (P.USER_EVALUATED,), P.RECTIFYING, who=OFFICER),
        Step("close", _("归档"), (P.ACCEPTED, P.CONCLUDED, P.FAILED, P.SETTLED), P.CLOSED, who=OFFICER, guard="S77"),
    ),
)

TASK_AGREEMENT = Lifecycle(
    "projects.TaskAgreement",
    states=A,
    initial=A.DRAFT,
    tones={A.UNIT_SIGNED: "blue", A.SIGNED: "green", A.LAPSED: "red"},
    steps=(
        Step("sign_by_unit", _("牵头单位签署"), (A.DRAFT,), A.UNIT_SIGNED, stamp="unit_signed", who=_("单位管理员")),
        Step("return", _("退回修改"), (A.UNIT_SIGNED,), A.DRAFT, who=OFFICER),
        Step(
            "sign_by_department",
            _("科技厅签署"),
            (A.UNIT_SIGNED,),
            A.SIGNED,
            stamp="department_signed",
            who=_("发布审核人"),
        ),
        Step("replace", _("变更替代"), (A.SIGNED,), A.REPLACED, who=OFFICER),
        Step("lapse", _("失效"), (A.DRAFT, A.UNIT_SIGNED), A.LAPSED, who=CLOCK),
    ),
)

MILESTONE = Lifecycle(
    "projects.Milestone",
    states=M,
    initial=M.PLANNED,
    tones={
        M.DUE: "blue",
        M.OVERDUE: "red",
        M.SUBMITTED: "blue",
        M.RECTIFYING: "amber",
        M.PASSED: "green",
        M.FAILED: "red",
    },
    steps=(
        Step("fall_due", _("到期待报告"), (M.PLANNED,), M.DUE, who=CLOCK, by_clock=True),
        Step("fall_overdue", _("逾期"), (M.DUE,), M.OVERDUE, who=CLOCK, by_clock=True),
        Step(
            "report",
            _("提交报告"),
            (M.PLANNED, M.DUE, M.OVERDUE, M.RECTIFYING),
            M.SUBMITTED,
            stamp="reported",
            who=LEAD,
        ),
        Step("pass", _("考核通过"), (M.SUBMITTED,), M.PASSED, stamp="assessed", who=OFFICER, guard="S85"),
        Step("rectify", _("限期整改"), (M.SUBMITTED,), M.RECTIFYING, who=OFFICER),
        Step("fail", _("考核不通过"), (M.SUBMITTED, M.OVERDUE), M.FAILED, stamp="assessed", who=OFFICER),
        Step("revoke", _("撤销考核结论"), (M.PASSED,), M.SUBMITTED, who=OFFICER),
        Step("cancel", _("取消"), (M.PLANNED, M.DUE, M.OVERDUE, M.SUBMITTED, M.RECTIFYING), M.CANCELLED, who=OFFICER),
    ),
)

RACE = Lifecycle(
    "projects.Race",
    states=R,
    initial=R.RUNNING,
    tones={R.RUNNING: "green", R.NARROWED: "amber"},
    steps=(
        Step("narrow", _("决出"), (R.RUNNING,), R.NARROWED, who=OFFICER),
        Step("merge", _("合并"), (R.RUNNING,), R.MERGED, who=_("联席会议"), guard="R-RAC-04"),
        Step("end", _("结束"), (R.RUNNING, R.NARROWED, R.MERGED), R.ENDED, who=CLOCK),
    ),
)

LANE = Lifecycle(
    "projects.Lane",
    states=L,
    initial=L.RUNNING,
    tones={L.RUNNING: "green", L.PROPOSED_OUT: "amber", L.WON: "green"},
    steps=(
        Step("propose_out", _("建议淘汰"), (L.RUNNING,), L.PROPOSED_OUT, who=CLOCK, by_clock=True, guard="S84"),
        Step("keep", _("保留"), (L.PROPOSED_OUT,), L.RUNNING, who=_("联席会议")),
        Step(
            "eliminate",
            _("淘汰"),
            (L.RUNNING, L.PROPOSED_OUT),
            L.ELIMINATED,
            stamp="eliminated",
            who=_("联席会议或系统"),
            guard="R-RAC-05",
        ),
        Step("merge", _("并入"), (L.RUNNING,), L.MERGED, who=_("联席会议"), guard="R-RAC-04"),
        Step("win", _("胜出"), (L.RUNNING,), L.WON, who=OFFICER),
    ),
)

RACE_ROUND = Lifecycle(
    "projects.RaceRound",
    states=D,
    initial=D.PLANNED,
    tones={D.OPEN: "blue", D.COMPUTED: "amber", D.DECIDED: "green"},
    steps=(
        Step("open", _("开启考核"), (D.PLANNED,), D.OPEN, who=CLOCK, by_clock=True),
        Step("compute", _("计算名次"), (D.OPEN,), D.COMPUTED, stamp="computed", who=CLOCK, by_clock=True),
        Step(
            "decide",
            _("作出决定"),
            (D.COMPUTED,),
            D.DECIDED,
            stamp="decided",
            who=_("联席会议或系统"),
            guard="R-RAC-03",
        ),
        Step("cancel", _("取消"), (D.PLANNED, D.OPEN), D.CANCELLED, who=OFFICER),
    ),
)

CHANGE_REQUEST = Lifecycle(
    "projects.ChangeRequest",
    states=H,
    initial=H.SUBMITTED,
    tones={H.SUBMITTED: "blue", H.APPROVED: "green", H.RECORDED: "green", H.REJECTED: "red"},
    steps=(
        Step("approve", _("同意"), (H.SUBMITTED,), H.APPROVED, stamp="decided", who=OFFICER, guard="3.7"),
        Step(
            "record", _("备案"), (H.SUBMITTED,), H.RECORDED, stamp="decided", who=_("首席科学家或负责人"), guard="S34"
        ),
        Step("reject", _("不同意"), (H.SUBMITTED,), H.REJECTED, stamp="decided", who=OFFICER),
    ),
)
