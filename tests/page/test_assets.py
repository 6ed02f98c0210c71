"""Installing the web assets: complete, checked, repeatable, all or nothing."""

from pathlib import Path

import pytest

from geo.assets import ASSETS, install_assets, missing_assets, read_assets
from geo.errors import AssetError


def test_installs_every_file_and_a_second_run_changes_nothing(tmp_path: Path, capsys):
    paths = install_assets(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [a.target for a in read_assets()]
    assert missing_assets(tmp_path) == []
    before = {path: path.stat().st_mtime_ns for path in paths}
    install_assets(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in paths} == before
    assert f"0 installed, {len(paths)} already in place" in capsys.readouterr().out


def test_a_damaged_file_is_noticed_and_replaced(tmp_path: Path):
    path = install_assets(tmp_path)[0]
    path.write_text("alert(1)", encoding="utf-8")
    assert missing_assets(tmp_path) == [path.relative_to(tmp_path).as_posix()]
    install_assets(tmp_path)
    assert missing_assets(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("XStatic-Leaflet,", "XStatic-Nothing,", "XStatic-Nothing 1.9.3.0 is not installed"),
        (",1.9.3.0,", ",1.7.1.0,", "is 1.9.3.0, expected 1.7.1.0"),
        ("data/leaflet.css", "data/leaflet.less", "has no file 'xstatic/pkg/leaflet/data/leaflet.less'"),
        ("90b693d8", "00000000", "leaflet.css of XStatic-Leaflet has sha256 90b693d8"),
    ],
)
def test_nothing_is_written_when_one_file_is_wrong(tmp_path: Path, old: str, new: str, message: str):
    table = tmp_path / "assets.csv"
    table.write_text(ASSETS.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(AssetError, match=message):
        install_assets(tmp_path / "static", table=table)
    assert not (tmp_path / "static").exists()
