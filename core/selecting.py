"""Choosing rows by what hangs on them, and counting it."""

import re
from collections.abc import Iterable

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

KEY_DIGITS = 18  # every number of that many digits fits a bigint


def key_of(text) -> int | None:
    """The key of a row as an address or a hidden field carries it; None for whatever else somebody sends there."""
    text = str(text)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS else None


def keys_of(texts: Iterable) -> list[int]:
    """Those of the texts that are keys."""
    return [key for key in map(key_of, texts) if key is not None]


def matching(rows: QuerySet, *conditions: Q, **lookups) -> QuerySet:
    """Those of the rows that fit conditions over to-many relations, each once.

    Instead of a join and DISTINCT: over the wide rows that a page selects with their relations, PostgreSQL takes
    hundreds of milliseconds only to plan a DISTINCT.
    """
    fitting = rows.model._base_manager.filter(*conditions, **lookups).order_by()
    return rows.filter(pk__in=fitting.values("pk"))


def count_of(hanging: QuerySet, link: str) -> Coalesce:
    """How many of `hanging` point with `link` to each row, for annotate().

    Instead of a join and GROUP BY, which count for every row of the table before the page takes its thirty.
    """
    found = hanging.filter(**{link: OuterRef("pk")}).order_by().values(link).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found), 0)


def containing(word: str, *fields: str) -> Q:
    """The word in any of the fields; upper and lower case are told apart only where a script has none (cheaper)."""
    lookup = "contains" if word.lower() == word.upper() else "icontains"
    return Q.create([Q(**{f"{name}__{lookup}": word}) for name in fields], connector=Q.OR)


def counted(asked: list) -> list[int | None]:
    """Each of `asked` as a number, in one question for all of them: a QuerySet is counted, several in a tuple are added
    up, and what is a number or None already stays."""
    rows = [one for each in asked for one in (each if isinstance(each, tuple) else (each,))]
    sums = iter(_counts([one for one in rows if isinstance(one, QuerySet)]))

    def number(one) -> int | None:
        return next(sums) if isinstance(one, QuerySet) else one

    return [sum(map(number, each)) if isinstance(each, tuple) else number(each) for each in asked]


def _counts(rows: list[QuerySet]) -> list[int]:
    parts, params = [], []
    for one in rows:
        try:
            sql, values = one.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS rows_{len(parts)})")  # noqa: S608 - the text is Django's own
        params += values
    if not params and not any(part != "0" for part in parts):
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(cursor.fetchone())


MOST_WORDS = 6


def each_word(words: str, *fields: str) -> Q:
    """Every one of the words in any of the fields."""
    hit = Q()
    for part in parted(words):
        hit &= containing(part, *fields)
    return hit


def parted(words: str) -> list[str]:
    """The words that must all fit, at most MOST_WORDS; brackets part like blanks, as people type them half or full."""
    found = [part for part in re.split(r"[\s()（）]+", words) if part]
    return found[:MOST_WORDS] or words.split()


#: Of more hits than this, the best are looked for among so many: a word that fits half a table stops the search early.
CANDIDATES = 500


def best_first(rows: QuerySet, field: str, word: str) -> QuerySet:
    """Rows whose `field` is the word, then those that begin with it, then the others by `field`; at most CANDIDATES.
    Where no word was typed all of them by number, which sorts nothing."""
    if not word:
        return rows.order_by("pk")
    rows = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk")[:CANDIDATES])
    rank = Case(When(**{field: word}, then=0), When(**{f"{field}__startswith": word}, then=1), default=2)
    return rows.order_by(rank, field, "pk")
