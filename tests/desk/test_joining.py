"""Decisions that concern several records: one project, one record printed twice, several in one."""

from __future__ import annotations

import pytest

from projects.desk import deciding, joining
from projects.desk.desk import Desk
from projects.errors import InputError
from tests.desk.city import BEARINGS, GOLD, WARDS, named, names


def test_two_in_one_become_two_in_its_place_and_undo_takes_both_back(desk: Desk) -> None:
    before = desk.applied.standing
    wards = named(desk, WARDS)
    parts = ["沙镇医疗康复一体化病房项目", "沙镇敬老院改造项目"]
    joining.split(desk, wards.id, parts, by="王")
    assert set(parts) <= names(desk) and WARDS not in names(desk)
    text = desk.text("sample")
    assert text is not None
    for part in parts:
        one = named(desk, part)
        assert text[one.span_start : one.span_end] == part
    deciding.undo(desk, wards.id, by="王")
    assert desk.applied.standing == before
    with pytest.raises(InputError, match="two names"):
        joining.split(desk, wards.id, ["甲项目"], by="王")


@pytest.mark.parametrize(
    "parts", [["甲项目", "甲项目", "乙项目"], ["甲项目", "乙项目", " 甲项目 "], ["甲项目", "甲项目"]]
)
def test_a_name_given_twice_splits_nothing(desk: Desk, parts: list[str]) -> None:
    with pytest.raises(InputError, match="two names or more, each once; got 甲项目、"):
        joining.split(desk, named(desk, WARDS).id, parts, by="王")
    assert desk.events == []


def test_a_verdict_is_same_or_different(desk: Desk) -> None:
    pair = [named(desk, BEARINGS).id, named(desk, GOLD).id]
    for verdict in ("perhaps", "SAME", ""):
        with pytest.raises(InputError, match=f"'{verdict}'; expected same or different"):
            joining.match(desk, pair, verdict, by="王")
    assert desk.events == []


def test_merging_and_matching_are_two_things(desk: Desk) -> None:
    a, b = named(desk, BEARINGS), named(desk, GOLD)
    joining.match(desk, [a.id, b.id], joining.SAME, by="王", why="同一项目")
    assert [one.verdict for one in desk.applied.decisions] == ["same"]
    assert {BEARINGS, GOLD} <= names(desk)
    joining.merge(desk, [a.id, b.id], by="王")
    assert GOLD not in names(desk)
    deciding.undo(desk, b.id, by="王")
    deciding.undo(desk, "|".join(sorted((a.id, b.id))), by="王")
    assert GOLD in names(desk) and not desk.applied.decisions
