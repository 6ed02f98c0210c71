"""The parts of a profile page: head, figures, map, positioning, tables, lists, foot.

Input: a sheet, a profile, the tables it came from. Each part draws itself into the room it is
given and shortens what does not fit with a count of the rest.
"""

from __future__ import annotations

import datetime

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.sheet import FAINT, INK, MUTED, Sheet
from projects.presentation.profiles.blocks import ACCENT, BODY, LEAST, SMALL, Column, figure, height, wrapped
from projects.presentation.profiles.inset import draw_inset
from projects.presentation.profiles.story import draw_columns, grouped, shortened, told_whole
from projects.presentation.profiles.words import (
    area_line,
    colour_of,
    document_label,
    followup_line,
    industry_label,
    is_general,
    key_figures,
    precision_lines,
    query_text,
    quotient,
    texts,
)
from projects.store.profile import Profile, Tables
from projects.vocabulary import labels

_MOST_ROLES, _MOST_INDUSTRIES, _MOST_TASKS, _MOST_NEIGHBOURS = 6, 9, 5, 8
_MOST_NUMBERS = 12
_YEARS_MM = 18.0
_LARGER = (1.7, 1.5, 1.3, 1.15)  # of the type of a list that leaves room


class Parts:
    """Draws the parts of one page."""

    def __init__(self, sheet: Sheet, one: Profile, tables: Tables, lang: str) -> None:
        self.sheet, self.one, self.tables, self.lang = sheet, one, tables, lang
        self.words = texts(lang)
        self.levels = {
            str(row.code): str(row.label_en if lang == "en" else row.label_zh)
            for row in tables.levels.itertuples()
        }

    def head(self, inner: Box) -> float:
        """Name, kind, county, code; the y below."""
        sheet, area, words = self.sheet, self.one.area, self.words
        size = 20.0
        while sheet.width(area.name, size, bold=True) > inner.width * 0.78 and size > 11:
            size -= 0.5
        sheet.text(
            inner.left,
            inner.top - 7.5,
            sheet.fitted(area.name, size, inner.width * 0.78, bold=True),
            size,
            bold=True,
            gid="title:",
        )
        sheet.text(
            inner.right, inner.top - 7.0, words["title"], 11, colour=ACCENT, align="right", gid="title:"
        )
        line = sheet.fitted(area_line(self.one, self.tables, self.lang), 9, inner.width)
        sheet.text(inner.left, inner.top - 13.2, line, 9, colour=MUTED, gid="title:")
        sheet.line([(inner.left, inner.top - 16), (inner.right, inner.top - 16)], colour=ACCENT, width_pt=1.2)
        return inner.top - 19

    def figures(self, box: Box) -> float:
        """Five figures in a row; the y below."""
        words = self.words
        values = key_figures(self.one, self.lang)
        gap = 3.0
        width = (box.width - gap * (len(values) - 1)) / len(values)
        for number, (key, value) in enumerate(values.items()):
            left = box.left + number * (width + gap)
            figure(self.sheet, Box(left, box.bottom, left + width, box.top), value, words[f"figure.{key}"])
        return box.bottom

    def map(self, column: Column) -> None:
        """The small map with its caption."""
        one = self.one
        box = Box(column.box.left, column.y - 78, column.box.right, column.y)
        draw_inset(self.sheet, box, one, self.tables, lang=self.lang)
        column.y = box.bottom - 2
        names = [area.name for area in one.neighbours]
        key = (
            "neighbours"
            if one.area.level in ("county", "zone", "town") and not one.area.base
            else "towns_around"
        )
        if not names:
            column.paragraph(self.words["neighbours.none"], size=SMALL, colour=MUTED)
        else:
            column.paragraph(self.words[key].format(names=self._names(names, _MOST_NEIGHBOURS)), size=SMALL)
        column.gap(2.5)

    def precision(self, column: Column) -> None:
        """How precise the places of this page are."""
        column.heading(self.words["precision"])
        for line in precision_lines(self.one, self.tables, self.lang):
            column.paragraph(line, size=SMALL)
        column.gap(2.5)

    def tasks(self, column: Column) -> None:
        """Tasks that name this area's office."""
        one, words = self.one, self.words
        if one.area.base or one.area.level == "county":
            return
        column.heading(words["tasks"])
        telling = one.tasks[(one.tasks["names"] != "") | (one.tasks["role"] == "lead")].head(_MOST_TASKS)
        for task in telling.itertuples():
            role = words[f"tasks.role.{task.role}"]
            label = document_label(self.tables.documents[task.document], self.lang)
            told = " · ".join(text for text in (f"{label} {task.section}", role, task.deadline) if text)
            names = [name for name in task.names.split("、") if name]
            before = f"{told} · " if names else told
            column.paragraph(
                self._as_many(names, SMALL, column.box.width, lines=2, before=before), size=SMALL
            )
        rest = one.tasks.drop(telling.index)
        for (document, role), rows in rest.groupby(["document", "role"], sort=True):
            label = document_label(self.tables.documents[document], self.lang)
            numbers = self._names(list(rows["number"]), _MOST_NUMBERS)
            line = [label, words[f"tasks.role.{role}"], words["tasks.numbers"].format(numbers=numbers)]
            column.paragraph(" · ".join(line), size=SMALL, colour=MUTED, most=2)
        if one.tasks.empty:
            column.paragraph(words["tasks.none"], size=SMALL, colour=MUTED)
        if one.shared_tasks:
            column.paragraph(words["tasks.shared"].format(count=one.shared_tasks), size=SMALL, colour=MUTED)

    def positions(self, column: Column) -> None:
        """Roles and industries that plans give the area, with their sources."""
        rows, words = self.one.positions, self.words
        column.heading(words["positions"])
        if rows.empty:
            column.paragraph(words["positions.none"], colour=MUTED)
            column.gap(2.5)
            return
        roles = rows[rows["aspect"] == "role"].drop_duplicates("keyword")
        for role in roles["keyword"].head(_MOST_ROLES):
            column.paragraph(f"· {role}", most=1)
        fields = rows[rows["aspect"] == "industry"].drop_duplicates("keyword")
        column.chips(
            [(str(row.keyword), colour_of().get(row.industry, "#B9B2A5")) for row in fields.itertuples()]
        )
        for row in rows[rows["aspect"] == "listed"].drop_duplicates("keyword").itertuples():
            column.paragraph(f"· {words['positions.listed'].format(keyword=row.keyword)}", most=1)
        self._sources(column, list(zip(rows["document"], rows["section"], rows["item"], strict=True)))
        column.gap(2.5)

    def companies(self, column: Column) -> None:
        """Companies that plans name as being here."""
        rows, words = self.one.companies, self.words
        column.heading(words["companies"])
        if rows.empty:
            column.paragraph(words["companies.none"], colour=MUTED)
        else:
            column.paragraph(self._as_many(list(rows["entity"]), BODY, column.box.width, lines=3))
            self._sources(column, list(zip(rows["document"], rows["section"], rows["item"], strict=True)))
        column.gap(2.5)

    def plans(self, column: Column) -> None:
        """Records by plan, with a bar."""
        words = self.words
        column.heading(words["plans"])
        edges = (0.0, 66.0, 76.0)
        most = max(self.one.plans["records"], default=1) or 1
        for row in self.one.plans.itertuples():
            label = document_label(self.tables.documents[row.document], self.lang)
            years = labels.years(
                *(
                    None if value is None or value != value else int(value)
                    for value in (row.year_from, row.year_to)
                )
            )
            says = row.holds_area or row.records > 0
            told, colour = (str(row.records), INK) if says else (words["none"], FAINT)
            if self.sheet.width(label, LEAST) > edges[1] - _YEARS_MM:
                column.paragraph(label, size=SMALL + 0.6, colour=colour)
                label = ""
            y = column.y
            column.row([label, years, told], edges, size=SMALL + 0.6, colour=colour)
            self._bar(column, y, edges[-1] + 2, row.records / most, "#8A8375")
        if self._plans_for_it < len(self.one.plans):
            column.paragraph(words["plans.note"], size=SMALL - 0.6, colour=MUTED)
        column.gap(2.5)

    def industries(self, column: Column) -> None:
        """Industries with their share here and their location quotient; a base has one only."""
        one, words = self.one, self.words
        if one.area.base:
            return
        column.heading(words["industries"])
        if one.industries.empty:
            column.paragraph(words["industries.none"], colour=MUTED)
            return
        edges = (0.0, 60.0, 70.0, 80.0)
        size = SMALL + 0.6
        column.row(words["industries.head"].split(";"), edges, size=SMALL, colour=MUTED)
        most = float(one.industries["location_quotient"].max())
        shown = one.industries.head(_MOST_INDUSTRIES)
        for row in shown.itertuples():
            told = quotient(row.industry, row.location_quotient, row.records, self.lang)
            cells = [industry_label(row.industry, self.lang), str(row.records), f"{row.share:.0%}", told]
            y, colour = column.y, colour_of().get(row.industry, MUTED)
            column.row(cells, edges, size=size, dot=colour)
            self._bar(
                column,
                y,
                edges[-1] + 2,
                0 if is_general(row.industry) else row.location_quotient / most,
                colour,
            )
        rest = len(one.industries) - len(shown)
        if rest > 0:
            column.paragraph(words["industries.more"].format(count=rest), size=SMALL, colour=MUTED)
        column.paragraph(words["industries.note"], size=SMALL - 0.6, colour=MUTED)

    def records(self, box: Box) -> None:
        """The projects by how far plans say that they are; with their sources where there is room."""
        one, words = self.one, self.words
        top = Column.of(self.sheet, box)
        top.heading(words["records"])
        if one.records.empty:
            top.paragraph(words["records.none"].format(count=len(self.tables.documents)), colour=MUTED)
            return
        top.paragraph(followup_line(one, self.tables, self.lang), size=SMALL + 0.6, colour=MUTED)
        told = grouped(one, self.tables, self.lang)
        for larger in _LARGER:
            if told_whole(told, top, larger):
                return
        size = SMALL + 0.6
        rows = int(top.room / height(1, size)) - 1
        shown, rest = shortened(told, 2 * rows)
        draw_columns(shown, top, size, rows)
        if rest:
            more = words["records.more"].format(count=rest, query=query_text(one, self.lang))
            top.paragraph(more, size=size, colour=MUTED, most=1)

    def foot(self, inner: Box, made_on: datetime.date) -> float:
        """Sources, filter and date; the y above."""
        one, words = self.one, self.words
        made = words["foot.made.official" if one.is_official else "foot.made"]
        told = [made.format(date=made_on.isoformat())]
        told.append(words["foot.query"].format(query=query_text(one, self.lang)))
        if one.area.base:
            told[-1] += ("。" if self.lang == "zh" else ". ") + words["foot.base"]
        used = [
            d
            for d in self.tables.documents.values()
            if d.key in set(one.records["document"]) | set(one.positions["document"])
        ]
        names = (
            f"《{d.title}》（{d.number or d.issuer}）" if self.lang == "zh" else f"{d.title} ({d.issued})"
            for d in used or self.tables.documents.values()
        )
        told.insert(0, words["foot.sources"].format(items=("；" if self.lang == "zh" else "; ").join(names)))
        size = SMALL - 0.9
        lines = [line for text in told for line in wrapped(self.sheet, text, size, inner.width)]
        top = inner.bottom + height(len(lines), size)
        column = Column.of(self.sheet, Box(inner.left, inner.bottom - 1, inner.right, top))
        for line in lines:
            column.paragraph(line, size=size, colour=MUTED)
        self.sheet.line([(inner.left, top + 1), (inner.right, top + 1)], colour=ACCENT, width_pt=0.6)
        return top + 1

    @property
    def _plans_for_it(self) -> int:
        """Plans that are for an area that holds this one, or name it all the same."""
        return int((self.one.plans["holds_area"] | (self.one.plans["records"] > 0)).sum())

    def _sources(self, column: Column, sources: list[tuple[str, str, str]]) -> None:
        """Document, section and item of what was said above, in small type."""
        told = [
            f"{document_label(self.tables.documents[document], self.lang)} {section}"
            + (f"({item})" if item else "")
            for document, section, item in dict.fromkeys(sources)
        ]
        size = SMALL - 0.9
        column.paragraph(
            self._as_many(told, size, column.box.width, lines=2, stop="; "), size=size, colour=MUTED
        )

    def _bar(self, column: Column, top: float, left: float, share: float, colour: str) -> None:
        room = column.box.width - left
        y = (top + column.y) / 2
        if share > 0:
            box = Box(
                column.box.left + left, y - 1.0, column.box.left + left + max(room * share, 0.4), y + 1.0
            )
            self.sheet.rectangle(box, fill=colour, gid="bar:")

    def _names(self, names: list[str], most: int, *, stop: str = "") -> str:
        """The first *most* names; how many there are when that is not all."""
        joined = (stop or self.words["separator"]).join(names[:most])
        rest = len(names) - most
        more = self.words["more_names"].format(count=len(names), rest=rest)
        return f"{joined} {more}" if rest > 0 else joined

    def _as_many(
        self, names: list[str], size: float, width: float, *, lines: int, before: str = "", stop: str = ""
    ) -> str:
        """*before* and as many names as so many lines of *width* mm hold, never a part of one."""
        for most in range(len(names), 0, -1):
            text = before + self._names(names, most, stop=stop)
            if len(wrapped(self.sheet, text, size, width)) <= lines:
                return text
        return before + self._names(names, 1, stop=stop) if names else before
