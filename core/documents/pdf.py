"""Documents as PDF through Typst: the text travels as data and is never part of the template's source."""

import json
import logging
import re
import threading
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import typst
from django.conf import settings
from django.core.cache import cache

from core.documents.blocks import Document
from core.documents.fonts import faces, families
from core.documents.text import IN_CELLS, IN_LINES

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
_KEPT_SECONDS = 24 * 3600
_BEIJING = timezone(timedelta(hours=8))  # Typst takes fixed offsets alone
_own = threading.local()  # a compiler keeps what it has laid out before; it serves one thread at a time
_NAMED = re.compile(r"〔(U\+[0-9A-F]{4,6})〕")
log = logging.getLogger(__name__)


def render(document: Document, *, is_public: bool = False) -> bytes:
    """The PDF. The same document has the same bytes: its date is the only time in them.

    A public one is kept in the cache for a day under its digest, because many ask for the same; others are never kept.
    """
    key = f"document:{document.digest}"
    found = cache.get(key) if is_public else None
    if found is None:
        found = compile_(document.layout, document.plain() | {"digest": document.digest}, on=document.written_on)
        if is_public:
            cache.set(key, found, _KEPT_SECONDS)
    return found


def pictures(document: Document, *, ppi: int = 96) -> list[bytes]:
    """Every page as a PNG."""
    data = document.plain() | {"digest": document.digest}
    found = compile_(document.layout, data, on=document.written_on, format="png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def compile_(template: str, data: dict, *, on: date, **options) -> bytes | list[bytes]:
    """One template of templates/documents/ with plain JSON; see core.documents.text for what its texts may hold."""
    more = {"fonts": families(), "in_lines": IN_LINES, "in_cells": IN_CELLS}
    said = json.dumps(data | more, ensure_ascii=False)
    moment = datetime.combine(on, time(), tzinfo=_BEIJING)
    output, warnings = _compiler().compile_with_warnings(
        input=str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        sys_inputs={"data": said},
        timestamp=moment,
        **({"format": "pdf"} | options),
    )
    for warning in warnings:
        log.warning("document %s: %s", template, warning.message)
    if undrawn := sorted(set(_NAMED.findall(said))):
        log.warning("document %s: the fonts lack %s", template, " ".join(undrawn))
    return output


def _compiler() -> typst.Compiler:
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=faces(), ignore_system_fonts=True)
    return _own.compiler
