"""Commands ``backup`` and ``restore``: a workspace as one archive that can be checked.

In the archive: the tables, the gazetteer, areas and own areas, views and tours, known ground, editions
(they lie in the desk's database) and the desk, copied by SQLite so that it is of one moment while others
write; and ``manifest.json`` with the length and SHA-256 of each. What is made anew (the store, the folders
of editions) is left out. ``restore`` checks everything before it puts anything.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

from geo import own_dir, workspace
from geo.files import make_folder, sync_folder, whole, whole_folder, write_whole
from geo.locks import writing_workspace
from projects.desk.presence import FILE as DESK
from projects.errors import InputError, MissingError
from projects.model.manifest import settle
from projects.presentation import scenes
from projects.store.address import VARIABLE as STORE_VARIABLE

MANIFEST = "manifest.json"
FORM = "project-map workspace 1"
# Derived, or of the moment only.
_LEFT_OUT = {"editions", "store.sqlite", DESK, f"{DESK}-journal", f"{DESK}-wal", f"{DESK}-shm", "__pycache__"}
_MOST_BYTES = 20 << 30
_WAIT_S = 30.0  # for another who writes to the desk; a decision takes far less than a second
_TIME = (1980, 1, 1, 0, 0, 0)


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``backup`` and ``restore`` to the parser's commands."""
    one = commands.add_parser("backup", help="备份整个工作区 the whole workspace in one checked archive")
    one.add_argument("--out", type=Path, required=True, metavar="FILE.zip")
    one.set_defaults(run=_backup)
    one = commands.add_parser("restore", help="由备份恢复 put a backup in place; all is checked before")
    one.add_argument("file", type=Path, metavar="FILE.zip")
    one.add_argument("--force", action="store_true", help="替换已有内容 replace what is there")
    one.set_defaults(run=_restore, is_new_workspace=True)


def backup(folder: Path, out: Path) -> int:
    """Write the workspace *folder* to the archive *out*; how many files it holds.

    Raises
    ------
    InputError
        A build that waits there is damaged.
    GeoError
        The archive cannot be written, or another process writes to the workspace.
    """
    with workspace.using(folder), writing_workspace(folder), tempfile.TemporaryDirectory() as scratch:
        settle(folder)
        told: dict[str, Any] = {"form": FORM, "workspace": workspace.described(folder).code, "files": {}}
        with whole(out) as staged:
            with zipfile.ZipFile(staged, "w") as archive:
                for name, path in _members(folder, Path(scratch)):
                    content = path.read_bytes()
                    told["files"][name] = {
                        "bytes": len(content),
                        "sha256": hashlib.sha256(content).hexdigest(),
                    }
                    _put(archive, name, content)
                _put(archive, MANIFEST, json.dumps(told, indent=1).encode())
            contents(staged)  # read back before it takes its name
    return len(told["files"])


def contents(path: Path) -> dict[str, bytes]:
    """The files of an archive, by name, each checked.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        It is no backup, is damaged or cut off, or a name leads out of the workspace.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(MANIFEST))
            if told["form"] != FORM:
                raise InputError(f"{path}: {told['form']!r}; expected {FORM!r}")
            files: dict[str, dict[str, Any]] = told["files"]
            if sum(one["bytes"] for one in files.values()) > _MOST_BYTES:
                raise InputError(f"{path}: more than {_MOST_BYTES >> 30} GB")
            if others := set(archive.namelist()) ^ {*files, MANIFEST}:
                raise InputError(f"{path}: {min(others)}: only in the archive or only in its manifest")
            return {name: _checked(archive, path, name, one) for name, one in files.items()}
    except FileNotFoundError as error:
        raise MissingError(f"{path}: no such file") from error
    except (zipfile.BadZipFile, KeyError, TypeError, OSError, EOFError) as error:
        raise InputError(f"{path}: no whole backup: {error}") from error
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: no whole backup: {error}") from error


def restore(path: Path, folder: Path, *, is_forced: bool = False) -> int:
    """Put the archive *path* in place as the workspace *folder*; how many files.

    Raises
    ------
    ProjectsError, GeoError
        The archive is not whole, or *folder* holds something and it is not *is_forced*. Nothing was put.
    """
    files = contents(path)
    if workspace.TITLE not in files:
        raise InputError(f"{path}: no workspace: {workspace.TITLE} is missing")
    is_there = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if is_there and not is_forced:
        raise InputError(f"{folder}: there is something already; expected a new or empty folder, or --force")
    make_folder(folder.parent)
    if not is_there:
        with whole_folder(folder) as staged:
            _fill(staged, files)
        return len(files)
    # The old content is put aside whole, and back again when the new one cannot take its place.
    aside = folder.with_name(f"{folder.name}.before-restore")
    if aside.exists():
        raise InputError(f"{aside}: left by an earlier restore; remove it or put it back")
    with writing_workspace(folder), whole_folder(folder.with_name(f"{folder.name}.restored")) as staged:
        _fill(staged, files)
    # Not while the lock in it is held: Windows moves no folder with an open file.
    folder.rename(aside)
    try:
        folder.with_name(f"{folder.name}.restored").rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    sync_folder(folder.parent)
    print(f"原内容在 what was there: {aside}", file=sys.stderr)
    return len(files)


def _members(folder: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive and file of all that belongs to the workspace, in order."""
    apart = {"boundaries/own": own_dir(), "views": scenes.own_folder()}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = PurePosixPath(name).parts
        is_hidden = any(part.startswith(".") for part in parts)
        is_apart = any(name.startswith(f"{one}/") for one in apart)
        if path.is_file() and not path.is_symlink() and not (is_hidden or is_apart or parts[0] in _LEFT_OUT):
            yield name, path
    for name, place in apart.items():  # the environment may have them elsewhere
        for path in sorted(place.rglob("*")):
            if path.is_file() and not any(one.startswith(".") for one in path.relative_to(place).parts):
                yield f"{name}/{path.relative_to(place).as_posix()}", path
    if (folder / DESK).is_file():
        copy = scratch / DESK
        with (
            closing(sqlite3.connect(f"{(folder / DESK).resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target, progress=_until(folder / DESK))
        yield DESK, copy


def _until(path: Path) -> Callable[[int, int, int], None]:
    """Called after each step of a copy: ends it where another holds the database for too long."""
    deadline = time.monotonic() + _WAIT_S

    def go_on(status: int, remaining: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise InputError(f"{path}: another program has been writing to it for {_WAIT_S:g} s; try again")

    return go_on


def _checked(archive: zipfile.ZipFile, path: Path, name: str, told: dict[str, Any]) -> bytes:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name or not pure.parts:
        raise InputError(f"{path}: {name!r} leads out of the workspace")
    info = archive.getinfo(name)
    if info.file_size != told["bytes"]:
        raise InputError(f"{path}: {name}: {info.file_size} bytes; its manifest says {told['bytes']}")
    content = archive.read(info)
    if hashlib.sha256(content).hexdigest() != told["sha256"]:
        raise InputError(f"{path}: {name}: damaged: another SHA-256 than its manifest says")
    return content


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        make_folder((folder / name).parent)
        write_whole(folder / name, content, is_durable=False)  # whole_folder() waits for the disk


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def _backup(options: argparse.Namespace) -> int:
    if os.environ.get(STORE_VARIABLE, "").startswith("postgres"):
        print("核对台在 PostgreSQL 中，不在此备份内：另用 pg_dump / the desk is not in it", file=sys.stderr)
    count = backup(workspace.current(), options.out)
    print(f"{options.out}: {count} files, {options.out.stat().st_size:,} bytes", file=sys.stderr)
    return 0


def _restore(options: argparse.Namespace) -> int:
    folder = options.workspace_to_make
    if folder is None:
        raise InputError("restore: --workspace DIR is needed: where to put it")
    print(f"{folder}: {restore(options.file, folder, is_forced=options.force)} files", file=sys.stderr)
    return 0
