"""One zip from which the map installs and runs on a machine without a network.

Input: this project and pip's index. Output: a zip with

=============  ===========================================================
``wheels/``    a wheel for each requirement and all that these require
``app/``       program, data, web assets
``start.*``    start scripts for Windows and Linux; ``start.py`` does the work
``README.txt`` what to do, in Chinese
=============  ===========================================================

pip chooses wheels for another platform but decides by *this* machine which optional
requirements apply (``colorama; sys_platform == "win32"``). So the wheels' own metadata are
read for the target, and what is missing is fetched until nothing is.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from geo import DATA_DIR
from geo.assets import install_assets, read_assets
from geo.files import whole
from projects.errors import InputError, MissingError

ROOT = DATA_DIR.parent
BUNDLED = Path(__file__).resolve().parent / "bundled"
# Of the map, and of the service that a server runs beside it.
REQUIREMENTS = ROOT / "requirements.txt"
SERVICE_REQUIREMENTS = ROOT / "projects" / "export" / "service-requirements.txt"
PARTS = (
    "app.py",
    "page",
    "geo",
    "projects",
    "data",
    ".streamlit",
    "requirements.txt",
    "docs",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
)
LEFT_OUT = re.compile(
    r"(^|/)(__pycache__|cache|store\.sqlite[^/]*|tables\.json|\.lock|\.next|\.part-[^/]*|[^/]*\.(pyc|part))(/|$)"
)
FOLDER = "project-map"
_LINES = {".bat": "\r\n", ".txt": "\r\n", ".sh": "\n", ".py": "\n"}
# The oldest glibc of the wheels, and all that run on it; pip does not work these out itself.
_GLIBC = range(28, 4, -1)
_OLD_NAMES = ("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64")


@dataclass(frozen=True, slots=True)
class Target:
    """A platform (``win_amd64`` or ``manylinux``) and a Python (``3.11``).

    Raises
    ------
    InputError
        It is none for which wheels can be chosen.
    """

    platform: str
    python: str

    def __post_init__(self) -> None:
        """Check."""
        if self.platform not in SYSTEMS:
            raise InputError(f"platform {self.platform!r}; expected {' or '.join(SYSTEMS)}")
        if not re.fullmatch(r"3\.1[1-9]", self.python):
            raise InputError(f"python {self.python!r}; expected 3.11 or above")

    @property
    def tags(self) -> frozenset[Tag]:
        """The wheel tags that the target can use."""
        major, minor = map(int, self.python.split("."))
        interpreter = f"cp{major}{minor}"
        platforms = SYSTEMS[self.platform].platforms
        return frozenset(
            [
                *cpython_tags((major, minor), platforms=platforms),
                *compatible_tags((major, minor), interpreter, platforms),
            ]
        )

    @property
    def environment(self) -> dict[str, str]:
        """Values for environment markers."""
        return {
            **SYSTEMS[self.platform].markers,
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
        }


@dataclass(frozen=True, slots=True)
class System:
    """An operating system: its name, its wheels' platforms, its values for markers."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]


SYSTEMS = {
    "win_amd64": System(
        "Windows 10 及以上（64 位）",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    "manylinux": System(
        "Linux（x86_64，glibc 2.28 及以上）",
        (*(f"manylinux_2_{minor}_x86_64" for minor in _GLIBC), *_OLD_NAMES, "linux_x86_64"),
        {
            **{"sys_platform": "linux", "platform_system": "Linux"},
            **{"os_name": "posix", "platform_machine": "x86_64"},
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Wheel:
    """What a wheel file says of itself."""

    path: Path
    name: str
    tags: frozenset[Tag]
    requires: tuple[Requirement, ...]


def bundle(target: Target, out: Path) -> list[str]:
    """Fetch the wheels and write the zip.

    Parameters
    ----------
    target
        Platform and Python for which wheels are chosen.
    out
        The zip; one that is there is replaced.

    Returns
    -------
    list[str]
        File names of the wheels, sorted.

    Raises
    ------
    InputError, MissingError, AssetError
        A wheel, a part of the project or a web asset cannot be had; nothing is written then.
    WriteError
        *out* cannot be written; what was there stays.
    """
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder)
        fetch(target, wheels)
        found = sorted(path.name for path in wheels.glob("*.whl"))
        pack(target, wheels, out)
    return found


def fetch(target: Target, folder: Path) -> None:
    """Fill *folder* with a wheel of each requirement and of all that they require."""
    files = (REQUIREMENTS, SERVICE_REQUIREMENTS)
    pins = [pin for file in files for pin in read_requirements(file)]
    assets = {canonicalize_name(asset.package) for asset in read_assets()}
    for pin in pins:
        # Web assets come in packages of files, some of them without a wheel on the index.
        if canonicalize_name(pin.name) in assets:
            _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(pin))
    choice = ["--only-binary=:all:", "--implementation", "cp", "--python-version", target.python]
    for platform in SYSTEMS[target.platform].platforms:
        choice += ["--platform", platform]
    into = ["--find-links", str(folder), "--dest", str(folder)]
    _pip("download", *choice, *into, *(word for file in files for word in ("-r", str(file))))
    asked: set[str] = set()
    while missing := [text for text in missing_wheels(folder, target, pins) if text not in asked]:
        asked.update(missing)
        _pip("download", "--no-deps", *choice, *into, *missing)
    left = missing_wheels(folder, target, pins)
    if left:
        raise InputError(f"no wheel for {target.platform} and Python {target.python}: {', '.join(left)}")


def missing_wheels(folder: Path, target: Target, requirements: Iterable[Requirement]) -> list[str]:
    """What is required, directly or by another wheel, and has no usable wheel in *folder*; sorted."""
    wheels = map(read_wheel, sorted(folder.glob("*.whl")))
    by_name = {wheel.name: wheel for wheel in wheels if wheel.tags & target.tags}
    missing: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [requirement for requirement in requirements if _applies(requirement, target, "")]
    while waiting:
        requirement = waiting.pop()
        wheel = by_name.get(canonicalize_name(requirement.name))
        if wheel is None or not requirement.specifier.contains(_version(wheel.path), prereleases=True):
            missing.add(f"{requirement.name}{requirement.specifier}")
            continue
        for extra in ("", *sorted(requirement.extras)):
            if (wheel.name, extra) not in seen:
                seen.add((wheel.name, extra))
                waiting += [each for each in wheel.requires if _applies(each, target, extra)]
    return sorted(missing)


def read_wheel(path: Path) -> Wheel:
    """The name, tags and requirements of a wheel file.

    Raises
    ------
    InputError
        The file is no wheel.
    """
    try:
        name, _, _, tags = parse_wheel_filename(path.name)
        with zipfile.ZipFile(path) as archive:
            member = next(each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
            fields = Parser().parsestr(archive.read(member).decode("utf-8"), headersonly=True)
    except (InvalidWheelFilename, zipfile.BadZipFile, StopIteration) as error:
        raise InputError(f"{path}: not a wheel: {error}") from error
    return Wheel(path, name, tags, tuple(map(Requirement, fields.get_all("Requires-Dist", []))))


def read_requirements(path: Path) -> Iterator[Requirement]:
    """The requirements in a pip file, comments left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.split("#")[0].strip()
        if text:
            yield Requirement(text)


def pack(target: Target, wheels: Path, out: Path) -> None:
    """Write the zip: *wheels*, the project, web assets, start scripts; whole or not at all.

    Raises
    ------
    MissingError, AssetError
        A part of the project, or a web asset, cannot be had.
    WriteError
        *out* cannot be written.
    """
    found = sorted(wheels.glob("*.whl"))
    words = {
        "{python}": target.python,
        "{system}": SYSTEMS[target.platform].name,
        "{wheels}": str(len(found)),
        "{date}": datetime.date.today().isoformat(),
    }
    # Read before the zip is begun: what is missing here is no fault of *out*.
    program = [(name, path.read_bytes()) for name, path in _project_files()]
    assets = _web_assets()
    with whole(out) as staged, zipfile.ZipFile(staged, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in found:
            _add(archive, f"wheels/{path.name}", path.read_bytes(), is_packed=True)
        for name, content in program:
            _add(archive, f"app/{name}", content)
        for name, content in assets:
            _add(archive, f"app/static/{name}", content)
        for path in sorted(BUNDLED.iterdir()):
            if path.suffix in _LINES:
                _add(archive, path.name, _start_file(path, words))
        made_for = {"platform": target.platform, "python": target.python}
        _add(archive, "bundle.json", json.dumps(made_for).encode("ascii"))


def default_name(target: Target) -> str:
    """The name of the zip when none is given.

    Parameters
    ----------
    target
        Platform and Python that the name tells.

    Returns
    -------
    str
        A file name such as ``project-map-win_amd64-py3.11.zip``.
    """
    return f"{FOLDER}-{target.platform}-py{target.python}.zip"


def _web_assets() -> list[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        paths = install_assets(Path(folder))
        return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths]


def _project_files() -> Iterator[tuple[str, Path]]:
    for part in PARTS:
        top = ROOT / part
        if not top.exists():
            raise MissingError(f"{top}: missing, so the bundle would not run")
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and not LEFT_OUT.search(name):
                yield name, path


def _start_file(path: Path, words: dict[str, str]) -> bytes:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        for name, value in words.items():
            text = text.replace(name, value)
    # The mark tells old editors on Windows that the text is UTF-8.
    return text.replace("\n", _LINES[path.suffix]).encode("utf-8-sig" if path.suffix == ".txt" else "utf-8")


def _add(archive: zipfile.ZipFile, name: str, content: bytes, *, is_packed: bool = False) -> None:
    entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (2020, 1, 1, 0, 0, 0))
    entry.external_attr = (0o100755 if name.endswith((".sh", ".bat")) else 0o100644) << 16
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _applies(requirement: Requirement, target: Target, extra: str) -> bool:
    marker: Marker | None = requirement.marker
    if marker is None:
        return not extra
    needs_extra = "extra" in str(marker)
    environment = {**target.environment, "extra": extra}
    return marker.evaluate(environment) and (needs_extra or not extra)


def _version(path: Path) -> str:
    return str(parse_wheel_filename(path.name)[1])


def _pip(command: str, *arguments: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pip", command, "--quiet", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        reasons = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
        raise InputError(f"pip {command}: {reasons[-1] if reasons else run.stderr.strip()[-300:]}")
