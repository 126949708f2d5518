"""Documents as PDF through Typst: the text travels as data and is never part of the template's source."""

import json
import logging
import re
import threading
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from core import kept
from core.documents.blocks import Document
from core.documents.fonts import faces, families, typst
from core.documents.text import IN_CELLS, IN_LINES
from core.errors import Refused

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
_KEPT_SECONDS = 24 * 3600
_BEIJING = timezone(timedelta(hours=8))  # Typst takes fixed offsets alone
_LARGE = 60_000  # characters; about 500 rows
_own = threading.local()  # a compiler keeps what it has laid out before; it serves one thread at a time
_NAMED = re.compile(r"〔(U\+[0-9A-F]{4,6})〕")
log = logging.getLogger(__name__)


def render(document: Document, *, is_public: bool = False) -> bytes:
    """The PDF. The same document has the same bytes: its date is the only time in them.

    A public one is kept in the cache for a day under its digest, because many ask for the same; others are never kept.
    """
    key = f"document:{document.digest}"
    found = kept.get(key) if is_public else None
    if found is None:
        found = compile_(document.layout, document.plain() | {"digest": document.digest}, on=document.written_on)
        if is_public:
            kept.put(key, found, _KEPT_SECONDS)
    return found


def pictures(document: Document, *, ppi: int = 96) -> list[bytes]:
    """Every page as a PNG."""
    data = document.plain() | {"digest": document.digest}
    found = compile_(document.layout, data, on=document.written_on, format="png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def compile_(template: str, data: dict, *, on: date, **options) -> bytes | list[bytes]:
    """One template of templates/documents/ with plain JSON; see core.documents.text for what its texts may hold.

    Refused where nothing can be drawn; the log says why, the reader what to do.
    """
    if typst is None:
        raise Refused(
            "not-drawn",
            _("PDF 暂时无法生成：服务器没有安装排版程序。请联系系统管理员；可改为下载 DOCX（有此格式的文件）。"),
        )
    more = {"fonts": families(), "in_lines": IN_LINES, "in_cells": IN_CELLS}
    said = json.dumps(data | more, ensure_ascii=False)
    try:
        output, warnings = _compiler().compile_with_warnings(
            input=str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            sys_inputs={"data": said},
            timestamp=datetime.combine(on, time(), tzinfo=_BEIJING),
            **({"format": "pdf"} | options),
        )
    except (typst.TypstError, OSError) as fault:
        log.exception("document %s (%s) cannot be drawn: %s", template, data.get("title"), fault)
        raise Refused(
            "not-drawn",
            _("文件暂时无法生成：版式模板有故障，已记入日志。请联系系统管理员；内容没有丢失，恢复后可再次下载。"),
        ) from fault
    for warning in warnings:
        log.warning("document %s: %s", template, warning.message)
    if undrawn := sorted(set(_NAMED.findall(said))):
        log.warning("document %s: the fonts lack %s", template, " ".join(undrawn))
    if len(said) > _LARGE:
        _forget()
    return output


def _compiler() -> "typst.Compiler":
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=faces(), ignore_system_fonts=True)
    return _own.compiler


def _forget() -> None:
    """Typst keeps what it has laid out for ten more runs: ten long lists were a gigabyte. Empty runs let it go (0.1 s)."""
    for _run in range(11):
        _compiler().compile(input=b"", format="svg")
