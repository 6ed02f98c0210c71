"""A place that one mention of a project has serves all mentions of it.

Mentions of one real project (``projects.linkage``) that their own documents place no closer than a county or
the city take the place of those that are placed closer, when all of these agree and it lies in the area
that the coarse one is known to be in. A record on a line, and one that a person has edited, stays as it is.

In: records with ``project`` filled. Out: the same records, in the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geo.gazetteer import Gazetteer
from projects.georeferencing import courses
from projects.georeferencing.areas import Areas, put_at
from projects.georeferencing.place import confidence_of
from projects.model.records import LIST_SEPARATOR, Record

METHOD = "project"
_FINE = ("site", "town", "park")
_WIDE = ("county", "city")


def shared(records: Sequence[Record], gazetteer: Gazetteer, areas: Areas) -> list[Record]:
    """The records, each group's one fine place given to its coarse members.

    Parameters
    ----------
    records
        Of all documents, with ``project`` filled; those without one stay as they are.
    gazetteer
        The places of their codes, and which lies in which.
    areas
        Points and radii of these places.

    Returns
    -------
    list[Record]
        As many, in the same order; method ``project`` tells which were moved.
    """
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.project:
            groups[record.project].append(record)
    given = {key: _best(group) for key, group in groups.items()}
    return [_with(record, given.get(record.project), gazetteer, areas) for record in records]


def _best(group: Sequence[Record]) -> Record | None:
    """The surest of the records that name a group's one fine place; None when they name none or several."""
    fine = [record for record in group if record.level in _FINE and record.method != METHOD]
    if len({record.place_code for record in fine}) != 1:
        return None
    return max(fine, key=lambda record: (record.confidence or 0.0, record.id))


def _with(record: Record, best: Record | None, gazetteer: Gazetteer, areas: Areas) -> Record:
    is_open = record.level in _WIDE and record.method != courses.METHOD and record.status != "edited"
    place = gazetteer.place(best.place_code) if best and is_open else None
    if best is None or place is None or not is_open:
        return record
    within = [p for code in record.place_code.split(LIST_SEPARATOR) if (p := gazetteer.place(code))]
    if not any(outer.code != place.code and gazetteer.contains(outer, place) for outer in within):
        return record
    where = f"{best.document} {best.section}" + (f"({best.item})" if best.item else "")
    found = put_at(
        record, place, gazetteer, areas, method=METHOD, evidence=f"{METHOD}: {where} ∈ {place.name}"
    )
    sure = min(confidence_of(METHOD, found.level), best.confidence or 0.0)
    return replace(found, confidence=sure)
