"""The process in which files of strangers are read: each limit holds, and the next call works as ever."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from geo import apart
from geo.errors import ApartError
from tests import hostile_calls as calls

LIMITS = apart.Limits(cpu_s=1, memory_mb=400, answer_mb=10)


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A web server on this computer: its port, and what it was asked."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815  # the name that the server looks for

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, hits
        server.shutdown()


def test_a_value_comes_back_and_the_worker_is_used_again() -> None:
    assert apart.call(calls.plain, {"a": (1, 2.5, "中", b"x", None)}) == {"a": (1, 2.5, "中", b"x", None)}
    before = [one._process.pid for one in apart._idle]
    assert apart.call(calls.plain, 1) == 1
    assert [one._process.pid for one in apart._idle] == before


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (calls.memory, "memory"),
        (calls.loop, "time"),
        (calls.sleep, "time"),
        (calls.crash, "ended"),
        (calls.big, "answer"),
        (calls.odd, "failed"),
    ],
)
def test_what_misbehaves_is_ended_with_its_reason(function: Callable[[], object], reason: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ApartError) as found:
        apart.call(function, limits=LIMITS)
    assert found.value.reason == reason
    assert "\n" not in str(found.value)
    assert time.perf_counter() - start < 60
    assert apart.call(calls.plain, 1) == 1


def test_errors_of_this_program_come_back_as_they_are() -> None:
    with pytest.raises(ValueError, match="没有注明") as found:
        apart.call(calls.refuse, "没有注明")
    assert type(found.value).__name__ == "UserFileError"


def test_waiting_can_be_given_up() -> None:
    def tick() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        apart.call(calls.loop, tick=tick)
    assert apart.call(calls.plain, 1) == 1


@pytest.mark.parametrize("way", [calls.reach, calls.gdal, calls.gdal_curl, calls.run_program])
def test_nothing_is_fetched_and_no_program_started(
    way: Callable[[int], object], asked: tuple[int, list[str]]
) -> None:
    port, hits = asked
    with pytest.raises(ApartError, match=r"refused|CURL"):
        apart.call(way, port)
    assert hits == []


def test_another_state_takes_another_worker() -> None:
    seen = [apart.call(calls.process, state="a") for _ in range(4)]
    assert len(set(seen)) < len(seen), "a worker is used again"
    assert apart.call(calls.process, state="b") not in seen


def test_a_large_program_keeps_its_workers_too() -> None:
    """Its own peak of memory is handed down to the processes that it starts; it is none of theirs."""
    program = (
        "from geo import apart; from tests import hostile_calls as calls\n"
        f"large = b'x' * {1024 << 20}\n"
        "print(len({apart.call(calls.process) for _ in range(3)}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "1\n", done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_has_workers_of_its_own() -> None:
    program = (
        "import os; from geo import apart; from tests import hostile_calls as calls\n"
        "first = apart.call(calls.process, state='a')\n"
        "child = os.fork()\n"
        "if not child: os._exit(apart.call(calls.process, state='b') == first)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "assert apart.call(calls.process, state='a') == first"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)


def test_a_small_file_is_refused_sooner_than_a_large_one() -> None:
    assert apart.limits_for(10_000, s_per_mb=100).cpu_s < 6
    assert apart.limits_for(3 << 20, s_per_mb=20).cpu_s == 64
    assert apart.limits_for(1 << 40, s_per_mb=20).cpu_s == 300
