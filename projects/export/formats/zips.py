"""Zip archives whose bytes follow from their content: fixed times, the order given, UTF-8 names."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can state
_PACKED = {".zip", ".kmz", ".qgz", ".parquet", ".png", ".xlsx"}


def write_zip(path: Path, members: Iterable[tuple[str, bytes | Path]]) -> None:
    """Pack *members*, each a name and its bytes or the file that holds them."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _TIME)
            is_packed = Path(name).suffix in _PACKED
            info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content.read_bytes() if isinstance(content, Path) else content)
