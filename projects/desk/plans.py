"""A plan that came through the desk as a row of the registry, and back.

Its key is made of its file's hash, so that the same file has the same key and the same record ids in
every workspace, and no name that a visitor gave a file is ever part of a path.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from projects.errors import InputError
from projects.model.registry import COLUMNS, Document

PLAN = "plan"
_KEY_DIGITS = 8
_MOST_NAME = 120


def plan_key(sha256: str) -> str:
    """The key of the plan whose file has this hash."""
    return f"plan-{sha256[:_KEY_DIGITS]}"


def safe_name(name: str) -> str:
    """The last part of a file's name as it was sent, shortened, without control characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*')
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:_MOST_NAME]}{dot}{suffix}" if dot else plain[:_MOST_NAME]


def as_row(document: Document) -> dict[str, Any]:
    """What an event keeps of a plan's row: the columns that say something."""
    row = {"document": document.key, **{name: getattr(document, name) for name in COLUMNS[1:]}}
    return {name: value for name, value in row.items() if value not in ("", None)}


def as_document(row: Mapping[str, Any]) -> Document:
    """The document of :func:`as_row`."""
    texts = {name: str(row.get(name) or "") for name in COLUMNS[1:] if not name.startswith("period")}
    return Document(
        key=str(row["document"]),
        period_start=row.get("period_start"),
        period_end=row.get("period_end"),
        **texts,
    )


def read_period(text: str) -> tuple[int, int]:
    """``2021-2025`` or ``2024`` as first and last year; InputError when it is none."""
    first, _, last = text.replace("–", "-").replace("—", "-").partition("-")
    try:
        years = int(first), int(last or first)
    except ValueError as error:
        raise InputError(f"--period {text!r}: expected years such as 2021-2025") from error
    if not 1980 <= years[0] <= years[1] <= 2100:
        raise InputError(f"--period {text!r}: expected years such as 2021-2025, the first one first")
    return years
