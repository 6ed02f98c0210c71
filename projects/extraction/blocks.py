"""The text of a plan as runs of lines, and what in it is no text.

Page numbers, running heads, rules and frames are left out; entries in two columns, marks on lines of
their own (专栏 ⏎ 3, 01 ⏎ 汽车) and what they mark are parted from the lines around them.

In: the decoded text. Out: runs of lines with their offsets in it; the spans of what was left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from projects.extraction.lines import GROUP, HEADING, LONE_NUMBER, MAX_ENTRY, MAX_HEADING, WORD_OF_BOX
from projects.extraction.readers.source import PARAGRAPH_END
from projects.extraction.words import is_complete_name

MARKUP = re.compile(  # headings, quotations (a box), bullets of Markdown
    r"^\s*(?:\[bookmark:[^\]]*\]\s*)?(#{1,6}\s+|(?:>[ \t]*)+(?:[-*+]\s+(?=\S))?|[-*+]\s+(?=\S))?"
)
_FRAME = re.compile(r"[┌┐└┘├┤┬┴┼─━│┃┏┓┗┛┣┫┳┻╋═║╔╗╚╝╠╣\s]+")  # boxes drawn with characters
_SIGNS_OF_MARKUP = re.compile(r"\*+|[│┃║$]|\\(?:times|text|mathrm|,)|[{}]|\u200b|\ufeff")
_SIDES = "│┃║ \t\u3000"
_PAGE_NUMBER = re.compile(r"(?:[-—–－]+\s*)?\d{1,4}(?:\s*[-—–－]+)?|第\s*\d+\s*页(?:[，,\s]*共\s*\d+\s*页)?")
_DASHED_NUMBER = re.compile(r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d+\s*页(?:[，,\s]*共\s*\d+\s*页)?")
_GROUP_LENGTH = 20
_SHORTEST_HEAD = 6
_RULE = re.compile(r"([-*_=—])\1{2,}")  # a line drawn across the page
_COLUMN = re.compile(r"\S+(?:[ ]\S+)*")  # what stands together; two blanks or more part columns
_NUMBER = re.compile(r"^(?:\d{1,3}[.．、]|[（(]?\d{1,2}[）)]|[①-⑳]|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖])\s*")
_MAX_LINE_OF_COLUMNS = 200
_MAX_ROW = 1000


def blocks_of(text: str) -> Iterator[list[tuple[str, int]]]:
    """Runs of lines without a blank line between them, each line with its offset.

    An empty run stands for a line drawn across the page, or for the end of a paragraph that a
    reader is sure of: nothing continues over it.
    """
    block: list[tuple[str, int]] = []
    position = 0
    lines = _rows(text.split("\n"))
    heads = _running_heads(lines)
    marked = False
    before, counted = "", 0  # the line above, and the last number that stood alone as a mark
    for line in lines:
        bare = line.strip()
        alone = WORD_OF_BOX.fullmatch(bare) or (
            LONE_NUMBER.fullmatch(bare)
            and (WORD_OF_BOX.fullmatch(before) or bare == f"{counted + 1:02d}" or bare == "01")
        )
        if alone:  # 专栏 ⏎ 3, or 01 ⏎ 汽车: a mark on a line of its own
            if not WORD_OF_BOX.fullmatch(bare) and not WORD_OF_BOX.fullmatch(before):
                counted = int(bare)
            yield block
            yield from ([], [(line, position)], [])
            block = []
            before = bare
            position += len(line) + 1
            marked = True
            continue
        if marked and bare and len(bare) <= MAX_HEADING:  # what it marks is a line of its own
            yield from ([], [(line, position)], [])
            marked = not re.search("[，。；]", bare) and len(bare) <= _GROUP_LENGTH
            before = bare
            position += len(line) + 1
            continue
        marked = marked and not bare
        before = bare or before
        rule = line == PARAGRAPH_END or bool(bare and (_RULE.fullmatch(bare) or _FRAME.fullmatch(bare)))
        beside = _side_by_side(line)
        if beside:  # entries of two columns: each is whole
            yield block
            for start, end in beside:
                yield from ([], [(line[start:end], position + start)])
            yield []
            block = []
        elif bare and not rule and not _PAGE_NUMBER.fullmatch(bare) and bare not in heads:
            framed = line.lstrip(_SIDES) if bare[0] in _SIDES else line
            block.append((framed.rstrip(_SIDES), position + len(line) - len(framed)))
        elif block and (rule or not bare):
            yield block
            block = []
        if rule:
            yield []
        position += len(line) + 1
    if block:
        yield block


def furniture(text: str) -> list[tuple[int, int]]:
    """Spans of what is no text of a document: page numbers, running heads, rules, frames, markup."""
    lines = text.split("\n")
    heads = _running_heads(lines)
    found: list[tuple[int, int]] = []
    position = 0
    for line in lines:
        bare = line.strip()
        end = position + len(line)
        dropped = (
            _RULE.fullmatch(bare) or _FRAME.fullmatch(bare) or _PAGE_NUMBER.fullmatch(bare) or bare in heads
        )
        if bare and (dropped or line == PARAGRAPH_END):
            found.append((position, end))
        markup = MARKUP.match(line)
        if markup and markup.end():
            found.append((position, position + markup.end()))
        found += [(position + m.start(), position + m.end()) for m in _SIGNS_OF_MARKUP.finditer(line)]
        position = end + 1
    return found


def _rows(lines: list[str]) -> list[str]:
    """Lines of a table in white space with the gap behind their first cell written as ：.

    ``航空    某机场三期`` below ``类型    项目名称``: rows stand one below the other, each begins with a
    short cell. Every other character keeps its place.
    """
    cells = [
        [one.span() for one in _COLUMN.finditer(line)] if len(line) <= _MAX_ROW else [] for line in lines
    ]
    short = [
        len(row) > 1 and GROUP.fullmatch(line[slice(*row[0])]) is not None
        for line, row in zip(lines, cells, strict=True)
    ]
    result = list(lines)
    for at, line in enumerate(lines):
        near = (at and short[at - 1]) or (at + 1 < len(lines) and short[at + 1])
        if short[at] and (near or len(cells[at]) > 2):
            marks = ["：", *"；" * len(cells[at])]
            for (_, end), mark in zip(cells[at][:-1], marks, strict=False):
                line = line[:end] + mark + line[end + 1 :]
            result[at] = line
    return result


def _running_heads(lines: list[str]) -> frozenset[str]:
    """Lines that stand beside page numbers again and again: heads and feet of printed pages."""
    printed = [bare for line in lines if (bare := line.strip())]
    numbers = [at for at, line in enumerate(printed) if _DASHED_NUMBER.fullmatch(line)]
    beside = {near for at in numbers for near in (at - 1, at + 1) if 0 <= near < len(printed)}
    times = Counter(printed[at] for at in beside if len(printed[at]) >= _SHORTEST_HEAD)
    return frozenset(line for line, count in times.items() if count >= max(2, len(numbers) // 2))


def _side_by_side(line: str) -> list[tuple[int, int]]:
    """Where the entries of a line stand that holds several: names with a wide gap between them."""
    if len(line) > _MAX_LINE_OF_COLUMNS:
        return []
    found = [one.span() for one in _COLUMN.finditer(line)]
    if len(found) > 2 and GROUP.fullmatch(line[slice(*found[0])]):
        rest = _side_by_side(line[: found[0][0]] + " " * (found[0][1] - found[0][0]) + line[found[0][1] :])
        return [found[0], *rest] if rest else []
    names = [_NUMBER.sub("", line[start:end]) for start, end in found]
    if len(names) < 2 or any(
        not 4 <= len(name) <= MAX_ENTRY or re.search("[，。；：]", name) for name in names
    ):
        return []
    whole = sum(is_complete_name(name) for name in names)
    return found if 2 * whole >= len(names) and not HEADING.match(names[0]) else []
