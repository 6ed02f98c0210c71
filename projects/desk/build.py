"""People's events over a fresh reading of the documents: what ``python -m projects build`` writes.

Without events the reading is written as it is. A decision whose text has changed is told, and waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from geo.gazetteer_tables import load_gazetteer
from projects.desk.applying import apply
from projects.desk.desk import open_desk
from projects.desk.editions import names_of_editions
from projects.desk.exchange import decisions
from projects.linkage import Decision, match
from projects.model.records import Record
from projects.pipeline import Result


def pairs_decided(store: str | None = None) -> list[Decision]:
    """What people decided about pairs, of the desk's events.

    Parameters
    ----------
    store
        Address of the database; None for the one that the environment names, else the workspace's file.

    Returns
    -------
    list[Decision]
        Those in force.

    Raises
    ------
    InputError
        The database cannot be used, or belongs to another workspace.
    """
    return decisions(open_desk(store=store).events)


def with_events(
    result: Result, *, plans: Path | None = None, store: str | None = None
) -> tuple[Result, Sequence[Record], Sequence[Record]]:
    """A reading with the events in force.

    Parameters
    ----------
    result
        A fresh reading of the registered documents.
    plans
        Folder of the plan files, for their texts; None for the usual ones.
    store
        Address of the database; None for the one that the environment names, else the workspace's file.

    Returns
    -------
    tuple[Result, Sequence[Record], Sequence[Record]]
        *result* as it stands then, the machine's records without those of plans of the desk, and those of
        them that were overruled.

    Raises
    ------
    InputError
        The database cannot be used, or belongs to another workspace.
    """
    desk = open_desk(store=store, plans=plans)
    came = set(desk.from_desk())
    read = [one for one in result.records if one.document not in came]
    decided = [one for one in desk.events if "|" not in one.record]
    if not decided:
        return result, read, ()
    returned = result.records[len(result.matching.records) :]
    applied = apply(result.matching.records, desk.events, desk.text)
    standing = [one for one in applied.standing if one.document not in came]
    matching = match(standing, load_gazetteer(), decisions=applied.decisions)
    editions = names_of_editions(desk, read)
    records = tuple(replace(one, edition=editions.get(one.id, "")) for one in matching.records)
    notices = tuple(
        f"{one.record}: {one.reason}: the decision of {one.state.decisive.by} waits at the desk"
        for one in applied.open.values()
        if one.state.decisive is not None
        and (one.then or one.now) is not None
        and (one.then or one.now).document not in came  # type: ignore[union-attr]
    )
    words = {one.id: (one.document, one.span_start, one.span_end) for one in records}
    held = {key: result.doubted[at] for key, at in words.items() if at in result.doubted}
    done = replace(
        result,
        said=held | result.said,
        records=(*records, *returned),
        matching=replace(matching, records=records),
        notices=(*result.notices, *notices),
    )
    return done, read, applied.overruled
