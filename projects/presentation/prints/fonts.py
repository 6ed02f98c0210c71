"""A Chinese font for a print: found among the installed ones, cut down to what is used.

Input: the installed fonts (through matplotlib's font manager) and the characters of a
print. Output: two TrueType files, regular and bold, that hold these characters only.

A PDF takes TrueType outlines as they are (Type 42). Noto and Source Han carry PostScript
outlines in collections of several languages; matplotlib would embed those in a way that
some readers refuse. So the right face is taken out of the collection and its outlines are
approximated by quadratic curves (fontTools, to 1/1000 of the type size).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options as SubsetOptions
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont, newTable
from matplotlib import font_manager

from projects.errors import MissingError

# In the order of preference; the names under which the systems know them.
FAMILIES = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimHei"),
)
# Stands where the font has no such character, as is the custom of Chinese typesetting.
UNKNOWN = "〓"
_BOLD = 600
_OFF_CURVE_ERROR = 1.0


@dataclass(frozen=True, slots=True)
class Face:
    """One face: a font file and its number in that file (0 unless it is a collection)."""

    family: str
    path: str
    number: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A face cut down: the TrueType file, and the advance of each character in em."""

    path: Path
    advances: dict[str, float]

    def printable(self, text: str) -> str:
        """*text* in one line, with :data:`UNKNOWN` for what the font lacks."""
        return "".join(char if char in self.advances else UNKNOWN for char in " ".join(text.split()))


def find_faces() -> tuple[Face, Face]:
    """The regular and the bold face of the first family that is installed.

    A family without a bold face gives the regular one twice.

    Raises
    ------
    MissingError
        None of :data:`FAMILIES` is installed.
    """
    found = _installed()
    for family in FAMILIES:
        faces = found.get(family)
        if faces:
            weights = sorted(faces)
            regular = min(weights, key=lambda weight: abs(weight - 400))
            bold = [weight for weight in weights if weight >= _BOLD]
            return faces[regular], faces[bold[0] if bold else regular]
    raise MissingError(
        "no Chinese font is installed; install one of"
        f" {', '.join(FAMILIES)} (Debian: apt-get install fonts-noto-cjk), then try again"
    )


def cut(face: Face, characters: Iterable[str], path: Path) -> Cut:
    """Write the *characters* of *face* to *path* as a TrueType font."""
    content, advances = _cut(face, frozenset({*characters, UNKNOWN, " "}))
    path.write_bytes(content)
    return Cut(path, advances)


@lru_cache(maxsize=8)  # prints of one view come in several forms
def _cut(face: Face, characters: frozenset[str]) -> tuple[bytes, dict[str, float]]:
    # The file is read whole: a collection that stays open cannot be replaced on Windows.
    with io.BytesIO(Path(face.path).read_bytes()) as source, io.BytesIO() as target:
        font = TTFont(source, fontNumber=face.number, lazy=True, recalcTimestamp=False)
        options = SubsetOptions(layout_features=[], notdef_outline=True, hinting=False)
        options.drop_tables += ["vhea", "vmtx", "BASE", "GPOS", "GSUB", "GDEF", "DSIG", "meta"]
        cutter = Subsetter(options=options)
        cutter.populate(unicodes={ord(char) for char in characters})
        cutter.subset(font)
        if "glyf" not in font:
            _to_truetype(font)
        font.save(target)
        widths, units = font["hmtx"], font["head"].unitsPerEm
        advances = {chr(code): widths[name][0] / units for code, name in font.getBestCmap().items()}
        return target.getvalue(), advances


@cache
def _installed() -> dict[str, dict[int, Face]]:
    """Family → weight → face, of upright faces of normal width."""
    found: dict[str, dict[int, Face]] = {}
    for entry in font_manager.fontManager.ttflist:
        if entry.name in FAMILIES and entry.style == "normal":
            face = Face(entry.name, entry.fname, entry.index)
            found.setdefault(entry.name, {}).setdefault(int(entry.weight), face)
    return found


def _to_truetype(font: TTFont) -> None:
    """Replace PostScript outlines by TrueType ones, in place."""
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, _OFF_CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    font["loca"], font["glyf"] = newTable("loca"), table
    widths = font["hmtx"]
    for name, glyph in glyphs.items():
        glyph.recalcBounds(table)
        widths[name] = (widths[name][0], glyph.xMin if glyph.numberOfContours else 0)
    top = font["maxp"]
    top.tableVersion = 0x00010000
    top.maxZones, top.maxTwilightPoints, top.maxStorage = 1, 0, 0
    top.maxFunctionDefs, top.maxInstructionDefs = 0, 0
    top.maxStackElements, top.maxSizeOfInstructions, top.maxComponentElements = 0, 0, 0
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, order
    for tag in ("CFF ", "CFF2", "VORG"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "\x00\x01\x00\x00"
