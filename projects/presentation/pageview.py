"""What the page shows, worked out from records and filters; nothing here draws.

:class:`View` holds the tables ready for display, in the order of the page, so that a
filter only takes rows out of them. The functions turn filters into the values of the
page's widgets and back: the URL, the widgets and the filters say the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import own_dir, workspace
from geo.ground.tables import FOLDER
from projects.model.records import LIST_SEPARATOR, years
from projects.model.tables import read_table
from projects.presentation.listing import orders
from projects.store.conditions import LISTS, PLACE_LEVELS
from projects.store.counting import Counts
from projects.store.facets import project_numbers
from projects.store.filters import Filters, key_label
from projects.store.visibility import has_symbol
from projects.store.vocabulary import Vocabulary
from projects.vocabulary import labels, style

# Widths of the lists' columns.
COLUMN_PX = {
    "name": 168,
    "mentions": 44,
    "industry": 88,
    "place": 72,
    "years": 80,
    "stage": 56,
    "level": 72,
    "method": 88,
    "reason": 168,
    "section": 88,
    "item": 56,
    "label": 200,
    "records": 52,
    "projects": 76,
    "investment": 72,
    "diversity": 60,
    "role": 72,
    "source": 168,
}
MOST_PX = 320
_LETTER_PX, _PADDING_PX = {True: 13.5, False: 7.5}, 20  # of a wide letter and of a narrow one
# Before the name of a record that stands under its project.
PART = "└ "
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>~:$-])")


def whole_px(texts: pd.Series) -> int:
    """Width of a table's column that cuts none of *texts*, px, up to :data:`MOST_PX`."""
    lengths = (sum(_LETTER_PX[east_asian_width(each) in "WF"] for each in text) for text in texts.unique())
    return min(MOST_PX, round(max(lengths, default=0)) + _PADDING_PX)


Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class View:
    """Records as the page lists them.

    ``table`` has one row per record of the store, in the store's order: name, industry,
    place, years, stage, level, method, evidence, document, section, item, all texts in one
    language. ``order`` gives the rows as listed: projects before areas, by industry, then place,
    then name, the records of one project beside each other. ``projects`` numbers the real project
    of each row, -1 for towns, parks and bases; ``orders`` the other orders by their names.
    """

    table: pd.DataFrame
    order: NDArray[np.int64]
    projects: NDArray[np.int64]
    orders: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    def listed(self, keep: NDArray[np.bool_], *, most: int | None = None, by: str = "") -> NDArray[np.int64]:
        """Rows of ``table`` where *keep* is true, in the order *by*, the first *most* of them."""
        order = self.orders.get(by, self.order)
        rows: NDArray[np.int64] = order[keep[order]][:most]
        return rows

    def grouped(
        self, keep: NDArray[np.bool_], *, most: int | None = None, by: str = ""
    ) -> tuple[pd.DataFrame, NDArray[np.int64]]:
        """The list of projects with their records inside, and the row of the record of each line.

        A project that several of the first *most* rows in *keep* name has a line of its own with their
        number in ``mentions``; the records follow, marked :data:`PART`. The line leads to the first of them.
        """
        rows = self.listed(keep, most=most, by=by)
        numbers = self.projects[rows]
        sizes = pd.Series(numbers).map(pd.Series(numbers).value_counts()).to_numpy(dtype=np.int64)
        is_part = (numbers >= 0) & (sizes > 1)
        is_first = is_part & np.concatenate([[True], numbers[1:] != numbers[:-1]])[: len(rows)]
        lines = np.repeat(np.arange(len(rows)), 1 + is_first)
        is_head = np.zeros(len(lines), bool)
        is_head[np.flatnonzero(is_first) + np.arange(int(is_first.sum()))] = True
        table = self.table.iloc[rows[lines]].reset_index(drop=True)
        inner = is_part[lines] & ~is_head
        table["name"] = table["name"].where(~inner, PART + table["name"])
        counted = pd.Series(np.where(is_head, sizes[lines], 1), dtype="Int64")
        table["mentions"] = counted.mask(inner)
        return table, rows[lines]


def view(
    records: pd.DataFrame, known: Vocabulary, lang: str, *, marks: NDArray[np.object_] | None = None
) -> View:
    """The display of *records* (typed) in *lang*; *marks* say how the map shows each."""
    plain = records.astype(object).where(records.notna(), None)
    documents = document_labels(known, lang)
    found = years(records).astype(object)
    found = found.where(found.notna(), None)
    places = plain["place"].str.replace(LIST_SEPARATOR, "、", regex=False)
    table = pd.DataFrame(
        {
            "name": plain["name"],
            "industry": _labelled(plain["industry"], "industry", known, lang),
            "place": places.where(places != "", "—"),
            "years": [labels.years(*pair) for pair in found.itertuples(index=False, name=None)],
            "stage": plain["stage"].map({code: labels.stage(code, lang) for code in plain["stage"].unique()}),
            "level": _labelled(plain["level"], "level", known, lang),
            "method": plain["method"].map(
                {code: labels.method(code, lang) for code in plain["method"].unique()}
            ),
            "evidence": ["; ".join(labels.evidence(text, documents, lang)) for text in plain["evidence"]],
            "document": _labelled(plain["document"], "document", known, lang),
            "section": plain["section"],
            "item": plain["item"],
        },
        index=range(len(plain)),
        dtype=object,
    )
    numbers = project_numbers(records)
    found = orders(records, numbers, marks)
    return View(table, found["industry"], numbers, found)


def set_aside(rejects: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """What was set aside, of the documents that *filters* ask for."""
    return rejects[rejects["document"].isin(filters.document)] if filters.document else rejects


def rejects_table(chosen: pd.DataFrame, known: Vocabulary, lang: str) -> pd.DataFrame:
    """What was set aside as the page lists it: reason, text, section, item, document."""
    words = {reason: labels.reason(reason, lang) for reason in chosen["reason"].unique()}
    return pd.DataFrame(
        {
            "reason": chosen["reason"].map(words),
            "text": chosen["text"],
            "section": chosen["section"],
            "item": chosen["item"],
            "document": _labelled(chosen["document"], "document", known, lang),
        }
    )


def document_labels(known: Vocabulary, lang: str) -> dict[str, str]:
    """Key of each document to its short label."""
    return {key: known.label("document", key, lang) for key in known.labels["document"]}


def stamp(tables: Path) -> Stamp:
    """Name, time and size of each table, also of known ground, and of each own boundary."""
    files = [
        *sorted(tables.glob("*.csv")),
        *sorted((tables / FOLDER).glob("*.csv")),
        *sorted(own_dir().glob("[!.]*")),
    ]
    states = [(path.name, path.stat()) for path in files]
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


def list_most(total: int) -> int:
    """How many rows a list of a data set of *total* records shows: few enough to send at each click."""
    return 2000 if total <= 2000 else 400 if total <= 5000 else 150


def only(rows: Iterable[int], count: int) -> NDArray[np.bool_]:
    """A mask of *count* records that is true at *rows*."""
    keep = np.zeros(count, bool)
    keep[list(rows)] = True
    return keep


def lit(chosen: list[str], area: str, names: Mapping[str, str]) -> list[str]:
    """Codes of the areas that the map marks: the filters', and that of the open profile."""
    return sorted({*chosen, area}) if area in names else chosen


def figures_html(found: Counts, total: int, lang: str) -> str:
    """The five figures of what is shown, projects large; *total* is the number of all records."""
    words = labels.texts(lang)
    told = found.as_dict()
    shown = f'<span class="records">{found.records:,}</span>'
    of = words["count.of"].format(count=shown, total=f"{total:,}")
    rest = labels.figures({name: told[name] for name in ("drawn", "county", "unplaced")}, lang)
    small = f"{html.escape(words['count.records'])} {of} · {html.escape(rest)}"
    head = f"<span>{html.escape(words['count.projects'])}</span> <b>{found.projects:,}</b>"
    return f"{head} <small>{small}</small>"


def has_no_symbol(marks: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which records have no symbol of their own, by their *marks* (:mod:`projects.store.visibility`)."""
    return ~has_symbol(marks)


def page_title(lang: str) -> str:
    """What the page and all that is made of it is called: the map of the workspace's city."""
    place = workspace.described()
    return labels.texts(lang)["app.title"].format(city=place.name_en if lang == "en" else place.name)


def option_label(known: Vocabulary, lang: str, key: str, value: str) -> str:
    """A value of the condition *key* in its choice; an industry stands under its family."""
    label = known.label(key, value, lang)
    if key != "industry":
        return label
    is_family = value in known.families
    return labels.texts(lang)["app.family_all"].format(family=label) if is_family else f"· {label}"


def format_label(forms: Mapping[str, Mapping[str, Any]], suffix: str) -> str:
    """A format of :func:`projects.export.writing.formats_for_page` with what it is for."""
    return f"{forms[suffix]['label']} — {forms[suffix]['use']}"


def systems(form: Mapping[str, Any]) -> dict[str, str]:
    """Code to label of the coordinate systems that a format can carry."""
    return {each["code"]: f"{each['code']} — {each['label']}" for each in form["systems"]}


@dataclass(frozen=True)
class Choices:
    """Values that the page's widgets offer; places by their name where unique, else by code.

    ``places`` maps county, town and park to pairs of a value and its county's code.
    """

    industries: tuple[str, ...]
    places: Mapping[str, tuple[tuple[str, str], ...]]
    known: Vocabulary

    def places_in(self, key: str, counties: Iterable[str]) -> list[str]:
        """Values of the filter *key*, only those in *counties* when any are given."""
        within = {place.code for county in counties for place in self.known.places("county", county)}
        return [
            value for value, parent in self.places[key] if key == "county" or not within or parent in within
        ]

    def offered(self) -> dict[str, tuple[str, ...]]:
        """All values by the key of their condition, of those that are chosen from."""
        fixed = {
            key: tuple(self.known.labels[key]) for key in ("chain", "kind", "stage", "document", "level")
        }
        places = {key: tuple(value for value, _ in pairs) for key, pairs in self.places.items()}
        return {"industry": self.industries, **fixed, **places}


def choices(areas: gpd.GeoDataFrame, known: Vocabulary) -> Choices:
    """What the widgets offer; families of industries stand before their industries."""
    # A zone is offered as a county, though the filter of parks would take it too.
    levels = {"county": ("county", "zone"), "town": ("town",), "park": ("park",)}
    places = {}
    for key, chosen in levels.items():
        rows = areas[areas["level"].isin(chosen)]
        values = [place_value(code, known, key) for code in rows["code"]]
        places[key] = tuple(zip(values, rows["parent_code"], strict=True))
    families = [(family.code, *known.families[family.code]) for family in style.families()]
    return Choices(tuple(code for family in families for code in family), places, known)


def place_value(value: str, known: Vocabulary, key: str) -> str:
    """The one form of a place in the page's widgets: its name where unique, else its code."""
    place = known.places(key, value)[0]
    return place.name if len(known.places(key, place.name)) == 1 else place.code


def year_range() -> tuple[int, int]:
    """First and last year of the registered documents: the ends of the year slider, which has to have two.

    Returns
    -------
    tuple[int, int]
        This year and the next when no document has any.
    """
    table = read_table(workspace.tables() / "documents.csv", ["period_start", "period_end"])
    years = [int(text) for column in ("period_start", "period_end") for text in table[column] if text]
    first = min(years, default=date.today().year)
    return first, max([first + 1, *years])


def widget_values(filters: Filters, known: Vocabulary) -> dict[str, Any]:
    """The value of each widget for *filters*; an open end of the years is the slider's end."""
    values: dict[str, Any] = {key: list(getattr(filters, key)) for key in LISTS}
    for key in PLACE_LEVELS:
        values[key] = [place_value(value, known, key) for value in values[key]]
    return {**values, "years": _slider_years(filters), "text": filters.text}


def _slider_years(filters: Filters) -> tuple[int, int]:
    """The years of *filters* as far as the slider reaches."""
    earliest, latest = year_range()
    first = min(max(filters.year_from or earliest, earliest), latest)
    return first, min(max(filters.year_to or latest, earliest), latest)


def filters_of(values: Mapping[str, Any], base: Filters) -> Filters:
    """The filters that the widgets say.

    Parameters
    ----------
    values
        The value of each widget, as :func:`widget_values` gives them.
    base
        Gives the conditions without a widget, and years beyond the slider while it stands as *base*
        has put it: 2026 is not the 2025 that it shows.

    Returns
    -------
    Filters
        No condition on a year where the slider stands at its end.
    """
    first, last = values["years"]
    earliest, latest = year_range()
    years = (None if first == earliest else first, None if last == latest else last)
    if tuple(values["years"]) == _slider_years(base):
        years = (base.year_from, base.year_to)
    lists: dict[str, Any] = {key: tuple(values[key] or ()) for key in LISTS}
    return replace(
        base,
        **lists,
        year_from=years[0],
        year_to=years[1],
        text=values["text"] or "",
    )


@cache
def condition(key: str, lang: str) -> str:
    """What the condition *key* is called, as a heading."""
    return key_label(key, lang).capitalize()


def literal(text: str) -> str:
    """*text* for a label that Streamlit reads as Markdown: shown as it is, loads nothing."""
    return _MARKDOWN.sub(r"\\\1", text)


def title_html(title: str, subtitle: str) -> str:
    """The head of the page; both texts are escaped."""
    return f"<h1>{html.escape(title)}</h1><p>{html.escape(subtitle)}</p>"


def entry_html(text: str, address: str) -> str:
    """The way to where one signs in or out, in the same tab."""
    return f'<a class="entry" href="{html.escape(address)}" target="_self">{html.escape(text)}</a>'


def subtitle(documents: pd.DataFrame, records: pd.DataFrame, lang: str) -> str:
    """From how many documents, and of which edition when one is published."""
    words = labels.texts(lang)
    told = words["app.subtitle"].format(count=len(documents))
    names = sorted({str(name) for name in records["edition"] if name})
    separator = "；" if lang == "zh" else "; "
    return separator.join([told, *(words["app.edition"].format(name=name) for name in names[-1:])])


def legend_html(entries: Iterable[tuple[str, str]]) -> str:
    """Labels with their colours in as many lines as needed; texts are escaped."""
    items = (f'<i style="background:{colour}"></i>{html.escape(label)}' for label, colour in entries)
    return f'<p class="legend">{"".join(f"<span>{item}</span>" for item in items)}</p>'


def note_html(*texts: str) -> str:
    """A line of small print; texts are escaped."""
    return " · ".join(html.escape(text) for text in texts if text)


def _labelled(codes: pd.Series, key: str, known: Vocabulary, lang: str) -> pd.Series:
    return codes.map({code: known.label(key, code, lang) for code in codes.unique()})
