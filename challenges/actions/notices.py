"""Public notices: drafted by one person, published by another, standing for working days (3.5, R-TIM-02)."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.queries import users_with_role
from challenges import defaults, queries, rules
from challenges.actions.corrections import apply_corrections
from challenges.enums import NoticeKind, NoticeState
from challenges.models import Batch, NoticeItem, PublicNotice
from core import clock, events, lifecycle
from core.actions import action, locked, refuse_unknown
from core.errors import Refused
from core.permissions import require
from core.working_days import notice_end, notice_end_instant

_PLAIN_FIELDS = {
    "title",
    "body",
    "index_number",
    "subject",
    "issuer",
    "document_number",
    "written_on",
    "contacts",
    "objection_guide",
}
_ITEM_FIELDS = {"challenge", "project_title", "consortium_name", "lead_name", "amount_fen", "note"}
# An identity or account number, and a mobile phone: neither belongs into the text of a public page (R-SEC-08).
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{15,19}[Xx]?(?![0-9A-Za-z])", re.ASCII)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)


@action
def draft_notice(
    *,
    kind: str,
    title: str,
    by,
    batch: Batch | None = None,
    body: str = "",
    items=(),
    at: datetime | None = None,
    **details,
) -> PublicNotice:
    """`items`: rows {challenge, project_title, consortium_name, lead_name, amount_fen, note}. `details`: index_number,
    subject, issuer, document_number, written_on, contacts, objection_guide; those left out get the usual words (E-17)."""
    require(rules.draft_notice, by, batch)
    refuse_unknown(details, _PLAIN_FIELDS)
    at = at or clock.now()
    details.setdefault("issuer", str(defaults.ISSUER))
    details.setdefault("written_on", clock.local(at).date())
    contacts = batch.contacts if batch is not None else []
    if kind == NoticeKind.PROPOSED_AWARD:
        details.setdefault("objection_guide", str(defaults.OBJECTION_GUIDE))
        contacts = [*contacts, *_supervision(contacts, on=clock.local(at).date())]
    details.setdefault("contacts", contacts)
    notice = lifecycle.begin(PublicNotice, by=by, at=at, kind=kind, batch=batch, title=title, body=body, **details)
    _add_items(notice, items)
    return notice


def _supervision(contacts: list[dict], *, on: date) -> list[dict]:
    """Where objections are heard, beside the office in charge (E-17); what is named already stays as it is."""
    named = {row.get("name") for row in contacts}
    offices = {user.office for user in users_with_role(Role.SUPERVISOR, on=on).select_related("office") if user.office}
    rows = [{"name": office.name, "phone": office.phone} for office in sorted(offices, key=lambda one: one.pk)]
    return [row for row in rows if row["name"] not in named]


def _add_items(notice: PublicNotice, items) -> None:
    for number, row in enumerate(items, 1):
        refuse_unknown(row, _ITEM_FIELDS)
        NoticeItem.objects.create(notice=notice, number=number, **row)


@action
def edit_notice(*, notice: PublicNotice, changes: dict, by, at: datetime | None = None) -> PublicNotice:
    """While it is a draft. Keys: title, body and the details of `draft_notice`."""
    require(rules.draft_notice, by, notice)
    refuse_unknown(changes, _PLAIN_FIELDS)
    row = locked(notice)
    if row.state != NoticeState.DRAFT:
        raise Refused(
            "wrong_state", _("公示已发布，不能修改；需要变更的，请起草更正公示。"), notice=row.pk, state=row.state
        )
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    events.record(
        row, "publicnotice.edit", by=by, at=at or clock.now(), label=_("修改公示"), data={"fields": sorted(changes)}
    )
    return row


@action
def publish_notice(
    *, notice: PublicNotice, by, starts_on: date | None = None, at: datetime | None = None
) -> PublicNotice:
    """A proposed award stands for the rule set's working days, both ends counted, to midnight of the last (R-TIM-02).

    Without `starts_on` it starts today. A correction replaces the notice it corrects, and its period starts anew.
    """
    require(rules.publish_notice, by, notice)
    at = at or clock.now()
    row = locked(notice)
    _check_complete(row)
    start = starts_on or clock.local(at).date()
    if start < clock.local(at).date():
        raise Refused("start_passed", _("公示起始日不能早于今天。"), notice=row.pk)
    changes = {"starts_on": start}
    if row.kind == NoticeKind.PROPOSED_AWARD:
        days = row.batch.rule_set.notice_working_days if row.batch_id else 5
        ends_at = notice_end_instant(start, days)
        changes |= {
            "ends_on": notice_end(start, days),
            "ends_at": ends_at,
            "working_days": days,
            "next_check_at": ends_at,
        }
    if row.replaces_id and row.state == NoticeState.DRAFT:
        lifecycle.advance(
            row.replaces, "correct", by=by, at=at, note=row.correction_reason, changes={"next_check_at": None}
        )
    if row.kind == NoticeKind.CORRECTION and row.corrections and row.state == NoticeState.DRAFT:
        apply_corrections(row, by=by, at=at)
    return lifecycle.advance(notice, "publish", by=by, at=at, changes=changes)


def _check_complete(notice: PublicNotice) -> None:
    if notice.state != NoticeState.DRAFT:
        return  # the lifecycle says so, with its own reason
    gaps = queries.notice_gaps(notice)
    if gaps:
        raise Refused("notice_incomplete", _("公示还不能发布，请补齐："), defects=gaps, notice=notice.pk)
    texts = [notice.title, notice.body, *notice.items.values_list("note", flat=True)]
    if any(_LONG_NUMBER.search(text) or _MOBILE.search(text) for text in texts):
        sentence = _("公示内容中疑似含有证件号码、银行账号或手机号码，请删除后再发布；联系电话请填在“联系方式”中。")
        raise Refused("personal_data", sentence, notice=notice.pk)


@action
def correct_notice(
    *, notice: PublicNotice, reason: str, by, changes: dict | None = None, at: datetime | None = None
) -> PublicNotice:
    """Draft the correction of a published notice; publishing it (`publish_notice`) restarts the period (3.5).

    `changes`: plain fields, and `items`: {number: {field: value}}. The lines keep their numbers, so objections follow them.
    """
    require(rules.draft_notice, by, notice)
    if not reason.strip():
        raise Refused("reason_missing", _("请说明更正原因，原因将公开。"))
    old = locked(notice)
    if old.state != NoticeState.PUBLISHED:
        raise Refused("wrong_state", _("只有公示期内的公示可以更正。"), notice=old.pk, state=old.state)
    if old.replaced_by.exists():
        raise Refused("correction_exists", _("更正公示已在起草，请修改那一份。"), notice=old.replaced_by.first().pk)
    changes = dict(changes or {})
    line_changes = changes.pop("items", {})
    refuse_unknown(changes, _PLAIN_FIELDS)
    fields = {name: getattr(old, name) for name in _PLAIN_FIELDS}
    # It is a letter of its own: dated anew, under a title that says what it is, without the number of the first.
    fields |= {"written_on": clock.local(at or clock.now()).date(), "title": _corrected_title(old.title)}
    fields |= {"document_number": "", "index_number": ""} | changes
    new = lifecycle.begin(
        PublicNotice,
        by=by,
        at=at,
        note=reason,
        kind=old.kind,
        batch=old.batch,
        replaces=old,
        correction_reason=reason,
        corrections=_line_corrections(old, line_changes),
        **fields,
    )
    for item in old.items.order_by("number"):
        values = {name: getattr(item, name) for name in _ITEM_FIELDS} | line_changes.get(item.number, {})
        refuse_unknown(values, _ITEM_FIELDS)
        NoticeItem.objects.create(notice=new, number=item.number, **values)
    return new


def _corrected_title(title: str) -> str:
    mark = _("（更正）")
    limit = PublicNotice._meta.get_field("title").max_length
    return title if title.endswith(mark) else f"{title[: limit - len(mark)]}{mark}"


def _line_corrections(old: PublicNotice, changes: dict[int, dict]) -> list[dict]:
    """What was wrong in a line and what is right; the public reads both."""
    found = []
    for item in old.items.select_related("challenge").order_by("number"):
        for name, now in changes.get(item.number, {}).items():
            was = getattr(item, name)
            if was != now and name != "challenge":
                column = NoticeItem._meta.get_field(name)
                label = _("第 %(number)s 项 %(column)s") % {"number": item.number, "column": column.verbose_name}
                words = {"was": str(was if was is not None else ""), "now": str(now if now is not None else "")}
                found.append(
                    {"challenge": item.challenge.code, "field": f"item:{item.number}:{name}", "label": label, **words}
                )
    return found
