"""Which names of a city's towns are everyday words, so that they place nothing by themselves.

A town is named like a plan's own words (建设街道), a common noun (花山镇), a person or a firm
(黄继光镇, 汇鑫街道), or like a part of a longer name (白云街道 beside 白云区). Each such name gets a row
for the gazetteer's ``weak_names.csv``: the name, when it counts (``geo.toponyms``), the reason.

====================================================  ========  ==============================
the name                                              counts    told by
====================================================  ========  ==============================
a word of plans                                       rank      ``common_words``; printed by
                                                                :data:`PLAN_AREAS` areas
a county of the city named by such a word             head      the same
what 通道侗族自治县 is called without its peoples       head      printed by :data:`SHORT_AREAS`
a common noun                                         beside    printed by :data:`NOUN_AREAS`
a kind of area (苏区)                                 rank      the same, its last character
a name that towns of many cities have                 beside    :data:`NAMESAKE_CITIES`
a river, lake or mountain (涪江)                      beside    its last character
a side of the city (焦南)                             beside    its first character
the name under another rank (柳井镇)                  behind    ``geo.ranks.other_ranks``
a street (二马路)                                     rank      its last character
a personal or firm name, a noun that few areas print  beside    ``data/rules/weak_words.csv``
a unit, or a station or village farther off than      beside    the national gazetteer
:data:`NEAR_KM`, has or begins with it
the official name is a class of things (开发区)       beside    ``weak_words``, areas
the official name is inside common phrases (高城镇)   head      printed by :data:`NOUN_AREAS`
====================================================  ========  ==============================

Printed by areas: in how many of 292 areas' reports the run of characters stands
(``projects.extraction.ngrams``). A town's own name is printed by its province and its city.

In: the places of one city. Out: rows, in order of name; the first rule that holds gives the reason.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geo.districts import units
from geo.gazetteer import Place
from geo.national import table
from geo.ranks import bare_names, other_ranks, stem
from projects.extraction.ngrams import AREAS, LONGEST, areas_of
from projects.vocabulary.rules import rules

PLAN_AREAS = 100
NOUN_AREAS = 12
SHORT_AREAS = 30  # of the name of a known county others speak, too: 浦东
NAMESAKE_CITIES = 8
NEAR_KM = 5.0  # what lies this close to a town's seat and begins with its name is no other place
_FEATURES = ("江", "河", "湖", "海", "山")
_STREETS = ("路", "街", "大道", "巷", "胡同", "二环", "三环")


@dataclass(frozen=True, slots=True)
class WeakName:
    """One row of the table: *counts* as :data:`geo.gazetteer_tables.WEAK` lists."""

    name: str
    counts: str
    reason: str


def weak_names(places: Iterable[Place], counties: Iterable[str]) -> list[WeakName]:
    """The weak names of towns and of counties.

    Parameters
    ----------
    places
        Places of one city, of which only the towns count.
    counties
        Codes of its counties; codes that are not among the units of the country are passed over.

    Returns
    -------
    list[WeakName]
        One row a name, in order of name.
    """
    towns = [place for place in places if place.level == "town"]
    known = units()
    rows = known.loc[[code for code in counties if code in known.index], ["name", "short_name"]]
    own = {
        bare
        for name, short_name in rows.itertuples(index=False)
        for bare in (stem(name), *bare_names(name, short_name))
    }
    # 通道 of 通道侗族自治县, 浦东 of 浦东新区: more than the rank is taken off.
    short = {bare for bare in own if not any(f"{bare}{rank}" in set(rows["name"]) for rank in "县市区旗")}
    found = {name: WeakName(name, "behind", "an older rank of the town") for name in _older(towns)}
    around = _Around(towns)
    for name in sorted({place.name for place in towns}):
        bare = stem(name)
        found_rows: list[WeakName | None] = (
            [_official(name)] if bare == name or areas_of(name) >= NOUN_AREAS else []
        )
        if bare != name:
            found_rows.append(_bare(bare, around, is_county=bare in own))
        for row in filter(None, found_rows):
            found.setdefault(row.name, row)
    for bare in sorted(own):
        word = _plan_word(bare) if len(bare) >= 2 else None
        if word:
            # A county is never a pin; only a word of the common list is not its name at all.
            found[bare] = word if bare in _common_words() else WeakName(bare, "head", word.reason)
    for bare in sorted(short):
        if len(bare) >= 2 and areas_of(bare) >= SHORT_AREAS:
            reason = f"common noun: printed by {areas_of(bare)} of {AREAS} areas"
            found[bare] = WeakName(bare, "head", reason)
    return [found[name] for name in sorted(found)]


def other_names(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Names that towns bear under another rank or without their peoples.

    Such a name is left out where another place of the city has it.

    Parameters
    ----------
    places
        All places of one city; only names of its towns are returned.

    Returns
    -------
    list[tuple[str, str]]
        Code of the town and name, in order of code.
    """
    places = list(places)
    found: dict[str, set[str]] = defaultdict(set)
    for place in places:
        if place.level == "town":
            for name in other_ranks(place.name):
                found[name].add(place.code)
    known = {place.name for place in places}
    return sorted(
        (min(codes), name) for name, codes in found.items() if len(codes) == 1 and name not in known
    )


def _older(towns: list[Place]) -> list[str]:
    """Names with a rank that a town does not have now, or that are spoken elsewhere, too."""
    ranks = {place.code: place.name for place in towns}
    return [
        name
        for code, name in other_names(towns)
        if not ranks[code].endswith(name[len(stem(name)) :]) or areas_of(name) >= NOUN_AREAS
    ]


def _bare(bare: str, around: _Around, *, is_county: bool) -> WeakName | None:
    """Why the name without its rank is weak, None when it is not."""
    if is_county:
        return None  # it means the county, which is never a pin
    if row := _plan_word(bare):
        return row
    if bare.endswith(_STREETS):
        return WeakName(bare, "rank", "a street that runs on bears the name")
    printed = areas_of(bare)
    if printed >= NOUN_AREAS:
        # 紫金苏区 is the part of 紫金县 that was a 苏区, not the town.
        counts = "rank" if bare.endswith("区") else "beside"
        return WeakName(bare, counts, f"common noun: printed by {printed} of {AREAS} areas")
    cities = _cities_of().get(bare, 0)
    if cities >= NAMESAKE_CITIES:
        return WeakName(bare, "beside", f"towns of {cities} cities have the name")
    if bare.endswith(_FEATURES):
        return WeakName(bare, "beside", "a river, lake or mountain bears the name")
    if bare in _words("noun"):
        return WeakName(bare, "beside", "common noun")
    if len(bare) == 2 and bare[0] in around.initials and bare[1] in "东西南北中":
        return WeakName(bare, "beside", f"a side of {around.initials[bare[0]]}")
    if reason := _person_or_firm(bare) or around.reason(bare):
        return WeakName(bare, "beside", reason)
    return None


def _plan_word(bare: str) -> WeakName | None:
    printed = areas_of(bare)
    if printed >= PLAN_AREAS:
        return WeakName(bare, "rank", f"plan word: printed by {printed} of {AREAS} areas")
    if bare in _common_words():
        return WeakName(bare, "rank", "plan word: in the list of common words")
    return None


def _official(name: str) -> WeakName | None:
    """Why a name is weak as it is printed officially: a class of things, or a run inside common phrases."""
    if any(name.endswith(word) and _is_plain(name.removesuffix(word)) for word in _words("class")):
        return WeakName(name, "beside", "a class of things")
    printed = areas_of(name)
    # 建设乡村 is seen by what follows (geo.toponyms); 高城镇 in 提高城镇 is not.
    if printed >= NOUN_AREAS and not name.endswith("乡"):
        return WeakName(name, "head", f"stands inside common phrases: printed by {printed} of {AREAS} areas")
    if name in _common_words():
        return WeakName(name, "beside", "in the list of common words")
    return None


def _is_plain(head: str) -> bool:
    """Whether what stands before a class of things only tells which kind of it: 高铁 of 高铁新区."""
    return len(head) <= 1 or head in _words("class head")


def _person_or_firm(bare: str) -> str:
    if bare in _words("firm"):
        return "a firm's name"
    if bare in _words("person"):
        return "a personal name"
    if 2 <= len(bare) <= 3 and set(bare) <= _letters("brand"):
        return "made of letters that firms are named with"
    if 2 <= len(bare) <= 3 and bare[0] in _letters("surname") and set(bare[1:]) <= _letters("given"):
        return "a personal name"
    return ""


class _Around:
    """Longer or other names that a bare name may be a part of: units anywhere, places of the same city."""

    def __init__(self, towns: list[Place]) -> None:
        self._units = _unit_names()
        table_of = units()
        above = {f"{place.code[:4]}00" for place in towns}
        # 焦南 is the south of 焦作, and a town's name.
        self.initials = {str(name)[0]: str(name) for name in table_of.loc[table_of.index.isin(above), "name"]}
        codes = {place.code for place in towns}
        self._town_of = {place.code: stem(place.name) for place in towns}
        villages = table.villages(codes)
        self._villages = list(
            zip(villages["name"], villages["parent"], villages["lon"], villages["lat"], strict=True)
        )
        self._seats: dict[str, list[tuple[float | None, float | None]]] = defaultdict(list)
        self._counties: dict[str, set[str]] = defaultdict(set)
        for place in towns:
            self._seats[stem(place.name)].append((place.lon, place.lat))
            self._counties[stem(place.name)].add(place.parent)
        self._towns = [(stem(place.name), place.parent) for place in towns]
        known = [(place.lon, place.lat) for place in towns if place.lon is not None and place.lat is not None]
        lons, lats = zip(*known, strict=True) if known else ((0.0,), (0.0,))
        stations = table.stations((min(lons), min(lats), max(lons), max(lats)))
        self._stations = list(zip(stations["name"], stations["lon"], stations["lat"], strict=True))

    def reason(self, bare: str) -> str:
        """Which other name it is a part of, empty when none is known."""
        if bare in self._units:
            return f"the name of {self._units[bare]} too"
        for name in _holders().get(bare, ()):
            return f"part of {name}"
        for name, county in self._towns:
            if bare in name and name != bare and county not in self._counties[bare]:
                return f"part of {name}, a town of another county"
        for name, lon, lat in self._stations:
            if name.startswith(bare) and len(name) > len(bare) + 1 and self._is_apart(bare, lon, lat):
                return f"part of the station {name}"
        for name, town, lon, lat in self._villages:
            is_other = name.startswith(bare) and self._town_of.get(town) not in (bare, None)
            if is_other and self._is_apart(bare, lon, lat):
                return f"{name} lies in {self._town_of[town]}"
        return ""

    def _is_apart(self, bare: str, lon: float, lat: float) -> bool:
        """Whether a point is farther than :data:`NEAR_KM` from the seats of the towns of a bare name."""
        return not any(
            east is not None and north is not None and _km((east, north), (lon, lat)) <= NEAR_KM
            for east, north in self._seats[bare]
        )


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two near points, WGS 84 longitude and latitude in degrees."""
    wide = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return 111.2 * math.hypot(wide, one[1] - other[1])


@cache
def _common_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rules("common_words"))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(
        word for row in rules("weak_words") if row["kind"] == kind for word in row["value"].split("|")
    )


@cache
def _letters(kind: str) -> frozenset[str]:
    return frozenset("".join(_words(kind)))


@cache
def _cities_of() -> dict[str, int]:
    """In how many cities a town has this bare name."""
    towns = table.read("town")
    pairs = {(stem(name), code[:4]) for name, code in zip(towns["name"], towns["code"], strict=True)}
    counts: dict[str, int] = {}
    for bare, _ in pairs:
        counts[bare] = counts.get(bare, 0) + 1
    return counts


@cache
def _unit_names() -> dict[str, str]:
    """Bare names of provinces, cities and counties, each with an official name that has it."""
    return {stem(str(name)): str(name) for name in sorted(units()["name"], reverse=True)}


@cache
def _holders() -> dict[str, list[str]]:
    """Runs of two to five characters inside the names of units, each with the units' names."""
    found: dict[str, list[str]] = {}
    for bare, name in sorted(_unit_names().items()):
        for start in range(len(bare)):
            for end in range(start + 2, min(len(bare), start + LONGEST) + 1):
                if end - start < len(bare):
                    found.setdefault(bare[start:end], []).append(name)
    return found
