"""The life of a project in the plans: where it stands, how it is worded, what changed.

Input: typed records with ``project`` filled, the registry of documents, the links between
parts and wholes that matching found. Output: a DataFrame with one row per project and plan
(:data:`COLUMNS`); ``projects.store.historytext`` makes texts of it.

A plan says something about a project only when its area holds the project's place; and only
a later plan of the same kind (``data/rules/plan_kinds.csv``) that does not name it makes it
"no longer named": a yearly report never lists all that a five-year plan holds. No state says
that something was built. A project named once is known by the id of its record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from geo import workspace
from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer
from projects.linkage import Link
from projects.linkage.names import prepared
from projects.linkage.tables import MATCH_COLUMNS
from projects.model.records import LIST_SEPARATOR, Record, from_frame
from projects.model.registry import Document
from projects.model.tables import read_table
from projects.vocabulary.rules import rules

MATCHES = "matches.csv"  # in the workspace
COLUMNS = [
    "project",
    "document",
    "year",
    "state",
    "names",
    "records",
    "sections",
    "investment_wan_yuan",
    "scale",
    "places_in_text",
    "place",
    "changes",
    "related",
]
_JOINS = ("item", "included")


class State(NamedTuple):
    """What a state is called, and what it means."""

    zh: str
    en: str
    meaning: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """A project in one plan that names it."""

    document: Document
    records: tuple[Record, ...]


def read_links(path: Path | None = None) -> list[Link]:
    """Links between parts and wholes of the shipped records.

    Parameters
    ----------
    path
        The table; None means :data:`MATCHES` of the tables that are shown.

    Returns
    -------
    list[Link]
        Of the pairs that are linked; empty when there is no such table.

    Raises
    ------
    InputError
        The table is there and cannot be read.
    """
    path = path or workspace.tables() / MATCHES
    if not path.is_file():
        return []
    rows = read_table(path, MATCH_COLUMNS).itertuples(index=False)
    return [Link(row.part, row.b if row.part == row.a else row.a, row.link) for row in rows if row.link]


def project_key(record: Record) -> str:
    """The project a record belongs to.

    Parameters
    ----------
    record
        Its ``project`` and ``id`` are read.

    Returns
    -------
    str
        Its own id when nothing else names the project.
    """
    return record.project or record.id


def histories(
    records: pd.DataFrame,
    documents: Mapping[str, Document],
    *,
    links: Iterable[Link] = (),
    gazetteer: Gazetteer | None = None,
) -> pd.DataFrame:
    """One row per project and plan, by project, then in the order of the plans.

    Parameters
    ----------
    records
        Typed records of all plans; a part of them would make projects look dropped.
    documents
        The registry; records of other documents are left out.
    links
        Parts and wholes by record id (:func:`read_links`).
    gazetteer
        Finds places and the areas of plans; by default that of the workspace.

    Returns
    -------
    pd.DataFrame
        With :data:`COLUMNS`. ``year`` is the first year of the plan's period, missing
        when unknown. ``names``, ``records``, ``sections``, ``scale``, ``places_in_text`` and
        ``place`` join what the Mentions of that plan print with ``|``; ``changes`` names what is
        printed otherwise than in the plan before (name, investment, scale, place); ``related``
        lists ``how:project`` of parts and wholes. Rows of state not_named print nothing.
    """
    gazetteer = gazetteer or load_gazetteer()
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in from_frame(records):
        if record.document in documents:
            grouped[project_key(record)].append(record)
    context = _Context(documents, gazetteer, links, grouped)
    rows = [row for key in sorted(grouped) for row in context.rows(key)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"year": "Int64", "investment_wan_yuan": "Float64"})


@cache
def states() -> dict[str, State]:
    """All states, in the order of their table.

    Returns
    -------
    dict[str, State]
        By code, as the column ``state`` of :func:`histories` holds it.
    """
    return {
        row["state"]: State(row["label_zh"], row["label_en"], row["meaning"])
        for row in rules("history_states")
    }


def in_time(documents: Mapping[str, Document]) -> list[Document]:
    """The documents by the years that they are for, then by their day."""
    return sorted(documents.values(), key=lambda one: (one.period_start or 9999, one.issued, one.key))


def scope_of(document: Document, gazetteer: Gazetteer) -> Place | None:
    """The place that a document is for; None when nobody knows."""
    matches = gazetteer.lookup(document.scope) if document.scope else []
    return matches[0].place if matches else None


class _Context:
    """Everything that the rows of one project are made from."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        gazetteer: Gazetteer,
        links: Iterable[Link],
        grouped: Mapping[str, Sequence[Record]],
    ) -> None:
        self._gazetteer = gazetteer
        self._documents = in_time(documents)
        self._scopes = {d.key: scope_of(d, gazetteer) for d in self._documents}
        self._grouped = grouped
        self._key = {record.id: key for key, members in grouped.items() for record in members}
        self._document = {record.id: record.document for members in grouped.values() for record in members}
        self._order = {document.key: number for number, document in enumerate(self._documents)}
        self._related: dict[str, list[tuple[str, Link]]] = defaultdict(list)
        for link in links:
            if link.part in self._key and link.whole in self._key:
                self._related[link.part].append(("whole", link))
                self._related[link.whole].append(("part", link))

    def rows(self, key: str) -> Iterator[tuple[object, ...]]:
        """Rows of one project in the order of the plans."""
        members = self._grouped[key]
        before: _Standing | None = None
        for document in self._documents:
            here = tuple(record for record in members if record.document == document.key)
            if here:
                standing = _Standing(document, here)
                yield self._named(key, standing, before)
                before = standing
            elif before is not None and self._drops(document, before):
                yield (key, document.key, document.period_start, "not_named", *[""] * 3, None, *[""] * 5)

    def _named(self, key: str, here: _Standing, before: _Standing | None) -> tuple[object, ...]:
        related = self._relations(here)
        changes = _changes(before, here, self._gazetteer) if before else []
        joint = self._joint(here)
        if before is None:
            state = joint or "new"
        elif joint == "merged":
            state = joint
        else:
            state = "changed" if changes else "carried"
        money = sorted({r.investment_wan_yuan for r in here.records if r.investment_wan_yuan is not None})
        return (
            key,
            here.document.key,
            here.document.period_start,
            state,
            _joined(record.name for record in here.records),
            _joined(record.id for record in here.records),
            _joined(f"{r.section}({r.item})" if r.item else r.section for r in here.records),
            money[-1] if money else None,
            _joined(record.scale for record in here.records),
            _joined(record.places_in_text for record in here.records),
            _joined(record.place for record in here.records),
            _joined(changes),
            _joined(related),
        )

    def _relations(self, here: _Standing) -> list[str]:
        return [
            f"{link.how}:{self._key[link.whole if side == 'whole' else link.part]}"
            for record in here.records
            for side, link in self._related[record.id]
        ]

    def _joint(self, here: _Standing) -> str:
        """Split when an earlier plan held it in a joint entry, merged when it holds what stood alone."""
        for record in here.records:
            for side, link in self._related[record.id]:
                other = self._document[link.whole if side == "whole" else link.part]
                if link.how in _JOINS and self._order[other] < self._order[here.document.key]:
                    return "split" if side == "whole" else "merged"
        return ""

    def _drops(self, document: Document, before: _Standing) -> bool:
        """Whether a later plan that does not name the project is one that could have."""
        scope = self._scopes[document.key]
        if any(
            self._document[other] == document.key
            for record in before.records
            for _, link in self._related[record.id]
            for other in (link.part, link.whole)
        ):
            return False  # it names a part or the whole of it
        kinds = _kinds()
        same_kind = kinds.get(document.kind, document.kind) == kinds.get(
            before.document.kind, before.document.kind
        )
        if scope is None or not same_kind or not document.kind:
            return False
        codes = {code for r in before.records for code in r.place_code.split(LIST_SEPARATOR) if code}
        places = [self._gazetteer.places.get(code) for code in codes]
        return bool(places) and all(p is not None and self._gazetteer.contains(scope, p) for p in places)


def _changes(before: _Standing, here: _Standing, gazetteer: Gazetteer) -> list[str]:
    """What is printed otherwise: name, investment, scale, place; what only one prints is no change."""
    changes = []
    called = [{_called(record, gazetteer) for record in s.records} for s in (before, here)]
    if not called[0] & called[1]:
        changes.append("name")
    for field in ("investment_wan_yuan", "scale"):
        # The figures of a sentence need not be those of one of the things it names.
        old, new = ({getattr(r, field) for r in s.records if r.listed} - {None, ""} for s in (before, here))
        if old and new and not old & new:
            changes.append("investment" if field == "investment_wan_yuan" else field)
    old_places, new_places = (_places(s, gazetteer) for s in (before, here))
    if (
        old_places
        and new_places
        and not any(
            gazetteer.contains(p, q) or gazetteer.contains(q, p) for p in old_places for q in new_places
        )
    ):
        changes.append("place")
    return changes


def _called(record: Record, gazetteer: Gazetteer) -> str:
    """What a record is called, form left out; a town by its code, whatever its name is short for."""
    if record.kind == "town" and record.place_code in {m.place.code for m in gazetteer.lookup(record.name)}:
        return record.place_code
    return prepared(record.name).thing


def _places(standing: _Standing, gazetteer: Gazetteer) -> list[Place]:
    codes = {code for r in standing.records for code in r.place_code.split(LIST_SEPARATOR) if code}
    return [gazetteer.places[code] for code in sorted(codes) if code in gazetteer.places]


def _joined(texts: Iterable[str]) -> str:
    return LIST_SEPARATOR.join(dict.fromkeys(text for text in texts if text))


@cache
def _kinds() -> dict[str, str]:
    return {row["kind"]: row["group"] for row in rules("plan_kinds")}
