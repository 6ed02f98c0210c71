"""PDF with a text layer, read with pdfplumber, in the order in which a person reads it.

1. Tables with ruled lines are found first; what stands inside them is no running text. One
   that goes on over a page break is put together again, its repeated header taken out.
2. Characters become lines. On a page of two columns the left one comes before the right
   one; lines over the whole width part the page into bands, read one after the other.
3. Lines that return at the head or foot of most pages, and page numbers, are taken out.
4. A line that is indented or set off begins a paragraph; how lines go on is left to
   ``projects.parse``. A short line in larger type is a heading.

A page that is only a picture is said to be one. Offsets are characters in the extracted text.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table as RuledTable
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from projects.errors import InputError
from projects.readers.source import Builder, Slot, Source

# What pdfminer raises on damaged files, beside its own exceptions.
_DAMAGED = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    struct.error,
    zlib.error,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
    NotImplementedError,
)
# What pdfminer says of small faults goes to nobody; what matters becomes an error or a notice here.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
_EDGE = 0.12  # share of the page's height in which page headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-—–－\s]*(第\s*)?[\dIVXivx]{1,4}(\s*页)?([\s/／，,]*共?\s*\d{1,4}\s*页?)?[-—–－\s]*"
)
_UNMAPPED = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A run of characters on one line; points from the left and top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(slots=True)
class _Page:
    number: int
    width: float
    height: float
    lines: list[_Line]
    tables: list[tuple[float, float, list[list[Slot]]]]  # top, bottom, cells
    is_scanned: bool


def read_pdf(data: bytes, path: Path) -> Source:
    """Read a PDF.

    Raises InputError when it is damaged or protected, when it is scanned (no page has
    text) or when its fonts do not say which characters they show.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = [_read_page(page) for page in document.pages]
    except _DAMAGED as error:
        if any(isinstance(one, PDFPasswordIncorrect | PDFEncryptionError) for one in _causes(error)):
            raise InputError(
                f"{path}: protected by a password; expected a file that opens without one"
            ) from error
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(f"{path}: damaged: not a PDF that can be opened ({detail})") from error
    if not any(page.lines or page.tables for page in pages):
        first = pages[0].number if pages else 1
        raise InputError(
            f"{path}: page {first}: a scan without a text layer, as is every page; expected text,"
            " run text recognition (OCR) first"
        )
    sample = "".join(line.text for page in pages for line in page.lines)
    if len("".join(_UNMAPPED.findall(sample))) * 3 > len(sample) > 0:
        raise InputError(f"{path}: its fonts do not say which characters they show; expected a text layer")
    notices = tuple(
        f"{path}: page {page.number}: a scan without a text layer; not read"
        for page in pages
        if page.is_scanned
    )
    _drop_running_heads(pages)
    made = _put_together(pages)
    return Source(str(path), "pdf", made.text, tuple(made.tables), notices=notices)


def _read_page(page: Page) -> _Page:
    ruled = page.find_tables() if len(page.lines) + len(page.rects) + len(page.curves) > 3 else []
    ruled = [table for table in ruled if len(table.rows) * len(table.columns) > 1]
    inside = [table.bbox for table in ruled]
    chars = [
        char
        for char in page.chars
        if char["text"].strip() and char["upright"] and not any(_holds(box, char) for box in inside)
    ]
    lines = _in_reading_order(_lines(chars))
    found = _Page(
        page.page_number,
        float(page.width),
        float(page.height),
        lines,
        [(table.bbox[1], table.bbox[3], _grid(table)) for table in sorted(ruled, key=lambda t: t.bbox[1])],
        is_scanned=not page.chars and bool(page.images),
    )
    page.close()  # frees what it holds of the page; plans have hundreds of them
    return found


def _holds(box: tuple[float, float, float, float], char: dict[str, Any]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _lines(chars: list[dict[str, Any]]) -> list[_Line]:
    """Runs of characters; a gap of more than one and a half characters parts two."""
    rows: list[list[dict[str, Any]]] = []
    middle = -1.0
    for char in sorted(chars, key=lambda one: ((one["top"] + one["bottom"]) / 2, one["x0"])):
        here = (char["top"] + char["bottom"]) / 2
        if not rows or here - middle > char["size"] * 0.4:
            rows.append([])
            middle = here
        rows[-1].append(char)
    lines = []
    for row in rows:
        row.sort(key=lambda one: float(one["x0"]))
        start = 0
        for index in range(1, len(row) + 1):
            if index < len(row) and row[index]["x0"] - row[index - 1]["x1"] <= 1.5 * row[index]["size"]:
                continue
            lines.append(_line(row[start:index]))
            start = index
    return lines


def _line(chars: list[dict[str, Any]]) -> _Line:
    text = chars[0]["text"]
    for before, char in pairwise(chars):
        gap = char["x0"] - before["x1"]
        parts_words = gap > 0.15 * char["size"] and before["text"].isascii() and char["text"].isascii()
        text += (" " if parts_words else "") + char["text"]
    return _Line(
        text,
        float(chars[0]["x0"]),
        float(chars[-1]["x1"]),
        min(float(one["top"]) for one in chars),
        max(float(one["bottom"]) for one in chars),
        median(float(one["size"]) for one in chars),
    )


def _in_reading_order(lines: list[_Line]) -> list[_Line]:
    gutter = _gutter(lines)
    if gutter is None:
        return _joined(sorted(lines, key=lambda one: (one.top, one.x0)))
    ordered: list[_Line] = []
    left: list[_Line] = []
    right: list[_Line] = []
    for line in sorted(lines, key=lambda one: (one.top, one.x0)):
        if line.x0 < gutter < line.x1:
            ordered += [*_joined(left), *_joined(right), line]
            left, right = [], []
        else:
            (left if line.x1 <= gutter else right).append(line)
    return [*ordered, *_joined(left), *_joined(right)]


def _gutter(lines: list[_Line]) -> float | None:
    """Where the gap between two columns is, in points from the left; None for one column.

    The right column's lines begin at one place in the middle part of the page, hardly any
    line runs over it, and both sides have several lines.
    """
    if len(lines) < 8:
        return None
    first, last = min(line.x0 for line in lines), max(line.x1 for line in lines)
    starts = Counter(
        round(line.x0) for line in lines if 0.35 < (line.x0 - first) / max(last - first, 1) < 0.65
    )
    for start, _ in starts.most_common(3):
        edge = start - 2.0
        left = [line for line in lines if line.x1 <= edge + 1]
        right = [line for line in lines if line.x0 >= edge]
        over = len(lines) - len(left) - len(right)
        aligned = sum(count for place, count in starts.items() if abs(place - start) <= 2)
        if min(len(left), len(right)) >= 4 and over * 4 <= len(lines) and aligned * 2 >= len(right):
            return edge
    return None


def _joined(lines: list[_Line]) -> list[_Line]:
    """Runs on the same line put together, with the gap kept as white space."""
    result: list[_Line] = []
    for line in lines:
        if result and abs(line.top - result[-1].top) < line.size * 0.5 and line.x0 >= result[-1].x1:
            last = result.pop()
            line = _Line(
                f"{last.text}  {line.text}",
                last.x0,
                line.x1,
                last.top,
                max(last.bottom, line.bottom),
                last.size,
            )
        result.append(line)
    return result


def _grid(table: RuledTable) -> list[list[Slot]]:
    """Cells of a ruled table; the places of a merged cell share its Slot."""
    texts = table.extract()
    slots: dict[tuple[float, float, float, float], Slot] = {}
    for row, values in zip(table.rows, texts, strict=True):
        for box, value in zip(row.cells, values, strict=True):
            if box is not None:
                slots[box] = Slot(value or "")
    grid = []
    for row in table.rows:
        here = []
        for column, box in zip(table.columns, row.cells, strict=True):
            x, y = (column.bbox[0] + column.bbox[2]) / 2, (row.bbox[1] + row.bbox[3]) / 2
            key = box or next((b for b in slots if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)
            here.append(slots[key] if key in slots else Slot())
        grid.append(here)
    return grid


def _drop_running_heads(pages: list[_Page]) -> None:
    seen = Counter(key for page in pages for key in {_head_key(page, line) for line in _edges(page)})
    needed = max(2, len(pages) * 0.5)
    for page in pages:
        dropped = {
            line
            for line in _edges(page)
            if _PAGE_NUMBER.fullmatch(line.text) or (len(pages) > 1 and seen[_head_key(page, line)] >= needed)
        }
        page.lines = [line for line in page.lines if line not in dropped]


def _edges(page: _Page) -> list[_Line]:
    """Lines at the head and foot of a page that a gap sets off from what stands between."""
    found: list[_Line] = []
    gaps = [
        b.top - a.bottom for a, b in pairwise(sorted(page.lines, key=lambda one: one.top)) if b.top > a.bottom
    ]
    usual = median(gaps) if gaps else 0.0
    for at_top in (True, False):
        # From the edge inwards; what was passed counts when a gap follows.
        passed: list[_Line] = []
        reached = 0.0
        for line in sorted(page.lines, key=lambda one: one.top if at_top else -one.bottom):
            near, far = (
                (line.top, line.bottom) if at_top else (page.height - line.bottom, page.height - line.top)
            )
            if passed and near - reached > max(1.3 * usual, 0.5 * line.size):
                found += passed
                passed = []
            if far > page.height * _EDGE:
                break
            passed.append(line)
            reached = max(reached, far)
        else:
            found += passed
    return found


def _head_key(page: _Page, line: _Line) -> tuple[str, bool]:
    """A head without the page number before or behind it; and whether it is at the top.

    A list number (12. or 12、) is none: entries of a list may begin alike on many pages.
    """
    text = re.sub(r"\s", "", line.text)
    bare = re.sub(r"^[-—·|]*\d{1,4}(?![\d.．、）)年])[-—·|]*|[-—·|]*\d{1,4}[-—·|]*$", "", text)
    return bare, line.bottom < page.height / 2


def _put_together(pages: list[_Page]) -> Builder:
    made = Builder()
    sizes = Counter(round(line.size, 1) for page in pages for line in page.lines for _ in line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    open_table: list[list[Slot]] | None = None
    for page in pages:
        blocks: list[tuple[float, list[list[Slot]] | _Line]] = []
        # Lines keep their reading order; a table comes after the lines above it.
        tables = list(page.tables)
        for line in page.lines:
            while tables and tables[0][0] < line.top:
                blocks.append((tables[0][0], tables.pop(0)[2]))
            blocks.append((line.top, line))
        blocks += [(top, grid) for top, _, grid in tables]
        margin = min((line.x0 for line in page.lines), default=0.0)
        before: _Line | None = None
        for _, block in blocks:
            if isinstance(block, list):
                if open_table is not None and before is None and _goes_on(open_table, block):
                    _append(open_table, block)
                    continue
                if open_table is not None:
                    made.table(open_table)
                open_table = block
                continue
            if open_table is not None:
                made.table(open_table)
                open_table = None
            _add_line(made, block, before, body=body, margin=margin)
            before = block
    if open_table is not None:
        made.table(open_table)
    return made


def _add_line(made: Builder, line: _Line, before: _Line | None, *, body: float, margin: float) -> None:
    is_heading = line.size > 1.15 * body and len(line.text) <= 40 and not re.search(r"[。；，]$", line.text)
    if is_heading:
        made.line(line.text, depth=1 if line.size > 1.5 * body else 2)
        return
    is_indented = (
        before is not None and line.x0 - before.x0 > 1.5 * line.size and line.x0 - margin < 6 * line.size
    )
    is_set_off = before is not None and line.top - before.bottom > 1.2 * line.size
    if is_indented or is_set_off:
        made.raw("")
    made.raw(line.text)


def _goes_on(table: list[list[Slot]], more: list[list[Slot]]) -> bool:
    return max(map(len, table)) == max(map(len, more))


def _append(table: list[list[Slot]], more: list[list[Slot]]) -> None:
    """Add the rows of the next page: without the repeated header, and with a row cut in two mended."""
    texts = [[slot.text for slot in row] for row in table]
    skip = 0
    while skip < min(3, len(more)) and [slot.text for slot in more[skip]] == texts[skip]:
        skip += 1
    rows = more[skip:]
    # A row without a number below a numbered one is the rest of that row.
    if (
        rows
        and not rows[0][0].lines
        and any(slot.lines for slot in rows[0])
        and table[-1][0].text[:1].isdigit()
    ):
        for slot, rest in zip(table[-1], rows[0], strict=False):
            if rest is not slot:
                slot.lines += rest.lines
        rows = rows[1:]
    table += rows


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it holds and what it came from."""
    seen: list[BaseException] = [error]
    while seen:
        one = seen.pop()
        yield one
        seen += [arg for arg in one.args if isinstance(arg, BaseException)]
        seen += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
