"""One A4 page for an area, or the pages of all areas in one run.

Input: :class:`projects.store.profile.Profile`. Output: PDF bytes (vector, the Chinese font cut
down to the characters used). The same profile and date give the same page.
"""

from __future__ import annotations

import datetime
import io
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import matplotlib

from geo.files import make_folder, write_whole
from projects.errors import InputError
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.fonts import Cut, cut_both
from projects.presentation.prints.sheet import PDF_TYPE, Sheet
from projects.presentation.profiles.blocks import BODY, Column
from projects.presentation.profiles.parts import Parts
from projects.presentation.profiles.words import (
    colour_of,
    industry_label,
    texts,
)
from projects.store.profile import Area, Profile, Tables, all_areas, profile
from projects.vocabulary import labels
from projects.vocabulary.labels import LANGUAGES

A4 = (210.0, 297.0)
MARGIN = 13.0
_ASCII = "".join(map(chr, range(32, 127)))


def render(area: Area, tables: Tables, *, lang: str = "zh", made_on: datetime.date | None = None) -> bytes:
    """The page of one area as PDF.

    Parameters
    ----------
    area
        A county, zone, town, park or base.
    tables
        What the profile is made of.
    lang
        ``zh`` or ``en``.
    made_on
        Date in the foot line; ``None`` for today.

    Returns
    -------
    bytes
        One A4 page.

    Raises
    ------
    InputError
        *lang* is neither zh nor en.
    MissingError
        No Chinese font is installed.
    """
    (content,) = (page for _, page in _pages([area], tables, lang, made_on))
    return content


def render_all(
    folder: Path,
    tables: Tables,
    *,
    lang: str = "zh",
    made_on: datetime.date | None = None,
    areas: Iterable[Area] | None = None,
    progress: Callable[[Area], None] = lambda area: None,
) -> list[Path]:
    """Write a page for each of *areas* to *folder*.

    Parameters
    ----------
    folder
        Made when missing; files of the same names are replaced.
    tables
        What the profiles are made of.
    lang
        ``zh`` or ``en``.
    made_on
        Date in the foot line; ``None`` for today.
    areas
        ``None`` for every county, zone, town, park and base.
    progress
        Called with each area when its page is written.

    Returns
    -------
    list[Path]
        The files in the order of *areas*, named by key and name: ``371502105-郑家镇.pdf``.

    Raises
    ------
    InputError
        *lang* is neither zh nor en.
    MissingError
        No Chinese font is installed.
    WriteError
        The folder cannot be made or a page not be written; the pages before it stay.
    """
    make_folder(folder)
    written = []
    for area, content in _pages(
        list(areas) if areas is not None else all_areas(tables), tables, lang, made_on
    ):
        path = folder / file_name(area)
        write_whole(path, content)
        written.append(path)
        progress(area)
    return written


def file_name(area: Area) -> str:
    """What the page of an area is called: key and name, without what file systems refuse."""
    return re.sub(r'[\\/:*?"<>|\s]', "", f"{area.key}-{area.name}")[:80] + ".pdf"


def _pages(
    areas: list[Area], tables: Tables, lang: str, made_on: datetime.date | None
) -> Iterable[tuple[Area, bytes]]:
    if lang not in LANGUAGES:
        raise InputError(f"profile: language {lang!r}; expected {' or '.join(LANGUAGES)}")
    profiles = [profile(area, tables) for area in areas]
    day = made_on or datetime.date.today()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        regular, bold = cut_both(_characters(profiles, tables, lang), Path(folder))
        for one in profiles:
            sheet = draw(one, tables, regular, bold, lang=lang, made_on=day)
            yield one.area, _pdf(sheet, f"{one.area.name} {texts(lang)['title']}", day)


def draw(
    one: Profile, tables: Tables, regular: Cut, bold: Cut, *, lang: str, made_on: datetime.date
) -> Sheet:
    """The page on a sheet, not yet written."""
    sheet = Sheet(A4, regular, bold)
    page = Parts(sheet, one, tables, lang)
    inner = sheet.box.grown(-MARGIN)
    foot_top = page.foot(inner, made_on)
    y = page.head(inner)
    y = page.figures(Box(inner.left, y - 15, inner.right, y)) - 4
    left = Column.of(sheet, Box(inner.left, foot_top + 3, inner.left + 101, y))
    right = Column.of(sheet, Box(inner.left + 107, foot_top + 3, inner.right, y))
    page.map(right)
    page.precision(right)
    page.tasks(right)
    if one.is_empty:
        left.paragraph(page.words["empty"], size=BODY + 1, bold=True)
        left.gap(3)
    page.positions(left)
    page.companies(left)
    page.plans(left)
    page.industries(left)
    page.records(Box(inner.left, foot_top + 3, inner.right, min(left.y, right.y) - 3))
    return sheet


def _characters(profiles: list[Profile], tables: Tables, lang: str) -> set[str]:
    """All characters that the pages may need."""
    found = set(_ASCII) | set("".join(texts(lang).values())) | set("·…–—①、，。；：（）《》〓")
    found |= set("".join(labels.texts(lang).values()))
    for document in tables.documents.values():
        found |= set(
            "".join((document.title, document.scope, document.kind, document.number, document.issuer))
        )
    for code in colour_of():
        found |= set(industry_label(code, lang))
    found |= set("".join(tables.areas["name"])) | set("".join(tables.levels["label_zh"]))
    for one in profiles:
        found |= set(one.area.name + one.county)
        for table, columns in (
            (one.records, ("name",)),
            (one.positions, ("keyword", "section", "item")),
            (one.companies, ("entity", "section", "item")),
            (one.tasks, ("section", "deadline", "names")),
        ):
            for column in columns:
                found |= set("".join(table[column]))
    return {char for char in found if char.isprintable()}


def _pdf(sheet: Sheet, title: str, day: datetime.date) -> bytes:
    target = io.BytesIO()
    moment = datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
    with matplotlib.rc_context(PDF_TYPE):
        sheet.figure.savefig(target, format="pdf", metadata={"Title": title, "CreationDate": moment})
    return target.getvalue()
