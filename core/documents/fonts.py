"""The fonts of documents. Noto SC comes with the software; an office that owns the fonts of the standard
(方正小标宋、仿宋_GB2312、楷体_GB2312、黑体) names their folder in DOCUMENT_FONTS, and they are taken where they are.
"""

import functools
import struct
from pathlib import Path

import pylopdf_fonts_zh_cn as shipped
from django.conf import settings

try:
    import typst
except ImportError:  # a platform without a wheel: pages go on, documents say why not, `manage.py check` what to install
    typst = None

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
#: role -> families, the first that is there is used; what it lacks comes from the next.
WISHED = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", SERIF),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", "仿宋", SERIF),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "楷体", SERIF),
    "head": ("SimHei", "STHeiti", "黑体", SANS),
    "table": ("SimSun", "宋体", SERIF),
    "sans": (SANS,),
}


@functools.cache
def faces() -> "typst.Fonts":
    """Read once a process; nothing of the machine's own fonts, so that every server prints the same."""
    folders = [str(Path(shipped.serif_path()).parent)]
    own = getattr(settings, "DOCUMENT_FONTS", "")
    if own:
        folders.append(str(own))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@functools.cache
def families() -> dict[str, list[str]]:
    """role -> the families that are there."""
    there = set(faces().families())
    return {role: [name for name in names if name in there] for role, names in WISHED.items()}


@functools.cache
def covered() -> frozenset[int]:
    """Code points that both shipped faces draw."""
    return points_of(shipped.serif_path()) & points_of(shipped.sans_path())


def points_of(path: Path) -> frozenset[int]:
    """The code points of an OpenType file or of all fonts of a collection: its `cmap`s of formats 4 and 12."""
    data = Path(path).read_bytes()
    starts = [0]
    if data[:4] == b"ttcf":
        starts = struct.unpack_from(f">{struct.unpack_from('>L', data, 8)[0]}L", data, 12)
    found: set[int] = set()
    for start in starts:
        for place in range(struct.unpack_from(">H", data, start + 4)[0]):
            tag, _sum, offset, _length = struct.unpack_from(">4sLLL", data, start + 12 + 16 * place)
            if tag == b"cmap":
                found |= _mapped(data, offset)
    return frozenset(found)


def _mapped(data: bytes, start: int) -> set[int]:
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">L", data, start + 8 + 8 * place)[0]
        kind = struct.unpack_from(">H", data, offset)[0]
        if kind == 12:
            for group in range(struct.unpack_from(">L", data, offset + 12)[0]):
                first, last, _glyph = struct.unpack_from(">LLL", data, offset + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif kind == 4:  # what Windows fonts of the standard have
            twice = struct.unpack_from(">H", data, offset + 6)[0]
            lasts = struct.unpack_from(f">{twice // 2}H", data, offset + 14)
            firsts = struct.unpack_from(f">{twice // 2}H", data, offset + 16 + twice)
            for first, last in zip(firsts, lasts, strict=True):
                found.update(range(first, last + 1))
    return found - {0xFFFF}
