"""From the panel's report to the archive: decision, notice, award, agreement, money, milestones, acceptance."""

from datetime import datetime, time, timedelta

from django.urls import reverse

from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.models import Objection, PublicNotice, Resolution
from consortia.models import Bid
from core import clock
from funding import actions
from funding.models import Tranche
from projects import actions as project_actions
from projects.forms.plain import indicator_label
from projects.models import Milestone, Project, TaskAgreement
from tests.browser.from_need import resolved
from tests.browser.person import Person
from tests.stories import funding as stories

WAN = 1_000_000  # fen of one 万元
SWEEPS = (
    challenge_actions.end_due_notices,
    actions.award_due,
    actions.fall_due_tranches,
    project_actions.fall_due_milestones,
)


def sweep() -> None:
    """What beat would have done by now."""
    for one in SWEEPS:
        one(by=system_user())


def decided(visit, bids: list[Bid]) -> None:
    """The sitting awards the first bid and declines the others."""
    officer = visit("officer")
    resolved(visit, "审定拟立项项目", "立项")
    resolution = Resolution.objects.get(kind="AWARD")
    for number, bid in enumerate(bids):
        values = {"会议决议": resolution.number, "决定": "不予立项" if number else "立项"}
        if not number:
            values |= {"财政经费": "400", "企业自筹": "1000"}
        officer.go(reverse("funding:decide", args=[bid.pk])).save(values)


def noticed(visit, bid: Bid) -> PublicNotice:
    """Drafted by the officer, published by somebody else; everybody may read it."""
    batch = bid.challenge.batch
    visit("officer").go(reverse("funding:draft-notice", args=[batch.pk])).save(
        {"公示标题": "关于拟立项项目的公示", "正文": "经专家评审和会议研究，现予以公示。"}
    )
    notice = PublicNotice.objects.get(kind="PROPOSED_AWARD")
    visit("publisher").go(reverse("funding:notice", args=[notice.pk])).act("发布公示")
    notice.refresh_from_db()
    visit().go(notice).reads("关于拟立项项目的公示", bid.title)
    return notice


def objected(visit, notice: PublicNotice) -> None:
    """A visitor objects under his own name; supervision admits and dismisses it; the office never learns who it was."""
    visitor, supervisor = visit(), visit("supervisor")
    visitor.go(notice).click("提出异议")
    visitor.save(
        {
            "针对的条目": notice.items.get().project_title, "以谁的名义": "个人", "真实姓名或单位全称": "赵敏",
            "联系电话或通信地址": "呼和浩特市示例路1号", "异议内容、事实和理由": "该项目内容与已有项目重复。",
        }
    )  # fmt: skip
    objection = Objection.objects.get()
    visitor.reads(objection.number)
    supervisor.go("/desk/")
    supervisor.act("受理决定", {"决定": "受理", "意见": "材料齐全。"}, on=objection)
    supervisor.act(
        "办结异议", {"结论": "异议不成立", "核查意见（内部）": "经核查不重复。", "答复": "经核查，异议不成立。"}
    )
    officer = visit("officer")
    officer.expected = {403, 404}
    assert officer.page.goto(officer.address + objection.get_absolute_url()).status in officer.expected
    officer.expected = set()


def awarded(visit, notice: PublicNotice, bid: Bid) -> Project:
    """The notice ends and the clock awards; both sides sign the agreement; the office issues."""
    notice.refresh_from_db()
    clock.move(to=notice.ends_at + timedelta(hours=9))
    sweep()
    project = Project.objects.get(bid=bid)
    visit("applicant").act("起草任务书", on=project)
    agreement = TaskAgreement.objects.get(project=project)
    visit("unitadmin").act("代表牵头单位签署", on=agreement)
    visit("publisher").act("代表科技厅签署", on=agreement)
    visit("officer").act(
        "下达任务与资金", {"下达任务文号": "内科发农字〔2022〕8号", "下达资金文号": "内财教〔2022〕88号"}, on=project
    )
    project.refresh_from_db()
    assert project.state == "IN_PROGRESS"
    return project


def paid(visit, project: Project, stage: int) -> Tranche:
    """Asked for by the lead, approved, paid and confirmed by three different people."""
    sweep()
    tranche = stories.stage(project, stage)
    applicant = visit("applicant")
    applicant.act("申请拨款", {"用款计划": "用于种质筛选与试验。"}, on=tranche)
    visit("publisher").act("批准拨款", {"下达文号": f"内财教〔2022〕{stage}号"}, on=tranche)
    visit("finance").act("拨付", {"拨款凭证号": f"PZ-{project.code}-{stage}"}, on=tranche)
    applicant.act("确认到账", {"到账日期": clock.today()}, on=tranche)
    tranche.refresh_from_db()
    assert tranche.state == "RECEIVED"
    return tranche


def self_funded(visit, project: Project) -> None:
    visit("applicant").go(reverse("funding:money", args=[project.code])).act(
        "填报资金到位",
        {"资金来源": "自筹", "到位金额": project.self_total_fen // WAN, "到位日期": clock.today(), "凭证号或说明": "银行回单"},
    )  # fmt: skip


def node_passed(visit, milestone: Milestone) -> None:
    """The day comes, the lead reports each indicator, the office verifies and passes it."""
    due = datetime.combine(milestone.due_on, time(9), tzinfo=clock.BEIJING)
    if clock.now() < due:
        clock.move(to=due)
    sweep()
    report: dict = {"进展报告": "按期完成。"}
    names = []
    for row in milestone.targets.select_related("indicator"):
        one = row.indicator
        names.append(one.name)
        report[f"{one.name}（{one.unit}）" if one.unit else one.name] = f"{row.target.normalize():f}"
        report[f"“{one.name}”的佐证"] = "第三方检测报告"
    visit("applicant").act("报告里程碑", report, on=milestone)
    verified = {"已核实的指标": names} if names else {}
    visit("officer").act("考核通过", verified | {"考核意见": "达到节点目标。"}, on=milestone)
    milestone.refresh_from_db()
    assert milestone.state == "PASSED"


def accepted(visit, project: Project) -> None:
    """The lead applies, the end user judges, the office concludes and closes."""
    visit("applicant").act(
        "申请验收",
        {"科技报告编号": "KJBG-2025-001", "成果登记号": "CG-2025-001", "专项审计报告编号": "SJ-2025-001"},
        on=project,
    )
    enduser = visit("enduser")
    enduser.go("/desk/")
    enduser.go(f"/projects/{project.code}/evaluation/")
    judged(enduser, project)
    officer = visit("officer")
    officer.act("作出验收结论", {"结论": "通过", "验收意见": "完成任务书全部指标。"}, on=project)
    officer.act("归档", {"结余处理": "无结余"}, on=project)
    project.refresh_from_db()
    assert project.state == "CLOSED"


def judged(enduser: Person, project: Project) -> None:
    values: dict = {"使用场所": "四子王旗示范场", "总体评价": "合格", "评价意见": "已在我场应用。"}
    for row in project.challenge.indicators.order_by("number"):
        values[indicator_label(row)] = f"{row.target.normalize():f}"
        values[f"“{row.name}”满足使用要求"] = True
    enduser.save(values)
