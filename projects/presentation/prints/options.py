"""What a print should be: paper, language, texts of its margin, the area it shows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from projects.errors import InputError
from projects.presentation.prints.view import View
from projects.vocabulary.labels import LANGUAGES

# Long and short side. A slide is as large as presentation programs make one.
PAPERS_MM = {"A4": (297.0, 210.0), "A3": (420.0, 297.0), "A1": (841.0, 594.0), "16:9": (338.667, 190.5)}
SLIDE = "16:9"
_SLIDE_UNIT = 1.03  # no type below 11 px at 1920
MEDIA_TYPES = {".pdf": "application/pdf", ".png": "image/png"}


class Print(NamedTuple):
    """A finished print: the file, what to call it, and its media type."""

    content: bytes
    file_name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row: its text in the list, the character of its kind, and where it is (WGS 84) if that is known.

    ``is_near``: only the area is known in which it lies.
    """

    text: str
    glyph: str
    place: tuple[float, float] | None
    is_near: bool


@dataclass(frozen=True, slots=True)
class OwnLayer:
    """A layer with those of its rows that are shown; ``source`` says where it comes from and since when."""

    name: str
    source: str
    rows: tuple[OwnRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices for one print.

    Parameters
    ----------
    suffix
        ``.pdf`` (vector) or ``.png``.
    paper, portrait
        One of :data:`PAPERS_MM`; landscape unless *portrait*, which a slide cannot be.
    lang
        ``zh`` or ``en``. Names stay as the documents print them.
    title, subtitle
        Empty for the name of the city, and for the number of documents.
    approval_number
        审图号; empty leaves a line to fill in.
    made_on
        Date in the foot line; ``None`` for today.
    extent
        Codes of areas that the map is fitted to; empty for all counties.
    view
        What the map on the screen shows; ``None`` for symbols on the *extent*.
    own
        Own layers that are drawn and listed beside what plans say.
    dpi
        Dots per inch of a PNG.

    Raises
    ------
    InputError
        A value is none of these.
    """

    suffix: str = ".pdf"
    paper: str = "A3"
    portrait: bool = False
    lang: str = "zh"
    title: str = ""
    subtitle: str = ""
    approval_number: str = ""
    made_on: datetime.date | None = None
    extent: tuple[str, ...] = ()
    view: View | None = None
    own: tuple[OwnLayer, ...] = ()
    dpi: int = 300

    def __post_init__(self) -> None:
        """Check."""
        for name, allowed in (
            ("suffix", tuple(MEDIA_TYPES)),
            ("paper", tuple(PAPERS_MM)),
            ("lang", LANGUAGES),
        ):
            value = getattr(self, name)
            if value not in allowed:
                raise InputError(f"print: {name} {value!r}; expected {' or '.join(allowed)}")
        if self.portrait and self.is_slide:
            raise InputError("print: a slide is never portrait")

    @property
    def is_slide(self) -> bool:
        """Whether this is for a screen: one sheet, in larger type."""
        return self.paper == SLIDE

    @property
    def unit(self) -> float:
        """What all sizes are multiples of; 1 for A3."""
        return _SLIDE_UNIT if self.is_slide else float((min(self.size_mm) / 297) ** 0.6)

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the paper."""
        long, short = PAPERS_MM[self.paper]
        return (short, long) if self.portrait else (long, short)
