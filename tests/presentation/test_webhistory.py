"""Timelines on cards: they say what the history says, and lead to the right records."""

from __future__ import annotations

import pytest

from projects.model.registry import read_registry
from projects.presentation.webhistory import Timelines, Whole, timelines
from projects.store.database import open_store
from projects.store.history import histories, read_links

STORE = open_store()
RECORDS = STORE.records()
WHOLE = Whole(RECORDS, STORE.documents())
HISTORY = histories(RECORDS, read_registry(), links=read_links())


@pytest.fixture(scope="module")
def told() -> Timelines:
    return timelines(RECORDS["id"], WHOLE)


def item_of(told: Timelines, name: str, document: str):
    row = RECORDS.index[(RECORDS["name"] == name) & (RECORDS["document"] == document)][0]
    number = told.numbers[RECORDS.index.get_loc(row)]
    return None if number is None else told.items[number]


def test_every_row_of_a_history_that_has_more_than_one_is_told(told: Timelines):
    keys = RECORDS["project"].where(RECORDS["project"] != "", RECORDS["id"]).tolist()
    documents = STORE.documents()["document"].tolist()
    for key, number in zip(keys, told.numbers, strict=True):
        rows = HISTORY[HISTORY["project"] == key]
        if number is None:
            assert len(rows) == 1, key
            continue
        shown = [(documents[row["plan"]], row["state"]) for row in told.items[number]["rows"]]
        assert shown == list(zip(rows["document"], rows["state"], strict=True)), key


def test_a_project_of_six_documents_and_one_that_a_later_plan_names_no_more(told: Timelines):
    rows = item_of(told, "郑济高铁", "liaocheng-13fyp")["rows"]
    assert [row["state"] for row in rows] == ["new", *["carried"] * 5]
    years = [told.plans[row["plan"]]["years"] for row in rows]
    assert years == ["2016–2020", "2021", "2021–2025", "2022", "2023", "2023–2025"]
    rows = item_of(told, "轴承保持器产业振兴基地", "dongchangfu-2024")["rows"]
    assert [row["state"] for row in rows] == ["new", "carried", "not_named"]
    assert "named" not in rows[-1]


def test_parts_and_wholes_point_at_each_other(told: Timelines):
    joint = "寒香街、姚庄路项目（含班滑河桥）"
    whole = item_of(told, joint, "dongchangfu-14fyp")["related"]
    part = item_of(told, "寒香街", "dongchangfu-2022")["related"]
    assert ("part", "寒香街") in [(each["side"], each["named"][1]) for each in whole]
    assert [(each["side"], each["named"][1]) for each in part] == [("whole", joint)]
    assert RECORDS["name"].iloc[part[0]["named"][0]] == joint


def test_a_map_of_some_records_tells_the_same_but_leads_only_to_its_own():
    some = RECORDS["id"][RECORDS["document"] == "liaocheng-13fyp"]
    told = timelines(some, WHOLE)
    named = RECORDS.loc[some.index, "name"].tolist()
    rows = told.items[told.numbers[named.index("郑济高铁")]]["rows"]
    assert [row["state"] for row in rows] == ["new", *["carried"] * 5]
    assert [row["named"][0][0] >= 0 for row in rows] == [True, *[False] * 5]
    assert len(told.numbers) == len(some)


def test_figures_are_shown_only_where_a_list_prints_them(told: Timelines):
    listed = set(RECORDS["id"][RECORDS["listed"]])
    ids = RECORDS["id"].tolist()
    for each in told.items:
        for row in each["rows"]:
            if "scale" in row or "investment_zh" in row:
                assert any(ids[record] in listed for record, _ in row["named"])
