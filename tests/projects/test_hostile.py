"""Hostile files as a visitor would send them: each is refused in one line or read harmlessly, and soon.

What attacks is made in :mod:`tests.hostile_files`. The largest run under the mark ``slow``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import apart
from geo.datum import Datum
from geo.gazetteer_tables import load_gazetteer
from projects.desk import reading
from projects.desk.plans import safe_name
from projects.errors import InputError
from projects.extraction.words import MAX_NAME
from projects.model.registry import Document
from projects.presentation.ownareas import bring_in
from tests import hostile_files
from tests.hostile_files import MB, Attack

GROUPS: dict[str, dict[str, Attack]] = {
    "plans": hostile_files.PLANS,
    "tables": hostile_files.TABLES,
    "areas": hostile_files.AREAS,
    "sites": hostile_files.SITES,
    "ground": hostile_files.GROUND,
}
LEVELS = {"areas": "town", "sites": "site", "ground": "ground"}
# Those that run into the limits of their process, or are large to make.
SLOW = {
    *("docx that lies of its size", "docx of a million paragraphs", "70,000 members", "rows of wide spans"),
    *("xlsx that lies of its size", "a million rows", "shared texts without end", "merged over everything"),
    *("cells all over", "cells without places", "a pdf of 20,000 pages", "a pdf stream of 2 GB"),
    *(
        "a pdf stream in a stream",
        "a pdf of lines",
        "a pdf of arrays in arrays",
        "a line of 3 MB",
        "brackets",
    ),
    *("a pdf of a figure without end", "html in html", "html tables in tables", "html of open tags"),
    *("a table of 100,000 rows", "a csv of a million columns", "wide and long", "IV65536"),
    *("a quote that never ends", "a ring of 20,000 corners", "one area 3,000 times", "100,000 features"),
    *("kml in folders", "a zip of 30,000 files", "a sheet that lies", "200,000 facilities"),
    *("text of zero bytes", "blanks", "a line of 50,000 places", "a far cell", "a zip that lies of its size"),
}
CASES = [
    pytest.param(group, what, marks=[pytest.mark.slow] if what in SLOW else [], id=f"{group}: {what}")
    for group, attacks in GROUPS.items()
    for what in attacks
]
MOST_S = 10.0


@pytest.fixture(autouse=True, scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("own") / "own"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROJECT_MAP_OWN", str(folder))
        load_gazetteer.cache_clear()
        send("plans", "a.txt", "推进甲产业园项目建设。".encode())  # a worker is ready
        yield folder
    load_gazetteer.cache_clear()
    assert not folder.exists(), "nothing of them was taken over"


def send(group: str, name: str, data: bytes) -> list[str]:
    """Lines or names that came of it. InputError as on the page."""
    if group in LEVELS:
        sent = {"datum": Datum.WGS84, "level": LEVELS[group], "is_official": False, "is_trial": True}
        return list(bring_in(name, data, **sent).lines)  # type: ignore[arg-type]
    plain = safe_name(name)
    document, _ = reading.look(data, Document("hostile", plain), named=plain)
    found = reading.read(data, document, named=plain)
    return list(found.names)


def own_memory_mb() -> float:
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MB if pages.exists() else 0.0


def patience() -> float:
    """How much longer things take while other programs use the machine."""
    return max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1)) if hasattr(os, "getloadavg") else 2.0


def test_there_are_enough() -> None:
    assert sum(map(len, GROUPS.values())) >= 60
    assert {what for attacks in GROUPS.values() for what in attacks} >= SLOW


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("group", "what"), CASES)
def test_refused_or_read_harmlessly(group: str, what: str) -> None:
    name, make = GROUPS[group][what]
    data = make()
    assert len(data) < 20 * MB, "a hostile file is small"
    before = own_memory_mb()
    factor = patience()
    start = time.perf_counter()
    try:
        found = send(group, name, data)
    except InputError as error:
        told = str(error)
        assert "\n" not in told
        assert len(told) < 1000
        assert told.startswith((safe_name(name), Path(name.replace("\\", "/")).name))
        assert "Traceback" not in told
    else:
        assert group in LEVELS or all(0 < len(one) <= MAX_NAME for one in found)
        assert "root:" not in "".join(found), "no local file was read"
    taken = time.perf_counter() - start
    assert taken < MOST_S * max(factor, patience()), f"{taken:.1f} s"
    assert own_memory_mb() - before < 300
    assert sum(one.peak_mb > 1000 for one in apart._idle) == 0, "a worker that grew is ended"


def test_after_all_of_them_an_ordinary_plan_is_read_as_ever() -> None:
    assert send("plans", "a.txt", "# 规划\n专栏1 重点项目\n（1）甲产业园项目\n".encode())


def test_a_good_file_is_read_alike_in_its_process_and_here(tmp_path: Path) -> None:
    from projects.pipeline import run

    text = "# 聊城市规划\n专栏1 重点项目\n（1）堂邑镇甲产业园项目\n（2）乙轴承产业园项目\n推进丙水厂建设。\n"
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    here = run([(Document("hostile", "a.txt"), path)])
    assert send("plans", "a.txt", text.encode()) == [one.name for one in here.records]
