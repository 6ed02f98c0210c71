"""The tables of a workspace as one whole: a build replaces all of them or none.

The new tables come to be in a folder of their own, with a manifest (the SHA-256 of each) and their
hashes of before; when they are all on the disk that folder becomes ``.next`` in one step. From then on
the new state holds, and :func:`settle` copies it to where everyone looks: at once, or, when the process was
killed in between, at the next start. So tables of two builds are never read together.

``tables.json`` is the manifest of the last build. It tells :func:`mixed`: tables of which some are those of
the last build and some those of the one before. A table that someone edited is neither, and is left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.files import drop_folder, make_folder, remove, whole_folder, write_whole
from geo.locks import writing
from projects.errors import InputError

MANIFEST = "tables.json"
NEXT = ".next"
_WAIT_S = 10.0


def put_tables(folder: Path, contents: Mapping[str, bytes | None]) -> None:
    """Replace tables, all or none.

    Parameters
    ----------
    folder
        Where they lie; made when missing.
    contents
        By file name, with a folder below *folder* before it or not; None removes a table.

    Raises
    ------
    InputError
        A build that waits there already is damaged.
    GeoError
        The folder cannot be written, or another process writes to it. What was there stays.
    """
    make_folder(folder)
    with writing(folder):
        settle(folder)
        told = {
            "tables": {name: _hash(content) for name, content in sorted(contents.items())},
            "before": {name: _hash(_content(folder / name)) for name in sorted(contents)},
        }
        if told["tables"] == told["before"] and _read(folder / MANIFEST) is not None:
            return
        with whole_folder(folder / NEXT) as staged:
            for name, content in contents.items():
                if content is not None:
                    (staged / name).parent.mkdir(parents=True, exist_ok=True)
                    (staged / name).write_bytes(content)
            (staged / MANIFEST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        settle(folder)


def is_settled(folder: Path) -> bool:
    """Whether no build waits to be put in place.

    Parameters
    ----------
    folder
        A workspace, or another folder of tables.

    Returns
    -------
    bool
        False between the end of a build and :func:`settle`.
    """
    return not (folder / NEXT).is_dir()


def settle(folder: Path) -> None:
    """Put a build in place that was finished and not yet put there.

    Parameters
    ----------
    folder
        A workspace, or another folder of tables; nothing happens where no build waits.

    Raises
    ------
    InputError
        What waits is damaged.
    GeoError
        The folder cannot be written, or another process writes to it.
    """
    if is_settled(folder):
        return
    with writing(folder, wait_s=_WAIT_S):
        waiting = folder / NEXT
        told = _read(waiting / MANIFEST)
        if is_settled(folder):  # another process did it
            return
        contents = {name: _content(waiting / name) for name in (told or {}).get("tables", {})}
        if told is None or any(_hash(contents[name]) != sha for name, sha in told["tables"].items()):
            raise InputError(
                f"{waiting}: 待启用的表已损坏，请删去后重新 build / damaged: remove it, build again"
            )
        for name, content in contents.items():
            if content is None:
                remove(folder / name)
            elif content != _content(folder / name):
                make_folder((folder / name).parent)
                write_whole(folder / name, content)
        write_whole(folder / MANIFEST, (waiting / MANIFEST).read_bytes())
        drop_folder(waiting)


def mixed(folder: Path) -> list[str]:
    """Tables that are those of the build before the last while others are those of the last.

    Parameters
    ----------
    folder
        A workspace, or another folder of tables.

    Returns
    -------
    list[str]
        Their file names; empty where the tables are of one build, or no manifest tells.
    """
    told = _read(folder / MANIFEST)
    if told is None:
        return []
    changed = [name for name, sha in told["tables"].items() if sha != told["before"].get(name)]
    now = {name: _hash(_content(folder / name)) for name in changed}
    old = [name for name in changed if now[name] == told["before"].get(name)]
    new = [name for name in changed if now[name] == told["tables"][name]]
    return old if old and new else []


def _read(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_bytes())
        return told if isinstance(told["tables"], dict) and isinstance(told["before"], dict) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()
