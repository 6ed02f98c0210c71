"""One event: what a person decided about a record, and the text that was before their eyes.

Events are appended, never changed. ``record`` is the id of a record, ``a|b`` for a decision about
two, ``plan:KEY`` for a plan and ``edition:NAME`` for an edition. ``before`` is the record as it stood
(columns of :class:`projects.model.records.Record`, empty ones left out; ``together`` is a token that
events stored as one share), ``after`` what the action sets.

======== ======================================================================
action   ``after``
======== ======================================================================
accept   nothing: the record is right as it stands
reject   nothing: it is no record; ``why`` says what it is instead
edit     the fields that change
place    the fields of its place that change
merge    ``into``: the record that stands for both from now on
split    ``into``: the records that stand in its place, each added by an event of its own
add      the whole record
match    ``verdict``: same or different, of the two records of the pair
undo     ``undoes``: the event that holds no longer
plan     the plan's row of the registry; later the fields of its head that change
publish  ``name`` and counts of the edition
======== ======================================================================
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

ACTIONS = (
    *("accept", "reject", "edit", "place", "merge", "split", "add", "match", "undo"),
    *("plan", "publish"),
)
COLUMNS = (
    *("event_id", "previous", "at", "by", "record", "action"),
    *("before", "after", "why", "source_hash", "reading_version"),
)
_TIME_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Event:
    """One row. ``previous`` is the event on the same record that was the last one when this was made.

    ``at`` is UTC (2026-11-21T09:30:00.123Z); ``source_hash`` is told in :mod:`projects.desk.passages`,
    ``reading_version`` in :mod:`projects.desk.readings`; both are empty where no text is meant.
    """

    event_id: str
    previous: str
    at: str
    by: str
    record: str
    action: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    source_hash: str = ""
    reading_version: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is not stored yet: what the person says, without id and time."""

    record: str
    action: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    source_hash: str = ""
    reading_version: str = ""


def new_id(last: str = "") -> str:
    """An id that sorts after *last* and after ids of earlier milliseconds, and meets no other.

    Twelve hexadecimal digits of the time in milliseconds and twenty of chance: ids of two writers
    that do not know of each other differ.
    """
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    if last:  # a clock that was put back must not turn the order round
        milliseconds = max(milliseconds, int(last[:_TIME_DIGITS], 16) + 1)
    return f"{milliseconds:0{_TIME_DIGITS}x}{secrets.token_hex(10)}"


def now() -> str:
    """The time as events write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_text(values: Mapping[str, Any]) -> str:
    """Fields as JSON on one line, the same text for the same fields.

    Parameters
    ----------
    values
        Field → value.

    Returns
    -------
    str
        Sorted by field; empty for none.
    """
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if values else ""


def as_fields(text: str) -> dict[str, Any]:
    """Fields of :func:`as_text`; ``ValueError`` when it is something else."""
    if not text:
        return {}
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(f"{text[:40]!r} is no set of fields")
    return found


def pair_key(a: str, b: str) -> str:
    """The ``record`` of a decision about two records: the same whichever is named first."""
    return "|".join(sorted((a, b)))
