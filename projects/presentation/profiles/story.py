"""The projects of a profile: what is coming, what is being done, what was done.

Input: a profile. A project stands under the last stage that a plan gives it. A list that is short
says more of each project, in larger type; of a long one each group shows its part, and how many it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from projects.model.records import Record, from_frame, years_of
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.sheet import INK, MUTED
from projects.presentation.profiles.blocks import SMALL, Column, height
from projects.presentation.profiles.words import colour_of, document_label, texts
from projects.store.history import project_key
from projects.store.profile import Profile, Tables
from projects.vocabulary import labels

GROUPS = {"coming": ("前期", "签约"), "going": ("开工", "在建"), "done": ("建成",), "untold": ("",)}
_AFTER = 1.25  # of a line, for the small one below a project
Rank = tuple[bool, int, list[int], str]
_LEAST = 2  # lines of a group in a list that is too long


@dataclass(frozen=True, slots=True)
class Line:
    """A project: name, years, colour of its industry; ``more``: its stage, and where plans speak of it."""

    name: str
    years: str
    colour: str
    more: str


@dataclass(frozen=True, slots=True)
class Group:
    """Projects of one group under its heading."""

    head: str
    count: int
    lines: tuple[Line, ...]


def grouped(one: Profile, tables: Tables, lang: str) -> list[Group]:
    """The projects by group; larger families first, then by year and name."""
    projects: dict[str, list[Record]] = {}
    for record in from_frame(one.records):
        projects.setdefault(project_key(record), []).append(record)
    order = {code: number for number, code in enumerate(one.industries["industry"])}
    found: dict[str, list[tuple[Rank, Line]]] = {name: [] for name in GROUPS}
    for members in projects.values():
        members.sort(key=lambda r: (years_of(r)[0] or 9999, r.id))
        first = members[0]
        stage = next((record.stage for record in reversed(members) if record.stage), "")
        years = sorted({year for r in members if (year := years_of(r)[0]) is not None})
        rank = (first.kind == "town", order.get(first.industry, len(order)), years[:1], first.name)
        group = next(name for name, stages in GROUPS.items() if stage in stages)
        told = [labels.stage(stage, lang), *_sources(members, tables, lang)]
        colour = colour_of().get(first.industry, MUTED)
        line = Line(first.name, " ".join(map(str, years)), colour, " · ".join(filter(None, told)))
        found[group].append((rank, line))
    words = texts(lang)
    return [
        Group(
            words[f"records.{name}"],
            len(rows),
            tuple(line for _, line in sorted(rows, key=lambda row: row[0])),
        )
        for name, rows in found.items()
        if rows
    ]


def _rank(row: tuple[Rank, Line]) -> Rank:
    return row[0]


def _sources(members: list[Record], tables: Tables, lang: str) -> Iterator[str]:
    named = {(r.document, r.section) for r in members}
    for document, section in sorted(named):
        yield f"{document_label(tables.documents[document], lang)} {section}"


def shortened(groups: list[Group], most: int) -> tuple[list[Group], int]:
    """As much of each group as its part of *most* lines, and how many projects are left out."""
    every = sum(group.count for group in groups)
    room = most - len(groups)
    if every <= room:
        return groups, 0
    shown = []
    spare = room - sum(min(_LEAST, group.count) for group in groups)
    for group in groups:
        part = min(group.count, _LEAST) + int(spare * group.count / every)
        shown.append(Group(group.head, group.count, group.lines[:part]))
    return shown, every - sum(len(group.lines) for group in shown)


def told_whole(groups: list[Group], top: Column, larger: float) -> bool:
    """Draw each project with its stage and sources in type so much *larger*; False when that has no room."""
    size, small = (SMALL + 0.6) * larger, SMALL * larger
    wanted = sum(
        height(1, size) + len(g.lines) * (height(1, size) + _AFTER * height(1, small)) for g in groups
    )
    if wanted > top.room:
        return False
    for group in groups:
        _head(top, group, size)
        for line in group.lines:
            top.row([line.name, line.years], (0.0, top.box.width), size=size, dot=line.colour)
            inner = Column(top.sheet, Box(top.box.left + 2.4, top.box.bottom, top.box.right, top.y), top.y)
            inner.paragraph(line.more, size=small, colour=MUTED, most=1)
            top.y -= _AFTER * height(1, small)
    return True


def draw_columns(groups: list[Group], top: Column, size: float, rows: int) -> None:
    """Draw the *groups* in two columns of at most so many *rows*."""
    lines: list[tuple[Group, Line | None]] = []
    for group in groups:
        lines += [(group, None), *((group, line) for line in group.lines)]
    half = min(rows, -(-len(lines) // 2))
    if half < rows and lines[half - 1][1] is None:
        half += 1  # no heading ends a column
    width = (top.box.width - 6) / 2
    for side, part in enumerate((lines[:half], lines[half : 2 * half])):
        left = top.box.left + side * (width + 6)
        column = Column(top.sheet, Box(left, top.box.bottom, left + width, top.y), top.y)
        for group, line in part:
            if line is None:
                _head(column, group, size)
            else:
                column.row([line.name, line.years], (0.0, width), size=size, dot=line.colour)
    top.y -= half * height(1, size)


def _head(column: Column, group: Group, size: float) -> None:
    column.row([f"{group.head} {group.count:,}"], (0.0,), size=size, colour=INK, bold=True)
