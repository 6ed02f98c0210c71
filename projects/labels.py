"""Words: interface texts, and codes and numbers as people read them, in two languages.

Input: ``data/ui_text.csv`` (key, zh, en). A key that is missing is an error, not an
empty label; ``{name}`` in a text is filled in by the caller.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from geo import DATA_DIR
from projects.records import LIST_SEPARATOR

UI_TEXT = DATA_DIR / "ui_text.csv"
LANGUAGES = ("zh", "en")
WAN_PER_YI = 10_000


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Key to text in *lang* (``zh`` or ``en``); ``KeyError`` for another language."""
    with UI_TEXT.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row[lang] for row in csv.DictReader(file)}


def years(start: int | None, end: int | None) -> str:
    """``2021–2025``, ``2022`` when both are the same or one is unknown, else empty."""
    known = sorted({year for year in (start, end) if year is not None})
    return "–".join(str(year) for year in known)


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


def distance(metres: float | None, lang: str) -> str:
    """``300 m``, ``1.5 km``, ``12 km``; the word for unknown when *metres* is ``None``."""
    words = texts(lang)
    if metres is None:
        return words["place.radius_unknown"]
    if metres < 1000:
        return words["unit.m"].format(value=f"{max(round(metres, -1), 10):.0f}")
    return words["unit.km"].format(value=f"{metres / 1000:.{int(metres < 9950)}f}".removesuffix(".0"))


def investment(wan_yuan: float | None, lang: str) -> str:
    """An amount given in 万元, in 亿元 from 1 亿元 on; empty when it is not known."""
    if wan_yuan is None:
        return ""
    unit, value = ("yi", wan_yuan / WAN_PER_YI) if wan_yuan >= WAN_PER_YI else ("wan", wan_yuan)
    return texts(lang)[f"unit.{unit}_yuan"].format(value=f"{value:,.2f}".rstrip("0").rstrip("."))


def label(row: Mapping[str, str], lang: str) -> str:
    """The label of a table row in *lang*."""
    return row[f"label_{lang}"]
