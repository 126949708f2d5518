"""How units come into a consortium, fill in their part and leave it: each by its own people's word (3.3, C02)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.queries import users_with_role
from consortia import queries, register, rules
from consortia.actions.registration import FILE_LIMIT_BYTES, FORMING, frozen, record_version, tell_handler
from consortia.enums import ConsortiumState, MembershipRole, MembershipState, TeamRole
from consortia.models import Consortium, Membership, RosterEntry
from core import clock, events, lifecycle, outbox, storage
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

#: While a unit's people may be put on the roster.
ROSTER_OPEN = (*FORMING, ConsortiumState.AGREED, ConsortiumState.REGISTERED)


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
    refuse_unless_members_change(fresh)
    if role != MembershipRole.MEMBER:
        raise Refused("one_lead", _("联合体只能有一个牵头单位。"), id=fresh.pk)
    if organization.state != "ACTIVE":
        raise Refused("organization_inactive", _("“%(unit)s”尚未通过审核或已停用。") % {"unit": organization})
    earlier = fresh.memberships.filter(organization=organization).first()
    if earlier is None:
        asked = lifecycle.begin(
            Membership, by=by, at=at, label=_("邀请成员单位"), note=organization.name, consortium=fresh, role=role,
            tasks=tasks, **frozen(organization),
        )  # fmt: skip
    elif earlier.state in {MembershipState.REFUSED, MembershipState.LEFT}:
        changes = {"tasks": tasks, "refusal_reason": "", **UNSIGNED, **UNANSWERED, **frozen(organization)}
        asked = lifecycle.advance(earlier, "reinvite", by=by, at=at, changes=changes)
    else:
        raise Refused("already_member", _("“%(unit)s”已在联合体中。") % {"unit": organization}, id=earlier.pk)
    _tell_unit(asked, _("“%(name)s”邀请贵单位加入") % {"name": fresh.name}, tasks, key="invite", at=at)
    return asked


UNSIGNED = {"signed_at": None, "signed_by": None, "signed_sha256": ""}
UNANSWERED = {"confirmed_at": None, "confirmed_by": None, "reminded_at": None, "reminded_by": None}


@action
def fill_part(
    *,
    membership: Membership,
    tasks: str,
    share_percent: int | None,
    self_fund_commitment_fen: int,
    people: list | None = None,
    confirms: bool = False,
    by: User,
    at: datetime | None = None,
) -> Membership:
    """A unit writes what it takes on: task, share (whole percent), own money (fen). What it signed before counts no more.

    `people` go on the roster with it; with `confirms` its administrator says yes in the same breath.
    """
    require(rules.fill_part, by, membership)
    at = at or clock.now()
    row = locked(membership)
    _refuse_unless_open_part(row)
    wanted = {
        "tasks": tasks.strip(),
        "share_percent": share_percent,
        "self_fund_commitment_fen": self_fund_commitment_fen,
    }
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if changed:
        Membership.objects.filter(pk=row.pk).update(**wanted, **(UNSIGNED if row.signed_at else {}))
        words = "、".join(str(Membership._meta.get_field(name).verbose_name).replace("（分）", "") for name in changed)
        note = words + (_("；原签署失效，须重新签署") if row.signed_at else "")
        events.record(row, "membership.fill", by=by, at=at, label=_("填写本单位部分"), note=note)
    membership.refresh_from_db()
    if people is not None:
        set_part_people(membership=membership, people=people, by=by, at=at)
    if confirms:
        confirm_membership(membership=membership, by=by, at=at)
    return membership


@action
def confirm_membership(
    *,
    membership: Membership,
    by: User,
    tasks: str = "",
    self_fund_commitment_fen: int | None = None,
    share_percent: int | None = None,
    at: datetime | None = None,
) -> Membership:
    """The unit's own administrator says yes, with its task, its share and what it brings (in fen).

    In a registered consortium the unit counts from the day the change of the registration is granted (3.3). While the
    registration is suspended, or over, nobody comes in: past the office he would.
    """
    require(rules.answer_invitation, by, membership)
    at = at or clock.now()
    fresh = Consortium.objects.select_for_update(of=("self",)).get(pk=membership.consortium_id)
    if fresh.state not in {*FORMING, ConsortiumState.REGISTERED}:
        state = fresh.get_state_display()
        raise Refused("wrong_state", _("联合体现为“%(state)s”，不能加入。") % {"state": state}, id=fresh.pk)
    changes = frozen(membership.organization)
    if self_fund_commitment_fen is not None:
        changes["self_fund_commitment_fen"] = self_fund_commitment_fen
    if share_percent is not None:
        changes["share_percent"] = share_percent
    if tasks.strip():
        changes["tasks"] = tasks.strip()
    step = "join" if fresh.state == ConsortiumState.REGISTERED else "confirm"
    lifecycle.advance(membership, step, by=by, at=at, changes=changes)
    waiting = fresh.memberships.filter(state=MembershipState.INVITED).count()
    if membership.role != MembershipRole.LEAD:
        body = _("还有 %(count)d 家待确认。") % {"count": waiting} if waiting else _("全部成员单位均已答复。")
        title = _("“%(unit)s”已确认加入") % {"unit": membership.organization}
        tell_handler(fresh, title, body, key=f"confirm:{membership.pk}", at=at)
    return membership


@action
def refuse_membership(*, membership: Membership, reason: str, by: User, at: datetime | None = None) -> Membership:
    """The unit says no and why; the lead learns of it at once and may ask again or ask another unit."""
    require(rules.answer_invitation, by, membership)
    at = at or clock.now()
    if membership.role == MembershipRole.LEAD:
        raise Refused("lead_stays", _("牵头单位不能拒绝；不再组建的，请注销联合体。"))
    if not reason.strip():
        raise Refused("reason_missing", _("请写明拒绝的理由，便于牵头单位调整。"))
    changes = {"refusal_reason": reason.strip()}
    lifecycle.advance(membership, "refuse", by=by, at=at, note=reason.strip(), changes=changes)
    _take_off_roster(membership)
    title = _("“%(unit)s”未同意加入") % {"unit": membership.organization}
    tell_handler(membership.consortium, title, reason.strip(), key=f"refuse:{membership.pk}", at=at)
    return membership


@action
def set_part_people(*, membership: Membership, people: list, by: User, at: datetime | None = None) -> int:
    """A unit puts its own people on the roster; the others' stay as they are. Answers how many."""
    require(rules.fill_part, by, membership)
    fresh, at = locked(membership.consortium), at or clock.now()
    if fresh.state not in ROSTER_OPEN or membership.state not in register.TAKING_PART:
        raise Refused("wrong_state", _("联合体现为“%(state)s”，不能更新人员。") % {"state": fresh.get_state_display()})
    wanted = {one.pk: one for one in people}
    strangers = [
        one.name for one in wanted.values() if one.organization_id != membership.organization_id or one.left_on
    ]
    if strangers:
        raise Refused("not_own_people", _("以下人员不是本单位在职人员：%(names)s。") % {"names": "、".join(strangers)})
    own = fresh.roster.filter(organization=membership.organization_id)
    if not wanted and not own.exists():
        return 0  # nobody was there and nobody came: nothing that anybody would look up
    own.exclude(person__in=wanted).delete()
    known = set(fresh.roster.filter(person__in=wanted).values_list("person_id", flat=True))
    RosterEntry.objects.bulk_create(
        RosterEntry(
            consortium=fresh,
            person=one,
            organization_id=membership.organization_id,
            role=TeamRole.CHIEF_SCIENTIST if one.pk == fresh.chief_scientist_id else TeamRole.CORE,
        )
        for one in wanted.values()
        if one.pk not in known
    )
    note = _("%(unit)s：%(count)d 人") % {"unit": membership.organization, "count": len(wanted)}
    events.record(fresh, "consortium.roster", by=by, at=at, label=_("更新研发团队"), note=note)
    return len(wanted)


@action
def sign_agreement(*, membership: Membership, by: User, upload=None, at: datetime | None = None) -> Membership:
    """The unit's administrator signs the agreement as it lies there: the digest of the file is kept beside the signature.

    `upload`: a scan with the unit's seal, where the unit wants one to be kept.
    """
    require(rules.answer_invitation, by, membership)
    at = at or clock.now()
    consortium, row = locked(membership.consortium), locked(membership)
    if not register.needs_signature(consortium):
        raise Refused("nothing_to_sign", _("现在没有待签署的组建协议；请等牵头单位上传协议文本。"), id=consortium.pk)
    if row.state != MembershipState.CONFIRMED:
        raise Refused("confirm_first", _("请先确认加入，再签署协议。"), id=row.pk)
    if register.is_signed(consortium, row):
        raise Refused("signed_already", _("本单位已签署该协议。"), id=row.pk)
    changes = {"signed_at": at, "signed_by": by, "signed_sha256": consortium.agreement.sha256}
    if upload is not None:
        changes["seal_file"] = storage.store(upload, by=by, kind="SEAL", limit_bytes=FILE_LIMIT_BYTES, at=at)
    Membership.objects.filter(pk=row.pk).update(**changes)
    note = f"SHA-256 {consortium.agreement.sha256}"
    events.record(row, "membership.sign", by=by, at=at, label=_("签署组建协议"), note=note)
    title = _("“%(unit)s”已签署组建协议") % {"unit": membership.organization}
    tell_handler(consortium, title, "", key=f"sign:{row.pk}", at=at)
    membership.refresh_from_db()
    return membership


@action
def remind_member(*, membership: Membership, by: User, at: datetime | None = None) -> Membership:
    """The lead reminds a unit of what is still missing, once in 24 hours. Refused: reminded_lately, nothing_missing."""
    require(rules.manage_consortium, by, membership.consortium)
    row, at = locked(membership), at or clock.now()
    missing = register.missing_of(membership.consortium, row) if row.state in register.TAKING_PART else ()
    if not missing:
        raise Refused("nothing_missing", _("该单位没有待办事项，无需催办。"), id=row.pk)
    if not register.may_remind(row, at):
        when = f"{clock.local(row.reminded_at):%Y-%m-%d %H:%M}"
        raise Refused("reminded_lately", _("已于 %(when)s 催办，24 小时内不重复催办。") % {"when": when}, id=row.pk)
    Membership.objects.filter(pk=row.pk).update(reminded_at=at, reminded_by=by)
    note = "；".join(missing)
    events.record(row, "membership.remind", by=by, at=at, label=_("催办"), note=note)
    title = _("请办理“%(name)s”事项") % {"name": membership.consortium.name}
    _tell_unit(row, title, note, key="remind", at=at)
    membership.refresh_from_db()
    return membership


@action
def leave_consortium(*, membership: Membership, reason: str, by: User, at: datetime | None = None) -> Membership:
    """A member leaves, or the lead lets it go. From a registered consortium the lead removes by a change of the
    registration only; a member's own exit takes effect at once and makes a new version. Not while a bid is under way."""
    require(rules.end_membership, by, membership)
    at = at or clock.now()
    consortium = locked(membership.consortium)
    refuse_unless_members_change(consortium)
    if membership.role == MembershipRole.LEAD:
        raise Refused("lead_stays", _("牵头单位不能退出；不再组建的，请注销联合体。"))
    if not reason.strip():
        raise Refused("reason_missing", _("请写明理由。"))
    is_registered = consortium.state == ConsortiumState.REGISTERED
    was_counted = locked(membership).state == MembershipState.CONFIRMED
    if is_registered and was_counted and by.organization_id != membership.organization_id:
        raise Refused("change_needed", _("已备案的联合体移出成员，请提交备案变更申请。"), id=consortium.pk)
    lifecycle.advance(membership, "leave", by=by, at=at, note=reason.strip())
    _take_off_roster(membership)
    if by.organization_id == membership.organization_id:
        title = _("“%(unit)s”已退出") % {"unit": membership.organization}
        tell_handler(consortium, title, reason.strip(), key=f"leave:{membership.pk}", at=at)
    if is_registered and was_counted:
        note = _("%(unit)s退出：%(reason)s") % {"unit": membership.organization, "reason": reason.strip()}
        version = {"version": consortium.version + 1}
        lifecycle.advance(consortium, "change", by=by, at=at, note=note, changes=version)
        record_version(consortium, reason=note, by=by, at=at)
    return membership


def refuse_unless_members_change(consortium: Consortium) -> None:
    """`consortium` is locked."""
    if consortium.state not in {*FORMING, ConsortiumState.REGISTERED}:
        state = consortium.get_state_display()
        raise Refused("wrong_state", _("联合体现为“%(state)s”，不能变更成员。") % {"state": state}, id=consortium.pk)
    numbers = list(queries.live_bids(consortium).order_by("pk").values_list("number", flat=True))
    if numbers:
        sentence = _("联合体有在办的揭榜方案（%(numbers)s），成员变更须先办理变更申请。")
        raise Refused("live_bid", sentence % {"numbers": "、".join(numbers)}, id=consortium.pk)


def _refuse_unless_open_part(row: Membership) -> None:
    """Terms are written while the consortium forms, or by a unit that is joining a registered one."""
    consortium = row.consortium
    is_joining = row.state in {MembershipState.INVITED, MembershipState.JOINING}
    if row.state not in register.TAKING_PART:
        raise Refused("not_taking_part", _("本单位未参加该联合体。"), id=row.pk)
    if consortium.state in FORMING or (is_joining and consortium.state == ConsortiumState.REGISTERED):
        return
    state = consortium.get_state_display()
    raise Refused("wrong_state", _("联合体现为“%(state)s”，任务和承诺已锁定。") % {"state": state}, id=consortium.pk)


def _take_off_roster(membership: Membership) -> None:
    membership.consortium.roster.filter(organization=membership.organization_id).delete()


def _tell_unit(membership: Membership, title: str, body: str, *, key: str, at: datetime) -> None:
    """The unit's administrators and applicants: whoever sees it first tells the other."""
    people = users_with_role("UNIT_ADMIN", "APPLICANT", on=clock.local(at).date(), organization=membership.organization)
    for user in people:
        mark = f"membership:{membership.pk}:{key}:{at.isoformat()}"
        outbox.notify(user, title=title, body=body, url=membership.consortium.get_absolute_url(), key=mark, at=at)
