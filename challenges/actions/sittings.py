"""Sittings and their resolutions: what decisions point to (S12, E-10)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.enums import MemberChoice, SittingState
from challenges.models import MemberVote, Programme, Resolution, Sitting
from core import clock, events, lifecycle, numbering
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def plan_sitting(
    *,
    kind: str,
    title: str,
    planned_on: date,
    by,
    programme: Programme | None = None,
    place: str = "",
    chair: str = "",
    agenda=(),
    invited=(),
    at: datetime | None = None,
) -> Sitting:
    """`invited` names the members who vote; with them a quorum holds, without them nobody is counted."""
    require(rules.manage_sitting, by, programme)
    return lifecycle.begin(
        Sitting,
        by=by,
        at=at,
        kind=kind,
        title=title,
        planned_on=planned_on,
        programme=programme,
        place=place,
        chair=chair,
        agenda=list(agenda),
        invited=list(dict.fromkeys(invited)),
    )


_EDITABLE = {"title", "planned_on", "place", "chair", "agenda", "invited"}


@action
def edit_sitting(*, sitting: Sitting, changes: dict, by, at: datetime | None = None) -> Sitting:
    """Before it is held: title, planned_on, place, chair, agenda, invited."""
    require(rules.manage_sitting, by, sitting)
    if unknown := sorted(set(changes) - _EDITABLE):
        raise ValueError(f"not editable: {unknown}")
    row = locked(sitting)
    if row.state != SittingState.PLANNED:
        raise Refused("wrong_state", _("会议已召开或已取消，议程不能修改。"), sitting=row.pk, state=row.state)
    for name, value in changes.items():
        setattr(row, name, list(dict.fromkeys(value)) if name == "invited" else value)
    row.save(update_fields=list(changes))
    events.record(
        row,
        "sitting.edit",
        by=by,
        at=at or clock.now(),
        label=_("修改会议安排"),
        data=sorted(changes) and {"fields": sorted(changes)},
    )
    return row


@action
def hold_sitting(
    *, sitting: Sitting, by, attendance=(), minutes_text: str = "", minutes=None, at: datetime | None = None
) -> Sitting:
    """Record that it was held; `attendance` names the members and guests present (S103). Refused: not_yet."""
    require(rules.manage_sitting, by, sitting)
    planned_on = locked(sitting).planned_on
    if planned_on > clock.local(at or clock.now()).date():
        sentence = _("会议安排在 %(on)s，召开之后再记录；提前召开的，请先修改会议日期。") % {"on": planned_on}
        raise Refused("not_yet", sentence, sitting=sitting.pk)
    changes = {"attendance": list(attendance), "minutes_text": minutes_text, "minutes": minutes}
    return lifecycle.advance(sitting, "hold", by=by, at=at, changes=changes)


@action
def cancel_sitting(*, sitting: Sitting, reason: str, by, at: datetime | None = None) -> Sitting:
    require(rules.manage_sitting, by, sitting)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明取消会议的原因。"))
    return lifecycle.advance(sitting, "cancel", by=by, at=at, note=reason)


@action
def pass_resolution(
    *,
    sitting: Sitting,
    kind: str,
    title: str,
    by,
    text: str = "",
    votes: dict[str, str] | None = None,
    reasons: dict[str, str] | None = None,
    votes_for: int = 0,
    votes_against: int = 0,
    votes_abstained: int = 0,
    agenda_number: int | None = None,
    at: datetime | None = None,
) -> Resolution:
    """Number and keep what a held sitting decided; more votes for than against pass it (〔year〕 is that of the sitting).

    Where members were invited by name, `votes` says how each one present voted (member → MemberChoice) and `reasons`
    why a member stood aside; the counts follow from it. Where none was named, only the counts are known.
    Refused: sitting_not_held, agenda_unknown, no_quorum, votes_unnamed, not_a_voter, vote_missing, reason_missing.
    """
    require(rules.manage_sitting, by, sitting)
    at = at or clock.now()
    sitting = locked(sitting)
    if sitting.state != SittingState.HELD:
        raise Refused(
            "sitting_not_held", _("会议尚未记录为已召开，不能形成决议。"), sitting=sitting.pk, state=sitting.state
        )
    if sitting.invited:
        votes, reasons = votes or {}, reasons or {}
        _require_votes(sitting, votes, reasons)
        cast = list(votes.values())
        votes_for, votes_against = cast.count(MemberChoice.FOR), cast.count(MemberChoice.AGAINST)
        votes_abstained = cast.count(MemberChoice.ABSTAINED)
    if agenda_number is not None and not 1 <= agenda_number <= len(sitting.agenda):
        raise Refused(
            "agenda_unknown", _("议程中没有第 %(number)s 项。") % {"number": agenda_number}, sitting=sitting.pk
        )
    year = sitting.planned_on.year
    number = f"内科决〔{year}〕{numbering.take(f'resolution:{year}')}号"
    resolution = Resolution.objects.create(
        sitting=sitting,
        number=number,
        agenda_number=agenda_number,
        kind=kind,
        title=title,
        text=text,
        votes_for=votes_for,
        votes_against=votes_against,
        votes_abstained=votes_abstained,
        is_passed=votes_for > votes_against,
        recorded_at=at,
        recorded_by=by,
    )
    if sitting.invited:
        _keep_votes(resolution, votes, reasons)
    events.record(resolution, "resolution.create", by=by, at=at, label=_("记录决议"), note=resolution.votes)
    events.record(
        sitting, "sitting.resolve", by=by, at=at, label=_("记录决议"), note=f"{resolution}；{resolution.votes}"
    )
    return resolution


def _keep_votes(resolution: Resolution, votes: dict[str, str], reasons: dict[str, str]) -> None:
    for member in resolution.sitting.present:
        reason = reasons.get(member, "").strip() if votes[member] == MemberChoice.RECUSED else ""
        MemberVote.objects.create(resolution=resolution, member=member, choice=votes[member], reason=reason)


def _require_votes(sitting: Sitting, votes: dict[str, str], reasons: dict[str, str]) -> None:
    """Every member present is asked, nobody else votes, and whoever stands aside says why."""
    words = {"invited": len(sitting.invited), "present": sitting.present_count, "quorum": sitting.quorum}
    if sitting.present_count < sitting.quorum:
        sentence = _("应到 %(invited)s 家，实到 %(present)s 家，不足法定的 %(quorum)s 家，不能形成决议。")
        raise Refused("no_quorum", sentence % words, sitting=sitting.pk)
    if not votes:
        raise Refused("votes_unnamed", _("请逐家记录到会成员单位的表决。"), sitting=sitting.pk)
    if strangers := [name for name in votes if name not in sitting.present]:
        sentence = _("%(names)s不是到会的成员单位，不能表决。") % {"names": "、".join(strangers)}
        raise Refused("not_a_voter", sentence, sitting=sitting.pk)
    unknown = [name for name in sitting.present if votes.get(name) not in MemberChoice.values]
    if unknown:
        raise Refused("vote_missing", _("以下成员单位还没有表决记录："), defects=unknown, sitting=sitting.pk)
    recused = [name for name, vote in votes.items() if vote == MemberChoice.RECUSED]
    if bare := [name for name in recused if not reasons.get(name, "").strip()]:
        raise Refused("reason_missing", _("以下成员单位回避，请写明事由："), defects=bare, sitting=sitting.pk)
    _require_enough_voters(sitting, len(recused))


def _require_enough_voters(sitting: Sitting, recused: int) -> None:
    """A member that stands aside counts neither among those who may vote nor among those present."""
    may, voting = len(sitting.invited) - recused, sitting.present_count - recused
    if voting * 2 <= may:
        words = {"recused": recused, "may": may, "voting": voting}
        sentence = _(
            "%(recused)s 家回避后，可表决的成员单位 %(may)s 家，实到 %(voting)s 家，未超过半数，本项不能形成决议。"
        )
        raise Refused("no_quorum", sentence % words, sitting=sitting.pk)
