"""Events folded to what holds for each record.

In: the events on one record, oldest first. Out: a :class:`State`. An ``undo`` takes one event out of
the fold, whichever it is; undoing an undo puts it back. So nothing is ever restored from a copy:
what stands after an undo is what the other events say.

A decision holds for the text that it was made against. When the last decision in force was made
against other text than those before it, the earlier ones no longer count: the person has decided anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_not
from typing import Any, TypeVar

from projects.desk.events import Event
from projects.desk.passages import is_same

CANDIDATE, CONFIRMED, EDITED, REJECTED = "candidate", "confirmed", "edited", "rejected"
STATUSES = (CANDIDATE, CONFIRMED, EDITED, REJECTED)
_NEVER_UNDONE = ("publish",)
T = TypeVar("T")


class Memory:
    """What was worked out earlier, kept as long as what it was worked out from is the same."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[object, ...], Any]] = {}

    def kept(self, key: str, of: tuple[object, ...], make: Callable[[], T]) -> T:
        """What *make* gave when it was last asked under *key*, if *of* were these very objects."""
        known = self._kept.get(key)
        if known is None or len(known[0]) != len(of) or any(map(is_not, known[0], of)):
            known = self._kept[key] = (of, make())
        found: T = known[1]
        return found


@dataclass(frozen=True, slots=True)
class State:
    """What people say of one record.

    ``head`` is the last event on it, of whatever kind: who saves names the head that they saw.
    ``changes`` are the fields that a person set. ``added`` is the whole record when a person added
    it, None when the machine read it; ``into`` the records that stand in its place. ``decisive`` is
    the event that gave the status, None when none is in force.
    """

    record: str
    head: str = ""
    status: str = CANDIDATE
    changes: Mapping[str, Any] = field(default_factory=dict)
    added: Mapping[str, Any] | None = None
    into: tuple[str, ...] = ()
    decisive: Event | None = None
    seen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_decided(self) -> bool:
        """Whether any decision of a person is in force."""
        return self.decisive is not None


def by_record(events: Iterable[Event]) -> dict[str, list[Event]]:
    """The events on each record, oldest first.

    Parameters
    ----------
    events
        In any order.

    Returns
    -------
    dict[str, list[Event]]
        ``record`` of the events → its events.
    """
    found: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.event_id):
        found[event.record].append(event)
    return dict(found)


def in_force(events: Sequence[Event]) -> list[Event]:
    """The events on one record without undone ones and without the undoing itself.

    Parameters
    ----------
    events
        All on the record, oldest first.

    Returns
    -------
    list[Event]
        Those that hold, oldest first.
    """
    undone: set[str] = set()
    kept: list[Event] = []
    for event in reversed(events):
        if event.event_id in undone:
            continue
        if event.action == "undo":
            undone.add(str(event.after.get("undoes", "")))
        else:
            kept.append(event)
    return kept[::-1]


def fold(events: Sequence[Event]) -> State:
    """The state that the *events* on one record, oldest first, leave it in."""
    state = State(events[0].record, head=events[-1].event_id)
    holding = in_force(events)
    if not holding:
        return state
    last = holding[-1]
    changes: dict[str, Any] = {}
    added: Mapping[str, Any] | None = None
    status, into = CANDIDATE, ()
    for event in holding:
        if event.action == "add":
            added, status = event.after, CONFIRMED
        if not is_same(event.source_hash, last.source_hash):
            continue
        if event.action in ("edit", "place"):
            changes |= event.after
            status, into = EDITED, ()
        elif event.action == "accept":
            status, into = EDITED if changes else CONFIRMED, ()
        elif event.action in ("reject", "merge", "split"):
            status = REJECTED
            named = event.after.get("into", ())
            into = (named,) if isinstance(named, str) else tuple(named)
    return State(
        state.record,
        head=state.head,
        status=status,
        changes=changes,
        added=added,
        into=into,
        decisive=last,
        seen=last.before or added or {},
    )


def states(events: Iterable[Event], memory: Memory | None = None) -> dict[str, State]:
    """The state of every record, pair, plan and edition that has events."""
    kept = (memory or Memory()).kept
    return {
        record: kept(f"state {record}", tuple(chain), lambda chain=chain: fold(chain))  # type: ignore[misc]
        for record, chain in by_record(events).items()
    }


def last_to_undo(events: Sequence[Event]) -> Event | None:
    """The event on one record that ``undo`` means: the last one in force; None when there is none."""
    holding = [event for event in in_force(events) if event.action not in _NEVER_UNDONE]
    return holding[-1] if holding else None
