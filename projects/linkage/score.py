"""One pair of Mentions: its score from parts, what keeps it apart, and how a part hangs on its whole.

Input: two Records. Output: :class:`Pair`. Weights and thresholds are the rows of
``data/rules/match_weights.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Indel

from geo.gazetteer import Gazetteer, Place
from geo.ranks import stem
from projects.linkage.names import Name, prepared, telling
from projects.model.records import LIST_SEPARATOR, Record
from projects.vocabulary.rules import rules
from projects.vocabulary.style import industries

WORD = 0.45  # from here on what one name prints alone counts as telling
OWNER = 0.3  # what an owner or builder before a name weighs
MIN_TELLING = 1.5  # what two names must share: more than two words of plan language
_LINE_ENDS = frozenset({"高速", "高铁", "铁路", "城际", "快速铁路", "路", "大街", "街", "大道", "河", "渠"})


@dataclass(frozen=True, slots=True)
class Link:
    """Record *part* is a phase, stretch, edition, included piece or item of record *whole*."""

    part: str
    whole: str
    how: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records compared, ``a`` before ``b`` by id.

    ``parts`` are name and contribution of each part of the ``score`` (0 to 1); ``veto`` says
    what keeps the two apart whatever the score, empty when nothing does; ``link`` is set when
    one is a part of the other.
    """

    a: str
    b: str
    score: float
    parts: tuple[tuple[str, float], ...]
    veto: str
    link: Link | None

    @property
    def verdict(self) -> str:
        """same, review, part or apart, by score and veto alone."""
        if self.link is not None:
            return "part"
        if self.veto or self.score < weight("review"):
            return "apart"
        return "same" if self.score >= weight("same") else "review"


class Scorer:
    """Scores pairs of records; keeps what it has worked out about each record."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places: dict[str, tuple[Place, ...]] = {}
        self._lying: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        self._family = {industry.code: industry.family for industry in industries()}

    def places(self, record: Record) -> tuple[Place, ...]:
        """The places of a record, from its codes; codes that no table knows are left out."""
        if record.place_code not in self._places:
            codes = record.place_code.split(LIST_SEPARATOR)
            found = (self._gazetteer.places.get(code) for code in codes if code)
            self._places[record.place_code] = tuple(place for place in found if place is not None)
        return self._places[record.place_code]

    def pair(self, one: Record, other: Record) -> Pair:
        """Compare two records; the order of the arguments makes no difference."""
        a, b = sorted((one, other), key=lambda record: record.id)
        areas = self._is_area(a), self._is_area(b)
        if all(areas):
            same = float(self.places(a)[0].code == self.places(b)[0].code)
            return Pair(a.id, b.id, same, (("area", same),), "", None)
        relation, silent = self._lie(a, b)
        left, right = prepared(a.name, silent), prepared(b.name, silent)
        parts, shared = self._parts(a, b, left, right, relation)
        score = round(min(1.0, max(0.0, sum(value for _, value in parts))), 3)
        town = any(area and record.kind == "town" for area, record in zip(areas, (a, b), strict=True))
        veto = "a town and something in it" if town else _veto(left, right)
        if not veto and relation == "disjoint":
            veto = "places"
        how = _link(left, right, shared) if relation != "disjoint" else None
        link = None
        if how:
            part, whole = (a, b) if how[1] == "left" else (b, a)
            link = Link(part.id, whole.id, how[0])
        return Pair(a.id, b.id, score, parts, veto, link)

    def _lie(self, a: Record, b: Record) -> tuple[str, tuple[str, ...]]:
        """How the places of two records lie, and which of their names tell nothing: once for two places."""
        places = a.place_code, b.place_code
        if places not in self._lying:
            self._lying[places] = self._relation(a, b), self._silent_places(a, b)
        return self._lying[places]

    def _relation(self, a: Record, b: Record) -> str:
        """same, county, inside, disjoint or unknown: how the places of two records lie."""
        ours, theirs = self.places(a), self.places(b)
        if not ours or not theirs:
            return "unknown" if not ours and not theirs else "no_place"
        if {p.code for p in ours} == {p.code for p in theirs}:
            if all(p.level in ("town", "park") for p in ours):
                return "same"
            return "county" if all(p.level in ("county", "zone") for p in ours) else "inside"
        inside = all(any(self._touch(p, q) for q in theirs) for p in ours) or all(
            any(self._touch(p, q) for q in ours) for p in theirs
        )
        return "inside" if inside else "disjoint"

    def _touch(self, one: Place, other: Place) -> bool:
        return self._gazetteer.contains(one, other) or self._gazetteer.contains(other, one)

    def _is_area(self, record: Record) -> bool:
        """Whether the record is a town or zone of the gazetteer, named by nothing but a name of it."""
        places = self.places(record)
        if len(places) != 1 or record.kind not in ("town", "park") or places[0].level == "county":
            return False
        found = self._gazetteer.lookup(record.name)
        return any(match.place.code == places[0].code and match.how != "alias" for match in found)

    def _silent_places(self, a: Record, b: Record) -> tuple[str, ...]:
        """Names of places that hold both records: printed before one name, they tell nothing."""
        names: set[str] = set()
        for place in {*self.places(a), *self.places(b)}:
            current: Place | None = place
            while current is not None and current.level not in ("city", "province"):
                holds = all(
                    records and all(self._gazetteer.contains(current, p) for p in records)
                    for records in (self.places(a), self.places(b))
                )
                if holds:
                    names |= {current.name, current.short_name, stem(current.name)}
                current = self._gazetteer.places.get(current.parent)
        return tuple(sorted(name for name in names if len(name) >= 2))

    def _parts(
        self, a: Record, b: Record, left: Name, right: Name, relation: str
    ) -> tuple[tuple[tuple[str, float], ...], float]:
        """Named contributions, and the weight of what both names print."""
        shared, only_left, only_right = _compared(left, right)
        total = 2 * shared + only_left + only_right
        likeness = 2 * shared / total if total else 0.0
        shorter = shared + min(only_left, only_right)
        place = {"same": "same_place", "county": "same_county", "disjoint": "", "unknown": "inside"}
        found = {
            "name": weight("name") * likeness,
            "contained": weight("contained") * (shared / shorter if shorter else 0.0),
            "place": weight(key) if (key := place.get(relation, relation)) else 0.0,
            "industry": self._industry(a.industry, b.industry),
        }
        if only_left >= WORD and only_right >= WORD:
            found["substituted"] = weight("substituted")
        if left.bare != right.bare and (a.document, a.section) == (b.document, b.section):
            found["same_list"] = weight("same_list")
        if shared < MIN_TELLING and a.name != b.name:
            found["weak"] = weight("weak_in_place" if relation == "same" else "weak")
        return tuple((name, round(value, 3)) for name, value in found.items()), shared

    def _industry(self, one: str, other: str) -> float:
        if one and one == other:
            return weight("same_industry")
        family = self._family.get(one)
        return weight("same_family") if family and family == self._family.get(other) else 0.0


@cache
def weight(part: str) -> float:
    """Weight or threshold of this name in ``match_weights.csv``; KeyError when there is none."""
    return {row["part"]: float(row["weight"]) for row in rules("match_weights")}[part]


def _compared(left: Name, right: Name) -> tuple[float, float, float]:
    """Weight of the words in both names (in order), in the left only, in the right only.

    When the shorter name is the telling end of the longer one, what stands before it is its
    owner or builder (曲江新鸥鹏新建大运河国际文化港) and weighs little.
    """
    ours, theirs = [word for word, _ in left.words], [word for word, _ in right.words]
    blocks = Indel.opcodes(ours, theirs)
    shared = sum(
        weight for op in blocks if op.tag == "equal" for _, weight in left.words[op.src_start : op.src_end]
    )
    only_left, only_right = telling(left.words) - shared, telling(right.words) - shared
    if left.bare != right.bare:
        if left.bare.endswith(right.bare) and (shared >= 2 * MIN_TELLING or left.brand):
            only_left = min(only_left, OWNER)
        elif right.bare.endswith(left.bare) and (shared >= 2 * MIN_TELLING or right.brand):
            only_right = min(only_right, OWNER)
    return shared, only_left, only_right


def _veto(left: Name, right: Name) -> str:
    """What keeps near twins apart, empty when nothing does."""
    if left.end != right.end and (left.end and right.end):
        return f"closing words {left.end or '—'} and {right.end or '—'}"
    if left.phase != right.phase:
        return "phase"
    if left.year != right.year:
        return "year"
    if left.figures != right.figures and left.figures and right.figures:
        return "figures"
    if left.is_stretch != right.is_stretch:
        return "stretch"
    if bool(left.items) != bool(right.items):
        return "joint entry"
    if left.end != right.end and left.bare[:2] == right.bare[:2] and "" in (left.end, right.end):
        ending = left.end or right.end
        if ending in _LINE_ENDS:
            return "closing words"
    return ""


def _link(left: Name, right: Name, shared: float) -> tuple[str, str] | None:
    """How one name is a part of the other and which side is the part; None when it is not."""
    if left.bare in right.items:
        return "item", "left"
    if right.bare in left.items:
        return "item", "right"
    for one, other, side in ((left, right, "right"), (right, left, "left")):
        ours = other.bare
        if one.included and ours.startswith(one.bare) and ours.removeprefix(one.bare) in one.included:
            return "included", side
    if shared < MIN_TELLING or left.items or right.items:
        return None
    one_thing = left.thing.endswith(right.thing) or right.thing.endswith(left.thing)
    if left.end != right.end or not one_thing:
        return None
    for how, mine, theirs in (
        ("phase", left.phase, right.phase),
        ("edition", left.year, right.year),
        ("stretch", left.is_stretch, right.is_stretch),
    ):
        if bool(mine) != bool(theirs):
            return how, "left" if mine else "right"
    return None
