"""Histories as texts: one line per project for exports, some lines for reading.

Input: the table of :func:`projects.store.history.histories`. Output: texts in Chinese or English.
"""

from __future__ import annotations

import pandas as pd

from projects.errors import InputError
from projects.model.records import LIST_SEPARATOR, Record, from_frame, project_keys
from projects.store.followup import spoken
from projects.store.history import project_key, states
from projects.vocabulary import labels


def history_texts(table: pd.DataFrame, *, lang: str = "zh") -> pd.Series[str]:
    """Project → its history in one line: ``2016 新提出；2021 延续``, for exports."""
    told = {
        key: ("；" if lang == "zh" else "; ").join(
            f"{row.document if pd.isna(row.year) else row.year} {state(row.state, lang)}"
            for row in rows.itertuples()
        )
        for key, rows in table.groupby("project", sort=True)
    }
    return pd.Series(told, dtype="string", name="history")


def history_column(records: pd.DataFrame, table: pd.DataFrame, *, lang: str = "zh") -> pd.Series[str]:
    """The history of each record's project.

    Parameters
    ----------
    records
        With the columns project and id.
    table
        As :func:`projects.store.history.histories` gives it.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    pd.Series[str]
        With the index of *records*; empty for a project without a history.
    """
    told = history_texts(table, lang=lang).to_dict()
    keys = project_keys(records)
    texts = [told.get(key, "") for key in keys]
    return pd.Series(texts, index=records.index, dtype="string", name="history")


def history_lines(
    identifier: str,
    table: pd.DataFrame,
    records: pd.DataFrame,
    *,
    lang: str = "zh",
    life: pd.DataFrame | None = None,
) -> list[str]:
    """The history of one project as lines to print.

    Parameters
    ----------
    identifier
        That of a project or of any of its records.
    table
        As :func:`projects.store.history.histories` gives it.
    records
        Typed records, among which the identifier is looked for.
    lang
        ``zh`` or ``en``.
    life
        The mentions of all projects (:func:`projects.store.followup.lives`), for what was planned and what
        was reported; None to leave that out.

    Returns
    -------
    list[str]
        Key and name first; for each plan year, state and document, and below, indented, what it prints.

    Raises
    ------
    InputError
        Nothing has the identifier.
    """
    first = first_of(identifier, records)
    key = project_key(first)
    mentions = pd.DataFrame() if life is None else life[life["project"] == key]
    lines = [f"{key}  {first.name}"]
    for row in table[table["project"] == key].itertuples():
        year = "" if pd.isna(row.year) else str(row.year)
        lines.append(f"{year:5} {state(row.state, lang):8} {row.document}")
        money = labels.investment(None if pd.isna(row.investment_wan_yuan) else row.investment_wan_yuan, lang)
        told = (row.names, row.sections, money, row.scale, row.places_in_text, row.place)
        lines += [f"        {text}" for text in dict.fromkeys(told) if text]
        here = mentions[mentions["document"] == row.document] if len(mentions) else mentions
        lines += [f"        {text}" for text in _said(here, lang)]
        lines += [f"        ≠ {row.changes}"] if row.changes else []
        lines += [f"        → {row.related}"] if row.related else []
    return lines


def first_of(identifier: str, records: pd.DataFrame) -> Record:
    """The first record of a project.

    Parameters
    ----------
    identifier
        That of the project or of any of its records.
    records
        Typed records; the first in their order counts.

    Returns
    -------
    Record
        The same one whichever of them the identifier names.

    Raises
    ------
    InputError
        No record and no project has the identifier.
    """
    keys = project_keys(records)
    found = keys[(records["id"] == identifier) | (keys == identifier)]
    if found.empty:
        raise InputError(f"{identifier!r}: no record and no project has this id")
    return from_frame(records[keys == found.iloc[0]].iloc[:1])[0]


def _said(life: pd.DataFrame, lang: str) -> list[str]:
    """``回顾 建成（建成、通车） 一（五）``: stage, words and section of what a document reports and plans."""
    words = labels.texts(lang)
    lines = []
    for looks, (code, printed, sections) in spoken(list(life.itertuples(index=False))).items():
        stage = labels.stage(code, lang)
        spelled = printed.replace(LIST_SEPARATOR, "、")
        told = words["map.life.said"].format(stage=stage, words=spelled) if printed else stage
        lines.append(f"{words[f'map.life.{looks}']} {told} {sections.replace(LIST_SEPARATOR, '、')}".rstrip())
    return lines


def state(code: str, lang: str) -> str:
    """What a state is called."""
    found = states()[code]
    return found.en if lang == "en" else found.zh
