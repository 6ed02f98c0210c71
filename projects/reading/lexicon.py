"""The words around a name: adverbs and verbs before it, what is told of it behind.

Input: ``data/rules/lexicon.csv``, a row a word with its role (``adverb``, ``verb``, ``state``) and its
sense (building, start, plan, done, sign, make, rely, support, other, told). One longest-match scanner
reads them; nothing else in this package compares verbs.

Where a word stands tells what it is: 建设 before a name opens an undertaking, behind one it tells of it,
and in 建设路 it is part of the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from projects.reading.numerals import CHINESE_NUMERAL
from projects.rules import rules

# 一是, 2025年底前, 视进展情况: before the verb and no part of anything.
_PASSED = re.compile(
    rf"[{CHINESE_NUMERAL}]{{1,2}}是要?|首先|其次|(?:力争)?(?:[到至在自从]|截至)?(?:20\d\d|今|明|去|当|本|次|每)年(?:以来|全年|年?[底末初内前]|上半年|下半年"
    rf"|第?[{CHINESE_NUMERAL}\d]季度)*[前内]?(?![产级均前薪])|[上下]半年[前内]?|年[内底末](?:前|以前)?|\d{{1,2}}月(?:底|初|份)?(?:以?前)?"
    r"|(?:用|经过|历时)[\u4e00-\u9fff\d]{1,3}年时间|视[^，、。]{2,24}?(?:适时|择机)?(?=启动|开工|推进|实施|建设|开展)"
    r"|[“\"]?十[一二三四五六]五[”\"]?(?:期间|时期|末|以来)?(?!规划)"
)
WHEN = re.compile(rf"在(?:\d{{1,2}}|[{CHINESE_NUMERAL}]{{1,2}})(?:月份?|季度)[底初末]?(?:前|以前)?|[力预]?[争计]?于?(?:20\d\d|今|明|当|本)年|[一二三四上下]+(?:季度|半年)|汛前|春节前|年[内底中末]")
_REBUILT = re.compile(r"[新改扩迁重续复][（(][新改扩迁重续复][）)]建")  # 新（改）建
# A verb's letters that are part of a name or a title: 开发区, 建设路, 实施方案, 规划展览馆.
_INSIDE_NAME = re.compile(
    r"(?:开发|保护|发展|创新|改革|示范|服务|保障|实验)(?:新?区|中心|局|平台|站)|(?:建设|发展|创新|创业|开发|解放|振兴|改革|引领|奋进|更新)(?:[东西南北中]?[路街]|大[道街桥]|一路|二路)"
    r"|(?:建设|发展|开发|引领)(?:银行|集团|公司|股份|委|局|厅|基金)|(?:实施|开发|保护|建设)(?:方案|意见|办法|条例|细则)|规划(?:[（(]|展|馆|区|编制|方案|院)"
    r"|(?:创新|服务|生产|发展|引领|开放|开发|保护|建设|示范|创业|实用|提升|改善)(?:型|性|者|带|谷|港|城(?!区|市|镇|乡|东|西|南|北)|园|基地|能力|水平|体系)"
)
LONGEST = 8


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before a name: the words as printed, the senses of its verbs, where the name begins."""

    words: str
    senses: tuple[str, ...]
    end: int


def opening(text: str, start: int = 0) -> Opening:
    """Adverbs and verbs at *start* of *text*; ``senses`` is empty when no verb is among them."""
    adverbs, verbs = _words("adverb"), _words("verb")
    position, senses = start, []
    while position < len(text):
        if passed := _PASSED.match(text, position):
            position = passed.end()
            continue
        if rebuilt := _REBUILT.match(text, position):
            senses.append("building")
            position = rebuilt.end()
            continue
        for length in range(min(LONGEST, len(text) - position), 0, -1):
            word = text[position : position + length]
            if word in verbs and not _INSIDE_NAME.match(text, position):
                senses.append(verbs[word])
                break
            if word in adverbs and (length > 1 or _begins_phrase(text, position + 1)):
                break
        else:
            joint = text[position : position + 1]
            if joint in "、和及并" and joint and senses and _begins_verb(text, position + 1):
                position += 1  # 新建、续建A
                continue
            break
        position += length
        if senses and text[position : position + 1] == "了":
            position += 1
    return Opening(text[start:position], tuple(senses), position)


def told(text: str, position: int) -> tuple[str, str]:
    """The longest word at *position* that tells of the name before it, and its sense; ("", "") if none."""
    states = _words("state")
    for length in range(min(LONGEST, len(text) - position), 0, -1):
        word = text[position : position + length]
        if word in states:
            return word, states[word]
    if passed := WHEN.match(text, position) or _PASSED.match(text, position):
        return passed.group(), "told"
    return "", ""


def verb_sense(text: str, position: int) -> tuple[str, str]:
    """The longest verb at *position* and its sense; ("", "") when there is none."""
    verbs = _words("verb")
    for length in range(min(LONGEST, len(text) - position), 1, -1):
        word = text[position : position + length]
        if word in verbs and not _INSIDE_NAME.match(text, position):
            return word, verbs[word]
    return "", ""


def _begins_verb(text: str, position: int) -> bool:
    return any(text[position : position + n] in _words("verb") for n in range(6, 1, -1))


def _begins_phrase(text: str, position: int) -> bool:
    """Whether a verb or adverb begins here, so that the letter before it opens no name (和平路)."""
    before = text[position - 1] in "以将对把"
    return before or _begins_verb(text, position) or any(
        text[position : position + n] in _words("adverb") for n in (4, 3, 2)
    )


@cache
def _words(role: str) -> dict[str, str]:
    return {row["word"]: row["sense"] for row in rules("lexicon") if row["role"] == role}
