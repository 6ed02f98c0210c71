"""Saved views and guided tours: what of the map is shown, under which filters, with which words.

A tour is an ordered list of scenes; a saved view is a scene with a name. Both are plain JSON:

    {"title": {"zh": …, "en": …}, "scenes": [{"title": …, "caption": …, "query": {"industry": […]},
     "lon": 115.9, "lat": 36.5, "zoom": 10, "size": [820, 700], "layers": {"town": true, …},
     "shading": "points", "background": ""}]}

``query`` is the page's own (:mod:`projects.store.filters`), the middle WGS 84, ``size`` the map's
on which the scene was framed, px (not in older ones): a larger screen shows the same. Tours that come with
the data lie in ``data/tours``; what users save lies in ``PROJECT_MAP_VIEWS``, by default
``data/views``, and is the same for all who use this installation. Files and messages come
from outside: all is checked, and what a scene does not need is dropped.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from geo import workspace
from geo.errors import BusyError, GeoError
from geo.files import make_folder, remove, write_whole
from geo.locks import writing
from projects.desk import views
from projects.errors import InputError
from projects.store.conditions import LISTS

VIEWS = "views.json"
MOST_SCENES = 100
LONGEST = {"title": 80, "caption": 600}
QUERY_NAMES = (*LISTS, "from", "to", "text", "within", "near")
LAYERS = ("county", "town", "park", "base", "project")
# What a link says of the map's view.
LOOK_NAMES = ("at", "shading", "background", "hide")
# Actions of the map (projects.presentation.mapactions) that store something.
STORING = ("save_view", "delete_view", "save_tour", "delete_tour")

_writing = Lock()
_WAIT_S = 10.0


def own_folder() -> Path:
    """Where users' views and tours are kept.

    Returns
    -------
    Path
        ``PROJECT_MAP_VIEWS``, else ``views`` in the current workspace; it need not exist.
    """
    return Path(os.environ.get("PROJECT_MAP_VIEWS") or workspace.current() / "views")


def saved(folder: Path, shipped: Path | None = None) -> dict[str, Any]:
    """All views and tours.

    What cannot be read is left out: it must not keep the page from opening.

    Parameters
    ----------
    folder
        Where users' own are kept; not looked at where a server is named, whose database holds them.
    shipped
        Folder of the tours that come with the data; ``None`` for ``tours`` in the current workspace.

    Returns
    -------
    dict[str, Any]
        ``{"views": [scene, …], "tours": [{"name", "is_own", "title", "scenes"}]}``, shipped tours first.
    """
    came = shipped or workspace.current() / "tours"
    try:
        with views.shown(folder) as place:
            return _saved(place, came)
    except InputError:  # the server is away
        return {"views": [], "tours": _tours(came, is_own=False)}


def _saved(folder: Path, shipped: Path) -> dict[str, Any]:
    stored = _read(folder / VIEWS)
    tours = _tours(shipped, is_own=False) + _tours(folder / "tours", is_own=True)
    return {"views": stored["scenes"] if stored else [], "tours": tours}


def _tours(folder: Path, *, is_own: bool) -> list[dict[str, Any]]:
    read = [(path.stem, _read(path)) for path in sorted(folder.glob("*.json"))]
    return [{"name": name, "is_own": is_own, **tour} for name, tour in read if tour is not None]


def store(action: Mapping[str, Any], folder: Path) -> None:
    """Do what *action* asks for, whole or not at all.

    Parameters
    ----------
    action
        The message as it came; ``do`` is one of :data:`STORING`.
    folder
        As for :func:`saved`; locked while the change is made.

    Raises
    ------
    InputError
        The action is none of these, holds no valid view, tour or name, or the folder or the database cannot
        be written.
    """
    kind = action.get("do")
    if kind not in STORING:
        raise InputError(f"expected one of {', '.join(STORING)}: {str(kind)[:40]!r}")
    try:
        with _writing, writing(folder, wait_s=_WAIT_S), views.changing(folder) as place:
            if kind == "save_tour":
                checked = tour(action.get("tour"))
                _write(place / "tours" / f"{_file_stem(checked)}.json", checked)
            elif kind == "delete_tour":
                remove(_own_tour(place, str(action.get("name"))))
            else:
                _store_view(action, place)
    except (OSError, BusyError) as error:
        said = error if isinstance(error, GeoError) else f"{folder}: cannot be written: {error.strerror}"
        raise InputError(str(said)) from error


def tour(value: object) -> dict[str, Any]:
    """*value* as a tour: checked, with nothing else in it.

    Parameters
    ----------
    value
        Read JSON: a title, plain or by language, and a list of scenes.

    Returns
    -------
    dict[str, Any]
        ``title`` by language and ``scenes``, each as by :func:`scene`.

    Raises
    ------
    InputError
        There is no list of scenes, one of more than :data:`MOST_SCENES`, a text too long, or a wrong scene.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("scenes"), list):
        raise InputError("not a tour: expected title and scenes")
    if len(value["scenes"]) > MOST_SCENES:
        raise InputError(f"a tour has at most {MOST_SCENES} scenes")
    return {"title": _words(value, "title"), "scenes": [scene(each) for each in value["scenes"]]}


def scene(value: object) -> dict[str, Any]:
    """*value* as a scene: checked, with nothing else in it.

    Raises ``InputError`` with what is wrong.
    """
    if not isinstance(value, Mapping):
        raise InputError("not a scene")
    try:
        lon, lat, zoom = (float(value[name]) for name in ("lon", "lat", "zoom"))
        query = {
            name: [str(each) for each in value["query"][name]]
            for name in QUERY_NAMES
            if name in value["query"]
        }
        layers = {name: bool(value["layers"][name]) for name in LAYERS}
        size = [round(float(side)) for side in value.get("size") or ()]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"not a scene: {error}") from error
    if not (abs(lon) <= 180 and abs(lat) <= 90 and 0 <= zoom <= 30):
        raise InputError("not a scene: its middle lies outside the degrees")
    if size and not (len(size) == 2 and min(size) > 0):
        raise InputError("not a scene: its size is none")
    return {
        "title": _words(value, "title"),
        "caption": _words(value, "caption"),
        "query": query,
        "lon": round(lon, 6),
        "lat": round(lat, 6),
        "zoom": round(zoom, 2),
        **({"size": size} if size else {}),
        "layers": layers,
        "shading": str(value.get("shading", "points"))[:40],
        "background": str(value.get("background", ""))[:40],
    }


def look(query: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """The view of the map that a link asks for.

    Parameters
    ----------
    query
        By name what the link gives: ``at`` (lon,lat,zoom; WGS 84), ``shading``, ``background``, and ``hide``,
        the layers that are switched off, joined with commas. Other names are not looked at.

    Returns
    -------
    dict[str, Any] | None
        ``lon``, ``lat``, ``zoom``, ``layers``, ``shading``, ``background``; ``None`` without an ``at``
        that can be read.
    """
    given = {name: "".join(query.get(name, [])) for name in LOOK_NAMES}
    parts = given["at"].split(",")
    if len(parts) != 3:
        return None
    hidden = given["hide"].split(",")
    try:
        found = scene(
            {
                **dict(zip(("lon", "lat", "zoom"), parts, strict=True)),
                "query": {},
                "layers": {name: name not in hidden for name in LAYERS},
                "shading": given["shading"] or "points",
                "background": given["background"],
            }
        )
    except InputError:
        return None
    return {name: found[name] for name in ("lon", "lat", "zoom", "layers", "shading", "background")}


def _words(value: Mapping[str, Any], name: str) -> dict[str, str]:
    """A text by language; a plain one counts as Chinese."""
    given = value.get(name, "")
    texts = given if isinstance(given, Mapping) else {"zh": given}
    found = {lang: str(texts.get(lang, "")).strip() for lang in ("zh", "en")}
    for text in found.values():
        if len(text) > LONGEST[name]:
            raise InputError(f"the {name} of a scene has at most {LONGEST[name]} characters")
    return found


def _store_view(action: Mapping[str, Any], folder: Path) -> None:
    stored = _read(folder / VIEWS)
    kept = stored["scenes"] if stored else []
    if action.get("do") == "save_view":
        new = scene(action.get("scene"))
        if not any(new["title"].values()):
            raise InputError("a saved view needs a name")
        names = set(filter(None, new["title"].values()))
        kept = [view for view in kept if names.isdisjoint(filter(None, view["title"].values()))]
        kept = [*kept, new][-MOST_SCENES:]
    else:
        kept = [view for view in kept if action.get("name") not in view["title"].values()]
    _write(folder / VIEWS, {"title": {"zh": "", "en": ""}, "scenes": kept})


def _file_stem(checked: Mapping[str, Any]) -> str:
    """A file name from the title: letters and digits; a hash where none are left."""
    title = checked["title"]["zh"] or checked["title"]["en"]
    plain = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFKC", title)).strip("-_")
    return plain[:40] or "tour-" + hashlib.sha256(json.dumps(checked).encode()).hexdigest()[:8]


def _own_tour(folder: Path, name: str) -> Path:
    """The file of a tour that a user saved; the name may not lead out of the folder."""
    if name != Path(name).name or not re.fullmatch(r"[\w-]+", name):
        raise InputError(f"no such tour: {name!r}")
    return folder / "tours" / f"{name}.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return tour(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):  # InputError is a ValueError
        return None


def _write(path: Path, value: object) -> None:
    make_folder(path.parent)
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
