"""A sheet of paper in millimetres: boxes, type and line work in true size.

One matplotlib axes covers the sheet, so that a data unit is a millimetre, x to the right
and y upwards. Type sizes are in points. Every artist gets an id (``gid``) whose part
before the colon says what it is: the tests read from these what may touch what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Rectangle, Wedge
from matplotlib.path import Path as Outline
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform, TransformedPath

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.fonts import Cut

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
# How far type reaches below its base line, em; Chinese type needs less.
DESCENT = 0.25
# Middle of a Chinese character above the base line, em.
MIDDLE = 0.37

INK, MUTED, FAINT = "#2F2D29", "#6B665C", "#A9A295"
PAPER, GROUND = "#FAF9F6", "#F1EFEA"


# The writer of PDF takes the size of its font subsets from the setting for PostScript: without it every 256
# characters would be a font of their own, and each line of type a change from one to the other.
PDF_TYPE: Any = {"pdf.fonttype": 42, "ps.fonttype": 42, "pdf.compression": 6, "text.hinting": "none"}
# How much of a line stands before its place.
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
# What stays together in a line: opening marks, a Latin word or one other character, closing marks, a blank.
_PIECES = re.compile(r"[（「《〔“(]*(?:[!-'*-~–—]+|[^（「《〔“(])?[，。、；：）」》〕”)]*[ ]?")


# What lies on a sheet is cut off by its edge alone: an area to cut to, worked out for each of
# thousands of artists, took as long as drawing them.
_UNCUT = TransformedPath(Outline.unit_rectangle(), IdentityTransform())


class Type(Text):
    """A line of type whose width is known: matplotlib lays out each text three times to find it.

    ``shift_mm`` is how far left of its place the line begins.
    """

    def __init__(self, x: float, y: float, text: str, *, shift_mm: float, **how: Any) -> None:
        """As :class:`matplotlib.text.Text`."""
        super().__init__(x, y, text, **how)
        self._shift_mm = shift_mm

    def draw(self, renderer: RendererBase) -> None:
        """Draw it, at once unless it has a rim."""
        if self.get_path_effects():
            super().draw(renderer)
            return
        x, y = self.get_unitless_position()
        along = (0, self._shift_mm) if self.get_rotation() else (self._shift_mm, 0)
        left, base = self.get_transform().transform((x - along[0], y - along[1]))
        if renderer.flipy():
            base = renderer.get_canvas_width_height()[1] - base
        how = renderer.new_gc()
        how.set_foreground(self.get_color())
        font, angle = self.get_fontproperties(), self.get_rotation()
        renderer.draw_text(how, left, base, self.get_text(), font, angle)
        how.restore()


class Sheet:
    """The paper, with two weights of one typeface.

    Parameters
    ----------
    size_mm
        Width and height of the paper.
    regular, bold
        The typeface, cut down to the characters that may occur.
    """

    def __init__(self, size_mm: tuple[float, float], regular: Cut, bold: Cut) -> None:
        """An empty sheet."""
        width, height = size_mm
        self.box = Box(0, 0, width, height)
        self.figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), facecolor=PAPER)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(0, height)
        self.axes.axis("off")
        self._cuts = {False: regular, True: bold}
        # A list is measured over and over until it fits.
        self._em: dict[tuple[str, bool], float] = {}
        self._wraps: dict[tuple[str, float, float, bool], list[str]] = {}
        self._faces = {weight: FontProperties(fname=str(cut.path)) for weight, cut in self._cuts.items()}

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of a line of type, mm."""
        em = self._em.get((text, bold))
        if em is None:
            cut = self._cuts[bold]
            em = self._em[text, bold] = sum(cut.advances[char] for char in cut.printable(text))
        return em * size * MM_PER_POINT

    def fitted(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """*text*, cut off with … where it would be wider than *width* mm."""
        if self.width(text, size, bold=bold) <= width:
            return text
        while text and self.width(text + "…", size, bold=bold) > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def wrapped(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """*text* in lines of at most *width* mm.

        Latin words stay whole unless one alone is wider; no line begins with a closing mark or
        ends with an opening one.
        """
        key = (text, size, width, bold)
        if key not in self._wraps:
            self._wraps[key] = self._wrap(*key)
        return list(self._wraps[key])

    def _wrap(self, text: str, size: float, width: float, bold: bool) -> list[str]:
        lines, line = [], ""
        pieces = [
            part
            for piece in _PIECES.findall(text)
            for part in (piece if self.width(piece, size, bold=bold) > width else (piece,))
        ]
        for piece in pieces:
            if line and self.width((line + piece).rstrip(), size, bold=bold) > width:
                lines.append(line.rstrip())
                line = ""
            line = (line + piece).lstrip()
        return [*lines, line.rstrip()] if line.strip() else lines

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
        gid: str = "text:",
        halo: str = "",
        turned: bool = False,
        zorder: float = 10,
    ) -> None:
        """A line of type with its base line at *y*; *halo* is the colour of a rim, empty for none."""
        content = self._cuts[bold].printable(text)
        common: dict[str, Any] = {
            "fontproperties": self._faces[bold],
            "fontsize": size,
            "ha": align,
            "va": "baseline",
            "rotation": 90 if turned else 0,
            "rotation_mode": "anchor",
            "parse_math": False,
        }
        if halo:
            # An artist of its own: with a path effect the type itself would become outlines.
            rim = Text(x, y, content, color=halo, zorder=zorder - 0.5, gid="halo:", **common)
            rim.set_path_effects([Stroke(linewidth=0.26 * size, foreground=halo, joinstyle="round")])
            self._add(rim)
        shift = _BEFORE[align] * self.width(text, size, bold=bold)
        self._add(Type(x, y, content, shift_mm=shift, color=colour, zorder=zorder, gid=gid, **common))

    def rectangle(
        self,
        box: Box,
        *,
        fill: str = "none",
        line: str = "none",
        width_pt: float = 0.5,
        radius: float = 0,
        gid: str = "box:",
        zorder: float = 5,
    ) -> None:
        """A rectangle, with round corners when *radius* (mm) is given."""
        shape = (
            FancyBboxPatch(
                (box.left, box.bottom),
                box.width,
                box.height,
                boxstyle=f"round,pad=0,rounding_size={min(radius, box.height / 2, box.width / 2)}",
                mutation_aspect=1,
            )
            if radius
            else Rectangle((box.left, box.bottom), box.width, box.height)
        )
        shape.set(facecolor=fill, edgecolor=line, linewidth=width_pt, zorder=zorder, gid=gid)
        self._add(shape)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "none",
        line: str = "none",
        width_pt: float = 0.5,
        gid: str = "mark:",
        zorder: float = 20,
    ) -> None:
        """A circle."""
        self._add(
            Circle(
                (x, y),
                radius,
                facecolor=fill,
                edgecolor=line,
                linewidth=width_pt,
                zorder=zorder,
                gid=gid,
            )
        )

    def sector(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        start: float,
        stop: float,
        ring: float,
        fill: str,
        zorder: float = 21,
    ) -> None:
        """A part of a ring *ring* mm wide, or of a disc when that is 0.

        Angles are shares of a turn, clockwise from the top.
        """
        self._add(
            Wedge(
                (x, y),
                radius,
                90 - 360 * stop,
                90 - 360 * start,
                width=ring or None,
                facecolor=fill,
                edgecolor="none",
                zorder=zorder,
                gid="sector:",
            )
        )

    def _add(self, artist: Artist) -> None:
        # Without the limits of the axes, which stand: working them out anew takes longer than drawing.
        artist.set(clip_path=_UNCUT, clip_on=False)
        self.axes.add_artist(artist)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = INK,
        width_pt: float = 0.5,
        dashes: tuple[float, ...] = (),
        gid: str = "line:",
        zorder: float = 5,
    ) -> None:
        """A line through *points*."""
        xs, ys = zip(*points, strict=True)
        self._add(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width_pt,
                linestyle=(0, dashes) if dashes else "solid",
                solid_capstyle="butt",
                zorder=zorder,
                gid=gid,
            )
        )

    def area(self, shape: shapely.Geometry, *, fill: str, gid: str = "area:", zorder: float = 1) -> None:
        """Fill a polygon or multipolygon."""
        outline = _outline(shape)
        if outline is not None:
            self._add(PathPatch(outline, facecolor=fill, edgecolor="none", zorder=zorder, gid=gid))

    def outlines(
        self,
        shapes: Iterable[shapely.Geometry],
        *,
        colour: str,
        width_pt: float,
        dashes: tuple[float, ...] = (),
        zorder: float = 2,
    ) -> None:
        """Draw lines: (multi)linestrings in mm."""
        parts = shapely.get_parts(list(shapes))
        lines = [shapely.get_coordinates(part) for part in parts if not part.is_empty]
        self.axes.add_collection(
            LineCollection(
                lines,
                colors=colour,
                linewidths=width_pt,
                linestyles=[(0, dashes)] if dashes else "solid",
                capstyle="round",
                joinstyle="round",
                zorder=zorder,
                gid="outline:",
            ),
            autolim=False,
        )


def centred(y: float, size: float) -> float:
    """The base line that centres a line of type at *y*."""
    return y - MIDDLE * size * MM_PER_POINT


def _outline(shape: shapely.Geometry) -> Outline | None:
    """A polygon or multipolygon as one path with its holes; ``None`` when it has no area."""
    rings = [
        ring
        for part in shapely.get_parts(shapely.get_parts(shape))
        if part.geom_type == "Polygon" and not part.is_empty
        for ring in (part.exterior, *part.interiors)
    ]
    if not rings:
        return None
    corners = [shapely.get_coordinates(ring) for ring in rings]
    codes = [
        np.concatenate([[Outline.MOVETO], np.full(len(ring) - 2, Outline.LINETO), [Outline.CLOSEPOLY]])
        for ring in corners
    ]
    return Outline(np.concatenate(corners), np.concatenate(codes))
