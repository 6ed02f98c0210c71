"""What plans promised and what later documents report of it, with the records behind each figure.

Input: typed records of all plans, the registry, and what the words around each record say of its stage
(:func:`read_said`). Output: one row per mention (:func:`lives`), one per promise (:func:`promises`), and
sums of those (:func:`figures`). Nothing is inferred from the years that have passed.

promise     a project in a document that looks ahead at it: it stands in a list there, or words
            of a stage stand beside its name. A project of two plans is two promises.
report      a mention in a section that looks back (工作回顾, 发展基础) of a later document. Words of a
            stage outside such a section are an aim, whatever the verb: there they promise again.
outcome     what the strongest report of all later documents says: built, begun or under way, named
            only; without any report: promised again, or not named again, which does not mean that
            it was not built; or not judged
not judged  nobody reports or names it, and no later document that looks back for the same area
            was made after the last year of its period: there is none, or the period is not over
due         such a document is there. Rates are of the due only, so that a plan is not measured
            while its period lasts; what is reported before counts among the outcomes all the same.

``promised == built + begun + named + again + silent + open``, ``due`` is a part of it.
开工率 is built or begun, 完成率 built, 投产率 built and in operation, each as a share of the due.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from geo import workspace
from geo.gazetteer import Gazetteer
from geo.gazetteer_tables import load_gazetteer
from projects.model.records import LIST_SEPARATOR, project_keys, years
from projects.model.registry import Document
from projects.model.tables import STAGE_WORD_COLUMNS, STAGE_WORDS, read_table
from projects.store.counting import real_keys
from projects.store.history import in_time, scope_of
from projects.vocabulary.rules import rules

OUTCOMES = ("built", "begun", "named", "again", "silent", "open")
PARTS = ("plan", "area", "industry")
# Rate → the promises that it counts, of those that are due.
RATES = {"start_rate": "due_begun", "built_rate": "due_built", "operating_rate": "due_operating"}
MEASURES = ("promised", "due", *OUTCOMES, "operating", *RATES.values())
LIFE_COLUMNS = [
    *("project", "document", "at", "id", "name", "looks", "stage", "words", "section", "item"),
    *("listed", "last_year", "county_code", "industry"),
]
PROMISE_COLUMNS = [
    *("project", "name", "document", "stage", "words", "ids", "until", "due", "outcome", "operating", "why"),
    *("said_by", "said_stage", "said_words", "said_ids", "last", "last_id", "county_code", "industry"),
]
SEVERAL = "*"  # the area of what lies in several counties
BACK, AHEAD = "back", "ahead"
NO_LATER, NOT_OVER = "no_later", "not_over"
_RANKS = {"": 0, "前期": 1, "签约": 1, "开工": 2, "在建": 2, "建成": 3}
_OUTCOME_OF_RANK = ("named", "named", "begun", "built")


class _Said(NamedTuple):
    """What later documents say of a promise, and the rows that say it."""

    outcome: str
    rows: tuple[Any, ...] = ()
    operating: bool = False


def read_said(folder: Path | None = None) -> pd.DataFrame:
    """The words of stages and how sections look, of a workspace.

    Parameters
    ----------
    folder
        That of the tables; None means that of the tables which are shown.

    Returns
    -------
    pd.DataFrame
        Columns id (of the record), words (joined with ``|``) and looks; no rows when ``build`` made none.

    Raises
    ------
    InputError
        The table is there and cannot be read.
    """
    path = (folder or workspace.tables()) / STAGE_WORDS
    if not path.is_file():
        return pd.DataFrame(columns=STAGE_WORD_COLUMNS, dtype=object)
    return read_table(path, STAGE_WORD_COLUMNS)


def lives(records: pd.DataFrame, documents: Mapping[str, Document], said: pd.DataFrame) -> pd.DataFrame:
    """Every mention of a real project, by project in the order of documents.

    Parameters
    ----------
    records
        Typed records of all plans.
    documents
        The registry by key; mentions in other documents are left out.
    said
        As :func:`read_said` gives it.

    Returns
    -------
    pd.DataFrame
        With :data:`LIFE_COLUMNS`. ``looks`` is back or ahead: a record that a person added looks as the
        others of its section do. ``words`` are those that tell the stage, as printed, joined with ``|``;
        none when a person set it.
    """
    order = {one.key: at for at, one in enumerate(in_time(documents))}
    keys = project_keys(records)
    table = records.assign(project=keys)
    words, looks = (dict(zip(said["id"], said[name], strict=True)) for name in ("words", "looks"))
    read = table["stage_rule"].isin([row["id"] for row in rules("stages")])
    table["words"] = pd.Series([words.get(one, "") for one in table["id"]], table.index).where(read, "")
    backward = table[np.array([looks.get(one) == BACK for one in table["id"]], bool)]
    sections = set(zip(backward["document"], backward["section"], strict=True))
    places = zip(table["document"], table["section"], strict=True)
    table["looks"] = [BACK if place in sections else AHEAD for place in places]
    table["at"] = table["document"].map(order)
    table["last_year"] = years(table)["last"]
    table = table[keys.isin(set(real_keys(records))) & table["at"].notna()].astype({"at": "int64"})
    return table.sort_values(["project", "at"], kind="stable", ignore_index=True)[LIFE_COLUMNS]


def promises(
    table: pd.DataFrame,
    documents: Mapping[str, Document],
    *,
    reports: frozenset[str] | None = None,
    gazetteer: Gazetteer | None = None,
) -> pd.DataFrame:
    """One row per project and document that promises it.

    Parameters
    ----------
    table
        :func:`lives` of all records: from a part of them promises would look forgotten.
    documents
        The registry by key, as for :func:`lives`.
    reports
        Keys of the documents that look back, by default those with a mention that does.
    gazetteer
        Finds the areas that documents are for; by default that of the workspace.

    Returns
    -------
    pd.DataFrame
        With :data:`PROMISE_COLUMNS`, in the order of documents. ``ids`` are the records that promise,
        ``stage`` the farthest that their words name, ``until`` the last year of the promise. ``said_by`` is
        the document whose report decides the outcome (of again: the next that promises), with its stage,
        words and records. ``why`` says why a promise is not due. ``last`` is the document that names the
        project last.
    """
    if reports is None:
        reports = frozenset(table.loc[table["looks"] == BACK, "document"])
    dues = _Dues(documents, reports, gazetteer or load_gazetteer())
    rows: list[tuple[Any, ...]] = []
    for _, group in groupby(table.itertuples(index=False), key=lambda row: row.project):
        life = list(group)
        for document, mentions in groupby(life, key=lambda row: row.document):
            made = [row for row in mentions if row.looks == AHEAD and (row.stage or row.listed)]
            if made:
                rows.append(_promise(document, made, life, dues))
    found = pd.DataFrame(rows, columns=PROMISE_COLUMNS)
    found = found.sort_values("document", key=lambda keys: keys.map(dues.order), kind="stable")
    return found.astype({"until": "Int64", "due": bool, "operating": bool}).reset_index(drop=True)


def of_records(table: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    """The promises of *table* that some records make.

    Parameters
    ----------
    table
        As :func:`promises` gives it.
    ids
        Ids of records; one of those that make a promise is enough.

    Returns
    -------
    pd.DataFrame
        Rows of *table*, in their order, with their index.
    """
    wanted = set(ids)
    made = [not wanted.isdisjoint(text.split(LIST_SEPARATOR)) for text in table["ids"]]
    return table[np.array(made, bool)]


def of_county(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """The promises of *table* that :func:`figures` counts for the county or zone with this code."""
    return table[table["county_code"] == code]


def spoken(mentions: Collection[Any]) -> dict[str, tuple[str, str, str]]:
    """What the mentions of one project in one document say of its stage.

    Only what words of a stage stand beside, or the stage that a person set.

    Parameters
    ----------
    mentions
        Rows of :func:`lives` as ``itertuples`` gives them.

    Returns
    -------
    dict[str, tuple[str, str, str]]
        How they look (back, then ahead) → farthest stage, its words and the sections, joined with ``|``.
        Empty where no mention says a stage.
    """
    told: dict[str, tuple[str, str, str]] = {}
    for looks in (BACK, AHEAD):
        rows = [row for row in mentions if row.looks == looks and row.stage]
        if rows:
            farthest = max(_RANKS[row.stage] for row in rows)
            best = [row for row in rows if _RANKS[row.stage] == farthest]
            words = _joined(word for row in best for word in row.words.split(LIST_SEPARATOR) if word)
            told[looks] = (best[0].stage, words, _joined(row.section for row in best))
    return told


def figures(table: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Sums of :func:`promises`, a promise in one row only.

    Parameters
    ----------
    table
        Promises, as :func:`promises` gives them: all or some.
    by
        One of :data:`PARTS`.

    Returns
    -------
    pd.DataFrame
        ``value`` (key of the document, code of the county, :data:`SEVERAL` for several and empty
        for none, code of the industry), :data:`MEASURES`, ``ids_<measure>`` with the records that promise
        what is counted, and :data:`RATES`, missing where nothing is due. By plan in the order of the table,
        else most promises first.
    """
    values = _values(table, by)
    rows = [
        {"value": value, **_row(table[(values == value).to_numpy(bool)])} for value in dict.fromkeys(values)
    ]
    columns = ["value", *MEASURES, *RATES, *(f"ids_{name}" for name in MEASURES)]
    found = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(RATES, "Float64"))
    if by == "plan":
        return found
    return found.sort_values(["promised", "value"], ascending=[False, True], ignore_index=True)


def total(table: pd.DataFrame) -> dict[str, Any]:
    """What :func:`figures` tells of a part, of all promises in *table*.

    Parameters
    ----------
    table
        As :func:`promises` gives it.

    Returns
    -------
    dict[str, Any]
        The columns of :func:`figures` but ``value``; all counts 0 where there are none.
    """
    return _row(table)


def never_named(table: pd.DataFrame) -> pd.DataFrame:
    """The promises that are due and whose project no later document names.

    Parameters
    ----------
    table
        As :func:`promises` gives it.

    Returns
    -------
    pd.DataFrame
        With :data:`PROMISE_COLUMNS`, by plan in the order of *table*, then by code of the county.
    """
    silent = table[table["outcome"] == "silent"]
    order = {key: at for at, key in enumerate(dict.fromkeys(table["document"]))}
    sorted_ = silent.assign(at=silent["document"].map(order)).sort_values(
        ["at", "county_code"], kind="stable", ignore_index=True
    )
    return sorted_[PROMISE_COLUMNS]


class _Dues:
    """Which documents could tell what became of the promises of another."""

    def __init__(
        self, documents: Mapping[str, Document], reports: frozenset[str], gazetteer: Gazetteer
    ) -> None:
        ordered = in_time(documents)
        self.order = {one.key: at for at, one in enumerate(ordered)}
        self._documents = documents
        self._scopes = {one.key: scope_of(one, gazetteer) for one in ordered}
        self._reports = [one for one in ordered if one.key in reports]

    def why_not(self, key: str, until: int | None) -> str:
        """Why a promise of a document for the years to *until* is not due; empty when it is."""
        own = self._scopes[key]
        later = [
            one
            for one in self._reports
            if self.order[one.key] > self.order[key] and own is not None and self._scopes[one.key] == own
        ]
        if not later:
            return NO_LATER
        # A report of a year tells of the years before it.
        over = until is not None and any((one.period_start or 0) > until for one in later)
        return "" if over else NOT_OVER


def _promise(key: str, made: Sequence[Any], life: Sequence[Any], dues: _Dues) -> tuple[Any, ...]:
    ends = [int(row.last_year) for row in made if not pd.isna(row.last_year)]
    until = max(ends, default=None)
    why = dues.why_not(key, until)
    said = _said([row for row in life if row.at > made[0].at], is_due=not why)
    farthest = max(made, key=lambda row: _RANKS[row.stage])
    deciding = said.rows[0] if said.rows else None
    last = life[-1]
    first = next((row for row in made if row.listed), made[0])  # a list prints names whole
    return (
        *(first.project, first.name, key, farthest.stage, farthest.words),
        _joined(row.id for row in made),
        *(pd.NA if until is None else until, not why, said.outcome, said.operating, why),
        *((deciding.document, deciding.stage, deciding.words) if deciding else ("", "", "")),
        _joined(row.id for row in said.rows),
        *(last.document, last.id),
        next((row.county_code for row in (*made, *life) if row.county_code), ""),
        next((row.industry for row in (*made, *life) if row.industry), ""),
    )


def _said(later: Sequence[Any], *, is_due: bool) -> _Said:
    """The outcome of a promise by what *later* documents say of the project."""
    reports = [row for row in later if row.looks == BACK]
    if reports:
        strongest = max(_RANKS[row.stage] for row in reports)
        first = next(row for row in reports if _RANKS[row.stage] == strongest)
        rows = tuple(
            row for row in reports if row.document == first.document and _RANKS[row.stage] == strongest
        )
        operating = any(row.stage == "建成" and _operating().search(row.words) for row in reports)
        return _Said(_OUTCOME_OF_RANK[strongest], rows, operating)
    if later:
        return _Said("again", tuple(row for row in later if row.document == later[0].document))
    return _Said("silent" if is_due else "open")


def _values(table: pd.DataFrame, by: str) -> pd.Series[Any]:
    if by == "plan":
        return table["document"]
    if by == "industry":
        return table["industry"]
    codes = table["county_code"]
    return codes.mask(codes.str.contains(LIST_SEPARATOR, regex=False), SEVERAL)


def _row(table: pd.DataFrame) -> dict[str, Any]:
    due = table["due"].to_numpy(bool)
    outcomes = table["outcome"]
    operating = table["operating"].to_numpy(bool)
    selected = {
        "promised": due | True,
        "due": due,
        **{name: (outcomes == name).to_numpy(bool) for name in OUTCOMES},
        "operating": operating,
        "due_begun": due & outcomes.isin(["begun", "built"]).to_numpy(bool),
        "due_built": due & (outcomes == "built").to_numpy(bool),
        "due_operating": due & operating,
    }
    counts = {name: int(mask.sum()) for name, mask in selected.items()}
    rates = {rate: counts[name] / counts["due"] if counts["due"] else pd.NA for rate, name in RATES.items()}
    ids = {f"ids_{name}": _joined(table["ids"][mask]) for name, mask in selected.items()}
    return counts | rates | ids


def _joined(texts: Iterable[str]) -> str:
    return LIST_SEPARATOR.join(dict.fromkeys(texts))


@cache
def _operating() -> re.Pattern[str]:
    """Words by which something built is in use."""
    return re.compile("|".join(row["words"] for row in rules("operating_words")))
