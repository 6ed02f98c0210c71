"""A plan file → candidates at the desk, not yet on the map.

The file is read in full, in a process of its own (:mod:`projects.desk.reading`), before anything is stored;
what fails or is stopped leaves nothing. The same
file is recognised by its hash, whatever its name. What a file says of itself is never trusted further
than its text: its name is no path, its size and what reading it may take are limited.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import GeoError
from geo.geocode import GazetteerGeocoder
from projects.desk import reading
from projects.desk.book import Plan
from projects.desk.desk import Desk
from projects.desk.events import Draft
from projects.desk.folding import by_record
from projects.desk.plans import PLAN, as_row, plan_key, read_period, safe_name
from projects.desk.reading import Section
from projects.desk.readings import reading_version
from projects.errors import InputError, MissingError
from projects.model.records import Record
from projects.model.registry import Document

SUFFIXES = (".docx", ".pdf", ".xlsx", ".html", ".htm", ".md", ".txt")
MOST_MB = 50
_MB = 1 << 20
# What a long reading tells on its way: the part done, from 0 to 1, and the step in a word.
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was sent and read up to its head; ``known`` is the document it is, when it is here."""

    name: str
    content: bytes
    sha256: str
    document: Document
    text: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A plan at the desk. ``like`` is an earlier document that it seems to be a new edition of."""

    document: Document
    records: int
    sections: tuple[Section, ...]
    notices: tuple[str, ...]
    is_new: bool = True
    like: str = ""
    same: int = 0
    new: int = 0
    gone: int = 0


def read_file(path: Path, desk: Desk) -> Incoming:
    """A file on the disk up to its head.

    Parameters
    ----------
    path
        Of the plan file.
    desk
        At which the same file may be already.

    Returns
    -------
    Incoming
        As of :func:`receive`.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        As of :func:`receive`.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingError(f"{path}: no such file") from error
    return receive(path.name, content, desk, named=str(path))


def receive(name: str, content: bytes, desk: Desk, *, named: str = "") -> Incoming:
    """A file as it was sent, read up to its head; nothing is stored.

    Parameters
    ----------
    name
        Of the file as it was sent; its suffix, one of :data:`SUFFIXES`, tells how it is read.
    content
        The file's bytes, at most :data:`MOST_MB`.
    desk
        At which the same file may be already.
    named
        What errors call the file; empty for the last part of *name*.

    Returns
    -------
    Incoming
        The file with its head and text.

    Raises
    ------
    InputError
        Another kind of file, too large, packed too tight, damaged, or without Chinese text.
    """
    plain = safe_name(name)
    named = named or plain
    suffix = Path(plain).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{named}: {suffix or 'no suffix'}; expected {' '.join(SUFFIXES)}")
    if len(content) > MOST_MB * _MB:
        raise InputError(f"{named}: {len(content) / _MB:.0f} MB; expected {MOST_MB} MB at most")
    sha256 = hashlib.sha256(content).hexdigest()
    document, text = reading.look(content, Document(key=plan_key(sha256), file=plain), named=named)
    return Incoming(plain, content, sha256, document, text, known=_known(desk, sha256))


def corrected(
    document: Document,
    *,
    title: str | None = None,
    issuer: str | None = None,
    period: str | None = None,
    issued: str | None = None,
    area: str | None = None,
) -> Document:
    """The head as a person corrected it; None leaves a field as it is.

    Parameters
    ----------
    document
        The head as it was read.
    title, issuer
        Blanks are joined, and what is longer than 200 characters is cut.
    period
        Such as ``2021-2025`` or ``2024``; empty for none.
    issued
        Day of issue as text, treated as the title is.
    area
        Name or code of the place that the plan is for; empty for none.

    Returns
    -------
    Document
        Another one with the corrections; the key stays.

    Raises
    ------
    InputError
        The period is none, or the area is not known.
    """
    changed: dict[str, Any] = {}
    for name, value in (("title", title), ("issuer", issuer), ("issued", issued)):
        if value is not None:
            changed[name] = " ".join(value.split())[:200]
    if period is not None:
        first, last = read_period(period) if period.strip() else (None, None)
        changed |= {"period_start": first, "period_end": last}
    if area is not None:
        if area.strip():
            try:
                place = GazetteerGeocoder().scope(area.strip())
            except GeoError as error:
                raise InputError(f"--area {area!r}: {error}") from error
            changed |= {"scope": place.name, "scope_level": place.level}
        else:
            changed |= {"scope": "", "scope_level": ""}
    return replace(document, **changed)


def add(
    incoming: Incoming,
    desk: Desk,
    *,
    by: str,
    document: Document | None = None,
    progress: Progress = lambda part, step: None,
) -> Added:
    """Read a plan in full and put it on the desk.

    A file that is here already is told and changes nothing; one that was taken back is put back.

    Parameters
    ----------
    incoming
        As :func:`receive` gives it.
    desk
        Where it goes.
    by
        Who adds it; must not be empty.
    document
        The head when it was corrected; None for the one that was read.
    progress
        What is called with the part done and the step (:data:`Progress`); what it raises stops the reading.

    Returns
    -------
    Added
        The plan with figures of its reading; sections and notices only of a new one.

    Raises
    ------
    InputError
        It cannot be read within the limits, *by* is empty, or the database cannot be written.
    StaleError
        Someone else added the same file meanwhile.
    """
    document = document or incoming.document
    if incoming.known:
        return _again(incoming, desk, by=by)
    progress(0.1, "read")
    read = reading.read(
        incoming.content,
        replace(document, file=incoming.name),
        named=incoming.name,
        tick=lambda: progress(0.1, "read"),
    )
    progress(0.8, "place")
    # Compared before it is stored: afterwards it would be compared with itself.
    like = _like(document, desk)
    old = {one.name for one in desk.applied.standing if one.document == like}
    new = set(read.names)
    plan = Plan(document.key, incoming.sha256, incoming.text, reading_version())
    draft = Draft(f"{PLAN}:{document.key}", PLAN, {}, as_row(document), "", "", reading_version())
    desk.book.put_plan(plan, read.tables, draft, by=by)
    progress(1.0, "done")
    return Added(
        document,
        len(read.names),
        read.sections,
        read.notices,
        like=like,
        same=len(old & new) if like else 0,
        new=len(new - old) if like else 0,
        gone=len(old - new) if like else 0,
    )


def records_of_plan(desk: Desk, key: str) -> list[Record]:
    """The records that the machine read in a plan of the desk."""
    return [one for one in desk.readings if one.document == key]


def _again(incoming: Incoming, desk: Desk, *, by: str) -> Added:
    key = f"{PLAN}:{incoming.known}"
    if incoming.known not in desk.documents:  # it was taken back: what took it back is undone
        chain = by_record(desk.events)[key]
        came = {one.event_id for one in chain if "document" in one.after}
        back = next(one for one in reversed(chain) if one.after.get("undoes") in came)
        undone = Draft(key, "undo", {}, {"undoes": back.event_id}, "", "", reading_version())
        desk.book.append([undone], by=by)
    document = desk.documents[incoming.known]
    return Added(document, len(records_of_plan(desk, document.key)), (), (), is_new=False)


def _known(desk: Desk, sha256: str) -> str:
    """The document that this very file is, at the desk or registered with its file at hand."""
    plan = desk.plan(sha256)
    if plan is not None:
        return plan.plan
    for key, path in desk.files():
        if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            return key
    return ""


def _like(document: Document, desk: Desk) -> str:
    """The document of which this one is another edition: for the same area and years, or of its title."""
    for key, other in reversed(desk.documents.items()):
        same_years = document.period_start and (document.period_start, document.period_end) == (
            other.period_start,
            other.period_end,
        )
        same_area = document.scope and document.scope == other.scope
        if (document.title and document.title == other.title) or (same_years and same_area):
            return key
    return ""
