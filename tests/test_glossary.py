"""docs/glossary.md names every model once: one Chinese term, one English noun (design: names)."""

import re
from collections import Counter
from pathlib import Path

from tests.test_architecture import our_models

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?P<term>[^|]+) \| `(?P<code>[a-z]+\.[A-Za-z]+)` \| (?P<meaning>[^|]+) \|$", re.M)


def rows() -> list[tuple[str, str, str]]:
    return [found.groups() for found in ROW.finditer(GLOSSARY.read_text(encoding="utf-8"))]


def test_every_model_is_named_as_the_glossary_says():
    written = {code: term for term, code, _meaning in rows()}
    coded = {model._meta.label: str(model._meta.verbose_name) for model in our_models()}
    assert written == coded


def test_one_term_one_noun():
    terms, codes = Counter(term for term, _code, _meaning in rows()), Counter(code for _term, code, _meaning in rows())
    assert [term for term, count in terms.items() if count > 1] == []
    assert [code for code, count in codes.items() if count > 1] == []


def test_every_term_is_explained():
    assert [term for term, _code, meaning in rows() if len(meaning.strip()) < 4] == []
