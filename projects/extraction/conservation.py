"""Conservation: every non-blank character of a document is in exactly one unit.

A unit is a mention (its name and what is told with it), a reject, a heading, a cell of a table that was
read, or furniture (page numbers, running heads, rules, list marks, responsibilities printed behind a
task). What no unit holds is lost, and a test fails: see ``tests/extraction/test_conservation.py``.

Input: an :class:`projects.extraction.extract.Extraction`. Output: the kind of every character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from projects.extraction.blocks import furniture
from projects.extraction.extract import Extraction
from projects.extraction.markers import marker
from projects.extraction.parse import Paragraph, paragraphs
from projects.extraction.tasks import Task, responsibilities_at
from projects.extraction.units import Box, Passage

_LETTER = re.compile(r"[^\W_]")
KINDS = ("mention", "reject", "heading", "cell", "furniture", "lost")


@dataclass(frozen=True, slots=True)
class Balance:
    """Characters by kind; ``lost`` are those that no unit holds, with their first positions."""

    characters: dict[str, int]
    lost: tuple[int, ...]

    @property
    def total(self) -> int:
        """All non-blank characters of the document."""
        return sum(self.characters.values())


def balance(extraction: Extraction, cells: Iterable[tuple[int, int]] = ()) -> Balance:
    """What every non-blank character of a document became.

    Parameters
    ----------
    cells
        Spans of the tables that were read as lists or tasks by their cells.
    """
    kinds: dict[int, str] = {}
    for kind, offsets in _claims(extraction, cells):
        for offset in offsets:
            kinds.setdefault(offset, kind)
    text = extraction.text
    wanted = [at for at, char in enumerate(text) if not char.isspace()]
    _claim_marks(text, kinds)
    found = Counter(kinds.get(at, "lost") for at in wanted)
    lost = tuple(at for at in wanted if at not in kinds)
    return Balance({kind: found[kind] for kind in KINDS}, lost)


def _claims(extraction: Extraction, cells: Iterable[tuple[int, int]]) -> Iterator[tuple[str, Iterable[int]]]:
    text = extraction.text
    for start, end in furniture(text):
        yield "furniture", range(start, end)
    for title in (*extraction.tree.titles, *extraction.tree.furniture):
        yield "heading", title.offsets
    named = {mention.span[0] for mention in extraction.mentions}
    for unit in extraction.tree.units:
        for paragraph in _paragraphs(unit):
            holds = any(offset in named for offset in paragraph.offsets)
            yield ("mention" if holds else "reject"), paragraph.offsets
    for start, end in (*cells, *extraction.tree.cells):
        yield "cell", range(start, end)


def _paragraphs(unit: Passage | Box | Task) -> tuple[Paragraph, ...]:
    if isinstance(unit, Box):
        return unit.paragraphs
    return (unit.body,) if isinstance(unit, Task) else (unit.paragraph,)


def _claim_marks(text: str, kinds: dict[int, str]) -> None:
    """List marks and responsibilities, which stand in a paragraph beside its unit, are furniture."""
    for paragraph in paragraphs(text):
        offsets = paragraph.offsets
        start = 0
        while start < len(offsets):
            end = start
            while end < len(offsets) and (offsets[end] in kinds) == (offsets[start] in kinds):
                end += 1
            run = paragraph.text[start:end]
            if offsets[start] not in kinds and end - start < len(offsets):
                mark = marker(paragraph.text, start)
                if (
                    (mark and mark.end >= start + len(run.rstrip()))
                    or responsibilities_at(run) in (0, 1)
                    or not _LETTER.search(run)
                ):
                    kinds.update(dict.fromkeys(offsets[start:end], "furniture"))
            start = end
