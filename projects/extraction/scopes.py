"""What a document speaks for, and the place names that hold inside it."""

from __future__ import annotations

import re
from functools import cached_property

from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer
from geo.toponyms import Passed, Toponym, find_toponyms
from projects.extraction.candidate import Candidate
from projects.model.registry import Document

_ACCEPTED = re.compile(r"(?:推动|推进|加快|加快推进|全力推动|建设)(.{2,12}?)(?:建设|发展)")
# What may stand behind a place that acts by itself: 敦化经开区设立…, 龙川县申报….
_ACTING = re.compile(
    r"(?:县|市|区)?(?:省级|国家级)?(?:[\u4e00-\u9fff]{0,4}(?:开发区|园区)|经开区|高新区|综保区|工业集中区|港区)?$"
)
# A title that is won or asked for is of the place that acts: 米易县跻身…, 支持船山…园区创建….
_WINS = "(?:入选|获批|获授|获评|荣获|跻身|入围|创成|创建|争创|申创|申报)"
_TITLED = re.compile(rf"(?:支持|推动|推进)?(?P<who>[^、和及与]{{2,20}}?)(?:成功)?{_WINS}")
# 盖州市加快建设A和B: B is there, too.
_BUILDS = re.compile(r"(?P<who>[^、和及与]{2,8}?)(?:加快|着力|大力|全力|重点)?(?:建设|打造|建成|设立)")
# What several places do each for itself: 庄浪、静宁两县建设….
_EACH = re.compile(
    r"(?:支持|推动|推进)?(?P<who>[^，。；]{5,30}?)等?(?:[两二三四五六七八九十]|\d)个?(?:县|市|区)(?!级)"
)
_ROUND = re.compile(
    r"以(?P<who>[^，。；]{2,16}?)为[^，。；]{0,2}(?:核心|重点|中心|主要)[^，。；]{0,6}(?:区|区域)，(?:着力|重点)?$"
)
_FIRST = "加快实施"


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
        return self._acting(text, found) or self._titled(text, found) or self._led(text, start, found)

    def _acting(self, text: str, found: Candidate) -> str:
        """The one place that is who builds, by itself or through its zone (敦化经开区设立…)."""
        acting = self.toponyms(found.subject)[0]
        if not acting or acting[0].place is None:
            return ""
        at = text.rfind(found.subject, 0, found.start)
        last = acting[-1]
        # 皋兰县什川镇 is one place, said with what holds it.
        is_one = text[at - 1 : at] not in ("、", "和", "及", "与") and all(
            outer.place and last.place and self.gazetteer.contains(outer.place, last.place)
            for outer in acting[:-1]
        )
        if not is_one or not _ACTING.match(found.subject, last.end):
            return ""
        return found.subject[acting[0].start : last.end]

    def _titled(self, text: str, found: Candidate) -> str:
        """The counties of which a title is, which build themselves, or of which each does."""
        clause = text[found.clause[0] : found.start]
        before = text[max(text.rfind(mark, 0, found.start) for mark in "。；") + 1 : found.clause[0]]
        # 支持仁寿县创建…名县、柳江玉屏旅游度假区创建…: the second acts itself.
        acts_itself = re.search(_WINS, text[found.end : found.clause[1]])
        for pattern in (_EACH, _TITLED):
            one = None if acts_itself else pattern.match(clause)
            if one and (counties := self._counties(one["who"])):
                return counties
        builds = _BUILDS.match(clause)
        if builds and self.is_county(builds["who"]):
            return self._counties(builds["who"])
        around = _ROUND.search(before)
        return self._counties(around["who"]) if around else ""

    def _counties(self, text: str) -> str:
        """The part of *text* that names counties from its beginning on, empty where it names other places."""
        named = self.toponyms(text)[0]
        is_whole = bool(named) and named[0].start == 0
        are_counties = all(one.place and one.place.level == "county" for one in named)
        return text[: named[-1].end] if is_whole and are_counties else ""

    def _led(self, text: str, start: int, found: Candidate) -> str:
        """The place right behind 加快实施: 高铁新区 leads the list of all that is built there."""
        words = text[start : found.start]
        inside = self.toponyms(words)[0] if words.startswith(_FIRST) else []
        if not inside or inside[0].start != len(_FIRST) or inside[0].place is None:
            return ""
        # A county's name is the first thing's alone, a city's says nothing.
        is_wide = inside[0].place.level in ("county", "city", "province")
        return "" if is_wide and "、" in words[inside[0].end :] else inside[0].text

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
