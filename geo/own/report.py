"""What is asked of an import, what it found, and what of that needs the user's consent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geo.datum import Datum
from geo.own.datum_guard import Fit
from geo.own.files import UserFile
from geo.own.match import Matching
from geo.own.topology import Overlap


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to read and use a file; None means: find out, or the default.

    ``datum`` is that of the degrees, or of the geographic CRS below a projection (None only for a table of
    facilities that has a column for it); ``level`` county, town or park (zones come with parks); ``source``
    and ``date`` are stored with each area (default: the file's name, none); ``decisions`` is a review list
    in whose last column the user has put codes; ``review`` is where to write the review list;
    ``is_accepted``: what needs the user's consent has it.
    """

    datum: Datum | None
    level: str | None = None
    layer: str | None = None
    crs: str | None = None
    code_column: str | None = None
    name_column: str | None = None
    x_column: str | None = None
    y_column: str | None = None
    source: str | None = None
    date: str | None = None
    is_official: bool = False
    is_forced: bool = False
    is_trial: bool = False
    is_accepted: bool = False
    decisions: Path | None = None
    review: Path | None = None


@dataclass(frozen=True)
class Report:
    """What an import found and did.

    ``written`` are codes; ``gaps_km2`` is by county, ``missing`` its towns that stay approximate.
    ``grave`` are lines on what needs the user's consent.
    """

    file: UserFile
    level: str
    fit: Fit | None
    matchings: tuple[Matching, ...]
    repairs: tuple[tuple[str, str, float], ...]  # name, what was wrong, km²
    overlaps: tuple[Overlap, ...]
    gaps_km2: dict[str, list[float]]
    missing: dict[str, list[str]]
    written: tuple[str, ...]
    review: Path
    grave: tuple[str, ...] = ()

    def count(self, status: str) -> int:
        """Rows of a status."""
        return sum(one.status == status for one in self.matchings)


def consent_needed(path: Path, report: Report) -> str:
    """Why nothing was written: what needs the user's consent, and how to give it, in one line."""
    more = f"…共 {len(report.grave)} 处" if len(report.grave) > 1 else ""
    return (
        f"{path}: 未写入，请先核对：{report.grave[0]}{more}；改好文件，或确认后加 --accept"
        " / nothing written: mend the file, or agree with --accept"
    )
