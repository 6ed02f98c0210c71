"""The log: one line of JSON for each request, and for each fault where it happened.

A fault's own message is left out, since messages quote what was wrong, and that may be a document's text.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

VARIABLE = "PROJECT_MAP_LOG"
REQUESTS, ERRORS = "requests", "errors"  # what is logged; neither: nothing
_log = logging.getLogger("project_map")


def set_up() -> None:
    """Let the lines go to standard error, and take the messages off the faults that libraries log."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _log.addHandler(handler)
        _log.propagate = False
    _log.setLevel(logging.INFO)
    # The server's own list of requests, queries included: Streamlit lets it speak when its file of options
    # changes.
    access = logging.getLogger("uvicorn.access")
    if _nothing not in access.filters:
        access.addFilter(_nothing)
    if not isinstance(logging.getLogRecordFactory(), _Harmless):
        logging.setLogRecordFactory(_Harmless(logging.getLogRecordFactory()))


def request(identifier: str, *, method: str, route: str, status: int, seconds: float) -> None:
    """Log a request that was answered."""
    wanted = os.environ.get(VARIABLE) or REQUESTS
    if wanted == REQUESTS or (wanted == ERRORS and status >= 400):
        _tell(id=identifier, method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def fault(error: BaseException, identifier: str = "") -> None:
    """Log where an error came from, without its message.

    Parameters
    ----------
    error
        As it was caught, with its trace.
    identifier
        Id of the request; empty without one.
    """
    _tell(id=identifier, error=type(error).__name__, where=where(error.__traceback__))


def say(text: str) -> None:
    """Log a line about the server itself.

    Parameters
    ----------
    text
        Logged as it is: nothing of a document.
    """
    _tell(told=text)


def where(trace: TracebackType | None) -> list[str]:
    """``file:line function`` of the last frames, the innermost last."""
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


class _Harmless:
    """Makes log records of all libraries: an exception in one tells its kind and where, not its message."""

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        if record.exc_info and record.exc_info[0] is not None:
            kind, error, trace = record.exc_info
            record.exc_text = "\n".join([*(f"  {one}" for one in where(trace)), kind.__name__])
            record.exc_info = None
            if any(value is error for value in _values(record.args)) or str(error) in str(record.msg):
                record.msg, record.args = kind.__name__, None
        return record


def _nothing(record: logging.LogRecord) -> bool:
    del record
    return False


def _values(told: object) -> tuple[object, ...]:
    return told if isinstance(told, tuple) else ()


def _tell(**told: object) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    _log.info(json.dumps({"at": at, **told}, ensure_ascii=False))
