"""How units come into a consortium and leave it: each by its own administrator's word (3.3)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.queries import users_with_role
from consortia import queries, rules
from consortia.actions.registration import FORMING, _frozen
from consortia.enums import ConsortiumState, MembershipRole, MembershipState
from consortia.models import Consortium, Membership
from core import clock, lifecycle, outbox
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def invite_member(
    *,
    consortium: Consortium,
    organization: Organization,
    by: User,
    role: str = MembershipRole.MEMBER,
    tasks: str = "",
    at: datetime | None = None,
) -> Membership:
    """Ask a unit to join; one that refused or left may be asked again. Not while a bid is under way (3.7)."""
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    _can_change_members(fresh)
    if role != MembershipRole.MEMBER:
        raise Refused("one_lead", _("联合体只能有一个牵头单位。"), id=fresh.pk)
    if organization.state != "ACTIVE":
        raise Refused("organization_inactive", _("“%(unit)s”尚未通过审核或已停用。") % {"unit": organization})
    earlier = fresh.memberships.filter(organization=organization).first()
    if earlier is None:
        asked = lifecycle.begin(
            Membership, by=by, at=at, consortium=fresh, role=role, tasks=tasks, **_frozen(organization)
        )
    elif earlier.state in {MembershipState.REFUSED, MembershipState.LEFT}:
        changes = {"tasks": tasks, "confirmed_at": None, "confirmed_by": None, **_frozen(organization)}
        asked = lifecycle.advance(earlier, "reinvite", by=by, at=at, changes=changes)
    else:
        raise Refused("already_member", _("“%(unit)s”已在联合体中。") % {"unit": organization}, id=earlier.pk)
    for user in users_with_role("UNIT_ADMIN", on=clock.local(at).date(), organization=organization):
        title = _("“%(name)s”邀请贵单位加入") % {"name": fresh.name}
        key = f"membership:{asked.pk}:{at.isoformat()}"
        outbox.notify(user, title=title, url=fresh.get_absolute_url(), key=key, at=at)
    return asked


@action
def confirm_membership(
    *,
    membership: Membership,
    by: User,
    tasks: str = "",
    self_fund_commitment_fen: int = 0,
    at: datetime | None = None,
) -> Membership:
    """The unit's own administrator says yes, with its task and what it brings (in fen)."""
    require(rules.answer_invitation, by, membership)
    changes = {**_frozen(membership.organization), "self_fund_commitment_fen": self_fund_commitment_fen}
    if tasks.strip():
        changes["tasks"] = tasks.strip()
    return lifecycle.advance(membership, "confirm", by=by, at=at, changes=changes)


@action
def refuse_membership(*, membership: Membership, reason: str, by: User, at: datetime | None = None) -> Membership:
    require(rules.answer_invitation, by, membership)
    if membership.role == MembershipRole.LEAD:
        raise Refused("lead_stays", _("牵头单位不能拒绝；不再组建的，请注销联合体。"))
    return lifecycle.advance(membership, "refuse", by=by, at=at, note=reason)


@action
def leave_consortium(*, membership: Membership, reason: str, by: User, at: datetime | None = None) -> Membership:
    """A member leaves, or the lead lets it go; while a bid or a project is under way a change request is needed."""
    require(rules.end_membership, by, membership)
    _can_change_members(locked(membership.consortium))
    if membership.role == MembershipRole.LEAD:
        raise Refused("lead_stays", _("牵头单位不能退出；不再组建的，请注销联合体。"))
    if not reason.strip():
        raise Refused("reason_missing", _("请写明理由。"))
    return lifecycle.advance(membership, "leave", by=by, at=at, note=reason)


def _can_change_members(consortium: Consortium) -> None:
    """`consortium` is locked."""
    if consortium.state not in {*FORMING, ConsortiumState.REGISTERED}:
        state = consortium.get_state_display()
        raise Refused("wrong_state", _("联合体现为“%(state)s”，不能变更成员。") % {"state": state}, id=consortium.pk)
    numbers = list(queries.live_bids(consortium).order_by("pk").values_list("number", flat=True))
    if numbers:
        sentence = _("联合体有在办的揭榜方案（%(numbers)s），成员变更须先办理变更申请。")
        raise Refused("live_bid", sentence % {"numbers": "、".join(numbers)}, id=consortium.pk)
