"""Which needs say the same (docs/adr/0008): shared pairs of characters, weighted by how rare they are in the pool.

Candidates come from the index by the rarest pairs of a need; how much is asked of it is bounded, so that the answer
takes as long among 100,000 needs as among 2,000. Always the same few queries.
"""

import math
import re
import unicodedata
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from challenges.enums import NeedState
from challenges.models import Need, NeedPair, NeedText

#: From this similarity on (per cent) two needs are shown as alike, and as most likely the same. Measured: ADR 0008.
POSSIBLE, LIKELY = 9, 40
#: How many of the newest needs tell how rare a pair is, and how many rows the index may answer.
SAMPLE, CANDIDATES = 2000, 6000
_RANKED = 40
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_WORDS = re.compile(r"[a-z0-9.%]{2,}")

_RARITY = """
    SELECT gram, count(*) FROM (
        SELECT unnest(grams) AS gram FROM (SELECT grams FROM challenges_needtext ORDER BY need_id DESC LIMIT %s) AS newest
    ) AS found WHERE gram = ANY(%s) GROUP BY gram
"""
_SIZE = "SELECT coalesce(max(need_id), 0), (SELECT count(*) FROM (SELECT 1 FROM challenges_needtext LIMIT %s) AS few) FROM challenges_needtext"
_BEST = """
    SELECT text.need_id, text.grams
    FROM challenges_needtext AS text
    CROSS JOIN LATERAL (
        SELECT sum(weights.weight) AS shared FROM unnest(text.grams) AS own(gram)
        JOIN unnest(%s::text[], %s::float8[]) AS weights(gram, weight) USING (gram)
    ) AS overlap
    WHERE text.grams && %s::text[] AND text.need_id <> %s
    ORDER BY overlap.shared DESC NULLS LAST, text.need_id LIMIT %s
"""


@dataclass(frozen=True)
class Alike:
    """Another need, how alike it is in per cent, and what the office found about the two (None: nothing yet)."""

    need: Need
    percent: int
    pair: NeedPair | None = None

    @property
    def is_likely(self) -> bool:
        return self.percent >= LIKELY


def grams_of(text: str) -> set[str]:
    """As the trigger of Need writes them: for searching, and for comparing what is not stored."""
    plain = unicodedata.normalize("NFKC", text)
    runs = _CHINESE.findall(plain)
    return {run[place : place + 2] for run in runs for place in range(len(run) - 1)} | set(
        _WORDS.findall(plain.lower())
    )


def alike(need: Need, *, limit: int = 10, least: int = POSSIBLE) -> list[Alike]:
    """The submitted needs most alike, best first."""
    scores = dict(scored(need.pk)[: limit * 2])
    rows = Need.objects.exclude(state__in=[NeedState.DRAFT, NeedState.WITHDRAWN]).filter(pk__in=scores)
    rows = rows.select_related("organization__division", "field", "call__programme__office")
    pairs = {
        pair.first_id if pair.second_id == need.pk else pair.second_id: pair
        for pair in NeedPair.objects.filter(Q(first=need.pk) | Q(second=need.pk)).select_related("decided_by")
    }
    found = [Alike(row, scores[row.pk], pairs.get(row.pk)) for row in rows if scores[row.pk] >= least]
    return sorted(found, key=lambda one: (-one.percent, one.need.pk))[:limit]


def scored(need_pk: int) -> list[tuple[int, int]]:
    """(need, per cent) of the best candidates, best first."""
    own = NeedText.objects.filter(pk=need_pk).values_list("grams", flat=True).first()
    if not own:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SIZE, [SAMPLE])
        newest, sample = cursor.fetchone()
        counts = _counts(cursor, own)
        weights = [_weight(counts.get(gram, 0), sample) for gram in own]
        asked = _rarest(own, counts, sample, max(newest, sample))
        cursor.execute(_BEST, [own, weights, asked, need_pk, _RANKED])
        best = cursor.fetchall()
        others = {gram for _pk, grams in best for gram in grams} - set(own)
        counts |= _counts(cursor, sorted(others))
    mine = set(own)
    found = []
    for pk, grams in best:
        shared = sum(_weight(counts.get(gram, 0), sample) for gram in mine.intersection(grams))
        both = sum(_weight(counts.get(gram, 0), sample) for gram in (*own, *grams))
        found.append((pk, round(200 * shared / both) if both else 0))
    return sorted(found, key=lambda row: (-row[1], row[0]))


def percent_of(first: Need, second: Need) -> int:
    """How alike two given needs are; 0 where the second is not among the candidates of the first."""
    return dict(scored(first.pk)).get(second.pk, 0)


def _counts(cursor, grams: list[str]) -> dict[str, int]:
    cursor.execute(_RARITY, [SAMPLE, list(grams)])
    return dict(cursor.fetchall())


def _weight(count: int, sample: int) -> float:
    return math.log((sample + 1) / max(count, 1))


def _rarest(grams: list[str], counts: dict[str, int], sample: int, size: int) -> list[str]:
    """As many of the rarest pairs as the index may answer rows for; all of them in a small pool."""
    if size <= CANDIDATES:
        return list(grams)
    allowed, chosen = CANDIDATES * sample / size, []
    for gram in sorted(grams, key=lambda one: (counts.get(one, 0), one)):
        allowed -= max(counts.get(gram, 0), 1)
        if chosen and allowed < 0:
            break
        chosen.append(gram)
    return chosen
