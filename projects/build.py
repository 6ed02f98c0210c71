"""The shipped tables: what ``python -m projects build`` writes to the workspace, and how it is read back.

================  =============================================================
``mentions.csv``  records, in the order of the registry and of the documents
``tasks.csv``     numbered tasks and rows of responsibility tables
``boxes.csv``     every 专栏 with its counts: entries = records + rejects
``rejects.csv``   what was seen and not kept, with the reason and its place in the text
``facts.csv``     what documents say about who is where (``projects.georeferencing.facts``)
``considered.csv``  places that were considered for a record and not taken
``confidences.csv``  how sure the verdict is of a record (0–1); none of boxes and tables
``stage_words.csv``  the words of a record's stage as printed, and whether its section looks back
``matches.csv``   pairs of records that may be one project, with score and parts; ``matches_review.csv``
                  those that a person should look at; ``decisions.csv`` is what people decided, read only
``positions.csv`` what plans say an area shall be, by keyword (``projects.georeferencing.positioning``)
``documents.csv`` is the registry and is not written.
================  =============================================================

All tables are made before the first is written, and put in place together (``projects.model.manifest``).
Running text that names nothing is told by its position alone: the plans' sentences stay out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path

import pandas as pd

from geo import workspace
from geo.gazetteer_tables import load_gazetteer
from geo.ground.tables import placed_mark
from projects.georeferencing.facts import Fact
from projects.linkage import Decision, read_decisions
from projects.linkage import tables as matching_tables
from projects.model.manifest import put_tables
from projects.model.records import LIST_SEPARATOR, frame, table_bytes
from projects.model.registry import Document
from projects.model.tables import (
    FACT_COLUMNS,
    POSITION_COLUMNS,
    STAGE_WORD_COLUMNS,
    STAGE_WORDS,
    parse_table,
    read_bytes,
    read_table,
)
from projects.pipeline import Result, run

FACTS = "facts.csv"  # in the workspace
TASK_COLUMNS = [
    "document",
    "number",
    "section",
    "span_start",
    "span_end",
    "lead_units",
    "participating_units",
    "leaders",
    "deadline",
]
BOX_COLUMNS = ["document", "section", "title", "entries", "records", "rejects", "reason"]
REJECT_COLUMNS = ["step", "document", "section", "item", "text", "reason", "span_start", "span_end", "rule"]
CONSIDERED_COLUMNS = ["id", "considered"]
CONFIDENCE_COLUMNS = ["id", "confidence"]


def read_documents(
    documents: Iterable[Document],
    plans: Path,
    *,
    decisions: Iterable[Decision] | None = None,
) -> Result:
    """Run the pipeline over registered documents.

    Parameters
    ----------
    documents
        Rows of the registry.
    plans
        Folder with their files.
    decisions
        Of people about pairs of records; None for those in the workspace's table.

    Returns
    -------
    Result
        What came out of them with the facts that the workspace knows; nothing is written.

    Raises
    ------
    MissingError
        A document has no file in *plans*.
    InputError
        A file or a table of the workspace cannot be read, or two files are of one document.
    """
    return run(
        [(document, plans / document.file) for document in documents],
        known=shipped_facts(),
        decisions=read_decisions() if decisions is None else decisions,
    )


def write_tables(result: Result, *, more: Mapping[str, bytes | None] | None = None) -> dict[str, int]:
    """Write all tables to the workspace, all or none.

    Parameters
    ----------
    result
        What a run of the pipeline gave.
    more
        Further files of the same build by name; None instead of content removes one.

    Returns
    -------
    dict[str, int]
        Rows written, by file name, those of *more* left out.

    Raises
    ------
    BusyError, WriteError
        Another process writes to the workspace, or it cannot be written. What was there stays.
    InputError
        An earlier build that waits to be put in place is damaged.
    """
    folder = workspace.current()
    tables = _tables(result)
    written = {name: table_bytes(table) for name, table in tables.items()}
    put_tables(folder, written | placed_mark(folder) | dict(more or {}))
    return {name: len(table) for name, table in tables.items()}


def contents(result: Result) -> dict[str, bytes]:
    """All tables as bytes.

    Parameters
    ----------
    result
        What a run of the pipeline gave.

    Returns
    -------
    dict[str, bytes]
        File name → CSV (UTF-8), the files that :func:`write_tables` writes.
    """
    return {name: table_bytes(table) for name, table in _tables(result).items()}


def _tables(result: Result) -> dict[str, pd.DataFrame]:
    return {
        "mentions.csv": frame(list(result.records)),
        "tasks.csv": _tasks(result),
        "boxes.csv": pd.DataFrame([astuple(box) for box in result.boxes], columns=BOX_COLUMNS),
        "rejects.csv": _rejects(result),
        FACTS: pd.DataFrame([_fact_row(fact) for fact in result.facts], columns=FACT_COLUMNS),
        "considered.csv": pd.DataFrame(
            [(key, text) for key, texts in result.considered.items() for text in texts],
            columns=CONSIDERED_COLUMNS,
        ),
        "confidences.csv": pd.DataFrame(
            [(key, f"{sure:.2f}") for key, sure in result.confidences.items()], columns=CONFIDENCE_COLUMNS
        ),
        STAGE_WORDS: pd.DataFrame(
            [(key, *said) for key, said in result.said.items() if any(said)], columns=STAGE_WORD_COLUMNS
        ),
        "matches.csv": matching_tables.matches(result.matching),
        "matches_review.csv": matching_tables.review(result.matching),
        "positions.csv": pd.DataFrame([astuple(row) for row in result.positions], columns=POSITION_COLUMNS),
    }


def shipped_facts(folder: Path | None = None) -> list[Fact]:
    """Facts of the workspace's documents.

    Parameters
    ----------
    folder
        The workspace; None for the current one.

    Returns
    -------
    list[Fact]
        Those whose place the current workspace's gazetteer has; empty while there is no such table.

    Raises
    ------
    InputError
        The table cannot be read or lacks a column.
    """
    path = (folder or workspace.current()) / FACTS
    return facts_in(read_bytes(path), path) if path.is_file() else []


def facts_in(table: bytes, path: Path) -> list[Fact]:
    """Facts of a table's bytes.

    Parameters
    ----------
    table
        CSV in UTF-8, as ``facts.csv``.
    path
        Where it came from, named in errors.

    Returns
    -------
    list[Fact]
        Those whose place the current workspace's gazetteer has, in the order of the table.

    Raises
    ------
    InputError
        It is no such table or lacks a column.
    """
    gazetteer = load_gazetteer()
    return [
        Fact(
            row.entity,
            place,
            row.document,
            row.section,
            row.item,
            int(row.strength),
            row.is_company == "true",
            row.area,
        )
        for row in parse_table(table, path, FACT_COLUMNS).itertuples(index=False)
        if (place := gazetteer.place(row.place_code)) is not None
    ]


def considered(identifier: str) -> list[str]:
    """Places that were considered for a shipped record and not taken.

    Parameters
    ----------
    identifier
        Id of the record.

    Returns
    -------
    list[str]
        Each with the reason, as in ``东昌府区: only the document's own area``; empty without any.

    Raises
    ------
    InputError
        The table cannot be read or lacks a column.
    """
    path = workspace.current() / "considered.csv"
    if not path.is_file():
        return []
    table = read_table(path, CONSIDERED_COLUMNS)
    return [str(text) for text in table.loc[table["id"] == identifier, "considered"]]


def reading_confidence(identifier: str) -> str:
    """How sure the verdict is of a shipped record, as printed.

    Parameters
    ----------
    identifier
        Id of the record.

    Returns
    -------
    str
        From 0 to 1 with two decimals; empty for a record of a box or table, and for an id that is not there.

    Raises
    ------
    InputError
        The table cannot be read or lacks a column.
    """
    path = workspace.current() / "confidences.csv"
    if not path.is_file():
        return ""
    table = read_table(path, CONFIDENCE_COLUMNS)
    return "".join(table.loc[table["id"] == identifier, "confidence"])


def summary(result: Result) -> str:
    """What each step saw, kept and rejected, each box, and the reasons: plain lines.

    Parameters
    ----------
    result
        What a run of the pipeline gave.

    Returns
    -------
    str
        Lines whose columns are padded with blanks; no line break at the end.
    """
    lines = [f"{'step':8} {'document':22} {'seen':>6} {'kept':>6} {'rejected':>8}"]
    for step in result.steps:
        lines.append(f"{step.step:8} {step.document:22} {step.seen:6d} {step.kept:6d} {step.rejected:8d}")
    lines += ["", f"{'box':34} {'entries':>7} {'records':>7} {'rejects':>7}  title"]
    for box in result.boxes:
        note = f" ({box.reason})" if box.reason else ""
        counts = f"{box.entries:7d} {box.records:7d} {box.rejects:7d}"
        lines.append(f"{box.document + ' ' + box.section:34} {counts}  {box.title}{note}")
    lines += ["", "reasons of rejects"]
    lines += [
        f"{count:6d}  {reason}" for reason, count in Counter(r.reason for r in result.rejects).most_common()
    ]
    levels = Counter(record.level for record in result.records)
    lines += ["", "records by level: " + ", ".join(f"{level} {levels[level]}" for level in sorted(levels))]
    lines += ["", *matching_tables.report(result.matching)]
    return "\n".join(lines)


def _tasks(result: Result) -> pd.DataFrame:
    rows = []
    for document, task in result.tasks:
        start, end = task.body.span(0, len(task.body.text))
        units = (task.lead_units, task.participating_units, task.leaders)
        rows.append(
            (document, task.number, task.section, start, end, *map(LIST_SEPARATOR.join, units), task.deadline)
        )
    return pd.DataFrame(rows, columns=TASK_COLUMNS)


def _rejects(result: Result) -> pd.DataFrame:
    """Rejects; the beginning of the text only where it is an entry of a list."""
    rows = [
        (r.step, r.document, r.section, r.item, r.text if r.item else "", r.reason, *r.span, r.rule)
        for r in result.rejects
    ]
    return pd.DataFrame(rows, columns=REJECT_COLUMNS)


def _fact_row(fact: Fact) -> tuple[str | int | bool, ...]:
    return (
        fact.entity,
        fact.place.name,
        fact.place.code,
        fact.document,
        fact.section,
        fact.item,
        fact.strength,
        fact.is_company,
        fact.area,
    )
