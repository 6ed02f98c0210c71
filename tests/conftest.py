"""What tests of several folders share, and how they are dealt out to workers.

``tests/run`` gives whole files to as many workers as there are cores (pytest-xdist): what a module shares is
made once, what a session shares once per worker, on ports and in folders of its own. What is measured (the
marks of the night) runs alone, in one process.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.server import Server

MOST_WORKERS = 4
NIGHT = ("slow", "thorough")


@pytest.hookimpl(optionalhook=True)  # pytest-xdist may be away
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many as there are cores; none where time and memory are measured, or one test is looked at."""
    chosen = config.getoption("markexpr") or ""
    if any(mark in chosen and f"not {mark}" not in chosen for mark in NIGHT):
        return 0
    if any("::" in argument for argument in config.args):
        return 0
    return min(os.cpu_count() or 1, MOST_WORKERS)


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what -m does not want
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the cases of a test that is ``sampled(n)``, all but every n-th are ``wide``."""
    seen: Counter[str] = Counter()
    for item in items:
        if mark := item.get_closest_marker("sampled"):
            test = item.nodeid.partition("[")[0]
            if seen[test] % mark.args[0]:
                item.add_marker(pytest.mark.wide)
            seen[test] += 1


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server with PostGIS, started once."""
    from tests.server import ended, started

    one = started()
    yield one
    ended(one)
