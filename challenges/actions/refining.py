"""Writing a challenge and refining it round by round until a sitting approves it (3.2, S06–S13)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from challenges import queries, rules
from challenges.actions.opinions import fitness_gaps, keep_interests
from challenges.enums import ChallengeState, IssueMode, RefinementKind, ResolutionKind
from challenges.models import (
    Batch,
    Challenge,
    Condition,
    Field,
    Indicator,
    MilestoneRequirement,
    Refinement,
    Resolution,
)
from core import clock, events, lifecycle, numbering
from core.actions import action, locked, refuse_unknown
from core.errors import Conflict, Refused
from core.permissions import require


@action
def draft_challenge(
    *, batch: Batch, title: str, field: Field, issue_mode: str, by, at: datetime | None = None, **details
) -> Challenge:
    """A new challenge, numbered like 2022-ZY-01. `details`: what `edit_challenge` takes."""
    require(rules.edit_challenge, by, batch)
    refuse_unknown(details, Challenge.WRITTEN)
    _require_field(batch, field)
    series = f"{batch.year}-{batch.programme.short_code}"
    code = f"{series}-{numbering.take(f'challenge:{series}'):02d}"
    details.setdefault("maximum_lanes", min(2, batch.rule_set.race_maximum_lanes))
    return lifecycle.begin(
        Challenge, by=by, at=at, batch=batch, code=code, title=title, field=field, issue_mode=issue_mode, **details
    )


@action
def edit_challenge(*, challenge: Challenge, changes: dict, by, seen: str = "", at: datetime | None = None) -> Challenge:
    """Change the text while it is being drafted or refined. `seen`: `queries.text_digest` of what the editor had before
    him; Conflict when somebody else saved meanwhile."""
    require(rules.edit_challenge, by, challenge)
    row = _editable(challenge)
    if seen and seen != queries.text_digest(row):
        raise Conflict("changed_meanwhile", _("别人刚刚修改了这项榜单，请刷新页面核对后再保存。"), challenge=row.pk)
    _apply(row, changes)
    data = {"fields": sorted(changes)}
    events.record(row, "challenge.edit", by=by, at=at or clock.now(), label=_("修改榜单"), data=data)
    return row


@action
def set_indicators(*, challenge: Challenge, rows: list[dict], by, at: datetime | None = None) -> list[Indicator]:
    """Replace all. Rows: name, unit, baseline, comparator, target, is_hard, weight, test_method, due_year."""
    return _replace(challenge, Indicator, rows, by=by, at=at, label=_("编辑考核指标"))


@action
def set_requirements(
    *, challenge: Challenge, rows: list[dict], by, at: datetime | None = None
) -> list[MilestoneRequirement]:
    """Replace all. Rows: name, month_offset (months after the start), requirement."""
    late = [row["name"] for row in rows if row["month_offset"] > challenge.duration_months]
    if late:
        raise Refused("milestone_after_end", _("里程碑节点晚于实施周期：%(names)s。") % {"names": "、".join(late)})
    return _replace(challenge, MilestoneRequirement, rows, by=by, at=at, label=_("编辑里程碑要求"))


@action
def set_conditions(*, challenge: Challenge, rows: list[dict], by, at: datetime | None = None) -> list[Condition]:
    """Replace all. Rows: code (of `defaults.CONDITIONS`), text, parameter, is_waivable."""
    return _replace(challenge, Condition, rows, by=by, at=at, label=_("编辑揭榜条件"))


def _replace(challenge: Challenge, model, rows: list[dict], *, by, at, label: str) -> list:
    require(rules.edit_challenge, by, challenge)
    row = _editable(challenge)
    model.objects.filter(challenge=row).delete()
    made = model.objects.bulk_create(
        model(challenge=row, number=number, **values) for number, values in enumerate(rows, 1)
    )
    verb = f"challenge.set_{model._meta.model_name}"
    events.record(row, verb, by=by, at=at or clock.now(), label=label, data={"count": len(made)})
    return made


@action
def start_refining(*, challenge: Challenge, by, at: datetime | None = None) -> Challenge:
    """Needs at least one traced need, or the government's reason for posing the task itself (3.2)."""
    require(rules.edit_challenge, by, challenge)
    row = locked(challenge)
    if row.state == ChallengeState.DRAFTING and not row.need_links.exists() and not row.government_reason.strip():
        sentence = _("请至少关联一条需求，或填写政府出题理由。")
        if row.issue_mode == IssueMode.ENTERPRISE:
            sentence = _("企业出题的榜单请至少关联一条需求，或写明出题理由。")
        raise Refused("origin_missing", sentence, challenge=row.pk)
    at = at or clock.now()
    lifecycle.advance(challenge, "refine", by=by, at=at)
    # What the first round is compared with.
    Refinement.objects.get_or_create(
        challenge=row,
        version=row.version,
        defaults={
            "kind": RefinementKind.COLLECT,
            "held_on": clock.local(at).date(),
            "conclusion": _("转入凝练时的文本。"),
            "snapshot": queries.snapshot(row),
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    return challenge


@action
def record_refinement(
    *,
    challenge: Challenge,
    kind: str,
    held_on: date,
    conclusion: str,
    by,
    participants=(),
    changes: dict | None = None,
    minutes=None,
    at: datetime | None = None,
) -> Refinement:
    """One round: its minutes, who took part (their recusal follows from it, R-REV-05), and the text as it left it."""
    require(rules.edit_challenge, by, challenge)
    at = at or clock.now()
    row = locked(challenge)
    if row.state != ChallengeState.REFINING:
        raise Refused("wrong_state", _("榜单不在凝练中，不能记录凝练。"), challenge=row.pk, state=row.state)
    people = list(participants)
    if kind == RefinementKind.COMMITTEE and not people:
        raise Refused("participants_missing", _("请列出参加专家咨询委员会的人员：评审时据此回避。"), challenge=row.pk)
    _apply(row, changes or {})
    row.version += 1
    row.save(update_fields=["version"])
    refinement = Refinement.objects.create(
        challenge=row,
        version=row.version,
        kind=kind,
        held_on=held_on,
        conclusion=conclusion,
        minutes=minutes,
        snapshot=queries.snapshot(row),
        recorded_at=at,
        recorded_by=by,
    )
    refinement.participants.set(people)
    data = {"version": row.version, "participants": len(people)}
    events.record(row, "challenge.refinement", by=by, at=at, label=_("记录凝练"), note=conclusion, data=data)
    challenge.version = row.version
    return refinement


@action
def review_secrecy(*, challenge: Challenge, by, note: str = "", at: datetime | None = None) -> Challenge:
    """Only open matter may enter the system; somebody other than the author looks at it (3.2). Again is harmless."""
    require(rules.review_secrecy, by, challenge)
    at = at or clock.now()
    row = locked(challenge)
    if row.state not in {ChallengeState.REFINING, ChallengeState.APPROVED}:
        raise Refused("wrong_state", _("凝练中或已审定的榜单才能进行保密审查。"), challenge=row.pk, state=row.state)
    if row.secrecy_reviewed_at is None:
        row.secrecy_reviewed_at, row.secrecy_reviewed_by = at, by
        row.save(update_fields=["secrecy_reviewed_at", "secrecy_reviewed_by"])
        events.record(row, "challenge.secrecy", by=by, at=at, label=_("保密审查通过"), note=note)
    return row


@action
def approve_challenge(*, challenge: Challenge, resolution: Resolution, by, at: datetime | None = None) -> Challenge:
    """By a passed resolution of kind APPROVE_LIST. Raises Refused("challenge_incomplete") naming every missing section and
    every question of fitness (C06) without an answer; meeting interests (C07) are kept as they stood."""
    require(rules.approve_challenge, by, challenge)
    queries.check_resolution(resolution, ResolutionKind.APPROVE_LIST)
    row = locked(challenge)
    gaps = queries.approval_gaps(row) + fitness_gaps(row)
    if gaps and row.state == ChallengeState.REFINING:
        raise Refused("challenge_incomplete", _("榜单还不能审定，请补齐："), defects=gaps, challenge=row.pk)
    at = at or clock.now()
    lifecycle.advance(challenge, "approve", by=by, at=at, note=str(resolution), changes={"approval": resolution})
    keep_interests(challenge, by=by, at=at)
    return challenge


@action
def reopen_refining(*, challenge: Challenge, reason: str, by, at: datetime | None = None) -> Challenge:
    """Back from approved: text may change again, so approval and secrecy review fall away."""
    require(rules.edit_challenge, by, challenge)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明退回凝练的原因。"))
    cleared = ("approval", "approved_at", "approved_by", "secrecy_reviewed_at", "secrecy_reviewed_by")
    return lifecycle.advance(challenge, "reopen_refining", by=by, at=at, note=reason, changes=dict.fromkeys(cleared))


@action
def move_challenge(*, challenge: Challenge, batch: Batch, by, at: datetime | None = None) -> Challenge:
    """To a later batch of the same programme, as long as it is not published (S14). The code stays."""
    require(rules.edit_challenge, by, challenge)
    row = locked(challenge)
    if row.state not in {ChallengeState.DRAFTING, ChallengeState.REFINING, ChallengeState.APPROVED}:
        raise Refused("wrong_state", _("榜单已发布，不能移到其他批次。"), challenge=row.pk, state=row.state)
    if batch.programme_id != row.batch.programme_id or batch.state != "DRAFTING":
        raise Refused("batch_unfit", _("只能移到同一示范工程尚未发布的批次。"), batch=batch.pk)
    note = f"{row.batch} → {batch}"
    row.batch = batch
    row.save(update_fields=["batch"])
    events.record(row, "challenge.move", by=by, at=at or clock.now(), label=_("移入其他批次"), note=note)
    return row


def _editable(challenge: Challenge) -> Challenge:
    row = locked(challenge)
    if row.state not in queries.EDITABLE_STATES:
        raise Refused(
            "wrong_state",
            _("“%(code)s”现为“%(state)s”，内容不能修改。") % {"code": row.code, "state": row.get_state_display()},
            challenge=row.pk,
            state=row.state,
        )
    return row


def _apply(row: Challenge, changes: dict) -> None:
    refuse_unknown(changes, Challenge.WRITTEN)
    if "field" in changes:
        _require_field(row.batch, changes["field"])
    for name, value in changes.items():
        setattr(row, name, value)
    if row.maximum_lanes > row.batch.rule_set.race_maximum_lanes:
        limit = row.batch.rule_set.race_maximum_lanes
        raise Refused("too_many_lanes", _("赛道数不能超过规则集规定的 %(limit)s 条。") % {"limit": limit})
    if not 1 <= row.duration_months <= 60:
        raise Refused("duration_invalid", _("实施周期应为 1 至 60 个月。"))
    if changes:
        row.save(update_fields=list(changes))


def _require_field(batch: Batch, field: Field) -> None:
    if field.programme_id != batch.programme_id:
        raise Refused("field_elsewhere", _("所选领域不属于该示范工程。"), field=field.pk)
