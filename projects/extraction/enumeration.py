"""Enumerations: 、 和 及 lists cut into members, and what members share put back.

``A、B和C等10个焦化项目`` is three members; ``祁离、离隰高速`` two that share their tail (祁离高速);
``中钢200万吨球团、50万吨矿山支护项目`` two that share head and tail. A single character is never shared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from projects.extraction.candidate import Candidate
from projects.extraction.cutting import CLOSE, OPEN
from projects.extraction.lexicon import closed, closing, may_begin, opening, told, verb_at
from projects.extraction.ngrams import areas_of, rarity

_ETC = re.compile(
    r"(?<![高平初中同均对特相])等(?![级待候额离同效比温])"
    r"|(?<=[\u4e00-\u9fff]{3}[平中同])等(?=[\d一二三四五六七八九十]+[个条座处家项所])"
)
_COUNT = re.compile(
    r"(?:[^\d，。；、]{0,6}?)([\d一二两三四五六七八九十百]+|多|若干|一|一系)\s*(?:余|多)?(?:个|条|座|处|家|项|所|类|大|批|片|段|对|宗|件|栋|种|镇|县)"
)
_SUM = re.compile(r"(?:[2-9]|\d\d|[两二三四五六七八九十])(?:个|条|座|处|家|所|大)([\u4e00-\u9fff]{2,16})$")
_JOINT = re.compile("以及|[和及与暨]")
_WHOLE_WORDS = re.compile(  # words in which 和 及 与 join nothing
    "和谐|和平|和美|和县|和田|和顺|和龙|和林|和政|共和|人和|祥和|呼和|温和|融和|协和|颐和|太和|泰和|嘉和|中和|仁和|永和|三和|雍和|义和|德和"
    "|元和|兴和|饶和|清和|保和|同和|百和|万和|和盛|和润|和泰|和昌|和信|和睦|和合|和畅|平和|和邦|和风|涉及|普及|埃及|及其|参与|与会|与时"
)
_MARKS = frozenset("路街段桥河镇村市区县期库湖江湾渠沟园站港山线楼巷里")
_ROUTE = re.compile("[\u4e00-\u9fff]{2,4}(?:至|—|-|－)([\u4e00-\u9fff]{2,5})")  # the ends of a line
_WAYS = frozenset("路街道线河江渠沟")  # things as alike as 柳园南路 and 松桂大街
FIGURES = frozenset("一二三四五六七八九十0123456789")  # 4、5号线: a member of one letter
_TAILS, _JOINTS, _LONGEST, _COMMON = 4, 12, 60, 40
_COUNT_WITHIN = re.compile(r"^[一二两三四五六七八九十\d]+(?:个|条|座|处|家|项|所|大|期)")
_WHOLE = frozenset("园")  # a word of one letter that closes a name, where the tail has it too: 石卡园 of 园区
_PHASE = re.compile(r"[一二三四五六\d]期")  # of one member alone
_GENERAL = re.compile(
    r"^(?:一批|重点|重大|大型|主要|骨干|核心|标志性|其他|后续|相关|优质|新型|[\d一二三四五六七八九十百]+(?:余|多)?(?:个|条|座|处|家|项|所|大|类)|\d*亿元以上|的)+"
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an enumeration; ``counted`` is the class behind 等, None when no 等 stands here."""

    start: int
    end: int
    counted: str | None = None
    has_count: bool = False
    told: str = ""


def has_joint(text: str, start: int, end: int) -> bool:
    """Whether 和 及 与 暨 stands in ``text[start:end]``."""
    return any(mark in text[start:end] for mark in "和及与暨")


def members(
    text: str, start: int, end: int, has_place: Callable[[str], bool], mode: str = "printed"
) -> list[Member]:
    """Members of the enumeration in ``text[start:end]``.

    *mode* says what 和 及 与 do: part names where both sides close like one (``printed``), wherever they
    stand (``parted``), or never (``joined``).
    """
    found: list[Member] = []
    for left, right in _pieces(text, start, end, has_place, mode):
        etc = _etc_at(text, left, right)
        if etc < 0:
            summed = _SUM.search(text, left, right) if found else None
            if summed and summed.start() >= left + 2:  # 甲小区、乙园、丙大院4个老旧小区
                kind, rest = _class_of(summed.group(1))
                found.append(Member(left, summed.start(), kind, True, rest))
            else:
                found.append(Member(left, right))
            continue
        behind = text[etc + 1 : right]
        second = _second_list(behind)
        if second is not None:  # 甲、乙等4A级景区和丙等度假区创建
            class_end, at = second
            found.append(Member(left, etc, behind[:class_end], False, ""))
            found += members(text, etc + 1 + at, right, has_place, mode)
            continue
        count = _COUNT.match(behind)
        kind, rest = _class_of(behind[count.end() :] if count else behind)
        found.append(Member(left, etc, kind, count is not None, rest))
    return [one for one in found if one.end > one.start]


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


def _class_of(kind: str) -> tuple[str, str]:
    """The class behind 等 and what is told behind it: 特色商业街区 | 建设; all of 加快建设 is told."""
    for at in range(2, len(kind)):
        word, sense = told(kind, at)
        if word and sense and closed(kind[:at]) and not closed(kind[at:]):
            return kind[:at], kind[at:]
    is_told = told(kind, 0)[1] not in ("", "told") and not closed(kind)
    return ("", kind) if is_told else (kind, "")


def _pieces(
    text: str, start: int, end: int, has_place: Callable[[str], bool], mode: str
) -> list[tuple[int, int]]:
    """The spans between 、 and, by *mode*, between the conjunctions, outside brackets."""
    cuts = [start]
    joints: list[tuple[int, int]] = []
    depth = 0
    for index in range(start, end):
        char = text[index]
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
            if depth == 0 and text.startswith("”“", index):  # “东昌—临清”“东昌—茌平”
                cuts += [index + 1, index + 1]
        elif depth == 0 and char == "、":
            cuts += [index, index + 1]
        elif depth or mode == "joined" or char not in "以和及与暨":
            continue
        elif joint := _JOINT.match(text, index, end):
            apart = mode == "parted" and closed(text[start:index])  # 吕梁一中和某校
            if not _WHOLE_WORDS.match(text, index) and (apart or not _WHOLE_WORDS.match(text, index - 1)):
                joints.append((index, joint.end()))
    cuts.append(end)
    spans = [(cuts[i], cuts[i + 1]) for i in range(0, len(cuts), 2)]
    if not joints:
        return [(left, right) for left, right in spans if right > left]
    result: list[tuple[int, int]] = []
    for left, right in spans:
        within = [(a, b) for a, b in joints if left < a and b < right][:_JOINTS]
        result += _parted(text, left, right, within, is_list=len(spans) > 1, has_place=has_place, mode=mode)
    return result


def _parted(
    text: str,
    left: int,
    right: int,
    joints: list[tuple[int, int]],
    *,
    is_list: bool,
    has_place: Callable[[str], bool],
    mode: str,
) -> list[tuple[int, int]]:
    """A piece cut at those of its conjunctions that join two names."""
    result = []
    for start, end in joints:
        if start <= left:
            continue
        before, after = text[left:start], text[end:right]
        if (mode == "parted" and min(len(before), len(after)) >= 2) or (
            mode == "printed"
            and (
                _joins_names(before, after, is_list=is_list)
                or (_begins_with(before, has_place) and _begins_with(after, has_place))
            )
        ):
            result.append((left, start))
            left = end
    return [*result, (left, right)] if right > left else result


def _joins_names(before: str, after: str, *, is_list: bool) -> bool:
    if len(before) < 2 or len(after) < 2:
        return False
    if verb_at(after, 0)[0] and opening(after).end < len(after):
        return True
    core = before[opening(before).end :]
    etc = _ETC.search(after)
    behind = after[: etc.start()] if etc else after
    if not core:
        return False
    closes = closed(behind) or any(
        may_begin(behind, at) and told(behind, at)[0] and closed(behind[:at])
        for at in range(2, min(len(behind), _LONGEST))
    )
    if closed(core) and len(core) >= 3 and closes:
        return True
    return is_list and len(core) >= 2 and closes and len(behind) >= 4 and closed(core)


def _second_list(behind: str) -> tuple[int, int] | None:
    """Where the class behind 等 ends and a second enumeration with 等 of its own begins; None without one."""
    if _ETC.search(behind) is None:
        return None
    for joint in _JOINT.finditer(behind):
        if closed(behind[: joint.start()]):
            return joint.start(), joint.end()
    return None


def _begins_with(text: str, has_place: Callable[[str], bool]) -> bool:
    """Whether *text*, behind its verbs, begins with a place name and goes on: 琅琊西涧…示范区."""
    bare = text[opening(text).end :]
    return len(bare) >= 4 and any(has_place(bare[:length]) for length in (2, 3, 4))


def _etc_at(text: str, left: int, right: int) -> int:
    if text.find("等", left, right) < 0:
        return -1
    depth = 0
    for index in range(left, right):
        char = text[index]
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif char == "等" and depth == 0 and index > left and _ETC.match(text, index):
            return index
    return -1
