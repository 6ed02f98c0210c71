"""Whether the place of a record is that of its label.

Right is a record whose places are the label's, both looked up in the gazetteer. Of many cities
the gazetteer knows counties only: where it does not know the label's place, the county must be the
label's, and where the label tells no county either, the place is not judged. What has the name of the
label's town, park or site in another province is not it (西山 is a district of Kunming).

Labels tell what the document supports. A record that a table of known ground (a facility, a company's seat)
places more precisely is right when its place lies in the label's: the table, not the reading, says more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from geo.gazetteer import Gazetteer
from projects.evaluation.labelled import Label
from projects.georeferencing import companies
from projects.georeferencing.place import METHOD_FACILITY
from projects.model.records import LIST_SEPARATOR, Record

RANK = {"site": 0, "park": 1, "town": 1, "multi": 1, "county": 2, "city": 3, "none": 4}
BESIDE_THE_DOCUMENT = (METHOD_FACILITY, companies.METHOD)
_FINE = ("site", "park", "town")
_FAR_KNOWN = ("county", "city", "province", "zone")


class Places:
    """Judge of the places of one document, told by its records which province it is in."""

    def __init__(self, records: Iterable[Record], gazetteer: Gazetteer) -> None:
        self._records = tuple(records)
        self._gazetteer = gazetteer

    @cached_property
    def province(self) -> str:
        """The first two digits of most of the records' places; empty when none has a place."""
        codes = (code for record in self._records for code in record.place_code.split(LIST_SEPARATOR))
        return next((two for two, _ in Counter(code[:2] for code in codes if code).most_common(1)), "")

    def is_right(self, label: Label, record: Record) -> bool | None:
        """Whether the record's place is the label's; None when the label does not allow to tell."""
        if not label.place:
            return None
        wanted = self._codes(label.place, is_fine=label.level in _FINE)
        given = self._codes(record.place)
        if wanted == given or (record.method in BESIDE_THE_DOCUMENT and self._holds(wanted, given)):
            return True
        if all(known for _, known in wanted):
            return False
        if not label.county:
            return None
        return self._codes(label.county) == self._codes(record.county)

    def _holds(self, outer: frozenset[tuple[str, bool]], inner: frozenset[tuple[str, bool]]) -> bool:
        """Whether each of the *inner* places lies in one of the *outer* ones."""
        wide = [place for code, known in outer if known and (place := self._gazetteer.place(code))]
        fine = [place for code, known in inner if known and (place := self._gazetteer.place(code))]
        return len(fine) == len(inner) > 0 and all(
            any(self._gazetteer.contains(one, other) for one in wide) for other in fine
        )

    def _codes(self, names: str, *, is_fine: bool = False) -> frozenset[tuple[str, bool]]:
        """Code of each name joined with |, and whether it is one; an unknown name stands for itself."""
        parts = (name.strip() for name in names.split(LIST_SEPARATOR))
        return frozenset(self._code(name, is_fine) for name in parts if name)

    def _code(self, name: str, is_fine: bool) -> tuple[str, bool]:
        found = [match.place for match in self._gazetteer.lookup(name)]
        near = [place for place in found if place.code.startswith(self.province)]
        far = [] if is_fine else [place for place in found if place.level in _FAR_KNOWN]
        if place := next(iter([*near, *far]), None):
            return place.code, True
        return name, False
