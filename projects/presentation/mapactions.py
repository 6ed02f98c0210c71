"""What was done on the map, as new filters; and what the map shows of filters.

In: the message that the map in the browser sent (``web/core.js``: ``send``). It comes
from outside, so every part of it is checked. Out: an :class:`Outcome`. Coordinates arrive in
the datum of the map's background, which the message names, and leave in WGS 84.

============  =====================================================================
``do``        further parts
============  =====================================================================
``area``      ``code`` of a county, zone, town or park; ``add`` to the ones chosen
``within``    ``ring``: corners (lon, lat) of a drawn outline; ``datum``
``near``      ``lon``, ``lat``, ``km``; ``datum``
``clear``     lift what was drawn
``sentence``  ``text``, read as all filters at once (:mod:`projects.store.sentence`)
``query``     ``query``: all filters at once, as in the page's URL
``focus``     ``records``, numbers in the browser's order, and the one ``selected``
============  =====================================================================

What the map shows (``view``) is read by :mod:`projects.presentation.prints.view`.
Views and tours are stored by :mod:`projects.presentation.scenes`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.datum import Datum, convert, convert_geometry
from geo.errors import DatumError
from projects.errors import InputError
from projects.presentation.filterpanel import place_value
from projects.store.conditions import PLACE_LEVELS
from projects.store.filters import Filters, Near
from projects.store.filtertext import Chip, describe
from projects.store.sentence import Sentence, understood
from projects.store.shapes import GEOD
from projects.store.surroundings import place_in_words
from projects.store.vocabulary import Vocabulary
from projects.vocabulary import labels

# The filter that an area of a level joins: the first that takes it.
AREA_KEYS = {level: key for key, levels in reversed(PLACE_LEVELS.items()) for level in levels}
# Datums in which the map can be drawn: those of backgrounds.
DISPLAY_DATUMS = (Datum.WGS84, Datum.GCJ02)
CIRCLE_CORNERS = 90
MOST_CORNERS = 5000


@dataclass(frozen=True)
class Outcome:
    """What follows from an action.

    ``focus`` are rows of the table that the list shows alone, ``selected`` the one that is
    marked; both are ``None`` where the action says nothing of them. ``sentence`` is what was understood
    of the one that was typed.
    """

    filters: Filters
    focus: tuple[int, ...] | None = None
    selected: int | None = None
    sentence: Sentence | None = None


def act(
    action: Mapping[str, Any], filters: Filters, *, known: Vocabulary, order: NDArray[np.int64]
) -> Outcome:
    """The outcome of *action* while *filters* are set.

    Parameters
    ----------
    action
        The message as it came, with ``do`` and the further parts that the head of this module lists.
    filters
        Those that the page shows.
    known
        The values that filters may take.
    order
        For each record in the browser's order, its row in the table.

    Returns
    -------
    Outcome
        The new filters; for ``focus`` the old ones and the rows to list, for ``sentence`` how it was read.

    Raises
    ------
    InputError
        The message is not one that the map sends, or the outline holds no area.
    """
    try:
        kind = action["do"]
        if kind == "focus":
            return _focus(action, filters, order)
        if kind == "sentence":
            return _sentence(action, filters, known)
        return Outcome(_CHANGES[kind](action, filters, known))
    except InputError:
        raise
    except (LookupError, TypeError, ValueError, OverflowError, DatumError) as error:
        raise InputError(f"not an action of the map: {str(action)[:200]!r}") from error


def not_understood(sentence: Sentence, lang: str) -> str:
    """What to tell of a sentence that was not understood in full.

    Parameters
    ----------
    sentence
        As :func:`projects.store.sentence.understood` gives it.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        Plain text; empty where no word was left over and a condition was found.
    """
    words = labels.texts(lang)
    if not sentence.left:
        return "" if sentence.pieces else words["app.sentence_empty"]
    left, meant = "」「".join(sentence.left), "、".join(sentence.meant)
    if lang == "en":
        left, meant = "”, “".join(sentence.left), ", ".join(sentence.meant)
    said = words["app.sentence_left" if sentence.pieces else "app.sentence_none"].format(left=left)
    return said + (words["app.sentence_meant"].format(meant=meant) if meant else "")


def toggle_place(filters: Filters, code: str, *, add: bool, known: Vocabulary) -> Filters:
    """*filters* with the place *code* as the only one chosen, or none if it already was.

    With *add* the place joins those chosen of its kind, or leaves them. Conditions on other
    kinds of places that would leave nothing (a town's in another county) are lifted.
    """
    place = next((found for key in PLACE_LEVELS for found in known.places(key, code)), None)
    if place is None:
        raise InputError(f"no such place: {code!r}")
    key = AREA_KEYS[place.level]
    value = place_value(code, known, key)
    chosen = [place_value(one, known, key) for one in getattr(filters, key)]
    if add:
        wanted = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
    else:
        wanted = [] if chosen == [value] else [value]
    changes: dict[str, Any] = {"town": (), "park": (), key: tuple(wanted)}
    if key != "county":
        counties = {found.code for one in filters.county for found in known.places("county", one)}
        if place.parent_code not in counties:
            changes["county"] = ()
    return replace(filters, **changes)


def chosen_codes(filters: Filters, known: Vocabulary) -> list[str]:
    """Codes of the places that *filters* name.

    Parameters
    ----------
    filters
        Only their conditions on places count: county, town and park.
    known
        Tells which places a code or a name means.

    Returns
    -------
    list[str]
        Sorted; of a name that several places share, the codes of all.
    """
    return sorted(
        {
            place.code
            for key in PLACE_LEVELS
            for value in getattr(filters, key)
            for place in known.places(key, value)
        }
    )


def outlines(filters: Filters) -> list[dict[str, Any]]:
    """The drawn conditions as GeoJSON geometries, each by datum.

    Parameters
    ----------
    filters
        Only ``within`` and ``near`` count.

    Returns
    -------
    list[dict[str, Any]]
        In the order of :func:`drawn`, each ``{"wgs84": …, "gcj02": …}`` with corners lon, lat.
    """
    return [
        {
            str(datum): json.loads(
                shapely.to_geojson(convert_geometry(shape, source=Datum.WGS84, target=datum))
            )
            for datum in DISPLAY_DATUMS
        }
        for shape in drawn(filters)
    ]


def drawn(filters: Filters) -> tuple[shapely.Geometry, ...]:
    """The drawn conditions: an outline, the surroundings of a point.

    Parameters
    ----------
    filters
        Only ``within`` and ``near`` count.

    Returns
    -------
    tuple[shapely.Geometry, ...]
        The outline, then the circle as a polygon, in degrees (lon, lat) of WGS 84; empty without either.
    """
    within = (shapely.from_wkt(filters.within),) if filters.within else ()
    return (*within, *((_circle(filters.near),) if filters.near else ()))


def chips(filters: Filters, lang: str, *, known: Vocabulary) -> list[Chip]:
    """The conditions as chips, surroundings by the name of the place that they are around or near to.

    Parameters
    ----------
    filters
        Those that are set.
    lang
        ``zh`` or ``en``.
    known
        Has the labels of the values.

    Returns
    -------
    list[Chip]
        In the order of :data:`projects.store.conditions.KEYS`; labels are plain text, to be escaped for HTML.
    """
    found = describe(filters, lang, known=known)
    here = place_in_words(filters.near, lang) if filters.near else ""
    if not here:
        return found
    return [
        chip._replace(label=f"{chip.label.partition(' · ')[0]} · {here}") if chip.key == "near" else chip
        for chip in found
    ]


def _area(action: Mapping[str, Any], filters: Filters, known: Vocabulary) -> Filters:
    return toggle_place(filters, str(action["code"]), add=bool(action.get("add")), known=known)


def _within(action: Mapping[str, Any], filters: Filters, known: Vocabulary) -> Filters:
    ring = np.asarray(action["ring"], dtype=float)
    if ring.ndim != 2 or ring.shape[1] != 2 or not 3 <= len(ring) <= MOST_CORNERS:
        raise InputError("an outline needs three corners of longitude and latitude")
    if not np.isfinite(ring).all():  # shapely fails on them
        raise InputError("the outline has a coordinate that is not finite")
    lon, lat = convert(ring[:, 0], ring[:, 1], source=action["datum"], target=Datum.WGS84)
    return replace(filters, within=shapely.Polygon(np.column_stack([lon, lat])).wkt)


def _near(action: Mapping[str, Any], filters: Filters, known: Vocabulary) -> Filters:
    lon, lat = convert(float(action["lon"]), float(action["lat"]), source=action["datum"], target=Datum.WGS84)
    return replace(filters, near=Near(float(lon), float(lat), float(action["km"])))


def _clear(action: Mapping[str, Any], filters: Filters, known: Vocabulary) -> Filters:
    return filters.without("within").without("near")


def _query(action: Mapping[str, Any], filters: Filters, known: Vocabulary) -> Filters:
    given: Mapping[str, Any] = action["query"]
    found, _ = Filters.from_query({key: [str(one) for one in given[key]] for key in given}, known=known)
    return found


_CHANGES: dict[str, Callable[[Mapping[str, Any], Filters, Vocabulary], Filters]] = {
    "area": _area,
    "within": _within,
    "near": _near,
    "clear": _clear,
    "query": _query,
}


def _sentence(action: Mapping[str, Any], filters: Filters, known: Vocabulary) -> Outcome:
    """All filters anew; those that are set stay where nothing was understood."""
    found = understood(str(action["text"]), known=known)
    return Outcome(found.filters if found.pieces else filters, sentence=found)


def _focus(action: Mapping[str, Any], filters: Filters, order: NDArray[np.int64]) -> Outcome:
    numbers: Sequence[Any] = action["records"]
    rows = tuple(int(order[int(number)]) for number in numbers if 0 <= int(number) < len(order))
    at = int(action["selected"])
    return Outcome(filters, rows, int(order[at]) if 0 <= at < len(order) else None)


def _circle(near: Near) -> shapely.Polygon:
    """The circle on the ellipsoid, as a polygon in WGS 84 degrees."""
    azimuths = np.linspace(0, 360, CIRCLE_CORNERS, endpoint=False)
    here = np.full(CIRCLE_CORNERS, near.lon), np.full(CIRCLE_CORNERS, near.lat)
    lon, lat, _ = GEOD.fwd(*here, azimuths, np.full(CIRCLE_CORNERS, near.km * 1000))
    return shapely.Polygon(np.column_stack([lon, lat]).round(6))
