"""Enumerations: 、 和 及 lists cut into members, and what members share put back.

``A、B和C等10个焦化项目`` is three members; ``祁离、离隰高速`` two that share their tail (祁离高速);
``中钢200万吨球团、50万吨矿山支护项目`` two that share head and tail. A single character is never shared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from projects.reading.lexicon import opening, told
from projects.reading.ngrams import rarity
from projects.reading.words import ended, name_end

if TYPE_CHECKING:
    from projects.reading.candidates import Candidate

_OPEN, _CLOSE = "（(〔[【《“‘", "）)〕]】》”’"
_ETC = re.compile(r"(?<!高)(?<!平)(?<!初)(?<!中)(?<!同)(?<!均)(?<!对)(?<!特)(?<!相)等(?![级待候额离同效比温])|(?<=[\u4e00-\u9fff]{3}[平中同])等(?=[\d一二三四五六七八九十]+[个条座处家项所])")
_COUNT = re.compile(
    r"(?:[^\d，。；、]{0,6}?)([\d一二两三四五六七八九十百]+|多|若干|一|一系)\s*(?:余|多)?(?:个|条|座|处|家|项|所|类|大|批|片|段|对|宗|件|栋|种|镇|县)"
)
_SUM = re.compile(r"(?:[2-9]|\d\d|[两二三四五六七八九十])(?:个|条|座|处|家|所|大)([\u4e00-\u9fff]{2,16})$")
_JOINT = re.compile("以及|[和及与暨]")
_WHOLE_WORDS = re.compile(  # words in which 和 及 与 join nothing
    "和谐|和平|和美|和县|和田|和顺|和龙|和林|和政|共和|人和|祥和|呼和|温和|融和|协和|颐和|太和|泰和|嘉和|中和|仁和|永和|三和|雍和|义和|德和"
    "|元和|兴和|饶和|清和|保和|同和|百和|万和|和盛|和润|和泰|和昌|和信|和睦|和合|和畅|平和|和邦|和风|涉及|普及|埃及|及其|参与|与会|与时"
)
_SHARED_WORKS = re.compile(r"[\u4e00-\u9fff]")
_COUNT_WITHIN = re.compile(r"^[一二两三四五六七八九十\d]+(?:个|条|座|处|家|项|所|大|期)")
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


def members(text: str, start: int, end: int, has_place: Callable[[str], bool]) -> list[Member]:
    """Members of the enumeration in ``text[start:end]``."""
    found: list[Member] = []
    for left, right in _pieces(text, start, end, has_place):
        etc = _etc_at(text, left, right)
        if etc < 0:
            summed = _SUM.search(text[left:right]) if found else None
            if summed and summed.start() >= 2:  # 甲小区、乙园、丙大院4个老旧小区
                kind, rest = _class_of(summed.group(1))
                found.append(Member(left, left + summed.start(), kind, True, rest))
            else:
                found.append(Member(left, right))
            continue
        behind = text[etc + 1 : right]
        second = _second_list(behind)
        if second is not None:  # 甲、乙等4A级景区和丙等度假区创建
            class_end, at = second
            found.append(Member(left, etc, behind[:class_end], False, ""))
            found += members(text, etc + 1 + at, right, has_place)
            continue
        count = _COUNT.match(behind)
        kind = behind[count.end() :] if count else behind
        kind, rest = _class_of(kind)
        found.append(Member(left, etc, kind, count is not None, rest))
    return [one for one in found if one.end > one.start]


def completed(group: list[Candidate], has_place: Callable[[str], bool]) -> list[Candidate]:
    """The candidates of one enumeration with the heads and tails they share."""
    size = len(group)
    result: list[Candidate] = []
    for index, one in enumerate(group):
        one = replace(one, position=index, siblings=size)
        later = next((other for other in group[index + 1 :] if other.shape == "whole"), None)
        works = works_tail(group[-1])
        if works and not ended_by_works(one.name) and index + 1 < size:
            one = replace(one, name=one.name + works, shape="tail")
        elif works and group[-1].counted and not ended_by_works(one.name):
            one = replace(one, name=one.name + works, shape="tail")
        elif one.shape == "open" and later is not None and (tail := shared_tail(one.name, later.name, has_place)):
            one = replace(one, name=one.name + tail, shape="tail")
        elif one.shape == "open" and group[-1].counted and (tail := class_tail(group[-1].counted)):
            one = replace(one, name=one.name + tail, shape="tail")
        if result and re.match(r"[\d#]|[二三四五六七八]期", one.name) and (head := shared_head(result[-1].name)):
            one = replace(one, name=head + one.name, shape="head" if one.shape == "whole" else one.shape)
        result.append(one)
    told_last = group[-1] if group else None
    if told_last is not None and told_last.told:
        result = [
            one if one.told else replace(one, told=told_last.told, told_sense=told_last.told_sense)
            for one in result
        ]
    if told_last is not None and told_last.counted:
        result = [replace(one, counted=told_last.counted, count=told_last.count) for one in result]
    return result


def shared_tail(member: str, last: str, has_place: Callable[[str], bool]) -> str:
    """What *member* shares of the end of *last*; empty when nothing of two characters or more.

    A mark that both hold (段 of 甲桥段、乙会段治理工程) tells where the tail begins; else a place name in
    front, else the joint that is rarest in print beside a tail that begins with a common word, near the
    length of *member*: 磨盘山|防洪提升工程 behind 龙凤山.
    """
    if figure := re.search(r"[\d#A-Za-z]$", member):  # 7、8号机组
        behind = re.match(r"[^\d]*[#A-Z]?\d+(.+)", last)
        return behind.group(1) if figure and behind else ""
    for length in (2, 1):
        mark = member[-length:]
        at = last.rfind(mark, 0, len(last) - length)
        if len(member) > length and at > 0 and ended(last[at + length :]) and not mark.isdigit():
            tail = last[at + length :]
            if 2 <= len(tail) <= 20 and (length == 2 or mark in "路街段桥河镇村市区县期库湖江湾渠沟园站港山线楼巷里"):
                return tail
    if len(member) > 14:
        return ""
    for cut in range(min(len(last) - 2, 5), 1, -1):
        if has_place(last[:cut]) and any(has_place(member[-n:]) for n in (2, 3, 4)):
            return _without_count(last[cut:])
    best, where = 0.0, 0
    for cut in range(2, min(len(last) - 1, len(member) + 3)):
        tail = last[cut:]
        joint = rarity(last[cut - 1 : cut + 1])[0] - rarity(tail[:2])[0]
        value = joint - 0.8 * abs(cut - len(member))
        if value > best and (ended(tail) or tail.endswith(("项目", "工程"))):
            best, where = value, cut
    if where:
        return _without_count(last[where:])
    end = name_end(last)
    return end if len(end) >= 2 and len(last) > len(end) + 1 else ""


def _without_count(tail: str) -> str:
    bare = _COUNT_WITHIN.sub("", tail)
    return bare if len(bare) >= 2 else ""


_WORKS_END = re.compile(r"(?:片区|地块|街区|河段)?(?:综合|改造|提升|扩建|改扩建|迁建|整治|治理|修复|加固|扩容|提标|更新|修缮|拓宽|除险|风貌)*(?:改造|提升|扩建|改扩建|迁建|整治|治理|修复|加固|扩容|更新|修缮|拓宽|提标)(?:工程)?$")


def ended_by_works(name: str) -> bool:
    """Whether a name closes with what is done to a thing: 虎山路改造."""
    return _WORKS_END.search(name) is not None


def works_tail(last: Candidate) -> str:
    """What is done to all things of a list: 改造 of 虎山路、兴南路改造; 片区改造 of 甲路、乙站等片区改造."""
    if last.counted:
        return class_tail(last.counted) if _WORKS_END.search(last.counted) else ""
    found = _WORKS_END.search(last.name)
    return found.group() if found and found.start() >= 2 and ended(last.name[: found.start()]) else ""


def shared_head(first: str) -> str:
    """What a member that begins with a figure shares of the one before it: 中钢 of 中钢200万吨球团."""
    found = re.match(r"([^\d一二三四五六七八九十#]{2,10}?)(?=[\d#]|[一二三四五六七八九十]期)", first)
    return found.group(1) if found else ""


def class_tail(counted: str) -> str:
    """The class of 等10个焦化项目 as a tail; 项目 of a general one (等重点项目)."""
    bare = _GENERAL.sub("", counted)
    if not bare or not ended(counted):
        return "项目" if counted.endswith("项目") else ""
    return bare if len(bare) <= 14 else name_end(counted)


def _class_of(kind: str) -> tuple[str, str]:
    """The class behind 等 and what is told behind it: 特色商业街区 | 建设."""
    for at in range(2, len(kind)):
        word, sense = told(kind, at)
        if word and sense and ended(kind[:at]) and not ended(kind[at:]):
            return kind[:at], kind[at:]
    return kind, ""


def _pieces(text: str, start: int, end: int, has_place: Callable[[str], bool]) -> list[tuple[int, int]]:
    cuts = [start]
    depth = 0
    index = start
    while index < end:
        char = text[index]
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        if depth == 0 and char == "、":
            cuts += [index, index + 1]
        index += 1
    cuts.append(end)
    spans = [(cuts[i], cuts[i + 1]) for i in range(0, len(cuts), 2)]
    result: list[tuple[int, int]] = []
    for left, right in spans:
        result += _parted(text, left, right, is_list=len(spans) > 1, has_place=has_place)
    return result


def _parted(
    text: str, left: int, right: int, *, is_list: bool, has_place: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """A piece cut at the conjunctions that join two names."""
    depth = 0
    index = left
    while index < right:
        char = text[index]
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        joint = _JOINT.match(text, index, right) if depth == 0 and index > left else None
        if joint and not _WHOLE_WORDS.match(text, index) and not _WHOLE_WORDS.match(text, index - 1):
            before, after = text[left:index], text[joint.end() : right]
            if _joins_names(before, after, is_list=is_list) or (_begins_with(before, has_place) and _begins_with(after, has_place)):
                rest = _parted(text, joint.end(), right, is_list=is_list, has_place=has_place)
                return [(left, index), *rest]
        index += 1
    return [(left, right)] if right > left else []


def _joins_names(before: str, after: str, *, is_list: bool) -> bool:
    if len(before) < 2 or len(after) < 2:
        return False
    opened = opening(after)
    if opened.senses and opened.end < len(after):
        return True
    core = before[opening(before).end :]
    etc = _ETC.search(after)
    behind = after[: etc.start()] if etc else after
    if not core:
        return False
    closes = ended(behind) or any(told(behind, at)[0] and ended(behind[:at]) for at in range(2, len(behind)))
    if ended(core) and len(core) >= 3 and closes:
        return True
    return is_list and len(core) >= 2 and closes and len(behind) >= 4 and ended(core)


def _second_list(behind: str) -> tuple[int, int] | None:
    """Where the class behind 等 ends and a second enumeration with 等 of its own begins; None without one."""
    if _ETC.search(behind) is None:
        return None
    for joint in _JOINT.finditer(behind):
        if ended(behind[: joint.start()]):
            return joint.start(), joint.end()
    return None


def _begins_with(text: str, has_place: Callable[[str], bool]) -> bool:
    """Whether *text*, behind its verbs, begins with a place name and goes on: 琅琊西涧…示范区."""
    bare = text[opening(text).end :]
    return len(bare) >= 4 and any(has_place(bare[:length]) for length in (2, 3, 4))


def _etc_at(text: str, left: int, right: int) -> int:
    depth = 0
    for index in range(left, right):
        char = text[index]
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        if char == "等" and depth == 0 and index > left and _ETC.match(text, index):
            return index
    return -1
