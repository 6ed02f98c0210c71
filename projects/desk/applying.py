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
====================================  =========================================================

Plans do not come with the program: on most desks no text is at hand. A decision that was made against a
text then holds, as nothing says that the text is another, while any record of its document is read; one
that was made without a text is compared by what the record itself prints. Where a text is at hand now
and was not then, a record that is not read waits: nobody can say whether its words are still there.

A record read now from the very words of one that a person decided on, under another name, is that
record read otherwise: it does not stand beside the person's, nor is it decided by it. Where a person
rejected those words it waits at the desk.

Nothing is lost: every decision in force is applied or is an :class:`Open` question with its reason.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from projects.desk.events import Event
from projects.desk.exchange import decisions_of
from projects.desk.folding import CANDIDATE, REJECTED, Memory, State, states
from projects.desk.passages import is_same, is_still_there, source_hash, tells_text
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
    """The columns of a record that say something: what an event keeps of it.

    Parameters
    ----------
    record
        With or without a place.

    Returns
    -------
    dict[str, Any]
        Column → value, without those that are empty or None.
    """
    told = {name: getattr(record, name) for name in COLUMNS}
    return {name: value for name, value in told.items() if value not in ("", None)}


def as_record(values: Mapping[str, Any]) -> Record:
    """The record of :func:`as_values`; what is missing is empty.

    Parameters
    ----------
    values
        Column → value; what is no column is left out.

    Returns
    -------
    Record
        Missing numbers are None, a missing status is ``candidate``.
    """
    empty: dict[str, Any] = {**dict.fromkeys(COLUMNS, ""), **dict.fromkeys(_NUMBERS)}
    empty |= {"listed": False, "status": CANDIDATE}
    known = {name: value for name, value in values.items() if name in COLUMNS}
    return Record(**(empty | known))


_NUMBERS = (
    *("period_start", "period_end", "plan_start", "plan_end", "span_start", "span_end"),
    *("investment_wan_yuan", "target_wan_yuan", "radius_m", "confidence", "lon", "lat"),
)


def apply(
    readings: Sequence[Record], events: Iterable[Event], texts: Texts, memory: Memory | None = None
) -> Applied:
    """What stands of the *readings* when the *events* hold.

    Without events that is the readings as they are. With the *memory* of an earlier call only what is
    new since is worked out.
    """
    memory = memory or Memory()
    folded = states(events, memory)
    found = {record: state for record, state in folded.items() if _is_record(record)}
    by_id = {record.id: record for record in readings}
    standing, overruled, waiting = _read_now(readings, found, texts, memory)
    inserted = _Insertion(standing)
    documents = {record.document for record in readings}
    for key, state in sorted(found.items(), key=lambda item: item[1].head):
        if key in by_id or not state.is_decided:
            continue
        base, after, there = _lost(state, texts, documents, memory)
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
                    inserted.remove(other)
                    overruled.append(replace(other, status=REJECTED))
            inserted.add(replace(after, reading_rule=BY_HAND))  # it stands on a person's word alone
    return Applied(inserted.records(), tuple(overruled), waiting, found, tuple(decisions_of(folded)))


def _read_now(
    readings: Sequence[Record], found: Mapping[str, State], texts: Texts, memory: Memory
) -> tuple[list[Record], list[Record], dict[str, Open]]:
    """Of what is read now: what stands, what is overruled, and the decisions that wait."""
    standing: list[Record] = []
    overruled: list[Record] = []
    waiting: dict[str, Open] = {}
    for record in readings:
        state = found.get(record.id)
        if state is None or not state.is_decided:
            standing.append(record)
            continue
        holds, after = _judged(record, state, texts(record.document), memory)
        if not holds:
            standing.append(record)
            waiting[record.id] = Open(record.id, CHANGED, state, record, after)
        else:
            if after is None or state.changes:
                overruled.append(replace(record, status=state.status))
            if after is not None:
                standing.append(after)
    return standing, overruled, waiting


def _judged(record: Record, state: State, text: str | None, memory: Memory) -> tuple[bool, Record | None]:
    """Whether the decision was made against the text as it is, and the record as it left it."""

    def judge() -> tuple[bool, Record | None]:
        told = _told(state)
        holds = (text is None and tells_text(told)) or is_same(told, source_hash(record, text))
        return holds, _after(record, state)

    return memory.kept(f"read {record.id}", (record, state, text), judge)


def _lost(
    state: State, texts: Texts, documents: Collection[str], memory: Memory
) -> tuple[Record, Record | None, bool | None]:
    """A record that is not read now: as it was, as people left it, whether its words are still there.

    Where the text is not at hand they are taken to be, in the *documents* that are read.
    """
    base = memory.kept(f"base {state.record}", (state,), lambda: as_record(state.added or state.seen))
    text, is_read = texts(base.document), base.document in documents

    def find() -> tuple[Record, Record | None, bool | None]:
        if text is None:
            return base, _after(base, state), is_read or None
        words, span = (base.name, *_words(state)), (base.span_start, base.span_end)
        return base, _after(base, state), is_still_there(_told(state), text, words, span)

    return memory.kept(f"lost {state.record}", (state, text, is_read), find)


class _Insertion:
    """Standing records in their order, among which more are put where their words stand."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._roots = list(records)
        self._before: dict[str, list[Record]] = defaultdict(list)
        self._behind: dict[str, list[Record]] = defaultdict(list)
        self._gone: set[str] = set()
        by_document: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            by_document[record.document].append(record)
        self._documents = {key: _Document(ones) for key, ones in by_document.items()}

    def add(self, record: Record) -> None:
        """Behind the last record of its document that begins before it."""
        there = self._documents.setdefault(record.document, _Document([]))
        if not there.records:
            self._roots.append(record)
        elif (anchor := there.last_before(record)) is not None:
            self._behind[anchor.id].append(record)
        else:
            self._before[there.records[0].id].append(record)
        there.add(record)

    def remove(self, record: Record) -> None:
        """Take one out."""
        self._gone.add(record.id)
        self._documents[record.document].remove(record)

    def at_words(self, record: Record) -> list[Record]:
        """The machine's records whose words overlap with those of *record*."""
        start, end = record.span_start, record.span_end
        there = self._documents.get(record.document)
        if start is None or end is None or there is None:
            return []
        return [
            one
            for one in there.records
            if one.reading_rule != BY_HAND
            and one.span_start is not None
            and one.span_end is not None
            and one.span_start < end
            and start < one.span_end
        ]

    def records(self) -> tuple[Record, ...]:
        """All of them in order."""
        return tuple(one for root in self._roots for one in self._around(root))

    def _around(self, record: Record) -> Iterator[Record]:
        """A record between those that were put right before and right behind it."""
        for one in self._before.get(record.id, ()):
            yield from self._around(one)
        if record.id not in self._gone:
            yield record
        for one in reversed(self._behind.get(record.id, ())):
            yield from self._around(one)


class _Document:
    """The records of one document as they came, and by where their words begin."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self._ordered = sorted(records, key=_start)
        self._starts = [_start(one) for one in self._ordered]

    def add(self, record: Record) -> None:
        self.records.append(record)
        at = bisect_right(self._starts, _start(record))
        self._starts.insert(at, _start(record))
        self._ordered.insert(at, record)

    def remove(self, record: Record) -> None:
        for found in (self.records, self._ordered):
            at = next(number for number, one in enumerate(found) if one.id == record.id)
            del found[at]
        self._starts = [_start(one) for one in self._ordered]

    def last_before(self, record: Record) -> Record | None:
        """The last that begins no later than *record*, of several that begin together the first."""
        behind = bisect_right(self._starts, _start(record))
        return self._ordered[bisect_left(self._starts, self._starts[behind - 1])] if behind else None


def _start(record: Record) -> int:
    return record.span_start or 0


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
