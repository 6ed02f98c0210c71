"""After official towns have been brought in every surface says so, also one that runs already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest

from geo.boundaries import how_official, load_areas
from geo.datum import Datum
from geo.gazetteer_tables import load_gazetteer
from geo.own.importer import import_areas
from geo.own.removal import remove
from geo.own.report import Options
from projects.export.formats import metadata
from projects.export.formats.content import Content
from projects.export.service_provider import AreasProvider
from projects.export.writing import export
from projects.presentation import webareas
from projects.presentation.prints.page import _with_official
from projects.presentation.profiles.words import texts
from projects.store.database import open_store
from projects.store.profile import Tables, find_area, profile
from projects.vocabulary import labels

DISTRICT = "371502"


@pytest.fixture(params=["some", "all"])
def official(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Towns of one county, or of all, brought in as official; a service and a page ran before."""
    monkeypatch.setenv("PROJECT_MAP_OWN", str(tmp_path / "own"))
    load_gazetteer.cache_clear()
    assert not features()["371502101"]["is_official"]
    assert "78%" in metadata.boundary_note(content().areas)["zh"]
    areas = load_areas()
    chosen = areas[(areas["level"] == "town") & areas.geometry.notna()]
    if request.param == "some":
        chosen = chosen[chosen["parent_code"] == DISTRICT]
    frame = gpd.GeoDataFrame({"code": chosen["code"]}, geometry=chosen.geometry, crs=4326)
    file = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(frame, file)
    options = Options(datum=Datum.CGCS2000, level="town", is_official=True, source="民政局", is_accepted=True)
    import_areas(file, options)
    load_gazetteer.cache_clear()
    yield request.param
    remove()
    assert not features()["371502101"]["is_official"]
    load_gazetteer.cache_clear()


def content() -> Content:
    return Content(open_store().records().head(20))


def features() -> dict[str, dict[str, Any]]:
    """What a service that runs says of the towns."""
    provider = AreasProvider({"name": "x", "type": "feature", "data": "towns", "id_field": "code"})
    return {one["id"]: one["properties"] for one in provider.query(limit=1000)["features"]}


@pytest.mark.wide
def test_every_surface_says_official(official: str, tmp_path: Path) -> None:
    areas = load_areas()
    told = how_official(areas)
    assert told["town"] in (official, "some")  # a town without known ground has no outline to bring in
    assert features()["371502101"]["is_official"] is True
    assert features()["371502101"]["source"] == "民政局"
    # notes of packages, metadata, workbook
    note = metadata.boundary_note(content().areas)
    assert "官方边界" in note["zh"]
    assert "Official" in note["en"]
    path = tmp_path / "projects.gpkg"
    export(open_store().records().head(20), path)
    with closing(sqlite3.connect(path)) as database:
        texts_of = " ".join(row[0] for row in database.execute("SELECT metadata FROM gpkg_metadata"))
        style = dict(database.execute("SELECT f_table_name, styleSLD FROM layer_styles"))["towns"]
        qml = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))["towns"]
        count = database.execute("SELECT count(*) FROM towns WHERE is_official").fetchone()[0]
        about = " ".join(str(row) for row in database.execute("SELECT * FROM about"))
    assert note["zh"] in about
    assert "官方边界" in texts_of
    assert count == int(areas.loc[areas["level"] == "town", "is_official"].sum()) > 20
    # styles: solid where the feature says official
    assert "（官方）" in style or "stroke-dasharray" not in style
    assert '"is_official"' in qml.replace("&quot;", '"')
    # the page's map
    drawn = {
        one["properties"]["code"]: one["properties"]["dashed"]
        for one in webareas.area_collection(areas)["features"]
    }
    assert drawn["371502101"] is False
    # prints
    words = _with_official(labels.texts("zh"), told)
    assert "官方" in words["print.line.town"]
    assert "官方边界" in words["print.note.boundaries"]
    # profile
    tables = Tables()
    one = profile(find_area("371502101", tables), tables)
    assert one.is_official
    assert "官方" in texts("zh")["foot.made.official"]
