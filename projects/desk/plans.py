"""A plan that came through the desk as a row of the registry, and back; its records under a corrected head.

Its key is made of its file's hash, so that the same file has the same key and the same record ids in
every workspace, and no name that a visitor gave a file is ever part of a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from projects.desk.spots import NOWHERE, in_place
from projects.errors import InputError
from projects.model.records import Record
from projects.model.registry import COLUMNS, Document

PLAN = "plan"
_KEY_DIGITS = 8
_MOST_NAME = 120
_BY_AREA = "scope"  # the method of a record that only its document's area places


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


_HEAD = ("title", "issuer", "issued", "period_start", "period_end", "scope", "scope_level")


def head_row(document: Document) -> dict[str, Any]:
    """The columns that a plan's head fills, empty ones too: a correction may empty one."""
    return {name: getattr(document, name) for name in _HEAD}


def following(records: Iterable[Record], read: Document, now: Document) -> list[Record]:
    """The *records* of a plan that was *read* under one head, as they are under the one it has *now*."""
    found = list(records)
    if (read.period_start, read.period_end) != (now.period_start, now.period_end):
        found = [replace(one, plan_start=now.period_start, plan_end=now.period_end) for one in found]
    if read.scope != now.scope:
        # Without an area a record that nothing else places has no place.
        spot = in_place(now.scope) if now.scope else NOWHERE
        told = {"method": _BY_AREA, "evidence": f"{_BY_AREA}: {now.scope}"} if now.scope else {}
        found = [
            replace(one, **spot | told | {"confidence": one.confidence}) if one.method == _BY_AREA else one
            for one in found
        ]
    return found


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
