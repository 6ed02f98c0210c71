"""Errors of ``geo``. Each is also a builtin, so callers may catch either."""

from pathlib import Path


class GeoError(Exception):
    """Base of all errors raised by ``geo``."""


class TableError(GeoError, ValueError):
    """A data table is missing a column or holds a value that cannot be used."""


class DatumError(GeoError, ValueError):
    """A datum is unknown, or coordinates do not fit the one that was declared."""


class AssetError(GeoError, OSError):
    """A web asset could not be fetched or does not have the expected hash."""


class PlaceError(GeoError, ValueError):
    """A place that was asked for is not known, or several bear the name."""


class UserFileError(GeoError, ValueError):
    """A file or a choice of the user cannot be used: the message names it and what was expected."""


class ServiceError(GeoError, RuntimeError):
    """An online service gave no usable answer, or cannot be asked."""


class ApartError(GeoError, RuntimeError):
    """A call in a process of its own did not end well.

    ``reason`` is ``time``, ``memory``, ``answer`` (too long), ``ended`` (the process crashed) or ``failed``.
    """

    SAID = {  # noqa: RUF012  # never changed
        "time": ("读取超时，已停止", "reading took too long and was stopped"),
        "memory": ("读取所需内存过大，已停止", "reading took too much memory and was stopped"),
        "answer": ("内容过多，已停止", "holds too much and was stopped"),
        "ended": ("读取时异常中止", "reading it ended abruptly"),
        "failed": ("无法读取", "cannot be read"),
    }

    def __init__(self, reason: str, told: str = "") -> None:
        super().__init__(reason, told)
        self.reason = reason
        self.told = " ".join(told.split())

    def __str__(self) -> str:
        zh, en = self.SAID[self.reason]
        return f"{zh} / {en}" + (f" ({self.told})" if self.told else "")


class WriteError(GeoError, OSError):
    """A file could not be written whole: a full disk, a folder that may not be written. What was there stays.

    ``errno`` and ``strerror`` are the system's, ``filename`` the file that was meant.
    """

    def __init__(self, error: OSError, path: Path, what: str = "cannot be written") -> None:
        """*what* could not be done to *path*, and why."""
        super().__init__(error.errno, error.strerror or str(error), str(path))
        self.what = what

    def __str__(self) -> str:
        """One line: file, what could not be done, why."""
        return f"{self.filename}: {self.what}: {self.strerror}"


class BusyError(GeoError, RuntimeError):
    """Another process writes to the folder, and went on longer than one may wait. Nothing was changed."""

    def __init__(self, folder: Path, waited_s: float) -> None:
        """*folder* was waited for, *waited_s* seconds."""
        super().__init__(
            f"{folder}: 另一个进程正在写入，等了 {waited_s:g} 秒，未作任何改动；请稍后再试"
            f" / another process is writing; waited {waited_s:g} s, nothing was changed"
        )
