"""立项通知 and 任务书. Their words are official Chinese and not translated."""

from datetime import date

from challenges import defaults
from challenges.models import Batch
from core import clock
from core.documents import Annex, Column, Document, Facts, Heading, Paragraph, Parties, Party, Table
from core.documents.words import NOTHING, amount, day, section, with_unit
from projects.enums import AgreementState, ProjectState
from projects.models import Project, TaskAgreement
from projects.queries.agreements import date_of, decimal_of, indicators_of, plain

TO_SIGN = "　　　　　　　　　　"


def award_letter(project: Project) -> Document:
    """立项通知 to the lead of one project."""
    issuer, challenge = str(defaults.ISSUER), project.challenge
    lane = getattr(project, "lane", None)
    race = f"本项目与同一榜单的其他项目平行立项，按赛马方式实施，为第{lane.number}道。" if lane else ""
    opening = (
        f"你单位牵头的“{project.consortium}”在{challenge.batch}“揭榜挂帅”榜单《{challenge.title}》中揭榜成功。"
        f"经专家评审、会议研究（决议{project.award_resolution.number}）和公示，同意立项。{race}有关事项通知如下。"
    )
    members = project.consortium.memberships.filter(state="CONFIRMED").select_related("organization")
    facts = [
        ("项目编号", project.code),
        ("项目名称", project.title),
        ("榜单", f"{challenge.code}　{challenge.title}"),
        ("牵头单位", project.lead.name),
        ("成员单位", "、".join(one.organization.name for one in members.order_by("role", "pk"))),
        ("项目负责人", str(project.leader)),
        ("首席科学家", str(project.chief_scientist or NOTHING)),
        ("实施期", f"{day(project.starts_on)}至{day(project.ends_on)}"),
        ("财政经费", with_unit(project.fiscal_total_fen)),
        ("企业自筹", with_unit(project.self_total_fen)),
        ("经费管理方式", str(project.get_budget_mode_display())),
        *([("下达资金文号", project.funding_document_number)] if project.funding_document_number else []),
    ]
    chief = "；技术路线的调整由首席科学家决定，报科技厅备案" if project.chief_scientist_mode else ""
    asked = (
        f"请于{day(project.sign_by_on)}前在系统中填写并签署任务书，逾期未签的视为放弃立项。\n"
        "考核指标不得低于榜单要求，里程碑节点应可考核、有明确日期。\n"
        f"财政经费按里程碑分期拨付；自筹资金应按承诺及时足额到位，并与财政经费分别核算{chief}。\n"
        "项目实施中的重大变更须在系统中申请，经批准后执行；里程碑、支出和成果应按期如实填报。"
    )
    is_issued = bool(project.task_document_number)
    return Document(
        title=f"{issuer}关于下达《{project.title}》项目立项的通知",
        written_on=clock.local(project.started_at or project.created_at).date(),
        issuer=issuer,
        number=project.task_document_number,
        addressees=project.lead.name,
        blocks=(
            Paragraph(opening),
            Heading("立项内容"),
            Facts(facts),
            *_nodes(project),
            Heading("有关要求"),
            Paragraph(asked),
        ),
        signatories=(issuer,),
        copies_to=_bureau(project),
        printed_by=f"{issuer}办公室",
        mark="" if is_issued else "未编号",
    )


def _bureau(project: Project) -> str:
    bureau = project.lead.supervising_division
    return f"{bureau.name}科学技术局" if bureau is not None else ""


def _nodes(project: Project) -> tuple:
    rows = [
        (row.number, row.name, day(row.due_on), row.requirement or NOTHING)
        for row in project.milestones.order_by("number")
    ]
    columns = (Column("序号", 2, "center"), Column("里程碑", 6), Column("到期日", 4, "center"), Column("考核要求", 9))
    return (Heading("里程碑"), Table(columns, rows)) if rows else ()


def award_list(batch: Batch, projects: list[Project]) -> Document:
    """立项通知 of a whole batch, the projects as its annex."""
    issuer = str(defaults.ISSUER)
    newest = max((project.created_at for project in projects), default=batch.created_at)
    rows = [
        (place, one.code, one.title, one.lead.name, str(one.leader),
         amount(one.fiscal_total_fen), amount(one.self_total_fen))
        for place, one in enumerate(projects, 1)
    ]  # fmt: skip
    columns = (
        Column("序号", 3, "center"), Column("项目编号", 7), Column("项目名称", 12), Column("牵头单位", 10),
        Column("负责人", 4, "center"), Column("财政经费", 5, "right"), Column("企业自筹", 5, "right"),
    )  # fmt: skip
    totals = ("", "合计", "", "", "", amount(sum(one.fiscal_total_fen for one in projects)), amount(sum(one.self_total_fen for one in projects)))  # fmt: skip
    opening = (
        f"按照《{batch.notice_title or batch}》要求，经资格审查、专家评审、会议研究和公示，决定对{batch}“揭榜挂帅”"
        f"{len(projects)}个项目予以立项（见附件）。现将有关事项通知如下。"
    )
    asked = (
        "请各牵头单位在规定期限内签署任务书，逾期未签的视为放弃立项。\n"
        "请各盟市科技局督促落实地方配套和自筹资金，跟踪项目进展。\n"
        "财政经费按里程碑分期拨付，专款专用，单独核算。"
    )
    return Document(
        title=f"{issuer}关于{batch}“揭榜挂帅”项目立项的通知",
        written_on=clock.local(newest).date(),
        issuer=issuer,
        number=next((one.task_document_number for one in projects if one.task_document_number), ""),
        addressees="各有关盟市科技局，各项目牵头单位",
        blocks=(Paragraph(opening), Heading("有关要求"), Paragraph(asked)),
        annexes=(Annex("立项项目清单", (Table(columns, rows, unit="万元", totals=totals),)),),
        signatories=(issuer,),
        printed_by=f"{issuer}办公室",
    )


def agreement(agreement: TaskAgreement) -> Document:
    """任务书 (E-23): what both parties sign, empty places filled with a dash."""
    content, project = agreement.content, agreement.project
    parties = content.get("parties") or {}
    is_signed = agreement.state == AgreementState.SIGNED
    cover = [
        ("项目编号", project.code),
        ("项目名称", content.get("title") or NOTHING),
        ("榜单", f"{project.challenge.code}　{project.challenge.title}"),
        ("甲方", parties.get("甲方", NOTHING)),
        ("乙方", parties.get("乙方", NOTHING)),
        ("丙方", parties.get("丙方", NOTHING)),
        ("项目负责人", str(project.leader)),
        ("首席科学家", str(project.chief_scientist or NOTHING)),
        ("实施期", f"{_date(content.get('starts_on'))}至{_date(content.get('ends_on'))}"),
        ("任务书版本", f"第{agreement.version}版"),
    ]
    blocks = [
        Facts(cover),
        *section("目的意义", content.get("objective") or NOTHING),
        *section("研究内容", content.get("content") or NOTHING),
        *section("技术路线", content.get("route") or NOTHING),
        Heading("考核指标"),
        _targets(content),
        Heading("里程碑与进度"),
        _milestones(project, content),
        Heading("承担单位与任务分工"),
        _units(content),
        Heading("经费来源"),
        _money(content),
        *section("知识产权与成果归属", content.get("intellectual_property") or NOTHING),
        Heading("共同条款"),
        Paragraph(_TERMS),
        *section("违约责任", content.get("breach_terms") or NOTHING),
        Heading("签署"),
        Parties(_signatures(agreement, parties)),
        *([Facts([("签署内容摘要（SHA-256）", agreement.content_sha256)])] if agreement.content_sha256 else []),
    ]
    drafts = {
        AgreementState.DRAFT: "草稿",
        AgreementState.UNIT_SIGNED: "待签署",
        AgreementState.LAPSED: "已失效",
    }
    signed_on = agreement.department_signed_at or agreement.unit_signed_at or agreement.created_at
    return Document(
        title="“揭榜挂帅”项目任务书",
        written_on=clock.local(signed_on).date(),
        blocks=tuple(blocks),
        mark=drafts.get(agreement.state, "" if is_signed else "已被替代"),
    )


_TERMS = (
    "乙方按期报告里程碑完成情况，如实填报经费到位、支出和成果，接受甲方、丙方的检查和审计。\n"
    "财政经费专款专用，单独核算；自筹资金按承诺及时足额到位。\n"
    "任务书内容需要变更的，由乙方在系统中申请，经甲方批准后生效；未经批准不得擅自变更。\n"
    "因乙方主观原因未完成任务的，甲方可终止项目，并追回部分或全部财政经费。\n"
    "项目完成后乙方提交科技报告、登记成果，由发榜用户评价并申请验收。"
)


def _date(text) -> str:
    found = date_of(text)
    return day(found) if isinstance(found, date) else NOTHING


def _targets(content: dict) -> Table:
    columns = (
        Column("序号", 2, "center"), Column("指标", 8), Column("榜单要求", 4, "center"), Column("任务书目标", 4, "center"), Column("测试方法", 6),
    )  # fmt: skip
    signs = {"AT_LEAST": "≥", "AT_MOST": "≤", "EQUAL": "="}
    rows = []
    for place, row in enumerate(content.get("indicators") or [], 1):
        sign, unit = signs.get(row.get("comparator"), ""), row.get("unit", "")
        asked, target = (f"{sign} {row.get(key) or NOTHING} {unit}".strip() for key in ("asked", "target"))
        rows.append((place, row.get("name", ""), asked, target, row.get("test_method") or NOTHING))
    return Table(columns, rows)


def _milestones(project: Project, content: dict) -> Table:
    names = {str(one.pk): one for one in indicators_of(project)}
    rows = []
    for place, row in enumerate(content.get("milestones") or [], 1):
        targets = []
        for key, value in (row.get("targets") or {}).items():
            one = names.get(str(key))
            if one is not None:
                number = decimal_of(value)
                shown = plain(number) if number is not None else value
                targets.append(f"{one.name} {one.get_comparator_display()} {shown} {one.unit}".strip())
        rows.append(
            (
                place,
                row.get("name", ""),
                _date(row.get("due_on")),
                "\n".join(filter(None, [row.get("requirement"), *targets])) or NOTHING,
                row.get("deliverables") or NOTHING,
            )
        )
    columns = (
        Column("序号", 2, "center"), Column("节点", 5), Column("到期日", 4, "center"), Column("考核要求与目标", 9), Column("交付物", 5),
    )  # fmt: skip
    return Table(columns, rows)


def _units(content: dict) -> Table:
    words = {"LEAD": "牵头单位", "MEMBER": "成员单位"}
    rows = [
        (place, row.get("name", ""), words.get(row.get("role"), NOTHING), row.get("tasks") or NOTHING)
        for place, row in enumerate(content.get("units") or [], 1)
    ]
    columns = (Column("序号", 2, "center"), Column("单位", 7), Column("角色", 3, "center"), Column("任务分工", 9))
    return Table(columns, rows)


def _money(content: dict) -> Table:
    lines = (
        ("自治区财政经费", "fiscal_fen"),
        ("企业自筹", "self_fen"),
        ("地方配套", "matching_fen"),
        ("其他来源", "other_fen"),
    )
    rows = [(label, amount(content.get(key) or 0)) for label, key in lines]
    total = sum(content.get(key) or 0 for _label, key in lines)
    return Table((Column("来源", 6), Column("金额", 4, "right")), rows, unit="万元", totals=("合计", amount(total)))


def _signatures(agreement: TaskAgreement, parties: dict) -> tuple[Party, ...]:
    """Signed by account, or a place for seal and hand (Q17)."""

    def lines(at, by) -> tuple[str, ...]:
        if at is None:
            return (f"（盖章）　　代表人：{TO_SIGN}", "日期：　　　　年　　月　　日")
        return ("（盖章）", f"{by}在系统中签署", f"日期：{day(at)}")

    return (
        Party(
            "甲方", parties.get("甲方", NOTHING), lines(agreement.department_signed_at, agreement.department_signed_by)
        ),
        Party("乙方", parties.get("乙方", NOTHING), lines(agreement.unit_signed_at, agreement.unit_signed_by)),
        *([Party("丙方", parties["丙方"], lines(None, None))] if parties.get("丙方", NOTHING) != NOTHING else []),
    )


#: Projects that have been awarded and did not lapse.
AWARDED = [state for state in ProjectState.values if state != ProjectState.LAPSED]
