"""One online service: its geocoder, rate limit, retries, cache, and what its answers are worth.

Failures are of three kinds. The query may be at fault: there is no answer, the next query may
be asked. The service may be at fault (no network, slow, nonsense): it is asked again, and after
two queries in a row left alone. The key may be at fault (wrong, spent): it is not asked again.

In: a query with its context. Out: :class:`Answer` in WGS 84, None, or :class:`ServiceError`.
The meaning of a service's levels is rows of ``data/online_levels.csv``.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.location import Location

from geo import DATA_DIR
from geo.errors import ServiceError
from geo.online.amap import AMap
from geo.online.baidu import Baidu, error_m
from geo.online.cache import ReplyCache
from geo.online.tianditu import Tianditu
from geo.tables import records

# The rate limiter warns of every retry; what matters of it stands in the ServiceError.
logging.getLogger("geopy").addHandler(logging.NullHandler())

LEVELS = DATA_DIR / "online_levels.csv"
USER_AGENT = "project-map/0.1"

# geopy's adapter over requests tries every timeout three times by itself; this one leaves
# that to the rate limiter.
_ONCE = {"timeout": 5, "adapter_factory": URLLibAdapter}
_UNKNOWN_RADIUS_M = 5000.0  # an answer whose level we do not know
_LEAST_SCORE = 60  # Tianditu: of 100; less is another place that shares some characters
_MOST_FAILURES = 2
_KEY_FAULTS = (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, ConfigurationError)


@dataclass(frozen=True)
class Answer:
    """A point, WGS 84 degrees; ``level`` and ``radius_m`` say how precise, ``kind`` in the service's words.

    ``address`` is empty where the service does not say what it found.
    """

    lon: float
    lat: float
    address: str
    level: str
    radius_m: float
    kind: str


@dataclass(frozen=True)
class _Refused:
    """Stands for an error that trying again does not mend, so that the rate limiter does not."""

    error: Exception


class OnlineService:
    """A geopy geocoder that is asked with care."""

    def __init__(
        self,
        name: str,
        geocoder: Any,
        *,
        min_delay_s: float = 0.35,
        retries: int = 1,
        retry_wait_s: float = 2.0,
        cache: ReplyCache | None = None,
        secret: str = "",
    ) -> None:
        """Take a geocoder whose points are WGS 84.

        Parameters
        ----------
        name
            Service in ``data/online_levels.csv``.
        min_delay_s, retries, retry_wait_s
            Seconds between requests, how often to try again, and seconds before that.
        cache
            None keeps nothing.
        secret
            Key that must not appear in messages.
        """
        self.name = name
        self.closed = ""  # why the service is not asked any more
        self._geocoder = geocoder
        self._cache = cache
        self._secret = secret
        self._failures = 0
        self._limited: Callable[[str], Any] = RateLimiter(
            self._once,
            min_delay_seconds=min_delay_s,
            max_retries=retries,
            error_wait_seconds=max(retry_wait_s, min_delay_s),
            swallow_exceptions=False,
        )

    def ask(self, query: str) -> Answer | None:
        """The best answer, None when the service knows none.

        Raises
        ------
        ServiceError
            The service gave no usable answer, or is not asked any more.
        """
        is_known, text = self._cache.get(self.name, query) if self._cache else (False, "")
        if is_known:
            return Answer(**json.loads(text)) if text else None
        if self.closed:
            raise ServiceError(f"{self.name}: {self.closed}")
        try:
            found = self._limited(query)
        except GeocoderServiceError as error:
            self._failures += 1
            if self._failures >= _MOST_FAILURES:
                self.closed = f"not asked any more after {self._failures} failures: {error}"
            raise ServiceError(f"{self.name}: {error}") from None
        if isinstance(found, _Refused):
            reason = self._message(found.error)
            if not isinstance(found.error, GeocoderQueryError):
                self.closed = reason
            raise ServiceError(f"{self.name}: {reason}")
        self._failures = 0
        answer = _answer(self.name, found) if found is not None else None
        if self._cache:
            text = json.dumps(asdict(answer), ensure_ascii=False) if answer else ""
            self._cache.put(self.name, query, text)
        return answer

    def _once(self, query: str) -> Location | _Refused | None:
        try:
            return self._geocoder.geocode(query)
        except GeocoderRateLimited as error:
            raise GeocoderServiceError(self._message(error)) from None
        except (*_KEY_FAULTS, GeocoderQuotaExceeded, GeocoderQueryError) as error:
            return _Refused(error)
        except GeocoderServiceError as error:
            # The message of a broken connection holds the address with the key.
            raise GeocoderServiceError(self._message(error)) from None

    def _message(self, error: Exception) -> str:
        text = " ".join(f"{type(error).__name__}: {error}".split())
        text = text.replace(self._secret, "…") if self._secret else text
        return text if len(text) <= 200 else text[:200] + "…"


def services(
    names: Iterable[str], *, environment: Mapping[str, str] = os.environ, cache: ReplyCache | None = None
) -> list[OnlineService]:
    """Services by name: amap, tianditu, baidu, nominatim, in this order of asking.

    Raises
    ------
    ServiceError
        A name is unknown, or its key is not in the environment.
    """
    made = []
    for name in names:
        if name not in _MAKERS:
            raise ServiceError(f"unknown service {name!r}; expected one of {', '.join(_MAKERS)}")
        variable, make, delay_s = _MAKERS[name]
        key = environment.get(variable, "") if variable else ""
        if variable and not key:
            raise ServiceError(f"{name}: the environment variable {variable} with its key is not set")
        made.append(OnlineService(name, make(key), min_delay_s=delay_s, cache=cache, secret=key))
    return made


# Name → variable of the key, geocoder, seconds between requests (the free allowance of each).
_MAKERS: dict[str, tuple[str, Callable[[str], Any], float]] = {
    "amap": ("AMAP_KEY", lambda key: AMap(key, **_ONCE), 0.35),
    "tianditu": ("TIANDITU_KEY", lambda key: Tianditu(key, **_ONCE), 0.2),
    "baidu": ("BAIDU_AK", lambda key: Baidu(key, **_ONCE), 0.35),
    "nominatim": ("", lambda _: Nominatim(user_agent=USER_AGENT, **_ONCE), 1.0),
}


def _answer(service: str, location: Location) -> Answer | None:
    """What a location is worth; None where the service itself thinks little of it."""
    raw = location.raw
    kind = str(raw.get("addresstype") or raw.get("level") or "")
    level, radius_m = _levels().get((service, kind), ("", _UNKNOWN_RADIUS_M))
    if service == "tianditu" and float(raw.get("score") or 0) < _LEAST_SCORE:
        return None
    if service == "baidu" and "confidence" in raw:
        radius_m = max(radius_m, error_m(float(raw["confidence"])))
    lon, lat = round(location.longitude, 6), round(location.latitude, 6)
    # What stands for an address in Baidu's answers is the level.
    address = "" if service == "baidu" else str(location.address)
    return Answer(lon, lat, address, level, radius_m, kind)


@cache
def _levels() -> dict[tuple[str, str], tuple[str, float]]:
    return {
        (row["service"], row["answer"]): (row["level"], float(row["radius_m"])) for row in records(LEVELS)
    }
