"""What a decision leaves standing, through rebuilds with the same text and other text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from projects.desk import adding, deciding, drafting, joining, replacing
from projects.desk.book import StaleError, forget_books
from projects.desk.desk import Desk, open_desk
from projects.desk.editions import publish
from projects.desk.events import Event, new_id
from projects.desk.exchange import events_table, read_events
from projects.desk.passages import is_same, words_of
from projects.desk.readings import read_readings
from projects.desk.spots import at_point, in_place
from projects.errors import InputError
from projects.presentation import deskforms
from tests.desk.city import BEARINGS, GOLD, PLAN, TRACTORS, WARDS, named, names


def test_accept_reject_edit(desk: Desk) -> None:
    deciding.accept(desk, [named(desk, BEARINGS).id], by="王")
    deciding.reject(desk, [named(desk, TRACTORS).id], by="王", why="重复")
    gold = named(desk, GOLD).id
    deciding.edit(desk, gold, {"name": "金帝精密机械科技园", "period_end": "2023"}, by="李")
    assert named(desk, BEARINGS).status == "confirmed"
    assert TRACTORS not in names(desk)
    edited = named(desk, "金帝精密机械科技园")
    assert (edited.id, edited.status, edited.period_end) == (gold, "edited", 2023)
    assert desk.reading(gold).name == GOLD  # type: ignore[union-attr]  # what was printed stays


BAD_EDITS = [
    ({"industry": "nonsense"}, "nonsense"),
    ({"kind": "castle"}, "castle"),
    ({"period_start": "soon"}, "soon"),
    ({"name": ""}, "needs one"),
    ({"name": "甲\n乙"}, "line break"),
    ({"investment_wan_yuan": "-3"}, "-3"),
    ({"period_start": "2030", "period_end": "2021"}, "2030"),
    ({"name": GOLD}, "nothing changes"),
]


@pytest.mark.parametrize(("values", "told"), BAD_EDITS)
def test_what_does_not_fit_is_refused(desk: Desk, values: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        deciding.edit(desk, named(desk, GOLD).id, values, by="王")
    assert desk.events == []


def test_a_place_by_name_replaces_the_whole_place(desk: Desk) -> None:
    gold = named(desk, GOLD)
    assert gold.level == "county" and gold.lon is None
    deciding.place(desk, gold.id, in_place("郑家镇"), by="王")
    moved = named(desk, GOLD)
    assert (moved.place, moved.town, moved.level, moved.county) == ("郑家镇", "郑家镇", "town", "东昌府区")
    assert moved.lon is not None and moved.method == "person" and moved.status == "edited"
    deciding.place(desk, gold.id, in_place("东昌府区"), by="王")
    assert named(desk, GOLD).lon is None and named(desk, GOLD).town == ""


def test_a_town_and_a_county_together_have_the_point_of_the_town() -> None:
    both, town = in_place("郑家镇|莘县"), in_place("郑家镇")
    assert (both["level"], both["place"]) == ("multi", "郑家镇|莘县")
    assert (both["lon"], both["lat"]) == (round(town["lon"], 6), round(town["lat"], 6))
    assert in_place("莘县|东昌府区")["lon"] is None


def test_a_point_is_converted_to_wgs84_and_told_where_it_lies(desk: Desk) -> None:
    spot = at_point(115.99, 36.46, "gcj02")
    assert spot["level"] == "site" and spot["county"] == "东昌府区"
    assert (spot["lon"], spot["lat"]) != (115.99, 36.46)
    assert abs(spot["lon"] - 115.99) < 0.01
    for lon, lat, told in ((36.46, 115.99, "36.46"), (116.4, 39.9, "outside"), (200.0, 1.0, "200")):
        with pytest.raises(InputError, match=told):
            at_point(lon, lat)
    with pytest.raises(InputError, match="nad27"):
        at_point(115.99, 36.46, "nad27")


def test_a_record_that_the_reading_missed_is_classified_and_placed_like_one_it_read(desk: Desk) -> None:
    added = deciding.add(desk, "sample", "金帝精密机械科技", by="王", spot=in_place("郑家镇"))[0]
    one = named(desk, "金帝精密机械科技")
    assert (one.id, one.section, one.status, one.town) == (added.record, "第一章", "confirmed", "郑家镇")
    assert desk.text("sample")[one.span_start : one.span_end] == one.name  # type: ignore[index]
    with pytest.raises(InputError, match="not in the document"):
        deciding.add(desk, "sample", "不在文中的项目", by="王")
    with pytest.raises(InputError, match="times in the document"):
        deciding.add(desk, "sample", "沙镇", by="王")


FIRMS = """
专栏2 乡镇产业定位

（1）郑家镇。依托金帝、人和等企业，发展轴承保持器产业。（2）沙镇镇。依托鲁西肉牛等企业，发展畜牧业。

第二章 展望

金帝轴承保持架的技术水平不断提升。
"""


def test_a_record_that_the_reading_missed_is_placed_by_what_the_documents_say_of_its_firm(
    desk: Desk, rebuild: Callable[..., None]
) -> None:
    rebuild(PLAN + FIRMS)
    read = named(desk, GOLD)
    assert (read.place, read.method) == ("郑家镇", "fact")
    deciding.add(desk, "sample", "金帝轴承保持架", by="王")
    one = named(desk, "金帝轴承保持架")
    assert (one.place, one.method, one.evidence) == (read.place, read.method, read.evidence)


def test_of_a_plan_that_was_added_here_its_own_words_place_a_missed_record(desk: Desk) -> None:
    plan = adding.receive("二.txt", f"{PLAN}{FIRMS}".encode(), desk)
    adding.add(plan, desk, by="王")
    deciding.add(desk, plan.document.key, "金帝轴承保持架", by="王")
    one = named(desk, "金帝轴承保持架")
    assert (one.document, one.place, one.method) == (plan.document.key, "郑家镇", "fact")


def test_undo_restores_every_byte(desk: Desk, city: Path) -> None:
    first, _ = publish(desk, "一", by="王")
    record = named(desk, GOLD).id
    for action in (
        lambda: deciding.edit(desk, record, {"name": "甲项目", "stage": "开工"}, by="王"),
        lambda: deciding.place(desk, record, in_place("郑家镇"), by="王"),
        lambda: deciding.reject(desk, [record], by="王"),
    ):
        action()
    for _ in range(3):
        deciding.undo(desk, record, by="王")
    publish(desk, "二", by="王")
    one, two = (desk.book.edition_tables(name) for name in ("一", "二"))
    assert {file: data.replace("二".encode(), "一".encode()) for file, data in two.items()} == one
    with pytest.raises(InputError, match="no decision is in force"):
        deciding.undo(desk, record, by="王")
    with pytest.raises(InputError, match="an edition stays"):
        deciding.undo(desk, first.event_id, by="王")


PARTS = ["沙镇医疗康复一体化病房项目", "沙镇敬老院改造项目"]
# What each kind of action does to the sample; all of them are undone to the last byte.
ACTIONS: dict[str, Callable[[Desk], list[Event]]] = {
    "accept": lambda desk: deciding.accept(desk, [named(desk, GOLD).id], by="王"),
    "reject": lambda desk: deciding.reject(desk, [named(desk, GOLD).id], by="王", why="重复"),
    "edit": lambda desk: deciding.edit(desk, named(desk, GOLD).id, {"name": "甲", "stage": "开工"}, by="王"),
    "place by name": lambda desk: deciding.place(desk, named(desk, GOLD).id, in_place("郑家镇"), by="王"),
    "place at a point": lambda desk: deciding.place(
        desk, named(desk, TRACTORS).id, at_point(115.99, 36.46, "wgs84"), by="王"
    ),
    "merge": lambda desk: joining.merge(desk, [named(desk, BEARINGS).id, named(desk, GOLD).id], by="王"),
    "split": lambda desk: joining.split(desk, named(desk, WARDS).id, PARTS, by="王"),
    "add": lambda desk: deciding.add(desk, "sample", "金帝精密机械科技", by="王"),
    "same": lambda desk: joining.match(
        desk, [named(desk, BEARINGS).id, named(desk, GOLD).id], joining.SAME, by="王"
    ),
    "different": lambda desk: joining.match(
        desk, [named(desk, BEARINGS).id, named(desk, GOLD).id], joining.DIFFERENT, by="王"
    ),
    "replace": lambda desk: replacing.replace_all(
        desk, replacing.preview(desk.applied.standing, "name", "项目", "工程"), "name", by="王"
    ),
}
UNSEEN = ("different",)  # of two that nothing joins: no table shows it


def tables_of(desk: Desk, name: str) -> dict[str, bytes]:
    """The tables of an edition that is published now, without its name."""
    publish(desk, name, by="王")
    tables = desk.book.edition_tables(name)
    return {file: content.replace(name.encode(), b"EDITION") for file, content in tables.items()}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("action", ACTIONS)
def test_undo_of_each_action_restores_every_byte(desk: Desk, action: str) -> None:
    before = tables_of(desk, "前")
    done = ACTIONS[action](desk)
    target = str(done[0].before.get(drafting.TOGETHER) or done[0].event_id)
    after = tables_of(desk, "中")
    assert (after == before) is (action in UNSEEN)
    undone = deciding.undo(desk, target, by="李")
    assert tables_of(desk, "后") == before
    if len(undone) == 1:  # an undone undo holds again
        deciding.undo(desk, undone[0].event_id, by="王")
        assert tables_of(desk, "再") == after


def test_what_is_built_after_all_is_undone_is_what_was_built_before(
    desk: Desk, city: Path, rebuild: Callable[..., None]
) -> None:
    def built() -> dict[str, bytes]:
        rebuild()
        return {path.name: path.read_bytes() for path in sorted(city.glob("*.csv"))}

    before = built()
    chosen = ("accept", "place at a point", "split", "add", "same", "merge")
    done = [ACTIONS[one](desk)[0] for one in chosen]
    assert built() != before
    for event in reversed(done):
        deciding.undo(desk, event.event_id, by="李")
    assert built() == before


def test_a_rebuild_from_the_same_text_keeps_every_decision(
    desk: Desk, city: Path, rebuild: Callable[..., None]
) -> None:
    readings = read_readings(city)
    deciding.edit(desk, named(desk, GOLD).id, {"name": "金帝科技园"}, by="王")
    deciding.reject(desk, [named(desk, TRACTORS).id], by="王")
    rebuild("\n" + PLAN.replace("推进聊城东站", "推进\n聊城东站"))  # a page break moved everything
    again = open_desk(city)
    assert "金帝科技园" in names(again) and TRACTORS not in names(again)
    assert not again.applied.open
    table = (city / "mentions.csv").read_text("utf-8")
    assert "金帝科技园" in table and TRACTORS not in table
    assert [(one.id, one.name) for one in read_readings(city)] == [(one.id, one.name) for one in readings]


def test_other_text_sends_the_decision_back_to_the_queue_with_both_versions(
    desk: Desk, city: Path, rebuild: Callable[..., None]
) -> None:
    gold = named(desk, GOLD).id
    deciding.edit(desk, gold, {"name": "金帝科技园"}, by="王")
    rebuild(PLAN.replace("推动沙镇高端", "谋划沙镇高端"))
    again = open_desk(city, writing=True)
    waiting = again.applied.open[gold]
    assert waiting.reason == "text changed"
    assert waiting.then is not None and waiting.then.name == "金帝科技园"
    assert waiting.now is not None and waiting.now.name == GOLD
    assert named(again, GOLD).status == "candidate"
    # the person decides anew, for the text as it is now
    deciding.accept(again, [gold], by="李")
    assert not again.applied.open and named(again, GOLD).status == "confirmed"


def test_text_that_is_gone_is_asked_about_and_can_be_kept(
    desk: Desk, city: Path, rebuild: Callable[..., None]
) -> None:
    gold = named(desk, GOLD).id
    deciding.edit(desk, gold, {"name": "金帝科技园"}, by="王")
    rebuild(PLAN.replace("加快实施金帝精密机械科技项目，", ""))
    again = open_desk(city, writing=True)
    assert again.applied.open[gold].reason == "text gone"
    assert "金帝科技园" not in names(again)
    deciding.accept(again, [gold], by="李")
    assert not again.applied.open and named(again, "金帝科技园").status == "confirmed"


def test_a_confirmed_record_that_the_next_reading_misses_still_stands(
    desk: Desk, city: Path, rebuild: Callable[..., None]
) -> None:
    """The machine reads other names from the same words: what a person confirmed stands alone."""
    wards = named(desk, WARDS)
    deciding.accept(desk, [wards.id], by="王")
    table = (city / "mentions.csv").read_text("utf-8")
    reread = table.replace(wards.id, "0123456789ab").replace(WARDS, "沙镇医疗康复一体化病房项目")
    (city / "mentions.csv").write_text(reread, encoding="utf-8")
    again = open_desk(city)
    assert WARDS in names(again) and "沙镇医疗康复一体化病房项目" not in names(again)
    assert not again.applied.open


def test_a_rejection_is_never_applied_to_another_name(desk: Desk, city: Path) -> None:
    wards = named(desk, WARDS)
    deciding.reject(desk, [wards.id], by="王")
    table = (city / "mentions.csv").read_text("utf-8")
    reread = table.replace(wards.id, "0123456789ab").replace(WARDS, "沙镇医疗康复一体化病房项目")
    (city / "mentions.csv").write_text(reread, encoding="utf-8")
    again = open_desk(city)
    assert "沙镇医疗康复一体化病房项目" in names(again)
    assert again.applied.open["0123456789ab"].reason == "read otherwise"


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # what comes beside no database
def test_events_as_a_table_come_back_as_they_were(desk: Desk, city: Path, tmp_path: Path) -> None:
    deciding.edit(desk, named(desk, GOLD).id, {"name": '"甲", 乙|丙'}, by="王", why='因为,引号"')
    deciding.undo(desk, named(desk, '"甲", 乙|丙').id, by="李")
    path = tmp_path / "events.csv"
    path.write_bytes(events_table(desk.events))
    assert read_events(path) == desk.events
    events = desk.events
    (city / "events.csv").write_bytes(path.read_bytes())
    (city / "desk.sqlite").unlink()
    shipped = open_desk(city)  # as in a fresh copy of the repository: no database, events beside the tables
    assert shipped.events == events


def test_what_comes_with_newer_tables_is_taken_in_but_for_what_was_decided_here(
    desk: Desk, city: Path
) -> None:
    """A desk goes on from a newer ``events.csv``: 王 decided here, 李 where the tables were made."""
    deciding.accept(desk, [named(desk, GOLD).id], by="李")
    [first] = desk.events
    deciding.edit(desk, first.record, {"name": "金帝科技园"}, by="王")
    own = desk.events
    later = replace(first, event_id=new_id(own[-1].event_id), previous=first.event_id, action="reject")
    other = replace(first, event_id=new_id(later.event_id), record=named(desk, TRACTORS).id)
    (city / "events.csv").write_bytes(events_table([first, later, other]))
    forget_books()
    assert open_desk(city).events == [*own, other]
    publish(open_desk(city, writing=True), "一", by="王")
    newest = replace(other, event_id=new_id(later.event_id), record=named(desk, BEARINGS).id)
    (city / "events.csv").write_bytes(events_table([first, later, other, newest]))
    forget_books()
    assert newest not in open_desk(city).events  # it would stand before an edition that knows nothing of it


def test_a_passage_ends_where_its_entry_does() -> None:
    at = PLAN.index("堂邑镇智能")
    assert words_of(PLAN, at, at + 3) == TRACTORS
    assert is_same("text:a row:b", "text:a row:c") and not is_same("text:a row:b", "text:x row:b")
    assert is_same("text:a row:b", "row:b") and not is_same("text:a row:b", "row:c")


def test_find_and_replace_is_seen_before_stored_as_one_and_taken_back_as_one(desk: Desk) -> None:
    before = desk.applied.standing
    found = replacing.preview(before, "name", "项目", "工程")
    assert len(found) > 1 and all(one.after == one.before.replace("项目", "工程") for one in found)
    assert desk.applied.standing == before
    kept = deciding.edit(desk, found[0].record.id, {"scale": "1万套"}, by="王")
    with pytest.raises(StaleError):
        replacing.replace_all(desk, found, "name", by="李", expected={found[0].record.id: ""})
    assert desk.events[-1] == kept[-1]
    stored = replacing.replace_all(desk, found, "name", by="李")
    names = {one.id: one.name for one in desk.applied.standing}
    assert all(names[one.record.id] == one.after for one in found)
    with pytest.raises(InputError):  # what was shown holds no more
        replacing.replace_all(desk, found, "name", by="李")
    # One of them alone, then what is left of them as one.
    deciding.undo(desk, stored[0].event_id, by="李")
    undone = deciding.undo(desk, deskforms.last_of(desk, "李"), by="李")
    assert len(undone) == len(stored) - 1
    deciding.undo(desk, kept[0].event_id, by="王")
    assert desk.applied.standing == before
    for field, find in (("confidence", "0"), ("name", "")):
        with pytest.raises(InputError):
            replacing.preview(before, field, find, "x")
    with pytest.raises(InputError):
        replacing.preview(before, "name", before[0].name, "")
