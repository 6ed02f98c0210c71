"""The shipped map is an edition: every record was decided on, and its events say how."""

from __future__ import annotations

from collections import Counter

import pytest

from geo import workspace
from projects.desk.events import Event
from projects.desk.exchange import EVENTS, read_events
from projects.desk.folding import REJECTED, states
from projects.desk.readings import OVERRULED, read_readings
from projects.model.records import COLUMNS, read_records
from projects.model.registry import read_registry
from projects.model.tables import read_table

FOLDER = workspace.current()


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return read_events(FOLDER / EVENTS)


def test_nothing_on_the_map_is_unchecked() -> None:
    records = read_records()
    assert set(records["status"]) == {"confirmed", "edited"}
    assert set(records["document"]) == set(read_registry())


def test_the_records_bear_the_edition_that_the_events_publish(events: list[Event]) -> None:
    published = [one for one in events if one.action == "publish"][-1]
    assert set(read_records()["edition"]) == {published.after["name"]}
    assert published.after["records"] == len(read_records())


def test_every_reading_was_decided_on_and_every_refusal_says_why(events: list[Event]) -> None:
    found = states(events)
    readings = read_readings(FOLDER)
    assert [one.id for one in readings if one.id not in found] == []
    refused = [one for one in readings if found[one.id].status == REJECTED]
    assert refused
    assert all(found[one.id].decisive.why for one in refused)  # type: ignore[union-attr]
    assert not {one.id for one in refused} & set(read_records()["id"])


def test_read_and_added_less_refused_is_what_stands(events: list[Event]) -> None:
    readings = read_readings(FOLDER)
    read = {one.id for one in readings}
    known = read | {one.record for one in events if one.action == "add"}
    # What was refused and is not read any more needs no refusing.
    refused = {one.record for one in events if one.action == "reject"} & known
    assert len(known) - len(refused) == len(read_records())
    overruled = read_table(FOLDER / OVERRULED, ("row_before", *COLUMNS))
    rejected = refused & read
    edited = ({one.record for one in events if one.action in ("edit", "place")} & read) - rejected
    assert Counter(overruled["status"]) == {"rejected": len(rejected), "edited": len(edited)}


def test_no_sentence_of_a_document_stands_in_the_events(events: list[Event]) -> None:
    told = [
        text
        for one in events
        for side in (one.before, one.after)
        for text in side.values()
        if isinstance(text, str)
    ]
    assert [text for text in told if "。" in text or len(text) > 200] == []
