"""How many examples a test takes: some with every change, many in the nightly run (``nox -s nightly``)."""

from __future__ import annotations

import os

VARIABLE = "PROJECT_MAP_TESTS_EXAMPLES"


def examples(some: int, many: int) -> int:
    """*many* at night, else *some*; the test bears the mark ``thorough``, by which the night finds it."""
    return many if os.environ.get(VARIABLE) == "many" else some
