"""The surroundings of a place by its name: 聊城站, 沙镇, 张庄村, or their pinyin.

In: what someone typed. Out: the point that is meant, or :class:`UnclearPlace` with names to choose
from. Areas of the gazetteer by their own name come first, then landmarks (:mod:`geo.landmarks`), then areas
that the text only holds or resembles. A county or city has no surroundings: its point says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import geopandas as gpd
import numpy as np
from geopy.location import Location
from rapidfuzz import fuzz, process

from geo.boundaries import load_areas
from geo.geocode import GazetteerGeocoder
from geo.landmarks import Landmark, landmarks
from geo.spelling import letters, plain
from projects.errors import InputError
from projects.store.filters import Near
from projects.store.shapes import GEOD
from projects.vocabulary import labels
from projects.vocabulary.pinyin import PinyinIndex, syllables

SUGGESTED = 6
_COARSE = ("county", "city", "province", "zone")
_WHOLE = ("code", "official", "short", "scoped", "alias", "former", "stripped", "rank")
_ALIKE = 60.0  # of 100: what is less alike is no suggestion
_TOWNS = ("town", "park")
_SAME_M = 1.0


def near_of(text: str) -> str:
    """``LON,LAT,KM`` for ``NAME,KM``.

    Parameters
    ----------
    text
        What an option of a command gives; full-width digits and commas will do.

    Returns
    -------
    str
        Any other text as it is.

    Raises
    ------
    InputError
        As of :func:`surroundings`, asked for in Chinese.
    """
    name, _, km = unicodedata.normalize("NFKC", text).rpartition(",")
    if not name or "," in name or not re.fullmatch(r"\d+(?:\.\d+)?", km.strip()):
        return text
    return str(surroundings(name.strip(), float(km), GazetteerGeocoder(), "zh"))


class UnclearPlace(InputError):  # noqa: N818  # the message is for the reader of the page
    """A name means nothing here, or several things: ``suggestions`` are names that mean one each."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        """Keep the names to choose from."""
        super().__init__(message)
        self.suggestions = suggestions


def surroundings(name: str, km: float, geocoder: GazetteerGeocoder, lang: str) -> Near:
    """The surroundings of the town, park or landmark of a name.

    Parameters
    ----------
    name
        Its own or another one that it goes by, in pinyin too; or a text that holds that of an area.
    km
        The radius around its point.
    geocoder
        Finds the areas.
    lang
        Of the message, ``zh`` or ``en``.

    Returns
    -------
    Near
        Around the area's own point or that of the landmark, WGS 84.

    Raises
    ------
    UnclearPlace
        The name is not known or not clear, or is that of a county or city.
    InputError
        The radius is not above 0, or beyond ``FARTHEST_KM``.
    """
    text = plain(name)
    location = geocoder.geocode(name)
    area = location if isinstance(location, Location) and _has_point(location) else None
    if area is not None and area.raw["method"] in _WHOLE:
        return Near(area.longitude, area.latitude, km)
    named = _called(text)
    if len(named) == 1:
        return Near(named[0].lon, named[0].lat, km)
    if not named and area is not None:
        return Near(area.longitude, area.latitude, km)
    words = labels.texts(lang)
    found = tuple(one.label for one in named[:SUGGESTED]) or suggestions(name)
    is_area = isinstance(location, Location) and location.raw["method"] in _WHOLE
    said = words["app.near_vague" if is_area else "app.near_unknown"].format(place=name)
    said += words["app.near_meant"].format(names="、".join(found)) if found else ""
    raise UnclearPlace(said, found)


def place_in_words(near: Near, lang: str) -> str:
    """The place in the middle of *near*, else the nearest with the way from it: 沙镇镇东北 1.2 km.

    Parameters
    ----------
    near
        Only its point is looked at.
    lang
        Of way and distance, ``zh`` or ``en``; names are Chinese.

    Returns
    -------
    str
        Of towns, parks and landmarks; empty where none is known.
    """
    points = _points()
    if not points:
        return ""
    lon, lat = (np.array([point[at] for point in points]) for at in (1, 2))
    here = np.full(len(points), near.lon), np.full(len(points), near.lat)
    way, _, metres = GEOD.inv(lon, lat, *here)
    nearest = int(np.argmin(metres))
    place = points[nearest][0]
    if metres[nearest] < _SAME_M:
        return place
    words = labels.texts(lang)
    turn = round(float(way[nearest]) / 45) % 8
    told = {"way": words[f"near.way.{turn}"], "distance": labels.distance(float(metres[nearest]), lang)}
    return words["near.from"].format(place=place, **told)


def suggestions(name: str) -> tuple[str, ...]:
    """Names of towns, parks and landmarks that may be meant, best first; empty when none is alike."""
    text = plain(name)
    labelled = names()
    if not text or not labelled:
        return ()
    if text.isascii():
        if not letters(text):
            return ()
        hits = _pinyin().find(letters(text))
        found = [label for label, hit in zip(labelled, hits, strict=True) if hit]
        return tuple(sorted(found, key=len)[:SUGGESTED])
    inside = sorted((label for label in labelled if text in label), key=len)
    bare = [label.partition("（")[0] for label in labelled]
    alike = process.extract(text, bare, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=SUGGESTED)
    return tuple(dict.fromkeys([*inside[:SUGGESTED], *(labelled[hit[2]] for hit in alike)]))[:SUGGESTED]


def _called(text: str) -> list[Landmark]:
    """Landmarks of exactly this name, other name, label or pinyin."""
    if text.isascii():
        return [one for one, read in _read() if read == letters(text)]
    names = {text, text.removesuffix("村"), f"{text}站" if text.endswith(("东", "西", "南", "北")) else text}
    known = landmarks()
    whole = [one for one in known if text in (one.name, plain(one.label), *one.aliases)]
    return whole or [one for one in known if one.name in names or names & set(one.aliases)]


def _has_point(location: Location) -> bool:
    """Whether it is a place of its own point: not a county, nor a town of which no ground is known."""
    if location.raw["level"] in _COARSE:
        return False
    areas = load_areas()
    code = location.raw["code"]
    return code not in areas.index or bool(areas.at[code, "lon"] == areas.at[code, "lon"])


def names() -> list[str]:
    """Towns, parks and landmarks that have surroundings, each by a name that means it.

    Returns
    -------
    list[str]
        Areas first, then landmarks; a name may stand there more than once.
    """
    return [*_areas()["name"], *(one.label for one in landmarks())]


def _areas() -> gpd.GeoDataFrame:
    areas = load_areas()
    return areas[areas["level"].isin(_TOWNS) & areas["lon"].notna()]


def _points() -> list[tuple[str, float, float]]:
    """Name, longitude and latitude of the same places."""
    areas = _areas()
    known = zip(areas["name"], areas["lon"].astype(float), areas["lat"].astype(float), strict=True)
    return [*known, *((one.name, one.lon, one.lat) for one in landmarks())]


def _pinyin() -> PinyinIndex:
    return _pinyin_of(tuple(label.partition("（")[0] for label in names()))


@lru_cache(maxsize=4)
def _pinyin_of(names: tuple[str, ...]) -> PinyinIndex:
    return PinyinIndex(names, {})


def _read() -> list[tuple[Landmark, str]]:
    return _read_of(landmarks())


@lru_cache(maxsize=4)
def _read_of(known: tuple[Landmark, ...]) -> list[tuple[Landmark, str]]:
    return [(one, syllables(name).replace(" ", "")) for one in known for name in (one.name, *one.aliases)]
