"""Links of industry chains: each word of the table finds its example, and no other row takes it first."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from projects.errors import InputError
from projects.model.records import read_records
from projects.store import chains as module
from projects.store.chains import LINKS, chain, chain_links, chain_records, chains, links_of
from projects.store.counting import STAGES, count_projects, count_stages
from projects.vocabulary.rules import rules

RECORDS = read_records()


@pytest.mark.parametrize("row", rules("chain_links"), ids=lambda row: row["example"])
def test_every_row_finds_its_example_in_the_plans(row: dict[str, str]) -> None:
    inside = chain_records(chain(row["chain"]), RECORDS)
    named = inside[inside["name"] == row["example"]]
    assert len(named), "the example is a record of the chain"
    found = set(chain_links(chain(row["chain"]), named))
    twins = [one for one in links_of(chain(row["chain"])) if one["label_zh"] == row["label_zh"]]
    assert {links_of(chain(row["chain"]))[at]["label_zh"] for at in found} == {twins[0]["label_zh"]}


def test_every_chain_has_links_and_says_of_each_record_one_or_none() -> None:
    for one in chains():
        inside = chain_records(one, RECORDS)
        found = chain_links(one, inside)
        assert list(found.index) == list(inside.index)
        for at, name in zip(found, inside["name"], strict=True):
            fits = [number for number, row in enumerate(links_of(one)) if re.search(row["pattern"], name)]
            assert at == (fits[0] if fits else -1)
        assert (found >= 0).mean() > 0.5, one.code


def test_a_link_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ({"chain": "auto", "link": "sideways", "pattern": "x"},)
    monkeypatch.setattr(module, "rules", lambda name: wrong)
    with pytest.raises(InputError, match="sideways"):
        links_of(chain("auto"))
    assert "sideways" not in LINKS


def test_projects_count_once_at_the_furthest_stage_told() -> None:
    told = count_stages(RECORDS)
    assert tuple(told) == STAGES
    by_hand: dict[str, int] = {}
    projects = RECORDS[RECORDS["kind"] == "project"]
    for _, group in projects.groupby(projects["project"].where(projects["project"] != "", projects["id"])):
        ranks = [STAGES.index(stage) for stage in group["stage"] if stage]
        if ranks:
            by_hand[STAGES[max(ranks)]] = by_hand.get(STAGES[max(ranks)], 0) + 1
    assert {stage: count for stage, count in told.items() if count} == by_hand
    assert sum(told.values()) <= count_projects(RECORDS)
    assert sum(count_stages(RECORDS.iloc[:0]).values()) == 0
    several = projects[projects["project"] != ""].groupby("project")["stage"].nunique()
    assert pd.Series(several).max() > 1, "the plans tell more than one stage of some project"
