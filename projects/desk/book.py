"""The book of events: reading it, and writing to it so that nothing is lost and nobody is overwritten.

In: a database's URL (``sqlite:///…``, ``postgresql+psycopg://…``), by default ``desk.sqlite`` in the
workspace. One call that writes is one transaction: when it returns, what was decided is on the disk,
and a process that is killed before leaves nothing of it.

Where there is no database yet and nothing is to be written, the book is one in memory with the
events that come with the workspace (``events.csv``, ``decisions.csv``): looking leaves no file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool

from geo import workspace
from projects.desk import schema
from projects.desk.events import Draft, Event, as_fields, as_text, new_id, now
from projects.desk.migrations import HEAD, current, upgrade
from projects.desk.presence import FILE
from projects.errors import InputError
from projects.store.address import named
from projects.store.engines import check_server, engine, hold, place, reading, transaction, writing


class StaleError(InputError):
    """Someone decided on the record since it was read; ``events`` are what they did, oldest first."""

    def __init__(self, record: str, events: Sequence[Event]) -> None:
        self.record = record
        self.events = tuple(events)
        told = "; ".join(f"{one.by} {one.action} {one.at} {as_text(one.after)}".strip() for one in events)
        super().__init__(f"{record}: changed by someone else since it was read: {told}")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that came through the desk, as stored: hash of its file, text, version that read it."""

    plan: str
    sha256: str
    text: str
    reading_version: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition; ``event_id`` is its event, ``sha256`` the hash of its tables."""

    name: str
    event_id: str
    at: str
    by: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an edition's difference: ``change`` is new, changed or gone."""

    record: str
    change: str
    document: str
    title: str
    reason: str


class Book:
    """The events, plans and editions of one workspace."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        self.engine = engine
        self.place = place

    def last(self) -> str:
        """The id of the newest event, empty when there is none: what has changed since, this tells."""
        with reading(self.engine) as connection:
            return _last(connection)

    def mark(self) -> tuple[int, str]:
        """How many events there are and the id of the newest: they tell whether any are new."""
        column = schema.events.c.event_id
        with reading(self.engine) as connection:
            count, last = connection.execute(sa.select(sa.func.count(column), sa.func.max(column))).one()
        return count, last or ""

    def events(self, record: str | None = None, *, after: str = "") -> list[Event]:
        """All events, or those on one *record*, oldest first; of them those after the event *after*."""
        table = schema.events
        query = sa.select(*(table.c[one.name] for one in fields(Event))).order_by(table.c.event_id)
        if record is not None:
            query = query.where(table.c.record == record)
        if after:
            query = query.where(table.c.event_id > after)
        with reading(self.engine) as connection:
            return [_event(row) for row in connection.execute(query)]

    def append(
        self, drafts: Iterable[Draft], *, by: str, expected: Mapping[str, str] | None = None
    ) -> list[Event]:
        """Store *drafts* in one transaction, all or none; the events they became.

        Parameters
        ----------
        by
            Who decides; must not be empty.
        expected
            The last event on each record as the person saw it, empty for none. A record that is not
            named is taken as it stands.

        Raises
        ------
        StaleError
            A record has an event that the person has not seen. Nothing was stored.
        InputError
            *by* is empty, or the database cannot be written.
        """
        seen = expected or {}
        try:
            with writing(self.engine) as connection:
                return self._append(connection, drafts, by=by, expected=seen)
        except StaleError as error:
            if error.events:
                raise
            # Told by the database, in the moment of storing: what the other did can be read only now.
            since = [one for one in self.events(error.record) if one.event_id > seen.get(error.record, "")]
            raise StaleError(error.record, since) from error

    def put(self, events: Iterable[Event]) -> int:
        """Store whole events of another book, those that are not here yet; how many they were.

        Raises InputError when one does not follow on what is here.
        """
        known = {event.event_id for event in self.events()}
        new = [event for event in events if event.event_id not in known]
        with writing(self.engine) as connection:
            _insert(connection, new)
        return len(new)

    def plans(self) -> list[str]:
        """Keys of the plans that came through the desk."""
        with reading(self.engine) as connection:
            return list(connection.execute(sa.select(schema.plans.c.plan).order_by("plan")).scalars())

    def plan(self, key: str) -> Plan | None:
        """One plan by its key or by the hash of its file; None when there is none."""
        table = schema.plans
        query = sa.select(table).where((table.c.plan == key) | (table.c.sha256 == key))
        with reading(self.engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Plan(*row)

    def put_plan(self, plan: Plan, tables: Mapping[str, bytes], draft: Draft, *, by: str) -> Event:
        """Store a plan, the tables of its reading and its event in one transaction."""
        with writing(self.engine) as connection:
            event = self._append(connection, [draft], by=by, expected={draft.record: ""})[0]
            names = [one.name for one in fields(Plan)]
            connection.execute(sa.insert(schema.plans), [dict(zip(names, astuple(plan), strict=True))])
            _put_tables(connection, schema.plan_tables, "plan", plan.plan, tables)
        return event

    def plan_tables(self, key: str) -> dict[str, bytes]:
        """The tables of a plan's reading, by file name."""
        return self._tables(schema.plan_tables, "plan", key)

    def editions(self) -> list[Edition]:
        """The editions, the newest last."""
        query = sa.select(schema.editions).order_by(schema.editions.c.event_id)
        with reading(self.engine) as connection:
            return [Edition(*row) for row in connection.execute(query)]

    def edition_tables(self, name: str) -> dict[str, bytes]:
        """The tables of an edition, by file name."""
        return self._tables(schema.edition_tables, "name", name)

    def changes(self, name: str) -> list[Change]:
        """What an edition changed against the one before it."""
        table = schema.edition_changes
        names = [table.c[one.name] for one in fields(Change)]
        query = sa.select(*names).where(table.c.name == name).order_by(table.c.place)
        with reading(self.engine) as connection:
            return [Change(*row) for row in connection.execute(query)]

    def put_edition(
        self,
        draft: Draft,
        tables: Mapping[str, bytes],
        changes: Sequence[Change],
        *,
        by: str,
        sha256: str,
        seen: str,
    ) -> Edition:
        """Store an edition with its tables, its difference and its event in one transaction.

        *seen* is the newest event that the tables were made of; StaleError when there is a newer one.
        """
        with writing(self.engine) as connection:
            if _last(connection) != seen:
                raise StaleError(draft.record, self.events(after=seen))
            event = self._append(connection, [draft], by=by, expected={draft.record: ""})[0]
            edition = Edition(str(draft.after["name"]), event.event_id, event.at, by, sha256)
            names = [one.name for one in fields(Edition)]
            connection.execute(sa.insert(schema.editions), [dict(zip(names, astuple(edition), strict=True))])
            _put_tables(connection, schema.edition_tables, "name", edition.name, tables)
            rows = [
                {"name": edition.name, "place": place}
                | {one.name: getattr(change, one.name) for one in fields(Change)}
                for place, change in enumerate(changes)
            ]
            if rows:
                connection.execute(sa.insert(schema.edition_changes), rows)
        return edition

    def _tables(self, table: sa.Table, column: str, key: str) -> dict[str, bytes]:
        query = sa.select(table.c.file, table.c.content).where(table.c[column] == key).order_by("file")
        with reading(self.engine) as connection:
            return {file: zlib.decompress(content) for file, content in connection.execute(query)}

    def _append(
        self, connection: sa.Connection, drafts: Iterable[Draft], *, by: str, expected: Mapping[str, str]
    ) -> list[Event]:
        if not by.strip():
            raise InputError("who decides is not said; expected a name, as in --by NAME")
        last = _last(connection)
        at = now()
        stored: list[Event] = []
        for draft in drafts:
            head = _head(connection, draft.record)
            seen = expected.get(draft.record, head)
            if draft.record in {event.record for event in stored}:
                seen = head
            if seen != head:
                raise StaleError(draft.record, [e for e in self.events(draft.record) if e.event_id > seen])
            last = new_id(last)
            parts = {one.name: getattr(draft, one.name) for one in fields(Draft)}
            event = Event(event_id=last, previous=head, at=at, by=by.strip(), **parts)
            try:
                connection.execute(sa.insert(schema.events), [_row(event)])
            except IntegrityError as error:  # another process was faster by a moment
                raise StaleError(draft.record, []) from error
            stored.append(event)
        return stored


def open_book(url: str | None = None, *, folder: Path | None = None, writing: bool = False) -> Book:
    """The book of the workspace *folder*, by default the current one, in the database *url*.

    Without *writing* a database file that is not there is not made.

    Raises
    ------
    InputError
        The URL is none, the database cannot be reached, or it belongs to another workspace.
    """
    folder = (folder or workspace.current()).resolve()
    address = url or named()
    path = folder / FILE
    if not address and not writing and not path.is_file():
        return _in_memory(folder)
    if not address and not path.is_file():
        forget_books()  # the file was taken away since it was opened
    return _opened(address or f"sqlite:///{path.as_posix()}", folder)


def forget_books() -> None:
    """Open each book anew when it is next asked for."""
    _opened.cache_clear()


def _in_memory(folder: Path) -> Book:
    engine = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    schema.metadata.create_all(engine)
    book = Book(engine, "memory")
    book.put(_shipped(folder))
    return book


@cache
def _opened(url: str, folder: Path) -> Book:
    """One book for each database and process."""
    book = Book(engine(url), place(url))
    code = workspace.described(folder).code
    with transaction(engine(url)) as connection:
        check_server(connection)
        if current(connection) != HEAD:
            hold(connection)
            upgrade(connection)
        owner = connection.execute(sa.select(schema.owner)).scalar()
        if owner is None:
            owner = code
            connection.execute(sa.insert(schema.owner), [{"workspace": code}])
            _insert(connection, _shipped(folder))
    if owner != code:
        raise InputError(f"{book.place}: belongs to the workspace {owner}, not to {code}")
    _take_in(book, _shipped(folder))
    return book


def _take_in(book: Book, shipped: Sequence[Event]) -> None:
    """Store what has come with the workspace's tables since, where nobody here has decided otherwise.

    A record on which someone decided here keeps that. A desk that has published editions of its own is
    left alone, as its editions are made of the events before them: ``review import`` brings in the rest.
    """
    if not _following(book.events(), shipped):
        return
    with writing(book.engine) as connection:  # another process may have been faster
        _insert(connection, _following(book.events(), shipped))


def _following(here: Sequence[Event], shipped: Sequence[Event]) -> list[Event]:
    """Those of the *shipped* events that go on from the events that are *here*."""
    known, theirs = {event.event_id for event in here}, {event.event_id for event in shipped}
    if any(event.action == "publish" and event.event_id not in theirs for event in here):
        return []
    heads = {event.record: event.event_id for event in here}
    found = []
    for event in sorted(shipped, key=lambda event: event.event_id):
        if event.event_id not in known and heads.get(event.record, "") == event.previous:
            found.append(event)
            heads[event.record] = event.event_id
    return found


def _shipped(folder: Path) -> list[Event]:
    """The events that come with the workspace as tables."""
    from projects.desk.exchange import shipped_events

    return list(shipped_events(folder))


def _insert(connection: sa.Connection, events: Iterable[Event]) -> None:
    """Store whole events; InputError when one does not follow on what is there."""
    for event in events:
        try:
            connection.execute(sa.insert(schema.events), [_row(event)])
        except IntegrityError as error:
            raise InputError(
                f"event {event.event_id}: {event.record} was decided on here as well since"
                f" {event.previous or 'it was read'}; nothing was brought in"
            ) from error


def _last(connection: sa.Connection) -> str:
    return connection.execute(sa.select(sa.func.max(schema.events.c.event_id))).scalar() or ""


def _head(connection: sa.Connection, record: str) -> str:
    table = schema.events
    query = sa.select(sa.func.max(table.c.event_id)).where(table.c.record == record)
    return connection.execute(query).scalar() or ""


def _event(row: Any) -> Event:
    event = Event(*row)
    return replace(event, before=as_fields(str(event.before)), after=as_fields(str(event.after)))


def _row(event: Event) -> dict[str, str]:
    told = {one.name: getattr(event, one.name) for one in fields(Event)}
    return told | {"before": as_text(event.before), "after": as_text(event.after)}


def _put_tables(
    connection: sa.Connection, table: sa.Table, column: str, key: str, tables: Mapping[str, bytes]
) -> None:
    rows = [
        {column: key, "file": file, "content": zlib.compress(content)}
        for file, content in sorted(tables.items())
    ]
    connection.execute(sa.insert(table), rows)
