"""The log: one line of JSON for each request, and for each fault where it happened.

A fault's own message is left out, since messages quote what was wrong, and that may be a document's text.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

VARIABLE = "PROJECT_MAP_LOG"
REQUESTS, ERRORS = "requests", "errors"  # what is logged; neither: nothing
# Loggers of servers and libraries that tell of faults nobody caught.
OTHERS = ("uvicorn.error", "streamlit.error_util", "streamlit", "pygeoapi")
_log = logging.getLogger("project_map")


def set_up() -> None:
    """Let the lines go to standard error, and take the messages off the faults that others tell of."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _log.addHandler(handler)
        _log.propagate = False
    _log.setLevel(logging.INFO)
    for name in OTHERS:
        logger = logging.getLogger(name)
        for one in (logger, *logger.handlers):
            if not any(isinstance(each, WithoutMessages) for each in one.filters):
                one.addFilter(WithoutMessages())


def request(identifier: str, *, method: str, route: str, status: int, seconds: float) -> None:
    """Log a request that was answered."""
    wanted = os.environ.get(VARIABLE) or REQUESTS
    if wanted == REQUESTS or (wanted == ERRORS and status >= 400):
        _tell(id=identifier, method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def fault(error: BaseException, identifier: str = "") -> None:
    """Log where *error* came from, without its message."""
    _tell(id=identifier, error=type(error).__name__, where=where(error.__traceback__))


def say(text: str) -> None:
    """Log a line about the server itself."""
    _tell(told=text)


def where(trace: TracebackType | None) -> list[str]:
    """``file:line function`` of the last frames, the innermost last."""
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


class WithoutMessages(logging.Filter):
    """Takes from a record the message of the exception that it carries, and leaves where it happened."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change *record*; it is always kept."""
        if record.exc_info and record.exc_info[0] is not None:
            kind, error, trace = record.exc_info
            record.exc_text = "\n".join([f"  {one}" for one in where(trace)] + [kind.__name__])
            record.exc_info = None
            if any(value is error for value in _values(record.args)) or str(error) in str(record.msg):
                record.msg, record.args = kind.__name__, None
        return True


def _values(told: object) -> tuple[object, ...]:
    return told if isinstance(told, tuple) else ()


def _tell(**told: object) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    _log.info(json.dumps({"at": at, **told}, ensure_ascii=False))
