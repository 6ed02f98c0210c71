"""One call in a process of its own, which has limits and can be stopped: for files that strangers send.

A parser that a file drives out of memory, into an endless loop or into a crash takes down its own
process only; the caller gets :class:`geo.errors.ApartError` with the reason. :func:`call` sends a
function and its arguments to a worker (:mod:`geo.apart_worker`) and waits; the worker has

* memory: ``RLIMIT_AS``, where the system has it;
* processor time: ``RLIMIT_CPU``, where the system has it, and everywhere time on the clock;
* a size of its answer, and of any file that it writes;
* no network: a network namespace without devices where Linux allows it, everywhere a proxy that is not
  there for GDAL, and Python's own sockets and programs refused.

Workers are kept for the next call, since importing the readers takes longer than most files; one that
failed, grew or has served many is ended. They are started by :mod:`subprocess` and not by
``multiprocessing``, whose children run the main script again: under Streamlit that is the whole page.
What a worker answers is data: of classes only those of this program's records are made from it.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from geo import workspace
from geo.apart_worker import HEADER, Answer, Job, answer_of, framed
from geo.errors import ApartError

P = ParamSpec("P")
R = TypeVar("R")

AT_ONCE = max(1, os.cpu_count() or 1)
_MB = 1 << 20
_LOOK_S = 0.2  # between two looks at a running call
# How much longer than its processor time a call may take: other processes want their share. Where nothing
# else limits it the clock has to be stricter.
_PATIENCE = 2 if sys.platform == "win32" else 4
_START_S = 120.0  # for starting and preparing, on a busy machine
_MOST_CALLS = 50
_GROWN_MB = 700  # a worker whose memory once went beyond this is not kept
_ROOT = Path(__file__).resolve().parent.parent
# Nothing listens on the port "discard" of this computer: what GDAL would fetch fails at once.
_NO_NETWORK = {
    **dict.fromkeys(("GDAL_HTTP_PROXY", "http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"),
    **{"GDAL_HTTP_TIMEOUT": "1", "GDAL_HTTP_MAX_RETRY": "0", "PROJ_NETWORK": "OFF", "no_proxy": ""},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one call may use: seconds of processor time, memory beyond what the libraries take, and answer."""

    cpu_s: float = 4.0
    memory_mb: int = 1500
    answer_mb: int = 200


def limits_for(size: int, *, s_per_mb: float) -> Limits:
    """Limits for a file: a small one is refused soon, a large one gets the time it needs.

    Parameters
    ----------
    size
        Bytes of the file.
    s_per_mb
        Seconds of processor time for each MB of it, beside the 4 that every file gets.

    Returns
    -------
    Limits
        With 300 seconds at most; memory and size of the answer as :class:`Limits` has them.
    """
    return Limits(cpu_s=min(4.0 + s_per_mb * size / _MB, 300.0))


def call(
    function: Callable[P, R],
    /,
    *args: Any,
    limits: Limits | None = None,
    before: Callable[[], object] | None = None,
    state: Hashable = None,
    tick: Callable[[], object] | None = None,
    **kwargs: Any,
) -> R:
    """``function(*args, **kwargs)`` in a worker.

    Parameters
    ----------
    function
        A function of a module; it and its arguments can be pickled.
    *args
        Its positional arguments.
    limits
        What the call may use; None for the defaults of :class:`Limits`.
    before
        Called in the worker first, outside of the limits of time: what it has to read once. None for nothing.
    state
        What the worker's caches depend on; one that served another state is not used.
    tick
        Called several times a second while waiting; what it raises stops the worker.
    **kwargs
        The function's named arguments, none of them called limits, before, state or tick.

    Returns
    -------
    R
        What the function returned: plain values, and records and enumerations of this program.

    Raises
    ------
    ApartError
        The call needed more than its limits, or ended its process, or failed in an unforeseen way.
    Exception
        What the function raised, when it is an error of this program.
    """
    limits = limits or Limits()
    job = _job(function, args, kwargs, before, limits)
    _wait_for_turn(tick)
    try:
        worker = _taken(state)
        is_good = False
        try:
            answer = worker.ask(job, tick)
            is_good = True
        finally:
            _put_back(worker, is_good)
    finally:
        _turns.release()
    if answer.error is not None:
        raise answer.error
    return cast(R, answer.value)


def warm(before: Callable[[], object] | None = None, state: Hashable = None) -> None:
    """Have a worker ready; returns at once.

    Parameters
    ----------
    before
        Called in the worker, which keeps what it reads for the next call. None only starts the worker.
    state
        As for :func:`call`. Nothing is done where a worker of this state, or as many workers as the
        computer has processors, wait already.
    """
    with _lock:
        if any(one.state == state for one in _idle) or len(_idle) >= AT_ONCE:
            return
        worker = _Worker(state)
        _idle.append(worker)
    worker.send(_job(None, (), {}, before, Limits()))


class _Worker:
    """A process that does one call after the other."""

    def __init__(self, state: Hashable) -> None:
        self.state = state
        self.calls = 0
        self.peak_mb = 0.0
        self._is_too_long = False
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from geo.apart_worker import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_NO_NETWORK, "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._most_mb = Limits().answer_mb
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, job: Job) -> None:
        """Give it something to do."""
        self.calls += 1
        self._most_mb = max(job.answer_mb, 1)
        assert self._process.stdin is not None, "a pipe was asked for"
        try:
            self._process.stdin.write(framed(pickle.dumps(job)))
            self._process.stdin.flush()
        except OSError:
            pass  # it is gone: the missing answer says so

    def ask(self, job: Job, tick: Callable[[], object] | None) -> Answer:
        """Do *job*; ApartError when it does not end well."""
        self.send(job)
        answer = answer_of(self._next(_START_S, tick, job))  # that it is prepared
        if not answer.reason and answer.error is None:
            answer = answer_of(self._next(_PATIENCE * job.cpu_s + 1, tick, job))
        self.peak_mb = answer.peak_mb
        if answer.reason:
            raise ApartError(answer.reason, answer.told or f"{job.memory_mb} MB")
        return answer

    def end(self) -> None:
        """Stop it now, whatever it does."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                pass
        self._process.wait()

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def _next(self, most_s: float, tick: Callable[[], object] | None, job: Job) -> bytes:
        until = time.monotonic() + most_s
        while True:
            try:
                found = self._answers.get(timeout=_LOOK_S)
            except queue.Empty:
                if time.monotonic() > until:
                    raise ApartError("time", f"{job.cpu_s:.0f} s") from None
                if tick is not None:
                    tick()
                continue
            if found is None:
                raise self._why_gone(job)
            return found

    def _why_gone(self, job: Job) -> ApartError:
        status = self._process.wait()
        if self._is_too_long:
            return ApartError("answer", f"{job.answer_mb} MB")
        if status == -getattr(signal, "SIGXCPU", 0):
            return ApartError("time", f"{job.cpu_s:.0f} s")
        return ApartError("ended", f"status {status}")

    def _listen(self) -> None:
        """Read frames until the pipe ends; one that is too long counts as the end."""
        stream = self._process.stdout
        assert stream is not None, "a pipe was asked for"
        try:
            while len(head := stream.read(HEADER.size)) == HEADER.size:
                (size,) = HEADER.unpack(head)
                if size > self._most_mb * _MB:
                    self._is_too_long = True
                    self._process.kill()
                    break
                body = stream.read(size)
                if len(body) < size:
                    break
                self._answers.put(body)
        except (OSError, ValueError):
            pass  # closed by end()
        self._answers.put(None)


_idle: list[_Worker] = []
_of_parent: list[_Worker] = []
_lock = threading.Lock()
_turns = threading.BoundedSemaphore(AT_ONCE)


def _job(
    function: Callable[..., Any] | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    before: Callable[[], object] | None,
    limits: Limits,
) -> Job:
    environ = {name: value for name, value in os.environ.items() if name.startswith("PROJECT_MAP_")}
    place = str(workspace.current()), str(workspace.tables())
    return Job(
        function, args, kwargs, before, environ, place, limits.cpu_s, limits.memory_mb, limits.answer_mb
    )


def _wait_for_turn(tick: Callable[[], object] | None) -> None:
    while not _turns.acquire(timeout=_LOOK_S):
        if tick is not None:
            tick()


def _taken(state: Hashable) -> _Worker:
    with _lock:
        stale = [one for one in _idle if one.state != state or not one.is_alive]
        _idle[:] = [one for one in _idle if one not in stale]
        found = _idle.pop() if _idle else None
    for one in stale:
        one.end()
    return found or _Worker(state)


def _put_back(worker: _Worker, is_good: bool) -> None:
    is_kept = is_good and worker.calls < _MOST_CALLS and worker.peak_mb < _GROWN_MB
    with _lock:
        if is_kept and len(_idle) < AT_ONCE:
            _idle.append(worker)
            return
    worker.end()


def _leave_to_parent() -> None:
    """In a forked child: workers are the parent's, and a thread that held a lock is not here to let go."""
    global _lock, _turns
    _of_parent.extend(_idle)  # kept: closing their pipes would wait for threads that are not here
    _idle.clear()
    _lock = threading.Lock()
    _turns = threading.BoundedSemaphore(AT_ONCE)


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_leave_to_parent)


@atexit.register
def end_all() -> None:
    """End the workers that wait."""
    with _lock:
        waiting, _idle[:] = list(_idle), []
    for one in waiting:
        one.end()
