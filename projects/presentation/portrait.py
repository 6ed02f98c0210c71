"""The profile of an area as the page shows it beside the map.

Input: :class:`projects.store.profile.Profile` and the tables it came from. Output: the head, the
positioning and what else is said in words as HTML (every text escaped), and the figures as
tables whose rows lead to their records. The printed page is ``projects.presentation.profiles``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import jinja2
import pandas as pd

from projects.presentation.figures import Figures, Lead
from projects.presentation.followupview import rates
from projects.presentation.profiles.words import (
    area_line,
    colour_of,
    document_label,
    industry_label,
    key_figures,
    precision_lines,
    quotient,
    texts,
)
from projects.presentation.webfiles import WEB_DIR
from projects.store.filters import Filters
from projects.store.profile import Profile, Tables, all_areas, promises_in
from projects.store.vocabulary import vocabulary
from projects.vocabulary import labels

MOST_LINES = 8
FIGURES = ("projects", "records", "drawn", "county", "unplaced", "industries", "investment")


@dataclass(frozen=True, slots=True)
class Block:
    """One heading with what is said under it."""

    title: str
    lines: tuple[str, ...] = ()
    chips: tuple[tuple[str, str], ...] = ()
    note: str = ""


def area_labels(tables: Tables, lang: str) -> dict[str, str]:
    """Key of every county, zone, town, park and base to its name; with its county or place behind it.

    Parameters
    ----------
    tables
        Their areas and bases are named.
    lang
        Language of what joins name and place, ``zh`` or ``en``.

    Returns
    -------
    dict[str, str]
        Counties first, then zones, towns and parks, each by code, then bases; plain text.
    """
    told, within = labels.texts(lang)["profile.base_in"], tables.areas["parent_code"]
    found = {}
    for area in all_areas(tables):
        place = area.code if area.base else str(within[area.code])
        known = place in tables.areas.index and area.level not in ("county", "zone")
        name = str(tables.areas.loc[place, "name"]) if known else ""
        found[area.key] = told.format(name=area.name, place=name) if name else area.name
    return found


def html(one: Profile, tables: Tables, lang: str) -> str:
    """Everything of a profile but its tables.

    Parameters
    ----------
    one
        As :func:`projects.store.profile.profile` gives it.
    tables
        Those that the profile was made of.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        HTML in which every text is escaped.
    """
    words, figures = texts(lang), key_figures(one, lang)
    return _template().render(
        name=one.area.name,
        meta=area_line(one, tables, lang),
        figures=[(figures[key], words[f"figure.{key}"]) for key in FIGURES],
        empty=words["empty"] if one.is_empty else "",
        blocks=[*_blocks(one, tables, words, lang)],
    )


def by_industry(one: Profile, lang: str) -> Figures:
    """Industries of the area with share and location quotient; few records are marked with ``*``.

    Parameters
    ----------
    one
        As :func:`projects.store.profile.profile` gives it.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    Figures
        Columns industry, records, share, quotient; each row leads to the area's records of the industry.
    """
    words, rows = texts(lang), one.industries
    columns = (rows["industry"], rows["location_quotient"], rows["records"])
    table = pd.DataFrame(
        {
            "industry": [industry_label(code, lang) for code in rows["industry"]],
            "records": rows["records"],
            "share": [f"{share:.0%}" for share in rows["share"]],
            "quotient": [
                quotient(code, value, count, lang) for code, value, count in zip(*columns, strict=True)
            ],
        }
    )
    filters = one.area.filters
    leads = tuple(_lead(replace(filters, industry=(code,))) for code in rows["industry"])
    return Figures(table, leads, note="" if one.area.base else words["industries.note"])


def by_plan(one: Profile, tables: Tables, lang: str) -> Figures:
    """Records of the area by plan; plans for other areas that do not name it are left out.

    Parameters
    ----------
    one
        As :func:`projects.store.profile.profile` gives it.
    tables
        Their documents name the plans.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    Figures
        Columns document, years, records, projects; each row leads to the area's records of the plan.
    """
    rows = one.plans[one.plans["holds_area"] | (one.plans["records"] > 0)]
    years = [
        labels.years(*(None if pd.isna(year) else int(year) for year in pair))
        for pair in zip(rows["year_from"], rows["year_to"], strict=True)
    ]
    table = pd.DataFrame(
        {
            "document": [document_label(tables.documents[key], lang) for key in rows["document"]],
            "years": years,
            "records": rows["records"],
            "projects": rows["projects"],
        }
    )
    filters = one.area.filters
    return Figures(table, tuple(_lead(replace(filters, document=(key,))) for key in rows["document"]))


def by_followup(one: Profile, tables: Tables, lang: str) -> Figures:
    """What plans promised in the area and what later documents report of it, by plan.

    Parameters
    ----------
    one
        As :func:`projects.store.profile.profile` gives it.
    tables
        Their promises are counted.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    Figures
        As by :func:`projects.presentation.followupview.rates`; with several plans a row of all is first.
    """
    return rates(promises_in(one, tables), "plan", vocabulary(), lang, has_total=True)


def _lead(filters: Filters) -> Lead:
    return Lead(query=filters.link())


def _blocks(one: Profile, tables: Tables, words: Any, lang: str) -> Iterable[Block]:
    yield _positions(one, tables, words, lang)
    yield _companies(one, tables, words, lang)
    if not one.area.base and one.area.level != "county":
        yield _tasks(one, tables, words, lang)
    names = [area.name for area in one.neighbours]
    is_level = one.area.level in ("county", "zone", "town") and not one.area.base
    around = words["neighbours" if is_level else "towns_around"]
    near = around.format(names=words["separator"].join(names)) if names else words["neighbours.none"]
    yield Block(words["precision"], tuple(precision_lines(one, tables, lang)), note=near)


def _positions(one: Profile, tables: Tables, words: Any, lang: str) -> Block:
    rows = one.positions.drop_duplicates(["aspect", "keyword"])
    said = {aspect: rows[rows["aspect"] == aspect] for aspect in ("role", "industry", "listed")}
    lines = [*said["role"]["keyword"]]
    lines += [words["positions.listed"].format(keyword=text) for text in said["listed"]["keyword"]]
    colours = said["industry"]["industry"].map(colour_of()).fillna("#B9B2A5")
    chips = list(zip(said["industry"]["keyword"], colours, strict=True))
    note = _sources(rows, tables, lang) if len(rows) else words["positions.none"]
    return Block(words["positions"], tuple(lines[:MOST_LINES]), tuple(chips), note)


def _companies(one: Profile, tables: Tables, words: Any, lang: str) -> Block:
    if one.companies.empty:
        return Block(words["companies"], note=words["companies.none"])
    names = words["separator"].join(one.companies["entity"])
    return Block(words["companies"], (names,), note=_sources(one.companies, tables, lang))


def _tasks(one: Profile, tables: Tables, words: Any, lang: str) -> Block:
    told = []
    for task in one.tasks.head(MOST_LINES).itertuples():
        label = document_label(tables.documents[task.document], lang)
        parts = (f"{label} {task.section}", words[f"tasks.role.{task.role}"], task.deadline, task.names)
        told.append(" · ".join(part for part in parts if part))
    rest = len(one.tasks) - len(told)
    notes = [words["more_names"].format(count=len(one.tasks), rest=rest)] if rest > 0 else []
    notes += [words["tasks.none"]] if one.tasks.empty else []
    notes += [words["tasks.shared"].format(count=one.shared_tasks)] if one.shared_tasks else []
    return Block(words["tasks"], tuple(told), note=" ".join(notes))


def _sources(rows: pd.DataFrame, tables: Tables, lang: str) -> str:
    """Sections and items of each document, once."""
    told = []
    for key, group in rows.groupby("document", sort=False):
        items = (f"{row.section}({row.item})" if row.item else row.section for row in group.itertuples())
        joined = texts(lang)["separator"].join(dict.fromkeys(items))
        told.append(f"{document_label(tables.documents[str(key)], lang)} {joined}")
    return "; ".join(told)


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(WEB_DIR)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("portrait.html")
