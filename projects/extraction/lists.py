"""Project lists in tables: sheets, and tables inside documents, become Mentions.

A list is a table with a header of customary columns (``projects.extraction.list_header``). Every row of
it ends as a Mention or as a Reject with a reason: titles, headers, sums, headings of
groups, notes, empty rows, rows that go on with the one above. A heading inside the list (一、工业项目)
is the category of the rows below it; one that names a county or town is also their
subject, which may place them. A cell merged over several rows holds for each of them.

What columns say goes into :class:`projects.extraction.mention.Given` and is used before anything that
could be read out of the name. Rows of responsibility tables (序号 | 任务 | 牵头单位 …) become Tasks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from projects.extraction.codes import project_code
from projects.extraction.entry_parts import split_name
from projects.extraction.extract import STEP, BoxReport, Extraction
from projects.extraction.flat_tables import all_tables
from projects.extraction.list_header import Header, Row, find_header, table_unit
from projects.extraction.list_rows import (
    GROUP,
    HAN_NUMBER,
    bare_name,
    cells_of,
    cells_of_names,
    first_line,
    is_numbered,
    printed_once,
    reason_of,
    tells_more,
    unmarked,
    words_of,
)
from projects.extraction.list_values import given_of, units_of
from projects.extraction.mention import Mention, Reject, reject
from projects.extraction.parse import clean
from projects.extraction.readers import Cell, Source, Table
from projects.extraction.scopes import Scope
from projects.extraction.task_rows import paragraph_of, read_tasks
from projects.extraction.tasks import Task
from projects.extraction.words import MAX_NAME
from projects.model.registry import Document

_GENERIC_SHEET = re.compile(r"(?i)(sheet|工作表|表)\s*\d*")
_NUMBERED = re.compile(r"(附件|附表|表|专栏)\s*[\d一二三四五六七八九十]+(?:[-－—.]\d+)?")
_COUNT = re.compile(r"[（(](共|合计)?\s*\d+\s*[个项][^）)]*[）)]|[（(]\d+[）)]$|[:：]$")
_LEADING_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?\s*|\d+[、.．]\s*")
_LEVELS = (r"第?[一二三四五六七八九十]+[、.．类批部]", r"[（(][一二三四五六七八九十]+[）)]", r"\d+[、.．]")


@dataclass(frozen=True, slots=True)
class Lists:
    """What the tables of one file give; ``tables`` are those read as lists or tasks, and their pieces."""

    mentions: tuple[Mention, ...] = ()
    rejects: tuple[Reject, ...] = ()
    tasks: tuple[Task, ...] = ()
    reports: tuple[BoxReport, ...] = ()
    tables: tuple[Table, ...] = ()


def read_lists(document: Document, source: Source, scope: Scope) -> Lists:
    """Read all tables of *source* that are project lists or responsibility tables.

    Parameters
    ----------
    document
        The document that the file is.
    source
        The file as it was read, all its tables among it.
    scope
        What the document speaks for: it tells which headings and names are places.

    Returns
    -------
    Lists
        What they give; nothing of tables that are neither.
    """
    mentions: list[Mention] = []
    rejects: list[Reject] = []
    tasks: list[Task] = []
    reports: list[BoxReport] = []
    used: list[Table] = []
    seen: set[tuple[str, str, str]] = set()
    for table in all_tables(source):
        if find_header(table.rows) is None:
            if found := read_tasks(table):
                tasks += found
                used.append(table)
            continue
        one = _List(document.key, table, scope, seen).read()
        mentions += one.mentions
        rejects += [*one.rejects, *one.wrong_codes]
        reports.append(one.report())
        used.append(table)
    pieces = (one for one in source.tables if any(t.start <= one.start and one.end <= t.end for t in used))
    tables = dict.fromkeys((*used, *pieces))
    return Lists(tuple(mentions), tuple(rejects), tuple(tasks), tuple(reports), tuple(tables))


def head(source: Source, path: Path) -> str:
    """What a file says of itself: its text without the rows of its lists, and its name when it has lists.

    Parameters
    ----------
    source
        The file as it was read.
    path
        Its path, of which the stem is taken as the name.

    Returns
    -------
    str
        The name, the title and the text, a line end between them; blanks where a list stood.
    """
    text = f"{source.title}\n{source.text}" if source.title else source.text
    before = len(text) - len(source.text)
    for table in all_tables(source):
        if header := find_header(table.rows):
            start = before + min(cell.start for cell in table.rows[header.first])
            end = before + table.end
            text = text[:start] + " " * (end - start) + text[end:]
    return text if text[before:] == source.text else f"{path.stem}\n{text}"


def with_lists(extraction: Extraction, lists: Lists) -> Extraction:
    """*extraction* with what the lists gave, in the order of the document.

    Parameters
    ----------
    extraction
        What the text gave.
    lists
        What :func:`read_lists` found in the same document.

    Returns
    -------
    Extraction
        Mentions and Rejects by their place in the text; *extraction* itself where no list was read.
    """
    if not lists.reports:
        return extraction
    return replace(
        extraction,
        mentions=tuple(sorted((*extraction.mentions, *lists.mentions), key=lambda one: one.span)),
        rejects=tuple(sorted((*extraction.rejects, *lists.rejects), key=lambda one: one.span)),
        boxes=(*extraction.boxes, *lists.reports),
    )


@dataclass
class _List:
    """One table while it is read."""

    document: str
    table: Table
    scope: Scope
    seen: set[tuple[str, str, str]]  # section, item and name of all projects of the document so far
    mentions: list[Mention] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    wrong_codes: list[Reject] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    section: str = ""
    unit: str = ""
    groups: list[tuple[int, str]] = field(default_factory=list)
    once: tuple[str, ...] = ()  # columns that say for the first of several rows what holds for all
    above: dict[str, Cell] = field(default_factory=dict)  # what they said last
    more: int = 0  # projects beyond one a row

    def read(self) -> _List:
        rows = self.table.rows
        header = find_header(rows)
        assert header is not None
        self._read_titles(rows, header)
        repeated = self._repeated_numbers(rows, header)
        numbered = any(is_numbered(header.text(row, "number")) for row in rows[header.last + 1 :])
        self.once = _printed_once(rows[header.last + 1 :], header)
        before: Row | None = None
        group_number = 0
        index = header.last + 1
        while index < len(rows):
            row = rows[index]
            if (again := find_header(rows[: index + 2], index)) and again.first == index:
                for one in rows[again.first : again.last + 1]:
                    self._reject(one, "the header of the list")
                header, before, index = again, None, again.last + 1
                self.once = _printed_once(rows[index:], header)
                continue
            reason = reason_of(row, header, before, numbered=numbered)
            if reason == GROUP:
                group_number += self._open_group(row, header)
            if reason:
                self._reject(row, reason)
            else:
                number = unmarked(header.text(row, "number"))
                item = (
                    f"{group_number}({number.strip('（）()')})"
                    if repeated and group_number and number
                    else number
                )
                self._add(self._filled_down(row, header), header, item)
                before = row
            index += 1
        return self

    def report(self) -> BoxReport:
        title = clean(" ".join(self.titles))
        return BoxReport(
            self.document,
            self.section,
            title,
            len(self.table.rows) + self.more,
            len(self.mentions),
            len(self.rejects),
            "",
        )

    def _read_titles(self, rows: Sequence[Row], header: Header) -> None:
        above = [cell for row in rows[: header.first] for cell in cells_of(row)]
        texts = [*self.table.caption, *(cell.text for cell in above)]
        self.unit = table_unit([*texts, *header.texts])
        self.titles = [
            text for text in (cell.text for cell in above) if not table_unit([text]) and len(text) >= 4
        ]
        near = next((text for text in reversed(self.table.caption) if not table_unit([text])), "")
        if not self.titles and not self.table.name and 0 < len(near) <= 40:
            self.titles = [near]
        self.section = self._section()
        for row in rows[: header.first]:
            self._reject(row, "a title above the list" if cells_of(row) else "an empty row")
        for row in rows[header.first : header.last + 1]:
            self._reject(row, "the header of the list")

    def _section(self) -> str:
        if self.table.name and not _GENERIC_SHEET.fullmatch(self.table.name):
            return self.table.name
        for text in (*self.titles, *reversed(self.table.caption)):
            if found := _NUMBERED.match(text):
                return clean(found.group())
        return clean(self.titles[0])[:MAX_NAME] if self.titles else self.table.name

    def _open_group(self, row: Row, header: Header) -> int:
        """Note a heading inside the list; 1 when it is one of the first level, 0 else."""
        number, cells = header.text(row, "number"), cells_of(row)
        is_split = HAN_NUMBER.fullmatch(number)  # 一 | 工业项目 instead of 一、工业项目
        text = next(iter(words_of(row, header)), number) if is_split else cells[0].text
        marked = number if is_split else text
        level = next((n for n, mark in enumerate(_LEVELS) if re.match(mark, marked)), None)
        if level is None and HAN_NUMBER.fullmatch(number):
            level = 1 if number.startswith(("（", "(")) else 0
        if level is None:  # without a number: below numbered groups, beside others without one
            level = next((one for one, _ in self.groups if one >= len(_LEVELS)), len(_LEVELS))
        text = _COUNT.sub("", _LEADING_NUMBER.sub("", clean(text), count=1))
        self.above.clear()
        self.groups = [*(one for one in self.groups if one[0] < level), (level, text)]
        return int(len(self.groups) == 1)

    def _add(self, row: Row, header: Header, item: str) -> None:
        cell = header.cell(row, "name")
        assert cell is not None
        names = cells_of_names(cell)
        self.more += len(names) - 1
        for number, one in enumerate(names, 1):
            self._add_name(row, header, f"{item}({number})" if item and len(names) > 1 else item, one)

    def _add_name(self, row: Row, header: Header, item: str, cell: Cell) -> None:
        printed = paragraph_of(cell)
        first = first_line(cell)
        name = bare_name(first or printed)
        if len(name.text) > MAX_NAME or tells_more(name.text, header.texts[header.columns["name"]]):
            name = split_name(name)[0]
        if len(name.text) > MAX_NAME or not name.text:
            self._reject(row, f"a description of more than {MAX_NAME} characters without a name")
            return
        behind = printed.text[printed.offsets.index(name.offsets[-1]) + 1 :].strip("。：；，")
        text = "。".join(part for part in (name.text, behind, clean(header.text(row, "content"))) if part)
        category = clean(header.text(row, "industry")) or clean(header.text(row, "category"))
        code = project_code(header.text(row, "code"))
        if (self.section, item, name.text) in self.seen:
            self._reject(row, "named before in the same section", item)
            return
        self.seen.add((self.section, item, name.text))
        mention = Mention(
            document=self.document,
            section=self.section,
            item=item,
            listed=True,
            name=name.text,
            category=self.groups[-1][1] if self.groups else category,
            heading=clean(" ".join(self.titles)) or self.section,
            text=text,
            span=name.span(0, len(name.text)),
            responsible=units_of(row, header),
            subject=self._subject(),
            kind_hint=self.scope.kind_of_place(name.text),
            given=given_of(row, header, self.unit, "" if code is None or code.fault else code.text),
        )
        self.mentions.append(mention)
        if code and code.fault:
            reason = f"a wrong project code: {code.fault}"
            self.wrong_codes.append(
                reject(
                    STEP, self.document, self.section, item, text=code.text, reason=reason, span=mention.span
                )
            )

    def _filled_down(self, row: Row, header: Header) -> Row:
        """*row* with the cells of the row above in those columns that are printed once for a group."""
        cells = list(row)
        for one in self.once:
            column = header.columns[one]
            cells[column] = cells[column] if cells[column].text else self.above.get(one, cells[column])
            self.above[one] = cells[column]
        return cells

    def _subject(self) -> str:
        """The innermost group that is a county, town or park."""
        for _, text in reversed(self.groups):
            if self.scope.kind_of_place(text) or self.scope.is_county(text):
                return text
        return ""

    def _repeated_numbers(self, rows: Sequence[Row], header: Header) -> bool:
        """Whether numbers begin again in every group, so that a number alone does not tell a row."""
        cells = {
            id(cell): cell.text for row in rows[header.last + 1 :] if (cell := header.cell(row, "number"))
        }
        counts = Counter(text for text in cells.values() if is_numbered(text))
        return any(count > 1 for count in counts.values())

    def _reject(self, row: Row, reason: str, item: str = "") -> None:
        cells = cells_of(row)
        text = " ".join(cell.text for cell in cells)
        start = cells[0].start if cells else row[0].start
        self.rejects.append(
            reject(STEP, self.document, self.section, item, text=text, reason=reason, span=(start, start + 1))
        )


def _printed_once(rows: Sequence[Row], header: Header) -> tuple[str, ...]:
    return tuple(one for one in ("category", "industry", "county") if printed_once(rows, header, one))
