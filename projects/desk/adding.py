"""A plan file → candidates at the desk, not yet on the map.

The file is read in full before anything is stored; what fails or is stopped leaves nothing. The same
file is recognised by its hash, whatever its name. What a file says of itself is never trusted further
than its text: its name is no path, its size and what it unpacks to are limited.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import GeoError
from geo.gazetteer import load_gazetteer
from geo.geocode import GazetteerGeocoder
from projects.build import contents, shipped_facts
from projects.desk.book import Plan
from projects.desk.desk import Desk
from projects.desk.events import Draft
from projects.desk.folding import by_record, last_to_undo
from projects.desk.plans import PLAN, as_row, plan_key, read_period, safe_name
from projects.desk.readings import reading_version
from projects.errors import InputError, MissingError
from projects.extraction.lists import head
from projects.extraction.readers import read_source
from projects.extraction.unregistered import head_of
from projects.model.records import Record
from projects.model.registry import Document
from projects.pipeline import Result, run

SUFFIXES = (".docx", ".pdf", ".xlsx", ".html", ".htm", ".md", ".txt")
MOST_MB = 50
_MOST_UNPACKED_MB = 500
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
class Section:
    """What a section gave: records, and passages that were looked at and not kept, by reason."""

    section: str
    records: int
    rejects: int
    reasons: str


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
    """A file on the disk up to its head; errors as in :func:`receive`."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingError(f"{path}: no such file") from error
    return receive(path.name, content, desk, named=str(path))


def receive(name: str, content: bytes, desk: Desk, *, named: str = "") -> Incoming:
    """A file as it was sent, read up to its head.

    Raises
    ------
    InputError
        Another kind of file, too large, packed too tight, damaged, or without Chinese text. The message
        names the file (*named*, by default its name).
    """
    plain = safe_name(name)
    named = named or plain
    suffix = Path(plain).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{named}: {suffix or 'no suffix'}; expected {' '.join(SUFFIXES)}")
    if len(content) > MOST_MB * _MB:
        raise InputError(f"{named}: {len(content) / _MB:.0f} MB; expected {MOST_MB} MB at most")
    _check_unpacked(content, named)
    sha256 = hashlib.sha256(content).hexdigest()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{suffix}"
        path.write_bytes(content)
        try:
            source = read_source(path)
        except InputError as error:
            raise InputError(str(error).replace(str(path), named)) from error
        document = head_of(Document(key=plan_key(sha256), file=plain), head(source, path), load_gazetteer())
    return Incoming(plain, content, sha256, document, source.text, known=_known(desk, sha256))


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

    Raises InputError when the period is none or the area is not known.
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
    """Read a plan in full and put it on the desk, under the head *document* when it was corrected.

    A file that is here already is told and changes nothing; one that was taken back is put back.
    """
    document = document or incoming.document
    if incoming.known:
        return _again(incoming, desk, by=by)
    progress(0.1, "read")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(incoming.name).suffix.lower()}"
        path.write_bytes(incoming.content)
        result = run([(document, path)], known=shipped_facts(desk.folder))
        progress(0.8, "place")
        tables = contents(result)
        notices = tuple(_plain(one, path, incoming.name) for one in result.notices)
    # Compared before it is stored: afterwards it would be compared with itself.
    like = _like(document, desk)
    old = {one.name for one in desk.applied.standing if one.document == like}
    new = {one.name for one in result.records}
    plan = Plan(document.key, incoming.sha256, incoming.text, reading_version())
    draft = Draft(f"{PLAN}:{document.key}", PLAN, {}, as_row(document), "", "", reading_version())
    desk.book.put_plan(plan, tables, draft, by=by)
    progress(1.0, "done")
    return Added(
        document,
        len(result.records),
        sections(result),
        notices,
        like=like,
        same=len(old & new) if like else 0,
        new=len(new - old) if like else 0,
        gone=len(old - new) if like else 0,
    )


def sections(result: Result) -> tuple[Section, ...]:
    """What each section gave, in the order of the text: records, and what was not kept, by reason."""
    found: dict[str, tuple[int, list[str], int]] = {}
    for record in result.records:
        count, reasons, start = found.get(record.section, (0, [], record.span_start or 0))
        found[record.section] = (count + 1, reasons, min(start, record.span_start or 0))
    for one in result.rejects:
        count, reasons, start = found.get(one.section, (0, [], one.span[0]))
        found[one.section] = (count, [*reasons, one.reason.partition(":")[0]], min(start, one.span[0]))
    ordered = sorted(found.items(), key=lambda item: item[1][2])
    return tuple(
        Section(
            section,
            count,
            len(reasons),
            "; ".join(f"{reason} {reasons.count(reason)}" for reason in dict.fromkeys(reasons)),
        )
        for section, (count, reasons, _) in ordered
    )


def records_of_plan(desk: Desk, key: str) -> list[Record]:
    """The records that the machine read in a plan of the desk."""
    return [one for one in desk.readings if one.document == key]


def _again(incoming: Incoming, desk: Desk, *, by: str) -> Added:
    key = f"{PLAN}:{incoming.known}"
    chain = by_record(desk.events).get(key, [])
    if chain and last_to_undo(chain) is None:  # it was taken back: what took it back is undone
        undone = Draft(key, "undo", {}, {"undoes": chain[-1].event_id}, "", "", reading_version())
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


def _check_unpacked(content: bytes, named: str) -> None:
    """Refuse a docx or xlsx that unpacks to more than a plan can hold."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(f"{named}: damaged: {error}") from error
    if unpacked > _MOST_UNPACKED_MB * _MB:
        raise InputError(
            f"{named}: unpacks to {unpacked / _MB:.0f} MB; expected {_MOST_UNPACKED_MB} MB at most"
        )


def _plain(notice: str, path: Path, name: str) -> str:
    return notice.replace(str(path), name).replace(path.name, name)
