"""The shipped map is an edition: every record was decided on, and its events say how."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import workspace
from projects.desk.applying import REREAD
from projects.desk.desk import open_desk
from projects.desk.events import Event
from projects.desk.exchange import EVENTS, read_events
from projects.desk.folding import REJECTED, states
from projects.desk.queueing import progress
from projects.desk.readings import OVERRULED, read_readings
from projects.model.records import BY_HAND, COLUMNS, Record, from_frame, read_records
from projects.model.registry import PLANS_VARIABLE, read_registry
from projects.model.tables import read_table
from projects.store.address import VARIABLE

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


def otherwise(readings: list[Record], standing: list[Record]) -> set[str]:
    """Readings of the very words of a record that stands on a person's word: the person's holds."""
    held = [one for one in standing if one.reading_rule == BY_HAND and one.span_start is not None]
    return {
        one.id
        for one in readings
        for other in held
        if one.document == other.document
        and one.id != other.id
        and one.span_start is not None
        and one.span_start < other.span_end
        and other.span_start < one.span_end  # type: ignore[operator]
    }


def test_every_reading_was_decided_on_and_every_refusal_says_why(events: list[Event]) -> None:
    found = states(events)
    readings = read_readings(FOLDER)
    undecided = {one.id for one in readings if one.id not in found}
    assert undecided <= otherwise(readings, from_frame(read_records()))
    readings = [one for one in readings if one.id in found]
    refused = [one for one in readings if found[one.id].status == REJECTED]
    assert refused
    assert all(found[one.id].decisive.why for one in refused)  # type: ignore[union-attr]
    assert not {one.id for one in refused} & set(read_records()["id"])


def test_read_and_held_less_refused_is_what_stands(events: list[Event]) -> None:
    found = states(events)
    readings = read_readings(FOLDER)
    read = {one.id for one in readings}
    standing = from_frame(read_records())
    held = {one.id for one in standing if one.id not in read}
    assert all(found[one].is_decided for one in held)
    refused = {one for one in read if one not in found or found[one].status == REJECTED}
    assert len(read | held) - len(refused) == len(standing)
    overruled = read_table(FOLDER / OVERRULED, ("row_before", *COLUMNS))
    edited = ({one.record for one in events if one.action in ("edit", "place")} & read) - refused
    assert Counter(overruled["status"]) == {"rejected": len(refused), "edited": len(edited)}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped workspace as on an ordinary installation: no desk yet, and no plans, which nobody gets."""
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "none").mkdir()
    monkeypatch.setenv(PLANS_VARIABLE, str(tmp_path / "none"))
    leave = shutil.ignore_patterns("*.sqlite*", "editions", "own", ".*")
    city = Path(shutil.copytree(FOLDER, tmp_path / "city", ignore=leave))
    with workspace.using(city):
        yield city


def test_every_decision_holds_where_the_plans_are_not_at_hand(installed: Path) -> None:
    desk = open_desk(installed)
    assert all(desk.text(key) is None for key in desk.documents)
    assert {one.id for one in desk.applied.standing} == set(read_records()["id"])
    assert {one.reason for one in desk.applied.open.values()} <= {REREAD}
    done = progress(desk)[""]
    assert done.checked == done.total
    assert done.waiting == len(desk.applied.open)


def test_no_sentence_of_a_document_stands_in_the_events(events: list[Event]) -> None:
    told = [
        text
        for one in events
        for side in (one.before, one.after)
        for text in side.values()
        if isinstance(text, str)
    ]
    assert [text for text in told if "。" in text or len(text) > 200] == []
