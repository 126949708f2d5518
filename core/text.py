"""Plain text as people type it: full-width digits, stray blanks, other forms of one character."""

import re
import unicodedata
from collections.abc import Mapping
from operator import attrgetter

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


class _Facts(Mapping):
    """An object as the words of a sentence: `%(challenge.title)s` is an attribute of an attribute, `%(self)s` itself."""

    def __init__(self, obj):
        self.obj = obj

    def __getitem__(self, path: str):
        found = self.obj if path == "self" else attrgetter(path)(self.obj)
        return found() if callable(found) else found

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


def about(sentence: str, obj) -> str:
    """A sentence filled in with facts of an object: `about(_("项目 %(code)s 由%(lead.name)s牵头"), project)`."""
    return str(sentence) % _Facts(obj)


def hundredths(value: int) -> str:
    """7525 as `75.25`: points are kept in whole hundredths."""
    return f"{value // 100}.{value % 100:02d}"
