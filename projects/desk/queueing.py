"""What to look at next, and how far the checking is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from projects.desk.applying import Open
from projects.desk.desk import Desk
from projects.desk.folding import CANDIDATE, REJECTED
from projects.model.records import Record


@dataclass(frozen=True, slots=True)
class Progress:
    """Of *total* records so many are checked; ``waiting`` are to be looked at again."""

    checked: int
    total: int
    waiting: int


def queue(
    desk: Desk,
    *,
    status: str | None = None,
    document: str | None = None,
    section: str | None = None,
    rule: str | None = None,
    below: float | None = None,
    is_open: bool = False,
    among: Collection[str] | None = None,
) -> list[tuple[Record, Open | None]]:
    """Records to look at: those whose text changed first, then by confidence, the lowest first.

    Parameters
    ----------
    desk
        Whose records are listed.
    status
        One of :data:`projects.desk.folding.STATUSES`; None for all but rejected ones.
    document
        Key of the document; None for all, as with *section* and *rule*.
    section
        As the record has it.
    rule
        Reading rule of the record.
    below
        Confidence of the place, from 0 to 1, that the record stays under; one without any counts as 0.
    is_open
        Whether only records with a decision that waits are listed.
    among
        Ids to choose from; None for all.

    Returns
    -------
    list[tuple[Record, Open | None]]
        Each record with the decision that waits, None without one.
    """
    applied = desk.applied
    records: list[Record] = list(applied.standing)
    standing = {record.id for record in records}
    records += [one.then for key, one in applied.open.items() if key not in standing and one.then is not None]
    if status == REJECTED:
        records = [one for one in applied.overruled if one.status == REJECTED]
    chosen = [
        record
        for record in records
        if (status is None or record.status == status)
        and (document is None or record.document == document)
        and (section is None or record.section == section)
        and (rule is None or record.reading_rule == rule)
        and (below is None or (record.confidence or 0) < below)
        and (not is_open or record.id in applied.open)
        and (among is None or record.id in among)
    ]
    ordered = sorted(
        chosen,
        key=lambda one: (one.id not in applied.open, one.confidence or 0, one.document, one.span_start or 0),
    )
    return [(record, applied.open.get(record.id)) for record in ordered]


def progress(desk: Desk) -> dict[str, Progress]:
    """How far each document is. Rejected records are checked.

    Parameters
    ----------
    desk
        Whose records are counted.

    Returns
    -------
    dict[str, Progress]
        By the document's key; all together under the empty key.
    """
    return desk.remembered("progress", lambda: _progress(desk))


def _progress(desk: Desk) -> dict[str, Progress]:
    applied = desk.applied
    figures: dict[str, list[int]] = {"": [0, 0, 0]}
    rejected = [one for one in applied.overruled if one.status == REJECTED]
    for record in (*applied.standing, *rejected):
        for key in ("", record.document):
            done = figures.setdefault(key, [0, 0, 0])
            done[0] += record.status != CANDIDATE
            done[1] += 1
    for one in applied.open.values():
        about = one.now or one.then
        for key in ("", *([about.document] if about else [])):
            figures.setdefault(key, [0, 0, 0])[2] += 1
    return {key: Progress(*figure) for key, figure in figures.items()}
