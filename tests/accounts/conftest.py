"""A register of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.accounts import presence
from projects.accounts.register import Register, open_register


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setenv(presence.VARIABLE, str(tmp_path / "accounts.sqlite"))
    return open_register(is_new_allowed=True)
