"""Which places a query may mean: a chain of steps, the first that finds something decides.

==========  ===================================================================
exact       the whole query is a code or a name: official, alias, former, scoped…
rank        the name with another rank (定远寨乡 for 定远寨镇), same kind of unit
inside      place names inside the query, the most precise (莘县古云医养院)
fuzzy       one character wrong, missing or too many, in names of three or more
pinyin      the name in Latin letters, tones and spaces ignored (sha zhen)
==========  ===================================================================

Each candidate has a confidence. Several places that a name means equally well share it,
so no candidate of an ambiguous name reaches :data:`SURE`; the context (*within*) decides or
nobody does. The numbers are in order of trust; they are not measured frequencies.

In: the gazetteer, a query. Out: candidates, best first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from geo.address_head import NATIONWIDE, AddressHead
from geo.gazetteer import Gazetteer, Match, Place, clearest
from geo.ranks import stem
from geo.spelling import letters, plain, readings, sounds_alike
from geo.toponyms import Toponym, find_toponyms

SURE = 0.5  # a candidate below is named among the candidates, but is no answer

_TRUST = {
    "code": 1.0,
    "official": 0.98,
    "scoped": 0.95,
    "alias": 0.95,
    "former": 0.93,
    "ocr": 0.9,
    "short": 0.9,
    "stripped": 0.88,
    "rank": 0.9,
    "inside": 0.85,
    "inside, coarse": 0.65,  # only the county or city of the thing that the query names
    "inside, bare": 0.45,  # 上海…, a city's name without rank: as often the head of a company's name
    "pinyin": 0.8,
    "fuzzy, same sound": 0.75,
    "fuzzy": 0.65,
    "fuzzy, short": 0.4,  # one of two distinctive characters differs and sounds different
}
_RIVAL = 0.1  # candidates this close are equals
_OVERRULED = 0.5  # factor: another bearer of the name has the better claim
_UNSCOPED = 0.9  # factor: towns and parks are known for some cities only, the name may stand elsewhere too
_WEAK = {"county": 0.95, "city": 0.65, "": 0.4}  # factor for an everyday word as a name, by the scope given
_PRECISION = {"site": 0, "park": 1, "town": 1, "zone": 2, "county": 2, "city": 3, "province": 4}
_TOWN_RANKS = ("街道办事处", "街道办", "街道", "办事处", "回族镇", "民族乡", "镇", "乡")
_LONGEST_MISPRINT = 16
_REMEMBERED = 4096  # queries: lists of projects name the same places again and again


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a query may mean: *matched* is the name it was found by, *method* the step."""

    place: Place
    matched: str
    method: str
    confidence: float


class NameSearch:
    """The chain of steps over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the gazetteer; indexes for pinyin are made when first needed."""
        self.gazetteer = gazetteer
        self._steps = (self._exact, self._other_rank, self._inside, self._fuzzy, self._pinyin)
        self._parts: dict[tuple[str, str, int | None], tuple[Candidate, ...]] = {}
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._first_found)

    def find(self, query: str, *, within: Place | None = None, year: int | None = None) -> list[Candidate]:
        """Candidates for *query*, best first; empty when no step finds any.

        Parameters
        ----------
        query
            A place name, or a text that holds one; Chinese or pinyin.
        within
            Only places inside this one; None for all of China.
        year
            Prefer names and places that were valid then; None means today.
        """
        return list(self._remembered(plain(query), within.code if within else "", year))

    def forget(self) -> None:
        """Drop the answers to earlier queries, so that the next one is worked out anew."""
        self._remembered.cache_clear()

    def _first_found(self, text: str, scope: str, year: int | None) -> tuple[Candidate, ...]:
        """What the first step finds that finds anything; *scope* is the code of a place, empty for China."""
        within = self.gazetteer.places[scope] if scope else None
        for step in self._steps if text else ():
            found = step(text, within, year)
            if found:
                return tuple(_ranked(found) if len(found) > 1 else found)
        return ()

    def _exact(self, text: str, within: Place | None, year: int | None) -> list[Candidate]:
        place = self.gazetteer.place(text)
        if place and (within is None or self.gazetteer.contains(within, place)):
            return [Candidate(place, text, "code", _TRUST["code"])]
        if not self.gazetteer.is_name(text):
            return []
        matches = self.gazetteer.lookup(text, within=within, year=year)
        if not matches and within is None:
            matches = self.gazetteer.lookup(text, year=year, any_scope=True)
        return _split(self._weighed(matches, within))

    def _other_rank(self, text: str, within: Place | None, year: int | None) -> list[Candidate]:
        bare = stem(text)
        if bare == text or not self.gazetteer.is_name(bare):
            return []
        level = "town" if text.endswith(_TOWN_RANKS) else "county"
        matches = self.gazetteer.lookup(bare, within=within, year=year)
        found = self._weighed([match for match in matches if match.place.level == level], within)
        return _split([_by(one, "rank") for one in found])

    def _inside(self, text: str, within: Place | None, year: int | None) -> list[Candidate]:
        head, end = self._head.read(text, year)
        if head and (within is None or self.gazetteer.contains(within, head)):
            # An address: what follows the units is a whole name inside the last of them.
            rest = self._behind(head, text[end:], year)
            if rest:
                return list(rest)
        return self._named_in(text, head, end, within, year)

    def _behind(self, head: Place, name: str, year: int | None) -> tuple[Candidate, ...]:
        """What a whole name means behind the units that hold it; worked out once for each name."""
        asked = (head.code, name, year)
        if asked in self._parts:
            return self._parts[asked]
        matches = clearest(self.gazetteer.lookup(name, within=head, year=year))
        found = tuple(_split([_part(match, head) for match in matches]))
        if found:
            self._parts[asked] = found
        return found

    def _named_in(
        self, text: str, head: Place | None, end: int, within: Place | None, year: int | None
    ) -> list[Candidate]:
        known = within or head
        toponyms: list[Toponym] = []
        for scope in [known] if known else self._covered:
            toponyms += find_toponyms(text, self.gazetteer, scope, year=year)[0]
        if within and head and not self._related(within, head):
            # 东莞市…, 德州市平原县…: what follows a place elsewhere directly lies there too.
            toponyms = [toponym for toponym in toponyms if toponym.start > end]
        if not known:
            toponyms = [toponym for toponym in toponyms if self._holds_anywhere(toponym)]
        if not toponyms:
            return []
        return _split([_part(match, known) for match in self._most_precise(toponyms)])

    def _fuzzy(self, text: str, within: Place | None, year: int | None) -> list[Candidate]:
        if not 3 <= len(text) <= _LONGEST_MISPRINT or text.isascii():
            return []
        scopes = [within] if within else self._covered
        if any(find_toponyms(text, self.gazetteer, scope, year=year)[1] for scope in scopes):
            return []  # a street or an everyday word, not a misprint
        # The rank has to agree: 清平路 is no misprint of 清平镇.
        names = self._names_by_rank.get(text[len(stem(text)) :], [])
        if within:
            names = [name for name in names if name in self.gazetteer.names_within(within)]
        near = process.extract(text, names, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
        found = []
        for name in sorted(hit[0] for hit in near):
            for match in clearest(self.gazetteer.lookup(name, within=within, year=year)):
                trust = _TRUST[_kind_of_misprint(text, name)] * _scope_factor(match, within)
                found.append(Candidate(match.place, name, "fuzzy", trust))
        return _split(_best_of_each(found))

    def _pinyin(self, text: str, within: Place | None, year: int | None) -> list[Candidate]:
        if not text.isascii():
            return []
        found: list[Candidate] = []
        for name in self._names_by_pinyin.get(letters(text), ()):
            found += self._weighed(self.gazetteer.lookup(name, within=within, year=year), within)
        return _split([_by(one, "pinyin") for one in _best_of_each(found)])

    @cached_property
    def _names_by_rank(self) -> dict[str, list[str]]:
        """Names of three characters and more that may be misprinted, by what :func:`stem` takes off."""
        names: dict[str, list[str]] = defaultdict(list)
        for name in self.gazetteer.names:
            if len(name) >= 3:
                names[name[len(stem(name)) :]].append(name)
        return dict(names)

    @cached_property
    def _names_by_pinyin(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for name in self.gazetteer.names:
            for reading in readings(name):
                names[reading].append(name)
        return dict(names)

    @cached_property
    def _head(self) -> AddressHead:
        return AddressHead(self.gazetteer)

    @cached_property
    def _covered(self) -> list[Place]:
        """Cities whose towns are known."""
        towns = (place for place in self.gazetteer.places.values() if place.level == "town")
        cities = {city.code: city for town in towns if (city := self.gazetteer.city_of(town))}
        return [cities[code] for code in sorted(cities)]

    def _weighed(self, matches: list[Match], within: Place | None) -> list[Candidate]:
        """Candidates of one name, those overruled by a better bearer of it with less confidence."""
        if not matches:
            return []
        clear = {match.place.code for match in self.gazetteer.outermost(clearest(matches))}
        return [
            Candidate(
                match.place,
                match.name,
                match.how,
                _TRUST[match.how]
                * _scope_factor(match, within)
                * self._word_factor(match, within)
                * (1 if match.place.code in clear else _OVERRULED),
            )
            for match in matches
        ]

    def _word_factor(self, match: Match, within: Place | None) -> float:
        """How far an everyday word is trusted as the bare name of a town or park."""
        counts = self.gazetteer.weak.get(match.name)
        if match.place.level == "zone":
            # 经开区 is a class of things until the city is known, 聊城经开区 is one of them.
            city = self.gazetteer.city_of(match.place)
            counts = None if city and stem(city.name) in match.name else "head"
        if counts is None or match.how in ("official", "scoped") or match.place.level == "county":
            return 1.0
        scope = "" if within is None else "county" if within.level in ("county", "zone") else "city"
        if scope == "city" and counts in ("county", "head"):
            scope = "" if counts == "county" else "county"
        return _WEAK[scope]

    def _related(self, one: Place, other: Place) -> bool:
        return self.gazetteer.contains(one, other) or self.gazetteer.contains(other, one)

    def _holds_anywhere(self, toponym: Toponym) -> bool:
        """Whether a name keeps its meaning when no scope was given: 开发区 does not."""
        counts = self.gazetteer.weak.get(toponym.text)
        return counts not in ("head", "beside") and all(match.how != "scoped" for match in toponym.matches)

    def _most_precise(self, toponyms: list[Toponym]) -> list[Match]:
        """Places of the most precise level; a park, but not the town that it lies in."""
        matches = {match.place.code: match for toponym in toponyms for match in toponym.matches}
        if len(matches) == 1:
            return list(matches.values())
        finest = min(_PRECISION[match.place.level] for match in matches.values())
        best = [match for match in matches.values() if _PRECISION[match.place.level] == finest]
        return self.gazetteer.outermost([Match(match.place, match.name, "alias") for match in best])


def _scope_factor(match: Match, known: Place | None) -> float:
    return _UNSCOPED if known is None and match.place.level not in NATIONWIDE else 1.0


def _part(match: Match, known: Place | None) -> Candidate:
    confidence = _TRUST[_kind_of_part(match)] * _scope_factor(match, known)
    return Candidate(match.place, match.name, "inside", confidence)


def _kind_of_part(match: Match) -> str:
    if _PRECISION[match.place.level] <= 1:
        return "inside"
    is_bare = match.place.level in ("province", "city") and stem(match.name) == match.name
    return "inside, bare" if is_bare else "inside, coarse"


def _kind_of_misprint(text: str, name: str) -> str:
    if sounds_alike(text, name):
        return "fuzzy, same sound"
    return "fuzzy" if len(stem(name)) >= 3 else "fuzzy, short"


def _by(candidate: Candidate, step: str) -> Candidate:
    """The same candidate, found by a step that can be trusted less than the name itself."""
    return replace(candidate, method=step, confidence=candidate.confidence * _TRUST[step])


def _best_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for one in _ranked(candidates):
        best.setdefault(one.place.code, one)
    return list(best.values())


def _split(found: list[Candidate]) -> list[Candidate]:
    """Equals share: of two places that a name means equally well each is at most half sure."""
    if len(found) < 2:
        return found
    top = max(one.confidence for one in found)
    equals = sum(one.confidence >= top - _RIVAL for one in found)
    if equals < 2:
        return found
    return [replace(one, confidence=one.confidence / equals) for one in found]


def _ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda one: (-one.confidence, one.place.code))
