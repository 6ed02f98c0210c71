"""The page's list: years of the item or else of the plan, and stages where a record tells one."""

from __future__ import annotations

import numpy as np
import pytest

from projects.model.records import frame
from projects.presentation.pageview import COLUMN_PX, PART, view
from projects.store.vocabulary import vocabulary
from tests.projects.samples import sample, samples


@pytest.mark.parametrize(("lang", "stage"), [("zh", "在建"), ("en", "Under way")])
def test_the_list_tells_years_and_stage(lang: str, stage: str) -> None:
    listed = view(samples(), vocabulary(), lang)
    assert listed.columns() == ("name", "mentions", "industry", "place", "years", "stage")
    assert set(listed.columns()) <= set(COLUMN_PX) & {"mentions", *listed.table.columns}
    rows = listed.table[["years", "stage"]].to_dict("records")
    assert rows[1] == {"years": "2021–2025", "stage": stage}
    assert rows[7] == {"years": "2016–2020", "stage": ""}  # those of its plan
    assert rows[9] == {"years": "", "stage": ""}
    assert rows[10]["years"] == "2023"


def test_no_column_of_stages_where_none_is_told() -> None:
    silent = view(frame([sample(1), sample(4)]), vocabulary(), "zh")
    assert "stage" not in silent.columns()
    assert view(frame([]), vocabulary(), "zh").columns() == silent.columns()


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
