"""The page's list: years of the item or else of the plan, and stages where a record tells one."""

from __future__ import annotations

import pytest

from projects.asking.vocabulary import vocabulary
from projects.records import frame
from projects.showing.pageview import COLUMN_PX, view
from tests.projects.samples import sample, samples


@pytest.mark.parametrize(("lang", "stage"), [("zh", "在建"), ("en", "Under way")])
def test_the_list_tells_years_and_stage(lang: str, stage: str) -> None:
    listed = view(samples(), vocabulary(), lang)
    assert listed.columns() == ("name", "industry", "place", "years", "stage")
    assert set(listed.columns()) <= set(COLUMN_PX) & set(listed.table.columns)
    rows = listed.table[["years", "stage"]].to_dict("records")
    assert rows[1] == {"years": "2021–2025", "stage": stage}
    assert rows[7] == {"years": "2016–2020", "stage": ""}  # those of its plan
    assert rows[9] == {"years": "", "stage": ""}
    assert rows[10]["years"] == "2023"


def test_no_column_of_stages_where_none_is_told() -> None:
    silent = view(frame([sample(1), sample(4)]), vocabulary(), "zh")
    assert "stage" not in silent.columns()
    assert view(frame([]), vocabulary(), "zh").columns() == silent.columns()
