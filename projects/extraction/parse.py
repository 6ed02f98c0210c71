"""From the text of a plan to paragraphs whose every character knows where it stood.

A plan's text has usually come out of a PDF or Word conversion: pages break in the middle
of names, markup of headings is mixed in, white space stands inside numbers. This module
takes the text that ``projects.extraction.readers`` give and puts paragraphs together again:

* a line continues the paragraph before it, or begins one (:mod:`projects.extraction.lines`);
* headings stay alone: they are known by their numbering, by markup, or by being short
  unpunctuated lines between paragraphs that are complete;
* white space between Chinese characters, or between them and figures, is dropped.

Nothing is rewritten: a paragraph's characters carry their offsets in the decoded text,
so any part of it can be traced back (:meth:`Paragraph.span`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from projects.extraction.blocks import MARKUP, blocks_of
from projects.extraction.lines import (
    BARE_NUMBER,
    CLOSERS,
    LONE_NUMBER,
    MAX_HEADING,
    PLAIN_LINE,
    STARTS,
    WORD_OF_BOX,
    continues,
    is_heading_line,
    wrapped_at,
)
from projects.extraction.numerals import list_number

_DASH = re.compile(r"[—－–-]+")
_MAX_PIECES = 6
_SIGNS = (  # one sign for a list number or a dash, written as the others are
    {chr(0x2488 + n): f"{n + 1}." for n in range(20)}  # ⒈
    | {chr(0x2474 + n): f"（{n + 1}）" for n in range(20)}  # ⑴
    | {chr(0x3220 + n): f"（{numeral}）" for n, numeral in enumerate("一二三四五六七八九十")}  # ㈠
    | {"⸺": "——"}
)
_TO_SPELL = re.compile(rf"[{''.join(_SIGNS)}]|\*\*|\$")
_BLANK = re.compile(r"[\s\u200b]")
_TAIL = 400  # characters of an open paragraph that decide whether a line continues it


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Mended text with, for each character, its offset in the decoded document."""

    text: str
    offsets: tuple[int, ...]
    is_heading: bool = False
    heading_depth: int = 0  # of the markup (# = 1); 0 when the text alone tells

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document text of ``self.text[start:end]`` (not empty)."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def part(self, start: int, end: int) -> Paragraph:
        """The piece ``text[start:end]``, without the white space around it."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Paragraph(self.text[start:end], self.offsets[start:end])


def paragraphs(text: str) -> list[Paragraph]:
    """Mended paragraphs of a document, in order; headings are paragraphs of their own."""
    result: list[Paragraph] = []
    open_chars: list[str] = []
    open_offsets: list[int] = []
    last = ""  # the line read before

    def close() -> None:
        if open_chars:
            result.append(_squeeze("".join(open_chars), open_offsets))
            open_chars.clear()
            open_offsets.clear()

    blocks = list(blocks_of(text))
    width = wrapped_at([line for block in blocks for line, _ in block])
    following = _following(blocks)
    for block in blocks:
        if not block:
            close()
            continue
        if _is_title(block, result, "".join(open_chars[-_TAIL:])):
            close()
            result.append(_title(block))
            continue
        for row, (line, start) in enumerate(block):
            depth, is_item, chars, offsets = _unmarked(line, start)
            body = chars.strip()
            if not body:
                close()
                continue
            if depth or is_heading_line(body):
                close()
                made = _squeeze(chars, offsets)
                result.append(Paragraph(made.text, made.offsets, True, depth))
                continue
            heads = list_number(following.get(start, "")) == 1 and PLAIN_LINE.fullmatch(body)
            head, tail = "".join(open_chars[:_TAIL]), "".join(open_chars[-_TAIL:])
            if open_chars and (
                heads or is_item or not continues(head, tail, last, body, width, is_apart=not row)
            ):
                close()
            last = body
            if open_chars and open_chars[-1].isascii() and open_chars[-1].isalnum() and body[0].isascii():
                open_chars.append(" ")
                open_offsets.append(offsets[0])
            open_chars.extend(chars)
            open_offsets.extend(offsets)
    close()
    return _with_marks(result)


def _with_marks(found: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs with marks that stood on lines of their own put before what they mark.

    专栏 ⏎ 3 ⏎ 新兴产业 ⏎ 重点平台 is one heading; 01 ⏎ 汽车 one line; a dash alone joins its neighbours.
    """
    result: list[Paragraph] = []
    at = 0
    while at < len(found):
        one = found[at]
        is_box = bool(WORD_OF_BOX.fullmatch(one.text))
        pieces = [one]
        at += 1
        if is_box or (
            LONE_NUMBER.fullmatch(one.text) and (one.text.startswith("0") or _follows(one, result))
        ):
            while (
                is_box
                and at < len(found)
                and LONE_NUMBER.fullmatch(found[at].text)
                and found[at].text != "01"
            ):
                pieces.append(found[at])
                at += 1
            run = _short_run(found, at)
            pieces += found[at : at + run]
            at += run
        elif _DASH.fullmatch(one.text) and result and at < len(found) and len(result[-1].text) <= MAX_HEADING:
            pieces = [result.pop(), one, found[at]]
            at += 1
        result.append(_together(pieces, is_heading=is_box) if len(pieces) > 1 else one)
    return result


def _short_run(found: list[Paragraph], at: int) -> int:
    """How many short lines from *at* on are one title in pieces: up to a mark, or to what is told below."""
    run = 0
    while at + run < len(found) and run < _MAX_PIECES:
        text = found[at + run].text
        if (
            len(text) > MAX_HEADING
            or re.search("[，。；：]", text)
            or STARTS.match(text)
            or LONE_NUMBER.fullmatch(text)
        ):
            break
        run += 1
    behind = found[at + run].text if at + run < len(found) else ""
    whole = bool(LONE_NUMBER.fullmatch(behind)) or bool(re.search("[，。；]", behind))
    return run if whole else min(run, 1)


def _together(pieces: list[Paragraph], *, is_heading: bool) -> Paragraph:
    chars: list[str] = []
    offsets: list[int] = []
    for piece in pieces:
        if not is_heading and chars and chars[-1][-1:].isdigit() and piece.text[:1].isdigit():
            chars.append(" ")  # 01 ⏎ 5个商圈
            offsets.append(offsets[-1])
        chars.append(piece.text)
        offsets += piece.offsets
    return Paragraph("".join(chars), tuple(offsets), is_heading)


def _follows(one: Paragraph, result: list[Paragraph]) -> bool:
    """Whether a lone number goes on with the marks before it: 10 behind 09."""
    if not LONE_NUMBER.fullmatch(one.text):
        return False
    return any(re.match(rf"{int(one.text) - 1:02d}(?!\d)", before.text) for before in result[-12:])


def clean(text: str) -> str:
    """Drop white space beside Chinese characters and figures; keep it between Latin words."""
    return _squeeze(text, list(range(len(text)))).text


def _following(blocks: list[list[tuple[str, int]]]) -> dict[int, str]:
    """The line behind each line, by the offset of the line before it."""
    lines = [line for block in blocks for line in block]
    return {start: after for (_, start), (after, _) in pairwise(lines)}


def _is_title(block: list[tuple[str, int]], done: list[Paragraph], pending: str) -> bool:
    """Whether a block is an unnumbered heading: short plain lines after something complete."""
    body = [line.strip().strip("*").strip() for line, _ in block]
    if len(body) > 3 or any(len(line) > 24 or re.search(r"[，。；：、,;:]", line) for line in body):
        return False
    if any(STARTS.match(line) or BARE_NUMBER.match(line) or line.startswith("#") for line in body):
        return False
    if pending:
        return pending.rstrip().rstrip(CLOSERS).endswith(tuple("。！？")) and len("".join(body)) >= 6
    return not done or done[-1].is_heading or done[-1].text.rstrip(CLOSERS).endswith(tuple("。！？"))


def _title(block: list[tuple[str, int]]) -> Paragraph:
    chars: list[str] = []
    offsets: list[int] = []
    for line, start in block:
        if chars:
            chars.append(" ")
            offsets.append(start)
        for index, char in enumerate(line):
            if char != "*":
                chars.append(char)
                offsets.append(start + index)
    text = "".join(chars)
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    return Paragraph(text[left:right], tuple(offsets[left:right]), True)


def _unmarked(line: str, start: int) -> tuple[int, bool, str, Sequence[int]]:
    """A line of Markdown: its depth as a heading, whether it is an item, its signs and their offsets."""
    markup = MARKUP.match(line)
    skip = markup.end() if markup else 0
    marked = (markup.group(1) or "").rstrip() if markup else ""
    is_item = marked.endswith(("-", "*", "+")) or line[skip:].lstrip().startswith("**")
    return len(marked) if "#" in marked else 0, is_item, *_spelled(line[skip:], start + skip)


def _spelled(line: str, start: int) -> tuple[str, Sequence[int]]:
    """A line with its signs written out and its markup dropped, and the offset of each character."""
    if not _TO_SPELL.search(line):
        return line, range(start, start + len(line))
    kept = [(c, start + i) for i, sign in enumerate(line) for c in _SIGNS.get(sign, sign)]
    kept = _without_markup(kept)
    return "".join(c for c, _ in kept), [offset for _, offset in kept]


def _without_markup(kept: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Drop the ** of Markdown emphasis and the signs of formulae: $2\\times 350\\text{MW}$ is 2×350MW."""
    text = "".join(c for c, _ in kept)
    drop: set[int] = set()
    replaced: dict[int, str] = {}
    for mark in re.finditer(r"\*\*", text):
        drop.update(range(*mark.span()))
    for formula in re.finditer(r"\$[^$]{1,60}\$", text):
        drop.update((formula.start(), formula.end() - 1))
        for sign in re.finditer(r"\\times\s*|\\text\{|\\mathrm\{|[{}]|\\,", formula.group()):
            first = formula.start() + sign.start()
            drop.update(range(first, formula.start() + sign.end()))
            if sign.group().startswith("\\times"):
                drop.discard(first)
                replaced[first] = "×"
    return [(replaced.get(i, c), o) for i, (c, o) in enumerate(kept) if i not in drop]


def _squeeze(text: str, offsets: Sequence[int]) -> Paragraph:
    """Remove white space unless it parts two Latin words or two figures."""
    if not _BLANK.search(text):
        return Paragraph(text, tuple(offsets))
    chars: list[str] = []
    kept: list[int] = []
    gap = -1  # where white space began behind the last kept character, -1 when there is none
    for index, char in enumerate(text):
        if char.isspace() or char == "\u200b":
            gap = index if gap < 0 and chars else gap
            continue
        if gap >= 0 and chars[-1].isascii() and char.isascii() and chars[-1].isalnum() and char.isalnum():
            chars.append(" ")
            kept.append(offsets[gap])
        gap = -1
        chars.append(char)
        kept.append(offsets[index])
    return Paragraph("".join(chars), tuple(kept))
