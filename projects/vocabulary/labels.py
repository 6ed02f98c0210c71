"""Words: interface texts, and codes and numbers as people read them, in two languages.

Input: ``data/ui_text.csv`` (key, zh, en). A key that is missing is an error, not an
empty label; ``{name}`` in a text is filled in by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from geo import DATA_DIR
from geo.tables import records
from projects.vocabulary.rules import LIST_SEPARATOR

UI_TEXT = DATA_DIR / "ui_text.csv"
REASONS = DATA_DIR / "reject_reasons.csv"
LANGUAGES = ("zh", "en")
WAN_PER_YI = 10_000


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Key to text in *lang* (``zh`` or ``en``); ``KeyError`` for another language."""
    return {row["key"]: row[lang] for row in _rows(UI_TEXT)}


def from_english(prefix: str, lang: str) -> dict[str, str]:
    """The English texts whose keys begin with *prefix*, each to that in *lang*; none in English."""
    return {row["en"]: row[lang] for row in _rows(UI_TEXT) if row["key"].startswith(prefix) and lang != "en"}


def years(start: int | None, end: int | None) -> str:
    """``2021–2025``, ``2022`` when both are the same or one is unknown, else empty."""
    known = sorted({year for year in (start, end) if year is not None})
    return "–".join(str(year) for year in known)


def figures(counts: Mapping[str, int], lang: str) -> str:
    """``项目 378 · 记录 624 · …``: figures of :mod:`projects.store.counting` by name, in its words."""
    words = texts(lang)
    return " · ".join(f"{words[f'count.{name}']} {count:,}" for name, count in counts.items())


def place_in_words(level: str, place: str, radius_m: float | None, lang: str) -> str:
    """Where a record lies and how closely that is known, as one sentence.

    Parameters
    ----------
    level
        Code of ``data/precision.csv``.
    place
        Official name, several joined with ``|``.
    radius_m
        How far off the point may be, metres; ``None`` when it is not known.
    """
    words = texts(lang)
    names = place.replace(LIST_SEPARATOR, "、" if lang == "zh" else ", ")
    return words[f"place.{level}"].format(place=names, radius=distance(radius_m, lang))


def line_in_words(course: str, lang: str, *, is_approximate: bool) -> str:
    """Where a record on a line lies: along *course*, which is approximate or not."""
    return texts(lang)["place.line" if is_approximate else "place.line_known"].format(place=course)


def distance(metres: float | None, lang: str) -> str:
    """``300 m``, ``1.5 km``, ``12 km``; the word for unknown when *metres* is ``None``."""
    words = texts(lang)
    if metres is None:
        return words["place.radius_unknown"]
    if metres < 1000:
        return words["unit.m"].format(value=f"{max(round(metres, -1), 10):.0f}")
    return words["unit.km"].format(value=f"{metres / 1000:.{int(metres < 9950)}f}".removesuffix(".0"))


def evidence(text: str, documents: Mapping[str, str], lang: str) -> list[str]:
    """The facts that placed a record, in words: steps by name, documents by label.

    Parameters
    ----------
    text
        As stored: ``step: names`` or ``document section(item): fact``, joined with ``;`` or ``·``.
    documents
        Key of each document to its label.
    """
    facts = [fact for fact in re.split(r"\s*(?:;|·)\s*", text) if fact]
    return [_fact(fact, documents, lang) for fact in facts]


def method(code: str, lang: str) -> str:
    """The step that placed a record, in words; a step without words by its code."""
    return texts(lang).get(f"method.{code}", code)


def reading_rule(code: str, lang: str) -> str:
    """The form in which a name was read, in words; a form without words by its code."""
    return texts(lang).get(f"reading.{code}", code)


def industry_rule(code: str, lang: str) -> str:
    """What told the industry of a record, in words: a kind of rule, weighed words or a person."""
    kind = re.split(r"[-:]", code, maxsplit=1)[0]
    return texts(lang).get(f"industry.by.{kind}", code)


def reason(text: str, lang: str) -> str:
    """Why something was set aside. What follows the first colon is kept as it is."""
    known = {row["reason"]: row[lang] for row in _rows(REASONS)}
    head, colon, tail = text.partition(": ")
    return known.get(text) or (
        known[head] + ("：" if lang == "zh" else colon) + tail if head in known else text
    )


def investment(wan_yuan: float | None, lang: str) -> str:
    """An amount given in 万元, in 亿元 from 1 亿元 on; empty when it is not known."""
    if wan_yuan is None:
        return ""
    unit, value = ("yi", wan_yuan / WAN_PER_YI) if wan_yuan >= WAN_PER_YI else ("wan", wan_yuan)
    return texts(lang)[f"unit.{unit}_yuan"].format(value=f"{value:,.2f}".rstrip("0").rstrip("."))


def document_kind(kind: str, lang: str) -> str:
    """A kind of document (``政府工作报告``) in words; one that is not known as it stands."""
    return texts(lang).get(f"document.{kind}", kind)


def stage(code: str, lang: str) -> str:
    """The stage of a record (``在建``) in words; empty when none is told."""
    return texts(lang)[f"stage.{code}"] if code else ""


def label(row: Mapping[str, str], lang: str) -> str:
    """The label of a table row in *lang*."""
    return row[f"label_{lang}"]


def _fact(fact: str, documents: Mapping[str, str], lang: str) -> str:
    head, colon, tail = fact.partition(": ")
    if not colon:
        return fact
    source, blank, place = head.partition(" ")
    words = documents[source] + blank + place if source in documents else method(head, lang)
    return words + ("：" if lang == "zh" else ": ") + _sources(tail, documents, lang)


def _sources(told: str, documents: Mapping[str, str], lang: str) -> str:
    """``聊泰铁路 (approximate, liaocheng-13fyp 第十六章 and 3 more, 2016)`` without keys, in *lang*."""
    words = texts(lang)
    told = re.sub(r"[^\s(),:]+", lambda word: documents.get(word[0], word[0]), told)
    told = re.sub(r"and (\d+) more\b", lambda more: words["evidence.more"].format(count=more[1]), told)
    for code in ("approximate", "generally known"):
        told = re.sub(rf"(?<=\(){code}\b", words[f"evidence.{code.replace(' ', '_')}"], told)
    return told.replace(LIST_SEPARATOR, "、")


@cache
def _rows(path: Path) -> tuple[dict[str, str], ...]:
    return tuple(records(path))
