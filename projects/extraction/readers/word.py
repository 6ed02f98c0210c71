"""Word documents (docx): headings, paragraphs with their list numbers, boxes, tables.

Headings are paragraphs with an outline level, their own or their style's. Deleted and
hidden text, tables of contents, page headers and footnotes are left out; text boxes
follow the paragraph that holds them. Offsets are characters in the extracted text.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from projects.errors import InputError
from projects.extraction.readers.numbering import Numbering
from projects.extraction.readers.source import Builder, Slot, Source

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT_BOX = qn("w:txbxContent")
# A drawing stands twice, the second time for programs that cannot show the first.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:instrText"), _TEXT_BOX, _FALLBACK}
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_MAX_COLUMNS = 200
_BODY_TEXT = 9  # the outline level of what is no heading


def read_word(data: bytes, path: Path) -> Source:
    """Read a docx file. Raises InputError when it is damaged."""
    try:
        document = Document(io.BytesIO(data))
        return _Reader(document).read(path)
    except (
        OpcError,
        zipfile.BadZipFile,
        zlib.error,
        SyntaxError,  # what lxml raises for XML that is none
        KeyError,
        ValueError,
        AttributeError,
        NotImplementedError,
        EOFError,
        RecursionError,
    ) as error:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path}: damaged: not a Word document that can be opened ({detail})") from error


class _Reader:
    def __init__(self, document: WordDocument) -> None:
        self._body = document.element.body
        self._numbering = Numbering(document)
        self._styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iterchildren(qn("w:style"))
        }
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")
            ),
            "",
        )
        self._made = Builder()

    def read(self, path: Path) -> Source:
        for block in _blocks(self._body):
            if block.tag == _PARAGRAPH:
                self._paragraph(block)
            else:
                self._made.table(self._grid(block))
        return Source(str(path), "docx", self._made.text, tuple(self._made.tables))

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        if not self._is_contents(paragraph):
            self._made.line(self._numbered(paragraph), depth=self._depth(paragraph))
        for box in _outermost(paragraph, _TEXT_BOX):
            for block in _blocks(box):
                if block.tag == _PARAGRAPH:
                    self._paragraph(block)
                else:
                    self._made.table(self._grid(block))

    def _numbered(self, paragraph: BaseOxmlElement) -> str:
        text = _text(paragraph).strip()
        if not text:
            return ""
        found = self._property(paragraph, "w:numPr")
        if found is None:
            return text
        list_id, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
        if list_id is None:
            return text
        depth = 0 if level is None else int(level.get(qn("w:val"), "0"))
        label = self._numbering.label(list_id.get(qn("w:val"), ""), depth)
        return label + (" " if label[-1:].isalnum() else "") + text

    def _depth(self, paragraph: BaseOxmlElement) -> int:
        """1 to 6 for a heading, 0 else."""
        level = self._property(paragraph, "w:outlineLvl")
        value = _BODY_TEXT if level is None else int(level.get(qn("w:val"), str(_BODY_TEXT)))
        if value < _BODY_TEXT:
            return min(value + 1, 6)
        return 1 if self._style_name(paragraph) in ("title", "标题") else 0

    def _is_contents(self, paragraph: BaseOxmlElement) -> bool:
        return self._style_name(paragraph).startswith(("toc", "目录"))

    def _style_name(self, paragraph: BaseOxmlElement) -> str:
        style = self._styles.get(_style_of(paragraph))
        name = None if style is None else style.find(qn("w:name"))
        return "" if name is None else name.get(qn("w:val"), "").lower()

    def _property(self, paragraph: BaseOxmlElement, name: str) -> BaseOxmlElement | None:
        """A paragraph property, the paragraph's own or that of its style and what that is based on."""
        seen: set[str] = set()
        holder: BaseOxmlElement | None = paragraph
        key = _style_of(paragraph) or self._default
        while holder is not None:
            properties = holder.find(qn("w:pPr"))
            found = None if properties is None else properties.find(qn(name))
            if found is not None:
                return cast(BaseOxmlElement, found)
            if key in seen:
                return None
            seen.add(key)
            holder = self._styles.get(key)
            based_on = None if holder is None else holder.find(qn("w:basedOn"))
            key = key if based_on is None else based_on.get(qn("w:val"), "")
        return None

    def _grid(self, table: BaseOxmlElement) -> list[list[Slot]]:
        """The cells of a table; one merged over rows or columns is the same Slot at each place."""
        grid: list[list[Slot]] = []
        for row in _outermost(table, _ROW):
            slots: list[Slot] = []
            before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
            skipped = 0 if before is None else int(before.get(qn("w:val"), "0"))
            slots += [Slot() for _ in range(min(skipped, _MAX_COLUMNS))]
            for cell in _outermost(row, _CELL):
                properties = cell.find(qn("w:tcPr"))
                span = None if properties is None else properties.find(qn("w:gridSpan"))
                merge = None if properties is None else properties.find(qn("w:vMerge"))
                goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
                above = grid[-1][len(slots)] if goes_on and grid and len(slots) < len(grid[-1]) else None
                slot = above or Slot("\n".join(self._lines(cell)))
                wide = 1 if span is None else max(1, int(span.get(qn("w:val"), "1")))
                slots += [slot] * min(wide, max(1, _MAX_COLUMNS - len(slots)))
            grid.append(slots)
        return grid

    def _lines(self, cell: BaseOxmlElement) -> Iterator[str]:
        for block in _blocks(cell):
            if block.tag == _PARAGRAPH:
                yield self._numbered(block)
                for box in _outermost(block, _TEXT_BOX):
                    yield from self._lines(box)
            else:
                for row in _outermost(block, _ROW):
                    for inner in _outermost(row, _CELL):
                        yield from self._lines(inner)


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables in order, also those inside content controls and insertions."""
    for child in parent.iterchildren():
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _outermost(parent: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag != _FALLBACK:
            yield from _outermost(child, tag)


def _text(parent: BaseOxmlElement) -> str:
    parts: list[str] = []
    for child in parent.iterchildren():
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append("" if child.get(qn("w:type")) == "page" else _SIGNS[child.tag])
        elif child.tag == qn("w:r") and child.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None:
            continue
        elif child.tag not in _LEFT_OUT:
            parts.append(_text(child))
    return "".join(parts)


def _style_of(paragraph: BaseOxmlElement) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), ""))
