"""Readers: any file that a plan or a project list comes in, as one :class:`Source`.

===============  ====================================================================
``sniff``        what a file is, told by its bytes
``text``         plain text and Markdown: UTF-8, UTF-16, GB18030
``word``         docx, with ``numbering`` for the list numbers that Word makes itself
``pdf``          the text layer, put together from its pages, tables among it
``page_layout``  lines, columns, page headers and footers of a PDF
``turned``       pages of a PDF that lie on their side, words that do
``ruled``        tables with lines around their cells, on a page of a PDF
``aligned``      tables without them, told by how their words stand
``columns``        rows and columns of words on such a page; ``grid``: lines to rows of a table
``glyphs``       radicals that a font names in place of characters
``web``          HTML
``furniture``    what stands around the article on a web page, and front matter
``sheets``       xlsx, xls, csv
``far_cells``    cells of an xlsx that stand far from all others
``source``       what they return: text, and tables whose cells have places in it
===============  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from projects.errors import InputError, MissingError
from projects.extraction.readers.pdf import read_pdf
from projects.extraction.readers.sheets import read_csv, read_xls, read_xlsx
from projects.extraction.readers.sniff import sniff
from projects.extraction.readers.source import Cell, Source, Table
from projects.extraction.readers.text import read_text
from projects.extraction.readers.web import read_page
from projects.extraction.readers.word import read_word

__all__ = ["Cell", "Source", "Table", "read_source"]

_TABLE_SUFFIXES = (".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".et")
_READERS: dict[str, Callable[[bytes, Path], Source]] = {
    "docx": read_word,
    "pdf": read_pdf,
    "html": read_page,
    "xlsx": read_xlsx,
    "xls": read_xls,
    "csv": read_csv,
    "text": read_text,
}


def read_source(path: Path) -> Source:
    """Read one file; its format is told by its content, and must agree with its name.

    Parameters
    ----------
    path
        A document or a project list: text, Markdown, HTML, docx, pdf, xlsx, xls or csv.

    Returns
    -------
    Source
        Its text, some of it Chinese, and its tables.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        It is empty, damaged, protected by a password, scanned, holds no Chinese text or
        is something else than its name says. One line: the file, the place, what was expected.
    """
    if not path.is_file():
        raise MissingError(f"{path}: no such file")
    data = path.read_bytes()
    kind = sniff(data, path)
    if kind == "text" and path.suffix.lower() in _TABLE_SUFFIXES:
        kind = "csv"
    source = _READERS[kind](data, path)
    if not re.search(r"[\u4e00-\u9fff]", source.text):
        raise InputError(f"{path}: no Chinese text was found in it; expected a plan or a list of projects")
    return source
