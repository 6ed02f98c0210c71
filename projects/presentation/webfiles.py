"""Files for the browser below ``static/``: under names with a hash of their content, written once.

In: values, own scripts and styles. Out: paths below the folder; what nobody has published for a week goes.
The scripts of the map are modules (``web/*.js``); browsers get them as one file a page, which
``nox -s scripts`` makes of them and which stand beside them in ``web/built``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from geo.assets import STATIC_DIR, read_assets
from geo.files import make_folder, write_whole

WEB_DIR = Path(__file__).resolve().parent / "web"
CHUNK_SIZE = 250
KEPT_DAYS = 7


def is_there(path: str, *, folder: Path = STATIC_DIR) -> bool:
    """Whether a file that was published is still there."""
    return (folder / path).is_file()


def prune(folder: Path) -> None:
    """Remove what nobody has published for ``KEPT_DAYS``: writing a file again renews it."""
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for path in folder.glob("*"):
        if path.stat().st_mtime >= oldest:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def write_chunks(folder: Path, name: str, items: list[Any]) -> str:
    """Write *items* in chunks; the name of their folder below ``data/``."""
    name = f"{name}-{_digest(_dump(items))}"
    for start in range(0, len(items), CHUNK_SIZE):
        path = folder / "data" / name / f"{start // CHUNK_SIZE}.json"
        _write(path, _dump(items[start : start + CHUNK_SIZE]))
    return name


def join_styles(folder: Path, title: str, names: tuple[str, ...]) -> str:
    """Write the styles of Leaflet and the own ones of these names as one file; the path below *folder*."""
    return _join(folder, title, [*library_texts(".css"), *map(style_text, names)], "css")


def join_scripts(folder: Path, name: str) -> str:
    """Write all that a page runs as one file; the path below *folder*.

    streamlit-folium fetches one script after the other and waits for each. What asks for the data
    (``web/early.js``) stands first.
    """
    return _join(folder, name, [script_text("early"), *library_texts(".js"), script_text(name)], "js")


def library_texts(suffix: str) -> list[str]:
    """The files of ``data/assets.csv`` with this suffix, which stand below ``static/``."""
    targets = [asset.target for asset in read_assets() if asset.target.endswith(suffix)]
    return [(STATIC_DIR / target).read_text(encoding="utf-8") for target in targets]


def style_text(name: str) -> str:
    """An own style sheet."""
    return (WEB_DIR / f"{name}.css").read_text(encoding="utf-8")


def script_text(name: str) -> str:
    """The script of a page: ``map``, ``country``, ``standalone`` or ``early``."""
    return (WEB_DIR / "built" / f"{name}.js").read_text(encoding="utf-8")


def write_json(folder: Path, name: str, value: object) -> str:
    """Write *value* as JSON under a name with the hash of its content; the path below *folder*."""
    return _put(folder, name, _dump(value), "json")


def _join(folder: Path, title: str, texts: list[str], suffix: str) -> str:
    return _put(folder, f"web/{title}", "\n".join(texts).encode("utf-8"), suffix)


def _put(folder: Path, name: str, content: bytes, suffix: str) -> str:
    path = f"{name}-{_digest(content)}.{suffix}"
    _write(folder / path, content)
    return path


def _write(path: Path, content: bytes) -> None:
    """Write once: the name holds the hash, so a file that is there is the same, and only renewed."""
    if path.exists():
        os.utime(path)
        os.utime(path.parent)
        return
    make_folder(path.parent)
    write_whole(path, content)


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
