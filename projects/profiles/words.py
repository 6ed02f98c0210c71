"""Texts of the profile page: ``data/profile_text.csv``, and what codes are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from geo import DATA_DIR
from projects.pinyin import syllables
from projects.profile import Profile
from projects.registry import Document
from projects.style import Industry, families, industries
from projects.tables import read_table

TEXTS = DATA_DIR / "profile_text.csv"


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Key to text; KeyError for a language other than zh and en."""
    table = read_table(TEXTS, ["key", "zh", "en"])
    return dict(zip(table["key"], table[lang], strict=True))


@cache
def industry_of() -> Mapping[str, Industry]:
    """Code to industry."""
    return {industry.code: industry for industry in industries()}


@cache
def colour_of() -> Mapping[str, str]:
    """Industry code to the colour of its family."""
    colours = {family.code: family.colour for family in families()}
    return {industry.code: colours[industry.family] for industry in industries()}


def industry_label(code: str, lang: str) -> str:
    """What an industry is called."""
    found = industry_of()[code]
    return found.label_en if lang == "en" else found.label_zh


def document_label(document: Document, lang: str) -> str:
    """A plan by its area and kind; by its key in English, since titles are Chinese."""
    return document.key if lang == "en" or not document.kind else f"{document.scope}{document.kind}"


def romanised(name: str) -> str:
    """The name in pinyin without tones: Zheng Jia Zhen."""
    return " ".join(part.capitalize() for part in syllables(name).split())


def query_text(profile: Profile) -> str:
    """The filter of the profile as the page's link prints it: ``town=371502105``."""
    return "&".join(
        f"{key}={value}" for key, values in profile.area.filters.to_query().items() for value in values
    )
