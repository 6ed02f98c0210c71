"""Each line of the totals is what the filter by it gives; the workbook says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest

from geo.assets import install_assets
from geo.workspace import tables
from projects.presentation.listing import ORDERS, STAGES
from projects.presentation.pagedata import PageData, read_page_data
from projects.presentation.totals import BY, as_text, as_workbook, lead, table
from projects.store.counting import counts, named_investment
from projects.store.filters import Filters
from projects.store.followup import of_records
from projects.store.query import mask
from projects.store.visibility import has_symbol
from projects.vocabulary import labels

WORDS = labels.texts("zh")
QUERIES = [Filters(), Filters(industry=("machinery",)), Filters(town=("郑家镇", "沙镇镇"), year_from=2021)]


@pytest.fixture(scope="module")
def data() -> Iterator[PageData]:
    install_assets()
    yield read_page_data(tables())


@pytest.mark.parametrize("filters", QUERIES, ids=str)
@pytest.mark.parametrize("by", [one for one in BY if one != "stage"])
def test_a_line_is_what_the_filter_by_it_gives(data: PageData, filters: Filters, by: str) -> None:
    keep = mask(data.index, filters)
    shown = table(data, keep, by, "zh")
    shown = shown.set_index(shown.columns[0])
    offered = [value for value in data.choices.offered()[by] if value not in data.known.families]
    for value in offered:
        narrowed = keep & mask(data.index, replace(Filters(), **{by: (value,)}))
        label = data.known.label(by, value, "zh")
        if not narrowed.any():
            assert label not in shown.index
            continue
        expected = counts(data.records[narrowed], marks=data.marks[narrowed])
        line = shown.loc[label]
        assert line[[WORDS["column.projects"], WORDS["column.records"], WORDS["totals.drawn"]]].tolist() == [
            expected.projects,
            expected.records,
            expected.drawn,
        ]
        named = named_investment(data.records[narrowed])
        told = line[WORDS["totals.investment"]]
        assert pd.isna(told) if named is None else told == pytest.approx(named)


@pytest.mark.parametrize("by", BY)
def test_the_last_line_is_all_and_nothing_is_left_out(data: PageData, by: str) -> None:
    keep = mask(data.index, Filters(kind=("project",)))
    shown = table(data, keep, by, "zh")
    assert shown.iloc[-1, 0] == WORDS["totals.all"]
    assert shown.iloc[-1, 2] == keep.sum()
    assert shown.iloc[:-1, 2].sum() >= keep.sum()


def test_stages_part_the_records(data: PageData) -> None:
    keep = mask(data.index, Filters())
    shown = table(data, keep, "stage", "zh").set_index(WORDS["column.stage"])[WORDS["column.records"]]
    for stage in STAGES:
        # a stage that nothing has has no line
        assert shown.get(labels.stage(stage, "zh"), 0) == (data.records["stage"] == stage).sum()
    assert shown[WORDS["totals.rest"]] == (data.records["stage"] == "").sum()


def test_the_workbook_has_every_table_with_its_conditions(data: PageData) -> None:
    keep = mask(data.index, QUERIES[1])
    book = as_workbook(data, keep, "zh", ["=装备", "x"])
    for by in BY:
        name = WORDS[f"totals.by.{by}"]
        head = pd.read_excel(BytesIO(book), sheet_name=name, header=None, nrows=2, engine="openpyxl")
        assert head.iloc[0, 0] == "=装备；x", "a text, no formula"
        found = pd.read_excel(BytesIO(book), sheet_name=name, header=3, engine="openpyxl")
        wanted = table(data, keep, by, "zh")
        assert list(found.columns) == list(wanted.columns)
        assert found.iloc[:, :4].values.tolist() == wanted.iloc[:, :4].values.tolist()


def test_the_copied_text_is_the_table(data: PageData) -> None:
    shown = table(data, mask(data.index, QUERIES[1]), "county", "en")
    lines = [line.split("\t") for line in as_text(shown).splitlines()]
    assert lines[0] == list(shown.columns)
    assert [line[:3] for line in lines[1:]] == shown.iloc[:, :3].astype(str).values.tolist()


def test_each_order_keeps_projects_together_and_lists_all(data: PageData) -> None:
    view = data.views["zh"]
    for name in ORDERS:
        order = view.orders[name]
        assert sorted(order) == list(range(len(data.records))), name
        numbers = view.projects[order]
        real = numbers[numbers >= 0]
        assert (numbers[: len(real)] >= 0).all(), "projects stand before areas"
        runs = 1 + (real[1:] != real[:-1]).sum()
        assert runs == len(set(real.tolist())), "the records of a project stand together"


def test_what_has_a_place_stands_first(data: PageData) -> None:
    view = data.views["zh"]
    order = view.orders["placed"]
    order = order[view.projects[order] >= 0]
    drawn = pd.Series(has_symbol(data.marks)[order])
    placed = drawn.groupby(view.projects[order], sort=False).any().to_numpy()
    assert 0 < placed.sum() < len(placed)
    assert placed[: placed.sum()].all(), "a project of which one record is placed counts as placed"
    towns = data.records["town"].to_numpy(object)[view.orders["town"]]
    towns = towns[: (view.projects >= 0).sum()]
    assert towns[0] and towns[-1] == ""


def test_each_line_leads_to_the_records_that_it_counts(data: PageData) -> None:
    keep = mask(data.index, QUERIES[1])
    for by in BY:
        shown = table(data, keep, by, "zh")
        for line, count in enumerate(shown[WORDS["column.records"]]):
            ids = lead(data, keep, by, line).ids.split("|")
            assert len(ids) == count and set(ids) <= set(data.records["id"][keep])


def test_the_workbook_has_the_rates_and_every_promise_with_its_records(data: PageData) -> None:
    keep = mask(data.index, QUERIES[0])
    book = BytesIO(as_workbook(data, keep, "zh", []))
    rates = pd.read_excel(book, sheet_name=WORDS["follow.sheet"], engine="openpyxl").dropna(how="all")
    each = pd.read_excel(book, sheet_name=WORDS["follow.sheet_each"], engine="openpyxl")
    made = of_records(data.tables.promises, data.records["id"][keep])
    assert each[WORDS["column.ids"]].tolist() == made["ids"].tolist()
    due = each[each[WORDS["column.due"]] == WORDS["follow.due"]]
    whole = rates.iloc[0]
    assert (whole[WORDS["column.promised"]], whole[WORDS["column.due"]]) == (len(each), len(due))
    built = int((due[WORDS["column.outcome"]] == WORDS["column.built"]).sum())
    assert whole[WORDS["column.built_rate"]] == pytest.approx(built / len(due))
    counties = rates[rates[WORDS["column.label"]] == "东昌府区"]
    there = each[each[WORDS["column.county"]] == "东昌府区"]
    assert counties[WORDS["column.promised"]].tolist() == [len(there)]
