"""What a decision leaves standing where the text is not at hand: plans do not come with the program."""

from __future__ import annotations

from pathlib import Path

from projects.desk import deciding
from projects.desk.desk import Desk, open_desk
from projects.desk.queueing import progress
from tests.desk.city import GOLD, WARDS, named, names


def test_without_the_text_an_unchanged_record_keeps_its_decision(desk: Desk, city: Path) -> None:
    deciding.edit(desk, named(desk, GOLD).id, {"name": "金帝科技园"}, by="王")
    (city / "documents" / "plan.txt").unlink()
    again = open_desk(city)
    assert again.text("sample") is None
    assert "金帝科技园" in names(again) and not again.applied.open


def test_without_the_text_what_a_person_confirmed_stands_however_it_is_read(desk: Desk, city: Path) -> None:
    """As a desk that was never given the plans: nothing says that their text is another."""
    wards, gold = named(desk, WARDS), named(desk, GOLD)
    deciding.accept(desk, [wards.id], by="王")
    deciding.edit(desk, gold.id, {"stage": "建成"}, by="王")
    path = city / "mentions.csv"
    lines = path.read_text("utf-8").replace(",做强产业,", ",强产业,").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(wards.id)), encoding="utf-8")
    (city / "documents" / "plan.txt").unlink()
    again = open_desk(city)
    assert again.text("sample") is None
    assert again.reading(wards.id) is None
    assert again.hash_of(again.reading(gold.id) or gold) not in desk.hash_of(gold)  # printed otherwise
    assert WARDS in names(again) and named(again, GOLD).stage == "建成"
    assert not again.applied.open and progress(again)[""].waiting == 0


def test_a_document_that_is_read_no_more_takes_its_records_along(desk: Desk, city: Path) -> None:
    wards = named(desk, WARDS)
    deciding.accept(desk, [wards.id], by="王")
    path = city / "mentions.csv"
    path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    (city / "documents" / "plan.txt").unlink()
    again = open_desk(city)
    assert not again.applied.standing
    assert again.applied.open[wards.id].reason == "text not at hand"
