"""What a sitting is given to read, and its minutes."""

from django.db.models import QuerySet

from challenges import defaults
from challenges.documents.notices import challenge_blocks
from challenges.enums import ChallengeState, MemberChoice, SittingState
from challenges.models import Challenge, Resolution, Sitting
from core.documents import Annex, Column, Document, Facts, Heading, NewPage, Paragraph, Table
from core.documents.words import NOTHING, day, section, sentence


def sitting(sitting: Sitting, challenges: QuerySet[Challenge]) -> Document:
    """Before the sitting its materials with every challenge that waits for it; afterwards its minutes."""
    is_held = sitting.state == SittingState.HELD
    issuer = str(defaults.ISSUER)
    blocks = [
        Facts(
            [
                ("会议类型", str(sitting.get_kind_display())),
                ("示范工程", str(sitting.programme or NOTHING)),
                ("时间", day(sitting.planned_on)),
                ("地点", sitting.place or NOTHING),
                ("主持", sitting.chair or NOTHING),
                *([] if is_held else [("参会单位", "、".join(sitting.invited or sitting.attendance) or NOTHING)]),
            ]
        ),
        *section("会议议程", "\n".join(f"{place}.{text}" for place, text in enumerate(sitting.agenda, 1))),
    ]
    if is_held:
        blocks += [*section("会议情况", sentence(sitting.minutes_text)), *_resolutions(sitting)]
    annexes = ()
    if sitting.state == SittingState.PLANNED:
        annexes = _materials(list(challenges))
    return Document(
        title=f"{sitting.title}{'纪要' if is_held else '材料'}",
        written_on=sitting.planned_on,
        issuer=issuer,
        head=f"{sitting.get_kind_display()}纪要" if is_held else "",
        blocks=tuple(blocks),
        roll=_roll(sitting) if is_held else (),
        annexes=annexes,
        mark="已取消" if sitting.state == SittingState.CANCELLED else "",
    )


def _roll(sitting: Sitting) -> tuple[tuple[str, str], ...]:
    """Who came of those invited, who besides, who was missing (GB/T 9704-2012, 10.3)."""
    came = [name for name in sitting.attendance if not sitting.invited or name in sitting.invited]
    parts = (
        ("出席", came),
        ("缺席", [name for name in sitting.invited if name not in sitting.attendance]),
        ("列席", [name for name in sitting.attendance if name not in came]),
    )
    return tuple((label, "、".join(names) + "。") for label, names in parts if names)


def _resolutions(sitting: Sitting) -> list:
    rows = list(sitting.resolutions.prefetch_related("member_votes").order_by("pk"))
    if not rows:
        return []
    blocks = [Heading("议定事项")]
    for row in rows:
        text = "" if row.text.strip() in ("", row.title) else f"{sentence(row.text)}\n"
        blocks += [
            Heading(f"{row.title}（{row.number}，{row.get_kind_display()}）", 2),
            Paragraph(f"{text}{_vote(row)}"),
        ]
    return blocks


def _vote(row: Resolution) -> str:
    """The counts; who voted otherwise than for it, or stood aside, by name."""
    named = {choice: [] for choice in MemberChoice}
    for one in sorted(row.member_votes.all(), key=lambda one: one.pk):
        named[one.choice].append(f"{one.member}，{one.reason}" if one.reason else one.member)
    against, abstained = (_names(named[choice]) for choice in (MemberChoice.AGAINST, MemberChoice.ABSTAINED))
    parts = [
        f"同意{row.votes_for}票", f"反对{row.votes_against}票{against}", f"弃权{row.votes_abstained}票{abstained}",
    ]  # fmt: skip
    aside = named[MemberChoice.RECUSED]
    recused = f"回避{len(aside)}家（{'；'.join(aside)}），不参加表决。" if aside else ""
    return f"{recused}表决：{'，'.join(parts)}，{'通过' if row.is_passed else '未通过'}。"


def _names(names: list[str]) -> str:
    return f"（{'、'.join(names)}）" if names else ""


def _materials(rows: list[Challenge]) -> tuple[Annex, ...]:
    if not rows:
        return ()
    blocks = []
    for place, row in enumerate(rows):
        rounds = [
            (one.version, str(one.get_kind_display()), day(one.held_on), one.conclusion)
            for one in row.refinements.order_by("version")
        ]
        columns = (Column("轮次", 1, "center"), Column("方式", 2), Column("日期", 3, "center"), Column("结论", 7))
        blocks += [
            *([NewPage()] if place else []),
            *challenge_blocks(row),
            Heading("凝练过程", 2),
            Table(columns, rounds),
        ]
    return (Annex("提请审定的榜单", tuple(blocks)),)


def to_approve(sitting: Sitting) -> QuerySet[Challenge]:
    """The challenges that wait for this sitting's approval."""
    if sitting.programme_id is None:
        return Challenge.objects.none()
    return Challenge.objects.filter(batch__programme=sitting.programme_id, state=ChallengeState.REFINING)
