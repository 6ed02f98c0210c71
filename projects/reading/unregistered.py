"""What an unregistered plan tells of itself: the area and the years in its head.

A file that no registry names is still read. Its title names the area (聊城市…规划纲要) and
the period (第十三个五年, 2023—2025年, 2024年); both are looked for in the first lines only, and the
caller is told what was taken from there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from geo.gazetteer import Gazetteer, Place
from projects.registry import Document

HEAD_CHARACTERS = 600
_FIVE_YEAR = re.compile(r"第?十([二三四五六])(?:个)?五(?:年|”|时期|规划)?")
_TITLE = re.compile(
    r"规划|报告|方案|计划|清单|名单|要点|意见|项目表|项目库|分解|(?:20\d\d年|十.五).*重[点大]"
)
_TITLE_LINES = 40
_RANGE = re.compile(r"(20\d\d)\s*(?:年)?\s*[—\-－~～至到]+\s*(20\d\d)\s*年")
_YEAR = re.compile(r"(20\d\d)\s*年")


def described(document: Document, text: str, gazetteer: Gazetteer) -> tuple[Document, str]:
    """*document* with scope and period filled from the head of *text* where the registry gave none.

    The second value is a line that says what was taken, empty when nothing was missing.
    """
    head = re.sub(r"\s+", "", text[: 3 * HEAD_CHARACTERS])[:HEAD_CHARACTERS]
    title = _title(text[: 3 * HEAD_CHARACTERS])
    taken = []
    if not document.scope and (place := _area(title, head, gazetteer)):
        document = replace(document, scope=place.name, scope_level=place.level)
        taken.append(place.name)
    if document.period_start is None and (years := _period(title) or _period(head)):
        document = replace(document, period_start=years[0], period_end=years[1])
        taken.append(f"{years[0]}–{years[1]}")
    if not taken:
        return document, ""
    return document, f"{document.file}: not in the registry; from its head: {', '.join(taken)}"


def _area(title: str, head: str, gazetteer: Gazetteer) -> Place | None:
    """The county or city that the title names, else the one named most often in the head.

    A county goes before the city that holds it. A title that speaks of a province or an autonomous
    region (自治区层面…) and names no city means the one that the head names.
    """
    if places := _places(title, gazetteer):
        return places[0]
    provinces = [place for place in gazetteer.places.values() if place.level == "province"]
    for text in (title, head) if re.search("省|自治区", title) else (title,):
        if found := next((place for place in provinces if place.name in text), None):
            return found
    return next(iter(_places(head, gazetteer)), None)


def _title(text: str) -> str:
    """The first line that says what the document is, with the short lines before it."""
    before: list[str] = []
    for line in text.splitlines()[:_TITLE_LINES]:
        bare = re.sub(r"[\s#*]+", "", line)
        if not bare or re.search("[>＞»]", bare):  # or the way to a page
            continue
        if 8 <= len(bare) <= 60 and "。" not in bare and _TITLE.search(bare):
            return "".join([*before[-1:], bare])
        before = [*before, bare] if len(bare) <= 40 else []
    return ""


def _places(text: str, gazetteer: Gazetteer) -> list[Place]:
    """Counties and cities that *text* names, the most frequent first; no city beside a county of it."""
    names = Counter(re.findall(_official_names(gazetteer), text))
    places = [match.place for name in names for match in gazetteer.lookup(name)[:1]]
    places = [
        place
        for place in places
        if not any(other.code != place.code and gazetteer.contains(place, other) for other in places)
    ]
    return sorted(places, key=lambda place: -names[place.name])


@cache
def _official_names(gazetteer: Gazetteer) -> str:
    names = {
        place.name
        for place in gazetteer.places.values()
        if place.level in ("city", "county", "zone") and len(place.name) >= 2
    }
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


def _period(head: str) -> tuple[int, int] | None:
    if found := _RANGE.search(head):
        return int(found.group(1)), int(found.group(2))
    if found := _FIVE_YEAR.search(head):
        start = 2001 + 5 * ("二三四五六".index(found.group(1)) + 2)
        return start, start + 4
    if found := _YEAR.search(head):
        return int(found.group(1)), int(found.group(1))
    return None
