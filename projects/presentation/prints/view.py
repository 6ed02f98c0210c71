"""What the map on the screen shows: its extent, shading, the areas drawn and chosen.

In: the message in which the map in the browser tells of itself (``web/view.js``). It comes from
outside, so every part of it is checked. Out: a :class:`View`, in WGS 84.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from geo.datum import Datum, convert
from geo.errors import DatumError
from projects.errors import InputError

_MOST_AREAS, _MOST_ROWS, _MOST_TEXT = 20_000, 40, 300
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Shade:
    """The shading of one area: its colour, and the figure that stands in it."""

    colour: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Shading:
    """Areas coloured by what lies in them.

    ``areas`` by code; ``rows`` are those of the legend: colour, text and how many areas.
    """

    title: str
    level: str
    areas: Mapping[str, Shade]
    rows: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What the screen shows.

    ``bounds`` is west, south, east, north in WGS 84 degrees; ``hidden`` names layers that are
    switched off; ``outlines`` are drawn conditions, ``chosen`` the codes of chosen areas.
    """

    bounds: tuple[float, float, float, float]
    shading: Shading | None = None
    hidden: frozenset[str] = frozenset()
    outlines: tuple[shapely.Geometry, ...] = field(default=(), hash=False)
    chosen: tuple[str, ...] = ()


def read_view(message: Mapping[str, Any], outlines: tuple[shapely.Geometry, ...] = ()) -> View:
    """The view that the map tells of.

    Parameters
    ----------
    message
        As it came: ``bounds`` (west, south, east, north), ``datum``, ``shading``, ``hidden``, ``chosen``.
    outlines
        Drawn conditions, WGS 84, that the view is to show.

    Returns
    -------
    View
        In WGS 84; texts and tables longer than a map sends are cut.

    Raises
    ------
    InputError
        The message is not one that the map sends.
    """
    try:
        west, south, east, north = (float(each) for each in message["bounds"])
        lon, lat = convert(
            np.array([west, east]), np.array([south, north]), source=message["datum"], target=Datum.WGS84
        )
        bounds = float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1])
        if not (bounds[0] < bounds[2] and bounds[1] < bounds[3] and max(np.abs(lon)) <= 180):
            raise InputError("not a view of the map: it has no extent")
        shading = message["shading"]
        return View(
            bounds,
            None if shading is None else _shading(shading),
            frozenset(str(name) for name in message["hidden"]),
            outlines,
            tuple(str(code) for code in message["chosen"]),
        )
    except (LookupError, TypeError, ValueError, OverflowError, DatumError) as error:
        raise InputError(f"not a view of the map: {str(message)[:200]!r}") from error


def _shading(told: Mapping[str, Any]) -> Shading:
    shades = told["areas"]
    if not isinstance(shades, Mapping):
        raise TypeError(f"no areas by code: {type(shades).__name__}")
    areas = {
        str(code): Shade(_colour(colour), _text(figure))
        for code, (colour, figure) in list(shades.items())[:_MOST_AREAS]
    }
    rows = tuple((_colour(row["colour"]), _text(row["text"]), _text(row["count"])) for row in told["rows"])
    notes = tuple(_text(note) for note in told["notes"][:_MOST_ROWS] if note)
    return Shading(_text(told["title"]), str(told["level"]), areas, rows[:_MOST_ROWS], notes)


def _colour(value: object) -> str:
    if not _COLOUR.fullmatch(str(value)):
        raise ValueError(f"no colour: {value!r}")
    return str(value)


def _text(value: object) -> str:
    return str(value)[:_MOST_TEXT]
