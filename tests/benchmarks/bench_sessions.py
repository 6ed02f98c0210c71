"""Many sessions of the page at once: first map, click to map, memory.

    python -m tests.benchmarks.bench_sessions [--sessions 20] [--clicks 10] [--think 5]

One server as the README starts it, on a computer that does nothing else. The sessions are websockets
without a browser, so the server alone is measured. All come at the same moment; then each asks for another
industry on the map, *clicks* times, and looks at the map for *think* seconds in between (a random time of
that mean). Prints median and p95 of the time to the first map and from click to map, runs a second, the
server's memory after the first session and beyond it per session, and before and after the clicks.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Sequence

import psutil

from geo.assets import install_assets
from projects.vocabulary.style import industries
from tests.page.live import ROOT, run_streamlit
from tests.page.talk import Visitor

_MB = 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _parser().parse_args(arguments)
    install_assets()
    with run_streamlit(ROOT / "app.py", os.environ) as server:
        process = psutil.Process(server.pid)
        with Visitor(server.url) as first:  # reads the tables
            began = time.monotonic()
            first.run()
            print(f"first session on a fresh server: map after {first.map_at - began:.2f} s")
            alone = process.memory_info().rss
            sessions = [
                _Session(server.url, options.clicks, options.think, n) for n in range(options.sessions)
            ]
            began, cpu = time.monotonic(), sum(process.cpu_times()[:2])
            for each in sessions:
                each.start()
            while not all(each.first for each in sessions):
                time.sleep(0.05)
            grown = process.memory_info().rss
            for each in sessions:
                each.join()
            took, cpu = time.monotonic() - began, sum(process.cpu_times()[:2]) - cpu
            last = process.memory_info().rss
    clicks = [wait for each in sessions for wait in each.waits]
    print(f"{len(sessions)} sessions at once: first map {_spread([each.first for each in sessions])}")
    print(f"{len(clicks)} clicks, one about every {options.think:g} s and session: map {_spread(clicks)}")
    runs = len(clicks) + len(sessions)
    print(f"{runs / took:.1f} runs/s, {cpu / runs * 1000:.0f} ms of processor time each")
    more = (grown - alone) / _MB / len(sessions)
    print(f"memory {alone / _MB:.0f} MB with one session, {more:.1f} MB more for each other")
    print(f"memory after the clicks {(last - grown) / _MB:+.0f} MB")
    return 0


class _Session(threading.Thread):
    """One visitor: the first map, then clicks."""

    def __init__(self, url: str, clicks: int, think: float, seed: int) -> None:
        super().__init__()
        self._url, self._clicks, self._think = url, clicks, think
        self._chance = random.Random(seed)
        self.first = 0.0
        self.waits: list[float] = []

    def run(self) -> None:
        codes = [one.code for one in industries()]
        began = time.monotonic()
        with Visitor(self._url) as visitor:
            visitor.run()
            self.first = visitor.map_at - began
            for number in range(self._clicks):
                time.sleep(self._chance.expovariate(1 / self._think) if self._think else 0)
                action = {
                    "do": "query",
                    "query": {"industry": [self._chance.choice(codes)]},
                    "number": f"1-{number}",
                }
                began = time.monotonic()
                visitor.run(map=json.dumps(action))
                self.waits.append(visitor.map_at - began)


def _spread(seconds: Sequence[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    return f"median {statistics.median(seconds) * 1000:,.0f} ms, p95 {cuts[-1] * 1000:,.0f} ms"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--clicks", type=int, default=10)
    parser.add_argument("--think", type=float, default=5.0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
