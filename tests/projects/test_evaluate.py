"""The judge itself: recall, precision, industry and place come out as counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from projects.errors import InputError, MissingError
from projects.evaluation import COLUMNS, Label, compared, evaluate, match, read_labels, report, to_json
from projects.model.records import Record
from tests.projects.samples import BASE


def label(name: str, line: int, **values: object) -> Label:
    defaults: dict[str, object] = {
        "document": "d",
        "section": "专栏1",
        "item": str(line),
        "listed": True,
        "industry": "bearings",
        "place": "东昌府区",
        "level": "county",
        "note": "",
        "neutral": False,
    }
    return Label(name=name, line=line, **(defaults | values))  # type: ignore[arg-type]


def record(name: str, item: str = "", **values: object) -> Record:
    changed: dict[str, object] = {
        "id": f"id-{name}-{item}",
        "name": name,
        "document": "d",
        "section": "专栏1",
        "item": item,
        "industry": "bearings",
        "place": "东昌府区",
        "level": "county",
    }
    return replace(BASE, **(changed | values))  # type: ignore[arg-type]


LABELS = [label("甲轴承项目", 1), label("乙铝业项目", 2), label("丙园区", 3), label("丁基地", 4)]


def test_all_right() -> None:
    records = [record(one.name, one.item) for one in LABELS]
    score = evaluate(records, LABELS).scores["listed"]
    assert (score.recall, score.precision) == (1.0, 1.0)
    assert (score.industry_right, score.place_right, score.place_judged) == (4, 4, 4)


def test_a_miss_an_extra_a_wrong_industry_and_a_wrong_place() -> None:
    records = [
        record("甲轴承项目", "1", industry="auto"),
        record("乙铝业项目", "2", place="郑家镇", level="town"),
        record("无人知道的东西", "9"),
        record("丁基地", "4", place="聊城市", level="city"),
    ]
    result = evaluate(records, LABELS)
    score = result.scores["listed"]
    assert (score.labels, score.found, score.extras) == (4, 3, 1)
    assert (score.recall, score.precision) == (0.75, 0.75)
    assert (score.industry_right, score.place_right) == (2, 1)
    assert (score.too_precise, score.too_coarse) == (1, 1)
    assert [miss.name for miss in result.misses] == ["丙园区"]
    assert [extra.name for extra in result.extras] == ["无人知道的东西"]
    assert [wrong.name for _, wrong in result.wrong_industry] == ["甲轴承项目"]
    text = report(result)
    assert "miss   d 专栏1 3 丙园区" in text and "extra  d 专栏1 9 无人知道的东西" in text


def test_removing_one_record_lowers_the_recall() -> None:
    records = [record(one.name, one.item) for one in LABELS]
    assert evaluate(records[:-1], LABELS).scores["listed"].recall == 0.75


def test_a_neutral_label_counts_neither_way() -> None:
    labels = [*LABELS[:3], label("丁基地", 4, neutral=True)]
    for records in (
        [record(one.name, one.item) for one in LABELS],
        [record(one.name, one.item) for one in LABELS[:3]],
    ):
        score = evaluate(records, labels).scores["listed"]
        assert (score.labels, score.recall, score.precision) == (3, 1.0, 1.0)


def test_another_industry_may_be_allowed() -> None:
    labels = [label("甲轴承项目", 1, note="x; alt industry: auto")]
    assert evaluate([record("甲轴承项目", "1", industry="auto")], labels).scores["listed"].industry_right == 1


def test_places_are_compared_as_places_not_as_words() -> None:
    labels = [label("甲", 1, place="茌平县"), label("乙", 2, place="沙镇镇|郑家镇", level="multi")]
    records = [record("甲", "1", place="茌平区"), record("乙", "2", place="郑家镇|沙镇", level="multi")]
    assert evaluate(records, labels).scores["listed"].place_right == 2


def test_sections_without_labels_are_not_judged() -> None:
    records = [record(one.name, one.item) for one in LABELS] + [record("别处的项目", section="专栏7")]
    assert evaluate(records, LABELS).scores["listed"].extras == 0


def test_names_that_differ_by_a_closing_word_are_the_same() -> None:
    pairs, left = match([record("甲轴承", "7")], [label("甲轴承建设项目", 1)])
    assert pairs[1].name == "甲轴承" and left == []
    pairs, left = match([record("戊医院", "7")], [label("甲轴承建设项目", 1)])
    assert pairs == {} and len(left) == 1


HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"document,name\na,b\n", "column 'section' is missing"),
        (f"{HEADER}\nd,专栏1,1,true,甲,,,,,\n".encode("gb18030"), "is not UTF-8"),
    ],
)
def test_broken_labels_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_labels(path)


def test_labels_are_read_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        f"{HEADER}\nd,专栏1,1(2),true,甲,auto,东昌府区,county,,false\nd,二,,false,乙,,,,,true\n", "utf-8"
    )
    first, second = read_labels(path)
    assert (first.item, first.listed, first.neutral, first.line) == ("1(2)", True, False, 2)
    assert (second.listed, second.neutral, second.line) == (False, True, 3)
    with pytest.raises(MissingError, match="no such file"):
        read_labels(tmp_path / "none.csv")


def test_two_runs_are_compared() -> None:
    labels = [label("甲项目", 2), label("乙项目", 3)]
    earlier = to_json(evaluate([record("甲项目")], labels))
    later = evaluate([record("甲项目", industry="auto"), record("乙项目")], labels)
    told = compared(later, earlier, "run.json")
    assert "found 1 → 2" in told
    assert "no longer misses: d 专栏1 3 乙项目" in told
    assert "newly wrong industry: d 专栏1  甲项目" in told
    assert compared(later, to_json(later), "run.json") == "nothing changed"


@pytest.mark.parametrize(
    "kept",
    [
        *("", "[]", "{}", '{"scores": []}', '{"scores": {"all": 3}}', '{"scores": "all"}'),
        *('{"scores": {}, "misses": 5}', '{"scores": {}, "extras": {"d": 1}}'),
    ],
)
def test_what_is_no_kept_run_is_refused(kept: str) -> None:
    with pytest.raises(InputError, match=r"run\.json: not a run kept"):
        compared(evaluate([], []), kept, "run.json")
