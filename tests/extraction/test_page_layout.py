"""Pages of PDFs: columns whose boxes are set in, and fonts that name radicals for characters."""

from __future__ import annotations

import pytest

from projects.extraction.readers.glyphs import plain_glyphs
from projects.extraction.readers.page_layout import Line, Page, put_in_order


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("⾼新⻓江⻋⻝品⼯业项⽬", "高新长江车食品工业项目"),
        ("⻰⼭⻢⻥⻔", "龙山马鱼门"),
        ("落⼾⿈河⾭年", "落户黄河青年"),
        ("甲一⼆A1", "甲一二A1"),
    ],
)
def test_radicals_become_characters(printed: str, plain: str) -> None:
    assert plain_glyphs(printed) == plain and len(printed) == len(plain)


def line(text: str, left: float, top: float) -> Line:
    return Line(text, left, left + 10.0 * len(text), top, top + 10.0, 10.0)


def test_two_columns_with_a_box_set_in() -> None:
    """The right column begins at 310; first lines are indented to 331, the box in it stands at 317."""
    left = [line(f"左{n}" + "甲" * 20, 45.0, 100.0 + 15 * n) for n in range(10)]
    starts = [331.0, 310.0, 310.0, 317.0, 317.0, 317.0, 317.0, 317.0, 310.0, 310.0]
    right = [line(f"右{n}" + "乙" * 20, start, 103.0 + 15 * n) for n, start in enumerate(starts)]
    title = line("标题" * 10, 150.0, 60.0)
    page = Page(1, 595.0, 842.0, [title, *left, *right], [], is_scanned=False)
    put_in_order([page])
    assert [one.text[:2] for one in page.lines] == [
        "标题",
        *(f"左{n}" for n in range(10)),
        *(f"右{n}" for n in range(10)),
    ]


def test_one_column_stays_one() -> None:
    lines = [line("正文" * 20, 66.0 if n % 4 == 0 else 45.0, 100.0 + 15 * n) for n in range(20)]
    page = Page(1, 595.0, 842.0, list(lines), [], is_scanned=False)
    put_in_order([page])
    assert [one.top for one in page.lines] == [one.top for one in lines]
