"""From founding a consortium to its registration and what happens to the registration later (3.3)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.queries import users_with_role
from consortia import checks, queries, rules, sealing
from consortia.enums import ConsortiumState, MembershipRole, MembershipState, TeamRole
from consortia.models import Consortium, Membership, Platform, RosterEntry
from core import clock, events, lifecycle, numbering, outbox, storage
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

VALID_YEARS = 3
FILE_LIMIT_BYTES = 50 * 1024 * 1024
FORMING = (ConsortiumState.DRAFT, ConsortiumState.RETURNED)
#: What an entry in the register may be changed in; members come and go by memberships.
CHANGEABLE = ("name", "field", "chief_scientist", "goals", "benefit_terms", "agreement_number", "signed_on", "valid_to")


@action
def create_consortium(
    *,
    name: str,
    lead: Organization,
    by: User,
    programme=None,
    field=None,
    chief_scientist=None,
    goals: str = "",
    benefit_terms: str = "",
    at: datetime | None = None,
) -> Consortium:
    """Found a consortium; the lead becomes its first member, whose own administrator still confirms."""
    require(rules.found_consortium, by, lead)
    at = at or clock.now()
    if lead.state != "ACTIVE":
        raise Refused("organization_inactive", _("单位尚未通过审核或已停用，不能组建联合体。"), organization=lead.pk)
    if Consortium.objects.filter(name=name.strip()).exists():
        raise Refused("name_taken", _("已有名为“%(name)s”的联合体，请更换名称。") % {"name": name.strip()})
    consortium = lifecycle.begin(
        Consortium,
        by=by,
        at=at,
        name=name.strip(),
        lead=lead,
        programme=programme,
        field=field,
        chief_scientist=chief_scientist,
        goals=goals,
        benefit_terms=benefit_terms,
    )
    lifecycle.begin(Membership, by=by, at=at, consortium=consortium, role=MembershipRole.LEAD, **_frozen(lead))
    return consortium


@action
def set_roster(*, consortium: Consortium, rows: list[dict], by: User, at: datetime | None = None) -> None:
    """The research team: `rows` of `person` and optional `role`. Replaces the roster as a whole."""
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    members = set(fresh.memberships.exclude(state=MembershipState.REFUSED).values_list("organization_id", flat=True))
    strangers = [row["person"].name for row in rows if row["person"].organization_id not in members]
    if strangers:
        raise Refused("not_a_member", _("以下人员的单位不在联合体中：%(names)s。") % {"names": "、".join(strangers)})
    fresh.roster.all().delete()
    RosterEntry.objects.bulk_create(
        RosterEntry(
            consortium=fresh,
            person=row["person"],
            organization=row["person"].organization,
            role=row.get("role", TeamRole.CORE),
        )
        for row in {row["person"].pk: row for row in rows}.values()
    )
    events.record(fresh, "consortium.roster", by=by, at=at, label=_("更新研发团队"), data={"count": len(rows)})


@action
def add_platform(
    *,
    organization: Organization,
    name: str,
    level: str,
    by: User,
    kind: str = "",
    approved_by_name: str = "",
    approved_year: int | None = None,
    document_number: str = "",
    at: datetime | None = None,
) -> Platform:
    """A platform of the own unit, counted once however many consortia the unit is in (S32)."""
    require(rules.add_platform, by, organization)
    if Platform.objects.filter(organization=organization, name=name.strip()).exists():
        raise Refused("platform_exists", _("该平台已经登记。"), organization=organization.pk)
    platform = Platform.objects.create(
        organization=organization,
        name=name.strip(),
        level=level,
        kind=kind,
        approved_by_name=approved_by_name,
        approved_year=approved_year,
        document_number=document_number,
    )
    events.record(platform, "platform.create", by=by, at=at or clock.now(), label=_("登记创新平台"))
    return platform


@action
def agree_consortium(
    *,
    consortium: Consortium,
    agreement_number: str,
    signed_on: date,
    by: User,
    upload=None,
    at: datetime | None = None,
) -> Consortium:
    """The agreement is signed: every invited unit has answered by its own administrator (R-CON-04)."""
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    waiting = fresh.memberships.filter(state=MembershipState.INVITED).select_related("organization").order_by("pk")
    if waiting:
        defects = [_("“%(unit)s”尚未确认。") % {"unit": one.organization} for one in waiting]
        raise Refused("members_waiting", _("还有成员单位没有确认，请其单位管理员登录后确认或拒绝。"), defects=defects)
    if signed_on > clock.local(at).date():
        raise Refused("signed_later", _("签订日期不能晚于今天。"))
    changes = {"agreement_number": agreement_number.strip(), "signed_on": signed_on, "defects": []}
    if upload is not None:
        changes["agreement"] = storage.store(upload, by=by, kind="AGREEMENT", limit_bytes=FILE_LIMIT_BYTES, at=at)
    return lifecycle.advance(consortium, "agree", by=by, at=at, changes=changes)


@action
def file_consortium(*, consortium: Consortium, by: User, at: datetime | None = None) -> Consortium:
    """Hand the registration in; every condition that does not hold is named at once (R-CON-01…08)."""
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    failed = checks.failed(checks.for_consortium(fresh, on=clock.local(at).date()))
    if failed and fresh.state == ConsortiumState.AGREED:
        defects = [f"{one.text}：{one.facts}" for one in failed]
        raise Refused("conditions_unmet", _("尚不符合备案条件，请补齐后再提交。"), defects=defects, id=fresh.pk)
    return lifecycle.advance(consortium, "file", by=by, at=at)


@action
def return_consortium(
    *, consortium: Consortium, defects: list[str], by: User, at: datetime | None = None
) -> Consortium:
    """Give it back with all defects at once (R-TIM-09)."""
    require(rules.decide_registration, by, consortium)
    named = [defect.strip() for defect in defects if defect.strip()]
    if not named:
        raise Refused("defects_missing", _("请一次写明全部需要补正的内容。"))
    at = at or clock.now()
    lifecycle.advance(consortium, "return", by=by, at=at, note="；".join(named), changes={"defects": named})
    _tell_lead(consortium, _("联合体备案已退回补正"), "；".join(named), at=at)
    return consortium


@action
def register_consortium(
    *,
    consortium: Consortium,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
    at: datetime | None = None,
) -> Consortium:
    """Enter it in the register: a number without gaps, the dates of validity (three years unless named), the recall key."""
    require(rules.decide_registration, by, consortium)
    at = at or clock.now()
    fresh = locked(consortium)
    start = valid_from or clock.local(at).date()
    end = valid_to or start.replace(year=start.year + VALID_YEARS, day=min(start.day, 28))
    if end < start:
        raise Refused("validity", _("有效期止不能早于有效期起。"))
    changes = {
        "valid_from": start,
        "valid_to": end,
        "defects": [],
        "next_check_at": datetime.combine(end, datetime.min.time(), clock.BEIJING),
    }
    if fresh.registration_number is None and fresh.state == ConsortiumState.FILED:
        changes["registration_number"] = f"NMCX{start.year}{numbering.take(f'consortium:{start.year}'):03d}"
    if fresh.recall_public_key is None:
        changes["recall_public_key"] = sealing.make_recall_key(fresh)
    lifecycle.advance(consortium, "register", by=by, at=at, changes=changes)
    _tell_lead(
        consortium, _("联合体已备案"), _("备案号 %(number)s。") % {"number": consortium.registration_number}, at=at
    )
    return consortium


@action
def change_consortium(
    *, consortium: Consortium, changes: dict, reason: str, by: User, at: datetime | None = None
) -> Consortium:
    """Record a change of the entry as a new version. Bids keep the consortium as it was when they were submitted."""
    require(rules.decide_registration, by, consortium)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise Refused("not_changeable", _("不能变更：%(names)s。") % {"names": "、".join(sorted(unknown))})
    if not reason.strip():
        raise Refused("reason_missing", _("请写明变更理由。"))
    version = locked(consortium).version + 1
    return lifecycle.advance(consortium, "change", by=by, at=at, note=reason, changes={**changes, "version": version})


@action
def suspend_consortium(*, consortium: Consortium, reason: str, by: User, at: datetime | None = None) -> Consortium:
    require(rules.decide_registration, by, consortium)
    return lifecycle.advance(consortium, "suspend", by=by, at=at, note=_with_reason(reason))


@action
def resume_consortium(*, consortium: Consortium, reason: str, by: User, at: datetime | None = None) -> Consortium:
    require(rules.decide_registration, by, consortium)
    return lifecycle.advance(consortium, "resume", by=by, at=at, note=_with_reason(reason))


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
    return lifecycle.advance(consortium, "cancel", by=by, at=at, note=_with_reason(reason))


def _with_reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason_missing", _("请写明理由。"))
    return reason.strip()


def _frozen(organization: Organization) -> dict:
    """What a unit is when it signs."""
    return {
        "organization": organization,
        "kind_at_signing": organization.kind,
        "is_local_at_signing": organization.division.is_local,
    }


def _tell_lead(consortium: Consortium, title: str, body: str, *, at: datetime) -> None:
    people = users_with_role("APPLICANT", "UNIT_ADMIN", on=clock.local(at).date(), organization=consortium.lead)
    for user in people:
        key = f"consortium:{consortium.pk}:{consortium.state}:{at.isoformat()}"
        outbox.notify(
            user, title=title, body=f"{consortium.name}：{body}", url=consortium.get_absolute_url(), key=key, at=at
        )
