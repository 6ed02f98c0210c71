"""Several people who decide on the same few records at once, each as fast as it can.

``python -m tests.desk.writers WORKSPACE SECONDS PEOPLE`` is one process with several of them, in the
database that the environment names; it prints the id of each event after it was acknowledged.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from projects.desk.book import StaleError, open_book
from projects.desk.events import Draft, Event
from projects.errors import InputError

RECORDS = [f"r{number}" for number in range(8)]
ROOT = Path(__file__).parents[2]


def work(folder: Path, until: float, name: str) -> None:
    """Decide on records as they were last seen, and see them anew when someone was faster."""
    chance = random.Random(name)
    heads: dict[str, str] = {}
    while time.monotonic() < until:
        record = chance.choice(RECORDS)
        try:
            book = open_book(folder=folder, writing=True)
            draft = Draft(record, "edit", {}, {"name": f"{name} {chance.random()}"})
            event = book.append([draft], by=name, expected={record: heads.get(record, "")})[0]
            heads[record] = event.event_id
            sys.stdout.write(f"{event.event_id}\n")
            sys.stdout.flush()
        except StaleError as error:
            heads[record] = error.events[-1].event_id
        except InputError:  # the server is away: what was not acknowledged may be tried again
            time.sleep(0.1)


def start(folder: Path, seconds: float, people: int) -> subprocess.Popen[str]:
    """A process with so many people."""
    command = [sys.executable, "-m", "tests.desk.writers", str(folder), str(seconds), str(people)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> list[str]:
    """The ids that a process told to be stored, when it is through."""
    with process:
        assert process.stdout is not None
        told = process.stdout.read().split()
    assert process.returncode == 0
    return told


def check(events: list[Event], acknowledged: list[str], unsure: int) -> None:
    """Nothing acknowledged is lost, nobody is overwritten; at most *unsure* were stored without a word."""
    stored = [one.event_id for one in events]
    assert len(set(acknowledged)) == len(acknowledged) > 0
    assert set(acknowledged) <= set(stored)
    assert len(stored) - len(acknowledged) <= unsure
    heads: dict[str, str] = {}
    for one in events:  # on each record one chain, each event made in sight of the one before
        assert one.previous == heads.get(one.record, "")
        heads[one.record] = one.event_id


def main() -> None:
    """One process of the test."""
    folder, seconds, people = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    until = time.monotonic() + seconds
    names = [f"{os.getpid()}-{number}" for number in range(people)]
    threads = [threading.Thread(target=work, args=(folder, until, name)) for name in names]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def told(events: list[Event]) -> str:
    """How many events each person stored."""
    return ", ".join(str(count) for _, count in Counter(one.by for one in events).most_common())


if __name__ == "__main__":
    main()
