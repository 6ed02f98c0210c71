"""The characters that a decision was made against.

A decision about a record holds as long as the text does. ``source_hash`` tells that text in two
ways, and both may be compared with a later reading:

* ``text:…``, when the document's text is at hand: a hash of the sentence or list item around the
  record's words, without white space, so that a page break or a new line changes nothing;
* ``row:…``, always: a hash of what the record itself printed (name, category, places, figures).

The text decides where both sides have it, else the row.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from projects.model.records import Record

_DIGITS = 16
# What ends a sentence, a paragraph, or an entry of a list, also one that is printed in one line. A new
# line alone ends nothing: pages break within sentences.
_END = re.compile(
    r"[。；！？\u2029]|\n\s*\n|[（(]\d{1,2}[）)]|\n(?=\s*(?:[#\d]|[一二三四五六七八九十]+、|第|专栏))"
)
# A table's row or an unbroken paragraph may be long; what stands further off is no part of the item.
_MOST_AROUND = 200
_PRINTED = (
    *("document", "section", "item", "name", "category", "places_in_text"),
    *("scale", "investment_wan_yuan", "responsible"),
)


def passage(text: str, start: int, end: int) -> tuple[int, int]:
    """First and last offset of the sentence or item in *text* that holds *start* to *end*."""
    low, high = max(0, start - _MOST_AROUND), min(len(text), end + _MOST_AROUND)
    before = [match.end() for match in _END.finditer(text, low, start)]
    after = _END.search(text, end, high)
    return max(before, default=low), after.start() if after else high


def words_of(text: str, start: int, end: int) -> str:
    """The passage around *start* to *end*, without white space."""
    first, last = passage(text, start, end)
    return re.sub(r"\s+", "", text[first:last])


def source_hash(record: Record, text: str | None) -> str:
    """``text:… row:…`` of a record; without ``text:`` when its document's *text* is not at hand."""
    printed = "\x1f".join(str(getattr(record, name) or "") for name in _PRINTED)
    parts = [f"row:{_hash(printed)}"]
    if text is not None and record.span_start is not None and record.span_end is not None:
        parts.insert(0, f"text:{_hash(words_of(text, record.span_start, record.span_end))}")
    return " ".join(parts)


def is_same(one: str, other: str) -> bool:
    """Whether two hashes tell the same text; an empty one speaks of no text and agrees with any."""
    if not one or not other:
        return True
    mine, theirs = _parts(one), _parts(other)
    for kind in ("text", "row"):
        if kind in mine and kind in theirs:
            return mine[kind] == theirs[kind]
    return False


def tells_text(told: str) -> bool:
    """Whether a hash was made with the document's text at hand."""
    return "text" in _parts(told)


def is_still_there(
    told: str, text: str, words: Iterable[str], span: tuple[int | None, int | None] = (None, None)
) -> bool | None:
    """Whether the passage that *told* is a hash of still stands in *text*, at *span* or one of the *words*.

    A member of a list may bear a name that is printed nowhere whole (A、B中学 → A中学): its span tells.
    None when *told* has no hash of a text, so that nobody can say.
    """
    wanted = _parts(told).get("text")
    if wanted is None:
        return None
    start, end = span
    places = [] if start is None or end is None else [(start, end)]
    places += [match.span() for word in words if word for match in re.finditer(re.escape(word), text)]
    return any(_hash(words_of(text, *place)) == wanted for place in places)


def _parts(told: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in told.split())
    return {kind: value for kind, _, value in pairs}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
