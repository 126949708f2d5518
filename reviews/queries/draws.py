"""The draw as a pure function of its public record (R-REV-03, design §6).

Candidates are ordered by SHA-256 over "seed:witness:expert id". Seats are filled along that order; a candidate is passed
over only when taking it would make the composition of the panel unreachable. Nothing here reads the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from core.digests import canonical_json
from reviews.enums import ExpertKind

MINIMUM_SIZE = 5


@dataclass(frozen=True)
class Candidate:
    """What the draw needs to know of an expert."""

    expert: int
    kind: str
    local: bool

    @classmethod
    def of(cls, expert) -> "Candidate":
        return cls(expert.pk, expert.kind, expert.is_local)

    @classmethod
    def read(cls, row: dict) -> "Candidate":
        return cls(row["expert"], row["kind"], row["local"])

    def row(self) -> dict:
        return {"expert": self.expert, "kind": self.kind, "local": self.local}


@dataclass(frozen=True)
class Needs:
    """Seats that must still go to finance, to industry, and to experts from outside the region."""

    finance: int = 0
    industry: int = 0
    outside: int = 0

    def less(self, taken: Iterable[Candidate]) -> "Needs":
        taken = list(taken)
        return Needs(
            max(0, self.finance - sum(one.kind == ExpertKind.FINANCE for one in taken)),
            max(0, self.industry - sum(one.kind == ExpertKind.INDUSTRY for one in taken)),
            max(0, self.outside - sum(not one.local for one in taken)),
        )


def seed_digest(seed: str) -> str:
    """What is published before the draw."""
    return sha256(seed.encode()).hexdigest()


def order(seed: str, witness: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The whole order that the seed gives."""

    def key(one: Candidate) -> str:
        return sha256(f"{seed}:{witness}:{one.expert}".encode()).hexdigest()

    return sorted(sorted(candidates, key=lambda one: one.expert), key=key)


def reachable(places: int, needs: Needs, rest: Sequence[Candidate]) -> bool:
    """Whether `places` seats can be filled from `rest` so that the needs are met."""
    finance = [one for one in rest if one.kind == ExpertKind.FINANCE]
    industry = [one for one in rest if one.kind == ExpertKind.INDUSTRY]
    if len(rest) < places or len(finance) < needs.finance or len(industry) < needs.industry:
        return False
    if needs.finance + needs.industry > places:
        return False
    outside = sum(not one.local for one in rest)
    # Seats that a needed kind must take inside the region, because too few of that kind come from outside.
    inside = max(0, needs.finance - sum(not one.local for one in finance))
    inside += max(0, needs.industry - sum(not one.local for one in industry))
    return min(outside, places - inside) >= needs.outside


def pick(ordered: Sequence[Candidate], places: int, needs: Needs) -> list[Candidate]:
    """The first candidates along the order that together meet the needs; empty when nobody can."""
    taken: list[Candidate] = []
    if places <= 0 or not reachable(places, needs, ordered):
        return taken
    for position, one in enumerate(ordered):
        left = places - len(taken) - 1
        if reachable(left, needs.less([*taken, one]), ordered[position + 1 :]):
            taken.append(one)
            if left == 0:
                break
    return taken


def composition(panel) -> dict:
    """What the rule set asks of this panel (R-REV-02), as numbers of seats."""
    rules = panel.challenge.batch.rule_set
    whole = panel.purpose in {"BID", "ACCEPTANCE"}
    return {
        "size": panel.size,
        "finance": rules.panel_minimum_finance if whole else 0,
        "industry": rules.panel_minimum_industry if whole else 0,
        "outside": ceil(panel.size * rules.panel_outside_percent / 100) if whole else 0,
    }


def needs_of(composition: dict) -> Needs:
    return Needs(composition["finance"], composition["industry"], composition["outside"])


def public_record(draw) -> dict:
    """All that decides a draw and all that came of it; enough to replay it anywhere."""
    return {
        "panel": draw.panel_id,
        "number": draw.number,
        "seed_digest": draw.seed_digest,
        "seed": draw.seed,
        "witness": draw.witness,
        "pool_query": draw.pool_query,
        "composition": draw.composition,
        "held": draw.held,
        "candidates": draw.candidates,
        "exclusions": draw.exclusions,
        "drawn": draw.drawn,
    }


def commitment_digest(record: dict) -> str:
    """One digest over everything fixed before the draw; stands on the page beside the seed's digest."""
    fixed = ("panel", "number", "seed_digest", "pool_query", "composition", "held", "candidates", "exclusions")
    return sha256(canonical_json({name: record[name] for name in fixed})).hexdigest()


def first_seats(record: dict) -> list[Candidate]:
    """Whom the draw seats first."""
    held = [Candidate.read(row) for row in record["held"]]
    ordered = order(record["seed"], record["witness"], map(Candidate.read, record["candidates"]))
    return pick(ordered, record["composition"]["size"] - len(held), needs_of(record["composition"]).less(held))


def next_seat(record: dict, active: Sequence[Candidate], used: set[int], passed: set[int]) -> Candidate | None:
    """Who follows in the order when seats were left: `used` sat already, `passed` became ineligible since."""
    ordered = [
        one
        for one in order(record["seed"], record["witness"], map(Candidate.read, record["candidates"]))
        if one.expert not in used and one.expert not in passed
    ]
    places = record["composition"]["size"] - len(active)
    found = pick(ordered, places, needs_of(record["composition"]).less(active))
    return found[0] if found else None


def replay(record: dict) -> list[str]:
    """Faults found when the record is played again; none means that it stands (English, for operators)."""
    faults = []
    if seed_digest(record["seed"]) != record["seed_digest"]:
        faults.append("the revealed seed does not fit the digest published before the draw")
    entries = record["drawn"]
    first = [entry for entry in entries if not entry.get("replacement")]
    expected = [one.expert for one in first_seats(record)]
    if [entry["expert"] for entry in first] != expected:
        faults.append(f"first seats {[entry['expert'] for entry in first]}, expected {expected}")
    for entry in entries:
        if not entry.get("replacement"):
            continue
        active = [Candidate.read(row) for row in entry["active"]]
        found = next_seat(record, active, set(entry["used"]), {row["expert"] for row in entry["passed"]})
        if found is None or found.expert != entry["expert"]:
            faults.append(
                f"replacement at seat {entry['seat']} is {entry['expert']}, expected {found and found.expert}"
            )
    return faults
