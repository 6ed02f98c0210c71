"""What a row below the header of a project list is: a project, several, or what else and why.

The patterns for sums, notes and headings are rows of ``data/rules/list_rows.csv``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from projects.extraction.box_tables import goes_on
from projects.extraction.brackets import bracket_depth
from projects.extraction.lexicon import opening
from projects.extraction.list_header import MONEY, Header, Row
from projects.extraction.parse import Paragraph, clean
from projects.extraction.readers import Cell
from projects.extraction.task_rows import paragraph_of
from projects.extraction.words import MAX_NAME, has_own_letters, is_complete_name
from projects.vocabulary.rules import rules

GROUP = "a heading inside the list"
_PROJECT = re.compile(r"(?:项目|工程)(?:[（(][^（()）]*[）)])?$")
_SUM = re.compile(r"(?:总|共|小|合)\s*计(?:[（(：:].*)?")
_MARKS = r"[*＊★☆▲△▼◆◇●○■□◎※#＃]+"  # they refer to a note: ★ is a project of the province
_TELLING = ("entity", "place", "county", "nature", "content", "code", "period", "start", "end")
_NUMBER_BEFORE = re.compile(
    r"\d{1,3}\s*[、.．](?!\d)\s*|[（(]\d{1,3}[）)]\s*|其中\s*[：:]\s*(?:\d{1,3}\s*[、.．](?!\d)\s*)?"
)
_PREPARED = re.compile("的?前期(?:研究|论证|准备)?工作$")
_STAGE = re.compile("(?:在建|续建|新建|新开工|计划开工|拟建|前期|预备|储备|谋划|竣工|投产|建成)(?:类?项目)?")
_FIGURE = re.compile(r"-?[\d,，]+(?:\.\d+)?|[-—]+")
# What numbers headings: 一, （一）, A类, Ⅰ.
HAN_NUMBER = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]+|[壹贰叁肆伍陆柒捌玖拾]+|[A-H]|[Ⅰ-Ⅻ])[）)]?[、.．类]?"
)


def reason_of(row: Row, header: Header, before: Row | None, *, numbered: bool) -> str:
    """Why a row below the header is no project; empty for a project.

    *before* is the project above it; *numbered* says whether projects of the list have Arabic numbers.
    """
    cells = cells_of(row)
    if not cells:
        return "an empty row"
    name, number = header.cell(row, "name"), header.text(row, "number")
    assert name is not None  # find_header gives no header without it
    if before is not None and name.text and header.cell(before, "name") is name:
        return "goes on with the row above"
    has_values = any(text != name.text for text in words_of(row, header))
    told = is_told_of(row, header)
    if not is_numbered(number) and (reason := _rule(cells, has_values=has_values, is_told_of=told)):
        return reason
    if HAN_NUMBER.fullmatch(number) and (len(words_of(row, header)) <= 1 or (numbered and not told)):
        return GROUP
    if len(cells) == 1 and not is_numbered(number):
        return GROUP
    if (
        not is_numbered(number)
        and not told
        and _is_heading(name.text or number, row, header, numbered=numbered)
    ):
        return GROUP
    if not name.text:
        return "no name is left"
    if _SUM.fullmatch(name.text):
        return "a sum of things"
    if not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name.text):
        return "the header of the list" if _is_count_of_columns(cells) else "no name is left"
    return ""


def cells_of(row: Row) -> list[Cell]:
    """The cells of a row that hold something, a merged one once, also one written out in all columns."""
    cells = list({cell.start: cell for cell in row if cell.text}.values())
    return cells[:1] if len({cell.text for cell in cells}) == 1 else cells


def cells_of_names(cell: Cell) -> tuple[Cell, ...]:
    """The cell of a name; its parts when each of them is a project of its own.

    They are lines that all end in 项目 or 工程, or parts with numbers: ①甲路；②乙路.
    """
    if numbered := _numbered_parts(cell):
        return numbered
    texts = [clean(line.text) for line in cell.lines]
    whole = all(_PROJECT.search(text) and has_own_letters(text) for text in texts)
    return cell.lines if whole and not any(goes_on(*pair) for pair in pairwise(texts)) else (cell,)


def _numbered_parts(cell: Cell) -> tuple[Cell, ...]:
    """The parts of a cell that begin with 1. 2. or （1） （2） on lines of their own, or with ① ②."""
    at_lines = [line.start - cell.start for line in cell.lines]
    for sign in (r"(\d{1,2})[、.．](?!\d)", r"([①-⑳])", r"[（(](\d{1,2})[）)]"):
        found = [mark for mark in re.finditer(sign, cell.text) if "①" in sign or mark.start() in at_lines]
        numbers = [unicodedata.normalize("NFKC", mark.group(1)) for mark in found]
        if len(found) < 2 or found[0].start() or numbers != [str(n + 1) for n in range(len(found))]:
            continue
        ends = [*(mark.start() for mark in found[1:]), len(cell.text)]
        texts = [cell.text[mark.end() : end] for mark, end in zip(found, ends, strict=True)]
        parts = [text.strip(" ；;，、。") for text in texts]
        if all(2 <= len(part) <= MAX_NAME and is_complete_name(part) for part in parts):
            starts = [
                mark.end() + text.index(part) for mark, text, part in zip(found, texts, parts, strict=True)
            ]
            return tuple(Cell(part, cell.start + at) for part, at in zip(parts, starts, strict=True))
    return ()


def printed_once(rows: Sequence[Row], header: Header, field: str) -> bool:
    """Whether what a column left of the names says holds for the empty rows below it.

    It is printed for the first of each group, so that no two rows in succession say the same.
    """
    if header.columns.get(field, len(header.texts)) > header.columns["name"]:
        return False
    names = [row for row in rows if header.text(row, "name") and len(cells_of(row)) > 2]
    cells = [cell for row in names if (cell := header.cell(row, field)) is not None]
    is_repeated = any(a.text and a.text == b.text for a, b in pairwise(cells))
    return bool(cells) and bool(cells[0].text) and not is_repeated


def bare_name(name: Paragraph) -> Paragraph:
    """A name without a mark or a list number in front of it, a mark or 前期工作 behind it."""
    bare = unmarked(name.text)
    start = name.text.index(bare)
    found = _NUMBER_BEFORE.match(bare)
    if found and found.end() < len(bare):
        start, bare = start + found.end(), bare[found.end() :]
    if (tail := _PREPARED.search(bare)) and tail.start() >= 4:
        bare = bare[: tail.start()]
    return name.part(start, start + len(bare))


def first_line(cell: Cell) -> Paragraph | None:
    """The name in a cell whose lines below tell of it; None when all of them are the name."""
    first, *below = cell.lines
    told = " ".join(line.text for line in below)
    tells = not is_complete_name(told) or told.count("、") > 1 or re.search("[，。；,;]", told)
    if not told or not tells or not is_complete_name(first.text) or goes_on(first.text, told):
        return None
    return paragraph_of(first)


def tells_more(text: str, column: str) -> bool:
    """Whether the cell of a name tells of the project behind it: 甲生产线项目：年产2万吨.

    A *column* 项目名称及概况 says so; else what stands before the mark must be a whole name, and
    figures or clauses follow.
    """
    if re.search("内容|概况|规模|简介|情况|介绍|说明", column):
        return True
    found = re.search(r"[：:。](?!$)", text)
    if not found or bracket_depth(text[: found.start()]):
        return False
    before, behind = text[: found.start()], text[found.end() :]
    tells = bool(re.search(r"[，。；、\d]", behind) or opening(behind).senses)
    return tells and is_complete_name(before) and has_own_letters(before)


def is_numbered(number: str) -> bool:
    """Whether the cell of numbers holds an Arabic one: 3 or 3-1, （3）, with or without a dot or a mark."""
    return bool(re.fullmatch(r"[（(]?\d+([-.－—]\d+)*[）)]?[、.．]?|[①-⑳]", unmarked(number)))


def unmarked(text: str) -> str:
    """*text* without marks that refer to a note, before or behind it."""
    return re.sub(rf"^\s*{_MARKS}\s*|\s*{_MARKS}\s*$", "", text)


def is_told_of(row: Row, header: Header) -> bool:
    """Whether a row says something that is said of a project only: where, by whom, what, when."""
    cells = (header.text(row, one) for one in _TELLING)
    return any(re.search(r"[\u4e00-\u9fff\d]", text) for text in cells)


def words_of(row: Row, header: Header) -> list[str]:
    """What a row says beside its number, sums of money and other figures."""
    skipped = {header.columns.get(one) for one in ("number", *MONEY)}
    cells = {cell.start: cell.text for n, cell in enumerate(row) if n not in skipped and cell.text}
    return [text for text in cells.values() if not _FIGURE.fullmatch(text)]


def _is_heading(text: str, row: Row, header: Header, *, numbered: bool) -> bool:
    """Whether a row without an Arabic number, of which no place or time is told, heads those below.

    It does where it stands in place of a number, or names nothing of its own: 续建项目 with its sums.
    """
    if not header.text(row, "name"):
        return bool(re.search(r"[\u4e00-\u9fff]{2}", text)) and text == header.text(row, "number")
    is_name = is_complete_name(text) and has_own_letters(text) and not _STAGE.fullmatch(text)
    return numbered and not is_name and len(words_of(row, header)) <= 1


def _rule(cells: Sequence[Cell], *, has_values: bool, is_told_of: bool) -> str:
    """The reason of the first rule of ``list_rows.csv`` that fits an unnumbered row, empty when none does.

    Sums are looked for in the first two cells. What else a row says makes it no heading; a part of
    a sum (其中：甲) of which a place or time is told is a project.
    """
    lead = [re.sub(r"\s", "", cell.text) for cell in cells[:2]]
    for rule in sorted(rules("list_rows"), key=lambda one: int(one["priority"])):
        if rule["kind"] == "section" and has_values:
            continue
        if rule["kind"] == "part" and is_told_of:
            continue
        looked_at = lead if rule["kind"] in ("sum", "part") else lead[:1]
        if any(re.search(rule["pattern"], text) for text in looked_at):
            return rule["reason"]
    return ""


def _is_count_of_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row only counts the columns: 甲 乙 1 2 3."""
    return all(re.fullmatch(r"\d{1,2}|[甲乙丙丁戊A-Z]", cell.text) for cell in cells)
