"""One document → rows for the store, or the reason why there are none.

In: the bytes of a file, its path as it is to be told, its SHA-256. Out: :class:`Outcome`, plain values
that travel between processes and computers. Whatever goes wrong in one of thousands is its reason, never
the end of the others.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import Any

from geo import districts, workspace
from geo.gazetteer_tables import load_gazetteer
from geo.national.city import Unit
from projects.batch.ground import NATION, ground
from projects.batch.scope import unit_of_head, unit_of_path, year_of_path
from projects.extraction.readers import read_source
from projects.extraction.unregistered import head_of
from projects.model.records import LIST_SEPARATOR, Record, years_of
from projects.model.registry import Document
from projects.pipeline import run

REASON_CHARACTERS = 300
# A file of the longest name that a system takes is still read.
_STEM = "document"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one document gave; ``reason`` is empty when it was read.

    ``records`` are rows of :data:`projects.store.country.RECORD_COLUMNS` without their number and document;
    ``rejects`` counts what was set aside, by reason: ``seen`` is the sum of both.
    """

    path: str
    sha256: str
    reason: str = ""
    scope: str = ""
    scope_name: str = ""
    title: str = ""
    year: int | None = None
    characters: int = 0
    seen: int = 0
    records: tuple[tuple[Any, ...], ...] = ()
    rejects: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def key(self) -> str:
        """The key of the document."""
        return key_of(self.path)


def key_of(path: str) -> str:
    """The key of a document: its path without the suffix."""
    return str(PurePosixPath(path).with_suffix(""))


def scope_of_path(path: str) -> str:
    """Code of the unit that the path names, empty when only the text can tell."""
    unit = unit_of_path(path)
    return unit.code if unit else ""


def read_document(data: bytes, path: str, sha256: str) -> Outcome:
    """Read one document through all steps; never raises."""
    started = perf_counter()
    try:
        return _read(data, path, sha256, started)
    except Exception as error:  # one bad file of thousands is a row of the store, with what it lacks
        told = " ".join(f"{type(error).__name__}: {error}".split())[:REASON_CHARACTERS]
        return Outcome(path, sha256, reason=told, seconds=perf_counter() - started)


def _read(data: bytes, path: str, sha256: str, started: float) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{_STEM}{PurePosixPath(path).suffix}"
        file.write_bytes(data)
        text = read_source(file).text
        unit = unit_of_path(path) or _unit_of_head(path, text)
        if unit is None:
            return Outcome(path, sha256, reason="no province, city or county is named in its path or head")
        place, areas = ground(unit.code)
        year = year_of_path(path)
        given = Document(
            key_of(path),
            file.name,
            scope=unit.name,
            scope_level=unit.level,
            period_start=year,
            period_end=year,
        )
        with workspace.using(place):
            result = run([(given, file)], areas=areas)
            title = head_of(given, text, load_gazetteer()).title
    extract = next(step for step in result.steps if step.step in ("extract", "return"))
    return Outcome(
        path,
        sha256,
        scope=unit.code,
        scope_name=unit.name,
        title=title,
        year=year if year is not None else _year(result.records),
        characters=len(text),
        seen=extract.seen,
        records=tuple(_row(record, unit) for record in result.records),
        rejects=dict(Counter(one.reason for one in result.rejects)),
        seconds=perf_counter() - started,
    )


def _unit_of_head(path: str, text: str) -> Unit | None:
    with workspace.using(ground(NATION)[0]):
        return unit_of_head(path, text)


def _row(record: Record, unit: Unit) -> tuple[Any, ...]:
    first, last = years_of(record)
    return (area_of(record, unit), first, last, *astuple(record))


def area_of(record: Record, unit: Unit) -> str:
    """Code of the smallest unit that holds all places of a record, *unit* where none is known."""
    counties = [code for code in record.county_code.split(LIST_SEPARATOR) if code]
    codes = counties or [code for code in record.place_code.split(LIST_SEPARATOR) if code]
    chains = [chain for code in codes if (chain := _chain(code))]
    if not chains:
        return unit.code
    common = [one for one in chains[0] if all(one in chain for chain in chains)]
    return common[0] if common else unit.code


@cache
def _chain(code: str) -> tuple[str, ...]:
    """A unit of the boundary package and those above it; a zone's city for a code that it lacks."""
    known = districts.units()["parent_code"]
    for one in (code[:6], f"{code[:4]}00", f"{code[:2]}0000"):
        if one in known.index:
            chain = [one]
            while parent := str(known[chain[-1]]):
                chain.append(parent)
            return tuple(chain)
    return ()


def _year(records: Sequence[Record]) -> int | None:
    return next((record.plan_start for record in records if record.plan_start), None)
