"""Collecting needs (3.1): a unit hands in, its prefecture forwards, the office decides."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.enums import NeedState
from challenges.models import Challenge, Need, NeedCall, NeedLink, Programme
from core import clock, events, lifecycle, outbox
from core.actions import action, locked, refuse_unknown
from core.errors import Refused
from core.permissions import require

_NEED_FIELDS = {
    "field",
    "title",
    "problem",
    "current_level",
    "expected_indicators",
    "own_investment_fen",
    "wished_period",
    "cooperation",
    "contact_name",
    "contact_phone",
    "is_public",
}


@action
def open_call(
    *,
    programme: Programme,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    by,
    body: str = "",
    at: datetime | None = None,
) -> NeedCall:
    """`closes_at` is exclusive."""
    require(rules.manage_call, by, programme)
    if opens_at >= closes_at:
        raise Refused("window_invalid", _("征集截止时间应晚于开始时间。"))
    at = at or clock.now()
    call = NeedCall.objects.create(
        programme=programme,
        title=title,
        body=body,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=at,
        created_by=by,
    )
    events.record(call, "needcall.create", by=by, at=at, label=_("发布需求征集"))
    return call


@action
def create_need(
    *, call: NeedCall, title: str, submits: bool = False, by, at: datetime | None = None, **details
) -> Need:
    """With `submits` it is handed in at once. A draft of the user's own unit. `details`: field, problem, current_level, expected_indicators, own_investment_fen,
    wished_period, cooperation, contact_name, contact_phone, is_public."""
    require(rules.write_need, by, None)
    refuse_unknown(details, _NEED_FIELDS)
    at = at or clock.now()
    _require_window(call, at)
    _require_field(call, details.get("field"))
    need = lifecycle.begin(
        Need, by=by, at=at, call=call, organization=by.organization, handler=by, title=title, **details
    )
    return submit_need(need=need, by=by, at=at) if submits else need


@action
def edit_need(*, need: Need, changes: dict, submits: bool = False, by, at: datetime | None = None) -> Need:
    """With `submits` it is handed in with the same breath."""
    require(rules.write_need, by, need)
    refuse_unknown(changes, _NEED_FIELDS)
    row = locked(need)
    if row.state not in {NeedState.DRAFT, NeedState.RETURNED}:
        raise Refused("wrong_state", _("需求已提交，不能修改；需要补正时会退回。"), need=row.pk, state=row.state)
    _require_field(row.call, changes.get("field"))
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    events.record(row, "need.edit", by=by, at=at or clock.now(), label=_("修改需求"), data={"fields": sorted(changes)})
    return submit_need(need=row, by=by, at=at) if submits else row


@action
def submit_need(*, need: Need, by, at: datetime | None = None) -> Need:
    """Raises Refused("need_incomplete") with every gap. A returned need may come back after the window."""
    require(rules.write_need, by, need)
    at = at or clock.now()
    row = locked(need)
    if row.state == NeedState.DRAFT:
        _require_window(row.call, at)
    gaps = [label for _name, label in gaps_of(row)]
    if gaps and row.state in {NeedState.DRAFT, NeedState.RETURNED}:
        raise Refused("need_incomplete", _("需求还不能提交，请补齐："), defects=gaps, need=row.pk)
    return lifecycle.advance(need, "submit", by=by, at=at, changes={"defects": []})


def gaps_of(need: Need) -> list[tuple[str, str]]:
    """(field, words) of everything that must be filled before a need is submitted (3.1), all at once."""
    found = []
    if not need.problem.strip():
        found.append(("problem", _("存在问题")))
    if not need.expected_indicators.strip():
        found.append(("expected_indicators", _("预期指标")))
    if need.own_investment_fen is None:
        found.append(("own_investment_fen", _("拟自投经费（没有请填 0）")))
    if not need.contact_name.strip():
        found.append(("contact_name", _("联系人")))
    if not need.contact_phone.strip():
        found.append(("contact_phone", _("联系电话")))
    return found


@action
def withdraw_need(*, need: Need, reason: str = "", by, at: datetime | None = None) -> Need:
    """The unit takes its need back, until the office has accepted it; what was already handed in asks for a reason."""
    require(rules.write_need, by, need)
    row = locked(need)
    if row.state != NeedState.DRAFT and not reason.strip():
        raise Refused("reason_missing", _("请写明撤回的原因。"), need=row.pk)
    return lifecycle.advance(need, "withdraw", by=by, at=at, note=reason.strip())


@action
def forward_need(*, need: Need, by, note: str = "", at: datetime | None = None) -> Need:
    """The prefecture in charge recommends it."""
    require(rules.forward_need, by, need)
    at = at or clock.now()
    lifecycle.advance(need, "forward", by=by, at=at, note=note)
    _tell_unit(need, _("需求“%(title)s”已由盟市推荐，由主管处室办理"), note, at)
    return need


@action
def return_need(*, need: Need, defects: list[str], by, at: datetime | None = None) -> Need:
    """Name every defect at once (R-TIM-09)."""
    require(rules.return_need, by, need)
    named = [text.strip() for text in defects if text.strip()]
    if not named:
        raise Refused("defects_missing", _("请一次性列出全部需要补正的事项。"))
    at = at or clock.now()
    lifecycle.advance(need, "return", by=by, at=at, note="；".join(named), changes={"defects": named})
    _tell_unit(need, _("需求“%(title)s”需要补正"), "；".join(named), at)
    return need


@action
def accept_need(*, need: Need, by, note: str = "", at: datetime | None = None) -> Need:
    require(rules.decide_need, by, need)
    at = at or clock.now()
    lifecycle.advance(need, "accept", by=by, at=at, note=note)
    _tell_unit(need, _("需求“%(title)s”已受理"), note, at)
    return need


@action
def reject_need(*, need: Need, reason: str, by, at: datetime | None = None) -> Need:
    require(rules.decide_need, by, need)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明不予采纳的原因。"))
    at = at or clock.now()
    lifecycle.advance(need, "reject", by=by, at=at, note=reason)
    _tell_unit(need, _("需求“%(title)s”未采纳"), reason, at)
    return need


@action
def pool_need(*, need: Need, by, note: str = "", at: datetime | None = None) -> Need:
    """Keep it for a later batch (S14)."""
    require(rules.decide_need, by, need)
    at = at or clock.now()
    lifecycle.advance(need, "pool", by=by, at=at, note=note)
    _tell_unit(need, _("需求“%(title)s”已入库，留待后续批次"), note, at)
    return need


@action
def merge_need(*, need: Need, challenge: Challenge, by, note: str = "", at: datetime | None = None) -> NeedLink:
    """Trace a challenge to a need (S06). One need may flow into several challenges; the same pair again is harmless."""
    require(rules.decide_need, by, need)
    require(rules.edit_challenge, by, challenge)
    at = at or clock.now()
    row = locked(need)
    if row.state != NeedState.MERGED:
        # The unit reads this event; what is not published yet is named in the data alone.
        lifecycle.advance(row, "merge", by=by, at=at, data={"challenge": challenge.pk})
        _tell_unit(row, _("需求“%(title)s”已凝练入榜"), "", at)
    values = {"note": note, "linked_at": at, "linked_by": by}
    made, is_new = NeedLink.objects.get_or_create(challenge=challenge, need=row, defaults=values)
    if is_new:
        data = {"need": row.pk, "organization": row.organization_id}
        events.record(challenge, "challenge.trace", by=by, at=at, label=_("关联需求"), note=row.title, data=data)
    return made


def _tell_unit(need: Need, title: str, body: str, at: datetime) -> None:
    """Whoever handles the need hears of it."""
    key = f"need:{need.pk}:{need.state}:{at.isoformat()}"
    url = need.get_absolute_url()
    outbox.notify(need.handler, title=title % {"title": need.title}, body=body, url=url, key=key, at=at)


def _require_window(call: NeedCall, at: datetime) -> None:
    if not call.opens_at <= at < call.closes_at:
        raise Refused("call_closed", _("不在需求征集期内。"), call=call.pk)


def _require_field(call: NeedCall, field) -> None:
    if field is not None and field.programme_id != call.programme_id:
        raise Refused("field_elsewhere", _("所选领域不属于该示范工程。"), field=field.pk)
