"""The registry of plan documents: what each is, which years and which area it speaks for.

Input: a CSV with the columns of :data:`COLUMNS` (``documents.csv`` in the workspace has one row per
document of its city). A file that no registry names is read all the same: its key
is the file's stem, its period and scope stay unknown unless the caller gives them.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from geo import DATA_DIR, tables, workspace
from geo.errors import TableError
from projects.errors import InputError, MissingError

REGISTRY = "documents.csv"  # in the workspace
PLANS_VARIABLE = "PROJECT_MAP_PLANS"
COLUMNS = (
    "document",
    "file",
    "title",
    "issuer",
    "number",
    "issued",
    "period_start",
    "period_end",
    "scope",
    "scope_level",
    "kind",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One registered plan. ``scope`` is the place the plan is for, empty when unknown."""

    key: str
    file: str
    title: str = ""
    issuer: str = ""
    number: str = ""
    issued: str = ""
    period_start: int | None = None
    period_end: int | None = None
    scope: str = ""
    scope_level: str = ""
    kind: str = ""

    @property
    def year(self) -> int | None:
        """The year whose place names hold: that of issue, else the first of the period."""
        printed = re.match(r"\d{4}", self.issued)
        return int(printed.group()) if printed else self.period_start


def plans_dir() -> Path:
    """Folder of the plan documents: ``$PROJECT_MAP_PLANS``, else ``shared/plans`` beside the project.

    Returns
    -------
    Path
        It need not be there.
    """
    named = os.environ.get(PLANS_VARIABLE)
    return Path(named) if named else DATA_DIR.parent.parent / "shared" / "plans"


def read_registry(path: Path | None = None) -> dict[str, Document]:
    """Documents by key.

    Parameters
    ----------
    path
        A CSV with ``document`` and ``file`` among its columns; the workspace's registry when None.

    Returns
    -------
    dict[str, Document]
        In file order; columns that the file lacks are empty.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        It is no CSV in UTF-8, a column is missing, a key is empty or stands twice or a year is no year.
    """
    path = path or workspace.tables() / REGISTRY
    if not path.is_file():
        raise MissingError(f"{path}: no such registry file")
    try:
        header, rows = tables.header(path), tables.rows(path, ())
    except TableError as error:
        raise InputError(str(error)) from error
    missing = [name for name in COLUMNS[:2] if name not in header]
    if missing:
        raise InputError(f"{path}: column {missing[0]!r} is missing; expected {', '.join(COLUMNS)}")
    documents: dict[str, Document] = {}
    for row, where in rows:
        document = _document(row, where)
        if document.key in documents:
            raise InputError(f"{where}: document {document.key!r} stands twice")
        documents[document.key] = document
    return documents


def find_document(file: Path, registry: dict[str, Document]) -> Document:
    """The registry's row for *file*, or an unregistered document named by its stem.

    Parameters
    ----------
    file
        Path of a document, of which only the file name is compared.
    registry
        Documents by key.

    Returns
    -------
    Document
        An unregistered one has a key and a file name, and nothing else.
    """
    for document in registry.values():
        if Path(document.file).name == file.name:
            return document
    return Document(key=file.stem, file=file.name)


def _document(row: dict[str, str], where: str) -> Document:
    key = (row.get("document") or "").strip()
    if not key:
        raise InputError(f"{where}: the column 'document' is empty; expected a key")
    texts = {name: (row.get(name) or "").strip() for name in COLUMNS[1:]}
    return Document(
        key=key,
        file=texts["file"],
        title=texts["title"],
        issuer=texts["issuer"],
        number=texts["number"],
        issued=texts["issued"],
        period_start=_year(texts["period_start"], where, "period_start"),
        period_end=_year(texts["period_end"], where, "period_end"),
        scope=texts["scope"],
        scope_level=texts["scope_level"],
        kind=texts["kind"],
    )


def _year(text: str, where: str, column: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise InputError(f"{where}: {column} is {text!r}; expected a year such as 2021")
    return int(text)
