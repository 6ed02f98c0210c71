"""GeoJSON, GeoJSON lines, FlatGeobuf and GeoParquet: one layer, the records or the one asked for.

Points stay points and records of several places are multipoints; records without a
location have a null geometry; FlatGeobuf is written without them, since readers of it stumble
over null geometries, and says so.
"""

from __future__ import annotations

from pathlib import Path

import pyogrio

from geo.geojson import MAX_DECIMALS, write_geojson
from projects.export.formats.content import Content
from projects.export.formats.layers import MENTIONS, PROJECTS, layer

_ID_FIELD = "_feature_id"


def write_geojson_file(content: Content, path: Path) -> list[str]:
    """A FeatureCollection by RFC 7946; WGS 84, to which CGCS2000 counts as equal."""
    table = layer(content)
    names = [name for name in table.columns if name != "geometry"]
    write_geojson(table, path, id_column=_key(content), properties=names)
    return []


def write_geojson_lines(content: Content, path: Path) -> list[str]:
    """One feature a line (newline-delimited GeoJSON), each by RFC 7946 with its id."""
    found = layer(content)
    if found.empty:
        path.write_bytes(b"")  # GDAL writes no file at all for no features
        return []
    pyogrio.write_dataframe(
        found.assign(**{_ID_FIELD: found[_key(content)]}),  # GDAL takes the column out of the properties
        path,
        driver="GeoJSONSeq",
        layer=content.layer,
        use_arrow=True,
        RS="NO",
        COORDINATE_PRECISION=MAX_DECIMALS,
        WRITE_BBOX="YES",
        ID_FIELD=_ID_FIELD,
        ID_TYPE="String",
    )
    return []


def write_flatgeobuf(content: Content, path: Path) -> list[str]:
    """FlatGeobuf of what has a location; the note tells how many have none and where they are."""
    found = layer(content)
    placed = found[found.geometry.notna()]
    missing = len(found) - len(placed)
    pyogrio.write_dataframe(
        placed,
        path,
        driver="FlatGeobuf",
        layer=content.layer,
        use_arrow=True,
        geometry_type="Unknown",
        SPATIAL_INDEX="NO",  # keeps the order
        TITLE=content.layer,
        DESCRIPTION=_without(missing) if missing else "",
    )
    return [_without(missing)] if missing else []


def _without(count: int) -> str:
    return (
        f"{count} 条没有位置，不在 FlatGeobuf 中；见 GeoPackage、CSV 或 GeoJSON"
        f" / {count} without a location are not in the FlatGeobuf; GeoPackage, CSV and GeoJSON hold them"
    )


def _key(content: Content) -> str:
    return "id" if content.layer in (MENTIONS, PROJECTS) else "code"


def write_geoparquet(content: Content, path: Path) -> list[str]:
    """GeoParquet 1.1: WKB, x before y, bounding box of each record as the covering column."""
    layer(content).to_parquet(
        path, index=False, schema_version="1.1.0", write_covering_bbox=True, compression="zstd"
    )
    return []
