"""Comparisons: figures add up to the table's for any filter, and lead to their records."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.boundaries import load_areas
from projects.errors import InputError
from projects.export.formats.content import Content
from projects.export.formats.layers import county_counts
from projects.model.records import read_records
from projects.presentation.comparecharts import PICK, bars, heat, stacked
from projects.presentation.profiles.words import precision_lines
from projects.store.compare import (
    AREAS,
    COLUMNS,
    PARTITIONS,
    compare,
    concentrations,
    cross,
    query_filters,
    unplaced,
    without_projects,
)
from projects.store.counting import real_keys
from projects.store.filters import Filters, Near
from projects.store.profile import Area, Tables, profile
from projects.store.query import Index, mask
from projects.store.visibility import standing
from projects.vocabulary.style import families

RECORDS = read_records()
INDEX = Index(RECORDS).warm()


@cache
def values(column: str) -> list[str]:
    return sorted({part for text in RECORDS[column] for part in text.split("|")} - {""})


def some(column: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values(column)), max_size=3).map(tuple)


@st.composite
def any_filters(draw: st.DrawFn) -> Filters:
    years = sorted(draw(st.lists(st.integers(2015, 2026), min_size=2, max_size=2)))
    families_too = st.sampled_from([*values("industry"), *(family.code for family in families())])
    towns = [code for code in values("place_code") if code in TOWNS]
    return Filters(
        industry=draw(st.lists(families_too, max_size=3).map(tuple)),
        kind=draw(some("kind")),
        document=draw(some("document")),
        county=draw(some("county_code")),
        town=draw(st.lists(st.sampled_from(towns), max_size=2).map(tuple)),
        level=draw(some("level")),
        year_from=draw(st.sampled_from([None, years[0]])),
        year_to=draw(st.sampled_from([None, years[1]])),
        text=draw(st.sampled_from(["", "", "产业园", "轴承", "liaocheng"])),
        near=draw(st.sampled_from([None, None, Near(115.98, 36.45, 12)])),
    )


TOWNS = set(load_areas().query("level == 'town'").index)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_filters(), st.sampled_from((*PARTITIONS, *AREAS)))
def test_totals_equal_the_tables_and_every_figure_leads_to_its_records(filters: Filters, by: str) -> None:
    shown = int(mask(INDEX, filters).sum())
    found = compare(RECORDS, INDEX, filters, by=by)
    assert found.total == shown
    assert int(found.table["records"].sum()) - found.repeated + found.unassigned == shown
    if by in PARTITIONS:
        assert (found.unassigned, found.repeated) == (0, 0)
    for row in found.table.itertuples():
        if row.query:
            assert int(mask(INDEX, query_filters(row.query)).sum()) == row.records
        else:
            assert row.value == ""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_filters(), st.sampled_from([("document", "family"), ("kind", "level"), ("county", "industry")]))
def test_cells_add_up_and_lead_to_their_records(filters: Filters, sides: tuple[str, str]) -> None:
    cells = cross(RECORDS, INDEX, filters, rows=sides[0], columns=sides[1])
    rows = compare(RECORDS, INDEX, filters, by=sides[0]).table.set_index("value")["records"]
    assert cells.groupby("row")["records"].sum().to_dict() == rows.to_dict()
    for cell in cells.itertuples():
        if cell.query:
            assert int(mask(INDEX, query_filters(cell.query)).sum()) == cell.records


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_filters())
def test_what_is_not_on_the_map_is_accounted_for(filters: Filters) -> None:
    rows = unplaced(RECORDS, INDEX, filters)
    off = standing(RECORDS[mask(INDEX, filters)]) == "off"  # a line about the whole city is drawn
    assert rows["records"].sum() == off.sum()
    assert sum(len(ids.split("|")) for ids in rows["ids"]) == off.sum()
    whole = rows.groupby("query")["records"].sum()
    for query, count in whole.items():  # a line of the same level is selected too
        assert int(mask(INDEX, query_filters(str(query))).sum()) >= count


def test_figures_of_one_industry() -> None:
    found = compare(RECORDS, INDEX, Filters(), by="industry").table.set_index("value")
    assert list(found.reset_index().columns) == COLUMNS
    bearings = RECORDS[RECORDS["industry"] == "bearings"]
    assert found.loc["bearings", "records"] == len(bearings)
    # bases are places of development, no projects
    assert (
        found.loc["bearings", "projects"]
        == real_keys(bearings).nunique()
        < (bearings["kind"] != "base").sum() + 1
    )
    assert found.loc["bearings", "diversity"] == 1.0


def test_an_amount_counts_once_however_many_plans_name_it() -> None:
    records = RECORDS.copy()
    found = records[records["project"] != ""].groupby("project")["kind"]
    of_one_kind = found.filter(lambda kinds: kinds.nunique() == 1 and len(kinds) > 1)
    same = records["project"] == records.loc[of_one_kind.index[0], "project"]
    records.loc[same, "investment_wan_yuan"] = 500.0
    named = compare(records, Index(records), Filters(), by="kind").table["investment_wan_yuan"].sum()
    others = RECORDS.loc[~same, "investment_wan_yuan"].fillna(0).sum()
    assert same.sum() > 1 and named == pytest.approx(500.0 + others)


def test_towns_without_a_project() -> None:
    found = compare(RECORDS, INDEX, Filters(), by="town", empty=True)
    towns = without_projects(load_areas(), found)
    assert set(towns["code"]) == {code for code in TOWNS if not mask(INDEX, Filters(town=(code,))).any()}
    assert len(found.table) == len(TOWNS)


def test_concentrations_of_the_lead_industries() -> None:
    rows = concentrations(RECORDS, INDEX, Filters(), by="town").set_index("industry")
    assert rows.loc["bearings", "place_label"] == "郑家镇"
    assert rows.loc["steel", "place_label"] == "广平镇"
    assert rows["share"].between(0.6, 1).all()


def test_an_industry_without_records_is_concentrated_nowhere() -> None:
    filters = Filters(document=("dongchangfu-2024",))
    some, least = (concentrations(RECORDS, INDEX, filters, by="town", least=number) for number in (1, 0))
    assert len(some) and least.equals(some)


def test_unknown_dimension_is_refused() -> None:
    with pytest.raises(InputError, match="'colour'"):
        compare(RECORDS, INDEX, Filters(), by="colour")


def test_charts_bear_the_colours_of_the_map_and_a_selection() -> None:
    colours = {family.colour for family in families()}
    table = compare(RECORDS, INDEX, Filters(), by="industry").table
    cells = cross(RECORDS, INDEX, Filters(), rows="document", columns="family")
    for chart, coloured in (
        (bars(table, colour="industry"), True),
        (stacked(cells), True),
        (heat(cells), False),
    ):
        text = chart.to_json()
        assert PICK in text and '"query"' in text
        assert (sum(colour in text for colour in colours) >= 8) == coloured


def test_nothing_found_gives_empty_tables_and_charts() -> None:
    nothing = Filters(text="没有这样的项目")
    assert compare(RECORDS, INDEX, nothing, by="county").table.empty
    cells = cross(RECORDS, INDEX, nothing, rows="document", columns="family")
    assert cells.empty and heat(cells).to_json() and stacked(cells).to_json()
    assert unplaced(RECORDS, INDEX, nothing).empty and concentrations(RECORDS, INDEX, nothing).empty


@pytest.mark.parametrize("filters", [Filters(), Filters(industry=("bearings",)), Filters(text="园")])
def test_a_county_leaves_out_its_zones_everywhere_alike(filters: Filters) -> None:
    """Comparison, filter, the layer of counties (badge and exports) and the profile count the same."""
    areas = load_areas()
    chosen = RECORDS[mask(INDEX, filters)]
    told = county_counts(Content(chosen))
    whole = compare(RECORDS, INDEX, filters, by="county", empty=True)
    found = whole.table.set_index("value")["records"]
    assert {"county", "zone"} == set(areas.loc[found.index, "level"])
    for code, count in found.items():
        kept = mask(INDEX, replace(filters, county=(str(code),)))
        assert int(kept.sum()) == count
        assert int(told["records"].get(code, 0)) == count
        if not filters.active():
            assert len(profile(Area(str(code), "", areas.loc[code, "level"]), TABLES).records) == count
    assert int(found.sum()) - whole.repeated + whole.unassigned == len(chosen)


TABLES = Tables()


def test_the_profile_of_a_county_says_that_its_zones_are_left_out() -> None:
    one = profile(Area("371502", "东昌府区", "county"), TABLES)
    assert any("不含其中的功能区" in line for line in precision_lines(one, TABLES, "zh"))
