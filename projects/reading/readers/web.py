"""Web pages (HTML) with selectolax: headings, paragraphs, tables; no scripts, menus or forms.

A table that only lays out the page (one column, or tables inside) is read through.
Offsets are characters in the extracted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from projects.errors import InputError
from projects.reading.readers.source import Builder, Slot, Source
from projects.reading.readers.text import decode

_LEFT_OUT = (
    "script, style, noscript, template, nav, footer, select, option, button, input, textarea, iframe, svg,"
    "canvas, head"
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_INLINE = re.compile(
    "-text|a|abbr|b|bdi|bdo|big|cite|code|data|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strong|"
    "sub|sup|time|tt|u|var|wbr"
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "hz-gb-2312"}
_MAX_SPAN = 1000


def read_page(data: bytes, path: Path) -> Source:
    """Read an HTML page; its encoding is the one it names, else found as for plain text."""
    text, encoding = _decode(data, path)
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        raise InputError(f"{path}: no body; expected a web page with text")
    for node in body.css(_LEFT_OUT):
        node.decompose()
    reader = _Reader()
    reader.walk(body)
    reader.flush()
    return Source(str(path), "html", reader.made.text, tuple(reader.made.tables), encoding)


class _Reader:
    def __init__(self) -> None:
        self.made = Builder()
        self._pending: list[str] = []

    def flush(self, depth: int = 0) -> None:
        """Close the open paragraph."""
        lines = [" ".join(line.split()) for line in "".join(self._pending).split("\n")]
        self._pending.clear()
        for line in lines:
            self.made.line(line, depth=depth)

    def walk(self, parent: LexborNode) -> None:
        """Read all that *parent* holds, in order."""
        for node in parent.iter(include_text=True):
            tag = node.tag or ""
            if tag == "-text":
                # Line ends of the page's source are blanks; only <br> ends a line.
                self._pending.append((node.text_content or "").replace("\n", " "))
            elif tag == "br":
                self._pending.append("\n")
            elif _INLINE.fullmatch(tag):
                self.walk(node)
            elif tag in _HEADINGS:
                self.flush()
                self.walk(node)
                self.flush(_HEADINGS[tag])
            elif tag == "table" and all(inner.mem_id == node.mem_id for inner in node.css("table")):
                self.flush()
                self._table(node)
            else:
                self.flush()
                self.walk(node)
                self.flush()

    def _table(self, table: LexborNode) -> None:
        caption = table.css_first("caption")
        if caption is not None:
            self.made.line(" ".join(caption.text().split()))
        grid = _grid(table)
        if max(map(len, grid), default=0) > 1:
            self.made.table(grid)
            return
        for row in table.css("td, th"):
            self.walk(row)
            self.flush()


def _grid(table: LexborNode) -> list[list[Slot]]:
    rows: list[dict[int, Slot]] = []
    open_spans: dict[int, tuple[Slot, int]] = {}
    for node in table.css("tr"):
        row: dict[int, Slot] = {column: slot for column, (slot, _) in open_spans.items()}
        open_spans = {c: (slot, left - 1) for c, (slot, left) in open_spans.items() if left > 1}
        column = 0
        for cell in node.css("td, th"):
            while column in row:
                column += 1
            slot = Slot("".join(_cell_text(cell)))
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(column, column + wide):
                row[place] = slot
                if high > 1:
                    open_spans[place] = (slot, high - 1)
            column += wide
        rows.append(row)
    empty = Slot()
    return [[row.get(column, empty) for column in range(max(row, default=-1) + 1)] for row in rows]


def _cell_text(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            yield (child.text_content or "").replace("\n", " ")
        elif tag == "br":
            yield "\n"
        else:
            is_block = not _INLINE.fullmatch(tag)
            yield "\n" if is_block else ""
            yield from _cell_text(child)
            yield "\n" if is_block else ""


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), _MAX_SPAN) if value.strip().isdigit() else 1


def _decode(data: bytes, path: Path) -> tuple[str, str]:
    named = _CHARSET.search(data[:4096])
    if named and named.group(1).decode().lower() in _CHINESE:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass  # the page says one encoding and is in another: look at the bytes
    return decode(data, path)
