"""What stands around the article on a web page, also when the page was pasted as plain text.

Rows of ``data/rules/web_furniture.csv`` say what it is, by ``where`` they hold:

* ``any``, ``edge``, ``head``: a whole line anywhere, above or below the article, above it; after one of
  ``head-number`` a line that is a number belongs to it, after one of ``head-summary`` the extract;
* ``place``: the line above the article that says where the page stands; what is above it, but the first
  line, are menus;
* ``tail``: from such a line on everything, when what follows is short lines only;
* ``class``: a word in the class or the id of an element (used by ``web``).

Above the article are the first lines up to the first long one, below it the last lines behind
the last long one. A front matter (``title: …`` between ``---``) and comments of Markdown are
furniture too; the title is kept. Input: lines of text. Output: which of them to leave out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from projects.vocabulary.rules import rules

_LONG = 60  # characters of a line that is surely the article's
_HEAD_LINES, _TAIL_LINES = 80, 40
_TAIL_SHARE = 0.4  # of a document's characters at most that stand behind the article
_LEAST_ABOVE = 3  # lines of an article
_NUMBER = re.compile(r"\d{1,9}\s*次?")
_STEP = re.compile(r"[>›»→/|·-]+")
_CUT_OFF = ("…", "...", "。。。")
_FENCE = re.compile(r"---\s*")
_FIELD = re.compile(r"[A-Za-z][\w-]{0,30}\s*:.*|\s+\S.*|\s*-\s.*|\s*")
_TITLE = re.compile(r"title\s*:\s*[\"'“]?(.*?)[\"'”]?\s*")


def front_matter(lines: Sequence[str]) -> tuple[int, str]:
    """How many lines at the head of a file are its front matter (0 for none), and the title in it."""
    first = next((index for index, line in enumerate(lines[:5]) if line.strip()), 0)
    if not lines or not _FENCE.fullmatch(lines[first]):
        return 0, ""
    title = ""
    for index, line in enumerate(lines[first + 1 : first + 60], first + 1):
        if _FENCE.fullmatch(line):
            return (index + 1, title) if any(one.strip() for one in lines[first + 1 : index]) else (0, "")
        if not _FIELD.fullmatch(line):
            return 0, ""
        found = _TITLE.fullmatch(line)
        title = found.group(1).strip() if found else title
    return 0, ""


def around_article(lines: Sequence[str]) -> set[int]:
    """Indexes of the *lines* that belong to the page and not to its article."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    found = {index for index in filled if _is("any", lines[index])}
    filled = [index for index in filled if index not in found]
    foot = _foot(lines, filled)
    found |= set(foot)
    filled = filled[: len(filled) - len(foot)]
    found |= _head(lines, filled)
    for index in reversed(filled[_LEAST_ABOVE:][-_TAIL_LINES:]):
        if len(lines[index].strip()) > _LONG and not _is("edge", lines[index]):
            break
        if _is("edge", lines[index]):
            found.add(index)
    return found


@cache
def furniture_words() -> frozenset[str]:
    """Words in the class or id of elements that are no part of an article, lower case."""
    return frozenset(
        word
        for row in rules("web_furniture")
        if row["where"] == "class"
        for word in row["pattern"].split("|")
    )


def _head(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    head = list(filled[:_HEAD_LINES])
    short = next((at for at, index in enumerate(head) if _is_text(lines[index])), len(head))
    found: set[int] = set()
    for at, index in enumerate(head[:short]):
        line = lines[index].strip()
        following = lines[head[at + 1]].strip() if at + 1 < len(head) else ""
        if _is("place", line):
            if 2 * at < len(filled):
                found |= {one for one in head[1:at] if len(lines[one].strip()) <= _LONG}
            found |= {index, *_path(lines, head[at + 1 : short])}
        elif any(_is(where, line) for where in ("head", "head-number", "edge")):
            found.add(index)
            if line.endswith(("：", ":")) and _NUMBER.fullmatch(following):
                found.add(head[at + 1])
        elif _is("head-summary", line):
            found.add(index)
            if following.endswith(_CUT_OFF):
                found.add(head[at + 1])
    return found


def _is_text(line: str) -> bool:
    """Whether *line* is surely of the article."""
    bare = line.strip()
    around = ("place", "head", "head-number", "head-summary", "edge")
    return len(bare) > _LONG and not bare.endswith(_CUT_OFF) and not any(_is(where, line) for where in around)


def _path(lines: Sequence[str], following: Sequence[int]) -> set[int]:
    """The steps of the place that stand on lines of their own, with marks between."""
    found: set[int] = set()
    for at, index in enumerate(following):
        around = [lines[one].strip() for one in following[max(0, at - 1) : at + 2]]
        if not any(_STEP.fullmatch(line) for line in around):
            break
        found.add(index)
    return found


def _foot(lines: Sequence[str], filled: Sequence[int]) -> Sequence[int]:
    """The last of *filled* from the line on that begins the foot of the page."""
    whole = sum(len(lines[index].strip()) for index in filled)
    behind = 0
    start = len(filled)
    for at in range(len(filled) - 1, _LEAST_ABOVE - 1, -1):
        line = lines[filled[at]].strip()
        behind += len(line)
        is_tail = _is("tail", line)
        if not is_tail and (len(line) > _LONG or (len(line) > _LONG // 2 and line.endswith("。"))):
            break
        if behind > _TAIL_SHARE * whole:
            break
        if is_tail:
            start = at
    return filled[start:]


def _is(where: str, line: str) -> bool:
    return bool(_pattern(where).fullmatch(line.strip()))


@cache
def _pattern(where: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{row['pattern']})" for row in rules("web_furniture") if row["where"] == where)
    )
