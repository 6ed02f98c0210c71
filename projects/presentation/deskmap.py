"""The small map beside a record of the desk: the outlines around it, and its place.

In: a record. Out: plain values for the browser; areas as they are while the same ones are imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from geo import own_dir, workspace
from geo.boundaries import load_areas
from geo.own.areas import digest as own_digest
from projects.model.records import LIST_SEPARATOR, Record
from projects.presentation.fieldwords import in_words

_SIMPLER_DEG = 0.002
_DECIMALS = 4
_NARROW_DEG = 0.12


def small_map(record: Record, lang: str) -> dict[str, Any]:
    """What the small map draws: outlines of counties and of the towns around the record, and its place.

    Parameters
    ----------
    record
        The record that is looked at, as it stands.
    lang
        ``zh`` or ``en``, of the words for its place.

    Returns
    -------
    dict[str, Any]
        Coordinates are WGS 84 lon, lat. ``outlines`` have code, name, level and rings; ``lit`` are the
        codes of the record's places, ``point`` is None when it has none; ``view`` is west, south, east,
        north. ``label`` is its place in words, ``record`` its id.

    Raises
    ------
    TableError
        A file of the workspace's areas is missing or cannot be used.
    """
    ground = _ground(own_digest(own_dir()))
    codes = [code for code in record.place_code.split(LIST_SEPARATOR) if code in ground]
    counties = [code for code in record.county_code.split(LIST_SEPARATOR) if code in ground]
    point = None if record.lon is None or record.lat is None else [record.lon, record.lat]
    # Some areas are known by name only: then what lies around them is shown.
    within = (_box(ground[code].bounds for code in known) for known in (codes, counties, ground))
    box = next(filter(None, within))
    if point is not None and record.level == "site":
        box = [point[0] - _NARROW_DEG, point[1] - _NARROW_DEG, point[0] + _NARROW_DEG, point[1] + _NARROW_DEG]
    grown = [(box[2] - box[0]) * 0.15 + 0.01, (box[3] - box[1]) * 0.15 + 0.01]
    return {
        "outlines": [one.outline for one in ground.values() if one.is_drawn_for(counties)],
        "lit": codes,
        "point": point,
        "label": in_words(record, "place", lang),
        "record": record.id,
        "view": [box[0] - grown[0], box[1] - grown[1], box[2] + grown[0], box[3] + grown[1]],
    }


@dataclass(frozen=True, slots=True)
class _Area:
    """An area of the small map: its bounds in degrees; code, name, level and rings for the browser."""

    bounds: Sequence[float]
    parent: str
    outline: Mapping[str, Any]

    def is_drawn_for(self, counties: Sequence[str]) -> bool:
        """Counties always are, towns with the record's county."""
        level = self.outline["level"]
        return bool(self.outline["rings"]) and (
            level in ("county", "zone") or (level == "town" and self.parent in counties)
        )


@workspace.per_workspace
def _ground(own: str) -> dict[str, _Area]:
    """The areas by code, as they are while the imported ones are those that *own* is the hash of."""
    del own
    return {
        str(row.Index): _Area(
            row.geometry.bounds if row.geometry is not None else (),
            str(row.parent_code),
            {
                "code": str(row.Index),
                "name": str(row.name),
                "level": str(row.level),
                "rings": _rings(row.geometry) if row.geometry is not None else [],
            },
        )
        for row in load_areas().itertuples()
    }


def _box(bounds: Iterable[Sequence[float]]) -> list[float]:
    """West, south, east and north of all of them; empty where none has an outline."""
    known = [one for one in bounds if one]
    if not known:
        return []
    west, south, east, north = zip(*known, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _rings(geometry: Any) -> list[list[list[float]]]:
    return [
        shapely.get_coordinates(part.exterior).round(_DECIMALS).tolist()
        for part in shapely.get_parts(geometry.simplify(_SIMPLER_DEG))
        if not part.is_empty
    ]
