"""Plan files that are sent to the desk, read in a process of their own (:mod:`geo.apart`).

In: the bytes of a file, its name and its head. Out: plain values; the tables of what was read as they
are stored. A file that drives its reader out of time or memory is refused in one line like any other.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo import apart, own_dir, workspace
from geo.errors import ApartError
from geo.gazetteer_tables import load_gazetteer
from geo.ground.tables import folder as ground_folder
from projects.build import contents, shipped_facts
from projects.errors import InputError
from projects.extraction.lists import head
from projects.extraction.readers import read_source
from projects.extraction.unregistered import head_of
from projects.georeferencing.areas import Areas
from projects.model.registry import Document
from projects.pipeline import Result, run

# Seconds of processor time for each MB, some three times what real plans take: 198 kB of text take 7 s.
_S_PER_MB = {".docx": 60.0, ".xlsx": 60.0}
_S_PER_MB_TEXT = 100.0


@dataclass(frozen=True, slots=True)
class Section:
    """What a section gave: records, and passages that were looked at and not kept, by reason.

    ``title`` is what stands behind its number; empty without one.
    """

    section: str
    title: str
    records: int
    rejects: int
    reasons: str

    @property
    def named(self) -> str:
        """Number and title."""
        return f"{self.section} {self.title}".strip() or "—"


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan read in full: its tables by file name, the names of its records, sections, notices."""

    tables: dict[str, bytes]
    names: tuple[str, ...]
    sections: tuple[Section, ...]
    notices: tuple[str, ...]


def look(content: bytes, document: Document, *, named: str) -> tuple[Document, str]:
    """*document* with what the file's head says of it, and its text.

    Raises InputError, naming the file as *named*, when it cannot be read within the limits.
    """
    found: tuple[Document, str] = _apart(_look, content, document, named)
    return found


def read(
    content: bytes, document: Document, *, named: str, tick: Callable[[], object] | None = None
) -> Reading:
    """The file read in full, with the facts that the workspace knows.

    *tick* is called while it runs; what it raises stops the reading.
    """
    found: Reading = _apart(_read, content, document, named, tick=tick)
    return found


def warm() -> None:
    """Have the readers ready before a file comes."""
    apart.warm(_prepare, state())


def state() -> Hashable:
    """What a worker keeps of a workspace depends on: its tables, areas and ground, by name and time.

    Returns
    -------
    Hashable
        Of the current workspace; equal as long as no file is added, changed or taken away.
    """
    here = workspace.current()
    folders = (here, here / "gazetteer", here / "boundaries", own_dir(), ground_folder())
    files = sorted({path for folder in folders for path in folder.glob("*.*") if path.suffix != ".sqlite"})
    stamps = ((path.name, path.stat()) for path in files if path.is_file() and ".sqlite" not in path.name)
    return (str(here), tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stamps))


def sections(result: Result) -> tuple[Section, ...]:
    """What each section gave, in the order of the text: records, and what was not kept, by reason."""
    found: dict[str, tuple[int, list[str], int]] = {}
    for record in result.records:
        count, reasons, start = found.get(record.section, (0, [], record.span_start or 0))
        found[record.section] = (count + 1, reasons, min(start, record.span_start or 0))
    for one in result.rejects:
        count, reasons, start = found.get(one.section, (0, [], one.span[0]))
        found[one.section] = (count, [*reasons, one.reason.partition(":")[0]], min(start, one.span[0]))
    titles = {section: title for _, section, title in result.headings if title != section}
    titles |= {box.section: box.title for box in result.boxes}
    ordered = sorted(found.items(), key=lambda item: item[1][2])
    return tuple(
        Section(
            section,
            titles.get(section, ""),
            count,
            len(reasons),
            "; ".join(f"{reason} {number}" for reason, number in Counter(reasons).items()),
        )
        for section, (count, reasons, _) in ordered
    )


def _apart(
    function: Callable[..., Any],
    content: bytes,
    document: Document,
    named: str,
    tick: Callable[[], object] | None = None,
) -> Any:
    suffix = Path(document.file).suffix.lower()
    limits = apart.limits_for(len(content), s_per_mb=_S_PER_MB.get(suffix, _S_PER_MB_TEXT))
    try:
        return apart.call(
            function,
            content,
            document,
            named,
            limits=limits,
            before=_prepare,
            state=state(),
            tick=tick,
        )
    except ApartError as error:
        raise InputError(f"{named}: {error}；应为一份普通的规划文件 / expected an ordinary plan") from error


def _prepare() -> None:
    """What every reading needs, read before the limits hold."""
    run([])
    Areas()


def _look(content: bytes, document: Document, named: str) -> tuple[Document, str]:
    with _at_hand(content, document, named) as path:
        source = read_source(path)
        return head_of(document, head(source, path), load_gazetteer()), source.text


def _read(content: bytes, document: Document, named: str) -> Reading:
    with _at_hand(content, document, named) as path:
        result = run([(document, path)], known=shipped_facts())
        return Reading(
            contents(result),
            tuple(one.name for one in result.records),
            sections(result),
            tuple(_plain(one, path, document.file) for one in result.notices),
        )


@contextmanager
def _at_hand(content: bytes, document: Document, named: str) -> Iterator[Path]:
    """The content as a file under a name of ours; errors name it as *named*."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(document.file).suffix.lower()}"
        path.write_bytes(content)
        try:
            yield path
        except InputError as error:
            raise InputError(str(error).replace(str(path), named)) from error


def _plain(notice: str, path: Path, name: str) -> str:
    return notice.replace(str(path), name).replace(path.name, name)
