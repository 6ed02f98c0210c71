"""Tianditu (天地图) as a geopy geocoder.

Service: http://lbs.tianditu.gov.cn/server/geocodinginterface.html; its answers are in
CGCS2000, which counts as WGS 84.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from geopy.adapters import AdapterHTTPError
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
)
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.datum import Datum, convert

_FOUND, _NOTHING = "0", "101"


class Tianditu(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocoder of Tianditu. Points in and out are WGS 84; ``raw`` is the service's own."""

    datum = Datum.CGCS2000
    geocode_path = "/geocoder"

    def __init__(self, api_key: str, *, domain: str = "api.tianditu.gov.cn", **options: Any) -> None:
        """Take a key (tk) for servers; *options* are those of every geopy geocoder."""
        super().__init__(**options)
        self.api_key = api_key
        self.api = f"{self.scheme}://{domain.strip('/')}{self.geocode_path}"

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The point of an address; the service gives one at most."""
        asked = json.dumps({"keyWord": query}, ensure_ascii=False)
        url = f"{self.api}?{urlencode({'ds': asked, 'tk': self.api_key})}"
        return self._call_geocoder(url, partial(self._parse, exactly_one=exactly_one), timeout=timeout)

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The address at a point, WGS 84."""
        point = Point(query)
        asked = json.dumps({"lon": point.longitude, "lat": point.latitude, "ver": 1})
        url = f"{self.api}?{urlencode({'postStr': asked, 'type': 'geocode', 'tk': self.api_key})}"
        callback = partial(self._parse_reverse, point=point, exactly_one=exactly_one)
        return self._call_geocoder(url, callback, timeout=timeout)

    def _parse(self, page: Any, exactly_one: bool) -> Location | list[Location] | None:
        if _status(page) == _NOTHING or not page.get("location"):
            return None
        found = page["location"]
        try:
            x, y = float(found["lon"]), float(found["lat"])
            lon, lat = convert(x, y, source=self.datum, target=Datum.WGS84)
        except (KeyError, TypeError, ValueError) as error:  # a DatumError is a ValueError
            raise GeocoderParseError(f"Tianditu: location {found!r} is no point") from error
        location = Location(str(found.get("keyWord") or ""), (float(lat), float(lon)), dict(found))
        return location if exactly_one else [location]

    def _parse_reverse(self, page: Any, point: Point, exactly_one: bool) -> Location | list[Location] | None:
        if _status(page) == _NOTHING:
            return None
        found = page.get("result")
        if not isinstance(found, Mapping):
            raise GeocoderParseError("Tianditu: no result")
        if not found.get("formatted_address"):
            return None
        location = Location(str(found["formatted_address"]), point, dict(found))
        return location if exactly_one else [location]

    def _geocoder_exception_handler(self, error: Exception) -> None:
        """A refused key comes as an HTTP error whose body says why."""
        if isinstance(error, AdapterHTTPError) and error.status_code in (401, 403, 429):
            try:
                message = str(json.loads(error.text)["msg"])
            except (ValueError, KeyError, TypeError):
                return
            raise _refusal(message) from error


def _status(page: Any) -> str:
    """Status of an answer that can be used: found or nothing; raises for the others."""
    if not isinstance(page, Mapping):
        raise GeocoderParseError("Tianditu: the answer is no object")
    if "status" not in page:
        if "msg" in page:  # a refused key, sent with HTTP 200
            raise _refusal(str(page["msg"]))
        raise GeocoderParseError("Tianditu: no status in the answer")
    status = str(page["status"])
    if status not in (_FOUND, _NOTHING):
        raise GeocoderServiceError(f"Tianditu {status} {page.get('msg')}")
    return status


def _refusal(message: str) -> GeocoderServiceError:
    is_quota = any(word in message for word in ("配额", "超限", "超出", "上限", "次数"))
    return (GeocoderQuotaExceeded if is_quota else GeocoderAuthenticationFailure)(f"Tianditu: {message}")
