"""What an edition changes against the one before it: new, changed, gone, each with its reason.

A reason names the person and their words where a person decided, else the document or the reading.
Nothing vanishes without a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from projects.desk.applying import Applied
from projects.desk.book import Change
from projects.desk.events import Event
from projects.desk.folding import State
from projects.model.records import COLUMNS, Record

NEW, ALTERED, GONE = "new", "changed", "gone"
_NOT_COMPARED = ("status", "edition")
_MOST_FIELDS = 8
_DONE = {
    "accept": "confirmed",
    "reject": "rejected",
    "edit": "edited",
    "place": "placed",
    "merge": "merged",
    "split": "split",
    "add": "added",
}


def difference(
    before: Iterable[Record], after: Iterable[Record], applied: Applied, events: Iterable[Event] = ()
) -> list[Change]:
    """Changes from one edition's records to the next one's: new, changed, gone, each in their order."""
    earlier, later = {one.id: one for one in before}, {one.id: one for one in after}
    undone = {
        str(event.record): event for event in events if event.action == "undo" and "|" not in event.record
    }
    changes = [
        Change(key, NEW, one.document, one.name, _why_new(one, applied.states.get(key)))
        for key, one in later.items()
        if key not in earlier
    ]
    for key, one in later.items():
        if key in earlier and (told := _fields(earlier[key], one)):
            by = _by(applied.states.get(key), undone.get(key))
            changes.append(Change(key, ALTERED, one.document, one.name, f"{told} ({by})"))
    changes += [
        Change(key, GONE, one.document, one.name, _why_gone(key, applied, undone))
        for key, one in earlier.items()
        if key not in later
    ]
    return changes


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """How many are new, changed and gone.

    Parameters
    ----------
    changes
        Of an edition against another.

    Returns
    -------
    dict[str, int]
        By ``new``, ``changed`` and ``gone``, 0 for those that do not occur.
    """
    found = dict.fromkeys((NEW, ALTERED, GONE), 0)
    for change in changes:
        found[change.change] += 1
    return found


def _fields(before: Record, after: Record) -> str:
    """``name: A → B; town: …``; empty when nothing differs."""
    told = [
        f"{name}: {_value(old)} → {_value(new)}"
        for name in COLUMNS
        if name not in _NOT_COMPARED and (old := getattr(before, name)) != (new := getattr(after, name))
    ]
    more = len(told) - _MOST_FIELDS
    return "; ".join([*told[:_MOST_FIELDS], *([f"and {more} more"] if more > 0 else [])])


def _value(value: object) -> str:
    return "—" if value in ("", None) else str(value)


def _why_new(record: Record, state: State | None) -> str:
    if state is None or state.decisive is None:
        return f"read in {record.document}"
    return _told(state.decisive)


def _by(state: State | None, undone: Event | None) -> str:
    if undone is not None and (
        state is None or state.decisive is None or state.decisive.event_id < undone.event_id
    ):
        return f"undone by {undone.by}"
    if state is None or state.decisive is None or not state.changes:
        return "read or matched otherwise"
    return _told(state.decisive)


def _why_gone(key: str, applied: Applied, undone: Mapping[str, Event]) -> str:
    waiting = applied.open.get(key)
    if waiting is not None:
        return f"{waiting.reason}: waits at the desk"
    state = applied.states.get(key)
    if state is not None and state.decisive is not None:
        return _told(state.decisive)
    if key in undone:
        return f"undone by {undone[key].by}"
    return "no longer read"


def _told(event: Event) -> str:
    """``rejected by 王: a policy``; ``merged by 王 into 0fac5b4e525f``."""
    into = event.after.get("into", ())
    names = [into] if isinstance(into, str) else list(into)
    told = f"{_DONE.get(event.action, event.action)} by {event.by}"
    told += f" into {', '.join(names)}" if names else ""
    return f"{told}: {event.why}" if event.why else told
