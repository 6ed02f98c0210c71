"""Plain text and Markdown: decoded as it stands, so offsets are characters of the file.

UTF-8 (with or without BOM), UTF-16 (with or without BOM) or GB18030, which includes GBK
and GB2312. Line ends become LF. A table in Markdown's form (rows between ``|``, a line of dashes
below the first) is found as a table; its cells keep their places in the text.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from projects.errors import InputError
from projects.reading.readers.glyphs import plain_glyphs
from projects.reading.readers.source import Cell, Source, Table

_DASHES = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_CELL_MARKUP = re.compile(r"\*\*|<br\s*/?>|`")
_LOOKED_AT = 20_000  # characters whose categories tell whether a decoding makes sense


def read_text(data: bytes, path: Path) -> Source:
    """Decode a plain-text or Markdown file.

    Raises InputError, naming the file and what was expected, when it is no text.
    """
    text, encoding = decode(data, path)
    return Source(str(path), "text", text, tuple(_pipe_tables(text)), encoding)


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
        above = [line.strip().lstrip("# ") for _, line in lines[: index - 1] if line.strip()][-3:]
        last, last_line = lines[end - 1]
        tables.append(Table(filled, head[0], last + len(last_line), "", tuple(above)))
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
