"""Sentences and enumerations cut into pieces that keep their offsets."""

from __future__ import annotations

import re

from projects.extraction.brackets import outside_brackets
from projects.extraction.parse import Paragraph

_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:千伏|万千瓦|兆瓦|万吨|吨|[kK][vV]|MW|号|英寸|级)?[^、]{0,1}$")
_LOCANT = re.compile(r"\d[，,]\d[—\-－]")
_STOPS = "。；;，,、：: \n"


def pieces(part: Paragraph, marks: str) -> list[Paragraph]:
    """*part* cut at *marks* outside brackets, without white space and punctuation at the ends."""
    found: list[Paragraph] = []
    start = 0
    for index in outside_brackets(part.text, marks):
        if _LOCANT.search(part.text[max(0, index - 2) : index + 4]):
            continue  # 1，4-丁二醇
        found.append(part.part(start, index))
        start = index + 1
    found.append(part.part(start, len(part.text)))
    return [piece for piece in map(trim, found) if piece.text]


def listed_by_comma(part: Paragraph) -> list[Paragraph]:
    """*part* cut at 、, figures of one thing kept together: 220千伏、110千伏变电站 is one piece."""
    found: list[Paragraph] = []
    start = 0
    for index in outside_brackets(part.text, "、"):
        before = part.text[max(start, index - 12) : index]
        if _FIGURE.search(before) and part.text[index + 1 : index + 2].isdigit():
            continue
        found.append(part.part(start, index))
        start = index + 1
    found.append(part.part(start, len(part.text)))
    return [piece for piece in map(trim, found) if piece.text]


def trim(part: Paragraph) -> Paragraph:
    """*part* without punctuation and white space at both ends."""
    start, end = 0, len(part.text)
    while end > start and part.text[end - 1] in _STOPS:
        end -= 1
    while start < end and part.text[start] in _STOPS:
        start += 1
    return part.part(start, end)


def together(beside: list[Paragraph]) -> Paragraph:
    """Pieces that stand beside each other as one, with the 、 between them."""
    chars, offsets = beside[0].text, beside[0].offsets
    for piece in beside[1:]:
        chars += f"、{piece.text}"
        offsets += (offsets[-1] + 1, *piece.offsets)
    return Paragraph(chars, offsets)
