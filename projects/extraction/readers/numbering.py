"""The list numbers that Word makes itself: 一、 （一） 1. ① are not in a document's text.

Word stores for a paragraph which list it belongs to and at which level; the number is
counted when the document is shown. Entries of a box and headings of a chapter lose their
numbers when this is not done.
Source: ECMA-376, part 1, section 17.9.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Counts the paragraphs of one document, in order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[tuple[str, int], Mapping[str, str]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[str] = set()
        if any(relation.reltype.endswith("/numbering") for relation in document.part.rels.values()):
            self._read(document.part.numbering_part.element)

    def label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of this list at this level (0 the outermost); a bullet is •."""
        abstract = self._abstract.get(list_id)
        if abstract is None or (abstract, level) not in self._levels:
            return ""
        counts = self._counts[abstract]
        if list_id not in self._started:
            self._started.add(list_id)
            for (one, deep), first in self._restarts.items():
                if one == list_id:
                    counts[deep] = first - 1
        own = self._levels[abstract, level]
        counts[level] = counts.get(level, int(own["start"]) - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if own["format"] == "bullet":
            return "•"

        def figure(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            one = self._levels.get((abstract, at), own)
            return numeral(counts.get(at, int(one["start"])), one["format"])

        return re.sub(r"%(\d)", figure, own["text"])

    def _read(self, element: BaseOxmlElement) -> None:
        for abstract in element.iterchildren(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            for level in abstract.iterchildren(qn("w:lvl")):
                self._levels[key, int(level.get(qn("w:ilvl"), "0"))] = {
                    "start": _value(level, "w:start", "1"),
                    "format": _value(level, "w:numFmt", "decimal"),
                    "text": _value(level, "w:lvlText", ""),
                }
        for number in element.iterchildren(qn("w:num")):
            key = number.get(qn("w:numId"))
            self._abstract[key] = _value(number, "w:abstractNumId", "")
            for override in number.iterchildren(qn("w:lvlOverride")):
                first = _value(override, "w:startOverride", "")
                if first:
                    self._restarts[key, int(override.get(qn("w:ilvl"), "0"))] = int(first)


def numeral(number: int, form: str) -> str:
    """*number* in one of Word's number formats; formats not used in plans come out in figures."""
    if form == "none":
        return ""
    if form.startswith(("chinese", "ideograph", "japanese", "taiwanese")):
        return _chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


def _value(parent: BaseOxmlElement, name: str, default: str) -> str:
    child = parent.find(qn(name))
    value = None if child is None else child.get(qn("w:val"))
    return default if value is None else str(value)
