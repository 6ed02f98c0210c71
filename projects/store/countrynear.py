"""The surroundings of a place of the country: 聊城东站 5公里, 狮岭镇,10 or 116.0,36.4,5.

In: what somebody typed, and the unit that is chosen. Out: :class:`projects.store.filters.Near`. A name must
mean one station or town of that unit: three towns of ten share theirs with one of another city.
"""

from __future__ import annotations

import re
import unicodedata

import pandas as pd
import shapely

from geo import districts
from geo.national import table
from projects.errors import InputError
from projects.store.countryfacts import Units
from projects.store.filters import FARTHEST_KM, KM_DECIMALS, Near
from projects.vocabulary import labels

_STATION = "站"
_TYPED = re.compile(r"(.+?)[\s,、]*(\d+(?:\.\d+)?)\s*(?:公里|千米|km)?(?:以?内)?", re.IGNORECASE)


def near_of(text: str, units: Units, code: str, lang: str = "zh") -> Near:
    """The surroundings that *text* means.

    Parameters
    ----------
    text
        A name and a distance in km, as in 聊城东站 5公里, or ``LON,LAT,KM``; full-width characters will do.
    units
        Provinces, cities and counties.
    code
        The province, city or county in which a name is looked for; empty for the country.
    lang
        Of the message, ``zh`` or ``en``.

    Returns
    -------
    Near
        Around the seat of the town or the point of the station, WGS 84.

    Raises
    ------
    InputError
        There is no distance, it is 0 or beyond ``FARTHEST_KM``, or there is no or more than one place of that
        name: the message says which.
    """
    words = labels.texts(lang)
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return Near.parse(plain)
    except InputError:
        typed = _TYPED.fullmatch(plain)
    if typed is None:
        raise InputError(words["country.near_unknown"].format(place=plain))
    name, km = typed.group(1).strip(), float(typed.group(2))
    if not 0 < round(km, KM_DECIMALS) <= FARTHEST_KM:
        raise InputError(words["country.near_km"].format(km=typed.group(2), most=FARTHEST_KM))
    spots = _spots(name, units, code)
    if len(spots) != 1:
        raise InputError(words["country.near_unknown"].format(place=name))
    lon, lat = spots.pop()
    return Near(lon, lat, km)


def _spots(name: str, units: Units, code: str) -> set[tuple[float, float]]:
    """Seats of the towns and points of the stations of this name, WGS 84 lon, lat."""
    towns, stations = table.read("town"), table.read("station")
    # The table of stations leaves 站 away: 聊城 alone means the city.
    called = stations["name"] + _STATION == name
    found = pd.concat([towns[(towns["name"] == name) & towns["lon"].notna()], stations[called]])
    if code:
        inside = {one for one, held in zip(units.codes, units.inside(code), strict=True) if held}
        # A station's county is not known, its point is.
        near = (found["kind"] == "station") & shapely.contains_xy(
            districts.polygon(code), found["lon"].to_numpy(), found["lat"].to_numpy()
        )
        found = found[found["unit"].isin(inside) | near]
    return set(zip(found["lon"], found["lat"], strict=True))
