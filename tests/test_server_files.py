"""What a server needs besides the program: units, compose file, proxy, notes. They fit the program.

A container engine does not run here: the compose file is read by the compose program, where there is one,
and compared with the code; the image is not built.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from streamlit.config import get_config_options

from geo import DATA_DIR, settings
from projects.__main__ import parser
from projects.bundle import FOLDER, Target, pack

ROOT = DATA_DIR.parent
SERVER = ROOT / "docs" / "server"
UNITS = sorted((SERVER / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
PYTHON = "/opt/project-map/venv/bin/python"
HARDENED = {
    **dict.fromkeys(("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"), "yes"),
    **{"ProtectSystem": "strict", "StateDirectory": "project-map", "CapabilityBoundingSet": ""},
}


class _Unit(RawConfigParser):
    """A unit file; a name that stands several times keeps all its values, parted by blanks."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",), interpolation=None)
        self.optionxform = str  # type: ignore[assignment, method-assign]
        lines = path.read_text(encoding="utf-8").splitlines()
        told = [line.removeprefix("Environment=") for line in lines if line.startswith("Environment=")]
        kept = [line for line in lines if not line.startswith("Environment=")]
        self.read_string("\n".join(kept))
        self.environment = dict(one.split("=", 1) for one in shlex.split(" ".join(told)))


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((SERVER / "compose.yml").read_text(encoding="utf-8"))
    return found


def check_command(words: list[str]) -> None:
    """That what follows ``python`` is a command of this program, with options that exist."""
    assert words[0] == "-m"
    if words[1] == "projects":
        assert parser().parse_args(words[2:]).run
        return
    assert words[1:4] == ["streamlit", "run", "app.py"]
    known = get_config_options()
    for option in words[4:]:
        assert option.removeprefix("--").partition("=")[0] in known, option


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_starts_the_program_with_settings_that_exist(path: Path) -> None:
    unit = _Unit(path)
    service = unit["Service"]
    program, *words = shlex.split(service["ExecStart"].replace("%i", "8501"))
    assert program == PYTHON
    check_command(words)
    named = {name for name in unit.environment if name.startswith("PROJECT_MAP")}
    assert named == {settings.VARIABLE}
    assert HARDENED.items() <= dict(service).items()


def test_the_target_starts_every_unit() -> None:
    wanted = _Unit(SERVER / "systemd" / "project-map.target")["Unit"]["Wants"].split()
    assert {re.sub("@.*?\\.", "@.", one) for one in wanted} == {path.name for path in SERVICES}
    pages = re.findall(r"@(\d+)\.service", " ".join(wanted))
    proxied = re.findall(r"127\.0\.0\.1:(85\d+)", (SERVER / "nginx" / "upstreams.conf").read_text("utf-8"))
    assert pages == proxied, "the proxy knows every process of the page"
    for path in SERVICES:
        assert _Unit(path)["Unit"]["PartOf"] == "project-map.target"


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze here (Debian: systemd)"
)
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace(PYTHON, sys.executable)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    names = ["project-map@8501.service", "project-map-service.service", "project-map.target"]
    command = ["systemd-analyze", "verify", *(str(tmp_path / name) for name in names)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "project-map" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_compose_file_names_commands_and_settings_that_exist() -> None:
    services = compose()["services"]
    assert set(services) == {"db", "page-1", "page-2", "service", "proxy"}
    for name in ("page-1", "page-2", "service"):
        one = services[name]
        known = set(settings.known()) | {"PGPASSWORD"}
        assert set(one["environment"]) <= known
        assert one["cap_drop"] == ["ALL"] and "no-new-privileges:true" in one["security_opt"]
        assert "/healthz" in one["healthcheck"]["test"][-1]
        compile(one["healthcheck"]["test"][-1], name, "exec")
    program, *words = services["service"]["command"]
    assert program == "python"
    check_command([re.sub(r"\$\{.*?\}", "map.example.cn", one) for one in words])
    outside = [name for name, one in services.items() if one.get("ports")]
    assert outside == ["proxy"], "nothing else is reached from outside"
    listed = (SERVER / "nginx" / "upstreams-compose.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"server ([\w-]+):", listed)) == {"page-1", "page-2", "service"}
    for one in services.values():
        for volume in one.get("volumes", []):
            source = volume.split(":")[0]
            assert not source.startswith("./") or (SERVER / source).is_file()


@pytest.mark.skipif(
    shutil.which("docker-compose") is None, reason="no docker-compose here (Debian: docker-compose)"
)
def test_the_compose_program_reads_the_file() -> None:
    command = ["docker-compose", "-f", str(SERVER / "compose.yml"), "config", "--quiet"]
    environment = {"PATH": "/usr/bin:/bin", "DB_PASSWORD": "x"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    del environment["DB_PASSWORD"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "the password of the database" in done.stderr


def test_the_image_copies_what_is_there_and_starts_the_page() -> None:
    text = (SERVER / "Dockerfile").read_text(encoding="utf-8")
    sources = [one for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE) for one in line.split()[:-1]]
    assert [one for one in sources if not (ROOT / one).exists()] == []
    assert {"app.py", "page", "geo", "projects", "data", ".streamlit", "requirements.txt"} <= set(sources)
    words = re.findall(r'"([^"]+)"', re.search(r"^CMD \[(.+)\]$", text, re.MULTILINE)[1])  # type: ignore[index]
    assert words[0] == "python"
    check_command(words[1:])


def test_the_bundle_holds_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    pack(Target("manylinux", "3.11"), tmp_path / "wheels", tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        names = set(archive.namelist())
    wanted = [path.relative_to(ROOT).as_posix() for path in SERVER.rglob("*") if path.is_file()]
    wanted += ["docs/running.md", "docs/upgrading.md", "docs/settings.md", "docs/en/running.md"]
    wanted += ["SECURITY.md", "CHANGELOG.md", "data/settings.csv"]
    assert [one for one in wanted if f"{FOLDER}/app/{one}" not in names] == []


@pytest.mark.parametrize("name", ["running", "upgrading", "en/running"])
def test_the_notes_name_commands_and_files_that_exist(name: str) -> None:
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    lines = re.findall(r"python -m projects ([^`\n]*?)(?:  #|`|$)", text, re.MULTILINE)
    assert len(lines) >= 2
    for line in lines:
        words = shlex.split(line)
        if len(words) > 1:  # else the command alone is named
            assert parser().parse_args(words).run, line
    for path in re.findall(r"\]\((?:\.\./)?(server/[^)]+)\)", text):
        assert (ROOT / "docs" / path).exists(), path
