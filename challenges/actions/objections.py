"""Objections to what is proposed: real names, heard by the supervision office alone (3.5, E-18)."""

import secrets
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.queries import users_with_role
from challenges import queries, rules
from challenges.enums import NoticeKind, NoticeState, ObjectionState, ObjectionWay, PartyKind
from challenges.models import Clue, Evidence, NoticeItem, Objection, PublicNotice
from core import clock, events, lifecycle, numbering, outbox
from core.actions import action, locked
from core.crowd import refuse_flood
from core.errors import Refused
from core.permissions import require
from core.working_days import CalendarNotLoaded, add_working_days

ANSWER_DAYS = 3  # working days to admit or not, [GK]
SETTLE_DAYS = 15  # working days to settle, extendable once, [GK]
_NAMELESS = {"匿名", "无名", "不具名", "某", "某人", "某单位", "群众", "知情人"}


@action
def file_objection(
    *,
    item: NoticeItem,
    party_kind: str,
    party_name: str,
    party_contact: str,
    content: str,
    by,
    legal_representative: str = "",
    has_seal: bool = False,
    file=None,
    at: datetime | None = None,
) -> Objection:
    """Within the period, in a real name; a unit with seal and legal representative. All defects at once.

    The answer carries `lookup_code`, which is kept nowhere: with it and the number the outcome is looked up.
    """
    require(rules.file_objection, by, item.notice)
    notice = locked(item.notice)
    at = at or clock.now()
    if notice.state != NoticeState.PUBLISHED or notice.ends_at is None or at >= notice.ends_at:
        raise Refused("notice_over", _("公示期已过，或该公告不接受异议。"), notice=notice.pk, state=notice.state)
    if notice.starts_on and clock.local(at).date() < notice.starts_on:
        raise Refused("notice_not_begun", _("公示期尚未开始。"), notice=notice.pk)
    refuse_flood("objection.create", by=by, at=at)
    defects = _defects(party_kind, party_name, party_contact, content, legal_representative, has_seal)
    if defects:
        raise Refused("objection_incomplete", _("异议不符合受理条件："), defects=defects)
    return _receive(
        item,
        came_on=clock.local(at).date(),
        by=by,
        at=at,
        party_kind=party_kind,
        party_name=party_name.strip(),
        party_contact=party_contact.strip(),
        legal_representative=legal_representative.strip(),
        has_seal=has_seal,
        content=content.strip(),
        file=file,
    )


@action
def register_objection(
    *,
    item: NoticeItem,
    way: str,
    received_on: date,
    party_kind: str,
    party_name: str,
    party_contact: str,
    content: str,
    file,
    by,
    legal_representative: str = "",
    has_seal: bool = False,
    at: datetime | None = None,
) -> Objection:
    """On paper: supervision registers it for whoever wrote it, with the scan. The day on which it came decides, not the
    day of registration. All defects at once; the answer carries `lookup_code` for the slip (see `file_objection`)."""
    require(rules.register_objection, by, item.notice)
    notice = locked(item.notice)
    at = at or clock.now()
    _refuse_outside(notice, received_on, at=at)
    defects = _defects(party_kind, party_name, party_contact, content, legal_representative, has_seal)
    if way not in ObjectionWay.values:
        defects.append(_("请选择来信或当面递交。"))
    if file is None:
        defects.append(_("请附异议书的扫描件。"))
    if defects:
        raise Refused("objection_incomplete", _("异议不符合受理条件："), defects=defects)
    label = ObjectionWay(way).label
    return _receive(
        item,
        came_on=received_on,
        by=by,
        at=at,
        label=_("登记书面异议"),
        note=_("%(way)s，%(day)s 收到") % {"way": label, "day": received_on},
        way=way,
        received_on=received_on,
        party_kind=party_kind,
        party_name=party_name.strip(),
        party_contact=party_contact.strip(),
        legal_representative=legal_representative.strip(),
        has_seal=has_seal,
        content=content.strip(),
        file=file,
    )


def _refuse_outside(notice: PublicNotice, received_on: date, *, at: datetime) -> None:
    """It must have come within the period; after a correction it is registered for the notice that stands."""
    if notice.kind != NoticeKind.PROPOSED_AWARD or notice.ends_on is None or notice.state == NoticeState.DRAFT:
        raise Refused("notice_over", _("该公告不接受异议。"), notice=notice.pk, state=notice.state)
    if received_on > clock.local(at).date():
        raise Refused("not_yet", _("收到日期不能晚于今天。"), notice=notice.pk)
    words = {"start": notice.starts_on, "end": notice.ends_on}
    if received_on < notice.starts_on:
        raise Refused("notice_not_begun", _("公示自 %(start)s 起，收到时公示尚未开始。") % words, notice=notice.pk)
    if received_on > notice.ends_on:
        sentence = _("公示已于 %(end)s 期满，此后收到的异议不予受理；内容具体的可以作为问题线索登记。") % words
        raise Refused("notice_over", sentence, notice=notice.pk, state=notice.state)
    if notice.state == NoticeState.CORRECTED and received_on > clock.local(notice.state_at).date():
        raise Refused("notice_corrected", _("收到时该公示已被更正，请登记到更正后的公示。"), notice=notice.pk)


def _receive(item: NoticeItem, *, came_on: date, by, at: datetime, label: str = "", note: str = "", **fields):
    """A row with its number, its term from the day on which it came, and its code; supervision is told, without a name."""
    year, code = clock.local(at).year, _new_code()
    objection = lifecycle.begin(
        Objection,
        by=by,
        at=at,
        label=label,
        note=note,
        restricted=True,
        notice=item.notice,
        item=item,
        number=f"内科异〔{year}〕{numbering.take(f'objection:{year}')}号",
        due_on=_within(came_on, ANSWER_DAYS),
        lookup_hash=make_password(code),
        **fields,
    )
    objection.lookup_code = code
    for supervisor in users_with_role(Role.SUPERVISOR, on=clock.local(at).date()):
        outbox.notify(
            supervisor,
            title=_("收到异议 %(number)s") % {"number": objection.number},
            body=item.project_title,
            url=objection.get_absolute_url(),
            key=f"objection:{objection.pk}:filed",
            at=at,
        )
    return objection


@action
def renew_code(*, objection: Objection, by, at: datetime | None = None) -> str:
    """A new code for an objector who lost his and has shown who he is; the old one opens nothing any more."""
    require(rules.handle_objection, by, objection)
    row = locked(objection)
    code = _new_code()
    row.lookup_hash = make_password(code)
    row.save(update_fields=["lookup_hash"])
    events.record(row, "objection.code", by=by, at=at or clock.now(), label=_("重新发放查询码"), restricted=True)
    return code


def _new_code() -> str:
    """Ten characters that cannot be taken for each other, in two groups: about 49 bits."""
    letters = "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _place in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _defects(kind: str, name: str, contact: str, content: str, representative: str, has_seal: bool) -> list[str]:
    defects = []
    if name.strip() in _NAMELESS or len(name.strip()) < 2:
        defects.append(_("请写明真实姓名或单位全称，匿名异议不予受理。"))
    if len(contact.strip()) < 5:
        defects.append(_("请写明联系电话或通信地址。"))
    if not content.strip():
        defects.append(_("请写明异议内容和理由。"))
    if kind == PartyKind.ORGANIZATION and not representative.strip():
        defects.append(_("以单位名义提出的，请写明法定代表人。"))
    if kind == PartyKind.ORGANIZATION and not has_seal:
        defects.append(_("以单位名义提出的，材料须加盖公章。"))
    return defects


def _within(start: date, days: int) -> date | None:
    """The last day of a period in working days; None where the calendar is not loaded, which must not silence anybody."""
    try:
        return add_working_days(start, days)
    except CalendarNotLoaded:
        return None


@action
def admit_objection(*, objection: Objection, accepted: bool, note: str, by, at: datetime | None = None) -> Objection:
    require(rules.handle_objection, by, objection)
    at = at or clock.now()
    if not note.strip():
        raise Refused("note_missing", _("请写明受理或不予受理的意见。"))
    changes = {"admission_note": note, "due_on": _within(clock.local(at).date(), SETTLE_DAYS) if accepted else None}
    step = "accept" if accepted else "reject"
    return lifecycle.advance(objection, step, by=by, at=at, note=note, changes=changes, restricted=True)


@action
def settle_objection(
    *,
    objection: Objection,
    upheld: bool,
    investigation_note: str,
    by,
    public_reply: str = "",
    at: datetime | None = None,
) -> Objection:
    """`public_reply` is what may be shown; the investigation stays with the supervision office.

    Refused: note_missing, reply_names_objector.
    """
    require(rules.handle_objection, by, objection)
    if not investigation_note.strip():
        raise Refused("note_missing", _("请写明核查意见。"))
    _refuse_naming(objection, public_reply)
    changes = {"investigation_note": investigation_note, "public_reply": public_reply}
    step, at = "uphold" if upheld else "dismiss", at or clock.now()
    lifecycle.advance(objection, step, by=by, at=at, note=investigation_note, changes=changes, restricted=True)
    _tell_office(objection, at=at)
    return objection


def _refuse_naming(objection: Objection, public_reply: str) -> None:
    """The reply goes to everybody: the one way on which supervision itself could give the objector away (E-18)."""
    said = "".join(public_reply.split())
    names = ("".join(name.split()) for name in objection.names_of_objector)
    if any(name in said for name in names):
        raise Refused(
            "reply_names_objector",
            _("答复将公开并告知业务处室，其中写有异议人的名称、法定代表人或联系方式，请改写后再办结。"),
            objection=objection.pk,
        )


def _tell_office(objection: Objection, *, at: datetime) -> None:
    """The office learns the outcome and the reply, nothing of who objected or what was found."""
    batch = objection.notice.batch
    officers = users_with_role(Role.OFFICER, on=clock.local(at).date())
    for officer in officers.filter(office=batch.programme.office_id) if batch else ():
        words = {"title": objection.item.project_title, "state": objection.get_state_display()}
        outbox.notify(
            officer, title=_("“%(title)s”的异议已办结：%(state)s") % words, body=objection.public_reply,
            url=objection.notice.get_absolute_url(), key=f"objection:{objection.pk}:settled", at=at,
        )  # fmt: skip


@action
def extend_objection(*, objection: Objection, reason: str, by, at: datetime | None = None) -> Objection:
    """Another 15 working days, once."""
    require(rules.handle_objection, by, objection)
    at = at or clock.now()
    if not reason.strip():
        raise Refused("reason_missing", _("请说明延期原因。"))
    row = locked(objection)
    if row.state != ObjectionState.ACCEPTED:
        raise Refused("wrong_state", _("只有已受理的异议可以延期。"), objection=row.pk, state=row.state)
    if row.extended_count:
        raise Refused("extended_already", _("异议办理只能延期一次。"), objection=row.pk)
    row.extended_count += 1
    row.due_on = _within(row.due_on or clock.local(at).date(), SETTLE_DAYS)
    row.save(update_fields=["extended_count", "due_on"])
    events.record(row, "objection.extend", by=by, at=at, label=_("延长办理期限"), note=reason, restricted=True)
    return row


@action
def record_reply(*, objection: Objection, way: str, by, at: datetime | None = None) -> Objection:
    """Whoever objected was answered: how and when (E-18). Once, after the decision."""
    require(rules.handle_objection, by, objection)
    at = at or clock.now()
    row = locked(objection)
    if row.state not in queries.DECIDED_OBJECTION_STATES:
        raise Refused("wrong_state", _("异议尚未办结，办结后再答复异议人。"), objection=row.pk, state=row.state)
    if row.replied_at is not None:
        raise Refused("replied", _("已记录答复异议人。"), objection=row.pk)
    if not way.strip():
        raise Refused("way_missing", _("请写明答复方式。"), objection=row.pk)
    row.reply_way, row.replied_at, row.replied_by = way.strip(), at, by
    row.save(update_fields=["reply_way", "replied_at", "replied_by"])
    events.record(row, "objection.reply", by=by, at=at, label=_("答复异议人"), note=row.reply_way, restricted=True)
    return row


@action
def add_evidence(*, objection: Objection, title: str, file, by, at: datetime | None = None) -> Evidence:
    """While it is being looked into; what supervision keeps stays with supervision."""
    require(rules.handle_objection, by, objection)
    at = at or clock.now()
    row = locked(objection)
    if row.state not in {ObjectionState.RECEIVED, ObjectionState.ACCEPTED}:
        raise Refused("wrong_state", _("异议已办结，不能再加入材料。"), objection=row.pk, state=row.state)
    if file is None:
        raise Refused("file_missing", _("请选择文件。"))
    made = Evidence.objects.create(objection=row, title=title.strip(), file=file, added_at=at, added_by=by)
    events.record(row, "objection.evidence", by=by, at=at, label=_("加入证据材料"), note=made.title, restricted=True)
    return made


@action
def file_clue(
    *, notice: PublicNotice, content: str, by, item: NoticeItem | None = None, file=None, at: datetime | None = None
) -> Clue:
    """Told without a name: supervision looks into it, but it is no objection, has no term and blocks no award (3.5)."""
    require(rules.file_objection, by, notice)
    at = at or clock.now()
    if notice.state == NoticeState.DRAFT:
        raise Refused("wrong_state", _("公示尚未发布。"), notice=notice.pk)
    if len(content.strip()) < 10:
        raise Refused("content_missing", _("请写明具体事实，便于核查。"))
    year = clock.local(at).year
    clue = Clue.objects.create(
        notice=notice,
        item=item,
        number=f"内科线索〔{year}〕{numbering.take(f'clue:{year}')}号",
        content=content.strip(),
        file=file,
        received_at=at,
    )
    # Nameless means nameless: neither the account and unit of whoever was signed in goes into the history, nor the address.
    events.record(clue, "clue.file", by=None, at=at, label=_("收到线索"), restricted=True, traceless=True)
    for supervisor in users_with_role(Role.SUPERVISOR, on=clock.local(at).date()):
        title = _("收到问题线索 %(number)s") % {"number": clue.number}
        url, key = clue.get_absolute_url(), f"clue:{clue.pk}:filed"
        outbox.notify(supervisor, title=title, body=notice.title, url=url, key=key, at=at)
    return clue


@action
def handle_clue(*, clue: Clue, note: str, by, at: datetime | None = None) -> Clue:
    require(rules.handle_clue, by, clue)
    at = at or clock.now()
    row = locked(clue)
    if row.handled_at is not None:
        raise Refused("handled", _("该线索已处理。"), clue=row.pk)
    if not note.strip():
        raise Refused("note_missing", _("请写明处理情况。"))
    row.handling_note, row.handled_at, row.handled_by = note.strip(), at, by
    row.save(update_fields=["handling_note", "handled_at", "handled_by"])
    events.record(row, "clue.handle", by=by, at=at, label=_("处理线索"), note=note, restricted=True)
    return row
