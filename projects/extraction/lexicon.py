"""The words around a name: adverbs and verbs before it, what is told of it behind, what closes it.

Input: ``data/rules/lexicon.csv``, a row a word with its role (``adverb``, ``verb``, ``state``, ``end``,
``noun``) and its sense (building, start, plan, done, sign, make, rely, support, other, told). One
longest-match scanner reads them; nothing else in this package compares verbs.

Where a word stands tells what it is: 建设 before a name opens an undertaking, behind one it tells of it,
and in 建设路 it is part of the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

from projects.extraction.numerals import CHINESE_NUMERAL
from projects.extraction.words import name_ends
from projects.vocabulary.rules import rules

# 一是, 2025年底前, 视进展情况: before the verb and no part of anything.
_PASSED = re.compile(
    rf"[{CHINESE_NUMERAL}]{{1,2}}是要?|首先|其次|(?:力争)?(?:[到至在自从]|截至)?(?:20\d\d|今|明|去|当|本|次|每)年(?:以来|全年|年?[底末初内前]|上半年|下半年"
    rf"|第?[{CHINESE_NUMERAL}\d]季度)*[前内]?(?![产级均前薪])|[上下]半年[前内]?|年[内底末](?:前|以前)?|\d{{1,2}}月(?:底|初|份)?(?:以?前)?"
    r"|(?:用|经过|历时)[\u4e00-\u9fff\d]{1,3}年时间|视[^，、。]{2,24}?(?:适时|择机)?(?=启动|开工|推进|实施|建设|开展)"
    r"|[“\"]?十[一二三四五六]五[”\"]?(?:期间|时期|末|以来)?(?!规划)"
)
_WHEN = re.compile(
    rf"在(?:\d{{1,2}}|[{CHINESE_NUMERAL}]{{1,2}})(?:月份?|季度)[底初末]?(?:前|以前)?|[力预]?[争计]?于?(?:20\d\d|今|明|当|本)年"
    r"|[一二三四上下]+(?:季度|半年)|汛前|春节前|年[内底中末]"
)
_WHEN_FIRST = frozenset(
    '一二三四五六七八九十〇零首其力到至在自从截今明去当本次每上下年用经历视“"0123456789预汛春于'
)
_AGAIN = "新改扩迁重续复"
_REBUILT = re.compile(rf"[{_AGAIN}][（(][{_AGAIN}][）)]建")  # 新（改）建
# A verb's letters that are part of a name or a title: 开发区, 建设路, 实施方案, 规划展览馆.
_INSIDE_NAME = re.compile(
    r"(?:开发|保护|发展|创新|改革|示范|服务|保障|实验|整治)(?:新?区|中心|局|平台|站)|(?:建设|发展|创新|创业|开发|解放|振兴|改革|引领|奋进|更新)(?:[东西南北中]?[路街巷里村]|大[道街桥]|一路|二路)"
    r"|(?:建设|发展|开发|引领)(?:银行|集团|公司|股份|委|局|厅|基金)|(?:实施|开发|保护|建设)(?:方案|意见|办法|条例|细则)|规划(?:[（(]|展|馆|区|编制|方案|院|电网|路网)"
    r"|(?:创新|服务|生产|发展|引领|开放|开发|保护|建设|示范|创业|实用|提升|改善)(?:型|性|者|带|谷|港|城(?!区|市|镇|乡|东|西|南|北)|园|基地|能力|水平|体系)"
    r"|改造(?:安置|项目|工程)|搬迁(?:安置|项目|工程)|(?:绿化|保障|服务|安置|指挥|运营|监测|综合)(?:工程|项目)"
)
_CLOSED_BRACKET = re.compile(r"(?:[（(][^（()）]*[）)]|[”」])+$")
_LETTERED_LINE = re.compile(r"[A-Z]\d{1,2}线$")
LONGEST = 10


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before a name: the words as printed, the senses of its verbs, where the name begins."""

    words: str
    senses: tuple[str, ...]
    end: int

    @property
    def object_at(self) -> int:
        """Where what the verb is about begins; 0 without a verb."""
        return self.end if self.senses else 0


def opening(text: str, start: int = 0, end: int | None = None) -> Opening:
    """Adverbs and verbs at *start* of *text*.

    Parameters
    ----------
    text
        A sentence, a clause or the head of a paragraph.
    start, end
        Offsets in *text* between which to look; *end* is that of the text when None.

    Returns
    -------
    Opening
        ``senses`` is empty when no verb is among them; ``end`` is an offset in *text*.
    """
    end = len(text) if end is None else end
    if text[start : start + 1] not in _openers():
        return Opening("", (), start)
    position, senses = start, []
    while position < end:
        if text[position] in _WHEN_FIRST and (passed := _PASSED.match(text, position, end)):
            position = passed.end()
            continue
        if rebuilt := _REBUILT.match(text, position, end):
            senses.append("building")
            position = rebuilt.end()
            continue
        word, sense = verb_at(text, position, end, least=1)
        adverb = _longest("adverb", text, position, end)
        if word and len(word) >= len(adverb):
            senses.append(sense)
        elif adverb and (len(adverb) > 1 or _begins_phrase(text, position + 1, end)):
            word = adverb
        elif senses and text[position] in "、和及并" and verb_at(text, position + 1, end)[0]:
            word = text[position]  # 新建、续建A
        else:
            break
        position += len(word)
        if senses and text[position : position + 1] == "了":
            position += 1
    return Opening(text[start:position], tuple(senses), position)


def told(text: str, position: int, end: int | None = None) -> tuple[str, str]:
    """The longest word at *position* that tells of the name before it, and its sense; ("", "") if none."""
    end = len(text) if end is None else end
    if position >= end:
        return "", ""
    if word := _longest("state", text, position, end):
        return word, _senses("state")[word]
    if text[position] not in _WHEN_FIRST:
        return "", ""
    passed = _WHEN.match(text, position, end) or _PASSED.match(text, position, end)
    return (passed.group(), "told") if passed else ("", "")


def may_begin(text: str, position: int) -> bool:
    """Whether a verb, a word of what is told or a time may begin at *position*: by two letters."""
    return text[position : position + 2] in _pairs() or text[position] in _single_firsts()


def is_noun_like(word: str) -> bool:
    """Whether *word* tells of a name or is the middle of one: 产业园服务中心."""
    return word in _senses("noun")


def is_when(word: str) -> bool:
    """Whether *word* is a time: 今年, 在3月底."""
    return _WHEN.match(word) is not None


def verb_at(text: str, position: int, end: int | None = None, *, least: int = 2) -> tuple[str, str]:
    """The longest verb at *position*, of *least* letters and more, and its sense; ("", "") without one."""
    end = len(text) if end is None else end
    if position >= end:
        return "", ""
    word = _longest("verb", text, position, end)
    if len(word) < least or (word and _INSIDE_NAME.match(text, position, end)):
        return "", ""
    return word, _senses("verb").get(word, "")


def closed(name: str) -> bool:
    """Whether *name* closes like a name, brackets and quotes behind it left out: 某产业园（一期）."""
    return closing(name) != ""


@lru_cache(maxsize=1 << 15)
def closing(name: str) -> str:
    """The word that closes *name*, empty when none does."""
    if len(name) < 2 or name.endswith("建设"):
        return ""
    bare = _CLOSED_BRACKET.sub("", name) if name[-1] in "）)”」" else name
    ends = _ends()
    for length in range(min(7, len(bare)), 0, -1):
        if bare[-length:] in ends:
            return bare[-length:]
    if len(bare) >= 4 and bare[-1] in _single_ends():
        return bare[-1]
    return "号线" if _LETTERED_LINE.search(bare) else ""


def may_close(text: str, start: int, end: int) -> bool:
    """Whether a word that closes names may stand in ``text[start:end]``: a quick look at two letters."""
    tails, single = _tails()
    letters = text[start:end]
    pairs = map(add, letters, text[start + 1 : end + 1])
    return not (single.isdisjoint(letters) and tails.isdisjoint(pairs))


def _begins_phrase(text: str, position: int, end: int) -> bool:
    """Whether a verb or adverb begins here, so that the letter before it opens no name (和平路)."""
    return (
        text[position - 1] in "以将对把"
        or len(_longest("verb", text, position, end)) >= 2
        or len(_longest("adverb", text, position, end)) >= 2
    )


def _longest(role: str, text: str, position: int, end: int) -> str:
    """The longest word of *role* at *position*, empty without one."""
    if position >= end:
        return ""
    lengths = _lengths(role).get(text[position])
    if lengths is None:
        return ""
    senses = _senses(role)
    for length in lengths:
        if position + length <= end and (word := text[position : position + length]) in senses:
            return word
    return ""


@cache
def _senses(role: str) -> dict[str, str]:
    return {row["word"]: row["sense"] for row in rules("lexicon") if row["role"] == role}


@cache
def _lengths(role: str) -> dict[str, tuple[int, ...]]:
    """For each first letter the lengths of the words that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for word in _senses(role):
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


@cache
def _pairs() -> frozenset[str]:
    """The first two letters of all verbs and words of what is told; single letters with any behind them."""
    words = _senses("verb").keys() | _senses("state").keys()
    return frozenset(word[:2] for word in words)


@cache
def _single_firsts() -> frozenset[str]:
    single = {word for role in ("verb", "state") for word in _senses(role) if len(word) == 1}
    return frozenset(single | _WHEN_FIRST)


@cache
def _openers() -> frozenset[str]:
    """The first letters of all that opens a name: what begins with another one opens nothing."""
    return frozenset(_lengths("verb")) | frozenset(_lengths("adverb")) | _WHEN_FIRST | frozenset(_AGAIN)


@cache
def _ends() -> frozenset[str]:
    listed = {row["word"] for row in rules("list_ends") if len(row["word"]) > 1}
    return frozenset(name_ends() | listed | set(_senses("end"))) - {"建设"}


@cache
def _tails() -> tuple[frozenset[str], frozenset[str]]:
    """The last two letters of the words that close names, and the words of one letter."""
    single = {word for word in _ends() if len(word) == 1} | _single_ends()
    return frozenset(word[-2:] for word in _ends() if len(word) > 1), frozenset(single)


@cache
def _single_ends() -> frozenset[str]:
    return frozenset(row["word"] for row in rules("list_ends") if len(row["word"]) == 1)
