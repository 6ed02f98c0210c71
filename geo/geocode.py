"""An offline geocoder with the interface of geopy, over the gazetteer and the areas.

In: a name or a text that holds one; or a point. Out: ``geopy.Location``: ``address`` the
names from the province down, the point a representative point of the place (WGS 84), ``raw``
what is known of it:

==============  =================================================================
place, code     official name and code
level           province, city, county, park, town; a zone ranks as county
type            the kind of unit in words of its own (街道, 镇, 开发区)
valid_to        last year that the unit existed, None while it does
radius_m        how far off the point may be: the reach of the area and its uncertainty
confidence      0-1, see :mod:`geo.name_search`
method          the step that found it, or ``reverse``
matched         the name that it was found by
county          official name of the county or zone that holds it, with county_code
candidates      all places that were considered, best first
datum           WGS 84
==============  =================================================================

A name that stays ambiguous gives None, with ``exactly_one=False`` all its candidates.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NoReturn

import geopandas as gpd
import shapely
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo import districts
from geo.area_index import AreaIndex
from geo.area_rows import representative_point
from geo.boundaries import load_areas, town_share
from geo.errors import PlaceError
from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer
from geo.name_search import SURE, Candidate, NameSearch

_COUNTY_TRUST = 0.98
_Raw = dict[str, Any]
_HOLDERS = ("town", "park", "zone", "county")


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Places of the gazetteer by name, and the places that hold a point. Needs no network."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """Use *gazetteer*, by default the shipped one. Areas and outlines are read when first needed."""
        super().__init__(adapter_factory=_Offline)
        self.gazetteer = gazetteer or load_gazetteer()
        self._search = NameSearch(self.gazetteer)
        self._known: dict[str, tuple[str, Point, _Raw]] = {}

    def geocode(
        self,
        query: str,
        exactly_one: bool = True,
        within: str | None = None,
        *,
        year: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The place that *query* names.

        Parameters
        ----------
        query
            A place name (沙镇, 茌平县, liaocheng) or a text that holds one (莘县古云医养院).
        exactly_one
            True: the one place that is clearly meant, None when there is none or several
            are meant equally well. False: a list of all candidates, best first, None
            when there are none.
        within
            Name or code of a place; only places inside it count, and names that mean
            something else elsewhere (开发区) take the meaning they have there.
        year
            Prefer names that were valid then; None means today.
        timeout
            Accepted as in every geopy geocoder, without effect.

        Raises
        ------
        PlaceError
            *within* is no known place, or several bear the name.
        """
        scope = self.scope(within) if within else None
        found = self._search.find(query, within=scope, year=year)
        if not exactly_one:
            return self._locations(found) or None
        if not found or found[0].confidence < SURE:
            return None
        listed = [_summary(one) for one in found]
        return self._location(found[0].place, listed[0], listed)

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        exactly_one: bool = True,
        *,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The town, park, zone and county that hold a point.

        Parameters
        ----------
        query
            WGS 84 latitude, longitude in the forms that geopy takes: ``Point``, pair, text.
        exactly_one
            True: the location of the town, outside known towns that of the county;
            its ``raw`` also names town, park, zone and county, each with its code
            (town_code…), empty where there is none. False: a list of all of them, the
            town first.
        timeout
            Accepted as in every geopy geocoder, without effect.

        Returns
        -------
        None where the point lies in no county of China. Towns, parks and zones are
        approximate areas; so is their confidence.
        """
        point = Point(query)
        codes = self._index.areas_at(point.longitude, point.latitude).iloc[0].to_dict()
        if not codes["county"]:
            codes["county"] = _county_at(point.longitude, point.latitude)
        places = {level: self.gazetteer.places[codes[level]] for level in _HOLDERS if codes[level]}
        candidates = [
            Candidate(place, place.name, "reverse", _COUNTY_TRUST if level == "county" else town_share())
            for level, place in places.items()
        ]
        held = {level: places[level].name if level in places else "" for level in _HOLDERS}
        held |= {f"{level}_code": places[level].code if level in places else "" for level in _HOLDERS}
        found = self._locations(candidates)
        for location in found:
            location.raw.update(held)
        if exactly_one:
            return found[0] if found else None
        return found or None

    def scope(self, within: str) -> Place:
        """The place of a code or a name. PlaceError when there is none or no clear one."""
        place = self.gazetteer.place(within)
        if place:
            return place
        found = self._search.find(within)
        if found and found[0].confidence >= SURE and found[0].method != "inside":
            return found[0].place
        if not found:
            raise PlaceError(f"within {within!r}: no such place; expected a name or a code")
        several = ", ".join(f"{self.address(one.place)} {one.place.code}" for one in found[:5])
        raise PlaceError(f"within {within!r} is not clear: {several}; a code decides")

    def forget(self) -> None:
        """Drop the remembered answers to earlier queries; the next one is worked out anew."""
        self._search.forget()

    def address(self, place: Place) -> str:
        """The names from the province down to the place, without spaces."""
        names: list[str] = []
        current: Place | None = place
        while current:
            names.insert(0, current.name)
            current = self.gazetteer.places.get(current.parent)
        return "".join(names)

    def _locations(self, found: list[Candidate]) -> list[Location]:
        listed = [_summary(one) for one in found]
        return [
            self._location(one.place, summary, listed) for one, summary in zip(found, listed, strict=True)
        ]

    def _location(self, place: Place, summary: _Raw, candidates: list[_Raw]) -> Location:
        """One of the *candidates*, all of which its ``raw`` names."""
        address, point, facts = self._facts(place)
        raw = {**summary, **facts, "candidates": candidates, "datum": "WGS 84"}
        return Location(address, point, raw)

    def _facts(self, place: Place) -> tuple[str, Point, _Raw]:
        """What holds for a place whatever it was found by: address, point, parts of ``raw``."""
        known = self._known.get(place.code)
        if known is None:
            lon, lat, radius_m = self._point(place)
            county = self.gazetteer.county_of(place)
            facts = {
                "type": place.type,
                "valid_to": place.valid_to,
                "radius_m": radius_m,
                "county": county.name if county else "",
                "county_code": county.code if county else "",
            }
            known = self._known[place.code] = (self.address(place), Point(lat, lon), facts)
        return known

    def _point(self, place: Place) -> tuple[float, float, float]:
        """lon, lat, radius in metres: of its area, else of its seat, else of the unit that holds it."""
        if place.code in self._points:
            return self._points[place.code]
        if place.level in ("province", "city", "county"):
            seat = (float(place.lon or 0), float(place.lat or 0))
            self._points[place.code] = representative_point(districts.polygon(place.code), seat)
            return self._points[place.code]
        if place.lon is not None and place.lat is not None and place.accuracy_m is not None:
            return place.lon, place.lat, place.accuracy_m
        return self._point(self.gazetteer.places[place.parent])

    @cached_property
    def _points(self) -> dict[str, tuple[float, float, float]]:
        """lon, lat, radius_m by code: those of the areas, and of outlines once they were asked for."""
        table = self._areas[["lon", "lat", "radius_m"]]
        return {str(code): (lon, lat, radius) for code, lon, lat, radius in table.itertuples()}

    @cached_property
    def _areas(self) -> gpd.GeoDataFrame:
        return load_areas()

    @cached_property
    def _index(self) -> AreaIndex:
        return AreaIndex(self._areas)


class _Offline(BaseSyncAdapter):  # type: ignore[misc]
    """Stands where other geocoders keep their HTTP client, so that none is made."""

    def get_json(self, url: str, **_: Any) -> NoReturn:
        """Refuse: there is nothing to ask."""
        raise GeocoderServiceError(f"the gazetteer needs no network, {url!r} is not asked")

    get_text = get_json


def _summary(candidate: Candidate) -> _Raw:
    place = candidate.place
    return {
        "place": place.name,
        "code": place.code,
        "level": "county" if place.level == "zone" else place.level,
        "confidence": round(candidate.confidence, 2),
        "method": candidate.method,
        "matched": candidate.matched,
    }


def _county_at(lon: float, lat: float) -> str:
    """Code of the county of China that holds a point, empty when there is none."""
    units = districts.units()
    for province in units.loc[units["level"] == "province", "code"]:
        if shapely.intersects_xy(districts.polygon(province), lon, lat):
            for county in districts.counties(province)["code"]:
                if shapely.intersects_xy(districts.polygon(county), lon, lat):
                    return str(county)
    return ""
