"""List marks: what a line begins with (一、 （一） 1. （1） ① 01 ——), its rank and its number.

The forms are rows of ``data/rules/markers.csv``, highest rank first; a mark of a higher rank holds those
of the lower ones behind it. This table and :mod:`projects.extraction.tree` are all that knows of layouts:
a new list form is a row here. Whether a line looks like a name is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from projects.extraction.numerals import BARE, CHINESE_NUMERAL, arabic
from projects.extraction.parse import Paragraph
from projects.vocabulary.rules import rules

PLAIN = 20  # the rank of a line without a mark
SECOND, ARABIC, BULLET = 5, 6, 10
_INLINE = ("top", "second", "arabic", "paren", "circled", "counted", "bullet")
_BULLETS = "●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖"
_BEFORE_MARK = "。；;，,：:、）) \n”"


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark: the id of its form, its rank (1 highest), its number (0 for a bullet), where it ends."""

    id: str
    rank: int
    number: int
    end: int
    role: str


def marker(text: str, start: int = 0) -> Marker | None:
    """The mark at *start* of *text*, None when there is none."""
    for name, rank, pattern, role in _forms():
        if found := pattern.match(text, start):
            numeral = next((group for group in found.groups() if group), "")
            return Marker(name, rank, _value(numeral), found.end(), role)
    return None


def marker_free(line: str) -> str:
    """*line* without the mark it begins with."""
    mark = marker(line)
    return line[mark.end :] if mark else line


def rank_of(name: str) -> int:
    """The rank of the form with this id."""
    return next(rank for form, rank, _, _ in _forms() if form == name)


def field_of(text: str) -> str:
    """Which field of a sheet about one project a line prints (责任单位：…); empty when none."""
    mark = marker(text)
    found = _fields().match(text, mark.end if mark else 0)
    return next((field for field, value in found.groupdict().items() if value), "") if found else ""


def parts(paragraph: Paragraph) -> list[tuple[Marker | None, Paragraph]]:
    """A paragraph cut at the marks that count on inside it: 1.甲：（1）乙（2）丙 is three parts.

    A mark counts when it goes on from the one before, or begins at 1 and a 2 of its form follows.
    """
    text = paragraph.text
    first = marker(text)
    cuts: list[tuple[int, Marker | None]] = [(0, first)]
    marks = list(_inside(text, first.end if first else 0))
    last: dict[str, int] = {first.id: first.number} if first else {}
    for index, (at, mark) in enumerate(marks):
        goes_on = mark.number == last.get(mark.id, -1) + 1 and mark.number > 1
        begins = mark.number == 1 and any(m.id == mark.id and m.number == 2 for _, m in marks[index + 1 :])
        only = text[at - 1] in "：:" and mark.id in ("paren", "circled", "arabic")
        if goes_on or begins or only or mark.id == "bullet":
            for other in [name for name in last if rank_of(name) > mark.rank]:
                del last[other]
            last[mark.id] = mark.number
            cuts.append((at, mark))
    result: list[tuple[Marker | None, Paragraph]] = []
    ends = [at for at, _ in cuts[1:]] + [len(text)]
    for (at, found), end in zip(cuts, ends, strict=True):
        begin = found.end if found else at
        piece = paragraph.part(begin, end)
        if piece.text or found:
            result.append((found, piece))
    return result


def _inside(text: str, start: int) -> Iterator[tuple[int, Marker]]:
    depth_marks = "（("
    for at in range(max(start, 1), len(text)):
        char = text[at]
        is_sign = char in depth_marks or char.isdigit() or "①" <= char <= "⑳" or char in CHINESE_NUMERAL
        if not is_sign and not (char in _BULLETS and text[at - 1] in "；;。：:"):
            continue
        found = marker(text, at)
        if found is None or found.id not in _INLINE:
            continue
        if text[at - 1].isalnum() and text[at - 1].isascii():
            continue
        beside = text[at - 1] in _BEFORE_MARK or char in depth_marks or found.id in ("circled", "counted")
        han_behind = "\u4e00" <= text[found.end : found.end + 1] <= "\u9fff"
        if not beside and not (found.id in ("arabic", "top") and found.number > 1 and han_behind):
            continue
        yield at, found


def _value(numeral: str) -> int:
    if not numeral:
        return 0
    if "①" <= numeral[0] <= "⑳":
        return ord(numeral[0]) - ord("①") + 1
    return arabic(numeral)


@cache
def _fields() -> re.Pattern[str]:
    rows = "|".join(f"(?P<{row['field']}>{row['pattern']})" for row in rules("field_labels"))
    return re.compile(rf"【?(?:{rows})\s*[】：:]")


@cache
def _forms() -> tuple[tuple[str, int, re.Pattern[str], str], ...]:
    return tuple(
        (
            row["id"],
            int(row["rank"]),
            re.compile(
                r"\s*"
                + row["pattern"].format(n=rf"[{CHINESE_NUMERAL}\d]+", c=rf"[{CHINESE_NUMERAL}]+", bare=BARE)
            ),
            row["role"],
        )
        for row in rules("markers")
    )
