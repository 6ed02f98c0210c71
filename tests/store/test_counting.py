"""The five figures add up, and projects are counted once."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import load_areas
from projects.model.records import LIST_SEPARATOR, frame, read_records
from projects.store.counting import FIGURES, counts, real_keys
from projects.store.geometry import geometries, points
from projects.store.project_table import columns, real_projects
from projects.store.visibility import has_symbol, standing, without_false_points
from tests.projects.samples import sample, samples

RECORDS = read_records()


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, len(RECORDS) - 1)))
def test_the_figures_add_up_for_any_set(rows: set[int]):
    some = RECORDS.iloc[sorted(rows)]
    found = counts(some)
    assert found.drawn + found.county + found.unplaced == found.records == len(some)
    assert found.projects <= (some["kind"] == "project").sum()
    assert len(real_projects(some, RECORDS)) == found.projects
    assert sum(shape is not None for shape in geometries(some)) == found.drawn
    on_line = int((standing(some) == "line").sum())
    assert len(set(points(some).row.tolist())) == found.drawn - on_line, "a line has no point"


def test_the_shipped_records():
    found = counts(RECORDS)
    assert found.records == len(RECORDS) and tuple(found.as_dict()) == FIGURES
    # Towns, parks and bases are no projects; what several items name is one.
    assert (
        found.projects == real_keys(RECORDS).nunique() < (RECORDS["kind"] == "project").sum() < len(RECORDS)
    )


def test_what_has_no_symbol_has_no_point():
    marks = standing(RECORDS, load_areas())
    has_point = (RECORDS["lon"].notna() & RECORDS["lat"].notna()).to_numpy(bool)
    is_pin = has_symbol(marks) & (marks != "line")
    assert (has_point == is_pin).all(), "the table itself holds no point that is not one"
    level = RECORDS["level"].to_numpy(dtype=object)
    assert not has_point[(level == "county") | (level == "city") | (level == "none")].any()


def test_a_point_of_another_table_that_is_none_is_emptied():
    rows = frame([sample(11, lon=115.9, lat=36.4), sample(1)])
    cleaned = without_false_points(rows)
    assert cleaned["lon"].isna().tolist() == [True, False]
    assert without_false_points(cleaned) is cleaned


def test_several_places_are_points_only_where_there_is_ground():
    one = frame([sample(5, place_code="371502105|371503|371522P15")])
    assert len(points(one).row) == 1, "neither the county nor the park of unknown extent"
    assert len(points(frame([sample(6)])).row) == 0


def test_a_project_over_its_records():
    rows = frame(
        [
            sample(1, id="a", kind="base", project="p", plan_start=2016, document="liaocheng-13fyp"),
            sample(12, id="b", project="p", name="粗", plan_start=2021, stage="在建"),
            sample(2, id="c", project="p", name="细", plan_start=2021, investment_wan_yuan=5.0, stage=""),
            sample(3, id="d", kind="town", project=""),
        ]
    )
    table = real_projects(rows, reasons={frozenset("ab"): "1.0 (name 1)"})
    assert tuple(table.columns) == columns()
    (row,) = table.to_dict("records")
    assert (row["id"], row["name"], row["level"]) == ("p", "细", "town"), "most precise of the projects"
    assert row["mention_ids"].split(LIST_SEPARATOR) == ["a", "b", "c"] and row["mentions"] == 3
    assert (row["first_plan"], row["stage"], row["investment_wan_yuan"]) == ("liaocheng-13fyp", "在建", 5.0)
    assert row["why_one"] == "a=b: 1.0 (name 1)"
    part = real_projects(rows[rows["id"] == "c"], rows)
    assert (part["mentions"][0], part["selected"][0]) == (3, 1), "its life does not change with the filter"
    assert real_projects(rows[rows["id"] == "d"], rows).empty


def test_no_records():
    none = samples().iloc[:0]
    assert set(counts(none).as_dict().values()) == {0}
    assert isinstance(real_projects(none), pd.DataFrame)
