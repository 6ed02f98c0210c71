"""Decisions about records, each by itself: what a person says is checked and stored, all of it or nothing.

``by`` is who decides, ``why`` the reason. ``expected`` names, by record, the last event that the person saw;
:class:`projects.desk.book.StaleError` when there is a later one. Without it the records are taken as they
stand. InputError when a record is not there or ``by`` is empty. Every function returns the events it stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from projects.build import FACTS, facts_in, shipped_facts
from projects.desk.applying import as_values
from projects.desk.desk import Desk
from projects.desk.drafting import TOGETHER, Expected, distinct, drafted, standing
from projects.desk.events import Draft, Event
from projects.desk.fields import changes, checked
from projects.desk.folding import by_record, in_force, last_to_undo
from projects.desk.passages import words_of
from projects.desk.readings import reading_version
from projects.desk.spots import in_place
from projects.errors import InputError
from projects.georeferencing import courses
from projects.georeferencing.facts import Fact
from projects.model.records import BY_HAND
from projects.recording import made_by_hand


def accept(
    desk: Desk, ids: Sequence[str], *, by: str, why: str = "", expected: Expected = None
) -> list[Event]:
    """The records are right as they stand.

    One that the reading has lost stands from now on because a person says so, whatever its text.

    Parameters
    ----------
    desk, ids
        The desk, and ids of its records, one at least.
    by, why, expected
        As told at the top of the module.

    Returns
    -------
    list[Event]
        One for each record.
    """
    drafts = []
    for one in distinct(ids):
        waiting = desk.applied.open.get(one)
        if waiting is not None and waiting.now is None and waiting.then is not None:
            drafts.append(Draft(one, "add", {}, as_values(waiting.then), why, "", reading_version()))
        else:
            drafts.append(drafted(desk, desk.record(one), "accept", why=why))
    return desk.book.append(drafts, by=by, expected=expected)


def reject(
    desk: Desk, ids: Sequence[str], *, by: str, why: str = "", expected: Expected = None
) -> list[Event]:
    """These are no records of projects.

    Parameters
    ----------
    desk, ids
        The desk, and ids of records that stand there, one at least.
    by, why, expected
        As told at the top of the module; *why* says what they are instead.

    Returns
    -------
    list[Event]
        One for each record.

    Raises
    ------
    InputError
        There is no id, or a record is not there or is rejected already.
    """
    drafts = [drafted(desk, standing(desk, one), "reject", why=why) for one in distinct(ids)]
    return desk.book.append(drafts, by=by, expected=expected)


def edit(
    desk: Desk,
    identifier: str,
    values: Mapping[str, Any],
    *,
    by: str,
    why: str = "",
    expected: Expected = None,
) -> list[Event]:
    """Set fields of a record.

    Parameters
    ----------
    desk, identifier
        The desk, and the id of a record.
    values
        Field (:data:`projects.desk.fields.EDITABLE`) → value, as text or in the field's type.
    by, why, expected
        As told at the top of the module.

    Returns
    -------
    list[Event]
        The one that was stored.

    Raises
    ------
    InputError
        A value does not fit, or nothing would change.
    """
    return desk.book.append([edited(desk, identifier, values, why)], by=by, expected=expected)


def edited(desk: Desk, identifier: str, values: Mapping[str, Any], why: str = "") -> Draft:
    """What :func:`edit` stores; errors as there."""
    record = desk.record(identifier)
    changed = changes(record, {name: checked(name, value) for name, value in values.items()})
    waiting = desk.applied.open.get(identifier)
    if not changed and (waiting is None or waiting.then is None):
        raise InputError(f"{identifier}: nothing changes: {', '.join(values)} is so already")
    if (
        "name" in changed
        and record.method == courses.METHOD
        and courses.course_of(str(changed["name"])) is None
    ):
        changed |= in_place(record.place)  # a line is known by the name: this one names none
    after = replace(record, **changed)
    if (after.period_start or 0) > (after.period_end or 9999):
        raise InputError(f"{identifier}: period_start {after.period_start} is after {after.period_end}")
    return drafted(desk, record, "edit", changed, why)


def place(
    desk: Desk,
    identifier: str,
    spot: Mapping[str, Any],
    *,
    by: str,
    why: str = "",
    expected: Expected = None,
) -> list[Event]:
    """Put a record somewhere else.

    Parameters
    ----------
    desk, identifier
        The desk, and the id of a record that stands there.
    spot
        The columns of its place, as :mod:`projects.desk.spots` gives them.
    by, why, expected
        As told at the top of the module.

    Returns
    -------
    list[Event]
        The one that was stored.

    Raises
    ------
    InputError
        The record is not there or is rejected.
    """
    record = standing(desk, identifier)
    return desk.book.append([drafted(desk, record, "place", dict(spot), why)], by=by, expected=expected)


def add(
    desk: Desk,
    document: str,
    name: str,
    *,
    by: str,
    span: tuple[int, int] | None = None,
    values: Mapping[str, Any] | None = None,
    spot: Mapping[str, Any] | None = None,
    why: str = "",
    expected: Expected = None,
) -> list[Event]:
    """A record that the reading missed, classified and placed as the reading would.

    Parameters
    ----------
    desk, document, name
        The desk, the key of one of its documents, and the record's name as printed there.
    by
        As told at the top of the module.
    span
        Offsets of its words in the document's text. Without it the name is looked for there, and must
        stand in it once; where the text is not at hand the record has none.
    values, spot
        Fields and a place that the person gives, instead of those worked out.
    why, expected
        As told at the top of the module.

    Returns
    -------
    list[Event]
        The one that was stored.

    Raises
    ------
    InputError
        The document is unknown, the words are not the document's, or the record is there already.
    """
    documents = desk.documents
    if document not in documents:
        raise InputError(f"--document {document!r}: no such document; there are {', '.join(documents)}")
    name = str(checked("name", name))
    text = desk.text(document)
    if text is not None:
        span = _found(name, text, span)
    section, item, passage = _around(desk, document, text, span)
    record = made_by_hand(
        documents[document],
        name,
        section=section,
        item=item,
        text=passage or name,
        span=span,
        rule=BY_HAND,
        known=_facts(desk, document),
    )
    given = {key: checked(key, value) for key, value in (values or {}).items()}
    record = replace(record, **changes(record, given), **dict(spot or {}))
    if any(one.id == record.id for one in desk.applied.standing):
        raise InputError(f"{name!r}: is a record already, {record.id}")
    draft = Draft(record.id, "add", {}, as_values(record), why, desk.hash_of(record), reading_version())
    return desk.book.append([draft], by=by, expected=expected)


def undo(desk: Desk, target: str, *, by: str, why: str = "", expected: Expected = None) -> list[Event]:
    """Take back one event, or the last decision in force on a record (or pair).

    With a split go the records it made; an undone undo holds again.

    Parameters
    ----------
    desk, target
        The desk, and the id of an event, record or pair. The token of events that were stored as one
        takes back those of them that are in force.
    by, why, expected
        As told at the top of the module.

    Returns
    -------
    list[Event]
        An ``undo`` for each event taken back.

    Raises
    ------
    InputError
        There is nothing to undo, or the event published an edition: those stay.
    """
    chains = by_record(desk.events)
    chain = chains.get(target)
    if chain is not None:
        event = last_to_undo(chain)
        if event is None:
            raise InputError(f"{target}: no decision is in force on it")
    elif together := [one for one in desk.events if one.before.get(TOGETHER) == target]:
        holding = [one for one in together if one in in_force(chains[one.record])]
        if not holding:
            raise InputError(f"{target}: is undone already")
        return desk.book.append([_undoing(one, why) for one in holding], by=by, expected=expected)
    else:
        event = next((one for one in desk.events if one.event_id == target), None)
        if event is None:
            raise InputError(f"{target}: neither a record with decisions nor an event")
        is_void = event.action != "undo" and event not in in_force(chains[event.record])
        if is_void:
            raise InputError(f"{target}: is undone already")
    if event.action == "publish":
        raise InputError(f"{target}: an edition stays as it is; publish another")
    drafts = [_undoing(event, why)]
    if event.action == "split":
        for child in event.after["into"]:
            added = [one for one in in_force(chains.get(child, [])) if one.action == "add"]
            drafts += [_undoing(one, why) for one in added]
    return desk.book.append(drafts, by=by, expected=expected)


def _undoing(event: Event, why: str) -> Draft:
    return Draft(
        event.record, "undo", {"action": event.action, "by": event.by}, {"undoes": event.event_id}, why
    )


def _found(name: str, text: str, span: tuple[int, int] | None) -> tuple[int, int]:
    """Where *name* stands in *text*; blanks and page breaks within it do not count."""
    if span is not None:
        start, end = span
        if not 0 <= start < end <= len(text):
            raise InputError(f"--span {start}-{end}: the text has {len(text)} characters")
        return span
    pattern = r"\s*".join(map(re.escape, re.sub(r"\s+", "", name)))
    places = [match.span() for match in re.finditer(pattern, text)]
    if len(places) != 1:
        times = f"{len(places)} times" if places else "not"
        raise InputError(f"{name!r}: stands {times} in the document; give its place with --span START-END")
    return places[0]


def _facts(desk: Desk, document: str) -> list[Fact]:
    """What places a record of the document: the workspace's facts, of a plan of the desk its own as well."""
    own = desk.book.plan_tables(document).get(FACTS)
    return [*shipped_facts(desk.folder), *(facts_in(own, Path(document, FACTS)) if own else ())]


def _around(
    desk: Desk, document: str, text: str | None, span: tuple[int, int] | None
) -> tuple[str, str, str]:
    """Section and item of the nearest record before the span, and the words around it."""
    if span is None:
        return "", "", ""
    before = [
        one
        for one in desk.readings
        if one.document == document and one.span_start is not None and one.span_start <= span[0]
    ]
    nearest = max(before, key=lambda one: one.span_start or 0, default=None)
    return (nearest.section if nearest else ""), "", words_of(text or "", *span)
