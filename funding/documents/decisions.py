"""决策材料: everything a sitting needs to decide on one challenge (R-REV-10, C16)."""

from dataclasses import replace

from challenges import defaults
from challenges.models import Challenge, Sitting
from consortia.drafts.faults import meets
from core import clock, money
from core.documents import Column, Document, Facts, Heading, Layout, NewPage, Paragraph, Table
from core.documents.words import NOTHING, amount, day, deadline, moment, section, with_unit
from funding.models import Waiver
from funding.queries import decisions as facts
from reviews import documents as reports
from reviews import queries as judged
from reviews.models import Panel


def decision_pack(challenge: Challenge, panel: Panel | None) -> Document:
    """Experts stand by the number of their seat: who sits in a decision need not know who wrote what."""
    bids = _bids(challenge)
    blocks = [
        Facts(_facts(challenge)),
        Heading("方案对照"),
        _comparison(challenge, bids),
        _people(bids),
        *_promises(challenge, bids),
    ]
    if panel is not None:
        lines = judged.ranking(panel)
        seats = list(panel.seats.select_related("expert__person").order_by("number"))
        blocks += [
            Heading("得分、表决与名次"),
            reports.ranking_table(panel, lines),
            Paragraph("表决一栏依次为同意、反对、弃权票数。", is_small=True),
            *reports.score_blocks(lines),
            *reports.recusal_blocks(seats, names=False),
            *reports.opinion_blocks(lines, names=False),
            *section("评审组意见", panel.report_text),
        ]
    blocks += [Heading("资格审查"), _eligibility(challenge), Heading("豁免"), _waivers(challenge), *_decisions(bids)]
    newest = max([bid.state_at for bid in bids], default=challenge.state_at)
    return Document(
        layout=Layout.REPORT,
        title="立项决策材料",
        subtitle=f"{challenge.code}　{challenge.title}",
        number=challenge.code,
        issuer=str(defaults.ISSUER),
        written_on=clock.local(newest).date(),
        blocks=tuple(blocks),
        is_landscape=True,
        note="内部资料，会后收回。偏离评审次序的，须书面说明理由。",
    )


def sitting_pack(sitting: Sitting, packs: list[tuple[Challenge, Panel]], waiting: list[Challenge]) -> Document:
    """The packs of all challenges that a sitting decides on, one after another; `waiting` are judged too late for it."""
    blocks = [
        Facts(
            [
                ("会议", sitting.title),
                ("时间", day(sitting.planned_on)),
                ("提请决定的榜单", "\n".join(str(one) for one, _panel in packs) or NOTHING),
                ("评审尚未结束、不在本次材料中的榜单", "\n".join(str(one) for one in waiting) or NOTHING),
            ]
        )
    ]
    for challenge, panel in packs:
        blocks += [NewPage(), Heading(str(challenge)), *map(_lowered, decision_pack(challenge, panel).blocks)]
    return Document(
        layout=Layout.REPORT,
        title="立项决策材料",
        subtitle=sitting.title,
        number="会议材料",
        issuer=str(defaults.ISSUER),
        written_on=sitting.planned_on,
        blocks=tuple(blocks),
        is_landscape=True,
        note="内部资料，会后收回。偏离评审次序的，须书面说明理由。",
    )


def _lowered(block):
    """A part of a challenge's pack under the challenge's own heading."""
    return replace(block, level=2, is_numbered=block.level == 1) if isinstance(block, Heading) else block


def _bids(challenge: Challenge) -> list:
    """Judged ones by rank, then the others by number."""
    rows = challenge.bids.exclude(opened_at=None).select_related(
        "panel_bid",
        "decision__resolution",
        "decision__waiver",
        "consortium__lead__division",
        "recommendation",
        "leader",
        "chief_scientist",
    )
    rows = rows.prefetch_related("responses", "matching_funds__division")

    def place(bid) -> tuple:
        rank = bid.panel_bid.rank if hasattr(bid, "panel_bid") else None
        return rank is None, rank or 0, bid.number

    return sorted(rows, key=place)


def _facts(challenge: Challenge) -> list[tuple[str, str]]:
    batch, rules = challenge.batch, challenge.batch.rule_set
    opened = getattr(challenge, "opening", None)
    return [
        ("榜单", f"{challenge.code}　{challenge.title}"),
        ("批次", str(batch)),
        ("专项目标", challenge.objective or NOTHING),
        ("财政支持上限", with_unit(facts.cap_fen(challenge))),
        ("拟支持项目数", f"{challenge.planned_awards}项{'（预设赛马）' if challenge.race_planned else ''}"),
        ("自筹与财政之比下限", money.ratio_text(rules.self_funding_percent, 100)),
        ("揭榜截止", deadline(challenge.deadline)),
        ("开封", f"{moment(opened.opened_at)}，{opened.bid_count}份" if opened and opened.opened_at else NOTHING),
        (
            "本批经费",
            f"计划{with_unit(batch.planned_fiscal_fen)}，当年已决定{with_unit(facts.year_total_fen(batch))}",
        ),
    ]


def _comparison(challenge: Challenge, bids: list) -> Table:
    columns = (
        Column("名次", 2, "center"), Column("方案编号", 5), Column("项目名称", 8), Column("牵头单位", 7), Column("申请财政（万元）", 4, "right"),
        Column("自筹（万元）", 4, "right"), Column("自筹:财政", 4, "right"), Column("地方配套（万元）", 4, "right"), Column("盟市推荐", 3, "center"),
        Column("状态", 4, "center"),
    )  # fmt: skip
    rows = []
    for bid in bids:
        rank = bid.panel_bid.rank if hasattr(bid, "panel_bid") else None
        ratio = money.ratio_text(bid.self_fen or 0, bid.fiscal_fen or 0)
        if bid.fiscal_fen and not facts.is_ratio_met(bid, fiscal_fen=bid.fiscal_fen, self_fen=bid.self_fen or 0):
            ratio += "\n低于下限"
        advised = str(bid.recommendation.get_result_display()) if hasattr(bid, "recommendation") else NOTHING
        rows.append((rank or NOTHING, bid.number, bid.title, bid.consortium.lead.name, amount(bid.fiscal_fen), amount(bid.self_fen), ratio,
                     amount(bid.matching_fen), advised, str(bid.get_state_display())))  # fmt: skip
    return Table(columns, rows)


def _people(bids: list) -> Table:
    """Who would carry each bid, and whose word backs its matching money."""
    rows = []
    for bid in bids:
        members = [one["name"] for one in (bid.consortium_snapshot or {}).get("members", [])]
        matching = [
            f"{one.division}{with_unit(one.amount_fen)}{f'（{one.policy_document}）' if one.policy_document else ''}"
            for one in bid.matching_funds.all()
        ]
        rows.append((bid.number, str(bid.leader or NOTHING), str(bid.chief_scientist or NOTHING), f"{len(members)}家" if members else NOTHING,
                     "、".join(members) or NOTHING, "\n".join(matching) or NOTHING))  # fmt: skip
    columns = (
        Column("方案编号", 5), Column("项目负责人", 3, "center"), Column("首席科学家", 3, "center"), Column("单位数", 2, "center"), Column("联合体单位", 14),
        Column("地方配套出资", 8),
    )  # fmt: skip
    return Table(columns, rows, caption="联合体与配套")


def _promises(challenge: Challenge, bids: list) -> list:
    """What each bid promises for each indicator beside what is asked, five bids a table; 未达到 where it is less."""
    indicators = list(challenge.indicators.order_by("number"))
    answered = [bid for bid in bids if bid.responses.all()]
    tables = []
    for start in range(0, len(answered) if indicators else 0, _BESIDE):
        some = answered[start : start + _BESIDE]
        said = [{one.indicator_id: one.promised for one in bid.responses.all()} for bid in some]
        rows = [
            (one.number, one.name, f"{one.get_comparator_display()} {one.shown_target} {one.unit}".strip(),
             *(_promise(one, found.get(one.pk)) for found in said))
            for one in indicators
        ]  # fmt: skip
        columns = (
            Column("序号", 2, "center"), Column("指标", 8), Column("榜单要求", 4, "center"), *(Column(bid.number, 5, "center") for bid in some),
        )  # fmt: skip
        tables.append(Table(columns, rows, caption="指标承诺" if start == 0 else "指标承诺（续）"))
    return tables


_BESIDE = 5


def _promise(indicator, promised) -> str:
    if promised is None:
        return "未响应"
    shown = f"{format(promised.normalize(), 'f')} {indicator.unit}".strip()
    return shown if meets(indicator, promised) else f"{shown}\n未达到"


def _eligibility(challenge: Challenge) -> Table:
    """What did not pass, and how often all did."""
    rows = []
    for bid in challenge.bids.exclude(opened_at=None).order_by("number"):
        checks = list(bid.checks.order_by("pk"))
        failed = [f"{one.text}：{one.reason}" for one in checks if not one.is_passed]
        result = "符合" if checks and not failed else "不符合" if failed else "未审查"
        rows.append((bid.number, f"{len(checks)}项", result, "\n".join(failed) or NOTHING))
    columns = (
        Column("方案编号", 5),
        Column("审查", 2, "center"),
        Column("结论", 3, "center"),
        Column("不符合的条件与理由", 14),
    )
    return Table(columns, rows)


def _waivers(challenge: Challenge) -> Table:
    rows = [
        (
            one.bid.number,
            str(one.get_kind_display()),
            one.reason,
            f"{one.created_by}",
            f"{one.decided_by or NOTHING}",
            str(one.get_state_display()),
        )
        for one in Waiver.objects.filter(bid__challenge=challenge)
        .select_related("bid", "created_by__person", "decided_by__person")
        .order_by("pk")
    ]
    columns = (
        Column("方案编号", 5), Column("事项", 3), Column("理由", 10), Column("提出人", 3, "center"), Column("批准人", 3, "center"),
        Column("状态", 3, "center"),
    )  # fmt: skip
    return Table(columns, rows, empty="（无豁免）")


def _decisions(bids: list) -> list:
    rows = []
    for bid in bids:
        one = getattr(bid, "decision", None)
        if one is None:
            continue
        reasons = [one.departure_reason, one.unequal_reason, one.over_plan_reason]
        yearly = "；".join(f"{year}年{amount(fen)}" for year, fen in sorted((one.yearly_fen or {}).items()))
        rows.append((bid.number, str(one.get_result_display()), amount(one.fiscal_fen or None), yearly or NOTHING, amount(one.self_fen or None),
                     one.resolution.number, "\n".join(filter(None, reasons)) or NOTHING))  # fmt: skip
    if not rows:
        return []
    columns = (
        Column("方案编号", 5), Column("决定", 3, "center"), Column("财政经费（万元）", 4, "right"), Column("分年度（万元）", 6),
        Column("自筹（万元）", 4, "right"), Column("决议", 5), Column("说明的理由", 8),
    )  # fmt: skip
    return [Heading("已登记的决定"), Table(columns, rows)]
