"""The machine's reading and people's events → what stands.

A decision is applied to the record that it was made about, and only while the text is the one that
it was made against:

====================================  =========================================================
the record is read again …            the decision …
====================================  =========================================================
from the same text                    holds, silently
from other text                       waits at the desk: the record stands as it is read now
not at all, but its text is there     holds: what a person confirmed stands without the machine
not at all, and its text is gone      waits at the desk: the record stands no more
not at all, and nobody has the text   waits at the desk likewise
====================================  =========================================================

A record read now from the very words of one that a person decided on, under another name, is that
record read otherwise: it does not stand beside the person's, nor is it decided by it. Where a person
rejected those words it waits at the desk.

Nothing is lost: every decision in force is applied or is an :class:`Open` question with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from projects.desk.events import Event
from projects.desk.exchange import decisions
from projects.desk.folding import CANDIDATE, REJECTED, State, states
from projects.desk.passages import is_same, is_still_there, source_hash
from projects.linkage import Decision
from projects.model.records import BY_HAND, COLUMNS, Record

CHANGED, GONE, UNKNOWN, REREAD = "text changed", "text gone", "text not at hand", "read otherwise"
# document key → its text, None when it is not at hand
Texts = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Open:
    """A decision that waits, since the text is not the one that it was made against.

    ``now`` is the record as it is read now, None when it is not; ``then`` the record as it stood
    after the decision. ``reason`` is one of ``text changed``, ``text gone``, ``text not at hand`` and
    ``read otherwise``.
    """

    record: str
    reason: str
    state: State
    now: Record | None
    then: Record | None


@dataclass(frozen=True, slots=True)
class Applied:
    """What stands, in the order of the reading, and what does not.

    ``overruled`` are machine's records that do not stand as they were read, with the status that
    people gave them; ``open`` the decisions that wait, by record; ``states`` those of all records.
    """

    standing: tuple[Record, ...]
    overruled: tuple[Record, ...]
    open: Mapping[str, Open]
    states: Mapping[str, State]
    decisions: tuple[Decision, ...]


def as_values(record: Record) -> dict[str, Any]:
    """The columns of a record that say something: what an event keeps of it."""
    told = {name: getattr(record, name) for name in COLUMNS}
    return {name: value for name, value in told.items() if value not in ("", None)}


def as_record(values: Mapping[str, Any]) -> Record:
    """The record of :func:`as_values`; what is missing is empty."""
    empty: dict[str, Any] = {**dict.fromkeys(COLUMNS, ""), **dict.fromkeys(_NUMBERS)}
    empty |= {"listed": False, "status": CANDIDATE}
    known = {name: value for name, value in values.items() if name in COLUMNS}
    return Record(**(empty | known))


_NUMBERS = (
    *("period_start", "period_end", "plan_start", "plan_end", "span_start", "span_end"),
    *("investment_wan_yuan", "target_wan_yuan", "radius_m", "confidence", "lon", "lat"),
)


def apply(readings: Sequence[Record], events: Iterable[Event], texts: Texts) -> Applied:
    """What stands of the *readings* when the *events* hold.

    Without events that is the readings as they are.
    """
    events = list(events)
    found = {record: state for record, state in states(events).items() if _is_record(record)}
    hashes = _Hashes(texts)
    by_id = {record.id: record for record in readings}
    standing: list[Record] = []
    overruled: list[Record] = []
    waiting: dict[str, Open] = {}
    for record in readings:
        state = found.get(record.id)
        if state is None or not state.is_decided:
            standing.append(record)
        elif not is_same(_told(state), hashes.of(record)):
            standing.append(record)
            waiting[record.id] = Open(record.id, CHANGED, state, record, _after(record, state))
        else:
            after = _after(record, state)
            if after is None or state.changes:
                overruled.append(replace(record, status=state.status))
            if after is not None:
                standing.append(after)
    inserted = _Insertion(standing)
    for key, state in sorted(found.items(), key=lambda item: item[1].head):
        if key in by_id or not state.is_decided:
            continue
        base = as_record(state.added or state.seen)
        after = _after(base, state)
        text = texts(base.document)
        words, span = (base.name, *_words(state)), (base.span_start, base.span_end)
        there = None if text is None else is_still_there(_told(state), text, words, span)
        if state.added is not None:
            if after is not None and there is False:
                waiting[key] = Open(key, GONE, state, None, after)
            elif after is not None:
                inserted.add(after)
            else:
                overruled.append(replace(base, status=state.status))
            continue
        rereads = inserted.at_words(base)
        if not there:
            if after is None:  # a person rejected it, and now the machine does not read it either
                continue
            waiting[key] = Open(key, UNKNOWN if there is None else GONE, state, None, after)
        elif after is None:
            for other in rereads:
                waiting.setdefault(other.id, Open(other.id, REREAD, state, other, base))
        else:
            for other in rereads:
                if other.id not in found:
                    inserted.remove(other.id)
                    overruled.append(replace(other, status=REJECTED))
            inserted.add(after)
    return Applied(tuple(inserted.records), tuple(overruled), waiting, found, tuple(decisions(events)))


class _Hashes:
    """Source hashes of records, each text asked for once."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def of(self, record: Record) -> str:
        return source_hash(record, self._texts(record.document))


class _Insertion:
    """Standing records by document, into which more are put where their words stand."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self._spans: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self._spans[record.document].append(record)

    def add(self, record: Record) -> None:
        """Behind the last record of its document that begins before it."""
        there = self._spans[record.document]
        before = [one for one in there if (one.span_start or 0) <= (record.span_start or 0)]
        anchor = max(before, key=lambda one: one.span_start or 0, default=there[0] if there else None)
        at = len(self.records) if anchor is None else self.records.index(anchor) + bool(before)
        self.records.insert(at, record)
        there.append(record)

    def remove(self, identifier: str) -> None:
        """Take one out."""
        gone = next(one for one in self.records if one.id == identifier)
        self.records.remove(gone)
        self._spans[gone.document].remove(gone)

    def at_words(self, record: Record) -> list[Record]:
        """The machine's records whose words overlap with those of *record*."""
        start, end = record.span_start, record.span_end
        if start is None or end is None:
            return []
        return [
            one
            for one in self._spans[record.document]
            if one.reading_rule != BY_HAND
            and one.span_start is not None
            and one.span_end is not None
            and one.span_start < end
            and start < one.span_end
        ]


def _is_record(key: str) -> bool:
    return not any(mark in key for mark in ("|", ":"))


def _told(state: State) -> str:
    return state.decisive.source_hash if state.decisive else ""


def _words(state: State) -> tuple[str, ...]:
    """Names under which the words of a record may be found: it may have been renamed."""
    return tuple(str(value) for value in (state.seen.get("name"), state.changes.get("name")) if value)


def _after(record: Record, state: State) -> Record | None:
    """The record as people left it; None when it stands no more."""
    if state.status == REJECTED:
        return None
    return replace(record, **dict(state.changes), status=state.status)
