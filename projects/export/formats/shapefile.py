"""Shapefile in a zip (``.shp.zip``, which GDAL and QGIS open as it is).

``mentions_point``       records with one point
``mentions_multipoint``  records of several places
``mentions_line``        records on lines: roads, railways, rivers
``mentions_nolocation``  a table (dbf) of the records without a location
``projects``             the real projects: a table, each with the ids of its records
``counties`` ``towns`` ``parks``  the areas, counties with the figures of what is in them
``fields.csv``           short name, column, labels and type of each field
``cut.csv``              every text that was too long: the whole text beside what was kept
``README.txt``, ``datapackage.json``  what travels with every file

A dbf holds 254 bytes a text and 10 a field name, and knows no difference between an empty
text and none; it drops blanks at the end of texts. Texts are UTF-8, said so by ``.cpg``, and
cut between characters. True and false are 1 and 0.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo import DATA_DIR
from projects.export.formats import metadata
from projects.export.formats.codes import columns_of
from projects.export.formats.content import Content
from projects.export.formats.layers import (
    AREA_LEVELS,
    LAYERS,
    MENTIONS,
    PROJECTS,
    area_layer,
    mentions_layer,
    projects_layer,
)
from projects.export.formats.text import harmless
from projects.export.formats.zips import write_zip
from projects.export.readback import check_whole
from projects.model.tables import read_table

FIELDS = DATA_DIR / "export" / "fields.csv"
MOST_BYTES = 254

_POINT, _MULTIPOINT = 0, 4  # shapely's type ids
_LINES = (1, 5)
_CUT_COLUMNS = ["layer", "id", "field", "column", "bytes", "kept_bytes", "text"]


def write_shapefile(content: Content, path: Path) -> list[str]:
    """Write the zip; the note says how many texts were cut."""
    layer, cut = _fitting(mentions_layer(content), MENTIONS)
    kinds = shapely.get_type_id(layer.geometry.to_numpy())
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".shp-") as name:
        folder = Path(name)
        _write(layer[kinds == _POINT], folder / f"{MENTIONS}_point.shp", "Point")
        _write(layer[kinds == _MULTIPOINT], folder / f"{MENTIONS}_multipoint.shp", "MultiPoint")
        _write(layer[np.isin(kinds, _LINES)], folder / f"{MENTIONS}_line.shp", "LineString")
        nowhere = pd.DataFrame(layer[kinds < 0].drop(columns="geometry"))
        _write(nowhere, folder / f"{MENTIONS}_nolocation.dbf", None)
        projects, more = _fitting(projects_layer(content), PROJECTS)
        cut = pd.concat([cut, more], ignore_index=True)
        _write(pd.DataFrame(projects.drop(columns="geometry")), folder / f"{PROJECTS}.dbf", None)
        for name in AREA_LEVELS:
            areas, more = _fitting(area_layer(content, name), name)
            cut = pd.concat([cut, more], ignore_index=True)
            _write(areas[areas.geometry.notna()], folder / f"{name}.shp", "MultiPolygon")
        _crosswalk().to_csv(folder / "fields.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
        cut.to_csv(folder / "cut.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
        notes = _notes(cut)
        files = sorted(folder.iterdir())
        about = metadata.data_package(content, files)
        listed = [(file.name, _USES.get(file.name, "")) for file in files]
        extra: list[tuple[str, bytes | Path]] = [
            ("datapackage.json", metadata.as_json(about).encode()),
            ("README.txt", metadata.readme(content, listed, notes).encode("utf-8-sig")),
        ]
        write_zip(path, [*((file.name, file) for file in files), *extra])
    return notes


_USES = {
    f"{MENTIONS}_point.shp": "有一个点的记录 records with one point",
    f"{MENTIONS}_multipoint.shp": "多地的记录 records of several places",
    f"{MENTIONS}_line.shp": "线路上的记录 records on lines",
    f"{MENTIONS}_nolocation.dbf": "县级与未落点的记录（表）records without a point (a table)",
    f"{PROJECTS}.dbf": "项目（表，含记录编号）projects with the ids of their records (a table)",
    "counties.shp": "县区与功能区，含计数 counties and zones with their figures",
    "towns.shp": "镇街 towns",
    "parks.shp": "园区 parks",
    "fields.csv": "短字段名对照 crosswalk of short field names",
    "cut.csv": "被截短的文字，全文在此 texts that were cut, in full",
}


def cut_text(text: str, most_bytes: int = MOST_BYTES) -> str:
    """The longest beginning of *text* that fits into *most_bytes* of UTF-8, between characters."""
    data = text.encode()
    return text if len(data) <= most_bytes else data[:most_bytes].decode(errors="ignore")


@cache
def short_names(layer: str = MENTIONS) -> dict[str, str]:
    """Column → field name of at most 10 bytes of ASCII, of one layer."""
    table = read_table(FIELDS, ("name", "short_name"))
    known = dict(zip(table["name"], table["short_name"], strict=True))
    return {row["name"]: known.get(row["name"], row["name"][:10]) for row in columns_of(layer)}


def _fitting(layer: gpd.GeoDataFrame, called: str) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The layer with texts that fit and short names, and a table of the texts that did not fit."""
    layer, names = layer.copy(), short_names(called)
    rows = []
    key = "id" if "id" in layer else "code"
    texts_of = [
        name for name in layer if isinstance(layer[name].dtype, pd.StringDtype | np.dtypes.ObjectDType)
    ]
    for column in texts_of:
        layer[column] = layer[column].astype("string").fillna("")
        texts = layer[column]
        # A character takes at most 4 bytes: only long texts need to be measured.
        long = texts[texts.str.len() > MOST_BYTES // 4]
        short = long.map(cut_text).astype("string")
        changed = short.index[short.ne(long)]
        rows += [
            {
                "layer": called,
                "id": layer[key][row],
                "field": names[column],
                "column": column,
                "bytes": len(texts[row].encode()),
                "kept_bytes": len(short[row].encode()),
                "text": texts[row],
            }
            for row in changed
        ]
        layer.loc[changed, column] = short[changed]
    for column in layer.columns:
        if layer[column].dtype in ("boolean", "Int64", "int64", "bool"):
            layer[column] = layer[column].astype("Int32")
    cut = pd.DataFrame(rows, columns=_CUT_COLUMNS)
    cut["text"] = harmless(cut["text"].astype("string"))
    return layer.rename(columns=names), cut


def _write(table: pd.DataFrame, path: Path, geometry_type: str | None) -> None:
    pyogrio.write_dataframe(
        table,
        path,
        driver="ESRI Shapefile",
        layer=path.stem,
        geometry_type=geometry_type,
        encoding="UTF-8",
        use_arrow=True,
        layer_options={"DBF_DATE_LAST_UPDATE": "1980-01-01"},
    )
    for suffix in (".shp", ".dbf"):
        if (part := path.with_suffix(suffix)).exists():
            check_whole(part, -1)


def _crosswalk() -> pd.DataFrame:
    parts = []
    for layer in reversed(LAYERS):
        table = pd.DataFrame(columns_of(layer))
        table.insert(0, "layer", layer)
        table.insert(1, "short_name", table["name"].map(short_names(layer)))
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def _notes(cut: pd.DataFrame) -> list[str]:
    if cut.empty:
        return []
    return [
        f"{len(cut)} 段文字超过 {MOST_BYTES} 字节，已在字符边界截短；全文见 cut.csv"
        f" / {len(cut)} texts longer than {MOST_BYTES} bytes were cut between characters;"
        " cut.csv holds them whole"
    ]
