"""The marks of the map and its legend: symbols, numbers of places, counts of counties."""

from __future__ import annotations

from collections.abc import Sequence

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.sheet import FAINT, INK, MM_PER_POINT, MUTED, Sheet, centred
from projects.vocabulary import style


def draw_ring(
    sheet: Sheet,
    x: float,
    y: float,
    radius: float,
    shares: Sequence[tuple[int, int]],
    *,
    unit: float,
    is_site: bool = False,
    is_thin: bool = False,
    is_merged: bool = False,
    gid: str = "symbol:",
) -> None:
    """A symbol: one sector per family (number, count), as wide as its share."""
    colours = [family.colour for family in style.families()]
    ring = 0.0 if is_site else (0.32 if is_thin else 0.85) * unit
    sheet.disc(x, y, radius + 0.25 * unit, fill="#FFFFFF", gid=gid, zorder=20)
    total, start = sum(count for _, count in shares), 0.0
    for family, count in shares:
        stop = start + count / total
        sheet.sector(x, y, radius, start=start, stop=stop, ring=ring, fill=colours[family])
        start = stop
    if is_merged:
        sheet.disc(x, y, radius + 0.5 * unit, line=MUTED, width_pt=0.5, zorder=21)


def draw_tag(sheet: Sheet, box: Box, number: int, size: float, *, gid: str = "tag:") -> None:
    """The number of a place, white on dark, in *box*."""
    sheet.rectangle(box, fill=INK, radius=0.5, gid="tagbox:", zorder=24)
    x, y = box.middle
    sheet.text(
        x,
        centred(y, size),
        str(number),
        size,
        bold=True,
        colour="#FFFFFF",
        align="center",
        gid=gid,
        zorder=25,
    )


def tag_size(sheet: Sheet, number: int, size: float) -> tuple[float, float]:
    """Width and height of the tag with *number*, mm."""
    height = size * MM_PER_POINT * 1.22
    return max(sheet.width(str(number), size, bold=True) + 0.45 * height, height), height


def draw_badge(sheet: Sheet, box: Box, text: str, size: float) -> None:
    """The count of a county: no symbol, a white pill."""
    sheet.rectangle(
        box, fill="#FFFFFF", line=FAINT, width_pt=0.6, radius=box.height / 2, gid="badge:", zorder=9
    )
    sheet.text(box.middle[0], centred(box.middle[1], size), text, size, align="center", gid="badgetext:")
