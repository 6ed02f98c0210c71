"""What the members of an enumeration share is put back: heads and tails.

``祁离、离隰高速`` share their tail (祁离高速), ``中钢200万吨球团、50万吨矿山支护项目`` head and tail. A
single character is never shared. What may be shared is a reading beside the printed one: rivals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from projects.extraction.candidate import Candidate
from projects.extraction.lexicon import closed, closing
from projects.extraction.ngrams import areas_of, rarity

FIGURES = frozenset("一二三四五六七八九十0123456789")  # 4、5号线: a member of one letter
_JOINT = re.compile("以及|[和及与暨]")
_MARKS = frozenset("路街段桥河镇村市区县期库湖江湾渠沟园站港山线楼巷里")
_ROUTE = re.compile("[\u4e00-\u9fff]{2,4}(?:至|—|-|－)([\u4e00-\u9fff]{2,5})")  # the ends of a line
_WAYS = frozenset("路街道线河江渠沟")  # things as alike as 柳园南路 and 松桂大街
_COUNT_WITHIN = re.compile(r"^[一二两三四五六七八九十\d]+(?:个|条|座|处|家|项|所|大|期)")
_WHOLE = frozenset("园")  # a word of one letter that closes a name, where the tail has it too: 石卡园 of 园区
_PHASE = re.compile(r"[一二三四五六\d]期")  # of one member alone
_GENERAL = re.compile(
    r"^(?:一批|重点|重大|大型|主要|骨干|核心|标志性|其他|后续|相关|优质|新型|[\d一二三四五六七八九十百]+(?:余|多)?(?:个|条|座|处|家|项|所|大|类)|\d*亿元以上|的|大(?=项目|工程))+"
)
_TAILS, _LONGEST, _COMMON = 4, 60, 40


def completed(group: list[list[Candidate]], has_place: Callable[[str], bool]) -> list[Candidate]:
    """The readings of one enumeration's members, with the heads and tails that they may share."""
    last = group[-1][0]
    counted, count, size = last.counted, last.count, len(group)
    kind = class_tail(counted) if counted else ""
    result: list[Candidate] = []
    for index, readings in enumerate(group):
        first = readings[0]
        later = next((other[0] for other in group[index + 1 :] if other[0].shape == "whole"), None)
        shared = _tailed(first, later, last, kind, has_place) if size > 1 or counted else []
        heads = _headed(first, group[index - 1][0], group[0][0], has_place) if index else []
        if len(first.name) == 1:
            readings = []
            heads += [head for one in shared for head in _headed(one, group[0][0], group[0][0], has_place)]
        elif index and first.name[:1] in FIGURES and shared:
            heads += _headed(shared[0], group[0][0], group[0][0], has_place)
        for one in [*shared, *readings, *heads] if first.shape == "open" else [*readings, *shared, *heads]:
            one.position, one.siblings = index, size
            one.counted, one.count = counted, count
            if not one.told and last.told:
                one.told, one.told_sense = last.told, last.told_sense
            result.append(one)
    return result


def _tailed(
    one: Candidate,
    later: Candidate | None,
    last: Candidate,
    kind: str,
    has_place: Callable[[str], bool],
) -> list[Candidate]:
    """*one* with each tail that it may share with the names behind it or with the class behind 等."""
    tails: dict[str, str] = {}
    if (works := works_tail(last)) and not ended_by_works(one.name):
        tails[works] = "works"
    is_short = one.shape == "open" and not (len(one.name) > 2 and closed(one.name))  # 西延; no 内陆港
    if is_short and later is not None and later is not one:
        if tail := shared_tail(one.name, _first_of(later.name), has_place):
            tails.setdefault(tail, "shared")
        if len(end := closing(later.name)) >= 2:
            tails.setdefault(end, "end")
    if one is not last and one.shape == "whole" and (rest := _rest_of(last.name, closing(one.name))):
        tails.setdefault(rest, "rest")  # 铜陵路、阜阳路|高架北延
    if kind:
        tails.setdefault(kind, "class")
        if len(end := closing(kind)) >= 2 and end != kind:
            tails.setdefault(end, "class end")
    return [
        replace(one, name=one.name + tail, shape="tail", made=how, joint=len(one.name))
        for tail, how in list(tails.items())[:_TAILS]
        if not _PHASE.fullmatch(tail)
        if not _ends_alike(one.name, tail) and len(one.name) + len(tail) <= _LONGEST
    ]


def _first_of(name: str) -> str:
    """The first of two names that a joint holds together: 和昌高速 of 和昌高速和某互通立交."""
    for joint in _JOINT.finditer(name, 3):
        if closed(name[: joint.start()]) and closed(name):
            return name[: joint.start()]
    return name


@lru_cache(maxsize=4096)
def _rest_of(name: str, end: str) -> str:
    """What stands behind the first thing in *name*, one of the kind that *end* closes: 阜阳路|高架北延."""
    for at in range(2, len(name) - 1):
        own = closing(name[:at])
        is_alike = own == end or (own[-1:] in _WAYS and end[-1:] in _WAYS)
        if own and is_alike and len(own) < at and closed(name):
            return name[at:]
    return ""


def _headed(
    one: Candidate, before: Candidate, first: Candidate, has_place: Callable[[str], bool]
) -> list[Candidate]:
    """*one* with the head that it may share with the names before it: a figure's, a place."""
    if re.match(r"[\d#]|[二三四五六七八]期|[一二三四五六七八九十]号", one.name):
        head, how = shared_head(before.name), "figure head"
    else:
        head, how = place_head(first.name, has_place), "place head"
        if one.shape == "open" or areas_of(one.name[:4] if len(one.name) > 3 else one.name) < _COMMON:
            return []
    if not head or one.name.startswith(head):
        return []
    return [replace(one, name=head + one.name, shape="head", made=how, joint=len(head))]


def place_head(name: str, has_place: Callable[[str], bool]) -> str:
    """The place that *name* begins with, when something is left: 江海区 of 江海区图书馆."""
    if name[:1] in "市省县区":
        return name[0] if len(name) > 3 else ""
    for length in (5, 4, 3, 2):
        if len(name) >= length + 2 and has_place(name[:length]):
            return name[:length]
    return ""


def _ends_alike(name: str, tail: str) -> bool:
    """Whether a name closes as the tail does, and so is whole: 外运小区 of 27个老旧小区."""
    if name[-1:] in _WHOLE and name[-1:] in tail:
        return True
    end = closing(tail)
    return name.endswith(tail) or (len(end) >= 2 and name.endswith(end) and end not in ("项目", "工程"))


def shared_tail(member: str, last: str, has_place: Callable[[str], bool]) -> str:
    """What *member* shares of the end of *last*; empty when nothing of two characters or more.

    A mark that both hold (段 of 甲桥段、乙会段治理工程) tells where the tail begins; else a place name in
    front, else the joint that is rarest in print beside a tail that begins with a common word, near the
    length of *member*: 磨盘山|防洪提升工程 behind 龙凤山.
    """
    if re.search(r"[\d#A-Za-z]$", member) or member in FIGURES:  # 7、8号机组; 四、五号高炉
        behind = re.match(r"[^\d]*[#A-Z]?\d+([^和及与]+)|[一二三四五六七八九十]([^和及与]+)", last)
        return (behind.group(1) or behind.group(2)) if behind else ""
    for length in (2, 1):
        mark = member[-length:]
        at = last.rfind(mark, 0, len(last) - length)
        if len(member) > length and at > 0 and closed(last[at + length :]) and not mark.isdigit():
            tail = last[at + length :]
            if 2 <= len(tail) <= 20 and (length == 2 or mark in _MARKS):
                return tail
    if len(member) > 14:
        return ""
    if tail := _behind_route(member, last, has_place):
        return tail
    for cut in range(min(len(last) - 2, 5), 1, -1):
        if has_place(last[:cut]) and any(has_place(member[-n:]) for n in (2, 3, 4)):
            return _without_count(last[cut:])
    best, where = 0.0, 0
    for cut in range(2, min(len(last) - 1, len(member) + 3)):
        tail = last[cut:]
        joint = rarity(last[cut - 1 : cut + 1])[0] - rarity(tail[:2])[0]
        value = joint - 0.8 * abs(cut - len(member))
        if value > best and (closed(tail) or tail.endswith(("项目", "工程"))):
            best, where = value, cut
    if where:
        return _without_count(last[where:])
    end = closing(last)
    return end if len(end) >= 2 and len(last) > len(end) + 1 else ""


def _behind_route(member: str, last: str, has_place: Callable[[str], bool]) -> str:
    """What stands behind the two ends of a line: 高速公路 of 天柱至会同、天柱至大龙高速公路."""
    own, other = _ROUTE.fullmatch(member), _ROUTE.match(last)
    if not (own and other):
        return ""
    start = other.start(1)
    places = (cut for cut in range(other.end(), start + 1, -1) if has_place(last[start:cut]))
    cuts = (*places, start + len(own.group(1)))
    return next((last[cut:] for cut in cuts if closed(last[cut:])), "")


def _without_count(tail: str) -> str:
    bare = _COUNT_WITHIN.sub("", tail)
    return bare if len(bare) >= 2 else ""


_WORKS_END = re.compile(
    r"(?:片区|地块|街区|河段)?(?:综合|改造|提升|扩建|改扩建|迁建|整治|治理|修复|加固|扩容|提标|更新|修缮|拓宽|除险|风貌)*"
    r"(?:改造|提升|扩建|改扩建|迁建|整治|治理|修复|加固|扩容|更新|修缮|拓宽|提标)(?:工程)?$"
)


def ended_by_works(name: str) -> bool:
    """Whether a name closes with what is done to a thing: 虎山路改造."""
    return _WORKS_END.search(name) is not None


def works_tail(last: Candidate) -> str:
    """What is done to all things of a list: 改造 of 虎山路、兴南路改造; 片区改造 of 甲路、乙站等片区改造."""
    if last.counted:
        return class_tail(last.counted) if _WORKS_END.search(last.counted) else ""
    found = _WORKS_END.search(last.name)
    return found.group() if found and found.start() >= 2 and closed(last.name[: found.start()]) else ""


def shared_head(first: str) -> str:
    """What a member that begins with a figure shares of the one before it: 中钢 of 中钢200万吨球团."""
    found = re.match(r"([^\d一二三四五六七八九十#]{2,10}?)(?=[\d#]|[一二三四五六七八九十][期号])", first)
    return found.group(1) if found else ""


def class_tail(counted: str) -> str:
    """The class of 等10个焦化项目 as a tail; 项目 of a general one (等重点项目)."""
    bare = _GENERAL.sub("", counted[counted.rfind("的") + 1 :])
    if not bare or not closed(counted):
        return "项目" if counted.endswith("项目") else ""
    return bare if len(bare) <= 14 else closing(counted)
