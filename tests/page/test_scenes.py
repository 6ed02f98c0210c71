"""Views and tours are stored as checked; what comes from outside cannot break page or folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo import workspace
from projects.errors import InputError
from projects.presentation.scenes import saved, scene, store, tour
from projects.store.filters import Filters

SCENE: dict[str, Any] = {
    "title": "轴承",
    "caption": {"zh": "解说", "en": "words"},
    "query": {"industry": ["bearings"], "from": ["2021"], "lang": ["en"]},
    "lon": 115.9,
    "lat": 36.5,
    "zoom": 10,
    "layers": dict.fromkeys(("county", "town", "park", "base", "project"), True),
}


def test_a_scene_keeps_what_it_needs_and_nothing_else():
    found = scene({**SCENE, "script": "alert(1)"})
    assert found["title"] == {"zh": "轴承", "en": ""}
    assert found["query"] == {"industry": ["bearings"], "from": ["2021"]}
    assert "script" not in found
    assert scene(found) == found


@pytest.mark.parametrize(
    "change",
    [
        {"lon": 500},
        {"lat": "north"},
        {"zoom": None},
        {"query": None},
        {"query": {"industry": 3}},
        {"layers": {}},
        {"title": "长" * 81},
        {"caption": {"zh": "长" * 601}},
    ],
)
def test_a_wrong_scene_is_refused(change: dict[str, Any]):
    with pytest.raises(InputError):
        scene({**SCENE, **change})


def test_views_are_saved_replaced_and_deleted(tmp_path: Path):
    store({"do": "save_view", "scene": SCENE}, tmp_path)
    store({"do": "save_view", "scene": {**SCENE, "title": "汽车"}}, tmp_path)
    store({"do": "save_view", "scene": {**SCENE, "zoom": 12}}, tmp_path)
    views = saved(tmp_path)["views"]
    assert [(view["title"]["zh"], view["zoom"]) for view in views] == [("汽车", 10), ("轴承", 12)]
    store({"do": "delete_view", "name": "汽车"}, tmp_path)
    assert [view["title"]["zh"] for view in saved(tmp_path)["views"]] == ["轴承"]


@pytest.mark.parametrize(
    "action", [{"do": "rename_view", "name": "轴承"}, {"name": "轴承"}, {"do": ["delete_view"]}]
)
def test_an_action_that_is_not_known_deletes_nothing(tmp_path: Path, action: dict[str, Any]):
    store({"do": "save_view", "scene": SCENE}, tmp_path)
    with pytest.raises(InputError, match="expected one of save_view"):
        store(action, tmp_path)
    assert [view["title"]["zh"] for view in saved(tmp_path)["views"]] == ["轴承"]


def test_a_tour_is_a_file_named_after_its_title(tmp_path: Path):
    store({"do": "save_tour", "tour": {"title": "../汽车 产业/", "scenes": [SCENE]}}, tmp_path)
    assert [path.name for path in tmp_path.rglob("*.json")] == ["汽车-产业.json"]
    own = [each for each in saved(tmp_path)["tours"] if each["is_own"]]
    assert own[0]["scenes"] == [scene(SCENE)]
    store({"do": "delete_tour", "name": "汽车-产业"}, tmp_path)
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("name", ["../views", "..", "/etc/passwd", "", "a/b"])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str):
    (tmp_path / "views.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError):
        store({"do": "delete_tour", "name": name}, tmp_path)
    assert (tmp_path / "views.json").exists()


def test_a_damaged_file_does_not_keep_the_page_from_opening(tmp_path: Path):
    (tmp_path / "tours").mkdir()
    (tmp_path / "tours" / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "views.json").write_text('{"scenes": 3}', encoding="utf-8")
    found = saved(tmp_path, tmp_path / "none")
    assert found == {"views": [], "tours": []}


@pytest.mark.parametrize(
    "path", sorted((workspace.shipped() / "tours").glob("*.json")), ids=lambda path: path.stem
)
def test_shipped_tours_are_in_both_languages_with_filters_that_exist(path: Path):
    found = tour(json.loads(path.read_text(encoding="utf-8")))
    assert len(found["scenes"]) > 2
    for each in (found, *found["scenes"]):
        assert all(each["title"].values())
    for each in found["scenes"]:
        assert all(each["caption"].values())
        assert Filters.from_query(each["query"])[1] == []
