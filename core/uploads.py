"""Files that arrive in parts, so that a cut connection costs one part and not the file.

A page hands out a ticket: what may be sent, for which purpose, by whom. With it the browser begins, appends parts at
the byte the server expects, and at last sends the ordinary form with the token in the place of the file
(core.forms_uploads): from there on the upload is a stream with a name like any other, so there is one way of keeping
files. Parts wait encrypted, each under its own path; the key lies encrypted in the row. What is not used within
a day is cleared.
"""

import io
import secrets
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core import signing
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock, content_types, sealing, storage
from core.errors import Conflict, Forbidden, Refused
from core.models import StoredFile, Upload

PART_BYTES = 1024 * 1024  # what a browser is asked to send at once
MOST_PART_BYTES = 2 * PART_BYTES
LEAST_PART_BYTES = 64 * 1024  # but for the last one
MOST_PARTS = 2000
#: What one account may have waiting at once.
MOST_WAITING, MOST_WAITING_BYTES = 40, 1024**3
KEPT_FOR = timedelta(days=1)
_TICKET_SECONDS = 7 * 24 * 3600
_SALT = "core.uploads"


def ticket(*, by, purpose: str, limit_bytes: int, accept: frozenset[str], words: tuple[str, ...] = ()) -> str:
    """A signed permission to send files for one purpose, given out by a page that has asked its rule.

    `words` are those that a name must not contain.
    """
    said = {"by": by.pk, "for": purpose, "limit": limit_bytes, "accept": sorted(accept), "words": list(words)}
    return signing.dumps(said, salt=_SALT, compress=True)


def begin(*, ticket: str, by, name: str, size_bytes: int, sha256: str = "", at: datetime | None = None) -> Upload:
    """Begin a file, or go on with the same one (name, size and digest) where it was left.

    Raises Refused: upload_ticket, file_name, file_empty, file_too_large, file_type, secret_name, upload_crowd.
    """
    said = _read(ticket, by)
    name = _fitting_name(name, said)
    if size_bytes <= 0:
        raise Refused("file_empty", _("文件“%(name)s”是空文件。") % {"name": name})
    if size_bytes > said["limit"]:
        sentence = _("文件“%(name)s”超过 %(limit)s 的上限。")
        raise Refused("file_too_large", sentence % {"name": name, "limit": storage.size_text(said["limit"])})
    at = at or clock.now()
    with transaction.atomic():
        waiting = list(_waiting(by, at).select_for_update(of=("self",)).order_by("pk"))
        for one in waiting:
            if (one.purpose, one.name, one.size_bytes, one.sha256) == (said["for"], name, size_bytes, sha256):
                return one
        total = sum(one.size_bytes for one in waiting)
        if len(waiting) >= MOST_WAITING or total + size_bytes > MOST_WAITING_BYTES:
            raise Refused("upload_crowd", _("您没有传完的文件太多，请先传完或放弃其中一些。"), count=len(waiting))
        return Upload.objects.create(
            token=secrets.token_urlsafe(32),
            owner_id=by.pk,
            purpose=said["for"],
            name=name,
            key=sealing.new_file_key().hex(),
            accept=said["accept"],
            size_bytes=size_bytes,
            sha256=sha256,
            began_at=at,
            last_at=at,
        )


def append(*, token: str, by, start: int, data: bytes, at: datetime | None = None) -> Upload:
    """Take in what is new of `data`, whose first byte is byte `start` of the file. Repeated bytes are harmless.

    Raises Conflict `upload_gap` (bytes between are missing: go on at `received_bytes`), Refused upload_unknown,
    upload_too_long, upload_part, file_type, storage_full.
    """
    with transaction.atomic():
        upload = _owned(token, by, locks=True)
        end = start + len(data)
        if end > upload.size_bytes:
            sentence = _("收到的内容比申报的长，请重新选择文件上传。")
            raise Refused("upload_too_long", sentence, size_bytes=upload.size_bytes)
        if start > upload.received_bytes:
            raise Conflict("upload_gap", _("中间有内容没有收到，将从断点续传。"), offset=upload.received_bytes)
        if upload.file_id or end <= upload.received_bytes:
            return upload
        is_large_enough = len(data) >= LEAST_PART_BYTES or end == upload.size_bytes
        if not is_large_enough or len(data) > MOST_PART_BYTES or len(upload.parts) >= MOST_PARTS:
            raise Refused("upload_part", _("分片的大小或数量不合要求，请刷新页面后重新上传。"), token=upload.pk)
        fresh = data[upload.received_bytes - start :]
        if not upload.parts:
            _refuse_other_start(upload, fresh)
        path = f"{storage.PARTS_FOLDER}/{upload.pk}/{upload.received_bytes:012d}-{uuid.uuid4().hex}"
        sealed = io.BytesIO()
        sealing.encrypt_stream(io.BytesIO(fresh), sealed, bytes.fromhex(upload.key), path.encode())
        sealed.seek(0)
        storage.save_bytes(path, sealed)
        upload.parts = [*upload.parts, path]
        upload.received_bytes += len(fresh)
        upload.last_at = at or clock.now()
        upload.save(update_fields=["parts", "received_bytes", "last_at"])
        return upload


def find(*, token: str, by) -> Upload:
    """One of the caller's own. Raises Refused `upload_unknown`: another's looks like none at all."""
    return _owned(token, by)


def waiting(*, ticket: str, by) -> list[Upload]:
    """What the caller has begun for this purpose and not used yet."""
    rows = _waiting(by, clock.now()).filter(purpose=_read(ticket, by)["for"], received_bytes__gt=0)
    return list(rows.order_by("pk"))


def abandon(*, token: str, by) -> None:
    """Give an upload up: its parts go at once. One that was used, or is gone, stays as it is."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).filter(token=token, owner_id=by.pk).first()
        if upload is not None and upload.file_id is None:
            _remove(upload)


def received(*, token: str, by, purpose: str) -> "Received":
    """The whole file as a stream. Raises Refused `upload_unknown`, `upload_incomplete`."""
    upload = _owned(token, by)
    if upload.purpose != purpose:
        raise _unknown()
    if upload.received_bytes < upload.size_bytes:
        sentence = _("文件“%(name)s”还没有传完，请等它传完后再提交。")
        raise Refused("upload_incomplete", sentence % {"name": upload.name}, offset=upload.received_bytes)
    return Received(upload)


class Received:
    """An upload that is here whole, in the shape of an uploaded file: name, size, read, seek to the start."""

    content_type, charset = "", None

    def __init__(self, upload: Upload):
        self.name, self.size, self.sha256, self.token = upload.name, upload.size_bytes, upload.sha256, upload.token
        self._upload, self._rest, self._parts = upload, b"", iter(upload.parts)

    def seek(self, place: int, whence: int = 0) -> int:
        if (place, whence) != (0, 0):
            raise io.UnsupportedOperation("only back to the start")
        self._rest, self._parts = b"", iter(self._upload.parts)
        return 0

    def read(self, size: int = -1) -> bytes:
        found = [self._rest]
        there = len(self._rest)
        while (size < 0 or there < size) and (path := next(self._parts, None)):
            found.append(self._plain(path))
            there += len(found[-1])
        whole = b"".join(found)
        cut = there if size < 0 else size
        self._rest = whole[cut:]
        return whole[:cut]

    def chunks(self, chunk_size: int = PART_BYTES) -> Iterator[bytes]:
        self.seek(0)
        while chunk := self.read(chunk_size):
            yield chunk

    def close(self) -> None:
        self._rest = b""

    def stored_file(self) -> StoredFile | None:
        """What an earlier sending of the same form has made of it. Ask under a lock."""
        return StoredFile.objects.filter(pk__in=Upload.objects.filter(pk=self._upload.pk).values("file")).first()

    def kept(self, file: StoredFile) -> None:
        """Told by core.storage, in the transaction that writes the row: used once, and the parts may go."""
        if not Upload.objects.filter(pk=self._upload.pk, file__isnull=True).update(file=file):
            raise Conflict("upload_used", _("这个文件已经提交过，请刷新页面查看。"), file=file.pk)
        folder = _folder(self._upload)
        transaction.on_commit(lambda: _empty(folder))  # where this is lost the sweep does it

    def _plain(self, path: str) -> bytes:
        try:
            with default_storage.open(path) as part:
                return b"".join(sealing.decrypt_chunks(part, bytes.fromhex(self._upload.key), path.encode()))
        except (FileNotFoundError, sealing.SealBroken) as error:
            raise Refused("upload_lost", _("已传的内容不完整，请重新选择文件上传。"), token=self._upload.pk) from error


def clear_abandoned(*, at: datetime) -> int:
    """Rows and parts of uploads nobody went on with for a day, used or not, and parts without a row. Answers the rows."""
    done = 0
    for pk in list(Upload.objects.filter(last_at__lt=at - KEPT_FOR).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Upload.objects.select_for_update(of=("self",), skip_locked=True)
            upload = rows.filter(pk=pk, last_at__lt=at - KEPT_FOR).first()
            if upload is not None:
                _remove(upload)
                done += 1
    try:
        folders, _files = default_storage.listdir(storage.PARTS_FOLDER)
    except FileNotFoundError:
        return done
    known = {str(pk) for pk in Upload.objects.filter(file__isnull=True).values_list("pk", flat=True)}
    for folder in set(folders) - known:
        _empty(f"{storage.PARTS_FOLDER}/{folder}")
    return done


def _read(ticket: str, by) -> dict:
    try:
        said = signing.loads(ticket, salt=_SALT, max_age=_TICKET_SECONDS)
    except signing.BadSignature as error:
        raise Refused("upload_ticket", _("页面打开的时间太久，请刷新页面后重新上传。")) from error
    if said["by"] != by.pk:
        raise Forbidden("upload_ticket", _("这个上传页面属于另一个账号，请刷新页面后重新上传。"))
    return said


def _fitting_name(name: str, said: dict) -> str:
    """What can be told by the name alone is told before anything is sent."""
    name = storage.clean_name(name)
    word = next((word for word in said["words"] if word in name), None)
    if word:
        raise Refused("secret_name", _("文件名含有“%(word)s”，涉密材料不得上传。") % {"word": word})
    endings = set().union(*(content_types.ENDINGS.get(kind, set()) for kind in said["accept"]))
    if name.rpartition(".")[2].lower() not in endings:
        raise _other_type(name, said["accept"])
    return name


def _refuse_other_start(upload: Upload, data: bytes) -> None:
    """The first bytes tell most wrong files; the whole content is looked at when the file is kept."""
    wanted = {content_types.starts_like(kind) for kind in upload.accept}
    if content_types.of_start(data[:16]) not in wanted:
        raise _other_type(upload.name, upload.accept)


def _other_type(name: str, accept: list[str]) -> Refused:
    wanted = "、".join(sorted(content_types.LABELS.get(kind, kind) for kind in accept))
    sentence = _("文件“%(name)s”不是可接受的格式（%(wanted)s）。") % {"name": name, "wanted": wanted}
    return Refused("file_type", sentence)


def _waiting(by, at: datetime):
    return Upload.objects.filter(owner_id=by.pk, file__isnull=True, last_at__gte=at - KEPT_FOR)


def _owned(token: str, by, *, locks: bool = False) -> Upload:
    rows = Upload.objects.select_for_update(of=("self",)) if locks else Upload.objects.all()
    upload = rows.filter(token=token[:100].replace("\0", ""), owner_id=by.pk).first()
    if upload is None:
        raise _unknown()
    return upload


def _unknown() -> Refused:
    return Refused("upload_unknown", _("没有找到这次上传，可能已超过一天而被清除。请重新选择文件上传。"))


def _folder(upload: Upload) -> str:
    return f"{storage.PARTS_FOLDER}/{upload.pk}"


def _remove(upload: Upload) -> None:
    _empty(_folder(upload))
    upload.delete()


def _empty(folder: str) -> None:
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)
