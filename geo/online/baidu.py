"""geopy's geocoder of Baidu V3, with what it leaves open.

geopy hands on the service's coordinates, which are BD-09 unless GCJ-02 is asked for,
without a word about either. Here the datum is chosen and named, and points are WGS 84.
Service: https://lbsyun.baidu.com/faq/api?title=webapi/guide/webservice-geocoding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geopy.exc import GeocoderParseError
from geopy.geocoders.baidu import BaiduV3
from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.location import Location
from geopy.point import Point

from geo.datum import Datum, convert

_TYPES = {Datum.BD09: "bd09ll", Datum.GCJ02: "gcj02ll"}
# The service's confidence (0-100) is a bound on the error of its point.
_ERROR_M = (
    (100, 20),
    (90, 50),
    (80, 100),
    (75, 200),
    (70, 300),
    (60, 500),
    (50, 1000),
    (40, 2000),
    (30, 5000),
)
_WORST_M = 10_000


class Baidu(BaiduV3):  # type: ignore[misc]  # geopy has no types
    """Baidu V3. Points in and out are WGS 84; ``raw`` is the service's own, in :attr:`datum`."""

    def __init__(
        self, api_key: str, *, datum: Datum = Datum.BD09, domain: str = "api.map.baidu.com", **options: Any
    ) -> None:
        """Take a key (AK) for servers; *datum* BD-09 or GCJ-02 is what the service is asked for."""
        super().__init__(api_key, **options)
        if datum not in _TYPES:
            raise ValueError(f"Baidu answers in {' or '.join(_TYPES)}, not in {datum!r}")
        self.datum = datum
        self.api = f"{self.scheme}://{domain.strip('/')}{self.api_path}"
        self.reverse_api = f"{self.scheme}://{domain.strip('/')}{self.reverse_path}"

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
        found = super().reverse(Point(float(lat), float(lon)), timeout=timeout)
        if found is None:
            return None
        address = found.address.decode() if isinstance(found.address, bytes) else str(found.address)
        location = Location(address, point, found.raw)
        return location if exactly_one else [location]

    def _construct_url(self, url: str, path: str, params: Mapping[str, Any]) -> str:
        kind = _TYPES[self.datum]
        asked = {"coordtype": kind} if path == self.reverse_path else {"ret_coordtype": kind}
        return str(super()._construct_url(url, path, {**params, **asked}))

    def _parse_json(self, page: Any, exactly_one: bool = True) -> Location | list[Location] | None:
        """As geopy, for lists too, with the point in WGS 84."""
        if not isinstance(page, Mapping) or "status" not in page:
            raise GeocoderParseError("Baidu: no status in the answer")
        place = page.get("result")
        if not place:
            self._check_status(page["status"])
            return None
        try:
            x, y = float(place["location"]["lng"]), float(place["location"]["lat"])
            lon, lat = convert(x, y, source=self.datum, target=Datum.WGS84)
        except (KeyError, TypeError, ValueError) as error:  # a DatumError is a ValueError
            raise GeocoderParseError("Baidu: the result has no point") from error
        location = Location(str(place.get("level") or ""), (float(lat), float(lon)), dict(place))
        return location if exactly_one else [location]


def error_m(confidence: float) -> float:
    """Metres that a point of this confidence may be off, by the service's own scale."""
    return float(next((metres for least, metres in _ERROR_M if confidence >= least), _WORST_M))
