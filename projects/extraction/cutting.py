"""Where a name begins and ends within one member of an enumeration.

Before it may stand verbs, amounts, praise (总投资38亿元的, 具有国际影响力的) and who builds (某集团 建设
某基地); behind it what is told of it (建成通车, 加快推进). Where the words allow more than one cut, all are
given, the likeliest first; which one is the name is weighed later (``projects.extraction.verdict``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from projects.extraction.lexicon import closed, is_noun_like, is_when, may_begin, opening, told, verb_at
from projects.extraction.toponyms import place_at

OPEN, CLOSE = "（(〔[【《“‘", "）)〕]】》”’"
# What is told elsewhere, here the middle of a name: 先行启动区, 研发中心, 通航建筑物.
_MIDDLE = re.compile(
    "(?:启动|研发|建设|开放|运营|合作|控制)(?:区(?![域级县块内位间])|示范区|中心(?!城))|制度型开放|通航建筑物"
)
_AMOUNT = (
    r"[约近超]?[\d.]+(?:余|多)?\s*(?:万|亿|千|百)?"
    r"(?:美元|元|亩|平方公里|平方米|公里|千米|米|公顷|吨|立方米|千瓦|兆瓦|户|人)"
)
_BEFORE_NAME = re.compile(
    r"(?:(?:总|计划|估算|概算|完成)?投资(?:额|约)?|占地|全长|总长|总建筑面积|建筑面积|规划面积|年产值?|产值|一期|总造价)?"
    rf"{_AMOUNT}(?:以上)?(?:的|、)|位于[^，。；、的]{{2,12}}的"
    r"|(?:[^，。；、的]{0,6}(?:先进|一流|领先|知名|特色|集中|配套|完善|突出|现代化|规模化|最大|完备|齐全|宜居|影响力|竞争力))的"
    r"|全[省国市](?:首[个家座批条]|最大的?|唯一的?)|首[个家座批条](?!.{0,3}线)"
    r"|[一二两三四五六七八九十\d]+(?:个|条|座|处|家|项|所|大|片|批|栋|期)(?=[^期线路、]{4})"
)
_MAYBE_BEFORE = frozenset("约近超总计估概完投占全建规年产一二两三四五六七八九十0123456789位首")
_UNIT_LAST = frozenset("里亩米顷套个座条家辆张户处所栋台项间吨人元上")
_SUM = re.compile(r"[一二两三四五六七八九十\d]+(?:个|条|座|处|家|项|所|大|片|批|栋|期)")
_QUANTITY = re.compile(
    r"[约近超共]?[\d.]+(?:余|多)?\s*(?:万|亿|千|百)?"
    r"(?:公里|千米|亩|平方米|平方公里|公顷|套|个|座|条|家|辆|张|户|处|所|栋|台|项|间|吨|万吨|人|米|平米|万元|亿元)(?:以上)?$"
)
_VALUE_BRACKET = re.compile(
    r"[（(](?=[^（()）]*\d)[^（()）]*(?:元|年|亩|公里|个|座|%|％)[^（()）]*[）)]$|[（(]\d+[）)]$|\[\d+\]$|【\d+】$"
)
# What is done to a thing, printed behind its name, belongs to it: 虎山路改造, 兴县污水处理厂扩容.
_WORKS = re.compile(
    r"(?:(?:综合|提升|改造|升级|扩建|改建|改扩建|新建|迁建|整治|治理|修复|加固|扩容|扩能|增容|提质|提标|更新|修缮|疏浚|维修"
    r"|绿化|亮化|美化|拓宽|延伸|搬迁|技改|大修|除险|保护性|快速化|一体化|风貌|景观|生态|环境|河道|全面|及|和){0,6}"
    r"(?:提升|改造|升级|扩建|改建|改扩建|迁建|整治|治理|修复|加固|扩容|扩能|增容|提标|更新|修缮|疏浚|维修|拓宽|技改|大修|搬迁|续建))"
    r"(?:工程|项目)?"
)
_WORKS_FIRST = frozenset("综提改升扩新迁整治修加增更疏维绿亮美拓延搬技大除保快一风景生环河全及和续")
_OWNER = re.compile(
    r"(?:公司|集团|大学|学院|企业|区|市|县|镇|乡|局|委|院|所|行|社|[与同由在将把对]|厂|股份|部门|开发商)$"
)
_OWNER_LAST = frozenset("司团学院业区市县镇乡局委所行社与同由在将把对厂份门商")
_WORK = ("项目", "工程")
_CUTS = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a member that may be a name: where it stands, what is told behind it, how it was cut."""

    start: int
    end: int
    told: str = ""
    sense: str = ""
    how: str = "printed"  # printed, early, late, open, whole


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a name begins: the verbs before it, whether a sum of things was passed, who acts."""

    start: int
    words: str
    senses: tuple[str, ...]
    summed: bool = False
    subject: str = ""
    until: int = 0  # where the name ends when the verb behind it is known, else 0


def beginnings(text: str, start: int, end: int, words: str, senses: tuple[str, ...]) -> Iterator[Beginning]:
    """Where the name in ``text[start:end]`` may begin, the likeliest first."""
    opened = opening(text, start, end)
    if opened.senses:
        senses, words = opened.senses, opened.words
    at, summed = _passed_modifiers(text, opened.end, end)
    plain = Beginning(at, words, senses, summed)
    inner = _inner_verb(text, at, end)
    if inner is None:
        yield plain
        return
    verb, behind, sense, word = inner
    again = opening(text, behind, end)
    begin, counted = _passed_modifiers(text, again.end, end)
    if closed(text[at:verb]):  # 孝义开发区 申报 国家级开发区
        yield Beginning(at, words, senses, summed, until=verb)
    yield Beginning(begin, word, again.senses or (sense,), summed or counted, text[at:verb])
    yield plain


def _passed_modifiers(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where a name begins behind amounts and praise, and whether a number of things was among them."""
    summed = False
    if text[start : start + 1] not in _MAYBE_BEFORE and text.find("的", start, min(end, start + 16)) < 0:
        return start, False
    while start < end and (modifier := _BEFORE_NAME.match(text, start, end)):
        if start + len(place_at(text, start)) > modifier.end():
            break  # 五大连池市
        summed = summed or _SUM.match(modifier.group()) is not None
        start = modifier.end()
    return start, summed


def cuts(text: str, start: int, end: int) -> list[Cut]:
    """The parts of ``text[start:end]`` that may be a name, the likeliest first; at most four."""
    found = list(_ends(text, start, end))
    closing = [cut for cut in found if cut.how == "printed"]
    result = closing[:1] or found[:1]
    if len(closing) > 1:
        result.append(Cut(start, closing[-1].end, closing[-1].told, closing[-1].sense, "late"))
    loose = [cut for cut in found if cut.how == "open"]
    if closing and loose and loose[0].end < closing[0].end:
        result.append(loose[0])
    if not result:
        result = [Cut(start, end)]
        bracket = text.rfind("（", start + 3, end) if text[end - 1] == "）" else -1
        return [*result, Cut(start, bracket, how="bare")] if bracket > 0 else result
    if text[result[0].end - 1] == "）" and (bracket := text.rfind("（", start + 3, result[0].end)) > 0:
        result.append(Cut(start, bracket, result[0].told, result[0].sense, "bare"))
    if closed(text[start:end]) or not closing:
        result.append(Cut(start, end, how="whole"))
    return result


def _ends(text: str, start: int, end: int) -> Iterator[Cut]:
    """Places where a name may end because something is told behind it."""
    depth = count = 0
    for at in range(start, end):
        char = text[at]
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth -= 1
        if depth > 0 or at < start + 2 or not (char in _WORKS_FIRST or may_begin(text, at)):
            continue
        cut = _end_at(text, start, at, end)
        if cut is not None:
            yield cut
            count += 1
            if count >= 2 * _CUTS:
                return


def _end_at(text: str, start: int, at: int, end: int) -> Cut | None:
    if text[at] in _WORKS_FIRST and (works := _WORKS.match(text, at, end)):
        behind = told(text, works.end(), end)
        if works.end() < end and behind[0]:
            return Cut(start, works.end(), *behind)
        if works.end() == end and closed(text[start:at]):
            return Cut(start, end)
    if _MIDDLE.match(text, at, end):
        return None
    word, sense = told(text, at, end)
    verb = ""
    if not word:
        verb, sense = verb_at(text, at, end)
        word = verb
    if not word:
        return None
    left = text[start:at]
    is_closed = text[at - 1] in "”）)" or closed(left)
    behind_at = at + len(word)
    if not is_closed:
        strong = (sense in ("done", "start", "sign") or is_when(word)) if not verb else False
        if (strong or len(word) >= 4) and at >= start + 3 and not verb:
            return Cut(start, at, word, sense, "open")
        plain = word in ("建设", "加快", "项目建设") and text[behind_at : behind_at + 2] not in _WORK
        if plain and at >= start + 3:
            return Cut(start, at, word, sense, "open")
        return None
    middle = is_noun_like(word) and behind_at < end and closed(text[at:end])
    if middle and not opening(text, behind_at, end).senses:
        return None  # 产业园 服务 中心
    if word in ("建设", "规划", "开发") and text[behind_at : behind_at + 2] in _WORK:
        return None
    return Cut(start, at, word, sense)


def _inner_verb(text: str, start: int, end: int) -> tuple[int, int, str, str] | None:
    """某集团 建设 某基地: where the verb stands, where its object begins, its sense and the verb."""
    depth = 0
    place_end = start + len(place_at(text, start))  # 安顺 加快建设 航空产业城
    acts = start < end and text[start] in "与同由在以"
    for at in range(start + 2, end - 4):
        before = text[at - 1]
        if before in OPEN:
            depth += 1
        elif before in CLOSE:
            depth -= 1
        if depth > 0 or text[at] in CLOSE or not may_begin(text, at):
            continue
        if not (acts or at == place_end or before in _OWNER_LAST):
            continue
        word, sense = verb_at(text, at, end)
        if not word or (sense in ("rely", "support", "other") and not word.startswith("实施")):
            continue
        rest = at + len(word)
        if end - rest < 4 or text[rest] in "、，和及" or text[rest : rest + 2] in _WORK:
            continue
        subject = text[start:at]
        owns = at == place_end or _OWNER.search(subject) or (acts and len(subject) >= 3)
        if owns and (closed(text[rest:end]) or told(text, end - 2, end)[0]):
            return at, rest, sense, word
    return None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks around it, amounts behind it and praise before it."""
    name = text[start:end]
    while True:
        before = name
        name = name.rstrip("，。；、：:的在 ")
        if name[-1:] in "）)]】":
            name = _VALUE_BRACKET.sub("", name)
        if name.endswith("建设") and len(name) >= 4:
            name = name[:-2]
        if name[-1:] in _UNIT_LAST and len(bare := _QUANTITY.sub("", name)) >= 3:
            name = bare
        stripped = name.lstrip("的、，：: ·")
        start += len(name) - len(stripped)
        name = stripped
        if name == before:
            break
    at = _praise_end(name)
    return start + at, start + len(name)


def _praise_end(name: str) -> int:
    """Where a name begins behind 的, outside brackets and quotes: 具有国际影响力的某基地."""
    if "的" not in name:
        return 0
    depth = last = 0
    for index, char in enumerate(name):
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth -= 1
        elif char == "的" and depth <= 0 and 1 <= index < len(name) - 3:
            last = index + 1
    return last
