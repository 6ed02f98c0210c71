"""What a decision stores of the records that it is about, and whether they are there.

The modules that decide (:mod:`projects.desk.deciding`, :mod:`projects.desk.joining`) make a draft of
each event here and store them all or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from projects.desk.applying import as_values
from projects.desk.desk import Desk
from projects.desk.events import Draft
from projects.desk.folding import CANDIDATE, REJECTED
from projects.desk.readings import reading_version
from projects.errors import InputError
from projects.model.records import Record

Expected = Mapping[str, str] | None
TOGETHER = "together"  # under this, events that were stored as one keep the same token in ``before``


def drafted(
    desk: Desk, record: Record, action: str, after: Mapping[str, Any] | None = None, why: str = ""
) -> Draft:
    """An event on a record as it stands: what a person does to it, *after* what it sets."""
    # Told against the words as the machine reads them now: an edited name is not in the text.
    read = desk.reading(record.id) or record
    return Draft(
        record.id, action, as_values(record), after or {}, why, desk.hash_of(read), reading_version()
    )


def standing(desk: Desk, identifier: str) -> Record:
    """The record, when it stands; InputError when people took it away."""
    state = desk.applied.states.get(identifier)
    if state is not None and state.status == REJECTED and identifier not in desk.applied.open:
        raise InputError(f"{identifier}: is rejected; accept it or undo that first")
    if state is not None and state.status == CANDIDATE and desk.reading(identifier) is None:
        raise InputError(f"{identifier}: no record has this id any more")
    return desk.record(identifier)


def distinct(ids: Sequence[str], *, least: int = 1) -> list[str]:
    """Each of *ids* once, in their order; InputError when they are fewer than *least*."""
    found = list(dict.fromkeys(ids))
    if len(found) < least:
        raise InputError(f"expected {least} different records or more")
    return found
