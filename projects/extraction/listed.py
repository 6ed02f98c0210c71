"""The names in a list behind a category: ``建成A、B，加快C建设`` ``A，B，C`` ``A、B等风电场；C（…）``.

Where the list stands says that these are names; so one that closes like none is taken as well
when enough beside it are names beyond doubt. A sentence that tells of things gives none.
"""

from __future__ import annotations

import re

from projects.extraction.lexicon import opening
from projects.extraction.packed import as_projects, clause_names
from projects.extraction.parse import Paragraph
from projects.extraction.pieces import listed_by_comma, pieces, together
from projects.extraction.tails import tells, untold
from projects.extraction.words import (
    MAX_NAME,
    aim_reason,
    has_own_letters,
    is_complete_name,
    name_end,
)

_MARK = re.compile(r"([^（()）：:，。；、]{2,20})[：:]")
_AMOUNT = re.compile(r"(?:年产)?\d[\d.]*[万亿]?(?:吨|台|套|辆|件|只|条|米|亩|平方米|立方米|床|座|个)")
_ROUTE = re.compile("[\u4e00-\u9fff]{2}线")  # 宁马线 stands alone
_PREDICATE = re.compile(
    r"(?:提高|增长|突破|达到|覆盖|改革|协调|协同|发展|服务|管理|能力|体系|机制|模式|环境|水平|工作|作用|意识|力度|试点|比例"
    r"|以上|以下|左右|功能|效率|质量|通行|融合|共享|联动|合作|接受|应用|推广|普及)$|[^一-龥]\d+[^一-龥]*$|比例|水平"
)


def listed_names(part: Paragraph) -> list[Paragraph]:
    """Names in what stands behind a category, in order; empty when most clauses name nothing."""
    clauses = [clause for sentence in pieces(part, "。；;\n") for clause in _clauses(sentence)]
    if clauses and tells(clauses[0].text) and not is_sure(clauses[0].text):
        return []  # all of it tells of what stands before it
    clauses = [clause for clause in clauses if is_sure(clause.text) or not tells(clause.text)]
    alone = sum(map(_is_bare, clauses)) == 1
    names: list[Paragraph] = []
    prose = 0
    for clause in clauses:
        found = _of_list(clause, alone=alone) if _is_bare(clause) else _of_sentence(clause)
        names += found
        prose += not found
    sure = sum(is_sure(name.text) for name in names)
    return names if max(len(names) - 1, sure) >= prose and 3 * sure >= len(names) else []


def are_apart(found: list[Paragraph]) -> bool:
    """Whether each piece beside a 、 is a whole name: long enough, or closed by the same word."""
    complete = [is_complete_name(one.text) for one in found]
    if all(complete) and len({name_end(one.text) for one in found}) == 1:
        return all(len(one.text) >= 4 for one in found)
    if any(_AMOUNT.match(one.text) for one in found[1:]):
        return False  # 60万吨甲醇、40万吨二甲醚项目
    enough = 3 * sum(complete) >= 2 * len(found) if len(found) > 2 else all(complete)
    shortest = 5 if len(found) > 2 else 6
    nouns = all(len(one.text) >= shortest and is_noun(one.text) for one in found)
    return enough and nouns and any(is_sure(one.text) for one in found)


def is_sure(text: str) -> bool:
    """Whether a text is a name beyond doubt: it closes like one and has letters of its own."""
    return is_complete_name(text) and has_own_letters(text)


def is_noun(text: str) -> bool:
    """Whether a piece of a list may be a name: no verb, no aim, and nothing that is said of a thing."""
    if opening(text).senses or re.search("[，。；：]", text):
        return False
    return is_sure(text) or (
        4 <= len(text) <= MAX_NAME
        and (has_own_letters(text) or is_complete_name(text))
        and not (aim_reason(text) or _PREDICATE.search(text))
    )


def _is_bare(clause: Paragraph) -> bool:
    return not opening(clause.text).senses and not as_projects(clause.text)


def _clauses(sentence: Paragraph) -> list[Paragraph]:
    """The clauses of a sentence; a label is one when it is a name: 甲科技城：重点推进A、B等建设."""
    mark = _MARK.match(sentence.text)
    if not mark:
        return pieces(sentence, "，,")
    label = [sentence.part(*mark.span(1))] if is_sure(mark.group(1)) else []
    return label + pieces(sentence.part(mark.end(), len(sentence.text)), "，,")


def _of_list(clause: Paragraph, *, alone: bool) -> list[Paragraph]:
    """The pieces of a bare list when most may be names; beside others 、 parts whole names only."""
    found = clause_names(clause)
    beside = _with_short(listed_by_comma(clause))
    if beside and (etc := re.search("等[^、，]{0,6}$", beside[-1].text)) and etc.start() >= 4:
        beside[-1] = beside[-1].part(0, etc.start())
    beside = beside if (alone and len(beside) > 2) or are_apart(beside) else [clause]
    found = [untold(piece) for piece in (beside if len(beside) > len(found) else found)]
    return found if 3 * sum(is_noun(piece.text) for piece in found) >= 2 * len(found) else []


def _of_sentence(clause: Paragraph) -> list[Paragraph]:
    """The names of a clause with a verb; all its pieces when enough are names beyond doubt."""
    found = clause_names(clause)
    if not found:
        found = _with_short(listed_by_comma(clause.part(opening(clause.text).object_at, len(clause.text))))
        sure = sum(is_sure(piece.text) for piece in found)
        enough = len(found) < 2 * sure or (sure and all(is_complete_name(piece.text) for piece in found))
        if len(found) < 2 or not enough or not all(is_noun(piece.text) for piece in found):
            return []
    return [untold(piece) for piece in found]


def _with_short(found: list[Paragraph]) -> list[Paragraph]:
    """Short pieces that are no names belong to the one behind them: 明月山、铜锣山废弃矿山生态修复项目."""
    result: list[Paragraph] = []
    waiting: list[Paragraph] = []
    for piece in found:
        waiting.append(piece)
        if len(piece.text) >= 4 or is_complete_name(piece.text) or _ROUTE.fullmatch(piece.text):
            result.append(together(waiting))
            waiting = []
    return result + waiting
