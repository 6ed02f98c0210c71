"""How many requests a second the Features service answers, and how long they take.

    python -m tests.benchmarks.bench_service [--clients 50] [--seconds 20] [--workers 2]

Starts the service as users do and asks it over plain connections that stay open: pages of
records and projects, filters of the page and CQL2, boxes, another system, CSV, single features,
areas. The clients run beside it on the same machine, so what they take is not the service's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from urllib.parse import quote

CRS = "http://www.opengis.net/def/crs/EPSG/0/4548"
PATHS = [
    "collections/mentions/items?limit=10",
    "collections/mentions/items?limit=100",
    "collections/mentions/items?limit=100&offset=300",
    "collections/mentions/items?industry=bearings&industry=digital",
    "collections/mentions/items?county=371503&limit=50",
    "collections/mentions/items?bbox=115.8,36.3,116.0,36.5&limit=50",
    f"collections/mentions/items?crs={CRS}&limit=100",
    "collections/mentions/items?filter=" + quote("industry = 'bearings' AND plan_start > 2016") + "&limit=20",
    "collections/mentions/items?text=" + quote("轴承"),
    "collections/mentions/items?f=csv&limit=100",
    "collections/projects/items?limit=100",
    "collections/projects/items?datetime=2021-01-01/2022-12-31&limit=20",
    "collections/towns/items?limit=20",
    "collections/counties/items",
    "collections/mentions/items?near=115.97,36.46,5",
    "collections",
    "collections/mentions",
    "conformance",
]


async def client(port: int, until: float, seed: int, times: list[float], wrong: list[str]) -> None:
    """Ask one path after another until the time is over."""
    choose = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < until:
        path = choose.choice(PATHS)
        start = time.monotonic()
        head = f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        writer.write(f"{head}Accept-Encoding: gzip\r\n\r\n".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        lengths = [line for line in answer.split("\r\n") if line.startswith("content-length:")]
        await reader.readexactly(int(lengths[0].partition(":")[2]))
        times.append(time.monotonic() - start)
        if " 200 " not in answer.split("\r\n")[0]:
            wrong.append(f"{answer.splitlines()[0]} {path}")
    writer.close()


async def ask(port: int, clients: int, seconds: float) -> tuple[list[float], list[str]]:
    """Times of all requests, and those that were not answered with 200."""
    times: list[float] = []
    wrong: list[str] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(client(port, until, seed, times, wrong) for seed in range(clients)))
    return times, wrong


def main() -> int:
    """Start, warm up, ask, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "projects", "serve", "--port", str(port)]
    with subprocess.Popen([*command, "--workers", str(options.workers)]) as server:
        try:
            for _ in range(900):  # three minutes: the machine may be busy
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/conformance").close()
                    break
                except OSError:
                    time.sleep(0.2)
            asyncio.run(ask(port, options.clients, 3))
            load = os.getloadavg()[0]
            times, wrong = asyncio.run(ask(port, options.clients, options.seconds))
        finally:
            server.terminate()
    times.sort()
    print(
        f"{options.clients} clients, {options.seconds:g} s, {options.workers} workers, load before {load:.1f}"
    )
    print(f"{len(times) / options.seconds:.0f} requests/s; median {statistics.median(times) * 1000:.0f} ms,")
    print(f"p95 {times[int(0.95 * len(times))] * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms")
    print(f"{len(wrong)} not answered with 200 {wrong[:3]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
