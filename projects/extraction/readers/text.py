"""Plain text and Markdown: decoded as it stands, so offsets are characters of the file.

What belongs to a web page the text was taken from (``furniture``) is blanked, not taken out.

UTF-8 (with or without BOM), UTF-16 (with or without BOM) or GB18030, which includes GBK
and GB2312. Line ends become LF. A table in Markdown's form (rows between ``|``, a line of dashes
below the first) is found as a table; its cells keep their places in the text.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, islice
from pathlib import Path

from projects.errors import InputError
from projects.extraction.readers.furniture import around_article, front_matter
from projects.extraction.readers.glyphs import plain_glyphs
from projects.extraction.readers.source import Cell, Source, Table

_DASHES = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
# No comment holds the beginning of another: a text of beginnings would be searched again from each.
_COMMENT = re.compile(r"<!--\s*((?:(?!<!--).){0,2000}?)\s*-->", re.DOTALL)
_HEADING = re.compile(r"[\u4e00-\u9fff]{2,8}")
_CELL_MARKUP = re.compile(r"\*\*|<br\s*/?>|`")
_LOOKED_AT = 20_000  # characters whose categories tell whether a decoding makes sense


def read_text(data: bytes, path: Path) -> Source:
    """Decode a plain-text or Markdown file.

    Raises InputError, naming the file and what was expected, when it is no text.
    """
    text, encoding = decode(data, path)
    plain, title, furniture = _without_furniture(text)
    return Source(
        str(path), "text", plain, tuple(_pipe_tables(plain)), encoding, title=title, furniture=furniture
    )


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """The text of *data* with LF line ends, and the name of its encoding."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_LOOKED_AT]
        odd = sum(
            1 for c in sample if unicodedata.category(c) in ("Cc", "Co", "Cn") and c not in "\n\r\t\f\v"
        )
        if odd * 100 <= len(sample):
            return plain_glyphs(text.replace("\r\n", "\n").replace("\r", "\n")), encoding
    raise InputError(f"{path}: byte 0: not text in UTF-8, UTF-16 or GB18030; expected the text of a plan")


def _without_furniture(text: str) -> tuple[str, str, tuple[Cell, ...]]:
    """The text with front matter, comments and lines of a web page as blanks; its title; what was blanked."""
    lines = text.split("\n")
    count, title = front_matter(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    rest = ["" if index < count else line for index, line in enumerate(lines)]
    left_out = sorted(set(range(count)) | around_article(rest))
    spans = [(starts[index], starts[index] + len(lines[index])) for index in left_out]
    for comment in _COMMENT.finditer(text):
        if _HEADING.fullmatch(comment.group(1)):  # converters put a heading away like this: 名词解释
            spans += [(comment.start(), comment.start(1)), (comment.end(1), comment.end())]
        else:
            spans.append(comment.span())
    furniture = []
    for start, end in sorted(spans):
        if not text[start:end].strip():
            continue
        furniture.append(Cell(" ".join(text[start:end].split("\n")), start))
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text, title, tuple(furniture)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    # Without a mark UTF-16 is known by the zero bytes of its line ends, blanks and figures.
    head = data[:4096]
    if b"\x00" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        return ("utf-16-be", "utf-16-le") if even > odd else ("utf-16-le", "utf-16-be")
    return ("utf-8-sig", "gb18030")


def _pipe_tables(text: str) -> list[Table]:
    lines: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, line))
        position += len(line) + 1
    tables: list[Table] = []
    index = 1
    while index < len(lines):
        head, dashes = lines[index - 1], lines[index][1]
        if "|" not in head[1] or "|" not in dashes or not _DASHES.fullmatch(dashes):
            index += 1
            continue
        rows = [_pipe_cells(*head)]
        end = index + 1
        while end < len(lines) and "|" in lines[end][1]:
            rows.append(_pipe_cells(*lines[end]))
            end += 1
        width = max(map(len, rows))
        filled = tuple((*row, *[Cell("", row[-1].end)] * (width - len(row))) for row in rows)
        before = (lines[row][1] for row in range(index - 2, -1, -1))  # from the table upwards
        above = [line.strip().lstrip("# ") for line in islice(filter(str.strip, before), 3)]
        last, last_line = lines[end - 1]
        tables.append(Table(filled, head[0], last + len(last_line), "", tuple(above[::-1])))
        index = end + 1
    return tables


def _pipe_cells(start: int, line: str) -> tuple[Cell, ...]:
    stripped = line.strip()
    offset = start + line.index(stripped) + stripped.startswith("|")
    cells = []
    for part in stripped.removeprefix("|").removesuffix("|").split("|"):
        plain = _CELL_MARKUP.sub(lambda mark: " " * len(mark.group()), part)
        cells.append(Cell(plain.strip(), offset + len(plain) - len(plain.lstrip())))
        offset += len(part) + 1
    return tuple(cells)
