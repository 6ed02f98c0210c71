"""What a print should be: paper, language, texts of its margin, the area it shows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from projects.errors import InputError
from projects.vocabulary.labels import LANGUAGES

PAPERS_MM = {"A3": (420.0, 297.0), "A4": (297.0, 210.0)}
MEDIA_TYPES = {".pdf": "application/pdf", ".png": "image/png"}


class Print(NamedTuple):
    """A finished print: the file, what to call it, and its media type."""

    content: bytes
    file_name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices for one print.

    Parameters
    ----------
    suffix
        ``.pdf`` (vector) or ``.png`` (300 dpi).
    paper, portrait
        ``A3`` or ``A4``; landscape unless *portrait*.
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

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the paper."""
        long, short = PAPERS_MM[self.paper]
        return (short, long) if self.portrait else (long, short)
