"""Backgrounds are offered with a datum that fits or refused with the reason."""

from __future__ import annotations

import pytest

from projects.presentation.basemaps import basemaps

URL = "PROJECT_MAP_TILES_URL"
DATUM = "PROJECT_MAP_TILES_DATUM"


def test_each_background_says_in_which_datum_our_data_are_drawn():
    found = {each["code"]: each["datum"] for each in basemaps({"TIANDITU_KEY": "k"})}
    assert found == {
        "osm": "wgs84",
        "tianditu": "wgs84",
        "tianditu_img": "wgs84",
        "amap": "gcj02",
        "amap_img": "gcj02",
    }


def test_tianditu_needs_a_key_and_carries_it_with_chinese_labels():
    assert not [each for each in basemaps({}) if each["code"].startswith("tianditu")]
    offered = [each for each in basemaps({"TIANDITU_KEY": "k"}) if each["code"].startswith("tianditu")]
    for each, labels in zip(offered, ("LAYER=cva", "LAYER=cia"), strict=True):
        assert all("tk=k" in url for url in each["urls"])
        assert labels in each["urls"][1]


@pytest.mark.parametrize(
    ("url", "datum", "drawn_as"),
    [
        ("http://tiles.local/{z}/{x}/{y}.png", "wgs84", "wgs84"),
        ("http://tiles.local/{z}/{x}/{-y}.png", "CGCS2000", "wgs84"),
        ("/tiles/{z}/{x}/{y}.png", "GCJ-02", "gcj02"),
        ("http://t.local/wmts/{TileMatrix}/{TileRow}/{TileCol}", "wgs84", "wgs84"),
    ],
)
def test_own_tiles_with_a_datum_are_offered(url: str, datum: str, drawn_as: str):
    own = basemaps({URL: url, DATUM: datum})[-1]
    assert (own["code"], own["datum"]) == ("own", drawn_as)
    assert "Tile" not in own["urls"][0]


@pytest.mark.parametrize(
    ("url", "datum", "reason"),
    [
        ("http://tiles.local/{z}/{x}/{y}.png", "", "没有声明"),
        ("http://tiles.local/{z}/{x}/{y}.png", "beijing54", "beijing54"),
        ("http://tiles.local/{z}/{x}/{y}.png", "bd09", "分幅"),
        ("http://tiles.local/map.png", "wgs84", "模板"),
        ("javascript:alert(1)//{z}/{x}/{y}", "wgs84", "模板"),
    ],
)
def test_own_tiles_that_cannot_be_laid_under_our_data_are_refused(url: str, datum: str, reason: str):
    own = basemaps({URL: url, DATUM: datum})[-1]
    assert reason in own["refused"]["zh"]
    assert "urls" not in own
