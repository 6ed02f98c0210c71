"""All steps in order: documents in, records and their reports out.

``read`` → ``extract`` → facts of all documents → ``values``, ``classify``, ``place`` →
:class:`projects.model.records.Record`. Each step counts what it saw, kept and rejected
(:class:`StepReport`), and the counts must add up.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from geo.gazetteer import Place, load_gazetteer
from projects.errors import InputError, MissingError
from projects.export.formats.workbook import is_exported, read_back
from projects.extraction.box_tables import written_as_boxes
from projects.extraction.classify import industry, kind, of_each
from projects.extraction.extract import BoxReport, Extraction, extract
from projects.extraction.lists import head, read_lists, with_lists
from projects.extraction.mention import Given, Mention, Reject
from projects.extraction.names import head_core, whole_names
from projects.extraction.readers import Source, read_source
from projects.extraction.scopes import Scope
from projects.extraction.targets import target_wan_yuan
from projects.extraction.tasks import Task
from projects.extraction.unregistered import described
from projects.extraction.values import company, has_firm_word, read_values
from projects.georeferencing.areas import Areas
from projects.georeferencing.facts import Fact, FactBook, read_facts
from projects.georeferencing.known import KnownGround
from projects.georeferencing.place import Placement, place
from projects.georeferencing.positioning import Position, read_positions
from projects.georeferencing.sharing import shared
from projects.linkage import Decision, Matching, match
from projects.model.records import LIST_SEPARATOR, Record, from_frame
from projects.model.registry import Document
from projects.vocabulary.rules import rules


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step of one document: ``seen == kept + rejected``."""

    step: str
    document: str
    seen: int
    kept: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of a set of documents, in the order of the documents and of their text."""

    records: tuple[Record, ...]
    rejects: tuple[Reject, ...]
    facts: tuple[Fact, ...]
    tasks: tuple[tuple[str, Task], ...]
    boxes: tuple[BoxReport, ...]
    steps: tuple[StepReport, ...]
    considered: dict[str, tuple[str, ...]]  # record id → places considered and not taken
    confidences: dict[str, float]  # record id → confidence of the verdict; none of boxes and tables
    said: dict[str, tuple[str, str]]  # record id → words of its stage as printed, and how its section looks
    notices: tuple[str, ...]
    matching: Matching  # which records are one project, and how that was found
    positions: tuple[Position, ...]  # what areas shall be, by keyword


def run(
    documents: Iterable[tuple[Document, Path]],
    *,
    known: Iterable[Fact] = (),
    decisions: Iterable[Decision] = (),
) -> Result:
    """Read, extract, classify and place a set of documents.

    Facts are shared: what one document says of a company may place a project of another.
    ``known`` are facts of further documents (the shipped ones), used but not returned.
    ``decisions`` are those of people about which Mentions are one project.
    A table that was exported from records gives those records back as they were.
    Raises InputError or MissingError (``projects.extraction.readers``) before anything is returned.
    """
    gazetteer = load_gazetteer()
    read = []
    notices: list[str] = []
    returned: list[Record] = []
    steps: list[StepReport] = []
    keys: set[str] = set()
    for document, path in documents:
        if not path.is_file():
            raise MissingError(f"{path}: no such file, expected for document {document.key!r}")
        if document.key in keys:
            raise InputError(f"{path}: a second file for document {document.key!r}; expected one")
        keys.add(document.key)
        source = read_source(path)
        notices += source.notices
        if is_exported(source):
            back, changed = read_back(source)
            notices += changed
            returned += from_frame(back)
            steps.append(StepReport("return", document.key, len(back), len(back), 0))
            continue
        document, notice = described(document, head(source, path), gazetteer)
        notices += [notice] if notice else []
        read.append((document, source))
    scopes = {document.key: Scope(document) for document, _ in read}
    extractions = [_extracted(document, source, scopes[document.key]) for document, source in read]
    facts = [fact for one in extractions for fact in read_facts(one, scopes[one.document.key])]
    book = FactBook([*facts, *(fact for fact in known if fact.document not in scopes)])
    areas = Areas()
    records: list[Record] = []
    considered: dict[str, tuple[str, ...]] = {}
    confidences: dict[str, float] = {}
    said: dict[str, tuple[str, str]] = {}
    for one in extractions:
        scope = scopes[one.document.key]
        before = len(records)
        for mention in one.mentions:
            placement = place(mention, scope, book)
            record = _record(mention, placement, scope, areas)
            records.append(record)
            considered[record.id] = placement.rejected
            said[record.id] = (mention.stage_words, mention.looks)
            if mention.reading_confidence is not None:
                confidences[record.id] = mention.reading_confidence
        kept = len(records) - before
        steps.append(StepReport("extract", one.document.key, one.seen, len(one.mentions), len(one.rejects)))
        steps.append(StepReport("place", one.document.key, len(one.mentions), kept, len(one.mentions) - kept))
    matching = match(records, gazetteer, decisions=decisions)
    known_ground = KnownGround(gazetteer, areas)
    placed = []
    for record in matching.records:
        found, reasons = known_ground.refine(record, scopes[record.document])
        considered[record.id] += tuple(reasons)
        placed.append(found)
    placed = shared(placed, gazetteer, areas)
    empty = (_empty(one, source) for one, (_, source) in zip(extractions, read, strict=True))
    notices += [why for why in empty if why]
    notices += [
        f"{source.path}: read as {source.encoding.upper()}"
        for _, source in read
        if source.encoding not in ("", "utf-8", "utf-8-sig")
    ]
    return Result(
        (*placed, *returned),
        tuple(reject for one in extractions for reject in one.rejects),
        tuple(FactBook(facts).facts),
        tuple((one.document.key, task) for one in extractions for task in one.tree.tasks()),
        tuple(box for one in extractions for box in one.boxes),
        tuple(steps),
        considered,
        confidences,
        said,
        tuple(notices),
        replace(matching, records=tuple(placed)),
        tuple(found for one in extractions for found in read_positions(one, scopes[one.document.key])),
    )


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


def record_id(document: str, section: str, item: str, name: str) -> str:
    """Stable id: the first 12 hexadecimal digits of SHA-256 over document, section, item and name."""
    return hashlib.sha256("\x1f".join((document, section, item, name)).encode()).hexdigest()[:12]


def made_by_hand(
    document: Document,
    name: str,
    *,
    section: str,
    item: str,
    text: str,
    span: tuple[int, int] | None,
    rule: str,
    known: Iterable[Fact] = (),
) -> Record:
    """A record that a person names: classified and placed as one that was read from *text*.

    *span* is None when nobody knows where it stands; *rule* is what is named as its reading rule.
    """
    scope = Scope(document)
    mention = Mention(document.key, section, item, False, name, "", section, text, span or (0, 0), rule=rule)
    areas = Areas()
    record = _record(mention, place(mention, scope, FactBook(known)), scope, areas)
    record, _ = KnownGround(scope.gazetteer, areas).refine(record, scope)
    return record if span else replace(record, span_start=None, span_end=None)


def _record(mention: Mention, placement: Placement, scope: Scope, areas: Areas) -> Record:
    document = scope.document
    values = read_values(mention.text)
    given = mention.given or Given()
    core = head_core(mention.name, tuple(t.text for t in scope.city_toponyms(mention.name)))
    firm = given.entity or company(mention.name, core)
    several = whole_names(mention.name)
    if len(several) > 1:
        found = of_each(several, given.industry or mention.category, mention.heading)
    else:
        over = given.industry or mention.category
        found = industry(mention.name, over, mention.heading, company=firm, clause=mention.text)
    # In a public work's name a place or a person stands where a company would.
    is_public = any(row["industry"] == found.code for row in rules("public_works"))
    if is_public and not given.entity and not has_firm_word(firm):
        firm = ""
    code = given.project_code and f"code: {given.project_code}"
    points = [areas.point(p) for p in placement.places]
    located = (
        placement.level not in ("city", "none") and bool(points) and all(p[0] is not None for p in points)
    )
    # A county's middle is no place of a project, nor is that of a park without known ground.
    drawn = located and (placement.level == "site" or any(p.code in areas.grounded for p in placement.places))
    counties = _distinct(scope.gazetteer.county_of(p) for p in placement.places)
    towns = _distinct(scope.gazetteer.town_of(p) for p in placement.places)
    parks = [
        p for p in placement.places if p.level in ("park", "zone") and placement.level in ("park", "multi")
    ]
    radii = [areas.radius_m(p) for p in placement.places]
    return Record(
        id=record_id(mention.document, mention.section, mention.item, mention.name),
        name=mention.name,
        kind=mention.kind_hint or kind(mention.name, mention.category if mention.listed else ""),
        document=mention.document,
        section=mention.section,
        item=mention.item,
        listed=mention.listed,
        category=mention.category,
        industry=found.code,
        industry_rule=found.rule,
        period_start=given.period_start or values.period_start,
        period_end=given.period_end or values.period_end,
        places_in_text=placement.places_in_text,
        entity=firm,
        investment_wan_yuan=(
            values.investment_wan_yuan if given.investment_wan_yuan is None else given.investment_wan_yuan
        ),
        scale=values.scale,
        responsible=LIST_SEPARATOR.join(mention.responsible),
        place=_join(placement.places, "name"),
        place_code=_join(placement.places, "code"),
        level=placement.level,
        county=LIST_SEPARATOR.join(c.short_name if c.level == "zone" else c.name for c in counties),
        county_code=_join(counties, "code"),
        town=_join(towns, "name"),
        park=_join(parks, "name"),
        radius_m=max((r for r in radii if r is not None), default=None) if located else None,
        confidence=placement.confidence,
        method=placement.method,
        evidence="; ".join(filter(None, (placement.evidence, code))),
        project="",
        status="candidate",
        span_start=mention.span[0],
        span_end=mention.span[1],
        lon=round(sum(p[0] for p in points if p[0] is not None) / len(points), 6) if drawn else None,
        lat=round(sum(p[1] for p in points if p[1] is not None) / len(points), 6) if drawn else None,
        stage=getattr(mention, "stage", ""),
        stage_rule=getattr(mention, "stage_rule", ""),
        target_wan_yuan=target_wan_yuan(mention.text),
        plan_start=document.period_start,
        plan_end=document.period_end,
        reading_rule=getattr(mention, "rule", ""),
        edition="",
    )


def _distinct(places: Iterable[Place | None]) -> list[Place]:
    return list({place.code: place for place in places if place is not None}.values())


def _join(places: Iterable[Place], attribute: str) -> str:
    return LIST_SEPARATOR.join(getattr(place, attribute) for place in places)
