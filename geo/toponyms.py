"""Place names inside Chinese text.

Chinese has no spaces, so a name is found by the longest known name at each position and
then has to survive its neighbours: a name followed by 路, 街, 河… is a street or a river
(清平路 is not 清平镇), one followed by words of ``data/national/longer_names.csv`` is part of a longer
name (湄洲湾, 图们江, 井冈山经开区), one followed by 大学 a university's, one that begins inside a
province's name belongs to that (河北馆陶 is not 北馆陶镇), one without rank right behind a town is
a village or a firm in it (冯官屯镇韩集村), one that is an everyday word (``weak_names.csv``) counts only
with its rank
(新区街道), at the head of the text or right behind the name of what holds it, as the table
says: whole (only as the whole text), head, city (behind its city or county), behind (its county),
county (even the whole text needs its county), beside (behind its county, or in a list beside another
name of that county: 狮岭、花山; not even as the whole text else). Of a name marked ``rank`` the gazetteer
has no bare form; with its rank it counts unless the rank begins another word (建设乡村).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from geo import DATA_DIR
from geo.gazetteer import Gazetteer, Match, Place, clearest
from geo.ranks import stem
from geo.tables import records

LONGER_NAMES = DATA_DIR / "national" / "longer_names.csv"
_NOT_A_PLACE_AFTER = re.compile(
    r"[东西南北中]?[一二三四五六七八九十]{0,2}(?:路|街(?!道)|大街|大道|巷|胡同|河(?![东西](?!路|街|大道|大街|岸|侧|支|线|段)|豚|蟹|鲜|湖连通|长制)|渠|沟|湖|大桥|桥|灌区|干渠|水库(?=灌区|干渠)|[A-Z]?\d{0,2}线(?![上下缆材束圈]))|[东西南北中]?[一二三四]?环"
)
# Of two places in the name of a house the one before its branch holds it: 宣武医院房山院区.
_BRANCH_AFTER = re.compile(r"(?:医院|中学|一中|小学|学院|大学)(.{2,6})(?:院区|分院|校区|分校)")
_UNIVERSITY_AFTER = re.compile(r"大学(?![城园科生])")  # 井冈山大学 stands in another county than 井冈山市
_COUNTY_AFTER = re.compile(r"县(?![域级乡直])")  # not 大王店县域医疗次中心
_NEW_TOWN = re.compile(r"新[城区]")  # behind a weak name: 曹妃甸滨海新城 is not in 滨海镇
# What may stand between two names of a list.
_LISTED = re.compile(r"[、和与及—－-]")
# A rank that begins another word, as letters behind it show.
_OTHER_WORD = {
    "乡": re.compile(r"[村镇间土贤愁情亲]"),
    "镇": re.compile(r"[区村级域化乡]"),
    "街道": re.compile(r"[路办]?两侧|绿化|亮化"),
}
# Names that are also deeds, and what says that the deed is meant: 加快建设街道路网.
_DEEDS = ("建设", "发展", "开发", "更新", "创新")
_DOING = re.compile(r"(?:加快|推进|推动|加强|大力|积极|全面|重点|继续|着力|统筹|同步|规划|标准|质量)$")

_RANKS = ("镇", "乡", "街道", "县", "市", "区", "旗", "园")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text: ``text[start:end]`` and the places it may mean, best first."""

    start: int
    end: int
    text: str
    matches: tuple[Match, ...]

    @property
    def place(self) -> Place | None:
        """The place it means, None while it is ambiguous."""
        return self.matches[0].place if len(self.matches) == 1 else None


@dataclass(frozen=True, slots=True)
class _LongerName:
    """Words that stand around bare names of a level and make another thing of them."""

    names: re.Pattern[str]
    level: str
    before: re.Pattern[str]
    words: re.Pattern[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A name that was seen and is no place here, and why."""

    text: str
    reason: str


def find_toponyms(
    text: str, gazetteer: Gazetteer, scope: Place, *, year: int | None = None
) -> tuple[list[Toponym], list[Passed]]:
    """Place names of *scope* in *text*, and the names that were passed over.

    An ambiguous name is decided by the county named right before it, else it keeps all
    its places.

    Parameters
    ----------
    text
        Running Chinese text.
    gazetteer
        Has *scope* among its places.
    scope
        The place that the text is about: only it and what lies in it is found.
    year
        Names valid in this year are preferred; None for those of today.

    Returns
    -------
    tuple[list[Toponym], list[Passed]]
        Each in the order of the text.
    """
    found: list[Toponym] = []
    passed: list[Passed] = []
    names = gazetteer.names_within(scope)
    for match in _pattern(gazetteer, scope.code).finditer(text):
        start, name = match.start(), match.group()
        reason = _not_here(text, start, match.end(), name, gazetteer, scope, found)
        if reason and gazetteer.weak.get(name) == "behind" and stem(name) in names:
            name = stem(name)  # 陈炉乡村振兴: an older rank that is none here leaves the bare name
            reason = _not_here(text, start, start + len(name), name, gazetteer, scope, found)
        if reason:
            passed.append(Passed(name, reason))
            continue
        matches = gazetteer.lookup(name, within=scope, year=year) or names[name]
        before = found[-1].place if found and found[-1].end == start else None
        if before and (inside := [m for m in matches if gazetteer.contains(before, m.place)]):
            matches = inside
        found.append(Toponym(start, start + len(name), name, tuple(clearest(matches))))
    return found, passed


def is_street(text: str, end: int) -> str:
    """The word at *end* that makes the name before it a street, river or line; empty without one."""
    after = _NOT_A_PLACE_AFTER.match(text, end)
    return after.group() if after else ""


def _not_here(
    text: str, start: int, end: int, name: str, gazetteer: Gazetteer, scope: Place, found: list[Toponym]
) -> str:
    """Why a name is no place here, empty when it is one."""
    after = is_street(text, end)
    is_bare = not name.endswith(_RANKS)
    if after and (is_bare or len(name) == 2):
        return f"{name}{after} is a street, river or line, not the place {name}"
    if is_bare and (longer := _longer(text, start, end, name, gazetteer, scope)):
        return longer
    if is_bare and name != stem(scope.name) and _UNIVERSITY_AFTER.match(text, end):
        return f"{name}大学 is a university, which bears the name wherever it stands"
    if is_bare and _COUNTY_AFTER.match(text, end) and not _is_county(gazetteer.lookup(name, within=scope)):
        return f"{name}县 is a county elsewhere"
    if is_bare and start and text[start - 1 : start + 1] in _provinces(gazetteer):
        return f"{name} begins inside the name of the province {text[start - 1 : start + 1]}"
    before = found[-1].matches[0].place if found and found[-1].end == start else None
    if is_bare and before and before.level == "town":
        return f"{name} stands behind {before.name}: something in that town"
    counts = gazetteer.weak.get(name)
    if counts is not None and is_bare and _NEW_TOWN.match(text, end):
        return f"{name} is an everyday word, and {text[end : end + 2]} makes it another thing"
    if counts is None:
        return _runs_on(text, start, end, name, gazetteer)
    if counts == "beside":
        beside = _is_beside(text, start, end, name, gazetteer, scope, found)
        return "" if beside else f"{name} is an everyday word, and no name of its county stands beside it"
    behind_county = before is not None and before.level in ("county", "zone")
    at_head = start == 0 or text[start - 1] in "、，。；和与及对由（("
    # A text that is nothing but the name means the place, unless places of one name lie in two counties.
    is_whole = text.strip() == name and (counts != "county" or scope.level in ("county", "zone"))
    behind_city = behind_county or (before is not None and before.level == "city")
    # 遂宁安居民用运输机场: a county behind its city is one, though 安居 is a word.
    is_led = behind_county or (behind_city and _is_county(gazetteer.lookup(name, within=scope)))
    allowed = {"whole": False, "head": at_head or is_led, "city": behind_city}.get(counts, behind_county)
    return "" if is_whole or allowed else f"{name} is an everyday word or a company's name here"


def _longer(text: str, start: int, end: int, name: str, gazetteer: Gazetteer, scope: Place) -> str:
    """Why a bare name is only a part of a longer one (图们江, 井冈山经开区), empty when it is not."""
    branch = _BRANCH_AFTER.match(text, end)
    at = branch and _pattern(gazetteer, scope.code).match(branch.group(1))
    if branch and at and not _holds(name, at.group(), gazetteer, scope):
        return f"{name} is what a house is named after, its branch is at {branch.group(1)}"
    matches = gazetteer.lookup(name, within=scope)
    is_of = {"town": _are_towns(matches), "county": _is_county(matches)}
    for row in _longer_names():
        if not is_of[row.level] or not row.names.fullmatch(name):
            continue
        before, after = row.before.search(text[:start]), row.words.match(text, end)
        if not before or not after:
            continue
        if row.level == "county" and after.group() and _pattern(gazetteer, scope.code).match(text, end):
            continue  # 永川江津 are two counties
        return f"{before.group()}{name}{after.group()} is {row.reason}, not the place {name}"
    return ""


def _holds(outer: str, inner: str, gazetteer: Gazetteer, scope: Place) -> bool:
    """Whether a place of one name lies in one of the other: 苍梧中学石桥校区 is in 苍梧 either way."""
    inside = gazetteer.lookup(inner, within=scope)
    return any(
        gazetteer.contains(match.place, one.place)
        for match in gazetteer.lookup(outer, within=scope)
        for one in inside
    )


@cache
def _longer_names() -> tuple[_LongerName, ...]:
    columns = ("names", "level", "before", "words", "reason", "example")
    return tuple(
        _LongerName(
            names=re.compile(row["names"] or ".*"),
            level=row["level"],
            before=re.compile(f"(?:{row['before']})$"),
            words=re.compile(row["words"]),
            reason=row["reason"],
        )
        for row in records(LONGER_NAMES, columns)
    )


def _runs_on(text: str, start: int, end: int, name: str, gazetteer: Gazetteer) -> str:
    """Why a weak name with its rank is another word (建设乡村), empty when it is none."""
    rank = name[len(stem(name)) :]
    if not rank or stem(name) not in gazetteer.weak or rank not in _OTHER_WORD:
        return ""
    if stem(name) in _DEEDS and _DOING.search(text[:start]):
        return f"{name}: {stem(name)} is what is done here"
    more = _OTHER_WORD[rank].match(text, end)
    return f"{name} runs on as {rank}{more.group()}" if more else ""


def _is_beside(
    text: str, start: int, end: int, name: str, gazetteer: Gazetteer, scope: Place, found: list[Toponym]
) -> bool:
    """Whether a name of the same county stands right before, or beside it in a list."""
    counties = {
        county.code
        for match in gazetteer.lookup(name, within=scope)
        if (county := gazetteer.county_of(match.place))
    }
    if found:
        held = {county.code for match in found[-1].matches if (county := gazetteer.county_of(match.place))}
        gap = text[found[-1].end : start]
        is_county = any(match.place.level in ("county", "zone") for match in found[-1].matches)
        if held & counties and ((not gap and is_county) or _LISTED.fullmatch(gap)):
            return True
    separator = _LISTED.match(text, end)
    following = separator and _pattern(gazetteer, scope.code).match(text, separator.end())
    if not following or following.group() in gazetteer.weak or is_street(text, following.end()):
        return False
    others = gazetteer.lookup(following.group(), within=scope)
    return any((county := gazetteer.county_of(match.place)) and county.code in counties for match in others)


def _are_towns(matches: list[Match]) -> bool:
    return bool(matches) and all(match.place.level == "town" for match in matches)


def _is_county(matches: list[Match]) -> bool:
    return any(match.place.level == "county" for match in matches)


@lru_cache(maxsize=4)
def _provinces(gazetteer: Gazetteer) -> frozenset[str]:
    """Bare names of the provinces."""
    return frozenset(stem(place.name) for place in gazetteer.places.values() if place.level == "province")


@lru_cache(maxsize=64)
def _pattern(gazetteer: Gazetteer, scope: str) -> re.Pattern[str]:
    names = sorted(gazetteer.names_within(gazetteer.places[scope]), key=lambda name: (-len(name), name))
    return re.compile("|".join(re.escape(name) for name in names if len(name) >= 2))
