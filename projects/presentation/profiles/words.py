"""What print and page say of an area: ``data/profile_text.csv`` filled in, and what codes are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from geo import DATA_DIR
from geo.boundaries import town_share
from projects.model.registry import Document
from projects.model.tables import read_table
from projects.store.filters import key_label
from projects.store.filtertext import describe
from projects.store.followup import RATES, total
from projects.store.profile import Profile, Tables, promises_in
from projects.vocabulary import labels
from projects.vocabulary.pinyin import english, syllables
from projects.vocabulary.style import Industry, families, industries

TEXTS = DATA_DIR / "profile_text.csv"
SMALL_SAMPLE = 5  # below this many records a quotient is marked


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
    """A plan by its area and kind."""
    if lang != "en":
        return f"{document.scope}{document.kind}"
    return f"{english(document.scope)}, {labels.document_kind(document.kind, lang)}"


def area_line(one: Profile, tables: Tables, lang: str) -> str:
    """What the area is: its name in pinyin (English), kind and county."""
    words, area = texts(lang), one.area
    told = [romanised(area.name)] if lang == "en" and not area.base else []
    told.append(words["base"] if area.base else words[f"level.{area.level}"])
    place = str(tables.areas.loc[area.code, "name"]) if area.base else ""
    told += [words["in"].format(county=one.county + place)] if one.county else []
    return " · ".join(told)


def key_figures(one: Profile, lang: str) -> dict[str, str]:
    """Records, projects, industries, plans that name the area of those that could, named investment."""
    could = int((one.plans["holds_area"] | (one.plans["records"] > 0)).sum())
    return {
        **{name: f"{count:,}" for name, count in one.counts.as_dict().items()},
        "industries": f"{len(one.industries):,}",
        "plans": f"{int((one.plans['records'] > 0).sum())} / {could}",
        "investment": labels.investment(one.investment_wan_yuan, lang) or texts(lang)["none"],
    }


def precision_lines(one: Profile, tables: Tables, lang: str) -> list[str]:
    """How precise the places are: records by level, the area's own radius, how its outline came about."""
    words = texts(lang)
    called = dict(zip(tables.levels["code"], tables.levels[f"label_{lang}"], strict=True))
    stop, comma = ("：", "，") if lang == "zh" else (": ", ", ")
    lines = []
    if one.levels:
        items = comma.join(f"{called[level]}{stop}{count}" for level, count in one.levels.items())
        lines.append(words["precision.counts"].format(items=items))
    if one.radius_m is not None:
        lines.append(words["precision.radius"].format(radius=labels.distance(one.radius_m, lang)))
    if one.area.level == "county" and (tables.areas["level"] == "zone").any():
        lines.append(words["precision.zones"])
    method = words[f"precision.method.{one.area.level}"].format(share=f"{town_share():.0%}")
    indicative = words["precision.indicative"].format(method=method)
    return [*lines, words["precision.official"] if one.is_official else indicative]


def followup_line(one: Profile, tables: Tables, lang: str) -> str:
    """Promised, due, and the shares of the due that are reported begun, built, in use; empty without any."""
    told, words = total(promises_in(one, tables)), labels.texts(lang)
    if not told["promised"]:
        return ""
    counts = [f"{words[f'column.{name}']} {told[name]:,}" for name in ("promised", "due")]
    shares = [f"{words[f'column.{rate}']} {rate_text(told, rate)}" for rate in RATES]
    return texts(lang)["records.followup"].format(items=" · ".join(counts + (shares if told["due"] else [])))


def rate_text(row: Any, rate: str) -> str:
    """What is counted, of how many that are due, and the share.

    Parameters
    ----------
    row
        A part of :func:`projects.store.followup.figures`, or all (:func:`projects.store.followup.total`).
    rate
        One of :data:`projects.store.followup.RATES`.

    Returns
    -------
    str
        ``3/44 7%``; a dash when nothing is due.
    """
    return f"{row[RATES[rate]]}/{row['due']} {row[rate]:.0%}" if row["due"] else "—"


def is_general(industry: str) -> bool:
    """Whether an industry is the general one, of which a quotient says nothing."""
    return industry_of()[industry].family == families()[-1].code


def quotient(industry: str, value: float, records: int, lang: str) -> str:
    """A location quotient as printed; marked with ``*`` when it stands on few records."""
    if is_general(industry):
        return texts(lang)["none"]
    return f"{value:.1f}{'*' if records < SMALL_SAMPLE else ''}"


def romanised(name: str) -> str:
    """The name in pinyin without tones: Zheng Jia Zhen."""
    return " ".join(part.capitalize() for part in syllables(name).split())


def query_text(profile: Profile, lang: str) -> str:
    """The filter of the profile in words: ``镇街 郑家镇``."""
    chips = describe(profile.area.filters, lang)
    return " · ".join(f"{key_label(chip.key, lang)} {chip.label}" for chip in chips)
