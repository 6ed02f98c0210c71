"""A file that could not be written whole never takes its name, in any format."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from geo import DATA_DIR
from projects.export.readback import check_whole
from projects.export.writing import FORMATS, export
from projects.store.database import open_store


def small_files() -> None:
    """No file may grow beyond 64 kB: writing fails as it does on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb", ".kml", ".csv", ".zip"])
def test_on_a_full_disk_the_old_file_stays(tmp_path: Path, suffix: str) -> None:
    open_store()  # made beforehand: it would not fit either
    path = tmp_path / f"projects{suffix}"
    path.write_text("old")
    command = [sys.executable, "-m", "projects", "export", "--out", str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=DATA_DIR.parent, preexec_fn=small_files, check=False
    )
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert str(path) in done.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if not suffix.endswith(".csv")])
def test_a_file_cut_in_the_middle_is_noticed(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"projects{suffix}"
    records = open_store().records()
    export(records, path)
    rows = len(records) if suffix in (".gpkg", ".geojson", ".geojsonl", ".jsonl", ".parquet") else -1
    check_whole(path, rows)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(OSError, match="cut off"):
        check_whole(path, rows)
