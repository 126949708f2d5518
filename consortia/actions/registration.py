"""From founding a consortium to its registration and what happens to the registration later (3.3)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Organization, Person, User
from consortia import checks, register, rules, sealing
from consortia.enums import ConsortiumState, MembershipRole, MembershipState, TeamRole
from consortia.models import Consortium, ConsortiumVersion, Membership, RosterEntry
from core import clock, events, lifecycle, numbering, outbox, storage
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

VALID_YEARS = 3
FILE_LIMIT_BYTES = 50 * 1024 * 1024
FORMING = register.FORMING
#: What the lead writes about a consortium that is not registered yet.
EDITABLE = ("name", "programme", "field", "chief_scientist", "goals", "benefit_terms")


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
    refuse_taken_name(name)
    consortium = lifecycle.begin(
        Consortium,
        by=by,
        at=at,
        name=name.strip(),
        lead=lead,
        handler=by,
        programme=programme,
        field=field,
        chief_scientist=chief_scientist,
        goals=goals,
        benefit_terms=benefit_terms,
    )
    lifecycle.begin(
        Membership, by=by, at=at, label=_("列为牵头单位"), note=lead.name, consortium=consortium,
        role=MembershipRole.LEAD, **frozen(lead),
    )  # fmt: skip
    return consortium


def refuse_taken_name(name: str, but: int | None = None) -> None:
    if Consortium.objects.filter(name=name.strip()).exclude(pk=but).exists():
        raise Refused("name_taken", _("已有名为“%(name)s”的联合体，请更换名称。") % {"name": name.strip()})


@action
def edit_consortium(*, consortium: Consortium, changes: dict, by: User, at: datetime | None = None) -> Consortium:
    """The lead writes what the consortium is for, until it is filed (`EDITABLE`)."""
    require(rules.manage_consortium, by, consortium)
    fresh = locked(consortium)
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise Refused("not_editable", _("不能修改：%(names)s。") % {"names": "、".join(unknown)})
    if fresh.state not in {*FORMING, ConsortiumState.AGREED}:
        state = fresh.get_state_display()
        raise Refused("wrong_state", _("联合体现为“%(state)s”，不能直接修改。") % {"state": state}, id=fresh.pk)
    if "name" in changes:
        changes = changes | {"name": changes["name"].strip()}
        refuse_taken_name(changes["name"], but=fresh.pk)
    refuse_foreign_chief(fresh, changes.get("chief_scientist"))
    changed = sorted(key for key, value in changes.items() if getattr(fresh, key) != value)
    if changed:
        Consortium.objects.filter(pk=fresh.pk).update(**changes)
        words = "、".join(str(Consortium._meta.get_field(name).verbose_name) for name in changed)
        events.record(fresh, "consortium.edit", by=by, at=at or clock.now(), label=_("修改基本信息"), note=words)
        if "chief_scientist" in changed:
            put_chief_on_roster(fresh, changes["chief_scientist"])
    consortium.refresh_from_db()
    return consortium


def refuse_foreign_chief(consortium: Consortium, chief: Person | None) -> None:
    """The chief scientist is one of the members' people (R-CON-04)."""
    if chief is None:
        return
    units = consortium.memberships.filter(state__in=register.TAKING_PART).values_list("organization_id", flat=True)
    if chief.organization_id not in set(units) or chief.left_on is not None:
        raise Refused("foreign_chief", _("首席科学家须是联合体各单位的在职人员。"), person=chief.pk)


def put_chief_on_roster(consortium: Consortium, chief: Person | None) -> None:
    """Exactly the chief scientist carries that role on the roster."""
    consortium.roster.filter(role=TeamRole.CHIEF_SCIENTIST).update(role=TeamRole.CORE)
    if chief is not None:
        values = {"organization": chief.organization, "role": TeamRole.CHIEF_SCIENTIST}
        RosterEntry.objects.update_or_create(consortium=consortium, person=chief, defaults=values)


@action
def put_agreement(*, consortium: Consortium, upload, by: User, at: datetime | None = None) -> Consortium:
    """The lead lays down the text of the agreement; every unit then signs this very file. A new text asks for new signatures."""
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    if fresh.state not in FORMING:
        state = fresh.get_state_display()
        raise Refused("wrong_state", _("联合体现为“%(state)s”，不能更换协议文本。") % {"state": state}, id=fresh.pk)
    kept = storage.store(upload, by=by, kind="AGREEMENT", limit_bytes=FILE_LIMIT_BYTES, at=at)
    Consortium.objects.filter(pk=fresh.pk).update(agreement=kept, has_all_seals=False)
    note = f"{kept.name}，SHA-256 {kept.sha256}"
    events.record(fresh, "consortium.agreement", by=by, at=at, label=_("上传组建协议文本"), note=note)
    consortium.refresh_from_db()
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
def agree_consortium(
    *,
    consortium: Consortium,
    agreement_number: str,
    signed_on: date,
    by: User,
    upload=None,
    at: datetime | None = None,
) -> Consortium:
    """The agreement is signed: every invited unit has answered by its own administrator (R-CON-04).

    Either every unit signed the text in the system, or `upload` is the scan that bears all seals.
    """
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    waiting = fresh.memberships.filter(state=MembershipState.INVITED).select_related("organization").order_by("pk")
    if waiting:
        defects = [_("“%(unit)s”尚未确认。") % {"unit": one.organization} for one in waiting]
        raise Refused("members_waiting", _("还有成员单位没有确认，请其单位管理员登录后确认或拒绝。"), defects=defects)
    if signed_on > clock.local(at).date():
        raise Refused("signed_later", _("签订日期不能晚于今天。"))
    if upload is None:
        _refuse_unsigned(fresh)
    changes = {"agreement_number": agreement_number.strip(), "signed_on": signed_on}
    if upload is not None:
        changes["agreement"] = storage.store(upload, by=by, kind="AGREEMENT", limit_bytes=FILE_LIMIT_BYTES, at=at)
        changes["has_all_seals"] = True
    return lifecycle.advance(consortium, "agree", by=by, at=at, changes=changes)


def _refuse_unsigned(consortium: Consortium) -> None:
    """`consortium` is locked. Nothing to ask where the agreement was never put into the system."""
    if not register.needs_signature(consortium):
        return
    rows = consortium.memberships.filter(state=MembershipState.CONFIRMED).select_related("organization").order_by("pk")
    unsigned = [one for one in rows if not register.is_signed(consortium, one)]
    if unsigned:
        defects = [_("“%(unit)s”尚未签署协议。") % {"unit": one.organization} for one in unsigned]
        sentence = _("还有单位没有签署组建协议；请其单位管理员登录后签署，或直接上传各方盖章的扫描件。")
        raise Refused("signatures_missing", sentence, defects=defects, id=consortium.pk)


@action
def reopen_consortium(*, consortium: Consortium, reason: str, by: User, at: datetime | None = None) -> Consortium:
    """The lead takes a signed or filed registration back to change something; members' answers stay."""
    require(rules.manage_consortium, by, consortium)
    return lifecycle.advance(consortium, "reopen", by=by, at=at, note=with_reason(reason))


@action
def file_consortium(*, consortium: Consortium, by: User, at: datetime | None = None) -> Consortium:
    """Hand the registration in; every condition that does not hold is named at once (R-CON-01…08)."""
    require(rules.manage_consortium, by, consortium)
    fresh, at = locked(consortium), at or clock.now()
    failed = checks.failed(checks.for_consortium(fresh, on=clock.local(at).date()))
    if failed and fresh.state == ConsortiumState.AGREED:
        defects = [f"{one.text}：{one.facts}" for one in failed]
        raise Refused("conditions_unmet", _("尚不符合备案条件，请补齐后再提交。"), defects=defects, id=fresh.pk)
    return lifecycle.advance(consortium, "file", by=by, at=at, changes={"defects": []})


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
    record_version(consortium, reason=_("准予备案"), by=by, at=at)
    return consortium


def record_version(consortium: Consortium, *, reason: str, by: User, at: datetime) -> ConsortiumVersion:
    """Keep the entry as it stands now under its number."""
    fresh = Consortium.objects.get(pk=consortium.pk)
    return ConsortiumVersion.objects.create(
        consortium=fresh,
        number=fresh.version,
        content=register.snapshot(fresh),
        reason=reason,
        made_at=at,
        made_by=by,
    )


def with_reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason_missing", _("请写明理由。"))
    return reason.strip()


def frozen(organization: Organization) -> dict:
    """What a unit is when it signs."""
    return {
        "organization": organization,
        "kind_at_signing": organization.kind,
        "is_local_at_signing": organization.division.is_local,
    }


def tell_handler(consortium: Consortium, title: str, body: str, *, key: str, at: datetime) -> None:
    """Whoever handles the consortium at the lead learns of it."""
    mark = f"consortium:{consortium.pk}:{key}:{at.isoformat()}"
    text = f"{consortium.name}：{body}" if body else consortium.name
    outbox.notify(consortium.handler, title=title, body=text, url=consortium.get_absolute_url(), key=mark, at=at)
