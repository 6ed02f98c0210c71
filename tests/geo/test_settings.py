"""Settings: one file, the environment before it, and a table that leaves none out."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from pathlib import Path

import pytest
import uvicorn.config
from uvicorn.middleware.proxy_headers import _TrustedHosts

from geo import DATA_DIR, settings
from geo.__main__ import main as geo_main
from geo.errors import UserFileError
from projects.__main__ import main
from projects.commands.setting import template
from tests.imports import product

ROOT = DATA_DIR.parent
NAME = re.compile(r"PROJECT_MAP_[A-Z0-9_]+|[A-Z]+_(?:KEY|AK)")
# Where the file itself is; and what one process of ours tells another.
APART = {settings.VARIABLE, "PROJECT_MAP_SERVICE"}


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_environment_stands_before_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'PROJECT_MAP_WORKSPACE = "/srv/市"\nPROJECT_MAP_WAIT = 7\nPROJECT_MAP_HOSTS = ["a.cn", "b.cn"]\n'
        'PROJECT_MAP_CORS = "https://c.cn"\nFORWARDED_ALLOW_IPS = ["10.0.0.1", "10.1.0.0/16"]\n',
    )
    environment = {settings.VARIABLE: str(path), "PROJECT_MAP_WORKSPACE": "/other", "PROJECT_MAP_CORS": ""}
    settings.apply(environment)
    del environment[settings.VARIABLE]
    assert environment == {
        "PROJECT_MAP_WORKSPACE": "/other",
        "PROJECT_MAP_WAIT": "7",
        "PROJECT_MAP_HOSTS": "a.cn b.cn",
        "PROJECT_MAP_CORS": "",
        "FORWARDED_ALLOW_IPS": "10.0.0.1,10.1.0.0/16",
    }


def test_networks_of_the_environment_are_written_as_the_server_reads_them() -> None:
    environment = {"FORWARDED_ALLOW_IPS": "10.0.0.2 10.1.0.0/16"}
    settings.apply(environment)
    trusted = _TrustedHosts(environment["FORWARDED_ALLOW_IPS"])
    assert [address in trusted for address in ("10.0.0.2", "10.1.7.7", "10.0.0.3")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('PROJECT_MAP_WORKSPCE = "x"', "PROJECT_MAP_WORKSPCE: no such setting"),
        ('PROJECT_MAP_LOG = "all"', "PROJECT_MAP_LOG = 'all': expected requests or errors or off"),
        ("PROJECT_MAP_WAIT = -1", "PROJECT_MAP_WAIT = '-1': expected a number"),
        ('PROJECT_MAP_METRICS = "10.0.0.0/40"', "'10.0.0.0/40'"),
        ("PROJECT_MAP_HOSTS = true", "PROJECT_MAP_HOSTS: expected a text"),
        ("[PROJECT_MAP]", "PROJECT_MAP: no such setting"),
        ("PROJECT_MAP_HOSTS = a.cn", "no settings"),
        ('PROJECT_MAP_WAIT = "x"\nNOTHING = 1', "expected a number; NOTHING: no such setting"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UserFileError, match=re.escape(told)):
        settings.read(path)
    monkeypatch.setenv(settings.VARIABLE, str(path))
    for command in (lambda: main(["settings"]), lambda: geo_main(["locate", "沙镇"])):
        assert command() == 2
        error = capsys.readouterr().err
        assert told in error and error.count("\n") == 1


def test_a_file_that_is_named_and_missing_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(settings.VARIABLE, "/nowhere/settings.toml")
    assert main(["settings"]) == 2
    assert capsys.readouterr().err.startswith("/nowhere/settings.toml: cannot be read")


def test_what_is_wrong_in_the_environment_is_told_too() -> None:
    with pytest.raises(UserFileError, match="PROJECT_MAP_METRICS"):
        settings.apply({"PROJECT_MAP_METRICS": "here"})


def test_the_command_shows_what_holds_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in settings.known():
        monkeypatch.setenv(name, "")  # set back afterwards: the file fills the environment
        monkeypatch.delenv(name)
    path = written(
        tmp_path,
        'PROJECT_MAP_STORE = "postgresql://map:pass-word@db/map"\nAMAP_KEY = "key-of-amap"\n',
    )
    monkeypatch.setenv(settings.VARIABLE, str(path))
    monkeypatch.setenv("PROJECT_MAP_WAIT", "9")
    assert main(["settings"]) == 0
    told = capsys.readouterr().out
    assert "PROJECT_MAP_STORE: postgresql://***@db/map  [文件 file]" in told
    assert "PROJECT_MAP_WAIT: 9  [环境 environment]" in told
    assert "pass-word" not in told and "key-of-amap" not in told


def named_in_code() -> set[str]:
    """Names of settings that the product's code asks for, as texts of their own."""
    found = set()
    for path in product().values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                found.add(node.value)
    with (DATA_DIR / "basemaps.csv").open(encoding="utf-8", newline="") as file:
        found |= {row["key_env"] for row in csv.DictReader(file)} - {""}
    return found


def test_every_setting_of_the_code_stands_in_the_table_and_no_other() -> None:
    server = "FORWARDED_ALLOW_IPS"  # asked for by the server's library
    assert server in Path(uvicorn.config.__file__).read_text(encoding="utf-8")
    assert named_in_code() - APART == set(settings.known()) - {server}


def test_the_documentation_s_table_is_the_table() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines()]
    told = {row[0].strip("`"): row[1:] for row in rows if row[0].startswith("`")}
    wanted = {
        one.name: [(one.choices.replace("|", " · ") or one.kind), one.default or "—", one.zh, one.en]
        for one in settings.known().values()
    }
    assert told == wanted


def test_the_shipped_file_holds_every_setting_and_sets_none() -> None:
    shipped = (ROOT / "docs" / "server" / "settings.toml").read_text(encoding="utf-8")
    assert shipped == template()
    assert tomllib.loads(shipped) == {}
    filled = tomllib.loads(re.sub(r'^# (?=\w+ = "")', "", shipped, flags=re.MULTILINE))
    assert set(filled) == set(settings.known())
