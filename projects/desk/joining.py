"""Decisions that concern several records: they are one project, one was printed twice, one holds several.

``by``, ``why``, ``expected`` and what is returned are as in :mod:`projects.desk.deciding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from projects.desk.applying import as_values
from projects.desk.desk import Desk
from projects.desk.drafting import Expected, distinct, drafted, standing
from projects.desk.events import Draft, Event, pair_key
from projects.desk.exchange import SIDES
from projects.desk.fields import checked
from projects.desk.readings import reading_version
from projects.errors import InputError
from projects.linkage.decisions import VERDICTS
from projects.model.records import BY_HAND, Record
from projects.recording import record_id

SAME, DIFFERENT = VERDICTS


def match(
    desk: Desk, ids: Sequence[str], verdict: str, *, by: str, why: str = "", expected: Expected = None
) -> list[Event]:
    """The records are the same project, or different ones: each with the first.

    Parameters
    ----------
    desk, ids
        The desk, and ids of two different records that stand there or more.
    verdict
        :data:`SAME` or :data:`DIFFERENT`.
    by, why, expected
        As told at the top of the module; *expected* by the key of a pair.

    Returns
    -------
    list[Event]
        One for each pair of the first with another.

    Raises
    ------
    InputError
        The verdict is another, there are fewer records, or one is not there.
    """
    if verdict not in VERDICTS:
        raise InputError(f"{verdict!r}; expected {' or '.join(VERDICTS)}")
    records = [standing(desk, one) for one in distinct(ids, least=2)]
    drafts = []
    for other in records[1:]:
        a, b = sorted((records[0], other), key=lambda record: record.id)
        sides = dict(zip(SIDES, (a.document, a.name, b.document, b.name), strict=True))
        drafts.append(
            Draft(
                pair_key(a.id, b.id),
                "match",
                sides,
                {"verdict": verdict},
                why,
                reading_version=reading_version(),
            )
        )
    return desk.book.append(drafts, by=by, expected=expected)


def merge(
    desk: Desk, ids: Sequence[str], *, by: str, why: str = "", expected: Expected = None
) -> list[Event]:
    """The further records are the first one printed again: they go, it stands for all.

    Parameters
    ----------
    desk, ids
        The desk, and ids of two different records that stand there or more; the first stays.
    by, why, expected
        As told at the top of the module.

    Returns
    -------
    list[Event]
        One for each record that goes.

    Raises
    ------
    InputError
        There are fewer records, or one is not there.
    """
    records = [standing(desk, one) for one in distinct(ids, least=2)]
    drafts = [drafted(desk, one, "merge", {"into": records[0].id}, why) for one in records[1:]]
    return desk.book.append(drafts, by=by, expected=expected)


def split(
    desk: Desk, identifier: str, names: Sequence[str], *, by: str, why: str = "", expected: Expected = None
) -> list[Event]:
    """Several projects in one record: each becomes a record of its own in its place.

    Parameters
    ----------
    desk, identifier
        The desk, and the id of a record that stands there.
    names
        Of the projects, two or more, each once; one that stands in the record's words gets its own span.
    by, why, expected
        As told at the top of the module.

    Returns
    -------
    list[Event]
        The ``split``, then an ``add`` for each name.

    Raises
    ------
    InputError
        There are fewer names, one is given twice, is the record's whole name or is a record already.
    """
    record = standing(desk, identifier)
    names = [str(checked("name", name)) for name in names]
    if len(names) < 2 or len(set(names)) < len(names):
        told = "、".join(names)
        raise InputError(f"{identifier}: expected two names or more, each once; got {told}")
    text = desk.text(record.document)
    taken = {one.id for one in desk.applied.standing}
    drafts = [drafted(desk, record, "split", {"into": []}, why)]
    children = []
    for name in names:
        span = _span_of(name, record, text)
        child = replace(
            record,
            id=record_id(record.document, record.section, record.item, name),
            name=name,
            span_start=span[0],
            span_end=span[1],
            reading_rule=BY_HAND,
            status="candidate",
        )
        if child.id in taken and child.id != record.id:
            raise InputError(f"{name!r}: is a record of its own already, {child.id}")
        if child.id == record.id:
            raise InputError(f"{name!r}: is the record's whole name; edit it, and add the other")
        children.append(child)
        drafts.append(
            Draft(
                child.id,
                "add",
                {"split_of": record.id},
                as_values(child),
                why,
                desk.hash_of(child),
                reading_version(),
            )
        )
    drafts[0] = replace(drafts[0], after={"into": [child.id for child in children]})
    return desk.book.append(drafts, by=by, expected=expected)


def _span_of(name: str, record: Record, text: str | None) -> tuple[int | None, int | None]:
    """Where a part of a record's name stands; the whole record's span when that is not known."""
    if text is not None and record.span_start is not None and record.span_end is not None:
        at = text.find(name, record.span_start, record.span_end)
        if at >= 0:
            return at, at + len(name)
    return record.span_start, record.span_end
