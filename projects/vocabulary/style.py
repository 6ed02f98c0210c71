"""How things are drawn: a colour per industry family, a glyph per industry.

Input: ``data/industry_families.csv`` (code, label_zh, label_en, color),
``data/industry_style.csv`` (industry, family, glyph) and ``data/industries.csv``.
The colours are Okabe and Ito's, told apart with the common colour blindnesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo import DATA_DIR
from geo.tables import records

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
    """
    return tuple(
        Family(row["code"], row["label_zh"], row["label_en"], row["color"]) for row in records(FAMILIES)
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
    KeyError
        An industry has no label.
    ValueError
        The family of an industry is none of :func:`families`.
    """
    labels = {row["code"]: row for row in records(INDUSTRIES)}
    order = [family.code for family in families()]
    styled = [
        Industry(
            row["industry"],
            labels[row["industry"]]["label_zh"],
            labels[row["industry"]]["label_en"],
            row["family"],
            row["glyph"],
        )
        for row in records(GLYPHS)
    ]
    return tuple(sorted(styled, key=lambda industry: order.index(industry.family)))
