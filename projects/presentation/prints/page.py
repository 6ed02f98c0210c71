"""One print put together: title, map, list, inset, legend, foot line.

Landscape: the map on the left, list above inset and legend on the right. Portrait: the map
above, list on the left below, inset and legend on the right. Input: records, areas,
documents and options. Output: the file.
"""

from __future__ import annotations

import datetime
import io
import math
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import matplotlib
import pandas as pd
import shapely
from matplotlib.backends.backend_pdf import PdfPages

from geo import districts, workspace
from geo.boundaries import how_official
from projects.errors import InputError
from projects.model.registry import REGISTRY
from projects.model.tables import read_table
from projects.presentation import pagetexts
from projects.presentation.prints import fonts
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import Content, content
from projects.presentation.prints.furniture import (
    PLATE_ORDER,
    Legend,
    covered,
    draw_inset,
    draw_north,
    draw_scale,
    inset_size,
)
from projects.presentation.prints.ground import Plan, draw_degrees
from projects.presentation.prints.listing import Listing
from projects.presentation.prints.margins import (
    Head,
    Layout,
    draw_foot,
    draw_frame,
    draw_further_head,
    foot_texts,
    source_texts,
)
from projects.presentation.prints.options import MEDIA_TYPES, Options, Print
from projects.presentation.prints.ownmarks import OwnList, draw_marks, own_characters
from projects.presentation.prints.sheet import MUTED, PAPER, PDF_TYPE, Sheet
from projects.presentation.prints.themap import Numbered, draw_map
from projects.vocabulary import labels, style

_DOCUMENT_COLUMNS = ("document", "title", "issuer", "number", "issued", "scope", "scope_level")
_ALWAYS = "0123456789 °′.,:;-–—…·×/()（）「」《》，。、：；＝=〔〕□_+%"
_LEAST_INSET = 40  # mm beside the legend
# matplotlib's settings are those of the whole process.
_LOCK = threading.Lock()


def render(
    records: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    options: Options | None = None,
    *,
    documents: pd.DataFrame | None = None,
) -> Print:
    """A print of *records* on the map of *areas*.

    Parameters
    ----------
    records
        Typed, as the store gives them; those that are to be shown.
    areas
        As :func:`geo.boundaries.load_areas` gives them, at least one county.
    options
        ``None`` for A3 landscape in Chinese as PDF.
    documents
        Table of documents; ``None`` for the shipped registry.

    Returns
    -------
    Print
        The file with its name and media type: a PDF of as many sheets as the lists take, a PNG of one.

    Raises
    ------
    MissingError
        No Chinese font is installed.
    InputError
        There is no county, or ``options.extent`` names no area.
    """
    chosen = options or Options()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, _LOCK:
        sheets = draw(records, areas, chosen, Path(folder), documents=documents)
        target = io.BytesIO()
        made_on = chosen.made_on or datetime.date.today()
        with matplotlib.rc_context(PDF_TYPE):
            details = {"Title": _title(chosen)}
            if chosen.suffix == ".pdf":
                moment = datetime.datetime.combine(made_on, datetime.time(), tzinfo=datetime.UTC)
                with PdfPages(target, metadata={**details, "CreationDate": moment}) as pages:
                    for sheet in sheets:
                        pages.savefig(sheet.figure)
            else:
                sheets[0].figure.savefig(target, format="png", dpi=chosen.dpi, metadata=details)
    way = "portrait" if chosen.portrait else "landscape"
    stem = f"map-{chosen.paper.replace(':', 'x')}-{way}-{chosen.lang}-{made_on:%Y%m%d}"
    return Print(target.getvalue(), stem + chosen.suffix, MEDIA_TYPES[chosen.suffix])


def draw(
    records: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    options: Options,
    folder: Path,
    *,
    documents: pd.DataFrame | None = None,
) -> list[Sheet]:
    """The sheets of :func:`render`, drawn but not yet written; *folder* takes their fonts.

    A PDF has as many as the list takes, a picture one.
    """
    view = options.view
    records = records[~records["kind"].isin(list(view.hidden))] if view else records
    bounds = view.bounds if view else _bounds(areas, options.extent)
    words = _with_official(labels.texts(options.lang), how_official(areas))
    documents = _documents(documents, records)
    titles = _title(options), options.subtitle or words["app.subtitle"].format(count=len(documents))
    editions = sorted({str(name) for name in records["edition"] if name})
    sources = source_texts(documents, editions, options.lang)
    foot = foot_texts(options, options.made_on or datetime.date.today(), words)
    found = content(records, areas)
    told = [*titles, *sources, *foot, own_characters(options.own)]
    faces = fonts.cut_both(_characters(found, areas, words, told), folder)
    sheet = Sheet(options.size_mm, *faces)
    aspect = _aspect(bounds)
    head = Head(sheet, Layout.of(options, aspect), *titles, found, words)
    layout = Layout.of(options, aspect, more=head.more)
    unit = layout.unit

    draw_frame(sheet, layout)
    head.draw(layout.head)
    plan = Plan(bounds, layout.map, margin=0 if view else 5 * unit)
    code = str(areas.loc[areas["level"] == "county", "parent_code"].iloc[0])
    taken, inset = _draw_corners(sheet, layout, plan, areas, code, words, has_plates=view is not None)
    taken += draw_marks(sheet, plan, options.own, unit=unit)
    numbered = draw_map(
        sheet, plan, areas, found, taken, words, unit=unit, view=view, has_numbers=not options.is_slide
    )
    solid = frozenset(level for level, share in how_official(areas).items() if share == "all")
    legend = _legend(sheet, layout, found, words, options, solid)
    inset, used = (inset, legend) if inset is not None else _beside(legend, layout)
    if inset is not None:
        draw_inset(sheet, inset, code, words, size=7.2 * unit)
    around = _Around(options, layout, faces, titles, (sources, foot), plan, words)
    sheets = [sheet]
    if records.empty:
        sheet.text(layout.side.left, layout.side.top - 4 * unit, words["app.empty"], 9 * unit, colour=MUTED)
    else:
        sheets += _draw_list(sheet, around, used, numbered, found, areas)
    if options.own and options.suffix == ".pdf":
        sheets += _own_sheets(layout, options, faces, words)
    around.draw_foot(sheet)
    return sheets


def _aspect(bounds: tuple[float, float, float, float]) -> float:
    """Width by height on the ground of what lies within *bounds*, degrees."""
    west, south, east, north = bounds
    return (east - west) * math.cos(math.radians((south + north) / 2)) / (north - south)


def _beside(legend: Box, layout: Layout) -> tuple[Box | None, Box]:
    """Room for the inset beside the legend, if there is enough, and what both take."""
    if legend.left - layout.side.left <= _LEAST_INSET * layout.unit:
        return None, legend
    left = max(layout.side.left, legend.left - 75 * layout.unit)
    inset = Box(left, legend.bottom, legend.left - 5 * layout.unit, legend.top)
    return inset, Box(left, *legend[1:])


@dataclass(frozen=True)
class _Around:
    """What stands around map and list, the same on every sheet: type, titles, sources and foot."""

    options: Options
    layout: Layout
    faces: tuple[fonts.Cut, fonts.Cut]
    titles: tuple[str, str]
    texts: tuple[list[str], list[str]]
    plan: Plan
    words: Mapping[str, str]

    def further(self, number: int, count: int) -> Sheet:
        """A further sheet of the list, without its foot."""
        sheet = Sheet(self.options.size_mm, *self.faces)
        draw_frame(sheet, self.layout)
        told = self.words["print.sheet"].format(title=self.titles[0], number=number + 1, count=count)
        draw_further_head(sheet, self.layout, told, self.titles[1])
        return sheet

    def draw_foot(self, sheet: Sheet) -> None:
        """Sources and foot line."""
        draw_foot(sheet, self.layout, *self.texts, self.plan, self.words)


def _draw_list(
    sheet: Sheet,
    around: _Around,
    used: Box,
    numbered: list[Numbered],
    found: Content,
    areas: gpd.GeoDataFrame,
) -> list[Sheet]:
    """Draw the list above what is *used* of the first sheet; the further sheets that it takes."""
    options, layout, words = around.options, around.layout, around.words
    choices = [_columns(layout, used, count) for count in range(1, layout.columns[0] + 1)]
    onward = layout.onward(choices[-1][0].width) if options.suffix == ".pdf" else []
    if options.is_slide:  # has no room for all
        onward, numbered = [], sorted(numbered, key=lambda each: -len(each.symbol.spot.rows))
    listing = Listing(
        sheet,
        choices,
        numbered,
        found,
        areas,
        words,
        lang=options.lang,
        unit=layout.unit,
        onward=onward,
        head=words["print.list.most"] if options.is_slide else "",
    )
    listing.draw()
    sheets = []
    for number in range(1, listing.sheets):
        further = around.further(number, listing.sheets)
        listing.draw(further, number)
        around.draw_foot(further)
        sheets.append(further)
    return sheets


def _own_sheets(
    layout: Layout, options: Options, faces: tuple[fonts.Cut, fonts.Cut], words: Mapping[str, str]
) -> list[Sheet]:
    """The list of the own layers: on sheets of its own, without the sources of what plans say."""
    sheets: list[Sheet] = []
    listing = OwnList(Sheet(options.size_mm, *faces), layout.further, options.own, words, layout.unit)
    for number in range(listing.sheets):
        sheet = Sheet(options.size_mm, *faces)
        draw_frame(sheet, layout)
        draw_further_head(sheet, layout, words["map.own"], words["print.own.head"])
        listing.draw(sheet, number)
        sheets.append(sheet)
    return sheets


def _bounds(areas: gpd.GeoDataFrame, extent: tuple[str, ...]) -> tuple[float, float, float, float]:
    wanted = areas[areas["code"].isin(extent)] if extent else areas[areas["level"] == "county"]
    shapes = [shape for shape in wanted.geometry if shape is not None]
    if not shapes:
        raise InputError(f"print: no area for the map: {', '.join(extent) or 'no county is known'}")
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)


def _documents(documents: pd.DataFrame | None, records: pd.DataFrame) -> pd.DataFrame:
    """The documents that *records* come from; all where there are no records."""
    table = read_table(workspace.tables() / REGISTRY, _DOCUMENT_COLUMNS) if documents is None else documents
    return table if records.empty else table[table["document"].isin(set(records["document"]))]


def _title(options: Options) -> str:
    return options.title or pagetexts.page_title(options.lang)


def _characters(
    found: Content, areas: gpd.GeoDataFrame, words: Mapping[str, str], texts: list[str]
) -> set[str]:
    """All that may be printed."""
    names = [*areas["name"], *found.records["name"], *found.records["place"]]
    units = districts.units()
    glyphs = [each.glyph + each.label_zh for each in style.industries()]
    families = [family.label_zh for family in style.families()]
    near = units.loc[units["level"] != "county", "name"]
    ascii_letters = "".join(map(chr, range(33, 127)))
    own = [text for key, text in words.items() if key.startswith(("map.", "print.", "app.empty"))]
    return set("".join([_ALWAYS, ascii_letters, *names, *own, *texts, *glyphs, *families, *near]))


def _draw_corners(
    sheet: Sheet,
    layout: Layout,
    plan: Plan,
    areas: gpd.GeoDataFrame,
    code: str,
    words: Mapping[str, str],
    *,
    has_plates: bool,
) -> tuple[list[Box], Box | None]:
    """Degrees, scale bar and arrow; the boxes that the map leaves free, and the inset's, to be drawn."""
    unit = layout.unit
    city = shapely.union_all([plan.clipped(shape) for shape in areas.geometry[areas["level"] == "county"]])
    scale, arrow, inset = _corners(layout.map, city, inset_size(code, 56 * unit, 7.2 * unit), unit)
    if has_plates:  # the ground reaches under scale bar and arrow
        for box in (scale, arrow):
            sheet.rectangle(box.grown(1.2 * unit), fill=PAPER, radius=unit, gid="plate:", zorder=PLATE_ORDER)
    draw_degrees(sheet, plan, size=max(5.6 * unit, 4.6), band=layout.band)
    draw_scale(sheet, plan, scale, words, size=max(6.6 * unit, 5))
    draw_north(sheet, arrow, words, size=9 * unit)
    return [box for box in (scale, arrow, inset) if box is not None], inset


def _corners(
    frame: Box, city: shapely.Geometry, inset: tuple[float, float], unit: float
) -> tuple[Box, Box, Box | None]:
    """Boxes for scale bar, north arrow and inset where they hide least of the city.

    The inset hides nothing of it, or is ``None``.
    """
    inner = frame.grown(-2.5 * unit)

    def best(width: float, height: float, taken: list[Box]) -> Box:
        corners = [
            Box(inner.right - width, inner.top - height, inner.right, inner.top),
            Box(inner.left, inner.top - height, inner.left + width, inner.top),
            Box(inner.right - width, inner.bottom, inner.right, inner.bottom + height),
            Box(inner.left, inner.bottom, inner.left + width, inner.bottom + height),
        ]
        free = [box for box in corners if not any(box.overlaps(other) for other in taken)]
        return min(free, key=lambda box: covered(city, box.grown(2 * unit)))

    wide = best(*inset, [])
    free = wide if covered(city, wide.grown(2 * unit)) == 0 else None
    arrow = best(11 * unit, 21 * unit, [free] if free else [])
    scale = best(60 * unit, 14 * unit, [arrow, *([free] if free else [])])
    return scale, arrow, free


def _with_official(words: Mapping[str, str], told: Mapping[str, str]) -> Mapping[str, str]:
    """*words* that say of which levels some or all boundaries are official (*told* as ``how_official``)."""
    changed = {
        f"print.line.{level}": words[f"print.line.{level}.{told[level]}"]
        for level in ("zone", "town", "park")
        if told.get(level, "none") != "none"
    }
    if not changed:
        return words
    for name in ("print.note.boundaries", "print.coordinates"):
        changed[name] = words[f"{name}.official"]
    return {**words, **changed}


def _legend(
    sheet: Sheet,
    layout: Layout,
    found: Content,
    words: Mapping[str, str],
    options: Options,
    solid: frozenset[str],
) -> Box:
    """Draw the legend, bottom right; the box it takes. Lines of the levels in *solid* are all official."""
    side, (count, width, gap) = layout.side, layout.columns
    wide = 2 * width + gap if count > 1 else width
    legend = Legend(
        sheet,
        found,
        words,
        lang=options.lang,
        unit=layout.unit,
        width=wide,
        solid=solid,
        view=options.view,
        is_slide=options.is_slide,
        own=options.own,
    )
    box = Box(side.right - wide, side.bottom, side.right, side.bottom + legend.height)
    legend.draw(box)
    return box


def _columns(layout: Layout, used: Box, count: int) -> list[Box]:
    """Columns of the list, *count* of them: those above what is *used* at the bottom end above it."""
    side, gap = layout.side, layout.columns[2]
    width = (side.width - (count - 1) * gap) / count
    columns = []
    for number in range(count):
        left = side.left + number * (width + gap)
        bottom = used.top + 5 * layout.unit if left + width > used.left else side.bottom
        columns.append(Box(left, bottom, left + width, side.top))
    return columns
