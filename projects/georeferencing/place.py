"""The chain that gives each Mention its place.

Steps, in order; the first that gives a place wins and is named in ``method``:

1. ``column``       the place of construction that a project list gives in a column of its own
2. ``name``         a place printed in the name
3. ``item``         a place printed in the rest of the item
4. ``subject``      the place that the sentence or the base around it is about
5. ``category``     the place that heads the item (东昌府区：堂邑镇、…)
6. ``fact``         a thing or company that a document names under a place (``projects.georeferencing.facts``)
7. ``responsible``  the responsible unit, when it is a single town or park
8. ``scope``        the area of the document

Before all of them stands ``facility``: the name holds a facility of which the user has
imported the point (``projects.georeferencing.facilities``).

A step that only repeats the document's own area is kept in mind, and later steps may be more precise.
A line (高铁, 高速, 河) is never put at one town by a fact, nor by the name of one of its ends. Every place
that was considered and not taken is kept with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from geo.gazetteer import Place
from geo.toponyms import Toponym
from projects.extraction.mention import Mention
from projects.extraction.names import whole_names
from projects.extraction.scopes import Scope
from projects.extraction.words import name_end
from projects.georeferencing.areas import LEVEL_OF
from projects.georeferencing.facilities import facility_of
from projects.georeferencing.facts import Fact, FactBook
from projects.vocabulary.rules import rules

_LINE = re.compile(
    r"(高铁|高速|铁路|公路|快速路|快线|通道|路网|河道|运河(?!.*(小镇|古镇|文化港|城))|灌区|长廊|水系|管网)(?!.*(站|新区|物流园|小镇|古镇|枢纽|物流中心))"
)
_SECTION = re.compile(
    r"[\u4e00-\u9fff]至[\u4e00-\u9fff]{1,12}段|[至\-—－~～].{1,12}(?:高速|公路|快速路|铁路|高铁|省道|国道|管道|管线|供水|.{0,4}输电)"
)
# Long by nature, so that a town in the name (乌石支线) is only one that it passes or reaches.
_LONG = re.compile(
    r"(?:支线|快线|高速|高速公路|铁路|高铁|航道)(?:新建|改?扩建|改造|建设)?(?:工程|项目)?(?:[一二三]期)?）?$"
)
_DASH = "[-—–－~～]"
METHOD_FACILITY = "facility"
OWN_ITEM = 300  # characters of an item that is longer than what is said of one project
_RANK = {"town": 0, "park": 0, "zone": 1, "county": 1, "city": 2, "province": 3}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a Mention is, and why. Of level none ``places`` is empty or a province: no level is so wide."""

    places: tuple[Place, ...]
    level: str
    method: str
    evidence: str
    confidence: float
    places_in_text: str
    rejected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one step gave."""

    places: list[Place]
    method: str
    evidence: str


def place(mention: Mention, scope: Scope, facts: FactBook) -> Placement:
    """Run the chain for one Mention.

    Parameters
    ----------
    mention
        As extraction gives it.
    scope
        What its document speaks for.
    facts
        What all documents state.

    Returns
    -------
    Placement
        Of level ``none`` in a province alone; without places where the name lies abroad or the document's
        area is not known.
    """
    chain = _Chain(mention, scope, facts)
    found = next(filter(None, (step(chain) for step in _STEPS)))
    level = _level(mention, found.places, scope) if found.places else "none"
    return Placement(
        tuple(found.places),
        level,
        found.method,
        found.evidence,
        confidence_of(found.method, level),
        "|".join(dict.fromkeys(text for text, _ in chain.named + chain.inside_item)),
        tuple(chain.rejected),
    )


class _Chain:
    """The steps for one Mention; what they consider and do not take is added to ``rejected``."""

    def __init__(self, mention: Mention, scope: Scope, facts: FactBook) -> None:
        self.mention, self.scope, self.facts = mention, scope, facts
        self.named, passed = _toponyms(mention.name, scope)
        self.inside_item, passed_item = _toponyms(mention.text, scope)
        self.rejected = [f"{text}: {reason}" for text, reason in dict.fromkeys(passed + passed_item)]
        self.is_line = names_a_line(mention.name)

    def nowhere(self) -> _Found | None:
        if abroad := _abroad(self.mention.name):
            return _Found([], "abroad", f"name: {abroad}")
        if self.scope.place is None:
            self.rejected.append("the document's area is not known to the gazetteer")
            return _Found([], "none", "")
        return None

    def facility(self) -> _Found | None:
        facility, reasons = facility_of(self.mention.name, self.scope, _places(self.named, self.scope))
        self.rejected += reasons
        if not facility or self.is_line:
            return None
        return _Found([facility], METHOD_FACILITY, f"facility: {facility.name} ({facility.source})")

    def column(self) -> _Found | None:
        return self._printed("column", _column_places(self.mention, self.named, self.scope))

    def name(self) -> _Found | None:
        found = _places(self.named, self.scope)
        precise = _most_precise(found, self.scope)
        if precise and not _covers_list(self.mention.name, self.scope):
            self.rejected.append(f"{_names(precise)}: only a part of the list is there")
            return None
        if precise and _is_of_another(self.mention.name, precise, self.scope):
            self.rejected.append(f"{_names(precise)}: only the second of two things is there")
            return None
        if precise and _is_one_end(self.mention.name, precise, self.named):
            self.rejected.append(f"{_names(precise)}: one end of a line, the other is not known")
            # 满归-根河公路: the other end is the county itself, in which the whole line lies.
            precise = [place for place in found if place.level in ("zone", "county")]
        return self._printed("name", precise)

    def item(self) -> _Found | None:
        if self.is_line:
            return None
        return self._printed("item", _item_places(self.mention, self.inside_item, self.scope))

    def subject(self) -> _Found | None:
        subject = self.mention.subject
        named = _toponyms(subject, self.scope)[0] if subject else []
        found = _most_precise(_places(named, self.scope), self.scope)
        return _Found(found, "subject", f"sentence: {subject}") if found else None

    def category(self) -> _Found | None:
        category = self.mention.category
        heading = [
            (text, found)
            for text, found in _toponyms(category, self.scope)[0]
            # 堂邑镇：… is headed by a place, 着力建设…黄果树世界级旅游景区 only speaks of one.
            if category.startswith(text) and not _is_word(text, self.scope)
        ]
        headed = _most_precise(_places(heading, self.scope), self.scope)
        if not headed or _is_coarse(headed, self.scope):
            return None
        return _Found(headed, "category", f"category: {category}")

    def fact(self) -> _Found | None:
        about = self.facts.about(self.mention, self.scope)
        known = [fact for fact in about if not _is_unit(fact.entity, self.scope)]
        if self.is_line:
            self.rejected += [f"{fact.evidence()}: a line is not at one place" for fact in known]
        if not known or self.is_line:
            return None
        first, *others = _agreed(known)
        is_one = all(fact.place.code == first.place.code for fact in others)
        if not is_one or _is_coarse([first.place], self.scope):
            self.rejected += [f"{fact.evidence()}: several places bear it" for fact in known]
            return None
        weaker = [fact for fact in known if fact.place.code != first.place.code]
        self.rejected += [f"{fact.evidence()}: a weaker statement" for fact in weaker]
        return _Found([first.place], "fact", first.evidence())

    def responsible(self) -> _Found | None:
        units = _responsible(self.mention, self.scope)
        return _Found(units, "responsible", f"responsible: {units[0].name}") if len(units) == 1 else None

    def scope_itself(self) -> _Found:
        assert self.scope.place is not None, "nowhere() came before"
        coarse = _most_precise(_places(self.named, self.scope), self.scope)
        evidence = f"scope: {self.scope.place.name}"
        return _Found(
            [self.scope.place], "scope", f"name: {_names(coarse)}; {evidence}" if coarse else evidence
        )

    def _printed(self, method: str, found: list[Place]) -> _Found | None:
        """Places that the item prints, unless they say no more than the document's area does."""
        precise = _most_precise(found, self.scope)
        if precise and _is_coarse(precise, self.scope):
            self.rejected.append(f"{_names(precise)}: only the document's own area")
            return None
        return _Found(precise, method, f"{method}: {_names(precise)}") if precise else None


_STEPS: tuple[Callable[[_Chain], _Found | None], ...] = (
    *(_Chain.nowhere, _Chain.facility, _Chain.column, _Chain.name, _Chain.item, _Chain.subject),
    *(_Chain.category, _Chain.fact, _Chain.responsible, _Chain.scope_itself),
)


def _toponyms(text: str, scope: Scope) -> tuple[list[tuple[str, Place]], list[tuple[str, str]]]:
    found, passed = scope.toponyms(text)
    found, beside = _of_one_county(found, scope)
    sure = [(toponym.text, toponym.place) for toponym in found if toponym.place is not None]
    unsure = [
        (t.text, "may be " + " or ".join(match.place.name for match in t.matches))
        for t in found
        if t.place is None
    ]
    return sure, [(p.text, p.reason) for p in passed] + unsure + beside


def _of_one_county(found: list[Toponym], scope: Scope) -> tuple[list[Toponym], list[tuple[str, str]]]:
    """Without bare names of towns right behind the name of another county: 临清古城 is not 古城镇 of 莘县."""
    kept: list[Toponym] = []
    passed = []
    for one in found:
        before = next((t for t in kept if t.end == one.start and t.place), None)
        is_bare = one.place is not None and one.place.level == "town" and one.text != one.place.name
        county = before.place if before and before.place and before.place.level == "county" else None
        if one.place and is_bare and county and not scope.gazetteer.contains(county, one.place):
            passed.append((one.text, f"stands behind the name of {county.name}, which does not hold it"))
        else:
            kept.append(one)
    return kept, passed


def _is_word(text: str, scope: Scope) -> bool:
    """Whether a heading may be an everyday word (振兴), which places nothing although a town is named so."""
    return scope.gazetteer.weak.get(text, "head") != "head"


def _places(found: list[tuple[str, Place]], scope: Scope) -> list[Place]:
    return list({place.code: place for _, place in found}.values())


def _covers_list(name: str, scope: Scope) -> bool:
    """Whether each of several things in a name has a place of its own: 闫寺中心小学、嘉明实验小学."""
    pieces = whole_names(name)
    if name.count("、") >= 2:
        several = re.split("、", re.sub(r"[（(][^（()）]*[）)]", "", name))
        if 2 * sum(bool(name_end(piece)) for piece in several) > len(several):
            pieces = several
    return len(pieces) == 1 or all(scope.toponyms(piece)[0] for piece in pieces)


def _is_of_another(name: str, places: list[Place], scope: Scope) -> bool:
    """Whether a town is printed only behind a thing without place (高铁西站和调顺跨海大桥)."""
    first, _, second = re.sub(r"[（(][^（()）]*[）)]", "", name).partition("和")
    is_pin = any(place.level in ("town", "park") for place in places)
    return bool(is_pin and second and name_end(first) and not scope.toponyms(first)[0])


def _is_one_end(name: str, places: list[Place], named: list[tuple[str, Place]]) -> bool:
    """Whether a line (…河…至博平段, 满归-根河, 乌石支线) names one town or park alone: the rest is open.

    Of 耀州惠塬至印台陈炉 the town is one end, too: what is left are the counties.
    """
    towns = [place for place in places if place.level in ("town", "park")]
    if len(towns) != 1:
        return False
    if any(re.search(f"{re.escape(text)}至", name) for text, place in named if place not in towns):
        return False  # 皋兰至青白石: the county is the other end
    joined = [re.escape(text) for text, place in named if place == towns[0]]
    dash, to = ("至", "至") if len(places) > 1 else (_DASH, "至(?!.*连接线$)")  # a short link is near its end
    if len(places) == 1 and (_LONG.search(name) or _SECTION.search(name)):
        return True
    return any(
        re.search(f"{text}(?:{dash}|{to})[\u4e00-\u9fff]|[\u4e00-\u9fff](?:{dash}|{to}.{{0,4}}){text}", name)
        for text in joined
    )


def _column_places(mention: Mention, named: list[tuple[str, Place]], scope: Scope) -> list[Place]:
    """Places of the list's own column; empty when it has only a county and the name is more precise."""
    if mention.given is None or not mention.given.place:
        return []
    found = _most_precise(_places(_toponyms(mention.given.place, scope)[0], scope), scope)
    is_wide = all(place.level in ("zone", "county", "city", "province") for place in found)
    finer = any(
        outer.code != inner.code and scope.gazetteer.contains(outer, inner)
        for outer in found
        for inner in _places(named, scope)
    )
    return [] if is_wide and finer else found


def _item_places(mention: Mention, found: list[tuple[str, Place]], scope: Scope) -> list[Place]:
    """Places in the rest of an item: only where the item describes this one project."""
    if not mention.listed or mention.text == mention.name or len(mention.text) > OWN_ITEM:
        return []
    if mention.text.partition(mention.name)[2].startswith("、"):
        return []  # 建成甲示范园、樊川基地 are two things
    towns = [place for _, place in found if place.level in ("town", "park")]
    return list({place.code: place for place in towns}.values())


def _most_precise(places: list[Place], scope: Scope) -> list[Place]:
    """Drop places that hold another of them: 莘县 beside 古云镇."""
    return [
        outer
        for outer in places
        if not any(inner.code != outer.code and scope.gazetteer.contains(outer, inner) for inner in places)
    ]


def _is_coarse(places: list[Place], scope: Scope) -> bool:
    """Whether this says no more than the document's area does. The cities of a province do say more."""
    area = scope.place
    assert area is not None
    return all(
        place.code == area.code
        or (place.level in ("city", "province") and not scope.gazetteer.contains(area, place))
        for place in places
    )


def _is_unit(name: str, scope: Scope) -> bool:
    """Whether a county of the document's city, or the city, bears a name (长白县): no town holds it."""
    ranked = (name + rank for rank in ("", "县", "市", "区"))
    matches = (match for text in ranked for match in scope.gazetteer.lookup(text, within=scope.city))
    return any(match.place.level in ("county", "city", "province") for match in matches)


def _agreed(facts: list[Fact]) -> list[Fact]:
    best = min(fact.strength for fact in facts)
    return [fact for fact in facts if fact.strength == best]


def _responsible(mention: Mention, scope: Scope) -> list[Place]:
    """Towns and parks among the responsible units; empty when the units speak for all towns."""
    towns: dict[str, Place] = {}
    for unit in mention.responsible:
        if re.match(r"(各|有关|相关)", unit):
            return []
        for toponym in scope.toponyms(unit)[0]:
            if toponym.place and toponym.place.level in ("town", "park") and toponym.start == 0:
                towns[toponym.place.code] = toponym.place
    return list(towns.values())


def _level(mention: Mention, places: list[Place], scope: Scope) -> str:
    if len(places) > 1:
        return "multi"
    if scope.gazetteer.is_municipality(places[0]):
        return "city"
    level = LEVEL_OF[places[0].level]
    is_itself = places[0].level == "zone" and mention.name == places[0].name
    return "park" if is_itself else level


def names_a_line(name: str) -> bool:
    """Whether a project is a line (高铁, 高速, 河道), which is at no one point."""
    return bool(_LINE.search(name))


def confidence_of(method: str, level: str) -> float:
    """How sure a placement of this method and level is.

    ``data/rules/confidence.csv``: never above what hand-made labels found right (``evaluate``), and
    less where they are few.
    """
    for row in rules("confidence"):
        if row["method"] == method and row["level"] in (level, ""):
            return float(row["confidence"])
    return 0.5


def _names(places: list[Place]) -> str:
    return "|".join(place.name for place in places)


def _abroad(name: str) -> str:
    found = _countries().search(name)
    return found.group() if found else ""


@cache
def _countries() -> re.Pattern[str]:
    """Names of countries, as patterns: 内蒙古 and 蒙古族 are none."""
    return re.compile("|".join(row["name"] for row in rules("abroad")))
