"""Kill the program while it builds, adds, publishes, imports and exports, and look at what is left.

    python -m tests.benchmarks.kills [--kills 200] [--seed 1]

Each run is a process of its own on one small workspace, killed (signal 9) at a random moment of the time
that a whole run takes. After each, what is there must be the state of before or of after, whole: tables of
one build, a desk that is sound with all that was in it, areas and exports that can be read to their end.
Prints a table of kills, of runs that were done before the kill came, of lost and of half-written.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from geo import workspace
from geo.__main__ import main as geo_main
from projects.__main__ import main
from projects.desk.book import open_book
from projects.desk.editions import _digest
from projects.export.readback import check_whole
from projects.model.manifest import mixed, settle
from tests.desk.city import PLAN, make_city

STEPS = ("build", "add", "publish", "import", "export")
SUFFIXES = (".gpkg", ".geojson", ".fgb", ".xlsx", ".csv", ".parquet", ".shp.zip")
_MORE = "（4）张炉集镇冷链物流园项目"
_KILLED = -signal.SIGKILL


@dataclass
class Bench:
    """A workspace, and what is known to be in it."""

    folder: Path
    chance: random.Random
    whole_s: dict[str, float] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    editions: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    turn: int = 0

    def arguments(self, step: str) -> list[str]:
        """The command of a step; it has something to change each time."""
        self.turn += 1
        beside = self.folder.parent
        if step == "build":
            text = PLAN.rstrip("\n") + (_MORE if self.turn % 2 else "") + "\n"
            (self.folder / "documents" / "plan.txt").write_text(text, encoding="utf-8")
            return ["build", "--plans", str(self.folder / "documents")]
        if step == "add":
            plan = beside / "more.txt"
            plan.write_text(PLAN.replace("十四个", f"{self.turn}个"), encoding="utf-8")
            return ["add", str(plan), "--by", "kills"]
        if step == "publish":
            return ["publish", "--name", f"第{self.turn}版", "--by", "kills"]
        if step == "export":
            suffix = SUFFIXES[self.turn % len(SUFFIXES)]
            return ["export", "--out", str(beside / "out" / f"projects{suffix}")]
        towns = json.loads((self.folder / "boundaries" / "towns.geojson").read_text(encoding="utf-8"))
        features = [one for one in towns["features"] if one["geometry"]]
        first = self.turn % (len(features) - 5)
        own = {"type": "FeatureCollection", "features": features[first : first + 5]}
        path = beside / "towns.geojson"
        path.write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
        return ["boundaries", "import", str(path), "--datum", "wgs84", "--level", "town", "--accept"]


def run(bench: Bench, step: str, kill_after_s: float | None) -> int:
    """Run a step in a process of its own; its exit status, ``-9`` when it was killed."""
    arguments = [*bench.arguments(step), "--workspace", str(bench.folder)]
    child = forked(lambda: (geo_main if step == "import" else main)(arguments))
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def forked(work: Callable[[], int]) -> int:
    """A child process that does *work*: without a start of Python, and nothing is shared."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        if "KILLS_LOUD" not in os.environ:
            os.dup2(silent, 2)
        status = work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def state(folder: Path) -> str:
    """A hash of the tables of a build."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        if path.is_file():  # a killed process may leave its scratch folder
            total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def look(bench: Bench) -> tuple[list[str], list[str]]:
    """What was lost and what is half-written, in a line each; remembers what is there now."""
    lost, half = [], []
    settle(bench.folder)
    if not _is_of_one_build(bench):
        half.append("tables of two builds, or cut")
    desk = bench.folder / "desk.sqlite"
    if desk.is_file():
        with closing(sqlite3.connect(desk)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                half.append("desk.sqlite")
        book = open_book(folder=bench.folder)
        events, editions = {one.event_id for one in book.events()}, {one.name for one in book.editions()}
        lost += [f"event {one}" for one in bench.events - events]
        lost += [f"edition {one}" for one in bench.editions - editions]
        half += [
            f"edition {one.name}"
            for one in book.editions()
            if one.name not in bench.editions and _digest(book.edition_tables(one.name)) != one.sha256
        ]
        half += [f"plan {key}" for key in book.plans() if "mentions.csv" not in book.plan_tables(key)]
        bench.events, bench.editions = events, editions
    codes: set[str] = set()
    towns = bench.folder / "boundaries" / "own" / "towns.geojson"
    if towns.is_file():
        try:
            own = json.loads(towns.read_bytes())["features"]
            codes = {one["properties"]["code"] for one in own}
        except ValueError:
            half.append("own towns")
    lost += [f"area {one}" for one in bench.areas - codes]
    bench.areas = codes
    # A scratch folder that a killed export left is no export.
    for path in filter(Path.is_file, (bench.folder.parent / "out").iterdir()):
        try:
            check_whole(path, -1)
            if path.suffix == ".csv":
                with path.open(encoding="utf-8-sig") as table:
                    _ = list(csv.reader(table))
        except (OSError, ValueError) as error:
            half.append(f"{path.name}: {error}")
    return lost, half


def _is_of_one_build(bench: Bench) -> bool:
    """Whether the tables are all of a build that was seen, or what one makes now that nobody kills.

    What a build makes follows the editions and areas too, which other steps have changed.
    """
    found = state(bench.folder)
    if mixed(bench.folder):
        return False
    if found not in bench.tables:
        again = ["build", "--plans", str(bench.folder / "documents"), "--workspace", str(bench.folder)]
        child = forked(lambda: main(again))
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            bench.tables.add(state(bench.folder))
    return found in bench.tables


def prepare(folder: Path, seed: int) -> Bench:
    """A workspace with an edition, own areas and exports, and how long each step takes."""
    (folder / "out").mkdir(parents=True)
    child = forked(lambda: 0 if make_city(folder / "city") else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    bench = Bench(folder / "city", random.Random(seed))
    bench.tables.add(state(bench.folder))
    for step in STEPS:
        for _ in range(2 if step == "build" else 1):  # builds of both texts
            start = time.perf_counter()
            assert run(bench, step, None) == 0, step
            bench.whole_s[step] = time.perf_counter() - start
            if step == "build":
                bench.tables.add(state(bench.folder))
    lost, half = look(bench)
    assert not lost and not half, (lost, half)
    return bench


def kill(bench: Bench, step: str) -> tuple[bool, list[str], list[str]]:
    """Kill one run of a step: whether the kill came in time, what was lost, what is half-written."""
    status = run(bench, step, bench.chance.uniform(0, bench.whole_s[step]))
    lost, half = look(bench)
    return status == _KILLED, lost, half


def measured(kills: int, seed: int, folder: Path) -> tuple[Bench, dict[str, Counter[str]], list[str]]:
    """Counts by step, and every fault in a line."""
    bench = prepare(folder, seed)
    counts: dict[str, Counter[str]] = {step: Counter() for step in STEPS}
    faults: list[str] = []
    done, tries = 0, 0
    while done < kills and tries < 3 * kills:
        step = STEPS[tries % len(STEPS)]
        tries += 1
        is_killed, lost, half = kill(bench, step)
        done += is_killed
        counts[step].update(killed=is_killed, done=not is_killed, lost=len(lost), half=len(half))
        faults += [f"{step}: {line}" for line in (*lost, *half)]
        if is_killed and done % 20 == 0:
            print(report(bench, counts, faults), file=sys.stderr, flush=True)
    return bench, counts, faults


def report(bench: Bench, counts: dict[str, Counter[str]], faults: list[str]) -> str:
    """The table."""
    lines = [f"{'step':8} {'a run s':>8} {'killed':>7} {'done before':>12} {'lost':>5} {'half-written':>13}"]
    for step, one in counts.items():
        figures = f"{one['killed']:7d} {one['done']:12d} {one['lost']:5d} {one['half']:13d}"
        lines.append(f"{step:8} {bench.whole_s[step]:8.1f} {figures}")
    total = sum(counts.values(), Counter[str]())
    lines.append(
        f"{'all':8} {'':8} {total['killed']:7d} {total['done']:12d} {total['lost']:5d} {total['half']:13d}"
    )
    return "\n".join([*lines, *faults])


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in ("PROJECT_MAP_STORE", "PROJECT_MAP_OWN", workspace.VARIABLE):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(options.kills, options.seed, Path(folder) / "bench")
    print(report(*found))
    return 1 if found[2] else 0


if __name__ == "__main__":
    sys.exit(_main())
