"""PDF with a text layer, read with pdfplumber, in the order in which a person reads it.

1. Tables with ruled lines are found first; what stands inside them is no running text. One
   that goes on over a page break is put together again, its repeated header taken out.
2. Characters become lines. On a page of two columns the left one comes before the right
   one; lines over the whole width part the page into bands, read one after the other.
3. Lines that return at the head or foot of most pages, and page numbers, are taken out.
4. A line that fills its column goes on in the next one, unless that is indented, set off or
   begins with a list number; one that stops well before the edge ends its paragraph. What
   the page does not show is left to ``projects.extraction.parse``. A short line in larger type is a heading.

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
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PdfPage
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from projects.errors import InputError
from projects.extraction.readers.aligned import take_aligned_tables
from projects.extraction.readers.glyphs import plain_glyphs
from projects.extraction.readers.page_layout import (
    Line,
    Page,
    Placed,
    drop_running_heads,
    lines_of,
    put_in_order,
)
from projects.extraction.readers.ruled import grid, ruled_tables
from projects.extraction.readers.source import PARAGRAPH_END, Builder, Slot, Source
from projects.extraction.readers.turned import angle, once, sideways, upright

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
_MOST_PAGES = 3_000
_MANY, _FEW = 50, 20  # characters on a page
_FULL, _ENDS = 2.5, 3.5  # room for so many characters: the line is full, the line ends its paragraph
_STARTS = re.compile(
    r"第[一二三四五六七八九十百\d]+[篇章节编条]|专\s*栏|[（(](\d{1,3}|[一二三四五六七八九十]+)[）)]|[①-⑳]"
    r"|[一二三四五六七八九十]+、|\d{1,3}[.．、](?!\d)|——|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖]"
)
_RUN_IN = re.compile(r"[\u4e00-\u9fff“”、]{2,12}：(?!$)")
_UNMAPPED = re.compile(r"\(cid:\d+\)")


def read_pdf(data: bytes, path: Path) -> Source:
    """Read a PDF.

    Raises InputError when it is damaged or protected, when it is scanned (no page has
    text) or when its fonts do not say which characters they show.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise InputError(f"{path}: {len(document.pages)} pages; expected {_MOST_PAGES} at most")
            pages = [_read_page(page) for page in document.pages]
    except InputError:
        raise
    except _DAMAGED as error:
        if any(isinstance(one, PDFPasswordIncorrect | PDFEncryptionError) for one in _causes(error)):
            raise InputError(
                f"{path}: protected by a password; expected a file that opens without one"
            ) from error
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(f"{path}: damaged: not a PDF that can be opened ({detail})") from error
    if not any(page.lines or page.tables or page.aside for page in pages):
        first = pages[0].number if pages else 1
        raise InputError(
            f"{path}: page {first}: a scan without a text layer, as is every page; expected text,"
            " run text recognition (OCR) first"
        )
    sample = "".join(line.text for page in pages for line in page.lines)
    if len("".join(_UNMAPPED.findall(sample))) * 3 > len(sample) > 0:
        raise InputError(f"{path}: its fonts do not say which characters they show; expected a text layer")
    drop_running_heads(pages)
    take_aligned_tables(pages)
    put_in_order(pages)
    notices = tuple(f"{path}: page {page.number}: {notice}" for page in pages for notice in page.notices)
    made = _put_together(pages)
    return Source(str(path), "pdf", made.text, tuple(made.tables), notices=notices)


def _read_page(page: PdfPage) -> Page:
    page = upright(page)
    ruled, rules = ruled_tables(page)
    inside = [table.bbox for table in ruled]
    chars = [
        {**char, "text": plain_glyphs(char["text"])}
        for char in once(char for char in page.chars if char["text"].strip())
        if not any(_holds(box, char) for box in inside)
    ]
    width, height = float(page.width), float(page.height)
    level = [char for char in chars if angle(char) == 0]
    aside = [line for turned in sideways(chars, width, height) for line in lines_of(turned)]
    read = len(level) + sum(len(line.text) for line in aside)
    found = Page(
        page.page_number,
        width,
        height,
        lines_of(level),
        [Placed(table.bbox[1], table.bbox[3], grid(table)) for table in ruled],
        is_scanned=not page.chars and bool(page.images),
        rules=rules,
        aside=aside,
    )
    if found.is_scanned:
        found.notices.append("a scan without a text layer; not read")
    elif len(chars) >= _MANY and 2 * read < len(chars):
        found.notices.append(f"{len(chars) - read} of {len(chars)} characters stand at a slant; not read")
    elif len(chars) + sum(len(table.extract()) for table in ruled) < _FEW and _covers(page):
        found.notices.append("a picture with hardly any text on it; what it shows is not read")
    page.close()  # frees what it holds of the page; plans have hundreds of them
    return found


def _covers(page: PdfPage) -> bool:
    """Whether one picture takes most of the page."""
    whole = float(page.width) * float(page.height)
    return any((one["x1"] - one["x0"]) * (one["bottom"] - one["top"]) > 0.5 * whole for one in page.images)


def _holds(box: tuple[float, float, float, float], char: dict[str, Any]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _put_together(pages: list[Page]) -> Builder:
    made = Builder()
    sizes = Counter(round(line.size, 1) for page in pages for line in page.lines for _ in line.text)
    # Boxes and tables are set smaller than the text and may hold more of it.
    body = max((size for size, count in sizes.items() if 5 * count >= sizes.total()), default=0.0)
    open_table: list[list[Slot]] | None = None
    before: Line | None = None
    for page in pages:
        blocks: list[tuple[float, list[list[Slot]] | Line]] = []
        # Lines keep their reading order; a table comes after the lines above it.
        tables = list(page.tables)
        for line in page.lines:
            while tables and tables[0].top < line.top:
                blocks.append((tables[0].top, tables.pop(0).grid))
            blocks.append((line.top, line))
        blocks += [(table.top, table.grid) for table in tables]
        is_first = True
        for _, block in blocks:
            if isinstance(block, list):
                if open_table is not None and is_first and _goes_on(open_table, block):
                    _append(open_table, block)
                    continue
                if open_table is not None:
                    made.table(open_table)
                open_table, before = block, None
                continue
            if open_table is not None:
                made.table(open_table)
                open_table = None
            _add_line(made, block, before, body=body)
            before, is_first = block, False
        for line in page.aside:
            if open_table is not None:
                made.table(open_table)
                open_table = None
            made.line(line.text)
            before = None
    if open_table is not None:
        made.table(open_table)
    return made


def _add_line(made: Builder, line: Line, before: Line | None, *, body: float) -> None:
    is_heading = line.size > 1.15 * body and len(line.text) <= 40 and not re.search(r"[。；，]$", line.text)
    if is_heading:
        goes_on = before is not None and abs(before.size - line.size) < 0.5 and before.room < _FULL
        if goes_on and before is not None and line.top - before.bottom < line.size:
            made.more(line.text)
            return
        made.line(line.text, depth=1 if line.size > 1.5 * body else 2)
        return
    if before is None or before.size > 1.15 * body:
        made.raw(line.text)
        return
    is_set_off = line.top - before.bottom > 1.2 * line.size  # on the next page or column it is less than 0
    is_new = line.is_indented or is_set_off or _STARTS.match(line.text) or _is_run_in(line, before)
    if before.room < _FULL and not is_new:
        made.more(line.text)
        return
    if before.room > _ENDS:
        made.raw(PARAGRAPH_END)
    elif is_new:
        made.raw("")
    made.raw(line.text)


def _is_run_in(line: Line, before: Line) -> bool:
    """Whether *line* opens a paragraph with a word of its own (电力：…) below a sentence that is closed."""
    return before.text.endswith(("。", "；")) and bool(_RUN_IN.match(line.text))


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
