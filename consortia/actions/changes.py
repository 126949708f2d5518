"""What happens to a registration later: asked changes with their versions, suspension, cancellation (3.3)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person, User
from challenges.models import Field
from consortia import checks, queries, register, rules
from consortia.actions.memberships import refuse_unless_members_change
from consortia.actions.registration import (
    FILE_LIMIT_BYTES,
    put_chief_on_roster,
    record_version,
    refuse_foreign_chief,
    refuse_taken_name,
    with_reason,
)
from consortia.enums import ConsortiumState, MembershipRole, MembershipState
from consortia.models import Consortium, ConsortiumChange
from core import clock, lifecycle, storage
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

#: What an entry in the register may be changed in; members come and go by memberships.
CHANGEABLE = ("name", "field", "chief_scientist", "goals", "benefit_terms", "agreement_number", "signed_on", "valid_to")
#: What the lead may ask for; the rest is the office's to correct.
ASKABLE = ("name", "field", "chief_scientist", "goals", "benefit_terms")
_BY_ID = {"field": Field, "chief_scientist": Person}


@action
def propose_change(
    *,
    consortium: Consortium,
    changes: dict,
    reason: str,
    removals: list | None = None,
    upload=None,
    by: User,
    at: datetime | None = None,
) -> ConsortiumChange:
    """The lead asks for a change: new values (`ASKABLE`), memberships that shall end, and whoever confirmed meanwhile.

    Refused: wrong_state, change_open, nothing_changed, name_taken, foreign_chief, live_bid.
    """
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    if fresh.state != ConsortiumState.REGISTERED:
        raise Refused("wrong_state", _("只有已备案的联合体办理备案变更。"), id=fresh.pk, state=fresh.state)
    if register.open_change(fresh) is not None:
        raise Refused("change_open", _("已有一份变更申请在办，请在原申请上修改或先撤回。"), id=fresh.pk)
    fields = _asked(fresh, changes, removals or [], reason)
    if upload is not None:
        fields["supplement"] = storage.store(upload, by=by, kind="SUPPLEMENT", limit_bytes=FILE_LIMIT_BYTES, at=at)
    return lifecycle.begin(ConsortiumChange, by=by, at=at, note=reason.strip(), consortium=fresh, **fields)


@action
def resubmit_change(
    *,
    change: ConsortiumChange,
    changes: dict,
    reason: str,
    removals: list | None = None,
    upload=None,
    by: User,
    at: datetime | None = None,
) -> ConsortiumChange:
    """The lead mends a returned change and hands it in again."""
    require(rules.manage_consortium, by, change.consortium)
    fresh, at = locked(change.consortium), at or clock.now()
    fields = _asked(fresh, changes, removals or [], reason)
    if upload is not None:
        fields["supplement"] = storage.store(upload, by=by, kind="SUPPLEMENT", limit_bytes=FILE_LIMIT_BYTES, at=at)
    return lifecycle.advance(change, "resubmit", by=by, at=at, note=reason.strip(), changes=fields)


def _asked(consortium: Consortium, changes: dict, removals: list, reason: str) -> dict:
    """The columns of a change; `consortium` is locked."""
    unknown = sorted(set(changes) - set(ASKABLE))
    if unknown:
        raise Refused("not_changeable", _("不能变更：%(names)s。") % {"names": "、".join(unknown)})
    new = {key: value.strip() if isinstance(value, str) else value for key, value in changes.items()}
    new = {key: value for key, value in new.items() if getattr(consortium, key) != value}
    if "name" in new:
        refuse_taken_name(new["name"], but=consortium.pk)
    if any(one.role == MembershipRole.LEAD or one.consortium_id != consortium.pk for one in removals):
        raise Refused("lead_stays", _("牵头单位不能变更；须变更的，请注销后由新的牵头单位重新组建备案。"))
    refuse_foreign_chief(consortium, new.get("chief_scientist"))
    coming = consortium.memberships.filter(state__in=[MembershipState.INVITED, MembershipState.JOINING])
    if removals or coming.exists():
        refuse_unless_members_change(consortium)
    elif not new:
        raise Refused(
            "nothing_changed", _("没有任何变更。请修改内容、勾选退出成员，或先邀请新成员。"), id=consortium.pk
        )
    wanted = {key: getattr(value, "pk", value) if key in _BY_ID else value for key, value in new.items()}
    return {"wanted": wanted, "removals": sorted(one.pk for one in removals), "reason": with_reason(reason)}


@action
def withdraw_change(
    *, change: ConsortiumChange, reason: str = "", by: User, at: datetime | None = None
) -> ConsortiumChange:
    """The lead takes the request back; the register stays as it is."""
    require(rules.manage_consortium, by, change.consortium)
    return lifecycle.advance(change, "withdraw", by=by, at=at, note=reason.strip())


@action
def return_change(
    *, change: ConsortiumChange, defects: list[str], by: User, at: datetime | None = None
) -> ConsortiumChange:
    """Give it back with all defects at once (R-TIM-09)."""
    require(rules.decide_registration, by, change.consortium)
    named = [defect.strip() for defect in defects if defect.strip()]
    if not named:
        raise Refused("defects_missing", _("请一次写明全部需要补正的内容。"))
    at = at or clock.now()
    lifecycle.advance(change, "return", by=by, at=at, note="；".join(named), changes={"defects": named})
    return change


@action
def approve_change(
    *, change: ConsortiumChange, note: str = "", by: User, at: datetime | None = None
) -> ConsortiumChange:
    """The office grants the change: the entry gets a new version, the old one is kept, and R-CON must still hold."""
    require(rules.decide_registration, by, change.consortium)
    at = at or clock.now()
    consortium = locked(change.consortium)
    lifecycle.advance(change, "approve", by=by, at=at, note=note, changes={"defects": []})
    waiting = consortium.memberships.filter(state=MembershipState.INVITED).select_related("organization").order_by("pk")
    if waiting:
        defects = [_("“%(unit)s”尚未确认。") % {"unit": one.organization} for one in waiting]
        raise Refused("members_waiting", _("还有受邀单位没有答复，答复后再准予变更。"), defects=defects)
    _move_members(consortium, change, by=by, at=at)
    new = {key: _BY_ID[key].objects.filter(pk=pk).first() for key, pk in change.wanted.items() if key in _BY_ID}
    new = change.wanted | new
    if "name" in new:
        refuse_taken_name(new["name"], but=consortium.pk)
    refuse_foreign_chief(consortium, new.get("chief_scientist"))
    lifecycle.advance(
        consortium, "change", by=by, at=at, note=change.reason, changes={**new, "version": consortium.version + 1}
    )
    if "chief_scientist" in new:
        put_chief_on_roster(consortium, new["chief_scientist"])
    failed = checks.failed(checks.for_consortium(consortium, on=clock.local(at).date()))
    if failed:
        defects = [f"{one.text}：{one.facts}" for one in failed]
        raise Refused("conditions_unmet", _("变更后不符合备案条件，不能准予。"), defects=defects, id=consortium.pk)
    record_version(consortium, reason=change.reason, by=by, at=at)
    change.consortium = consortium
    return change


def _move_members(consortium: Consortium, change: ConsortiumChange, *, by: User, at: datetime) -> None:
    joining = list(consortium.memberships.filter(state=MembershipState.JOINING).order_by("pk"))
    leaving = list(consortium.memberships.filter(pk__in=change.removals, state=MembershipState.CONFIRMED))
    if joining or leaving:
        refuse_unless_members_change(consortium)
    for one in joining:
        lifecycle.advance(one, "admit", by=by, at=at, note=change.reason)
    for one in leaving:
        lifecycle.advance(one, "leave", by=by, at=at, note=change.reason)
        consortium.roster.filter(organization=one.organization_id).delete()


@action
def change_consortium(
    *, consortium: Consortium, changes: dict, reason: str, by: User, at: datetime | None = None
) -> Consortium:
    """The office corrects the entry as a new version. Bids keep the consortium as it was when they were submitted."""
    require(rules.decide_registration, by, consortium)
    at = at or clock.now()
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise Refused("not_changeable", _("不能变更：%(names)s。") % {"names": "、".join(sorted(unknown))})
    if not reason.strip():
        raise Refused("reason_missing", _("请写明变更理由。"))
    if "name" in changes:
        refuse_taken_name(changes["name"], but=consortium.pk)
    version = locked(consortium).version + 1
    lifecycle.advance(consortium, "change", by=by, at=at, note=reason, changes={**changes, "version": version})
    record_version(consortium, reason=reason.strip(), by=by, at=at)
    return consortium


@action
def suspend_consortium(*, consortium: Consortium, reason: str, by: User, at: datetime | None = None) -> Consortium:
    """While suspended it can neither start nor submit a bid."""
    return _decide(consortium, "suspend", reason, by=by, at=at)


@action
def resume_consortium(*, consortium: Consortium, reason: str, by: User, at: datetime | None = None) -> Consortium:
    return _decide(consortium, "resume", reason, by=by, at=at)


def _decide(consortium: Consortium, step: str, reason: str, *, by: User, at: datetime | None) -> Consortium:
    """A step of the office with its reason."""
    require(rules.decide_registration, by, consortium)
    return lifecycle.advance(consortium, step, by=by, at=at, note=with_reason(reason))


@action
def cancel_consortium(*, consortium: Consortium, reason: str, by: User, at: datetime | None = None) -> Consortium:
    """The office strikes a registered one out; the lead gives up one that is not registered yet."""
    is_forming = consortium.registration_number is None
    require(rules.manage_consortium if is_forming else rules.decide_registration, by, consortium)
    fresh = locked(consortium)
    numbers = list(queries.live_bids(fresh).order_by("pk").values_list("number", flat=True))
    if numbers:
        raise Refused(
            "live_bid", _("联合体有在办的揭榜方案（%(numbers)s），不能注销。") % {"numbers": "、".join(numbers)}
        )
    return lifecycle.advance(consortium, "cancel", by=by, at=at, note=with_reason(reason))
