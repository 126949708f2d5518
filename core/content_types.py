"""What a file is by its content, never by its name."""

import struct
import zipfile
from typing import BinaryIO

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
OFD, ZIP, OLE = "application/ofd", "application/zip", "application/x-ole-storage"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MACROS = "application/vnd.ms-office.macros"  # an office document that carries a program
TWOFOLD = "application/x-twofold"  # reads as one type here and as another there
BOMB = "application/x-zip-bomb"  # unpacks to far more than it is
UNKNOWN = "application/octet-stream"

# The endings a file of each type may have: who downloads it opens it by its ending.
ENDINGS = {
    PDF: {"pdf"},
    PNG: {"png"},
    JPEG: {"jpg", "jpeg"},
    OFD: {"ofd"},
    DOCX: {"docx"},
    XLSX: {"xlsx"},
    PPTX: {"pptx"},
    ZIP: {"zip"},
    OLE: {"doc", "xls", "ppt", "wps", "et", "dps"},
}
LABELS = {PDF: "PDF", PNG: "PNG", JPEG: "JPG", OFD: "OFD", DOCX: "DOCX", XLSX: "XLSX", PPTX: "PPTX", ZIP: "ZIP"}
DOCUMENTS = frozenset({PDF, PNG, JPEG, OFD, DOCX, XLSX})
_STARTS = [
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
]
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


# An archive may unpack to this much, to this many times its size, and hold this many entries.
_UNPACKED_BYTES, _UNPACKED_TIMES, _ENTRIES = 1024**3, 200, 20_000
_SMALL_BYTES = 32 * 1024**2  # below it a high ratio is harmless: empty tables pack well
_END_OF_ZIP, _END_OF_ZIP_BYTES = b"PK\x05\x06", 22
#: Of a picture that hides a document or a program.
_FOREIGN = (b"%pdf-", b"<script", b"<?php", b"<html", b"<!doctype html")
_LOOK_BYTES = 1024 * 1024


def of(stream: BinaryIO) -> str:
    """The type of a seekable stream, which is left at its start."""
    stream.seek(0)
    start = stream.read(16)
    kind = of_start(start)
    if kind == ZIP:
        kind = _inside_zip(stream)
    elif (kind in {PDF, PNG, JPEG} and _is_archive_too(stream)) or (kind in {PNG, JPEG} and _hides_foreign(stream)):
        kind = TWOFOLD
    stream.seek(0)
    return kind


def of_start(start: bytes) -> str:
    """What the first bytes (16 are enough) say; everything that is packed like a zip is ZIP."""
    if start.startswith(_ZIP_STARTS):
        return ZIP
    return next((kind for sign, kind in _STARTS if start.startswith(sign)), UNKNOWN)


def starts_like(kind: str) -> str:
    """What `of_start` answers for the beginning of a file of this type."""
    return ZIP if kind in {OFD, DOCX, XLSX, PPTX, ZIP} else kind


def _inside_zip(stream: BinaryIO) -> str:
    """Only the directory is read; nothing is unpacked."""
    size = stream.seek(0, 2)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries, comment_bytes = archive.infolist(), len(archive.comment)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        return UNKNOWN
    if _is_bomb(entries, size):
        return BOMB
    names = {one.filename for one in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return MACROS
    marks = {"OFD.xml": OFD, "word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
    found = [kind for mark, kind in marks.items() if mark in names]
    # Two kinds at once, or something before or behind the archive: readers would disagree on what it is.
    is_whole = min((one.header_offset for one in entries), default=0) == 0 and _ends_here(stream, comment_bytes)
    if len(found) > 1 or not is_whole:
        return TWOFOLD
    return found[0] if found else ZIP


def _ends_here(stream: BinaryIO, comment_bytes: int) -> bool:
    stream.seek(-(_END_OF_ZIP_BYTES + comment_bytes), 2)
    return stream.read(4) == _END_OF_ZIP


def _is_bomb(entries: list[zipfile.ZipInfo], size: int) -> bool:
    unpacked, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    is_steep = unpacked > _SMALL_BYTES and unpacked > size * _UNPACKED_TIMES
    # More packed bytes than the file has: entries lie over one another.
    return len(entries) > _ENTRIES or unpacked > _UNPACKED_BYTES or is_steep or packed > size


def _is_archive_too(stream: BinaryIO) -> bool:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_536 - _END_OF_ZIP_BYTES))
    if _END_OF_ZIP not in stream.read():
        return False
    try:
        with zipfile.ZipFile(stream) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        return False


def _hides_foreign(stream: BinaryIO) -> bool:
    stream.seek(0)
    before = b""
    while chunk := stream.read(_LOOK_BYTES):
        text = (before + chunk).lower()
        if any(sign in text for sign in _FOREIGN):
            return True
        before = chunk[-16:]
    return False
