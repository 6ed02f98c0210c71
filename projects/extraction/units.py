"""The units of a document: what its tree is made of.

* :class:`Passage` – running text below its heading (篇 章 节, 一、 （一）, or a plain title);
* :class:`Box` – a 专栏, or a list below a heading that says it is one, with its paragraphs; its entries
  are nested by their marks (:func:`projects.extraction.entries.entries`);
* :class:`projects.extraction.tasks.Task` – a numbered item of a task list, or a row of a responsibility
  table, with the units that lead and take part.

In: nothing; :mod:`projects.extraction.tree` makes them. Out: these, in reading order, in a :class:`Tree`.
"""

from __future__ import annotations

from dataclasses import dataclass

from projects.extraction.parse import Paragraph
from projects.extraction.tasks import Task


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of running text and where it stands; ``title`` is the text of the nearest heading."""

    section: str
    title: str
    paragraph: Paragraph
    numbered: bool = False  # the text stood behind a list number
    row: bool = False  # a row of a table that is no list, its cells run together


@dataclass(frozen=True, slots=True)
class Box:
    """A 专栏 or a list: its label (专栏3), title and content. ``chapter`` is the section it stands in."""

    label: str
    title: str
    chapter: str
    paragraphs: tuple[Paragraph, ...]
    is_list: bool = False  # a list below a heading, no 专栏


@dataclass(frozen=True, slots=True)
class Tree:
    """All units of a document in reading order, its headings as (section, title), and what holds no text."""

    units: tuple[Passage | Box | Task, ...]
    headings: tuple[tuple[str, str], ...]
    titles: tuple[Paragraph, ...] = ()  # paragraphs that are headings
    furniture: tuple[Paragraph, ...] = ()  # lines of a table of contents, responsibilities behind a task
    cells: tuple[tuple[int, int], ...] = ()  # spans of flattened tables

    def boxes(self) -> list[Box]:
        """The boxes, in order."""
        return [unit for unit in self.units if isinstance(unit, Box)]

    def tasks(self) -> list[Task]:
        """The tasks, in order."""
        return [unit for unit in self.units if isinstance(unit, Task)]
