"""Enumerations: 、 和 及 lists cut into members.

``A、B和C等10个焦化项目`` is three members. What they share is put back by
:mod:`projects.extraction.shared_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from projects.extraction.cutting import CLOSE, OPEN
from projects.extraction.lexicon import closed, may_begin, opening, told, verb_at

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
_JOINTS, _LONGEST = 12, 60


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
