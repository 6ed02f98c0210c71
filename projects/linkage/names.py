"""What two names are compared by.

Input: a name as printed and the place names that say nothing in a comparison, since both
Mentions lie there. Output: :class:`Name`, its telling words with their weights, the word
that closes it, its phase, year and figures, and the items of a joint entry.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from projects.extraction.names import without_region
from projects.extraction.words import common_words
from projects.vocabulary.rules import rules

LETTER_WEIGHT = 1.0  # a letter of the name's own
WORD_WEIGHT = 0.5  # a word of plan language
BRAND_WEIGHT = 0.3  # a letter of a brand in quotation marks before the name

_VARIANTS = str.maketrans("祿産業匯滙鑛囯", "禄产业汇汇矿国")
_YEAR = re.compile(r"^(?:19|20)\d\d年度?")
_PHASE = re.compile(r"(?:第)?([一二三四五六]|\d)期(?:工程|项目)?")
_STRETCH = re.compile(r"[（(][^（()）]*[-－—至][^（()）]*[）)]|.{2,9}段(?=建设|征地|拆迁|$)")
_INCLUDED = re.compile(r"[（(](?:含|包括|包含)([^（()）]*)[）)]")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_BRAND = re.compile(r"^[“\"]([^”\"]{2,8})[”\"](?=.{3,})")
_OWN_AREA = re.compile(r"^[区市县](?![域际级镇内外直属委政场区南北东西])(?=.{4,})")
_MARKS = re.compile(r"[“”\"'·・\s《》—-]")
# Two cities in either order name the same line: 郑济高铁, 济郑高铁.
_TWO_ENDS = re.compile(
    r"^([\u4e00-\u9fff])([\u4e00-\u9fff])(?=(?:城际|高速|快速)?(?:高铁|铁路|高速|客专|公路))"
)
_ZONE_PART = re.compile(r"辖区|境内")


@dataclass(frozen=True, slots=True)
class Name:
    """One name prepared for comparison. ``words`` are pairs of word and weight, in order."""

    bare: str
    thing: str  # without the actions behind it: 鸿福老年公寓, not 鸿福老年公寓改扩建
    words: tuple[tuple[str, float], ...]
    end: str
    phase: str
    year: str
    figures: tuple[str, ...]
    is_stretch: bool
    included: tuple[str, ...]
    items: tuple[str, ...]
    brand: str  # in quotation marks before the name


@cache
def prepared(name: str, places: tuple[str, ...] = ()) -> Name:
    """*name* without form and *places* before it, taken apart.

    Parameters
    ----------
    name
        As printed.
    places
        Names of counties, towns and parks that tell nothing here; those of provinces and
        cities never do.

    Returns
    -------
    Name
        Its parts, empty where the name has none of the kind.
    """
    text = unicodedata.normalize("NFKC", name.translate(_VARIANTS)).replace("(", "（").replace(")", "）")
    year = _YEAR.match(text)
    text = text[year.end() :] if year else text
    phase = _PHASE.search(text)
    stretch = bool(_STRETCH.search(text)) or bool(_ZONE_PART.search(text))
    included = tuple(item for part in _INCLUDED.findall(text) for item in re.split("、", part) if item)
    text = _BRACKETED.sub("", text)
    brand = _BRAND.match(text)
    head = brand.group(1) if brand else ""
    bare = _trimmed(_BRAND.sub("", text) if brand else text, places)
    if phase:
        bare = _trimmed(_PHASE.sub("", bare), ())
    items = tuple(_trimmed(item, places) for item in _items(bare))
    brands = tuple((letter, BRAND_WEIGHT) for letter in head)
    return Name(
        bare=head + bare,
        thing=_actions().sub("", bare),
        words=brands + _words(bare),
        end=closing(bare),
        phase=phase.group(1) if phase else "",
        year=year.group() if year else "",
        figures=tuple(_FIGURE.findall(bare)),
        is_stretch=stretch,
        included=included,
        items=items,
        brand=head,
    )


def closing(bare: str) -> str:
    """Group of the longest closing word that a name ends with, the actions behind it left out."""
    bare = _actions().sub("", bare)
    groups = _ends()
    for length in range(min(6, len(bare)), 0, -1):
        if bare[-length:] in groups:
            return groups[bare[-length:]]
    return ""


def telling(words: tuple[tuple[str, float], ...]) -> float:
    """Weight of all words together."""
    return sum(weight for _, weight in words)


def _trimmed(text: str, places: tuple[str, ...]) -> str:
    """*text* without regions and places before it, forms around it, marks inside it."""
    bare = _MARKS.sub("", without_region(text, places))
    bare = _OWN_AREA.sub("", bare)
    before = None
    while bare != before and len(bare) > 2:
        before = bare
        bare = _head_form().sub("", bare)
        bare = _tail_form().sub("", bare) or before
    ends = _TWO_ENDS.match(bare)
    return "".join(sorted(ends.groups())) + bare[2:] if ends else bare


def _items(bare: str) -> list[str]:
    pieces = [piece for piece in bare.split("、") if piece]
    return pieces if len(pieces) > 1 and all(len(piece) >= 2 for piece in pieces) else []


def _words(bare: str) -> tuple[tuple[str, float], ...]:
    """Words of *bare*: known ones by the tables, longest first, every other letter by itself."""
    known, common = _weights(), common_words()
    words: list[tuple[str, float]] = []
    index = 0
    while index < len(bare):
        figure = _FIGURE.match(bare, index)
        if figure:
            words.append((figure.group(), LETTER_WEIGHT))
            index = figure.end()
            continue
        for length in range(min(8, len(bare) - index), 1, -1):
            word = bare[index : index + length]
            if word in known or word in common or word in _ends():
                words.append((word, known.get(word, WORD_WEIGHT * max(1.0, length / 3))))
                index += length
                break
        else:
            letter = bare[index]
            if letter.isalnum():
                words.append((letter, known.get(letter, WORD_WEIGHT if letter in _ends() else LETTER_WEIGHT)))
            index += 1
    return tuple(words)


@cache
def _weights() -> dict[str, float]:
    return {row["word"]: float(row["weight"]) for row in rules("match_words")}


@cache
def _ends() -> dict[str, str]:
    return {row["word"]: row["group"] for row in rules("match_ends")}


def _of(meaning: str) -> str:
    found = [row["word"] for row in rules("match_words") if row["meaning"] == meaning]
    return "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))


@cache
def _head_form() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_of('form')})+(?=.{{2}})")


@cache
def _tail_form() -> re.Pattern[str]:
    return re.compile(rf"(?:{_of('form')})+$")


@cache
def _actions() -> re.Pattern[str]:
    return re.compile(rf"(?:{_of('action')}|{_of('form')})+$")
