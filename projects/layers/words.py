"""Kinds of things that own layers hold, and the headers of their columns.

Both are tables: ``data/layer_kinds.csv`` and ``data/layer_columns.csv``; the titles of the latter,
with an example, are the template's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from geo import DATA_DIR, tables

KINDS, COLUMNS = DATA_DIR / "layer_kinds.csv", DATA_DIR / "layer_columns.csv"
OTHER = "other"
MORE = "more"  # the role of a column that is kept as it is
_BLANKS = re.compile(r"[\s_（）()/:：-]")


class Kind(NamedTuple):
    """A kind of thing: its code, names, the character in its symbol, words that tell it."""

    code: str
    label_zh: str
    label_en: str
    glyph: str
    words: str

    def label(self, lang: str) -> str:
        """Its name."""
        return self.label_en if lang == "en" else self.label_zh


class Column(NamedTuple):
    """A column of the template: role, title, what the example row has, other headers, joined with ``|``."""

    role: str
    title_zh: str
    example: str
    headers: str


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of things, in the order in which they are shown.

    Returns
    -------
    dict[str, Kind]
        By code.
    """
    return {row["code"]: Kind(**row) for row in tables.records(KINDS, Kind._fields)}


@cache
def columns() -> tuple[Column, ...]:
    """The columns of the template, in order."""
    return tuple(Column(**row) for row in tables.records(COLUMNS, Column._fields))


def kind_of(text: str) -> str:
    """Code of the kind that *text* names; empty for none."""
    plain = text.strip().casefold()
    for kind in kinds().values():
        if plain and plain in (kind.code, kind.label_zh, kind.label_en.casefold()):
            return kind.code
    told = [kind.code for kind in kinds().values() if kind.words and re.search(kind.words, plain)]
    return told[0] if told else ""


def roles(names: list[str]) -> dict[str, str]:
    """Role → the column of *names* that has it; the first that fits, those of the title before others."""
    plain = {_BLANKS.sub("", name).casefold(): name for name in reversed(names)}
    found: dict[str, str] = {}
    for column in columns():
        usual = [column.title_zh, *column.headers.split("|")] if column.role != MORE else []
        fits = [plain[key] for one in usual if (key := _BLANKS.sub("", one).casefold()) in plain]
        if fits:
            found[column.role] = fits[0]
    return found
