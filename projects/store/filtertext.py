"""A filter in words: its conditions as chips, each of which can be lifted by itself."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from projects.store.conditions import LISTS
from projects.store.filters import Filters, key_label, plain_number
from projects.store.shapes import area_km2
from projects.store.vocabulary import Vocabulary, vocabulary


class Chip(NamedTuple):
    """One removable condition: ``filters.without(key, value)`` lifts it."""

    key: str
    value: str
    label: str


def describe(filters: Filters, lang: str = "zh", *, known: Vocabulary | None = None) -> list[Chip]:
    """The conditions as removable chips, no two the same.

    Parameters
    ----------
    filters
        The conditions.
    lang
        ``en`` for English, else Chinese.
    known
        The labels of values; None for those of the tables that are shown.

    Returns
    -------
    list[Chip]
        As :func:`conditions` gives them, with the condition's name before labels that several have. Labels
        are plain text and hold what the user typed: escape them before they reach HTML.
    """
    found = list({(chip.key, chip.label): chip for chip in conditions(filters, lang, known=known)}.values())
    colon = ": " if lang == "en" else "："
    times = Counter(chip.label for chip in found)
    return [
        chip._replace(label=f"{key_label(chip.key, lang)}{colon}{chip.label}")
        if times[chip.label] > 1
        else chip
        for chip in found
    ]


def conditions(filters: Filters, lang: str = "zh", *, known: Vocabulary | None = None) -> list[Chip]:
    """The conditions as chips, of which two of different kinds may be called the same.

    Parameters
    ----------
    filters, lang, known
        As for :func:`describe`.

    Returns
    -------
    list[Chip]
        One for each value of a list, then those of years, text, drawn area and surroundings.
    """
    words = known or vocabulary()
    chips = [
        Chip(key, value, words.label(key, value, lang)) for key in LISTS for value in getattr(filters, key)
    ]
    start, end = filters.year_from, filters.year_to
    if (start, end) != (None, None):
        label = str(start) if start == end else f"{start or ''}–{end or ''}"
        chips.append(Chip("years", label, label))
    if filters.text:
        chips.append(Chip("text", filters.text, filters.text))
    if filters.within:
        label = f"{key_label('within', lang)} {area_km2(filters.within):,.1f} km²"
        chips.append(Chip("within", filters.within, label))
    if filters.near:
        spot = f"{plain_number(filters.near.lon)}, {plain_number(filters.near.lat)}"
        label = f"{plain_number(filters.near.km)} km · {spot}"
        chips.append(Chip("near", str(filters.near), label))
    return chips
