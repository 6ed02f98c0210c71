"""Events as tables: ``events.csv``, one row each, and ``decisions.csv``, people's word on pairs.

Both come with a workspace and are read when its database is made; ``log --out`` writes the first, so
that decisions can lie in a repository, ``review import`` brings either in. People open them in spreadsheets:
a text that one would take for a formula is written with an apostrophe in front, which reading takes off.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.tables import harmless, plain
from projects.desk.events import ACTIONS, COLUMNS, Event, as_fields, as_text, pair_key
from projects.desk.folding import State, states
from projects.errors import InputError
from projects.linkage import Decision, read_decisions
from projects.linkage.decisions import COLUMNS as DECISION_COLUMNS
from projects.linkage.decisions import DECISIONS
from projects.model.tables import read_bytes, read_edited

EVENTS = "events.csv"  # in the workspace
SIDES = ("a_document", "a_name", "b_document", "b_name")


def shipped_events(folder: Path) -> list[Event]:
    """The events that come with a workspace."""
    found = read_events(folder / EVENTS) if (folder / EVENTS).is_file() else []
    return found + _of_decisions(read_decisions(folder / DECISIONS), found)


def read_file(path: Path, known: Iterable[Event]) -> list[Event]:
    """The events of a file of either kind.

    Parameters
    ----------
    path
        ``events.csv`` or ``decisions.csv``, told by the columns; both UTF-8 or GB18030.
    known
        Events that are there already; a pair that they decide alike is left out of ``decisions.csv``.

    Returns
    -------
    list[Event]
        Rows of ``events.csv`` in their order, those of ``decisions.csv`` by date.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        It cannot be read or lacks a column, or a row is none; the message names the line.
    """
    if b"verdict" in read_bytes(path).partition(b"\n")[0]:
        return _of_decisions(read_decisions(path), known)
    return read_events(path)


def read_events(path: Path) -> list[Event]:
    """The rows of ``events.csv``; InputError names the line that is none."""
    found = []
    for line, cells in enumerate(read_edited(path, COLUMNS).itertuples(index=False), start=2):
        row: dict[str, Any] = dict(zip(COLUMNS, (plain(str(cell)) for cell in cells), strict=True))
        if row["action"] not in ACTIONS:
            raise InputError(f"{path}:{line}: action is {row['action']!r}; expected {', '.join(ACTIONS)}")
        try:
            row |= {"before": as_fields(row["before"]), "after": as_fields(row["after"])}
            int(row["event_id"][:12], 16)
        except ValueError as error:
            raise InputError(f"{path}:{line}: {error}") from error
        found.append(Event(**row))
    return found


def events_table(events: Iterable[Event]) -> bytes:
    """Events as a table (CSV, UTF-8), in their order.

    Parameters
    ----------
    events
        Of any records.

    Returns
    -------
    bytes
        ``events.csv``, with the columns :data:`projects.desk.events.COLUMNS`.
    """
    rows = (
        [as_text(value) if isinstance(value := getattr(event, name), Mapping) else value for name in COLUMNS]
        for event in events
    )
    return _table(COLUMNS, rows)


def decisions_table(events: Iterable[Event]) -> bytes:
    """The decisions in force about pairs, as ``decisions.csv``.

    Parameters
    ----------
    events
        All of the desk; those about one record are left out.

    Returns
    -------
    bytes
        CSV, UTF-8; only the head line without decisions.
    """
    rows = ([getattr(one, name) for name in DECISION_COLUMNS] for one in decisions(events))
    return _table(DECISION_COLUMNS, rows)


def decisions(events: Iterable[Event]) -> list[Decision]:
    """The decisions in force about pairs, as :mod:`projects.linkage` takes them."""
    return decisions_of(states(one for one in events if "|" in one.record))


def decisions_of(found_states: Mapping[str, State]) -> list[Decision]:
    """The same of states that are known."""
    found = []
    for record, state in found_states.items():
        event = state.decisive
        if event is None or "|" not in record:
            continue
        a, b = record.split("|")
        sides = {name: str(event.before.get(name, "")) for name in SIDES}
        blank = Decision(
            event.at[:10], event.by, a, b, str(event.after["verdict"]), event.why, "", "", "", ""
        )
        found.append(replace(blank, **sides))  # type: ignore[arg-type]
    return found


def _of_decisions(rows: Iterable[Decision], known: Iterable[Event]) -> list[Event]:
    """Rows of ``decisions.csv`` as events; the same row gives the same event wherever it is read."""
    found: list[Event] = []
    heads = {event.record: event.event_id for event in known}
    verdicts = {(one.a, one.b): one.verdict for one in decisions(known)}
    for row in sorted(rows, key=lambda row: (row.date, row.line)):
        record = pair_key(row.a, row.b)
        pair = (record.split("|")[0], record.split("|")[1])
        if verdicts.get(pair) == row.verdict:
            continue
        sides = [(row.a_document, row.a_name), (row.b_document, row.b_name)]
        if row.a > row.b:
            sides.reverse()
        told = "\x1f".join((row.date, row.editor, record, row.verdict, row.note))
        number = hashlib.sha256(told.encode()).hexdigest()[:20]
        event = Event(
            event_id=f"{_milliseconds(row.date) + row.line:012x}{number}",
            previous=heads.get(record, ""),
            at=f"{row.date}T00:00:00.000Z",
            by=row.editor,
            record=record,
            action="match",
            before=dict(zip(SIDES, (text for side in sides for text in side), strict=True)),
            after={"verdict": row.verdict},
            why=row.note,
        )
        heads[record], verdicts[pair] = event.event_id, row.verdict
        found.append(event)
    return found


def _milliseconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def _table(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode()
