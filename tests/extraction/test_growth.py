"""Texts of one pattern repeated without end take time in proportion to their length.

Each once took time by its square: a box that held one name after 推进, a place repeated, a box title with
its units, a cell of figures and points. What is compared is the time of twice as much text.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from projects.errors import ProjectsError
from projects.extraction.words import MAX_NAME
from projects.model.registry import Document
from projects.pipeline import run

DOCUMENT = Document("growth", "growth.txt", scope="东昌府区")
LEAST_S = 0.1  # less is noise
AT_MOST = 8  # times as long for four times the text: not sixteen, and room for a busy machine
LIST = (
    "序号,项目名称,建设地点,责任单位\n1,甲产业园项目,堂邑镇,区住建局\n"
    "2,{},堂邑镇,区住建局\n3,乙产业园,堂邑镇,区发改局\n"
)
TEXTS: dict[str, Callable[[int], str]] = {
    "companies in a box": lambda n: "专栏1 重点项目\n（1）推进" + "公司、" * n,
    "named companies in a box": lambda n: "专栏1 重点项目\n（1）推进" + "甲公司、" * n + "建设",
    "one county again and again": lambda n: "推进" + "东昌府区" * n + "建设",
    "nothing but one county": lambda n: "东昌府区" * n,
    "counties in a list": lambda n: "推进" + "东昌府区、" * n + "建设",
    "boxes with open brackets": lambda n: "专栏1 甲产业园建设（责任单位：区住建局" * n,
    "open brackets in a box": lambda n: "专栏1 重点项目\n" + "建设（责任单位" * n,
    "units in a box title": lambda n: "专栏1重点项目建设（责任单位：甲局" + "，乙局" * n,
    "open emphasis": lambda n: "推进建设。" + "**甲园" * n,
    "open comments": lambda n: "推进建设。" + "<!--" * n,
    "open quotes": lambda n: "推进“甲" * n,
    "formula signs": lambda n: "推进$甲" * n,
    "rows of a Markdown table": lambda n: "|甲|乙|\n|--|--|\n" + "|丙园|丁|\n" * n,
    "tables of Markdown": lambda n: "|甲|乙|\n|--|--|\n|丙园|丁|\n\n推进建设。\n" * n,
}
CELLS: dict[str, Callable[[int], str]] = {
    "figures and points": lambda n: "1." * n,
    "figures, then points": lambda n: "1" * n + "." * n,
    "figures and blanks": lambda n: "1 " * n,
    "colons": lambda n: "：甲" * n,
}


def seconds(name: str, text: str, folder: Path, *, enough: float = 0) -> float:
    """The best of three, for the machine may be busy; the first one that takes no more than *enough*."""
    path = folder / name
    path.write_text(text, "utf-8")
    best = float("inf")
    for _ in range(3):
        gc.disable()  # a collection costs what all tests before this one left, not what this text asks for
        try:
            start = time.process_time()
            with suppress(ProjectsError):
                run([(DOCUMENT, path)])
            best = min(best, time.process_time() - start)
        finally:
            gc.enable()
        if best < enough:
            break
    return best


def once_and_four_times(make: Callable[[int], str], folder: Path) -> tuple[float, float]:
    """Seconds for a text long enough to be measured, and for one four times as long."""
    count = 250
    first = seconds("growth.txt", make(count), folder, enough=LEAST_S)
    while first < LEAST_S and count < 200_000:
        count *= 2
        first = seconds("growth.txt", make(count), folder, enough=LEAST_S)
    once = max(first, LEAST_S)
    return once, seconds("growth.txt", make(4 * count), folder, enough=AT_MOST * once)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("what", TEXTS)
def test_four_times_the_text_takes_four_times_the_time(what: str, tmp_path: Path) -> None:
    once, more = once_and_four_times(TEXTS[what], tmp_path)
    assert more < AT_MOST * once


@pytest.mark.parametrize("what", CELLS)
def test_eight_times_the_cell_takes_eight_times_the_time(what: str, tmp_path: Path) -> None:
    # A cell of more than 128 kB is refused by the reader of CSV.
    sizes = [seconds("a.csv", LIST.format(CELLS[what](n)), tmp_path) for n in (3_750, 30_000)]
    assert sizes[1] < 24 * max(sizes[0], LEAST_S)


@pytest.mark.parametrize("count", [MAX_NAME, MAX_NAME + 1, 100])
@pytest.mark.parametrize("mark", ["：", "：：", "，", "（"])
def test_a_long_cell_that_begins_with_a_mark(mark: str, count: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LIST.format(mark + "甲" * count), "utf-8")
    assert {"甲产业园项目", "乙产业园"} <= {one.name for one in run([(DOCUMENT, path)]).records}
