"""The department's letters on batches and notices."""

from django.db.models import QuerySet

from challenges import defaults
from challenges.enums import BatchState, NoticeKind, NoticeState
from challenges.models import Batch, Challenge, PublicNotice
from core import clock
from core.documents import Annex, Column, Document, Facts, Heading, NewPage, Paragraph, Table
from core.documents.words import NOTHING, amount, contact_lines, day, deadline, moment, section, sentence, with_unit

LIST_TITLE = "“揭榜挂帅”榜单"
_RELATED = ("field__parent", "end_user", "owner", "batch__rule_set")


def notice(notice: PublicNotice, *, shows_amounts: bool, challenges: QuerySet[Challenge] | None = None) -> Document:
    """A public notice as it was written; a publication carries its list, a proposal its items and how to object."""
    annexes = []
    if notice.kind == NoticeKind.PUBLICATION and challenges is not None:
        annexes.append(_list_annex(challenges))
    items = list(notice.items.select_related("challenge").order_by("number"))
    if items:
        annexes.append(Annex(_items_title(notice), (_items(items, shows_amounts),)))
    blocks = [Paragraph(notice.body)]
    if notice.replaces_id:
        blocks += section("更正说明", sentence(notice.correction_reason))
        if notice.corrections:
            blocks.append(_corrections(notice.corrections))
    if notice.ends_on:
        blocks += [Heading("公示期"), Paragraph(_period(notice))]
    blocks += section("异议提出方式", notice.objection_guide)
    blocks += _contacts(notice.contacts)
    if notice.kind == NoticeKind.PROPOSED_AWARD:
        blocks += [Heading("特别提示"), Paragraph(str(defaults.ANTI_FRAUD))]
    marks = {NoticeState.DRAFT: "草稿", NoticeState.CORRECTED: "已更正"}
    return Document(
        title=notice.title,
        written_on=notice.written_on or clock.local(notice.published_at or notice.created_at).date(),
        issuer=notice.issuer,
        number=notice.document_number,
        blocks=tuple(blocks),
        annexes=tuple(annexes),
        signatories=(notice.issuer,),
        printed_by=f"{notice.issuer}办公室" if notice.document_number else "",
        mark=marks.get(notice.state, ""),
    )


def _corrections(lines: list[dict]) -> Table:
    """What was wrong and what is right, side by side."""
    columns = (Column("榜单编号", 4), Column("更正事项", 5), Column("原文", 8), Column("更正为", 8))
    rows = [(one["challenge"], one["label"], one["was"] or NOTHING, one["now"] or NOTHING) for one in lines]
    return Table(columns, rows)


def _period(notice: PublicNotice) -> str:
    days = f"，共{notice.working_days}个工作日，起止两日均计入" if notice.working_days else ""
    return f"自{day(notice.starts_on)}起至{day(notice.ends_on)}止{days}。"


def _items_title(notice: PublicNotice) -> str:
    return "拟立项项目清单" if notice.kind == NoticeKind.PROPOSED_AWARD else "项目清单"


def _items(items: list, shows_amounts: bool) -> Table:
    columns = [
        Column("序号", 2, "center"), Column("榜单编号", 4), Column("项目名称", 8), Column("创新联合体", 6), Column("牵头单位", 6),
    ]  # fmt: skip
    if shows_amounts:
        columns.append(Column("财政经费（万元）", 3, "right"))
    has_notes = any(item.note for item in items)
    if has_notes:
        columns.append(Column("备注", 4))
    rows = []
    for item in items:
        row = [item.number, item.challenge.code, item.project_title, item.consortium_name, item.lead_name]
        row += [amount(item.amount_fen)] if shows_amounts else []
        rows.append((*row, item.note) if has_notes else tuple(row))
    totals = ()
    if shows_amounts and len(items) > 1:
        total = sum(item.amount_fen or 0 for item in items)
        totals = ("", "合计", "", "", "", amount(total), *([""] if has_notes else []))
    return Table(tuple(columns), rows, totals=totals)


def _contacts(contacts: list[dict]) -> tuple:
    return section("联系方式", "\n".join(contact_lines(contacts)))


def batch(batch: Batch, challenges: QuerySet[Challenge]) -> Document:
    """发榜公告: the batch with every challenge in full (S08, S15 – S17)."""
    rows = list(challenges)
    programme, is_draft = batch.programme, batch.state == BatchState.DRAFTING
    issuer = str(defaults.ISSUER)
    policies = [str(one) for one in programme.policy_documents.order_by("pk")]
    ground = f"根据{'、'.join(policies)}等要求，" if policies else ""
    opening = (
        f"为组织实施{programme.name}，{ground}现发布{batch.year}年{batch.name}{LIST_TITLE}共{len(rows)}项，"
        "面向全社会征集揭榜单位。有关事项公告如下。"
    )
    blocks = [
        Paragraph(opening),
        Heading("榜单概况"),
        _overview(rows),
        Heading("揭榜条件"),
        Paragraph("\n".join(_common_conditions(batch))),
        Heading("揭榜时间"),
        Paragraph(
            f"揭榜自{moment(batch.open_at)}开始，至{deadline(batch.deadline)}截止，以系统时间为准，逾期不予受理。"
        ),
        Heading("揭榜方式"),
        Paragraph(
            "揭榜单位登录“揭榜挂帅”管理系统在线填报揭榜方案，经单位审核后提交。方案提交后即行密封，截止前任何人不得查看；"
            "截止后由两名工作人员共同开封，提交成功以系统出具的回执为准。"
        ),
        *_route(batch),
        *_contacts(batch.contacts),
        Heading("特别提示"),
        Paragraph(str(defaults.ANTI_FRAUD)),
    ]
    return Document(
        title=batch.notice_title or f"关于发布{batch}{LIST_TITLE}的公告",
        written_on=clock.local(batch.published_at or batch.open_at or batch.created_at).date(),
        issuer=issuer,
        number=batch.document_number,
        blocks=tuple(blocks),
        annexes=(_list_annex(rows),),
        signatories=(issuer,),
        printed_by=f"{issuer}办公室",
        mark="草稿" if is_draft else "",
    )  # fmt: skip


def in_order(challenges: QuerySet[Challenge]) -> QuerySet[Challenge]:
    """Challenges with everything their page of the list prints."""
    tables = ("indicators", "conditions", "milestone_requirements")
    return challenges.select_related(*_RELATED).prefetch_related(*tables).order_by("code")


def _overview(rows: list[Challenge]) -> Table:
    columns = (
        Column("序号", 2, "center"), Column("编号", 4), Column("榜单名称", 9), Column("领域", 4),
        Column("财政支持上限（万元）", 4, "right"), Column("实施周期（月）", 3, "right"),
    )  # fmt: skip
    lines = [
        (place, row.code, row.title, row.field.name, amount(row.fiscal_cap_fen), row.duration_months)
        for place, row in enumerate(rows, 1)
    ]
    return Table(columns, lines)


def _common_conditions(batch: Batch) -> list[str]:
    """What the rule set asks of everybody; each challenge names its own besides."""
    rules = batch.rule_set
    found = [f"各榜单揭榜条件见附件。本批按“{rules.get_mechanism_display()}”实施。"]
    if rules.minimum_members > 1:
        research = "，其中至少有一家高校或科研院所" if rules.needs_research_member else ""
        found.append(f"创新联合体成员单位（含牵头单位）不少于{rules.minimum_members}家{research}。")
    if rules.self_funding_percent:
        whole, rest = divmod(rules.self_funding_percent, 100)
        share = f"{whole}" if not rest else f"{rules.self_funding_percent / 100:g}"
        found.append(f"企业自筹资金与自治区财政资金之比原则上不低于{share}:1。")
    found.append("对揭榜单位的注册时间、揭榜团队的学历和职称不设门槛。")
    return found


def _route(batch: Batch) -> tuple:
    if not batch.route:
        return ()
    rows = [(place, row.get("name", ""), row.get("on", "") or NOTHING) for place, row in enumerate(batch.route, 1)]
    columns = (Column("序号", 1, "center"), Column("环节", 5), Column("时间", 4, "center"))
    return (Heading("流程与路线图"), Table(columns, rows))


def _list_annex(rows) -> Annex:
    blocks = []
    for place, row in enumerate(rows):
        blocks += [*([NewPage()] if place else []), *challenge_blocks(row)]
    return Annex(LIST_TITLE, tuple(blocks))


def challenge_blocks(challenge: Challenge) -> list:
    """One challenge in full: what is asked, of whom, by when, with which money."""
    texts = [
        *section("瓶颈问题", challenge.bottleneck, 2),
        *section("专项目标", challenge.objective, 2),
        *section("研究内容", challenge.content, 2),
    ]
    conditions = [f"{place}.{sentence(row.text)}" for place, row in enumerate(_rows(challenge.conditions), 1)]
    return [
        Heading(f"{challenge.title}（{challenge.code}）"),
        _facts(challenge),
        *texts,
        Heading("考核指标", 2),
        _indicators(challenge),
        *_requirements(challenge),
        *section("揭榜条件", "\n".join(conditions), 2),
        *section("知识产权约定", challenge.intellectual_property, 2),
    ]


def _rows(related) -> list:
    """The prefetched rows in their order."""
    return sorted(related.all(), key=lambda row: row.number)


def _facts(challenge: Challenge) -> Facts:
    field = challenge.field
    rows = [
        ("领域", f"{field.parent.name}／{field.name}" if field.parent_id else field.name),
        ("出榜机制", str(challenge.get_issue_mode_display())),
        ("发榜用户", str(challenge.end_user or NOTHING)),
        ("总经费预算", with_unit(challenge.announced_budget_fen)),
        ("财政支持上限", with_unit(challenge.fiscal_cap_fen)),
        ("支持方式", str(challenge.get_support_mode_display())),
        ("实施周期", f"{challenge.duration_months}个月"),
        ("拟支持项目数", f"{challenge.planned_awards}项{'（预设赛马）' if challenge.race_planned else ''}"),
    ]
    if challenge.government_reason:
        rows.append(("政府出题理由", challenge.government_reason))
    return Facts(rows)


def _indicators(challenge: Challenge) -> Table:
    columns = (
        Column("序号", 2, "center"), Column("指标", 7), Column("现状", 3, "center"), Column("目标", 4, "center"), Column("类别", 3, "center"),
        Column("测试方法", 5),
    )  # fmt: skip
    rows = [
        (
            row.number,
            row.name,
            row.shown_baseline,
            f"{row.get_comparator_display()} {row.shown_target} {row.unit}".strip(),
            "硬指标" if row.is_hard else "参考指标",
            row.test_method or NOTHING,
        )
        for row in _rows(challenge.indicators)
    ]
    return Table(columns, rows)


def _requirements(challenge: Challenge) -> tuple:
    rows = [
        (row.number, row.name, f"第{row.month_offset}个月", row.requirement or NOTHING)
        for row in _rows(challenge.milestone_requirements)
    ]
    if not rows:
        return ()
    columns = (Column("序号", 2, "center"), Column("节点", 6), Column("时间", 3, "center"), Column("要求", 9))
    return (Heading("里程碑要求", 2), Table(columns, rows))
