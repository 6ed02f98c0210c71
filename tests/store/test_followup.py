"""Promises and what became of them, on records with known sections and stages."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from projects.model.records import Record, frame, from_frame, read_records
from projects.model.registry import Document
from projects.model.tables import STAGE_WORD_COLUMNS
from projects.presentation.figures import Figures, Lead
from projects.store.followup import (
    OUTCOMES,
    SEVERAL,
    figures,
    lives,
    never_named,
    of_records,
    promises,
    spoken,
    total,
)

LIKE = next(r for r in from_frame(read_records()) if r.kind == "project" and r.county_code == "371502")
RULES = {
    "前期": "s-thought",
    "签约": "s-sign",
    "开工": "s-start",
    "在建": "s-going",
    "建成": "s-built",
    "": "",
}


def plan(key: str, first: int, last: int | None = None, scope: str = "聊城市") -> Document:
    return Document(
        key, f"{key}.txt", issued=str(first), period_start=first, period_end=last or first, scope=scope
    )


PLANS = {one.key: one for one in (plan("a", 2016, 2020), plan("b", 2021), plan("c", 2023), plan("d", 2025))}


def rec(document: str, stage: str = "", *, looks: str = "", words: str = "", **given: object) -> Record:
    """A record whose section says how it looks: its *looks* and *words* are read by :func:`told`."""
    own = PLANS.get(document)
    values = {
        "document": document,
        "project": "p1",
        "section": f"{looks or 'ahead'}",
        "item": words,  # carries the words to the table of words
        "stage": stage,
        "stage_rule": RULES[stage],
        "listed": False,
        "period_start": None,
        "period_end": None,
        "plan_start": own.period_start if own else None,
        "plan_end": own.period_end if own else None,
        **given,
    }
    made = replace(LIKE, **values)
    return replace(made, id=f"{made.project}@{document}/{made.section}/{made.name}/{stage}")


def told(*records: Record, documents: dict[str, Document] = PLANS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lives and promises of *records*."""
    said = pd.DataFrame(
        [(r.id, r.item, r.section if r.section == "back" else "") for r in records],
        columns=STAGE_WORD_COLUMNS,
    )
    life = lives(frame(list(records)), documents, said)
    return life, promises(life, documents)


def reporting(document: str) -> Record:
    """Another project that a document tells of where it looks back, so that it can judge."""
    return rec(document, "在建", looks="back", project=f"other-{document}", name="另一项目")


def outcome(*records: Record) -> str:
    table = told(*records)[1]
    mine = table[(table["project"] == "p1") & (table["document"] == "a")]
    assert len(mine) == 1
    return str(mine["outcome"].iloc[0])


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([rec("b", "建成", looks="back")], "built"),
        ([rec("b", "在建", looks="back")], "begun"),
        ([rec("b", "开工", looks="back")], "begun"),
        ([rec("b", "前期", looks="back")], "named"),
        ([rec("b", "签约", looks="back")], "named"),
        ([rec("b", looks="back")], "named"),
        ([rec("b", "建成")], "again"),  # an aim, not a report
        ([rec("b")], "again"),
        ([], "silent"),
        ([rec("b", "开工", looks="back"), rec("c", "建成", looks="back")], "built"),
        ([rec("b", "建成", looks="back"), rec("c", "在建", looks="back")], "built"),
        ([rec("b", "建成"), rec("c", "前期", looks="back")], "named"),
    ],
)
def test_the_strongest_report_decides(later: list[Record], expected: str) -> None:
    assert outcome(rec("a", "开工"), reporting("b"), *later) == expected


def test_a_report_of_the_same_document_or_an_earlier_one_is_no_outcome() -> None:
    assert outcome(rec("a", "开工"), rec("a", "建成", looks="back"), reporting("b")) == "silent"
    table = told(rec("a", "建成", looks="back"), rec("b", "开工"), reporting("c"))[1]
    assert list(table["outcome"]) == ["silent"]


def test_only_what_is_listed_or_has_a_stage_is_promised() -> None:
    assert told(rec("a"))[1].empty
    assert told(rec("a", "建成", looks="back"))[1].empty
    assert len(told(rec("a", listed=True))[1]) == 1
    assert told(rec("a", "开工", kind="town"))[1].empty


def test_two_plans_promise_twice_and_several_mentions_of_one_once() -> None:
    table = told(rec("a", "前期"), rec("a", "在建", name="又一名"), rec("b", "开工"))[1]
    assert list(table["document"]) == ["a", "b"]
    first = table.iloc[0]
    assert first["stage"] == "在建" and len(first["ids"].split("|")) == 2


@pytest.mark.parametrize(
    ("documents", "why"),
    [
        (PLANS, ""),
        ({"a": PLANS["a"]}, "no_later"),
        ({"a": PLANS["a"], "b": plan("b", 2020)}, "not_over"),
        ({"a": PLANS["a"], "b": plan("b", 2021, scope="东昌府区")}, "no_later"),
        ({"a": PLANS["a"], "b": plan("b", 2021, scope="")}, "no_later"),
    ],
)
def test_a_promise_is_due_when_a_later_report_of_its_area_was_made_after_it(
    documents: dict[str, Document], why: str
) -> None:
    table = told(rec("a", "开工"), reporting("b"), documents=documents)[1]
    found = table[table["document"] == "a"].iloc[0]
    assert (found["why"], found["due"]) == (why, not why)
    assert found["outcome"] == ("open" if why else "silent")


def test_a_later_plan_that_looks_ahead_only_judges_nobody() -> None:
    table = told(rec("a", "开工"), rec("b", "在建", project="p2", name="另一项目"))[1]
    assert table.set_index("document").loc["a", "why"] == "no_later"


def test_the_years_of_the_item_are_those_of_the_promise() -> None:
    table = told(rec("a", "开工", period_start=2016, period_end=2024), reporting("b"), reporting("c"))[1]
    assert table.iloc[0]["until"] == 2024 and table.iloc[0]["why"] == "not_over"


def test_what_is_reported_before_it_is_due_counts_but_not_in_the_rate() -> None:
    documents = {"a": plan("a", 2016, 2025), "b": PLANS["b"]}
    early = rec("a", "开工", plan_end=2025)
    table = told(early, rec("b", "建成", looks="back", words="建成|投产"), documents=documents)[1]
    sums = total(table)
    assert (sums["built"], sums["operating"], sums["due"], sums["due_built"]) == (1, 1, 0, 0)
    assert pd.isna(sums["built_rate"])


@pytest.mark.parametrize(
    ("words", "in_use"), [("建成|通车", True), ("竣工", False), ("投产", True), ("建成", False), ("", False)]
)
def test_in_use_is_what_the_words_say(words: str, in_use: bool) -> None:
    table = told(rec("a", "开工"), rec("b", "建成", looks="back", words=words))[1]
    assert bool(table["operating"].iloc[0]) is in_use


def test_a_stage_set_by_a_person_has_no_words_and_looks_as_its_section() -> None:
    by_hand = rec("b", "建成", looks="back", words="通车", stage_rule="person", name="改过的")
    life = told(rec("a", "开工"), by_hand, reporting("b"))[0]
    row = life[life["name"] == "改过的"].iloc[0]
    assert (row["looks"], row["words"]) == ("back", "")
    said = pd.DataFrame([(reporting("b").id, "", "back")], columns=STAGE_WORD_COLUMNS)
    added = lives(frame([reporting("b"), by_hand]), PLANS, said)
    assert set(added["looks"]) == {"back"}


def test_what_is_said_of_one_project_in_one_document() -> None:
    life = told(
        rec("a", "前期", words="可研"),
        rec("a", "开工", words="启动", name="又一名"),
        rec("a", "建成", looks="back", words="投用"),
    )[0]
    mentions = list(life.itertuples())
    assert spoken(mentions) == {"back": ("建成", "投用", "back"), "ahead": ("开工", "启动", "ahead")}
    assert spoken(list(told(rec("a"))[0].itertuples())) == {}


def test_without_words_of_stages_nothing_is_reported() -> None:
    records = frame([rec("a", "开工"), rec("b", "建成", looks="back")])
    life = lives(records, PLANS, pd.DataFrame(columns=STAGE_WORD_COLUMNS, dtype=object))
    assert set(life["looks"]) == {"ahead"}
    assert set(promises(life, PLANS)["outcome"]) == {"again", "open"}


def test_sums_by_area_keep_several_and_none_apart() -> None:
    records = [
        rec("a", "开工", project=f"p{n}", name=f"项目{n}", county_code=code)
        for n, code in enumerate(("371502", "", "371502|371521", "371502"))
    ]
    table = told(*records, reporting("b"))[1]
    rows = figures(table, by="area").set_index("value")
    assert rows["promised"].to_dict() == {"371502": 2, "": 1, SEVERAL: 1}
    assert (rows["promised"] == rows[list(OUTCOMES)].sum(axis=1)).all()
    assert len(never_named(table)) == 4
    assert len(of_records(table, [records[0].id])) == 1


def test_no_promises_give_no_rows() -> None:
    table = told()[1]
    assert figures(table, by="plan").empty and of_records(table, []).empty
    assert never_named(table).empty and total(table)["promised"] == 0


def test_a_cell_leads_to_its_own_records() -> None:
    one = Figures(
        pd.DataFrame({"label": ["x"], "built": [1]}), (Lead(ids="a|b"),), cells={"built": (Lead(ids="a"),)}
    )
    assert one.lead(0, "label") == Lead(ids="a|b") and one.lead(0, "built") == Lead(ids="a")
