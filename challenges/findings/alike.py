"""Which needs say the same (docs/adr/0009): shared pairs of characters, weighted by how rare they are in the pool.

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

#: From this similarity on (per cent) two needs are shown as alike, and as most likely the same. Measured: ADR 0009.
POSSIBLE, LIKELY = 9, 40
#: How many needs, evenly over the pool, tell how rare a pair is; how many rows the index may answer, at most for one pair.
SAMPLE, CANDIDATES, FOR_ONE = 1000, 2500, 400
_RANKED, _THREES = 40, 6
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_WORDS = re.compile(r"[a-z0-9.%]{2,}")

_RARITY = """
    SELECT gram, count(*) FROM (
        SELECT unnest(grams) AS gram FROM challenges_needtext WHERE need_id = ANY(%s)
    ) AS found WHERE gram = ANY(%s) GROUP BY gram
"""
_ENDS = "SELECT coalesce(min(need_id), 0), coalesce(max(need_id), 0) FROM challenges_needtext"
# One look into the index for each pair, each bounded: `&&` with all of them is planned as a walk over the whole table.
_BEST = """
    WITH hits AS (
        SELECT DISTINCT found.need_id FROM unnest(%s::text[]) AS asked(gram) CROSS JOIN LATERAL (
            SELECT need_id FROM challenges_needtext WHERE grams @> string_to_array(asked.gram, ' ') LIMIT %s
        ) AS found
    ), best AS (
        SELECT text.need_id, sum(weights.weight) AS shared
        FROM hits JOIN challenges_needtext AS text USING (need_id)
        CROSS JOIN LATERAL unnest(text.grams) AS own(gram)
        JOIN unnest(%s::text[], %s::float8[]) AS weights(gram, weight) USING (gram)
        WHERE text.need_id <> %s
        GROUP BY text.need_id ORDER BY shared DESC, text.need_id LIMIT %s
    )
    SELECT need_id, grams FROM best JOIN challenges_needtext USING (need_id) ORDER BY shared DESC, need_id
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
        cursor.execute(_ENDS)
        first, last = cursor.fetchone()
        spread = _spread(first, last)
        sample, size = len(spread), last - first + 1
        counts = _counts(cursor, spread, own)
        weights = [_weight(counts.get(gram, 0), sample) for gram in own]
        asked = _rarest(own, counts, sample, size)
        cursor.execute(_BEST, [asked, FOR_ONE, own, weights, need_pk, _RANKED])
        best = cursor.fetchall()
        others = {gram for _pk, grams in best for gram in grams} - set(own)
        counts |= _counts(cursor, spread, sorted(others))
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


def _spread(first: int, last: int) -> list[int]:
    """At most SAMPLE numbers, evenly from the oldest need to the newest: neighbours are too often of one hand."""
    size = last - first + 1
    if size <= SAMPLE:
        return list(range(first, last + 1))
    return [first + place * size // SAMPLE for place in range(SAMPLE)]


def _counts(cursor, spread: list[int], grams: list[str]) -> dict[str, int]:
    cursor.execute(_RARITY, [spread, list(grams)])
    return dict(cursor.fetchall())


def _weight(count: int, sample: int) -> float:
    return math.log((sample + 1) / max(count, 1))


def _rarest(grams: list[str], counts: dict[str, int], sample: int, size: int) -> list[str]:
    """What the index is asked: as many of the rarest pairs as it may answer rows for, all of them in a small pool. In a
    large one also threes of pairs: a copy has most of them together, however often each is written by itself."""
    if size <= CANDIDATES:
        return list(grams)
    allowed, chosen = CANDIDATES, []
    order = sorted(grams, key=lambda one: (counts.get(one, 0), one))
    for gram in order:
        allowed -= min(max(counts.get(gram, 0), 1) * size // sample, FOR_ONE)
        if chosen and allowed < 0:
            break
        chosen.append(gram)
    third = len(order) // 3
    return chosen + [" ".join(order[place::third][:3]) for place in range(min(third, _THREES))]
