"""Scored pairs and people's decisions to projects.

Input: records, gazetteer, decisions. Output: :class:`Matching`. What people called the same
is joined first. Then pairs are taken from the highest score down: two groups become one
when no pair across them is vetoed or decided to be different, and their pairs agree on the
whole. So a chain of likenesses does not join its ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from geo.gazetteer import Gazetteer
from projects.linkage.candidates import candidates
from projects.linkage.decisions import Alarm, Decision, applied
from projects.linkage.score import Link, Pair, Scorer, weight
from projects.model.records import Record, years_of

MIN_PROJECT = 2


@dataclass(frozen=True, slots=True)
class Matching:
    """Records with ``project`` filled, and what led there.

    ``pairs`` holds every pair that was compared and is not plainly apart, by descending
    score; ``review`` those of them that a person should look at; ``links`` parts of a whole;
    ``decided`` the decisions in force by pair; ``alarms`` those that no longer apply.
    """

    records: tuple[Record, ...]
    pairs: tuple[Pair, ...]
    review: tuple[Pair, ...]
    links: tuple[Link, ...]
    decided: dict[tuple[str, str], Decision]
    alarms: tuple[Alarm, ...]


def match(records: Sequence[Record], gazetteer: Gazetteer, *, decisions: Iterable[Decision] = ()) -> Matching:
    """Group records into projects. The order of records and decisions makes no difference.

    ``project`` is ``p`` and 8 hexadecimal digits, from the first Mention of the group (by
    year, then id), so that a later plan that names the project again changes nothing; it is
    empty for a project named once.

    Parameters
    ----------
    records
        Of all documents, already placed; what ``project`` says in them is replaced.
    gazetteer
        The places of their codes.
    decisions
        What people decided about pairs (:func:`projects.linkage.decisions.read_decisions`).

    Returns
    -------
    Matching
        The records in the order given, and what led to their projects.
    """
    scorer = Scorer(gazetteer)
    decided, alarms = applied(decisions, records)
    by_id = {record.id: record for record in records}
    pairs = [scorer.pair(a, b) for a, b in candidates(records)]
    groups = _Groups(scorer, by_id, decided)
    for (a, b), row in sorted(decided.items()):
        if row.verdict == "same" and (clash := groups.join_decided(a, b)):
            alarms.append(Alarm(row, f"another decision keeps {clash[0]} and {clash[1]} apart"))
    ranked = sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b))
    for pair in ranked:
        if pair.verdict == "same":
            groups.join(pair.a, pair.b)
    project = groups.names()
    kept = [pair for pair in ranked if pair.verdict != "apart"]
    review = [
        pair
        for pair in kept
        if pair.verdict in ("review", "same")
        and (pair.a, pair.b) not in decided
        and not (project.get(pair.a) and project.get(pair.a) == project.get(pair.b))
    ]
    done = tuple(replace(record, project=project.get(record.id, "")) for record in records)
    links = tuple(pair.link for pair in kept if pair.link is not None)
    return Matching(done, tuple(kept), tuple(review), links, decided, tuple(alarms))


class _Groups:
    """Disjoint groups of record ids."""

    def __init__(
        self, scorer: Scorer, by_id: dict[str, Record], decided: dict[tuple[str, str], Decision]
    ) -> None:
        self._scorer = scorer
        self._by_id = by_id
        self._decided = decided
        self._group: dict[str, list[str]] = {}

    def join(self, a: str, b: str) -> None:
        """Make the groups of two records one, if nothing keeps them apart."""
        ours, theirs = self._of(a), self._of(b)
        if ours is theirs:
            return
        scores = []
        for one, other in product(ours, theirs):
            verdict = self._verdict(one, other)
            pair = self._scorer.pair(self._by_id[one], self._by_id[other])
            if verdict == "different" or (verdict != "same" and (pair.veto or pair.link)):
                return
            scores.append(1.0 if verdict == "same" else pair.score)
        if sum(scores) / len(scores) >= weight("review"):
            self._unite(ours, theirs)

    def join_decided(self, a: str, b: str) -> tuple[str, str] | None:
        """Join because a person said so; else the pair that another decision keeps apart."""
        ours, theirs = self._of(a), self._of(b)
        if ours is theirs:
            return None
        for one, other in product(sorted(ours), sorted(theirs)):
            if self._verdict(one, other) == "different":
                return one, other
        self._unite(ours, theirs)
        return None

    def names(self) -> dict[str, str]:
        """Record id → project, for groups of two and more."""
        found = {}
        for members in {id(group): group for group in self._group.values()}.values():
            if len(members) >= MIN_PROJECT:
                first = min(members, key=lambda m: (years_of(self._by_id[m])[0] or 9999, m))
                name = "p" + hashlib.sha256(first.encode()).hexdigest()[:8]
                found.update(dict.fromkeys(members, name))
        return found

    def _of(self, record: str) -> list[str]:
        return self._group.setdefault(record, [record])

    def _unite(self, ours: list[str], theirs: list[str]) -> None:
        ours.extend(theirs)
        for member in theirs:
            self._group[member] = ours

    def _verdict(self, a: str, b: str) -> str:
        row = self._decided.get((min(a, b), max(a, b)))
        return row.verdict if row else ""
