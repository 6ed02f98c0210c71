"""All steps in order: documents in, records and their reports out.

``read`` → ``extract`` → facts of all documents → ``describe``, ``place`` →
:class:`projects.model.records.Record`. Each step counts what it saw, kept and rejected
(:class:`StepReport`), and the counts must add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo import workspace
from geo.gazetteer_tables import load_gazetteer
from projects.errors import InputError, MissingError
from projects.export.formats.reimport import is_exported, read_back
from projects.extraction.box_tables import written_as_boxes
from projects.extraction.extract import BoxReport, Extraction, extract
from projects.extraction.lists import head, read_lists, with_lists
from projects.extraction.mention import Reject
from projects.extraction.readers import Source, read_source
from projects.extraction.scopes import Scope
from projects.extraction.tasks import Task
from projects.extraction.unregistered import described, of_workspace
from projects.georeferencing.areas import Areas
from projects.georeferencing.facts import Fact, FactBook, read_facts
from projects.georeferencing.known import KnownGround
from projects.georeferencing.place import place
from projects.georeferencing.positioning import Position, read_positions
from projects.georeferencing.sharing import shared
from projects.linkage import Decision, Matching, match
from projects.model.records import Record, from_frame
from projects.model.registry import Document
from projects.recording import record_of


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step of one document: ``seen == kept + rejected``."""

    step: str
    document: str
    seen: int
    kept: int
    rejected: int


Words = tuple[str, int | None, int | None]  # document, and where they begin and end in its text


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of a set of documents, in the order of the documents and of their text."""

    records: tuple[Record, ...]
    rejects: tuple[Reject, ...]
    facts: tuple[Fact, ...]
    tasks: tuple[tuple[str, Task], ...]
    boxes: tuple[BoxReport, ...]
    headings: tuple[tuple[str, str, str], ...]  # document, section, title as printed
    steps: tuple[StepReport, ...]
    considered: dict[str, tuple[str, ...]]  # record id → places considered and not taken
    confidences: dict[str, float]  # record id → confidence of the verdict; none of boxes and tables
    said: dict[str, tuple[str, str]]  # record id → words of its stage as printed, and how its section looks
    doubted: dict[Words, tuple[str, str]]  # the same of words that the verdict did not take and a person may
    notices: tuple[str, ...]
    matching: Matching  # which records are one project, and how that was found
    positions: tuple[Position, ...]  # what areas shall be, by keyword


@dataclass(slots=True)
class _Read:
    """Files that were read: the sources of documents, and records that an exported table gives back."""

    sources: list[tuple[Document, Source]] = field(default_factory=list)
    returned: list[Record] = field(default_factory=list)
    steps: list[StepReport] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Placed:
    """Records with what was thought of each while they were placed, by the record's id."""

    records: list[Record] = field(default_factory=list)
    considered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confidences: dict[str, float] = field(default_factory=dict)
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    steps: list[StepReport] = field(default_factory=list)


def run(
    documents: Iterable[tuple[Document, Path]],
    *,
    known: Iterable[Fact] = (),
    decisions: Iterable[Decision] = (),
    areas: Areas | None = None,
) -> Result:
    """Read, extract, classify and place a set of documents.

    Facts are shared: what one document says of a company may place a project of another.
    A table that was exported from records gives those records back as they were.

    Parameters
    ----------
    documents
        Each with its file; none gives an empty result.
    known
        Facts of further documents (the shipped ones), used but not returned.
    decisions
        Those of people about which Mentions are one project.
    areas
        Those of the workspace where they are in memory already; None reads them.

    Returns
    -------
    Result
        Records and what else came out, in the order of the documents and of their text.

    Raises
    ------
    MissingError
        A file is not there.
    InputError
        A file cannot be read (``projects.extraction.readers``), or a document has two.
    """
    gazetteer = load_gazetteer()
    read = _read(documents)
    scopes = {document.key: Scope(document) for document, _ in read.sources}
    extractions = [_extracted(document, source, scopes[document.key]) for document, source in read.sources]
    facts = [fact for one in extractions for fact in read_facts(one, scopes[one.document.key])]
    book = FactBook([*facts, *(fact for fact in known if fact.document not in scopes)])
    areas = areas or Areas()
    placed = _placed(extractions, scopes, book, areas)
    matching = match(placed.records, gazetteer, decisions=decisions)
    known_ground = KnownGround(gazetteer, areas)
    refined = []
    for record in matching.records:
        found, reasons = known_ground.refine(record, scopes[record.document])
        placed.considered[record.id] += tuple(reasons)
        refined.append(found)
    refined = shared(refined, gazetteer, areas)
    return Result(
        (*refined, *read.returned),
        tuple(reject for one in extractions for reject in one.rejects),
        tuple(FactBook(facts).facts),
        tuple((one.document.key, task) for one in extractions for task in one.tree.tasks()),
        tuple(box for one in extractions for box in one.boxes),
        tuple((one.document.key, *heading) for one in extractions for heading in one.tree.headings),
        (*read.steps, *placed.steps),
        placed.considered,
        placed.confidences,
        placed.said,
        {
            (one.document, *one.span): (one.stage_words, one.looks)
            for each in extractions
            for one in each.doubted
        },
        (*read.notices, *_told(extractions, [source for _, source in read.sources])),
        replace(matching, records=tuple(refined)),
        tuple(found for one in extractions for found in read_positions(one, scopes[one.document.key])),
    )


def _read(documents: Iterable[tuple[Document, Path]]) -> _Read:
    read = _Read()
    keys: set[str] = set()
    gazetteer = load_gazetteer()
    home = gazetteer.place(workspace.described().code)
    for document, path in documents:
        if not path.is_file():
            raise MissingError(f"{path}: no such file, expected for document {document.key!r}")
        if document.key in keys:
            raise InputError(f"{path}: a second file for document {document.key!r}; expected one")
        keys.add(document.key)
        source = read_source(path)
        read.notices += source.notices
        if is_exported(source):
            back, changed = read_back(source)
            read.notices += changed
            read.returned += from_frame(back)
            read.steps.append(StepReport("return", document.key, len(back), len(back), 0))
            continue
        beginning = head(source, path)
        own = of_workspace(document, beginning, source.text, gazetteer, home)
        if own != document:
            read.notices.append(f"{document.file}: its title names no area; read as one of {own.scope}")
        captions = " ".join(cell.text for cell in source.furniture if cell.start < len(beginning[:1800]))
        document, notice = described(own, beginning, gazetteer, captions)
        read.notices += [notice] if notice else []
        if not document.scope:
            read.notices.append(f"{document.file}: names no area that is known; nothing in it can be placed")
        read.sources.append((document, source))
    return read


def _placed(
    extractions: Iterable[Extraction], scopes: Mapping[str, Scope], book: FactBook, areas: Areas
) -> _Placed:
    done = _Placed()
    for one in extractions:
        scope = scopes[one.document.key]
        before = len(done.records)
        for mention in one.mentions:
            placement = place(mention, scope, book)
            record = record_of(mention, placement, scope, areas)
            done.records.append(record)
            done.considered[record.id] = placement.rejected
            done.said[record.id] = (mention.stage_words, mention.looks)
            if mention.reading_confidence is not None:
                done.confidences[record.id] = mention.reading_confidence
        kept = len(done.records) - before
        done.steps += [
            StepReport("extract", one.document.key, one.seen, len(one.mentions), len(one.rejects)),
            StepReport("place", one.document.key, len(one.mentions), kept, len(one.mentions) - kept),
        ]
    return done


def _told(extractions: Iterable[Extraction], sources: list[Source]) -> list[str]:
    """Which documents gave no record, and which were not in the usual encoding; a line each."""
    empty = [_empty(one, source) for one, source in zip(extractions, sources, strict=True)]
    return [why for why in empty if why] + [
        f"{source.path}: read as {source.encoding.upper()}"
        for source in sources
        if source.encoding not in ("", "utf-8", "utf-8-sig")
    ]


def _empty(extraction: Extraction, source: Source) -> str:
    """Why a document gave no record, in one line; empty when it gave one."""
    if extraction.mentions:
        return ""
    reasons = Counter(one.reason for one in extraction.rejects).most_common(2)
    told = ", ".join(f"{reason} ({count})" for reason, count in reasons) or "no text was found in it"
    return f"{source.path}: no record: {len(extraction.rejects)} passages looked at; {told}"


def _extracted(document: Document, source: Source, scope: Scope) -> Extraction:
    """Mentions of the running text and of the tables of one file."""
    lists = read_lists(document, source, scope)
    rest = [table for table in source.tables if table not in lists.tables]
    prose = written_as_boxes(source.without(lists.tables), rest)
    return with_lists(extract(document, prose, scope, lists.tasks), lists)
