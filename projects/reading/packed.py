"""Several projects in one sentence of a list: ``建设A、B、C等项目``, ``续建A、B；推动C开工``.

A sentence is cut into clauses, a clause into the pieces of its enumeration. The verb before a
piece and what is done to it behind (``data/rules/triggers.csv``, ``tails.csv``) fall away. A
piece is a name when it closes like one and has letters of its own, or when the clause says
of its pieces that they are projects (等项目). A text whose clauses mostly give no name is a
description: nothing is taken from it.
"""

from __future__ import annotations

import re

from projects.reading.parse import Paragraph, bracket_depth, outside_brackets
from projects.reading.words import (
    MAX_NAME,
    aim_reason,
    has_own_letters,
    is_complete_name,
    name_end,
    shareable,
    tails,
    trigger,
)

_AS_PROJECTS = re.compile(
    r"等(?:重点|重大)?建设$|等(?:\d+|[一二三四五六七八九十两几]+)?个?(?:一批|系列)?(?:重大|重点|骨干|在建|续建|新建)*[^、，。；等]{0,6}(?:项目|工程)"
)
_OF_KIND = re.compile(r"等[^、，。]{1,16}$")
_KIND = re.compile(r"等(?:\d+\s*[个座条处])?([\u4e00-\u9fff]{2,4})$")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:千伏|万千瓦|兆瓦|万吨|吨|[kK][vV]|MW|号|英寸|级)?[^、]{0,1}$")
_STOPS = "。；;，,、：: \n"
_TELLS = re.compile(  # a clause that tells of the name before it
    r"(?:全长|总长|总?投资|总库容|装机|双向|单向|新增|年产|年处理|日处理|规模|占地|建筑面积|面积|路基|设计|采用|配套|连接|惠及|覆盖|形成"
    r"|预计|计划|力争|争取|其中|包括|主要|含|总规模|规划面积|投放|首期|一级公路|二级公路|路面|标准|将|可|为|与|并|以|由|到20|至20|约|共|达)"
    r"|[一-龥]{0,6}\d[\d.]*(?:余|多)?[万亿]?(?:[公千]?[米里]|平方米|立方米|元|[个座处条家户吨亩床台套辆名人张%％]|车道)(?:以上|左右)?$"
)
_TOLD = re.compile(  # a bracket that tells of the entry and is no part of its name
    r"[（(](?!20\d\d年?[—\-－~～至]+20\d\d年?[）)])(?:[^（()）]*(?:投资|亿元|万元|开工|竣工|建成|单位|计划|新增|纳入|全长|库容"
    r"|20\d\d年?[—\-－~～至]+20\d\d|\d+个)[^（()）]*"
    r"|[^（()）]*\d[^（()）]*，[^（()）]*|[^（()）]*，[^（()）]*\d[^（()）]*"
    r"|(?:建设|引进|配套|采用|力争|争取|规划|在)[^（()）]{4,}|[^（()）]+、[^（()）]*(?:改造|提升|增效|等.{0,4})"
    r"|(?!20\d\d)[^（()）]{0,6}\d[\d.]*[万亿]?(?:公里|千米|亩|平方米|立方米|吨|千瓦|[MkGm][Ww])[^（()）]{0,4}"
    r"|(?:新|改|扩|改扩|迁|续|在)建|技改)[）)]$"
)
_MARK = re.compile(r"([^（()）：:，。；、]{2,20})[：:]")
_COUNTED_END = re.compile(
    r"(?<=[\u4e00-\u9fff])\d[\d.]*(?:余|多)?(?:[座个处条套台辆张]|公里|千米|万?亩|万平方米)$"
)
_AMOUNT = re.compile(r"(?:年产)?\d[\d.]*[万亿]?(?:吨|台|套|辆|件|只|条|米|亩|平方米|立方米|床|座|个)")
_UNDER_WAY = re.compile(r"(?:(?:项目|工程)(?=前期))?(?:前期工作|扫尾|主体封顶)$")
_LOCANT = re.compile(r"\d[，,]\d[—\-－]")
_PREDICATE = re.compile(
    r"(?:提高|增长|突破|达到|覆盖|改革|协调|协同|发展|服务|管理|能力|体系|机制|模式|环境|水平|工作|作用|意识|力度|试点|比例"
    r"|以上|以下|左右|功能|效率|质量|通行|融合|共享|联动|合作|接受|应用|推广|普及)$|[^一-龥]\d+[^一-龥]*$|比例|水平"
)


def packed_names(part: Paragraph) -> list[Paragraph]:
    """Names that the sentences of *part* pack together, in order; empty for a description."""
    names: list[Paragraph] = []
    prose = 0
    for clause in pieces(part, "。；;，,"):
        found = clause_names(clause)
        names += found
        prose += not found
    return names if len(names) > prose else []


def listed_names(part: Paragraph) -> list[Paragraph]:
    """Names in what stands behind a category: sentences that pack several, bare lists, or both.

    ``建成A、B，加快C建设`` ``A，B，C`` ``A、B等风电场；C（…）`` – where it stands says that these are
    names, so that one that closes like none is taken as well when enough beside it are names
    beyond doubt. Empty when most clauses name nothing.
    """
    names: list[Paragraph] = []
    sure = prose = 0
    clauses = [clause for sentence in pieces(part, "。；;\n") for clause in _clauses(sentence)]
    is_bare = [not trigger(clause.text)[0] and not as_projects(clause.text) for clause in clauses]
    for clause, bare in zip(clauses, is_bare, strict=True):
        if _TELLS.match(clause.text) and not _is_sure(clause.text):
            if clause is clauses[0]:
                return []  # all of it tells of what stands before it
            continue
        found = clause_names(clause)
        if bare and len(pieces_ := _bare(clause, alone=sum(is_bare) == 1)) >= max(1, len(found)):
            found = pieces_
        if not found and not bare:
            found = _bare(clause.part(trigger(clause.text)[1], len(clause.text)), alone=True)
            certain = sum(_is_sure(piece.text) for piece in found)
            whole = all(is_complete_name(piece.text) for piece in found)
            enough = len(found) < 2 * certain or (whole and certain)
            found = (
                found if len(found) > 1 and enough and all(_is_noun(piece.text) for piece in found) else []
            )
        found = [untold(piece) for piece in found]
        if bare and 3 * sum(_is_noun(piece.text) for piece in found) < 2 * len(found):
            found = []
        names += found
        sure += sum(_is_sure(piece.text) for piece in found)
        prose += not found
    return names if max(len(names) - 1, sure) >= prose and 3 * sure >= len(names) else []


def _clauses(sentence: Paragraph) -> list[Paragraph]:
    """The clauses of a sentence; a label is one when it is a name: 甲科技城：重点推进A、B等建设."""
    mark = _MARK.match(sentence.text)
    if not mark:
        return pieces(sentence, "，,")
    label = [sentence.part(*mark.span(1))] if _is_sure(mark.group(1)) else []
    return label + pieces(sentence.part(mark.end(), len(sentence.text)), "，,")


def _bare(clause: Paragraph, *, alone: bool) -> list[Paragraph]:
    """The pieces of a bare list, the last without 等; beside other clauses 、 parts whole names only."""
    found = _with_short(listed_by_comma(clause))
    if found and (etc := re.search("等[^、，]{0,6}$", found[-1].text)) and etc.start() >= 4:
        found[-1] = found[-1].part(0, etc.start())
    return found if (alone and len(found) > 2) or are_apart(found) else [clause]


def _with_short(found: list[Paragraph]) -> list[Paragraph]:
    """Short pieces that are no names belong to the one behind them: 明月山、铜锣山废弃矿山生态修复项目."""
    result: list[Paragraph] = []
    waiting: list[Paragraph] = []
    for piece in found:
        waiting.append(piece)
        if len(piece.text) >= 4 or is_complete_name(piece.text):
            result.append(_together(waiting))
            waiting = []
    return result + waiting


def _together(beside: list[Paragraph]) -> Paragraph:
    chars, offsets = beside[0].text, beside[0].offsets
    for piece in beside[1:]:
        chars += f"、{piece.text}"
        offsets += (offsets[-1] + 1, *piece.offsets)
    return Paragraph(chars, offsets)


def are_apart(found: list[Paragraph]) -> bool:
    """Whether each piece beside a 、 is a whole name: long enough, or closed by the same word."""
    complete = [is_complete_name(one.text) for one in found]
    if all(complete) and len({name_end(one.text) for one in found}) == 1:
        return all(len(one.text) >= 4 for one in found)
    if any(_AMOUNT.match(one.text) for one in found[1:]):
        return False  # 60万吨甲醇、40万吨二甲醚项目
    enough = 3 * sum(complete) >= 2 * len(found) if len(found) > 2 else all(complete)
    nouns = all(len(one.text) >= 6 and _is_noun(one.text) for one in found)
    return enough and nouns and any(_is_sure(one.text) for one in found)


def _is_sure(text: str) -> bool:
    return is_complete_name(text) and has_own_letters(text)


def _is_noun(text: str) -> bool:
    """Whether a piece of a list may be a name: no verb, no aim, and nothing that is said of a thing."""
    if _is_sure(text):
        return not trigger(text)[0]
    return (
        4 <= len(text) <= MAX_NAME
        and (has_own_letters(text) or is_complete_name(text))
        and not (
            trigger(text)[0] or aim_reason(text) or _PREDICATE.search(text) or re.search("[，。；：]", text)
        )
    )


def clause_names(clause: Paragraph) -> list[Paragraph]:
    """Names in one clause: verb, enumeration, and what is done to it; empty when most of it names none."""
    verb, start = trigger(clause.text)
    listing = clause.part(start, len(clause.text))
    if verb and (of_kind := _with_kind(listing)):
        return of_kind
    counted = _AS_PROJECTS.search(listing.text)
    projects = bool(counted) and not bracket_depth(listing.text[: counted.start() if counted else 0])
    if counted and projects:
        listing = listing.part(0, counted.start())
    found = listed_by_comma(listing)
    several = len(found) > 1 or bool(verb)
    named = [name for name in (_name(piece, as_project=projects) for piece in found) if name is not None]
    if projects and len(named) == len(found) and (verb or all(is_complete_name(n.text) for n in named)):
        return named
    named = []
    for index, piece in enumerate(found):
        name = _name(piece, as_project=False)
        if name is None and _is_short(piece.text) and not is_complete_name(piece.text):
            name = _with_shared_end(piece, found[index + 1 :])
        if name is not None:
            named.append(name)
    if not several or 3 * len(named) < 2 * len(found):
        return []
    if len(named) == len(found) or not verb:
        return named
    # One of an enumeration of names that closes like none is a name as well, unless it tells what is done.
    by_start = {name.offsets[0]: name for name in named}
    for piece in found:
        name = None if trigger(piece.text)[0] else _name(piece, as_project=True)
        if name is not None and (is_complete_name(name.text) or has_own_letters(name.text)):
            by_start.setdefault(name.offsets[0], name)
    return [by_start[start] for start in sorted(by_start)]


def as_projects(text: str) -> bool:
    """Whether *text* says of what it lists that they are projects: A、B等项目."""
    return bool(_AS_PROJECTS.search(text))


def pieces(part: Paragraph, marks: str) -> list[Paragraph]:
    """*part* cut at *marks* outside brackets, without white space and punctuation at the ends."""
    found: list[Paragraph] = []
    start = 0
    for index in outside_brackets(part.text, marks):
        if _LOCANT.search(part.text[max(0, index - 2) : index + 4]):
            continue  # 1，4-丁二醇
        found.append(part.part(start, index))
        start = index + 1
    found.append(part.part(start, len(part.text)))
    return [piece for piece in map(trim, found) if piece.text]


def untold(name: Paragraph) -> Paragraph:
    """*name* without what tells of the entry at its end: …水库（总库容1260万立方米）, …调峰站2座."""
    for pattern in (_TOLD, _COUNTED_END, _UNDER_WAY):
        told = pattern.search(name.text)
        if told and told.start() >= 4:
            name = trim(name.part(0, told.start()))
    return name


def trim(part: Paragraph) -> Paragraph:
    """*part* without punctuation and white space at both ends."""
    start, end = 0, len(part.text)
    while end > start and part.text[end - 1] in _STOPS:
        end -= 1
    while start < end and part.text[start] in _STOPS:
        start += 1
    return part.part(start, end)


def listed_by_comma(part: Paragraph) -> list[Paragraph]:
    """*part* cut at 、, figures of one thing kept together: 220千伏、110千伏变电站 is one piece."""
    found: list[Paragraph] = []
    start = 0
    for index in outside_brackets(part.text, "、"):
        before = part.text[max(start, index - 12) : index]
        if _FIGURE.search(before) and part.text[index + 1 : index + 2].isdigit():
            continue
        found.append(part.part(start, index))
        start = index + 1
    found.append(part.part(start, len(part.text)))
    return [piece for piece in map(trim, found) if piece.text]


def _name(piece: Paragraph, *, as_project: bool) -> Paragraph | None:
    """The name in one piece of an enumeration, None when it is none."""
    start = trigger(piece.text)[1]
    name = untold(trim(piece.part(start, start + len(_untreated(piece.text[start:])))))
    if not 4 <= len(name.text) <= MAX_NAME or re.search(r"[，。；：]", name.text) or aim_reason(name.text):
        return None
    if as_project:
        return name
    return name if is_complete_name(name.text) and has_own_letters(name.text) else None


def _untreated(text: str) -> str:
    """*text* without what is done to the thing at its end: …模组项目开工 → …模组项目."""
    of_kind = _OF_KIND.sub("", text)  # G108线、S205线江油段等普通国省道
    if of_kind != text and is_complete_name(of_kind):
        return of_kind
    rest = text.removesuffix("建设")
    if rest != text and is_complete_name(rest):
        return rest
    rest = text
    while rest and not is_complete_name(rest):
        word = next((word for word in tails() if rest.endswith(word)), "")
        if not word:
            return text
        rest = rest[: -len(word)]
    return rest or text


def _is_short(text: str) -> bool:
    """雄商, 西安至十堰: only the ends of a line, its kind stands behind the last of the list."""
    return len(text) <= 4 or bool(re.fullmatch("[\u4e00-\u9fff]{2,5}至[\u4e00-\u9fff]{2,5}", text))


def _with_kind(listing: Paragraph) -> list[Paragraph]:
    """``甲沟、乙坪等水库``: the names with the kind that is printed once; empty when it is no such list."""
    kind = _KIND.search(listing.text)
    if kind is None or not shareable(kind.group(1)) or bracket_depth(listing.text[: kind.start()]):
        return []
    end = Paragraph(kind.group(1), listing.offsets[kind.start(1) : kind.end(1)])
    found = listed_by_comma(listing.part(0, kind.start()))
    if any(not 2 <= len(piece.text) <= MAX_NAME - len(end.text) for piece in found):
        return []
    return [
        piece
        if is_complete_name(piece.text)
        else Paragraph(piece.text + end.text, piece.offsets + end.offsets)
        for piece in found
    ]


def _with_shared_end(piece: Paragraph, later: list[Paragraph]) -> Paragraph | None:
    """``合新、沿淮城际高铁``: the short name with the closing word of the next that has one."""
    for other in later:
        for end in range(len(other.text), 1, -1):
            if word := shareable(other.text[:end]):
                at = end - len(word)
                return Paragraph(piece.text + word, piece.offsets + other.offsets[at:end])
    return None
