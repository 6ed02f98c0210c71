"""The years of a record: its item's, else its plan's, said by one rule for one record and for a table."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd
import pytest

from projects.extraction.stages import STAGES
from projects.model.records import COLUMNS, Record, dictionary, frame, has_period, years, years_of
from projects.model.registry import Document
from projects.pipeline import run
from projects.vocabulary.labels import LANGUAGES, stage
from tests.projects.samples import sample

# period_start, period_end, plan_start, plan_end → first, last
YEARS = {
    (2022, 2024, 2021, 2025): (2022, 2024),
    (None, None, 2021, 2025): (2021, 2025),
    (2023, None, 2021, 2025): (2023, 2023),
    (None, 2024, 2021, 2025): (2024, 2024),
    (2030, 2035, 2021, 2025): (2030, 2035),
    (None, None, 2024, None): (2024, 2024),
    (None, None, None, None): (None, None),
}


def dated(columns: tuple[int | None, ...]) -> Record:
    start, end, plan_start, plan_end = columns
    return sample(1, period_start=start, period_end=end, plan_start=plan_start, plan_end=plan_end)


@pytest.mark.parametrize("columns", YEARS)
def test_years_of_a_record(columns: tuple[int | None, ...]) -> None:
    record = dated(columns)
    assert years_of(record) == YEARS[columns]
    assert has_period(record) == (columns[:2] != (None, None))


def test_a_table_says_the_same_row_by_row() -> None:
    records = [dated(columns) for columns in YEARS] * 2
    table = frame(records).set_index(pd.Index(range(100, 100 + len(records))))
    found = years(table)
    assert found.index.equals(table.index)
    rows = found.astype(object).where(found.notna(), None).itertuples(index=False, name=None)
    assert list(rows) == [years_of(record) for record in records]
    assert years(table[:0]).shape == (0, 2)


def test_the_columns_are_those_of_the_dictionary_the_new_ones_last() -> None:
    assert dictionary()["name"].tolist() == list(COLUMNS)
    assert COLUMNS[COLUMNS.index("lat") + 1 :] == (
        *("stage", "stage_rule", "target_wan_yuan", "plan_start", "plan_end"),
        *("reading_rule", "edition"),
    )


def test_the_dictionary_types_are_those_of_the_record() -> None:
    kinds = {"str": "text", "bool": "boolean", "int | None": "integer", "float | None": "number"}
    annotated = {field.name: kinds[str(field.type)] for field in fields(Record)}
    assert dict(zip(*(dictionary()[key] for key in ("name", "type")), strict=True)) == annotated


def test_a_quantity_bears_its_unit_in_the_dictionary() -> None:
    """A number without a unit is a share; a unit in a column's name is the one that the dictionary gives."""
    rows = dictionary().set_index("name")
    numbers = rows[rows["type"].isin(["number", "integer"])]
    assert numbers.index[numbers["unit"] == ""].tolist() == ["confidence"]
    for ending, unit in {"_wan_yuan": "万元", "_m": "m"}.items():
        assert set(rows.loc[rows.index.str.endswith(ending), "unit"]) == {unit}


def test_every_stage_has_words() -> None:
    for lang in LANGUAGES:
        assert len({stage(code, lang) for code in STAGES}) == len(STAGES)
        assert stage("", lang) == ""


PLAN = """第一章 任务
正文一句。
专栏1 重点项目
（1）甲乙轴承项目，总投资5亿元，年产值20亿元（2）丙丁医院扩建项目，2023—2024年
"""


def test_a_record_keeps_the_years_of_its_item_apart_from_those_of_its_plan(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    document = Document("plan", path.name, period_start=2021, period_end=2025, scope="东昌府区")
    bearings, hospital = run([(document, path)]).records
    assert (bearings.period_start, bearings.period_end) == (None, None)
    assert (bearings.investment_wan_yuan, bearings.target_wan_yuan) == (50000.0, 200000.0)
    assert (hospital.period_start, hospital.period_end, hospital.target_wan_yuan) == (2023, 2024, None)
    for record in (bearings, hospital):
        assert (record.plan_start, record.plan_end) == (2021, 2025)
        assert (record.status, record.edition) == ("candidate", "")
    assert years_of(bearings) == (2021, 2025) and years_of(hospital) == (2023, 2024)
