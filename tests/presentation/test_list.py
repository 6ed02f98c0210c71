"""The page's list: years of the item or else of the plan, and stages where a record tells one."""

from __future__ import annotations

import numpy as np
import pytest

from projects.model.records import frame
from projects.presentation import rowlist
from projects.presentation.listtables import PART, view
from projects.store.vocabulary import vocabulary
from projects.vocabulary.style import industries
from tests.projects.samples import sample, samples


@pytest.mark.parametrize(("lang", "stage"), [("zh", "在建"), ("en", "Under way")])
def test_the_list_tells_years_and_stage(lang: str, stage: str) -> None:
    listed = view(samples(), vocabulary(), lang)
    rows = listed.table[["years", "stage"]].to_dict("records")
    assert rows[1] == {"years": "2021–2025", "stage": stage}
    assert rows[7] == {"years": "2016–2020", "stage": ""}  # those of its plan
    assert rows[9] == {"years": "", "stage": ""}
    assert rows[10]["years"] == "2023"


def test_projects_stand_with_their_records_inside_and_areas_behind() -> None:
    rows = frame(
        [
            sample(4, id="a", kind="park", project="", name="园"),
            sample(1, id="b", kind="project", project="p", name="甲"),
            sample(3, id="c", project="", name="单"),
            sample(12, id="d", project="p", name="甲二"),
        ]
    )
    listed = view(rows, vocabulary(), "zh")
    table, record = listed.grouped(np.ones(4, bool))
    assert table["name"].tolist() == ["甲", f"{PART}甲", f"{PART}甲二", "单", "园"]
    assert table["mentions"].astype(object).where(table["mentions"].notna(), None).tolist() == [
        2,
        None,
        None,
        1,
        1,
    ]
    assert record.tolist() == [1, 1, 3, 2, 0]
    # What the filter leaves of a project is counted: a single record needs no line above it.
    table, record = listed.grouped(np.array([True, False, True, True]))
    assert table["name"].tolist() == ["甲二", "单", "园"]
    assert record.tolist() == [3, 2, 0]
    table, record = listed.grouped(np.zeros(4, bool))
    assert len(table) == len(record) == 0


@pytest.mark.parametrize(("lang", "head"), [("zh", "记录 2"), ("en", "Records 2")])
def test_a_row_tells_its_name_above_and_the_facts_below(lang: str, head: str) -> None:
    records = frame(
        [
            sample(1, kind="project", project="p", name="甲"),
            sample(12, kind="project", project="p", name="甲二"),
            sample(3),
        ]
    )
    listed = view(records, vocabulary(), lang)
    table, rows = listed.grouped(np.ones(3, bool))
    shown = rowlist.rows(
        table, ("place", "years"), lang, records=rows, industries=records["industry"].iloc[rows]
    )
    single = rows.tolist().index(2)
    assert sorted(zip(shown["parts"], shown["names"], strict=True))[-2:] == [(1, "甲"), (1, "甲二")]
    assert shown["notes"][shown["parts"].index(1) - 1] == head
    told = [one for one in listed.table.iloc[2][["place", "years"]] if one not in ("", "—")]
    assert shown["notes"][single] == " · ".join(told)
    assert shown["records"] == rows.tolist()
    glyph, _, _ = shown["glyphs"]["styles"][shown["glyphs"]["of"][single]]
    assert glyph == {one.code: one.glyph for one in industries()}[records["industry"].iloc[2]]
    assert rowlist.rows(table, (), lang)["notes"][single] == ""
