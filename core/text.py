"""Plain text as people type it: full-width digits, stray blanks, other forms of one character."""

import re
import unicodedata

_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


def nfc(text: str) -> str:
    """One form for one character, before text is stored or digested."""
    return unicodedata.normalize("NFC", text)


def nfkc(text: str) -> str:
    """Full-width letters, digits and signs become half-width; blanks at both ends go."""
    return unicodedata.normalize("NFKC", text).strip()


def no_blanks(text: str) -> str:
    """NFKC and every blank removed, also inside: for codes that are copied out of tables."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))
