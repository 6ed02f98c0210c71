"""Projects of facilities whose point the user has imported (``geo.own.facilities``).

A name that holds the name of a facility is at its point, unless the words right beside it
say that it is another thing (附属中学), only near (周边), or a line (A至B); those words are rows of
``data/rules/facility_tails.csv``. The facility must lie in the document's area, and in the
county of every place that the name prints. Of names inside each other the longest counts.

In: a project's name, the document's scope. Out: the facility, or why none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from geo.gazetteer import Place
from projects.extraction.scopes import Scope
from projects.vocabulary.rules import rules


def facility_of(
    name: str,
    scope: Scope,
    printed: Iterable[Place] = (),
    *,
    known: Mapping[str, tuple[Place, ...]] | None = None,
) -> tuple[Place | None, list[str]]:
    """The facility that a project is at, and what was considered and not taken.

    Parameters
    ----------
    name
        The project's name.
    scope
        The document's area; none, no facility.
    printed
        Places that the name prints.
    known
        Places by the names that mean them; by default the facilities that the user has imported.
    """
    known = scope.gazetteer.facilities if known is None else known
    printed = tuple(printed)
    found = [text for text in known if text in name]
    found = [text for text in found if not any(text != longer and text in longer for longer in found)]
    rejected: list[str] = []
    places: list[Place] = []
    for text in sorted(found, key=name.index):
        if reason := _beside(name, text):
            rejected.append(f"{text}: {reason}")
            continue
        near = [place for place in known[text] if _may_be(place, scope, printed)]
        if len(near) != 1:
            why = "several facilities bear the name" if near else "the facility lies elsewhere"
            rejected.append(f"{text}: {why}")
            continue
        places += near
    if len(places) > 1:
        return None, [*rejected, f"{'、'.join(place.name for place in places)}: several facilities"]
    return (places[0] if places else None), rejected


def _beside(name: str, text: str) -> str:
    """Why the words beside *text* in *name* make it another thing; empty when they do not."""
    start = name.index(text)
    for side, pattern, reason in _tails():
        hit = pattern.match(name, start + len(text)) if side == "behind" else pattern.search(name[:start])
        if hit:
            return f"{hit.group()}: {reason}"
    return ""


def _may_be(place: Place, scope: Scope, printed: Iterable[Place]) -> bool:
    gazetteer = scope.gazetteer
    county = gazetteer.county_of(place)
    if scope.place is None or county is None:
        return False
    # The towns of a zone are its area; the facility's parent is a county where its town is not known.
    inside = gazetteer.contains(scope.place, place) or scope.place.level == "zone"
    return inside and all(
        gazetteer.contains(other, place)
        or gazetteer.county_of(other) in (None, county)
        or other.level == "zone"
        for other in printed
    )


@cache
def _tails() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (
            row["side"],
            re.compile(f"(?:{row['words']})" + ("" if row["side"] == "behind" else "$")),
            row["reason"],
        )
        for row in rules("facility_tails")
    )
