"""What nine documents from 2014 to 2025 promised and reported: lives read by hand in their texts.

Each life below was read in the documents themselves: what the earlier one plans, and the words with
which the later one reports it.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from projects.model.records import LIST_SEPARATOR, frame
from projects.model.registry import Document, plans_dir, read_registry
from projects.model.tables import STAGE_WORD_COLUMNS
from projects.pipeline import Result, run
from projects.store.followup import (
    OUTCOMES,
    PARTS,
    RATES,
    SEVERAL,
    figures,
    lives,
    never_named,
    promises,
    total,
)
from projects.store.history import in_time

pytestmark = pytest.mark.plans

REPORTS = {year: f"liaocheng-report-{year}" for year in (2014, 2021, 2023, 2025)}
# Name, document that promises, outcome, document that reports, words that it prints, in use.
LIVES = [
    ("济聊一级公路", REPORTS[2014], "built", "liaocheng-13fyp", "建成|通车", True),
    ("青兰高速", REPORTS[2014], "begun", "liaocheng-13fyp", "推进", False),
    ("莘县至南乐高速", REPORTS[2014], "begun", "liaocheng-13fyp", "推进", False),
    ("聊泰铁路", REPORTS[2014], "named", "liaocheng-13fyp", "前期工作", False),
    ("济郑高铁", "liaocheng-13fyp", "begun", REPORTS[2021], "开工", False),
    ("东阿至东平黄河公路大桥", "liaocheng-13fyp", "built", REPORTS[2023], "建成|通车", True),
    ("东阿至东平黄河公路大桥", REPORTS[2021], "built", REPORTS[2023], "建成|通车", True),
    ("一校三馆", REPORTS[2021], "built", REPORTS[2023], "交付", True),
    ("济郑高铁", REPORTS[2021], "begun", REPORTS[2023], "铺轨", False),
    ("雄商高铁", REPORTS[2021], "begun", REPORTS[2023], "开工", False),
    ("东阿至阳谷高速", REPORTS[2021], "begun", REPORTS[2023], "开工", False),
    ("德上高速临清连接线", REPORTS[2021], "begun", REPORTS[2023], "开工", False),
    ("聊泰铁路黄河公铁桥", REPORTS[2021], "begun", REPORTS[2023], "建设", False),
    (
        "市工人文化宫（市游泳馆）",
        REPORTS[2023],
        "built",
        REPORTS[2025],
        "建成|投用",
        True,
    ),
    ("雄商高铁", REPORTS[2023], "begun", REPORTS[2025], "建设", False),
]
# Planned again in the tasks of the next report; what looks back in it does not name them.
AGAIN = [
    ("聊邯长高铁", REPORTS[2023], REPORTS[2025]),
    ("国家碳计量中心", REPORTS[2023], REPORTS[2025]),
    ("聊城农产品物流交易中心", REPORTS[2014], "liaocheng-13fyp"),
]
# Due, and the words in which no later document has them.
SILENT = [
    ("南关岛特色商贸街区", REPORTS[2014], "南关岛"),
    ("中原生物医学研究院", REPORTS[2014], "中原生物医学"),
    ("运河文化大码头", REPORTS[2014], "大码头"),
    ("聊城到夏津", REPORTS[2014], "聊城到夏津"),
]


class Nine(NamedTuple):
    documents: dict[str, Document]
    texts: dict[str, str]
    result: Result
    said: pd.DataFrame
    lives: pd.DataFrame
    promises: pd.DataFrame


@pytest.fixture(scope="module")
def nine() -> Nine:
    documents: dict[str, Document] = {}
    files: dict[str, Path] = {}
    for folder in (plans_dir(), plans_dir() / "more"):
        if not (folder / "documents.csv").is_file():
            pytest.skip(f"the nine documents are not in {plans_dir()}")
        for key, one in read_registry(folder / "documents.csv").items():
            documents[key], files[key] = one, folder / one.file
    result = run([(documents[key], files[key]) for key in documents])
    said = pd.DataFrame([(key, *text) for key, text in result.said.items()], columns=STAGE_WORD_COLUMNS)
    told = lives(frame(list(result.records)), documents, said)
    texts = {key: re.sub(r"\s", "", path.read_text("utf-8")) for key, path in files.items()}
    return Nine(documents, texts, result, said, told, promises(told, documents))


def one(nine: Nine, name: str, document: str) -> pd.Series:
    rows = nine.promises[(nine.promises["name"] == name) & (nine.promises["document"] == document)]
    assert len(rows) == 1, (name, document)
    return rows.iloc[0]


@pytest.mark.parametrize(("name", "document", "outcome", "by", "words", "in_use"), LIVES)
def test_a_life_is_what_the_texts_say(
    nine: Nine, name: str, document: str, outcome: str, by: str, words: str, in_use: bool
) -> None:
    found = one(nine, name, document)
    assert (found["outcome"], found["said_by"], found["said_words"]) == (outcome, by, words)
    assert (found["operating"], found["due"]) == (in_use, True)


@pytest.mark.parametrize(("name", "document", "by"), AGAIN)
def test_an_aim_that_is_printed_again_is_no_report(nine: Nine, name: str, document: str, by: str) -> None:
    found = one(nine, name, document)
    assert (found["outcome"], found["said_by"], found["operating"]) == ("again", by, False)


@pytest.mark.parametrize(("name", "document", "core"), SILENT)
def test_what_no_later_text_prints_is_not_named_again(
    nine: Nine, name: str, document: str, core: str
) -> None:
    found = one(nine, name, document)
    order = [each.key for each in in_time(nine.documents)]
    assert core in nine.texts[document]
    assert not any(core in nine.texts[key] for key in order[order.index(document) + 1 :])
    assert (found["outcome"], found["last"]) == ("silent", document)
    listed = never_named(nine.promises)
    assert ((listed["name"] == name) & (listed["document"] == document)).sum() == 1


def test_what_stands_in_the_list_of_silence_is_hardly_printed_later(nine: Nine) -> None:
    """Names that a later text prints all the same: the reading or the matching missed them."""
    order = {each.key: at for at, each in enumerate(in_time(nine.documents))}
    listed = never_named(nine.promises)
    missed = [
        row.name
        for row in listed.itertuples()
        if len(core := re.sub("(项目|工程)$", "", row.name)) >= 4
        and any(core in text for key, text in nine.texts.items() if order[key] > order[row.document])
    ]
    assert len(listed) > 300
    assert len(missed) <= 0.05 * len(listed), missed


def test_the_district_and_the_last_report_are_not_judged(nine: Nine) -> None:
    why = nine.promises.groupby("document")["why"].unique().map(set).to_dict()
    assert why["liaocheng-report-2025"] == {"no_later"}
    assert why["dongchangfu-14fyp"] == {"no_later"}  # no later report of the district looks back
    assert why["liaocheng-13fyp"] == why["liaocheng-report-2023"] == {""}
    undecided = nine.promises[nine.promises["outcome"] == "open"]
    assert not undecided["due"].any()


def test_only_reviews_report(nine: Nine) -> None:
    """Words of a report stand where the text looks back: 回顾 and 发展基础 are the only such headings."""
    back = {(row.document, row.section) for row in nine.lives.itertuples() if row.looks == "back"}
    reports = [key for key in nine.documents if key.startswith("liaocheng-report")]
    assert {section[0] for document, section in back if document in reports} == {"一"}
    assert {section for document, section in back if document not in reports} == {"第一章", "第一章第一节"}


@pytest.mark.parametrize("by", PARTS)
def test_the_figures_add_up_and_lead_to_what_they_count(nine: Nine, by: str) -> None:
    table, sums = figures(nine.promises, by=by), total(nine.promises)
    assert (table["promised"] == table[list(OUTCOMES)].sum(axis=1)).all()
    for name in ("promised", "due", *OUTCOMES, "operating"):
        assert table[name].sum() == sums[name]
    assert sums["promised"] == len(nine.promises) == sum(sums[name] for name in OUTCOMES)
    rows = nine.promises
    is_begun, is_built = rows["outcome"].isin(["begun", "built"]), rows["outcome"] == "built"
    counted = {"start_rate": is_begun, "built_rate": is_built, "operating_rate": rows["operating"]}
    key = {"plan": "document", "area": "county_code", "industry": "industry"}[by]
    for row in table[table["value"] != SEVERAL].to_dict("records"):
        inside = rows[key] == row["value"]
        for rate, is_so in counted.items():
            behind = rows[inside & rows["due"] & is_so]
            assert row[RATES[rate]] == len(behind)
            ids = {text for text in row[f"ids_{RATES[rate]}"].split(LIST_SEPARATOR) if text}
            assert ids == {text for texts in behind["ids"] for text in texts.split(LIST_SEPARATOR)}
            due = int((inside & rows["due"]).sum())
            assert pd.isna(row[rate]) if not due else row[rate] == len(behind) / due


def test_the_words_are_those_that_the_text_prints(nine: Nine) -> None:
    """Each word of a stage stands near its name in the document; no sentence is kept."""
    spans = {record.id: record for record in nine.result.records}
    texts = {}
    for key, document in nine.documents.items():
        folder = plans_dir() if (plans_dir() / document.file).is_file() else plans_dir() / "more"
        texts[key] = (folder / document.file).read_text("utf-8")
    far = Counter[str]()
    for row in nine.said.itertuples():
        record = spans[row.id]
        start, end = record.span_start or 0, record.span_end or 0
        near = re.sub(r"\s", "", texts[record.document][max(0, start - 200) : end + 400])
        for word in filter(None, row.words.split(LIST_SEPARATOR)):
            assert len(word) <= 20, word
            far[word] += word not in near
    assert sum(far.values()) <= 0.03 * len(nine.said), far.most_common(10)
