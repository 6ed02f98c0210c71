"""requirements.lock holds every package of requirements.txt at its version, and hashes for each."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKED = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())


def read(line: str) -> Requirement:
    return Requirement(line.split(" \\")[0])


def test_what_is_required_is_locked_at_its_version() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    locked = {canonicalize_name(one.name): one for one in map(read, LOCKED[2:])}
    assert {
        one.name for one in wanted if locked[canonicalize_name(one.name)].specifier != one.specifier
    } == set()


def test_every_locked_package_has_its_hashes() -> None:
    assert len(LOCKED) > 80
    for block in LOCKED[2:]:
        assert str(read(block).specifier).startswith("=="), block
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
