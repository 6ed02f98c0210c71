"""A nation's reading: all documents of a zip are read, and what comes out is told in tables.

Run ``python -m tests.benchmarks.survey_reports ../shared/corpus/reports.zip --sample 200 --workers 2``.
There are no labels for these documents; the tables show what no label is needed for: a document that
cannot be read, one that gives no record, a name that fifty cities share (which is no name), a name
that is a sentence, what is refused and why. ``--sample N`` writes N records, the same for the same
``--seed`` whatever the number of workers, to be judged by eye.

Exit status 0 when all documents were read, 1 when one of them was not, 2 when the zip cannot be used.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import os
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from time import perf_counter

from projects.extraction.readers import read_source
from projects.model.records import Record
from projects.model.registry import Document
from projects.pipeline import Result, run

SUFFIXES = (".md", ".txt", ".html", ".docx", ".pdf", ".csv", ".xls", ".xlsx")
SAMPLE_COLUMNS = ("document", "section", "name", "kind", "industry", "stage", "confidence", "clause")
CLAUSE_CHARACTERS = 60
QUANTILES = (0, 5, 25, 50, 75, 95, 100)
TOP_NAMES, TOP_REASONS, LONGEST = 20, 30, 20
MANY_CITIES = 50
_ENDS = re.compile(r"[。；！？;!?\n]")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What one document gave. ``failure`` is empty when it was read, ``silence`` when it gave records."""

    name: str
    area: str
    characters: int = 0
    seconds: float = 0.0
    records: int = 0
    names: tuple[str, ...] = ()
    reasons: Counter[str] = field(default_factory=Counter)
    silence: str = ""
    failure: str = ""
    sample: tuple[tuple[str, Row], ...] = ()  # a random key and the row, the smallest keys only


@dataclass
class Survey:
    """All documents together; each is added once (:meth:`add`) and then forgotten."""

    size: int
    documents: int = 0
    characters: int = 0
    seconds: float = 0.0
    counts: list[int] = field(default_factory=list)
    silent: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    areas: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sample: list[tuple[str, Row]] = field(default_factory=list)

    def add(self, one: Read) -> None:
        """Count one document."""
        self.documents += 1
        if one.failure:
            self.failed.append((one.name, one.failure))
            return
        self.characters += one.characters
        self.seconds += one.seconds
        self.counts.append(one.records)
        if not one.records:
            self.silent.append((one.name, one.silence))
        self.reasons += one.reasons
        self.names.update(one.names)
        for name in one.names:
            self.areas[name].add(one.area)
        self.sample = heapq.nsmallest(self.size, [*self.sample, *one.sample])


def read_one(archive: Path, name: str, size: int, seed: int) -> Read:
    """Read one member of *archive* through all steps; never raises.

    Parameters
    ----------
    archive, name
        The zip and the member's path in it, whose folder is the area.
    size, seed
        How many records to keep for the sample, and what their random order depends on.
    """
    path = PurePosixPath(name)
    area = path.parent.name or path.stem
    try:
        with zipfile.ZipFile(archive) as opened, TemporaryDirectory() as folder:
            file = Path(folder) / path.name
            file.write_bytes(opened.read(name))
            text = read_source(file).text
            started = perf_counter()
            result = run([(Document(key=str(path.with_suffix("")), file=path.name), file)])
            seconds = perf_counter() - started
    except Exception as error:  # whatever goes wrong in one of thousands is a line of the table
        return Read(name, area, failure=f"{type(error).__name__}: {error}".splitlines()[0])
    rows = (
        (_random(record, seed), _row(record, text, result.confidences.get(record.id)))
        for record in result.records
    )
    return Read(
        name,
        area,
        characters=len(text),
        seconds=seconds,
        records=len(result.records),
        names=tuple(record.name for record in result.records),
        reasons=Counter(reject.reason for reject in result.rejects),
        silence="" if result.records else _silence(result),
        sample=tuple(heapq.nsmallest(size, rows)),
    )


def members(archive: Path) -> list[str]:
    """Paths of the documents in a zip, in its order. ``zipfile.BadZipFile`` when it is none."""
    with zipfile.ZipFile(archive) as opened:
        return [name for name in opened.namelist() if name.lower().endswith(SUFFIXES)]


def survey(archive: Path, names: Sequence[str], *, size: int, seed: int, workers: int) -> Survey:
    """Read *names* of *archive* in several processes; documents are counted in their order."""
    found = Survey(size)
    for number, one in enumerate(_reads(archive, names, size, seed, workers), start=1):
        found.add(one)
        if number % 200 == 0:
            print(f"{number} of {len(names)}", file=sys.stderr)
    return found


def clause(text: str, start: int, end: int) -> str:
    """The words around a span, of one sentence, at most :data:`CLAUSE_CHARACTERS` of them, on one line."""
    before = max((match.end() for match in _ENDS.finditer(text, max(0, start - 400), start)), default=0)
    after = _ENDS.search(text, end)
    left = " ".join(text[max(before, start - 400) : start].split())
    name = " ".join(text[start:end].split())[:CLAUSE_CHARACTERS]
    right = " ".join(text[end : after.start() if after else len(text)].split())
    room = CLAUSE_CHARACTERS - len(name)
    kept_left = left[max(0, len(left) - max(room // 2, room - len(right))) :] if room else ""
    return f"{kept_left}{name}{right}"[:CLAUSE_CHARACTERS]


def report(found: Survey, *, elapsed: float, workers: int) -> str:
    """The tables as text."""
    total = sum(found.counts)
    lines = [
        f"documents {found.documents}, read {len(found.counts)}, failed {len(found.failed)}, "
        f"characters {found.characters:,}, records {total:,}",
        f"all steps: {_per(found.characters, found.seconds):,.0f} characters/s on a core, "
        f"{_per(found.characters, elapsed):,.0f} with {workers} workers ({elapsed:.0f} s)",
        f"records per 10,000 characters: {_per(total, found.characters) * 10_000:.1f}",
        "",
        "records per document: " + "  ".join(f"{q} % {_quantile(found.counts, q)}" for q in QUANTILES),
        f"\ndocuments that failed: {len(found.failed)}",
        *(f"  {name}: {failure}" for name, failure in found.failed),
        f"\ndocuments without records: {len(found.silent)}",
        *(f"  {name}: {reason}" for name, reason in found.silent),
        f"\nmost frequent names ({MANY_CITIES} cities: no name)\n  records cities",
    ]
    spread = sorted(found.names, key=lambda name: (-found.names[name], name))
    for name in spread[:TOP_NAMES]:
        mark = "  !" if len(found.areas[name]) >= MANY_CITIES else ""
        lines.append(f"  {found.names[name]:7d} {len(found.areas[name]):6d}  {name}{mark}")
    shared = [name for name in found.names if len(found.areas[name]) >= MANY_CITIES]
    lines.append(f"  names in {MANY_CITIES} cities or more: {len(shared)}")
    rejects = found.reasons.total()
    lines.append(f"\nmost frequent reasons of {rejects:,} rejects")
    lines += [f"  {count:8,d}  {reason}" for reason, count in found.reasons.most_common(TOP_REASONS)]
    lines.append("\nlongest names")
    longest = sorted(found.names, key=lambda name: (-len(name), name))
    lines += [f"  {len(name):3d}  {name}" for name in longest[:LONGEST]]
    return "\n".join(lines)


def write_sample(found: Survey, path: Path) -> None:
    """The sampled records as CSV (UTF-8 with the mark that Excel needs), by document."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(SAMPLE_COLUMNS)
        writer.writerows(sorted(row for _, row in found.sample))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, print, write the sample; the exit status."""
    options = _options(arguments)
    try:
        names = list(islice(members(options.zip), options.limit))
    except (OSError, zipfile.BadZipFile) as error:
        print(f"{options.zip}: {error}; expected a zip of documents", file=sys.stderr)
        return 2
    if not names:
        print(f"{options.zip}: no document in it; expected {' '.join(SUFFIXES)}", file=sys.stderr)
        return 2
    started = perf_counter()
    found = survey(options.zip, names, size=options.sample, seed=options.seed, workers=options.workers)
    print(report(found, elapsed=perf_counter() - started, workers=options.workers))
    if options.sample:
        write_sample(found, options.out)
        print(f"\n{options.out}: {len(found.sample)} records to be read by eye")
    return int(bool(found.failed))


def _reads(archive: Path, names: Sequence[str], size: int, seed: int, workers: int) -> Iterator[Read]:
    rest = ([archive] * len(names), names, [size] * len(names), [seed] * len(names))
    if workers == 1:
        yield from map(read_one, *rest)
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(read_one, *rest, chunksize=8)


def _silence(result: Result) -> str:
    """What was said of a document that gave no record: its notices, else why things were refused."""
    said = [notice for notice in result.notices if "not in the registry" not in notice]
    if said:
        return "; ".join(said)
    reasons = Counter(reject.reason for reject in result.rejects).most_common(3)
    return "; ".join(f"{count} × {reason}" for reason, count in reasons) or "nothing was said"


def _random(record: Record, seed: int) -> str:
    return sha256(f"{seed}\x1f{record.id}".encode()).hexdigest()


def _row(record: Record, text: str, sure: float | None) -> Row:
    """*sure* is the confidence of the reading, None for a record of a box or table."""
    around = ""
    if record.span_start is not None and record.span_end is not None:
        around = clause(text, record.span_start, record.span_end)
    told = "" if sure is None else f"{sure:.2f}"
    return (
        record.document,
        record.section,
        record.name,
        record.kind,
        record.industry,
        record.stage,
        told,
        around,
    )


def _quantile(counts: Sequence[int], percent: int) -> int:
    """The value that *percent* of the documents do not exceed; 0 when there is none."""
    ordered = sorted(counts)
    return ordered[round(percent / 100 * (len(ordered) - 1))] if ordered else 0


def _per(count: float, of: float) -> float:
    return count / of if of else 0.0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("zip", type=Path, metavar="ZIP")
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="records to write; 0 for none")
    parser.add_argument("--out", type=Path, default=Path("survey_sample.csv"), metavar="CSV")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N documents only")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
