"""Files are whole or not there: while they are written, on a full disk, in a folder one may not write."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import WriteError
from geo.files import PREFIX, remove, sweep, whole, whole_folder, write_whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.name == "nt" or os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here (not root)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_file_takes_its_place_when_the_block_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("old")
    with whole(path) as staged:
        assert staged.name == path.name  # libraries tell the form by the suffix
        staged.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_in_the_block_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(ValueError, match="stop"), whole(path) as staged:
        staged.write_text("half")
        raise ValueError("stop")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_what_was_there_and_says_so_in_one_line(small_disk: Path) -> None:
    path = small_disk / "a.csv"
    path.write_text("old")
    with pytest.raises(WriteError) as caught:
        write_whole(path, b"x" * 100_000)
    assert str(caught.value) == f"{path}: cannot be written: {os.strerror(errno.ENOSPC)}"
    assert path.read_text() == "old"
    assert list(small_disk.iterdir()) == [path]


def test_a_folder_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)]
    if os.name == "nt" or os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a read-only disk cannot be mounted here (not root)")
    try:
        with pytest.raises(WriteError, match=r"a\.csv: cannot be written: "):
            write_whole(folder / "a.csv", b"x")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_what_is_written_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is synced before the move, and the folder after it."""
    steps: list[str] = []
    path = tmp_path / "a.csv"
    sync = os.fsync

    def told(handle: int) -> None:
        steps.append(f"{'file' if Path(f'/proc/self/fd/{handle}').is_file() else 'folder'} {path.exists()}")
        sync(handle)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("the kind of an open file is told by /proc")
    monkeypatch.setattr(os, "fsync", told)
    write_whole(path, b"x")
    assert steps == ["file False", "folder True"]


def test_a_killed_writer_leaves_the_old_file_and_the_next_sweeps(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    code = (
        "import sys,time,pathlib\nfrom geo.files import whole\n"
        "with whole(pathlib.Path(sys.argv[1])) as staged:\n"
        "    staged.write_text('half'); print('there', flush=True); time.sleep(60)"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    with writer:
        assert writer.stdout.readline() == "there\n"
        sweep(tmp_path)
        assert len(list(tmp_path.glob(f"{PREFIX}*"))) == 1, "a writer that lives is left alone"
        writer.send_signal(signal.SIGKILL)
    assert path.read_text() == "old"
    write_whole(tmp_path / "b.csv", "next")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_a_folder_is_put_in_place_whole(tmp_path: Path) -> None:
    place = tmp_path / "edition"
    with whole_folder(place) as staged:
        (staged / "a.csv").write_text("a")
        assert not place.exists()
    assert (place / "a.csv").read_text() == "a"
    with pytest.raises(WriteError), whole_folder(place) as staged:
        (staged / "a.csv").write_text("b")
    assert (place / "a.csv").read_text() == "a"
    assert list(tmp_path.iterdir()) == [place]


def test_removing_tells_whether_there_was_one(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    assert remove(path)
    assert not remove(path)
