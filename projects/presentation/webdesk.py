"""What people decided about each record at the desk, as its card shows it.

Input: the records that the map shows and the events behind them (:mod:`projects.desk.behind`). Output:
JSON-ready rows, one per event, oldest first. An event is told with every record that it is about: a
decision on a pair with both, a merged record with the one that stands for it, an edition with all of its.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from projects.desk.applying import as_record
from projects.desk.events import Event
from projects.model.records import LIST_SEPARATOR, Record
from projects.presentation.fieldwords import FIELDS_OF, in_words
from projects.store.vocabulary import vocabulary
from projects.vocabulary import labels

# What an edit or a place may change, as it is told; of a place its words say all.
TOLD = (
    *("name", "kind", "industry", "stage", "years", "investment", "target", "scale", "entity"),
    *("responsible", "category", "place"),
)
_PLACE = frozenset(("place", "place_code", "level", "lon", "lat"))

Row = dict[str, Any]


def deeds(records: pd.DataFrame, events: Iterable[Event]) -> list[list[Row]] | None:
    """For each of *records*, in their order, its events; None when there are none of any.

    A row has ``at`` (UTC), ``by`` and ``did``, the key of a text ``map.desk.…``; where there are any ``name``
    of another record or an edition, ``undone`` (as ``did``), ``why`` and ``changes``, each a field
    (``desk.field.…``), what it was and what it is, in Chinese, then in English.
    """
    by_id = {event.event_id: event for event in events}
    if not by_id:
        return None
    names = dict(zip(records["id"], records["name"], strict=True))
    for event in by_id.values():  # records that are not shown any more
        for values in (event.before, event.after):
            if "name" in values:
                names.setdefault(event.record, str(values["name"]))
    teller = _Teller(by_id, names)
    told: dict[str, list[Row]] = defaultdict(list)
    editions: dict[str, Row] = {}
    for _, event in sorted(by_id.items()):
        if event.action == "publish":
            editions[str(event.after["name"])] = teller.row(event, event.record)
            continue
        for record in _about(event, by_id):
            told[record].append(teller.row(event, record))
    return [
        [*told[identifier], *([editions[edition]] if edition in editions else [])]
        for identifier, edition in zip(records["id"], records["edition"], strict=True)
    ]


def _about(event: Event, by_id: Mapping[str, Event]) -> list[str]:
    """The records that an event, or the one that it undoes, is about."""
    meant = by_id.get(str(event.after.get("undoes", "")), event)
    into = [str(meant.after["into"])] if meant.action == "merge" else []
    return [*event.record.split(LIST_SEPARATOR), *into]


class _Teller:
    """Makes rows; knows events by id and names of records."""

    def __init__(self, events: Mapping[str, Event], names: Mapping[str, str]) -> None:
        self._events = events
        self._names = names

    def row(self, event: Event, record: str) -> Row:
        """*event* as the card of *record* tells it."""
        row: Row = {"at": event.at, "by": event.by, "why": event.why}
        undone = self._events.get(str(event.after.get("undoes", "")))
        if event.action == "undo":
            did = self._did(undone, record) if undone else (str(event.before.get("action", "")), "")
            row |= {"did": "undo", "undone": did[0], "name": did[1]}
        else:
            row |= dict(zip(("did", "name"), self._did(event, record), strict=True))
            row["changes"] = _changes(event)
        return {key: value for key, value in row.items() if value}

    def _did(self, event: Event, record: str) -> tuple[str, str]:
        """The text's key, and the other's name in it."""
        if event.action == "publish":
            return "publish", str(event.after["name"])
        if event.action == "match":
            a, b = event.record.split(LIST_SEPARATOR)
            other = "b" if record == a else "a"
            name = str(event.before.get(f"{other}_name", "")) or self._named(b if record == a else a)
            return str(event.after["verdict"]), name
        if event.action == "merge":
            is_whole = record == event.after["into"]
            return "merged" if is_whole else "merge", self._named(
                event.record if is_whole else str(event.after["into"])
            )
        if event.action == "split":
            return "split", " / ".join(map(self._named, event.after["into"]))
        if event.action == "add" and "split_of" in event.before:
            return "split_of", self._named(str(event.before["split_of"]))
        return event.action, ""

    def _named(self, record: str) -> str:
        return self._names.get(record, record)


def _changes(event: Event) -> list[list[str]]:
    """The fields that an event changes, in words."""
    if event.action not in ("edit", "place"):
        return []
    before = as_record(event.before)
    after = replace(before, **event.after)
    found = []
    for name in TOLD:
        columns = _PLACE if name == "place" else FIELDS_OF.get(name, {name})
        if columns.isdisjoint(event.after):
            continue
        pairs = [(_words(before, name, lang), _words(after, name, lang)) for lang in labels.LANGUAGES]
        if name == "place" and pairs[0][0] == pairs[0][1]:
            pairs = [(_point(before), _point(after))] * len(pairs)
        if pairs[0][0] != pairs[0][1]:
            found.append([name, *(text or "—" for pair in pairs for text in pair)])
    return found


def _words(record: Record, name: str, lang: str) -> str:
    if name == "industry":
        return vocabulary().label("industry", record.industry, lang) if record.industry else ""
    return in_words(record, name, lang)


def _point(record: Record) -> str:
    return "" if record.lon is None or record.lat is None else f"{record.lon:.5f}, {record.lat:.5f}"
