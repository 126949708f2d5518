"""Files of a bid: encrypted as they are uploaded, their key and names inside the sealed part (design §6)."""

import json
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from consortia import drafts, queries, rules, sealing
from consortia.actions.access import require_on_sealed
from consortia.actions.drafting import refuse_unless_writable, write_section
from consortia.drafts.faults import SECRET_WORDS
from consortia.enums import AttachmentKind, BidState
from consortia.models import Attachment, Bid
from core import clock, content_types, events, storage, uploads
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

MAX_FILES = 30
SCANS = frozenset({content_types.PDF, content_types.OFD, content_types.PNG, content_types.JPEG})
#: What a tick says and an event keeps (R-CON-09).
DECLARED = _lazy("已确认本次上传的文件不涉及国家秘密")


def limit_bytes(kind: str) -> int:
    """The largest file of a kind (setting ATTACHMENT_LIMITS_MB)."""
    return settings.ATTACHMENT_LIMITS_MB[kind] * 1024 * 1024


def accepted(kind: str) -> frozenset[str]:
    """Proofs are signed and stamped, so they come as scans; other files may be office documents."""
    return content_types.DOCUMENTS if kind == AttachmentKind.OTHER else SCANS


def numbered(name: str, taken: set[str]) -> str:
    """The name, with a number where a file of the same name is there already."""
    stem, _dot, ending = name.rpartition(".")
    names = (f"{stem[: 250 - len(ending)]}（{number}）.{ending}" for number in range(2, MAX_FILES + 3))
    return name if name not in taken else next(one for one in names if one not in taken)


@action
def add_attachment(
    *,
    bid: Bid,
    upload,
    by: User,
    kind: str = AttachmentKind.OTHER,
    is_unclassified: bool = False,
    at: datetime | None = None,
) -> Attachment:
    """Keep a file of a draft, or of a correction after opening. The same parts (core.uploads) twice make one attachment.

    `is_unclassified`: who sends it has confirmed that it holds no state secret (R-CON-09); without that nothing is kept.
    Raises Refused secrecy_not_declared, too_many_files, secret_name, and as `core.storage.store` does.
    """
    at = at or clock.now()
    is_correction = locked(bid).state == BidState.CORRECTING
    require(rules.submit_bid if is_correction else rules.author_bid, by, bid)
    if isinstance(upload, uploads.Received) and (earlier := upload.stored_file()):
        return bid.attachments.get(file=earlier)
    fresh = locked(bid) if is_correction else refuse_unless_writable(bid, at)
    if not is_unclassified:
        raise Refused("secrecy_not_declared", _("请先确认本次上传的文件不涉及国家秘密，再上传。"), bid=fresh.pk)
    section = _section(fresh)
    names = {row["name"] for row in section["rows"]} | set(fresh.attachments.values_list("name", flat=True))
    if max(fresh.attachments.exclude(name="").count(), len(section["rows"])) >= MAX_FILES:
        raise Refused("too_many_files", _("附件不超过 %(most)d 份，请合并后上传。") % {"most": MAX_FILES}, bid=fresh.pk)
    name = storage.clean_name(getattr(upload, "name", "") or "")
    word = next((word for word in SECRET_WORDS if word in name), None)
    if word:
        raise Refused("secret_name", _("文件名含有“%(word)s”，涉密材料不得上传。") % {"word": word}, bid=fresh.pk)
    name = numbered(name, names)
    key = fresh.file_key if is_correction else section["file_key"]
    key = key or sealing.new_file_key()
    # The row tells nothing: the real name is sealed.
    neutral = f"附件{fresh.attachments.count() + 1}.{name.rpartition('.')[2].lower()}"
    stored = storage.store(
        upload, by=by, kind="BID", limit_bytes=limit_bytes(kind), accept=accepted(kind), key=bytes.fromhex(key),
        at=at, known_as=neutral,
    )  # fmt: skip
    attachment = Attachment.objects.create(
        bid=fresh, kind=kind, file=stored, name=name if is_correction else "", added_at=at, added_by=by
    )
    if is_correction:
        Bid.objects.filter(pk=fresh.pk).update(file_key=key)
    else:
        rows = [*section["rows"], {"attachment_id": attachment.pk, "name": name}]
        write_section(fresh, "attachments", {"file_key": key, "rows": rows}, by=by, at=at)
    data = {"attachment": attachment.pk, "sha256": stored.sha256}
    events.record(fresh, "bid.attach", by=by, at=at, label=_("上传附件"), note=str(DECLARED), data=data)
    return attachment


@action
def remove_attachment(*, attachment: Attachment, by: User, at: datetime | None = None) -> None:
    """Take a file out of a draft. The encrypted bytes stay: an earlier sealed version may name them."""
    bid = attachment.bid
    require(rules.author_bid, by, bid)
    at = at or clock.now()
    fresh = refuse_unless_writable(bid, at)
    section, number = _section(fresh), attachment.pk
    section["rows"] = [row for row in section["rows"] if row["attachment_id"] != number]
    write_section(fresh, "attachments", section, by=by, at=at)
    events.record(fresh, "bid.detach", by=by, at=at, label=_("删除附件"), data={"attachment": number})


@action
def open_attachment(*, attachment: Attachment, by: User) -> tuple[str, BinaryIO]:
    """(name, plain stream) for whoever may read the bid; the caller closes the stream."""
    bid = attachment.bid
    require_on_sealed(rules.read_bid, by, bid)
    if bid.opened_at is not None and bid.file_key:
        return attachment.name or attachment.file.name, _stream(attachment, bid.file_key)
    section = _section(bid)
    names = {row["attachment_id"]: row["name"] for row in section["rows"]}
    if attachment.pk not in names:
        raise Refused("sealed", _("附件已随方案密封，开封前不能打开。"), sensitive=True, bid=bid.pk)
    return names[attachment.pk], _stream(attachment, section["file_key"])


def _stream(attachment: Attachment, key: str) -> BinaryIO:
    return storage.open_stored(attachment.file, key=bytes.fromhex(key))


def _section(bid: Bid) -> dict:
    found = queries.section(bid, "attachments")
    return json.loads(found.content) if found else drafts.blank("attachments")
