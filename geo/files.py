"""Files that are whole or not there: the one way in which the program writes.

What is written comes to be in a hidden folder beside its place, is put on the disk (fsync), and takes its
name in one step; then the folder that names it is put on the disk. A process that is killed, a full disk
or a folder that may not be written leaves what was there. What a killed process left behind is swept away
by the next that writes to the folder; nothing ever reads it.

In: bytes, or a block that writes to the path it is given. Out: the file; else :class:`WriteError`, one line.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from geo.errors import WriteError

PREFIX = ".part-"
_DAY_S = 24 * 3600
# Windows refuses to replace a file while another process reads it; reads are short.
_WAITS_S = (0.05, 0.2, 0.5, 1.0)


@contextmanager
def whole(path: Path, *, is_durable: bool = True) -> Iterator[Path]:
    """A path of the same file name to write to; when the block ends well, its file takes the place of *path*.

    Parameters
    ----------
    path
        File to write, in a folder that is there.
    is_durable
        False leaves out the wait for the disk: for what is made anew when it is lost.

    Yields
    ------
    Path
        In a hidden folder beside *path*; the block has to make a file there.

    Raises
    ------
    WriteError
        The file cannot be written whole; the one that was there stays.
    """
    with _reported(path):
        folder = _room(path.parent)
        try:
            staged = folder / path.name
            yield staged
            if is_durable:
                _sync_file(staged)
            _take_place(staged, path)
            if is_durable:
                sync_folder(path.parent)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, content: bytes | str, *, is_durable: bool = True) -> None:
    """Write a file, whole or not at all.

    Parameters
    ----------
    path
        File to write, in a folder that is there.
    content
        Bytes, or text that is written as UTF-8 with its line ends as they are.
    is_durable
        As in :func:`whole`.

    Raises
    ------
    WriteError
        As in :func:`whole`.
    """
    with whole(path, is_durable=is_durable) as staged:
        staged.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder to fill; when the block ends well it becomes *path*.

    Parameters
    ----------
    path
        Must not be there or be empty; the folder above it is there.

    Yields
    ------
    Path
        Folder of the same name, in a hidden folder beside *path*.

    Raises
    ------
    WriteError
        The folder cannot be written whole, or something is there; nothing of it is left.
    """
    with _reported(path):
        room = _room(path.parent)
        try:
            staged = room / path.name
            staged.mkdir()
            yield staged
            for one in staged.rglob("*"):
                if one.is_file():
                    _sync_file(one)
                else:
                    sync_folder(one)
            sync_folder(staged)
            if path.is_dir():
                path.rmdir()  # refuses when something is in it
            staged.rename(path)
            sync_folder(path.parent)
        finally:
            shutil.rmtree(room, ignore_errors=True)


def make_folder(path: Path) -> Path:
    """Make a folder that is to hold files, and those above it.

    Parameters
    ----------
    path
        May be there already.

    Returns
    -------
    Path
        *path* itself.

    Raises
    ------
    WriteError
        It cannot be made, or is a file.
    """
    with _reported(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def remove(path: Path) -> bool:
    """Take a file away for good.

    Parameters
    ----------
    path
        A file; it may be missing.

    Returns
    -------
    bool
        True where there was one.

    Raises
    ------
    WriteError
        It must stay.
    """
    with _reported(path, "cannot be removed"):
        if not path.exists():
            return False
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    return True


def drop_folder(path: Path) -> None:
    """Take a folder away in one step, with all that is in it.

    Parameters
    ----------
    path
        A folder that is there.

    Raises
    ------
    WriteError
        It must stay, or is missing.
    """
    with _reported(path, "cannot be removed"):
        room = _room(path.parent)
        try:
            path.rename(room / path.name)
            sync_folder(path.parent)
        finally:
            shutil.rmtree(room, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Take away what a process that was killed left in *folder* while it wrote."""
    try:
        with os.scandir(folder) as entries:
            left = [Path(one.path) for one in entries if one.name.startswith(PREFIX)]
    except OSError:
        return
    for one in left:
        if _is_left(one):
            shutil.rmtree(one, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk; Windows does so by itself.

    Parameters
    ----------
    folder
        What was written, moved or removed is directly in it.

    Raises
    ------
    OSError
        The folder cannot be opened, or the disk fails. A network folder that cannot do it is no error.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network folders cannot
            raise
    finally:
        os.close(handle)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as stream:  # Windows wants it open for writing
        os.fsync(stream.fileno())


def _take_place(staged: Path, path: Path) -> None:
    for wait in _WAITS_S if os.name == "nt" else ():
        try:
            staged.replace(path)
            return
        except PermissionError:
            time.sleep(wait)
    staged.replace(path)


def _room(folder: Path) -> Path:
    """A hidden folder in *folder* to write in: on the same disk, so that the last step is a move."""
    sweep(folder)
    room = folder / f"{PREFIX}{_host()}-{os.getpid()}-{secrets.token_hex(4)}"
    room.mkdir()
    return room


@cache
def _host() -> str:
    """This computer, in a few letters: a process's number means something on its own one only."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _is_left(room: Path) -> bool:
    """Whether the process that wrote here is gone."""
    host, _, rest = room.name.removeprefix(PREFIX).partition("-")
    process = rest.partition("-")[0]
    if os.name != "nt" and host == _host() and process.isdigit():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False
    with suppress(OSError):
        return time.time() - room.stat().st_mtime > _DAY_S
    return False


@contextmanager
def _reported(path: Path, what: str = "cannot be written") -> Iterator[None]:
    try:
        yield
    except WriteError:
        raise
    except OSError as error:
        raise WriteError(error, path, what) from error
