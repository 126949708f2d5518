"""评审报告: what a panel found, and how it came to be. Its words are official Chinese and not translated."""

from django.db.models import QuerySet

from challenges import defaults
from core import clock
from core.documents import Column, Document, Facts, Heading, Layout, Paragraph, Parties, Party, Table
from core.documents.words import NOTHING, deadline, moment, section, with_unit
from reviews import queries
from reviews.enums import PanelPurpose, PanelState, RecusalKind, SeatState, VoteKind
from reviews.models import LaneAssessment, MilestoneAssessment, Panel, Seat
from reviews.queries.assessments import lane_summary
from reviews.queries.ranking import Ranked, Tally, proposal
from reviews.views.panel_parts import PROPOSALS
from reviews.views.shared import points, subject_of

REPORTED = (PanelState.REPORTED, PanelState.ARCHIVED)


def panel_report(panel: Panel) -> Document:
    """The panel's file: its experts by name, the draw, recusals, scores, votes, opinions and the report (R-REV)."""
    seats = list(panel.seats.select_related("expert__person__organization").order_by("number"))
    blocks = [
        Facts(_facts(panel)),
        Heading("评审组组成"),
        _members(panel, seats),
        *draw_blocks(panel),
        *recusal_blocks(seats),
    ]
    if panel.purpose == PanelPurpose.BID:
        lines = queries.ranking(panel)
        blocks += [
            Heading("评分办法"),
            *_method(panel),
            Heading("得分、表决与名次"),
            ranking_table(panel, lines),
            Paragraph(_ranking_note(panel), is_small=True),
            *opinion_blocks(lines, names=True),
        ]
    elif panel.purpose == PanelPurpose.MILESTONE:
        blocks += [Heading("考核意见"), _milestone_table(panel)]
    elif panel.purpose == PanelPurpose.RACE:
        blocks += [Heading("赛道考核"), *_lane_tables(panel)]
    else:
        blocks += [Heading("验收表决"), _acceptance_table(panel)]
    blocks += section("评审意见", panel.report_text)
    blocks.append(Parties(_signatures(panel, seats)))
    return Document(
        layout=Layout.REPORT,
        title=f"{panel.get_purpose_display()}报告",
        subtitle=f"{panel.challenge.code}　{subject_of(panel)}",
        number=panel.challenge.code,
        issuer=str(defaults.ISSUER),
        written_on=clock.local(panel.reported_at or panel.locked_at or panel.state_at).date(),
        blocks=tuple(blocks),
        mark="" if panel.state in REPORTED else "未出具",
        note="专家名单在评审结果公布之前不公开。内部资料，请勿外传。",
    )


def _facts(panel: Panel) -> list[tuple[str, str]]:
    rows = [
        ("榜单", f"{panel.challenge.code}　{panel.challenge.title}"),
        ("事项", f"{panel.get_purpose_display()}（{panel.get_form_display()}）"),
        ("评审组人数", f"{panel.size}人"),
        ("组长", str(panel.chair.expert) if panel.chair_id else NOTHING),
        ("评审秘书", str(panel.secretary)),
        ("开始时间", moment(panel.started_at)),
    ]
    if panel.closes_at:
        rows.append(("评分截止", deadline(panel.closes_at)))
    if panel.locked_at:
        rows.append(("评分锁定", moment(panel.locked_at, seconds=True)))
    rows.append(("报告时间", moment(panel.reported_at)))
    return rows


def _members(panel: Panel, seats: list[Seat]) -> Table:
    rows = []
    for seat in seats:
        if seat.state not in (SeatState.ACCEPTED, SeatState.DONE):
            continue
        expert = seat.expert
        drawn = f"人工指定：{seat.manual_reason}" if seat.is_manual else "随机抽取"
        role = "组长" if seat.pk == panel.chair_id else "成员"
        rows.append((seat.number, str(expert), str(expert.person.organization or NOTHING), str(expert.get_kind_display()),
                     "区内" if expert.is_local else "区外", role, drawn))  # fmt: skip
    columns = (
        Column("席位", 2, "center"), Column("专家", 3, "center"), Column("单位", 8), Column("类别", 2, "center"), Column("区内外", 3, "center"),
        Column("职务", 2, "center"), Column("产生方式", 5),
    )  # fmt: skip
    return Table(columns, rows)


def draw_blocks(panel: Panel) -> list:
    """The public record of each draw: digest before, seed and witness after (R-REV-03)."""
    blocks = []
    for draw in panel.draws.exclude(drawn_at=None).order_by("number"):
        blocks.append(
            Facts(
                [
                    ("种子封存", f"{moment(draw.committed_at, seconds=True)}　摘要 {draw.seed_digest}"),
                    ("抽取", moment(draw.drawn_at, seconds=True)),
                    ("公开的种子", draw.seed),
                    ("见证值", draw.witness or NOTHING),
                    (
                        "候选与排除",
                        f"候选{len(draw.candidates)}人，排除{len(draw.exclusions)}人，抽取{len(draw.drawn)}席",
                    ),
                ],
                caption=f"第{draw.number}次抽取",
            )
        )
    return [Heading("专家抽取"), *blocks] if blocks else []


def recusal_blocks(seats: list[Seat], *, names: bool = True) -> list:
    """Seats that were left because of an interest."""
    rows = [
        (
            seat.number,
            str(seat.expert) if names else f"{seat.number}号席",
            str(dict(RecusalKind.choices).get(seat.recusal_kind, seat.recusal_kind)),
            seat.recusal_reason,
        )
        for seat in seats
        if seat.state == SeatState.RECUSED
    ]
    columns = (Column("席位", 2, "center"), Column("专家", 4, "center"), Column("情形", 5), Column("说明", 9))
    return [Heading("回避情况"), Table(columns, rows, empty="（无回避）")]


def _method(panel: Panel) -> list:
    rules = panel.challenge.batch.rule_set
    columns = (Column("序号", 2, "center"), Column("评分项", 6), Column("权重", 2, "right"), Column("评分说明", 9))
    criteria = panel.rubric.criteria.order_by("number") if panel.rubric_id else []
    rows = [(one.number, one.name, one.weight, one.guidance or NOTHING) for one in criteria]
    text = (
        f"各项按百分制评分、按权重加总。有效评分达到{rules.trim_from_count}份时去掉一个最高分和一个最低分后取平均，保留两位小数。"
        "得分相同的，依次比较有无地方配套、自筹与财政之比。"
        f"建议立项须得分不低于{points(rules.award_threshold_hundredths)}分，并经{rules.vote_denominator}分之{rules.vote_numerator}以上"
        "席位同意；赛马立项另行表决。"
    )
    return [Paragraph(text), Table(columns, rows)]


def ranking_table(panel: Panel, lines: list[Ranked]) -> Table:
    """Order, score and votes of each bid, with what the rules propose."""
    is_decided = panel.state in (PanelState.VOTED, *REPORTED)
    steps = proposal(panel, lines) if is_decided else {}
    has_race = any(VoteKind.RACE in line.votes for line in lines)
    columns = [
        Column("名次", 2, "center"), Column("方案编号", 5), Column("项目名称", 7), Column("牵头单位", 6), Column("得分", 3, "right"),
        Column("评分数", 2, "right"), Column("立项表决", 4, "center"),
    ]  # fmt: skip
    columns += [Column("赛马表决", 4, "center")] if has_race else []
    columns.append(Column("评审建议", 4, "center"))
    rows = []
    for line in lines:
        bid = line.bid
        row = [line.rank or NOTHING, bid.number, bid.title, bid.consortium.lead.name, points(line.result_hundredths)]
        row += [line.panel_bid.score_count, _votes(line.votes.get(VoteKind.AWARD))]
        row += [_votes(line.votes.get(VoteKind.RACE))] if has_race else []
        rows.append((*row, str(PROPOSALS.get(steps.get(bid.pk), NOTHING))))
    return Table(tuple(columns), rows)


def _votes(tally: Tally | None) -> str:
    """同意／反对／弃权."""
    return NOTHING if tally is None else f"{tally.votes_for}／{tally.votes_against}／{tally.abstained}"


def _ranking_note(panel: Panel) -> str:
    return "表决一栏依次为同意、反对、弃权票数。名次在评分锁定时固定，此后任何人不能更改。"


def score_blocks(lines: list[Ranked]) -> list:
    """Every seat's total for every bid, one line a bid: how far the experts lie apart."""
    seats = sorted({sheet.seat.number for line in lines for sheet in line.sheets})
    if not seats:
        return []
    rows = []
    for line in lines:
        given = {sheet.seat.number: sheet.total_hundredths for sheet in line.sheets}
        found = [fen for fen in given.values() if fen is not None]
        spread = points(max(found) - min(found)) if found else NOTHING
        rows.append(
            (line.bid.number, *(points(given.get(seat)) for seat in seats), spread, points(line.result_hundredths))
        )
    columns = (
        Column("方案编号", 5), *(Column(f"{seat}号席", 2, "right") for seat in seats), Column("最高与最低之差", 3, "right"),
        Column("得分", 2, "right"),
    )  # fmt: skip
    return [Table(columns, rows, caption="各席总分")]


def opinion_blocks(lines: list[Ranked], *, names: bool) -> list:
    """What each expert gave and wrote, bid by bid; by the number of the seat where names do not belong."""
    columns = (
        Column("专家" if names else "席位", 3, "center"), Column("总分", 2, "right"), Column("优点", 6), Column("不足", 6), Column("建议", 6),
        Column("建议经费", 4, "right"),
    )  # fmt: skip
    blocks = [Heading("专家意见")]
    for line in lines:
        rows = [_sheet(sheet, names) for sheet in line.sheets]
        blocks += [Heading(f"{line.bid.number}　{line.bid.title}", 2), Table(columns, rows)]
        voided = [f"{sheet.seat.number}号席原评分{points(sheet.total_hundredths)}分作废。" for sheet in line.voided]
        if voided:
            blocks.append(Paragraph("更正：" + "".join(voided), is_small=True))
    return blocks


def _sheet(sheet, names: bool) -> tuple:
    who = f"{sheet.seat.number}号席"
    return (
        f"{who}\n{sheet.seat.expert}" if names else who,
        points(sheet.total_hundredths),
        sheet.strengths or NOTHING,
        sheet.weaknesses or NOTHING,
        sheet.suggestion or NOTHING,
        with_unit(sheet.suggested_fen),
    )


def _milestone_table(panel: Panel) -> Table:
    rows = (
        MilestoneAssessment.objects.filter(panel=panel).select_related("seat__expert__person").order_by("seat__number")
    )
    columns = (
        Column("席位", 2, "center"),
        Column("专家", 3, "center"),
        Column("结论", 3, "center"),
        Column("意见", 12),
    )
    return Table(
        columns, [(row.seat.number, str(row.seat.expert), str(row.get_verdict_display()), row.opinion) for row in rows]
    )


def _lane_tables(panel: Panel) -> list:
    summary = [
        (
            one.lane.number,
            one.lane.project.title,
            one.lane.project.lead.name,
            points(one.mean_hundredths),
            f"{one.can_finish_count}／{one.expert_count}",
        )
        for one in lane_summary(panel)
    ]
    head = (
        Column("赛道", 2, "center"), Column("项目", 8), Column("牵头单位", 7), Column("平均分", 3, "right"), Column("认为能完成", 3, "center"),
    )  # fmt: skip
    said: QuerySet = LaneAssessment.objects.filter(panel=panel).select_related("seat__expert__person", "lane")
    rows = [
        (
            row.lane.number,
            row.seat.number,
            str(row.seat.expert),
            row.score,
            "能" if row.can_finish else "不能",
            row.opinion,
        )
        for row in said.order_by("lane__number", "seat__number")
    ]
    columns = (
        Column("赛道", 2, "center"), Column("席位", 2, "center"), Column("专家", 3, "center"), Column("评分", 2, "right"),
        Column("能否完成", 3, "center"), Column("意见", 9),
    )  # fmt: skip
    return [Table(head, summary), Table(columns, rows, caption="专家意见")]


def _acceptance_table(panel: Panel) -> Table:
    rows = [
        (row.seat.number, str(row.seat.expert), str(row.get_choice_display()), moment(row.cast_at))
        for seat in panel.seats.order_by("number")
        for row in seat.votes.filter(kind=VoteKind.ACCEPTANCE).select_related("seat__expert__person")
    ]
    return Table(
        (
            Column("席位", 2, "center"),
            Column("专家", 4, "center"),
            Column("意见", 3, "center"),
            Column("时间", 6, "center"),
        ),
        rows,
    )


def _signatures(panel: Panel, seats: list[Seat]) -> tuple[Party, ...]:
    count = sum(seat.state in (SeatState.ACCEPTED, SeatState.DONE) for seat in seats)
    chair = str(panel.chair.expert) if panel.chair_id else NOTHING
    blank = "　　　　　　　　"
    return (
        Party("评审组组长（签字）", blank, (f"（{chair}）",)),
        Party(f"评审组成员（签字，共{count}人）", blank, ("日期：　　　　年　　月　　日",)),
    )
