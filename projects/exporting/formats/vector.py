"""GeoJSON, GeoJSON lines, FlatGeobuf and GeoParquet: one layer of records.

Points stay points and records of several places are multipoints; records without a
location have a null geometry.
"""

from __future__ import annotations

from pathlib import Path

import pyogrio

from geo.geojson import MAX_DECIMALS, write_geojson
from projects.exporting.formats.content import Content
from projects.exporting.formats.layers import PROJECTS, projects_layer
from projects.records import COLUMNS

_ID_FIELD = "_feature_id"


def write_geojson_file(content: Content, path: Path) -> list[str]:
    """A FeatureCollection by RFC 7946; WGS 84, to which CGCS2000 counts as equal."""
    write_geojson(projects_layer(content), path, properties=COLUMNS)
    return []


def write_geojson_lines(content: Content, path: Path) -> list[str]:
    """One feature a line (newline-delimited GeoJSON), each by RFC 7946 with its id."""
    layer = projects_layer(content)
    if layer.empty:
        path.write_bytes(b"")  # GDAL writes no file at all for no features
        return []
    pyogrio.write_dataframe(
        layer.assign(**{_ID_FIELD: layer["id"]}),  # GDAL takes the column out of the properties
        path,
        driver="GeoJSONSeq",
        layer=PROJECTS,
        use_arrow=True,
        RS="NO",
        COORDINATE_PRECISION=MAX_DECIMALS,
        WRITE_BBOX="YES",
        ID_FIELD=_ID_FIELD,
        ID_TYPE="String",
    )
    return []


def write_flatgeobuf(content: Content, path: Path) -> list[str]:
    """FlatGeobuf in the order of the records: its index cannot hold records without a location."""
    layer = projects_layer(content)
    pyogrio.write_dataframe(
        layer,
        path,
        driver="FlatGeobuf",
        layer=PROJECTS,
        use_arrow=True,
        geometry_type="Unknown",
        SPATIAL_INDEX="NO",
        TITLE=PROJECTS,
    )
    return []


def write_geoparquet(content: Content, path: Path) -> list[str]:
    """GeoParquet 1.1: WKB, x before y, bounding box of each record as the covering column."""
    projects_layer(content).to_parquet(
        path, index=False, schema_version="1.1.0", write_covering_bbox=True, compression="zstd"
    )
    return []
