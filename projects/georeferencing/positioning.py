"""What plans say an area shall be: short facts from their positioning boxes.

Input: the outline of a document (boxes such as 镇域经济发展定位, 县域经济发展定位, 重点发展乡镇).
Output: :class:`Position`, one keyword each: an industry (轴承及保持器) or a role (全国重要冲压件
生产基地), with document, section and item. Sentences of the plans are not kept.

A clause is read by the verb before its object: the verbs, and the words that close a role,
are rows of ``data/rules/positioning.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geo.gazetteer import Place
from projects.extraction.classify import industry
from projects.extraction.entries import box_type, entries
from projects.extraction.extract import Extraction
from projects.extraction.scopes import Scope
from projects.extraction.units import Box
from projects.vocabulary.rules import rules

MAX_KEYWORD = 12
MAX_ROLE = 24
MIN_ROLE = 4

_MARKS = re.compile(r"[“”\"'‘’]")
_LED_BY = re.compile(r"^以(.+?)为(?:主|重点|主导|主要支撑|支撑)(?:的.*)?$")
_ET_CETERA = re.compile(r"等(?!离).*$")
_CLOSING = re.compile(r"(?:优势特色|特色|优势|重点|主导|支柱)?(?:产业集群|产业链|产业|业态)$")
_JOINED = re.compile(r"[、/]|(?<=[业务游疗流工])和(?=以|[\u4e00-\u9fff]{2})|以及")
_INDUSTRY_END = re.compile(r"(?:业|经济|文化|集群)$")
_FIGURE = re.compile(r"\d|万元|亿元|平方|年,")


@dataclass(frozen=True, slots=True)
class Position:
    """One keyword of one area. ``aspect`` is industry, role or listed (named as a key town)."""

    place: str
    place_code: str
    document: str
    section: str
    item: str
    aspect: str
    keyword: str
    industry: str


def read_positions(extraction: Extraction, scope: Scope) -> list[Position]:
    """Positions that one document states, in reading order, each keyword of an area once.

    Parameters
    ----------
    extraction
        The document as it was read; only its boxes on counties, towns and parks are looked at.
    scope
        What it speaks for; areas are looked up in it, then in its city.

    Returns
    -------
    list[Position]
        Empty where no box says what an area shall be.
    """
    found: list[Position] = []
    for box in extraction.tree.units:
        if isinstance(box, Box) and box_type(box.title).type in ("positioning", "counties", "towns"):
            found += _of_box(extraction, box, scope)
    return list(dict.fromkeys(found))


def _of_box(extraction: Extraction, box: Box, scope: Scope) -> Iterator[Position]:
    kind = box_type(box.title).type
    for entry in entries(box):
        place = _place(scope, entry.category if kind == "counties" else entry.name.text)
        if place is None or place.level in ("city", "province"):
            continue
        text = entry.text.text
        text = text if kind == "counties" else text[len(entry.name.text) :]
        stated = [(place, *told) for told in keywords(text)]
        if kind == "towns" and not stated:
            stated = [(town, "listed", box.title) for town in _towns(scope, place, text)]
        for area, aspect, keyword in stated:
            code = industry(keyword, "", "").code if aspect == "industry" else ""
            yield Position(
                area.name,
                area.code,
                extraction.document.key,
                box.label,
                entry.item,
                aspect,
                keyword,
                "" if code == "mixed" else code,
            )


def _towns(scope: Scope, place: Place, text: str) -> Iterator[Place]:
    """What an entry lists: itself, or the towns behind the county that it begins with."""
    if place.level == "town":
        yield place
        return
    for name in re.split(r"[、，,：:；;。\s]+", text):
        matches = scope.gazetteer.lookup(name, within=place, year=scope.document.year) if name else []
        if matches and matches[0].place.level == "town":
            yield matches[0].place


def keywords(text: str) -> Iterator[tuple[str, str]]:
    """Aspect and keyword of each short statement in *text*, in order."""
    for sentence in re.split(r"[。；;]", _MARKS.sub("", text)):
        sentence = re.sub(r"^(?:发展定位|产业定位|功能定位|定位)[：:]", "", sentence)
        for clause in re.split(r"[，,：:]", sentence):
            yield from _of_clause(clause.strip())


def _of_clause(clause: str) -> Iterator[tuple[str, str]]:
    if not clause or _FIGURE.search(clause) or clause.startswith(_words_of("ignored")):
        return
    if clause.startswith(_words_of("skip")):  # 依托… names what is there, not what shall be
        clause = clause if _verbs().search(clause) else ""
    verbs = [verb for verb in _verbs().finditer(clause) if _opens(verb, clause)]
    if not verbs:
        yield from ((("role", piece) for piece in _roles(clause)) if len(clause) <= MAX_ROLE else ())
        return
    for verb, following in zip(verbs, [*verbs[1:], None], strict=True):
        aspect = _aspects()[verb.group()]
        target = clause[verb.end() : following.start() if following else len(clause)]
        if aspect == "role":
            yield from (("role", piece) for piece in _roles(target))
        else:
            yield from (("industry", piece) for piece in _industries(target))


def _opens(verb: re.Match[str], clause: str) -> bool:
    """Whether a verb governs what follows: 百镇建设示范行动 and 能源建设先导区 hold none."""
    before = clause[: verb.start()]
    return _aspects()[verb.group()] == "industry" or len(before) <= 2 or before[-1] in "、和并及"


def _industries(text: str) -> Iterator[str]:
    """轴承, 纺织服装 from 以轴承、纺织服装为主的优势特色产业; nothing from what is no list of industries."""
    for part in re.split(r"(?<=业)和(?=以)", text):
        led = _LED_BY.match(part)
        listing = led.group(1) if led else part
        if not (led or _ET_CETERA.search(listing) or _INDUSTRY_END.search(listing)):
            continue
        for piece in _JOINED.split(_ET_CETERA.sub("", listing)):
            name = _CLOSING.sub("", piece.strip()) or piece
            if 2 <= len(name) <= MAX_KEYWORD and "的" not in name and name not in _words_of("drop"):
                yield name


def _roles(text: str) -> Iterator[str]:
    pieces = [piece.strip() for piece in text.split("、")]
    good = [piece for piece in pieces if _role_end().search(piece)]
    if len(good) != len(pieces):  # 宜居、宜养的特色小镇 is one role
        good = [text.strip()] if _role_end().search(text.strip()) else good
    for piece in good:
        if MIN_ROLE <= len(piece) <= MAX_ROLE:
            yield piece


def _place(scope: Scope, name: str) -> Place | None:
    for within in (scope.place, scope.city):
        matches = scope.gazetteer.lookup(name, within=within, year=scope.document.year) if within else []
        if matches:
            return matches[0].place
    return None


@cache
def _words_of(aspect: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in rules("positioning") if row["aspect"] == aspect)


@cache
def _aspects() -> dict[str, str]:
    return {word: aspect for aspect in ("industry", "role") for word in _words_of(aspect)}


@cache
def _verbs() -> re.Pattern[str]:
    words = sorted(_aspects(), key=lambda word: (-len(word), word))
    return re.compile("|".join(words))


@cache
def _role_end() -> re.Pattern[str]:
    words = sorted(_words_of("end"), key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(words)})$")
