"""The scripts of the map as code: types, rules of style. What they do is asked in ``test_scripts.py``."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from projects.presentation import countrymap, standalone, webdata
from projects.presentation.webfiles import own_text
from tests.node import FOLDER, ROOT, tool

SCRIPTS = ROOT / "projects" / "presentation" / "web"


BUNDLES = {
    "map": webdata.SCRIPTS,
    "country": countrymap.SCRIPTS,
    "file": (*webdata.SCRIPTS, *standalone.OWN_SCRIPTS),
}
OTHERWISE = {"standalone": {"json"}}  # it offers anew: the file has its data within


class Script(NamedTuple):
    """What a script offers to the others and uses of them: as it declares, and as it does."""

    offers: set[str]
    uses: set[str]


def declared(name: str) -> Script:
    found = re.search(r"@type \{Script<(.*?)>\}", text_of(name), re.DOTALL)
    assert found, name
    offers, uses = found[1].split(",")
    return Script(set(re.findall(r'"(\w+)"', offers)), set(re.findall(r'"(\w+)"', uses)))


def done(name: str) -> Script:
    code = re.sub(r"/\*.*?\*/", "", text_of(name), flags=re.DOTALL)
    offers = set(re.findall(r"\bPM\.(\w+) = ", code))
    taken = re.findall(r"const \{([^}]*)\} = PM;", code)
    uses = {*re.findall(r"\bPM\.(\w+)", code), *(one.strip() for names in taken for one in names.split(","))}
    each = re.search(r"for \(const each of \[([^\]]*)\]\)[^;]*\[each\]", code)  # main.js adds all to the map
    return Script(offers, (uses | set(re.findall(r'"(\w+)"', each[1] if each else ""))) - offers)


def text_of(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted({name for names in BUNDLES.values() for name in names}))
def test_a_script_declares_what_it_offers_and_uses_and_no_more(name: str) -> None:
    assert declared(name) == done(name)


@pytest.mark.parametrize("bundle", BUNDLES)
def test_what_a_script_uses_another_of_its_page_offers(bundle: str) -> None:
    scripts = {name: declared(name) for name in BUNDLES[bundle]}
    offered = [
        each for name, script in scripts.items() for each in script.offers - OTHERWISE.get(name, set())
    ]
    assert len(offered) == len(set(offered))
    assert {each for script in scripts.values() for each in script.uses} <= set(offered)


@pytest.mark.parametrize("name", sorted(path.name for path in SCRIPTS.glob("*.js")))
def test_a_browser_gets_the_same_code_without_the_types(name: str) -> None:
    def bare(text: str) -> list[str]:
        return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split()

    whole, sent = (SCRIPTS / name).read_text(encoding="utf-8"), own_text(name)
    assert bare(sent) == bare(whole)
    assert not re.search(r"@param|^\s*/\*\* @type[^\n]*\*/$", sent, re.MULTILINE)
    kept = [line for line in whole.splitlines() if not re.match(r"\s*(/\*\*|\* |\*/)", line)]
    assert [line for line in sent.splitlines() if line in kept] == kept


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
