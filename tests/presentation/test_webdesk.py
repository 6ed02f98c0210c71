"""What cards tell of the desk: every event that a record stands on, with both sides of what it changed."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from geo import workspace
from geo.boundaries import load_areas
from projects.desk import deciding, joining
from projects.desk.behind import events_behind
from projects.desk.desk import open_desk
from projects.desk.editions import publish, shown
from projects.desk.exchange import EVENTS, read_events
from projects.desk.spots import in_place
from projects.model.records import from_frame, read_records
from projects.presentation.deskmap import small_map
from projects.presentation.deskrecord import FIELDS
from projects.presentation.fieldwords import in_words
from projects.presentation.webdesk import deeds
from projects.store.database import open_store
from projects.vocabulary.labels import LANGUAGES
from tests.desk.city import make_city


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_field_of_the_desk_shows_a_code(lang: str) -> None:
    """Keys of documents, ids of rules and codes of areas are for programs."""
    records = from_frame(read_records())
    keys = "|".join(map(re.escape, {one.document for one in records}))
    code = re.compile(rf"{keys}|weighed|\b[nch]-[a-z]|(?:verb|state|list|road)-[a-z]|\b371\d{{3,9}}\b")
    shown = {(name, in_words(record, name, lang)) for record in records for name in FIELDS}
    printed = ("name", "entity", "scale", "category", "section", "responsible")
    assert not [each for each in shown if each[0] not in printed and code.search(each[1])]


def test_every_record_of_the_shipped_edition_leads_to_its_events() -> None:
    records = open_store().records()
    told = deeds(records, events_behind(workspace.tables()))
    assert told is not None
    own = Counter(
        each for event in read_events(workspace.shipped() / EVENTS) for each in event.record.split("|")
    )
    for identifier, edition, rows in zip(records["id"], records["edition"], told, strict=True):
        assert len(rows) == own[identifier] + 1, identifier
        assert all(row["by"] and row["at"] for row in rows)
        assert (rows[-1]["did"], rows[-1]["name"]) == ("publish", edition)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return make_city(tmp_path / "city")


def test_a_card_tells_each_action_its_values_and_its_reason(city: Path) -> None:
    with workspace.using(city):
        desk = open_desk(writing=True)
        ids = {one.name: one.id for one in desk.readings}
        (a, b, c, d, e), hostile = list(ids.values())[:5], "<b>长三角</b>"
        deciding.edit(desk, a, {"stage": "开工", "investment_wan_yuan": "12000"}, by="王", why=hostile)
        deciding.place(desk, a, in_place("郑家镇"), by="李")
        deciding.undo(desk, a, by="王")
        joining.match(desk, [a, b], joining.SAME, by="李")
        joining.merge(desk, [b, c], by="王")
        joining.split(desk, d, ["甲项目", "乙项目"], by="王")
        deciding.reject(desk, [e], by="李", why="口号")
        publish(desk, "第一版", by="王")
        tables = shown()
        assert tables is not None
        deciding.reject(open_desk(writing=True), [b], by="李")
        records = open_store(tables / "store.sqlite", tables=tables).records()
        told = deeds(records, events_behind(tables))
        assert told is not None
        by_name = dict(zip(records["id"], told, strict=True))
        names = dict(zip(records["name"], told, strict=True))
    edited, placed, undone, same, edition = by_name[a]
    assert edited["changes"] == [
        ["stage", "在建", "开工", "Under way", "Started"],
        ["investment", "—", "1.2 亿元", "—", "CNY 120 million"],
    ]
    assert edited["why"] == hostile  # a text, which the browser shows as it is
    assert placed["changes"][0][0] == "place" and "郑家镇" in placed["changes"][0][2]
    assert (undone["did"], undone["undone"]) == ("undo", "place")
    assert (same["did"], same["name"]) == ("same", list(ids)[1])
    assert (edition["did"], edition["name"]) == ("publish", "第一版")
    # What stands for another tells it; what was decided after the edition is not on its map.
    assert [row["did"] for row in by_name[b]] == ["same", "merged", "publish"]
    assert [row["did"] for row in names["甲项目"]] == ["split_of", "publish"]
    assert e not in by_name and c not in by_name
    assert json.dumps(told, allow_nan=False)


@pytest.mark.parametrize(("name", "county"), [("莘县化工产业园", "371522"), ("临清经济开发区", "371581")])
def test_the_small_map_shows_what_lies_around_a_place_without_an_outline(name: str, county: str) -> None:
    placed = replace(from_frame(read_records())[0], **in_place(name))
    west, south, east, north = small_map(placed, "zh")["view"]
    bounds = load_areas().geometry[county].bounds
    assert west < bounds[0] and south < bounds[1] and east > bounds[2] and north > bounds[3]
    assert east - west < 2 * (bounds[2] - bounds[0]), "and little more"


def test_tables_without_any_event_have_none(tmp_path: Path) -> None:
    assert events_behind(tmp_path) == []
    assert deeds(open_store().records(), []) is None
