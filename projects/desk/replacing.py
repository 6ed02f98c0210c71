"""Find and replace in a field of many records: looked at first, stored as one, taken back as one.

Each record gets an ``edit`` of its own, so that its life tells what happened to it; what was replaced
together bears the same token (``together`` in what the events keep of before), by which it is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from projects.desk.deciding import edited
from projects.desk.desk import Desk
from projects.desk.drafting import TOGETHER
from projects.desk.events import Event, new_id
from projects.desk.fields import checked
from projects.errors import InputError
from projects.model.records import Record

FIELDS = ("name", "category", "entity", "scale", "responsible")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A record of which a field would change, and that field as it is and as it would be."""

    record: Record
    before: str
    after: str


def preview(records: Iterable[Record], field: str, find: str, put: str) -> list[Replacement]:
    """What would change if some words became others in a field of the records.

    Parameters
    ----------
    records
        Among which to look.
    field
        One of :data:`FIELDS`.
    find
        The words as they are written, no pattern.
    put
        What stands in their place; empty takes them out.

    Returns
    -------
    list[Replacement]
        Of the records that would change, in their order.

    Raises
    ------
    InputError
        The field is another, *find* is empty, or a value would not fit.
    """
    if field not in FIELDS:
        raise InputError(f"{field!r}: expected one of {', '.join(FIELDS)}")
    if not find:
        raise InputError("nothing to find; expected some words")
    values = ((record, str(getattr(record, field))) for record in records)
    found = (
        Replacement(record, value, checked(field, value.replace(find, put)))
        for record, value in values
        if find in value
    )
    return [one for one in found if one.before != one.after]


def replace_all(
    desk: Desk,
    found: Iterable[Replacement],
    field: str,
    *,
    by: str,
    why: str = "",
    expected: Mapping[str, str] | None = None,
) -> list[Event]:
    """Store what :func:`preview` showed, all of it or nothing.

    Parameters
    ----------
    desk
        Where it is stored.
    found
        As :func:`preview` gave it.
    field
        The same as there.
    by, why
        Who decides, not empty, and the reason.
    expected
        By record the last event as it was seen; None takes the records as they stand.

    Returns
    -------
    list[Event]
        An ``edit`` for each record, with one token.

    Raises
    ------
    InputError
        *found* is empty, a record is not any more as it was shown, or a value does not fit.
    StaleError
        A record has an event after the one in *expected*.
    """
    token = new_id()
    drafts = []
    for one in found:
        if getattr(desk.record(one.record.id), field) != one.before:
            raise InputError(f"{one.record.id}: {field} is {one.before!r} no more; look again")
        draft = edited(desk, one.record.id, {field: one.after}, why)
        drafts.append(replace(draft, before={**draft.before, TOGETHER: token}))
    if not drafts:
        raise InputError("nothing to replace")
    return desk.book.append(drafts, by=by, expected=expected)
