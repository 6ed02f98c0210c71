"""Where the name in an entry of a list ends, and where one entry of a list without numbers ends.

``N.名称。描述`` and ``名称：描述`` are a name and its description; ``a，b，c`` behind a label are three
entries. Input: a piece of a box (``projects.extraction.entries``) or cell. Output: pieces with
their offsets.
"""

from __future__ import annotations

import re

from projects.extraction.brackets import outside_brackets
from projects.extraction.lexicon import opening
from projects.extraction.listed import are_apart, listed_names
from projects.extraction.packed import as_projects, packed_names
from projects.extraction.parse import Paragraph
from projects.extraction.pieces import listed_by_comma, pieces, trim
from projects.extraction.tails import untold
from projects.extraction.words import MAX_NAME, has_own_letters, is_complete_name

_FIELD = re.compile(  # 名称 建设内容：…, the columns of a table run together
    r"(?:主要|项目)?(?:建设(?:内容|规模|地点|地址|单位|性质|年限|期限|工期|起止年限)|业主|法人|概况|简介"
    r"|总投资|计划(?:总)?投资|(?:责任|牵头|业主|配合|实施)单位)"
)
_MARKED = re.compile(r"[▲△★☆※＊*]+$")  # ▲ behind a name refers to a note
_BULLET = re.compile(r"(?:——|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖])\s*")
_WHEN = re.compile(r"[到至]20\d\d年|20\d\d年[底前]|力争|总投资|投资\d")
_AMOUNT = re.compile(r"(?:计划|估算)?(?:总?投资)?约?\d[\d.]*(?:亿|万)元$")
_STOPS = "。；;，,、：: \n"


def split_list(part: Paragraph) -> list[Paragraph]:
    """Entries of a list without numbers: parted by ；, else by ，, else by 、 between whole names."""
    for mark in ("；;", "，,"):
        found = pieces(part, mark)
        if len(found) > 1:
            return [one for piece in found for one in _apart(piece)] if look_like_names(found) else [part]
    found = [_without_etc(piece) for piece in listed_by_comma(part)]
    complete = [is_complete_name(piece.text) for piece in found]
    if len(found) > 1 and complete[0] and 3 * sum(complete) >= 2 * len(found):
        return found
    if len(found) > 1 and all(is_complete_name(one.text) or _stands_alone(one.text) for one in found):
        return found
    return [trim(part)]


def _without_etc(piece: Paragraph) -> Paragraph:
    """The last of A、B、C等 without 等."""
    return piece.part(0, len(piece.text) - 1) if piece.text.endswith("等") else piece


def _stands_alone(text: str) -> bool:
    """Whether a piece is long enough, and enough of its own, to be a name that closes like none."""
    return 6 <= len(text) <= MAX_NAME and has_own_letters(text) and not opening(text).senses


def _apart(piece: Paragraph) -> list[Paragraph]:
    """The names of one piece of a list: several when each side of a ， or 、 is a whole name of its own."""
    beside = pieces(piece, "，,")
    if len(beside) > 1 and all(len(one.text) >= 4 and is_complete_name(one.text) for one in beside):
        return [name for one in beside for name in _apart(one)]
    found = listed_by_comma(piece)
    return found if are_apart(found) else [piece]


def split_name(part: Paragraph) -> tuple[Paragraph, bool]:
    """The name at the head of an entry, and whether a description follows it."""
    text = part.text
    end, described = len(text), False
    last = len(text.rstrip(_STOPS))
    line = text.find("\n", 0, last)  # another paragraph tells about the entry
    mark = next((index for index in outside_brackets(text, "。：:；;") if index < last), line)
    if mark >= 0 or line >= 0:
        end, described = min(index for index in (mark, line) if index >= 0), True
    for index in outside_brackets(text[:end], "，,"):
        if end > MAX_NAME or (is_complete_name(text[:index]) and not is_complete_name(text[:end])):
            end, described = index, True
            break
    dash = text.find("——", 4, end)
    if dash >= 0 and is_complete_name(text[:dash]):
        end, described = dash, True
    field_ = _FIELD.search(text, 4, end)
    if field_ and (is_complete_name(text[: field_.start()]) or described):
        end, described = field_.start(), True
    name = _unmarked(trim(part.part(0, end)))
    if (amount := _AMOUNT.search(name.text)) and amount.start() >= 4:
        name, described = trim(name.part(0, amount.start())), True
    bare = untold(name)
    return bare, described or bare is not name


def _unmarked(name: Paragraph) -> Paragraph:
    mark = _MARKED.search(name.text)
    return trim(name.part(0, mark.start())) if mark else name


def members(part: Paragraph, *, packs: bool = True) -> list[Paragraph]:
    """Entries of a list behind a category: sentences that pack several, else a plain list."""
    tells = opening(part.text).senses or as_projects(part.text)
    if tells and (found := packed_names(part)):
        return max(found, listed_names(part) if packs else [], key=len)
    found = split_list(part)
    several = len(found) > 1 and not any(opening(one.text).senses or "。" in one.text for one in found)
    return found if several or not packs else listed_names(part) or found


def look_like_names(pieces: list[Paragraph]) -> bool:
    """Most pieces of a list of entries end like names and none is a sentence."""
    named = sum(1 for piece in pieces if is_complete_name(piece.text))
    return 2 * named >= len(pieces) and not any(
        len(piece.text) > MAX_NAME or "。" in piece.text or _WHEN.match(piece.text) for piece in pieces
    )
