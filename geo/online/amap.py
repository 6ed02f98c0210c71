"""AMap (高德) as a geopy geocoder.

Service: https://lbs.amap.com/api/webservice/guide/api/georegeo; its answers are in GCJ-02
and are converted here. Status codes: https://lbs.amap.com/api/webservice/guide/tools/info.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderUnavailable,
)
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.datum import Datum, convert

_OK = "10000"
_ERRORS: dict[type[GeocoderServiceError], tuple[str, ...]] = {
    GeocoderAuthenticationFailure: ("10001", "10007", "10008", "10009", "10013"),
    GeocoderInsufficientPrivileges: ("10002", "10005", "10006", "10011", "10012", "10026", "40002"),
    GeocoderQuotaExceeded: ("10003", "10010", "10044", "10045", "40000", "40003"),
    GeocoderRateLimited: ("10004", "10014", "10015", "10019", "10020", "10021", "10022", "10023", "10029"),
    GeocoderUnavailable: ("10016", "10017"),
    GeocoderQueryError: ("20000", "20001", "20002", "20011", "20012", "30001"),
}
_EXCEPTIONS = {code: error for error, codes in _ERRORS.items() for code in codes}


class AMap(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocoder of AMap. Points in and out are WGS 84; ``raw`` is the service's own, GCJ-02."""

    datum = Datum.GCJ02
    geocode_path = "/v3/geocode/geo"
    reverse_path = "/v3/geocode/regeo"

    def __init__(self, api_key: str, *, domain: str = "restapi.amap.com", **options: Any) -> None:
        """Take a key of the kind Web 服务; *options* are those of every geopy geocoder."""
        super().__init__(**options)
        self.api_key = api_key
        self.api = f"{self.scheme}://{domain.strip('/')}{self.geocode_path}"
        self.reverse_api = f"{self.scheme}://{domain.strip('/')}{self.reverse_path}"

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        city: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The point of an address; *city* (name or code) is where to look."""
        parameters = {"key": self.api_key, "address": query, "output": "JSON"} | (
            {"city": city} if city else {}
        )
        callback = partial(self._parse, exactly_one=exactly_one)
        return self._call_geocoder(f"{self.api}?{urlencode(parameters)}", callback, timeout=timeout)

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The address at a point, WGS 84."""
        point = Point(query)
        lon, lat = convert(point.longitude, point.latitude, source=Datum.WGS84, target=self.datum)
        parameters = {"key": self.api_key, "location": f"{lon:.6f},{lat:.6f}", "output": "JSON"}
        callback = partial(self._parse_reverse, point=point, exactly_one=exactly_one)
        return self._call_geocoder(f"{self.reverse_api}?{urlencode(parameters)}", callback, timeout=timeout)

    def _parse(self, page: Any, exactly_one: bool) -> Location | list[Location] | None:
        _check(page)
        found = page.get("geocodes")
        if not isinstance(found, list):
            raise GeocoderParseError("AMap: no list of geocodes")
        locations = [self._location(one) for one in found if isinstance(one, Mapping) and one.get("location")]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _location(self, one: Mapping[str, Any]) -> Location:
        try:
            x, y = map(float, str(one["location"]).split(","))
            lon, lat = convert(x, y, source=self.datum, target=Datum.WGS84)
        except ValueError as error:  # also a DatumError
            raise GeocoderParseError(f"AMap: location {one['location']!r} is no point") from error
        return Location(str(one.get("formatted_address") or ""), (float(lat), float(lon)), dict(one))

    def _parse_reverse(self, page: Any, point: Point, exactly_one: bool) -> Location | list[Location] | None:
        _check(page)
        found = page.get("regeocode")
        if not isinstance(found, Mapping):
            raise GeocoderParseError("AMap: no regeocode")
        address = found.get("formatted_address")
        if not address:  # an empty list where there is nothing
            return None
        location = Location(str(address), point, dict(found))
        return location if exactly_one else [location]


def _check(page: Any) -> None:
    """Raise what the status code means."""
    if not isinstance(page, Mapping) or "status" not in page:
        raise GeocoderParseError("AMap: no status in the answer")
    code = str(page.get("infocode") or "")
    if str(page["status"]) == "1" and code in ("", _OK):
        return
    error = _EXCEPTIONS.get(code, GeocoderServiceError)
    raise error(f"AMap {code} {page.get('info')}")
