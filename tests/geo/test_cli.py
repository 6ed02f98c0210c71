"""The command line of geo: answers, exit status, one line of complaint."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo import __main__ as cli
from geo import workspace

ROOT = Path(__file__).resolve().parents[2]


def run(capsys, *arguments):
    """Exit status, lines on standard output, lines on standard error."""
    try:
        status = cli.main(arguments)
    except SystemExit as exit_:
        status = exit_.code
    printed = capsys.readouterr()
    return status, printed.out.splitlines(), printed.err.splitlines()


def test_locate_prints_one_object_a_line(capsys):
    status, out, err = run(capsys, "locate", "--json", "--within", "聊城市", "沙镇", "莘县古云医养院")
    assert (status, err) == (0, [])
    answers = [json.loads(line) for line in out]
    assert [(one["query"], one["place"], one["code"], one["level"]) for one in answers] == [
        ("沙镇", "沙镇镇", "371502101", "town"),
        ("莘县古云医养院", "古云镇", "371522106", "town"),
    ]
    assert answers[0]["lon"] == pytest.approx(115.8326)
    assert answers[0]["lat"] == pytest.approx(36.2951)
    assert "沙镇镇" in out[0], "Chinese is printed as it is"


def test_locate_prints_a_sentence(capsys):
    status, out, _ = run(capsys, "locate", "凤凰街道")
    assert status == 0
    assert out == [
        "凤凰街道：山东省聊城市东昌府区凤凰街道（371502007，存续至 2017 年），东经 116.008000、北纬 36.377000"
        "（WGS 84），误差不超过约 6.0 公里，可信度 0.88，方法 official"
    ]


def test_not_found_and_ambiguous_end_with_1(capsys):
    status, out, err = run(capsys, "locate", "沙镇", "清平路", "朝阳区")
    assert (status, err) == (1, [])
    assert out[1:] == [
        "清平路：未找到",
        "朝阳区：无法确定，可能是朝阳区（110105，0.49）、朝阳区（220104，0.49）",
    ]
    status, out, _ = run(capsys, "locate", "--json", "清平路", "朝阳区")
    nothing, several = map(json.loads, out)
    assert (status, nothing) == (1, {"query": "清平路", "place": None, "candidates": []})
    assert [one["code"] for one in several["candidates"]] == ["110105", "220104"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["locate", "沙镇", "--within", "没有的地方"], "within '没有的地方': no such place"),
        (["locate", "沙镇", "--within", "鼓楼区"], "within '鼓楼区' is not clear"),
        (["locate"], "TEXT"),
        (["locate", "沙镇", "--year", "x"], "--year"),
        (["fly"], "fly"),
        ([], "COMMAND"),
        (["boundaries"], "ACTION"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_line(capsys, arguments, message):
    status, out, err = run(capsys, *arguments)
    assert (status, out, len(err)) == (2, [], 1)
    assert message in err[0]


def test_unreadable_table_is_one_line(capsys, monkeypatch, tmp_path):
    (tmp_path / "cities.csv").write_text("code,title\n371500,x\n", encoding="utf-8")
    status, out, err = run(capsys, "boundaries", "build", "--workspace", str(tmp_path))
    assert (status, out, len(err)) == (2, [], 1)
    assert str(tmp_path / "cities.csv") in err[0]


def test_help_is_chinese_first(capsys):
    status, out, _ = run(capsys, "--help")
    assert status == 0
    text = "\n".join(out)
    for command, chinese in {"locate": "查找地名", "assets": "安装网页资源", "boundaries": "边界"}.items():
        assert command in text
        assert chinese in text


def test_build_changes_nothing_the_second_time(capsys, monkeypatch, tmp_path):
    shutil.copytree(workspace.shipped(), tmp_path, dirs_exist_ok=True)
    before = {path.name: path.read_bytes() for path in (tmp_path / "boundaries").iterdir()}
    monkeypatch.setenv("PROJECT_MAP_WORKSPACE", str(tmp_path))
    status, out, err = run(capsys, "boundaries", "build")
    assert (status, err) == (0, [])
    assert out == [f"{tmp_path / 'boundaries'}: 8 county, 3 zone, 137 town, 16 park"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "boundaries").iterdir()} == before


def test_as_a_process_with_a_narrow_code_page():
    """As on Windows, where a pipe has the code page of the system."""
    done = subprocess.run(
        [sys.executable, "-m", "geo", "locate", "--json", "沙镇"],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["place"] == "沙镇镇"
