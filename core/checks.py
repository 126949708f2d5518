"""`manage.py check` for what this package needs of a machine: the fonts of documents. In English, like Django's own."""

from pathlib import Path

from django.conf import settings
from django.core import checks

from core.documents import fonts

KINDS = {".ttf", ".otf", ".ttc", ".otc"}
#: What each role is called in the standard, for whoever has to look for the file.
NAMED = {
    "title": "小标宋 (title; FZXiaoBiaoSong-B05S)",
    "body": "仿宋 (body; FangSong_GB2312 or simfang.ttf)",
    "kai": "楷体 (second headings; KaiTi_GB2312 or simkai.ttf)",
    "head": "黑体 (first headings; simhei.ttf)",
    "table": "宋体 (tables; simsun.ttc)",
}
#: The characters of GB 2312, which every office writes with.
COMMON = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
          if (high, low) < (0xD7, 0xFA) or high > 0xD7]  # fmt: skip


@checks.register()
def document_fonts(app_configs=None, **kwargs) -> list[checks.CheckMessage]:
    """DOCUMENT_FONTS names a folder with fonts of the standard, and what they lack comes from Noto."""
    if fonts.typst is None:
        hint = "Install what requirements/*.txt lists (`pip install typst`); until then documents are refused with a sentence, docx works."
        return [checks.Warning("The package typst is missing: no PDF can be made.", hint=hint, id="core.W005")]
    own = getattr(settings, "DOCUMENT_FONTS", "")
    if not own:
        return []
    folder = Path(own)
    if not folder.is_dir():
        hint = "Name a folder that this process can read, or leave the setting empty: Noto comes along."
        return [checks.Error(f"DOCUMENT_FONTS={own}: there is no such folder.", hint=hint, id="core.E001")]
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS)
    found = _absent(own) if files else [_empty(own)]
    for path in files:
        found += _lacking(path)
    return found


def _empty(own: str) -> checks.Warning:
    hint = f"Put the office's fonts there ({', '.join(sorted(KINDS))}); until then documents are set in Noto."
    return checks.Warning(f"DOCUMENT_FONTS={own} holds no font.", hint=hint, id="core.W001")


def _absent(own: str) -> list[checks.Warning]:
    """The roles that no font of the folder plays."""
    shipped = {fonts.SERIF, fonts.SANS}
    rows = [label for role, label in NAMED.items() if set(fonts.families().get(role, [])) <= shipped]
    if not rows:
        return []
    hint = "Add the file, or accept Noto for this part. The family's own name counts, not the name of the file (docs/documents.md)."
    return [checks.Warning(f"DOCUMENT_FONTS={own} has no {'; no '.join(rows)}.", hint=hint, id="core.W002")]


def _lacking(path: Path) -> list[checks.Warning]:
    try:
        points = fonts.points_of(path)
    except Exception as fault:  # a file that is no font fails in any way it likes
        hint = "Remove it or copy it again; it is left out."
        return [checks.Warning(f"{path} cannot be read as a font ({fault}).", hint=hint, id="core.W003")]
    lacks = [one for one in COMMON if ord(one) not in points]
    if not lacks or len(lacks) == len(COMMON):  # a Latin font has none of them and is no fault
        return []
    message = f"{path.name} lacks {len(lacks)} of the {len(COMMON)} common characters, such as {''.join(lacks[:8])}."
    hint = "Documents take these from Noto Serif SC or Noto Sans SC, which shows in the line: use a complete font of the office."
    return [checks.Warning(message, hint=hint, id="core.W004")]
