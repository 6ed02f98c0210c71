"""From the text of a plan to paragraphs whose every character knows where it stood.

A plan's text has usually come out of a PDF or Word conversion: pages break in the middle
of names, markup of headings is mixed in, white space stands inside numbers. This module
takes the text that ``projects.extraction.readers`` give and puts paragraphs together again:

* a line continues the paragraph before it when that one ends without closing
  punctuation, or inside an open bracket, and the line does not itself begin something
  (a heading, a box, a list number);
* headings stay alone: they are known by their numbering, by markup, or by being short
  unpunctuated lines between paragraphs that are complete;
* white space between Chinese characters, or between them and figures, is dropped.

Nothing is rewritten: a paragraph's characters carry their offsets in the decoded text,
so any part of it can be traced back (:meth:`Paragraph.span`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from projects.extraction.numerals import BARE, CHINESE_NUMERAL, list_number
from projects.extraction.readers.source import PARAGRAPH_END
from projects.extraction.words import is_complete_name, trigger

_HEADING = re.compile(rf"第[{CHINESE_NUMERAL}\d]+[篇章节编部]")
_BOX = re.compile(rf"专\s*栏\s*(?:\d+|[{CHINESE_NUMERAL}]+)")
_STARTS = re.compile(
    rf"""第[{CHINESE_NUMERAL}\d]+[篇章节编部条] | 专\s*栏\s*[\d{CHINESE_NUMERAL}]
    | \d{{1,2}}[）)] | 【 | [（(]\s*(?:\d+|[{CHINESE_NUMERAL}]+)\s*[）)] | [①-⑳] | [{CHINESE_NUMERAL}]+、
    | \d{{1,3}}\s*[.．、](?!\d) | ——|一一(?=\S) | [●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖] | 图\s*\d | 表\s*\d
    | [（(]?备?注[：:]
    | [〔\[【（(]\s*[\u4e00-\u9fff]{{2,4}}(?:领导|单位|部门)[：:] """,
    re.VERBOSE,
)
_MARKUP = re.compile(  # headings, quotations (a box), bullets of Markdown
    r"^\s*(?:\[bookmark:[^\]]*\]\s*)?(#{1,6}\s+|(?:>[ \t]*)+(?:[-*+]\s+(?=\S))?|[-*+]\s+(?=\S))?"
)
_ENDS = "。！？；：!?;:…"
_CLOSERS = "”’）)】〕]》*"
_OPEN, _CLOSE = "（(〔[【《“", "）)〕]】》”"
_FRAME = re.compile(r"[┌┐└┘├┤┬┴┼─━│┃┏┓┗┛┣┫┳┻╋═║╔╗╚╝╠╣\s]+")  # boxes drawn with characters
_SIGNS_OF_MARKUP = re.compile(r"\*+|[│┃║$]|\\(?:times|text|mathrm|,)|[{}]|\u200b|\ufeff")
_SIDES = "│┃║ \t\u3000"
_PAGE_NUMBER = re.compile(r"(?:[-—–－]+\s*)?\d{1,4}(?:\s*[-—–－]+)?|第\s*\d+\s*页(?:[，,\s]*共\s*\d+\s*页)?")
_DASHED_NUMBER = re.compile(r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d+\s*页(?:[，,\s]*共\s*\d+\s*页)?")
_WORD_OF_BOX = re.compile(r"专\s*栏")
_LONE_NUMBER = re.compile(r"\d{1,2}")
_DASH = re.compile(r"[—－–-]+")
_MAX_PIECES = 6
_GROUP_LENGTH = 20
_NARROWEST = 16  # characters of a line from which on it may be one that a conversion broke
_FROM_FULL = 4  # characters by which a broken line may be shorter than the others
_SHORTEST_HEAD = 6
_RULE = re.compile(r"([-*_=—])\1{2,}")  # a line drawn across the page
_COLUMN = re.compile(r"\S+(?:[ ]\S+)*")  # what stands together; two blanks or more part columns
_GROUP = re.compile(r"[\u4e00-\u9fff]{2,6}")  # 医疗卫生  甲医院新院区  乙医院迁建
_NUMBER = re.compile(r"^(?:\d{1,3}[.．、]|[（(]?\d{1,2}[）)]|[①-⑳]|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖])\s*")
_SIGNS = (  # one sign for a list number or a dash, written as the others are
    {chr(0x2488 + n): f"{n + 1}." for n in range(20)}  # ⒈
    | {chr(0x2474 + n): f"（{n + 1}）" for n in range(20)}  # ⑴
    | {chr(0x3220 + n): f"（{numeral}）" for n, numeral in enumerate("一二三四五六七八九十")}  # ㈠
    | {"⸺": "——"}
)
_TO_SPELL = re.compile(rf"[{''.join(_SIGNS)}]|\*\*|\$")
_BLANK = re.compile(r"[\s\u200b]")
_MAX_LINE_OF_COLUMNS = 200
_MAX_ROW = 1000
_MAX_HEADING = 40
_MAX_ENTRY = 60
_TAIL = 400  # characters of an open paragraph that decide whether a line continues it
_BARE_NUMBER = re.compile(rf"\s*{BARE}")
_SHORT_HEADING = re.compile(
    rf"(?:[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])[^，。；：、,;:]{{2,22}}"
)
_PAIRED_HEADING = re.compile(
    rf"(?:[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])[^，。；：:]{{4,12}}，[^，。；：:]{{4,12}}"
)
_PLAIN_LINE = re.compile(r"(?![及和与的等项工建])[^，。；：、,;:!！?？]{2,40}")
_LABEL = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff、]{0,11})[\u4e00-\u9fff][：:]")
_SHORT_HEAD = re.compile(r"[\u4e00-\u9fff]{4,10}。(?=.)")
_RESTS = re.compile(r"项目|工程|建设|及|和|与|的|等|[（(、，,。；;：:）)”]")


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

    blocks = list(_blocks(text))
    width = _wrapped_at([line for block in blocks for line, _ in block])
    following = _following(blocks)
    for block in blocks:
        if not block:
            close()
            continue
        if _is_title(block, result, "".join(open_chars[-_TAIL:])):
            close()
            result.append(_title(block))
            continue
        for line, start in block:
            markup = _MARKUP.match(line)
            skip = markup.end() if markup else 0
            marked = (markup.group(1) or "").rstrip() if markup else ""
            depth = len(marked) if "#" in marked else 0
            body = line[skip:]
            chars, offsets = _spelled(body, start + skip)
            body = chars.strip()
            if not body:
                close()
                continue
            if depth or _is_heading_line(body):
                close()
                made = _squeeze(chars, offsets)
                result.append(Paragraph(made.text, made.offsets, True, depth))
                continue
            heads = list_number(following.get(start, "")) == 1 and _PLAIN_LINE.fullmatch(body)
            head, tail = "".join(open_chars[:_TAIL]), "".join(open_chars[-_TAIL:])
            is_item = marked.endswith(("-", "*", "+")) or line[skip:].lstrip().startswith("**")
            if open_chars and (heads or is_item or not _continues(head, tail, last, body, width)):
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
        is_box = bool(_WORD_OF_BOX.fullmatch(one.text))
        pieces = [one]
        at += 1
        if is_box or (
            _LONE_NUMBER.fullmatch(one.text) and (one.text.startswith("0") or _follows(one, result))
        ):
            while (
                is_box
                and at < len(found)
                and _LONE_NUMBER.fullmatch(found[at].text)
                and found[at].text != "01"
            ):
                pieces.append(found[at])
                at += 1
            run = _short_run(found, at)
            pieces += found[at : at + run]
            at += run
        elif (
            _DASH.fullmatch(one.text) and result and at < len(found) and len(result[-1].text) <= _MAX_HEADING
        ):
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
            len(text) > _MAX_HEADING
            or re.search("[，。；：]", text)
            or _STARTS.match(text)
            or _LONE_NUMBER.fullmatch(text)
        ):
            break
        run += 1
    behind = found[at + run].text if at + run < len(found) else ""
    whole = bool(_LONE_NUMBER.fullmatch(behind)) or bool(re.search("[，。；]", behind))
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
    if not _LONE_NUMBER.fullmatch(one.text):
        return False
    return any(re.match(rf"{int(one.text) - 1:02d}(?!\d)", before.text) for before in result[-12:])


def furniture(text: str) -> list[tuple[int, int]]:
    """Spans of what is no text of a document: page numbers, running heads, rules, frames, markup."""
    lines = text.split("\n")
    heads = _running_heads(lines)
    found: list[tuple[int, int]] = []
    position = 0
    for line in lines:
        bare = line.strip()
        end = position + len(line)
        dropped = (
            _RULE.fullmatch(bare) or _FRAME.fullmatch(bare) or _PAGE_NUMBER.fullmatch(bare) or bare in heads
        )
        if bare and (dropped or line == PARAGRAPH_END):
            found.append((position, end))
        markup = _MARKUP.match(line)
        if markup and markup.end():
            found.append((position, position + markup.end()))
        found += [(position + m.start(), position + m.end()) for m in _SIGNS_OF_MARKUP.finditer(line)]
        position = end + 1
    return found


def clean(text: str) -> str:
    """Drop white space beside Chinese characters and figures; keep it between Latin words."""
    return _squeeze(text, list(range(len(text)))).text


def outside_brackets(text: str, marks: str) -> Iterator[int]:
    """Positions in *text* of the characters of *marks* that stand in no bracket or quotation."""
    depth = 0
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
        elif char in marks and not depth:
            yield index


def bracket_depth(text: str) -> int:
    """Brackets left open in *text*; a bracket closed by a wrong one counts as closed."""
    depth = 0
    for char in text:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
    return depth


def _rows(lines: list[str]) -> list[str]:
    """Lines of a table in white space with the gap behind their first cell written as ：.

    ``航空    某机场三期`` below ``类型    项目名称``: rows stand one below the other, each begins with a
    short cell. Every other character keeps its place.
    """
    cells = [
        [one.span() for one in _COLUMN.finditer(line)] if len(line) <= _MAX_ROW else [] for line in lines
    ]
    short = [
        len(row) > 1 and _GROUP.fullmatch(line[slice(*row[0])]) is not None
        for line, row in zip(lines, cells, strict=True)
    ]
    result = list(lines)
    for at, line in enumerate(lines):
        near = (at and short[at - 1]) or (at + 1 < len(lines) and short[at + 1])
        if short[at] and (near or len(cells[at]) > 2):
            marks = ["：", *"；" * len(cells[at])]
            for (_, end), mark in zip(cells[at][:-1], marks, strict=False):
                line = line[:end] + mark + line[end + 1 :]
            result[at] = line
    return result


def _blocks(text: str) -> Iterator[list[tuple[str, int]]]:
    """Runs of lines without a blank line between them, each line with its offset.

    An empty run stands for a line drawn across the page, or for the end of a paragraph that a
    reader is sure of: nothing continues over it.
    """
    block: list[tuple[str, int]] = []
    position = 0
    lines = _rows(text.split("\n"))
    heads = _running_heads(lines)
    marked = False
    before, counted = "", 0  # the line above, and the last number that stood alone as a mark
    for line in lines:
        bare = line.strip()
        alone = _WORD_OF_BOX.fullmatch(bare) or (
            _LONE_NUMBER.fullmatch(bare)
            and (_WORD_OF_BOX.fullmatch(before) or bare == f"{counted + 1:02d}" or bare == "01")
        )
        if alone:  # 专栏 ⏎ 3, or 01 ⏎ 汽车: a mark on a line of its own
            if not _WORD_OF_BOX.fullmatch(bare) and not _WORD_OF_BOX.fullmatch(before):
                counted = int(bare)
            yield block
            yield from ([], [(line, position)], [])
            block = []
            before = bare
            position += len(line) + 1
            marked = True
            continue
        if marked and bare and len(bare) <= _MAX_HEADING:  # what it marks is a line of its own
            yield from ([], [(line, position)], [])
            marked = not re.search("[，。；]", bare) and len(bare) <= _GROUP_LENGTH
            before = bare
            position += len(line) + 1
            continue
        marked = marked and not bare
        before = bare or before
        rule = line == PARAGRAPH_END or bool(bare and (_RULE.fullmatch(bare) or _FRAME.fullmatch(bare)))
        beside = _side_by_side(line)
        if beside:  # entries of two columns: each is whole
            yield block
            for start, end in beside:
                yield from ([], [(line[start:end], position + start)])
            yield []
            block = []
        elif bare and not rule and not _PAGE_NUMBER.fullmatch(bare) and bare not in heads:
            framed = line.lstrip(_SIDES) if bare[0] in _SIDES else line
            block.append((framed.rstrip(_SIDES), position + len(line) - len(framed)))
        elif block and (rule or not bare):
            yield block
            block = []
        if rule:
            yield []
        position += len(line) + 1
    if block:
        yield block


def _running_heads(lines: list[str]) -> frozenset[str]:
    """Lines that stand beside page numbers again and again: heads and feet of printed pages."""
    printed = [bare for line in lines if (bare := line.strip())]
    numbers = [at for at, line in enumerate(printed) if _DASHED_NUMBER.fullmatch(line)]
    beside = {near for at in numbers for near in (at - 1, at + 1) if 0 <= near < len(printed)}
    times = Counter(printed[at] for at in beside if len(printed[at]) >= _SHORTEST_HEAD)
    return frozenset(line for line, count in times.items() if count >= max(2, len(numbers) // 2))


def _side_by_side(line: str) -> list[tuple[int, int]]:
    """Where the entries of a line stand that holds several: names with a wide gap between them."""
    if len(line) > _MAX_LINE_OF_COLUMNS:
        return []
    found = [one.span() for one in _COLUMN.finditer(line)]
    if len(found) > 2 and _GROUP.fullmatch(line[slice(*found[0])]):
        rest = _side_by_side(line[: found[0][0]] + " " * (found[0][1] - found[0][0]) + line[found[0][1] :])
        return [found[0], *rest] if rest else []
    names = [_NUMBER.sub("", line[start:end]) for start, end in found]
    if len(names) < 2 or any(
        not 4 <= len(name) <= _MAX_ENTRY or re.search("[，。；：]", name) for name in names
    ):
        return []
    whole = sum(is_complete_name(name) for name in names)
    return found if 2 * whole >= len(names) and not _HEADING.match(names[0]) else []


def _following(blocks: list[list[tuple[str, int]]]) -> dict[int, str]:
    """The line behind each line, by the offset of the line before it."""
    lines = [line for block in blocks for line in block]
    return {start: after for (_, start), (after, _) in pairwise(lines)}


def _is_title(block: list[tuple[str, int]], done: list[Paragraph], pending: str) -> bool:
    """Whether a block is an unnumbered heading: short plain lines after something complete."""
    body = [line.strip().strip("*").strip() for line, _ in block]
    if len(body) > 3 or any(len(line) > 24 or re.search(r"[，。；：、,;:]", line) for line in body):
        return False
    if any(_STARTS.match(line) or _BARE_NUMBER.match(line) or line.startswith("#") for line in body):
        return False
    if pending:
        return pending.rstrip().rstrip(_CLOSERS).endswith(tuple("。！？")) and len("".join(body)) >= 6
    return not done or done[-1].is_heading or done[-1].text.rstrip(_CLOSERS).endswith(tuple("。！？"))


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


def _is_heading_line(line: str) -> bool:
    if len(line) > _MAX_HEADING or line[-1] in "。；，、;,":
        return False
    return bool(_HEADING.match(line) or _BOX.match(line))


def _wrapped_at(lines: list[str]) -> int:
    """The number of characters at which a conversion broke all lines; 0 when lines end where they mean to."""
    lengths = Counter(len(line.strip()) for line in lines if len(line.strip()) >= _NARROWEST)
    if not lengths:
        return 0
    width = lengths.most_common(1)[0][0]
    full = sum(count for length, count in lengths.items() if width - 3 <= length <= width + 2)
    return width if 2 * full >= len(lines) else 0


def _continues(before: str, tail: str, last: str, line: str, width: int = 0) -> bool:
    """Whether *line* goes on with the open paragraph: its head, its tail and its last line are given."""
    if bracket_depth(tail) and not _HEADING.match(line) and not _BOX.match(line):
        return True
    if _STARTS.match(line):
        return False
    tail = tail.rstrip()
    if tail.rstrip(_CLOSERS)[-1:] in set("。！？!?") or tail[-1:] in _ENDS:
        return False
    if width:
        return len(last) >= width - _FROM_FULL
    if _SHORT_HEADING.fullmatch(tail) and len(line) > len(tail) and re.search("[，。；：、]", line):
        return False
    if _PAIRED_HEADING.fullmatch(tail) and 2 * len(line) > 3 * len(tail) and "。" in line:
        return False
    if "\t" in line or _goes_on_numbering(before, line):
        return False
    if _is_entry(line) and (_SHORT_HEADING.fullmatch(tail) or _is_told_entry(before, last)):
        return False
    if _GROUP.fullmatch(tail) and line.count("、") > 1 and is_complete_name(re.split("、", line)[0]):
        return False  # 文化设施 over 市博物馆新馆、市文化馆新馆
    if (_LABEL.match(before) or _SHORT_HEAD.match(before)) and (
        _LABEL.match(line) or _SHORT_HEAD.match(line)
    ):
        return False  # 白酒产业：… or 白酒产业。… below 锂电产业：…
    if not _is_entry(last):
        return True
    if _LABEL.match(line) or _is_entry(line):
        return False
    # Below plain lines, each an entry, a short line is one more; below a number it is the rest of a name.
    is_numbered = list_number(before) is not None or bool(_STARTS.match(before))
    if is_numbered and before.strip() == last and re.search("[，。；]", line):
        return False  # what the next line tells about the entry
    return bool(is_numbered or len(last) > _MAX_HEADING or not _PLAIN_LINE.fullmatch(line))


def _is_told_entry(before: str, last: str) -> bool:
    """Whether the open paragraph is one line, a whole name and what is told of it: 甲基地，年产5万辆车."""
    name = re.split("[，：]", before, maxsplit=1)[0]
    is_name = 4 <= len(name) < len(before) and is_complete_name(name) and not trigger(name)[0]
    return before.strip() == last and is_name and not _STARTS.match(before)


def _goes_on_numbering(before: str, line: str) -> bool:
    """01 A项目 ⏎ 02 B项目: a bare number counts when it is the next one."""
    first, second = _BARE_NUMBER.match(before), _BARE_NUMBER.match(line)
    return first is not None and second is not None and int(second.group(1)) == int(first.group(1)) + 1


def _is_entry(line: str) -> bool:
    """Whether a line is whole by itself: it closes like a name, and begins like no rest of one.

    A line of running text may end so by chance, but not the next as well.
    """
    line = re.split("[，；。：]", line.strip().rstrip("；;，,"))[-1]
    return len(line) <= _MAX_ENTRY and not _RESTS.match(line) and is_complete_name(line)


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
