"""Placements brought up to date with the areas and facilities that hold now, without the plans.

After an import or a removal of own boundaries (``geo.own``) the points and radii of records
are those of the areas before. Here they are taken from the areas of now, by ``place_code``; a
record whose name holds an imported facility goes to its point, and one that is placed coarsely to what the
tables of known ground say (:mod:`projects.georeferencing.known`). What a person has edited or placed stays
where it is, and a point that a person gave stays that point.
Doing it twice changes nothing.

The chain of places itself (``projects.georeferencing.place``) needs the plans: ``python -m projects build``.

In: records. Out: the same records, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from geo.boundaries import load_areas
from geo.gazetteer import Place
from geo.gazetteer_tables import load_gazetteer
from projects.extraction.scopes import Scope
from projects.georeferencing import courses
from projects.georeferencing.areas import Areas
from projects.georeferencing.facilities import facility_of
from projects.georeferencing.ground import grounded
from projects.georeferencing.known import KnownGround
from projects.georeferencing.place import METHOD_FACILITY, confidence_of, names_a_line
from projects.model.records import BY_HAND, LIST_SEPARATOR, Record
from projects.model.registry import Document, read_registry

_LEVELS = ("park", "town", "county", "multi", "site")
_Point = tuple[float | None, float | None, float | None]


class Refresher:
    """Areas and facilities of now, read once."""

    def __init__(self, documents: Mapping[str, Document] | None = None) -> None:
        """Take the registry, by default the shipped one; records of other documents keep their chain."""
        self._gazetteer = load_gazetteer()
        areas = load_areas()
        self._points: dict[str, _Point] = {
            str(code): (float(lon), float(lat), float(radius_m))
            for code, lon, lat, radius_m in areas[["code", "lon", "lat", "radius_m"]]
            .dropna()
            .itertuples(index=False)
        }
        self._grounded = grounded(areas)
        self._known = KnownGround(self._gazetteer, Areas())
        registry = read_registry() if documents is None else documents
        self._scopes = {key: Scope(document) for key, document in registry.items()}

    def refresh(self, record: Record) -> Record:
        """The record with its point and radius as they are now."""
        if record.method == BY_HAND and record.level == "site":
            return record
        # Where a person looked, only points and radii follow the areas of now.
        is_checked = record.status == "edited" or record.method == BY_HAND
        scope = None if is_checked else self._scopes.get(record.document)
        if scope is not None:
            record, _ = self._known.refine(record, scope)
        if record.method == courses.METHOD:
            return record
        is_open = record.level != "none" and not names_a_line(record.name)
        if scope is not None and is_open and self._gazetteer.facilities:
            printed = [toponym.place for toponym in scope.toponyms(record.name)[0] if toponym.place]
            facility, _ = facility_of(record.name, scope, printed)
            if facility is not None:
                record = self._at(record, facility)
        if record.level not in _LEVELS:
            return record
        places = [self._gazetteer.place(code) for code in record.place_code.split(LIST_SEPARATOR)]
        if any(place is None for place in places):
            return record
        points = [self._point(place) for place in places if place is not None]
        if any(lon is None or lat is None for lon, lat, _ in points):
            return record
        # Of a town and a county the town alone has a symbol.
        drawn = [
            (lon, lat)
            for place, (lon, lat, _) in zip(places, points, strict=True)
            if record.level == "site" or (place is not None and place.code in self._grounded)
        ]
        middle = [round(sum(axis) / len(drawn), 6) for axis in zip(*drawn, strict=True)] or [None, None]
        radius_m = max((radius for _, _, radius in points if radius is not None), default=None)
        return replace(record, lon=middle[0], lat=middle[1], radius_m=radius_m)

    def refresh_all(self, records: Iterable[Record]) -> list[Record]:
        """All records, in order."""
        return [self.refresh(record) for record in records]

    def _point(self, place: Place) -> _Point:
        return self._points.get(place.code, (place.lon, place.lat, place.accuracy_m))

    def _at(self, record: Record, facility: Place) -> Record:
        county = self._gazetteer.county_of(facility)
        parent = self._gazetteer.places[facility.parent]
        # The point is the facility's; the town and park that the text names stay said, unless the point
        # is known to lie in another town or stands in another county.
        is_same = county is not None and county.code == record.county_code
        town = parent.name if parent.level == "town" else record.town if is_same else ""
        return replace(
            record,
            place=facility.name,
            place_code=facility.code,
            level="site",
            county=county.name if county else "",
            county_code=county.code if county else "",
            town=town,
            park=record.park if is_same else "",
            confidence=confidence_of(METHOD_FACILITY, "site"),
            method=METHOD_FACILITY,
            evidence=f"facility: {facility.name} ({facility.source})",
        )
