"""What is exported, and what a format is. Writers take a ``Content`` and a path."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo import DATA_DIR
from geo.boundaries import load_areas
from projects.export.formats.systems import LONLAT, REGISTERED
from projects.model.records import project_keys
from projects.model.registry import read_registry
from projects.model.tables import read_table
from projects.store.counting import Counts, counts
from projects.store.database import open_store
from projects.store.filters import Filters
from projects.store.geometry import Points, points
from projects.store.history import histories, read_links
from projects.store.project_table import real_projects
from projects.store.visibility import standing

LABELS = DATA_DIR / "export" / "formats.csv"
MENTIONS, PROJECTS = "mentions", "projects"
AREA_LEVELS = {"counties": ("county", "zone"), "towns": ("town",), "parks": ("park",)}
# Bottom to top, as they are drawn.
LAYERS = (*AREA_LEVELS, PROJECTS, MENTIONS)
LINES = "lines"


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


@dataclass(frozen=True)
class Content:
    """The records that were chosen, and what must be said about them.

    Parameters
    ----------
    records
        Typed records (:func:`projects.model.records.typed`), already filtered.
    crs
        One of ``systems.ALL``: the system of the coordinates to write.
    filters
        What they were chosen by, for the metadata; it selects nothing here.
    made
        The day of the export (UTC).
    approval
        Map approval number (审图号) of the map that the file belongs to; empty when none was given.
    whole
        All records, of which *records* are a part; ``None`` when they are all.
    layer
        What a file of one layer holds: one of :data:`LAYERS`.
    """

    records: pd.DataFrame
    crs: str = LONLAT[0]
    filters: Filters = field(default_factory=Filters)
    made: datetime.date = field(default_factory=_today)
    approval: str = ""
    whole: pd.DataFrame | None = field(default=None, repr=False)
    layer: str = MENTIONS

    @cached_property
    def counts(self) -> Counts:
        """The five figures of the records."""
        return counts(self.records)

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The real projects that the records name (:mod:`projects.store.project_table`)."""
        return real_projects(self.records, self.whole)

    @property
    def editions(self) -> list[str]:
        """The published editions that the records stand in, of no records those of all; empty without any."""
        told = self.records if len(self.records) or self.whole is None else self.whole
        return sorted({edition for edition in told["edition"] if edition})

    @cached_property
    def points(self) -> Points:
        """The points of the records, WGS 84, as :func:`projects.store.geometry.points` gives them."""
        return points(self.records)

    @cached_property
    def history(self) -> pd.DataFrame:
        """The life of the records' projects in all plans (:func:`projects.store.history.histories`).

        Empty for records of which the shipped tables know nothing.
        """
        table = _histories()
        keys = project_keys(self.records)
        return table[table["project"].isin(set(keys))].reset_index(drop=True)

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """:data:`LAYERS`, and :data:`LINES` over the areas where a record stands on a line."""
        has_lines = bool((standing(self.records) == "line").any())
        return (*AREA_LEVELS, *((LINES,) if has_lines else ()), PROJECTS, MENTIONS)

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """Counties, zones, towns and parks as :func:`geo.boundaries.load_areas` gives them."""
        return load_areas()


@dataclass(frozen=True, slots=True)
class Label:
    """What a format is called and for what it is chosen."""

    label_zh: str
    label_en: str
    media_type: str
    use_zh: str
    use_en: str


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: the systems it can carry and its writer.

    ``write(content, path)`` writes to a path that has the right suffix and returns notes
    for the user, one line each, of what the format could not hold as it was (cut texts).
    ``has_metadata`` says that the file itself tells what travels with it, so that it
    needs no side-car; ``is_one_layer`` that it holds the one layer that ``Content.layer`` names.
    """

    suffix: str
    write: Callable[[Content, Path], list[str]]
    crs: tuple[str, ...] = REGISTERED
    has_metadata: bool = False
    is_one_layer: bool = False

    @property
    def label(self) -> Label:
        """Names and uses from ``data/export/formats.csv``."""
        return _labels()[self.suffix]

    @property
    def label_zh(self) -> str:
        """Chinese name."""
        return self.label.label_zh

    @property
    def label_en(self) -> str:
        """English name."""
        return self.label.label_en

    @property
    def media_type(self) -> str:
        """Media type for downloads."""
        return self.label.media_type


@cache
def _labels() -> dict[str, Label]:
    columns = ("suffix", "label_zh", "label_en", "media_type", "use_zh", "use_en")
    rows = read_table(LABELS, columns).to_dict("records")
    return {row.pop("suffix"): Label(**row) for row in rows}


def _histories() -> pd.DataFrame:
    # Of all records: from a part of them projects would look as if plans had dropped them.
    return histories(open_store().records(), read_registry(), links=read_links())
