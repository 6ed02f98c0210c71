"""Which pairs of Mentions are compared at all: those that share something rare.

Blocks: an equal prepared name; a rare pair of letters in the name; the same company; the
same place and industry with names that look alike. A block of many members tells nothing
and is left out, so that the number of pairs grows with the number of Mentions, not with
its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from projects.linkage.names import prepared
from projects.model.records import Record

MAX_BLOCK = 40  # members of a block of letters or of a company
MAX_PLACE_BLOCK = 200
MIN_LIKENESS = 60.0  # rapidfuzz token ratio inside a block of place and industry


def candidates(records: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Pairs to compare, each once, ``a`` before ``b`` by id, in order of ids."""
    by_id = {record.id: record for record in records}
    bare = {record.id: prepared(record.name).bare for record in records}
    pairs: set[tuple[str, str]] = set()
    for block in _blocks(records, bare):
        pairs.update(combinations(sorted(block), 2))
    for block in _place_blocks(records):
        for a, b in combinations(sorted(block), 2):
            if fuzz.partial_ratio(bare[a], bare[b]) >= MIN_LIKENESS:
                pairs.add((a, b))
    return [(by_id[a], by_id[b]) for a, b in sorted(pairs)]


def _blocks(records: Sequence[Record], bare: dict[str, str]) -> Iterator[set[str]]:
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        name = bare[record.id]
        keys["name", name].add(record.id)
        for index in range(len(name) - 1):
            keys["letters", name[index : index + 2]].add(record.id)
        for item in (*prepared(record.name).items, *prepared(record.name).included):
            keys["name", item].add(record.id)
        if record.entity:
            keys["company", prepared(record.entity).bare].add(record.id)
        if record.kind in ("town", "park"):
            keys["area", record.place_code].add(record.id)
    return _small(keys, MAX_BLOCK)


def _place_blocks(records: Sequence[Record]) -> Iterator[set[str]]:
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        if record.level in ("site", "park", "town") and record.industry:
            keys[record.place_code, record.industry].add(record.id)
    return _small(keys, MAX_PLACE_BLOCK)


def _small(keys: dict[tuple[str, str], set[str]], most: int) -> Iterator[set[str]]:
    found: Iterable[set[str]] = keys.values()
    return (block for block in found if 1 < len(block) <= most)
