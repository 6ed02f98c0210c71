"""The panel of filters: what its widgets offer, and filters as their values and back.

The URL, the widgets and the filters say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import geopandas as gpd

from geo import workspace
from projects.model.tables import read_table
from projects.store.conditions import LISTS, PLACE_LEVELS
from projects.store.filters import Filters, key_label
from projects.store.vocabulary import Vocabulary
from projects.vocabulary import labels, style


def option_label(known: Vocabulary, lang: str, key: str, value: str) -> str:
    """A value of a condition in its choice; an industry stands under its family.

    Parameters
    ----------
    known
        The labels of values.
    lang
        ``zh`` or ``en``.
    key
        Of the condition.
    value
        One of those it may take; of industries a family as well.

    Returns
    -------
    str
        Plain text.
    """
    label = known.label(key, value, lang)
    if key != "industry":
        return label
    is_family = value in known.families
    return labels.texts(lang)["app.family_all"].format(family=label) if is_family else f"· {label}"


@dataclass(frozen=True)
class Choices:
    """Values that the page's widgets offer; places by their name where unique, else by code.

    ``places`` maps county, town and park to pairs of a value and its county's code.
    """

    industries: tuple[str, ...]
    places: Mapping[str, tuple[tuple[str, str], ...]]
    known: Vocabulary

    def places_in(self, key: str, counties: Iterable[str]) -> list[str]:
        """Values of the filter *key*, only those in *counties* when any are given."""
        within = {place.code for county in counties for place in self.known.places("county", county)}
        return [
            value for value, parent in self.places[key] if key == "county" or not within or parent in within
        ]

    def offered(self) -> dict[str, tuple[str, ...]]:
        """All values by the key of their condition, of those that are chosen from."""
        fixed = {
            key: tuple(self.known.labels[key]) for key in ("chain", "kind", "stage", "document", "level")
        }
        places = {key: tuple(value for value, _ in pairs) for key, pairs in self.places.items()}
        return {"industry": self.industries, **fixed, **places}


def choices(areas: gpd.GeoDataFrame, known: Vocabulary) -> Choices:
    """What the widgets offer; families of industries stand before their industries."""
    # A zone is offered as a county, though the filter of parks would take it too.
    levels = {"county": ("county", "zone"), "town": ("town",), "park": ("park",)}
    places = {}
    for key, chosen in levels.items():
        rows = areas[areas["level"].isin(chosen)]
        values = [place_value(code, known, key) for code in rows["code"]]
        places[key] = tuple(zip(values, rows["parent_code"], strict=True))
    families = [(family.code, *known.families[family.code]) for family in style.families()]
    return Choices(tuple(code for family in families for code in family), places, known)


def place_value(value: str, known: Vocabulary, key: str) -> str:
    """The one form of a place in the page's widgets: its name where unique, else its code."""
    place = known.places(key, value)[0]
    return place.name if len(known.places(key, place.name)) == 1 else place.code


def year_range() -> tuple[int, int]:
    """First and last year of the registered documents: the ends of the year slider, which has to have two.

    Returns
    -------
    tuple[int, int]
        This year and the next when no document has any.
    """
    table = read_table(workspace.tables() / "documents.csv", ["period_start", "period_end"])
    years = [int(text) for column in ("period_start", "period_end") for text in table[column] if text]
    first = min(years, default=date.today().year)
    return first, max([first + 1, *years])


def widget_values(filters: Filters, known: Vocabulary) -> dict[str, Any]:
    """The value of each widget for some filters.

    Parameters
    ----------
    filters
        The conditions.
    known
        Tells which names of places are unique.

    Returns
    -------
    dict[str, Any]
        Key → list of values, places as :func:`place_value` has them; ``years``, where an open end is that
        of :func:`year_range`; ``text``.
    """
    values: dict[str, Any] = {key: list(getattr(filters, key)) for key in LISTS}
    for key in PLACE_LEVELS:
        values[key] = [place_value(value, known, key) for value in values[key]]
    return {**values, "years": _slider_years(filters), "text": filters.text}


def _slider_years(filters: Filters) -> tuple[int, int]:
    """The years of *filters* as far as the slider reaches."""
    earliest, latest = year_range()
    first = min(max(filters.year_from or earliest, earliest), latest)
    return first, min(max(filters.year_to or latest, earliest), latest)


def filters_of(values: Mapping[str, Any], base: Filters) -> Filters:
    """The filters that the widgets say.

    Parameters
    ----------
    values
        The value of each widget, as :func:`widget_values` gives them.
    base
        Gives the conditions without a widget, and years beyond the slider while it stands as *base*
        has put it: 2026 is not the 2025 that it shows.

    Returns
    -------
    Filters
        No condition on a year where the slider stands at its end.
    """
    first, last = values["years"]
    earliest, latest = year_range()
    years = (None if first == earliest else first, None if last == latest else last)
    if tuple(values["years"]) == _slider_years(base):
        years = (base.year_from, base.year_to)
    lists: dict[str, Any] = {key: tuple(values[key] or ()) for key in LISTS}
    return replace(
        base,
        **lists,
        year_from=years[0],
        year_to=years[1],
        text=values["text"] or "",
    )


@cache
def condition(key: str, lang: str) -> str:
    """What a condition is called, as a heading.

    Parameters
    ----------
    key
        One of :data:`projects.store.conditions.KEYS`.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        With a capital in English.
    """
    return key_label(key, lang).capitalize()
