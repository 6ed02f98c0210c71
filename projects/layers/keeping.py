"""The layers of a workspace: one GeoJSON file each in the folder ``layers``.

A file is written whole or not at all, by one writer at a time. Beside ``features`` it holds the name
of the layer, the file that it came from, the day, and the datum that was given.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo import workspace
from geo.datum import Datum
from geo.files import make_folder, remove, write_whole
from geo.locks import writing_workspace
from projects.errors import InputError
from projects.layers.reading import Feature, Reading, read_layer

FOLDER = "layers"
MOST_LAYERS = 30
_LONGEST = 60


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer: its name, features (GeoJSON, WGS 84), the file it came from and the day of that.

    Two are equal only when they are the same object: what was read is read once.
    """

    name: str
    source: str
    added: str
    features: tuple[Feature, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows at a point, at the point of an area, at none."""
        return Reading(self.features, 0, ()).counts


def folder() -> Path:
    """Where the layers of the current workspace lie; it need not exist."""
    return workspace.current() / FOLDER


def layers() -> tuple[Layer, ...]:
    """The layers of the current workspace; read anew when a file has changed.

    Returns
    -------
    tuple[Layer, ...]
        By name; empty without any.

    Raises
    ------
    InputError
        A file in the folder is no layer.
    """
    place = folder()
    paths = sorted(place.glob("*.geojson")) if place.is_dir() else []
    stamps = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    return _read_all(stamps) if stamps else ()


def add_layer(
    path: Path,
    name: str,
    *,
    datum: Datum | None = None,
    kind: str = "",
    crs: str | None = None,
    source: str = "",
    is_trial: bool = False,
    is_replacing: bool = False,
    read: Callable[..., Reading] = read_layer,
) -> Reading:
    """Read a file and keep it as a layer of the current workspace.

    Parameters
    ----------
    path
        A table or vector file with one of :data:`geo.own.files.SUFFIXES`.
    name
        Of the layer, 1 to 60 characters.
    datum
        Of the coordinates where no column of the file tells it.
    kind
        Code of the kind (:func:`projects.layers.words.kinds`) of rows that tell none; empty for none.
    crs
        Of a file in metres that names none, such as ``EPSG:4548``.
    source
        How the file is named as the source; empty for its own name.
    is_trial
        Only read and check.
    is_replacing
        Whether a layer of that name goes for this one.
    read
        What reads the file; called as :func:`projects.layers.reading.read_layer`.

    Returns
    -------
    Reading
        The rows with their places, and notes on how the file was read.

    Raises
    ------
    InputError
        One line: the name is none or that of another layer, what the file lacks
        (:func:`projects.layers.reading.read_layer`), or there are :data:`MOST_LAYERS` already.
    BusyError, WriteError
        Another process writes to the workspace, or it may not be written.
    """
    name = _checked(name)
    if not is_replacing:
        _refuse_a_second(name)
    reading = read(path, datum=datum, kind=kind, crs=crs)
    if is_trial:
        return reading
    content = {
        "type": "FeatureCollection",
        "name": name,
        "source": (source or path.name)[:_LONGEST],
        "added": datetime.date.today().isoformat(),
        "features": list(reading.features),
    }
    with writing_workspace():
        target = _path(name)
        if not is_replacing:  # another process may have brought one in meanwhile
            _refuse_a_second(name)
        if not target.is_file() and len(layers()) >= MOST_LAYERS:
            raise InputError(
                f"已有 {MOST_LAYERS} 个图层，请先删除一个 / remove a layer first: {MOST_LAYERS} at most"
            )
        make_folder(target.parent)
        write_whole(target, json.dumps(content, ensure_ascii=False, allow_nan=False))
    return reading


def remove_layer(name: str) -> None:
    """Take a layer of the current workspace away.

    Parameters
    ----------
    name
        Of the layer.

    Raises
    ------
    InputError
        There is none of that name, or a file in the folder is no layer.
    BusyError, WriteError
        Another process writes to the workspace, or it may not be written.
    """
    with writing_workspace():
        found = [path for path in _files() if _read(path).name == name]
        if not found:
            known = "、".join(layer.name for layer in layers()) or "无"
            raise InputError(f"没有图层 {name!r}，现有：{known} / no such layer")
        for path in found:
            remove(path)


def _files() -> list[Path]:
    return sorted(folder().glob("*.geojson")) if folder().is_dir() else []


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > _LONGEST or not plain.isprintable():
        raise InputError(
            f"图层名称 {name[:80]!r}：需 1 至 {_LONGEST} 个字符 / a name of 1 to {_LONGEST} characters"
        )
    return plain


def _refuse_a_second(name: str) -> None:
    """What is there goes only when that is asked for: nothing brings it back."""
    if not _path(name).is_file():
        return
    count = len(_read(_path(name)).features)
    raise InputError(
        f"已有图层「{name}」（{count} 行），未改动；请另取名称，或选择替换（--replace）"
        f" / there is a layer {name!r} with {count} rows; give another name, or replace it (--replace)"
    )


def _path(name: str) -> Path:
    """The name, as far as all file systems take it, and a hash, since two may then be alike."""
    stem = re.sub(r"[^\w一-鿿-]+", "", name)[:20]
    return folder() / f"{stem}-{hashlib.sha256(name.encode()).hexdigest()[:8]}.geojson"


@lru_cache(maxsize=8)
def _read_all(stamps: tuple[tuple[str, int, int], ...]) -> tuple[Layer, ...]:
    return tuple(sorted((_read(Path(path)) for path, *_ in stamps), key=lambda layer: layer.name))


def _read(path: Path) -> Layer:
    try:
        held: dict[str, Any] = json.loads(path.read_text("utf-8"))
        features = tuple(held["features"])
        for feature in features:
            _ = feature["geometry"], feature["properties"]["name"], feature["properties"]["precision"]
        return Layer(str(held["name"]), str(held["source"]), str(held["added"]), features)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise InputError(f"{path}: 不是图层文件 / no file of a layer: {error}") from error
