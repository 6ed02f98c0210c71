"""The scripts of the map as code: types, rules of style. What they do is asked in ``test_scripts.py``."""

from __future__ import annotations

from tests.node import FOLDER, ROOT, tool

SCRIPTS = ROOT / "projects" / "presentation" / "web"


def test_types() -> None:
    done = tool("typescript/bin/tsc", "--project", FOLDER)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def test_rules() -> None:
    done = tool(
        "eslint/bin/eslint.js", "--config", FOLDER / "eslint.config.js", "--max-warnings=0", SCRIPTS, FOLDER
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def test_nothing_is_left_unchecked() -> None:
    unchecked = ("@ts-nocheck", "@ts-ignore", "@ts-expect-error", "eslint-disable")
    texts = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.*s")}
    assert len(texts) > 50
    assert {name for name, text in texts.items() if any(mark in text for mark in unchecked)} == set()
