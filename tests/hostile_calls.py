"""Calls that misbehave, for tests of the process in which files of strangers are read."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time

from geo.errors import UserFileError


def plain(value: object) -> object:
    return value


def memory() -> int:
    return sum(len(bytearray(50 << 20)) for _ in [bytearray(50 << 20) for _ in range(100)])


def loop() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def big() -> bytes:
    return bytes(40 << 20)


def odd() -> object:
    return threading.Thread


def reach(port: int) -> str:
    socket.create_connection(("127.0.0.1", port), 2).close()
    return "reached"


def gdal(port: int) -> str:
    import pyogrio

    return str(pyogrio.read_info(f"http://127.0.0.1:{port}/a.geojson"))


def gdal_curl(port: int) -> str:
    import pyogrio

    return str(pyogrio.read_info(f"/vsicurl/http://127.0.0.1:{port}/a.geojson"))


def run_program(port: int) -> int:
    return subprocess.run([sys.executable, "-c", str(port)], check=False).returncode


def process() -> int:
    return os.getpid()


def refuse(text: str) -> None:
    raise UserFileError(text)
