"""The page without a browser: counts, URL, empty results, and what is missing or wrong."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo import workspace
from geo.boundaries import load_areas
from projects.export.writing import to_bytes
from projects.model.records import read_records, write_table
from projects.presentation import comparing
from projects.store.counting import counts
from projects.store.filters import Filters
from projects.store.query import mask
from projects.store.visibility import standing
from tests.examples import examples
from tests.page.applist import heads, listed
from tests.projects.samples import samples, write_tables

APP = str(Path(__file__).resolve().parents[2] / "app.py")
RECORDS = read_records()


@pytest.fixture
def app(assets: None) -> AppTest:
    return AppTest.from_file(APP, default_timeout=60)


def found(app: AppTest) -> tuple[int, int]:
    """The number of records found and their total, as the page prints them behind that of projects."""
    assert not app.exception
    html = next(element.proto.body for element in app.get("html") if "<b>" in element.proto.body)
    count, total = re.findall(r"\d[\d,]*", html.split("<small>")[1])[:2]
    return int(count.replace(",", "")), int(total.replace(",", ""))


def query(app: AppTest) -> dict[str, list[str]]:
    given = {key: app.query_params[key] for key in app.query_params}
    return {key: [value] if isinstance(value, str) else list(value) for key, value in given.items()}


def test_starts_clean_with_all_records(app: AppTest):
    assert found(app.run()) == (len(RECORDS), len(RECORDS))
    assert query(app) == {}
    assert not app.toast


def test_an_industry_changes_count_list_and_link(app: AppTest):
    app.run()
    app.multiselect(key="f_industry").set_value(["bearings"]).run()
    wanted = RECORDS[RECORDS["industry"] == "bearings"]
    assert found(app)[0] == len(wanted) > 0
    assert sorted(listed(app)["names"]) == sorted(wanted["name"])
    assert query(app) == {"industry": ["bearings"]}


def test_a_family_stands_for_its_industries(app: AppTest):
    app.run()
    app.multiselect(key="f_industry").set_value(["machinery"]).run()
    assert found(app)[0] == RECORDS["industry"].isin(["bearings", "auto", "equipment"]).sum()


def test_a_link_reproduces_the_view(app: AppTest):
    app.query_params.update({"county": "371502", "from": "2021", "level": ["town", "park"]})
    app.run()
    assert app.multiselect(key="f_county").value == ["东昌府区"]
    assert app.slider(key="f_years").value == (2021, 2025)
    first = found(app)
    assert 0 < first[0] < first[1]
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params.update(query(app))
    assert found(again.run()) == first


def test_a_chip_removes_its_condition(app: AppTest):
    app.query_params.update({"industry": ["bearings", "auto"]})
    app.run()
    app.button(key="chip_industry_bearings").click().run()
    assert app.multiselect(key="f_industry").value == ["auto"]
    assert found(app)[0] == (RECORDS["industry"] == "auto").sum()
    assert query(app) == {"industry": ["auto"]}


def test_towns_follow_the_county(app: AppTest):
    app.run()
    app.multiselect(key="f_county").set_value(["东昌府区"]).run()
    assert "郑家镇" in app.multiselect(key="f_town").options
    app.multiselect(key="f_town").set_value(["郑家镇"]).run()
    app.multiselect(key="f_county").set_value(["茌平区"]).run()
    assert app.multiselect(key="f_town").value == []
    assert found(app)[0] > 0


def test_an_empty_result_names_the_filter_that_excludes_most_and_lifts_it(app: AppTest):
    app.query_params.update({"industry": "bearings", "text": "没有这样的项目"})
    app.run()
    assert found(app)[0] == 0
    assert any("文字" in element.value for element in app.markdown)
    lift = next(button for button in app.button if "取消" in button.label)
    lift.click().run()
    assert found(app)[0] == (RECORDS["industry"] == "bearings").sum()
    assert app.text_input(key="f_text").value == ""


def test_what_is_wrong_in_a_link_is_dropped_with_a_notice(app: AppTest):
    app.query_params.update({"level": "nowhere", "from": "soon", "near": "1,2", "industry": "auto"})
    app.run()
    assert found(app)[0] == (RECORDS["industry"] == "auto").sum()
    assert "nowhere" in app.toast[0].value
    assert query(app) == {"industry": ["auto"]}


def test_a_link_cannot_load_a_foreign_image(app: AppTest):
    app.query_params.update({"text": "![x](http://example.org/x.png)"})
    app.run()
    chip = next(button for button in app.button if button.key and button.key.startswith("chip_text"))
    assert "![x](" not in chip.label


def test_english(app: AppTest):
    app.query_params.update({"lang": "en", "industry": "auto"})
    app.run()
    assert app.multiselect(key="f_county").label == "County"
    app.button(key="lang").click().run()
    assert app.multiselect(key="f_county").label == "县区"
    assert query(app) == {"industry": ["auto"]}


def test_all_levels_of_a_small_data_set(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PROJECT_MAP_TABLES", str(write_tables(tmp_path, samples())))
    app.run()
    assert found(app) == (len(samples()), len(samples()))
    marks = standing(samples(), load_areas())
    off = int(np.isin(marks, ["county", "off"]).sum())
    assert off >= samples()["level"].isin(["county", "city", "none"]).sum() > 0
    tab = next(tab.label for tab in app.tabs if "未落点" in tab.label)
    told = counts(samples(), marks=marks)
    assert [int(number) for number in re.findall(r"\d+", tab)] == [told.county, told.unplaced]


def test_an_empty_data_set_is_no_error(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tables = write_tables(tmp_path, samples())
    write_table(pd.DataFrame(columns=RECORDS.columns), tables / "mentions.csv")
    monkeypatch.setenv("PROJECT_MAP_TABLES", str(tables))
    assert found(app.run()) == (0, 0)


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


@pytest.mark.thorough
@settings(
    max_examples=examples(3, 12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.fixed_dictionaries(
        {
            "industry": some("bearings", "machinery", "food", "digital"),
            "chain": some("auto", "pharma"),
            "document": some("dongchangfu-14fyp", "liaocheng-13fyp"),
            "county": some("371502", "371525"),
            "level": some("town", "county", "city"),
            "stage": some("开工", "在建"),
            "from": st.sampled_from([[], ["2019"], ["2022"]]),
            "text": st.sampled_from([[], ["产业园"], ["yuanqu"]]),
        }
    )
)
def test_page_list_comparison_and_export_have_the_same_total(
    app: AppTest, query: dict[str, list[str]], tmp_path: Path
):
    page = AppTest.from_file(APP, default_timeout=60)
    page.query_params.update({key: values for key, values in query.items() if values})
    count, _ = found(page.run())
    if count:
        assert len(listed(page)["names"]) - len(heads(listed(page))) == count
    filters = Filters.from_options(query)
    kept = RECORDS[mask(RECORDS, filters)]
    assert len(kept) == count
    exported = pd.read_csv(BytesIO(to_bytes(kept, ".csv")), dtype=str, keep_default_na=False)
    assert sorted(exported["id"]) == sorted(kept["id"])


def test_a_pane_is_part_of_the_link(app: AppTest):
    app.query_params.update({"view": "profile", "area": "371502105"})
    app.run()
    assert not app.exception
    assert any("郑家镇" in element.proto.body for element in app.get("html"))
    assert query(app) == {"view": ["profile"], "area": ["371502105"]}
    app.multiselect(key="f_town").set_value(["沙镇镇"]).run()
    assert query(app)["area"] == ["371502101"], "the profile follows the town that is chosen"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("topic", comparing.TOPICS)
def test_every_comparison_is_drawn(app: AppTest, topic: str):
    app.query_params.update({"view": "compare"})
    app.run()
    app.selectbox(key="topic").set_value(topic).run()
    assert not app.exception and len(app.dataframe) == 1


def test_missing_tables_say_what_to_run(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PROJECT_MAP_TABLES", str(tmp_path))
    app.run()
    assert "python -m projects build" in app.error[0].value


def test_missing_assets_say_what_to_run(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("geo.assets.STATIC_DIR", tmp_path)
    app.run()
    assert "python -m geo assets" in app.error[0].value


def test_the_page_makes_a_city_and_shows_it(
    assets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One workspace: no choice. The form makes another: its title, its link, a choice between both."""
    (tmp_path / "first").symlink_to(workspace.shipped())
    monkeypatch.setenv(workspace.FOLDER_VARIABLE, str(tmp_path))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert "city" not in [box.key for box in app.selectbox]
    app.text_input(key="new_city_name").set_value("亚特兰蒂斯")
    form = next(button for button in app.button if button.label == "新建")
    form.click().run()
    assert [error.value for error in app.error] and not app.exception
    app.text_input(key="new_city_name").set_value("嘉峪关市")
    next(button for button in app.button if button.label == "新建").click().run()
    assert not app.exception
    assert "jiayuguan-620200" in app.query_params["city"]
    assert "嘉峪关市重点项目地图" in "".join(part.proto.body for part in app.get("html"))
    assert app.selectbox(key="city").options == ["聊城市", "嘉峪关市"]
    app.selectbox(key="city").select_index(0).run()
    assert not app.exception
    assert "嘉峪关市" not in "".join(part.proto.body for part in app.get("html"))
