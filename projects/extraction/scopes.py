"""What a document speaks for, and the place names that hold inside it."""

from __future__ import annotations

import re
from functools import cached_property

from geo.gazetteer import Gazetteer, Place, load_gazetteer
from geo.toponyms import Passed, Toponym, find_toponyms
from projects.extraction.candidate import Candidate
from projects.model.registry import Document

_ACCEPTED = re.compile(r"(?:推动|推进|加快|加快推进|全力推动|建设)(.{2,12}?)(?:建设|发展)")
# What may stand behind a place that acts by itself: 敦化经开区设立…, 龙川县申报….
_ACTING = re.compile(
    r"(?:县|市|区)?(?:省级|国家级)?(?:[\u4e00-\u9fff]{0,4}(?:开发区|园区)|经开区|高新区|综保区|工业集中区)?$"
)


class Scope:
    """A document's area: a city, county or zone; None when the registry does not name one we know.

    Inside a zone the names of its whole city hold, since its plan speaks of its neighbours
    by the names of the city; inside a county those of the county hold.
    """

    def __init__(self, document: Document, gazetteer: Gazetteer | None = None) -> None:
        self.document = document
        self.gazetteer = gazetteer or load_gazetteer()
        matches = self.gazetteer.lookup(document.scope) if document.scope else []
        self.place: Place | None = matches[0].place if matches else None

    @cached_property
    def city(self) -> Place | None:
        """The city that holds the scope; the scope itself when it is a province."""
        return (self.gazetteer.city_of(self.place) or self.place) if self.place else None

    def toponyms(self, text: str) -> tuple[list[Toponym], list[Passed]]:
        """Place names in *text* that mean something inside the document's area."""
        if self.place is None:
            return [], []
        return find_toponyms(text, self.gazetteer, self.place, year=self.document.year)

    def city_toponyms(self, text: str) -> list[Toponym]:
        """Place names of the whole city in *text*."""
        if self.city is None:
            return []
        return find_toponyms(text, self.gazetteer, self.city, year=self.document.year)[0]

    def names_a_place(self, text: str) -> bool:
        """Whether a place of the document's city is named in *text*."""
        return bool(self.toponyms(text)[0] or self.city_toponyms(text))

    def kind_of_place(self, name: str) -> str:
        """town or park when the whole name is one of those, empty else."""
        if self.place is None:
            return ""
        matches = self.gazetteer.lookup(name, within=self.place) or self.gazetteer.lookup(
            name, within=self.city
        )
        levels = {"town": "town", "park": "park", "zone": "park"}
        return levels.get(matches[0].place.level, "") if matches else ""

    def is_county(self, name: str) -> bool:
        """Whether the whole name is that of a county."""
        matches = self.gazetteer.lookup(name, within=self.city) if self.city else []
        return bool(matches) and all(match.place.level in ("county", "city", "province") for match in matches)

    def subject(self, text: str, found: Candidate) -> str:
        """The place that the sentence speaks of before the name.

        A park that is built first (推动高铁新区建设，加快…项目建设), where the thing settles (落户…), and a
        place that acts itself (敦化经开区设立省级医药高新区).
        """
        start = max(text.rfind(mark, 0, found.start) for mark in "。；") + 1
        before = text[start : found.clause[0]]
        parks = [
            toponym
            for toponym in self.toponyms(before)[0]
            if toponym.place
            and toponym.place.level in ("park", "zone")
            and _ACCEPTED.search(before[: toponym.end + 4])
        ]
        if parks:
            return parks[-1].text
        clause = text[found.clause[0] : found.clause[1]]
        settled = re.search(r"(?:落地|落户|位于|选址)(.{2,10})", clause[found.end - found.clause[0] :])
        if settled and (places := self.toponyms(settled.group(1))[0]):
            return places[0].text
        acting = self.toponyms(found.subject)[0]
        at = text.rfind(found.subject, 0, found.start)
        is_one = len(acting) == 1 and text[at - 1 : at] not in ("、", "和", "及", "与")
        if is_one and _ACTING.match(found.subject, acting[0].end):
            return acting[0].text
        inside = self.toponyms(text[start : found.start])[0]
        led = inside[-1] if inside and text[start : found.start].startswith("加快实施") else None
        # 高铁新区 leads a list of what is built there; a county's name is the first thing's alone.
        is_county = led is not None and led.place is not None and led.place.level == "county"
        is_next = led is not None and "、" in text[start + led.end : found.start]
        return "" if led is None or (is_county and is_next) else led.text

    def relied_on(self, text: str) -> str:
        """The town or park after 依托 at the head of a paragraph, empty when there is none."""
        for clause in re.findall(r"依托([^，。；]{2,40})", text)[:2]:
            places = [
                t
                for t in self.toponyms(clause)[0]
                if t.place and t.place.level in ("town", "park", "county", "zone")
            ]
            if places:
                return places[0].text
        return ""
