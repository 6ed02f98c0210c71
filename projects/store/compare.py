"""Plans, areas and industries side by side: tables of figures that lead to their records.

Input: an :class:`projects.store.query.Index` over the records and the page's Filters. Output:
DataFrames with fixed columns. Each row carries ``query``, the link's query of the Filters
that select exactly the records it counts, so that a click leads there; it is empty where no
filter can say it (records without an industry).

Records are partitioned by plan, industry, family, kind and level: the figures add up to the
table's total. By county, town or park a record of several places counts at each and one of
none nowhere; :class:`Comparison` says how many, so that the sum can be checked:
``sum(records) - repeated + unassigned == total``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import parse_qs

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.boundaries import load_areas
from projects.errors import InputError
from projects.store.conditions import PLACE_LEVELS
from projects.store.counting import Counts, count_projects, counts, named_investment
from projects.store.filters import Filters
from projects.store.query import Index, mask
from projects.store.visibility import standing
from projects.store.vocabulary import Vocabulary, vocabulary
from projects.vocabulary.style import families, industries

PARTITIONS = ("document", "industry", "family", "kind", "level")
AREAS = ("county", "town", "park")
COLUMNS = ["value", "label", "records", "projects", "investment_wan_yuan", "industries", "diversity", "query"]
CROSS_COLUMNS = ["row", "row_label", "column", "column_label", "records", "query"]
CONCENTRATION_COLUMNS = ["industry", "label", "located", "place", "place_label", "records", "share", "query"]
UNPLACED_COLUMNS = ["document", "section", "level", "records", "ids", "query"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Comparison:
    """A table with :data:`COLUMNS`, and how its figures add up to ``total`` distinct records.

    ``unassigned`` records stand in no row, ``repeated`` counts how often records stand in
    more rows than one. ``counts`` are the five figures of all of them.
    """

    table: pd.DataFrame
    total: int
    unassigned: int
    repeated: int
    counts: Counts


def compare(
    records: pd.DataFrame,
    index: Index,
    filters: Filters,
    *,
    by: str,
    lang: str = "zh",
    empty: bool = False,
    known: Vocabulary | None = None,
) -> Comparison:
    """Figures of the filtered records by plan, industry, family, kind, level, county, town or park.

    Parameters
    ----------
    records
        The typed records that *index* is over.
    index
        Selects the rows of *records*.
    filters
        What the records are filtered by; a row of the table narrows it.
    by
        One of :data:`PARTITIONS` or :data:`AREAS`.
    lang
        Of the labels: ``en``, else Chinese.
    empty
        Keep rows without records: towns with no project.
    known
        The values that filters may take; None means those of the workspace.

    Returns
    -------
    Comparison
        ``projects`` counts a project once however many plans name it, and its largest
        named amount counts once in ``investment_wan_yuan`` (missing when none is named).
        ``industries`` counts those of their own, not the general one; ``diversity`` is their
        effective number, exp of Shannon's entropy, 0 without any (M. O. Hill, Ecology 54, 1973).

    Raises
    ------
    InputError
        *by* is none of these.
    """
    words = known or vocabulary()
    shown = mask(index, filters)
    rows, counted = [], np.zeros(len(shown), int)
    for value, label, narrowed in _values(by, filters, words, lang, records):
        here = shown & _members(records, index, narrowed, by, value)
        if not here.any() and not empty:
            continue
        counted += here
        figures = _figures(records[here]) if here.any() else (0, 0, None, 0, 0.0)
        rows.append((value, label, *figures, _query(narrowed)))
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"investment_wan_yuan": "Float64"})
    return Comparison(
        table,
        total=int(shown.sum()),
        unassigned=int((shown & (counted == 0)).sum()),
        repeated=int(np.maximum(counted - 1, 0).sum()),
        counts=counts(records[shown]),
    )


def cross(
    records: pd.DataFrame,
    index: Index,
    filters: Filters,
    *,
    rows: str,
    columns: str,
    lang: str = "zh",
    known: Vocabulary | None = None,
) -> pd.DataFrame:
    """Counts of records by two of the dimensions of :func:`compare`.

    Parameters
    ----------
    records, index, filters
        As for :func:`compare`.
    rows, columns
        The two dimensions, each as ``by`` of :func:`compare`.
    lang, known
        As for :func:`compare`.

    Returns
    -------
    pd.DataFrame
        Long, one row per cell, with :data:`CROSS_COLUMNS`. Cells without records are left out.

    Raises
    ------
    InputError
        *rows* or *columns* is no dimension.
    """
    words = known or vocabulary()
    shown = mask(index, filters)
    cells = []
    for value, label, narrowed in _values(rows, filters, words, lang, records):
        here = shown & _members(records, index, narrowed, rows, value)
        if not here.any():
            continue
        base = narrowed if narrowed is not None else filters
        for other, other_label, both in _values(columns, base, words, lang, records):
            count = int((here & _members(records, index, both, columns, other)).sum())
            if count:
                query = _query(both) if narrowed is not None else ""
                cells.append((value, label, other, other_label, count, query))
    return pd.DataFrame(cells, columns=CROSS_COLUMNS)


def without_projects(areas: gpd.GeoDataFrame, comparison: Comparison) -> pd.DataFrame:
    """Areas of a comparison that no record is in.

    Parameters
    ----------
    areas
        Areas by code (:func:`geo.boundaries.load_areas`), of which name and parent_code are read.
    comparison
        By one of :data:`AREAS`, made with ``empty=True``: otherwise it has no such rows.

    Returns
    -------
    pd.DataFrame
        Columns code, name and parent_code, by code.
    """
    table = comparison.table
    codes = table.loc[table["records"] == 0, "value"]
    found = areas.loc[areas.index.isin(codes), ["name", "parent_code"]].sort_index()
    return found.rename_axis("code").reset_index()


def concentrations(
    records: pd.DataFrame,
    index: Index,
    filters: Filters,
    *,
    by: str = "county",
    least: int = 3,
    share: float = 0.6,
    lang: str = "zh",
    known: Vocabulary | None = None,
) -> pd.DataFrame:
    """Industries of which one county, town or park has at least *share* of the located records.

    Parameters
    ----------
    records, index, filters
        As for :func:`compare`.
    by
        The level of the places, one of :data:`AREAS`.
    least
        How many records in places of that level an industry must have; one without any is never there.
    share
        From 0 to 1.
    lang, known
        As for :func:`compare`.

    Returns
    -------
    pd.DataFrame
        One row per industry, largest share first, with :data:`CONCENTRATION_COLUMNS`; ``located`` are its
        records in any place of the level, ``records`` those in ``place``.

    Raises
    ------
    InputError
        *by* is no dimension of :func:`compare`.
    """
    words = known or vocabulary()
    shown = mask(index, filters)
    places = [
        (code, name, shown & _members(records, index, narrowed, by, code))
        for code, name, narrowed in _values(by, filters, words, lang, records)
    ]
    located = np.logical_or.reduce([inside for *_, inside in places], axis=0, initial=False)
    rows = []
    for value, label, narrowed in _values("industry", filters, words, lang, records):
        if narrowed is None:
            continue
        here = located & _members(records, index, narrowed, "industry", value)
        total = int(here.sum())
        if total < max(least, 1):
            continue
        counts = [int((here & inside).sum()) for *_, inside in places]
        at = int(np.argmax(counts))  # of equals the first, by code
        code, name, _ = places[at]
        if counts[at] / total >= share:
            query = _query(_narrowed(narrowed, by, code))
            rows.append((value, label, total, code, name, counts[at], counts[at] / total, query))
    table = pd.DataFrame(rows, columns=CONCENTRATION_COLUMNS)
    return table.sort_values(
        ["share", "located", "industry"], ascending=[False, False, True], ignore_index=True
    )


def unplaced(records: pd.DataFrame, index: Index, filters: Filters) -> pd.DataFrame:
    """What could not be put on the map, by plan, section and level.

    Parameters
    ----------
    records, index, filters
        As for :func:`compare`.

    Returns
    -------
    pd.DataFrame
        With :data:`UNPLACED_COLUMNS`: ``ids`` joins the records with ``|``; ``query`` selects those of the
        plan and level, of which the sections are parts. Empty for levels that *filters* exclude.
    """
    shown = records[mask(index, filters)]
    here = shown[standing(shown) == "off"]
    rows = []
    for (document, section, level), group in here.groupby(["document", "section", "level"], sort=False):
        narrowed = replace(filters, document=(document,), level=(level,))
        rows.append((document, section, level, len(group), "|".join(group["id"]), _query(narrowed)))
    return pd.DataFrame(rows, columns=UNPLACED_COLUMNS)


def query_filters(query: str, *, known: Vocabulary | None = None) -> Filters:
    """The Filters of a ``query``.

    Parameters
    ----------
    query
        The text behind ``?`` in a link, as the column ``query`` of these tables holds it.
    known
        The values that filters may take; None means those of the workspace.

    Returns
    -------
    Filters
        Without any condition for an empty text.

    Raises
    ------
    InputError
        It holds what is not valid.
    MissingError
        ``within`` is neither WKT nor the path of a file that is there.
    """
    return Filters.from_options(parse_qs(query), known=known)


def _values(
    by: str, filters: Filters, words: Vocabulary, lang: str, records: pd.DataFrame
) -> Sequence[tuple[str, str, Filters | None]]:
    """Value, label and narrowed filters of each row; None where no filter can say it."""
    if by == "family":
        codes = words.industries(filters.industry)
        found: list[tuple[str, str, Filters | None]] = []
        for family in families():
            inside = [c for c in words.families[family.code] if not codes or c in codes]
            if inside:
                whole = len(inside) == len(words.families[family.code])
                narrowed = replace(filters, industry=(family.code,) if whole else tuple(inside))
                found.append((family.code, words.label("industry", family.code, lang), narrowed))
        return [*found, *_without_industry(filters, lang)]
    if by == "industry":
        codes = words.industries(filters.industry)
        chosen = [i.code for i in industries() if not codes or i.code in codes]
        rows = [(c, words.label(by, c, lang), replace(filters, industry=(c,))) for c in chosen]
        return [*rows, *_without_industry(filters, lang)]
    if by in PARTITIONS:
        chosen = [v for v in words.labels[by] if not getattr(filters, by) or v in getattr(filters, by)]
        return [(v, words.label(by, v, lang), _narrowed(filters, by, v)) for v in chosen]
    if by in AREAS:
        return [
            (c, words.label(by, c, lang), _narrowed(filters, by, c)) for c in _area_codes(by, filters, words)
        ]
    raise InputError(f"compare: {by!r}; expected one of {', '.join((*PARTITIONS, *AREAS))}")


def _without_industry(filters: Filters, lang: str) -> list[tuple[str, str, Filters | None]]:
    label = "no industry" if lang == "en" else "未归行业"
    return [] if filters.industry else [("", label, None)]


def _area_codes(by: str, filters: Filters, words: Vocabulary) -> list[str]:
    """Codes of the areas that the rows may be: those that the filters name, else all of the level."""
    wanted = getattr(filters, by)
    if wanted:
        return sorted({place.code for value in wanted for place in words.places(by, value)})
    areas = load_areas()
    return sorted(str(code) for code in areas.index[areas["level"].isin(PLACE_LEVELS[by])])


def _narrowed(filters: Filters, key: str, value: str) -> Filters:
    changes: dict[str, tuple[str, ...]] = {key: (value,)}
    return replace(filters, **changes)  # type: ignore[arg-type]


def _members(records: pd.DataFrame, index: Index, narrowed: Filters | None, by: str, value: str) -> Mask:
    """The rows that the narrowed filters select; those without an industry where there are none."""
    if narrowed is None:
        found: Mask = (records["industry"] == "").to_numpy(bool)
        return found
    return index.matches("industry" if by == "family" else by, narrowed)


def _figures(records: pd.DataFrame) -> tuple[int, int, float | None, int, float]:
    """Records, real projects, named investment, industries and their effective number."""
    money = named_investment(records)
    own = ~records["industry"].isin(_without_own())
    counts = records.loc[own, "industry"].value_counts().to_numpy(float)
    shares = counts / counts.sum() if len(counts) else counts
    diversity = float(np.exp(-(shares * np.log(shares)).sum())) if len(counts) else 0.0
    return len(records), count_projects(records), money, len(counts), round(diversity, 3)


@cache
def _without_own() -> frozenset[str]:
    """What says of no industry in particular: none, and those of the last, general family."""
    return frozenset({"", *(each.code for each in industries() if each.family == families()[-1].code)})


def _query(filters: Filters | None) -> str:
    """The link's query of *filters*, empty for None."""
    return "" if filters is None else filters.link()
