"""Every format gives the text a person reads, with tables whose cells have their place in it."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from projects.errors import InputError, MissingError
from projects.extraction.parse import paragraphs
from projects.extraction.readers import Source, read_source
from projects.extraction.readers.numbering import numeral
from projects.extraction.readers.source import PARAGRAPH_END
from projects.extraction.tree import read_tree
from tests.extraction import made

PLAIN = "第一章 总则\n推进轴承产业园建设，加快发展。\n"
LIST = [
    ["序号", "项目名称", "建设地点", "总投资（万元）"],
    ["1", "高端轴承项目", "堂邑镇", "12000"],
    ["2", "铜产业园", "石佛镇", "350.5"],
]


def lines(source: Source) -> list[str]:
    return [line for line in source.text.split("\n") if line.strip() and line != PARAGRAPH_END]


def cells(source: Source, table: int = 0) -> list[list[str]]:
    for row in source.tables[table].rows:
        for cell in row:
            assert source.text[cell.start : cell.end] == cell.text
    return [[cell.text for cell in row] for row in source.tables[table].rows]


# Plain text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("gb18030", b""),
        ("gbk", b""),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings(tmp_path: Path, encoding: str, mark: bytes, line_end: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(mark + PLAIN.replace("\n", line_end).encode(encoding))
    source = read_source(path)
    assert source.text == PLAIN
    assert (source.format, source.tables) == ("text", ())


def test_markdown_table_keeps_its_places(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    text = "# 重点项目\n\n|序号|项目名称 |投资|\n|---|:--|--:|\n| 1 | 甲项目 | 12 |\n|2|乙项目|\n\n正文。"
    path.write_text(text, encoding="utf-8")
    source = read_source(path)
    assert source.text == text
    assert cells(source) == [["序号", "项目名称", "投资"], ["1", "甲项目", "12"], ["2", "乙项目", ""]]
    assert source.tables[0].caption == ("重点项目",)


# Word


def test_word_headings_boxes_and_tables(tmp_path: Path) -> None:
    document = made.word()
    document.add_heading("第一章 总则", 1)
    document.add_heading("第一节 形势", 2)
    document.add_paragraph("推进轴承产业园建设，加快发展。")
    made.word_table(document, [["专栏3 重点项目"], ["1.甲项目\n2.乙项目"]])
    made.word_table(document, [*LIST, ["合计", None, None, "12350.5"]], [(3, 0, 3, 2), (1, 2, 2, 2)])
    document.save(tmp_path / "plan.docx")
    source = read_source(tmp_path / "plan.docx")
    assert lines(source)[:7] == [
        "# 第一章 总则",
        "## 第一节 形势",
        "推进轴承产业园建设，加快发展。",
        "专栏3 重点项目",
        "1.甲项目",
        "2.乙项目",
        "序号\t项目名称\t建设地点\t总投资（万元）",
    ]
    assert cells(source) == [
        LIST[0],
        LIST[1],
        ["2", "铜产业园", "堂邑镇", "350.5"],
        ["合计", "合计", "合计", "12350.5"],
    ]
    merged = source.tables[0].rows
    assert merged[1][2] is merged[2][2], "a merged cell is one cell at both places"
    assert source.text.count("堂邑镇") == 1, "and stands once in the text"
    boxes = read_tree(source.text, paragraphs(source.text)).boxes()
    assert [(box.label, box.title) for box in boxes] == [("专栏3", "重点项目")]


def test_word_numbers_its_lists_itself(tmp_path: Path) -> None:
    document = made.word()
    for text, level in [
        ("工业项目", 0),
        ("装备制造", 1),
        ("甲项目", 2),
        ("乙项目", 2),
        ("新材料", 1),
        ("丙项目", 2),
        ("农业项目", 0),
        ("种植", 1),
    ]:
        made.numbered(document, text, level)
    document.add_paragraph("丁项目", style="List Number")
    document.save(tmp_path / "plan.docx")
    assert lines(read_source(tmp_path / "plan.docx")) == [
        "一、工业项目",
        "（一）装备制造",
        "1.甲项目",
        "2.乙项目",
        "（二）新材料",
        "1.丙项目",
        "二、农业项目",
        "（一）种植",
        "1.丁项目",
    ]


def test_word_leaves_out_what_is_not_shown(tmp_path: Path) -> None:
    document = made.word()
    paragraph = document.add_paragraph("建设")
    hidden = paragraph.add_run("隐藏")
    hidden.font.hidden = True
    paragraph.add_run("产业园。")
    deleted = made._element("w:del", {})
    deleted.append(paragraph.add_run("已删")._r)
    paragraph._p.append(deleted)
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.save(tmp_path / "plan.docx")
    assert lines(read_source(tmp_path / "plan.docx")) == ["建设产业园。"]


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (21, "taiwaneseCountingThousand", "二十一"),
        (5, "decimalEnclosedCircleChinese", "⑤"),
        (2, "lowerLetter", "b"),
        (2, "none", ""),
        (105, "chineseCounting", "一〇五"),
    ],
)
def test_numerals_of_word(number: int, form: str, expected: str) -> None:
    assert numeral(number, form) == expected


# PDF


def test_pdf_pages_are_put_together(tmp_path: Path) -> None:
    text = "加快推进轴承产业振兴基地建设，支持企业扩大生产规模，推动产业集群向高端迈进。" * 12
    rows = [LIST[0], *([str(n), f"第{n}号项目", "堂邑镇", str(1000 + n)] for n in range(1, 60))]
    path = made.pdf(
        tmp_path / "plan.pdf",
        [made.heading("第一章 总体要求"), *[made.body(text)] * 3, made.ruled(rows), made.body(text)],
    )
    source = read_source(path)
    assert "某市国民经济" not in source.text, "the head of every page is no text"
    assert not re.search(r"—\s*\d+\s*—", source.text), "nor are page numbers"
    assert cells(source) == rows, "one table over two pages, its header once"
    prose = [one for one in paragraphs(source.without(source.tables)) if one.text.strip()]
    assert [one.text for one in prose] == ["第一章总体要求", *[text] * 4], "lines and pages are mended"
    assert prose[0].is_heading


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    text = "加快推进轴承产业振兴基地建设，支持企业扩大生产规模，推动产业集群向高端迈进。" * 6
    story = [made.body(f"{n}.{text}") for n in range(1, 15)]
    source = read_source(made.pdf(tmp_path / "plan.pdf", story, made.TWO_COLUMNS))
    read = [one.text for one in paragraphs(source.text)]
    assert read == [f"{n}.{text}" for n in range(1, 15)]


def test_pdf_merged_cells(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "责任单位"],
        ["1", "甲项目", "县发改局"],
        ["2", "乙项目", ""],
        ["合计", "", "2"],
    ]
    path = made.pdf(
        tmp_path / "plan.pdf", [made.ruled(rows, ("SPAN", (2, 1), (2, 2)), ("SPAN", (0, 3), (1, 3)))]
    )
    assert cells(read_source(path))[1:] == [
        ["1", "甲项目", "县发改局"],
        ["2", "乙项目", "县发改局"],
        ["合计", "合计", "2"],
    ]


def test_scanned_pdf_is_said_to_be_one(tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    Image.new("L", (60, 80), 200).save(picture)
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    canvas.drawImage(str(picture), 0, 0, *A4)
    canvas.save()
    with pytest.raises(InputError, match=r"plan\.pdf: page 1: a scan without a text layer"):
        read_source(tmp_path / "plan.pdf")


def test_pdf_with_one_scanned_page_says_which(tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    Image.new("L", (60, 80), 200).save(picture)
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    canvas.setFont(made.FONT, 12)
    canvas.drawString(60, 600, "推进轴承产业园建设。")
    canvas.showPage()
    canvas.drawImage(str(picture), 0, 0, *A4)
    canvas.save()
    source = read_source(tmp_path / "plan.pdf")
    assert lines(source) == ["推进轴承产业园建设。"]
    assert source.notices == (f"{tmp_path / 'plan.pdf'}: page 2: a scan without a text layer; not read",)


# Web pages


def test_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(
        """<!DOCTYPE html><html><head><meta charset="gb2312"><title>无关</title></head><body>
        <script>var 脚本 = 1;</script><nav>首页 政务公开</nav><h1>某市重点项目</h1>
        <p>加快推进<b>轴承</b><span>产业园</span>建设。</p>第二段<br>第三行
        <table><tr><td><table><caption>表1 项目</caption>
        <tr><th rowspan=2>序号<th rowspan=2>项目名称<th colspan=2>投资</tr>
        <tr><th>总投资（亿元）<th>年度投资（万元）</tr>
        <tr><td>1<td>甲项目<td>3.5<td>1200</tr></table></td></tr></table>
        <table><tr><td><p>专栏5 园区</p><p>1.乙园区</p></td></tr></table>
        <footer>版权所有</footer></body></html>
        """.encode("gb18030")
    )
    source = read_source(path)
    assert lines(source)[:6] == [
        "# 某市重点项目",
        "加快推进轴承产业园建设。",
        "第二段",
        "第三行",
        "表1 项目",
        "序号\t项目名称\t投资",
    ]
    assert lines(source)[-2:] == ["专栏5 园区", "1.乙园区"]
    assert cells(source) == [
        ["序号", "项目名称", "投资", "投资"],
        ["序号", "项目名称", "总投资（亿元）", "年度投资（万元）"],
        ["1", "甲项目", "3.5", "1200"],
    ]
    assert not re.search("脚本|首页|版权|无关", source.text)
    assert source.encoding == "gb18030"


# Spreadsheets


def test_workbook(tmp_path: Path) -> None:
    rows = [["某县重点项目"], [None], *LIST, [0.1 + 0.2, 12000.0, True, "1\n2"]]
    path = made.xlsx(
        tmp_path / "list.xlsx", {"工业": rows, "隐": [["秘"]]}, ["A1:D1", "C4:C5"], hidden=["隐"]
    )
    source = read_source(path)
    assert [table.name for table in source.tables] == ["工业"]
    assert cells(source)[0] == ["某县重点项目"] * 4
    assert cells(source)[2:5] == [LIST[0], LIST[1], ["2", "铜产业园", "堂邑镇", "350.5"]]
    assert cells(source)[5] == ["0.3", "12000", "是", "1 2"]
    assert "秘" not in source.text


def test_old_workbook_and_csv_read_alike(tmp_path: Path) -> None:
    old = read_source(made.xls(tmp_path / "list.xls", LIST))
    path = tmp_path / "list.csv"
    path.write_bytes("\r\n".join(",".join(row) for row in LIST).encode("gb18030"))
    plain = read_source(path)
    assert cells(old) == cells(plain) == LIST
    assert (old.format, plain.format, plain.encoding) == ("xls", "csv", "gb18030")


def test_web_table_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "list.xls"
    path.write_text("<table><tr><td>序号<td>项目</tr><tr><td>1<td>甲</tr></table>", encoding="utf-8")
    assert cells(read_source(path)) == [["序号", "项目"], ["1", "甲"]]


# What cannot be read


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"none\.txt: no such file"):
        read_source(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b" \n", "the file is empty"),
        ("latin.txt", b"no Chinese here", "no Chinese text was found"),
        ("binary.txt", bytes(range(256)) * 40, "not text in UTF-8, UTF-16 or GB18030"),
        ("photo.docx", b"\x89PNG\r\n\x1a\n....", "a picture; expected a Word document"),
        ("plan.pdf", "推进建设。".encode(), "text; expected a PDF"),
        ("plan.txt", b"%PDF-1.7\n1 0 obj", "a PDF; expected plain text"),
        ("plan.pdf", b"%PDF-1.7\n1 0 obj <</Type /Catalog", "damaged: not a PDF"),
        ("plan.docx", b"PK\x03\x04" + b"\x00" * 60, "damaged: a zip container"),
        (
            "old.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "save it as .docx",
        ),
        (
            "list.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a password",
        ),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged: not a spreadsheet"),
    ],
)
def test_one_clear_line(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_source(path)
    assert str(error.value).startswith(f"{path}: ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_word_file_under_the_name_of_text(tmp_path: Path) -> None:
    made.word().save(tmp_path / "plan.docx")
    path = (tmp_path / "plan.docx").rename(tmp_path / "plan.txt")
    with pytest.raises(InputError, match=r"a Word document \(docx\); expected plain text"):
        read_source(path)


def test_pdf_with_a_password(tmp_path: Path) -> None:
    path = made.pdf(tmp_path / "plan.pdf", [made.body("推进建设。")], encrypt="geheim")
    with pytest.raises(InputError, match="protected by a password"):
        read_source(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One sound file of each format, as bytes."""
    folder = tmp_path_factory.mktemp("whole")
    document = made.word()
    made.word_table(document, LIST)
    document.save(folder / "a.docx")
    made.pdf(folder / "a.pdf", [made.heading("第一章 总则"), made.ruled(LIST)])
    made.xlsx(folder / "a.xlsx", {"项目": LIST})
    made.xls(folder / "a.xls", LIST)
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".xls"])
def test_damaged_files_are_read_or_refused(tmp_path: Path, whole: dict[str, bytes], suffix: str) -> None:
    """Cut, with bytes changed, with a part missing: a Source or an InputError, nothing else."""
    chance = random.Random(suffix)
    path = tmp_path / f"a{suffix}"
    for _ in range(60):
        data = bytearray(whole[suffix])
        if chance.random() < 0.4:
            del data[chance.randrange(8, len(data)) :]
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            read_source(path)
        except InputError as error:
            assert str(path) in str(error)


def test_package_without_one_of_its_parts(tmp_path: Path, whole: dict[str, bytes]) -> None:
    (tmp_path / "whole.docx").write_bytes(whole[".docx"])
    with zipfile.ZipFile(tmp_path / "whole.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for left_out in parts:
        path = tmp_path / "part.docx"
        with zipfile.ZipFile(path, "w") as package:
            for name, data in parts.items():
                if name != left_out:
                    package.writestr(name, data)
        try:
            read_source(path)
        except InputError as error:
            assert str(path) in str(error)


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_cells_stand_where_they_say(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    from projects.extraction.readers.source import Builder, Slot

    builder = Builder()
    builder.line("标题", depth=1)
    builder.table([[Slot(cell) for cell in row] for row in rows])
    source = Source("", "", builder.text, tuple(builder.tables))
    for table in range(len(source.tables)):
        assert [[" ".join(cell.split()) for cell in row] for row in rows] == [
            row[: len(given)] for row, given in zip(cells(source, table), rows, strict=True)
        ]
        blanked = source.without(source.tables)
        assert len(blanked) == len(source.text)
        assert blanked.split("\n")[0] == "# 标题"
