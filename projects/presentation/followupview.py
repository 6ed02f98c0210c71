"""What was promised and what was reported of it, as the page shows it in the pane of comparisons.

Input: what the page has read and its Filters. Output: one Figures for each of :data:`TOPICS`. The
figures are those of :mod:`projects.store.followup`; each leads to the records that promise what it counts.
A promise is shown when one of its records is; what became of it is told from all documents.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from projects.model.records import LIST_SEPARATOR
from projects.presentation.figures import Figures, Lead
from projects.presentation.pagedata import PageData
from projects.presentation.profiles.words import rate_text
from projects.store.filters import Filters
from projects.store.followup import OUTCOMES, RATES, SEVERAL, figures, never_named, of_records, total
from projects.store.query import mask
from projects.store.vocabulary import Vocabulary
from projects.vocabulary import labels


def part_label(value: str, by: str, known: Vocabulary, lang: str) -> str:
    """What a row of :func:`projects.store.followup.figures` is called.

    Parameters
    ----------
    value
        Key of a document, or code of a county, zone or industry; empty for none, for an area also
        :data:`projects.store.followup.SEVERAL`.
    by
        Which of these it is: one of :data:`projects.store.followup.PARTS`.
    known
        Has the labels of documents and industries and the names of areas.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        The label; *value* itself where *known* lacks it.
    """
    words = labels.texts(lang)
    if by == "plan":
        return known.label("document", value, lang)
    if by == "industry":
        return known.label("industry", value, lang) if value else words["follow.no_industry"]
    if value in ("", SEVERAL):
        return words["follow.several_areas" if value else "follow.no_area"]
    return known.label("county", value, lang)


def summary(table: pd.DataFrame, lang: str) -> str:
    """How the figures of all promises in *table* add up, and what the words mean.

    Parameters
    ----------
    table
        Rows of :func:`projects.store.followup.promises`.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        Several sentences of plain text: promises, their projects, how many are due, each outcome.
    """
    told = total(table)
    shown = {name: f"{told[name]:,}" for name in ("promised", "due", *OUTCOMES)}
    return labels.texts(lang)["follow.note"].format(projects=f"{table['project'].nunique():,}", **shown)


def _shown(data: PageData, filters: Filters) -> pd.DataFrame:
    """The promises of which a record is shown under *filters*."""
    return of_records(data.tables.promises, data.records["id"][mask(data.index, filters)])


def _by(by: str) -> Callable[[PageData, Filters, str], Figures]:
    def made(data: PageData, filters: Filters, lang: str) -> Figures:
        return rates(_shown(data, filters), by, data.known, lang)

    return made


def rates(table: pd.DataFrame, by: str, known: Vocabulary, lang: str, *, has_total: bool = False) -> Figures:
    """The promises in *table* by plan, area or industry; *has_total* puts all of them in a row above."""
    rows = figures(table, by=by)
    names = [part_label(value, by, known, lang) for value in rows["value"]]
    if has_total and len(rows) > 1:
        rows = pd.concat([pd.DataFrame([total(table)]), rows], ignore_index=True)
        names = [labels.texts(lang)["totals.all"], *names]
    shown: dict[str, list[Any]] = {"label": names, "promised": rows["promised"].tolist()}
    told = rows.to_dict("records")
    shown |= {rate: [rate_text(row, rate) for row in told] for rate in RATES}
    shown |= {name: rows[name].tolist() for name in OUTCOMES}
    shown["records"] = [_count(ids) for ids in rows["ids_promised"]]
    cells = {
        name: tuple(Lead(ids=ids) for ids in rows[f"ids_{RATES.get(name, name)}"])
        for name in (*RATES, *OUTCOMES)
    }
    leads = tuple(Lead(ids=ids) for ids in rows["ids_promised"])
    note = summary(table, lang) if len(table) else ""
    return Figures(pd.DataFrame(shown), leads, note=note, cells=cells)


def _silent(data: PageData, filters: Filters, lang: str) -> Figures:
    """The promises that no later document names, with the mention that is the last."""
    rows = never_named(_shown(data, filters))
    table = pd.DataFrame(
        {
            "name": rows["name"],
            "document": [data.known.label("document", key, lang) for key in rows["document"]],
            "stage": [labels.stage(code, lang) or "—" for code in rows["stage"]],
            "words": [text.replace(LIST_SEPARATOR, "、") or "—" for text in rows["words"]],
            "county": [part_label(area_of(code), "area", data.known, lang) for code in rows["county_code"]],
            "industry": [part_label(code, "industry", data.known, lang) for code in rows["industry"]],
            "records": [_count(ids) for ids in rows["ids"]],
        }
    )
    note = labels.texts(lang)["follow.silent_note"].format(count=f"{len(rows):,}")
    return Figures(table, tuple(Lead(ids=ids) for ids in rows["ids"]), note=note)


def area_of(code: str) -> str:
    """The area of a promise as :func:`part_label` takes it."""
    return SEVERAL if LIST_SEPARATOR in code else code


def _count(ids: str) -> int:
    return len(ids.split(LIST_SEPARATOR)) if ids else 0


# In the order of the page; ``compare.<topic>`` is the text of each.
TOPICS: dict[str, Callable[[PageData, Filters, str], Figures]] = {
    "follow_plan": _by("plan"),
    "follow_area": _by("area"),
    "follow_industry": _by("industry"),
    "follow_silent": _silent,
}
