"""The desk's commands: exit status 2 and one line on bad input, nothing stored; figures that add up."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from projects.__main__ import main
from projects.desk import adding
from projects.desk.desk import open_desk
from projects.desk.editions import publish, shown
from projects.desk.exchange import decisions_table, events_table
from projects.errors import InputError
from projects.extraction.readers.sniff import _MOST_UNPACKED_MB
from projects.store.database import open_store
from tests.desk.city import PLAN

GOLD = "金帝精密机械科技项目"
# Where the database plays no part.
ONCE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
REPORT = """# 东昌府区2024年重点项目建设计划

东昌府区人民政府

2024年3月5日

一、工业项目

推动沙镇新能源汽车零部件产业园项目建设，加快实施斗虎屯镇高端轴承钢球项目，推进聊城东站综合交通枢纽工程建设。
"""


def told(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def identifier(name: str) -> str:
    return next(one.id for one in open_desk().applied.standing if one.name == name)


BAD = {
    "no such record": ["review", "accept", "zzz", "--by", "王"],
    "nobody decides": ["review", "accept", "ID", "--by", " "],
    "a field that is none": ["review", "edit", "ID", "--set", "id=1", "--by", "王"],
    "no value": ["review", "edit", "ID", "--set", "name", "--by", "王"],
    "a value that does not fit": ["review", "edit", "ID", "--set", "stage=快了", "--by", "王"],
    "a point in the wrong order": ["review", "place", "ID", "--at", "36.45,115.97", "--by", "王"],
    "a point that is none": ["review", "place", "ID", "--at", "hier", "--by", "王"],
    "a place that is none": ["review", "place", "ID", "--in", "阿特兰蒂斯", "--by", "王"],
    "one record merged": ["review", "merge", "ID", "--by", "王"],
    "nothing to undo": ["review", "undo", "ID", "--by", "王"],
    "a stale save": ["review", "accept", "ID", "--expect", "0" * 32, "--by", "王"],
    "words of another text": ["review", "add", "--document", "sample", "--name", "月球基地", "--by", "王"],
    "a document that is none": ["review", "add", "--document", "x", "--name", "甲项目", "--by", "王"],
    "no file": ["add", "nichts.docx"],
    "events that are none": ["review", "import", "nichts.csv"],
    "no edition": ["export", "--out", "x.csv", "--edition", "第九版"],
    "no section": ["review", "accept", "--document", "sample", "--section", "第九章", "--by", "王"],
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_one_line_and_stores_nothing(
    what: str, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = identifier(GOLD)
    files = sorted(path.name for path in city.iterdir())
    assert main([gold if part == "ID" else part for part in BAD[what]]) == 2
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1 and printed.out == ""
    assert open_desk().events == []
    assert sorted(path.name for path in city.iterdir() if path.name != "desk.sqlite") == files


def test_the_queue_begins_with_the_least_sure(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "list", "--json"]) == 0
    rows = told(capsys)
    assert isinstance(rows, list) and len(rows) == 6
    assert [row["confidence"] for row in rows] == sorted(row["confidence"] for row in rows)
    assert main(["review", "list", "--section", "专栏1", "--json"]) == 0
    assert len(told(capsys)) == 3  # type: ignore[arg-type]


def test_a_way_through_the_desk(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = identifier(GOLD)
    assert main(["review", "accept", "--document", "sample", "--section", "专栏1", "--by", "王"]) == 0
    assert main(["review", "edit", gold, "--set", "stage=开工", "--by", "李", "--why", "见第一章"]) == 0
    capsys.readouterr()
    assert main(["review", "list", "--status", "candidate", "--json"]) == 0
    assert len(told(capsys)) == 2  # type: ignore[arg-type]
    assert main(["publish", "--name", "第一版", "--by", "赵", "--json"]) == 0
    done = told(capsys)
    assert isinstance(done, dict)
    assert done["counts"] == {"new": 0, "changed": 1, "gone": 0}
    reason = done["changes"][0]["reason"]
    assert "stage: 在建 → 开工" in reason and "李: 见第一章" in reason
    assert main(["review", "reject", gold, "--by", "李", "--why", "口号"]) == 0
    capsys.readouterr()
    assert main(["publish", "--name", "第二版", "--by", "赵", "--json"]) == 0
    again = told(capsys)
    assert isinstance(again, dict) and again["counts"] == {"new": 0, "changed": 0, "gone": 1}
    assert again["changes"][0]["reason"] == "rejected by 李: 口号"
    assert main(["log", gold, "--json"]) == 0
    assert [one["action"] for one in told(capsys)] == ["edit", "reject"]  # type: ignore[union-attr,index]


def test_what_is_shown_is_the_last_edition_and_older_ones_can_be(city: Path, tmp_path: Path) -> None:
    assert shown() is None  # nothing is published: the workspace's own tables
    gold = identifier(GOLD)
    assert main(["publish", "--name", "第一版", "--by", "赵"]) == 0
    assert main(["review", "reject", gold, "--by", "李"]) == 0
    assert main(["publish", "--name", "第二版", "--by", "赵"]) == 0
    for edition, is_there in (([], False), (["--edition", "第一版"], True)):
        out = tmp_path / "out.csv"
        assert main(["export", "--out", str(out), *edition]) == 0
        assert (GOLD in out.read_text("utf-8-sig")) == is_there
    assert "第一版" in out.read_text("utf-8-sig")
    records = open_store(tables=shown()).records()
    assert set(records["edition"]) == {"第二版"} and len(records) == 5


def test_an_edition_never_changes_and_its_name_is_not_used_twice(city: Path) -> None:
    desk = open_desk(writing=True)
    publish(desk, "第一版", by="赵")
    before = desk.book.edition_tables("第一版")
    main(["review", "reject", identifier(GOLD), "--by", "李"])
    with pytest.raises(InputError, match="never change"):
        publish(desk, "第一版", by="赵")
    assert desk.book.edition_tables("第一版") == before
    shutil.rmtree(city / "editions", ignore_errors=True)
    folder = shown("第一版")
    assert folder is not None and (folder / "mentions.csv").read_bytes() == before["mentions.csv"]


def test_a_plan_comes_in_as_candidates_and_is_published_when_checked(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "新计划.md"
    path.write_text(REPORT, encoding="utf-8")
    assert main(["add", str(path), "--by", "王", "--json"]) == 0
    done = told(capsys)[0]  # type: ignore[index]
    head = done["document"]
    assert (head["title"], head["issuer"]) == ("东昌府区2024年重点项目建设计划", "东昌府区人民政府")
    assert (head["issued"], head["period_start"], head["scope"]) == ("2024-03-05", 2024, "东昌府区")
    assert done["records"] == sum(section["records"] for section in done["sections"]) > 0
    assert ("一", "工业项目") in {(section["section"], section["title"]) for section in done["sections"]}
    desk = open_desk()
    new = [one for one in desk.applied.standing if one.document == head["key"]]
    text = desk.text(head["key"])
    assert text is not None and {text[one.span_start : one.span_end] for one in new} >= {new[0].name}
    # the same file under another name is the same plan
    twin = tmp_path / "副本.md"
    shutil.copy(path, twin)
    assert main(["add", str(twin), "--by", "李", "--json"]) == 0
    assert told(capsys)[0]["is_new"] is False  # type: ignore[index]
    # only what is checked gets to the map
    main(["publish", "--name", "一", "--by", "赵"])
    main(["review", "accept", new[0].id, "--by", "王"])
    capsys.readouterr()
    main(["publish", "--name", "二", "--by", "赵", "--json"])
    assert [one["record"] for one in told(capsys)["changes"]] == [new[0].id]  # type: ignore[call-overload,index]
    # what was added can be taken back
    assert main(["review", "undo", f"plan:{head['key']}", "--by", "王"]) == 0
    assert not [one for one in open_desk().applied.standing if one.document == head["key"]]


def test_a_head_can_be_corrected(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(REPORT, encoding="utf-8")
    heads = ["--title", "新题目", "--period", "2024-2026", "--area", "聊城市"]
    assert main(["add", str(path), *heads, "--by", "王", "--json"]) == 0
    head = told(capsys)[0]["document"]  # type: ignore[index]
    assert (head["title"], head["period_end"], head["scope"]) == ("新题目", 2026, "聊城市")
    assert main(["add", str(path), "--period", "2026-2024"]) == 2
    assert main(["add", str(path), "--area", "阿特兰蒂斯"]) == 2


def test_a_head_can_be_corrected_after_the_reading_and_the_records_follow(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert main(["add", str(path), "--period", "2024", "--area", "东昌府区", "--by", "王", "--json"]) == 0
    key = told(capsys)[0]["document"]["key"]  # type: ignore[index]
    before = [one for one in open_desk().applied.standing if one.document == key]
    decided = before[0].id
    assert main(["review", "accept", decided, "--by", "王"]) == 0
    head = [
        "review",
        "head",
        key,
        "--title",
        "新题目",
        "--period",
        "2021-2025",
        "--area",
        "聊城市",
        "--by",
        "王",
    ]
    assert main(head) == 0
    desk = open_desk()
    after = [one for one in desk.applied.standing if one.document == key]
    assert (desk.documents[key].title, desk.documents[key].issuer) == ("新题目", "东昌府区人民政府")
    assert {(one.plan_start, one.plan_end) for one in after} == {(2021, 2025)}
    assert [one.id for one in after] == [one.id for one in before]
    assert {one.place for one in after if one.method == "scope"} <= {"聊城市"}
    assert [a.place for a in after if a.method != "scope"] == [b.place for b in before if b.method != "scope"]
    assert next(one for one in after if one.id == decided).status == "confirmed"
    assert main(head) == 2  # nothing would change
    assert main([*head[:3], "--period", "2025-2021", "--by", "王"]) == 2
    assert main(["review", "head", "sample", "--title", "x", "--by", "王"]) == 2
    assert main(["review", "undo", f"plan:{key}", "--by", "王"]) == 0
    restored = [one for one in open_desk().applied.standing if one.document == key]
    assert [replace(one, status="candidate") for one in restored] == before
    # Taken back with its head corrected, it comes back when the file does.
    assert main(head) == 0
    came = next(one for one in open_desk().events if one.record == f"plan:{key}")
    assert main(["review", "undo", came.event_id, "--by", "王"]) == 0
    assert key not in open_desk().documents
    assert main(["add", str(path), "--by", "王"]) == 0
    assert open_desk().documents[key].title == "新题目"


def test_a_registered_file_is_recognised(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "again.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert main(["add", str(path), "--json"]) == 0
    assert told(capsys)[0]["document"]["key"] == "sample"  # type: ignore[index]
    assert open_desk().from_desk() == []


def test_decisions_about_pairs_go_out_and_come_in(city: Path, tmp_path: Path) -> None:
    a, b = (one.id for one in open_desk().applied.standing[:2])
    main(["review", "merge", a, b, "--by", "王", "--why", "同一项目"])
    out = tmp_path / "decisions.csv"
    assert main(["log", "--out", str(out)]) == 0
    assert main(["review", "undo", "|".join(sorted((a, b))), "--by", "王"]) == 0
    assert open_desk().applied.decisions == ()
    assert main(["review", "import", str(out)]) == 0
    assert [one.verdict for one in open_desk().applied.decisions] == ["same"]
    assert main(["review", "import", str(out)]) == 0  # twice changes nothing
    assert len(open_desk().events) == 3


@ONCE
@pytest.mark.parametrize("table", ["events", "decisions"])
def test_events_that_a_spreadsheet_saved_in_gbk_come_in(city: Path, tmp_path: Path, table: str) -> None:
    a, b = (one.id for one in open_desk().applied.standing[:2])
    main(["review", "merge", a, b, "--by", "王", "--why", "同一项目"])
    path = tmp_path / "table.csv"
    events = open_desk().events
    text = (events_table if table == "events" else decisions_table)(events).decode()
    path.write_bytes(text.encode("gb18030"))
    (city / "desk.sqlite").unlink()
    assert open_desk().events == []
    assert main(["review", "import", str(path)]) == 0
    assert [(one.by, one.why) for one in open_desk().events] == [("王", "同一项目")]


@ONCE
@pytest.mark.parametrize("content", [b"\xff\xfed\x00", b"date,verdict\n1,\xff\n"])
def test_events_in_no_known_encoding_are_one_line(
    city: Path, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    assert main(["review", "import", str(path)]) == 2
    printed = capsys.readouterr().err
    assert "neither UTF-8 nor GB18030" in printed and printed.count("\n") == 1


@ONCE
def test_a_reading_that_is_stopped_leaves_nothing(city: Path) -> None:
    class StopError(Exception):
        pass

    def stop(part: float, step: str) -> None:
        if step == "place":
            raise StopError

    desk = open_desk(writing=True)
    incoming = adding.receive("计划.md", REPORT.encode(), desk)
    with pytest.raises(StopError):
        adding.add(incoming, desk, by="王", progress=stop)
    assert desk.book.plans() == [] and desk.events == []


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (_MOST_UNPACKED_MB * (1 << 20) + 1))
    return data.getvalue()


@pytest.mark.sampled(3)
@ONCE
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.exe", b"MZ", "expected .docx"),
        ("plan", "规划".encode(), "no suffix"),
        ("plan.txt", b"", "empty"),
        ("plan.docx", b"PK\x03\x04damaged", "damaged"),
        ("plan.docx", None, "unpacks to"),
        ("plan.txt", b"a" * ((adding.MOST_MB << 20) + 1), "50 MB at most"),
        ("../../etc/plan.txt", b"nothing Chinese in here at all", "plan.txt: no Chinese"),
    ],
)
def test_what_is_sent_is_not_trusted(city: Path, name: str, content: bytes | None, told: str) -> None:
    with pytest.raises(InputError) as caught:
        adding.receive(name, bomb() if content is None else content, open_desk())
    assert told in str(caught.value) and "\n" not in str(caught.value)
    assert "/" not in str(caught.value) or "etc" not in str(caught.value)


def test_a_records_checks_are_told_with_its_explanation(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = identifier(GOLD)
    main(["review", "reject", gold, "--by", "李", "--why", "口号"])
    main(["review", "accept", gold, "--by", "王", "--why", "看错了"])
    capsys.readouterr()
    assert main(["explain", gold]) == 0
    printed = capsys.readouterr().out
    assert "李 reject 口号" in printed and "王 accept 看错了" in printed
