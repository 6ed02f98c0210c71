"""The map of a country: outlines by level that the browser loads once, and counts on every rerun.

As in :mod:`projects.presentation.webmap` the folium map is constant, and what a filter changes goes into a
small feature group: one number per area (and per year, for the playback), never the records themselves.

In: :class:`projects.store.countryfacts.Facts`. Out: files below ``static/``, a folium map and its layer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely

from geo import districts
from geo.assets import STATIC_DIR
from geo.national.outlines import GRID_DEG, LEVELS, outlines
from projects.presentation import webmap
from projects.presentation.webfiles import join_scripts, join_styles, write_json
from projects.store.countryfacts import Facts, Mask
from projects.vocabulary import labels

STYLES = ("map", "country")
CLASSES = 5
BOUNDS = (73.4, 3.4, 135.1, 53.6)  # with the dashes of the south
_ROUND = 2  # digits of a class's bound


@dataclass(frozen=True, slots=True)
class PublishedCountry:
    """What was written, as paths below ``static/``; ``levels`` the outlines of each level."""

    config: str
    levels: Mapping[str, str]
    script: str
    styles: str


def publish(folder: Path = STATIC_DIR) -> PublishedCountry:
    """Write the map's files: texts, outlines of each level, script and styles.

    Parameters
    ----------
    folder
        Folder below which they are written; their names hold a hash of their content.

    Returns
    -------
    PublishedCountry
        Where they are.

    Raises
    ------
    TableError
        The table of outlines or the package that names the units is not there.
    WriteError
        A file cannot be written.
    """
    words = {lang: _words(lang) for lang in labels.LANGUAGES}
    config = {
        "texts": words,
        "bounds": BOUNDS,
        "grid": GRID_DEG,
        "lines": [_rings(one) for one in outlines("line")],
    }
    return PublishedCountry(
        config=write_json(folder, "data/country", config),
        levels={level: write_json(folder, f"data/outlines-{level}", _level(level)) for level in LEVELS},
        script=join_scripts(folder, "country"),
        styles=join_styles(folder, "country", STYLES),
    )


def base_map(published: PublishedCountry) -> folium.Map:
    """The map without counts: the same script for the same files.

    Parameters
    ----------
    published
        What :func:`publish` has written.

    Returns
    -------
    folium.Map
        Centred on :data:`BOUNDS`; loads everything from the addresses of the files.
    """
    west, south, east, north = BOUNDS
    urls = {"config": webmap.STATIC_URL + published.config}
    urls |= {level: webmap.STATIC_URL + path for level, path in published.levels.items()}
    middle = [(south + north) / 2, (west + east) / 2]
    chart = webmap.plain_map(middle, published.script, published.styles, [urls["config"]], zoom=4, most=11)
    webmap.script(chart, "countryMap.start", urls, with_map=True)
    webmap.check_links(chart)
    return chart


def shown_group(
    facts: Facts, keep: Mask, *, level: str, chosen: str, lang: str, theme: str
) -> folium.FeatureGroup:
    """The layer that makes the living map show what is kept, by units of one level.

    Parameters
    ----------
    facts
        The records of the country.
    keep
        Which of them are counted, one value for each.
    level
        Level of the units that are counted: ``province``, ``city`` or ``county``.
    chosen
        Code of the unit that is looked at; empty for the whole country.
    lang
        ``zh`` or ``en``.
    theme
        ``light`` or ``dark``.

    Returns
    -------
    folium.FeatureGroup
        Holds counts by unit, in all and for each year, and no record.
    """
    counts = facts.by_unit(keep, level)
    start, end = facts.years
    request = {
        "level": level,
        "counts": counts,
        "years": {"start": start, "end": end, "table": facts.by_year(keep, level)},
        "classes": classes(list(counts.values())),
        "wide": facts.above(keep, level),
        "total": int(keep.sum()),
        "path": facts.units.path(chosen),
        "lang": lang,
        "theme": theme,
    }
    group = folium.FeatureGroup()
    webmap.script(group, "countryMap.show", request, empties=True)
    return group


def classes(counts: Sequence[int]) -> list[int]:
    """Upper bounds of at most five classes of about as many areas each, rounded to two digits."""
    values = np.array([count for count in counts if count > 0])
    if not len(values):
        return []
    bounds = [_rounded(float(np.quantile(values, share))) for share in np.linspace(0, 1, CLASSES + 1)[1:-1]]
    return [*sorted({bound for bound in bounds if bound < values.max()}), int(values.max())]


def level_for(chosen: str, facts: Facts) -> str:
    """What is counted inside a unit: its provinces, cities or counties.

    Parameters
    ----------
    chosen
        Code of the unit; empty or unknown for the whole country.
    facts
        The records of the country, of which only the units are used.

    Returns
    -------
    str
        ``province`` for the country, ``city`` for a province that has cities, else ``county``.
    """
    path = facts.units.path(chosen)
    if not path:
        return "province"
    held = facts.units.inside(chosen)
    cities = {facts.units.levels[one] for one in np.flatnonzero(held)}
    return "city" if len(path) == 1 and "city" in cities else "county"


def _rounded(value: float) -> int:
    """Up to two digits: 1,234 → 1,300."""
    size = 10 ** max(0, len(str(int(value))) - _ROUND)
    return int(-(-value // size) * size)


def _level(level: str) -> dict[str, Any]:
    """Outlines as steps on a grid, each with its name, the units above it and a point for its label."""
    units = districts.units()
    found = []
    for code, shape in outlines(level).items():
        parent = str(units.at[code, "parent_code"])
        above = [one for one in (parent, str(units.at[parent, "parent_code"]) if parent else "") if one]
        point = [float(units.at[code, "lon"]), float(units.at[code, "lat"])]
        short = str(units.at[code, "short_name"]) or str(units.at[code, "name"])
        found.append([code, str(units.at[code, "name"]), short, above, point, _rings(shape)])
    # 北京市, which has no cities, stands among them, and so does a county that its province governs.
    if level == "city":
        found += [row for row in _level("province")["units"] if _is_own_city(row[0])]
        found += [
            row for row in _level("county")["units"] if len(row[3]) == 1 and not _is_own_city(row[3][0])
        ]
    return {"units": found}


def _is_own_city(code: str) -> bool:
    units = districts.units()
    levels = set(units.loc[units["parent_code"] == code, "level"])
    return code.endswith("0000") and "city" not in levels


def _rings(shape: shapely.Geometry) -> list[list[int]]:
    """Every ring or line as whole steps: the first corner, then differences (lon, lat)."""
    found = []
    for part in shapely.get_parts(shape):
        rings = [part] if part.geom_type == "LineString" else [part.exterior, *part.interiors]
        for ring in rings:
            steps = np.round(shapely.get_coordinates(ring) / GRID_DEG).astype(int)
            found.append([*map(int, np.diff(steps, axis=0, prepend=[[0, 0]]).ravel())])
    return found


def _words(lang: str) -> dict[str, str]:
    return {
        key: text
        for key, text in labels.texts(lang).items()
        if key.startswith(("country.map.", "map.play.", "map.zoom."))
    }
