"""The offline zip: nothing that is required is missing, and what is in it starts.

The quick tests use wheels of a few bytes and no network. ``tests/run -m slow`` makes both
zips from pip's index and runs the Linux one where no network can be reached.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from geo.errors import WriteError
from projects.__main__ import main
from projects.bundle import (
    FOLDER,
    PARTS,
    REQUIREMENTS,
    ROOT,
    SERVICE_REQUIREMENTS,
    Target,
    bundle,
    missing_wheels,
    pack,
    read_requirements,
    read_wheel,
)
from projects.bundled.start import mismatch
from projects.errors import InputError, MissingError

ALL = [pin for file in (REQUIREMENTS, SERVICE_REQUIREMENTS) for pin in read_requirements(file)]
WINDOWS, LINUX = Target("win_amd64", "3.11"), Target("manylinux", "3.11")


def wheel(folder: Path, name: str, *requires: str) -> Path:
    """A wheel file with nothing in it but its requirements."""
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        stem = "-".join(name.split("-")[:2])
        lines = ["Metadata-Version: 2.1", *(f"Requires-Dist: {each}" for each in requires)]
        archive.writestr(f"{stem}.dist-info/METADATA", "\n".join(lines) + "\n\nText\nRequires-Dist: no\n")
    return path


def missing(folder: Path, target: Target, *requirements: str) -> list[str]:
    return missing_wheels(folder, target, map(Requirement, requirements))


@pytest.mark.parametrize(
    ("requires", "windows", "linux"),
    [
        (["b>=2"], ["b>=2"], ["b>=2"]),
        (['b; sys_platform == "win32"'], ["b"], []),
        (['b; platform_system != "Windows"'], [], ["b"]),
        (['b; python_version < "3.11"'], [], []),
        (['b; python_version >= "3.11" and os_name == "nt"'], ["b"], []),
        (['b; extra == "more"'], [], []),
        (["c[more]"], ["d"], ["d"]),
        (["c"], [], []),
    ],
)
def test_what_is_required_on_the_target_counts(
    requires: list[str], windows: list[str], linux: list[str], tmp_path: Path
):
    wheel(tmp_path, "a-1.0-py3-none-any.whl", *requires)
    wheel(tmp_path, "c-1.0-py2.py3-none-any.whl", 'd; extra == "more"', 'a; extra == "other"')
    assert missing(tmp_path, WINDOWS, "a==1.0") == windows
    assert missing(tmp_path, LINUX, "a==1.0") == linux


@pytest.mark.parametrize(
    ("name", "windows", "linux"),
    [
        ("a-1.0-py3-none-any.whl", True, True),
        ("a-1.0-cp311-cp311-win_amd64.whl", True, False),
        ("a-1.0-cp39-abi3-win_amd64.whl", True, False),
        ("a-1.0-py3-none-win_amd64.whl", True, False),
        ("a-1.0-cp312-cp312-win_amd64.whl", False, False),
        ("a-1.0-cp311-cp311-win32.whl", False, False),
        ("a-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", False, True),
        ("a-1.0-cp311-cp311-manylinux_2_28_x86_64.whl", False, True),
        ("a-1.0-cp311-cp311-manylinux_2_34_x86_64.whl", False, False),
        ("a-1.0-cp311-cp311-manylinux_2_28_aarch64.whl", False, False),
        ("a-1.0-cp311-cp311-musllinux_1_2_x86_64.whl", False, False),
        ("a-2.0-py3-none-any.whl", False, False),
    ],
)
def test_a_wheel_of_another_platform_or_version_does_not_count(
    name: str, windows: bool, linux: bool, tmp_path: Path
):
    wheel(tmp_path, name)
    assert (missing(tmp_path, WINDOWS, "a==1.0") == []) == windows
    assert (missing(tmp_path, LINUX, "a==1.0") == []) == linux


def test_a_chain_of_requirements_is_followed_and_a_circle_ends(tmp_path: Path):
    wheel(tmp_path, "a-1.0-py3-none-any.whl", "B_b")
    wheel(tmp_path, "b_b-1.0-py3-none-any.whl", "c.c>1,<2", "A")
    assert missing(tmp_path, LINUX, "A==1.0") == ["c.c<2,>1"]
    wheel(tmp_path, "c_c-1.5-py3-none-any.whl")
    assert missing(tmp_path, LINUX, "a==1.0") == []


def test_a_file_that_is_no_wheel_is_named(tmp_path: Path):
    (tmp_path / "a-1.0-py3-none-any.whl").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"a-1\.0-py3-none-any\.whl: not a wheel"):
        read_wheel(tmp_path / "a-1.0-py3-none-any.whl")


def test_all_requirements_are_pinned():
    pins = ALL
    assert len(pins) > 10
    assert [str(pin) for pin in pins if not str(pin.specifier).startswith("==")] == []


@pytest.mark.parametrize("target", [WINDOWS, LINUX], ids=lambda target: target.platform)
def test_the_zip_holds_program_data_assets_and_start_scripts(target: Target, tmp_path: Path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "a-1.0-py3-none-any.whl")
    out = tmp_path / "x.zip"
    pack(target, wheels, out)
    with zipfile.ZipFile(out) as archive:
        names = {name.removeprefix(f"{FOLDER}/") for name in archive.namelist()}
        texts = {name: archive.read(f"{FOLDER}/{name}") for name in names if "/" not in name}
        modes = {info.filename.split("/")[-1]: info.external_attr >> 16 for info in archive.infolist()}
    assert {"start.bat", "start.sh", "start.py", "README.txt", "bundle.json"} == set(texts)
    assert "wheels/a-1.0-py3-none-any.whl" in names
    for part in PARTS:
        assert any(name == f"app/{part}" or name.startswith(f"app/{part}/") for name in names)
    assert {"app/static/leaflet-1.9.3/leaflet.js", "app/data/workspaces/liaocheng/mentions.csv"} <= names
    assert {
        "app/data/workspaces/liaocheng/boundaries/towns.geojson",
        "app/projects/presentation/web/built/map.js",
    } <= names
    assert [name for name in names if "__pycache__" in name or "store.sqlite" in name] == []
    assert json.loads(texts["bundle.json"]) == {"platform": target.platform, "python": "3.11"}
    assert texts["README.txt"].startswith(b"\xef\xbb\xbf")
    readme = texts["README.txt"].decode("utf-8-sig")
    assert "Python 3.11" in readme
    assert "{" not in readme
    assert texts["start.bat"].count(b"\r\n") == texts["start.bat"].count(b"\n") > 5
    assert texts["start.bat"].isascii()
    assert b"\r" not in texts["start.sh"]
    assert b"python3.11" in texts["start.sh"]
    assert modes["start.sh"] & 0o111
    assert not list(tmp_path.glob("*.part"))


def test_what_is_missing_is_named_and_not_the_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "wheels").mkdir()
    with pytest.raises(WriteError, match=r"x\.zip: cannot be written"):
        pack(LINUX, tmp_path / "wheels", tmp_path / "nowhere" / "x.zip")
    monkeypatch.setattr("projects.bundle.PARTS", (*PARTS, "gone.py"))
    with pytest.raises(MissingError, match=rf"^{re.escape(str(ROOT / 'gone.py'))}: missing"):
        pack(LINUX, tmp_path / "wheels", tmp_path / "x.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["wheels"]


def test_a_python_that_cannot_use_the_wheels_is_told():
    here = "{}.{}".format(*sys.version_info)
    system = {"linux": "manylinux", "win32": "win_amd64"}[sys.platform]
    other = {"manylinux": "win_amd64", "win_amd64": "manylinux"}[system]
    assert mismatch({"python": here, "platform": system}) == ""
    assert "Python 3.1 " in mismatch({"python": "3.1", "platform": system})
    assert other in mismatch({"python": here, "platform": other})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--platform", "manylinux", "--python", "2.7"], "expected 3.11 or above"),
        (["--platform", "manylinux", "--out", "/nowhere/at/all/x.zip"], "no such folder"),
    ],
)
def test_wrong_use_is_one_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]):
    assert main(["bundle", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


@pytest.mark.slow
def test_the_windows_zip_is_complete(tmp_path: Path):
    out = tmp_path / "win.zip"
    names = bundle(WINDOWS, out)
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path)
    wheels = tmp_path / FOLDER / "wheels"
    assert sorted(path.name for path in wheels.iterdir()) == names
    assert missing_wheels(wheels, WINDOWS, ALL) == []
    assert all(read_wheel(path).tags & WINDOWS.tags for path in wheels.iterdir())
    # The check would notice any wheel that goes missing.
    for path in (wheels / name for name in names if name.startswith(("numpy-", "tzdata-", "click-"))):
        held = path.read_bytes()
        path.unlink()
        gone = path.name.split("-")[0]
        assert [text for text in missing_wheels(wheels, WINDOWS, ALL) if gone in text]
        path.write_bytes(held)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="unshare is a Linux program")
def test_the_linux_zip_installs_and_runs_where_no_network_is(tmp_path: Path):
    bundle(Target("manylinux", "{}.{}".format(*sys.version_info)), tmp_path / "linux.zip")
    subprocess.run(["unzip", "-q", "linux.zip"], cwd=tmp_path, check=True)
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("this system lets nobody take the network away from a process")
    run = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "tests.projects.offline_start", str(tmp_path / FOLDER)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "PIP_INDEX_URL": "https://example.invalid/simple"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["is_reachable"] is False
    assert found["shown"] == found["records"] > 500
    assert found["foreign"] == []
    assert found["prefix"].startswith(str(tmp_path))
