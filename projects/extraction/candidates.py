"""Candidates: spans of a paragraph that may be names, found by the shape of its clauses alone.

A clause is read as ``verbs  enumeration  (等 count class)  what is told``:

    加快推进 | 祁离、离隰高速 | 建设            建成投运 | 中交高速中西部数据中心一期项目
    汾阳贾街、柳林明清街 | 等特色商业街区        某大道、某路 | | 建成通车

1. Clauses end at ，。；：！？ outside brackets and quotes.
2. Adverbs and verbs before the enumeration, and what is told behind a name, are words of the
   lexicon (``projects.extraction.lexicon``, ``projects.extraction.cutting``).
3. The enumeration is cut at 、 和 及 与 以及 (``projects.extraction.enumeration``); members that cannot
   stand alone get the head or tail that they share (``projects.extraction.shared_parts``).

Where the words allow several readings (和 joins two names or stands within one, a tail is shared or not)
each is a candidate: rivals, of which at most one is accepted. Nothing is judged here:
``projects.extraction.verdict`` accepts a candidate or says why not. Input: text of one paragraph. Output:
:class:`projects.extraction.candidate.Candidate`, in reading order, spans as offsets in that text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from projects.extraction.candidate import Candidate
from projects.extraction.cutting import CLOSE, OPEN, Beginning, Cut, beginnings, cuts, trimmed
from projects.extraction.enumeration import Member, has_joint, members
from projects.extraction.lexicon import LONGEST, closed, closing, may_close, opening, told
from projects.extraction.shared_parts import FIGURES, completed
from projects.extraction.words import MAX_NAME

MAX_CLAUSE = 400
_LONGEST_IN_TEXT = 40  # what is longer is a clause; lists name things at length
_BREAKS = frozenset("，。；：！？,;:!?\n")
_LONGEST_BRACKET = 80
_MARKS = re.compile(f"[{re.escape(OPEN + CLOSE + ''.join(sorted(_BREAKS)))}—]")
_LEAD_MARK = re.compile(
    r"(?:——|一一|—|－－|[（(]?\d{1,3}[）)]|\d{1,3}[.．、](?!\d)|[①-⑳]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、"
    r"|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖*])+\s*"
)
_QUOTES = str.maketrans("", "", '“”‘’"')


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the clauses of *text*, without the marks between them."""
    depth = start = opened = last = 0
    for mark in _MARKS.finditer(text):
        index, char = mark.start(), mark.group()
        if depth and index > last + 1 and index - 1 - opened > _LONGEST_BRACKET:
            depth = 0
        last = index
        if char in OPEN:
            depth += 1
            opened = index
        elif char in CLOSE and depth:
            depth -= 1
        elif depth and index - opened > _LONGEST_BRACKET:
            depth = 0
        if depth:
            continue
        dash = char == "—" and text.startswith("——", index)
        if dash or (char in _BREAKS and not _inside_figure(text, index)):
            if index > start:
                yield start, index
            start = index + 1
    if len(text) > start:
        yield start, len(text)


def candidates(
    text: str, has_place: Callable[[str], bool] = lambda _: False, *, listed: bool = False
) -> list[Candidate]:
    """Candidates of one paragraph, in reading order, the likeliest reading of a member first.

    A clause without any word that closes names is passed over, unless the paragraph is *listed* (an item
    of a box or a project list): of 4,815 labelled names in running text 17 stood in such a clause.
    """
    found: list[Candidate] = []
    carried: tuple[tuple[str, ...], str] = ((), "")  # of 重点推进： before A、B
    for index, (start, end) in enumerate(clauses(text)):
        if end - start > MAX_CLAUSE:
            continue
        mark = _LEAD_MARK.match(text, start, end)
        begin = mark.end() if mark else start
        if text[end : end + 1] in ("：", ":") and end - begin <= LONGEST:
            opened = opening(text, begin, end)
            carried = (opened.senses, opened.words) if opened.end == end else ((), "")
        elif text[start - 1 : start] in ("。", ""):
            carried = ((), "")
        if end - begin < 2 or not (listed or may_close(text, begin, end)):
            continue
        number = found[-1].enumeration + 1 if found else 0
        here = _of_clause(text, begin, end, has_place, number, carried)
        closer = text[end : end + 1]
        for one in here:
            one.clause = (start, end)
            one.lead = index == 0 or start == 0
            one.closer = closer
            one.before = text[max(0, one.start - 2) : one.start]
            one.behind = text[one.end : one.end + 2]
        found += here
    return found if listed else [one for one in found if len(one.name) <= _LONGEST_IN_TEXT]


def _of_clause(
    text: str,
    begin: int,
    end: int,
    has_place: Callable[[str], bool],
    number: int,
    carried: tuple[tuple[str, ...], str],
) -> list[Candidate]:
    """The candidates of a clause: its usual reading, and the others where 和 及 与 leave a choice."""
    opened = opening(text, begin, end)
    senses = opened.senses or carried[0] or (("adverb",) if opened.words else ())
    words = opened.words or carried[1]
    if end - opened.end < 2:
        return []
    found: list[Candidate] = []
    seen: set[tuple[str, int]] = set()
    modes = ("printed", "parted", "joined") if has_joint(text, opened.end, end) else ("printed",)
    readings: list[list[Member]] = []
    for mode in modes:
        parts = members(text, opened.end, end, has_place, mode)
        if parts in readings:
            continue
        readings.append(parts)
        for group in _groups(text, parts, senses, words):
            for one in completed(group, has_place):
                if (one.name, one.start) not in seen and len(one.name) <= MAX_NAME:
                    seen.add((one.name, one.start))
                    one.enumeration = number
                    one.made = mode if mode != "printed" and one.made == "printed" else one.made
                    found.append(one)
            number += 1
    return found


def _groups(
    text: str, parts: list[Member], senses: tuple[str, ...], words: str
) -> Iterator[list[list[Candidate]]]:
    """The readings of each member, by enumeration: one ends at its 等."""
    group: list[list[Candidate]] = []
    for part in parts:
        made = _of_member(text, part, senses, words)
        if made:
            words, senses = made[0].verbs, made[0].senses
            group.append(made)
        if part.counted is not None and group:
            yield group
            group = []
    if group:
        yield group


def _of_member(text: str, part: Member, senses: tuple[str, ...], words: str) -> list[Candidate]:
    """The readings of one member, the likeliest first."""
    found: list[Candidate] = []
    for number, begin in enumerate(beginnings(text, part.start, part.end, words, senses)):
        if until := begin.until:
            possible = [Cut(begin.start, until, *told(text, until, part.end))]
        else:
            possible = cuts(text, begin.start, part.end)
        for cut in possible:
            one = _made(text, part, begin, cut)
            if one is None or any(one.name == other.name for other in found):
                continue
            if number and one.made == "printed":
                one.made = "outer"
            found.append(one)
            if number:
                break
    return found


def _made(text: str, part: Member, begin: Beginning, cut: Cut) -> Candidate | None:
    start, end = trimmed(text, begin.start, cut.end)
    name = text[start:end].translate(_QUOTES)
    is_figure = name in FIGURES and text[end : end + 1] in ("、", "和", "及")
    if not ((len(name) >= 2 and end - start <= MAX_NAME) or is_figure):
        return None
    word, sense = cut.told, cut.sense
    behind = text[end : part.end].lstrip("”）) ") if end < part.end else part.told
    if not word and part.told:
        word, sense = told(part.told, 0)
    return Candidate(
        name,
        start,
        end,
        verbs=begin.words,
        senses=begin.senses,
        told=behind or word,
        told_sense=sense,
        counted=part.counted or "",
        count=part.has_count,
        shape="whole" if closed(name) and closing(name) != name else "open",
        made=cut.how,
        summed=begin.summed,
        subject=begin.subject,
    )


def _inside_figure(text: str, index: int) -> bool:
    return text[index] in ",:" and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
