"""The server of the page is killed while a person decides: what was shown as saved is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="kill -9"),
]


def test_what_the_page_showed_as_saved_survives_a_kill(tmp_path: Path) -> None:
    from tests.benchmarks.kills_page import measured

    sittings = measured(3, 7, tmp_path)
    assert all(one.is_whole for one in sittings), sittings
    assert sum(one.shown for one in sittings)
