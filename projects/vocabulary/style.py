"""How things are drawn: a colour per industry family, a glyph per industry.

Input: ``data/industry_families.csv`` (code, label_zh, label_en, color),
``data/industry_style.csv`` (industry, family, glyph) and ``data/industries.csv``.
The colours are Okabe and Ito's, told apart with the common colour blindnesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo import DATA_DIR
from geo.errors import TableError
from geo.tables import records, rows

FAMILIES = DATA_DIR / "industry_families.csv"
GLYPHS = DATA_DIR / "industry_style.csv"
INDUSTRIES = DATA_DIR / "industries.csv"


@dataclass(frozen=True, slots=True)
class Family:
    """A group of industries that shares one colour, ``#RRGGBB``."""

    code: str
    label_zh: str
    label_en: str
    colour: str


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry with its family and the one character that stands for it."""

    code: str
    label_zh: str
    label_en: str
    family: str
    glyph: str


@cache
def families() -> tuple[Family, ...]:
    """All families, in the order of the table.

    Returns
    -------
    tuple[Family, ...]
        The last one is of what belongs to no other.

    Raises
    ------
    TableError
        The table is missing or lacks a column.
    """
    return tuple(
        Family(row["code"], row["label_zh"], row["label_en"], row["color"])
        for row in records(FAMILIES, ("code", "label_zh", "label_en", "color"))
    )


@cache
def industries() -> tuple[Industry, ...]:
    """All industries, in the order of their families and then of the style table.

    Returns
    -------
    tuple[Industry, ...]
        Only those that the style table has.

    Raises
    ------
    TableError
        An industry has no label, or its family is none of :func:`families`; the message names file and line.
    """
    labels = {row["code"]: row for row in records(INDUSTRIES, ("code", "label_zh", "label_en"))}
    order = {family.code: at for at, family in enumerate(families())}
    styled = []
    for row, where in rows(GLYPHS, ("industry", "family", "glyph")):
        code, family = row["industry"], row["family"]
        if code not in labels:
            raise TableError(f"{where}: industry {code!r}; expected one of {INDUSTRIES.name}")
        if family not in order:
            raise TableError(f"{where}: family {family!r}; expected one of {', '.join(order)}")
        label = labels[code]
        styled.append(Industry(code, label["label_zh"], label["label_en"], family, row["glyph"]))
    return tuple(sorted(styled, key=lambda industry: order[industry.family]))
