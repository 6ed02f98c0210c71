"""Editions: what is published, as a set of tables that never changes again.

An edition holds what people confirmed, edited and added. Of a document that is registered in the
workspace, and so was on the map before anyone checked it, it also holds the candidates that nobody
rejected, with their status; of a plan that came through the desk only what was checked.

Its tables are those of a workspace (``mentions.csv`` …), each row of ``mentions.csv`` with the
edition's name. They lie in the desk's database and are written, when someone looks, to a folder of the
workspace that is named by their hash.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from geo import tables as geo_tables
from geo import workspace
from geo.errors import GeoError
from geo.files import make_folder, whole_folder
from geo.gazetteer_tables import load_gazetteer
from geo.locks import writing_workspace
from projects.desk.applying import apply
from projects.desk.book import Book, Change, Edition, open_book
from projects.desk.desk import Desk, registry_table
from projects.desk.differences import counts, difference
from projects.desk.events import Draft
from projects.desk.exchange import EVENTS
from projects.desk.folding import CANDIDATE
from projects.desk.presence import is_there
from projects.desk.readings import reading_version, records_of, table_bytes
from projects.errors import InputError
from projects.linkage import Matching, match
from projects.linkage import tables as matching_tables
from projects.model.records import RECORDS, Record
from projects.model.registry import REGISTRY

FOLDER = "editions"  # in the workspace: derived from the database
# Tables that are joined row by row from the workspace's and those of the plans of the desk.
JOINED = (
    *("tasks.csv", "boxes.csv", "rejects.csv", "facts.csv"),
    *("considered.csv", "confidences.csv", "stage_words.csv", "positions.csv"),
)
_MOST_NAME = 60


def publish(desk: Desk, name: str, *, by: str, why: str = "") -> tuple[Edition, list[Change]]:
    """Make an edition of what stands now.

    The first edition is compared with what the map showed before it: the reading.

    Parameters
    ----------
    desk
        Whose records are published.
    name
        Of the edition, at most 60 printable characters; no other edition's.
    by, why
        Who publishes it, and the reason.

    Returns
    -------
    tuple[Edition, list[Change]]
        The edition, and what it changes against the last one.

    Raises
    ------
    InputError
        The name is empty, too long or taken, *by* is empty, nothing is there to publish, or it cannot
        be written.
    StaleError
        Someone decided something while the edition was made.
    """
    try:
        with writing_workspace(desk.folder):
            return _publish(desk, name.strip(), by=by, why=why)
    except GeoError as error:  # busy, or a folder that may not be written
        raise InputError(str(error)) from error


def _publish(desk: Desk, name: str, *, by: str, why: str) -> tuple[Edition, list[Change]]:
    if not name or len(name) > _MOST_NAME or not name.isprintable():
        raise InputError(f"--name {name!r}: expected a name of at most {_MOST_NAME} letters")
    before = desk.book.editions()
    if any(one.name == name for one in before):
        raise InputError(f"--name {name!r}: there is an edition of this name, and editions never change")
    seen = desk.events[-1].event_id if desk.events else ""
    records, matching = published(desk, name)
    if not records:
        raise InputError("nothing to publish: no record stands")
    tables = _tables(desk, records, matching)
    earlier = records_of(desk.book.edition_tables(before[-1].name)[RECORDS]) if before else _shipped(desk)
    since = [one for one in desk.events if not before or one.event_id > before[-1].event_id]
    changes = difference(earlier, records, desk.applied, since)
    figures = {"records": len(records), **counts(changes)}
    draft = Draft(f"edition:{name}", "publish", {}, {"name": name, **figures}, why, "", reading_version())
    edition = desk.book.put_edition(draft, tables, changes, by=by, sha256=_digest(tables), seen=seen)
    return edition, changes


def published(desk: Desk, name: str) -> tuple[list[Record], Matching]:
    """The records that an edition of this name would hold now, and what joined them to projects."""
    unchecked = desk.from_desk()
    kept = [one for one in desk.applied.standing if one.document not in unchecked or one.status != CANDIDATE]
    # A store's ids are those of its rows; a record printed twice in one item stands once.
    matching = match(kept, load_gazetteer(), decisions=desk.applied.decisions)
    return [replace(one, edition=name) for one in matching.records], matching


def _shipped(desk: Desk) -> Sequence[Record]:
    """What the map showed before the first edition of this book: that of the workspace, else the reading."""
    readings = [one for one in desk.readings if one.document not in desk.from_desk()]
    last = max((one.event_id for one in desk.events if one.action == "publish"), default="")
    return apply(readings, [one for one in desk.events if one.event_id < last], desk.text).standing


def names_of_editions(desk: Desk, readings: Sequence[Record]) -> dict[str, str]:
    """Record id → the last edition, when it stands in it, as the events alone tell it.

    *readings* are the machine's records as they are now.
    """
    published = [one for one in desk.events if one.action == "publish"]
    if not published:
        return {}
    last = published[-1]
    then = apply(readings, [one for one in desk.events if one.event_id < last.event_id], desk.text)
    return {one.id: str(last.after["name"]) for one in then.standing}


def shown(name: str | None = None, *, folder: Path | None = None, store: str | None = None) -> Path | None:
    """Folder with the tables of an edition, written there when they are not yet.

    Parameters
    ----------
    name
        Of the edition; None for the last one.
    folder
        The workspace; None for the current one.
    store
        Address of the database; None for the one that the environment names, else the workspace's file.

    Returns
    -------
    Path | None
        None when *name* is None and none is published.

    Raises
    ------
    InputError
        *name* is no edition, the database cannot be used, or the folder cannot be written.
    """
    folder = (folder or workspace.current()).resolve()
    if name is None and store is None and not is_there(folder):
        return None
    book = open_book(store, folder=folder)
    editions = book.editions()
    if name is None:
        return written(book, editions[-1], folder) if editions else None
    for one in editions:
        if one.name == name:
            return written(book, one, folder)
    there = ", ".join(one.name for one in editions) or "none yet"
    raise InputError(f"--edition {name!r}: no such edition; there are: {there}")


def published_at(folder: Path) -> str:
    """When the last edition of a workspace was published.

    Parameters
    ----------
    folder
        The workspace.

    Returns
    -------
    str
        ISO, UTC; empty when none was.

    Raises
    ------
    InputError
        The desk's database cannot be used.
    """
    editions = open_book(folder=folder).editions() if is_there(folder) else []
    if editions:
        return editions[-1].at
    events = folder / EVENTS  # of an edition that came as the workspace's tables
    return _shipped_at(events, events.stat().st_mtime_ns) if events.is_file() else ""


@lru_cache(maxsize=4)
def _shipped_at(events: Path, changed: int) -> str:
    del changed
    return max((row["at"] for row in geo_tables.records(events) if row["action"] == "publish"), default="")


def written(book: Book, edition: Edition, folder: Path) -> Path:
    """The folder with the edition's tables, made when it is not there; put in place whole."""
    place = folder / FOLDER / edition.sha256[:16]
    if place.is_dir():
        return place
    try:
        make_folder(place.parent)
        with whole_folder(place) as staged:
            for file, content in book.edition_tables(edition.name).items():
                (staged / file).write_bytes(content)
    except OSError as error:
        if not place.is_dir():  # another process may have been faster
            raise InputError(f"{place}: cannot be written: {error.strerror or error}") from error
    return place


def compared(book: Book, earlier: str, later: str, desk: Desk) -> list[Change]:
    """The difference of two editions.

    Parameters
    ----------
    book
        Where both lie.
    earlier, later
        Names of editions.
    desk
        The later one's reasons are those of its decisions in force now.

    Returns
    -------
    list[Change]
        New, changed and gone records, in this order.
    """
    records = [records_of(book.edition_tables(one)[RECORDS]) for one in (earlier, later)]
    return difference(records[0], records[1], desk.applied, desk.events)


def _tables(desk: Desk, records: Sequence[Record], matching: Matching) -> dict[str, bytes]:
    used = {one.document for one in records}
    came = desk.from_desk()
    documents = [one for key, one in desk.documents.items() if key in used or key not in came]
    plans = [key for key in sorted(came) if key in used]
    tables = {
        RECORDS: table_bytes(list(records)),
        REGISTRY: registry_table(documents),
        "matches.csv": _csv(matching_tables.matches(matching)),
        "matches_review.csv": _csv(matching_tables.review(matching)),
    }
    for file in JOINED:
        own = desk.folder / file
        parts = [own.read_bytes()] if own.is_file() else []
        parts += [content for key in plans if (content := desk.book.plan_tables(key).get(file))]
        if parts:
            tables[file] = _joined(parts)
    return tables


def _csv(table: pd.DataFrame) -> bytes:
    return bytes(table.to_csv(index=False, lineterminator="\n").encode())


def _joined(parts: Iterable[bytes]) -> bytes:
    """Tables of the same columns, one below the other; columns that one lacks are empty there."""
    rows: list[dict[str, str]] = []
    head: list[str] = []
    for part in parts:
        reader = csv.DictReader(io.StringIO(part.decode("utf-8-sig")))
        head += [name for name in reader.fieldnames or [] if name not in head]
        rows += list(reader)
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _digest(tables: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for file, content in sorted(tables.items()):
        total.update(f"{file} {hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()
