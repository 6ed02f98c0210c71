"""The other side of :mod:`geo.apart`: the process that does the calls, and how the two talk.

A message is its length in eight bytes and a pickle. Jobs come from the program itself; answers come from
where a stranger's file was parsed, so of them only plain values and this program's own records, errors
and enumerations are made (:func:`answer_of`).
"""

from __future__ import annotations

import ctypes
import dataclasses
import enum
import io
import os
import pickle
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

try:
    import resource
except ImportError:  # Windows: time on the clock is what holds there
    resource = None  # type: ignore[assignment]

HEADER = struct.Struct(">Q")
_MB = 1 << 20
_LARGEST_FILE = 600 * _MB  # that may be written: a zip is unpacked to one
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
# What Python code of a library may not do here.
_REFUSED = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"),
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.startfile"),
)
_OWN = ("geo.", "projects.")
_PLAIN = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("collections", "Counter"),
    ("collections", "OrderedDict"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
    ("pathlib._local", "PosixPath"),
    ("pathlib._local", "WindowsPath"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """A call. ``function`` None: only *before* is done, and nothing answered."""

    function: Callable[..., Any] | None
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    before: Callable[[], object] | None
    environ: dict[str, str]
    place: tuple[str, str]  # folders of the workspace and of the tables that are shown
    cpu_s: float
    memory_mb: int
    answer_mb: int


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave: ``value``, an ``error`` of this program, or the ``reason`` of a failure."""

    value: Any = None
    error: Exception | None = None
    reason: str = ""
    told: str = ""
    peak_mb: float = 0.0


class _Plain(pickle.Unpickler):
    """Makes plain values, and records, errors and enumerations of this program."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith(_OWN) else None
        if isinstance(found, type) and (
            dataclasses.is_dataclass(found) or issubclass(found, Exception | enum.Enum | tuple)
        ):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")


def framed(body: bytes) -> bytes:
    """A message as it is sent."""
    return HEADER.pack(len(body)) + body


def answer_of(body: bytes) -> Answer:
    """The answer in a message; one with a reason when it holds anything else."""
    try:
        found = _Plain(io.BytesIO(body)).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError) as error:
        return Answer(reason="failed", told=str(error)[:200])
    return found if isinstance(found, Answer) else Answer(reason="failed", told="no answer")


def serve() -> None:
    """Do jobs from standard input until it ends."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not get among the answers.
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 0)
    os.dup2(silent, 1)
    _confine()
    while (job := _next(jobs)) is not None:
        prepared = _prepared(job)
        if job.function is None:
            continue
        if not _send(answers, prepared) or prepared.error or prepared.reason:
            continue
        answer = _done(job)
        if not _send(answers, answer):
            _send(answers, Answer(reason="failed", told=f"an answer of {type(answer.value).__name__}"))


def _next(stream: BinaryIO) -> Job | None:
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    body = stream.read(HEADER.unpack(head)[0])
    found: Job = pickle.loads(body)
    return found


def _send(stream: BinaryIO, answer: Answer) -> bool:
    try:
        body = pickle.dumps(answer, protocol=5)
    except MemoryError:
        body = pickle.dumps(Answer(reason="memory"), protocol=5)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    stream.write(framed(body))
    stream.flush()
    return True


def _prepared(job: Job) -> Answer:
    """Have ready what the call needs, without limits: nothing of the stranger's is looked at yet."""
    for name in [name for name in os.environ if name.startswith("PROJECT_MAP_")]:
        del os.environ[name]
    os.environ.update(job.environ)
    return _called(job.before, job) if job.before is not None else Answer()


def _done(job: Job) -> Answer:
    assert job.function is not None, "asked for before"
    _limit(job)
    try:
        answer = _called(job.function, job, *job.args, **job.kwargs)
    finally:
        _unlimit()
    return dataclasses.replace(answer, peak_mb=_peak_mb())


def _called(function: Callable[..., Any], job: Job, /, *args: Any, **kwargs: Any) -> Answer:
    from geo import workspace

    try:
        with workspace.using(Path(job.place[0])), workspace.showing(Path(job.place[1])):
            return Answer(function(*args, **kwargs))
    except MemoryError:
        return Answer(reason="memory")
    except Exception as error:  # whatever a parser raises is told in one line by the caller
        if type(error).__module__.startswith(_OWN):
            return Answer(error=error)
        return Answer(reason="failed", told=f"{type(error).__name__}: {error}"[:300])


def _confine() -> None:
    """What holds for the whole life of the process; what a system lacks is left out."""
    with suppress(OSError):
        _leave_network()
    if resource is not None:
        for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, _LARGEST_FILE)):
            with suppress(OSError, ValueError):
                resource.setrlimit(what, (most, most))

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event in _REFUSED and not (event == "socket.connect" and isinstance(args[1], str)):
            raise PermissionError(f"{event} is refused where files of strangers are read")

    sys.addaudithook(refuse)


def _leave_network() -> None:
    """A network namespace of its own, which has no device. Without the rights for it nothing happens."""
    if not sys.platform.startswith("linux"):
        return
    user, group = os.getuid(), os.getgid()
    # Root in a namespace of users would lose its rights over the files of others: it needs none.
    spaces = _NEW_NETWORK if user == 0 else _NEW_USER | _NEW_NETWORK
    if ctypes.CDLL(None, use_errno=True).unshare(spaces) != 0 or user == 0:
        return
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _limit(job: Job) -> None:
    """Limits from what is used now: importing the libraries counts for nothing."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + job.cpu_s) + 1
    _set_soft(resource.RLIMIT_CPU, seconds)
    if size := _size_now():
        _set_soft(resource.RLIMIT_AS, size + job.memory_mb * _MB)


def _unlimit() -> None:
    if resource is not None:
        for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
            _set_soft(what, resource.RLIM_INFINITY)


def _set_soft(what: int, most: int) -> None:
    with suppress(OSError, ValueError):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _size_now() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _peak_mb() -> float:
    """The most memory that this process held at once."""
    if resource is None:
        return 0.0
    # Linux hands ru_maxrss of the process that started this one down to it; the peak of its own is here.
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MB if sys.platform == "darwin" else peak / 1024
