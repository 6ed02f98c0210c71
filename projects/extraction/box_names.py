"""The names in a sentence of a box: what the verdict accepts, and what a box says beside it.

Where a sentence stands says that it lists undertakings, so more is taken than in running text: what its
clause builds and what closes like a name. Of what the verdict all but refuses, only what begins with a
place or letters of its own, or stands in one enumeration with names that are surer; and what a class
behind 等 completes is completed for all of them alike.

In: the text of one entry and its setting. Out: its candidates that are names, in reading order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from projects.extraction.candidate import Candidate
from projects.extraction.candidates import candidates
from projects.extraction.entry_names import begins_own
from projects.extraction.features import Setting
from projects.extraction.lexicon import closing
from projects.extraction.toponyms import is_place, place_at
from projects.extraction.verdict import judge, surest
from projects.extraction.words import aim_reason, ended, has_own_letters

_LEAST_IN_LIST = 0.02  # what the verdict all but rules out is no name in a box either
_LEAST_ALONE = 0.3  # below it a name has a place, or surer names beside it
_WHOLE_CLASS = 0.15
_LEAST_BESIDE = 0.2  # of what has no letters of its own, among names that have
_BUILT = frozenset(("building", "start", "plan", "done"))
_CLASS = ("class", "class end")
_GENERAL = ("项目", "工程")
_AMOUNT = re.compile(
    r"[约近超]?\d[\d.]*[万亿千百]*(?:千瓦|兆瓦|蒸吨|吨|平方米|平方公里|公里|米|亩|公顷|块|[个台套辆户座处条家项])"
)
_SCOPE = re.compile(
    "为(?:重点|主|核心|中心|代表|支撑|引领|依托|载体)"
)  # 以A、B为重点的考古: not what is built
_WORKS = re.compile(  # the end of a class of works as well as of one: 废渣污染修复治理工程
    "(?:改造|治理|整治|修复|保护|提升|工程|项目|系统|平台|体系|网络)$"
)
_COUNTED = re.compile("左右|以上|以内")  # 20个左右|旗舰医院
_ROAD = re.compile(r"[GSXY]\d{1,4}线?$")
_THROUGH = re.compile("至.*至")  # 日喀则至吉隆|至日喀则铁路: the tail of another route
_LAYOUT = re.compile("(?:[带轴圈]|走廊|廊道|组团)$")


def names_in(text: str, manner: str, setting: Setting) -> list[Candidate]:
    """The names in *text*; ``manner`` is ``prose`` for one read like running text, ``plain`` most freely."""
    plain, prose = manner == "plain", manner == "prose"
    found = candidates(text, is_place, listed=True)
    verdicts = judge(found, setting)
    sure = [verdict.confidence for verdict in verdicts]
    likely = surest(found, sure, 0.0 if plain else 1.0 if prose else _LEAST_IN_LIST)
    likely = {_with_class(found, sure, index) for index in likely}
    taken = {
        _with_class(found, sure, index)
        for index, verdict in enumerate(verdicts)
        if verdict.accepted and (prose or not _COUNTED.match(found[index].name))
    }
    built = {index for index in likely - taken if _is_built(found[index], plain=plain)}
    weak = set() if plain else {at for at in built if not _stands_alone(found[at], sure[at])}
    taken |= built - weak
    taken |= _beside(found, sure, taken, weak, likely)
    return [found[index] for index in sorted(_completed(found, sure, taken))]


def _is_built(one: Candidate, *, plain: bool) -> bool:
    """Whether a candidate is what its clause builds, begins or plans, and closes like a name."""
    built = bool(one.senses) and one.senses[-1] in _BUILT
    own = has_own_letters(one.name) or (plain and len(one.name) >= 4)
    means = one.verbs in ("指", "是指")
    return (built or means) and own and _is_whole(one)


def _is_whole(one: Candidate) -> bool:
    closes = ended(one.name) or bool(_ROAD.search(one.name))
    number = one.summed or one.count or _COUNTED.match(one.name)
    return closes and not number and not aim_reason(one.name)


def _stands_alone(one: Candidate, confidence: float) -> bool:
    """Whether a candidate that the verdict refuses is a name without others beside it."""
    if confidence >= _LEAST_ALONE:
        return not _AMOUNT.match(one.name)
    own = place_at(one.name) or (begins_own(one.name) and not _WORKS.search(one.name))
    plain = _AMOUNT.match(one.name) or _LAYOUT.search(one.name) or _SCOPE.search(one.told)
    return bool(own) and not plain


def _beside(
    found: Sequence[Candidate], sure: Sequence[float], taken: set[int], weak: set[int], likely: set[int]
) -> set[int]:
    """Of the candidates left over, those that stand in one clause with as many names or more.

    Every member of an enumeration is as good as its neighbours: 建设甲博物馆、乙版本馆、国家美术馆.
    """
    names = Counter(found[index].clause for index in taken)
    weaker: dict[tuple[int, int], list[int]] = defaultdict(list)
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index in likely - taken:
        one = found[index]
        if one.siblings < (2 if one.shape == "tail" else 3) or _AMOUNT.match(one.name) or not _is_whole(one):
            continue
        if sure[index] >= _LEAST_BESIDE and len(one.name) >= 5:
            alike[one.clause].append(index)
        elif index in weak:
            weaker[one.clause].append(index)
    result: set[int] = set()
    for clause, indices in alike.items():
        if names[clause] >= max(2, len(indices) / 2):
            result.update(indices)
            names[clause] += len(indices)
    for clause, indices in weaker.items():
        shared = all(found[index].shape == "tail" for index in indices)  # 合新|城际高铁 of 沿淮城际高铁
        if names[clause] >= max(1 if shared else 2, len(indices)):
            result.update(indices)
    return result


def _with_class(found: Sequence[Candidate], sure: Sequence[float], index: int) -> int:
    """The reading of a member with the class behind 等 where it closes like no name: 四川长宁—威远|勘查开发.

    The whole class goes before its last word, unless that is much the surer: 等与周边互联互通铁路.
    """
    one = found[index]
    if one.shape != "open" and one.made != "class end":
        return index
    rivals = [at for at in _others(found, one, _CLASS) if closing(found[at].name) not in _GENERAL]
    whole = {at: sure[at] + _WHOLE_CLASS * (found[at].made == "class") for at in rivals}
    return max(rivals, key=lambda at: (whole[at], -at), default=index)


def _completed(found: Sequence[Candidate], sure: Sequence[float], taken: set[int]) -> set[int]:
    """*taken*, with the class behind 等 in all names of an enumeration when it is needed in some.

    四川向家坝、云南耿马等大型灌区: 灌区 completes the first as well, though 坝 closes a name. A route takes
    no more than the closing word of the one behind it.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for index in taken:
        groups[found[index].enumeration].append(index)
    result = set(taken)
    for indices in groups.values():
        made = Counter(found[index].made for index in indices)
        completed = made["class"] + made["class end"]
        for index in indices:
            one = found[index]
            if one.made == "shared" and _THROUGH.search(one.name):
                rivals = _others(found, one, ("end",))
            elif (
                one.counted
                and one.made not in _CLASS
                and (one.shape == "open" or 2 * completed > len(indices))
            ):
                rivals = [
                    at
                    for at in _others(found, one, _CLASS)
                    if closing(found[at].name) not in (*_GENERAL, closing(one.name))
                ]
            else:
                continue
            if rivals:
                best = max(rivals, key=lambda at: (made[found[at].made], sure[at], -at))
                result = result - {index} | {best}
    return result


def _others(found: Sequence[Candidate], one: Candidate, made: tuple[str, ...]) -> list[int]:
    """Other readings of the same member, made in one of these ways."""
    member = (one.enumeration, one.position, one.start)
    return [
        at
        for at, other in enumerate(found)
        if other.made in made and (other.enumeration, other.position, other.start) == member
    ]
