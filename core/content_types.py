"""What a file is by its content, never by its name."""

import zipfile
from typing import BinaryIO

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
OFD, ZIP, OLE = "application/ofd", "application/zip", "application/x-ole-storage"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MACROS = "application/vnd.ms-office.macros"  # an office document that carries a program
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


def of(stream: BinaryIO) -> str:
    """The type of a seekable stream, which is left at its start."""
    stream.seek(0)
    start = stream.read(16)
    kind = next((kind for sign, kind in _STARTS if start.startswith(sign)), UNKNOWN)
    if start.startswith(_ZIP_STARTS):
        kind = _inside_zip(stream)
    stream.seek(0)
    return kind


def _inside_zip(stream: BinaryIO) -> str:
    """Only the directory is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return UNKNOWN
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return MACROS
    if "OFD.xml" in names:
        return OFD
    marks = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
    return next((kind for mark, kind in marks.items() if mark in names), ZIP)
