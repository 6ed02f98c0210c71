"""Web assets for the page: from pinned packages into ``static/``, hashes checked.

``data/assets.csv`` names each file: the pip package and version that carries it, its
place in that package, its place under ``static/`` and its SHA-256. pip has already
brought the package (``requirements.txt``), through whatever index or mirror it is
configured for, so nothing is downloaded here or later, and no Node is needed.

In: ``data/assets.csv`` and the installed packages. Out: files below ``static/``.
The bytes of XStatic-Leaflet 1.9.3.0 were compared with npm's leaflet 1.9.3: the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from geo import DATA_DIR, tables
from geo.errors import AssetError
from geo.files import make_folder, write_whole

ASSETS = DATA_DIR / "assets.csv"
STATIC_DIR = DATA_DIR.parent / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of a pinned package.

    ``member`` and ``target`` are POSIX paths, below the folder where the package is
    installed and below ``static/``; ``sha256`` is hexadecimal, in lower case.
    """

    package: str
    version: str
    member: str
    target: str
    sha256: str
    licence: str


def install_assets(target: Path | None = None, *, table: Path = ASSETS) -> list[Path]:
    """Put every asset in place and print what was done.

    All files are read and checked before the first is written, and each is written
    beside its place and then moved there, so a failure leaves no half-installed set.

    Parameters
    ----------
    target
        Folder to install into; ``None`` means ``static/`` beside ``app.py``.
    table
        The list of assets.

    Returns
    -------
    list[Path]
        Where the assets are, in the order of the table, also those that were in place already.

    Raises
    ------
    AssetError
        A package is not installed or has another version, or a file in it is missing
        or has another hash. Nothing is written then.
    TableError
        The list of assets cannot be read.
    WriteError
        A file or its folder cannot be written.
    """
    folder = target or STATIC_DIR
    assets = read_assets(table)
    wanted = [asset for asset in assets if not _is_in_place(asset, folder)]
    contents = [(asset, _checked_bytes(asset)) for asset in wanted]
    for asset, content in contents:
        _write(folder / asset.target, content)
        print(f"{asset.target}  <- {asset.package} {asset.version}, sha256 ok")
    print(f"{folder}: {len(wanted)} installed, {len(assets) - len(wanted)} already in place")
    return [folder / asset.target for asset in assets]


def missing_assets(target: Path | None = None, *, table: Path = ASSETS) -> list[str]:
    """Assets that are not in place with the expected hash.

    Parameters
    ----------
    target
        Folder that they belong into; ``None`` means ``static/`` beside ``app.py``.
    table
        The list of assets.

    Returns
    -------
    list[str]
        POSIX paths below *target*, in the order of the table; empty when all are in place.
    """
    folder = target or STATIC_DIR
    return [asset.target for asset in read_assets(table) if not _is_in_place(asset, folder)]


def read_assets(table: Path = ASSETS) -> list[Asset]:
    """The rows of the list of assets.

    Parameters
    ----------
    table
        CSV with the fields of :class:`Asset` as its columns.

    Returns
    -------
    list[Asset]
        In the order of the table.

    Raises
    ------
    TableError
        The table is missing, is not UTF-8, or a row has too few or too many fields.
    """
    return [Asset(**row) for row in tables.records(table)]


def _is_in_place(asset: Asset, folder: Path) -> bool:
    path = folder / asset.target
    return path.is_file() and _sha256(path.read_bytes()) == asset.sha256


def _checked_bytes(asset: Asset) -> bytes:
    try:
        package = metadata.distribution(asset.package)
    except metadata.PackageNotFoundError as error:
        raise AssetError(
            f"{asset.package} {asset.version} is not installed: run pip install -r requirements.txt"
        ) from error
    if package.version != asset.version:
        raise AssetError(
            f"{asset.package} is {package.version}, expected {asset.version}:"
            " run pip install -r requirements.txt"
        )
    path = Path(str(package.locate_file(asset.member)))
    if not path.is_file():
        raise AssetError(f"{asset.package} {asset.version} has no file {asset.member!r}")
    content = path.read_bytes()
    if _sha256(content) != asset.sha256:
        raise AssetError(
            f"{asset.member} of {asset.package} has sha256 {_sha256(content)}, expected {asset.sha256}"
        )
    return content


def _write(path: Path, content: bytes) -> None:
    make_folder(path.parent)
    write_whole(path, content)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
