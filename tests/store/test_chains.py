"""Industry chains: who plays which part, and that rows alone define them."""

from __future__ import annotations

import pandas as pd
import pytest

from geo import workspace
from projects.errors import InputError
from projects.model.records import read_records
from projects.model.tables import FACT_COLUMNS, read_table
from projects.store.chains import COLUMNS, chain, chain_list, chain_records, chains
from projects.store.filters import Filters

RECORDS = read_records()
FACTS = read_table(workspace.current() / "facts.csv", FACT_COLUMNS)


def names(code: str, role: str) -> set[str]:
    rows = chain_list(chain(code), RECORDS, FACTS)
    return set(rows.loc[rows["role"] == role, "name"])


def test_bearings_from_base_to_project() -> None:
    assert "中国轴承保持器产业振兴基地" in names("bearings", "base")
    assert "中国轴承保持器产业园" in names("bearings", "park")
    assert "中国轴承保持器产业园轴承保持器研发监测服务平台项目" in names("bearings", "platform")
    assert {"德众轴承", "山东金帝"} <= names("bearings", "company")
    assert "航昊轴承年产1000万套高端轴承保持架项目" in names("bearings", "project")


def test_a_narrow_chain_takes_only_what_its_words_mark() -> None:
    tubes = chain_records(chain("tubes"), RECORDS)
    assert "东部高精管材基地" in set(tubes["name"])
    assert not tubes["name"].str.contains("钢板|彩涂").any()
    # 铝合金轮毂 is of the vehicles, not of aluminium
    assert not chain_records(chain("nonferrous"), RECORDS)["name"].str.contains("轮毂").any()


@pytest.mark.parametrize("code", [each.code for each in chains()])
def test_every_record_of_a_chain_stands_once_in_its_list(code: str) -> None:
    rows = chain_list(chain(code), RECORDS, FACTS)
    assert list(rows.columns) == COLUMNS
    things = rows[rows["role"] != "company"]
    ids = [part for text in things["ids"] for part in text.split("|")]
    assert sorted(ids) == sorted(chain_records(chain(code), RECORDS)["id"])
    assert len(things) and rows["query"].str.startswith("text=").all()
    assert isinstance(chain(code).filters, Filters) and chain(code).filters.chain == (code,)


def test_no_records_give_companies_of_facts_only() -> None:
    rows = chain_list(chain("bearings"), RECORDS.iloc[:0], FACTS)
    assert set(rows["role"]) <= {"company"}
    assert chain_list(chain("bearings"), RECORDS.iloc[:0], FACTS.iloc[:0]).empty


def test_parts_of_a_project_named_in_several_plans() -> None:
    rows = chain_list(chain("bearings"), RECORDS, FACTS).set_index("name")
    base = rows.loc["中国轴承保持器产业振兴基地"]
    assert (base["plans"], base["records"], base["first_year"]) == (2, 4, 2021)
    assert pd.isna(rows.loc["德众轴承", "first_year"]) and "专栏10" in rows.loc["德众轴承", "source"]


def test_unknown_chain_is_refused() -> None:
    with pytest.raises(InputError, match="'cheese'"):
        chain("cheese")
