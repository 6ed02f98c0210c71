"""Label files beside their documents: what is refused, what is counted, and that the counts add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple, fields, replace
from pathlib import Path

import pytest

from projects.__main__ import main
from projects.errors import InputError
from projects.evaluation import Evaluation, evaluate, read_labels
from projects.evaluation.calibration import bins
from projects.evaluation.labelled import coverages
from projects.evaluation.leaving import parted
from projects.evaluation.scoring import Score
from projects.model.records import Record
from tests.projects.samples import BASE

FIRST_LINE = (
    "document,kind,name,section,item,listed,category,industry,stage,period_start,period_end,places_in_text,"
    "county,place,level,entity,investment_wan_yuan,scale,evidence,note,neutral"
)
HEADER = FIRST_LINE.split(",")
DEFAULTS = {"kind": "project", "listed": "false", "neutral": "false"}


def label_file(path: Path, *rows: dict[str, str]) -> Path:
    """A label file; the document is the file's stem unless a row says another."""
    lines = [",".join(HEADER)]
    for row in rows:
        cells = {"document": path.stem, **DEFAULTS, **row}
        lines.append(",".join(cells.get(name, "") for name in HEADER))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def record(name: str, section: str = "一", document: str = "d", **values: object) -> Record:
    defaults = {"place": "", "place_code": "", "county": "", "level": "none", "listed": False}
    return replace(
        BASE,
        id=f"{document}-{section}-{name}",
        name=name,
        section=section,
        item="",
        document=document,
        **(defaults | values),  # type: ignore[arg-type]
    )


def scored(folder: Path, records: list[Record], *rows: dict[str, str], stem: str = "d") -> Evaluation:
    return evaluate(records, read_labels(label_file(folder / f"{stem}.csv", *rows)))


def test_every_record_of_a_whole_text_that_no_label_knows_is_an_extra(tmp_path: Path) -> None:
    records = [record("甲水库"), record("乙大桥", "二"), record("无人知道的医院", "九")]
    rows = {"name": "甲水库", "section": "一"}, {"name": "乙大桥", "section": "二"}
    result = scored(tmp_path, records, *rows)
    score = result.total()
    assert (score.labels, score.found, score.extras) == (2, 2, 1)
    assert score.recall == 1.0 and score.precision == pytest.approx(2 / 3)
    assert [extra.name for extra in result.extras] == ["无人知道的医院"]


def test_a_label_is_looked_for_in_its_section_and_then_in_the_document(tmp_path: Path) -> None:
    rows = {"name": "甲水库", "section": "一"}, {"name": "乙大桥", "section": "二"}
    result = scored(tmp_path, [record("甲水库", "三"), record("乙大桥", "二")], *rows)
    assert (result.total().found, result.total().extras, result.misses) == (2, 0, [])
    elsewhere = scored(
        tmp_path, [record("甲水库", "三")], *({**row, "document": "d"} for row in rows), stem="x"
    )
    assert elsewhere.total().found == 0, "a file of several documents keeps the section"


def test_a_name_of_another_section_is_neither_hit_nor_extra(tmp_path: Path) -> None:
    records = [record("甲水库"), record("甲水库", "二")]
    result = scored(tmp_path, records, {"name": "甲水库", "section": "一"})
    assert (result.total().found, result.total().extras, result.tallies["d"].repeats) == (1, 0, 1)
    same_section = [record("甲水库"), replace(record("甲水库工程"), id="second")]
    result = scored(tmp_path, same_section, {"name": "甲水库", "section": "一"})
    assert (result.total().found, result.total().extras) == (1, 1), "one section, one row"


def test_another_name_may_be_allowed(tmp_path: Path) -> None:
    row = {
        "name": "滨河新城市民服务中心",
        "section": "一",
        "note": "shared tail; alt name: 政务大厅; alt industry: auto",
    }
    result = scored(tmp_path, [record("政务大厅", industry="auto")], {**row, "industry": "social"})
    assert (result.total().found, result.total().industry_right) == (1, 1)
    assert scored(tmp_path, [record("档案馆")], row).total().found == 0


def test_neutral_rows_count_neither_way(tmp_path: Path) -> None:
    rows = {"name": "甲水库", "section": "一"}, {"name": "老旧小区", "section": "一", "neutral": "true"}
    for records in ([record("甲水库")], [record("甲水库"), record("老旧小区")]):
        score = scored(tmp_path, records, *rows).total()
        assert (score.labels, score.found, score.extras) == (1, 1, 0)


def test_of_labelled_boxes_only_their_records_count(tmp_path: Path) -> None:
    rows = (
        {"name": "甲水库", "section": "专栏2", "listed": "true"},
        {"name": "乙大桥", "section": "专栏3", "listed": "true"},
    )
    records = [
        record("甲水库", "专栏2", listed=True),
        record("别的医院", "专栏2", listed=True),
        record("第四个专栏的医院", "专栏4", listed=True),
        record("正文里的医院", "一"),
    ]
    result = scored(tmp_path, records, *rows)
    assert result.coverage == {"d": "boxes"}
    assert [extra.name for extra in result.extras] == ["别的医院"]
    assert result.tallies["d"].not_judged == 2
    with_text = scored(tmp_path, records, *rows, {"name": "丙机场", "section": "一"})
    assert with_text.coverage == {"d": "whole"} and with_text.total().extras == 3


def test_kind_and_stage_are_judged_where_the_label_says_one(tmp_path: Path) -> None:
    rows = (
        {"name": "甲水库", "section": "一", "stage": "building"},
        {"name": "乙大桥", "section": "一", "stage": "done", "kind": "base"},
        {"name": "丙机场", "section": "一", "stage": "start", "note": "alt stage: prepare; alt kind: park"},
        {"name": "丁医院", "section": "一"},
    )
    records = [
        record("甲水库", stage="在建"),
        record("乙大桥", stage="开工"),
        record("丙机场", stage="前期", kind="park"),
        record("丁医院", stage="签约"),
    ]
    score = scored(tmp_path, records, *rows).total()
    assert (score.stage_judged, score.stage_right) == (3, 2)
    assert (score.kind_judged, score.kind_right) == (4, 3)


@pytest.mark.parametrize(
    ("label", "found", "expected"),
    [
        ({"place": "安国市", "level": "county"}, {"place": "安国市", "county": "安国市"}, (1, 1)),
        ({"place": "安国市", "level": "county"}, {"place": "清苑区", "county": "清苑区"}, (1, 0)),
        ({"place": ""}, {"place": "安国市"}, (0, 0)),
        (
            {"place": "数字中药都", "county": "安国市", "level": "site"},
            {"place": "安国市", "county": "安国市"},
            (1, 1),
        ),
        (
            {"place": "数字中药都", "county": "安国市", "level": "site"},
            {"place": "保定市", "county": ""},
            (1, 0),
        ),
        ({"place": "数字中药都", "level": "site"}, {"place": "保定市"}, (0, 0)),
        ({"place": "西山", "level": "site"}, {"place": "保定市", "place_code": "130600"}, (0, 0)),
    ],
)
def test_places_by_official_name_or_by_the_county(
    tmp_path: Path, label: dict[str, str], found: dict[str, str], expected: tuple[int, int]
) -> None:
    code = {"place_code": "130683", "level": "county"}
    score = scored(
        tmp_path, [record("甲水库", **code | found)], {"name": "甲水库", "section": "一", **label}
    ).total()
    assert (score.place_judged, score.place_right) == expected


def a_run(folder: Path) -> Evaluation:
    """Two whole documents, one of boxes and one of a common file, with everything that can happen."""
    files = [
        label_file(
            folder / "one-2021.csv",
            {"name": "甲水库", "section": "一", "industry": "water", "place": "东昌府区", "level": "county"},
            {"name": "乙大桥", "section": "二", "industry": "transport", "stage": "done"},
            {"name": "老旧小区", "section": "二", "neutral": "true"},
            {"name": "漏掉的机场", "section": "三", "listed": "true"},
        ),
        label_file(folder / "two-2022.csv", {"name": "丁医院", "section": "一"}),
        label_file(folder / "three.csv", {"name": "戊学校", "section": "专栏1", "listed": "true"}),
        label_file(folder / "common.csv", {"name": "己公园", "section": "一", "document": "four"}),
    ]
    records = [
        record("甲水库", "一", "one-2021", industry="water", place="东昌府区", level="county"),
        record("甲水库", "四", "one-2021"),
        record("乙大桥", "二", "one-2021", industry="auto"),
        record("老旧小区", "二", "one-2021"),
        record("多出的医院", "五", "one-2021", listed=True),
        record("丁医院", "一", "two-2022"),
        record("戊学校", "专栏1", "three", listed=True),
        record("不评的学校", "二", "three"),
        record("己公园", "一", "four"),
        record("不评的公园", "二", "four"),
        record("没有标注的文件", "一", "five"),
    ]
    return evaluate(records, read_labels(*files))


def test_totals_add_up(tmp_path: Path) -> None:
    result = a_run(tmp_path)
    assert result.coverage == {"one-2021": "whole", "two-2022": "whole", "three": "boxes", "four": "spans"}
    for document, tally in result.tallies.items():
        records, *parts = astuple(tally)
        assert records == sum(parts), document
        score = result.total(document)
        assert (tally.hits, tally.extras) == (score.found, score.extras)
    assert sum(tally.records for tally in result.tallies.values()) == 10
    whole = result.total()
    for parts in (
        [result.total(listed=True), result.total(listed=False)],
        [result.total(document) for document in result.documents],
        list(result.cells.values()),
    ):
        assert astuple(sum(parts, Score())) == astuple(whole)
    assert whole.labels == whole.found + len(result.misses)
    assert whole.industry_judged == whole.industry_right + len(result.wrong_industry)
    for field in fields(Score):
        assert getattr(whole, field.name) >= 0
    assert (whole.labels, whole.found, whole.extras) == (6, 5, 1)


def test_one_place_is_left_out(tmp_path: Path) -> None:
    result = a_run(tmp_path)
    left, others = parted(result, ["one"])
    assert left.documents == ["one-2021"] and others.documents == ["two-2022", "three", "four"]
    assert astuple(left.total() + others.total()) == astuple(result.total())
    assert len(left.misses) + len(others.misses) == len(result.misses)
    assert left.total().recall == pytest.approx(2 / 3) and others.total().recall == 1.0
    for places, message in ((["nowhere"], "no labelled document begins so"), (["o", "t", "f"], "no other")):
        with pytest.raises(InputError, match=message):
            parted(result, places)


def test_reliability_of_the_reading(tmp_path: Path) -> None:
    rows = [{"name": name, "section": "一"} for name in ("甲水库", "乙大桥", "丙机场")]
    said = {"甲水库": 1.0, "乙大桥": 0.95, "丙机场": 0.3, "多出的医院": 0.31}
    result = scored(tmp_path, [record(name) for name in said], *rows)
    assert bins(result) == []
    result.confidences.update({record(name).id: confidence for name, confidence in said.items()})
    found = bins(result)
    assert len(found) == 10 and sum(one.records for one in found) == 4
    assert (found[9].records, found[9].right, found[9].sure) == (2, 1.0, pytest.approx(0.975))
    assert (found[3].records, found[3].right) == (2, 0.5)
    assert found[0].right is None


# What is wrong in a label file: one line with the file, the line and what was expected.


def cut(*columns: str) -> Callable[[Path], bytes]:
    names = [name for name in HEADER if name not in columns]
    return lambda path: (",".join(names) + "\n" + ",".join("x" for _ in names) + "\n").encode()


def with_rows(*rows: dict[str, str]) -> Callable[[Path], bytes]:
    return lambda path: label_file(path, *rows).read_bytes()


GOOD = {"name": "甲水库", "section": "一"}
BROKEN: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "a missing column": (cut("section"), r":1: column 'section' is missing; expected document"),
    "a column twice": (lambda path: f"{FIRST_LINE},{FIRST_LINE}".encode(), ":1: column .* twice"),
    "no row": (lambda path: FIRST_LINE.encode(), r":2: no label; expected"),
    "an empty file": (lambda path: b"", r":1: column 'document' is missing"),
    "GB18030": (
        lambda path: with_rows(GOOD)(path).decode().encode("gb18030"),
        r":2: byte \d+ is not UTF-8; labels are a UTF-8 CSV",
    ),
    "a row twice": (
        with_rows(GOOD, {"name": "乙", "section": "一"}, GOOD),
        r":4: '甲水库' stands in line 2 already",
    ),
    "a row too short": (
        lambda path: with_rows(GOOD)(path) + b"d,project,x\n",
        r":3: 3 cells; expected 21, one for each column",
    ),
    "no name": (with_rows({"section": "一"}), r":2: the column 'name' is empty"),
    "no document": (with_rows({**GOOD, "document": ""}), r":2: the column 'document' is empty"),
    "another truth": (
        with_rows({**GOOD, "listed": "是"}),
        r":2: listed is '是'; expected one of true, false",
    ),
    "an unknown stage": (
        with_rows({**GOOD, "stage": "ready"}),
        r":2: stage is 'ready'; expected one of prepare",
    ),
    "an unknown industry": (
        with_rows({**GOOD, "industry": "cars"}),
        r":2: industry is 'cars'; expected one of",
    ),
    "an unknown kind": (with_rows({**GOOD, "kind": "road"}), r":2: kind is 'road'; expected one of project"),
    "an open quotation": (lambda path: with_rows(GOOD)(path) + b'd,"x\n', r"not a CSV table"),
    "no document of the name": (
        with_rows(GOOD),
        r":2: document 'key' is not registered; expected a file key\.\*",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_label_file_gives_one_line(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, message = BROKEN[what]
    path = tmp_path / "key.csv"
    path.write_bytes(make(path))
    (tmp_path / "plans").mkdir()
    assert main(["evaluate", str(path), "--plans", str(tmp_path / "plans")]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1
    with pytest.raises(InputError, match=message):
        raise InputError(printed.err)


def test_a_document_is_labelled_in_one_file(tmp_path: Path) -> None:
    first = label_file(tmp_path / "key.csv", GOOD)
    second = label_file(tmp_path / "more.csv", {**GOOD, "document": "key"})
    with pytest.raises(InputError, match=r"more\.csv:2: document 'key' is labelled in .*key\.csv too"):
        read_labels(first, second)
    with pytest.raises(InputError, match="given twice"):
        read_labels(first, first)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    """A cell may hold line breaks, and U+2028, which is none."""
    path = label_file(
        tmp_path / "key.csv", {**GOOD, "note": '"two\nlines\u2028"'}, {"name": "乙", "section": "一"}
    )
    assert [label.line for label in read_labels(path)] == [3, 4]
    assert coverages(read_labels(path)) == {"key": "whole"}


# From files to figures.

TEXT = """某市政府工作报告

一、过去一年工作
加快建设安国市第一医院迁建项目。

二、今年工作
专栏1 重点项目
（1）祁州大道改造工程（2）安国市药博园项目
"""


def made(folder: Path) -> list[str]:
    """Two label files beside their made documents in two folders; the arguments of the command."""
    for name in ("labels", "a", "b"):
        (folder / name).mkdir()
    (folder / "a" / "anguo-2030.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b" / "other-2030.md").write_text(TEXT, encoding="utf-8")
    rows = (
        {
            "name": "祁州大道改造工程",
            "section": "专栏1",
            "item": "1",
            "listed": "true",
            "industry": "transport",
        },
        {"name": "安国市药博园项目", "section": "专栏1", "item": "2", "listed": "true"},
    )
    one = label_file(folder / "labels" / "anguo-2030.csv", *rows)
    two = label_file(folder / "b" / "other-2030.csv", *rows, {"name": "没有的大桥", "section": "一"})
    return ["evaluate", str(one), str(two), "--plans", str(folder / "a"), "--plans", str(folder / "b")]


def test_documents_are_found_in_several_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also beside a label file of the same name, which is not taken for the document."""
    assert main([*made(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: one["coverage"] for key, one in found["documents"].items()} == {
        "anguo-2030": "boxes",
        "other-2030": "whole",
    }
    assert found["scores"]["all"]["labels"] == 5
    assert found["scores"]["listed"]["found"] == 4
    assert found["misses"] == ["other-2030 一  没有的大桥"]
    for key in ("labels", "found", "extras"):
        parts = [found["scores"][document][key] for document in found["documents"]]
        assert found["scores"]["all"][key] == sum(parts)


def test_the_printed_table_and_the_kept_run_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = made(tmp_path)
    kept = tmp_path / "run.json"
    assert main([*command, "--brief", "--save", str(kept)]) == 0
    table = capsys.readouterr().out
    (row,) = (line.split() for line in table.splitlines() if line.startswith("other-2030"))
    rates = json.loads(kept.read_text("utf-8"))["rates"]["other-2030"]
    assert row[2:5] == ["3", f"{rates['recall']:.3f}", f"{rates['precision']:.3f}"]
    assert "miss " not in table
    assert main([*command, "--against", str(kept)]) == 0
    assert "nothing changed" in capsys.readouterr().out


def test_the_left_out_place_and_the_others_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = made(tmp_path)
    assert main([*command, "--leave-out", "other"]) == 0
    table = capsys.readouterr().out
    assert "left out: other-2030\n" in table and "taken as tuned on: anguo-2030\n" in table
    (row,) = (line for line in table.splitlines() if line.startswith("gap"))
    assert "-0.333" in row, "two of three labels against two of two"
    assert main([*command, "--leave-out", "other", "--json"]) == 0
    apart = json.loads(capsys.readouterr().out)["leave_out"]
    assert apart["left_out"]["labels"] + apart["others"]["labels"] == 5
    assert apart["gap"]["recall"] == pytest.approx(-1 / 3)
    assert main([*command, "--leave-out", "nowhere"]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and "anguo-2030" in printed.err


def test_two_files_of_one_document_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = made(tmp_path)
    (tmp_path / "a" / "anguo-2030.md").write_text(TEXT, encoding="utf-8")
    assert main(command) == 2
    assert "anguo-2030.md and " in capsys.readouterr().err
