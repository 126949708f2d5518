"""The register as people read it: what an entry says at a version, what changed, who has done what, who is waited for (C02, C04)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Organization
from consortia import queries
from consortia.enums import ChangeState, ConsortiumState, MembershipRole, MembershipState
from consortia.models import Consortium, ConsortiumChange, Membership, Platform
from core import clock, money
from core.models import Event

#: A member is reminded once in this time.
REMIND_EVERY = timedelta(hours=24)
#: While members come, fill in their part and sign.
FORMING = (ConsortiumState.DRAFT, ConsortiumState.RETURNED)
#: Memberships that belong to the consortium or may soon.
TAKING_PART = (MembershipState.INVITED, MembershipState.CONFIRMED, MembershipState.JOINING)


# Versions


def snapshot(consortium: Consortium) -> dict:
    """What the register says of a consortium now: plain values, names beside ids, so that it reads without the rows."""
    chief = consortium.chief_scientist
    return {
        "name": consortium.name,
        "registration_number": consortium.registration_number or "",
        "programme": str(consortium.programme or ""),
        "field": str(consortium.field or ""),
        "lead": consortium.lead.name,
        "chief_scientist": f"{chief.name}（{chief.organization.name}）" if chief else "",
        "goals": consortium.goals,
        "benefit_terms": consortium.benefit_terms,
        "agreement_number": consortium.agreement_number,
        "agreement_sha256": consortium.agreement.sha256 if consortium.agreement_id else "",
        "signed_on": consortium.signed_on.isoformat() if consortium.signed_on else "",
        "valid_from": consortium.valid_from.isoformat() if consortium.valid_from else "",
        "valid_to": consortium.valid_to.isoformat() if consortium.valid_to else "",
        "members": [
            {
                "organization": one.organization_id,
                "name": one.organization.name,
                "uscc": one.organization.uscc,
                "role": one.role,
                "kind": one.kind_at_signing,
                "is_local": one.is_local_at_signing,
                "tasks": one.tasks,
                "share_percent": one.share_percent,
                "self_fund_commitment_fen": one.self_fund_commitment_fen,
            }
            for one in queries.confirmed(consortium).order_by("role", "pk")
        ],
    }


LABELS = {
    "name": lazy("名称"),
    "programme": lazy("示范工程"),
    "field": lazy("领域"),
    "lead": lazy("牵头单位"),
    "chief_scientist": lazy("首席科学家"),
    "goals": lazy("建设目标"),
    "benefit_terms": lazy("知识产权与利益分配"),
    "agreement_number": lazy("协议编号"),
    "agreement_sha256": lazy("协议文件摘要"),
    "signed_on": lazy("签订日期"),
    "valid_from": lazy("有效期起"),
    "valid_to": lazy("有效期止"),
}


@dataclass(frozen=True)
class Difference:
    """One line of a comparison; an empty side means that there was, or is, nothing."""

    label: str
    before: str
    after: str


def differences(old: dict, new: dict) -> list[Difference]:
    """What differs between two snapshots, in the order in which the register is read."""
    found = [
        Difference(str(label), str(old.get(key, "")), str(new.get(key, "")))
        for key, label in LABELS.items()
        if old.get(key, "") != new.get(key, "")
    ]
    before = {one["organization"]: one for one in old.get("members", [])}
    after = {one["organization"]: one for one in new.get("members", [])}
    found += [Difference(_("退出成员"), before[pk]["name"], "") for pk in before if pk not in after]
    found += [Difference(_("新增成员"), "", after[pk]["name"]) for pk in after if pk not in before]
    for pk, one in after.items():
        if pk in before:
            found += _member_differences(before[pk], one)
    return found


def _member_differences(old: dict, new: dict) -> list[Difference]:
    name = new["name"]
    words = {
        "name": (_("成员名称"), str),
        "tasks": (_("%(unit)s：任务分工") % {"unit": name}, str),
        "share_percent": (_("%(unit)s：任务份额") % {"unit": name}, lambda value: "" if value is None else f"{value}%"),
        "self_fund_commitment_fen": (_("%(unit)s：自筹承诺") % {"unit": name}, _wan),
    }
    return [
        Difference(label, write(old.get(key)), write(new.get(key)))
        for key, (label, write) in words.items()
        if old.get(key) != new.get(key)
    ]


def _wan(fen: int | None) -> str:
    return _("%(amount)s 万元") % {"amount": money.exact_text(fen or 0)}


def would_be(change: ConsortiumChange) -> list[Difference]:
    """What an asked change means, line by line, against the register of today."""
    consortium = change.consortium
    now = snapshot(consortium)
    then = now | {key: value for key, value in change.wanted.items() if key in LABELS and isinstance(value, str)}
    for key in ("chief_scientist", "field"):
        if key in change.wanted:
            then[key] = named(key, change.wanted[key])
    leaving = set(change.removals)
    kept = [one for one in queries.confirmed(consortium).order_by("role", "pk") if one.pk not in leaving]
    coming = consortium.memberships.filter(state=MembershipState.JOINING).select_related("organization").order_by("pk")
    then["members"] = [one for one in now["members"] if one["organization"] in {row.organization_id for row in kept}]
    then["members"] += [{"organization": one.organization_id, "name": one.organization.name} for one in coming]
    return differences(now, then)


def named(key: str, pk: int | None) -> str:
    """A person or a field by its id, in the words of a snapshot."""
    if pk is None:
        return ""
    row = Consortium._meta.get_field(key).remote_field.model.objects.filter(pk=pk).first()
    if row is None:
        return ""
    return f"{row.name}（{row.organization.name}）" if key == "chief_scientist" else str(row)


def open_change(consortium: Consortium) -> ConsortiumChange | None:
    rows = consortium.changes.filter(state__in=[ChangeState.PROPOSED, ChangeState.RETURNED])
    return rows.select_related("consortium").first()


# The progress board


@dataclass(frozen=True)
class Part:
    """One item of a member's part: done or not, and in words."""

    label: str
    is_done: bool
    text: str
    is_needed: bool = True


@dataclass(frozen=True)
class BoardRow:
    """One unit on the board: what it has done, what is still waited for, and whether it may be reminded now."""

    membership: Membership
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    reminded_at: datetime | None
    may_remind: bool

    @property
    def unit(self) -> str:
        return self.membership.organization.name

    @property
    def is_done(self) -> bool:
        return not self.missing and self.membership.state in {MembershipState.CONFIRMED, MembershipState.JOINING}

    @property
    def is_gone(self) -> bool:
        return self.membership.state in {MembershipState.REFUSED, MembershipState.LEFT}


def board(consortium: Consortium, *, at: datetime) -> list[BoardRow]:
    """Every unit that was ever asked, the lead first, those that refused or left last."""
    rows = consortium.memberships.select_related("organization__division").order_by("role", "pk")
    members = sorted(rows, key=lambda one: one.state not in TAKING_PART)
    units = [one.organization_id for one in members]
    people = _counts(consortium.roster.filter(organization__in=units))
    platforms = _counts(Platform.objects.filter(organization__in=units, ended_on__isnull=True))
    return [_row(consortium, one, people, platforms, at) for one in members]


def _counts(rows) -> dict[int, int]:
    found = rows.order_by().values_list("organization").annotate(n=Count("pk"))
    return dict(found.values_list("organization", "n"))


def _row(consortium: Consortium, one: Membership, people: dict, platforms: dict, at: datetime) -> BoardRow:
    missing = missing_of(consortium, one) if one.state in TAKING_PART else ()
    unit = one.organization_id
    heads, places = people.get(unit, 0), platforms.get(unit, 0)
    funds = money.exact_text(one.self_fund_commitment_fen)
    answered = one.state in {MembershipState.CONFIRMED, MembershipState.JOINING}
    parts = (
        Part(_("确认加入"), answered, one.get_state_display()),
        Part(_("任务分工"), bool(one.tasks), one.tasks or _("未填写")),
        Part(
            _("任务份额"),
            one.share_percent is not None,
            _("未填写") if one.share_percent is None else f"{one.share_percent}%",
            False,
        ),
        Part(_("自筹承诺"), answered, _("%(amount)s 万元") % {"amount": funds} if answered else _("未填写")),
        Part(_("研发人员"), heads > 0, _("%(count)d 人") % {"count": heads}, False),
        Part(_("创新平台"), places > 0, _("%(count)d 个") % {"count": places}, False),
        Part(_("协议签署"), is_signed(consortium, one), _signature_words(consortium, one), needs_signature(consortium)),
    )
    is_waited_for = bool(missing) and one.role != MembershipRole.LEAD
    return BoardRow(one, parts, missing, one.reminded_at, is_waited_for and may_remind(one, at))


def needs_signature(consortium: Consortium) -> bool:
    """An agreement put into the system is signed there; one signed on paper is not."""
    return consortium.agreement_id is not None and not consortium.has_all_seals and consortium.state in FORMING


def is_signed(consortium: Consortium, one: Membership) -> bool:
    """Whether the unit signed the very file that is there now."""
    return bool(one.signed_at and consortium.agreement_id and one.signed_sha256 == consortium.agreement.sha256)


def _signature_words(consortium: Consortium, one: Membership) -> str:
    if is_signed(consortium, one):
        return _("%(day)s 签署") % {"day": f"{clock.local(one.signed_at):%Y-%m-%d}"}
    if consortium.agreement_id is None:
        return _("协议文本尚未上传")
    return _("未签署") if needs_signature(consortium) else _("见协议文件")


def missing_of(consortium: Consortium, one: Membership) -> tuple[str, ...]:
    """What this unit still has to do, in words that fit behind “请”."""
    found = []
    if one.state == MembershipState.INVITED:
        is_lead = one.role == MembershipRole.LEAD
        found.append(_("由单位管理员确认牵头") if is_lead else _("由单位管理员确认或拒绝加入"))
    if consortium.state in FORMING and not one.tasks:
        found.append(_("填写任务分工"))
    if needs_signature(consortium) and one.state == MembershipState.CONFIRMED and not is_signed(consortium, one):
        found.append(_("由单位管理员签署组建协议"))
    return tuple(found)


def may_remind(one: Membership, at: datetime) -> bool:
    return one.reminded_at is None or at >= one.reminded_at + REMIND_EVERY


@dataclass(frozen=True)
class Next:
    """Who acts next and what there is to do (C04); `tone` is a word of the colors, `units` the keys of who is meant."""

    who: str
    what: str
    tone: str = ""
    units: tuple[int, ...] = ()


def waits_of(consortium: Consortium, members: list[Membership]) -> list[Next]:
    """What units still have to do while the consortium forms, one line a thing: who must answer comes first."""
    waiting: dict[str, list[Organization]] = {}
    if not any(one.role == MembershipRole.MEMBER and one.state in TAKING_PART for one in members):
        waiting[_("邀请成员单位，其中至少一家高校或科研院所")] = [consortium.lead]
    taking_part = sorted((one for one in members if one.state in TAKING_PART), key=lambda one: (one.role, one.pk))
    missing = [
        (one.state == MembershipState.INVITED and place == 0, what, one.organization)
        for one in taking_part
        for place, what in enumerate(missing_of(consortium, one))
    ]
    for _is_answer, what, unit in sorted(missing, key=lambda row: not row[0]):
        waiting.setdefault(what, []).append(unit)
    return [
        Next(_names([unit.name for unit in units]), what, "amber", tuple(unit.pk for unit in units))
        for what, units in waiting.items()
    ]


def _names(names: list[str]) -> str:
    more = _("等 %(count)d 家") % {"count": len(names)} if len(names) > 3 else ""
    return "、".join(names[:3]) + more


def next_of(consortium: Consortium, members: list[Membership] | None = None) -> Next | None:
    """The next step of a consortium in one line; `members` where they are at hand (lists)."""
    members = list(consortium.memberships.select_related("organization")) if members is None else members
    lead, state, own = consortium.lead.name, consortium.state, (consortium.lead_id,)
    office = str(consortium.programme.office) if consortium.programme_id else _("自治区科技厅")
    if state == ConsortiumState.RETURNED:
        return Next(lead, _("按补正清单修改后重新登记协议并提交"), "amber", own)
    if state == ConsortiumState.DRAFT:
        waits = waits_of(consortium, members)
        return waits[0] if waits else Next(lead, _("核对备案条件，登记组建协议"), "blue", own)
    asked = [one.organization for one in members if one.state == MembershipState.INVITED]
    if asked and state == ConsortiumState.REGISTERED:
        names, keys = [unit.name for unit in asked], tuple(unit.pk for unit in asked)
        return Next(_names(names), _("由单位管理员确认或拒绝加入"), "amber", keys)
    return {
        ConsortiumState.AGREED: Next(lead, _("提交备案"), "blue", own),
        ConsortiumState.FILED: Next(office, _("审核备案（准予或退回补正）"), "blue"),
        ConsortiumState.SUSPENDED: Next(office, _("核查后恢复或注销备案；暂停期间不能揭榜"), "red"),
    }.get(state)


def history(consortium: Consortium) -> QuerySet[Event]:
    """What happened to the consortium and to its members, newest first."""
    own = Q(object_type="consortia.consortium", object_id=consortium.pk)
    members = Q(object_type="consortia.membership", object_id__in=consortium.memberships.values("pk"))
    return Event.objects.filter(own | members, is_restricted=False).order_by("-id")


# What helps a registration on


#: code of a condition -> how to mend it when it does not hold
MEND = {
    "R-CON-01": lazy(
        "牵头单位须为在自治区登记的企业；由符合条件的成员企业另行牵头组建，或在单位信息中核对类型和登记地。"
    ),
    "R-CON-04": lazy("全部成员确认后，在“登记组建协议”中填写协议编号和签订日期。"),
    "R-CON-06": lazy("继续邀请成员单位；拒绝或久不答复的可移出名单，另邀其他单位（须含高校或科研院所）。"),
    "R-CON-08": lazy("惩戒期内的单位和人员不能参加，请移出名单或更换。"),
}


def hints(consortium: Consortium, rows: list[BoardRow]) -> list[str]:
    """What is not asked for but usually forgotten; none of it blocks."""
    found = []
    present = [row.membership for row in rows if row.membership.state == MembershipState.CONFIRMED]
    if consortium.chief_scientist_id is None:
        found.append(_("尚未确定首席科学家；揭榜时须填写，可先在基本信息中选定。"))
    elif consortium.chief_scientist.organization_id not in {one.organization_id for one in present}:
        found.append(_("首席科学家所在单位不在已确认的成员中，请核对。"))
    stated = [one.share_percent for one in present if one.share_percent is not None]
    if stated and (len(stated) < len(present) or sum(stated) != 100):
        found.append(_("各单位任务份额合计 %(sum)d%%，应为 100%%。") % {"sum": sum(stated)})
    empty = [row.unit for row in rows if row.membership in present and not row.parts[4].is_done]
    if empty:
        found.append(_("尚无研发人员的单位：%(names)s。") % {"names": "、".join(empty)})
    if not consortium.goals.strip():
        found.append(_("尚未填写建设目标。"))
    return found


# The certificate


def certificate(consortium: Consortium) -> dict:
    """What the certificate of a registered consortium says: public fields alone (R-SEC-09)."""
    members = queries.confirmed(consortium).order_by("role", "pk")
    return {
        "number": consortium.registration_number,
        "name": consortium.name,
        "programme": str(consortium.programme or ""),
        "field": str(consortium.field or ""),
        "lead": consortium.lead.name,
        "lead_uscc": consortium.lead.uscc,
        "members": [
            {
                "name": one.organization.name,
                "role": one.get_role_display(),
                "kind": one.get_kind_at_signing_display(),
                "division": str(one.organization.division),
            }
            for one in members
        ],
        "valid_from": consortium.valid_from,
        "valid_to": consortium.valid_to,
        "version": consortium.version,
        "registered_on": clock.local(consortium.registered_at).date() if consortium.registered_at else None,
        "state": consortium.get_state_display(),
        "issuer": _("内蒙古自治区科学技术厅"),
    }
