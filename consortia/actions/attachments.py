"""Files of a bid: encrypted as they are uploaded, their key and names inside the sealed part (design §6)."""

import json
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from accounts.models import User
from consortia import drafts, queries, rules, sealing
from consortia.actions.access import require_on_sealed
from consortia.actions.drafting import refuse_unless_writable, write_section
from consortia.drafts.faults import SECRET_WORDS
from consortia.enums import AttachmentKind, BidState
from consortia.models import Attachment, Bid
from core import clock, events, storage
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

LIMIT_BYTES = 50 * 1024 * 1024
MAX_FILES = 30


class _Unnamed:
    """An upload under a name that tells nothing: the real one is sealed."""

    def __init__(self, upload, name: str):
        self._upload, self.name = upload, name

    def read(self, size: int = -1) -> bytes:
        return self._upload.read(size)

    def seek(self, place: int) -> int:
        return self._upload.seek(place)


@action
def add_attachment(
    *, bid: Bid, upload, by: User, kind: str = AttachmentKind.OTHER, at: datetime | None = None
) -> Attachment:
    """Keep a file of a draft, or of a correction after opening. Raises Refused as `core.storage.store` does."""
    at = at or clock.now()
    is_correction = locked(bid).state == BidState.CORRECTING
    require(rules.submit_bid if is_correction else rules.author_bid, by, bid)
    fresh = locked(bid) if is_correction else refuse_unless_writable(bid, at)
    section = _section(fresh)
    if max(fresh.attachments.exclude(name="").count(), len(section["rows"])) >= MAX_FILES:
        raise Refused("too_many_files", _("附件不超过 %(most)d 份，请合并后上传。") % {"most": MAX_FILES}, bid=fresh.pk)
    name = storage.clean_name(getattr(upload, "name", "") or "")
    word = next((word for word in SECRET_WORDS if word in name), None)
    if word:
        raise Refused("secret_name", _("文件名含有“%(word)s”，涉密材料不得上传。") % {"word": word}, bid=fresh.pk)
    key = fresh.file_key if is_correction else section["file_key"]
    key = key or sealing.new_file_key()
    number = fresh.attachments.count() + 1
    neutral = _Unnamed(upload, f"附件{number}.{name.rpartition('.')[2].lower()}")
    stored = storage.store(neutral, by=by, kind="BID", limit_bytes=LIMIT_BYTES, key=bytes.fromhex(key), at=at)
    attachment = Attachment.objects.create(
        bid=fresh, kind=kind, file=stored, name=name if is_correction else "", added_at=at, added_by=by
    )
    if is_correction:
        Bid.objects.filter(pk=fresh.pk).update(file_key=key)
    else:
        rows = [*section["rows"], {"attachment_id": attachment.pk, "name": name}]
        write_section(fresh, "attachments", {"file_key": key, "rows": rows}, by=by, at=at)
    events.record(fresh, "bid.attach", by=by, at=at, label=_("上传附件"), data={"attachment": attachment.pk})
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
