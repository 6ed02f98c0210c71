"""The gazetteer first, then online services, until an answer is precise enough.

The gazetteer knows which county a name means and an online service does not: it answers with
the best it has, anywhere. So the gazetteer's county, or the place that the caller looks within,
bounds every later answer; one outside is rejected. A name that *is* a place (沙镇镇) is
answered by the gazetteer alone; a service is for the thing at the end of a longer name
(莘县古云医养院), and counts only when it says more than the gazetteer does.

In: a query. Out: ``geopy.Location`` as of :class:`geo.geocode.GazetteerGeocoder`, whose ``raw`` has in
addition ``service`` (``gazetteer`` or the name of a service) and ``considered``, one line for
each answer that was not taken and each service that failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely
from geopy.location import Location
from geopy.point import Point

from geo import districts
from geo.errors import PlaceError, ServiceError
from geo.gazetteer import Place
from geo.geocode import GazetteerGeocoder
from geo.online.service import Answer, OnlineService

PRECISE_M = 2000.0

_RANK = {"": 0, "province": 0, "city": 1, "zone": 2, "county": 2, "town": 3, "park": 3, "site": 4}
_TOLERANCE_DEG = 0.002  # about 200 m: sources of one county line differ
_IN_BOUNDS, _UNCHECKED = 0.8, 0.5  # confidence: in the county that the gazetteer names; nothing to check by


@dataclass(frozen=True)
class _Bounds:
    """Where an answer must lie: the place that says so, and its counties' outline."""

    place: Place
    outline: shapely.Geometry


@dataclass(frozen=True)
class Outcome:
    """Accepted answers, the most precise first, and a line for each that was not taken."""

    accepted: tuple[Location, ...]
    considered: tuple[str, ...]


class Cascade:
    """Geocoders asked in order."""

    def __init__(
        self, geocoders: Sequence[GazetteerGeocoder | OnlineService], *, precise_m: float = PRECISE_M
    ) -> None:
        """Take geocoders in the order of asking; one of them must be the gazetteer.

        The first answer within *precise_m* of the thing ends the search, else the best counts.
        """
        gazetteers = [one for one in geocoders if isinstance(one, GazetteerGeocoder)]
        if not gazetteers:
            raise PlaceError("a cascade needs the gazetteer: it says in which county an answer must lie")
        self._chain = tuple(geocoders)
        self._gazetteer = gazetteers[0]
        self._precise_m = precise_m

    def geocode(
        self, query: str, exactly_one: bool = True, within: str | None = None, *, year: int | None = None
    ) -> Location | list[Location] | None:
        """The place or thing that *query* names.

        Parameters
        ----------
        query
            A place name or a text that holds one.
        exactly_one
            True: the answer, or None. False: all accepted answers, the most precise
            first, or None.
        within
            Name or code of a place; only answers inside it count.
        year
            For the gazetteer: prefer names that were valid then.

        Raises
        ------
        PlaceError
            *within* is no known place, or several bear the name.
        """
        accepted = self.ask(query, within=within, year=year).accepted
        if exactly_one:
            return accepted[0] if accepted else None
        return list(accepted) or None

    def ask(self, query: str, *, within: str | None = None, year: int | None = None) -> Outcome:
        """As :meth:`geocode`, with what was not taken even where nothing was."""
        bounds = self._bounds(self._gazetteer.scope(within)) if within else None
        accepted: list[Location] = []
        considered: list[str] = []
        for geocoder in self._chain:
            if isinstance(geocoder, GazetteerGeocoder):
                found = geocoder.geocode(query, within=within, year=year)
                if isinstance(found, Location):
                    found.raw["service"] = "gazetteer"
                    bounds = self._bounds(self._gazetteer.gazetteer.places[found.raw["code"]]) or bounds
            else:
                found = self._ask(geocoder, query, bounds, accepted, considered)
            if isinstance(found, Location):
                accepted.append(found)
                if self._is_enough(found):
                    break
        accepted.sort(key=lambda one: (-_RANK[one.raw["level"]], one.raw["radius_m"]))
        for location in accepted:
            location.raw["considered"] = considered
        return Outcome(tuple(accepted), tuple(considered))

    def _is_enough(self, location: Location) -> bool:
        method = str(location.raw["method"])
        is_the_place = location.raw["service"] == "gazetteer" and not method.startswith(("inside", "fuzzy"))
        return is_the_place or location.raw["radius_m"] <= self._precise_m

    def _ask(
        self,
        service: OnlineService,
        query: str,
        bounds: _Bounds | None,
        accepted: Sequence[Location],
        considered: list[str],
    ) -> Location | None:
        try:
            answer = service.ask(self._with_context(query, bounds))
        except ServiceError as error:
            considered.append(str(error))
            return None
        if answer is None:
            considered.append(f"{service.name}: knows no such place")
            return None
        answer = replace(answer, address=answer.address or query)
        location = self._location(service.name, answer, bounds)
        if bounds and not shapely.intersects_xy(bounds.outline, answer.lon, answer.lat):
            there = location.raw["county"] or "no county of China"
            at = f"{answer.address} ({answer.lon}, {answer.lat})"
            considered.append(f"{service.name}: {at} lies in {there}, not in {bounds.place.name}")
            return None
        best = max((_RANK[one.raw["level"]] for one in accepted), default=0)
        if _RANK[answer.level] <= best and accepted:
            kind = answer.kind or "level unknown"
            considered.append(f"{service.name}: {answer.address} ({kind}) says no more than what is known")
            return None
        return location

    def _location(self, name: str, answer: Answer, bounds: _Bounds | None) -> Location:
        """The answer with the town and county that hold its point."""
        held = self._gazetteer.reverse((answer.lat, answer.lon))
        places = held.raw if isinstance(held, Location) else {}
        raw = {
            "place": answer.address,
            "code": places.get("town_code") or places.get("county_code") or "",
            "level": answer.level,
            "type": answer.kind,
            "valid_to": None,
            "radius_m": answer.radius_m,
            "confidence": _IN_BOUNDS if bounds else _UNCHECKED,
            "method": "online",
            "matched": answer.address,
            "town": places.get("town", ""),
            "county": places.get("county", ""),
            "county_code": places.get("county_code", ""),
            "candidates": [],
            "datum": "WGS 84",
            "service": name,
        }
        return Location(answer.address, Point(answer.lat, answer.lon), raw)

    def _bounds(self, place: Place) -> _Bounds | None:
        """Counties that an answer for *place* must lie in; None for what has no outline."""
        gazetteer = self._gazetteer.gazetteer
        if place.level in ("province", "city"):
            return _Bounds(place, districts.polygon(place.code).buffer(_TOLERANCE_DEG))
        county = gazetteer.county_of(place)
        if county is None:
            return None
        codes = [county.code]
        if county.level == "zone":  # its towns change; the counties that it lies in do not
            codes = sorted({gazetteer.places[town].parent for town in gazetteer.members(county.code)})
        outlines = [districts.polygon(code) for code in codes]
        return _Bounds(county, shapely.union_all(outlines).buffer(_TOLERANCE_DEG)) if outlines else None

    def _with_context(self, query: str, bounds: _Bounds | None) -> str:
        """The query behind the names of the province, city and county that it does not name itself."""
        names: list[str] = []
        current = bounds.place if bounds else None
        while current:
            if current.name not in query and (not current.short_name or current.short_name not in query):
                names.insert(0, current.name)
            current = self._gazetteer.gazetteer.places.get(current.parent)
        return "".join(names) + query
