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
WAN_PER_MILLION, WAN_PER_BILLION = 100, 100_000


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Key to text.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.

    Returns
    -------
    Mapping[str, str]
        All rows of ``data/ui_text.csv``; ``{name}`` in a text is still to be filled in.

    Raises
    ------
    KeyError
        There is no such language.
    """
    return {row["key"]: row[lang] for row in _rows(UI_TEXT)}


def from_english(prefix: str, lang: str) -> dict[str, str]:
    """The English texts whose keys begin with *prefix*, each to that in *lang*.

    Parameters
    ----------
    prefix
        Beginning of keys (``widget.``).
    lang
        ``zh`` or ``en``.

    Returns
    -------
    dict[str, str]
        Empty in English.
    """
    return {row["en"]: row[lang] for row in _rows(UI_TEXT) if row["key"].startswith(prefix) and lang != "en"}


def years(start: int | None, end: int | None) -> str:
    """A period in figures.

    Parameters
    ----------
    start, end
        First and last year; None when not known.

    Returns
    -------
    str
        ``2021–2025``, ``2022`` when both are the same or one is unknown, else empty.
    """
    known = sorted({year for year in (start, end) if year is not None})
    return "–".join(str(year) for year in known)


def figures(counts: Mapping[str, int], lang: str) -> str:
    """``项目 378 · 记录 624 · …``: figures of :mod:`projects.store.counting` by name, in its words.

    Parameters
    ----------
    counts
        Names of figures (``projects``, ``drawn``), in the order to show them, and their values.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        One line.
    """
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
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        Without a full stop.
    """
    words = texts(lang)
    names = place.replace(LIST_SEPARATOR, "、" if lang == "zh" else ", ")
    return words[f"place.{level}"].format(place=names, radius=distance(radius_m, lang))


def line_in_words(course: str, lang: str, *, is_approximate: bool) -> str:
    """Where a record on a line lies.

    Parameters
    ----------
    course
        Name of the line along which it runs.
    lang
        ``zh`` or ``en``.
    is_approximate
        Whether its course is drawn roughly, which the words then say.

    Returns
    -------
    str
        Without a full stop.
    """
    return texts(lang)["place.line" if is_approximate else "place.line_known"].format(place=course)


def distance(metres: float | None, lang: str) -> str:
    """A distance in metres or kilometres.

    Parameters
    ----------
    metres
        None when it is not known.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        ``300 m``, ``1.5 km``, ``12 km``, never less than ``10 m``; the word for unknown.
    """
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
    lang
        ``zh`` or ``en``.

    Returns
    -------
    list[str]
        One text a fact, in their order.
    """
    facts = [fact for fact in re.split(r"\s*(?:;|·)\s*", text) if fact]
    return [_fact(fact, documents, lang) for fact in facts]


def method(code: str, lang: str) -> str:
    """The step that placed a record, in words.

    Parameters
    ----------
    code
        ``method`` of a record (``name``, ``company register``).
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        A step without words is told by its code.
    """
    return texts(lang).get(f"method.{code}", code)


def reading_rule(code: str, lang: str) -> str:
    """The form in which a name was read, in words.

    Parameters
    ----------
    code
        ``reading_rule`` of a record (``list-item``).
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        A form without words is told by its code.
    """
    return texts(lang).get(f"reading.{code}", code)


def industry_rule(code: str, lang: str) -> str:
    """What told the industry of a record, in words: a kind of rule, weighed words or a person.

    Parameters
    ----------
    code
        ``industry_rule`` of a record (``n-town``, ``weighed: …``).
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        A rule without words is told by its code; empty for an empty code.
    """
    kind = re.split(r"[-:]", code, maxsplit=1)[0]
    return texts(lang).get(f"industry.by.{kind}", code)


def reason(text: str, lang: str) -> str:
    """Why something was set aside.

    Parameters
    ----------
    text
        The reason as stored, in English, with or without a colon and what it is about.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        What follows the first colon is kept as it is, and so is a reason that the table does not have.
    """
    known = {row["reason"]: row[lang] for row in _rows(REASONS)}
    head, colon, tail = text.partition(": ")
    return known.get(text) or (
        known[head] + ("：" if lang == "zh" else colon) + tail if head in known else text
    )


def investment(wan_yuan: float | None, lang: str) -> str:
    """An amount of money, in 亿元 from 1 亿元 on; in English in millions and billions.

    Parameters
    ----------
    wan_yuan
        In 万元; None when it is not known.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        Number with unit, two decimals at most, in English four; empty when it is not known.
    """
    if wan_yuan is None:
        return ""
    large, small, decimals = (WAN_PER_BILLION, WAN_PER_MILLION, 4) if lang == "en" else (WAN_PER_YI, 1, 2)
    unit, value = ("yi", wan_yuan / large) if wan_yuan >= large else ("wan", wan_yuan / small)
    return texts(lang)[f"unit.{unit}_yuan"].format(value=f"{value:,.{decimals}f}".rstrip("0").rstrip("."))


def document_kind(kind: str, lang: str) -> str:
    """A kind of document in words.

    Parameters
    ----------
    kind
        As the registry has it (``政府工作报告``).
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        A kind that is not known stays as it stands.
    """
    return texts(lang).get(f"document.{kind}", kind)


def stage(code: str, lang: str) -> str:
    """The stage of a record in words.

    Parameters
    ----------
    code
        ``stage`` of a record (``在建``); empty when none is told.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        Empty for an empty code.

    Raises
    ------
    KeyError
        There is no such stage.
    """
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
