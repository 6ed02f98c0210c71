"""The life of projects in the plans: states, scopes, kinds of plans, texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from projects.errors import InputError
from projects.linkage import Link
from projects.model.records import frame, from_frame, read_records
from projects.model.registry import Document, read_registry
from projects.store.history import COLUMNS, histories, read_links, states
from projects.store.historytext import history_column, history_lines

SHIPPED = read_records()
BASE = next(r for r in from_frame(SHIPPED) if r.place_code == "371502105" and r.kind == "base")


def plan(key: str, year: int, scope: str = "东昌府区", kind: str = "五年规划纲要") -> Document:
    return Document(
        key, f"{key}.txt", issued=str(year), period_start=year, period_end=year, scope=scope, kind=kind
    )


def rec(document: str, **given: object):
    values = {
        "id": f"{given.get('name', BASE.name)}@{document}",
        "document": document,
        "project": "p1",
        "scale": "",
        "investment_wan_yuan": None,
        "listed": True,
        **given,
    }
    return replace(BASE, **values)


def table(records, *documents: Document, links: tuple[Link, ...] = ()):
    return histories(frame(records), {d.key: d for d in documents}, links=links)


def of(rows, project: str = "p1") -> list[tuple[str, str]]:
    mine = rows[rows["project"] == project]
    return list(zip(mine["document"], mine["state"], strict=True))


def test_new_carried_changed_dropped() -> None:
    records = [
        rec("a"),
        rec("b"),
        rec("c", investment_wan_yuan=500.0),
        rec("d", investment_wan_yuan=900.0),
    ]
    plans = [plan(key, 2016 + n) for n, key in enumerate("abcde")]
    rows = table(records, *reversed(plans))
    assert of(rows) == [
        ("a", "new"),
        ("b", "carried"),
        ("c", "carried"),
        ("d", "changed"),
        ("e", "not_named"),
    ]
    assert rows.set_index("document").loc["d", "changes"] == "investment"


@pytest.mark.parametrize(
    ("later", "says"),
    [
        (plan("b", 2021), True),
        (plan("b", 2021, scope="聊城市"), True),
        (plan("b", 2021, scope="聊城经济技术开发区"), False),
        (plan("b", 2021, scope="莘县"), False),
        (plan("b", 2021, kind="政府工作报告"), False),
        (plan("b", 2021, scope=""), False),
        (plan("b", 2021, kind=""), False),
    ],
)
def test_only_a_plan_of_the_same_kind_for_its_area_drops_a_project(later: Document, says: bool) -> None:
    rows = table([rec("a")], plan("a", 2016), later)
    assert of(rows) == [("a", "new"), ("b", "not_named")] if says else [("a", "new")]


def test_form_of_the_name_is_no_change_but_another_name_is() -> None:
    plans = plan("a", 2016), plan("b", 2021), plan("c", 2022)
    names = "轴承保持器产业振兴基地", "中国轴承保持器产业振兴基地项目", "郑家轴承城"
    rows = table([rec(d.key, name=n) for d, n in zip(plans, names, strict=True)], *plans)
    assert [state for _, state in of(rows)] == ["new", "carried", "changed"]
    assert rows["changes"].iloc[2] == "name"


def test_several_mentions_in_one_plan_are_one_row() -> None:
    rows = table([rec("a", id="x1", section="专栏3"), rec("a", id="x2", section="第四章")], plan("a", 2016))
    assert len(rows) == 1
    assert (rows["records"][0], rows["sections"][0]) == (
        "x1|x2",
        f"专栏3({BASE.item})|第四章({BASE.item})" if BASE.item else "专栏3|第四章",
    )


def test_split_and_merged_by_joint_entries() -> None:
    joint, alone = (
        rec("a", id="joint", project="", name="甲街、乙路"),
        rec("b", id="alone", project="", name="甲街"),
    )
    rows = table([joint, alone], plan("a", 2016), plan("b", 2021), links=(Link("alone", "joint", "item"),))
    assert of(rows, "alone") == [("b", "split")]
    assert of(rows, "joint") == [("a", "new")]  # its part is named: it is not dropped
    first, later = (
        rec("a", id="alone", project="", name="甲街"),
        rec("b", id="joint", project="", name="甲街、乙路"),
    )
    rows = table([first, later], plan("a", 2016), plan("b", 2021), links=(Link("alone", "joint", "item"),))
    assert of(rows, "joint") == [("b", "merged")]


def test_shipped_histories() -> None:
    registry = read_registry()
    rows = histories(SHIPPED, registry, links=read_links())
    assert list(rows.columns) == COLUMNS
    assert set(rows["state"]) <= set(states())
    named = rows[rows["state"] != "not_named"]
    # every record stands in exactly one row
    assert sorted("|".join(named["records"]).split("|")) == sorted(SHIPPED["id"])
    project = SHIPPED.loc[SHIPPED["name"] == "轴承保持器产业振兴基地", "project"].iloc[0]
    assert of(rows, project) == [
        ("dongchangfu-14fyp", "new"),
        ("dongchangfu-2024", "carried"),
        ("liaocheng-report-2025", "not_named"),
    ]
    zone = rows[(rows["document"] == "liaocheng-etdz-2023") & (rows["state"] == "not_named")]
    assert zone.empty
    built = [text for row in states().values() for text in (row.zh, row.en)]
    assert not any(word in text for text in built for word in ("建成", "完成", "built", "completed"))


def test_texts() -> None:
    rows = histories(SHIPPED, read_registry(), links=read_links())
    column = history_column(SHIPPED, rows)
    assert len(column) == len(SHIPPED) and (column != "").all()
    record = SHIPPED[SHIPPED["name"] == "轴承保持器产业振兴基地"].iloc[0]
    assert column[record.name] == "2021 新提出；2024 延续；2025 未再提及"
    lines = history_lines(record["id"], rows, SHIPPED, lang="en")
    assert "2021" in lines[1] and "new" in lines[1]
    assert lines == history_lines(record["project"], rows, SHIPPED, lang="en")
    with pytest.raises(InputError, match="'nothing'"):
        history_lines("nothing", rows, SHIPPED)


def test_the_history_of_a_record_is_that_of_its_project() -> None:
    """The name at the head as well, which the plans print differently."""
    rows = histories(SHIPPED, read_registry(), links=read_links())
    names = SHIPPED[SHIPPED["project"] != ""].groupby("project")["name"]
    project = next(key for key, its in names if its.nunique() > 1 and its.iloc[-1] != its.iloc[0])
    its = SHIPPED[SHIPPED["project"] == project]
    told = history_lines(project, rows, SHIPPED)
    assert told[0] == f"{project}  {its['name'].iloc[0]}"
    assert all(history_lines(one, rows, SHIPPED) == told for one in its["id"])
