"""Candidates: spans of a paragraph that may be names, found by the shape of its clauses alone.

A clause is read as ``verbs  enumeration  (等 count class)  what is told``:

    加快推进 | 祁离、离隰高速 | 建设            建成投运 | 中交高速中西部数据中心一期项目
    汾阳贾街、柳林明清街 | 等特色商业街区        某大道、某路 | | 建成通车

1. Clauses end at ，。；：！？ outside brackets and quotes.
2. Adverbs and verbs before the enumeration, and what is told behind a name, are words of the
   lexicon (``projects.reading.lexicon``).
3. The enumeration is cut at 、 和 及 与 以及 (``projects.reading.enumeration``); members that cannot
   stand alone get the head or tail that they share with their neighbours.

Nothing is judged here: ``projects.reading.verdict`` accepts a candidate or says why not. Input: text of
one paragraph. Output: :class:`Candidate`, in reading order, spans as offsets in that text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from projects.reading.enumeration import Member, completed, members
from projects.reading.lexicon import WHEN, opening, told, verb_sense
from projects.reading.words import ended

MAX_CLAUSE = 400
_BREAKS = "，。；：！？,;:!?"
_OPEN, _CLOSE = "（(〔[【《“‘", "）)〕]】》”’"
_LONGEST_BRACKET = 80
_LEAD_MARK = re.compile(
    r"(?:——|一一|—|－－|[（(]?\d{1,3}[）)]|\d{1,3}[.．、](?!\d)|[①-⑳]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、"
    r"|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖*])+\s*"
)
_AMOUNT = r"[约近超]?[\d.]+(?:余|多)?\s*(?:万|亿|千|百)?(?:美元|元|亩|平方公里|平方米|公里|千米|米|公顷|吨|立方米|千瓦|兆瓦|户|人)"
_BEFORE_NAME = re.compile(
    rf"(?:(?:总|计划|估算|概算|完成)?投资(?:额|约)?|占地|全长|总长|总建筑面积|建筑面积|规划面积|年产值?|产值|一期|总造价)?{_AMOUNT}(?:以上)?(?:的|、)"
    r"|位于[^，。；、的]{2,12}的|(?:[^，。；、的]{0,6}(?:先进|一流|领先|知名|特色|集中|配套|完善|突出|现代化|规模化|最大|完备|齐全|宜居|影响力|竞争力))的"
    r"|[一二两三四五六七八九十\d]+(?:个|条|座|处|家|项|所|大|片|批|栋|期)(?=[^期线路、]{4})"
)
_SUM = re.compile(r"[一二两三四五六七八九十\d]+(?:个|条|座|处|家|项|所|大|片|批|栋|期)")
_QUANTITY = re.compile(
    r"[约近超共]?[\d.]+(?:余|多)?\s*(?:万|亿|千|百)?(?:公里|千米|亩|平方米|平方公里|公顷|套|个|座|条|家|辆|张|户|处|所|栋|台|项|间|吨|万吨|人|米|平米|万元|亿元)(?:以上)?$"
)
_VALUE_BRACKET = re.compile(r"[（(](?=[^（()）]*\d)[^（()）]*(?:元|年|亩|公里|个|座|%|％)[^（()）]*[）)]$|[（(]\d+[）)]$|\[\d+\]$|【\d+】$")
# What is done to a thing, printed behind its name, belongs to it: 虎山路改造, 兴县污水处理厂扩容.
_WORKS = re.compile(
    r"(?:(?:综合|提升|改造|升级|扩建|改建|改扩建|新建|迁建|整治|治理|修复|加固|扩容|扩能|增容|提质|提标|更新|修缮|疏浚|维修|绿化|亮化|美化|拓宽|延伸|搬迁|技改|大修|除险|保护性|快速化|一体化|风貌|景观|生态|环境|河道|全面|及|和)*"
    r"(?:提升|改造|升级|扩建|改建|改扩建|迁建|整治|治理|修复|加固|扩容|扩能|增容|提标|更新|修缮|疏浚|维修|拓宽|技改|大修|搬迁|续建))(?:工程|项目)?"
)
_OWNER = re.compile(r"(?:公司|集团|大学|学院|企业|区|市|县|镇|乡|局|委|院|所|行|社|[与同由在将把对]|厂|股份|部门|开发商)$")
_PREPOSITION = re.compile(r"[与同由在以]")
_NOUN_LIKE = frozenset(
    "建设 发展 规划 服务 管理 改革 提升 完善 功能 配套 基础设施 品质 能级 施工 征迁 保护利用 开发 运行 融合 融合发展 工作 规划建设 改造提升 安置 提质 提质增效 运营 启动 通航 交付 引领 升级 转型升级 验收 通气 申报 一体化 互联互通 承载 认定 配套设施 基础设施建设 配套设施建设 展示 品牌".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name, and what its clause says of it.

    ``name`` is as printed, with a shared head or tail added and quotation marks left out; ``start``
    and ``end`` are those of the printed part. ``clause`` is the whole clause.
    """

    name: str
    start: int
    end: int
    clause: tuple[int, int]
    verbs: str = ""
    senses: tuple[str, ...] = ()
    told: str = ""
    told_sense: str = ""
    counted: str = ""  # the class behind 等
    count: bool = False  # whether a number stands with it
    position: int = 0
    siblings: int = 0
    shape: str = "whole"  # whole, open (closes like no name), tail, head
    summed: bool = False  # a number of unnamed things stands before it
    subject: str = ""  # who builds or where, before an inner verb
    lead: bool = False  # the paragraph's first clause
    closer: str = ""  # the mark behind the clause
    before: str = ""  # two characters before the name
    behind: str = ""  # two characters behind it


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the clauses of *text*, without the marks between them."""
    depth = start = opened = 0
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
            opened = index
        elif char in _CLOSE and depth:
            depth -= 1
        elif depth and index - opened > _LONGEST_BRACKET:
            depth = 0
        if (char in _BREAKS or text.startswith("——", index)) and not depth and not _inside_figure(text, index):
            if index > start:
                yield start, index
            start = index + 1
    if len(text) > start:
        yield start, len(text)


def candidates(text: str, has_place: Callable[[str], bool] = lambda _: False) -> list[Candidate]:
    """Candidates of one paragraph, in reading order."""
    found: list[Candidate] = []
    for index, (start, end) in enumerate(clauses(text)):
        if end - start > MAX_CLAUSE:
            continue
        mark = _LEAD_MARK.match(text, start, end)
        begin = mark.end() if mark else start
        opened = opening(text[:end], begin)
        senses = opened.senses or (("adverb",) if opened.words else ())
        here = _of_clause(text, begin, end, senses, opened.words, opened.end, has_place)
        closer = text[end : end + 1]
        is_lead = index == 0 or start == 0
        found += [
            replace(
                one,
                clause=(start, end),
                lead=is_lead,
                closer=closer,
                before=text[max(0, one.start - 2) : one.start],
                behind=text[one.end : one.end + 2],
            )
            for one in here
        ]
    return found


def _of_clause(
    text: str,
    begin: int,
    end: int,
    senses: tuple[str, ...],
    words: str,
    start: int,
    has_place: Callable[[str], bool],
) -> list[Candidate]:
    if end - start < 2:
        return []
    groups: list[list[Candidate]] = [[]]
    parts = members(text, start, end, has_place)
    for part in parts:
        made = _of_member(text, part, senses, words)
        if made is None:
            continue
        words, senses = made.verbs, made.senses
        groups[-1].append(made)
        if part.counted is not None:
            groups.append([])
    result: list[Candidate] = []
    for group in groups:
        result += completed(group, has_place)
    return result


def _of_member(text: str, part: Member, senses: tuple[str, ...], words: str) -> Candidate | None:
    start, end = part.start, part.end
    opened = opening(text[:end], start)
    if opened.senses:
        senses, words = opened.senses, opened.words
    start = opened.end
    subject = ""
    summed = False
    while modifier := _BEFORE_NAME.match(text, start, end):
        summed = summed or _SUM.match(modifier.group()) is not None
        start = modifier.end()
    if inner := _inner_verb(text, start, end):
        at, behind, sense, word = inner
        subject = text[start:at]
        start, senses, words = behind, (sense,), word
        again = opening(text[:end], start)
        if again.senses:
            start, senses = again.end, again.senses
    told_word, told_as, cut = _told_behind(text, start, end)
    behind = text[cut:end] if cut < end else part.told
    name = text[start:cut]
    name, left = _trimmed(name)
    start += left
    cut = start + len(name)
    if not 2 <= len(name) <= 90:
        return None
    if not told_word and part.told:
        told_word, told_as = told(part.told, 0)
    shape = "whole" if ended(name) else "open"
    return Candidate(
        _unquoted(name),
        start,
        cut,
        (start, cut),
        words,
        senses,
        behind or told_word,
        told_as,
        part.counted or "",
        part.has_count,
        shape=shape,
        summed=summed,
        subject=subject,
    )


def _trimmed(name: str) -> tuple[str, int]:
    """*name* without marks around it, amounts behind it and praise before it; and what was cut in front."""
    left = 0
    while True:
        before = name
        name = name.rstrip("，。；、：:的 ")
        name = _VALUE_BRACKET.sub("", name)
        if name.endswith("建设") and len(name) >= 4:
            name = name[:-2]
        bare = _QUANTITY.sub("", name)
        if bare != name and len(bare) >= 3 and ended(bare):
            name = bare
        stripped = name.lstrip("的、，：: ·")
        left += len(name) - len(stripped)
        name = stripped
        if name == before:
            break
    at = _praise_end(name)
    return name[at:], left + at


def _praise_end(name: str) -> int:
    """Where a name begins behind 的, outside brackets and quotes: 具有国际影响力的某基地."""
    depth = 0
    last = 0
    for index, char in enumerate(name):
        depth += (char in _OPEN) - (char in _CLOSE)
        if char == "的" and depth <= 0 and 1 <= index < len(name) - 3:
            last = index + 1
    return last


def _told_behind(text: str, start: int, end: int) -> tuple[str, str, int]:
    """The word that tells of the name in ``text[start:end]``, its sense, and where the name ends."""
    depth = 0
    for at in range(start, end):
        char = text[at]
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth > 0 or at < start + 2:
            continue
        works = _WORKS.match(text, at, end)
        if works and (works.end() == end or told(text[:end], works.end())[0]) and len(text[start:at]) >= 2:
            behind = told(text[:end], works.end()) if works.end() < end else ("", "")
            if works.end() < end or ended(text[start:at]):
                return *behind, works.end()
        word, sense = told(text[:end], at)
        if not word:
            continue
        left = text[start:at]
        closed = ended(left) or left[-1] in "”）)"
        strong = len(word) >= 2 and (sense in ("done", "start", "sign") or WHEN.match(word)) and at >= start + 3
        if not closed and not strong:
            continue
        rest = text[at + len(word) : end]
        if word in _NOUN_LIKE and rest and ended(text[at:end]) and not opening(rest).senses:
            continue  # 产业园 服务 中心
        if not closed and ended(text[start:end]) and len(rest) >= 2:
            continue
        if word in ("建设", "规划", "开发") and re.match("工程|项目", rest):
            continue
        return word, sense, at
    return "", "", end


def _inner_verb(text: str, start: int, end: int) -> tuple[int, int, str, str] | None:
    """某集团 建设 某基地: where the verb stands, where its object begins, its sense and the verb."""
    depth = 0
    for at in range(start + 2, end - 4):
        char = text[at]
        depth += (text[at - 1] in _OPEN) - (text[at - 1] in _CLOSE)
        if depth > 0 or char in _CLOSE:
            continue
        word, sense = verb_sense(text[:end], at)
        if not word or sense in ("rely", "support", "other") and not word.startswith("实施"):
            continue
        before, rest = text[start:at], text[at + len(word) : end]
        if len(rest) < 4 or re.match("工程|项目|[、，和及]", rest):
            continue
        owns = _OWNER.search(before) or (_PREPOSITION.match(before) and len(before) >= 3)
        if owns and not ended(before.rstrip("区")) and (ended(rest) or told(rest, len(rest) - 2)[0]):
            return at, at + len(word), sense, word
    return None


def _unquoted(name: str) -> str:
    return re.sub("[“”‘’\"]", "", name)


def _inside_figure(text: str, index: int) -> bool:
    return text[index] in ",:" and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
