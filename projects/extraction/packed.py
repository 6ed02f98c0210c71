"""Several projects in one sentence of a list: ``建设A、B、C等项目``, ``续建A、B；推动C开工``.

A sentence is cut into clauses, a clause into the pieces of its enumeration. The verb before a
piece and what is done to it behind (``data/rules/lexicon.csv``, ``tails.csv``) fall away. A
piece is a name when it closes like one and has letters of its own, or when the clause says
of its pieces that they are projects (等项目). A text whose clauses mostly give no name is a
description: nothing is taken from it.
"""

from __future__ import annotations

import re

from projects.extraction.brackets import bracket_depth
from projects.extraction.lexicon import opening
from projects.extraction.parse import Paragraph
from projects.extraction.pieces import listed_by_comma, pieces, trim
from projects.extraction.tails import untold
from projects.extraction.words import (
    MAX_NAME,
    aim_reason,
    has_own_letters,
    is_complete_name,
    shareable,
    tails,
)

_AS_PROJECTS = re.compile(
    r"等(?:重点|重大)?建设$|等(?:\d+|[一二三四五六七八九十两几]+)?个?(?:一批|系列)?(?:重大|重点|骨干|在建|续建|新建)*[^、，。；等]{0,6}(?:项目|工程)"
)
_OF_KIND = re.compile(r"等[^、，。]{1,16}$")
_KIND = re.compile(r"等(?:\d+\s*[个座条处])?([\u4e00-\u9fff]{2,8})$")


def packed_names(part: Paragraph) -> list[Paragraph]:
    """Names that the sentences of *part* pack together, in order; empty for a description."""
    names: list[Paragraph] = []
    prose = 0
    for clause in pieces(part, "。；;，,"):
        found = clause_names(clause)
        names += found
        prose += not found
    return names if len(names) > prose else []


def clause_names(clause: Paragraph) -> list[Paragraph]:
    """Names in one clause: verb, enumeration, and what is done to it; empty when most of it names none."""
    verb = opening(clause.text)
    listing = clause.part(verb.object_at, len(clause.text))
    of_kind = _with_kind(listing)
    if of_kind and (verb.senses or all(len(name.text) >= 6 for name in of_kind)):
        return of_kind
    counted = _AS_PROJECTS.search(listing.text)
    projects = bool(counted) and not bracket_depth(listing.text[: counted.start() if counted else 0])
    if counted and projects:
        listing = listing.part(0, counted.start())
    found = listed_by_comma(listing)
    several = len(found) > 1 or bool(verb.senses)
    named = [name for name in (_name(piece, as_project=projects) for piece in found) if name is not None]
    if (
        projects
        and len(named) == len(found)
        and (verb.senses or all(is_complete_name(n.text) for n in named))
    ):
        return named
    named = []
    for index, piece in enumerate(found):
        name = _name(piece, as_project=False)
        if name is None and not is_complete_name(piece.text):
            name = _with_shared_end(piece, found[index + 1 :])
        if name is not None:
            named.append(name)
    if not several or 3 * len(named) < 2 * len(found):
        return []
    if len(named) == len(found) or not verb.senses:
        return named
    # One of an enumeration of names that closes like none is a name as well, unless it tells what is done.
    by_start = {name.offsets[0]: name for name in named}
    for piece in found:
        name = None if opening(piece.text).senses else _name(piece, as_project=True)
        if name is not None and (is_complete_name(name.text) or has_own_letters(name.text)):
            by_start.setdefault(name.offsets[0], name)
    return [by_start[start] for start in sorted(by_start)]


def as_projects(text: str) -> bool:
    """Whether *text* says of what it lists that they are projects: A、B等项目."""
    return bool(_AS_PROJECTS.search(text))


def _name(piece: Paragraph, *, as_project: bool) -> Paragraph | None:
    """The name in one piece of an enumeration, None when it is none."""
    start = opening(piece.text).object_at
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
    return len(text) <= 4 or bool(re.fullmatch("[\u4e00-\u9fff]{2,5}(?:[至—-][\u4e00-\u9fff]{2,5})+", text))


def _with_kind(listing: Paragraph) -> list[Paragraph]:
    """``甲沟、乙坪等水库``: the names with the kind that is printed once; empty when it is no such list."""
    kind = _KIND.search(listing.text)
    if kind is None or not shareable(kind.group(1)) or bracket_depth(listing.text[: kind.start()]):
        return []
    end = Paragraph(kind.group(1), listing.offsets[kind.start(1) : kind.end(1)])
    found = [untold(piece) for piece in listed_by_comma(listing.part(0, kind.start()))]
    if any(not 2 <= len(piece.text) <= MAX_NAME - len(end.text) for piece in found):
        return []
    return [
        piece
        if is_complete_name(piece.text)
        else Paragraph(piece.text + end.text, piece.offsets + end.offsets)
        for piece in found
    ]


def _with_shared_end(piece: Paragraph, later: list[Paragraph]) -> Paragraph | None:
    """``合新、沿淮城际高铁``: the short name with the closing word of the next that has one.

    A long closing word may be shared by longer names: 五峰太平、南漳张家坪抽水蓄能电站.
    """
    for other in later:
        for end in range(len(other.text), 1, -1):
            word = shareable(other.text[:end])
            if word and (_is_short(piece.text) or (len(word) > 4 and len(piece.text) <= len(word))):
                at = end - len(word)
                return Paragraph(piece.text + word, piece.offsets + other.offsets[at:end])
    return None
