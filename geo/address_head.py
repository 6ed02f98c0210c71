"""The province, city or county that a text begins with (山东省聊城市莘县古云镇).

In: the gazetteer, a text without white space. Out: the last unit of the chain and where
its name ends. Names of units are kept by their first two characters with the lengths that
occur, and what a name means inside a unit is worked out once: addresses repeat them.
"""

from __future__ import annotations

from collections import defaultdict

from geo.gazetteer import Gazetteer, Place, clearest
from geo.ranks import has_rank
from geo.toponyms import is_street

NATIONWIDE = ("province", "city", "county")  # levels that the gazetteer has for all China
_LONGEST = 12


class AddressHead:
    """Reads the units at the head of texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the gazetteer."""
        self._gazetteer = gazetteer
        self._is_bare: dict[str, bool] = {}  # of each name of a unit: without rank
        for name in gazetteer.names:
            if 2 <= len(name) <= _LONGEST and any(
                match.place.level in NATIONWIDE for match in gazetteer.lookup(name)
            ):
                self._is_bare[name] = not has_rank(name)
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._is_bare:
            lengths[name[:2]].add(len(name))
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}
        self._units: dict[tuple[str, str, int | None], Place | None] = {}

    def read(self, text: str, year: int | None) -> tuple[Place | None, int]:
        """The last unit at the head of *text* and the position behind its name; None and 0 without one."""
        place, end = None, 0
        while step := self._next(text, end, place, year):
            place, end = step
            if place.level == "county":
                break
        return place, end

    def _next(
        self, text: str, start: int, parent: Place | None, year: int | None
    ) -> tuple[Place, int] | None:
        for length in self._lengths.get(text[start : start + 2], ()):
            end = start + length
            name = text[start:end]
            is_bare = self._is_bare.get(name)
            if is_bare is None:
                continue
            place = self._unit(name, parent, year)
            if place is None or place is parent:
                continue
            # Bare names of counties are too often words; those of provinces and cities count unless a street.
            if is_bare and (place.level == "county" or is_street(text, end)):
                continue
            return place, end
        return None

    def _unit(self, name: str, parent: Place | None, year: int | None) -> Place | None:
        """The one unit that a name means inside *parent*, None when it means none or several places."""
        asked = (name, parent.code if parent else "", year)
        if asked not in self._units:
            found = clearest(self._gazetteer.lookup(name, within=parent, year=year))
            places = [match.place for match in self._gazetteer.outermost(found)]
            is_unit = len(places) == 1 and places[0].level in NATIONWIDE
            self._units[asked] = places[0] if is_unit else None
        return self._units[asked]
