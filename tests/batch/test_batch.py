"""Documents of the whole country: read in their own city, stored whole, gone on with after a stop."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import dask
import numpy as np
import pytest
from distributed import LocalCluster

from geo import workspace
from projects.__main__ import main
from projects.batch.reading import Outcome, read_document
from projects.batch.running import batch
from projects.batch.scope import unit_of_head, unit_of_path
from projects.batch.selection import FORMS, selection_bytes
from projects.errors import InputError, MissingError
from projects.model.registry import plans_dir
from projects.store.country import CountryStore, CountryWriter, is_country
from projects.store.countryfacts import Facts, Units
from projects.store.countrynear import near_of
from projects.store.filters import Filters

GUANGZHOU = """# 2023年广州市政府工作报告

各位代表，现在，我代表广州市人民政府作政府工作报告。

一、重点工作

推进花都区狮岭镇皮革皮具产业园、白云站综合交通枢纽建设。加快增城区石滩镇污水处理厂扩建工程建设。建成花山镇文化中心。开工建设广州至清远城际铁路北延线。
"""
SHANDONG = """# 2022年山东省政府工作报告

一、重点工作

加快济郑高铁建设，建成青岛胶东国际机场二期。推进烟台裕龙岛炼化一体化项目建设。开工建设京台高速德州段改扩建工程。
"""
HEAD = """# 聊城市2024年重点建设项目计划

专栏1 重点项目
（1）莘县古云镇污水处理厂扩建工程，总投资5亿元；（2）临清市轴承产业园项目。
"""
FILES = {"广州市/2023.md": GUANGZHOU, "山东省/2022.md": SHANDONG, "other/plan.md": HEAD}
BAD = {"other/empty.docx": b"", "other/nowhere.txt": "没有地名的一份文件，推进产业园建设。".encode()}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in {**{name: text.encode() for name, text in FILES.items()}, **BAD}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text)
    return folder


@pytest.fixture(scope="module")
def store(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one run over *source* on a local cluster leaves."""
    folder = tmp_path_factory.mktemp("stores") / "country"
    done = batch(source, folder, workers=1)
    assert (done.read, done.set_aside, done.known) == (3, 2, 0)
    return folder


@pytest.fixture(scope="module")
def facts(store: Path) -> Facts:
    return Facts(CountryStore(store))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("广州市/2023.md", "广州市"),
        ("reports/延边州2016.txt", "延边朝鲜族自治州"),
        ("山东省/2005.md", "山东省"),
        ("北京市/2005.md", "北京市"),
        ("371522/a.md", "莘县"),
        ("plans/鼓楼区.md", None),  # several bear the name
        ("other/2005.md", None),
    ],
)
def test_the_path_names_the_unit(path: str, name: str | None) -> None:
    unit = unit_of_path(path)
    assert (unit.name if unit else None) == name


def test_the_head_names_it_where_the_path_does_not() -> None:
    unit = unit_of_head("plan.md", HEAD)
    assert unit is not None and unit.name == "聊城市"


def test_a_document_is_placed_in_its_own_city() -> None:
    """花山镇 is a town of four cities; the report of one of them means its own."""
    found = read_document(GUANGZHOU.encode(), "广州市/2023.md", "a")
    assert found.reason == "" and found.year == 2023
    towns = {row[3 + 17]: row for row in found.records}
    assert {"狮岭镇", "石滩镇", "花山镇"} <= set(towns)
    assert towns["狮岭镇"][0] == "440114"  # 花都区
    assert found.seen == len(found.records) + sum(found.rejects.values())


def test_what_cannot_be_read_says_why() -> None:
    assert "empty" in read_document(b"", "广州市/2023.docx", "a").reason
    assert "no province" in read_document(BAD["other/nowhere.txt"], "other/nowhere.txt", "b").reason


@pytest.mark.wide
def test_every_document_is_in_the_store_or_set_aside(store: Path) -> None:
    assert is_country(store) and workspace.described(store).name == "中国"
    documents = CountryStore(store).documents().set_index("document")
    assert set(documents.index) == {
        "广州市/2023",
        "山东省/2022",
        "other/plan",
        "other/empty",
        "other/nowhere",
    }
    assert documents.loc["other/plan", "scope_name"] == "聊城市"
    assert (documents["seen"] == documents["records"] + documents["rejects"]).all()
    assert (documents["reason"] != "").sum() == 2


def test_a_second_run_does_nothing(source: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (store / "country.sqlite").read_bytes()
    assert main(["batch", str(source), "--out", str(store), "--workers", "1"]) == 0
    assert "0 documents read, 0 set aside, 5 there already, 0 records" in capsys.readouterr().out
    assert (store / "country.sqlite").read_bytes() == before


def test_changed_content_replaces_the_document(tmp_path: Path) -> None:
    def rows(text: str) -> int:
        with CountryWriter(tmp_path) as writer:
            writer.add([read_document(text.encode(), "广州市/2023.md", str(hash(text)))])
        assert len(CountryStore(tmp_path).documents()) == 1
        return len(Facts(CountryStore(tmp_path)))

    assert rows(GUANGZHOU) > rows(GUANGZHOU.split("加快增城区")[0]) > 0
    assert CountryStore(tmp_path).search("石滩镇") == []
    assert CountryStore(tmp_path).search("狮岭镇") != []


def test_a_fault_leaves_no_half_document(tmp_path: Path) -> None:
    good = read_document(GUANGZHOU.encode(), "广州市/2023.md", "a")
    broken = Outcome("山东省/2022.md", "b", records=(good.records[0][:-1],))
    with CountryWriter(tmp_path) as writer, pytest.raises(InputError):
        writer.add([good, broken])
    assert CountryStore(tmp_path).stamp() == (0, 0)


def test_counts_add_up_from_county_to_province(facts: Facts) -> None:
    keep = facts.mask(Filters())
    provinces = facts.by_unit(keep, "province")
    assert set(provinces) == {"440000", "370000"} and sum(provinces.values()) == len(facts)
    for level in ("city", "county"):
        assert sum(facts.by_unit(keep, level).values()) + facts.above(keep, level) == len(facts)
    told = facts.counts(keep)
    assert told.drawn + told.county + told.unplaced == told.records == len(facts)
    years = np.array(list(facts.by_year(keep, "province").values())).sum(axis=0)
    assert dict(zip(range(facts.years[0], facts.years[1] + 1), years, strict=True)) == {
        year: int(((facts.first <= year) & (facts.last >= year)).sum()) for year in range(2022, 2025)
    }


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({"county": ("440000",), "text": "产业园"}, {"广州市/2023"}),
        ({"county": ("371500",)}, {"other/plan"}),
        ({"text": "高铁"}, {"山东省/2022"}),
        ({"text": "\"' OR 1"}, set()),
        ({"year_from": 2024}, {"other/plan"}),
        ({"year_to": 2022}, {"山东省/2022"}),
        ({"document": ("广州市/2023",)}, {"广州市/2023"}),
        ({"town": ("石滩镇",)}, {"广州市/2023"}),
        ({"town": ("没有这个镇",)}, set()),
        ({"town": ("石滩镇",), "county": ("371500",)}, set()),
        ({"chain": ("bearings",)}, {"other/plan"}),
        ({"park": ("任何园区",)}, set()),
        ({"near": near_of("狮岭镇 5公里", Units(), "440100")}, {"广州市/2023"}),
        ({"near": near_of("115.97,36.46,5", Units(), "")}, set()),
        ({"within": "POLYGON ((113 23, 114 23, 114 24, 113 24, 113 23))"}, {"广州市/2023"}),
    ],
)
def test_filters_keep_what_they_say(facts: Facts, conditions: dict[str, object], names: set[str]) -> None:
    keep = facts.mask(Filters(**conditions))  # type: ignore[arg-type]
    assert set(facts.store.records(facts.number[keep].tolist())["document"]) == names


def test_towns_are_counted_in_their_unit(facts: Facts) -> None:
    names = {
        facts.known.label("town", code, "zh"): count
        for code, count in facts.towns(facts.mask(Filters()), "440100").items()
    }
    assert names.keys() >= {"石滩镇（增城区）", "狮岭镇"} and all(names.values())
    assert (
        facts.towns(facts.mask(Filters()), "370000")
        .keys()
        .isdisjoint(facts.towns(facts.mask(Filters()), "440000"))
    )


@pytest.mark.parametrize("typed", ["", "狮岭镇", "没有这个镇 5", "新城街道 5公里", "聊城东站 0"])
def test_surroundings_that_are_none_or_several_say_so(typed: str) -> None:
    with pytest.raises(InputError):
        near_of(typed, Units(), "")


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("聊城东站 0", "半径「0」公里不可用", "“0” km is no radius"),
        ("聊城东站 0.0001公里", "半径「0.0001」公里不可用", "“0.0001” km is no radius"),
        ("聊城东站 99999", "不超过 20040 公里", "at most 20040 km"),
        ("116.0,36.4,0", "半径「0」公里不可用", "“0” km is no radius"),
        ("没有这个镇 5", "「没有这个镇」", "“没有这个镇”: no or several"),
        ("狮岭镇", "「狮岭镇」", "“狮岭镇”: no or several"),
    ],
)
def test_what_is_wrong_with_surroundings_is_said(typed: str, zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        with pytest.raises(InputError, match=re.escape(said)):
            near_of(typed, Units(), "", lang)


def test_surroundings_of_a_station() -> None:
    assert near_of("聊城东站5公里内", Units(), "371500") == near_of("聊城东站, 5 km", Units(), "")
    with pytest.raises(InputError):
        near_of("聊城东站5公里内", Units(), "440100")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_a_selection_is_exported(facts: Facts, suffix: str) -> None:
    filters = Filters(county=("440100",))
    keep = facts.mask(filters)
    content = selection_bytes(facts, keep, suffix, filters=filters).decode("utf-8-sig")
    names = facts.store.records(facts.number[keep].tolist())["name"]
    assert suffix in FORMS and all(name in content for name in names) and "古云镇" not in content


def test_what_cannot_be_used_is_one_line(tmp_path: Path, source: Path) -> None:
    with pytest.raises(MissingError):
        batch(tmp_path / "none.zip", tmp_path / "out")
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(InputError):
        batch(tmp_path / "no.zip", tmp_path / "out")
    with pytest.raises(InputError, match="something already"):
        batch(source, source)
    with pytest.raises(InputError, match=r"^limit 0; expected 1 or more$"):
        batch(source, tmp_path / "out", limit=0)
    assert not (tmp_path / "out").exists()


@pytest.mark.wide
def test_a_cluster_that_is_there_is_used_and_not_blamed_for_other_faults(
    source: Path, tmp_path: Path
) -> None:
    def full(line: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", line)

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        address = cluster.scheduler_address
        with pytest.raises(OSError, match="No space left") as error:
            batch(source, tmp_path / "full", address=address, told=full)
        assert not isinstance(error.value, InputError)
        assert batch(source, tmp_path / "out", address=address).read == 3


@pytest.mark.wide
def test_a_scheduler_that_ends_is_one_line(source: Path, tmp_path: Path) -> None:
    ran = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--dashboard-address", ":0"]
    told_at = tmp_path / "scheduler.json"
    scheduler = subprocess.Popen([*ran, "--scheduler-file", str(told_at)], stderr=subprocess.DEVNULL)
    try:
        while not told_at.exists():
            assert scheduler.poll() is None
            time.sleep(0.1)
        address = json.loads(told_at.read_text(encoding="utf-8"))["address"]
        threading.Timer(5, scheduler.kill).start()  # no worker ever came: the run waits for one
        with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
            with pytest.raises(InputError, match="answers no more; the next run goes on from here"):
                batch(source, tmp_path / "out", address=address)
            with pytest.raises(InputError, match=f"^{address}: no Dask scheduler answers"):
                batch(source, tmp_path / "out", address=address)
    finally:
        scheduler.kill()
        scheduler.wait()


@pytest.mark.slow
@pytest.mark.plans
def test_a_run_that_is_killed_is_gone_on_with(tmp_path: Path) -> None:
    """Killed hard with its workers while documents come in; the next run reads the rest, once."""
    archive = plans_dir().parent / "corpus" / "reports.zip"
    run = [
        sys.executable,
        "-m",
        "projects",
        "batch",
        str(archive),
        "--out",
        str(tmp_path / "store"),
        "--limit",
        "40",
    ]
    first = subprocess.Popen(run, start_new_session=True)
    while not is_country(tmp_path / "store") or CountryStore(tmp_path / "store").stamp()[0] == 0:
        assert first.poll() is None
        time.sleep(0.2)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    held = CountryStore(tmp_path / "store").stamp()[0]
    assert 0 < held < 40
    done = batch(archive, tmp_path / "store", limit=40)
    assert (done.read + done.set_aside, done.known) == (40 - held, held)
    documents = CountryStore(tmp_path / "store").documents()
    assert len(documents) == 40 and documents["records"].sum() == CountryStore(tmp_path / "store").stamp()[1]
