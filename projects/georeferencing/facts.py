"""What the documents themselves say about who is where.

A plan names companies, parks and facilities under a town (``8.郑家镇。…依托金帝、人和等企业``),
under a base that relies on a town (``依托凤凰工业园和中通、力得、泰一锂电池``), or with the county in
front of the name (阳谷景阳冈). Each such statement is a :class:`Fact`: entity ∈ place, with
document, section and item. ``projects.georeferencing.place`` asks :class:`FactBook` which fact, if any,
places a project; an entity that stands under two places places nothing.

Strength: 1 named under the place itself, 2 named beside it in a passage about the place,
3 printed elsewhere with its county before the name, 4 a firm that a county's or zone's plan lists among its
own projects: it is there as long as no other place speaks against it.

Only what has the name of a firm or a facility is stated: it ends in one of their words (``firm_words``,
``name_ends``, ``fact_ends``), is listed as one of the firms (金帝、人和等企业), has such a word right
behind it, or stands where a list of projects has the firm. 早点来, 穆桂英 and 香瓜 are none, and 天府
cut from 天府动力源 is none.

What a statement places shrinks with how little its name says (``projects.georeferencing.factmatch``); a firm
of two letters that is known by its county alone may be another firm in another document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geo.gazetteer import Gazetteer, Place
from projects.extraction.brackets import bracket_depth
from projects.extraction.entries import box_type, entries
from projects.extraction.extract import Extraction
from projects.extraction.lexicon import opening
from projects.extraction.mention import Mention
from projects.extraction.names import head_core, is_shared, key, without_region
from projects.extraction.scopes import Scope
from projects.extraction.tasks import Task
from projects.extraction.units import Box, Passage
from projects.extraction.values import company as firm_in
from projects.extraction.values import has_firm_word
from projects.extraction.words import has_own_letters, name_end
from projects.georeferencing.factmatch import (
    LONG_CLASS,
    MIN_CORE,
    is_another_house,
    is_landmark,
    same_beginning,
    same_class,
    same_company,
    same_thing,
)
from projects.vocabulary.rules import rules

_RELIES = re.compile(r"(?:依托|围绕|发挥)((?:(?!依托)[^。；;]){2,120})")
_FIRM_LIST = re.compile(r"等[^，。；]{0,12}(企业|公司|集团|领军)")
_ENTITY_END = re.compile(r"(等.*|项目|建设|为领军企业|为龙头.*|为支撑|区位优势|优势|龙头企业|企业)$")
_TRAILING = re.compile(
    r"[，,](?:发展|打造|建设|积极|大力|做大|加快|实现|培育|推动|以|聚焦|建立|鼓励|加强|争|集成|有效|引).*"
)
_FACILITY = re.compile(
    r"(广场|中心|园|平台|小镇|纪念|湿地|博览|书院|项目|基地|市场|商城|古镇|数据湖|大厦|研究院|科创|学院|学校|工厂|云)"
)


_NEAR = ("county", "zone", "town", "park")
NAMESAKE = 4  # letters of a name that a project is named after
WHOLE_CORE = 3  # letters of its own where a list has the firm
WHOLE_FIRM = 4  # letters of a firm's name, its word among them, that tell it in the plan of another area


@dataclass(frozen=True, slots=True)
class Fact:
    """``entity`` ∈ ``place``, as a document says it."""

    entity: str
    place: Place
    document: str
    section: str
    item: str
    strength: int
    is_company: bool
    area: str  # code of the area that the document speaks for

    def evidence(self) -> str:
        """One line: ``dongchangfu-14fyp 专栏10(8): 金帝 ∈ 郑家镇``."""
        where = f"{self.section}({self.item})" if self.item else self.section
        return f"{self.document} {where}: {self.entity} ∈ {self.place.name}"


_Key = tuple[Fact, str, str, bool]  # a fact, its key, its head without the class, whether letters are its own


class FactBook:
    """All facts of all documents, asked by a project's name."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = sorted(
            set(facts), key=lambda f: (f.strength, f.document, f.section, f.item, f.entity, f.place.code)
        )
        self._by_area: dict[str, list[_Key]] = {}
        self._keys: list[_Key] = [
            (
                fact,
                key(fact.entity),
                core,
                has_own_letters(fact.entity) or (fact.is_company and len(core) >= MIN_CORE),
            )
            for fact in self.facts
            for core in [head_core(fact.entity)]
        ]

    def _inside(self, area: Place, gazetteer: Gazetteer) -> list[_Key]:
        """The facts whose place lies in *area*, of names that are not many's."""
        if area.code not in self._by_area:
            self._by_area[area.code] = [
                found
                for found in self._keys
                if gazetteer.contains(area, found[0].place) and not is_shared(found[0].entity)
            ]
        return self._by_area[area.code]

    def about(self, mention: Mention, scope: Scope) -> list[Fact]:
        """Facts that speak of the thing or the company of a mention, strongest first.

        Only facts inside the document's city count; a fact of another document that says
        where a company is holds for plans of the same area only, since a firm of that name
        may be another one elsewhere.
        """
        if scope.place is None:
            return []
        name = mention.name
        places = tuple(toponym.text for toponym in scope.city_toponyms(name))
        own, core = key(name, places), head_core(name, places)
        found: list[Fact] = []
        for fact, entity, entity_core, is_own in self._inside(scope.place, scope.gazetteer):
            if not is_own:
                if same_class(name, own, fact.entity, entity, in_same_plan=fact.document == mention.document):
                    found.append(fact)
                continue
            if fact.document != mention.document and fact.strength == 3 and len(fact.entity) == 2:
                continue
            printed = len(fact.entity) >= 5 and fact.entity in name
            is_thing = printed or same_thing(own, entity)
            if not is_thing and is_another_house(name, fact.entity):
                continue
            if fact.area != scope.place.code:  # another plan's area: only things, not firms of the same name
                is_whole_firm = fact.strength == 4 and len(entity) >= WHOLE_FIRM and entity in own
                if is_whole_firm or (is_thing and not fact.is_company):
                    found.append(fact)
            elif fact.strength == 4:
                continue  # its own plan says it of the project itself
            elif (
                is_thing
                or same_company(own, core, entity_core, is_company=fact.is_company)
                or same_beginning(name, own, fact.entity, entity)
                or (fact.strength == 1 and not fact.is_company and is_landmark(name, fact.entity))
            ):
                found.append(fact)
        return found


def read_facts(extraction: Extraction, scope: Scope) -> list[Fact]:
    """Facts that one document states.

    Parameters
    ----------
    extraction
        The document as it was read.
    scope
        What it speaks for; names of places hold inside it.

    Returns
    -------
    list[Fact]
        In the order in which they are looked for, some more than once; :class:`FactBook` sorts them.
    """
    facts: list[Fact] = []
    subject: Place | None = None
    for unit in extraction.tree.units:
        if isinstance(unit, Box):
            facts += _positioning(extraction, unit, scope)
            continue
        text = unit.body.text if isinstance(unit, Task) else unit.paragraph.text
        if isinstance(unit, Passage):
            if not text.startswith(("——", "一一")):
                subject = None
                lead = text.split("。", 1)[0]
                if len(lead) <= 20 and name_end(lead) and (named := scope.relied_on(text)):
                    subject = _resolve(scope, named)
                    if subject:
                        facts.append(_fact(lead, subject, extraction, unit.section, "", 2, company=False))
            facts += _beside(extraction, unit.section, text, subject, scope)
    facts += _with_county(extraction, scope)
    facts += _of_district(extraction, scope)
    facts += _brands(extraction, scope)
    for mention in extraction.mentions:
        place = _resolve(scope, mention.subject) if mention.subject else None
        if place is not None and place.level in ("town", "park", "zone"):
            facts.append(
                _fact(mention.name, place, extraction, mention.section, mention.item, 2, company=False)
            )
    listed = [mention.name for mention in extraction.mentions if mention.listed]
    return [fact for fact in facts if fact.strength >= 3 or _is_named(fact, listed)]


def _is_named(fact: Fact, listed: list[str]) -> bool:
    """Whether an entity has the name of a firm or a facility.

    Those listed as firms have, and so has what a listed project is named after (梦幻后姜).
    """
    entity = fact.entity
    is_own = has_own_letters(entity)
    return (
        fact.is_company
        or has_firm_word(entity)
        or (bool(name_end(entity)) and (is_own or len(entity) >= LONG_CLASS))
        or entity.endswith(_fact_ends())
        or (is_own and len(entity) >= NAMESAKE and any(entity in name for name in listed))
    )


def _of_district(extraction: Extraction, scope: Scope) -> list[Fact]:
    """Firms of the projects that the plan of a county or zone lists: each is of that area."""
    if scope.place is None or scope.place.level not in ("county", "zone"):
        return []
    facts = []
    for one in extraction.mentions:
        named = scope.city_toponyms(one.name)
        near = [t.place for t in named if t.place and t.place.level in _NEAR]
        if not all(scope.gazetteer.contains(scope.place, place) for place in near):
            continue  # 临清润林牧业 in a plan of another county
        core = head_core(one.name, tuple(toponym.text for toponym in named))
        firm = firm_in(one.name, core) if one.listed else ""
        if has_firm_word(firm) and len(core) >= MIN_CORE and not is_shared(core):
            bare = without_region(firm, tuple(toponym.text for toponym in scope.city_toponyms(firm)))
            facts.append(_fact(bare, scope.place, extraction, one.section, one.item, 4, company=True))
    return facts


def _positioning(extraction: Extraction, box: Box, scope: Scope) -> list[Fact]:
    """``N.郑家镇。…依托金帝、人和等企业``: everything relied on is in the town."""
    if box_type(box.title).type not in ("positioning", "towns"):
        return []
    facts = []
    for entry in entries(box):
        place = _resolve(scope, entry.name.text)
        if place is None or place.level not in ("town", "park", "zone"):
            continue
        text = entry.text.text[len(entry.name.text) :]
        for entity, company in _entities(text):
            facts.append(_fact(entity, place, extraction, box.label, entry.item, 1, company=company))
    return facts


def _beside(
    extraction: Extraction, section: str, text: str, subject: Place | None, scope: Scope
) -> list[Fact]:
    """Entities beside a town or park after 依托; below a base, those of its paragraphs."""
    facts = []
    for entity_list in _RELIES.findall(text):
        here = subject
        listing = _TRAILING.sub("", entity_list)
        toponyms = [t for t in scope.toponyms(listing)[0] if t.place and t.place.level in ("town", "park")]
        if toponyms and toponyms[0].start == 0:
            here = toponyms[0].place
            listing = listing[toponyms[0].end :].lstrip("和、及与，以")
        if here is None:
            continue
        for entity, company in _entities("依托" + listing):
            facts.append(_fact(entity, here, extraction, section, "", 2, company=company))
    return facts


def _brands(extraction: Extraction, scope: Scope) -> list[Fact]:
    """支持堂邑镇…打造“福禄小镇”: what a clause about one town puts in quotation marks is there."""
    facts = []
    for unit in extraction.tree.units:
        if not isinstance(unit, Passage):
            continue
        for clause in re.split(r"[，,。；;]", unit.paragraph.text):
            quoted = re.search(r"(?:打造|建设)“([^”]{3,10})”", clause)
            towns = [t.place for t in scope.toponyms(clause)[0] if t.place and t.place.level == "town"]
            if quoted and len(towns) == 1 and name_end(quoted.group(1)):
                facts.append(_fact(quoted.group(1), towns[0], extraction, unit.section, "", 2, company=True))
    return facts


def _with_county(extraction: Extraction, scope: Scope) -> list[Fact]:
    """阳谷景阳冈, 临清奥博特: a name of its own right behind the name of a county or town.

    Only plans of a whole city say it so; inside a district every name is of the district.
    """
    if scope.place is None or scope.place.level != "city":
        return []
    facts = []
    listed = [(one.section, one.item, one.name) for one in extraction.mentions if one.listed]
    texts = [
        (unit.section, unit.body.text if isinstance(unit, Task) else unit.paragraph.text)
        for unit in extraction.tree.units
        if not isinstance(unit, Box)
    ]
    told = [(section, "", clause) for section, text in texts for clause in re.split("[，。；、：]", text)]
    for section, item, text in (*listed, *told):
        for toponym in scope.toponyms(text)[0]:
            place = toponym.place
            if place is None or place.level not in ("county", "town", "zone"):
                continue
            core = head_core(text[toponym.end :])
            if re.search(r"[河渠沟湖江]|[等为路]$", core) or scope.gazetteer.lookup(core):
                continue  # waters run on, and a place is no company
            if (
                len(core) >= MIN_CORE
                and not is_shared(core)
                and not re.match(r"(至|经|到|等|和|与|东|西|南|北|县城|境|段)", core)
                and (_is_firm(text[toponym.end :], core) or _heads_item(text[toponym.end :], core, item))
            ):
                facts.append(_fact(core, place, extraction, section, item, 3, company=True))
    return facts


def _is_firm(text: str, core: str) -> bool:
    """Whether a firm's word stands right behind the letters of its own: 祥光铜业, not 天府动力源."""
    start = text.find(core)
    if start < 0 or opening(core).senses:
        return False  # 茌平获评省工业强县 names no firm
    behind = text[start + len(core) :]
    return has_firm_word(core) or any(has_firm_word(core + behind[:length]) for length in range(2, 5))


def _heads_item(text: str, core: str, item: str) -> bool:
    """Whether letters of its own stand where a list of projects has the firm: 奥博特5000吨压延铜箔项目."""
    return bool(item) and len(core) >= WHOLE_CORE and firm_in(text, core) == core


@cache
def _fact_ends() -> tuple[str, ...]:
    """Words that close the names of sights and houses and are no names of projects: 东昌湖, 莲湖大厦."""
    return tuple(row["word"] for row in rules("fact_ends"))


def _entities(text: str) -> list[tuple[str, bool]]:
    """Names listed after 依托, each with whether it is named as a company."""
    found: list[tuple[str, bool]] = []
    for listing in _RELIES.findall(text) + re.findall(r"(?:加快|建设)([^，。；、]{4,30})(?:项目)?建设", text):
        listing = _TRAILING.sub("", listing)
        firms = bool(_FIRM_LIST.search(listing)) or "企业" in listing
        for piece in _split(listing):
            entity = _ENTITY_END.sub("", piece).strip("“”，的")
            entity = re.sub(r"^(辖区|山东省|引进|国际教育基地（|发展|传承)", "", entity).strip("）")
            if len(entity) >= 2 and not re.search(r"[，。；：]|区位|辖区|资源|沿线|方面|之乡", entity):
                found.append((entity, firms or bool(re.search(r"(公司|集团)$", piece))))
    return list(dict.fromkeys(found))


def _split(listing: str) -> list[str]:
    pieces, current = [], ""
    listing = re.sub(r"以及", "、", listing)
    for index, char in enumerate(listing):
        inside_name = char == "和" and (
            len(current) < 2 or listing[index + 1 : index + 2] in ("", "、", "等")
        )
        if char in "、和" and not inside_name and not bracket_depth(current):  # 人和 is a firm
            pieces.append(current)
            current = ""
        else:
            current += char
    return [piece for piece in [*pieces, current] if piece]


def _resolve(scope: Scope, name: str) -> Place | None:
    if scope.place is None:
        return None
    if scope.gazetteer.weak.get(name) in ("beside", "rank"):
        return None
    matches = scope.gazetteer.lookup(name, within=scope.place, year=scope.document.year)
    return matches[0].place if matches else None


def _fact(
    entity: str,
    place: Place,
    extraction: Extraction,
    section: str,
    item: str,
    strength: int,
    *,
    company: bool,
) -> Fact:
    is_company = company and (strength in (2, 4) or not _FACILITY.search(entity))
    return Fact(entity, place, extraction.document.key, section, item, strength, is_company, extraction.area)
