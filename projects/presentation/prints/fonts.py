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
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
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
_NONE = ".notdef"  # stands first in every font
_HEIGHTS = ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent")
# What a reader of the file is told of the font, by the numbers of the format.
_NAMES = {"copyright": 0, "familyName": 1, "styleName": 2, "fullName": 4, "psName": 6}


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


def cut_both(characters: Collection[str], folder: Path) -> tuple[Cut, Cut]:
    """The regular and the bold face with the *characters*, in *folder*; errors as :func:`find_faces`."""
    regular, bold = find_faces()
    return cut(regular, characters, folder / "regular.ttf"), cut(bold, characters, folder / "bold.ttf")


def cut(face: Face, characters: Iterable[str], path: Path) -> Cut:
    """Write the *characters* of *face* to *path* as a TrueType font."""
    source = _source(face)
    found = source.drawn(sorted({*characters, UNKNOWN, " "}))
    glyphs = source.drawn([_NONE]) | {f"u{ord(char):05X}": one for char, one in found.items()}
    made = FontBuilder(source.units_per_em, isTTF=True)
    made.updateHead(**source.days)  # the same characters, the same file
    made.setupGlyphOrder(list(glyphs))
    made.setupCharacterMap({ord(char): f"u{ord(char):05X}" for char in found})
    made.setupGlyf({name: one.shape for name, one in glyphs.items()})
    shapes = made.font["glyf"]
    made.setupHorizontalMetrics(
        {name: (one.advance, getattr(shapes[name], "xMin", 0)) for name, one in glyphs.items()}
    )
    made.setupHorizontalHeader(**source.line)
    made.setupNameTable(source.names)
    made.setupOS2(**source.heights)
    made.setupPost()
    made.save(path)
    return Cut(path, {char: one.advance / source.units_per_em for char, one in found.items()})


class _Packed(Glyph):  # type: ignore[misc]
    """A shape that is packed once, however many fonts it goes into: that took a third of a print."""

    _bytes: bytes | None = None

    def compile(self, *given: Any, **named: Any) -> bytes:
        """The bytes of the shape."""
        if self._bytes is None:
            self._bytes = super().compile(*given, **named)
        return self._bytes


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A character as TrueType has it, and how wide it is in units of the face."""

    shape: Glyph
    advance: int


class _Source:
    """A face with what was drawn of it: to draw a character takes a thousand times what keeping it does."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._drawn: dict[str, _Drawn | None] = {}  # None: the face has no such character
        with self._open() as font:
            self.units_per_em: int = font["head"].unitsPerEm
            self.days = {name: getattr(font["head"], name) for name in ("created", "modified")}
            self.line = {name: getattr(font["hhea"], name) for name in ("ascent", "descent", "lineGap")}
            self.heights = {name: getattr(font["OS/2"], name) for name in _HEIGHTS}
            named = {name: font["name"].getDebugName(number) for name, number in _NAMES.items()}
            self.names = {name: text for name, text in named.items() if text}

    def _open(self) -> TTFont:
        # The file is read whole: a collection that stays open cannot be replaced on Windows.
        content = io.BytesIO(Path(self._face.path).read_bytes())
        return TTFont(content, fontNumber=self._face.number, lazy=True)

    def drawn(self, characters: Iterable[str]) -> dict[str, _Drawn]:
        """Those of the *characters* that the face has, in their order."""
        wanted = list(characters)
        if new := [char for char in wanted if char not in self._drawn]:
            with self._open() as font:
                self._draw(new, font)
        return {char: one for char in wanted if (one := self._drawn[char]) is not None}

    def _draw(self, characters: Iterable[str], font: TTFont) -> None:
        names, shapes = font.getBestCmap(), font.getGlyphSet()
        is_turned = "glyf" not in font  # PostScript outlines turn the other way round
        for char in characters:
            name = char if char == _NONE else names.get(ord(char))
            if name is None:
                self._drawn[char] = None
                continue
            pen = TTGlyphPen(None)
            curves = Cu2QuPen(pen, _OFF_CURVE_ERROR, reverse_direction=is_turned)
            shapes[name].draw(DecomposingFilterPen(curves, shapes))
            shape = _Packed()
            shape.__dict__.update(pen.glyph().__dict__)
            self._drawn[char] = _Drawn(shape, round(shapes[name].width))


@lru_cache(maxsize=4)
def _source(face: Face) -> _Source:
    return _Source(face)


@cache
def _installed() -> dict[str, dict[int, Face]]:
    """Family → weight → face, of upright faces of normal width."""
    found: dict[str, dict[int, Face]] = {}
    for entry in font_manager.fontManager.ttflist:
        if entry.name in FAMILIES and entry.style == "normal":
            face = Face(entry.name, entry.fname, entry.index)
            found.setdefault(entry.name, {}).setdefault(int(entry.weight), face)
    return found
