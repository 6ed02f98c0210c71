"""The scripts of the map as code: types, rules of style, what is built of them.

What they do is asked in ``test_scripts.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.node import BUILT, FOLDER, ROOT, build, tool

SCRIPTS = ROOT / "projects" / "presentation" / "web"
# Streamlit gets these as they are, each alone (st.components.v2).
ELEMENTS = {"copy", "desk", "facets", "rows", "stage", "wording"}
ENTRIES = {"main", "country", "standalone", "early"}
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js")}


def imported(name: str) -> set[str]:
    return set(re.findall(r'^(?:import .*|\}) from "\./([\w-]+)\.js";$', TEXTS[name], re.MULTILINE))


def test_every_module_is_an_entry_or_imported() -> None:
    assert {name for each in TEXTS for name in imported(each)} | ENTRIES | ELEMENTS == set(TEXTS)
    assert {name for name in ELEMENTS if imported(name)} == set()


def test_modules_share_no_global() -> None:
    """What tests and the console reach is set where a page starts, and used nowhere."""
    found = {
        name for name, text in TEXTS.items() if re.search(r"\bPM\b|\b(?:window|globalThis)\.\w+Map\b", text)
    }
    assert found == {"main", "country", "standalone"}


def test_what_browsers_get_is_built_from_the_modules(tmp_path: Path) -> None:
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    again = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    stands = {path.name: path.read_bytes() for path in BUILT.iterdir()}
    assert again.keys() == stands.keys()
    assert [name for name in stands if again[name] != stands[name]] == [], "nox -s scripts builds them anew"


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
    paths = [*SCRIPTS.glob("*.js"), *SCRIPTS.glob("types/*.ts")]
    assert len(paths) > 50
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    assert {name for name, text in texts.items() if any(mark in text for mark in unchecked)} == set()
