"""One workspace's desk: the reading, the events and the texts together, each read once.

What it holds is up to date whenever it is asked: tables are read anew when their files change, events
when there are newer ones.
"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from geo import workspace
from projects.desk.applying import Applied, Open, apply
from projects.desk.book import Book, Plan, open_book
from projects.desk.events import Event
from projects.desk.folding import Memory, by_record, in_force
from projects.desk.passages import source_hash
from projects.desk.plans import PLAN, as_document, following
from projects.desk.readings import OVERRULED, read_readings, records_of
from projects.errors import InputError, ProjectsError
from projects.extraction.readers import read_source
from projects.model.records import RECORDS, Record
from projects.model.registry import COLUMNS, REGISTRY, Document, plans_dir, read_registry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Plans:
    """Plans of the desk that stand, as read and as they are now; those taken back; all documents."""

    heads: tuple[tuple[Document, Document], ...]
    withdrawn: frozenset[str]
    documents: dict[str, Document]


class Desk:
    """The desk of *folder*, a workspace, with its *book*; plan files are looked for in *plans*."""

    def __init__(self, folder: Path, book: Book, plans: Path | None = None) -> None:
        self.folder = folder
        self.book = book
        self._plans = plans
        self._texts: dict[str, str | None] = {}
        self._registry: tuple[object, dict[str, Document]] = ((), {})
        self._readings: tuple[object, list[Record]] = ((), [])
        self._events: list[Event] = []
        self._applied: tuple[object, Applied | None] = ((), None)
        self._memory = Memory()
        self._remembered: dict[str, Any] = {}
        self._held = threading.local()

    @contextmanager
    def held(self) -> Iterator[Desk]:
        """Look for newer events once, not at every question, while the block runs in this thread."""
        self._held.on = False
        _ = self.applied
        self._held.on = True
        try:
            yield self
        finally:
            self._held.on = False

    def remembered(self, key: str, make: Callable[[], T]) -> T:
        """What *make* gives, worked out once for what stands now."""
        applied = self.applied
        known = self._remembered.get(key)
        if known is None or known[0] is not applied:
            known = self._remembered[key] = (applied, make())
        found: T = known[1]
        return found

    @property
    def readings(self) -> list[Record]:
        """What the machine read: the workspace's documents, then the plans of the desk."""
        stamp = (_stamp(self.folder / RECORDS), _stamp(self.folder / OVERRULED), self._plans_of_desk().heads)
        if self._readings[0] != stamp:
            found = read_readings(self.folder)
            for read, now in stamp[2]:
                found += following(records_of(self.book.plan_tables(now.key)[RECORDS]), read, now)
            self._readings = (stamp, found)
        return self._readings[1]

    @property
    def events(self) -> list[Event]:
        """All events, oldest first; of those that are new only these are read."""
        known = self._events
        if not getattr(self._held, "on", False):
            count, last = self.book.mark()
            if (count, last) != (len(known), known[-1].event_id if known else ""):
                new = self.book.events(after=known[-1].event_id) if known else []
                # Older ones may have been brought in from another book.
                is_grown = len(known) + len(new) == count
                self._events = [*known, *new] if known and is_grown else self.book.events()
        return self._events

    @property
    def applied(self) -> Applied:
        """What stands now."""
        if getattr(self._held, "on", False) and self._applied[1] is not None:
            return self._applied[1]
        readings, events = self.readings, self.events
        stamp = (self._readings[0], events[-1].event_id if events else "", len(events))
        if self._applied[1] is None or self._applied[0] != stamp:
            applied = apply(readings, events, cache(self.text), self._memory)
            self._applied = (stamp, replace(applied, open=self._of_documents(applied.open)))
        assert self._applied[1] is not None
        return self._applied[1]

    def _of_documents(self, waiting: Mapping[str, Open]) -> dict[str, Open]:
        """Without questions about plans that were taken back: they are asked again when those come back."""
        withdrawn = self._plans_of_desk().withdrawn
        about = {key: one.then or one.now for key, one in waiting.items()}
        return {
            key: one
            for key, one in waiting.items()
            if (record := about[key]) is None or record.document not in withdrawn
        }

    @property
    def documents(self) -> dict[str, Document]:
        """The registered documents, then the plans of the desk under the heads that people gave them."""
        return self._plans_of_desk().documents

    def from_desk(self) -> list[str]:
        """Keys of the plans that came through the desk and were not taken back, in order."""
        return [now.key for _, now in self._plans_of_desk().heads]

    def _plans_of_desk(self) -> _Plans:
        """What the events and the registry say of documents; asked for often, worked out when they change."""
        events, stamp = self.events, _stamp(self.folder / REGISTRY)
        if self._registry[0] != stamp:
            self._registry = (stamp, self._registered())
        return self._memory.kept("plans", (events, self._registry), lambda: self._told_plans(events))

    def _told_plans(self, events: Iterable[Event]) -> _Plans:
        documents = dict(self._registry[1])
        heads, withdrawn = {}, set()
        told = by_record(one for one in events if one.record.startswith(f"{PLAN}:"))
        for record, chain in told.items():
            key = record.removeprefix(f"{PLAN}:")
            rows = [event.after for event in in_force(chain)]
            read = next((row for row in rows if "document" in row), None)
            if read is None:
                withdrawn.add(key)
                continue
            row: dict[str, Any] = {}
            for one in rows:
                row |= one
            documents[key] = as_document(row)
            heads[key] = (as_document(read), documents[key])
        stored = [key for key in self.book.plans() if key in heads]
        return _Plans(tuple(heads[key] for key in stored), frozenset(withdrawn), documents)

    def _registered(self) -> dict[str, Document]:
        path = self.folder / REGISTRY
        return read_registry(path) if path.is_file() else {}

    def record(self, identifier: str) -> Record:
        """The record as it stands, else as it was read; InputError when there is none."""
        for records in (self.applied.standing, self.readings, self.applied.overruled):
            for record in records:
                if record.id == identifier:
                    return record
        waiting = self.applied.open.get(identifier)
        if waiting is not None and waiting.then is not None:
            return waiting.then
        raise InputError(f"{identifier}: no record has this id")

    def head(self, identifier: str) -> str:
        """The last event on a record, pair or plan; empty when there is none."""
        state = self.applied.states.get(identifier)
        return state.head if state else ""

    def reading(self, identifier: str) -> Record | None:
        """The record as the machine reads it now; None when it does not."""
        return next((record for record in self.readings if record.id == identifier), None)

    def text(self, document: str) -> str | None:
        """The text that the spans of a document's records count in; None when it is not at hand."""
        if document not in self._texts:
            plan = self.book.plan(document)
            self._texts[document] = plan.text if plan is not None else self._file_text(document)
        return None if document in self._plans_of_desk().withdrawn else self._texts[document]

    def hash_of(self, record: Record) -> str:
        """The source hash of a record as its document's text is now."""
        return source_hash(record, self.text(record.document))

    def plan(self, key: str) -> Plan | None:
        """A plan of the desk by its key or by its file's hash; None when there is none."""
        return self.book.plan(key)

    def files(self) -> list[tuple[str, Path]]:
        """The registered documents whose file is at hand, by key."""
        registered = self._registered()
        return [(key, found) for key, one in registered.items() if (found := self._file(one)) is not None]

    def _file(self, document: Document) -> Path | None:
        folders = [self._plans] if self._plans else [self.folder / "documents", plans_dir()]
        return next((path for one in folders if (path := one / document.file).is_file()), None)

    def _file_text(self, document: str) -> str | None:
        registered = self._registered()
        if document not in registered:
            return None
        path = self._file(registered[document])
        try:
            return None if path is None else read_source(path).text
        except ProjectsError:  # another file by that name: no text is better than a wrong one
            return None


def open_desk(
    folder: Path | None = None, *, store: str | None = None, plans: Path | None = None, writing: bool = False
) -> Desk:
    """The desk of a workspace.

    Parameters
    ----------
    folder
        The workspace; None for the current one.
    store
        Address of the database; None for the one that the environment names, else the workspace's file.
    plans
        Folder of the plan files; None for ``documents`` in the workspace, then the usual folder.
    writing
        Whether a database file that is not there is made.

    Returns
    -------
    Desk
        A new one; its book is shared by all desks of the database.

    Raises
    ------
    InputError
        The database cannot be used, or belongs to another workspace.
    """
    folder = (folder or workspace.current()).resolve()
    return Desk(folder, open_book(store, folder=folder, writing=writing), plans)


def registry_table(documents: Iterable[Document]) -> bytes:
    """Documents as the bytes of a registry (``documents.csv``)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in documents:
        values = [one.key, *(getattr(one, name) for name in COLUMNS[1:])]
        writer.writerow(["" if value is None else value for value in values])
    return text.getvalue().encode()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (told.st_mtime_ns, told.st_size)
