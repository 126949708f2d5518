"""Files: streamed into storage with their digests, told apart by content, checked for viruses, encrypted where asked.

A row is written with the caller's transaction; if that rolls back, the stored bytes stay behind without a row
and are found by `unclaimed` (they hold nothing anybody can reach).
"""

import errno
import logging
import re
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from core import clock, content_types, scan, sealing
from core.digests import CHUNK_BYTES, Digester, Digests, of_stream
from core.errors import Refused
from core.models import StoredFile
from core.text import nfc

# Smaller files never touch the disk on their way.
_IN_MEMORY_BYTES = 2 * 1024 * 1024
#: Where parts of uploads wait.
PARTS_FOLDER = "uploads"
log = logging.getLogger(__name__)
_KIND = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
_NEVER = {
    content_types.BOMB: "文件“{name}”解压后的体积异常，可能是压缩炸弹，不能接收。请另存为普通文件后上传。",
    content_types.TWOFOLD: "文件“{name}”里夹带了另一种格式的内容，不能接收。请用原软件另存后上传。",
    content_types.MACROS: "文件“{name}”含有宏程序，不能接收。请另存为不含宏的文件，或导出 PDF 后上传。",
}
_FORBIDDEN_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')


def store(
    upload,
    *,
    by,
    kind: str,
    limit_bytes: int,
    key: bytes | None = None,
    accept: frozenset[str] = content_types.DOCUMENTS,
    at: datetime | None = None,
    known_as: str = "",
) -> StoredFile:
    """Keep an upload (a Django file, or any binary stream with a `name`) and answer its row.

    The digests are those of the plain content, so that anybody can check the file they hold against a receipt.
    With `key` (32 bytes, `sealing.new_file_key`) the content is encrypted and bound to its place in storage.
    `known_as` is written in the row instead of a name that is nobody's business. An upload that came in parts
    (core.uploads) says what digest its sender found (`sha256`), and is told what became of it (`kept`).
    Raises Refused: file_empty, file_too_large, file_type, file_name, file_changed, file_infected, scan_unavailable,
    storage_full.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is no kind of file")
    name = clean_name(getattr(upload, "name", "") or "")
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as spool:
        with _room():
            digests = _take_in(upload, spool, name=name, limit_bytes=limit_bytes)
        if getattr(upload, "sha256", "") not in {"", digests.sha256}:
            raise Refused("file_changed", f"文件“{name}”在上传途中有变动，请重新选择文件上传。", name=name)
        content_type = _checked_type(spool, name=name, accept=accept)
        spool.seek(0)
        verdict = scan.scan(spool)
        if verdict.result == "INFECTED":
            # Without its name: the event that this leaves behind must not tell the name of a sealed file.
            raise Refused(
                "file_infected", f"文件含有病毒（{verdict.signature}），未予保存。", sensitive=True, kind=kind
            )
        at = at or clock.now()
        path = f"{kind.lower()}/{clock.local(at):%Y/%m}/{uuid.uuid4().hex}"
        _put(spool, path, key)
    stored = StoredFile.objects.create(
        path=path,
        name=known_as or name,
        kind=kind,
        content_type=content_type,
        size_bytes=digests.size_bytes,
        sha256=digests.sha256,
        sm3=digests.sm3,
        is_encrypted=key is not None,
        scan_result=verdict.result,
        stored_at=at,
        stored_by_id=getattr(by, "pk", None),
    )
    if hasattr(upload, "kept"):
        upload.kept(stored)
    return stored


def open_stored(file: StoredFile, *, key: bytes | None = None) -> BinaryIO:
    """The plain content as a stream at its start; the caller closes it. Raises SealBroken, or Refused `file_sealed`."""
    if not file.is_encrypted:
        return default_storage.open(file.path)
    if key is None:
        raise Refused("file_sealed", f"文件“{file.name}”已密封，尚不能打开。", sensitive=True, file=file.pk)
    plain = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    try:
        with default_storage.open(file.path) as stored:
            sealing.decrypt_stream(stored, plain, key, file.path.encode())
    except BaseException:
        plain.close()
        raise
    plain.seek(0)
    return plain


def is_intact(file: StoredFile, *, key: bytes | None = None) -> bool:
    """Whether the content still has the digests of its row. False also where the content is gone."""
    try:
        with open_stored(file, key=key) as stream:
            return of_stream(stream) == Digests(file.sha256, file.sm3, file.size_bytes)
    except (FileNotFoundError, sealing.SealBroken):
        return False


@contextmanager
def _room() -> Iterator[None]:
    """A full disk is said in a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _no_room() from error
        raise


def _no_room() -> Refused:
    log.error("no room for a file")
    return Refused("storage_full", "服务器存储空间不足，文件没有保存。请稍后重试；仍不成功的，请联系系统管理员。")


def unclaimed(*, now: datetime, folder: str = "") -> Iterator[str]:
    """Paths in storage without a row, more than a day old: left behind by transactions that rolled back."""
    folders, names = default_storage.listdir(folder)
    for name in names:
        path = f"{folder}/{name}" if folder else name
        if StoredFile.objects.filter(path=path).exists():
            continue
        if default_storage.get_modified_time(path) < now - timedelta(days=1):
            yield path
    for inner in folders:
        if not folder and inner == PARTS_FOLDER:
            continue  # core.uploads clears its own
        yield from unclaimed(now=now, folder=f"{folder}/{inner}" if folder else inner)


def clean_name(name: str) -> str:
    """The name as the user gave it, without folders, control characters and marks that turn the writing direction."""
    base = _FORBIDDEN_IN_NAMES.sub("", nfc(name.replace("\\", "/").rsplit("/", 1)[-1])).strip(" .")
    stem, dot, ending = base.rpartition(".")
    if not dot or not stem:
        raise Refused("file_name", "文件名不完整，请使用带扩展名的文件名，例如“方案.pdf”。")
    room = 255 - len(ending) - 1
    if room < 1:
        raise Refused("file_name", "文件扩展名过长。")
    return f"{stem[:room]}.{ending}"


def _take_in(upload, spool: BinaryIO, *, name: str, limit_bytes: int) -> Digests:
    """Copy and digest at once; the size is counted, not believed."""
    digester, size, limit = Digester(), 0, size_text(limit_bytes)
    sentence = f"文件“{name}”超过 {limit} 的上限。"
    # What is announced, first: of an upload that was cut off at the door only the beginning is there.
    if (getattr(upload, "size", None) or 0) > limit_bytes:
        raise Refused("file_too_large", sentence, name=name, limit_bytes=limit_bytes)
    if getattr(upload, "is_cut", False):
        raise _no_room()
    if hasattr(upload, "seek"):
        upload.seek(0)
    while chunk := upload.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit_bytes:
            raise Refused("file_too_large", sentence, name=name, limit_bytes=limit_bytes)
        digester.update(chunk)
        spool.write(chunk)
    if size == 0:
        raise Refused("file_empty", f"文件“{name}”是空文件。", name=name)
    return digester.result()


def _checked_type(spool: BinaryIO, *, name: str, accept: frozenset[str]) -> str:
    content_type = content_types.of(spool)
    if content_type in _NEVER:
        raise Refused("file_type", _NEVER[content_type].format(name=name), name=name, found=content_type)
    if content_type not in accept:
        wanted = "、".join(sorted(content_types.LABELS.get(kind, kind) for kind in accept))
        raise Refused("file_type", f"文件“{name}”的内容不是可接受的格式（{wanted}）。", name=name, found=content_type)
    ending = name.rpartition(".")[2].lower()
    if ending not in content_types.ENDINGS.get(content_type, {ending}):
        label = content_types.LABELS.get(content_type, content_type)
        raise Refused("file_type", f"文件“{name}”的扩展名与内容（{label}）不符。", name=name, found=content_type)
    return content_type


def _put(spool: BinaryIO, path: str, key: bytes | None) -> None:
    spool.seek(0)
    if key is None:
        save_bytes(path, spool)
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as sealed:
        with _room():
            sealing.encrypt_stream(spool, sealed, key, path.encode())
        sealed.seek(0)
        save_bytes(path, sealed)


def save_bytes(path: str, content: BinaryIO) -> None:
    """Write under exactly this path. Raises Refused `storage_full`."""
    # A storage that renames would break the binding of encrypted content to its path.
    with _room():
        kept = default_storage.save(path, File(content, name=path))
    if kept != path:
        raise RuntimeError(f"the storage did not keep the path {path}")


def size_text(size_bytes: int) -> str:
    """A size for people, rounded down to whole MB or KB: limits are such."""
    return f"{size_bytes // 1024**2} MB" if size_bytes >= 1024**2 else f"{max(1, size_bytes // 1024)} KB"
