"""The panes beside the map: every row leads to exactly the records that it counts."""

from __future__ import annotations

from functools import cache

import pytest

from geo import workspace
from projects.presentation import comparing, portrait
from projects.presentation.figures import Figures, Lead
from projects.presentation.pagedata import PageData, read_page_data
from projects.store.compare import query_filters
from projects.store.filters import Filters
from projects.store.profile import all_areas, find_area, profile
from projects.store.query import mask
from projects.vocabulary import labels

FILTERS = {
    "all": Filters(),
    "one county": Filters(county=("371502",)),
    "a family and years": Filters(industry=("machinery",), year_from=2021),
    "a chain": Filters(chain=("bearings",)),
}
MAY_BE_EMPTY = ("empty", "follow_silent")  # what there is to list is told by tests of their own


@cache
def page_data() -> PageData:
    return read_page_data(workspace.current())


def behind(lead: Lead) -> int:
    """Number of records that a lead leads to."""
    data = page_data()
    if lead.query:
        return int(mask(data.index, query_filters(lead.query, known=data.known)).sum())
    return len(data.rows_of(lead.ids)) if lead.ids else 0


def counted(figures: Figures) -> list[int]:
    return [int(count) for count in figures.table["records"]]


@pytest.mark.parametrize("filters", FILTERS.values(), ids=list(FILTERS))
@pytest.mark.parametrize("topic", [t for t in comparing.TOPICS if t not in MAY_BE_EMPTY])
def test_a_row_leads_to_what_it_counts(assets: None, topic: str, filters: Filters):
    figures = comparing.figures(topic, page_data(), filters, "zh")
    assert len(figures.leads) == len(figures.table)
    leads = zip(counted(figures), figures.leads, strict=True)
    found = [(count, behind(lead)) for count, lead in leads if lead != Lead()]
    assert all(count == there for count, there in found)
    assert found or filters != Filters()


def test_profile_and_comparison_tell_the_same_rates(assets: None):
    data = page_data()
    compared = comparing.figures("follow_area", data, Filters(), "zh").table.set_index("label")
    seen = 0
    for area in all_areas(data.tables):
        if area.level not in ("county", "zone") or area.base or area.name not in compared.index:
            continue
        told = portrait.by_followup(profile(area, data.tables), data.tables, "zh").table
        ours = told.iloc[0].drop("label").to_dict()
        assert ours == compared.loc[area.name].to_dict(), area.name
        seen += 1
    assert seen > 8


@pytest.mark.parametrize("lang", labels.LANGUAGES)
def test_every_topic_has_its_words(assets: None, lang: str):
    words = labels.texts(lang)
    for topic in comparing.TOPICS:
        figures = comparing.figures(topic, page_data(), Filters(), lang)
        assert words[f"compare.{topic}"]
        assert all(words[f"column.{column}"] for column in figures.table.columns)


def test_towns_without_a_project_lead_to_their_profile(assets: None):
    data = page_data()
    figures = comparing.figures("empty", data, Filters(), "zh")
    for lead in figures.leads:
        area = find_area(lead.area, data.tables)
        assert area.level == "town" and profile(area, data.tables).records.empty
    towns = data.areas.index[data.areas["level"] == "town"]
    empty = [code for code in towns if not mask(data.index, Filters(town=(code,))).any()]
    assert len(figures.leads) == len(empty)


def test_a_chain_lists_all_of_its_records(assets: None):
    data = page_data()
    counts = comparing.chain_counts(data, Filters(), "zh")
    for row, lead in zip(counts.table.itertuples(), counts.leads, strict=True):
        filters = query_filters(lead.query, known=data.known)
        keep = mask(data.index, filters)
        figures = comparing.chain_figures(filters.chain[0], data, keep, "zh")
        things = [lead for lead in figures.leads if lead.ids]
        found = {row for lead in things for row in data.rows_of(lead.ids)}
        assert row.records == keep.sum() == len(found)
        assert all(lead.ids or lead.area for lead in figures.leads)


def test_the_profile_of_a_town(assets: None):
    """郑家镇: named in four plans; its figures lead to its records and its words are the plans' facts."""
    data = page_data()
    one = profile(find_area("郑家镇", data.tables), data.tables)
    by_industry = portrait.by_industry(one, "zh")
    assert by_industry.table["industry"].iloc[0] == "轴承及保持器"
    for figures in (by_industry, portrait.by_plan(one, data.tables, "zh")):
        assert [behind(lead) for lead in figures.leads] == counted(figures)
    text = portrait.html(one, data.tables, "zh")
    for said in ("郑家镇", "东昌府区", "轴承及保持器", "金帝", "专栏10(8)", "示意"):
        assert said in text
    assert "371502105" not in text  # its code is for programs


@pytest.mark.wide
@pytest.mark.parametrize("lang", labels.LANGUAGES)
def test_every_area_can_be_chosen_and_told(assets: None, lang: str):
    data = page_data()
    names = portrait.area_labels(data.tables, lang)
    areas = all_areas(data.tables)
    assert list(names) == [area.key for area in areas]
    for area in areas[:: 1 if lang == "zh" else 10]:
        text = portrait.html(profile(area, data.tables), data.tables, lang)
        assert area.name in text and text.count("<section>") >= 3


def test_what_comes_from_a_plan_is_escaped(assets: None):
    data = page_data()
    one = profile(find_area("郑家镇", data.tables), data.tables)
    one.companies.loc[0, "entity"] = "<img src=x onerror=alert(1)>"
    assert "<img" not in portrait.html(one, data.tables, "zh")
