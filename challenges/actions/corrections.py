"""更正: what was wrong in a published challenge and what is right, drafted by one person and released by another (3.2, S19).

The words change when the notice is published, for everybody at the same moment; both versions stay readable.
"""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from challenges import defaults, locks, queries, rules
from challenges.enums import ChallengeState, NoticeKind
from challenges.models import Challenge, PublicNotice
from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Conflict, Refused
from core.permissions import require

#: Beyond what the column of an indicator holds.
LARGEST = 10**12
LIVE = (ChallengeState.PUBLISHED, ChallengeState.OPEN)


@action
def draft_correction(
    *, challenge: Challenge, changes: dict[str, str], reason: str, by, at: datetime | None = None
) -> PublicNotice:
    """`changes`: key of `queries.correctable` → the right words; what is not changed is left out.

    Only before the deadline: afterwards bids stand on the words as they were.
    """
    require(rules.edit_challenge, by, challenge)
    at = at or clock.now()
    row = locked(challenge)
    _refuse_late(row, at)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明更正原因，原因将公开。"))
    known = {one.key: one for one in queries.correctable(row)}
    if unknown := sorted(set(changes) - set(known)):
        raise ValueError(f"not correctable: {unknown}")
    wrong = [
        known[key].line(row, now.strip())
        for key, now in changes.items()
        if now.strip() and now.strip() != known[key].was
    ]
    if not wrong:
        raise Refused("nothing_corrected", _("没有改动，请修改需要更正的内容。"), challenge=row.pk)
    for line in wrong:
        _value(line)
    lines = [f"{n}. {one['label']}：原为“{one['was']}”，更正为“{one['now']}”。" for n, one in enumerate(wrong, 1)]
    return lifecycle.begin(
        PublicNotice,
        by=by,
        at=at,
        note=reason,
        kind=NoticeKind.CORRECTION,
        batch=row.batch,
        title=_("关于更正“%(title)s”榜单的公告") % {"title": row.title},
        body=f"{row.code} {row.title}\n" + "\n".join(lines),
        issuer=str(defaults.ISSUER),
        written_on=clock.local(at).date(),
        contacts=row.batch.contacts,
        correction_reason=reason.strip(),
        corrections=wrong,
    )


def apply_corrections(notice: PublicNotice, *, by, at: datetime) -> None:
    """Called where the notice is published, in its transaction."""
    for code in sorted({line["challenge"] for line in notice.corrections}):
        challenge = Challenge.objects.get(code=code)
        locks.exclude(challenge)
        row = locked(challenge)
        _refuse_late(row, at)
        current = {one.key: one.was for one in queries.correctable(row)}
        lines = [line for line in notice.corrections if line["challenge"] == code]
        for line in lines:
            if current.get(line["field"]) != line["was"]:
                sentence = _("“%(label)s”在起草更正后又有变动，请重新起草更正公告。") % {"label": line["label"]}
                raise Conflict("changed_meanwhile", sentence, challenge=row.pk)
            _write(row, line)
        data = {"notice": notice.pk, "lines": lines}
        events.record(
            row, "challenge.correct", by=by, at=at, label=_("更正榜单"), note=notice.correction_reason, data=data
        )


def _refuse_late(row: Challenge, at: datetime) -> None:
    if row.state not in LIVE or (row.deadline is not None and at >= row.deadline):
        sentence = _("只有已发布且未截止的榜单可以更正；截止后方案以截止时的榜单为准。")
        raise Refused("not_live", sentence, challenge=row.pk, state=row.state)


def _value(line: dict):
    """The column's value of what is right; Refused where a figure is none."""
    if not line["field"].endswith(":target"):
        return line["now"]
    try:
        found = Decimal(line["now"])
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= LARGEST:
        raise Refused("figure", _("“%(label)s”应填写数字。") % {"label": line["label"]})
    return found


def _write(row: Challenge, line: dict) -> None:
    kind, _colon, rest = line["field"].partition(":")
    if not rest:
        Challenge.objects.filter(pk=row.pk).update(**{kind: _value(line)})
        return
    number, _colon, column = rest.partition(":")
    rows = row.indicators if kind == "indicator" else row.conditions
    rows.filter(number=int(number)).update(**{column: _value(line)})
